//! Judges how likely a candidate is to be a claim that a reader would make: a logistic regression over features of the
//! parse. Start at [`Scorer::probability`].

use std::collections::HashMap;

/// Weights of features, learned by `tools/train-scorer`.
#[derive(Clone, Debug)]
pub struct Scorer {
    weights: HashMap<String, f64>,
    /// Candidates below it are no claims.
    threshold: f64,
}

/// What every weights file begins with.
const HEAD: &str = "retrospect scorer 1";

impl Scorer {
    /// Reads the weights: a head line, a line with the threshold, then a feature, a tab and its weight on each line.
    ///
    /// # Errors
    /// A sentence that names the line, when the text is not of that form.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().zip(1..);
        if lines.next().map(|(line, _)| line) != Some(HEAD) {
            return Err(format!("the weights do not begin with `{HEAD}`"));
        }
        let mut scorer = Scorer { weights: HashMap::new(), threshold: 0.0 };
        for (line, number) in lines {
            let value =
                line.split_once('\t').and_then(|(name, value)| Some((name, value.parse::<f64>().ok()?)));
            let (name, value) =
                value.ok_or_else(|| format!("line {number} of the weights is not `feature TAB number`"))?;
            if name == "threshold" {
                scorer.threshold = value;
            } else {
                scorer.weights.insert(name.to_owned(), value);
            }
        }
        Ok(scorer)
    }

    /// How likely a candidate with these features is a claim, from 0 to 1.
    #[must_use]
    pub fn probability(&self, features: &[String]) -> f64 {
        let known = features
            .iter()
            .chain([&"bias".to_owned()])
            .filter_map(|name| self.weights.get(name))
            .sum::<f64>();
        1.0 / (1.0 + (-known).exp())
    }

    /// The features that count the most, with their weights in log-odds, the strongest first, and no more than `most`.
    #[must_use]
    pub fn strongest<'f>(&self, features: &'f [String], most: usize) -> Vec<(&'f str, f64)> {
        let known = features.iter().filter_map(|name| Some((name.as_str(), *self.weights.get(name)?)));
        let mut known: Vec<(&str, f64)> = known.collect();
        known.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(b.0)));
        known.truncate(most);
        known
    }

    /// The probability from which a candidate is taken for a claim.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.threshold
    }
}
