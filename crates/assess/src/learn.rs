//! Turns counts into parameters: what a source did itself, drawn towards what those like it do, the more so the fewer
//! claims it has made. Start at [`learn`].

use crate::cells::{
    Cells, Interested, PROBABILITY_MIN, SIDE_MIN, WORLD_BROAD, WORLD_RIGHT, WORLD_WELCOME_FALSE,
    WORLD_WELCOME_TRUE, labelled, logs, place_of, sides_each,
};
use crate::grades;
use crate::layout::{Layout, Values};
use crate::rows;
use crate::settings::{Answers, Settings};
use crate::tally::Tally;

/// For so many rounds groups are what the world is supposed to be, lest the first guess teach itself.
pub(crate) const ROUNDS_FROZEN: usize = 3;
/// The share of what is supposed of the world in what is learned of a group, where there are camps ...
pub(crate) const WORLD_SHARE: f64 = 0.5;
/// ... and in claims.
pub(crate) const WORLD_CLAIMS: f64 = 10.0;
/// How many claims the group's habit counts for beside a source's own.
const INTERESTED_PSEUDO: f64 = 8.0;
/// The same for sources of open values, until it is learned how much sources differ.
const COIN_PSEUDO: f64 = 4.0;
const PSEUDO_RANGE: (f64, f64) = (2.0, 50.0);
/// Sources with fewer claims than this say nothing of how much sources differ.
const CLAIMS_TELLING: f64 = 5.0;
/// Labels that are supposed to have been checked before the first, and how many of them were right is what is set.
const LABELS_PSEUDO: f64 = 20.0;

/// Learns the parameters from counts taken in a round (from 0), which were taken with `before`.
pub(crate) fn learn(
    layout: &Layout,
    settings: &Settings,
    tally: &Tally,
    before: &Cells,
    round: usize,
) -> Cells {
    let mut cells = before.clone();
    let is_frozen = round < ROUNDS_FROZEN;
    let are_camps = layout.camps > 0;
    match layout.values {
        Values::Closed(count) => {
            cells.groups.rows = rows::groups(layout, tally, before, count, is_frozen);
            cells.row_pseudo = rows::pseudo(layout, tally, &cells, count, round);
            if settings.answers == Answers::Learned {
                cells.prior = answer_prior(tally, are_camps);
            }
        }
        Values::Open { .. } => cells.groups.coin = coin_group(&tally.coins, are_camps, is_frozen),
    }
    if layout.levels.are_there() {
        cells.groups.broad = broad_group(&tally.broad, is_frozen);
    }
    if layout.has_denials {
        cells.groups.denial = coin_group(&tally.denials, are_camps, is_frozen);
    }
    if layout.stakes.are_there() {
        cells.groups.interested = interested_groups(layout, tally, before, is_frozen);
    }
    cells.groups.letters = grades::shifts(layout, tally);
    let mut room = rows::Room::default();
    for persona in 0..layout.personas.len() {
        learn_persona(layout, tally, &mut cells, persona, &mut room);
    }
    if layout.stakes.are_there() && !is_frozen {
        learn_labels(layout, settings, tally, &mut cells);
    }
    cells
}

/// Learns one persona's parameters from its counts and what its groups do.
pub(crate) fn learn_persona(
    layout: &Layout,
    tally: &Tally,
    cells: &mut Cells,
    persona: usize,
    room: &mut rows::Room,
) {
    if let Values::Closed(count) = layout.values {
        rows::learn_persona(layout, tally, cells, persona, count, room);
    }
    let letter = cells.letter(layout, persona);
    let coin = |counts: &[f64; 2], group: [f64; 2]| {
        let [mean, pseudo] = group;
        logs(((counts[0] + pseudo * mean) / (counts[1] + pseudo)).clamp(0.02, 0.98))
    };
    if let (Some(cell), Some(counts)) = (cells.coins.get_mut(persona), tally.coins.get(persona)) {
        let [mean, pseudo] = cells.groups.coin;
        *cell = coin(counts, [grades::shifted(mean, letter), pseudo]);
    }
    if let (Some(cell), Some(counts)) = (cells.broad.get_mut(persona), tally.broad.get(persona)) {
        *cell = coin(counts, cells.groups.broad);
    }
    if let (Some(cell), Some(counts)) = (cells.denials.get_mut(persona), tally.denials.get(persona)) {
        *cell = coin(counts, cells.groups.denial);
    }
    if let Some(counts) = tally.interested.get(persona) {
        cells.interested[persona] = interested(layout, counts, cells, persona);
    }
}

/// How frequent each answer is.
fn answer_prior(tally: &Tally, are_camps: bool) -> Vec<f64> {
    let total: f64 = tally.answers.iter().map(|count| count + 1.0).sum();
    let shares = tally.answers.iter().map(|count| (count + 1.0) / total);
    if are_camps && tally.answers.len() == 2 {
        // Camps could agree that nothing of a kind ever happens; no kind of thing is that rare.
        shares.map(|share| share.clamp(0.1, 0.9).ln()).collect()
    } else {
        shares.map(f64::ln).collect()
    }
}

/// How often sources are right, and how many claims that counts for beside a source's own.
fn coin_group(counts: &[[f64; 2]], are_camps: bool, is_frozen: bool) -> [f64; 2] {
    let (right, all) = counts.iter().fold((0.0, 0.0), |(right, all), [r, n]| (right + r, all + n));
    let mut mean = (right + 2.0) / (all + 3.0);
    if are_camps {
        let world = WORLD_SHARE * all + WORLD_CLAIMS;
        mean = (right + world * WORLD_RIGHT) / (all + world);
    }
    [mean, if is_frozen { COIN_PSEUDO } else { pseudo(counts, mean) }]
}

/// How often sources are broad where they are right, and how many claims that counts for.
fn broad_group(counts: &[[f64; 2]], is_frozen: bool) -> [f64; 2] {
    let (broad, all) = counts.iter().fold((0.0, 0.0), |(broad, all), [b, n]| (broad + b, all + n));
    let mean = (broad + WORLD_CLAIMS * WORLD_BROAD) / (all + WORLD_CLAIMS);
    [mean, if is_frozen { COIN_PSEUDO } else { pseudo(counts, mean) }]
}

/// How many claims the mean counts for: by the method of moments from the variance between sources.
fn pseudo(counts: &[[f64; 2]], mean: f64) -> f64 {
    let (mut squares, mut sampling, mut sources) = (0.0, 0.0, 0.0);
    for [right, all] in counts.iter().filter(|[_, all]| *all >= CLAIMS_TELLING) {
        squares += (right / all - mean).powi(2);
        sampling += mean * (1.0 - mean) / all;
        sources += 1.0;
    }
    if sources < 2.0 {
        return COIN_PSEUDO;
    }
    let between = ((squares - sampling) / sources).max(1e-6);
    (mean * (1.0 - mean) / between - 1.0).clamp(PSEUDO_RANGE.0, PSEUDO_RANGE.1)
}

/// How each camp speaks of what touches it: how often it says the welcome thing when it is true and when it is not.
fn interested_groups(layout: &Layout, tally: &Tally, before: &Cells, is_frozen: bool) -> Vec<[f64; 2]> {
    // Pooled by side: welcome thing true and said, true and not, false and said, false and not.
    let mut pooled = vec![[0.0; 4]; layout.camps + 1];
    for (persona, counts) in tally.interested.iter().enumerate() {
        for (side, share) in before.sides_of(layout, persona) {
            for (pool, count) in pooled[side].iter_mut().zip(counts) {
                *pool += share * count;
            }
        }
    }
    let rate = |said: f64, not: f64, world: f64| {
        let all = said + not;
        let supposed = WORLD_SHARE * all + WORLD_CLAIMS;
        if is_frozen { world } else { (said + supposed * world) / (all + supposed) }
    };
    let group = |&[a, b, c, d]: &[f64; 4]| [rate(a, b, WORLD_WELCOME_TRUE), rate(c, d, WORLD_WELCOME_FALSE)];
    pooled.iter().map(group).collect()
}

/// How one source speaks of what touches its side.
fn interested(layout: &Layout, counts: &[f64; 4], cells: &Cells, persona: usize) -> Interested {
    let (mut means, mut total) = ([0.0; 2], 0.0);
    for (side, share) in cells.sides_of(layout, persona).filter(|&(side, _)| side > 0) {
        means[0] += share * cells.groups.interested[side][0];
        means[1] += share * cells.groups.interested[side][1];
        total += share;
    }
    if total == 0.0 {
        return Interested::new(WORLD_WELCOME_TRUE, WORLD_WELCOME_FALSE);
    }
    let rate =
        |said: f64, not: f64, mean: f64| (said + INTERESTED_PSEUDO * mean) / (said + not + INTERESTED_PSEUDO);
    let [a, b, c, d] = *counts;
    Interested::new(rate(a, b, means[0] / total), rate(c, d, means[1] / total))
}

/// On whose side each source stands, and how good the labels are.
fn learn_labels(layout: &Layout, settings: &Settings, tally: &Tally, cells: &mut Cells) {
    let doubted = |right: f64| (0.0..1.0).contains(&right);
    if doubted(settings.favour_label_right) {
        let [right, all] = tally.labels;
        let supposed = settings.favour_label_right * LABELS_PSEUDO;
        cells.favour_right = ((right + supposed) / (all + LABELS_PSEUDO)).clamp(0.5, 0.99);
    }
    if !doubted(settings.camp_label_right) {
        return;
    }
    let width = sides_each(layout);
    let (mut right, mut all) = (settings.camp_label_right * LABELS_PSEUDO, LABELS_PSEUDO);
    let mut next = vec![0.0; cells.sides.len()];
    for persona in 0..layout.personas.len() {
        let prior = cells.side_priors(layout, persona);
        let own = &mut next[persona * width..(persona + 1) * width];
        let possible: Vec<usize> =
            cells.sides_of(layout, persona).map(|(side, _)| place_of(layout, side)).collect();
        for &place in &possible {
            own[place] = prior[place].max(PROBABILITY_MIN).ln() + tally.sides[persona * width + place];
        }
        let high = possible.iter().map(|&place| own[place]).fold(f64::NEG_INFINITY, f64::max);
        let mut total = 0.0;
        for (place, share) in own.iter_mut().enumerate() {
            *share = if possible.contains(&place) { (*share - high).exp() } else { 0.0 };
            total += *share;
        }
        own.iter_mut().for_each(|share| *share /= total);
        own.iter_mut().for_each(|share| *share = if *share < SIDE_MIN { 0.0 } else { *share });
        right += own[place_of(layout, labelled(layout, persona))];
        all += 1.0;
    }
    cells.sides = next;
    cells.camp_right = (right / all).clamp(0.5, 0.99);
}
