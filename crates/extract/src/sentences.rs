//! Finds the sentence of a token at once. Start at [`Sentences::of`].

use std::ops::Range;

use retrospect_lang::Doc;

/// The sentences of a document, as ranges of tokens.
#[derive(Debug)]
pub(crate) struct Sentences {
    ranges: Vec<Range<usize>>,
}

impl Sentences {
    /// The sentences of a document.
    pub fn new(doc: &Doc<'_>) -> Self {
        Sentences { ranges: doc.sentences().collect() }
    }

    /// The number of the sentence that a token is in; that of the last for a token past the end.
    pub fn number(&self, token: usize) -> usize {
        self.ranges.partition_point(|sentence| sentence.end <= token).min(self.ranges.len().saturating_sub(1))
    }

    /// The sentence that a token is in; empty in an empty document.
    pub fn of(&self, token: usize) -> Range<usize> {
        self.at(self.number(token))
    }

    /// The sentence of a number; empty where there is none.
    pub fn at(&self, number: usize) -> Range<usize> {
        self.ranges.get(number).cloned().unwrap_or(0..0)
    }
}
