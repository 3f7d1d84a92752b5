//! Learns from several starts, and says whether the answer depends on where one starts. Start at [`run`].
//!
//! Nothing in the claims themselves tells truth from a lie that all of one camp tell; what tells them apart is what is
//! supposed of neutral sources and of claims against interest. Where two starts come to different answers, that was not
//! enough, and whoever reads the answer must know it.

use rayon::prelude::*;

use crate::copying::{self, Repeats};
use crate::em::{self, Learned};
use crate::layout::Layout;
use crate::settings::{Copying, Settings, Start, Starts};
use crate::table::Table;

/// If more than this share of beliefs differ between starts, the answer depends on the faction one starts from.
const SHARE_DIFFERENT: f64 = 0.02;

/// How an answer differs when learning starts elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherStart {
    /// Where it started.
    pub start: Start,
    /// The share of objects, of those with claims, whose likeliest value is another one.
    pub differing: f64,
    /// Those objects, by their positions.
    pub objects: Vec<u32>,
}

impl OtherStart {
    /// Whether so many beliefs differ that both answers must be shown.
    #[must_use]
    pub fn is_faction_dependent(&self) -> bool {
        self.differing > SHARE_DIFFERENT
    }
}

/// Learns from the start that is asked for, and from the others if they are wanted and there are camps.
pub(crate) fn run(
    table: &Table,
    layout: &mut Layout,
    settings: &Settings,
) -> (Learned, Vec<Repeats>, Vec<OtherStart>) {
    let mut learned = em::run(layout, settings, settings.start);
    let mut copies: Vec<Repeats> = table.pins.iter().filter_map(copying::pinned).collect();
    if settings.copying == Copying::Detected {
        let found = copying::find(layout, &learned.cells, &learned.states);
        let is_new = |found: &Repeats| copies.iter().all(|pinned| pinned.copier != found.copier);
        let found: Vec<Repeats> = found.into_iter().filter(is_new).collect();
        copies.extend(found);
    }
    if copying::apply(layout, &learned.cells, &learned.states, &copies) {
        learned = em::run(layout, settings, settings.start);
    }
    let others = others(layout, settings, &learned);
    (learned, copies, others)
}

/// How the answer differs from the other starts.
fn others(layout: &Layout, settings: &Settings, learned: &Learned) -> Vec<OtherStart> {
    let mut starts = Vec::new();
    if settings.starts == Starts::All && layout.camps > 0 {
        let camps = (0..).take(layout.camps.min(CAMPS_MAX)).map(Start::Camp);
        let others = [Start::Disinterested, Start::Majority].into_iter().chain(camps);
        starts.extend(others.filter(|start| *start != settings.start));
    }
    let compared = |&start: &Start| compare(layout, start, learned, &em::run(layout, settings, start));
    starts.par_iter().map(compared).collect()
}

/// Of more camps than this, the views of the rest are not tried.
const CAMPS_MAX: usize = 4;

fn compare(layout: &Layout, start: Start, learned: &Learned, other: &Learned) -> OtherStart {
    let mut objects = Vec::new();
    let mut spoken = 0_usize;
    for object in 0..layout.objects() {
        if layout.slots_of(object).is_empty() {
            continue;
        }
        spoken += 1;
        let best = |learned: &Learned| {
            let count = layout.value_count(object);
            let states = &learned.states[layout.states_of(object)];
            let belief = |place: usize| states.chunks(count).map(|states| states[place]).sum::<f64>();
            // The first of equals: `max_by` would take the last, and which one does not matter as long as it is one.
            (0..count).map(belief).enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
        };
        if best(learned) != best(other) {
            objects.push(object as u32);
        }
    }
    let differing = objects.len() as f64 / spoken.max(1) as f64;
    OtherStart { start, differing, objects }
}
