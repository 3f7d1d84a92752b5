//! Turns context vectors into fine part-of-speech tags: one linear layer and the best of its outputs.

use crate::file::Sections;
use crate::transition::best_valid;
use retrospect_matrix::{Checked, Packed, Rows};

/// The tagger's weights; the order of its outputs is that of the model's tags.
#[derive(Debug)]
pub(crate) struct Tagger {
    weights: Packed,
    bias: Vec<f32>,
}

impl Tagger {
    /// Reads the tensors `tagger/...` for vectors of `width` floats and `tags` tags.
    pub fn read(sections: &Sections<'_>, width: usize, tags: usize) -> Result<Self, String> {
        let (weights, [outputs, inputs]) = sections.tensor("tagger/weights")?;
        let (bias, [biases]) = sections.tensor("tagger/bias")?;
        if [outputs, biases] != [tags; 2] || inputs != width || !(1..=256).contains(&tags) {
            return Err(format!(
                "`tagger` is {outputs} x {inputs} for {tags} tags (of 1 to 256) and vectors of {width}"
            ));
        }
        let weights = Packed::new(width, tags, |input, column| weights.data[column * width + input]);
        Ok(Tagger { weights, bias: bias.data })
    }

    /// Appends the tags of tokens, given by their vectors of `width` floats, to `tags`.
    pub fn tag(
        &self,
        processor: Checked,
        vectors: &[f32],
        width: usize,
        scores: &mut Vec<f32>,
        tags: &mut Vec<u8>,
    ) {
        let count = vectors.len() / width;
        let stride = self.weights.stride();
        scores.resize(count * stride, 0.0);
        processor.multiply(Rows { data: vectors, stride: width, count }, &self.weights, scores);
        for row in scores.chunks_exact_mut(stride) {
            let row = &mut row[..self.bias.len()];
            processor.add_to(&self.bias, row);
            let best = best_valid(row, std::iter::repeat(true)).unwrap_or_default();
            tags.push(best as u8);
        }
    }
}
