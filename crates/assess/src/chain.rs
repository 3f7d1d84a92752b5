//! One question at successive times, such as who led a group: what was so stays so, or jumps. Start at [`smooth`]; cut time
//! into segments with [`segments`].
//!
//! Each segment is an object of the table, and a chain lists them in the order of time. A claim about several segments is a
//! claim about each, with its voice divided among them, since together they are one.

use crate::em::Learned;
use crate::layout::Layout;
use crate::posterior::{Posterior, softmax};
use crate::settings::Settings;

/// Cuts time where anything that is claimed begins or ends: stretches from the first day of each pair up to but not
/// including the second, in order and without gaps.
///
/// ```
/// use retrospect_assess::segments;
/// assert_eq!(segments(&[(10, 30), (20, 40)]), [(10, 20), (20, 30), (30, 40)]);
/// ```
#[must_use]
pub fn segments(stretches: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut cuts: Vec<i32> = stretches.iter().flat_map(|&(from, to)| [from, to]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// How likely each value is in each segment, from what each segment's own claims say (as logarithms), by the forward-backward
/// algorithm: between segments the value stays with probability 1 - `hazard`, else it is drawn anew from `prior`.
#[must_use]
pub fn smooth(evidence: &[Vec<f64>], prior: &[f64], hazard: f64) -> Vec<Vec<f64>> {
    let own: Vec<Vec<f64>> = evidence
        .iter()
        .map(|logs| {
            let mut own = logs.clone();
            softmax(&mut own);
            own
        })
        .collect();
    let carry = |from: &[f64]| -> Vec<f64> {
        let total: f64 = from.iter().sum();
        from.iter().zip(prior).map(|(share, prior)| (1.0 - hazard) * share + hazard * prior * total).collect()
    };
    let scaled = |mut shares: Vec<f64>| {
        let total: f64 = shares.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        shares.iter_mut().for_each(|share| *share /= total);
        shares
    };
    let times = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).collect::<Vec<f64>>();
    let mut forward: Vec<Vec<f64>> = Vec::new();
    for own in &own {
        let before = forward.last().map_or_else(|| prior.to_vec(), |last| carry(last));
        forward.push(scaled(times(&before, own)));
    }
    let mut after = vec![1.0; prior.len()];
    let mut beliefs = Vec::new();
    for (own, forward) in own.iter().zip(&forward).rev() {
        beliefs.push(scaled(times(forward, &after)));
        // Backwards, a jump may lead to any value as likely as the prior has it.
        let onward = times(own, &after);
        let anywhere: f64 = onward.iter().zip(prior).map(|(share, prior)| share * prior).sum();
        after = scaled(onward.iter().map(|share| (1.0 - hazard) * share + hazard * anywhere).collect());
    }
    beliefs.reverse();
    beliefs
}

/// Brings the beliefs of all chains together, and counts them anew. Values are a closed list and without stakes.
pub(crate) fn settle(layout: &Layout, settings: &Settings, learned: &mut Learned) {
    let prior: Vec<f64> = learned.cells.prior.iter().map(|log| log.exp()).collect();
    for chain in &layout.chains {
        let mut posterior = Posterior::new(layout, &learned.cells, settings);
        let evidence: Vec<Vec<f64>> = chain
            .iter()
            .map(|object| {
                posterior.logs(object.index(), |position| f64::from(layout.slots[position].voice));
                // The prior is in the chain; a segment of its own says only what its claims say.
                posterior.states.iter().zip(&learned.cells.prior).map(|(log, prior)| log - prior).collect()
            })
            .collect();
        let beliefs = smooth(&evidence, &prior, settings.hazard);
        for (object, belief) in chain.iter().map(|object| object.index()).zip(beliefs) {
            let range = layout.states_of(object);
            learned.tally.add_object(layout, &learned.cells, object, &learned.states[range.clone()], -1.0);
            learned.states[range.clone()].copy_from_slice(&belief);
            learned.tally.add_object(layout, &learned.cells, object, &learned.states[range], 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_until_something_speaks_against_it() {
        let evidence = [vec![3.0, 0.0], vec![0.0, 0.0], vec![0.0, 0.0], vec![0.0, 4.0]];
        let beliefs = smooth(&evidence, &[0.5, 0.5], 0.1);
        assert!(beliefs[0][0] > 0.7 && beliefs[3][1] > 0.7, "{beliefs:?}");
        assert!(beliefs[1][0] > beliefs[2][0], "the later, the likelier the change: {beliefs:?}");
    }

    #[test]
    fn agrees_with_the_sum_over_all_histories() {
        let evidence = [vec![0.3, -0.2, 0.0], vec![-1.0, 0.4, 0.1], vec![0.2, 0.2, -0.5]];
        let (prior, hazard) = ([0.5, 0.3, 0.2], 0.25);
        let mut sums = vec![vec![0.0; 3]; 3];
        for history in 0..27 {
            let at = [history / 9, history / 3 % 3, history % 3];
            let mut likely = prior[at[0]];
            for time in 0..3 {
                likely *= f64::exp(evidence[time][at[time]]);
                if time > 0 {
                    let stays = if at[time] == at[time - 1] { 1.0 - hazard } else { 0.0 };
                    likely *= stays + hazard * prior[at[time]];
                }
            }
            (0..3).for_each(|time| sums[time][at[time]] += likely);
        }
        let beliefs = smooth(&evidence, &prior, hazard);
        for (sums, beliefs) in sums.iter().zip(&beliefs) {
            let total: f64 = sums.iter().sum();
            for (sum, belief) in sums.iter().zip(beliefs) {
                assert!((sum / total - belief).abs() < 1e-12, "{sums:?} {beliefs:?}");
            }
        }
    }
}
