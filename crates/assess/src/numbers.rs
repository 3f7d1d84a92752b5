//! Weighs contradictory numbers, such as counts of dead: who belittles its own losses and magnifies the other side's is
//! corrected by how much it does so. Start at [`weigh_numbers`].
//!
//! On a logarithmic scale, a report is the number plus a bias of the reporter's camp for losses of that side, plus an error
//! as wide as the source's errors are. Biases are supposed to be within a factor of two in most cases before anything is
//! heard (a normal of deviation 0.7); reports without a side have none, and anchor the rest.

use std::collections::BTreeMap;

use crate::ids::{CampId, ObjectId, SourceId};

/// The deviation of biases before anything is heard, on the logarithmic scale.
const BIAS_DEVIATION: f64 = 0.7;
/// The variance of a source's errors before anything is heard, and how many reports that counts for.
const ERROR_VARIANCE: f64 = 0.15;
const ERROR_PSEUDO: f64 = 4.0;
/// Rounding and counting at different hours: no report is more exact than this.
const ROUNDING_VARIANCE: f64 = 0.01;
/// What is supposed of a number itself is next to nothing.
const NUMBER_PRECISION: f64 = 0.01;
const ROUNDS: usize = 200;
const STILL: f64 = 1e-9;
/// Half the width of an interval that holds nine of ten normal draws, in deviations.
const NINE_OF_TEN: f64 = 1.645;

/// One source's number for an object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberReport {
    /// Who reports.
    pub source: SourceId,
    /// On whose side; `None` for nobody's.
    pub camp: Option<CampId>,
    /// What is counted.
    pub object: ObjectId,
    /// Whose losses they are; `None` when nobody's in particular.
    pub losses_of: Option<CampId>,
    /// The number, 0 or more.
    pub number: f64,
}

/// What to believe of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberEstimate {
    /// The object.
    pub object: ObjectId,
    /// The likeliest number.
    pub number: f64,
    /// The number is as likely below this as one in twenty ...
    pub low: f64,
    /// ... and above this.
    pub high: f64,
    /// How much each report weighs, by its position; they sum to 1 but for what was supposed before.
    pub weights: Vec<(usize, f64)>,
}

/// By what factor a camp's reports of a side's losses are off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberBias {
    /// The camp that reports.
    pub camp: CampId,
    /// Whether the losses are its own.
    pub is_own: bool,
    /// The factor: below 1 for belittling.
    pub factor: f64,
}

/// Estimates the number of each object, in the order of their ids, and the bias of each camp. Reports that are negative or
/// no number are left out.
#[must_use]
pub fn weigh_numbers(reports: &[NumberReport]) -> (Vec<NumberEstimate>, Vec<NumberBias>) {
    let mut model = Model::new(reports);
    for _ in 0..ROUNDS {
        if model.round() < STILL {
            break;
        }
    }
    (model.estimates(), model.biases())
}

/// A report on the logarithmic scale, with what its bias depends on.
struct Report {
    position: usize,
    source: SourceId,
    object: ObjectId,
    side: Option<(CampId, bool)>,
    log: f64,
}

struct Model {
    reports: Vec<Report>,
    /// Mean and variance of each number.
    numbers: BTreeMap<ObjectId, (f64, f64)>,
    biases: BTreeMap<(CampId, bool), f64>,
    errors: BTreeMap<SourceId, f64>,
}

impl Model {
    fn new(reports: &[NumberReport]) -> Self {
        let usable = reports
            .iter()
            .enumerate()
            .filter(|(_, report)| report.number >= 0.0 && report.number.is_finite());
        let reports: Vec<Report> = usable
            .map(|(position, report)| Report {
                position,
                source: report.source,
                object: report.object,
                side: report.camp.zip(report.losses_of).map(|(camp, of)| (camp, camp == of)),
                log: report.number.ln_1p(),
            })
            .collect();
        let mut model = Self {
            numbers: BTreeMap::new(),
            biases: reports.iter().filter_map(|report| report.side).map(|side| (side, 0.0)).collect(),
            errors: reports.iter().map(|report| (report.source, ERROR_VARIANCE)).collect(),
            reports,
        };
        model.find_numbers();
        model
    }

    fn bias(&self, report: &Report) -> f64 {
        report.side.and_then(|side| self.biases.get(&side)).copied().unwrap_or_default()
    }

    fn precision(&self, report: &Report) -> f64 {
        1.0 / (self.errors.get(&report.source).copied().unwrap_or(ERROR_VARIANCE) + ROUNDING_VARIANCE)
    }

    fn number(&self, report: &Report) -> (f64, f64) {
        self.numbers.get(&report.object).copied().unwrap_or((report.log, 1.0 / NUMBER_PRECISION))
    }

    fn find_numbers(&mut self) {
        let mut sums: BTreeMap<ObjectId, (f64, f64)> = BTreeMap::new();
        for report in &self.reports {
            let precision = self.precision(report);
            let sum = sums.entry(report.object).or_insert((0.0, NUMBER_PRECISION));
            sum.0 += precision * (report.log - self.bias(report));
            sum.1 += precision;
        }
        self.numbers =
            sums.into_iter().map(|(object, (sum, all))| (object, (sum / all, 1.0 / all))).collect();
    }

    /// Learns biases and errors, then numbers; gives by how much a bias moved at the most.
    fn round(&mut self) -> f64 {
        let mut sums: BTreeMap<(CampId, bool), (f64, f64)> = BTreeMap::new();
        for report in &self.reports {
            let Some(side) = report.side else { continue };
            let precision = self.precision(report);
            let sum = sums.entry(side).or_insert((0.0, BIAS_DEVIATION.powi(-2)));
            sum.0 += precision * (report.log - self.number(report).0);
            sum.1 += precision;
        }
        let mut moved = 0.0_f64;
        for (side, (sum, all)) in sums {
            let bias = sum / all;
            let before = self.biases.insert(side, bias).unwrap_or_default();
            moved = moved.max((bias - before).abs());
        }
        let mut errors: BTreeMap<SourceId, (f64, f64)> = BTreeMap::new();
        for report in &self.reports {
            let (mean, variance) = self.number(report);
            let error = errors.entry(report.source).or_insert((ERROR_PSEUDO * ERROR_VARIANCE, ERROR_PSEUDO));
            error.0 += (report.log - mean - self.bias(report)).powi(2) + variance;
            error.1 += 1.0;
        }
        self.errors = errors.into_iter().map(|(source, (sum, count))| (source, sum / count)).collect();
        self.find_numbers();
        moved
    }

    fn estimates(&self) -> Vec<NumberEstimate> {
        let mut weights: BTreeMap<ObjectId, Vec<(usize, f64)>> = BTreeMap::new();
        for report in &self.reports {
            let weight = self.precision(report) * self.number(report).1;
            weights.entry(report.object).or_default().push((report.position, weight));
        }
        let of = |(&object, &(mean, variance)): (&ObjectId, &(f64, f64))| {
            let reach = NINE_OF_TEN * variance.sqrt();
            let number = |log: f64| log.exp_m1().max(0.0);
            NumberEstimate {
                object,
                number: number(mean),
                low: number(mean - reach),
                high: number(mean + reach),
                weights: weights.get(&object).cloned().unwrap_or_default(),
            }
        };
        self.numbers.iter().map(of).collect()
    }

    fn biases(&self) -> Vec<NumberBias> {
        let of = |(&(camp, is_own), &bias): (&(CampId, bool), &f64)| NumberBias {
            camp,
            is_own,
            factor: bias.exp(),
        };
        self.biases.iter().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two camps that halve their own losses and double the other's, and a neutral source that counts every fourth clash.
    fn reports() -> (Vec<NumberReport>, Vec<f64>) {
        let mut reports = Vec::new();
        let mut truth = Vec::new();
        for clash in 0..60_u32 {
            let number = f64::from(5 + clash * 7 % 90);
            truth.push(number);
            let losses_of = Some(CampId(clash % 2));
            let wobble = |source: u32| 1.0 + 0.1 * f64::from((clash * 13 + source * 7) % 5) - 0.2;
            for source in 0..4 {
                let camp = CampId(source % 2);
                let factor = if Some(camp) == losses_of { 0.5 } else { 2.0 };
                reports.push(NumberReport {
                    source: SourceId(source),
                    camp: Some(camp),
                    object: ObjectId(clash),
                    losses_of,
                    number: number * factor * wobble(source),
                });
            }
            if clash % 4 == 0 {
                let (source, object) = (SourceId(9), ObjectId(clash));
                reports.push(NumberReport {
                    source,
                    camp: None,
                    object,
                    losses_of,
                    number: number * wobble(9),
                });
            }
        }
        (reports, truth)
    }

    #[test]
    fn directed_bias_is_found_and_taken_away() {
        let (reports, truth) = reports();
        let (estimates, biases) = weigh_numbers(&reports);
        for bias in biases {
            let expected = if bias.is_own { 0.5 } else { 2.0 };
            assert!((bias.factor / expected).ln().abs() < 0.3, "{bias:?}");
        }
        let off = |(estimate, truth): (&NumberEstimate, &f64)| (estimate.number / truth).ln().abs();
        let mean = estimates.iter().zip(&truth).map(off).sum::<f64>() / truth.len() as f64;
        assert!(mean < 0.2, "numbers are within a fifth in the mean, not {mean}");
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let report = |number| NumberReport {
            source: SourceId(0),
            camp: None,
            object: ObjectId(0),
            losses_of: None,
            number,
        };
        let (estimates, _) = weigh_numbers(&[report(f64::NAN), report(-3.0), report(20.0), report(30.0)]);
        assert_eq!(estimates.len(), 1);
        assert!((20.0..30.0).contains(&estimates[0].number), "{estimates:?}");
        assert!(estimates[0].low < 20.0 && estimates[0].high > 30.0);
    }
}
