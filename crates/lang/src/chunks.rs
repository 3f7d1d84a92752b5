//! Finds base noun phrases in dependency trees (spaCy's English `noun_chunks`, lang/en/syntax_iterators.py, MIT).

use std::ops::Range;

use crate::doc::{Doc, TokenRef};

/// Labels of the tokens that head a noun phrase.
const HEADS: [&str; 10] =
    ["oprd", "nsubj", "dobj", "nsubjpass", "pcomp", "pobj", "dative", "appos", "attr", "ROOT"];

/// Base noun phrases in order, none inside another, as ranges of token indices.
pub(crate) fn noun_chunks(doc: &Doc<'_>) -> Vec<Range<usize>> {
    let mut chunks: Vec<Range<usize>> = Vec::new();
    for token in doc.tokens().filter(|token| matches!(token.pos(), "NOUN" | "PROPN" | "PRON")) {
        let begin = token.subtree_range().start;
        if chunks.last().is_some_and(|last| begin < last.end) {
            continue;
        }
        let head = if token.dep() == "conj" { first_conjunct(token) } else { token };
        if HEADS.contains(&head.dep()) {
            chunks.push(begin..token.index() + 1);
        }
    }
    chunks
}

/// The first of a row of coordinated tokens.
fn first_conjunct(token: TokenRef<'_>) -> TokenRef<'_> {
    let mut head = token.head();
    while head.dep() == "conj" && head.head().index() < head.index() {
        head = head.head();
    }
    head
}
