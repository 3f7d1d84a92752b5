//! Remembers what depends on a word alone: its embeddings and their products with the first convolutions.
//! Start at [`WordTypes::slots`].
//!
//! The memory is bounded: a word lives in one of four places that its hash names, and the one unused for longest
//! gives way. What is remembered never changes a result, only the time that it takes.

use std::hash::Hasher as _;

use crate::doc::Token;
use crate::encoder::{Encoder, WordVectors};
use crate::lexeme::{Features, Lexemes};
use retrospect_matrix::Checked;

/// Places that a word can live in.
const WAYS: usize = 4;
/// Longer words are computed anew each time; they are rare.
const KEY_BYTES: usize = 28;
/// The slot of padding: all zeros.
const PADDING: u32 = 0;
/// Slots by which the vectors grow.
const SLOTS_AT_ONCE: usize = 256;

/// A word as the embeddings see it. An empty place has length 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Key {
    bytes: [u8; KEY_BYTES],
    length: u8,
    space_after: bool,
    norm: u16,
}

impl Key {
    fn of(word: &str, token: &Token) -> Option<Self> {
        let mut key = Key { space_after: token.space_after(), norm: token.norm.0, ..Key::default() };
        key.bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        key.length = u8::try_from(word.len()).ok().filter(|&length| length > 0)?;
        Some(key)
    }

    fn hash(&self) -> u64 {
        let mut hasher = rustc_hash::FxHasher::default();
        hasher.write(&self.bytes);
        hasher.write_u32(
            u32::from(self.norm) << 16 | u32::from(self.length) << 8 | u32::from(self.space_after),
        );
        hasher.finish()
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    key: Key,
    /// The slot of its vectors; [`PADDING`] until it is first used.
    slot: u32,
    /// The call that last used it.
    used: u64,
}

/// What [`WordTypes`] needs of a model.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'m> {
    pub lexemes: &'m Lexemes,
    pub encoders: [&'m Encoder; 2],
    pub processor: Checked,
}

/// The words of one worker, with their vectors for both encoders.
#[derive(Debug)]
pub(crate) struct WordTypes {
    places: Vec<Place>,
    /// Slots that places have, padding included. Those after them serve one call only.
    kept: u32,
    calls: u64,
    slots: Vec<u32>,
    /// Words to compute in this call: slot, features, whether a space follows.
    missing: Vec<(u32, Features, bool)>,
    pub vectors: [WordVectors; 2],
}

impl WordTypes {
    /// Room for about `capacity` words.
    pub fn new(capacity: usize) -> Self {
        let sets = (capacity / WAYS).next_power_of_two().max(1);
        WordTypes {
            places: vec![Place::default(); sets * WAYS],
            kept: PADDING + 1,
            calls: 0,
            slots: Vec::new(),
            missing: Vec::new(),
            vectors: Default::default(),
        }
    }

    /// The slots of the tokens `begin..end` and of `margin` on each side, padding where the document has none.
    /// Their vectors stand in `self.vectors` until the next call.
    pub fn slots(
        &mut self,
        sources: Sources<'_>,
        text: &str,
        tokens: &[Token],
        (begin, end): (usize, usize),
        margin: usize,
    ) -> &[u32] {
        self.calls += 1;
        self.slots.clear();
        self.missing.clear();
        self.slots.resize(margin.saturating_sub(begin), PADDING);
        let begin_with = begin.saturating_sub(margin);
        let mut beyond = Vec::new();
        for token in &tokens[begin_with..tokens.len().min(end + margin)] {
            let word = token.word_in(text);
            match self.place(word, token) {
                Some((slot, true)) => self.slots.push(slot),
                Some((slot, false)) => {
                    self.missing.push((
                        slot,
                        sources.lexemes.features(word, token.norm),
                        token.space_after(),
                    ));
                    self.slots.push(slot);
                }
                None => {
                    beyond.push((
                        self.slots.len(),
                        sources.lexemes.features(word, token.norm),
                        token.space_after(),
                    ));
                    self.slots.push(PADDING);
                }
            }
        }
        // Their slots come after those of the places, which are known only now.
        let mut slots = self.kept;
        for (index, features, space_after) in beyond {
            self.slots[index] = slots;
            self.missing.push((slots, features, space_after));
            slots += 1;
        }
        self.slots.resize(end - begin + 2 * margin, PADDING);
        let room = (slots as usize).next_multiple_of(SLOTS_AT_ONCE);
        for (encoder, vectors) in sources.encoders.into_iter().zip(&mut self.vectors) {
            encoder.reserve(vectors, room);
            encoder.add_words(sources.processor, &self.missing, vectors);
        }
        &self.slots
    }

    /// The slot of a word that has a place, and whether its vectors are there already. `None` when it is too long, or
    /// when all places that it could have are taken by words of this very call.
    fn place(&mut self, word: &str, token: &Token) -> Option<(u32, bool)> {
        let key = Key::of(word, token)?;
        let set = key.hash() as usize % (self.places.len() / WAYS) * WAYS;
        let ways = &mut self.places[set..set + WAYS];
        if let Some(place) = ways.iter_mut().find(|place| place.key == key) {
            place.used = self.calls;
            return Some((place.slot, true));
        }
        let place = ways.iter_mut().filter(|place| place.used < self.calls).min_by_key(|place| place.used)?;
        if place.slot == PADDING {
            place.slot = self.kept;
            self.kept += 1;
        }
        (place.key, place.used) = (key, self.calls);
        Some((place.slot, false))
    }
}
