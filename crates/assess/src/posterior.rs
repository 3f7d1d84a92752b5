//! Turns the claims on one object into how likely each of its answers is. Start at [`Posterior::of`].
//!
//! What claims say adds up, camp by camp; what one camp adds is bounded. With stakes that may lie otherwise than labelled,
//! this is done for each orientation, and the orientations weigh against each other by how well they explain who spoke how.

use crate::cells::{Cells, OTHER};
use crate::evidence::Evidence;
use crate::layout::{Layout, Values};
use crate::pins::PINNED_NATS;
use crate::settings::Settings;

/// All that is needed to weigh an object, and room to do it in.
pub(crate) struct Posterior<'a> {
    pub layout: &'a Layout,
    pub cells: &'a Cells,
    settings: &'a Settings,
    /// How likely each state is: by orientation, then by value.
    pub states: Vec<f64>,
    /// What camps say of each state.
    camps: CampSums,
    one: Vec<f64>,
}

impl<'a> Posterior<'a> {
    pub fn new(layout: &'a Layout, cells: &'a Cells, settings: &'a Settings) -> Self {
        Self { layout, cells, settings, states: Vec::new(), camps: CampSums::default(), one: Vec::new() }
    }

    /// Weighs an object, each of its claims with the voice that `voice` gives its position.
    pub fn of(&mut self, object: usize, voice: impl Fn(usize) -> f64) {
        self.logs(object, voice);
        softmax(&mut self.states);
    }

    /// The same as unnormalised logarithms.
    pub fn logs(&mut self, object: usize, voice: impl Fn(usize) -> f64) {
        self.start(object);
        if self.layout.is_plain() {
            self.add_plain(object, voice);
        } else {
            self.add_by_camp(object, voice);
        }
    }

    /// What is supposed of an object before anything is said.
    fn start(&mut self, object: usize) {
        self.suppose(object);
        if let Some(&pinned) = self.layout.pinned.answers.get(&object) {
            let count = self.layout.value_count(object);
            for states in self.states.chunks_mut(count) {
                let others = states.iter_mut().enumerate().filter(|(place, _)| *place != pinned);
                others.for_each(|(_, state)| *state -= PINNED_NATS);
            }
        }
    }

    fn suppose(&mut self, object: usize) {
        let count = self.layout.value_count(object);
        self.states.clear();
        match &self.layout.values {
            Values::Closed(_) => self.states.extend_from_slice(&self.cells.prior),
            Values::Open { alternatives, .. } => {
                // A closed list that is treated as open has as many other answers as nobody claimed.
                let claimed = (count - 1).max(1) as f64;
                let other = alternatives.map_or(OTHER, |others| {
                    ((others as f64 + 1.0 - claimed) / (others as f64 + 1.0)).max(1e-9)
                });
                self.states.resize(count, ((1.0 - other) / claimed).ln());
                if let Some(last) = self.states.last_mut() {
                    *last = other.ln();
                }
            }
        }
        let orientations = self.layout.stakes.orientations(object);
        if orientations > 1 {
            for _ in 1..orientations {
                self.states.extend_from_within(..count);
            }
            for (place, states) in self.states.chunks_mut(count).enumerate() {
                let prior = self.cells.orientation_prior(self.layout, object, place).ln();
                states.iter_mut().for_each(|state| *state += prior);
            }
        }
    }

    /// The plain case: no camps, so that nothing but the sources' reliability counts.
    fn add_plain(&mut self, object: usize, voice: impl Fn(usize) -> f64) {
        let positions = self.layout.slots_of(object);
        let slots = &self.layout.slots[positions.clone()];
        match &self.layout.values {
            Values::Closed(count) => {
                for (slot, position) in slots.iter().zip(positions) {
                    let start = (slot.persona as usize * count + usize::from(slot.said)) * count;
                    let row = &self.cells.rows[start..start + count];
                    let weight = voice(position);
                    for (state, log) in self.states.iter_mut().zip(row) {
                        *state += weight * log;
                    }
                }
            }
            Values::Open { .. } => {
                let alternatives = self.layout.alternatives(object).ln();
                for (slot, position) in slots.iter().zip(positions) {
                    let [right, wrong] = self.cells.coins[slot.persona as usize];
                    // As in `Evidence`: nobody's word speaks for what he does not say.
                    let nats = (right - wrong + alternatives).max(0.0);
                    self.states[usize::from(slot.said)] += voice(position) * nats;
                }
            }
        }
    }

    /// The general case: each camp's sum is bounded before it counts.
    fn add_by_camp(&mut self, object: usize, voice: impl Fn(usize) -> f64) {
        let layout = self.layout;
        let count = layout.value_count(object);
        let width = self.states.len();
        let evidence = Evidence { layout, cells: self.cells };
        self.camps.clear(width);
        self.one.resize(count, 0.0);
        for position in layout.slots_of(object) {
            let weight = voice(position);
            if weight == 0.0 {
                continue;
            }
            let persona = layout.slots[position].persona as usize;
            for (side, share) in self.cells.sides_of(layout, persona) {
                let target = match side.checked_sub(1) {
                    None => &mut self.states[..],
                    Some(camp) => self.camps.of(camp),
                };
                for (orientation, states) in target.chunks_mut(count).enumerate() {
                    evidence.of(object, position, side, orientation, &mut self.one);
                    for (state, log) in states.iter_mut().zip(&self.one) {
                        *state += weight * share * log;
                    }
                }
            }
        }
        for (_, camp) in self.camps.iter() {
            for (states, sums) in self.states.chunks_mut(count).zip(camp.chunks(count)) {
                let bound = Bound::of(sums, self.settings.camp_nats_max);
                for (state, &sum) in states.iter_mut().zip(sums) {
                    *state += bound.apply(sum);
                }
            }
        }
    }
}

/// A row of sums for each camp that speaks of an object, in the order of camps: a table may have as many camps as objects,
/// and few of them speak of each.
#[derive(Debug, Default)]
pub(crate) struct CampSums {
    camps: Vec<usize>,
    sums: Vec<f64>,
    width: usize,
}

impl CampSums {
    /// Begins anew, with so many sums for each camp.
    pub fn clear(&mut self, width: usize) {
        self.camps.clear();
        self.sums.clear();
        self.width = width;
    }

    /// The sums of a camp, zeros at first.
    pub fn of(&mut self, camp: usize) -> &mut [f64] {
        let width = self.width;
        let at = self.camps.binary_search(&camp).unwrap_or_else(|at| {
            self.camps.insert(at, camp);
            self.sums.splice(at * width..at * width, std::iter::repeat_n(0.0, width));
            at
        });
        &mut self.sums[at * width..(at + 1) * width]
    }

    /// The camps with their sums.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[f64])> {
        self.camps.iter().copied().zip(self.sums.chunks(self.width))
    }
}

/// How far a camp's sums are drawn together, so that they differ by no more than the bound.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    /// The best sum, which stays: by it orientations are compared.
    best: f64,
    /// What is left of each difference.
    pub kept: f64,
}

impl Bound {
    /// With two answers this is `B tanh(x / B)` for their difference x.
    pub fn of(sums: &[f64], nats_max: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for &sum in sums {
            low = low.min(sum);
            high = high.max(sum);
        }
        let span = (high - low) / nats_max;
        let kept = if span > 1e-9 && nats_max.is_finite() { span.tanh() / span } else { 1.0 };
        Self { best: high, kept }
    }

    pub fn apply(&self, sum: f64) -> f64 {
        self.best + self.kept * (sum - self.best)
    }
}

/// Turns logarithms into probabilities that sum to 1.
pub(crate) fn softmax(logs: &mut [f64]) {
    let high = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut total = 0.0;
    for log in logs.iter_mut() {
        *log = (*log - high).exp();
        total += *log;
    }
    logs.iter_mut().for_each(|share| *share /= total);
}
