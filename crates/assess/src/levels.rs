//! Values of which one is part of another, such as a province of a country: who names the country of the right province
//! is not wrong, only broad. Start at [`Levels::new`].
//!
//! The right answer is the narrowest true one. A right source names it, or with its own rate of breadth something that
//! holds it, as in the model of Jung et al. (2019).

use std::collections::HashMap;

use crate::ids::ValueId;
use crate::layout::Layout;
use crate::table::Table;

/// Of objects with more values than this, what holds what is not looked at.
const VALUES_MAX: usize = 63;
/// A chain of values that hold each other is followed so far, which also ends circles.
const DEPTH_MAX: usize = 16;

/// Which of an object's claimed values hold which.
#[derive(Clone, Debug, Default)]
pub(crate) struct Levels {
    /// By state of an object without orientations: one bit for each claimed value that holds the state's.
    holders: Vec<u64>,
    /// Where each object's begin, and the end; empty when no value holds another.
    starts: Vec<u32>,
}

impl Levels {
    /// Reads which values hold which off a table; the layout has values already.
    pub fn new(table: &Table, layout: &Layout) -> Self {
        if table.parents.is_empty() {
            return Self::default();
        }
        let parent: HashMap<ValueId, ValueId> = table.parents.iter().copied().collect();
        let mut levels = Self { holders: Vec::new(), starts: vec![0] };
        for object in 0..layout.objects() {
            let count = layout.value_count(object);
            let first = levels.holders.len();
            if count <= VALUES_MAX {
                levels.holders.extend((0..count).map(|place| holders(layout, object, place, &parent)));
            }
            if levels.holders[first..].iter().all(|&holders| holders == 0) {
                levels.holders.truncate(first);
            }
            levels.starts.push(levels.holders.len() as u32);
        }
        levels
    }

    /// Whether any value holds another.
    pub fn are_there(&self) -> bool {
        !self.holders.is_empty()
    }

    /// For each value of an object the values that hold it; `None` when none holds another.
    pub fn of(&self, object: usize) -> Option<&[u64]> {
        let (&start, &end) = (self.starts.get(object)?, self.starts.get(object + 1)?);
        self.holders.get(start as usize..end as usize).filter(|holders| !holders.is_empty())
    }
}

/// One bit for each claimed value of an object that holds the one at a place.
fn holders(layout: &Layout, object: usize, place: usize, parent: &HashMap<ValueId, ValueId>) -> u64 {
    let mut bits = 0;
    let mut at = layout.value(object, place);
    for _ in 0..DEPTH_MAX {
        at = at.and_then(|value| parent.get(&value).copied());
        let Some(holder) = at else { break };
        if let Some(holder) = layout.place(object, holder).filter(|&holder| holder != place) {
            bits |= 1 << holder;
        }
    }
    bits
}
