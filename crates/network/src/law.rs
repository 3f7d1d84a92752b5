//! Finds, for a relation, what each kind of claim in a case does to it. Start at [`Law::of`].

use std::sync::Arc;

use retrospect_model::ontology::{Effect, KindRules, On, Ontology, RelationName, Side};
use retrospect_store::{Case, NameKey, StoreError};
use rustc_hash::FxHashMap;

use crate::marks::Basis;

/// What some kind of claim does to one relation.
#[derive(Debug, Clone)]
pub(crate) struct KindLaw<'o> {
    /// What is said of claims of this kind where they are cited.
    pub(crate) bases: Bases,
    pub(crate) rules: &'o KindRules,
    /// What it begins of this relation.
    pub(crate) starts: Vec<&'o Effect>,
    /// What it ends of this relation by naming both sides, or the only one.
    pub(crate) ends: Vec<&'o Effect>,
    /// What it ends of this relation for everybody else.
    pub(crate) excludes: Vec<&'o Effect>,
    /// What it ends of every relation.
    pub(crate) sweeps: Vec<&'o Effect>,
}

/// Why claims of a kind bear on a relation, in each of the ways in which they can.
#[derive(Debug, Clone)]
pub(crate) struct Bases {
    pub(crate) told: Basis,
    pub(crate) told_end: Basis,
    pub(crate) own_dates: Basis,
    /// By rule it ends the relation of its own two sides,
    pub(crate) end: Basis,
    /// or the same relation of others,
    pub(crate) exclusion: Basis,
    /// or everything of one.
    pub(crate) sweep: Basis,
}

impl KindLaw<'_> {
    /// Whether it tells of an end and of nothing that begins: then it is a claim about the end, not a rule.
    pub(crate) fn is_claim_of_end(&self) -> bool {
        self.rules.starts.is_empty()
    }
}

/// The rules on one relation, for the kinds that a case has claims of.
#[derive(Debug, Clone)]
pub struct Law<'o> {
    ontology: &'o Ontology,
    pub(crate) relation: &'o RelationName,
    pub(crate) is_symmetric: bool,
    pub(crate) kinds: FxHashMap<NameKey, KindLaw<'o>>,
}

impl<'o> Law<'o> {
    /// The rules of an ontology on a relation of it.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(ontology: &'o Ontology, relation: &'o RelationName, case: &Case) -> Result<Self, StoreError> {
        let (is_symmetric, kinds) = (ontology.is_symmetric(relation), FxHashMap::default());
        let mut law = Self { ontology, relation, is_symmetric, kinds };
        law.catch_up(case)?;
        Ok(law)
    }

    /// Takes up kinds of claims that the case has come to know since.
    pub(crate) fn catch_up(&mut self, case: &Case) -> Result<(), StoreError> {
        for (name, rules) in self.ontology.kinds() {
            let Some(law) = kind_law(name.as_str(), rules, self.relation) else { continue };
            if let Some(key) = case.name_key(name.as_str())? {
                self.kinds.insert(key, law);
            }
        }
        Ok(())
    }

    /// The relation.
    pub fn relation(&self) -> &'o RelationName {
        self.relation
    }

    /// The kinds of claims that bear on it, in order.
    pub(crate) fn kind_keys(&self, wanted: impl Fn(&KindLaw<'o>) -> bool) -> Vec<NameKey> {
        let mut keys: Vec<NameKey> =
            self.kinds.iter().filter(|(_, law)| wanted(law)).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys
    }
}

/// What a kind does to a relation; `None` when it does nothing to it.
fn kind_law<'o>(name: &str, rules: &'o KindRules, relation: &RelationName) -> Option<KindLaw<'o>> {
    let is_on = |effect: &&Effect| matches!(&effect.on, On::Relation(name) if name == relation);
    let is_other = |effect: &&Effect| {
        [Some(effect.subject), effect.object].into_iter().flatten().any(|side| side == Side::Other)
    };
    let starts: Vec<&Effect> = rules.starts.iter().filter(is_on).collect();
    let ends: Vec<&Effect> = rules.ends.iter().filter(is_on).filter(|effect| !is_other(effect)).collect();
    let excludes: Vec<&Effect> = rules.ends.iter().filter(is_on).filter(is_other).collect();
    let sweeps: Vec<&Effect> = rules.ends.iter().filter(|effect| effect.on == On::Any).collect();
    let name: Arc<str> = name.into();
    let rule = |effects: &[&Effect]| Basis::Rule {
        kind: Arc::clone(&name),
        effect: effects.first().map(ToString::to_string).unwrap_or_default().into(),
    };
    let bases = Bases {
        told: Basis::Told(Arc::clone(&name)),
        told_end: Basis::ToldEnd(Arc::clone(&name)),
        own_dates: Basis::OwnDates(Arc::clone(&name)),
        end: rule(&ends),
        exclusion: rule(&excludes),
        sweep: rule(&sweeps),
    };
    let law = KindLaw { bases, rules, starts, ends, excludes, sweeps };
    let does = [&law.starts, &law.ends, &law.excludes, &law.sweeps].iter().any(|effects| !effects.is_empty());
    does.then_some(law)
}
