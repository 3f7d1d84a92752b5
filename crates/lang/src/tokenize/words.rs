//! Finds a text among the exceptions and the words of their phrases; start at [`Words::find`].

use super::NormId;
use super::phrases::WordId;

/// One token of an exception.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Length in bytes.
    pub length: u32,
    pub norm: NormId,
    pub word: WordId,
}

/// What is known about a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found<'a> {
    /// The tokens of the exception with this text; empty if it is none.
    pub parts: &'a [Part],
    /// Its number as a word of a phrase.
    pub word: WordId,
}

/// The texts that are exceptions or words of their phrases: a hash table with linear probing, never full.
#[derive(Debug)]
pub(super) struct Words {
    slots: Vec<u16>,
    entries: Vec<Entry>,
    parts: Vec<Part>,
    length_max: usize,
}

#[derive(Debug)]
struct Entry {
    text: String,
    parts: (u32, u32),
    word: WordId,
}

impl Words {
    /// A table with room for so many texts.
    pub(super) fn with_capacity(texts: usize) -> Words {
        let slots = vec![EMPTY; (texts * 4).next_power_of_two().max(64)];
        Words { slots, entries: Vec::new(), parts: Vec::new(), length_max: 0 }
    }

    /// Adds a text, which must be new.
    pub(super) fn add(&mut self, text: &str, parts: &[Part], word: WordId) -> Result<(), String> {
        let number = u16::try_from(self.entries.len()).ok().filter(|&number| number != EMPTY);
        let number = number.ok_or("too many exceptions")?;
        if self.entries.len() * 2 >= self.slots.len() {
            return Err("more exceptions than there is room for".to_owned());
        }
        let start = self.parts.len() as u32;
        self.parts.extend_from_slice(parts);
        let range = (start, self.parts.len() as u32);
        self.entries.push(Entry { text: text.to_owned(), parts: range, word });
        self.length_max = self.length_max.max(text.len());
        let mut slot = self.home(text);
        while let Some(taken) = self.slots.get_mut(slot) {
            if *taken == EMPTY {
                *taken = number;
                break;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        Ok(())
    }

    /// What is known about a text; the time does not depend on its length.
    pub(super) fn find(&self, text: &str) -> Found<'_> {
        if text.len() > self.length_max {
            return Found::default();
        }
        let mut slot = self.home(text);
        while let Some(entry) = self.slots.get(slot).and_then(|&number| self.entries.get(number as usize)) {
            if entry.text == text {
                let (start, end) = entry.parts;
                let parts = self.parts.get(start as usize..end as usize).unwrap_or_default();
                return Found { parts, word: entry.word };
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        Found::default()
    }

    /// Where to look for a text first: a hash of its length, its first and its last eight bytes.
    fn home(&self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let (head, tail) = if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
        } else if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u64::from(u32::from_le_bytes(*head)), u64::from(u32::from_le_bytes(*tail)))
        } else {
            let byte = |at: usize| u64::from(bytes.get(at).copied().unwrap_or(0));
            (byte(0) | byte(1) << 8 | byte(2) << 16, 0)
        };
        let mixed = (head ^ tail.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as usize & (self.slots.len() - 1)
    }
}

const EMPTY: u16 = u16::MAX;
