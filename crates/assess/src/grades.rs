//! Learns how sources of each grade fare, as a shift of the log-odds of being right. Start at [`shifts`].
//!
//! A letter is what somebody thought of a source. Sources of one letter are drawn towards what such sources turn out to
//! be, which may be something else than the letter says.

use crate::layout::{Layout, Values};
use crate::rows::logit;
use crate::tally::Tally;

/// How many claims the mean of all sources counts for in that of a letter.
const LETTER_PSEUDO: f64 = 20.0;
/// How many letters there are.
const LETTERS: usize = 6;

/// By letter, how much likelier than others its sources are right; empty without grades.
pub(crate) fn shifts(layout: &Layout, tally: &Tally) -> Vec<f64> {
    if !layout.pinned.has_grades() {
        return Vec::new();
    }
    let mut letters = [[0.0; 2]; LETTERS];
    let (mut right, mut all) = (0.0, 0.0);
    for (persona, of) in layout.personas.iter().enumerate() {
        let [own_right, own_all] = counts(layout, tally, persona);
        right += own_right;
        all += own_all;
        if let Some(letter) = layout.pinned.grade(of.source) {
            letters[letter][0] += own_right;
            letters[letter][1] += own_all;
        }
    }
    let mean = (right + 2.0) / (all + 3.0);
    let shift =
        |[right, all]: &[f64; 2]| logit((right + LETTER_PSEUDO * mean) / (all + LETTER_PSEUDO)) - logit(mean);
    letters.iter().map(shift).collect()
}

/// How many disinterested claims of a persona are right, and how many there are.
fn counts(layout: &Layout, tally: &Tally, persona: usize) -> [f64; 2] {
    match layout.values {
        Values::Closed(count) => {
            let own = &tally.rows[persona * count * count..(persona + 1) * count * count];
            [(0..count).map(|value| own[value * count + value]).sum(), own.iter().sum()]
        }
        Values::Open { .. } => tally.coins[persona],
    }
}

/// A share of right claims, shifted.
pub(crate) fn shifted(right: f64, shift: f64) -> f64 {
    if shift == 0.0 { right } else { 1.0 / (1.0 + (-(logit(right) + shift)).exp()) }
}
