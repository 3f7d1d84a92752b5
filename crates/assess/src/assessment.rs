//! The engine's answer: what to believe of each object. Start at [`assess`].

use crate::em::Learned;
use crate::error::AssessError;
use crate::ids::{ObjectId, ValueId};
use crate::layout::{Layout, object_id};
use crate::modes::{self, OtherStart};
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
    others: Vec<OtherStart>,
}

/// Weighs the claims of a table.
///
/// # Errors
/// When the table names what it does not have.
pub fn assess(table: &Table, settings: &Settings) -> Result<Assessment, AssessError> {
    table.check()?;
    let layout = Layout::new(table);
    let (learned, others) = modes::run(&layout, settings);
    Ok(Assessment { settings: settings.clone(), layout, learned, others })
}

impl Assessment {
    /// How likely each claimed value of an object is the answer, in the order of their ids. What is missing to 1 is the
    /// share of values that nobody claimed. None is surer than is ever shown.
    #[must_use]
    pub fn beliefs(&self, object: ObjectId) -> Vec<Belief> {
        let object = object.index();
        let count = self.layout.value_count(object);
        let states = &self.learned.states[self.layout.states_of(object)];
        let shown_max = self.settings.shown_max;
        let probability = |place: usize| {
            let probability = states.chunks(count).map(|states| states[place]).sum::<f64>();
            probability.clamp(1.0 - shown_max, shown_max)
        };
        let belief = |place: usize| {
            let value = self.layout.value(object, place)?;
            Some(Belief { value, probability: probability(place) })
        };
        (0..count).filter_map(belief).collect()
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

    /// How many rounds of learning it took.
    #[must_use]
    pub fn rounds(&self) -> usize {
        self.learned.rounds
    }
}
