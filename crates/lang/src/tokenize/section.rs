//! Reads the tokenizer from its section of a model file, as `tools/convert/tokenizer.py` writes it; start at
//! [`read`].

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::classes::{CharTable, Class};
use super::phrases::{Phrases, WordId};
use super::rules::Rules;
use super::words::{Part, Words};
use super::{NormId, Tokenizer};

#[derive(Deserialize)]
struct Section {
    classes: BTreeMap<String, Vec<(u32, u32)>>,
    tails_after_digit: Vec<String>,
    exceptions: Vec<(String, Vec<(String, u16)>)>,
    phrases: Vec<Vec<String>>,
}

/// Builds a tokenizer from the section's JSON text.
pub(super) fn read(section: &str) -> Result<Tokenizer, String> {
    let section: Section =
        serde_json::from_str(section).map_err(|error| format!("cannot read the tokenizer: {error}"))?;
    let word_ids = word_ids(&section.phrases)?;
    let word_id = |text: &str| word_ids.get(text).copied().unwrap_or_default();
    let phrases: Vec<Vec<WordId>> =
        section.phrases.iter().map(|phrase| phrase.iter().map(|word| word_id(word)).collect()).collect();
    let mut words = Words::with_capacity(section.exceptions.len() + word_ids.len());
    let mut known = BTreeSet::new();
    for (text, tokens) in &section.exceptions {
        let part = |(token, norm): &(String, u16)| Part {
            length: token.len() as u32,
            norm: NormId(*norm),
            word: word_id(token),
        };
        let parts: Vec<Part> = tokens.iter().map(part).collect();
        let spelt: String = tokens.iter().map(|(token, _)| token.as_str()).collect();
        if spelt != *text || parts.is_empty() || !known.insert(text.as_str()) {
            return Err(format!("cannot read the tokenizer: bad exception {text:?}"));
        }
        words.add(text, &parts, word_id(text))?;
    }
    for (text, &word) in word_ids.iter().filter(|(text, _)| !known.contains(**text)) {
        words.add(text, &[], word)?;
    }
    Ok(Tokenizer { rules: rules(&section)?, words, phrases: Phrases::new(&phrases)? })
}

/// Numbers the phrases' words from 1, in the order of their bytes.
fn word_ids(phrases: &[Vec<String>]) -> Result<BTreeMap<&str, WordId>, String> {
    let words: BTreeSet<&str> = phrases.iter().flatten().map(String::as_str).collect();
    if words.len() >= u16::MAX as usize || words.contains("") {
        return Err("cannot read the tokenizer: bad phrases".to_owned());
    }
    Ok(words.into_iter().zip((1..).map(WordId)).collect())
}

fn rules(section: &Section) -> Result<Rules, String> {
    let mut classes = Vec::new();
    for (name, class) in CLASSES {
        let ranges = section.classes.get(name);
        let ranges = ranges.ok_or_else(|| format!("cannot read the tokenizer: no character class {name}"))?;
        classes.push((class, ranges.as_slice()));
    }
    if let Some(icons) = section.classes.get("icon") {
        classes.push((Class::INFIX, icons.as_slice()));
    }
    let marks: Vec<(u32, u32)> = INFIX_MARKS.chars().map(|c| (c.into(), c.into())).collect();
    classes.push((Class::INFIX, &marks));
    classes.push((Class::DIGIT, &[('0' as u32, '9' as u32)]));
    let mut tails = section.tails_after_digit.clone();
    tails.sort_unstable();
    let tail_chars_max = tails.iter().map(|tail| tail.chars().count()).max().unwrap_or(0);
    Ok(Rules { classes: CharTable::new(classes)?, tails, tail_chars_max })
}

/// What an infix can start with, beside the icons.
const INFIX_MARKS: &str = ".…+-*^,–—~:<>=/";

const CLASSES: [(&str, Class); 13] = [
    ("space", Class::SPACE),
    ("prefix", Class::PREFIX),
    ("suffix", Class::SUFFIX),
    ("alpha", Class::ALPHA),
    ("lower", Class::LOWER),
    ("upper", Class::UPPER),
    ("lower_or_quote", Class::LOWER_OR_QUOTE),
    ("upper_or_quote", Class::UPPER_OR_QUOTE),
    ("before_dot", Class::BEFORE_DOT),
    ("icon", Class::ICON),
    ("word", Class::WORD),
    ("decimal", Class::DECIMAL),
    ("tail_end", Class::TAIL_END),
];
