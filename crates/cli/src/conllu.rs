//! Prints a parsed document in CoNLL-U (<https://universaldependencies.org/format.html>).
//!
//! White-space tokens have no place in the format: they become `SpacesAfter` (or `SpacesBefore`) of their neighbour, as
//! UDPipe writes it, so that the text can be put together again. Tags are Penn Treebank's and labels ClearNLP's.

use std::io::{Result, Write};
use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};

/// Writes all sentences of a document.
pub fn write(out: &mut impl Write, name: &str, doc: &Doc<'_>) -> Result<()> {
    writeln!(out, "# newdoc id = {}", one_line(name))?;
    let mut number = 0;
    for sentence in doc.sentences() {
        let words: Vec<TokenRef<'_>> =
            sentence.clone().filter_map(|index| doc.token(index)).filter(|token| !token.is_space()).collect();
        let Some(tree) = Tree::of(&words) else { continue };
        number += 1;
        let text = doc.text().get(doc.byte_range(sentence)).unwrap_or_default().trim();
        writeln!(out, "# sent_id = {number}\n# text = {}", one_line(text))?;
        for (index, word) in words.iter().enumerate() {
            let (head, label) = tree.head(&words, index);
            let (form, lemma) = (word.text(), non_empty(word.lemma()));
            let (pos, tag, features) = (word.pos(), word.tag(), non_empty(word.morph()));
            write!(out, "{}\t{form}\t{lemma}\t{pos}\t{tag}\t{features}\t{head}\t{label}\t_\t", index + 1)?;
            writeln!(out, "{}", misc(*word))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The tree of a sentence without its white space: one root, heads among its words.
struct Tree {
    /// Index of the root among the words.
    root: usize,
}

impl Tree {
    /// `None` for a sentence of white space alone.
    fn of(words: &[TokenRef<'_>]) -> Option<Self> {
        let root = words.iter().position(|word| word.is_root()).unwrap_or(0);
        (!words.is_empty()).then_some(Tree { root })
    }

    /// The number of a word's head (0: the sentence's root) and its label. A word under white space, or a second root,
    /// goes to the root.
    fn head<'d>(&self, words: &[TokenRef<'d>], index: usize) -> (usize, &'d str) {
        let Some(word) = words.get(index) else { return (0, "root") };
        if index == self.root {
            return (0, "root");
        }
        let label = if word.is_root() { "dep" } else { word.dep() };
        let head = word.ancestors().find(|ancestor| !ancestor.is_space());
        let place = head.and_then(|head| words.binary_search_by_key(&head.index(), |word| word.index()).ok());
        (place.unwrap_or(self.root) + 1, label)
    }
}

/// Entity tag and spacing of a word, `_` for none.
fn misc(word: TokenRef<'_>) -> String {
    let mut fields = Vec::new();
    if let Some((kind, is_first)) = word.entity() {
        fields.push(format!("NER={}-{kind}", if is_first { "B" } else { "I" }));
    }
    let doc = word.doc();
    let is_space = |index: &usize| doc.token(*index).is_some_and(TokenRef::is_space);
    let begin = word.range().end;
    let after = (word.index() + 1..doc.len()).take_while(is_space).last().map_or(word.index(), |index| index);
    let end = doc.token(after).map_or(begin, |last| last.range().end + usize::from(last.has_space_after()));
    let spacing = doc.text().get(begin..end).unwrap_or_default();
    match spacing {
        " " => {}
        "" => fields.push("SpaceAfter=No".to_owned()),
        _ => fields.push(format!("SpacesAfter={}", escaped(spacing))),
    }
    let before = doc.text().get(leading(word)).unwrap_or_default();
    if !before.is_empty() {
        fields.push(format!("SpacesBefore={}", escaped(before)));
    }
    if fields.is_empty() { "_".to_owned() } else { fields.join("|") }
}

/// The bytes before the first word of a document, if this is it.
fn leading(word: TokenRef<'_>) -> Range<usize> {
    let is_first = (0..word.index()).all(|index| word.doc().token(index).is_some_and(TokenRef::is_space));
    if is_first { 0..word.range().start } else { 0..0 }
}

/// White space as UDPipe writes it; other characters than these cannot be confused with the format's own.
fn escaped(spaces: &str) -> String {
    let mut escaped = String::new();
    for space in spaces.chars() {
        match space {
            ' ' => escaped.push_str("\\s"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).collect::<Vec<_>>().join(" ")
}

fn non_empty(field: &str) -> &str {
    if field.is_empty() { "_" } else { field }
}
