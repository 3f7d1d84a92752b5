//! What has been learned: how each source speaks when nothing is at stake for it, how it speaks when something is, and on
//! whose side it stands. Start at [`Cells`].

use crate::layout::{Layout, Values};
use crate::pins::PinnedStakes;
use crate::rows::ROW_PSEUDO;
use crate::settings::Settings;
use crate::stakes::{Label, Orientation};

/// Learned probabilities are kept this far from 0 and 1.
pub(crate) const PROBABILITY_MIN: f64 = 1e-4;
/// A source that stands on a side with less than this is not counted there.
pub(crate) const SIDE_MIN: f64 = 1e-3;
/// With more camps than this, a label of a camp is doubted only in favour of "no camp".
const CAMPS_DOUBTED_MAX: usize = 3;
/// How likely the answer is one that nobody claimed, before anything is heard.
pub(crate) const OTHER: f64 = 0.05;

/// What the world is like before anything is learned of it: who has nothing at stake is right so often.
pub(crate) const WORLD_RIGHT: f64 = 0.85;
/// Who is right names something broader than the narrowest right answer so often, where somebody has claimed such.
pub(crate) const WORLD_BROAD: f64 = 0.4;
/// Who has something at stake says the welcome thing so often when it is true ...
pub(crate) const WORLD_WELCOME_TRUE: f64 = 0.96;
/// ... and so often when it is false.
pub(crate) const WORLD_WELCOME_FALSE: f64 = 0.60;

/// On how many sides a persona may stand: few camps are all looked at, of many only that of the label, and none.
pub(crate) fn sides_each(layout: &Layout) -> usize {
    if layout.camps <= CAMPS_DOUBTED_MAX { layout.camps + 1 } else { 2 }
}

/// The place of a side among those on which a persona may stand.
pub(crate) fn place_of(layout: &Layout, side: usize) -> usize {
    if layout.camps <= CAMPS_DOUBTED_MAX { side } else { side.min(1) }
}

/// The side that a persona's label names.
pub(crate) fn labelled(layout: &Layout, persona: usize) -> usize {
    layout.personas[persona].camp.map_or(0, |camp| camp.index() + 1)
}

/// How a source speaks of what touches its side, as logarithms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interested {
    /// Of saying the welcome thing when it is true, and of not saying it.
    pub when_true: [f64; 2],
    /// Of saying the welcome thing when it is false, and of not saying it.
    pub when_false: [f64; 2],
}

impl Interested {
    pub fn new(when_true: f64, when_false: f64) -> Self {
        Self { when_true: logs(when_true), when_false: logs(when_false) }
    }
}

/// Logarithms of a probability and its complement.
pub(crate) fn logs(probability: f64) -> [f64; 2] {
    let kept = probability.clamp(PROBABILITY_MIN, 1.0 - PROBABILITY_MIN);
    [kept.ln(), (1.0 - kept).ln()]
}

/// What groups do, towards which their members are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Groups {
    /// Closed values: P(said, given truth) by side, said, truth.
    pub rows: Vec<f64>,
    /// Open values: how often sources are right, and how many claims that counts for.
    pub coin: [f64; 2],
    /// By letter, how much likelier its sources are right than others, in nats; empty without grades.
    pub letters: Vec<f64>,
    /// The same of how often they are broad where they are right ...
    pub broad: [f64; 2],
    /// ... and of how often denials are right.
    pub denial: [f64; 2],
    /// By side: how often the welcome thing is said when it is true, and when it is not.
    pub interested: Vec<[f64; 2]>,
}

/// The parameters of the model.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cells {
    pub groups: Groups,
    /// Closed values: ln P(said, given truth) by persona, said, truth.
    pub rows: Vec<f64>,
    /// Closed values: how many claims the row that is made for a source counts for beside its own.
    pub row_pseudo: f64,
    /// Open values: ln of being right and of being wrong, by persona.
    pub coins: Vec<[f64; 2]>,
    /// ln of naming something broader, and the narrowest itself, when right; by persona; empty without levels.
    pub broad: Vec<[f64; 2]>,
    /// ln of a denial being right and wrong, by persona; empty when nothing is denied.
    pub denials: Vec<[f64; 2]>,
    /// By persona; empty when nothing is at stake for anybody.
    pub interested: Vec<Interested>,
    /// How likely each persona is on each of the sides on which it may be, [`sides_each`] for each persona.
    pub sides: Vec<f64>,
    /// Closed values: ln of how frequent each is as an answer.
    pub prior: Vec<f64>,
    /// How likely labels of interest are right.
    pub favour_right: f64,
    /// How likely labels of camps are right.
    pub camp_right: f64,
}

impl Cells {
    /// What is supposed before anything is learned.
    pub fn world(layout: &Layout, settings: &Settings) -> Self {
        let personas = layout.personas.len();
        let mut cells = Self {
            groups: Groups::default(),
            rows: Vec::new(),
            row_pseudo: ROW_PSEUDO,
            coins: Vec::new(),
            broad: Vec::new(),
            denials: Vec::new(),
            interested: Vec::new(),
            sides: Vec::new(),
            prior: Vec::new(),
            favour_right: settings.favour_label_right,
            camp_right: settings.camp_label_right,
        };
        match layout.values {
            Values::Closed(count) => {
                let others = (count.max(2) - 1) as f64;
                let ln = |said, truth| {
                    if said == truth { WORLD_RIGHT.ln() } else { ((1.0 - WORLD_RIGHT) / others).ln() }
                };
                let row: Vec<f64> =
                    (0..count).flat_map(|said| (0..count).map(move |truth| ln(said, truth))).collect();
                cells.rows = row.iter().copied().cycle().take(personas * row.len()).collect();
                cells.prior = vec![-(count.max(1) as f64).ln(); count];
            }
            Values::Open { .. } => cells.coins = vec![logs(WORLD_RIGHT); personas],
        }
        if layout.levels.are_there() {
            cells.broad = vec![logs(WORLD_BROAD); personas];
        }
        if layout.has_denials {
            cells.denials = vec![logs(WORLD_RIGHT); personas];
        }
        if layout.stakes.are_there() {
            let interested = Interested::new(WORLD_WELCOME_TRUE, WORLD_WELCOME_FALSE);
            cells.interested = vec![interested; personas];
        }
        if layout.camps > 0 {
            let sides = (0..personas).flat_map(|persona| cells.side_priors(layout, persona));
            cells.sides = sides.collect();
        }
        cells
    }

    /// How much likelier than others a persona is right going by its source's grade, in nats.
    pub fn letter(&self, layout: &Layout, persona: usize) -> f64 {
        if self.groups.letters.is_empty() {
            return 0.0;
        }
        let letter = layout.pinned.grade(layout.personas[persona].source);
        letter.and_then(|letter| self.groups.letters.get(letter)).copied().unwrap_or_default()
    }

    /// All that is learned of how a persona speaks, as logarithms.
    pub fn of_persona(&self, layout: &Layout, persona: usize) -> Vec<f64> {
        let mut all = Vec::new();
        if let Values::Closed(count) = layout.values {
            all.extend_from_slice(&self.rows[persona * count * count..(persona + 1) * count * count]);
        }
        all.extend(self.coins.get(persona).into_iter().flatten());
        all.extend(self.broad.get(persona).into_iter().flatten());
        all.extend(self.denials.get(persona).into_iter().flatten());
        if let Some(cell) = self.interested.get(persona) {
            all.extend(cell.when_true.iter().chain(&cell.when_false));
        }
        all
    }

    /// How likely a persona is on each side on which it may be, going by its label alone.
    pub fn side_priors(&self, layout: &Layout, persona: usize) -> Vec<f64> {
        let camps = layout.camps;
        let label = place_of(layout, labelled(layout, persona));
        let mut sides = vec![0.0; sides_each(layout)];
        if !layout.stakes.are_there() || layout.pinned.is_camp_sure(layout.personas[persona].source) {
            sides[label] = 1.0;
        } else if camps <= CAMPS_DOUBTED_MAX {
            sides.fill((1.0 - self.camp_right) / camps as f64);
            sides[label] = self.camp_right;
        } else {
            sides[0] = 1.0 - self.camp_right;
            sides[label] = if label == 0 { 1.0 } else { self.camp_right };
        }
        sides
    }

    /// The sides on which a persona may stand, with how likely that is: 0 for none, camps from 1.
    pub fn sides_of(&self, layout: &Layout, persona: usize) -> impl Iterator<Item = (usize, f64)> {
        let width = sides_each(layout);
        let sides = self.sides.get(persona * width..(persona + 1) * width).unwrap_or(&[1.0]);
        let places = sides.iter().copied().enumerate().filter(|&(_, share)| share > SIDE_MIN);
        places.map(move |(place, share)| {
            let side =
                if layout.camps <= CAMPS_DOUBTED_MAX { place } else { place * labelled(layout, persona) };
            (side, share)
        })
    }

    /// How likely the stakes of an object lie in each of its orientations, going by its label alone.
    pub fn orientation_prior(&self, layout: &Layout, object: usize, place: usize) -> f64 {
        let count = layout.stakes.orientations(object);
        if count == 1 {
            return 1.0;
        }
        let orientation = layout.stakes.orientation(object, place);
        if let Some(stakes) = layout.pinned.stakes.get(&object) {
            let pinned = match stakes {
                PinnedStakes::AsLabelled => Orientation::AsLabelled,
                PinnedStakes::Nobodys => Orientation::None,
            };
            return if orientation == pinned { 1.0 } else { 1e-12 };
        }
        let is_as_said = match layout.stakes.label(object) {
            Label::Stakes => orientation == Orientation::AsLabelled,
            Label::NoStakes => orientation == Orientation::None,
        };
        if is_as_said { self.favour_right } else { (1.0 - self.favour_right) / (count - 1) as f64 }
    }
}
