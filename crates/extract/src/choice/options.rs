//! Lists the phrases that could fill a role of a claim. Start at [`options`].

use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};

use super::path::{Path, path};
use crate::gazetteer::NameKind;
use crate::mentions::{Mention, Mentions};
use crate::sentences::Sentences;
use crate::syntax;

/// Phrases of one sentence that are weighed: those nearest to the trigger.
const NEAR_MAX: usize = 24;
/// Sentences before the trigger's whose names are weighed.
const SENTENCES_BACK: usize = 3;
/// Names of each such sentence.
const BACK_MAX: usize = 5;

/// Where an option comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The frame's own filler.
    Frame,
    /// A phrase of the same sentence.
    Near,
    /// A name of a sentence before.
    Before,
    /// Who has the floor.
    Floor,
    /// The role stays empty.
    Empty,
}

impl Origin {
    /// Its name in the features.
    pub fn word(self) -> &'static str {
        match self {
            Origin::Frame => "frame",
            Origin::Near => "near",
            Origin::Before => "before",
            Origin::Floor => "floor",
            Origin::Empty => "empty",
        }
    }
}

/// Phrases that together could fill a role, with what the tree says of the first.
#[derive(Clone, Debug)]
pub(crate) struct Filler<'d> {
    pub origin: Origin,
    /// Heads of the phrases; none for an empty role.
    pub heads: Vec<TokenRef<'d>>,
    /// The names that they give; filled in by whoever can name parties.
    pub names: Vec<String>,
    /// The way from the trigger to the first head.
    pub path: Path,
    /// What the first head is: a kind of name, a pronoun, a noun.
    pub sort: &'static str,
    /// Sentences between it and the trigger.
    pub back: usize,
    /// Its place among those of its sort by nearness.
    pub rank: usize,
    /// What the first head's noun is of: events and weapons, members of a group, or neither.
    pub class: &'static str,
    /// Other options that name the same.
    pub echoes: usize,
    /// Whether others stand beside it in a coordination that are left out.
    pub is_partial: bool,
}

/// What listing options needs of a document.
#[derive(Clone, Copy)]
pub(crate) struct Field<'d> {
    pub doc: &'d Doc<'d>,
    pub mentions: &'d Mentions,
    pub sentences: &'d Sentences,
}

impl<'d> Field<'d> {
    /// The phrases that could fill a role of a trigger, whatever the frame says: those of its sentence, then names
    /// of the sentences before.
    pub fn phrases(&self, trigger: TokenRef<'d>) -> Vec<Filler<'d>> {
        let number = self.sentences.number(trigger.index());
        let mut heads = self.heads(self.sentences.of(trigger.index()));
        heads.sort_by_key(|head| head.index().abs_diff(trigger.index()));
        heads.truncate(NEAR_MAX);
        let mut found = Vec::new();
        for head in heads {
            let members = syntax::members(head);
            if members.len() > 1 && head.dep() != "conj" {
                found.push(self.filler(trigger, Origin::Near, members.clone(), 0));
            }
            let mut alone = self.filler(trigger, Origin::Near, vec![head], 0);
            alone.is_partial = members.len() > 1 || head.dep() == "conj";
            found.push(alone);
        }
        for back in 1..=SENTENCES_BACK.min(number) {
            let names = self.names(self.sentences.at(number - back));
            found
                .extend(names.into_iter().map(|head| self.filler(trigger, Origin::Before, vec![head], back)));
        }
        rank(&mut found);
        found
    }

    /// One filler of these heads.
    pub fn filler(
        &self,
        trigger: TokenRef<'d>,
        origin: Origin,
        heads: Vec<TokenRef<'d>>,
        back: usize,
    ) -> Filler<'d> {
        let first = heads.first().copied();
        let is_here = back == 0 && origin != Origin::Empty;
        Filler {
            origin,
            path: match first {
                Some(first) if is_here => path(trigger, first),
                Some(first) => Path { up: "back".to_owned(), down: first.dep().to_owned(), steps: (0, 0) },
                None => Path::default(),
            },
            sort: first.map_or("empty", |first| self.sort(first)),
            heads,
            names: Vec::new(),
            back,
            rank: 0,
            class: "",
            echoes: 0,
            is_partial: false,
        }
    }

    /// The heads of the noun phrases and names in a range of tokens.
    pub fn heads(&self, tokens: Range<usize>) -> Vec<TokenRef<'d>> {
        let tokens = tokens.filter_map(|index| self.doc.token(index));
        tokens.filter(|token| self.is_head(*token)).collect()
    }

    fn is_head(&self, token: TokenRef<'d>) -> bool {
        if let Some(mention) = self.mentions.at(token.index()) {
            return is_head_of(mention, token);
        }
        let is_date =
            token.entity().is_some_and(|(kind, _)| matches!(kind, "DATE" | "TIME" | "MONEY" | "PERCENT"));
        match token.pos() {
            "NOUN" | "PROPN" => !is_date && !matches!(token.dep(), "compound" | "amod" | "nmod" | "npadvmod"),
            "PRON" => !matches!(token.tag(), "WDT" | "WP" | "WP$" | "EX"),
            "NUM" => !is_date && matches!(token.dep(), "nsubj" | "nsubjpass" | "dobj" | "pobj" | "conj"),
            _ => false,
        }
    }

    /// The names of a sentence of which an event may have been told, subjects first.
    fn names(&self, tokens: Range<usize>) -> Vec<TokenRef<'d>> {
        let tokens = tokens.filter_map(|index| self.doc.token(index));
        let mut names: Vec<TokenRef<'d>> = tokens
            .filter(|token| {
                self.mentions.at(token.index()).is_some_and(|mention| is_head_of(mention, *token))
            })
            .collect();
        names.sort_by_key(|name| (!matches!(name.dep(), "nsubj" | "nsubjpass"), name.index()));
        names.truncate(BACK_MAX);
        names
    }

    /// What a head is.
    pub fn sort(&self, head: TokenRef<'d>) -> &'static str {
        match self.mentions.at(head.index()).map(|mention| mention.kind) {
            Some(NameKind::Organisation) => "organisation",
            Some(NameKind::Person) => "person",
            Some(NameKind::Place) => "place",
            None => match head.text() {
                "I" | "me" | "my" | "we" | "We" | "us" | "our" | "My" | "Our" | "mine" | "ours" => {
                    "first person"
                }
                _ if head.pos() == "PRON" || head.tag() == "PRP$" => match head.lemma() {
                    "it" | "its" => "it",
                    "they" | "their" => "they",
                    _ => "pronoun",
                },
                _ if head.pos() == "PROPN" => "name",
                _ if head.pos() == "NUM" => "number",
                _ if syntax::is_verb(head) => "clause",
                _ => "noun",
            },
        }
    }
}

/// Whether a token heads the words of a mention.
fn is_head_of(mention: &Mention, token: TokenRef<'_>) -> bool {
    token.is_root() || !mention.tokens.contains(&token.head().index())
}

/// Numbers the options of each sort in their order.
fn rank(fillers: &mut [Filler<'_>]) {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for filler in fillers {
        match counts.iter_mut().find(|(sort, _)| *sort == filler.sort) {
            Some((_, count)) => {
                *count += 1;
                filler.rank = *count;
            }
            None => counts.push((filler.sort, 0)),
        }
    }
}
