//! A model file whose checksum is right but whose content is not is refused with the reason.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use retrospect_lang::Model;

const HEADER: usize = 24;

/// A section of a model file: name, kind, dimensions, content.
type Section = (String, u32, Vec<u32>, Vec<u8>);

/// The sections of the model file of the repository.
fn sections() -> Vec<Section> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en-core-web-sm-3.8.0.model");
    let file = std::fs::read(path).expect("the model file is part of the repository");
    let mut at = HEADER;
    let mut take = |count: usize| {
        at += count;
        file[at - count..at].to_vec()
    };
    let number = |bytes: Vec<u8>| u32::from_le_bytes(bytes.try_into().unwrap());
    let mut left = file.len() - HEADER;
    let mut found = Vec::new();
    while left > 0 {
        let name_length = number(take(4)) as usize;
        let name = String::from_utf8(take(name_length)).unwrap();
        let kind = number(take(4));
        let rank = number(take(4)) as usize;
        let dimensions: Vec<u32> = (0..rank).map(|_| number(take(4))).collect();
        let length = u64::from_le_bytes(take(8).try_into().unwrap()) as usize;
        found.push((name, kind, dimensions, take(length)));
        left -= 4 + name_length + 8 + 4 * rank + 8 + length;
    }
    found
}

fn file(sections: &[Section]) -> Vec<u8> {
    let mut payload = Vec::new();
    for (name, kind, dimensions, content) in sections {
        payload.extend((name.len() as u32).to_le_bytes());
        payload.extend(name.as_bytes());
        payload.extend(kind.to_le_bytes());
        payload.extend((dimensions.len() as u32).to_le_bytes());
        payload.extend(dimensions.iter().flat_map(|side| side.to_le_bytes()));
        payload.extend((content.len() as u64).to_le_bytes());
        payload.extend(content);
    }
    let mut file = b"RETROLNG".to_vec();
    file.extend(1_u32.to_le_bytes());
    file.extend(crc32fast::hash(&payload).to_le_bytes());
    file.extend((payload.len() as u64).to_le_bytes());
    file.extend(payload);
    file
}

/// Loads the model with some sections changed; gives the reason of the refusal.
fn refusal(change: impl Fn(&mut Vec<Section>)) -> String {
    let mut sections = sections();
    change(&mut sections);
    Model::from_bytes(&file(&sections), "changed").expect_err("the model is refused").to_string()
}

fn section<'s>(sections: &'s mut [Section], name: &str) -> &'s mut Section {
    sections.iter_mut().find(|section| section.0 == name).unwrap()
}

#[test]
fn the_sections_put_together_again_are_the_same_model() {
    let model = Model::from_bytes(&file(&sections()), "same").unwrap();
    assert_eq!(model.parse("It works.").len(), 3);
}

#[test]
fn a_model_with_a_missing_section_is_refused() {
    for name in ["about", "layout", "tokenizer", "lexemes", "ruler", "shared/embed/0", "parser/upper/bias"] {
        let reason = refusal(|sections| sections.retain(|section| section.0 != name));
        assert!(reason.contains(&format!("section `{name}` is missing")), "{name}: {reason}");
    }
}

#[test]
fn a_parser_that_could_not_move_is_refused() {
    let reason = refusal(|sections| {
        let layout = &mut section(sections, "layout").3;
        let text = String::from_utf8(layout.clone()).unwrap();
        let changed = text.replacen(r#""parser_actions":["S""#, r#""parser_actions":["D""#, 1);
        assert_ne!(text, changed);
        *layout = changed.into_bytes();
    });
    assert!(reason.contains("the parser has no action `S`"), "{reason}");
}

#[test]
fn tensors_that_do_not_fit_are_refused() {
    for (name, dimensions) in [
        ("tagger/weights", &[0, 96][..]),
        ("parser/reduce/weights", &[0, 96]),
        ("entities/lower/weights", &[3, 64, 2, 0]),
        ("shared/layer/0/gain", &[0]),
        ("entity/embed/2", &[0, 96]),
    ] {
        let reason = refusal(|sections| {
            let section = section(sections, name);
            (section.2, section.3) = (dimensions.to_vec(), Vec::new());
        });
        assert!(reason.starts_with("model `changed` cannot be used: "), "{reason}");
        assert!(reason.ends_with("\nhint: convert the weights again with tools/convert-model"), "{reason}");
    }
}

#[test]
fn a_malformed_section_is_refused() {
    let reason = refusal(|sections| section(sections, "tagger/bias").1 = 7);
    assert!(reason.contains("others is malformed"), "{reason}");
    let reason = refusal(|sections| section(sections, "tagger/bias").2 = vec![49]);
    assert!(reason.contains("others is malformed"), "{reason}");
}
