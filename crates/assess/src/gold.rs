//! Compares beliefs with answers that are known: how often they are right, and whether they are as sure as they should
//! be. Start at [`score`].

use crate::assessment::{Assessment, Belief};
use crate::ids::{ObjectId, ValueId};

/// In how many bins of equally many beliefs calibration is measured.
const BINS: usize = 15;
/// Log-loss counts no belief as less likely than this.
const LOSS_MIN: f64 = 1e-6;

/// Of fewer known answers no temperature is taken.
const GOLD_MIN: usize = 20;
/// More known answers than this tell no more of one number: some are passed over, evenly.
const GOLD_MAX: usize = 2000;
/// The temperatures that are tried: so many, evenly between these logarithms.
const TEMPERATURES: u32 = 40;
const TEMPERATURE_LOGS: (f64, f64) = (-0.7, 3.2);

/// The known answer of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gold {
    /// The object.
    pub object: ObjectId,
    /// Its answer; `None` when it is a value that nobody claimed of anything.
    pub value: Option<ValueId>,
}

/// How good beliefs are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GoldScore {
    /// Of how many objects the answer is known.
    pub objects: usize,
    /// The share that is right; of k values that are equally likely, each counts as 1/k.
    pub accuracy: f64,
    /// The best share that any choice among the claimed values could reach.
    pub reachable: f64,
    /// The mean difference between how sure the likeliest value is and how often it is right, in bins of equal size.
    pub ece: f64,
    /// The mean of -ln of how likely the right value was held to be.
    pub log_loss: f64,
    /// The mean square of 1 less that.
    pub brier: f64,
}

impl Assessment {
    /// Makes beliefs as sure as they should be by known answers: the temperature by which log-odds are divided before they
    /// are shown is that of the least log-loss. Which value is the likeliest stays as it is. Gives the temperature, or
    /// `None` when fewer than 20 answers are known, and nothing is changed.
    pub fn calibrate(&mut self, golds: &[Gold]) -> Option<f64> {
        self.temperature = temperature(self, golds)?;
        Some(self.temperature)
    }
}

/// The temperature of the least log-loss on known answers.
fn temperature(assessment: &Assessment, golds: &[Gold]) -> Option<f64> {
    if golds.len() < GOLD_MIN {
        return None;
    }
    let loss = |temperature: f64| {
        let of_gold = |gold: &Gold| {
            let object = gold.object.index();
            let place = gold.value.and_then(|value| assessment.layout.place(object, value));
            let probabilities = assessment.tempered(object, temperature);
            // A value that nobody claimed is likely by what is left over.
            let probability =
                place.or(probabilities.len().checked_sub(1)).map_or(0.0, |place| probabilities[place]);
            -probability.max(LOSS_MIN).ln()
        };
        golds.iter().step_by(golds.len().div_ceil(GOLD_MAX)).map(of_gold).sum::<f64>()
    };
    let (low, high) = TEMPERATURE_LOGS;
    let step = (high - low) / f64::from(TEMPERATURES - 1);
    let temperatures = (0..TEMPERATURES).map(|at| (low + step * f64::from(at)).exp());
    let losses = temperatures.map(|temperature| (loss(temperature), temperature));
    losses.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, temperature)| temperature)
}

/// What calibration is worth: each half of the known answers is scored by the temperature of the other half. `None` when
/// there are too few.
#[must_use]
pub fn score_calibrated(assessment: &Assessment, golds: &[Gold]) -> Option<GoldScore> {
    let half = |odd: usize| golds.iter().skip(odd).step_by(2).copied().collect::<Vec<Gold>>();
    let (even, odd) = (half(0), half(1));
    let mut other = assessment.clone();
    other.calibrate(&even)?;
    let first = score(&other, &odd);
    other.calibrate(&odd)?;
    let second = score(&other, &even);
    let mean = |of: fn(&GoldScore) -> f64| (of(&first) + of(&second)) / 2.0;
    Some(GoldScore {
        objects: first.objects + second.objects,
        accuracy: mean(|score| score.accuracy),
        reachable: mean(|score| score.reachable),
        ece: mean(|score| score.ece),
        log_loss: mean(|score| score.log_loss),
        brier: mean(|score| score.brier),
    })
}

/// Scores an assessment against known answers; those of objects without claims do not count.
#[must_use]
pub fn score(assessment: &Assessment, golds: &[Gold]) -> GoldScore {
    let mut sum = GoldScore::default();
    let mut sure: Vec<(f64, f64)> = Vec::new();
    for gold in golds {
        let beliefs = assessment.beliefs(gold.object);
        let Some((top, right)) = outcome(&beliefs, gold.value) else { continue };
        let of_gold = beliefs.iter().find(|belief| Some(belief.value) == gold.value);
        let probability = of_gold.map_or(0.0, |belief| belief.probability);
        sum.objects += 1;
        sum.accuracy += right;
        sum.reachable += f64::from(u8::from(of_gold.is_some()));
        sum.log_loss -= probability.max(LOSS_MIN).ln();
        sum.brier += (1.0 - probability).powi(2);
        sure.push((top, right));
    }
    let all = sum.objects.max(1) as f64;
    GoldScore {
        objects: sum.objects,
        accuracy: sum.accuracy / all,
        reachable: sum.reachable / all,
        ece: calibration_error(&mut sure),
        log_loss: sum.log_loss / all,
        brier: sum.brier / all,
    }
}

/// How likely the likeliest value is, and how far it is right: 1 of k equals is right by 1/k.
fn outcome(beliefs: &[Belief], gold: Option<ValueId>) -> Option<(f64, f64)> {
    let top = beliefs.iter().map(|belief| belief.probability).max_by(f64::total_cmp)?;
    let tops = beliefs.iter().filter(|belief| belief.probability == top);
    let right = tops.clone().any(|belief| Some(belief.value) == gold);
    Some((top, if right { 1.0 / tops.count() as f64 } else { 0.0 }))
}

/// Expected calibration error of pairs of how sure and how right, in bins of equal mass.
fn calibration_error(sure: &mut [(f64, f64)]) -> f64 {
    sure.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut error = 0.0;
    for bin in 0..BINS {
        let part = &sure[sure.len() * bin / BINS..sure.len() * (bin + 1) / BINS];
        error += part.iter().map(|(top, right)| top - right).sum::<f64>().abs();
    }
    error / sure.len().max(1) as f64
}
