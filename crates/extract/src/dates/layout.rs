//! Where on the page a date stands, as far as it says whose date it is: a line that says when the text was written, or
//! a bracket that opens an item of that date. Start at [`Layout`].

use retrospect_lang::Doc;

use super::pieces::{Gap, Make, Piece};
use super::story::Place;

/// Lines of text among which a dateline is looked for.
const HEAD_LINES: usize = 4;
/// Lines at the end of a text among which one is looked for that is signed and dated.
const FOOT_LINES: usize = 2;
/// Words of a line that says when the text was written, before its date.
const LINE_WORDS_MAX: usize = 30;
/// How much of a line is looked at on either side of its date.
const LINE_PIECES_MAX: usize = 100;
/// Words before the date in a sentence that only says when: "We spoke by phone on 3 February 2023."
const SENTENCE_WORDS_MAX: usize = 6;

/// Lines, paragraphs and sentences of a block of a text by its pieces.
#[derive(Debug)]
pub(crate) struct Layout {
    /// For each piece: its line, its paragraph and its sentence.
    places: Vec<(usize, Place)>,
}

/// Whether a date stands where a text says when it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dateline {
    /// It does not.
    No,
    /// It does, at the text's head.
    Head,
    /// It does if its line, of this number, is one of the text's last.
    Foot(usize),
}

impl Dateline {
    /// Whether it is one, in a text of so many lines.
    pub fn holds_in(self, lines: usize) -> bool {
        match self {
            Self::No => false,
            Self::Head => true,
            Self::Foot(line) => line + FOOT_LINES >= lines,
        }
    }
}

/// How many lines, paragraphs and sentences have begun; `None` before the first piece of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Begun(Option<(usize, Place)>);

impl Begun {
    /// How many lines.
    pub fn lines(self) -> usize {
        self.0.map_or(0, |(line, _)| line + 1)
    }
}

impl Layout {
    /// Reads the layout of the next block of a text.
    pub fn next(doc: &Doc<'_>, pieces: &[Piece<'_>], begun: &mut Begun) -> Self {
        let mut places = Vec::with_capacity(pieces.len());
        let mut token = usize::MAX;
        for piece in pieces {
            let (line, Place { paragraph, mut sentence }) = match begun.0 {
                Some((line, place)) => (
                    line + usize::from(piece.gap >= Gap::Line),
                    Place { paragraph: place.paragraph + usize::from(piece.gap == Gap::Paragraph), ..place },
                ),
                None => (0, Place { paragraph: 0, sentence: 0 }),
            };
            if piece.token != token
                && doc.token(piece.token).is_some_and(retrospect_lang::TokenRef::starts_sentence)
            {
                sentence += 1;
            }
            token = piece.token;
            let here = (line, Place { paragraph, sentence });
            begun.0 = Some(here);
            places.push(here);
        }
        Layout { places }
    }

    /// The place of a piece.
    pub fn place(&self, piece: usize) -> Place {
        self.places.get(piece).map_or(Place { paragraph: 0, sentence: 0 }, |(_, place)| *place)
    }

    fn line(&self, piece: usize) -> Option<usize> {
        self.places.get(piece).map(|(line, _)| *line)
    }

    /// Whether pieces `first..last` are a date in brackets at the beginning of a line.
    pub fn opens_item(&self, pieces: &[Piece<'_>], first: usize, last: usize) -> bool {
        let Some(bracket) = first.checked_sub(1).and_then(|before| pieces.get(before)) else { return false };
        bracket.gap >= Gap::Line
            && bracket.is_mark('[')
            && pieces.get(last).is_some_and(|piece| piece.is_mark(']'))
    }

    /// Whether pieces `first..last` stand where a text says when it was written: in a title or before the dash of its
    /// first line, or at the end of a short line of its head or foot.
    pub fn dateline(&self, doc: &Doc<'_>, pieces: &[Piece<'_>], first: usize, last: usize) -> Dateline {
        let Some(line) = self.line(first) else { return Dateline::No };
        if !self.is_dateline(doc, pieces, first, last) {
            Dateline::No
        } else if line < HEAD_LINES {
            Dateline::Head
        } else {
            Dateline::Foot(line)
        }
    }

    fn is_dateline(&self, doc: &Doc<'_>, pieces: &[Piece<'_>], first: usize, last: usize) -> bool {
        let Some(line) = self.line(first) else { return false };
        let in_line = |piece: &usize| self.line(*piece) == Some(line);
        let begin = (0..first).rev().take_while(in_line).take(LINE_PIECES_MAX).last().unwrap_or(first);
        let before = pieces.get(begin..first).unwrap_or_default();
        if before.len() == LINE_PIECES_MAX {
            return false;
        }
        let rest = (last..pieces.len()).take_while(in_line).take(LINE_PIECES_MAX);
        let rest: Vec<&Piece<'_>> = rest.filter_map(|piece| pieces.get(piece)).collect();
        let opens_clause = before.first().is_some_and(|piece| OPENERS.contains(&piece.word()));
        let is_bounded = before.last().is_some_and(|piece| BOUNDS.contains(&piece.word()));
        if opens_clause || is_bounded {
            return false;
        }
        let has_verb = |piece: &&Piece<'_>| {
            let tag = doc.token(piece.token).map_or("", retrospect_lang::TokenRef::tag);
            let is_lower = piece.text.starts_with(char::is_lowercase);
            matches!(tag, "VBD" | "VBZ" | "VBP" | "MD") && piece.make == Make::Letters && is_lower
        };
        let opens_entry = before.is_empty() && rest.first().is_some_and(|next| !next.is_mark('('));
        let has_end = rest.first().is_none_or(|next| closes(next)) || !rest.iter().any(has_verb);
        let tells = before.iter().any(|piece| has_verb(&piece));
        let is_title = has_end && !opens_entry && !tells;
        let words = before.iter().filter(|piece| piece.make == Make::Letters).count();
        let ends_line = rest.iter().all(|piece| piece.make == Make::Mark);
        if line >= HEAD_LINES {
            return is_title && ends_line && words <= SENTENCE_WORDS_MAX;
        }
        let sentence = self.place(first).sentence;
        let in_sentence = (begin..first).filter(|piece| self.place(*piece).sentence == sentence).count();
        (is_title && words <= LINE_WORDS_MAX) || (ends_line && !tells && in_sentence <= SENTENCE_WORDS_MAX)
    }
}

/// Words with which a sentence of the running text sets out, so that its date is one of the story.
const OPENERS: [&str; 12] =
    ["on", "in", "at", "since", "from", "by", "during", "until", "after", "before", "between", "when"];
/// Words that make a date something else than the day of writing.
const BOUNDS: [&str; 10] = ["since", "until", "till", "before", "after", "by", "from", "between", "to", "in"];

/// Whether a mark ends a title's date.
fn closes(piece: &Piece<'_>) -> bool {
    ".—–-(:/|;".chars().any(|mark| piece.is_mark(mark))
}
