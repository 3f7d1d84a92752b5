//! The common case made fast: closed lists of few values, no camps, nothing denied or doubted. Start at [`believe`].
//!
//! It does what [`Posterior`](crate::posterior::Posterior) and [`Tally`] do, with the number of values known to the
//! compiler, and both passes over the claims of an object while they are at hand.

use crate::cells::Cells;
use crate::em::{Part, STILL};
use crate::layout::{Layout, Values};
use crate::posterior::softmax;
use crate::tally::Tally;

/// Weighs and counts the objects of a part, if this is the common case; gives how many beliefs moved.
pub(crate) fn believe(
    layout: &Layout,
    cells: &Cells,
    part: &Part,
    states: &mut [f64],
    tally: &mut Tally,
) -> Option<usize> {
    let Values::Closed(count) = layout.values else { return None };
    if !layout.is_plain() {
        return None;
    }
    match count {
        2 => Some(of_values::<2>(layout, cells, part, states, tally)),
        3 => Some(of_values::<3>(layout, cells, part, states, tally)),
        4 => Some(of_values::<4>(layout, cells, part, states, tally)),
        5 => Some(of_values::<5>(layout, cells, part, states, tally)),
        6 => Some(of_values::<6>(layout, cells, part, states, tally)),
        _ => None,
    }
}

fn of_values<const K: usize>(
    layout: &Layout,
    cells: &Cells,
    part: &Part,
    states: &mut [f64],
    tally: &mut Tally,
) -> usize {
    let (rows, _) = cells.rows.as_chunks::<K>();
    let (counts, _) = tally.rows.as_chunks_mut::<K>();
    let (beliefs, _) = states.as_chunks_mut::<K>();
    let Some(prior) = cells.prior.first_chunk::<K>() else { return 0 };
    let mut answers = [0.0; K];
    let mut moved = 0;
    for (object, belief) in part.objects.clone().zip(beliefs) {
        let slots = &layout.slots[layout.slots_of(object)];
        let mut state = *prior;
        for slot in slots {
            let row = &rows[slot.persona as usize * K + usize::from(slot.said)];
            let voice = f64::from(slot.voice);
            for value in 0..K {
                state[value] += voice * row[value];
            }
        }
        softmax(&mut state);
        for slot in slots {
            let count = &mut counts[slot.persona as usize * K + usize::from(slot.said)];
            let voice = f64::from(slot.voice);
            for value in 0..K {
                count[value] += voice * state[value];
            }
        }
        let mut step = 0.0_f64;
        for value in 0..K {
            step = step.max((state[value] - belief[value]).abs());
            answers[value] += state[value];
        }
        moved += usize::from(step > STILL);
        *belief = state;
    }
    tally.answers.iter_mut().zip(answers).for_each(|(sum, more)| *sum += more);
    moved
}
