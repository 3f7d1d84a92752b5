//! Every token of the golden texts is as spaCy has it: boundaries, tags, lemma, head, label, entity, sentence start.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use retrospect_lang::{Doc, Model, Processor};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn model_bytes() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en-core-web-sm-3.8.0.model");
    std::fs::read(path).expect("the model file is part of the repository")
}

/// One line a token, in the form of the golden tables (see `tools/golden.py`).
fn table(doc: &Doc<'_>) -> Vec<String> {
    let escape = |lemma: &str| {
        lemma.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
    };
    let row = |(token, offsets): (retrospect_lang::TokenRef<'_>, std::ops::Range<usize>)| {
        let entity = match token.entity() {
            Some((kind, true)) => format!("B-{kind}"),
            Some((kind, false)) => format!("I-{kind}"),
            None => "O".to_owned(),
        };
        [
            offsets.start.to_string(),
            offsets.end.to_string(),
            token.tag().to_owned(),
            token.pos().to_owned(),
            escape(token.lemma()),
            token.head().index().to_string(),
            token.dep().to_owned(),
            entity,
            u8::from(token.starts_sentence()).to_string(),
            token.morph().to_owned(),
        ]
        .join("\t")
    };
    doc.tokens().zip(doc.char_offsets()).map(row).collect()
}

fn check(processor: Processor) {
    let model = Model::for_processor(&model_bytes(), "golden", processor).expect("the model loads");
    let (mut tokens, mut differences) = (0, String::new());
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(golden().join("texts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for name in names {
        let text = std::fs::read_to_string(&name).unwrap();
        let expected = golden().join(name.file_name().unwrap()).with_extension("tsv");
        let expected = std::fs::read_to_string(expected).unwrap();
        let expected: Vec<&str> =
            expected.trim_end_matches('\n').split('\n').filter(|line| !line.starts_with('#')).collect();
        let found = table(&model.parse(&text));
        tokens += expected.len();
        for line in 0..expected.len().max(found.len()) {
            let (expected, found) = (expected.get(line).copied(), found.get(line).map(String::as_str));
            if expected != found {
                writeln!(differences, "{} line {line}:\n  {expected:?}\n  {found:?}", name.display())
                    .unwrap();
            }
        }
    }
    assert!(tokens >= 3000, "only {tokens} golden tokens");
    assert!(differences.is_empty(), "with {processor:?}:\n{differences}");
}

#[test]
fn equals_spacy_with_the_widest_instructions() {
    check(Processor::detect());
}

#[test]
fn equals_spacy_with_avx2() {
    if Processor::Avx2.is_available() {
        check(Processor::Avx2);
    }
}

#[test]
fn equals_spacy_with_portable_code() {
    check(Processor::Portable);
}
