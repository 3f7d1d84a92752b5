//! How good beliefs are: accuracy and how far they are as sure as they should be. Start at [`score`].

/// How good beliefs are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// The share of propositions on the right side of one half.
    pub accuracy: f64,
    /// Expected calibration error of the surer side, in ten bins.
    pub ece: f64,
    /// How sure beliefs are in the mean.
    pub sureness: f64,
}

/// Scores how likely propositions are said to be so; those of which nothing is said do not count.
pub fn score(beliefs: &[Option<f64>], truth: &[bool]) -> Score {
    let mut bins = [[0.0_f64; 3]; 10];
    for (belief, &is_true) in beliefs.iter().zip(truth) {
        let Some(belief) = belief else { continue };
        let sureness = belief.max(1.0 - belief);
        let is_right = (*belief >= 0.5) == is_true;
        let bin = &mut bins[((sureness * 10.0) as usize).min(9)];
        bin[0] += 1.0;
        bin[1] += sureness;
        bin[2] += f64::from(u8::from(is_right));
    }
    let all: f64 = bins.iter().map(|bin| bin[0]).sum();
    Score {
        accuracy: bins.iter().map(|bin| bin[2]).sum::<f64>() / all,
        ece: bins.iter().map(|[_, sure, right]| (sure - right).abs()).sum::<f64>() / all,
        sureness: bins.iter().map(|bin| bin[1]).sum::<f64>() / all,
    }
}

/// The mean of scores, and the worst accuracy.
pub fn mean(scores: &[Score]) -> (Score, f64) {
    let n = scores.len() as f64;
    let of = |what: fn(&Score) -> f64| scores.iter().map(what).sum::<f64>() / n;
    let worst = scores.iter().map(|score| score.accuracy).fold(f64::INFINITY, f64::min);
    (Score { accuracy: of(|s| s.accuracy), ece: of(|s| s.ece), sureness: of(|s| s.sureness) }, worst)
}
