//! What holds for every text: nothing is lost, every index is in range, threads and instructions change nothing.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use retrospect_lang::{Doc, Model, Processor, Reading, StandIn, StandInKind};

fn model_for(processor: Processor) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en-core-web-sm-3.8.0.model");
    let bytes = std::fs::read(path).expect("the model file is part of the repository");
    Model::for_processor(&bytes, "laws", processor).expect("the model loads")
}

static MODEL: LazyLock<Model> = LazyLock::new(|| model_for(Processor::detect()));

/// Everything that a document says, as text.
fn said(doc: &Doc<'_>) -> String {
    let token = |token: retrospect_lang::TokenRef<'_>| {
        format!(
            "{:?} {} {} {} {} {} {} {:?} {}\n",
            token.range(),
            token.has_space_after(),
            token.tag(),
            token.pos(),
            token.lemma(),
            token.head().index(),
            token.dep(),
            token.entity(),
            token.starts_sentence()
        )
    };
    doc.tokens().map(token).collect()
}

fn check_laws(text: &str) {
    let doc = MODEL.parse(text);
    let mut together = String::new();
    for token in doc.tokens() {
        together.push_str(token.text());
        together.push_str(if token.has_space_after() { " " } else { "" });
        assert!(!token.text().is_empty(), "an empty token in {text:?}");
        assert!(token.ancestors().count() < doc.len(), "a cycle in {text:?}");
        assert!(token.children().all(|child| child.head() == token));
        assert!(token.subtree_range().contains(&token.index()));
        assert!(doc.token(token.index()) == Some(token));
    }
    assert_eq!(together, text, "tokens and spaces give the text back");
    let mut next = 0;
    for sentence in doc.sentences() {
        assert_eq!(sentence.start, next);
        assert!(!sentence.is_empty());
        next = sentence.end;
    }
    assert_eq!(next, doc.len(), "sentences hold every token");
    let mut next = 0;
    for entity in doc.entities() {
        assert!(entity.tokens.start >= next && entity.tokens.end > entity.tokens.start);
        next = entity.tokens.end;
    }
    let chars: Vec<char> = text.chars().collect();
    for (token, offsets) in doc.tokens().zip(doc.char_offsets()) {
        assert_eq!(chars[offsets].iter().collect::<String>(), token.text());
    }
    for chunk in doc.noun_chunks() {
        assert!(!chunk.is_empty() && chunk.end <= doc.len());
    }
}

/// Pieces that texts are made of in the tests: words, and what gives tokenizers trouble.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "the",
        "The",
        "IMU",
        "Taliban",
        "pledged",
        "allegiance",
        "to",
        "said",
        "that",
        "not",
        "U.S.",
        "can't",
        "don’t",
        "2015",
        "July",
        "30",
        ",",
        ".",
        "...",
        "“",
        "”",
        "(",
        ")",
        "[",
        "'s",
        "-",
        "—",
        "km",
        "$5",
        "10%",
        "http://example.org/a?b=c",
        "a@b.org",
        "#tag",
        "@name",
        ":-)",
        " ",
        "  ",
        "\n",
        "\t",
        "\u{a0}",
        "\r\n",
        "\u{200b}",
        "é",
        "e\u{301}",
        "ﷺ",
        "漢字",
        "😀",
        "👨‍👩‍👧",
        "x".repeat(300).leak(),
        "gonna",
        "i.e.",
        "Dr.",
    ];
    prop_oneof![
        4 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        2 => "[a-zA-Z]{1,12}",
        1 => "\\PC{0,6}",
        1 => proptest::collection::vec(any::<char>(), 0..5).prop_map(|chars| chars.into_iter().collect()),
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    let separated = proptest::collection::vec((piece(), prop_oneof![Just(" "), Just(" "), Just("")]), 0..60);
    separated
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, space)| [piece, space.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_is_lost_and_every_index_is_in_range(text in any_text()) {
        check_laws(&text);
    }

    #[test]
    fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        check_laws(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_stand_in_is_one_token_and_moves_no_offset(text in any_text(), cuts in any::<[prop::sample::Index; 2]>()) {
        let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
        let [one, two] = cuts.map(|cut| places[cut.index(places.len())]);
        let name = StandIn { range: one.min(two)..one.max(two), kind: StandInKind::Organisation };
        let covered = &text[name.range.clone()];
        let is_name = !covered.is_empty() && covered.trim().len() == covered.len();
        match MODEL.parse_with(&text, &Reading { stand_ins: std::slice::from_ref(&name), ..Reading::default() }) {
            Err(_) => prop_assert!(!is_name),
            Ok(doc) => {
                prop_assert!(is_name);
                prop_assert_eq!(doc.tokens().filter(|token| token.range() == name.range).count(), 1);
                let together: String = doc
                    .tokens()
                    .map(|token| format!("{}{}", token.text(), if token.has_space_after() { " " } else { "" }))
                    .collect();
                prop_assert_eq!(together, text);
            }
        }
    }
}

/// Prose without the regularity of a repeated text, so that sentences begin at all kinds of places.
fn long_text(sentences: usize) -> String {
    let groups = ["The movement", "A faction", "The council", "His rival", "An envoy of the front", "Nobody"];
    let acts = [
        "left the alliance",
        "denied the report",
        "was said to have pledged allegiance",
        "fled",
        "agreed (again)",
    ];
    let ends = [".", " in 2015.", "; others did not.", " \u{2014} so the radio said.", "...", "\n\n"];
    (0..sentences)
        .map(|n| {
            let (group, act, end) = (groups[n * 7 % 6], acts[n * n % 5], ends[n * 5 % 6 * n % 6]);
            format!("{group} {act} after {n} days{end} ")
        })
        .collect()
}

#[test]
fn any_number_of_threads_gives_the_same_document() {
    let text = long_text(5000);
    let parse = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| said(&MODEL.parse(&text)))
    };
    let one = parse(1);
    assert!(one.lines().count() > 40_000, "the text is long enough to be parsed in parts");
    for threads in [2, 3, 8] {
        assert!(parse(threads) == one, "{threads} threads read something else than one");
    }
}

#[test]
fn paragraphs_are_the_same_for_any_number_of_threads() {
    let text = long_text(5000);
    let reading = Reading { by_paragraphs: true, ..Reading::default() };
    let parse = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        pool.install(|| said(&MODEL.parse_with(&text, &reading).expect("there are no names")))
    };
    let one = parse(1);
    for threads in [2, 8] {
        assert!(parse(threads) == one, "{threads} threads read something else than one");
    }
}

#[test]
fn what_was_read_before_changes_nothing() {
    let text = long_text(200);
    let fresh = said(&model_for(Processor::detect()).parse(&text));
    let _ = MODEL.parse(&long_text(3000));
    assert_eq!(said(&MODEL.parse(&text)), fresh);
}

#[test]
fn all_instructions_read_the_same() {
    let text = long_text(300);
    let widest = said(&MODEL.parse(&text));
    for processor in [Processor::Avx2, Processor::Portable] {
        assert_eq!(said(&model_for(processor).parse(&text)), widest, "{processor:?}");
    }
}

#[test]
fn a_text_without_sentences_is_read_in_bounded_pieces() {
    let text = "word ".repeat(30_000);
    check_laws_of_size(&text, 30_000);
    // One word, longer than any buffer.
    check_laws_of_size(&"x".repeat(3_000_000), 1);
}

fn check_laws_of_size(text: &str, tokens: usize) {
    let doc = MODEL.parse(text);
    assert_eq!(doc.len(), tokens);
    assert_eq!(
        doc.tokens().map(|token| token.text().len() + usize::from(token.has_space_after())).sum::<usize>(),
        text.len()
    );
}
