//! What the engine says of a text: its tokens with their tags, lemmas, heads and entities, and its sentences.
//! Start at [`Doc`].

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::chunks::noun_chunks;
use crate::entities::EntityTag;
use crate::stand_in::StandInKind;
use crate::tokenize::{NormId, Piece};

/// Names of tags, labels and the like by index.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    pub tags: Vec<String>,
    pub pos: Vec<String>,
    pub morph: Vec<String>,
    pub deps: Vec<String>,
    pub entity_types: Vec<String>,
}

/// One token as it is stored: 24 bytes, so that a book fits in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// First byte in the text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Index of the head; a root's own.
    pub head: u32,
    /// Index in the document's lemmas, or [`Token::LEMMA_IS_TEXT`].
    pub lemma: u32,
    pub norm: NormId,
    pub tag: u8,
    pub pos: u8,
    pub dep: u8,
    pub morph: u8,
    pub entity: EntityTag,
    flags: u8,
}

impl Token {
    /// The lemma is the token's text as it stands.
    pub const LEMMA_IS_TEXT: u32 = u32::MAX;
    const SPACE_AFTER: u8 = 1;
    const STARTS_SENTENCE: u8 = 2;
    const IS_SPACE: u8 = 4;
    const ENDS_PARAGRAPH: u8 = 8;
    /// Two bits: 0 none, else the kind of stand-in plus 1.
    const STAND_IN_SHIFT: u8 = 4;

    /// A token without annotation.
    pub fn new(piece: Piece, is_space: bool, stand_in: Option<StandInKind>) -> Self {
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        let stand_in = stand_in.map_or(0, |kind| kind as u8 + 1) << Self::STAND_IN_SHIFT;
        Token {
            start: piece.start,
            end: piece.end,
            head: 0,
            lemma: Self::LEMMA_IS_TEXT,
            norm: piece.norm,
            tag: 0,
            pos: 0,
            dep: 0,
            morph: 0,
            entity: EntityTag::default(),
            flags: flag(piece.space_after, Self::SPACE_AFTER) | flag(is_space, Self::IS_SPACE) | stand_in,
        }
    }

    pub fn text_in<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// What the networks read in the token's place: its text or a stand-in.
    pub fn word_in<'t>(&self, text: &'t str) -> &'t str {
        match StandInKind::ALL.get(usize::from(self.flags >> Self::STAND_IN_SHIFT).wrapping_sub(1)) {
            Some(kind) => kind.word(),
            None => self.text_in(text),
        }
    }

    pub fn space_after(&self) -> bool {
        self.flags & Self::SPACE_AFTER != 0
    }

    pub fn is_space(&self) -> bool {
        self.flags & Self::IS_SPACE != 0
    }

    pub fn starts_sentence(&self) -> bool {
        self.flags & Self::STARTS_SENTENCE != 0
    }

    /// Whether no sentence goes on beyond it, whatever the parser thinks.
    pub fn ends_paragraph(&self) -> bool {
        self.flags & Self::ENDS_PARAGRAPH != 0
    }

    pub fn set_ends_paragraph(&mut self) {
        self.flags |= Self::ENDS_PARAGRAPH;
    }

    pub fn set_starts_sentence(&mut self, starts: bool) {
        self.flags =
            if starts { self.flags | Self::STARTS_SENTENCE } else { self.flags & !Self::STARTS_SENTENCE };
    }
}

/// A parsed text. Positions are byte offsets into the text that was given; [`Doc::char_offsets`] counts characters.
///
/// The tokens and the single spaces after them give the text back exactly.
#[derive(Debug)]
pub struct Doc<'t> {
    text: &'t str,
    vocabulary: Arc<Vocabulary>,
    tokens: Vec<Token>,
    lemmas: Vec<Box<str>>,
    children: OnceLock<Children>,
}

/// The dependents of each token, in one list.
#[derive(Debug)]
struct Children {
    /// Token `i` has the children `list[begins[i]..begins[i + 1]]`.
    begins: Vec<u32>,
    list: Vec<u32>,
}

/// A named entity: a run of tokens and its type, such as `ORG`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity<'d> {
    /// Indices of its tokens.
    pub tokens: Range<usize>,
    /// The name of its type.
    pub kind: &'d str,
}

impl<'t> Doc<'t> {
    pub(crate) fn new(
        text: &'t str,
        vocabulary: Arc<Vocabulary>,
        tokens: Vec<Token>,
        lemmas: Vec<Box<str>>,
    ) -> Self {
        Doc { text, vocabulary, tokens, lemmas, children: OnceLock::new() }
    }

    /// The text that was parsed.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Number of tokens, white-space tokens included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the text was empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token at an index, `None` past the end.
    #[must_use]
    pub fn token(&self, index: usize) -> Option<TokenRef<'_>> {
        (index < self.tokens.len()).then_some(TokenRef { doc: self, index })
    }

    /// All tokens in order.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = TokenRef<'_>> + DoubleEndedIterator {
        (0..self.tokens.len()).map(|index| TokenRef { doc: self, index })
    }

    /// The sentences in order, as ranges of token indices. Together they hold every token.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let mut begin = 0;
        std::iter::from_fn(move || {
            let rest = self.tokens.get(begin + 1..)?;
            let length = rest.iter().position(Token::starts_sentence).unwrap_or(rest.len());
            let sentence = begin..begin + 1 + length;
            begin = sentence.end;
            Some(sentence)
        })
    }

    /// The named entities in order.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let skipped =
                self.tokens.get(at..)?.iter().position(|token| token.entity != EntityTag::default())?;
            let begin = at + skipped;
            let further = self.tokens.get(begin + 1..)?;
            let inside = |token: &Token| token.entity.parts().is_some_and(|(_, is_first)| !is_first);
            at = begin + 1 + further.iter().take_while(|token| inside(token)).count();
            let kind = self.tokens.get(begin)?.entity.parts()?.0;
            Some(Entity { tokens: begin..at, kind: self.vocabulary.entity_types.get(kind)? })
        })
    }

    /// Base noun phrases in order, as ranges of token indices: a noun with what stands before it in its phrase.
    #[must_use]
    pub fn noun_chunks(&self) -> Vec<Range<usize>> {
        noun_chunks(self)
    }

    /// The offset, in Unicode scalar values, of each token's start and end, in order. One pass over the text.
    pub fn char_offsets(&self) -> impl Iterator<Item = Range<usize>> {
        let (mut byte, mut chars) = (0, 0);
        self.tokens.iter().map(move |token| {
            let mut count_to = |end: u32| {
                chars += self.text.get(byte..end as usize).unwrap_or_default().chars().count();
                byte = end as usize;
                chars
            };
            count_to(token.start)..count_to(token.end)
        })
    }

    /// The offsets, in Unicode scalar values, of ranges of tokens that come in order and do not overlap, such as
    /// sentences or entities. One pass over the text.
    pub fn char_ranges(
        &self,
        ranges: impl IntoIterator<Item = Range<usize>>,
    ) -> impl Iterator<Item = Range<usize>> {
        let (mut offsets, mut next) = (self.char_offsets(), 0);
        ranges.into_iter().filter_map(move |range| {
            let first = offsets.nth(range.start.checked_sub(next)?)?;
            let last = range.len().checked_sub(2).and_then(|further| offsets.nth(further));
            next = range.end;
            Some(first.start..last.unwrap_or(first).end)
        })
    }

    /// The bytes that a range of tokens covers, without the space after the last; empty for an empty range.
    #[must_use]
    pub fn byte_range(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => first.start as usize..last.end as usize,
            Some([only]) => only.start as usize..only.end as usize,
            _ => 0..0,
        }
    }

    fn children(&self) -> &Children {
        self.children.get_or_init(|| {
            let count = self.tokens.len();
            let mut begins = vec![0_u32; count + 1];
            let heads = || self.tokens.iter().map(|token| token.head as usize).enumerate();
            for (_, head) in heads().filter(|(token, head)| token != head) {
                begins[head] += 1;
            }
            // First where the children of each token end; each child that is put in its place moves that to the front.
            for index in 0..count {
                begins[index + 1] += begins[index];
            }
            let mut list = vec![0; begins[count] as usize];
            for (token, head) in heads().rev().filter(|(token, head)| token != head) {
                begins[head] -= 1;
                list[begins[head] as usize] = token as u32;
            }
            Children { begins, list }
        })
    }
}

/// One token of a [`Doc`].
#[derive(Clone, Copy, Debug)]
pub struct TokenRef<'d> {
    doc: &'d Doc<'d>,
    index: usize,
}

impl PartialEq for TokenRef<'_> {
    /// The same token of the same document.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.doc, other.doc) && self.index == other.index
    }
}

impl Eq for TokenRef<'_> {}

impl<'d> TokenRef<'d> {
    fn token(self) -> &'d Token {
        &self.doc.tokens[self.index]
    }

    fn at(self, index: u32) -> Self {
        TokenRef { doc: self.doc, index: index as usize }
    }

    /// The document that it is of.
    #[must_use]
    pub fn doc(self) -> &'d Doc<'d> {
        self.doc
    }

    /// Its index in the document.
    #[must_use]
    pub fn index(self) -> usize {
        self.index
    }

    /// The bytes of the text that it covers.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.token().start as usize..self.token().end as usize
    }

    /// Its characters.
    #[must_use]
    pub fn text(self) -> &'d str {
        self.token().text_in(self.doc.text)
    }

    /// Whether one space follows that is not a token.
    #[must_use]
    pub fn has_space_after(self) -> bool {
        self.token().space_after()
    }

    /// Whether it consists of white space.
    #[must_use]
    pub fn is_space(self) -> bool {
        self.token().is_space()
    }

    /// Its base form, such as `pledge` for "pledged".
    #[must_use]
    pub fn lemma(self) -> &'d str {
        match self.doc.lemmas.get(self.token().lemma as usize) {
            Some(lemma) => lemma,
            None => self.text(),
        }
    }

    /// Its fine part of speech (Penn Treebank), such as `VBD`.
    #[must_use]
    pub fn tag(self) -> &'d str {
        &self.doc.vocabulary.tags[usize::from(self.token().tag)]
    }

    /// Its coarse part of speech (Universal Dependencies), such as `VERB`.
    #[must_use]
    pub fn pos(self) -> &'d str {
        &self.doc.vocabulary.pos[usize::from(self.token().pos)]
    }

    /// Its morphological features, such as `Tense=Past|VerbForm=Fin`; empty if it has none.
    #[must_use]
    pub fn morph(self) -> &'d str {
        &self.doc.vocabulary.morph[usize::from(self.token().morph)]
    }

    /// Its dependency label (ClearNLP), such as `nsubj`; `ROOT` for the root of a sentence.
    #[must_use]
    pub fn dep(self) -> &'d str {
        &self.doc.vocabulary.deps[usize::from(self.token().dep)]
    }

    /// The token that it depends on; itself for a root.
    #[must_use]
    pub fn head(self) -> Self {
        self.at(self.token().head)
    }

    /// Whether it depends on no other token.
    #[must_use]
    pub fn is_root(self) -> bool {
        self.token().head as usize == self.index
    }

    /// Whether a sentence begins with it.
    #[must_use]
    pub fn starts_sentence(self) -> bool {
        self.token().starts_sentence()
    }

    /// The type of the entity that it belongs to, such as `ORG`, and whether it is the entity's first token.
    #[must_use]
    pub fn entity(self) -> Option<(&'d str, bool)> {
        let (kind, is_first) = self.token().entity.parts()?;
        Some((self.doc.vocabulary.entity_types.get(kind)?, is_first))
    }

    /// The tokens that depend on it, in order.
    pub fn children(self) -> impl ExactSizeIterator<Item = TokenRef<'d>> + DoubleEndedIterator {
        let children = self.doc.children();
        let (begin, end) = (children.begins[self.index], children.begins[self.index + 1]);
        children.list[begin as usize..end as usize].iter().map(move |&child| self.at(child))
    }

    /// The chain of its heads, nearest first, up to the root.
    pub fn ancestors(self) -> impl Iterator<Item = TokenRef<'d>> {
        std::iter::successors(Some(self), |token| (!token.is_root()).then(|| token.head())).skip(1)
    }

    /// It and all that depends on it, directly or not, in order.
    #[must_use]
    pub fn subtree(self) -> Vec<TokenRef<'d>> {
        let mut found = vec![self];
        let mut next = 0;
        while let Some(token) = found.get(next).copied() {
            found.extend(token.children());
            next += 1;
        }
        found.sort_unstable_by_key(|token| token.index);
        found
    }

    /// Indices from the first to the last token of its subtree.
    #[must_use]
    pub fn subtree_range(self) -> Range<usize> {
        let subtree = self.subtree();
        match (subtree.first(), subtree.last()) {
            (Some(first), Some(last)) => first.index..last.index + 1,
            _ => self.index..self.index + 1,
        }
    }

    /// The way through the tree to another token of the same sentence: up from this one to their lowest common
    /// ancestor, then down, both ends included. `None` if they have no common ancestor.
    #[must_use]
    pub fn path_to(self, other: TokenRef<'d>) -> Option<Vec<TokenRef<'d>>> {
        let up: Vec<_> = std::iter::once(self).chain(self.ancestors()).collect();
        let mut down = Vec::new();
        for token in std::iter::once(other).chain(other.ancestors()) {
            if let Some(meeting) = up.iter().position(|ancestor| *ancestor == token) {
                let mut path = up;
                path.truncate(meeting + 1);
                path.extend(down.into_iter().rev());
                return Some(path);
            }
            down.push(token);
        }
        None
    }
}
