//! Says how far beliefs may be trusted as a whole, by how often what is believed happens to suit one camp. Start at
//! [`trust`].
//!
//! What is so suits one camp today and another tomorrow. Where nearly all that is believed suits the same camp, beliefs
//! have followed that camp, whatever its sources look like by them: a lie that most tell makes all who contradict it look
//! unreliable. Nothing in the claims decides it then, and beliefs must not be surer than a vote.

use crate::layout::Layout;
use crate::stakes::{VALUES_MAX, welcome_in};

/// What is believed may suit a camp by so much more often than chance has it ...
const FREE: f64 = 0.1;
/// ... and by so many standard deviations, before beliefs are doubted; ...
const DEVIATIONS: f64 = 2.0;
/// ... by so much more they are trusted as little as they ever are, ...
const WIDTH: f64 = 0.2;
/// ... which leaves this of them.
const TRUST_MIN: f64 = 0.4;

/// How much of beliefs is to be shown, the rest being even chances; 1 where no camp is too fortunate.
pub(crate) fn trust(layout: &Layout, states: &[f64]) -> f64 {
    let mut fortunes = vec![Fortune::default(); layout.camps];
    for object in 0..layout.objects() {
        let count = layout.value_count(object);
        if count > VALUES_MAX || layout.slots_of(object).is_empty() {
            continue;
        }
        let states = &states[layout.states_of(object)];
        for stake in layout.stakes.of(object) {
            fortunes[stake.camp.index()].add(layout, object, states, stake.welcome);
        }
    }
    let excess = fortunes.iter().map(Fortune::excess).fold(0.0, f64::max);
    1.0 - (1.0 - TRUST_MIN) * ((excess - FREE) / WIDTH).clamp(0.0, 1.0)
}

/// How well what is believed suits a camp.
#[derive(Clone, Copy, Default)]
struct Fortune {
    /// By how many objects more than chance has it.
    suiting: f64,
    /// What may be chance of that.
    variance: f64,
    objects: f64,
}

impl Fortune {
    fn add(&mut self, layout: &Layout, object: usize, states: &[f64], welcome: u64) {
        let count = layout.value_count(object);
        for (place, states) in states.chunks(count).enumerate() {
            let orientation = layout.stakes.orientation(object, place);
            let Some(welcome) = welcome_in(welcome, orientation, count) else { continue };
            let likely: f64 = states.iter().sum();
            let suits = |(place, _): &(usize, &f64)| welcome >> place & 1 == 1;
            let by_chance = f64::from(welcome.count_ones()) / count as f64;
            let believed: f64 = states.iter().enumerate().filter(suits).map(|(_, state)| state).sum();
            self.suiting += believed - likely * by_chance;
            self.variance += likely * by_chance * (1.0 - by_chance);
            self.objects += likely;
        }
    }

    /// By how much more often than chance has it, less what may be chance.
    fn excess(&self) -> f64 {
        let sure = self.suiting - DEVIATIONS * f64::sqrt(self.variance);
        if self.objects > 0.0 { sure / self.objects } else { 0.0 }
    }
}
