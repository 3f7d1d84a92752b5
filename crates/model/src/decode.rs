//! Turns bytes as received into text, and says what could not be read. Start at [`decode`].

use std::fmt;
use std::num::NonZeroUsize;

use serde::{Deserialize, Serialize};

/// The text of some bytes, and what was wrong with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text: everything that is UTF-8 exactly as it was, a byte order mark and line ends included, and one
    /// U+FFFD for each sequence that is not.
    pub text: String,
    /// What could not be read; `None` when the bytes were UTF-8 throughout.
    pub problems: Option<InvalidUtf8>,
}

/// How much of some bytes was not UTF-8, and where it begins.
///
/// ```
/// let decoded = retrospect_model::decode(b"one\ntw\xF6\n");
/// assert_eq!(
///     decoded.problems.unwrap().to_string(),
///     "1 byte sequence is not UTF-8, at byte 6, line 2, column 3; it reads as U+FFFD"
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidUtf8 {
    /// How many sequences were replaced.
    pub sequences: NonZeroUsize,
    /// Where the first one begins.
    pub first: BytePlace,
}

/// A place in some bytes, as a machine and as a reader would name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BytePlace {
    /// Bytes before it.
    pub byte: usize,
    /// The line, counted from 1; a line ends behind each line feed.
    pub line: usize,
    /// The character in the line, counted from 1 in Unicode scalar values.
    pub column: usize,
}

/// Reads `bytes` as UTF-8, replacing what is not, with an account of it. Nothing else is changed: no byte order
/// mark is stripped and no line end or normal form altered, so that offsets can be traced back to the bytes.
///
/// A sequence is replaced as the WHATWG Encoding Standard does (the longest prefix of a valid sequence counts as
/// one), which is also what `String::from_utf8_lossy` does.
pub fn decode(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut sequences = 0;
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert_with(|| place_after(&text));
            sequences += 1;
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    let problems =
        NonZeroUsize::new(sequences).zip(first).map(|(sequences, first)| InvalidUtf8 { sequences, first });
    Decoded { text, problems }
}

/// The place just behind `read`.
fn place_after(read: &str) -> BytePlace {
    let last_line = read.rsplit('\n').next().unwrap_or(read);
    BytePlace {
        byte: read.len(),
        line: 1 + read.bytes().filter(|byte| *byte == b'\n').count(),
        column: 1 + last_line.chars().count(),
    }
}

impl fmt::Display for InvalidUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BytePlace { byte, line, column } = self.first;
        match self.sequences.get() {
            1 => write!(
                f,
                "1 byte sequence is not UTF-8, at byte {byte}, line {line}, column {column}; it reads as U+FFFD"
            ),
            count => write!(
                f,
                "{count} byte sequences are not UTF-8, the first at byte {byte}, line {line}, column {column}; \
                 each reads as U+FFFD"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], text: &str, problems: Option<(usize, usize, usize, usize)>) {
        let decoded = decode(bytes);
        let found = decoded.problems.map(|p| (p.sequences.get(), p.first.byte, p.first.line, p.first.column));
        assert_eq!((decoded.text.as_str(), found), (text, problems));
    }

    #[test]
    fn what_is_valid_is_kept_exactly() {
        check(b"", "", None);
        check(b"\xEF\xBB\xBFone\r\ntwo\0", "\u{FEFF}one\r\ntwo\0", None);
    }

    #[test]
    fn what_is_not_is_counted_and_placed() {
        check(b"\xFF", "\u{FFFD}", Some((1, 0, 1, 1)));
        check("é\nné".as_bytes(), "é\nné", None);
        check(b"\xC3\xA9\nn\xC3\xA9 \xE9\xE9", "é\nné \u{FFFD}\u{FFFD}", Some((2, 7, 2, 4)));
        // A sequence that breaks off counts once; a surrogate, which no byte of can stand, once for each byte.
        check(b"\xE2\x80", "\u{FFFD}", Some((1, 0, 1, 1)));
        check(b"a\n\xED\xA0\x80", "a\n\u{FFFD}\u{FFFD}\u{FFFD}", Some((3, 2, 2, 1)));
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let decoded = decode(&bytes);
            prop_assert_eq!(&decoded.text, &String::from_utf8_lossy(&bytes));
            let error = std::str::from_utf8(&bytes).err();
            prop_assert_eq!(decoded.problems.map(|p| p.first.byte), error.map(|error| error.valid_up_to()));
        }
    }
}
