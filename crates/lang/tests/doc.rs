//! The questions that a caller asks of a parsed text.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::path::Path;
use std::sync::LazyLock;

use retrospect_lang::{Doc, Model, Reading, StandIn, StandInKind, TokenRef};

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en-core-web-sm-3.8.0.model");
    Model::load(path).expect("the model loads")
});

fn token<'d>(doc: &'d Doc<'d>, text: &str) -> TokenRef<'d> {
    doc.tokens().find(|token| token.text() == text).unwrap_or_else(|| panic!("no token {text:?}"))
}

fn texts<'d>(tokens: impl IntoIterator<Item = TokenRef<'d>>) -> Vec<&'d str> {
    tokens.into_iter().map(TokenRef::text).collect()
}

#[test]
fn trees_can_be_walked() {
    let doc = MODEL.parse("The spokesman denied that the old leader had left the group.");
    let denied = token(&doc, "denied");
    assert!(denied.is_root());
    assert_eq!(texts(denied.children()), ["spokesman", "left", "."]);
    assert_eq!(
        texts(token(&doc, "left").subtree()),
        ["that", "the", "old", "leader", "had", "left", "the", "group"]
    );
    assert_eq!(token(&doc, "left").subtree_range(), 3..11);
    assert_eq!(texts(token(&doc, "old").ancestors()), ["leader", "left", "denied"]);
    let path = token(&doc, "spokesman").path_to(token(&doc, "group")).unwrap();
    assert_eq!(texts(path), ["spokesman", "denied", "left", "group"]);
    let same = token(&doc, "old").path_to(token(&doc, "old")).unwrap();
    assert_eq!(texts(same), ["old"]);
}

#[test]
fn there_is_no_path_between_sentences() {
    let doc = MODEL.parse("The leader died. The group denied it.");
    assert_eq!(doc.sentences().collect::<Vec<_>>(), [0..4, 4..9]);
    assert!(token(&doc, "leader").path_to(token(&doc, "group")).is_none());
}

#[test]
fn noun_chunks_are_base_phrases() {
    let doc = MODEL.parse(
        "The movement's new leader and his deputies pledged formal allegiance to the central council.",
    );
    let chunks: Vec<&str> =
        doc.noun_chunks().into_iter().map(|chunk| &doc.text()[doc.byte_range(chunk)]).collect();
    assert_eq!(
        chunks,
        ["The movement's new leader", "his deputies", "formal allegiance", "the central council"]
    );
}

#[test]
fn entities_have_types_and_offsets() {
    let doc = MODEL.parse("Barack Obama visited Kabul in March 2010.");
    let entities: Vec<(&str, &str)> =
        doc.entities().map(|e| (&doc.text()[doc.byte_range(e.tokens.clone())], e.kind)).collect();
    assert_eq!(entities, [("Barack Obama", "PERSON"), ("Kabul", "GPE"), ("March 2010", "DATE")]);
    let spans: Vec<_> = doc.char_ranges(doc.entities().map(|entity| entity.tokens)).collect();
    assert_eq!(spans, [0..12, 21..26, 30..40]);
}

fn name(text: &str, name: &str, kind: StandInKind) -> StandIn {
    let start = text.find(name).unwrap();
    StandIn { range: start..start + name.len(), kind }
}

#[test]
fn a_name_that_the_model_does_not_know_can_be_read_as_one_that_it_knows() {
    let text = "The fighters said they had eradicated IS from Zabul.";
    let plain = MODEL.parse(text);
    assert_eq!(token(&plain, "IS").lemma(), "be", "the model takes the name for a verb");
    let names = [name(text, "IS", StandInKind::Organisation), name(text, "Zabul", StandInKind::Place)];
    let doc = MODEL.parse_with(text, &Reading { stand_ins: &names, ..Reading::default() }).unwrap();
    let is = token(&doc, "IS");
    assert_eq!((is.lemma(), is.dep(), is.head().text()), ("IS", "dobj", "eradicated"));
    assert_eq!(is.range(), 38..40);
}

#[test]
fn a_name_of_several_words_becomes_one_token() {
    let text = "A video of Jund al-Khilafa (west) leaders was shared by @AbuOmar_x today.";
    let names = [
        name(text, "Jund al-Khilafa (west)", StandInKind::Organisation),
        name(text, "AbuOmar", StandInKind::Person),
    ];
    let doc = MODEL.parse_with(text, &Reading { stand_ins: &names, ..Reading::default() }).unwrap();
    let expected = [
        "A",
        "video",
        "of",
        "Jund al-Khilafa (west)",
        "leaders",
        "was",
        "shared",
        "by",
        "@",
        "AbuOmar",
        "_x",
        "today",
        ".",
    ];
    assert_eq!(texts(doc.tokens()), expected);
    let together: String =
        doc.tokens().map(|t| format!("{}{}", t.text(), if t.has_space_after() { " " } else { "" })).collect();
    assert_eq!(together, text);
}

#[test]
fn stand_ins_that_do_not_fit_the_text_are_refused() {
    let text = "Añez spoke. ";
    let check = |ranges: &[(usize, usize)], reason: &str| {
        let names: Vec<StandIn> = ranges
            .iter()
            .map(|&(start, end)| StandIn { range: start..end, kind: StandInKind::Person })
            .collect();
        let error = MODEL
            .parse_with(text, &Reading { stand_ins: &names, ..Reading::default() })
            .unwrap_err()
            .to_string();
        assert!(error.ends_with(reason), "{error}");
    };
    check(&[(0, 2)], "which are not characters of the text");
    check(&[(0, 99)], "which are not characters of the text");
    check(&[(6, 11), (0, 5)], "which overlap the one before or are out of order");
    check(&[(0, 5), (4, 11)], "which overlap the one before or are out of order");
    check(&[(5, 11)], "which are empty or have white space at an end");
    check(&[(5, 5)], "which are empty or have white space at an end");
}

#[test]
fn a_headline_is_not_part_of_the_first_sentence_when_read_by_paragraphs() {
    let text = "Front leaves alliance\n\nThe brigades denied it on Friday.\n[12 March 2016] Two men fled.";
    let reading = Reading { by_paragraphs: true, ..Reading::default() };
    let doc = MODEL.parse_with(text, &reading).unwrap();
    let begins: Vec<&str> =
        doc.sentences().filter_map(|sentence| doc.token(sentence.start)).map(TokenRef::text).collect();
    assert_eq!(begins.first(), Some(&"Front"));
    assert!(begins.contains(&"The") && begins.contains(&"["), "{begins:?}");
    for sentence in doc.sentences() {
        for token in sentence.clone().filter_map(|index| doc.token(index)) {
            assert!(sentence.contains(&token.head().index()), "a head outside its sentence");
        }
    }
}
