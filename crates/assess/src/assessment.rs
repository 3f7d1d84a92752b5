//! The engine's answer: what to believe of each object. Start at [`assess`].

use crate::copying::Repeats;
use crate::em::Learned;
use crate::error::AssessError;
use crate::fortune;
use crate::ids::{ObjectId, ValueId};
use crate::layout::{Layout, object_id};
use crate::modes::{self, OtherStart};
use crate::posterior::softmax;
use crate::settings::Settings;
use crate::table::Table;

/// How likely a value is the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// The value.
    pub value: ValueId,
    /// How likely it is, from 0 to 1.
    pub probability: f64,
}

/// What was learned from a table.
#[derive(Clone, Debug)]
pub struct Assessment {
    pub(crate) settings: Settings,
    pub(crate) layout: Layout,
    pub(crate) learned: Learned,
    copies: Vec<Repeats>,
    others: Vec<OtherStart>,
    /// How much of beliefs is shown.
    trust: f64,
    /// By what log-odds are divided before they are shown.
    pub(crate) temperature: f64,
}

/// Weighs the claims of a table.
///
/// # Errors
/// When the table names what it does not have.
pub fn assess(table: &Table, settings: &Settings) -> Result<Assessment, AssessError> {
    table.check()?;
    let mut layout = Layout::new(table);
    let (learned, copies, others) = modes::run(table, &mut layout, settings);
    let trust = fortune::trust(&layout, &learned.states);
    Ok(Assessment { settings: settings.clone(), layout, learned, copies, others, trust, temperature: 1.0 })
}

impl Assessment {
    /// How likely each value that is claimed of an object is the answer, in the order of their ids. What is missing to 1 is
    /// the share of values that nobody claimed of it. Without a pin none is surer than is ever shown.
    #[must_use]
    pub fn beliefs(&self, object: ObjectId) -> Vec<Belief> {
        let at = object.index();
        let probabilities = self.shown(at);
        let mut claimed = vec![false; probabilities.len()];
        for position in self.layout.slots_of(at) {
            claimed[usize::from(self.layout.slots[position].said)] = true;
        }
        let belief = |(place, probability): (usize, f64)| {
            Some(Belief { value: self.layout.value(at, place)?, probability })
        };
        let places = probabilities.into_iter().enumerate().filter(|(place, _)| claimed[*place]);
        places.filter_map(belief).collect()
    }

    /// How likely a value is the answer, claimed of the object or not; `None` when it is none that the object can have.
    #[must_use]
    pub fn probability(&self, object: ObjectId, value: ValueId) -> Option<f64> {
        let at = object.index();
        self.shown(at).get(self.layout.place(at, value)?).copied()
    }

    /// How likely each value of an object is, "any other" included, as it is shown.
    pub(crate) fn shown(&self, object: usize) -> Vec<f64> {
        let is_pinned = self.layout.pinned.answers.contains_key(&object);
        let shown_max = if is_pinned { 1.0 } else { self.settings.shown_max };
        let mut probabilities = self.tempered(object, self.temperature);
        probabilities.iter_mut().for_each(|share| *share = share.clamp(1.0 - shown_max, shown_max));
        probabilities
    }

    /// How likely each value of an object is, with log-odds divided by a temperature.
    pub(crate) fn tempered(&self, object: usize, temperature: f64) -> Vec<f64> {
        let count = self.layout.value_count(object);
        let states = &self.learned.states[self.layout.states_of(object)];
        let sum = |place: usize| states.iter().skip(place).step_by(count).sum::<f64>();
        let mut probabilities: Vec<f64> = (0..count).map(sum).collect();
        if temperature != 1.0 {
            probabilities.iter_mut().for_each(|share| *share = share.max(1e-300).ln() / temperature);
            softmax(&mut probabilities);
        }
        self.doubted(object, &mut probabilities);
        probabilities
    }

    /// Draws how likely the values of an object are towards even chances, as far as beliefs are doubted as a whole. An answer
    /// that was set is not doubted.
    pub(crate) fn doubted(&self, object: usize, probabilities: &mut [f64]) {
        if self.trust < 1.0 && !self.layout.pinned.answers.contains_key(&object) {
            let even = (1.0 - self.trust) / probabilities.len() as f64;
            probabilities.iter_mut().for_each(|share| *share = self.trust * *share + even);
        }
    }

    /// How much of beliefs is shown, from 0.4 to 1; less than 1 where nearly all that would be believed suits one camp, so that
    /// it may follow that camp rather than what is so.
    #[must_use]
    pub fn trust(&self) -> f64 {
        self.trust
    }

    /// Who repeats whom without saying so.
    #[must_use]
    pub fn copies(&self) -> &[Repeats] {
        &self.copies
    }

    /// How the answer differs when learning starts from the majority, or from what one camp says.
    #[must_use]
    pub fn other_starts(&self) -> &[OtherStart] {
        &self.others
    }

    /// The objects.
    pub fn objects(&self) -> impl Iterator<Item = ObjectId> + use<> {
        (0..self.layout.objects()).map(object_id)
    }

    /// How likely each claimed value of an object would be if only some of its claims had been made, those whose
    /// positions in the table pass, by what has been learned from all: hindsight, where [`Table::said_by`] is what could
    /// be known.
    #[must_use]
    pub fn beliefs_given(&self, object: ObjectId, is_made: impl Fn(usize) -> bool) -> Vec<Belief> {
        let at = object.index();
        let probabilities = self.without(at, |claim| !is_made(claim));
        let places = probabilities.into_iter().enumerate();
        let shown_max = self.settings.shown_max;
        places
            .filter_map(|(place, probability)| {
                let probability = probability.clamp(1.0 - shown_max, shown_max);
                Some(Belief { value: self.layout.value(at, place)?, probability })
            })
            .collect()
    }

    /// How many rounds of learning it took.
    #[must_use]
    pub fn rounds(&self) -> usize {
        self.learned.rounds
    }
}
