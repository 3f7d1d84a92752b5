//! Finds the names in a text that are known before it is parsed: those of the gazetteer, and those that the text
//! introduces itself. Start at [`names_in`].

use crate::gazetteer::{Case, Gazetteer, Known, NameKind};
use crate::introduced::introduced;

/// Words that stand with a capital before a place without being part of a name.
const SENTENCE_OPENERS: [&str; 16] = [
    "In", "At", "Near", "From", "To", "Around", "Outside", "Across", "Inside", "The", "On", "Of", "And",
    "Since", "After", "Over",
];

/// Known names and those that the text introduces, in order, none overlapping another.
pub(crate) fn names_in(text: &str, gazetteer: &Gazetteer) -> Vec<Known> {
    let mut own = Gazetteer::default();
    for (index, pair) in introduced(text).into_iter().enumerate() {
        let name = &text[pair.name];
        let known = gazetteer.find(name).into_iter().find(|known| known.range == (0..name.len()));
        // Identities of names that only this text knows are counted down from the greatest.
        let (kind, identity) = match known {
            Some(known) => (known.kind, known.identity),
            None => (NameKind::Organisation, u32::MAX - index as u32),
        };
        own.add(name, Case::Capital, kind, identity);
        own.add(&text[pair.abbreviation], Case::Exact, kind, identity);
    }
    // What the text itself introduces goes before what is known of the world.
    let mut all = own.find(text);
    all.extend(gazetteer.find(text).into_iter().filter(|name| !is_part_of_name(text, name)));
    all.sort_by_key(|name| (name.range.start, std::cmp::Reverse(name.range.end)));
    let mut end = 0;
    all.retain(|name| {
        let is_free = name.range.start >= end;
        end = if is_free { name.range.end } else { end };
        is_free
    });
    all
}

/// Whether a place's name of one word stands beside another capitalised word: "Clinton" in "Hillary Clinton".
fn is_part_of_name(text: &str, name: &Known) -> bool {
    if name.kind != NameKind::Place || text[name.range.clone()].contains([' ', '-']) {
        return false;
    }
    let begins_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let follows = text[name.range.end..].strip_prefix(' ').is_some_and(begins_capital);
    let before = text[..name.range.start].strip_suffix(' ');
    let word = before
        .and_then(|before| before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“')).next());
    let precedes = word.is_some_and(|word| {
        begins_capital(word) && word.ends_with(char::is_alphanumeric) && !SENTENCE_OPENERS.contains(&word)
    });
    follows || precedes
}
