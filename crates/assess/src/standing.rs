//! Says how a source fares: how often it is right when nothing is at stake for it, and what it says of what touches its
//! side. Start at [`Assessment::standings`].

use crate::assessment::Assessment;
use crate::cells::{labelled, place_of, sides_each};
use crate::ids::{CampId, SourceId};

/// With fewer claims than this, what is said of a source is said of its group.
const CLAIMS_MIN: f64 = 5.0;

/// How a source fares while it stands in one camp.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The source.
    pub source: SourceId,
    /// The camp in which it is said to stand.
    pub camp: Option<CampId>,
    /// How likely it really stands there.
    pub camp_right: f64,
    /// How many claims it makes with nothing at stake, each counted by how much of a voice it is.
    pub disinterested: f64,
    /// How often those are right, as far as can be told, drawn towards what its group does.
    pub right: f64,
    /// How many claims it makes on what touches its side.
    pub interested: f64,
    /// How likely it says what is welcome to its side when that is so ...
    pub welcome_when_true: f64,
    /// ... and when it is not.
    pub welcome_when_false: f64,
}

impl Standing {
    /// Whether there are too few claims to say more than what holds for its group.
    #[must_use]
    pub fn is_group_prior(&self) -> bool {
        self.disinterested + self.interested < CLAIMS_MIN
    }
}

impl Assessment {
    /// How a source fares, for each camp in which it has spoken.
    #[must_use]
    pub fn standings(&self, source: SourceId) -> Vec<Standing> {
        self.layout.personas_of(source).map(|persona| self.standing(persona)).collect()
    }

    fn standing(&self, persona: usize) -> Standing {
        let layout = &self.layout;
        let (cells, tally) = (&self.learned.cells, &self.learned.tally);
        let of = layout.personas[persona];
        let label = labelled(layout, persona);
        let (disinterested, right) = match layout.values {
            crate::layout::Values::Closed(count) => {
                let width = count * count;
                let counts = &tally.rows[persona * width..(persona + 1) * width];
                let rows = &cells.rows[persona * width..(persona + 1) * width];
                let right =
                    (0..count).map(|value| cells.prior[value].exp() * rows[value * count + value].exp());
                (counts.iter().sum(), right.sum())
            }
            crate::layout::Values::Open { .. } => (tally.coins[persona][1], cells.coins[persona][0].exp()),
        };
        let interested = cells.interested.get(persona);
        Standing {
            source: of.source,
            camp: of.camp,
            camp_right: cells
                .sides
                .get(persona * sides_each(layout) + place_of(layout, label))
                .copied()
                .unwrap_or(1.0),
            disinterested,
            right,
            interested: tally.interested.get(persona).map_or(0.0, |counts| counts.iter().sum()),
            welcome_when_true: interested.map_or(1.0, |cell| cell.when_true[0].exp()),
            welcome_when_false: interested.map_or(1.0, |cell| cell.when_false[0].exp()),
        }
    }
}
