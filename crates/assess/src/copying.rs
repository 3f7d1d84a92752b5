//! Finds sources that repeat another one without saying so, and takes from their claims the voice that is not theirs.
//! Start at [`find`].
//!
//! Two sources agree because both are right, because both say what suits their side, or because one repeats the other.
//! The first two are what beliefs and parameters already explain; what is left speaks for the third. Objects that mislead
//! everybody make all pairs agree more than is explained, so a pair must stand out among the pairs of its source.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::cells::Cells;
use crate::evidence::Evidence;
use crate::ids::SourceId;
use crate::layout::Layout;
use crate::pins::Pin;
use crate::table::Stance;

/// Pairs that speak of fewer objects together are not looked at.
const SHARED_MIN: usize = 20;
/// A pair must explain this much better, in nats, why one repeats the other than why it should not.
const NATS_MIN: f64 = 15.0;
/// The shares of claims that may be repeated, of which the likeliest is taken.
const RATES: [f64; 4] = [0.2, 0.4, 0.6, 0.8];
/// How much of a voice an agreement loses that is a repetition for certain.
const CERTAIN: f64 = 0.95;
/// Of tables with more sources only pairs that share unlikely values are looked at.
const SOURCES_ALL: usize = 150;
/// Such pairs share so many values at the least, each said by at most so many, and held to be less likely than that.
const RARE_MIN: u32 = 3;
const RARE_VOICES: usize = 4;
const RARE_BELIEF: f64 = 0.2;
/// So many agreements are looked through at the most, so that a table that is all errors takes no longer than another.
const AGREEMENTS_MAX: usize = 4_000_000;

/// That a source repeats another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeats {
    /// Who repeats.
    pub copier: SourceId,
    /// Whom.
    pub root: SourceId,
    /// About which share of what both speak of.
    pub rate: f64,
    /// How much better that explains their agreement, in nats.
    pub nats: f64,
}

/// What two sources have said of the same objects: whether they agree, and how likely each claim was in any case.
#[derive(Default)]
struct Pair {
    shared: usize,
    /// For each rate, how much better it explains that the first repeats the second.
    nats: [f64; RATES.len()],
}

/// That a source repeats another one because an analyst says so.
pub(crate) fn pinned(pin: &Pin) -> Option<Repeats> {
    match *pin {
        Pin::Repeats { copier, root } => Some(Repeats { copier, root, rate: 0.95, nats: f64::INFINITY }),
        _ => None,
    }
}

/// Finds who repeats whom, in the light of beliefs.
pub(crate) fn find(layout: &Layout, cells: &Cells, states: &[f64]) -> Vec<Repeats> {
    let wanted = (layout.personas.len() > SOURCES_ALL).then(|| rare_pairs(layout, states));
    if wanted.as_ref().is_some_and(FxHashMap::is_empty) {
        return Vec::new();
    }
    // Few sources are in such pairs at all.
    let mut is_wanted = vec![wanted.is_none(); layout.personas.len()];
    for (a, b) in wanted.iter().flat_map(FxHashMap::keys) {
        is_wanted[*a as usize] = true;
        is_wanted[*b as usize] = true;
    }
    let mut expected = Expected::new(layout, cells, states);
    let mut speakers = Vec::new();
    let mut pairs: BTreeMap<(u32, u32), Pair> = BTreeMap::new();
    let mut looked = 0;
    for object in 0..layout.objects() {
        let positions = layout.slots_of(object);
        looked += positions.len() * positions.len();
        if looked > AGREEMENTS_MAX && wanted.is_none() {
            break;
        }
        speakers.clear();
        speakers.extend(positions.filter(|&position| {
            let slot = &layout.slots[position];
            slot.voice > 0.0 && is_wanted[slot.persona as usize]
        }));
        for &first in &speakers {
            let mut likely = None;
            for &second in &speakers {
                let (a, b) = (&layout.slots[first], &layout.slots[second]);
                let (low, high) = (a.persona.min(b.persona), a.persona.max(b.persona));
                let is_pair = |wanted: &FxHashMap<_, _>| wanted.contains_key(&(low, high));
                if low == high || !wanted.as_ref().is_none_or(is_pair) {
                    continue;
                }
                let agree = a.said == b.said && a.stance == b.stance;
                let pair = pairs.entry((a.persona, b.persona)).or_default();
                pair.shared += 1;
                let likely = agree.then(|| *likely.get_or_insert_with(|| expected.of(object, first)));
                for (nats, rate) in pair.nats.iter_mut().zip(RATES) {
                    let ratio = 1.0 - rate + likely.map_or(0.0, |likely| rate / likely);
                    *nats += ratio.ln();
                }
            }
        }
    }
    choose(layout, &pairs)
}

/// How likely claims were, going by what is believed of their object and known of their source.
struct Expected<'a> {
    evidence: Evidence<'a>,
    states: &'a [f64],
    one: Vec<f64>,
}

impl<'a> Expected<'a> {
    fn new(layout: &'a Layout, cells: &'a Cells, states: &'a [f64]) -> Self {
        Self { evidence: Evidence { layout, cells }, states, one: Vec::new() }
    }

    /// How likely the claim at a position of an object was.
    fn of(&mut self, object: usize, position: usize) -> f64 {
        let Evidence { layout, cells } = self.evidence;
        let count = layout.value_count(object);
        self.one.resize(count, 0.0);
        let states = &self.states[layout.states_of(object)];
        let persona = layout.slots[position].persona as usize;
        let (mut sum, mut weight) = (0.0, 0.0);
        for (side, share) in cells.sides_of(layout, persona) {
            for (orientation, states) in states.chunks(count).enumerate() {
                self.evidence.of(object, position, side, orientation, &mut self.one);
                let each = states.iter().zip(&self.one);
                sum += each.map(|(state, log)| share * state * log.exp()).sum::<f64>();
                weight += share * states.iter().sum::<f64>();
            }
        }
        (sum / weight.max(1e-9)).clamp(0.01, 1.0)
    }
}

/// The pairs that share values that few others claim and that are probably false, the lower number first.
fn rare_pairs(layout: &Layout, states: &[f64]) -> FxHashMap<(u32, u32), u32> {
    let mut pairs = FxHashMap::default();
    let mut by_value: Vec<(u16, u32)> = Vec::new();
    for object in 0..layout.objects() {
        let count = layout.value_count(object);
        let states = &states[layout.states_of(object)];
        by_value.clear();
        let slots = layout.slots[layout.slots_of(object)].iter();
        let voices = slots.filter(|slot| slot.voice > 0.0 && slot.stance == Stance::Asserted);
        by_value.extend(voices.map(|slot| (slot.said, slot.persona)));
        by_value.sort_unstable();
        for same in by_value.chunk_by(|a, b| a.0 == b.0) {
            let said = usize::from(same[0].0);
            let belief: f64 = states.iter().skip(said).step_by(count).sum();
            if same.len() < 2 || same.len() > RARE_VOICES || belief > RARE_BELIEF {
                continue;
            }
            for (place, a) in same.iter().enumerate() {
                for b in same.iter().skip(place + 1).filter(|b| b.1 != a.1) {
                    *pairs.entry((a.1, b.1)).or_insert(0) += 1;
                }
            }
        }
    }
    pairs.retain(|_, shared| *shared >= RARE_MIN);
    pairs
}

/// Of the pairs that stand out, who repeats whom: each source at most one other, and never in a circle.
fn choose(layout: &Layout, pairs: &BTreeMap<(u32, u32), Pair>) -> Vec<Repeats> {
    let mut spoken = vec![0_usize; layout.personas.len()];
    layout.slots.iter().for_each(|slot| spoken[slot.persona as usize] += 1);
    let mut standing_out: Vec<(u32, u32, f64, f64)> = Vec::new();
    let own: Vec<(&(u32, u32), &Pair)> = pairs.iter().filter(|(_, pair)| pair.shared >= SHARED_MIN).collect();
    for of_source in own.chunk_by(|a, b| a.0.0 == b.0.0) {
        let best = |a: u32, b: u32, pair: &Pair| {
            let nats = pair.nats.iter().copied().zip(RATES);
            let (nats, rate) = nats.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, RATES[0]));
            (nats + common_ground(layout, &spoken, a, b, pair.shared), rate)
        };
        let per_object = |((a, b), pair): &(&(u32, u32), &Pair)| best(*a, *b, pair).0 / pair.shared as f64;
        let mut usual: Vec<f64> = of_source.iter().map(per_object).collect();
        usual.sort_by(f64::total_cmp);
        // With one or two partners nothing is usual.
        let usual = if usual.len() < 3 { 0.0 } else { usual[usual.len() / 2].max(0.0) };
        for &(&(a, b), pair) in of_source {
            let (nats, rate) = best(a, b, pair);
            let nats = nats - usual * pair.shared as f64;
            if nats > NATS_MIN {
                standing_out.push((a, b, rate, nats));
            }
        }
    }
    // Whom many repeat is the root; what it adds up to for each tells.
    let mut weight = vec![0.0; layout.personas.len()];
    for &(_, b, _, nats) in &standing_out {
        weight[b as usize] += nats;
    }
    let mut copies = Vec::new();
    for of_source in standing_out.chunk_by(|a, b| a.0 == b.0) {
        let is_root =
            |b: u32, a: u32| weight[b as usize].total_cmp(&weight[a as usize]).then(a.cmp(&b)).is_gt();
        let roots = of_source.iter().filter(|&&(a, b, ..)| is_root(b, a));
        let Some(&(a, b, rate, nats)) = roots.max_by(|x, y| x.3.total_cmp(&y.3).then(y.1.cmp(&x.1))) else {
            continue;
        };
        let source = |persona: u32| layout.personas[persona as usize].source;
        copies.push((a, b, Repeats { copier: source(a), root: source(b), rate, nats }));
    }
    copies.into_iter().map(|(_, _, copy)| copy).collect()
}

/// How much better it explains that two of a camp speak of the same objects that one repeats the other, in nats: a
/// Poisson count against what independent choice would give. Outside camps, who speaks of what is not the sources' choice.
fn common_ground(layout: &Layout, spoken: &[usize], a: u32, b: u32, shared: usize) -> f64 {
    let (camp, other) = (layout.personas[a as usize].camp, layout.personas[b as usize].camp);
    let (of_a, of_b) = (spoken[a as usize], spoken[b as usize]);
    if camp.is_none() || camp != other || 2 * of_b < of_a {
        return 0.0;
    }
    let shared = shared as f64;
    let expected = of_a as f64 * of_b as f64 / layout.objects() as f64;
    if shared > expected { shared * (shared / expected).ln() - (shared - expected) } else { 0.0 }
}

/// Takes from the claims of copiers what is not theirs; gives whether any lost something.
pub(crate) fn apply(layout: &mut Layout, cells: &Cells, states: &[f64], copies: &[Repeats]) -> bool {
    if copies.is_empty() {
        return false;
    }
    let roots: BTreeMap<SourceId, &Repeats> = copies.iter().map(|copy| (copy.copier, copy)).collect();
    let mut expected = Expected::new(layout, cells, states);
    let mut kept: Vec<(usize, f32)> = Vec::new();
    for object in 0..layout.objects() {
        for position in layout.slots_of(object) {
            let slot = layout.slots[position];
            let source = layout.personas[slot.persona as usize].source;
            let Some(copy) = roots.get(&source) else { continue };
            let is_root = |other: &crate::layout::Slot| {
                let of = layout.personas[other.persona as usize].source;
                of == copy.root && other.said == slot.said && other.stance == slot.stance
            };
            if layout.slots[layout.slots_of(object)].iter().any(is_root) {
                let likely = expected.of(object, position);
                let copied = copy.rate / (copy.rate + (1.0 - copy.rate) * likely);
                kept.push((position, (1.0 - CERTAIN * copied) as f32));
            }
        }
    }
    kept.into_iter().for_each(|(position, share)| layout.slots[position].voice *= share);
    true
}
