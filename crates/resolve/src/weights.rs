//! Weighs what was measured of two names: a logistic regression for each kind of name. Start at [`Weights::built_in`];
//! `examples/train.rs` makes the file anew.

use std::sync::OnceLock;

use crate::error::ResolveError;
use crate::features::{Feature, Features};
use crate::name::Kind;

/// A weight for each feature and kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    organisation: [f32; Feature::ALL.len()],
    person: [f32; Feature::ALL.len()],
}

/// What every file of weights begins with.
const HEAD: &str = "retrospect names 1";
const BUILT_IN: &str = include_str!("../data/weights.tsv");
/// No pair of names is surer than this: other bearers of a name always exist.
const SURENESS_MAX: f32 = 0.9995;

impl Weights {
    /// The weights that are part of the program.
    pub fn built_in() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        // The file is part of the program and a test reads it; nothing is sure under weights of zero.
        WEIGHTS.get_or_init(|| Self::read(BUILT_IN).unwrap_or_else(|_| Self::zero()))
    }

    /// Weights of zero.
    #[must_use]
    pub fn zero() -> Self {
        Weights { organisation: [0.0; Feature::ALL.len()], person: [0.0; Feature::ALL.len()] }
    }

    /// Reads weights: a head line, then on each line a feature and its weights for organisations and for persons,
    /// separated by tabs.
    ///
    /// # Errors
    /// When the head is another one or a line is not of that form.
    pub fn read(text: &str) -> Result<Self, ResolveError> {
        let mut lines = text.lines().zip(1_usize..);
        if lines.next().map(|(line, _)| line) != Some(HEAD) {
            return Err(ResolveError::WeightsHead { expected: HEAD });
        }
        let mut weights = Self::zero();
        for (line, number) in lines.filter(|(line, _)| !line.starts_with('#')) {
            let wrong = || ResolveError::WeightsLine { line: number };
            let mut fields = line.split('\t');
            let name = fields.next().ok_or_else(wrong)?;
            let feature =
                Feature::ALL.into_iter().find(|feature| feature.name() == name).ok_or_else(wrong)?;
            let mut number = || fields.next()?.parse::<f32>().ok().filter(|weight| weight.is_finite());
            let (organisation, person) = (number().ok_or_else(wrong)?, number().ok_or_else(wrong)?);
            weights.set(Kind::Organisation, feature, organisation);
            weights.set(Kind::Person, feature, person);
        }
        Ok(weights)
    }

    /// The weights in the form that [`Weights::read`] reads.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!(
            "{HEAD}\n# feature, weight for organisations, weight for persons; made by examples/train.rs\n"
        );
        for feature in Feature::ALL {
            let (organisation, person) =
                (self.of(Kind::Organisation, feature), self.of(Kind::Person, feature));
            text.push_str(&format!("{}\t{organisation:.4}\t{person:.4}\n", feature.name()));
        }
        text
    }

    /// The weight of a feature.
    #[must_use]
    pub fn of(&self, kind: Kind, feature: Feature) -> f32 {
        let weights = match kind {
            Kind::Organisation => &self.organisation,
            Kind::Person => &self.person,
        };
        weights.get(feature as usize).copied().unwrap_or_default()
    }

    /// Sets the weight of a feature.
    pub fn set(&mut self, kind: Kind, feature: Feature, weight: f32) {
        let weights = match kind {
            Kind::Organisation => &mut self.organisation,
            Kind::Person => &mut self.person,
        };
        if let Some(place) = weights.get_mut(feature as usize) {
            *place = weight;
        }
    }

    /// The sum of the weighed features: the logarithm of the odds that both are names of one actor.
    #[must_use]
    pub fn log_odds(&self, kind: Kind, features: &Features) -> f32 {
        features.iter().map(|(feature, number)| self.of(kind, feature) * number).sum()
    }
}

/// The probability for logarithmic odds, never quite sure.
#[must_use]
pub fn probability(log_odds: f32) -> f32 {
    (1.0 / (1.0 + (-log_odds).exp())).min(SURENESS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_they_were_written() {
        let weights = Weights::read(BUILT_IN).unwrap();
        assert_eq!(Weights::read(&weights.write()).unwrap(), weights);
        assert_ne!(weights, Weights::zero());
    }

    #[test]
    fn what_is_no_file_of_weights_is_refused_with_its_line() {
        let message = |text: &str| Weights::read(text).unwrap_err().to_string();
        assert!(message("bias\t1\t1").contains("do not begin with `retrospect names 1`"));
        for line in ["bias\t1", "bias\tx\t1", "taste\t1\t1", "bias\t1\tinf", ""] {
            assert!(message(&format!("{HEAD}\n{line}\n")).contains("line 2"), "{line}");
        }
    }
}
