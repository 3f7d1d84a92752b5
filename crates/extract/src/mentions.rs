//! Finds who and what a text speaks of: known names, new names, and the noun phrases that stand for parties.
//! Start at [`Mentions::find`].

use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};

use crate::gazetteer::{Known, NameKind};
use crate::syntax;

/// A name in a text.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Tokens.
    pub tokens: Range<usize>,
    pub kind: NameKind,
    /// Whom it names, for a known name.
    pub identity: Option<u32>,
}

/// Stands for a token that is no part of a mention; half the memory of an `Option`, which counts in a long text.
const NO_MENTION: u32 = u32::MAX;

/// The names of a text in order, none overlapping another.
#[derive(Debug, Default)]
pub struct Mentions {
    list: Vec<Mention>,
    /// For each token, the index of its mention, or [`NO_MENTION`].
    by_token: Vec<u32>,
}

impl Mentions {
    /// Known names first; entities of the model that do not touch them are new names.
    #[must_use]
    pub fn find(doc: &Doc<'_>, known: &[Known]) -> Self {
        let mut list: Vec<Mention> = Vec::new();
        let mut taken = vec![false; doc.len()];
        let mut known = known.iter().peekable();
        let mut first = 0;
        for token in doc.tokens() {
            while known.next_if(|name| name.range.end <= token.range().start).is_some() {}
            let Some(name) = known.peek() else { break };
            if name.range.start == token.range().start {
                first = token.index();
            }
            // A name is one token where the parser was told of it, and may be several where it was not. One that begins
            // or ends inside a token is left out.
            let begins = doc.token(first).is_some_and(|first| first.range().start == name.range.start);
            if begins && name.range.end == token.range().end {
                let tokens = first..token.index() + 1;
                taken[tokens.clone()].fill(true);
                list.push(Mention { tokens, kind: name.kind, identity: Some(name.identity) });
            }
        }
        for entity in doc.entities() {
            let Some(kind) = kind_of(entity.kind) else { continue };
            let tokens = trimmed(doc, entity.tokens);
            let last =
                tokens.end.checked_sub(1).and_then(|index| doc.token(index)).map_or("", TokenRef::text);
            let is_group = tokens.len() > 1 && GROUP_NOUNS.contains(&last);
            let kind = if is_group { NameKind::Organisation } else { kind };
            if !tokens.is_empty() && !taken[tokens.clone()].iter().any(|taken| *taken) {
                list.push(Mention { tokens, kind, identity: None });
            }
        }
        list.sort_by_key(|mention| mention.tokens.start);
        list.shrink_to_fit();
        let mut by_token = vec![NO_MENTION; doc.len()];
        for (index, mention) in list.iter().enumerate() {
            by_token[mention.tokens.clone()].fill(index as u32);
        }
        Mentions { list, by_token }
    }

    /// All of them, in order.
    #[must_use]
    pub fn list(&self) -> &[Mention] {
        &self.list
    }

    /// The index of the mention that a token is part of.
    #[must_use]
    pub fn index_at(&self, token: usize) -> Option<usize> {
        let index = self.by_token.get(token).copied().filter(|index| *index != NO_MENTION);
        index.map(|index| index as usize)
    }

    /// The mention that a token is part of.
    #[must_use]
    pub fn at(&self, token: usize) -> Option<&Mention> {
        self.index_at(token).and_then(|index| self.list.get(index))
    }

    /// Names that stand before a noun, each once.
    #[must_use]
    pub fn named_modifiers<'d>(&self, noun: TokenRef<'d>) -> Vec<TokenRef<'d>> {
        let mut found: Vec<TokenRef<'d>> = Vec::new();
        for token in syntax::modifiers(noun) {
            let Some(mention) = self.at(token.index()).filter(|m| !m.tokens.contains(&noun.index())) else {
                continue;
            };
            if !found.iter().any(|other| mention.tokens.contains(&other.index())) {
                found.push(token);
            }
        }
        found
    }
}

/// Nouns with which the names of organisations end, whatever the model takes them for.
const GROUP_NOUNS: [&str; 44] = [
    "Agency",
    "Alliance",
    "Army",
    "Assembly",
    "Authority",
    "Battalion",
    "Bloc",
    "Brigade",
    "Brigades",
    "Cartel",
    "Coalition",
    "Column",
    "Command",
    "Commission",
    "Committee",
    "Company",
    "Corps",
    "Council",
    "Emirate",
    "Faction",
    "Federation",
    "Force",
    "Forces",
    "Front",
    "Government",
    "Group",
    "Guard",
    "Guards",
    "Jamaat",
    "League",
    "Legion",
    "Militia",
    "Ministry",
    "Movement",
    "Network",
    "Organisation",
    "Organization",
    "Party",
    "Police",
    "Rangers",
    "Regiment",
    "Resistance",
    "Union",
    "Wing",
];

fn kind_of(entity: &str) -> Option<NameKind> {
    Some(match entity {
        "ORG" => NameKind::Organisation,
        "PERSON" => NameKind::Person,
        "GPE" | "LOC" | "FAC" => NameKind::Place,
        _ => return None,
    })
}

/// Without article and possessive at its ends.
fn trimmed(doc: &Doc<'_>, tokens: Range<usize>) -> Range<usize> {
    let is_edge = |index: usize| {
        doc.token(index)
            .is_none_or(|token| matches!(token.tag(), "DT" | "POS" | "_SP" | "IN") || token.pos() == "PUNCT")
    };
    let (mut start, mut end) = (tokens.start, tokens.end);
    while start < end && is_edge(start) {
        start += 1;
    }
    while end > start && is_edge(end - 1) {
        end -= 1;
    }
    start..end
}

/// The words that name a noun phrase: its base phrase without article, quantity and possessor.
#[must_use]
pub fn phrase<'d>(doc: &'d Doc<'d>, head: TokenRef<'d>) -> Range<usize> {
    let belongs = |token: &TokenRef<'d>| {
        matches!(
            token.dep(),
            "compound" | "amod" | "nmod" | "nummod" | "punct" | "quantmod" | "advmod" | "npadvmod"
        )
    };
    let mut start = head.index();
    for child in head.children().filter(|child| child.index() < head.index() && belongs(child)) {
        start = start.min(child.subtree_range().start);
    }
    // A determiner or possessor inside a child's own phrase ends the name.
    for index in (start..head.index()).rev() {
        let Some(token) = doc.token(index) else { continue };
        if matches!(token.tag(), "DT" | "PRP$" | "POS" | "PDT") || matches!(token.text(), "," | ";" | ":") {
            start = index + 1;
            break;
        }
    }
    start..head.index() + 1
}
