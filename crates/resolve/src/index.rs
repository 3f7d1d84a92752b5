//! Finds the entities of a list that a name may belong to, without comparing it with each. Start at [`Index::build`]
//! and [`Index::find`].
//!
//! A name is looked up under what it could share with others: a word, its meaning, its sound in up to three readings
//! of ambiguous letters and with one consonant more or less, its abbreviation, all of it written as one word, and for
//! names of common words alone each two of them. What is looked at for one name is bounded, so that time grows with
//! the list nearly as the list does.

mod build;
mod find;
mod keyed;
mod postings;

use smol_str::SmolStr;

use crate::context::{Context, Record};
use crate::frequency::Frequencies;
use crate::name::{Kind, Part, Term};
use crate::pair::Judged;
use crate::weights::{Weights, probability};
use keyed::Keyed;
use postings::Postings;

/// An entity of the list, by its place in the order in which ids first stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entity(u32);

/// The names of a list, ready to be searched.
#[derive(Debug)]
pub struct Index {
    ids: Vec<String>,
    contexts: Vec<Context>,
    names: Vec<String>,
    terms: Vec<Term>,
    /// How much each term tells.
    term_weights: Vec<f32>,
    forms: Vec<StoredForm>,
    form_terms: Vec<u32>,
    frequencies: Frequencies,
    weights: Weights,
    /// From a term to the forms that have it, shortest first.
    by_term: Postings,
    /// From what a word could be looked up under to terms.
    by_word: Keyed,
    /// From an abbreviation, a whole name or two common words to forms.
    by_key: Keyed,
}

/// One way to read a name of the list.
#[derive(Debug)]
struct StoredForm {
    name: u32,
    entity: Entity,
    kind: Kind,
    part: Part,
    /// The terms, as a range of `form_terms`.
    terms: (u32, u32),
    acronyms: Box<[SmolStr]>,
    /// Whether the entity has a name that this abbreviates, or an abbreviation if this is a name.
    is_settled: bool,
    weight: f32,
}

/// What was found for a name.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Entities, the likeliest first.
    pub ranked: Vec<Ranked>,
}

/// An entity that a name may belong to.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The entity.
    pub entity: Entity,
    /// How likely the name is this entity's and no other's of the list, from 0 to 1.
    pub probability: f32,
    /// The name of the list that speaks for it most, by its place in the list.
    pub name: usize,
    /// The judgement of the two names.
    pub judged: Judged,
}

impl Found {
    /// The likeliest entity, however unlikely it is.
    #[must_use]
    pub fn best(&self) -> Option<&Ranked> {
        self.ranked.first()
    }

    /// Ranks entities. A name belongs to one entity of the list or to none, so the odds of each are shared out among
    /// all.
    fn of(mut ranked: Vec<Ranked>) -> Self {
        let odds = |judged: &Judged| if judged.veto.is_some() { 0.0 } else { odds(judged.log_odds) };
        ranked.sort_by(|a, b| odds(&b.judged).total_cmp(&odds(&a.judged)).then(a.entity.cmp(&b.entity)));
        let sum: f32 = ranked.iter().map(|ranked| odds(&ranked.judged)).sum();
        for one in &mut ranked {
            one.probability = odds(&one.judged) / (1.0 + sum);
        }
        Found { ranked }
    }
}

fn odds(log_odds: f32) -> f32 {
    let probability = probability(log_odds);
    probability / (1.0 - probability)
}

impl Index {
    /// Builds the index of a list on the threads of the current pool. The result does not depend on their number.
    #[must_use]
    pub fn build(records: &[Record]) -> Self {
        Self::build_with(records, Weights::built_in().clone())
    }

    /// The same with weights of one's own.
    #[must_use]
    pub fn build_with(records: &[Record], weights: Weights) -> Self {
        build::build(records, weights)
    }

    /// Finds the entities that a name may belong to, the likeliest first.
    #[must_use]
    pub fn find(&self, query: &Record) -> Found {
        find::Finder::new(self).find(query)
    }

    /// Finds the entities for each of many names, in their order, on the threads of the current pool.
    #[must_use]
    pub fn find_all(&self, queries: &[Record]) -> Vec<Found> {
        use rayon::prelude::*;
        queries.par_iter().map_init(|| find::Finder::new(self), find::Finder::find).collect()
    }

    /// The id of an entity.
    #[must_use]
    pub fn id(&self, entity: Entity) -> &str {
        self.ids.get(entity.0 as usize).map_or("", String::as_str)
    }

    /// A name of the list, by its place.
    #[must_use]
    pub fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }

    /// How often words stand in the list.
    #[must_use]
    pub fn frequencies(&self) -> &Frequencies {
        &self.frequencies
    }

    /// The forms under a key, so many at the most: a key of more tells nothing.
    fn under(&self, key: u64) -> &[u32] {
        const FORMS_MAX: usize = 400;
        let forms = self.by_key.of(key);
        forms.get(..FORMS_MAX).unwrap_or(forms)
    }

    fn term(&self, term: u32) -> Option<&Term> {
        self.terms.get(term as usize)
    }

    fn terms_of(&self, form: &StoredForm) -> &[u32] {
        self.form_terms.get(form.terms.0 as usize..form.terms.1 as usize).unwrap_or_default()
    }
}
