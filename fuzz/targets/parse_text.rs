//! Any bytes, read as text, parse into a document that gives the text back and whose parts fit together.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use retrospect_lang::{Doc, Model};

const MODEL_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/en-core-web-sm-3.8.0.model");

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::load(MODEL_FILE).unwrap_or_else(|error| panic!("{error}")));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let doc = MODEL.parse(&text);
    check_text(&doc, &text);
    check_tree(&doc);
    check_ranges(&doc);
});

/// The tokens and the single spaces after them are the text.
fn check_text(doc: &Doc<'_>, text: &str) {
    let mut rebuilt = String::with_capacity(text.len());
    for token in doc.tokens() {
        assert_eq!(token.range().start, rebuilt.len(), "a token begins where the one before ends");
        assert!(!token.text().is_empty(), "a token has characters");
        rebuilt.push_str(token.text());
        if token.has_space_after() {
            rebuilt.push(' ');
        }
    }
    assert_eq!(rebuilt, text);
    assert!(doc.char_offsets().zip(doc.tokens()).all(|(offsets, token)| {
        offsets.len() == token.text().chars().count() && offsets.end <= text.chars().count()
    }));
}

/// Heads are tokens of the same sentence, and lead to a root.
fn check_tree(doc: &Doc<'_>) {
    for sentence in doc.sentences() {
        for token in sentence.clone().filter_map(|index| doc.token(index)) {
            assert!(sentence.contains(&token.head().index()), "a head lies in its token's sentence");
            let steps = token.ancestors().take(sentence.len() + 1).count();
            assert!(steps < sentence.len().max(1), "heads do not go round in a circle");
            assert!(token.children().all(|child| child.head() == token));
            // The names behind the indices exist.
            let names = [token.tag(), token.pos(), token.dep()];
            assert!(names[0].len() + names[2].len() > 0 && names[1].len() < 16);
            let _ = (token.lemma(), token.morph());
        }
    }
}

/// Sentences hold every token once; entities and noun phrases are in order, apart, and hold tokens.
fn check_ranges(doc: &Doc<'_>) {
    let mut end = 0;
    for sentence in doc.sentences() {
        assert!(sentence.start == end && sentence.end > end, "sentences follow each other");
        assert!(
            sentence.start == 0 || doc.token(sentence.start).is_some_and(|token| token.starts_sentence())
        );
        end = sentence.end;
    }
    assert_eq!(end, doc.len(), "sentences hold every token");
    let entities = doc.entities().map(|entity| entity.tokens).collect::<Vec<_>>();
    for ranges in [entities, doc.noun_chunks()] {
        let mut end = 0;
        for range in ranges {
            assert!(end <= range.start && range.start < range.end && range.end <= doc.len());
            end = range.end;
        }
    }
}
