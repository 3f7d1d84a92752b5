//! What an analyst has decided, and how sources are graded: decisions that the engine takes as they are. Start at [`Pin`].
//!
//! A pin is itself a claim by an analyst; who made it, when and why is kept where claims are. To see what it does, assess
//! [`Table::without_pins`](crate::Table::without_pins) too.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::ids::{CampId, ObjectId, SourceId, ValueId};
use crate::layout::{Layout, Values};
use crate::table::Table;
use crate::tally::Tally;

/// What would be evidence enough for anything, in nats.
pub(crate) const PINNED_NATS: f64 = 1e4;

/// How the stakes of an object are decided to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinnedStakes {
    /// As they are labelled.
    AsLabelled,
    /// Nobody gains by any answer.
    Nobodys,
}

/// One decision of an analyst.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pin {
    /// The object has this value.
    Answer {
        /// The object.
        object: ObjectId,
        /// Its value.
        value: ValueId,
    },
    /// The source stands in this camp, or in none, whatever the labels say.
    Camp {
        /// The source.
        source: SourceId,
        /// The camp.
        camp: Option<CampId>,
    },
    /// The source is right so often, which counts like so many claims of its own.
    Right {
        /// The source.
        source: SourceId,
        /// How often, from 0 to 1.
        right: f64,
        /// Like how many claims.
        claims: f64,
    },
    /// The source repeats another one.
    Repeats {
        /// Who repeats.
        copier: SourceId,
        /// Whom.
        root: SourceId,
    },
    /// The stakes of the object lie so.
    Stakes {
        /// The object.
        object: ObjectId,
        /// How they lie.
        stakes: PinnedStakes,
    },
}

/// A source's letter on the Admiralty scale: a feature from which is learned how such sources fare, not a truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Reliability cannot be judged.
    F,
}

/// The pins and grades of a table where the engine looks for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pinned {
    /// The place of each decided answer.
    pub answers: BTreeMap<usize, usize>,
    pub stakes: BTreeMap<usize, PinnedStakes>,
    /// How often sources are right, and like how many claims.
    right: BTreeMap<SourceId, (f64, f64)>,
    camps: BTreeMap<SourceId, Option<CampId>>,
    grades: BTreeMap<SourceId, Grade>,
}

impl Pinned {
    /// Reads the pins of a table; the layout has values already.
    pub fn new(table: &Table, layout: &Layout) -> Self {
        let mut pinned = Self { grades: table.grades.iter().copied().collect(), ..Self::default() };
        for pin in &table.pins {
            match *pin {
                Pin::Answer { object, value } => {
                    let other = layout.value_count(object.index()) - 1;
                    let place = layout.place(object.index(), value).unwrap_or(other);
                    pinned.answers.insert(object.index(), place);
                }
                Pin::Camp { source, camp } => {
                    pinned.camps.insert(source, camp);
                }
                Pin::Right { source, right, claims } => {
                    pinned.right.insert(source, (right.clamp(0.0, 1.0), claims.max(0.0)));
                }
                Pin::Stakes { object, stakes } => {
                    pinned.stakes.insert(object.index(), stakes);
                }
                Pin::Repeats { .. } => {}
            }
        }
        pinned
    }

    /// Whether the camp of a source is decided.
    pub fn is_camp_sure(&self, source: SourceId) -> bool {
        self.camps.contains_key(&source)
    }

    /// A source's letter, as a position from 0.
    pub fn grade(&self, source: SourceId) -> Option<usize> {
        self.grades.get(&source).map(|&grade| grade as usize)
    }

    pub fn has_grades(&self) -> bool {
        !self.grades.is_empty()
    }

    /// Counts what is decided of sources as if they had made as many claims.
    pub fn count(&self, layout: &Layout, tally: &mut Tally) {
        for (persona, of) in layout.personas.iter().enumerate() {
            let Some(&(right, claims)) = self.right.get(&of.source) else { continue };
            if let Some(coin) = tally.coins.get_mut(persona) {
                coin[0] += right * claims;
                coin[1] += claims;
            }
            if let Values::Closed(count) = layout.values {
                let each = claims / count as f64;
                for said in 0..count {
                    for truth in 0..count {
                        let wrong = (1.0 - right) / (count.max(2) - 1) as f64;
                        tally.rows[(persona * count + said) * count + truth] +=
                            each * if said == truth { right } else { wrong };
                    }
                }
            }
        }
    }
}

/// The table with camps as they are decided.
pub(crate) fn with_camps(table: &Table) -> Cow<'_, Table> {
    let camps: BTreeMap<SourceId, Option<CampId>> = table
        .pins
        .iter()
        .filter_map(|pin| match *pin {
            Pin::Camp { source, camp } => Some((source, camp)),
            _ => None,
        })
        .collect();
    if camps.is_empty() {
        return Cow::Borrowed(table);
    }
    let mut table = table.clone();
    for claim in &mut table.claims {
        if let Some(&camp) = camps.get(&claim.source) {
            claim.camp = camp;
        }
    }
    Cow::Owned(table)
}
