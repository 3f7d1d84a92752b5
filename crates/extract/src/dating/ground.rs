//! What a claim's date can be made of: the dates that its words can rest on, alone, two together, or with a length of
//! time. Start at [`Ground::each_made`].

use retrospect_model::Edtf;

use super::basis::{Basis, link_class};
use super::clues::Clue;
use super::shapes;
use crate::dates::Length;

/// How many dates are looked at together with lengths of time, beside that of writing.
const LASTING_MAX: usize = 2;

/// The dates that an event's words can rest on, with the lengths of time of its sentence.
pub(super) struct Ground<'d> {
    /// The dates of its sentence first.
    pub bases: Vec<Basis<'d>>,
    /// Each with where it stands.
    pub lengths: Vec<(Length, &'static str)>,
    /// When the text was written.
    pub writing: Option<&'d Edtf>,
}

/// A date made of a basis.
pub(super) struct Made {
    pub value: Edtf,
    /// What was made of it.
    pub shape: &'static str,
    /// What it was made with; empty if nothing.
    pub partner: &'static str,
}

impl Made {
    /// What says how it was made.
    pub fn clues(&self) -> [(Clue, &'static str); 2] {
        [(Clue::Shape, self.shape), (Clue::Partner, self.partner)]
    }
}

impl Ground<'_> {
    /// Goes through all that can be made of one of the bases.
    pub fn each_made(&self, basis: &Basis<'_>, mut take: impl FnMut(Made)) {
        for shaped in shapes::shapes(basis.value, basis.named, self.writing) {
            take(Made { value: shaped.value, shape: shaped.shape, partner: "" });
        }
        let core = basis.named.unwrap_or(basis.value);
        let later = |other: &&Basis<'_>| basis.place.is_some() && basis.place < other.place;
        for other in self.bases.iter().filter(later) {
            let ends = shapes::first(core).zip(shapes::last(other.named.unwrap_or(other.value)));
            if let Some(value) = ends.and_then(|(from, to)| shapes::between(from, to)) {
                take(Made { value, shape: "to own", partner: link_class(other.clues.get(Clue::Link)) });
            }
        }
        let nearest = self.bases.iter().take(LASTING_MAX);
        if basis.is_written || nearest.into_iter().any(|near| std::ptr::eq(near, basis)) {
            for (length, place) in &self.lengths {
                for (shape, value) in shapes::lasting(core, *length) {
                    take(Made { value, shape, partner: place });
                }
            }
        }
    }
}
