//! Joins neighbouring tokens that spell an exception which the first pass cut; start at [`Joiner::push`].
//!
//! As spaCy's `Tokenizer._apply_special_cases` (MIT licence): the first pass tokenizes "and/Adm. Hill" to "and",
//! "/", "Adm", ".", "Hill"; "Adm" and "." are a phrase of the exception "Adm.". Phrases are found by their tokens
//! alone, so that "Adm ." is found too; its text is no exception and it stays as it is, but it still keeps shorter
//! phrases in it from being joined.

use super::words::{Part, Words};
use super::{NormId, Piece};

/// A word's number in the phrases; 0 if it is in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordId(pub u16);

/// The phrases as a trie of word numbers; node 0 is the root.
#[derive(Debug)]
pub(super) struct Phrases {
    nodes: Vec<Node>,
    /// By word number: the node after a phrase's first word, or 0.
    first: Vec<u16>,
}

#[derive(Debug, Default)]
struct Node {
    next: Vec<(WordId, u16)>,
    is_end: bool,
}

impl Phrases {
    /// Builds the trie.
    pub(super) fn new(phrases: &[Vec<WordId>]) -> Result<Phrases, String> {
        let mut trie = Phrases { nodes: vec![Node::default()], first: Vec::new() };
        for phrase in phrases {
            let mut node = 0;
            for &word in phrase {
                node = match trie.step(node, word) {
                    Some(next) => next,
                    None => trie.add_node(node, word)?,
                };
            }
            if let Some(node) = trie.nodes.get_mut(node as usize) {
                node.is_end = true;
            }
        }
        let root = trie.nodes.first().map(|node| node.next.clone()).unwrap_or_default();
        trie.first = vec![0; root.iter().map(|(word, _)| word.0 as usize + 1).max().unwrap_or(0)];
        for (word, node) in root {
            if let Some(first) = trie.first.get_mut(word.0 as usize) {
                *first = node;
            }
        }
        Ok(trie)
    }

    fn add_node(&mut self, parent: u16, word: WordId) -> Result<u16, String> {
        let number = u16::try_from(self.nodes.len()).map_err(|_| "too many phrases")?;
        self.nodes.push(Node::default());
        if let Some(parent) = self.nodes.get_mut(parent as usize) {
            parent.next.push((word, number));
        }
        Ok(number)
    }

    fn step(&self, node: u16, word: WordId) -> Option<u16> {
        let next = &self.nodes.get(node as usize)?.next;
        next.iter().find(|(known, _)| *known == word).map(|(_, node)| *node)
    }

    fn first(&self, word: WordId) -> Option<u16> {
        self.first.get(word.0 as usize).copied().filter(|&node| node != 0)
    }
}

/// Takes the first pass's tokens and hands over the final ones. Holds tokens back only while a phrase may still
/// grow over them.
pub(super) struct Joiner<'a> {
    phrases: &'a Phrases,
    words: &'a Words,
    text: &'a str,
    emit: &'a mut dyn FnMut(Piece),
    held: Vec<Piece>,
    /// Phrases that the next token may continue: place of the first token in `held`, node. By place.
    open: Vec<(usize, u16)>,
    /// Phrases found: places in `held`, the end exclusive.
    found: Vec<(usize, usize)>,
    /// How many tokens are held before the joiner looks for a place up to which it can let go.
    held_max: usize,
}

const HELD_MAX: usize = 1024;

impl<'a> Joiner<'a> {
    pub(super) fn new(
        phrases: &'a Phrases,
        words: &'a Words,
        text: &'a str,
        emit: &'a mut dyn FnMut(Piece),
    ) -> Joiner<'a> {
        let (held, open, found) = (Vec::new(), Vec::new(), Vec::new());
        Joiner { phrases, words, text, emit, held, open, found, held_max: HELD_MAX }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Takes the tokens of an exception.
    pub(super) fn push_parts(&mut self, mut start: usize, parts: &[Part], space_after: bool) {
        for (place, part) in parts.iter().enumerate() {
            let end = start + part.length as usize;
            self.push(start, end, part.norm, part.word, space_after && place + 1 == parts.len());
            start = end;
        }
    }

    /// Takes the next token.
    pub(super) fn push(&mut self, start: usize, end: usize, norm: NormId, word: WordId, space_after: bool) {
        // The tokenizer keeps its texts below 4 GiB.
        let piece = Piece { start: start as u32, end: end as u32, norm, space_after };
        let first = self.phrases.first(word);
        if self.open.is_empty() && first.is_none() {
            (self.emit)(piece);
            return;
        }
        let place = self.held.len();
        self.held.push(piece);
        let mut open = std::mem::take(&mut self.open);
        open.retain_mut(|(start, node)| match self.phrases.step(*node, word) {
            Some(next) => {
                *node = next;
                self.reach(*start, place, next)
            }
            None => false,
        });
        if let Some(first) = first
            && self.reach(place, place, first)
        {
            open.push((place, first));
        }
        self.open = open;
        match self.open.first() {
            None => self.release(self.held.len()),
            Some(&(oldest, _)) if self.held.len() >= self.held_max => self.release_before(oldest),
            Some(_) => {}
        }
    }

    /// Hands over what is left.
    pub(super) fn finish(mut self) {
        self.release(self.held.len());
    }

    /// Notes the phrase that ends at this node, if any, and tells whether it can go on.
    fn reach(&mut self, start: usize, last: usize, node: u16) -> bool {
        let Some(node) = self.phrases.nodes.get(node as usize) else { return false };
        if node.is_end {
            self.found.push((start, last + 1));
        }
        !node.next.is_empty()
    }

    /// Lets go of the tokens before this place unless a phrase lies across it.
    fn release_before(&mut self, place: usize) {
        if self.found.iter().any(|&(start, end)| start < place && place < end) {
            self.held_max = self.held.len() * 2;
            return;
        }
        let later = self.found.iter().filter(|(start, _)| *start >= place);
        let later: Vec<_> = later.map(|(start, end)| (start - place, end - place)).collect();
        self.release(place);
        self.found = later;
        for (start, _) in &mut self.open {
            *start -= place;
        }
        self.held_max = HELD_MAX.max(self.held.len() * 2);
    }

    /// Joins what is to be joined in the held tokens before this place and hands them over.
    fn release(&mut self, end: usize) {
        self.found.retain(|(start, _)| *start < end);
        let mut phrases = self.accepted().into_iter().peekable();
        let mut place = 0;
        while place < end {
            match phrases.next_if(|(start, _)| *start == place) {
                Some((_, after)) => {
                    self.emit_phrase(place, after);
                    place = after;
                }
                None => {
                    if let Some(&piece) = self.held.get(place) {
                        (self.emit)(piece);
                    }
                    place += 1;
                }
            }
        }
        self.held.drain(..end.min(self.held.len()));
        self.found.clear();
    }

    /// The phrases to join, in order: longer ones first, then earlier ones; a phrase that is not joined still
    /// takes its tokens from the others, as in spaCy's `_filter_special_spans`.
    fn accepted(&mut self) -> Vec<(usize, usize)> {
        if self.found.is_empty() {
            return Vec::new();
        }
        self.found.sort_unstable_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
        let mut taken = vec![false; self.held.len()];
        let mut accepted = Vec::new();
        for &(start, end) in &self.found {
            let is_taken = |place: usize| taken.get(place).copied().unwrap_or(false);
            if !is_taken(start) && !is_taken(end - 1) {
                accepted.push((start, end));
            }
            if let Some(range) = taken.get_mut(start..end) {
                range.fill(true);
            }
        }
        accepted.sort_unstable();
        accepted
    }

    /// Hands over the tokens of the exception that these tokens spell, or the tokens as they are if they spell none.
    fn emit_phrase(&mut self, start: usize, end: usize) {
        let Some(tokens) = self.held.get(start..end) else { return };
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let spelt = self.text.get(first.start as usize..last.end as usize).unwrap_or_default();
        let parts = self.words.find(spelt).parts;
        if parts.is_empty() {
            tokens.iter().for_each(|&piece| (self.emit)(piece));
            return;
        }
        let mut at = first.start;
        for (place, part) in parts.iter().enumerate() {
            let end = at + part.length;
            let space_after = last.space_after && place + 1 == parts.len();
            (self.emit)(Piece { start: at, end, norm: part.norm, space_after });
            at = end;
        }
    }
}
