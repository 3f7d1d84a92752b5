//! Counts, in the light of beliefs, how often each source was right, said what was welcome, and stood on whose side. Start
//! at [`Tally::add_object`].

use crate::cells::{Cells, place_of, sides_each};
use crate::evidence::Evidence;
use crate::layout::{Layout, Values};
use crate::stakes::{Label, Orientation};
use crate::table::Stance;

/// Expected counts; those of parts of a table add up.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    /// Closed values: by persona, said, truth.
    pub rows: Vec<f64>,
    /// Open values: right and all, by persona.
    pub coins: Vec<[f64; 2]>,
    /// Broad and all answers that are right where a broader one was to be had, by persona; empty without levels.
    pub broad: Vec<[f64; 2]>,
    /// Right and all denials, by persona.
    pub denials: Vec<[f64; 2]>,
    /// By persona: welcome thing true and said, true and not said, false and said, false and not said.
    pub interested: Vec<[f64; 4]>,
    /// By persona and side: how well the side explains what the persona says.
    pub sides: Vec<f64>,
    /// Closed values: how often each is the answer.
    pub answers: Vec<f64>,
    /// How many labels of interest are right, and how many there are.
    pub labels: [f64; 2],
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(layout: &Layout, cells: &Cells) -> Self {
        Self {
            rows: vec![0.0; cells.rows.len()],
            coins: vec![[0.0; 2]; cells.coins.len()],
            broad: vec![[0.0; 2]; cells.broad.len()],
            denials: vec![[0.0; 2]; cells.denials.len()],
            interested: vec![[0.0; 4]; cells.interested.len()],
            sides: vec![0.0; if layout.stakes.are_there() { cells.sides.len() } else { 0 }],
            answers: vec![0.0; cells.prior.len()],
            labels: [0.0; 2],
        }
    }

    /// Counts an object, of whose states it is known how likely they are; `sign` is 1 to add and -1 to take away.
    pub fn add_object(&mut self, layout: &Layout, cells: &Cells, object: usize, states: &[f64], sign: f64) {
        if layout.is_plain() {
            self.add_plain(layout, object, states, sign);
        } else {
            self.add_general(layout, cells, object, states, sign);
        }
        let count = layout.value_count(object);
        if !self.answers.is_empty() {
            for states in states.chunks(count) {
                for (answer, share) in self.answers.iter_mut().zip(states) {
                    *answer += sign * share;
                }
            }
        }
        let orientations = layout.stakes.orientations(object);
        if orientations > 1 {
            let said = match layout.stakes.label(object) {
                Label::Stakes => Orientation::AsLabelled,
                Label::NoStakes => Orientation::None,
            };
            for (place, states) in states.chunks(count).enumerate() {
                let share: f64 = states.iter().sum();
                self.labels[1] += sign * share;
                if layout.stakes.orientation(object, place) == said {
                    self.labels[0] += sign * share;
                }
            }
        }
    }

    fn add_plain(&mut self, layout: &Layout, object: usize, states: &[f64], sign: f64) {
        let slots = &layout.slots[layout.slots_of(object)];
        match &layout.values {
            Values::Closed(count) => {
                for slot in slots {
                    let start = (slot.persona as usize * count + usize::from(slot.said)) * count;
                    let weight = sign * f64::from(slot.voice);
                    for (cell, share) in self.rows[start..start + count].iter_mut().zip(states) {
                        *cell += weight * share;
                    }
                }
            }
            Values::Open { .. } => {
                let unanimity = unanimity(layout, object);
                let scale = among_claimed(states);
                for slot in slots {
                    let weight = sign * f64::from(slot.voice) * unanimity;
                    let [right, all] = &mut self.coins[slot.persona as usize];
                    *right += weight * scale * states[usize::from(slot.said)];
                    *all += weight;
                }
            }
        }
    }

    fn add_general(&mut self, layout: &Layout, cells: &Cells, object: usize, states: &[f64], sign: f64) {
        let count = layout.value_count(object);
        let evidence = Evidence { layout, cells };
        let mut one = vec![0.0; count];
        for position in layout.slots_of(object) {
            let slot = &layout.slots[position];
            let (persona, said) = (slot.persona as usize, usize::from(slot.said));
            let voice = sign * f64::from(slot.voice);
            if voice == 0.0 {
                continue;
            }
            for (side, share) in cells.sides_of(layout, persona) {
                let mut fit = 0.0;
                for (orientation, states) in states.chunks(count).enumerate() {
                    let welcome = evidence.of(object, position, side, orientation, &mut one);
                    if !self.sides.is_empty() {
                        fit += states.iter().zip(&one).map(|(share, log)| share * log).sum::<f64>();
                    }
                    let weight = voice * share;
                    match (welcome, slot.stance) {
                        (Some(welcome), stance) => {
                            self.add_interested(persona, said, stance, welcome, states, weight);
                        }
                        (None, Stance::Asserted) => {
                            self.add_disinterested(layout, object, persona, said, states, weight);
                        }
                        (None, Stance::Denied) => {
                            let right: f64 = states.iter().sum::<f64>() - states[said];
                            self.denials[persona][0] += weight * right;
                            self.denials[persona][1] += weight * (right + states[said]);
                        }
                    }
                }
                let place = persona * sides_each(layout) + place_of(layout, side);
                if let Some(side) = self.sides.get_mut(place) {
                    *side += voice * fit;
                }
            }
        }
    }

    fn add_interested(
        &mut self,
        persona: usize,
        said: usize,
        stance: Stance,
        welcome: u64,
        states: &[f64],
        weight: f64,
    ) {
        let is_welcome = |place: usize| welcome >> place & 1 == 1;
        let cell = &mut self.interested[persona];
        for (place, share) in states.iter().enumerate() {
            let (is_true, is_said) = match stance {
                Stance::Asserted => (is_welcome(place), is_welcome(said)),
                Stance::Denied => (is_welcome(said) == (place == said), !is_welcome(said)),
            };
            cell[usize::from(!is_true) * 2 + usize::from(!is_said)] += weight * share;
        }
    }

    fn add_disinterested(
        &mut self,
        layout: &Layout,
        object: usize,
        persona: usize,
        said: usize,
        states: &[f64],
        weight: f64,
    ) {
        match &layout.values {
            Values::Closed(count) => {
                let start = (persona * count + said) * count;
                for (cell, share) in self.rows[start..start + count].iter_mut().zip(states) {
                    *cell += weight * share;
                }
            }
            Values::Open { .. } => {
                let weight = weight * unanimity(layout, object);
                let mut right = states[said];
                if let Some(holders) = layout.levels.of(object) {
                    for (place, (&holders, share)) in holders.iter().zip(states).enumerate() {
                        let is_broad = holders >> said & 1 == 1;
                        if is_broad || (place == said && holders > 0) {
                            let broad = if is_broad { *share } else { 0.0 };
                            self.broad[persona][0] += weight * broad;
                            self.broad[persona][1] += weight * share;
                            right += broad;
                        }
                    }
                }
                self.coins[persona][0] += weight * among_claimed(states) * right;
                self.coins[persona][1] += weight * states.iter().sum::<f64>();
            }
        }
    }

    /// Adds the counts of another part of the table.
    pub fn add(&mut self, other: &Self) {
        let add = |into: &mut [f64], from: &[f64]| into.iter_mut().zip(from).for_each(|(a, b)| *a += b);
        add(&mut self.rows, &other.rows);
        add(self.coins.as_flattened_mut(), other.coins.as_flattened());
        add(self.broad.as_flattened_mut(), other.broad.as_flattened());
        add(self.denials.as_flattened_mut(), other.denials.as_flattened());
        add(self.interested.as_flattened_mut(), other.interested.as_flattened());
        add(&mut self.sides, &other.sides);
        add(&mut self.answers, &other.answers);
        add(&mut self.labels, &other.labels);
    }

    /// How many numbers are counted.
    pub fn width(layout: &Layout, cells: &Cells) -> usize {
        let tally = |len: usize, each: usize| len * each;
        tally(cells.rows.len(), 1) + tally(cells.coins.len(), 2) + tally(layout.personas.len(), 4)
    }
}

/// An object on which all agree says little of who is right: half as much as another one.
fn unanimity(layout: &Layout, object: usize) -> f64 {
    if layout.value_count(object) <= 2 { 0.5 } else { 1.0 }
}

/// What makes the claimed values of an open list sum to as much as they do with "any other". Who is right is learned as if
/// the answer were claimed: else all could be held to be wrong together, and each learned to be so from the others.
fn among_claimed(states: &[f64]) -> f64 {
    let all: f64 = states.iter().sum();
    let claimed = all - states.last().copied().unwrap_or_default();
    if claimed > 1e-9 { all / claimed } else { 0.0 }
}
