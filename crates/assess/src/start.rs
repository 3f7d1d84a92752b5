//! The first guess of every object's answer, from which learning starts. Start at [`guess`].

use crate::cells::Cells;
use crate::layout::{Layout, Values};
use crate::settings::Start;
use crate::stakes::Orientation;
use crate::table::Stance;

/// A claim against the speaker's interest counts twice in the first guess.
const AGAINST_INTEREST_VOTES: f64 = 2.0;

/// How likely each state of each object is by a vote, smoothed by one vote where there are camps.
pub(crate) fn guess(layout: &Layout, cells: &Cells, start: Start) -> Vec<f64> {
    let mut states = vec![0.0; layout.all_states()];
    let mut votes = Vec::new();
    for object in 0..layout.objects() {
        let count = layout.value_count(object);
        votes.clear();
        let is_smoothed = layout.camps > 0;
        votes.resize(count, if is_smoothed { 2.0 / count as f64 } else { 1e-6 });
        if let (Values::Open { .. }, Some(last)) = (&layout.values, votes.last_mut()) {
            *last = 0.05;
        }
        for position in layout.slots_of(object) {
            let slot = &layout.slots[position];
            let vote = f64::from(slot.voice) * weight(layout, object, position, start);
            match slot.stance {
                Stance::Asserted => votes[usize::from(slot.said)] += vote,
                Stance::Denied => {
                    let others = count.saturating_sub(1).max(1) as f64;
                    for (place, votes) in votes.iter_mut().enumerate() {
                        *votes += if place == usize::from(slot.said) { 0.0 } else { vote / others };
                    }
                }
            }
        }
        if let Some(holders) = layout.levels.of(object) {
            // Who names the whole votes for each of its parts, too.
            let named = votes.clone();
            for (votes, &holders) in votes.iter_mut().zip(holders) {
                let of_wholes = named.iter().enumerate().filter(|(place, _)| holders >> place & 1 == 1);
                *votes += of_wholes.map(|(_, votes)| votes).sum::<f64>();
            }
        }
        let total: f64 = votes.iter().sum();
        for (place, of_orientation) in states[layout.states_of(object)].chunks_mut(count).enumerate() {
            let prior = cells.orientation_prior(layout, object, place);
            for (state, votes) in of_orientation.iter_mut().zip(&votes) {
                *state = prior * votes / total;
            }
        }
    }
    states
}

/// How many votes a claim has.
fn weight(layout: &Layout, object: usize, position: usize, start: Start) -> f64 {
    let slot = &layout.slots[position];
    let camp = layout.personas[slot.persona as usize].camp;
    match start {
        Start::Majority => 1.0,
        Start::Camp(index) => f64::from(u8::from(camp.is_some_and(|camp| camp.0 == index))),
        Start::Disinterested => {
            // Only labels count here: nothing else is known yet.
            let is_labelled = layout.stakes.orientation(object, 0) == Orientation::AsLabelled
                && layout.stakes.label(object) == crate::stakes::Label::Stakes;
            let welcome = camp.filter(|_| is_labelled).and_then(|camp| layout.stakes.welcome(object, camp));
            match welcome {
                None => 1.0,
                Some(welcome) => {
                    let is_welcome = welcome >> slot.said & 1 == 1;
                    let is_served = is_welcome == (slot.stance == Stance::Asserted);
                    if is_served { 0.0 } else { AGAINST_INTEREST_VOTES }
                }
            }
        }
    }
}
