//! Turns "where in the text" into a value: a half-open range of characters that cannot run backwards.
//! Start at [`Span`]; [`Text`](crate::Text) turns one into the words that it covers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::ModelError;

/// A half-open range `start..end` of Unicode scalar values in one text, with `start <= end`.
///
/// Offsets count characters as Rust's `char` does, not bytes and not grapheme clusters, so that they mean the same
/// in every language that reads the exchange form. An empty span marks a place between two characters.
///
/// ```
/// use retrospect_model::Span;
///
/// let name = Span::new(4, 12)?;
/// assert_eq!((name.start(), name.end(), name.len()), (4, 12, 8));
/// assert_eq!(name.to_string(), "4..12");
/// assert!(Span::new(12, 4).is_err());
/// # Ok::<(), retrospect_model::ModelError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Span {
    // Invariant: start <= end. Ordered by start, then by end.
    start: u32,
    end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`; an error when `end < start`.
    pub fn new(start: u32, end: u32) -> Result<Self, ModelError> {
        if start <= end { Ok(Self { start, end }) } else { Err(ModelError::SpanReversed { start, end }) }
    }

    /// The span of a text's first `len` characters.
    pub fn first(len: u32) -> Self {
        Self { start: 0, end: len }
    }

    /// The first character, counted from 0.
    pub fn start(self) -> u32 {
        self.start
    }

    /// The first character after the span, counted from 0.
    pub fn end(self) -> u32 {
        self.end
    }

    /// How many characters the span covers.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span covers no character.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the span covers the character at `offset`.
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether every character of `other` is in this span, and an empty `other` lies within or at its ends.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one character; an empty span overlaps nothing.
    pub fn overlaps(self, other: Span) -> bool {
        self.intersection(other).is_some_and(|shared| !shared.is_empty())
    }

    /// The characters in both spans; empty when they only touch, `None` when there is a gap between them.
    pub fn intersection(self, other: Span) -> Option<Span> {
        Span::new(self.start.max(other.start), self.end.min(other.end)).ok()
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// The exchange form of a span, `{"start": 4, "end": 12}`, before its order is checked.
#[derive(Serialize, Deserialize)]
struct Ends {
    start: u32,
    end: u32,
}

impl TryFrom<Ends> for Span {
    type Error = ModelError;

    fn try_from(ends: Ends) -> Result<Self, ModelError> {
        Span::new(ends.start, ends.end)
    }
}

impl From<Span> for Ends {
    fn from(span: Span) -> Self {
        Ends { start: span.start, end: span.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span::new(start, end).unwrap()
    }

    #[test]
    fn overlap_needs_a_shared_character() {
        assert!(span(0, 5).overlaps(span(4, 9)));
        assert!(!span(0, 5).overlaps(span(5, 9)));
        assert!(!span(0, 5).overlaps(span(2, 2)));
        assert_eq!(span(0, 5).intersection(span(5, 9)), Some(span(5, 5)));
        assert_eq!(span(0, 5).intersection(span(6, 9)), None);
        assert_eq!(span(6, 9).hull(span(0, 5)), span(0, 9));
    }

    #[test]
    fn containment_is_half_open() {
        assert!(span(2, 4).contains(2) && span(2, 4).contains(3) && !span(2, 4).contains(4));
        assert!(
            span(2, 4).covers(span(4, 4)) && span(2, 4).covers(span(2, 4)) && !span(2, 4).covers(span(1, 3))
        );
    }

    #[test]
    fn json_is_checked() {
        assert_eq!(serde_json::to_string(&span(4, 12)).unwrap(), r#"{"start":4,"end":12}"#);
        assert_eq!(serde_json::from_str::<Span>(r#"{"start":4,"end":12}"#).unwrap(), span(4, 12));
        let error = serde_json::from_str::<Span>(r#"{"start":12,"end":4}"#).unwrap_err().to_string();
        assert_eq!(error, "a span cannot end at character 4, before its start at 12");
    }
}
