//! Learns, for closed lists of values, what each source says when each value is the answer. Start at
//! [`learn_persona`].
//!
//! A source's row is its own counts, drawn towards a row made for it: as often right as it is on the whole, erring as its
//! group errs and as it errs elsewhere. With few claims that is one number for the source; with many it is what Dawid
//! and Skene (1979) learn.

use crate::cells::{Cells, PROBABILITY_MIN, WORLD_RIGHT};
use crate::grades::shifted;
use crate::layout::Layout;
use crate::learn::{WORLD_CLAIMS, WORLD_SHARE};
use crate::tally::Tally;

/// How many claims the row made for a source counts for, for each truth, until the data tell ...
pub(crate) const ROW_PSEUDO: f64 = 12.0;
/// ... which of these explains best what sources say; asked in these rounds, and of so many sources at the most.
const PSEUDOS: [f64; 6] = [3.0, 6.0, 12.0, 25.0, 50.0, 100.0];
const PSEUDO_ROUNDS: [usize; 3] = [4, 8, 14];
const PSEUDO_SOURCES: usize = 500;
/// How many claims the mean counts for in how often a source is right on the whole.
const RIGHT_PSEUDO: f64 = 4.0;
/// How many errors the group's way of erring counts for.
const ERROR_PSEUDO: f64 = 10.0;

/// Learns ln P(said, given truth) of one persona.
pub(crate) fn learn_persona(
    layout: &Layout,
    tally: &Tally,
    cells: &mut Cells,
    persona: usize,
    count: usize,
    room: &mut Room,
) {
    let range = persona * count * count..(persona + 1) * count * count;
    let own = Own { counts: &tally.rows[range.clone()], count };
    room.make(layout, cells, persona, &own);
    let pseudo = cells.row_pseudo;
    let rows = &mut cells.rows[range];
    for truth in 0..count {
        let total = own.total(truth) + pseudo;
        for said in 0..count {
            let at = said * count + truth;
            let share = (own.counts[at] + pseudo * room.rows[at]) / total;
            rows[at] = share.max(PROBABILITY_MIN).ln();
        }
    }
}

/// How far sources' own counts are trusted: asked anew in some rounds.
pub(crate) fn pseudo(layout: &Layout, tally: &Tally, cells: &Cells, count: usize, round: usize) -> f64 {
    if PSEUDO_ROUNDS.contains(&round) {
        likeliest_pseudo(layout, tally, cells, count)
    } else {
        cells.row_pseudo
    }
}

/// How many claims the made rows count for, by the likelihood of what sources of many claims say.
fn likeliest_pseudo(layout: &Layout, tally: &Tally, before: &Cells, count: usize) -> f64 {
    let cells = count * count;
    let mut room = Room::default();
    let mut likelihoods = [0.0; PSEUDOS.len()];
    let stride = (tally.rows.len() / cells).div_ceil(PSEUDO_SOURCES).max(1);
    for (persona, counts) in tally.rows.chunks(cells).enumerate().step_by(stride) {
        let own = Own { counts, count };
        room.make(layout, before, persona, &own);
        for (likelihood, pseudo) in likelihoods.iter_mut().zip(PSEUDOS) {
            for truth in 0..count {
                *likelihood += ln_gamma(pseudo) - ln_gamma(pseudo + own.total(truth));
                for said in 0..count {
                    let supposed = pseudo * room.rows[said * count + truth];
                    *likelihood += ln_gamma(supposed + own.at(said, truth)) - ln_gamma(supposed);
                }
            }
        }
    }
    let best = likelihoods.iter().zip(PSEUDOS).max_by(|a, b| a.0.total_cmp(b.0));
    best.map_or(before.row_pseudo, |(_, pseudo)| pseudo)
}

/// Each group's rows: P(said, given truth) by group, said, truth.
pub(crate) fn groups(
    layout: &Layout,
    tally: &Tally,
    before: &Cells,
    count: usize,
    is_frozen: bool,
) -> Vec<f64> {
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

/// A source's counts by said and truth.
struct Own<'a> {
    counts: &'a [f64],
    count: usize,
}

impl Own<'_> {
    fn at(&self, said: usize, truth: usize) -> f64 {
        self.counts[said * self.count + truth]
    }

    fn total(&self, truth: usize) -> f64 {
        (0..self.count).map(|said| self.at(said, truth)).sum()
    }
}

/// The rows that are made for a source, and room to make them in.
#[derive(Default)]
pub(crate) struct Room {
    group: Vec<f64>,
    errors: Vec<f64>,
    rows: Vec<f64>,
}

impl Room {
    /// Makes P(said, given truth) of a persona from its counts and its groups' rows.
    fn make(&mut self, layout: &Layout, cells: &Cells, persona: usize, own: &Own<'_>) {
        let width = own.count * own.count;
        let groups = &cells.groups.rows;
        self.group.clear();
        if layout.camps == 0 {
            self.group.extend_from_slice(groups);
        } else {
            self.group.resize(width, 0.0);
            let mut total = 0.0;
            for (side, share) in cells.sides_of(layout, persona) {
                let rows = &groups[side * width..(side + 1) * width];
                self.group.iter_mut().zip(rows).for_each(|(mean, row)| *mean += share * row);
                total += share;
            }
            self.group.iter_mut().for_each(|mean| *mean /= total);
        }
        self.errors.resize(own.count, 0.0);
        self.rows.resize(width, 0.0);
        self.fill(own, cells.letter(layout, persona));
    }

    fn fill(&mut self, own: &Own<'_>, letter: f64) {
        let count = own.count;
        let group = |said: usize, truth: usize| self.group[said * count + truth];
        let (mut all, mut right, mut expected) = (0.0, 0.0, 0.0);
        for truth in 0..count {
            let total = own.total(truth);
            all += total;
            right += own.at(truth, truth);
            expected += total * group(truth, truth);
        }
        let group_right = (expected + WORLD_RIGHT) / (all + 1.0);
        let supposed = shifted(group_right, letter);
        let own_right = (right + RIGHT_PSEUDO * supposed) / (all + RIGHT_PSEUDO);
        let shift = logit(own_right) - logit(group_right);
        for (said, error) in self.errors.iter_mut().enumerate() {
            *error = (0..count).filter(|&truth| truth != said).map(|truth| own.at(said, truth)).sum();
        }
        for truth in 0..count {
            let diagonal = 1.0 / (1.0 + (-(logit(group(truth, truth)) + shift)).exp());
            let group_wrong: f64 = 1.0 - group(truth, truth);
            let own_wrong: f64 = (0..count).filter(|&said| said != truth).map(|said| self.errors[said]).sum();
            for said in 0..count {
                self.rows[said * count + truth] = if said == truth {
                    diagonal
                } else {
                    let of_group = group(said, truth) / group_wrong.max(PROBABILITY_MIN);
                    let erring = (ERROR_PSEUDO * of_group + self.errors[said]) / (ERROR_PSEUDO + own_wrong);
                    ((1.0 - diagonal) * erring).max(PROBABILITY_MIN)
                };
            }
        }
    }
}

/// The log-odds of a share.
pub(crate) fn logit(share: f64) -> f64 {
    let kept = share.clamp(PROBABILITY_MIN, 1.0 - PROBABILITY_MIN);
    (kept / (1.0 - kept)).ln()
}

/// ln Γ(x) for x > 0, by Stirling's series after moving x beyond 7; good to ten digits.
fn ln_gamma(mut x: f64) -> f64 {
    let mut product = 1.0;
    while x < 7.0 {
        product *= x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = (1.0 / 12.0 - square * (1.0 / 360.0 - square / 1260.0)) / x;
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - product.ln()
}
