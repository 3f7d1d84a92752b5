//! Learns beliefs and parameters in turn until beliefs stand still: expectation maximisation with shrinkage. Start at
//! [`run`].
//!
//! The objects are worked through in parts whose bounds depend on the table alone, and parts are added up in order, so
//! that the result is the same for any number of threads.

use rayon::prelude::*;

use crate::cells::Cells;
use crate::chain;
use crate::crowd;
use crate::layout::Layout;
use crate::learn::learn;
use crate::posterior::Posterior;
use crate::settings::{Settings, Start};
use crate::start::guess;
use crate::tally::Tally;

/// A belief that moves by less than this stands still.
pub(crate) const STILL: f64 = 1e-3;
/// Learning ends when all but one belief in so many stand still.
const STILL_ALL_BUT_ONE_IN: usize = 1000;
/// Tables are worked through in at most so many parts.
const PARTS_MAX: usize = 16;
/// A part has at least so many claims.
const PART_CLAIMS_MIN: usize = 4096;

/// What learning came to.
#[derive(Clone, Debug)]
pub(crate) struct Learned {
    pub cells: Cells,
    /// How likely each state of each object is.
    pub states: Vec<f64>,
    /// What was counted in the last round.
    pub tally: Tally,
    /// How many rounds it took.
    pub rounds: usize,
    /// Whether beliefs stood still at the end.
    pub is_still: bool,
}

/// Learns from a start.
pub(crate) fn run(layout: &Layout, settings: &Settings, start: Start) -> Learned {
    let cells = Cells::world(layout, settings);
    let states = guess(layout, &cells, start);
    let parts = parts(layout, &cells);
    let tally = count(layout, &cells, &states, &parts);
    let mut learned = Learned { cells, states, tally, rounds: 0, is_still: false };
    while learned.rounds < settings.rounds_max && !learned.is_still {
        step(layout, settings, &parts, &mut learned);
    }
    learned
}

/// One round: parameters from counts, beliefs from parameters, counts from beliefs.
pub(crate) fn step(layout: &Layout, settings: &Settings, parts: &[Part], learned: &mut Learned) {
    learned.cells = learn(layout, settings, &learned.tally, &learned.cells, learned.rounds);
    let cells = &learned.cells;
    let mut rest = learned.states.as_mut_slice();
    let mut work = Vec::new();
    for part in parts {
        let (mine, after) = rest.split_at_mut(part.states.len());
        rest = after;
        work.push((part, mine));
    }
    let done: Vec<(Tally, usize)> =
        work.into_par_iter().map(|(part, states)| believe(layout, settings, cells, part, states)).collect();
    let mut moved = 0;
    let mut tallies = done.into_iter();
    if let Some((first, first_moved)) = tallies.next() {
        learned.tally = first;
        moved = first_moved;
    }
    for (tally, part_moved) in tallies {
        learned.tally.add(&tally);
        moved += part_moved;
    }
    layout.pinned.count(layout, &mut learned.tally);
    chain::settle(layout, settings, learned);
    learned.rounds += 1;
    learned.is_still = learned.rounds > 4 && moved * STILL_ALL_BUT_ONE_IN <= layout.objects();
}

/// A run of objects, and where their states lie.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub objects: std::ops::Range<usize>,
    pub states: std::ops::Range<usize>,
}

/// Cuts the table into parts; each has counts of its own, which together take no more room than the claims.
pub(crate) fn parts(layout: &Layout, cells: &Cells) -> Vec<Part> {
    let claims = layout.slots.len();
    let width = Tally::width(layout, cells).max(1);
    let count = (claims / width).min(claims / PART_CLAIMS_MIN).clamp(1, PARTS_MAX);
    let mut parts = Vec::new();
    let mut from = 0;
    for part in 1..=count {
        let mut to = from;
        let end = claims * part / count;
        while to < layout.objects() && (part == count || layout.slots_of(to).end <= end) {
            to += 1;
        }
        let begin = if from < layout.objects() { layout.states_of(from).start } else { layout.all_states() };
        let finish = if to > from { layout.states_of(to - 1).end } else { begin };
        parts.push(Part { objects: from..to, states: begin..finish });
        from = to;
    }
    parts
}

/// Weighs the objects of a part, and counts them; gives how many beliefs moved, too.
fn believe(
    layout: &Layout,
    settings: &Settings,
    cells: &Cells,
    part: &Part,
    states: &mut [f64],
) -> (Tally, usize) {
    let mut tally = Tally::new(layout, cells);
    if let Some(moved) = crowd::believe(layout, cells, part, states, &mut tally) {
        return (tally, moved);
    }
    let mut posterior = Posterior::new(layout, cells, settings);
    let mut moved = 0;
    let voice = |position: usize| f64::from(layout.slots[position].voice);
    for object in part.objects.clone() {
        posterior.of(object, voice);
        let range = layout.states_of(object);
        let old = &mut states[range.start - part.states.start..range.end - part.states.start];
        let has_moved = old.iter().zip(&posterior.states).any(|(old, new)| (old - new).abs() > STILL);
        moved += usize::from(has_moved);
        old.copy_from_slice(&posterior.states);
        tally.add_object(layout, cells, object, old, 1.0);
    }
    (tally, moved)
}

/// Counts all objects.
pub(crate) fn count(layout: &Layout, cells: &Cells, states: &[f64], parts: &[Part]) -> Tally {
    let of_part = |part: &Part| {
        let mut tally = Tally::new(layout, cells);
        for object in part.objects.clone() {
            tally.add_object(layout, cells, object, &states[layout.states_of(object)], 1.0);
        }
        tally
    };
    let tallies: Vec<Tally> = parts.par_iter().map(of_part).collect();
    let mut all = Tally::new(layout, cells);
    tallies.iter().for_each(|tally| all.add(tally));
    all
}
