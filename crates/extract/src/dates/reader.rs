//! A place in a row of pieces, and the steps that a rule takes from there. Start at [`Reader`].
//!
//! A rule is a function from a reader to what it read and the reader after it, or `None` when it reads nothing. So
//! rules compose with `?`, and trying one costs nothing when it fails.

use super::pieces::{Gap, Make, Piece};

/// What a rule read, and the place after it.
pub(crate) type Read<'p, T> = Option<(T, Reader<'p>)>;

/// A place in a row of pieces.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'p> {
    pieces: &'p [Piece<'p>],
    /// Where the expression begins.
    first: usize,
    at: usize,
}

impl<'p> Reader<'p> {
    /// At the piece of that index.
    pub fn new(pieces: &'p [Piece<'p>], at: usize) -> Self {
        Reader { pieces, first: at, at }
    }

    /// The index of the piece that it stands before.
    pub fn index(self) -> usize {
        self.at
    }

    /// The piece ahead; `None` at the end, and where another paragraph begins.
    pub fn ahead(self) -> Option<&'p Piece<'p>> {
        let piece = self.pieces.get(self.at)?;
        (self.at == self.first || piece.gap < Gap::Paragraph).then_some(piece)
    }

    /// The piece that was read last, or stands before the expression; `None` across paragraphs.
    pub fn behind(self) -> Option<&'p Piece<'p>> {
        let here = self.pieces.get(self.at);
        if here.is_some_and(|piece| piece.gap == Gap::Paragraph) && self.at == self.first {
            return None;
        }
        self.pieces.get(self.at.checked_sub(1)?)
    }

    /// The piece that many before the place.
    pub fn behind_by(self, pieces: usize) -> Option<&'p Piece<'p>> {
        self.pieces.get(self.at.checked_sub(pieces)?)
    }

    /// The same place as the beginning of an expression.
    pub fn anew(self) -> Self {
        Reader { first: self.at, ..self }
    }

    /// After the piece ahead.
    pub fn next(self) -> Option<Self> {
        self.ahead().map(|_| Reader { at: self.at + 1, ..self })
    }

    /// The word ahead, in lower case; empty if there is none.
    pub fn peek(self) -> &'p str {
        self.ahead().map_or("", Piece::word)
    }

    /// After that word.
    pub fn word(self, word: &str) -> Option<Self> {
        if self.peek() == word { self.next() } else { None }
    }

    /// After one of those words.
    pub fn any(self, words: &[&str]) -> Option<Self> {
        let ahead = self.peek();
        if ahead.is_empty() || !words.contains(&ahead) { None } else { self.next() }
    }

    /// After those words, one after the other.
    pub fn words(self, words: &[&str]) -> Option<Self> {
        words.iter().try_fold(self, |reader, word| reader.word(word))
    }

    /// After that mark.
    pub fn mark(self, mark: char) -> Option<Self> {
        if self.ahead()?.is_mark(mark) { self.next() } else { None }
    }

    /// After a hyphen or dash of any length.
    pub fn dash(self) -> Option<Self> {
        "-–—‐‑−".chars().find_map(|dash| self.mark(dash))
    }

    /// After an apostrophe of any form.
    pub fn apostrophe(self) -> Option<Self> {
        "'’‘".chars().find_map(|mark| self.mark(mark))
    }

    /// After what the rule reads, or here.
    pub fn maybe(self, rule: impl FnOnce(Self) -> Option<Self>) -> Self {
        rule(self).unwrap_or(self)
    }

    /// Here, if the piece ahead follows without a gap.
    pub fn tight(self) -> Option<Self> {
        (self.ahead()?.gap == Gap::Nothing).then_some(self)
    }

    /// What `meaning` makes of the word ahead.
    pub fn meaning<T>(self, meaning: impl FnOnce(&str) -> Option<T>) -> Read<'p, T> {
        let word = self.peek();
        if word.is_empty() { None } else { Some((meaning(word)?, self.next()?)) }
    }

    /// Whether the pieces on both sides of the one ahead make one figure with it: 1,500 or 3.5 or $20 or 555-2014.
    pub fn is_in_figure(self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.pieces.get(at));
        let here = self.pieces.get(self.at);
        let after = self.pieces.get(self.at + 1);
        let further = self.pieces.get(self.at + 2);
        let is_tight = |piece: Option<&Piece<'_>>| piece.is_some_and(|piece| piece.gap == Gap::Nothing);
        let is_mark = |piece: Option<&Piece<'_>>, marks: &str| {
            piece.is_some_and(|piece| piece.make == Make::Mark && marks.contains(piece.text))
        };
        let is_digits = |piece: Option<&Piece<'_>>| piece.is_some_and(|piece| piece.make == Make::Digits);
        let first = self.at.checked_sub(2).and_then(|at| self.pieces.get(at));
        let joined_before = is_tight(here) && is_mark(before, ".,") && is_tight(before) && is_digits(first);
        let joined_after = is_tight(after) && is_mark(after, ".,") && is_tight(further) && is_digits(further);
        let sign_before = is_tight(here) && is_mark(before, "$€£#+@");
        let sign_after = is_tight(after) && is_mark(after, "%€");
        joined_before || joined_after || sign_before || sign_after
    }
}
