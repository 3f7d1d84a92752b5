//! Shows known names to the networks as frequent ones of their type. Start at [`StandIn`].
//!
//! The networks have never seen most names of armed groups and read "IS" as a verb. A caller that knows the names in
//! a text can have each read as one word that the networks know well; the tokens keep the original's text and place.

use std::ops::Range;

use crate::doc::Token;
use crate::tokenize::{NormId, Piece};

/// What a known name is a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandInKind {
    /// An organisation.
    Organisation,
    /// A person.
    Person,
    /// A place.
    Place,
}

impl StandInKind {
    pub(crate) const ALL: [StandInKind; 3] = [Self::Organisation, Self::Person, Self::Place];

    /// The word that the networks read in a name's place.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Organisation => "Hamas",
            Self::Person => "Smith",
            Self::Place => "Paris",
        }
    }
}

/// A name in a text that becomes one token and is read as another, frequent name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// The bytes of the name in the text.
    pub range: Range<usize>,
    /// What it is a name of.
    pub kind: StandInKind,
}

/// Why a list of stand-ins cannot be used with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stand-in {index} covers bytes {} to {}, {reason}", .range.start, .range.end)]
pub struct StandInError {
    /// Index in the list.
    pub index: usize,
    /// Its bytes.
    pub range: Range<usize>,
    reason: &'static str,
}

/// Checks that the stand-ins are in order, apart, and names in the text.
pub(crate) fn check(text: &str, stand_ins: &[StandIn]) -> Result<(), StandInError> {
    let mut free_from = 0;
    for (index, StandIn { range, .. }) in stand_ins.iter().enumerate() {
        let reason = match text.get(range.clone()) {
            _ if range.start < free_from => "which overlap the one before or are out of order",
            None => "which are not characters of the text",
            Some(name) if name.trim().len() != name.len() || name.is_empty() => {
                "which are empty or have white space at an end"
            }
            Some(_) => {
                free_from = range.end;
                continue;
            }
        };
        return Err(StandInError { index, range: range.clone(), reason });
    }
    Ok(())
}

/// Collects tokens, making one of each stand-in. `stand_ins` passed [`check`].
pub(crate) struct Collector<'a, IsSpace: Fn(&str) -> bool> {
    text: &'a str,
    is_space: IsSpace,
    /// Those not yet made.
    stand_ins: &'a [StandIn],
    pub tokens: Vec<Token>,
}

impl<'a, IsSpace: Fn(&str) -> bool> Collector<'a, IsSpace> {
    pub fn new(text: &'a str, is_space: IsSpace, stand_ins: &'a [StandIn]) -> Self {
        // Ordinary English has a token in about five bytes.
        let tokens = Vec::with_capacity(text.len() / 5 + 1);
        Collector { text, is_space, stand_ins, tokens }
    }

    /// Takes the next token of the text.
    pub fn push(&mut self, mut piece: Piece) {
        while let [stand_in, later @ ..] = self.stand_ins {
            let (start, end) = (stand_in.range.start as u32, stand_in.range.end as u32);
            if piece.end <= start {
                break;
            }
            if piece.start < start {
                self.add(Piece { end: start, norm: NormId(0), space_after: false, ..piece }, None);
                piece.norm = NormId(0);
            }
            if piece.end < end {
                return; // Inside the name, whose token is made when its last piece comes.
            }
            let space_after = piece.space_after && piece.end == end;
            self.add(Piece { start, end, norm: NormId(0), space_after }, Some(stand_in.kind));
            self.stand_ins = later;
            if piece.end == end {
                return;
            }
            piece = Piece { start: end, norm: NormId(0), ..piece };
        }
        self.add(piece, None);
    }

    fn add(&mut self, piece: Piece, stand_in: Option<StandInKind>) {
        let text = self.text.get(piece.start as usize..piece.end as usize).unwrap_or_default();
        self.tokens.push(Token::new(piece, (self.is_space)(text), stand_in));
    }
}
