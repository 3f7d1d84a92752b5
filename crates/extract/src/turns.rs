//! Says who has the floor where no verb of saying tells it: the speaker of a transcript's turn, whom a line that ends in
//! "said:" introduces, and whom the title names. Start at [`Turns::find`].

use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};

use crate::gazetteer::NameKind;
use crate::mentions::Mentions;
use crate::{speech, syntax};

/// Tokens that a turn's label has at most.
const LABEL_MAX: usize = 8;
/// Tokens in which a title names its speaker.
const TITLE_MAX: usize = 60;

/// Who speaks from where on, in order.
#[derive(Debug, Default)]
pub(crate) struct Turns<'d> {
    /// The token from which on somebody speaks, who, and by what it is known.
    starts: Vec<(usize, TokenRef<'d>, &'static str)>,
    /// Persons and organisations that the title names, the first of each.
    titled: Vec<TokenRef<'d>>,
}

impl<'d> Turns<'d> {
    /// The turns of a document.
    pub fn find(doc: &'d Doc<'d>, mentions: &Mentions) -> Self {
        let mut turns = Turns::default();
        for line in lines(doc) {
            if let Some((start, speaker)) = labelled(doc, line.clone()) {
                turns.starts.push((start, speaker, "label"));
            } else if let Some(speaker) = introduced(doc, line.clone()) {
                turns.starts.push((line.end, speaker, "introduced"));
            }
        }
        for kind in [NameKind::Person, NameKind::Organisation] {
            let named = mentions.list().iter().take_while(|mention| mention.tokens.start < TITLE_MAX);
            let first = named.into_iter().find(|mention| mention.kind == kind);
            turns.titled.extend(first.and_then(|mention| doc.token(mention.tokens.end - 1)));
        }
        turns
    }

    /// Who may have the floor at a token, each with what speaks for it.
    pub fn at(&self, token: usize) -> Vec<(TokenRef<'d>, &'static str)> {
        let turn = self.starts.iter().rfind(|(start, ..)| *start <= token);
        let own = turn.map(|(_, speaker, by)| (*speaker, *by));
        let titled = self.titled.iter().filter(|name| name.index() < token).map(|name| (*name, "title"));
        own.into_iter().chain(titled).collect()
    }
}

/// The lines of a document, as ranges of tokens without the breaks.
fn lines(doc: &Doc<'_>) -> Vec<Range<usize>> {
    let (mut lines, mut start) = (Vec::new(), 0);
    for token in doc.tokens().filter(|token| token.is_space() && token.text().contains('\n')) {
        lines.push(start..token.index());
        start = token.index() + 1;
    }
    lines.push(start..doc.len());
    lines.retain(|line| !line.is_empty());
    lines
}

/// "SENATOR OTOYA: They tell us ...": where the words begin, and the head of the label.
fn labelled<'d>(doc: &'d Doc<'d>, line: Range<usize>) -> Option<(usize, TokenRef<'d>)> {
    let colon =
        line.clone().take(LABEL_MAX + 1).find(|index| doc.token(*index).is_some_and(|t| t.text() == ":"))?;
    let label: Vec<TokenRef<'d>> = (line.start..colon).filter_map(|index| doc.token(index)).collect();
    let is_name = |token: &TokenRef<'d>| {
        let is_capital = token.text().chars().next().is_some_and(char::is_uppercase);
        let is_small = matches!(token.text(), "of" | "the" | "for" | "and" | "(" | ")" | "." | "-" | ",");
        (is_capital || is_small) && !token.text().contains(|c: char| c.is_ascii_digit())
    };
    let is_label =
        label.iter().all(is_name) && label.iter().map(|token| token.text().len()).sum::<usize>() > 2;
    if !is_label || colon + 1 >= line.end {
        return None;
    }
    let before_small = label.iter().position(|token| matches!(token.text(), "of" | "for" | "(" | ","));
    let titles = label.get(..before_small.unwrap_or(label.len()))?;
    let head = titles.iter().rfind(|token| matches!(token.pos(), "PROPN" | "NOUN"))?;
    Some((colon + 1, *head))
}

/// "The minister said:" at the end of a line: who is to speak.
fn introduced<'d>(doc: &'d Doc<'d>, line: Range<usize>) -> Option<TokenRef<'d>> {
    let last = doc.token(line.end - 1).filter(|last| last.text() == ":")?;
    let near = (line.start..last.index()).rev().take(6).filter_map(|index| doc.token(index));
    let verb =
        near.into_iter().find(|token| syntax::is_verb(*token) && speech::speech(token.lemma()) == "says")?;
    syntax::subjects(verb).into_iter().next()
}
