//! How often words stand in names: a rare word in two names says more than a common one. Start at [`Frequencies`].

use rustc_hash::FxHashMap;

use crate::lexicon::Class;
use crate::name::{Form, Term};

/// In the names of how many entities each group of words stands, over a general expectation for words that were not counted.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    /// With the entity that was counted last.
    counts: FxHashMap<u64, (u32, Option<u32>)>,
    entities: u32,
    last: Option<u32>,
}

/// The size of the imagined list that the general expectations are taken from.
const GENERAL_NAMES: f32 = 20_000.0;

impl Frequencies {
    /// The general expectations alone: what two names say does not depend on the others of a list.
    #[must_use]
    pub fn general() -> Self {
        Self::default()
    }

    /// Counts the words of a name of an entity, once for each entity whose names stand together.
    pub fn count(&mut self, form: &Form, entity: u32) {
        for term in &form.terms {
            let (count, last) = self.counts.entry(term.group).or_insert((0, None));
            if *last != Some(entity) {
                *count = count.saturating_add(1);
                *last = Some(entity);
            }
        }
        if self.last != Some(entity) {
            self.last = Some(entity);
            self.entities = self.entities.saturating_add(1);
        }
    }

    /// In the names of how many entities the group was counted.
    #[must_use]
    pub fn counted(&self, group: u64) -> u32 {
        self.counts.get(&group).map_or(0, |counted| counted.0)
    }

    /// The negative logarithm of the share of entities whose names have such a word: 0 for a word of all, about 10 for
    /// one of one in twenty thousand.
    #[must_use]
    pub fn rarity(&self, term: &Term) -> f32 {
        let names = to_f32(self.entities) + GENERAL_NAMES;
        let count = to_f32(self.counted(term.group)) + expected(term.class);
        (names / count).ln().max(0.0)
    }

    /// The rarity that a word in no other name has.
    #[must_use]
    pub fn rarest(&self) -> f32 {
        (to_f32(self.entities) + GENERAL_NAMES).ln()
    }
}

/// Names of the imagined list in which a word of a sort stands.
fn expected(class: Class) -> f32 {
    match class {
        Class::Function => 10_000.0,
        Class::Generic => 600.0,
        Class::Legal => 2_000.0,
        Class::Title => 500.0,
        Class::Institution | Class::Office | Class::Marker => 150.0,
        Class::Word | Class::Place => 120.0,
        Class::Given => 200.0,
        Class::Number | Class::Patronymic => 40.0,
        Class::Kunya => 8.0,
        Class::Initial => 800.0,
        Class::Core => 1.5,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of names are well below the limit of exactness")]
fn to_f32(count: u32) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Kind, Name};

    #[test]
    fn counted_words_and_general_words_are_less_rare() {
        let mut frequencies = Frequencies::general();
        let name = |text| Name::read(text, Kind::Organisation);
        let (front, sefa) = (name("Front"), name("Sefa"));
        let rarity = |frequencies: &Frequencies, name: &Name| frequencies.rarity(&name.forms[0].terms[0]);
        assert!(rarity(&frequencies, &front) < rarity(&frequencies, &sefa));
        let before = rarity(&frequencies, &sefa);
        for entity in 0..100 {
            frequencies.count(&sefa.forms[0], entity);
            frequencies.count(&sefa.forms[0], entity);
        }
        assert!(rarity(&frequencies, &sefa) < before);
        assert_eq!(frequencies.counted(sefa.forms[0].terms[0].group), 100);
    }
}
