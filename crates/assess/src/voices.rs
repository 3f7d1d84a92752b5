//! Says how much of an independent voice each claim on an object is, before anything is learned: a source that says a
//! thing twice says it once, one that takes its word back has said only the last, and a marked repetition is hardly a
//! voice at all. Start at [`weigh`].

use crate::layout::Slot;
use crate::table::{Claim, Stance, Table};

/// What a marked repetition is still worth beside its root: somebody found it worth repeating.
const MARKED_VOICE: f32 = 0.05;

/// Weighs the claims on one object; `origins` are their positions in the table.
pub(crate) fn weigh(table: &Table, origins: &[u32], slots: &mut [Slot]) {
    // Most objects have neither: look before working.
    let claim = |at: usize| &table.claims[origins[at] as usize];
    let marked = (0..slots.len()).any(|at| claim(at).copies.is_some());
    let mut order: Vec<u32> = Vec::new();
    let again = if slots.len() <= 16 {
        (1..slots.len()).any(|at| (0..at).any(|before| claim(at).source == claim(before).source))
    } else {
        order.extend(0..slots.len() as u32);
        order.sort_unstable_by_key(|&at| (claim(at as usize).source, at));
        order.windows(2).any(|pair| claim(pair[0] as usize).source == claim(pair[1] as usize).source)
    };
    if again {
        if order.is_empty() {
            order.extend(0..slots.len() as u32);
            order.sort_unstable_by_key(|&at| (claim(at as usize).source, at));
        }
        let same = |a: &u32, b: &u32| claim(*a as usize).source == claim(*b as usize).source;
        for of_source in order.chunk_by(same) {
            weigh_source(&claim, of_source, slots);
        }
    }
    if marked {
        weigh_marked(&claim, slots);
    }
}

/// The claims of one source on one object.
fn weigh_source<'t>(claim: &impl Fn(usize) -> &'t Claim, of_source: &[u32], slots: &mut [Slot]) {
    let asserted = |at: &u32| claim(*at as usize).asserted;
    let latest = of_source.iter().filter_map(asserted).max();
    let mut kept: Vec<usize> = Vec::new();
    for at in of_source {
        let this = claim(*at as usize);
        let superseded = this.asserted.is_some_and(|day| Some(day) < latest);
        let said_before = kept.iter().any(|&before| {
            let before = claim(before);
            before.value == this.value && before.stance == this.stance
        });
        if superseded || said_before {
            slots[*at as usize].voice = 0.0;
        } else {
            kept.push(*at as usize);
        }
    }
    // Two answers at once are half a voice each; denials contradict neither each other nor an answer.
    let answers = kept.iter().filter(|&&at| slots[at].stance == Stance::Asserted).count();
    for at in kept {
        if slots[at].stance == Stance::Asserted {
            slots[at].voice = 1.0 / answers as f32;
        }
    }
}

/// Repetitions count once: the root if it is there, else the first that names it.
fn weigh_marked<'t>(claim: &impl Fn(usize) -> &'t Claim, slots: &mut [Slot]) {
    for at in 0..slots.len() {
        let this = claim(at);
        let Some(root) = this.copies else { continue };
        let is_voice = |other: &Claim| other.value == this.value && other.stance == this.stance;
        let has_root = (0..slots.len()).any(|other| claim(other).source == root && is_voice(claim(other)));
        let is_first = (0..at).all(|other| claim(other).copies != Some(root) || !is_voice(claim(other)));
        if has_root || !is_first {
            slots[at].voice *= MARKED_VOICE;
        }
    }
}
