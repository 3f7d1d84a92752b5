//! Remembers what depends on a word alone: its embeddings and their products with the first convolutions.
//! Start at [`WordTypes::slots`].
//!
//! The memory is bounded: a word lives in one of four places that its hash names, and the one unused for longest
//! gives way. What is remembered never changes a result, only the time that it takes.

use std::hash::Hasher as _;

use crate::doc::Token;
use crate::encoder::{Encoder, WordVectors};
use crate::lexeme::{Features, Lexemes};
use crate::matrix::Checked;

/// Places that a word can live in.
const WAYS: usize = 4;
/// Longer words are computed anew each time; they are rare.
const KEY_BYTES: usize = 28;
/// The slot of padding: all zeros.
const PADDING: u32 = 0;

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
        hasher.write_u32(u32::from(self.norm) << 16 | u32::from(self.length) << 8 | u32::from(self.space_after));
        hasher.finish()
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    key: Key,
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
        let mut spare = self.places.len();
        for token in &tokens[begin.saturating_sub(margin)..tokens.len().min(end + margin)] {
            let word = token.word_in(text);
            let slot = self.slot(sources.lexemes, word, token, &mut spare);
            self.slots.push(slot);
        }
        self.slots.resize(end - begin + 2 * margin, PADDING);
        for (encoder, vectors) in sources.encoders.into_iter().zip(&mut self.vectors) {
            encoder.reserve(vectors, spare + 1);
            encoder.add_words(sources.processor, &self.missing, vectors);
        }
        &self.slots
    }

    /// The slot of a word; where it is new, it is put on the list of missing ones. `spare` counts the slots given
    /// out, padding aside; those beyond the places serve this call only.
    fn slot(&mut self, lexemes: &Lexemes, word: &str, token: &Token, spare: &mut usize) -> u32 {
        let key = Key::of(word, token);
        let place = key.as_ref().and_then(|key| {
            let set = key.hash() as usize % (self.places.len() / WAYS) * WAYS;
            let ways = &mut self.places[set..set + WAYS];
            if let Some(way) = ways.iter().position(|place| place.key == *key) {
                ways[way].used = self.calls;
                return Some((set + way, true));
            }
            // A word of this very call must stay.
            let (way, _) = ways.iter().enumerate().filter(|(_, p)| p.used < self.calls).min_by_key(|(_, p)| p.used)?;
            ways[way] = Place { key: *key, used: self.calls };
            Some((set + way, false))
        });
        let index = match place {
            Some((index, true)) => return index as u32 + 1,
            Some((index, false)) => index,
            None => {
                *spare += 1;
                *spare - 1
            }
        };
        let slot = index as u32 + 1;
        self.missing.push((slot, lexemes.features(word, token.norm), token.space_after()));
        slot
    }
}
