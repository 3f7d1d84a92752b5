//! Learns, for closed lists of values, what each source says when each value is the answer. Start at [`learn`].
//!
//! A source's row is its own counts, drawn towards a row made for it: as often right as it is on the whole, erring as its
//! group errs and as it errs elsewhere. With few claims that is one number for the source; with many it is what Dawid
//! and Skene (1979) learn.

use crate::cells::{Cells, PROBABILITY_MIN, WORLD_RIGHT};
use crate::layout::Layout;
use crate::learn::{WORLD_CLAIMS, WORLD_SHARE};
use crate::tally::Tally;

/// How many claims the row made for a source counts for, for each truth.
const ROW_PSEUDO: f64 = 6.0;
/// How many claims the mean counts for in how often a source is right on the whole.
const RIGHT_PSEUDO: f64 = 4.0;
/// How many errors the group's way of erring counts for.
const ERROR_PSEUDO: f64 = 10.0;

/// Writes ln P(said, given truth) for all personas.
pub(crate) fn learn(
    layout: &Layout,
    tally: &Tally,
    before: &Cells,
    count: usize,
    is_frozen: bool,
    out: &mut [f64],
) {
    let groups = groups(layout, tally, before, count, is_frozen);
    let mut group = vec![0.0; count * count];
    let mut errors = vec![0.0; count];
    for (persona, (own, out)) in
        tally.rows.chunks(count * count).zip(out.chunks_mut(count * count)).enumerate()
    {
        let group: &[f64] = if layout.camps == 0 {
            &groups
        } else {
            group.fill(0.0);
            let mut total = 0.0;
            for (side, share) in before.sides_of(layout, persona) {
                let rows = &groups[side * count * count..(side + 1) * count * count];
                group.iter_mut().zip(rows).for_each(|(mean, row)| *mean += share * row);
                total += share;
            }
            group.iter_mut().for_each(|mean| *mean /= total);
            &group
        };
        own_rows(own, group, count, &mut errors, out);
    }
}

/// Each group's rows: P(said, given truth) by group, said, truth.
fn groups(layout: &Layout, tally: &Tally, before: &Cells, count: usize, is_frozen: bool) -> Vec<f64> {
    let cells = count * count;
    let mut groups = vec![0.0; cells * (layout.camps + 1)];
    for (persona, own) in tally.rows.chunks(cells).enumerate() {
        for (side, share) in before.sides_of(layout, persona) {
            let group = &mut groups[side * cells..(side + 1) * cells];
            group.iter_mut().zip(own).for_each(|(sum, count)| *sum += share * count);
        }
    }
    let wrong = (1.0 - WORLD_RIGHT) / (count.max(2) - 1) as f64;
    for group in groups.chunks_mut(cells) {
        for truth in 0..count {
            let total: f64 = (0..count).map(|said| group[said * count + truth]).sum();
            for said in 0..count {
                let cell = &mut group[said * count + truth];
                let is_right = said == truth;
                if layout.camps == 0 {
                    let supposed = if is_right { 3.0 } else { 1.0 };
                    *cell = (*cell + supposed) / (total + count as f64 + 2.0);
                } else {
                    let world = if is_right { WORLD_RIGHT } else { wrong };
                    let weight = WORLD_SHARE * total + WORLD_CLAIMS;
                    *cell = if is_frozen { world } else { (*cell + weight * world) / (total + weight) };
                }
            }
        }
    }
    groups
}

/// One source's rows from its counts and its group's rows.
fn own_rows(own: &[f64], group: &[f64], count: usize, errors: &mut [f64], out: &mut [f64]) {
    let at = |said: usize, truth: usize| said * count + truth;
    let (mut all, mut right, mut expected) = (0.0, 0.0, 0.0);
    for truth in 0..count {
        let total: f64 = (0..count).map(|said| own[at(said, truth)]).sum();
        all += total;
        right += own[at(truth, truth)];
        expected += total * group[at(truth, truth)];
    }
    let group_right = (expected + WORLD_RIGHT) / (all + 1.0);
    let own_right = (right + RIGHT_PSEUDO * group_right) / (all + RIGHT_PSEUDO);
    let shift = logit(own_right) - logit(group_right);
    for (said, error) in errors.iter_mut().enumerate() {
        *error = (0..count).filter(|&truth| truth != said).map(|truth| own[at(said, truth)]).sum();
    }
    for truth in 0..count {
        let total: f64 = (0..count).map(|said| own[at(said, truth)]).sum();
        let diagonal = 1.0 / (1.0 + (-(logit(group[at(truth, truth)]) + shift)).exp());
        let group_wrong: f64 = 1.0 - group[at(truth, truth)];
        let own_wrong: f64 = (0..count).filter(|&said| said != truth).map(|said| errors[said]).sum();
        for said in 0..count {
            let made = if said == truth {
                diagonal
            } else {
                let of_group = group[at(said, truth)] / group_wrong.max(PROBABILITY_MIN);
                let erring = (ERROR_PSEUDO * of_group + errors[said]) / (ERROR_PSEUDO + own_wrong);
                (1.0 - diagonal) * erring
            };
            let share = (own[at(said, truth)] + ROW_PSEUDO * made) / (total + ROW_PSEUDO);
            out[at(said, truth)] = share.max(PROBABILITY_MIN).ln();
        }
    }
}

fn logit(share: f64) -> f64 {
    let kept = share.clamp(PROBABILITY_MIN, 1.0 - PROBABILITY_MIN);
    (kept / (1.0 - kept)).ln()
}
