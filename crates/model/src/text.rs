//! Turns a string into a text that can be cut by [`Span`]: byte offsets to character offsets and back, fast, with
//! little memory. Start at [`Text`].

use std::ops::Range;

use crate::error::ModelError;
use crate::span::Span;

/// How many bytes lie between two samples. A look-up scans less than this, and the samples cost 4 bytes for each
/// such stretch: 3 % of a text that is not plain ASCII, nothing of one that is.
const SAMPLE_BYTES: usize = 128;

/// A text with character offsets. `S` is what holds it: a `String`, or a `&str` for an index over a borrowed text.
///
/// A look-up from bytes to characters takes constant time, one from characters to bytes a binary search in the
/// samples; for an ASCII text both are free. Offsets that lie outside the text, or inside a character, give
/// `None`, so a span of another text can be tried without risk.
///
/// ```
/// use retrospect_model::{Span, Text};
///
/// let text = Text::new("Usmon G‘ozi’s video")?;
/// assert_eq!(text.slice(Span::new(6, 13)?), Some("G‘ozi’s"));
/// assert_eq!(text.byte_of(13), Some(17));
/// assert_eq!(text.char_of(17), Some(13));
/// assert_eq!(text.char_of(8), None); // inside the first quotation mark
/// # Ok::<(), retrospect_model::ModelError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Text<S = String> {
    text: S,
    // Invariant: empty for an ASCII text; otherwise `samples[k]` is the number of characters that begin before
    // byte `k * SAMPLE_BYTES`, for each such byte up to the text's end.
    samples: Vec<u32>,
    chars: u32,
}

impl<S: AsRef<str>> Text<S> {
    /// Indexes `text`; an error when it has more than `u32::MAX` characters.
    pub fn new(text: S) -> Result<Self, ModelError> {
        let whole = text.as_ref();
        let chars = if whole.is_ascii() { whole.len() } else { count_chars(whole.as_bytes()) };
        let chars = u32::try_from(chars).map_err(|_| ModelError::TextTooLong { chars })?;
        let samples = if whole.is_ascii() { Vec::new() } else { sample(whole.as_bytes()) };
        Ok(Self { text, samples, chars })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.text.as_ref()
    }

    /// The string back, without its index.
    pub fn into_inner(self) -> S {
        self.text
    }

    /// How many characters the text has.
    pub fn chars_len(&self) -> u32 {
        self.chars
    }

    /// The span of the whole text.
    pub fn whole(&self) -> Span {
        Span::first(self.chars)
    }

    /// The words that `span` covers; `None` when it reaches beyond the text.
    pub fn slice(&self, span: Span) -> Option<&str> {
        self.as_str().get(self.bytes_of(span)?)
    }

    /// The bytes that `span` covers; `None` when it reaches beyond the text.
    pub fn bytes_of(&self, span: Span) -> Option<Range<usize>> {
        Some(self.byte_of(span.start())?..self.byte_of(span.end())?)
    }

    /// The characters that a range of bytes covers; `None` when an end lies inside a character or beyond the
    /// text, or when the range runs backwards.
    pub fn span_of_bytes(&self, bytes: Range<usize>) -> Option<Span> {
        Span::new(self.char_of(bytes.start)?, self.char_of(bytes.end)?).ok()
    }

    /// Where the character at offset `char` begins, in bytes; the text's length for the offset just behind the
    /// last character; `None` beyond that.
    pub fn byte_of(&self, char: u32) -> Option<usize> {
        if char > self.chars {
            return None;
        }
        if self.samples.is_empty() {
            return usize::try_from(char).ok();
        }
        // The last sample at or before the character: the character begins in the stretch behind it.
        let stretch = self.samples.partition_point(|before| *before <= char).checked_sub(1)?;
        let mut left = char - self.samples.get(stretch)?;
        let start = stretch * SAMPLE_BYTES;
        for (index, byte) in self.as_str().as_bytes().get(start..)?.iter().enumerate() {
            if begins_char(*byte) {
                if left == 0 {
                    return Some(start + index);
                }
                left -= 1;
            }
        }
        Some(self.as_str().len())
    }

    /// Which character begins at byte `byte`, or the number of characters for the text's end; `None` inside a
    /// character or beyond the text.
    pub fn char_of(&self, byte: usize) -> Option<u32> {
        if !self.as_str().is_char_boundary(byte) {
            return None;
        }
        if self.samples.is_empty() {
            return u32::try_from(byte).ok();
        }
        let stretch = byte / SAMPLE_BYTES;
        let behind = self.as_str().as_bytes().get(stretch * SAMPLE_BYTES..byte)?;
        Some(self.samples.get(stretch)? + u32::try_from(count_chars(behind)).ok()?)
    }
}

/// Two texts are equal when their strings are; the index follows from the string.
impl<S: AsRef<str>> PartialEq for Text<S> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<S: AsRef<str>> Eq for Text<S> {}

/// The samples of a text that is not ASCII: one for each stretch of [`SAMPLE_BYTES`], and one for its end when that
/// falls on the beginning of a stretch.
fn sample(bytes: &[u8]) -> Vec<u32> {
    let mut samples = Vec::with_capacity(bytes.len() / SAMPLE_BYTES + 1);
    let mut chars = 0;
    samples.push(chars);
    for stretch in bytes.chunks_exact(SAMPLE_BYTES) {
        // A stretch has at most 128 characters, and the text as a whole was found to fit.
        chars += u32::try_from(count_chars(stretch)).unwrap_or(0);
        samples.push(chars);
    }
    samples
}

/// How many characters begin in `bytes`.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| begins_char(**byte)).count()
}

/// Whether a byte of valid UTF-8 begins a character: all do but the continuation bytes `10xxxxxx`.
fn begins_char(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// A text on one line: each run of white space as one space, none at the ends.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every offset of `text` both ways, against the standard library's slow answer.
    fn check(text: &str) {
        let indexed = Text::new(text).unwrap();
        let mut byte_of: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
        byte_of.push(text.len());
        assert_eq!(indexed.chars_len() as usize + 1, byte_of.len());
        for (char, byte) in byte_of.iter().enumerate() {
            assert_eq!(indexed.byte_of(char as u32), Some(*byte));
            assert_eq!(indexed.char_of(*byte), Some(char as u32));
        }
        for byte in (0..text.len() + 3).filter(|byte| !byte_of.contains(byte)) {
            assert_eq!(indexed.char_of(byte), None);
        }
        assert_eq!(indexed.byte_of(byte_of.len() as u32), None);
        assert_eq!(indexed.slice(indexed.whole()), Some(text));
    }

    #[test]
    fn offsets_agree_at_the_seams_of_the_samples() {
        for chars in [0, 1, 31, 32, 42, 43, 63, 64, 65, 127, 128, 129, 256, 300] {
            for character in ["a", "é", "‘", "𐎀"] {
                check(&character.repeat(chars));
                check(&format!("a{}", character.repeat(chars)));
                check(&format!("{}a", character.repeat(chars)));
            }
        }
    }

    #[test]
    fn plain_ascii_needs_no_samples() {
        assert_eq!(Text::new("a".repeat(100_000)).unwrap().samples.capacity(), 0);
    }

    proptest! {
        #[test]
        fn offsets_agree_on_any_text(text in "\\PC{0,300}") {
            check(&text);
        }

        #[test]
        fn a_span_of_another_text_is_refused_not_misread(text in "\\PC{0,50}", start in 0_u32..80, len in 0_u32..80) {
            let words: Option<String> = (start + len <= text.chars().count() as u32)
                .then(|| text.chars().skip(start as usize).take(len as usize).collect());
            let span = Span::new(start, start + len).unwrap();
            let indexed = Text::new(text).unwrap();
            prop_assert_eq!(indexed.slice(span), words.as_deref());
        }
    }
}
