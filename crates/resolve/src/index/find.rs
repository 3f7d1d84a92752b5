//! Looks a name up and judges what is found.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::build::{
    self, COMMON, Key, beginning_keys, initials, key, may_abbreviate, syllable_keys, three_keys, two_keys,
    whole_key, word_keys,
};
use super::{Entity, Found, Index, Ranked, StoredForm};
use crate::acronym::{self, abbreviates};
use crate::align::{How, align_by, compare};
use crate::context::{Record, Sign};
use crate::features::{Feature, Side, weights};
use crate::lexicon::Class;
use crate::name::{self, Form, Kind, Name, Part, Term};
use crate::pair::{Judged, judge};

/// Forms that are compared in full for one form of the query.
const COMPARED_MAX: usize = 60;
/// Forms that are looked at for one form of the query.
const LOOKED_AT_MAX: usize = 6_000;
/// Forms that are looked at for one word.
const LOOKED_AT_FOR_WORD_MAX: usize = 1_500;
/// Terms that are compared with one word of the query.
const LIKE_MAX: usize = 250;
/// Names that an abbreviation of syllables may stand for, under each three of its letters.
const SYLLABLES_MAX: usize = 40;
/// Remembered words before all are forgotten.
const REMEMBERED_MAX: usize = 50_000;

/// From these logarithmic odds on a part of a name means an entity.
const LIKELY: f32 = -1.0;
/// A name this much less likely than an entity's best, in nats, matches nearly as well.
const NEARLY: f32 = 2.5;

/// The name of an entity that speaks for it most, and how likely its names are.
struct Best {
    name: u32,
    judged: Judged,
    others: Vec<(u32, f32)>,
}

impl Best {
    fn merge(&mut self, other: Best) {
        let Best { name, judged, mut others } = other;
        self.others.append(&mut others);
        self.add(name, judged);
    }

    fn add(&mut self, name: u32, judged: Judged) {
        if judged.veto.is_none() {
            self.others.push((name, judged.log_odds));
        }
        let rank = |judged: &Judged| (judged.veto.is_none(), judged.log_odds);
        let (new, old) = (rank(&judged), rank(&self.judged));
        if new > old || (new == old && name < self.name) {
            (self.name, self.judged) = (name, judged);
        }
    }
}

/// The likeliest entity, if it is likely at all.
fn likeliest(found: &FxHashMap<Entity, Best>) -> Option<Entity> {
    let likely = found.iter().filter(|(_, best)| best.judged.veto.is_none() && best.judged.log_odds > LIKELY);
    let order = |a: &(&Entity, &Best), b: &(&Entity, &Best)| {
        a.1.judged.log_odds.total_cmp(&b.1.judged.log_odds).then(b.0.cmp(a.0))
    };
    likely.max_by(order).map(|(entity, _)| *entity)
}

/// Whether what stands before brackets means another entity than what stands in them.
fn is_label(meant: &[(Part, Entity)]) -> bool {
    let of = |part: Part| meant.iter().filter(move |meant| meant.0 == part).map(|meant| meant.1);
    of(Part::Gloss).next().is_some() && of(Part::Main).any(|main| of(Part::Gloss).all(|gloss| gloss != main))
}

/// Terms like a word, with how alike they are.
type Like = std::rc::Rc<[(u32, f32)]>;

/// Searches an index, and remembers what it found for words. What it remembers changes no answer.
pub(super) struct Finder<'i> {
    index: &'i Index,
    remembered: FxHashMap<(SmolStr, Class, bool), Like>,
    /// Scores of forms while candidates are gathered, empty otherwise: kept for its room.
    scores: FxHashMap<u32, f32>,
}

impl<'i> Finder<'i> {
    pub(super) fn new(index: &'i Index) -> Self {
        Finder { index, remembered: FxHashMap::default(), scores: FxHashMap::default() }
    }

    pub(super) fn find(&mut self, query: &Record) -> Found {
        let kinds: &[Kind] = match query.context.kind {
            Some(Kind::Organisation) => &[Kind::Organisation],
            Some(Kind::Person) => &[Kind::Person],
            None => &[Kind::Organisation, Kind::Person],
        };
        let mut best: FxHashMap<Entity, Best> = FxHashMap::default();
        let mut meant: Vec<(Part, Entity)> = Vec::new();
        for &kind in kinds {
            for form in Name::read(&query.name, kind).forms.iter().filter(|form| !form.terms.is_empty()) {
                let mut of_form: FxHashMap<Entity, Best> = FxHashMap::default();
                self.find_form(form, kind, &mut of_form);
                meant.extend(likeliest(&of_form).map(|entity| (form.part, entity)));
                for (entity, found) in of_form {
                    match best.entry(entity) {
                        Entry::Vacant(place) => drop(place.insert(found)),
                        Entry::Occupied(place) => place.into_mut().merge(found),
                    }
                }
            }
        }
        let is_label = is_label(&meant);
        let ranked = best.into_iter().map(|(entity, Best { name, mut judged, others })| {
            let mut names: Vec<u32> = others
                .into_iter()
                .filter(|(_, odds)| *odds > judged.log_odds - NEARLY)
                .map(|(name, _)| name)
                .collect();
            names.sort_unstable();
            names.dedup();
            judged.features.set_names(names.len());
            let more_names = judged.features.get(Feature::MoreNames);
            judged.log_odds += self.index.weights.of(judged.kind, Feature::MoreNames) * more_names;
            if let Some(context) = self.index.contexts.get(entity.0 as usize) {
                judged.signs = query.context.signs(context);
            }
            if is_label {
                judged.signs.push(Sign::Label);
            }
            judged.log_odds += judged.signs.iter().map(|sign| sign.shift()).sum::<f32>();
            Ranked { entity, probability: 0.0, name: name as usize, judged }
        });
        Found::of(ranked.collect())
    }

    fn find_form(&mut self, query: &Form, kind: Kind, best: &mut FxHashMap<Entity, Best>) {
        let terms: Vec<&Term> = query.terms.iter().collect();
        let weights = weights(&terms, &self.index.frequencies);
        let candidates = self.candidates(query, &weights, kind);
        let side = Side::new(query, &terms, &weights);
        let mut seen: FxHashMap<(usize, u32), Option<(f32, How)>> = FxHashMap::default();
        for number in candidates {
            let Some(form) = self.index.forms.get(number as usize) else { continue };
            let judged = self.judge(side, form, kind, &mut seen);
            match best.entry(form.entity) {
                Entry::Vacant(place) => {
                    let others = vec![(form.name, judged.log_odds)];
                    place.insert(Best { name: form.name, judged, others });
                }
                Entry::Occupied(place) => place.into_mut().add(form.name, judged),
            }
        }
    }

    fn judge(
        &self,
        query: Side<'_>,
        form: &StoredForm,
        kind: Kind,
        seen: &mut FxHashMap<(usize, u32), Option<(f32, How)>>,
    ) -> Judged {
        let ids = self.index.terms_of(form);
        let terms: Vec<&Term> = ids.iter().filter_map(|term| self.index.term(*term)).collect();
        let matches = align_by(query.terms, &terms, |left, right| {
            let id = ids.get(right).copied()?;
            *seen.entry((left, id)).or_insert_with(|| {
                let (one, other) = (query.terms.get(left)?, terms.get(right)?);
                compare(one, other)
            })
        });
        let is_settled = form.is_settled;
        let weights: Vec<f32> =
            ids.iter().filter_map(|id| self.index.term_weights.get(*id as usize).copied()).collect();
        let side =
            Side { terms: &terms, weights: &weights, acronyms: &form.acronyms, part: form.part, is_settled };
        judge(kind, query, side, &matches, &self.index.weights)
    }

    /// The forms that share most with the query's, by the weight of what they share.
    fn candidates(&mut self, query: &Form, weights: &[f32], kind: Kind) -> Vec<u32> {
        let index = self.index;
        let mut scores = std::mem::take(&mut self.scores);
        let mut add = |forms: &[u32], score: f32, most: usize| {
            for form in forms.iter().take(most) {
                *scores.entry(*form).or_default() += score;
            }
            forms.len().min(most)
        };
        let under = |key: u64| index.under(key);
        let total: f32 = weights.iter().sum();
        if let Some(key) = whole_key(query.terms.iter()) {
            add(under(key), total, LOOKED_AT_FOR_WORD_MAX);
        }
        self.by_abbreviation(query, kind, total, &mut add);
        let telling = query.terms.iter().filter(|term| !matches!(term.class, Class::Title | Class::Legal));
        let groups: Vec<u64> = telling.map(|term| term.group).collect();
        if groups.iter().filter(|group| index.frequencies.counted(**group) >= COMMON).count() > 1 {
            let common = groups.into_iter().filter(|group| index.frequencies.counted(*group) >= COMMON);
            for key in two_keys(common.collect()) {
                add(under(key), 0.1, LOOKED_AT_FOR_WORD_MAX);
            }
        }
        let mut words: Vec<(f32, &Term)> = weights.iter().copied().zip(&query.terms).collect();
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
        let mut looked_at = 0;
        for (weight, word) in words {
            for &(term, alike) in self.like(word).iter() {
                if looked_at > LOOKED_AT_MAX {
                    break;
                }
                looked_at += add(index.by_term.of(term), weight * alike * alike, LOOKED_AT_FOR_WORD_MAX);
            }
        }
        let found = self.most_alike(&mut scores, total, kind);
        self.scores = scores;
        found
    }

    /// Names that the query could be short for, and short names that the query could be long for.
    fn by_abbreviation(
        &self,
        query: &Form,
        kind: Kind,
        total: f32,
        add: &mut impl FnMut(&[u32], f32, usize) -> usize,
    ) {
        if kind == Kind::Person {
            return;
        }
        let index = self.index;
        let under = |key: u64| index.under(key);
        for term in query.terms.iter().filter(|term| (2..=9).contains(&term.text.len())) {
            add(under(key(Key::Acronym, &term.text)), total.max(8.0), LOOKED_AT_FOR_WORD_MAX);
        }
        self.by_syllables(query, total, add);
        let terms: Vec<&Term> = query.terms.iter().collect();
        if let Some(letters) = name::short(&terms) {
            let sorted = acronym::sorted(&letters).map(|sorted| key(Key::Sorted, &sorted));
            for key in sorted.into_iter().chain([key(Key::Acronym, &letters)]) {
                add(under(key), total.max(8.0), LOOKED_AT_FOR_WORD_MAX);
            }
        }
        for sorted in acronym::sorted_of(&query.acronyms, query.terms.len()) {
            add(under(key(Key::ShortSorted, &sorted)), total, 60);
        }
        for acronym in &query.acronyms {
            add(under(key(Key::Short, acronym)), total, 60);
            let term = Term::new(acronym.clone(), Class::Core, None);
            let terms = index.by_word.of(key(Key::Group, &term.group));
            for &id in terms.iter().filter(|id| index.term(**id).is_some_and(|term| term.text == *acronym)) {
                // Short names come first.
                add(index.by_term.of(id), total, 60);
            }
        }
    }

    /// Abbreviations of syllables and what they stand for: looked up by three letters, then tried in full.
    fn by_syllables(&self, query: &Form, total: f32, add: &mut impl FnMut(&[u32], f32, usize) -> usize) {
        let index = self.index;
        let terms: Vec<&Term> = query.terms.iter().collect();
        let fit = |short: &[&Term], long: &[&Term]| {
            let words: Vec<&str> = long.iter().map(|term| term.text.as_str()).collect();
            short.first().is_some_and(|short| abbreviates(&short.text, &words))
        };
        let (mut keys, more, is_short) = match terms.as_slice() {
            [term] if may_abbreviate(term) => {
                let letters = term.text.as_bytes();
                (three_keys(Key::Initials, letters), syllable_keys(Key::Beginnings, letters), true)
            }
            [_, _, ..] => {
                let letters = initials(&terms);
                (three_keys(Key::Letters, &letters), beginning_keys(Key::Syllables, &terms), false)
            }
            _ => return,
        };
        keys.extend(more);
        for key in keys {
            let forms = index.under(key);
            let fits = |number: &&u32| {
                let Some(form) = index.forms.get(**number as usize) else { return false };
                let other: Vec<&Term> =
                    index.terms_of(form).iter().filter_map(|term| index.term(*term)).collect();
                if is_short { fit(&terms, &other) } else { fit(&other, &terms) }
            };
            let fitting: Vec<u32> = forms.iter().filter(fits).copied().collect();
            add(&fitting, total, SYLLABLES_MAX);
        }
    }

    fn most_alike(&self, scores: &mut FxHashMap<u32, f32>, total: f32, kind: Kind) -> Vec<u32> {
        let of = |form: u32| self.index.forms.get(form as usize);
        let mut found: Vec<(f32, u32)> = scores
            .drain()
            .filter_map(|(number, score)| {
                let form = of(number).filter(|form| form.kind == kind)?;
                // Of all that either has, how much is shared; what is shared counts also by itself.
                let share = score / (0.35 * total + 0.35 * form.weight + 0.3 * total.min(form.weight) + 0.01);
                let gloss = if form.part == Part::Gloss { 0.9 } else { 1.0 };
                Some((share * gloss, number))
            })
            .collect();
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if found.len() > COMPARED_MAX {
            found.select_nth_unstable_by(COMPARED_MAX, order);
            found.truncate(COMPARED_MAX);
        }
        found.sort_by(order);
        found.into_iter().map(|found| found.1).collect()
    }

    /// The terms of the list that may be a word of the query.
    fn like(&mut self, word: &Term) -> Like {
        let name = (word.text.clone(), word.class, word.is_abbreviation);
        if let Some(known) = self.remembered.get(&name) {
            return known.clone();
        }
        if self.remembered.len() > REMEMBERED_MAX {
            self.remembered.clear();
        }
        let index = self.index;
        let mut terms: Vec<u32> = Vec::new();
        for key in word_keys(word, build::Side::Sought) {
            if terms.len() < LIKE_MAX {
                terms.extend(index.by_word.of(key).iter().take(LIKE_MAX));
            }
        }
        terms.sort_unstable();
        terms.dedup();
        let alike = |id: u32| Some((id, compare(word, index.term(id)?)?.0));
        let mut like: Vec<(u32, f32)> = terms.into_iter().filter_map(alike).collect();
        like.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let like: Like = like.into();
        self.remembered.insert(name, like.clone());
        like
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Record;
    use crate::index::Index;

    fn probability(list: &[(&str, &str)], query: &str) -> f32 {
        let records: Vec<Record> = list.iter().map(|(id, name)| Record::new(id, name)).collect();
        Index::build(&records).find(&Record::new("", query)).best().map_or(0.0, |best| best.probability)
    }

    #[test]
    fn an_abbreviation_whose_name_is_known_is_hardly_another_names() {
        let alone = [("1", "HLF"), ("2", "Tilal Army")];
        let explained = [("1", "HLF"), ("1", "Harrun Liberation Front"), ("2", "Tilal Army")];
        let query = "Hamdan Literary Fund";
        assert!(probability(&alone, query) > 0.5);
        let odds = |list: &[(&str, &str)]| {
            let probability = probability(list, query);
            probability / (1.0 - probability)
        };
        assert!(odds(&explained) < odds(&alone) / 5.0);
        // And a name that has its own abbreviation is hardly meant by another one.
        let has_own = [("1", "Sefa Army Association"), ("1", "SEARAS"), ("2", "Tilal Army")];
        assert!(probability(&has_own, "SAA") < probability(&has_own[..1], "SAA"));
    }
}
