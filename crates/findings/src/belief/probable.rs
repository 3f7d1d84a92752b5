//! Puts probabilities into words. Start at [`word`].

/// The words of the United States' Intelligence Community Directive 203, "Analytic Standards" (2015), section
/// D.6.e.(2)(a), with the probability up to which each is used.
const WORDS: [(f64, &str); 7] = [
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.0, "almost certain"),
];

/// The word for a probability. A word alone is read in many ways: print the number beside it, as [`said`] does.
pub fn word(probability: f64) -> &'static str {
    WORDS.iter().find(|(most, _)| probability <= *most).map_or("almost certain", |(_, word)| word)
}

/// "likely (70 %)".
pub fn said(probability: f64) -> String {
    format!("{} ({} %)", word(probability), percent(probability))
}

/// Whole percents, but never all or nothing unless it is.
pub fn percent(probability: f64) -> String {
    let rounded = (probability * 100.0).round();
    let is_edge = (rounded >= 100.0 && probability < 1.0) || (rounded <= 0.0 && probability > 0.0);
    if is_edge { format!("{:.1}", probability * 100.0) } else { format!("{rounded:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_stretches() {
        for (probability, words) in [
            (0.01, "almost no chance (1 %)"),
            (0.3, "unlikely (30 %)"),
            (0.5, "roughly even chance (50 %)"),
            (0.7, "likely (70 %)"),
            (0.9, "very likely (90 %)"),
            (0.99, "almost certain (99 %)"),
            (0.999, "almost certain (99.9 %)"),
            (1.0, "almost certain (100 %)"),
        ] {
            assert_eq!(said(probability), words);
        }
    }
}
