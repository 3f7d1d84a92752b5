//! What can be wrong with a span, a text, an id, a hash, a day or a claim. Problems of an EDTF value have their own type,
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
    /// A claim's id is not 32 hexadecimal digits.
    #[error("`{text}` is not a claim's id: expected 32 hexadecimal digits")]
    ClaimId {
        /// What was given, shortened when long.
        text: String,
    },
    /// A kind is not a word.
    #[error("`{text}` is not a kind of claim: expected a word of small letters, as in `pledge`")]
    Kind {
        /// What was given, shortened when long.
        text: String,
    },
    /// A name is blank or too long.
    #[error("`{text}` is not a name: expected 1 to 1,000 characters that are not all spaces")]
    Name {
        /// What was given, shortened when long.
        text: String,
    },
    /// A stance is none of the five.
    #[error("`{text}` is not a stance: expected asserted, denied, alleged, predicted or wanted")]
    Stance {
        /// What was given, shortened when long.
        text: String,
    },
    /// An origin is none of the three.
    #[error("`{text}` is not an origin: expected `extractor v` and a number, `analyst` or `import`")]
    Origin {
        /// What was given, shortened when long.
        text: String,
    },
    /// A confidence is not a number from 0 to 1.
    #[error("`{text}` is not a confidence: expected a number from 0 to 1")]
    Confidence {
        /// What was given.
        text: String,
    },
    /// A claim has no words that carry it, or they are not where it says.
    #[error("a claim needs evidence: {reason}")]
    Evidence {
        /// What is wrong with its evidence.
        reason: &'static str,
    },
    /// A line is not a JSON object with the fields of a claim.
    #[error("not a claim: {reason}")]
    ClaimLine {
        /// What is wrong with it, and where.
        reason: String,
    },
    /// The id on a line is not that of the claim on it.
    #[error(
        "the claim was changed after it was written: its id is `{written}` but should be `{actual}`; leave out `id` if the change was meant"
    )]
    ClaimEdited {
        /// The id on the line.
        written: String,
        /// The id of what the line says.
        actual: String,
    },
    /// An instant is not of the form `2026-11-23T09:48:19.120Z`.
    #[error("`{text}` is not an instant: expected UTC to the millisecond as in 2026-11-23T09:48:19.120Z")]
    Instant {
        /// What was given, shortened when long.
        text: String,
    },
    /// The name of a relation is not a word.
    #[error("`{text}` is not a relation: expected a word of small letters, as in `leadership`")]
    Relation {
        /// What was given, shortened when long.
        text: String,
    },
    /// A rule of a kind cannot be read.
    #[error(
        "kind `{kind}`: `{rule}` is not a rule: expected `relation(side,side)` with sides actor, target, place, other or *, or a duration as in P1Y"
    )]
    Rule {
        /// The kind.
        kind: String,
        /// The rule, shortened when long.
        rule: String,
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
