//! Texts and their tokens, and what holds for every text.

use proptest::prelude::*;

use super::{NormId, Piece, Tokenizer};
use crate::file::Sections;

/// Reads a text section of the model file of the repository.
pub(crate) fn section(name: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en-core-web-sm-3.8.0.model");
    let bytes = std::fs::read(path).expect("the model file is part of the repository");
    Sections::read(&bytes, path).expect("a model file").text(name).expect("a text section").to_owned()
}

fn tokenizer() -> Tokenizer {
    Tokenizer::from_json(&section("tokenizer")).expect("a tokenizer section")
}

fn pieces(tokenizer: &Tokenizer, text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    tokenizer.tokenize(text, &mut |piece| pieces.push(piece));
    pieces
}

fn words<'a>(text: &'a str, pieces: &[Piece]) -> Vec<&'a str> {
    pieces.iter().map(|piece| &text[piece.start as usize..piece.end as usize]).collect()
}

/// The tokens of a text, and the law that they and their spaces give it back.
fn check(tokenizer: &Tokenizer, text: &str, expected: &[String]) {
    let pieces = pieces(tokenizer, text);
    check_gives_back(text, &pieces);
    assert_eq!(words(text, &pieces), expected, "tokens of {text:?}");
}

fn check_gives_back(text: &str, pieces: &[Piece]) {
    let mut at = 0;
    for piece in pieces {
        assert_eq!(piece.start as usize, at, "tokens of {text:?} leave a gap");
        assert!(piece.start < piece.end, "empty token in {text:?}");
        at = piece.end as usize;
        if piece.space_after {
            assert_eq!(text.as_bytes().get(at), Some(&b' '), "no space after {at} in {text:?}");
            at += 1;
        }
    }
    assert_eq!(at, text.len(), "tokens of {text:?} end early");
}

/// Undoes the escapes of the case file.
fn unescape(escaped: &str) -> String {
    let mut text = String::new();
    let mut chars = escaped.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next().expect("an escape") {
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'u' => {
                let code: String = chars.by_ref().skip(1).take_while(|&c| c != '}').collect();
                let code = u32::from_str_radix(&code, 16).expect("a code point");
                text.push(char::from_u32(code).expect("a character"));
            }
            other => text.push(other),
        }
    }
    text
}

#[test]
fn cases_are_tokenized_as_by_spacy() {
    let tokenizer = tokenizer();
    for line in include_str!("cases.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (text, expected) = line.split_once("\" => ").expect("a case");
        let text = unescape(text.strip_prefix('"').expect("a quoted text"));
        let expected: Vec<String> = expected.split('¦').map(unescape).collect();
        check(&tokenizer, &text, &expected);
    }
}

#[test]
fn an_empty_text_has_no_tokens() {
    check(&tokenizer(), "", &[]);
}

#[test]
fn exceptions_give_norms_in_both_passes() {
    let tokenizer = tokenizer();
    let norms = |text: &str| -> Vec<bool> {
        pieces(&tokenizer, text).iter().map(|piece| piece.norm != NormId::NONE).collect()
    };
    assert_eq!(norms("can't say"), [true, true, false]);
    // "Jan" and "." are cut apart first and joined by the second pass.
    assert_eq!(norms("Dec/Jan. 3"), [false, false, true, false]);
    assert_eq!(norms("Dec/Jan . 3"), [false, false, false, false, false]);
}

#[test]
fn a_phrase_may_run_over_the_places_where_tokens_are_let_go() {
    let tokenizer = tokenizer();
    // Every colon opens a phrase; the joiner has to let go of some of them before the last.
    for colons in [1022, 1023, 1024, 1025, 4096, 10_000] {
        let text = format!("{}x-:)", ": ".repeat(colons));
        let pieces = pieces(&tokenizer, &text);
        check_gives_back(&text, &pieces);
        assert_eq!(pieces.len(), colons + 2);
        assert_eq!(words(&text, &pieces)[colons..], ["x-", ":)"]);
    }
}

#[test]
fn long_spans_take_linear_time() {
    let tokenizer = tokenizer();
    for unit in ["a", "(", ")", "a.", "...", "'s", "😀", "a@", "a.a@", "a-", "1km", ": ", "aa://", ":)"] {
        let text = format!("\"{}", unit.repeat(200_000));
        check_gives_back(&text, &pieces(&tokenizer, &text));
    }
}

#[test]
fn a_damaged_section_is_refused() {
    let sound = section("tokenizer");
    for (from, to) in
        [("\"classes\"", "\"other\""), ("\"ca\"", "\"cb\""), ("\"alpha\"", "\"beta\""), ("{", "[")]
    {
        assert!(Tokenizer::from_json(&sound.replacen(from, to, 1)).is_err(), "{from} became {to}");
    }
}

const FRAGMENTS: [&str; 35] = [
    " ",
    "  ",
    "\n",
    "\u{a0}",
    ".",
    "..",
    "…",
    "'",
    "’s",
    "-",
    "--",
    "—",
    "(",
    ")",
    ":",
    "/",
    "@",
    "$",
    "+",
    "°C.",
    "km",
    "US$",
    "can't",
    "Adm.",
    "a.m.",
    "http://",
    "www.x.org",
    "1",
    "10",
    "a",
    "B",
    "é",
    "中",
    "😀",
    "\u{301}",
];

/// Texts of the fragments that rules ask about, and of any characters.
fn texts() -> impl Strategy<Value = String> {
    let fragment = prop::sample::select(&FRAGMENTS[..]).prop_map(str::to_owned);
    let fragment = prop_oneof![4 => fragment, 1 => any::<String>()];
    prop::collection::vec(fragment, 0..12).prop_map(|fragments| fragments.concat())
}

#[test]
fn tokens_and_spaces_give_the_text_back() {
    let tokenizer = tokenizer();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(text in texts())| check_gives_back(&text, &pieces(&tokenizer, &text)));
}
