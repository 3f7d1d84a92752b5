//! Scores the actions of a transition system in a state. Start at [`Scorer::read`].
//!
//! The network is spaCy's `TransitionBasedParser` (Honnibal and Johnson, EMNLP 2015): the contributions of each token
//! in each slot of the state are computed for all tokens at once; a state then needs a few additions and one small
//! product.

use crate::file::Sections;
use retrospect_matrix::{Checked, Packed, Rows, padded_scores};

/// Pieces of the hidden layer's maxout.
const PIECES: usize = 2;

/// The network of one transition system.
#[derive(Debug)]
pub(crate) struct Scorer {
    reduce: Packed,
    reduce_bias: Vec<f32>,
    lower: Packed,
    slots: usize,
    hidden: usize,
    /// What an empty slot contributes, a row for each slot.
    pad: Vec<f32>,
    bias: Vec<f32>,
    upper: Vec<f32>,
    upper_bias: Vec<f32>,
}

/// Buffers of one worker.
#[derive(Debug, Default)]
pub(crate) struct StateBuffers {
    sums: Vec<f32>,
    hidden: Vec<f32>,
    scores: Vec<f32>,
    reduced: Vec<f32>,
}

impl Scorer {
    /// Reads the tensors `NAME/...` for vectors of `width` floats, `slots` slots in a state and `actions` actions.
    pub fn read(
        sections: &Sections<'_>,
        name: &str,
        width: usize,
        slots: usize,
        actions: usize,
    ) -> Result<Self, String> {
        let (reduce, [middle, inputs]) = sections.tensor(&format!("{name}/reduce/weights"))?;
        let (reduce_bias, [middle_bias]) = sections.tensor(&format!("{name}/reduce/bias"))?;
        let (lower, [slots_found, hidden, pieces, middle_found]) =
            sections.tensor(&format!("{name}/lower/weights"))?;
        let (bias, [hidden_bias, pieces_bias]) = sections.tensor(&format!("{name}/lower/bias"))?;
        let (pad, pad_shape) = sections.tensor(&format!("{name}/lower/pad"))?;
        let (upper, [actions_found, hidden_found]) = sections.tensor(&format!("{name}/upper/weights"))?;
        let (upper_bias, [actions_bias]) = sections.tensor(&format!("{name}/upper/bias"))?;
        let fits = inputs == width
            && middle > 0
            && [middle_bias, middle_found] == [middle; 2]
            && slots_found == slots
            && [pieces, pieces_bias] == [PIECES; 2]
            && [hidden_bias, hidden_found] == [hidden; 2]
            && pad_shape == [slots, hidden, pieces]
            && [actions_found, actions_bias] == [actions; 2];
        if !fits {
            return Err(format!("the tensors of `{name}` do not fit {slots} slots and {actions} actions"));
        }
        // The pieces of a slot stand one after the other in a row, so that the maxout is a plain vector operation.
        let row = hidden * PIECES;
        let by_piece = |data: &[f32], slot: usize, column: usize| {
            data[(slot * hidden + column % hidden) * PIECES + column / hidden]
        };
        let stride = padded_scores(actions);
        let at = |action: usize, input: usize| upper.data[action * hidden + input];
        Ok(Scorer {
            reduce: Packed::new(width, middle, |input, column| reduce.data[column * width + input]),
            reduce_bias: reduce_bias.data,
            lower: Packed::new(middle, slots * row, |input, column| {
                let (slot, column) = (column / row, column % row);
                lower.data[((slot * hidden + column % hidden) * PIECES + column / hidden) * middle + input]
            }),
            slots,
            hidden,
            pad: (0..slots * row).map(|i| by_piece(&pad.data, i / row, i % row)).collect(),
            bias: (0..row).map(|column| by_piece(&bias.data, 0, column)).collect(),
            upper: (0..hidden * stride)
                .map(|i| if i % stride < actions { at(i % stride, i / stride) } else { 0.0 })
                .collect(),
            upper_bias: upper_bias.data.into_iter().chain(std::iter::repeat(0.0)).take(stride).collect(),
        })
    }

    /// Floats that a token takes in the table of contributions.
    pub fn stride(&self) -> usize {
        self.lower.stride()
    }

    /// Appends the contributions of tokens, given by their vectors of `width` floats, to `table`.
    pub fn contribute(
        &self,
        processor: Checked,
        vectors: &[f32],
        width: usize,
        buffers: &mut StateBuffers,
        table: &mut Vec<f32>,
    ) {
        let count = vectors.len() / width;
        let stride = self.reduce.stride();
        buffers.reduced.resize(count * stride, 0.0);
        processor.multiply(Rows { data: vectors, stride: width, count }, &self.reduce, &mut buffers.reduced);
        for row in buffers.reduced.chunks_exact_mut(stride) {
            processor.add_to(&self.reduce_bias, row);
        }
        let begin = table.len();
        table.resize(begin + count * self.stride(), 0.0);
        let reduced = Rows { data: &buffers.reduced, stride, count };
        processor.multiply(reduced, &self.lower, &mut table[begin..]);
    }

    /// The actions' scores in the state whose slots hold the given tokens (`None`: empty), by their place in `table`.
    pub fn score<'b, const SLOTS: usize>(
        &self,
        processor: Checked,
        table: &[f32],
        state: [Option<usize>; SLOTS],
        buffers: &'b mut StateBuffers,
    ) -> &'b [f32] {
        debug_assert_eq!(SLOTS, self.slots, "the state has as many slots as the network");
        let row = self.hidden * PIECES;
        let mut rows: [&[f32]; SLOTS] = [&[]; SLOTS];
        for (slot, (token, out)) in state.iter().zip(&mut rows).enumerate() {
            *out = match token {
                Some(token) => &table[token * self.stride() + slot * row..][..row],
                None => &self.pad[slot * row..][..row],
            };
        }
        buffers.sums.resize(row, 0.0);
        buffers.hidden.resize(self.hidden, 0.0);
        buffers.scores.resize(self.upper_bias.len(), 0.0);
        processor.hidden(&rows, &self.bias, &mut buffers.sums, &mut buffers.hidden);
        processor.scores(&buffers.hidden, &self.upper, &self.upper_bias, &mut buffers.scores);
        &buffers.scores
    }
}

/// The first of the best-scoring actions that are valid.
pub(crate) fn best_valid(scores: &[f32], valid: impl Iterator<Item = bool>) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (action, (&score, valid)) in scores.iter().zip(valid).enumerate() {
        if valid && best.is_none_or(|(_, most)| score > most) {
            best = Some((action, score));
        }
    }
    best.map(|(action, _)| action)
}
