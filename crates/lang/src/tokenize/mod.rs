//! Turns text into tokens, equal to spaCy's English tokenizer; start at [`Tokenizer::tokenize`].
//!
//! The method is that of spaCy (MIT licence), `tokenizer.pyx`: cut at white space; take prefixes and suffixes
//! off each span until an exception or nothing more is left (`split`); cut what remains at its infixes; then
//! join neighbours that spell an exception after all (`phrases`). spaCy's patterns are written out as rules
//! (`rules`, `infix`, `url`); its character classes, word lists and exceptions are read from the model file
//! (`section`).

pub(crate) mod classes;
mod infix;
mod phrases;
mod rules;
mod section;
mod split;
#[cfg(test)]
pub(crate) mod tests;
mod url;
mod words;

use classes::Class;
use phrases::{Joiner, Phrases};
use rules::Rules;
use words::Words;

/// Which norm an exception gives to a token: 0 for none, else the place in the list of norms plus one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NormId(pub u16);

impl NormId {
    /// The token keeps the norm of its text.
    pub(crate) const NONE: NormId = NormId(0);
}

/// One token of a text: its bytes, the norm of an exception, and whether one space follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub start: u32,
    pub end: u32,
    pub norm: NormId,
    pub space_after: bool,
}

/// Splits English text into tokens. Threads can share one.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    rules: Rules,
    words: Words,
    phrases: Phrases,
}

impl Tokenizer {
    /// Reads the `tokenizer` section of a model file.
    pub(crate) fn from_json(section: &str) -> Result<Tokenizer, String> {
        section::read(section)
    }

    /// Splits text and hands over its tokens in order. The tokens and the single spaces flagged on them give
    /// the text back. The time is linear in the text's length. Offsets end at 4 GiB, and so do the tokens.
    pub(crate) fn tokenize(&self, text: &str, emit: &mut dyn FnMut(Piece)) {
        let text = cut_at(text, u32::MAX as usize);
        let mut joiner = Joiner::new(&self.phrases, &self.words, text, emit);
        let mut suffixes = Vec::new();
        let mut start = 0;
        while start < text.len() {
            // As in Tokenizer._tokenize_affixes, white space is a token of its own, except for one space directly
            // after a word.
            if self.begins_with_space(text, start) {
                let end = self.space_end(text, start);
                self.push_span(&mut joiner, start, end, false);
                start = end;
                continue;
            }
            let (end, kinds) = self.word_end(text, start);
            let space_after = text.as_bytes().get(end) == Some(&b' ');
            // Neither a word of ASCII letters alone nor one of digits alone can be cut by a rule.
            if kinds == LETTER || kinds == DIGIT {
                self.push_span(&mut joiner, start, end, space_after);
            } else {
                self.split_span(&mut joiner, &mut suffixes, start..end, space_after);
            }
            start = end + usize::from(space_after);
        }
        joiner.finish();
    }

    fn begins_with_space(&self, text: &str, at: usize) -> bool {
        match text.as_bytes().get(at) {
            None => false,
            Some(&byte) if byte < 0x80 => BYTE_KINDS[byte as usize] == SPACE,
            Some(_) => char_at(text, at).is_some_and(|c| self.rules.classes.of(c).has(Class::SPACE)),
        }
    }

    /// The end of the white space that starts here.
    fn space_end(&self, text: &str, mut at: usize) -> usize {
        while self.begins_with_space(text, at) {
            at += char_at(text, at).map_or(1, char::len_utf8);
        }
        at
    }

    /// The end of the span without white space that starts here, and the kinds of bytes in it.
    fn word_end(&self, text: &str, mut at: usize) -> (usize, u8) {
        let mut kinds = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            let kind = BYTE_KINDS[byte as usize];
            if kind & (SPACE | WIDE) != 0 {
                if kind == SPACE || self.begins_with_space(text, at) {
                    break;
                }
                at += char_at(text, at).map_or(1, char::len_utf8);
            } else {
                at += 1;
            }
            kinds |= kind;
        }
        (at, kinds)
    }
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 4;
const WIDE: u8 = 8;
const MARK: u8 = 16;

/// What each byte of UTF-8 is. White space is what Python's `str.isspace` takes for it: U+001C to U+001F too.
const BYTE_KINDS: [u8; 256] = {
    let mut kinds = [MARK; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'\t'..=b'\r' | 0x1c..=b' ' => SPACE,
            0x80.. => WIDE,
            _ => MARK,
        };
        byte += 1;
    }
    kinds
};

/// The text up to this many bytes, or a little less where that would cut a character.
fn cut_at(text: &str, length_max: usize) -> &str {
    if text.len() <= length_max {
        return text;
    }
    (0..=length_max).rev().find_map(|length| text.get(..length)).unwrap_or_default()
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}
