//! Finds the names that a text introduces itself: "People's Front of the Hills (PFH)". Start at [`introduced`].
//!
//! The letters of the abbreviation are found from the right in the words before the bracket (Schwartz and Hearst,
//! Pacific Symposium on Biocomputing 2003); the longer name must begin with a capital.

use std::ops::Range;

/// A name and its abbreviation, as a text gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduced {
    /// Bytes of the longer name.
    pub name: Range<usize>,
    /// Bytes of the abbreviation.
    pub abbreviation: Range<usize>,
}

const ABBREVIATION_CHARS: Range<usize> = 2..11;

/// The pairs of a text, in order.
#[must_use]
pub fn introduced(text: &str) -> Vec<Introduced> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let Some(length) = text[open..].find(')').filter(|&length| length < 120) else { continue };
        let mut long_end = open;
        for piece in pieces(text, open + 1..open + length) {
            let short = &text[piece.clone()];
            if is_abbreviation(short) {
                let name = long_form(text, long_end, short).or_else(|| long_form(text, open, short));
                found.extend(name.map(|name| Introduced { name, abbreviation: piece.clone() }));
            }
            long_end = piece.end;
        }
    }
    found
}

/// What stands between commas, semicolons and the like inside a bracket, trimmed of white space and quotation marks.
fn pieces(text: &str, inside: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = inside.start;
    let ends = text[inside.clone()].match_indices([',', ';', ':']).map(|(at, _)| inside.start + at);
    for end in ends.chain([inside.end]) {
        let piece = &text[start..end];
        let trimmed =
            piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '‘' | '’'));
        if let Some(offset) = piece.find(trimmed).filter(|_| !trimmed.is_empty()) {
            pieces.push(start + offset..start + offset + trimmed.len());
        }
        start = (end + 1).min(inside.end);
    }
    pieces
}

fn is_abbreviation(short: &str) -> bool {
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    ABBREVIATION_CHARS.contains(&short.chars().count())
        && capitals >= 2
        && short.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | '&'))
}

/// The shortest run of words before `end` whose letters give the abbreviation, the first from a word's beginning.
fn long_form(text: &str, end: usize, short: &str) -> Option<Range<usize>> {
    let letters: Vec<char> =
        short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let before =
        text.get(..end)?.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | ','));
    // "the Islamic State's (IS) attempts"
    let before = before.strip_suffix("'s").or_else(|| before.strip_suffix("’s")).unwrap_or(before);
    let sentence = before.rfind(['\n', ';', '(']).map_or(0, |at| at + 1);
    let chars: Vec<(usize, char)> =
        before[sentence..].char_indices().map(|(at, c)| (sentence + at, c)).collect();
    let mut place = chars.len();
    for (index, &letter) in letters.iter().enumerate().rev() {
        loop {
            place = place.checked_sub(1)?;
            let c = chars[place].1.to_lowercase().next()?;
            let begins_word = place == 0 || !chars[place - 1].1.is_alphanumeric();
            if c == letter && (begins_word || index > 0) {
                break;
            }
        }
    }
    let mut start = chars.get(place)?.0;
    // The article of an Arabic name belongs to it.
    for article in ["Al-", "al-", "El-", "el-", "Al ", "al "] {
        if before[..start].ends_with(article) {
            start -= article.len();
        }
    }
    let name = before.get(start..)?;
    let words = name.split_whitespace().count();
    let is_name = name.chars().any(char::is_uppercase)
        && before[start..]
            .chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(|c| c.is_uppercase() || name.starts_with("al"))
        && (2..=letters.len() * 2 + 2).contains(&words)
        && name.len() > short.len();
    is_name.then_some(start..before.len())
}
