//! Names as bytes that are looked up where they lie, so that loading is no more than checking them. Start at
//! [`Table::read`] and [`write`](fn@write).
//!
//! All numbers are 32 bits, little-endian. Head: how many slots, first words, names and nations there are, and how
//! many words the longest name has. Then the slots of a hash table, a power of two: 0, or 1 and the number of a first
//! word. Then first words (where and how long their text is, the number of the first name, how many names), names
//! (their words and what is written, each with place and length, identity, then a byte each for count of words,
//! case, kind and standing), nations (adjective and country, by adjective), and the texts.

use std::collections::BTreeMap;

use super::{Case, Name, NameKind, Standing};
use crate::compiled::{CompiledError, Form, open, seal};

/// The compiled gazetteer.
const FORM: Form = Form { what: "the gazetteer", magic: "RETROGAZ", version: 2 };
const NUMBER_BYTES: usize = 4;
const HEAD_NUMBERS: usize = 5;
const WORD_NUMBERS: usize = 4;
const NAME_NUMBERS: usize = 6;
const NATION_NUMBERS: usize = 4;

/// Names by their first word, as bytes; empty by default.
#[derive(Debug, Default)]
pub(super) struct Table {
    slots: Numbers,
    words: Numbers,
    names: Numbers,
    nations: Numbers,
    words_max: usize,
    texts: &'static str,
}

/// Numbers as bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers(&'static [u8]);

impl Numbers {
    fn count(self) -> usize {
        self.0.len() / NUMBER_BYTES
    }

    /// The number there; 0 outside.
    fn get(self, at: usize) -> u32 {
        let bytes = self.0.get(at * NUMBER_BYTES..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    fn len_at(self, at: usize) -> usize {
        self.get(at) as usize
    }
}

impl Table {
    /// Checks bytes as [`write`](fn@write) makes them.
    pub fn read(bytes: &'static [u8]) -> Result<Self, CompiledError> {
        let damaged = |reason: String| CompiledError::Damaged { what: FORM.what, reason };
        let content = open(FORM, bytes)?;
        let mut rest = content;
        let mut take = |count: usize| -> Result<Numbers, CompiledError> {
            let (taken, after) = count
                .checked_mul(NUMBER_BYTES)
                .and_then(|length| rest.split_at_checked(length))
                .ok_or_else(|| damaged("it is cut off".to_owned()))?;
            rest = after;
            Ok(Numbers(taken))
        };
        let head = take(HEAD_NUMBERS)?;
        let slots = take(head.len_at(0))?;
        let words = take(head.len_at(1).saturating_mul(WORD_NUMBERS))?;
        let names = take(head.len_at(2).saturating_mul(NAME_NUMBERS))?;
        let nations = take(head.len_at(3).saturating_mul(NATION_NUMBERS))?;
        let texts = std::str::from_utf8(rest).map_err(|error| damaged(error.to_string()))?;
        Ok(Table { slots, words, names, nations, words_max: head.len_at(4), texts })
    }

    /// How many words the longest name has.
    pub fn words_max(&self) -> usize {
        self.words_max
    }

    /// All names, those of one first word together, in the order in which they were added.
    pub fn names(&self) -> impl Iterator<Item = Name<'_>> {
        (0..self.names.count() / NAME_NUMBERS).filter_map(|index| self.name(index))
    }

    /// The names that begin with a word in small letters.
    pub fn beginning_with<'t>(&'t self, word: &str) -> impl Iterator<Item = Name<'t>> + use<'t> {
        let found = self.first_word(word).unwrap_or(0..0);
        found.filter_map(|index| self.name(index))
    }

    /// The numbers of the names that begin with a word.
    fn first_word(&self, word: &str) -> Option<std::ops::Range<usize>> {
        let slots = self.slots.count();
        let mut slot = hash(word) as usize & slots.checked_sub(1)?;
        // Half of the slots are empty, so the search ends; the bound is for bytes that were made otherwise.
        for _ in 0..slots {
            let at = self.slots.len_at(slot).checked_sub(1)? * WORD_NUMBERS;
            if self.text(self.words, at)? == word {
                let first = self.words.len_at(at + 2);
                return Some(first..first + self.words.len_at(at + 3));
            }
            slot = (slot + 1) & (slots - 1);
        }
        None
    }

    fn name(&self, index: usize) -> Option<Name<'_>> {
        let at = index.checked_mul(NAME_NUMBERS)?;
        let [words_count, case, kind, standing] = self.names.get(at + 5).to_le_bytes();
        Some(Name {
            words: self.text(self.names, at)?,
            words_count: words_count.into(),
            written: self.text(self.names, at + 2)?,
            case: if case == 0 { Case::Capital } else { Case::Exact },
            kind: match kind {
                0 => NameKind::Organisation,
                1 => NameKind::Person,
                _ => NameKind::Place,
            },
            identity: self.names.get(at + 4),
            standing: match standing {
                1 => Standing::Usual,
                2 => Standing::Ambiguous,
                _ => Standing::Other,
            },
        })
    }

    /// Adjectives and their countries, by adjective.
    pub fn nations(&self) -> impl Iterator<Item = (&str, &str)> {
        (0..self.nations.count() / NATION_NUMBERS).filter_map(|index| self.nation_at(index))
    }

    /// The country that an adjective is of.
    pub fn nation(&self, adjective: &str) -> Option<&'static str> {
        let (mut low, mut high) = (0, self.nations.count() / NATION_NUMBERS);
        while low < high {
            let middle = low.midpoint(high);
            let (own, country) = self.nation_at(middle)?;
            match own.cmp(adjective) {
                std::cmp::Ordering::Equal => return Some(country),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn nation_at(&self, index: usize) -> Option<(&'static str, &'static str)> {
        let at = index * NATION_NUMBERS;
        Some((self.text(self.nations, at)?, self.text(self.nations, at + 2)?))
    }

    /// The text whose place and length stand there.
    fn text(&self, numbers: Numbers, at: usize) -> Option<&'static str> {
        let start = numbers.len_at(at);
        self.texts.get(start..start + numbers.len_at(at + 1))
    }
}

/// Names by their first word, and adjectives with their countries, as bytes.
pub(super) fn write(
    by_word: &BTreeMap<&str, Vec<Name<'_>>>,
    nations: &BTreeMap<&str, &str>,
    words_max: usize,
) -> Vec<u8> {
    let mut texts = String::new();
    let mut text = |text: &str| {
        let start = texts.len();
        texts.push_str(text);
        [start as u32, text.len() as u32]
    };
    let (mut words, mut names): (Vec<u32>, Vec<u32>) = Default::default();
    // Half of the slots stay empty, so that a search is short.
    let mut slots = vec![0_u32; (2 * by_word.len()).next_power_of_two()];
    for (index, (word, own)) in by_word.iter().enumerate() {
        words.extend(text(word));
        words.extend([(names.len() / NAME_NUMBERS) as u32, own.len() as u32]);
        for name in own {
            names.extend(text(name.words));
            names.extend(text(name.written));
            names.push(name.identity);
            let case = u8::from(name.case == Case::Exact);
            let standing = name.standing as u8;
            names.push(u32::from_le_bytes([name.words_count as u8, case, name.kind as u8, standing]));
        }
        let mut slot = hash(word) as usize & (slots.len() - 1);
        while slots[slot] != 0 {
            slot = (slot + 1) & (slots.len() - 1);
        }
        slots[slot] = index as u32 + 1;
    }
    let pairs: Vec<u32> =
        nations.iter().flat_map(|(adjective, country)| [text(adjective), text(country)]).flatten().collect();
    let counts = [slots.len(), by_word.len(), names.len() / NAME_NUMBERS, nations.len(), words_max];
    let numbers =
        counts.into_iter().map(|count| count as u32).chain(slots).chain(words).chain(names).chain(pairs);
    let mut content: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
    content.extend(texts.as_bytes());
    seal(FORM, &content)
}

/// FNV-1a of 32 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>): short, and the same everywhere.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::super::{Gazetteer, Known};
    use super::*;

    fn compiled(gazetteer: &Gazetteer) -> Gazetteer {
        Gazetteer::from_compiled(gazetteer.compiled().leak()).unwrap()
    }

    fn listed() -> Gazetteer {
        let mut listed = Gazetteer::default();
        listed.add("Front of the Hills", Case::Capital, NameKind::Organisation, 0);
        listed.add("FOH", Case::Exact, NameKind::Organisation, 0);
        listed.add("Front", Case::Capital, NameKind::Person, 1);
        listed.add("Front", Case::Capital, NameKind::Place, 2);
        listed.add("Çadır Köy", Case::Capital, NameKind::Place, 3);
        listed.add_nation("Tavrian", "Tavria");
        listed.add_nation("Ostrelish", "Ostrel");
        listed
    }

    const TEXT: &str = "The Front of the Hills (FOH, foh) left the Front for Çadır Köy and the front.";

    #[test]
    fn a_compiled_gazetteer_finds_what_its_source_finds() {
        let (source, compiled) = (listed(), compiled(&listed()));
        assert_eq!(source.find(TEXT).len(), 4);
        assert_eq!(compiled.find(TEXT), source.find(TEXT));
        let nations = ["Tavrian", "Ostrelish", "Tavria", "", "Zz"];
        assert_eq!(nations.map(|n| compiled.nation(n)), nations.map(|n| source.nation(n)));
        assert_eq!(Gazetteer::default().find(TEXT), []);
        assert_eq!(Gazetteer::from_compiled(Gazetteer::default().compiled().leak()).unwrap().find(TEXT), []);
    }

    #[test]
    fn names_can_be_added_to_a_compiled_gazetteer_and_compiled_again() {
        let mut more = compiled(&listed());
        more.add("Front of the Hills Council", Case::Capital, NameKind::Organisation, 9);
        more.add("Front", Case::Capital, NameKind::Organisation, 9);
        more.add_nation("Tavrian", "New Tavria");
        let again = compiled(&more);
        for gazetteer in [&more, &again] {
            let found = gazetteer.find("The Front of the Hills Council met a Front.");
            let identities: Vec<u32> = found.iter().map(|name: &Known| name.identity).collect();
            assert_eq!(identities, [9, 1]);
            assert_eq!(gazetteer.nation("Tavrian"), Some("New Tavria"));
        }
        assert_eq!(again.compiled(), more.compiled());
    }

    #[test]
    fn bytes_that_are_cut_off_inside_are_refused() {
        let bytes = listed().compiled();
        let content = open(FORM, &bytes).unwrap();
        for length in [0, 7, 19, 20, 60] {
            let cut = seal(FORM, &content[..length]);
            let error = Gazetteer::from_compiled(cut.leak()).unwrap_err().to_string();
            assert!(error.starts_with("the gazetteer is damaged: it is cut off"), "{length}: {error}");
        }
    }
}
