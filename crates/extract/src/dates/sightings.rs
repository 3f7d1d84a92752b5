//! Turns a parsed text into its expressions of dates, each with all that depends on the words around it, so that these
//! need not be kept. Start at [`Sightings::of`].

use std::ops::Range;

use retrospect_lang::Doc;

use super::layout::{Begun, Dateline, Layout};
use super::phrase::{Phrase, When};
use super::pieces::{Blocks, Piece};
use super::scan::{Found, scan};
use super::story::Place;

/// An expression of a date, a length of time or a recurrence at its place.
#[derive(Debug)]
pub(crate) struct Sighting {
    pub phrase: Phrase,
    /// The tokens that it covers.
    pub tokens: Range<usize>,
    /// The bytes that it covers.
    pub bytes: Range<usize>,
    /// The token at which the date itself begins, behind "since" and the like.
    pub core: usize,
    /// The bytes from there on.
    pub named_bytes: Range<usize>,
    pub place: Place,
    /// Whether it opens an item, in brackets at the beginning of a line.
    pub opens_item: bool,
    /// Whether a bracket opens just before it.
    pub follows_bracket: bool,
    pub dateline: Dateline,
}

/// The expressions of a text.
#[derive(Debug)]
pub(crate) struct Sightings {
    /// In order.
    pub all: Vec<Sighting>,
    /// How many lines the text has.
    pub lines: usize,
}

impl Sightings {
    /// Finds them.
    pub fn of(doc: &Doc<'_>) -> Self {
        let (mut blocks, mut pieces) = (Blocks::new(doc), Vec::new());
        let (mut all, mut begun) = (Vec::new(), Begun::default());
        loop {
            blocks.next_into(&mut pieces);
            if pieces.is_empty() {
                return Sightings { all, lines: begun.lines() };
            }
            let layout = Layout::next(doc, &pieces, &mut begun);
            all.extend(scan(&pieces).into_iter().map(|found| sighting(doc, &pieces, &layout, found)));
        }
    }
}

fn sighting(doc: &Doc<'_>, pieces: &[Piece<'_>], layout: &Layout, found: Found) -> Sighting {
    let (first, last) = (found.pieces.start, found.pieces.end);
    let (tokens, bytes) = covered(pieces, first..last);
    let (core, named_bytes) = covered(pieces, found.core..last);
    let before = first.checked_sub(1).and_then(|before| pieces.get(before));
    let is_date = matches!(&found.phrase, Phrase::When(when) if !matches!(when, When::Bound(..)));
    Sighting {
        phrase: found.phrase,
        tokens,
        bytes,
        core: core.start,
        named_bytes,
        place: layout.place(first),
        opens_item: layout.opens_item(pieces, first, last),
        follows_bracket: before.is_some_and(|piece| piece.is_mark('(')),
        dateline: if is_date { layout.dateline(doc, pieces, first, last) } else { Dateline::No },
    }
}

/// The tokens and the bytes of pieces.
fn covered(pieces: &[Piece<'_>], range: Range<usize>) -> (Range<usize>, Range<usize>) {
    match pieces.get(range) {
        Some([first, .., last]) => (first.token..last.token + 1, first.start..last.end),
        Some([only]) => (only.token..only.token + 1, only.start..only.end),
        _ => (0..0, 0..0),
    }
}
