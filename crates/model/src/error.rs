//! What can be wrong with a span, a text, an id, a hash or a day. Problems of an EDTF value have their own type,
//! [`EdtfError`], because they name a place in the value. Start at [`ModelError`].

use crate::edtf::EdtfError;

/// Why a value of this crate cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A span's end lies before its start.
    #[error("a span cannot end at character {end}, before its start at {start}")]
    SpanReversed {
        /// The start that was asked for, in Unicode scalar values.
        start: u32,
        /// The end that was asked for, in Unicode scalar values.
        end: u32,
    },
    /// A text has more characters than a span can count.
    #[error("a text of {chars} characters is too long: at most {} can be addressed, split it", u32::MAX)]
    TextTooLong {
        /// How many Unicode scalar values the text has.
        chars: usize,
    },
    /// A content hash is not 64 hexadecimal digits.
    #[error("`{text}` is not a SHA-256 hash: expected 64 hexadecimal digits")]
    Hash {
        /// What was given, shortened when long.
        text: String,
    },
    /// A document id is empty, too long, or has spaces or control characters at a place where it may not.
    #[error("`{text}` cannot name a document: {reason}")]
    DocumentId {
        /// What was given, shortened when long.
        text: String,
        /// What is wrong with it, and so what to change.
        reason: &'static str,
    },
    /// A day is not of the form `2015-08-06`, or does not exist.
    #[error("`{text}` is not a day: expected year, month and day as in 2015-08-06")]
    Day {
        /// What was given, shortened when long.
        text: String,
    },
    /// A month is not of the form `2015-08`, or does not exist.
    #[error("`{text}` is not a month: expected year and month as in 2015-08")]
    YearMonth {
        /// What was given, shortened when long.
        text: String,
    },
    /// A bound is neither a day nor `-inf` nor `+inf`.
    #[error("`{text}` is not a bound: expected a day as in 2015-08-06, `-inf` or `+inf`")]
    Limit {
        /// What was given, shortened when long.
        text: String,
    },
    /// An EDTF value is wrong.
    #[error(transparent)]
    Edtf(#[from] EdtfError),
}

/// The most characters of a rejected input that an error repeats.
const EXCERPT_CHARS_MAX: usize = 60;

/// `text` fit to stand in a message: control characters escaped, and cut with `…` when long.
pub(crate) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == EXCERPT_CHARS_MAX {
            shown.push('…');
            break;
        }
        push_visible(&mut shown, character);
    }
    shown
}

/// Appends `character`, or its escape when it would not show or would break the line.
pub(crate) fn push_visible(shown: &mut String, character: char) {
    // `escape_debug` also escapes quotes and backslashes, which read better as they are.
    if matches!(character, '\'' | '"' | '\\') {
        shown.push(character);
    } else {
        shown.extend(character.escape_debug());
    }
}
