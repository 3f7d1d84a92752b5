//! Turns the names of a list into an index.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::keyed::Keyed;
use super::postings::Postings;
use super::{Entity, Index, StoredForm};
use crate::acronym::{self, abbreviates};
use crate::context::{Context, Record};
use crate::features::weight;
use crate::frequency::Frequencies;
use crate::lexicon::Class;
use crate::name::{self, Form, Kind, Name, Term};
use crate::sound::Sound;
use crate::weights::Weights;

/// Names that are read together before they are stored: few enough that what is read stays in the cache.
const BATCH: usize = 1 << 9;
/// From so many forms on a word is common, and names of common words are found by two of them.
pub(super) const COMMON: u32 = 300;
/// Consonants that a word needs to be found with one more or less.
const DELETION_MIN: usize = 3;

/// What distinguishes keys of different sorts.
#[derive(Clone, Copy, Hash)]
pub(super) enum Key {
    Term,
    Group,
    Skeleton,
    /// A skeleton of which one consonant is left out.
    Shorter,
    /// The same, with the place of the consonant.
    Exchanged,
    Whole,
    Acronym,
    /// The letters of an acronym in the order of the alphabet.
    Sorted,
    /// An abbreviation of several words.
    Short,
    /// The letters of an abbreviation in the order of the alphabet.
    ShortSorted,
    /// Three first letters of words.
    Initials,
    /// Three letters of a word.
    Letters,
    /// The first letter of a word and the first two of the next.
    Beginnings,
    /// The first letter of a word and two that follow each other.
    Syllables,
    Two,
}

pub(super) fn key(sort: Key, value: &impl std::hash::Hash) -> u64 {
    use std::hash::{Hash as _, Hasher as _};
    let mut hasher = rustc_hash::FxHasher::default();
    sort.hash(&mut hasher);
    value.hash(&mut hasher);
    hasher.finish()
}

pub(super) fn build(records: &[Record], weights: Weights) -> Index {
    let mut builder = Builder::default();
    let places = builder.entities(records);
    let kinds = builder.kinds(records, &places);
    for (number, batch) in records.chunks(BATCH).enumerate() {
        let first = number * BATCH;
        let read: Vec<Vec<Name>> = batch
            .par_iter()
            .enumerate()
            .map(|(at, record)| {
                let entity = places.get(first + at).copied().unwrap_or_default();
                let kinds = kinds.get(entity as usize).copied().unwrap_or(BOTH);
                kinds.iter().map(|&kind| Name::read(&record.name, kind)).collect()
            })
            .collect();
        for (at, (names, record)) in read.into_iter().zip(batch).enumerate() {
            let entity = Entity(places.get(first + at).copied().unwrap_or_default());
            builder.add(names, record, entity);
        }
    }
    builder.finish(weights)
}

const BOTH: &[Kind] = &[Kind::Organisation, Kind::Person];

#[derive(Default)]
struct Builder {
    ids: Vec<String>,
    contexts: Vec<Context>,
    names: Vec<String>,
    terms: Vec<Term>,
    /// Terms by a hash of what they are.
    term_ids: FxHashMap<u64, u32>,
    forms: Vec<StoredForm>,
    form_terms: Vec<u32>,
    frequencies: Frequencies,
}

impl Builder {
    /// Numbers the ids in their order and gathers what is known of each; gives each record's entity.
    fn entities(&mut self, records: &[Record]) -> Vec<u32> {
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let mut places = Vec::with_capacity(records.len());
        for record in records {
            let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
            let place = *known.entry(record.id.as_str()).or_insert(next);
            if place == next {
                self.ids.push(record.id.clone());
                self.contexts.push(record.context.clone());
            } else if let Some(context) = self.contexts.get_mut(place as usize) {
                context.merge(&record.context);
            }
            places.push(place);
        }
        places
    }

    /// As what kind each entity's names are read: as stated, or as most of its names suggest, or as both.
    fn kinds(&self, records: &[Record], places: &[u32]) -> Vec<&'static [Kind]> {
        // What is stated need not be guessed.
        let is_stated =
            |place: u32| self.contexts.get(place as usize).is_some_and(|context| context.kind.is_some());
        let guess = |(record, place): (&Record, &u32)| {
            if is_stated(*place) { None } else { Kind::guess(&record.name) }
        };
        let guesses: Vec<Option<Kind>> = records.par_iter().zip(places).map(guess).collect();
        let mut votes = vec![0_i32; self.contexts.len()];
        for (guess, place) in guesses.iter().zip(places) {
            if let Some(vote) = votes.get_mut(*place as usize) {
                *vote += match guess {
                    Some(Kind::Organisation) => 1,
                    Some(Kind::Person) => -1,
                    None => 0,
                };
            }
        }
        let decide = |(context, vote): (&Context, i32)| -> &'static [Kind] {
            match (context.kind, vote) {
                (Some(Kind::Organisation), _) | (None, 1..) => &[Kind::Organisation],
                (Some(Kind::Person), _) | (None, ..=-1) => &[Kind::Person],
                (None, 0) => BOTH,
            }
        };
        self.contexts.iter().zip(votes).map(decide).collect()
    }

    fn add(&mut self, names: Vec<Name>, record: &Record, entity: Entity) {
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(record.name.clone());
        for name in names {
            for form in name.forms.into_iter().filter(|form| !form.terms.is_empty()) {
                self.frequencies.count(&form, entity.0);
                self.store(form, name.kind, place, entity);
            }
        }
    }

    fn store(&mut self, form: Form, kind: Kind, name: u32, entity: Entity) {
        let start = u32::try_from(self.form_terms.len()).unwrap_or(u32::MAX);
        for term in form.terms {
            let id = self.number(term);
            self.form_terms.push(id);
        }
        let terms = (start, u32::try_from(self.form_terms.len()).unwrap_or(u32::MAX));
        let acronyms = form.acronyms.into_boxed_slice();
        let part = form.part;
        self.forms.push(StoredForm {
            name,
            entity,
            kind,
            part,
            terms,
            acronyms,
            is_settled: false,
            weight: 0.0,
        });
    }

    /// The number of a term, which is stored if it is new.
    fn number(&mut self, term: Term) -> u32 {
        let next = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        let mut hash = key(Key::Term, &(&term.text, term.class, term.is_abbreviation));
        loop {
            let id = *self.term_ids.entry(hash).or_insert(next);
            let Some(known) = self.terms.get(id as usize) else { break };
            let is_same = |known: &Term| {
                known.text == term.text
                    && known.class == term.class
                    && known.is_abbreviation == term.is_abbreviation
            };
            if is_same(known) {
                return id;
            }
            // Two terms have one hash: the next one is free, or the term's.
            hash = hash.wrapping_add(1);
        }
        self.terms.push(term);
        next
    }

    fn finish(mut self, judging: Weights) -> Index {
        let weights: Vec<f32> = self.terms.par_iter().map(|term| weight(term, &self.frequencies)).collect();
        for form in &mut self.forms {
            let terms = self.form_terms.get(form.terms.0 as usize..form.terms.1 as usize).unwrap_or_default();
            form.weight = terms.iter().filter_map(|term| weights.get(*term as usize)).sum();
        }
        let by_term = self.postings();
        let by_word = words(&self.terms);
        let mut index = Index {
            ids: self.ids,
            contexts: self.contexts,
            names: self.names,
            terms: self.terms,
            term_weights: weights,
            forms: self.forms,
            form_terms: self.form_terms,
            frequencies: self.frequencies,
            weights: judging,
            by_term,
            by_word,
            by_key: Keyed::default(),
        };
        settle(&mut index);
        index.by_key = keys(&index);
        index
    }

    /// Forms of each term, those of few terms first: they are the likeliest for a short name.
    fn postings(&self) -> Postings {
        let mut order: Vec<u32> = (0..u32::try_from(self.forms.len()).unwrap_or(u32::MAX)).collect();
        let length =
            |form: &u32| self.forms.get(*form as usize).map_or(0, |form| form.terms.1 - form.terms.0);
        order.sort_by_key(length);
        let pairs = order.iter().flat_map(|&number| {
            let range = self.forms.get(number as usize).map_or((0, 0), |form| form.terms);
            let terms = self.form_terms.get(range.0 as usize..range.1 as usize).unwrap_or_default();
            terms.iter().map(move |&term| (term, number))
        });
        Postings::pack(self.terms.len(), pairs)
    }
}

/// Which keys: those under which a word of the list is stored, or those under which one of the query is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Stored,
    Sought,
}

/// What a word is stored under or looked for under. Two words meet if they have one meaning, the same consonants in some
/// reading, or in the first reading one more, one less or another one.
pub(super) fn word_keys(term: &Term, side: Side) -> Vec<u64> {
    const KEYS: usize = 16;
    let mut keys = Vec::with_capacity(KEYS);
    keys.push(key(Key::Group, &term.group));
    if !matches!(term.class, Class::Core | Class::Given | Class::Kunya | Class::Patronymic)
        || term.is_abbreviation
    {
        return keys;
    }
    let sounds = || std::iter::once(&term.sound).chain(&term.other_sound);
    let skeletons: Vec<Vec<Vec<u8>>> = sounds().map(Sound::skeletons).collect();
    // The likeliest first: of what is sought only so much is looked at.
    keys.extend(skeletons.iter().flatten().map(|skeleton| key(Key::Skeleton, skeleton)));
    let first = || skeletons.iter().filter_map(|readings| readings.first());
    for skeleton in first().filter(|skeleton| skeleton.len() >= DELETION_MIN) {
        if side == Side::Sought {
            keys.push(key(Key::Shorter, skeleton));
        }
        let mut shorter: Vec<u8> = Vec::with_capacity(skeleton.len());
        for place in 0..skeleton.len() {
            shorter.clone_from(skeleton);
            shorter.remove(place);
            let sort = if side == Side::Stored { Key::Shorter } else { Key::Skeleton };
            keys.push(key(sort, &shorter));
            keys.push(key(Key::Exchanged, &(place, &shorter)));
        }
    }
    if side == Side::Stored {
        keys.sort_unstable();
        keys.dedup();
    }
    keys
}

fn words(terms: &[Term]) -> Keyed {
    let keys_of = |(number, term): (usize, &Term)| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        word_keys(term, Side::Stored).into_iter().map(move |key| (key, number))
    };
    let pairs: Vec<(u64, u32)> = terms.par_iter().enumerate().flat_map_iter(keys_of).collect();
    Keyed::pack(&pairs)
}

/// The key of a name written as one word.
pub(super) fn whole_key<'t>(terms: impl Iterator<Item = &'t Term>) -> Option<u64> {
    let sounds: Vec<&Sound> = terms
        .filter(|term| !matches!(term.class, Class::Title | Class::Function | Class::Legal))
        .map(|term| &term.sound)
        .collect();
    let whole = Sound::joined(sounds);
    (whole.bytes().len() > 3).then(|| key(Key::Whole, &whole.coarse()))
}

/// Keys of each two of the common groups of a name.
pub(super) fn two_keys(mut groups: Vec<u64>) -> Vec<u64> {
    const GROUPS_MAX: usize = 5;
    groups.sort_unstable();
    groups.dedup();
    groups.truncate(GROUPS_MAX);
    let mut keys = Vec::new();
    for (at, one) in groups.iter().enumerate() {
        keys.extend(groups.iter().skip(at + 1).map(|other| key(Key::Two, &(one, other))));
    }
    keys
}

/// Keys of three letters, the first and each two after it, by which an abbreviation of syllables and the words whose
/// beginnings it is made of find each other.
pub(super) fn three_keys(sort: Key, letters: &[u8]) -> Vec<u64> {
    const LETTERS_MAX: usize = 9;
    let letters = letters.get(..LETTERS_MAX).unwrap_or(letters);
    let Some((first, rest)) = letters.split_first() else { return Vec::new() };
    let mut keys = Vec::new();
    for (at, second) in rest.iter().enumerate() {
        keys.extend(rest.iter().skip(at + 1).map(|third| key(sort, &(first, second, third))));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Keys of two words of a name, by which it and an abbreviation of their beginnings find each other: `CENTCOM`. A third
/// word may be left out.
pub(super) fn beginning_keys(sort: Key, terms: &[&Term]) -> Vec<u64> {
    let key = |one: &Term, two: &Term| match (one.text.as_bytes(), two.text.as_bytes()) {
        ([first, ..], [second, third, ..]) => Some(key(sort, &(first, second, third))),
        _ => None,
    };
    match terms {
        [one, two] => key(one, two).into_iter().collect(),
        [one, two, three] => [(one, two), (two, three), (one, three)]
            .into_iter()
            .filter_map(|(one, two)| key(one, two))
            .collect(),
        _ => Vec::new(),
    }
}

/// The same of an abbreviation: its first letter, and each two that follow each other.
pub(super) fn syllable_keys(sort: Key, letters: &[u8]) -> Vec<u64> {
    let Some((first, rest)) = letters.split_first() else { return Vec::new() };
    rest.iter().zip(rest.iter().skip(1)).map(|(second, third)| key(sort, &(first, second, third))).collect()
}

/// The first letters of terms.
pub(super) fn initials(terms: &[&Term]) -> Vec<u8> {
    terms.iter().filter_map(|term| term.text.bytes().next()).collect()
}

/// Whether a name of this word alone may be an abbreviation of syllables.
pub(super) fn may_abbreviate(term: &Term) -> bool {
    term.concept.is_none() && (4..=9).contains(&term.text.len())
}

/// Notes of abbreviations whether their entity has a name that they abbreviate, and of names whether it has an
/// abbreviation.
fn settle(index: &mut Index) {
    let of_organisations =
        index.forms.iter().zip(0_u32..).filter(|(form, _)| form.kind == Kind::Organisation);
    let pairs = of_organisations.map(|(form, number)| (form.entity.0, number));
    let by_entity = Postings::pack(index.ids.len(), pairs);
    let of_entities = (0_u32..).take(index.ids.len()).map(|entity| by_entity.of(entity));
    let short_of = |form: &StoredForm| {
        let terms: Vec<&Term> = index.terms_of(form).iter().filter_map(|term| index.term(*term)).collect();
        name::short(&terms).filter(|_| terms.iter().all(|term| term.is_abbreviation || is_qualifier(term)))
    };
    let begins = |form: &StoredForm, short: &str| {
        let terms = index.terms_of(form).iter().filter_map(|term| index.term(*term));
        abbreviates(short, &terms.map(|term| term.text.as_str()).collect::<Vec<_>>())
    };
    let mut settled = Vec::new();
    for numbers in of_entities.filter(|numbers| numbers.len() > 1) {
        let of = |number: &u32| index.forms.get(*number as usize);
        let forms: Vec<(u32, &StoredForm, Option<SmolStr>)> = numbers
            .iter()
            .filter_map(|number| of(number).map(|form| (*number, form, short_of(form))))
            .collect();
        let has_short = forms.iter().any(|(_, _, short)| short.is_some());
        settled.extend(forms.iter().filter_map(|(number, _, short)| {
            let is_settled = match short {
                Some(short) => {
                    forms.iter().any(|(_, form, _)| form.acronyms.contains(short) || begins(form, short))
                }
                None => has_short,
            };
            is_settled.then_some(*number)
        }));
    }
    for number in settled {
        if let Some(form) = index.forms.get_mut(number as usize) {
            form.is_settled = true;
        }
    }
}

fn is_qualifier(term: &Term) -> bool {
    matches!(term.class, Class::Place | Class::Legal)
}

fn keys(index: &Index) -> Keyed {
    let of_form = |(number, form): (usize, &StoredForm)| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let terms: Vec<&Term> = index.terms_of(form).iter().filter_map(|term| index.term(*term)).collect();
        let mut keys: Vec<u64> = form.acronyms.iter().map(|acronym| key(Key::Acronym, acronym)).collect();
        if form.kind == Kind::Organisation {
            let sorted = acronym::sorted_of(&form.acronyms, terms.len());
            keys.extend(sorted.map(|sorted| key(Key::Sorted, &sorted)));
            if let Some(short) = name::short(&terms).filter(|_| terms.iter().any(|term| term.is_abbreviation))
            {
                keys.extend(acronym::sorted(&short).map(|sorted| key(Key::ShortSorted, &sorted)));
                keys.extend((terms.len() > 1).then(|| key(Key::Short, &short)));
            }
            match terms.as_slice() {
                [term] if may_abbreviate(term) => {
                    keys.extend(three_keys(Key::Letters, term.text.as_bytes()));
                    keys.extend(syllable_keys(Key::Syllables, term.text.as_bytes()));
                }
                _ => {
                    keys.extend(three_keys(Key::Initials, &initials(&terms)));
                    keys.extend(beginning_keys(Key::Beginnings, &terms));
                }
            }
        }
        keys.extend(whole_key(terms.iter().copied()));
        let telling =
            terms.iter().filter(|term| !matches!(term.class, Class::Title | Class::Legal | Class::Function));
        let common: Vec<u64> = telling.clone().map(|term| term.group).collect();
        let all_common = common.iter().all(|group| index.frequencies.counted(*group) >= COMMON);
        if common.len() > 1 && all_common {
            keys.extend(two_keys(common));
        }
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().map(move |key| (key, number))
    };
    let pairs: Vec<(u64, u32)> = index.forms.par_iter().enumerate().flat_map_iter(of_form).collect();
    Keyed::pack(&pairs)
}
