//! Turns tokens into context vectors: hashed embeddings, then four convolutions over a window of three.
//! Start at [`Encoder::encode`].
//!
//! The architecture is spaCy's `MultiHashEmbed` and `MaxoutWindowEncoder` (thinc; Honnibal and others, MIT). Two
//! things make it fast. A word's embedding, and what the first convolution makes of it, depend on the word alone and
//! are kept in [`WordVectors`]. The other convolutions use Winograd's F(2, 3) (Lavin and Gray, CVPR 2016): two outputs
//! of a three-wide filter for four multiplications, not six. Pairs of tokens begin at even indices of the document,
//! so that a token's vector does not depend on where a block begins.

use crate::file::{Sections, Tensor};
use crate::lexeme::Features;
use retrospect_matrix::{Checked, Norm, Packed, Rows};

/// Pairs of tokens that go through a convolution together: their products stay in the second-level cache.
const PAIRS_AT_ONCE: usize = 48;
/// Words on each side of a token that a convolution sees.
const REACH: usize = 1;

/// What an embedding table is looked up by.
#[derive(Clone, Copy, Debug)]
enum Attribute {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Spacy,
    IsSpace,
}

impl Attribute {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "NORM" => Self::Norm,
            "PREFIX" => Self::Prefix,
            "SUFFIX" => Self::Suffix,
            "SHAPE" => Self::Shape,
            "SPACY" => Self::Spacy,
            "IS_SPACE" => Self::IsSpace,
            _ => return None,
        })
    }

    fn id(self, features: &Features, space_after: bool) -> u64 {
        match self {
            Self::Norm => features.norm,
            Self::Prefix => features.prefix,
            Self::Suffix => features.suffix,
            Self::Shape => features.shape,
            Self::Spacy => u64::from(space_after),
            Self::IsSpace => u64::from(features.is_space),
        }
    }
}

#[derive(Debug)]
struct Embedding {
    attribute: Attribute,
    seed: u32,
    rows: usize,
    table: Vec<f32>,
}

#[derive(Debug)]
struct Convolution {
    /// The four matrices of F(2, 3): left, (left + centre + right) / 2, (left - centre + right) / 2, right.
    weights: [Packed; 4],
    norm: Norm,
}

/// One encoder: its embedding tables and layers.
#[derive(Debug)]
pub(crate) struct Encoder {
    width: usize,
    embeddings: Vec<Embedding>,
    mix: Packed,
    mix_norm: Norm,
    /// The first convolution as one matrix: products with its left, centre and right third, side by side.
    first: Packed,
    first_norm: Norm,
    rest: Vec<Convolution>,
}

/// Buffers of one worker; their content does not outlive a call.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    /// Vectors of the block with its margins and a row of zeros at each end.
    vectors: Vec<f32>,
    inputs: [Vec<f32>; 4],
    products: [Vec<f32>; 4],
    sums: [Vec<f32>; 2],
}

/// The products of one word with the first convolution, and its embedding.
#[derive(Debug, Default)]
pub(crate) struct WordVectors {
    /// A row of `width` floats a word.
    embedding: Vec<f32>,
    /// A row of [`Encoder::first_stride`] floats a word.
    first: Vec<f32>,
}

impl Encoder {
    /// Reads the tensors `NAME/...` and the attributes and hash seeds of their tables.
    pub fn read(
        sections: &Sections<'_>,
        name: &str,
        attributes: &[String],
        seeds: &[u32],
    ) -> Result<Self, String> {
        let (mut embeddings, mut width) = (Vec::new(), 0);
        if attributes.len() != seeds.len() || attributes.is_empty() {
            return Err(format!(
                "encoder `{name}` has {} attributes and {} seeds",
                attributes.len(),
                seeds.len()
            ));
        }
        for (index, (attribute, &seed)) in attributes.iter().zip(seeds).enumerate() {
            let (table, [rows, columns]) = sections.tensor(&format!("{name}/embed/{index}"))?;
            width = columns;
            let attribute =
                Attribute::named(attribute).ok_or_else(|| format!("unknown attribute `{attribute}`"))?;
            embeddings.push(Embedding { attribute, seed, rows, table: table.data });
        }
        if width == 0 || embeddings.iter().any(|e| e.rows == 0 || e.table.len() != e.rows * width) {
            return Err(format!("the embedding tables of `{name}` differ in width or are empty"));
        }
        let (mix, mix_norm) = maxout(sections, &format!("{name}/layer/0"), width * embeddings.len(), width)?;
        let mix = Packed::new(width * embeddings.len(), mix.columns(), |k, column| mix.weight(k, column));
        let (first, first_norm) = maxout(sections, &format!("{name}/layer/1"), 3 * width, width)?;
        let columns = first.columns();
        let first = Packed::new(width, 3 * columns, |k, column| {
            first.weight(column / columns * width + k, column % columns)
        });
        let mut rest = Vec::new();
        while sections
            .text(&format!("{name}/layer/{}/weights", rest.len() + 2))
            .is_err_and(|e| e.contains("tensor"))
        {
            rest.push(Convolution::read(sections, &format!("{name}/layer/{}", rest.len() + 2), width)?);
        }
        Ok(Encoder { width, embeddings, mix, mix_norm, first, first_norm, rest })
    }

    /// Floats of a token's vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Tokens on each side that a token's vector depends on, rounded up to whole pairs.
    pub fn margin(&self) -> usize {
        ((1 + self.rest.len()) * REACH).next_multiple_of(2)
    }

    fn first_stride(&self) -> usize {
        self.first.stride()
    }

    fn columns(&self) -> usize {
        self.first_norm.bias.len()
    }

    /// Makes room for the vectors of `slots` words, exactly so much. New slots are zeros, as padding has them.
    pub fn reserve(&self, vectors: &mut WordVectors, slots: usize) {
        for (rows, stride) in
            [(&mut vectors.embedding, self.width), (&mut vectors.first, self.first_stride())]
        {
            if rows.len() < slots * stride {
                rows.reserve_exact(slots * stride - rows.len());
                rows.resize(slots * stride, 0.0);
            }
        }
    }

    /// Computes the vectors of words given by their features and whether a space follows, into their slots.
    pub fn add_words(&self, processor: Checked, words: &[(u32, Features, bool)], vectors: &mut WordVectors) {
        let inputs = self.width * self.embeddings.len();
        let mut embedded = vec![0.0; words.len() * inputs];
        for ((_, features, space_after), out) in words.iter().zip(embedded.chunks_exact_mut(inputs)) {
            for (embedding, out) in self.embeddings.iter().zip(out.chunks_exact_mut(self.width)) {
                let id = embedding.attribute.id(features, *space_after);
                for hash in crate::hash::murmur3_words(id, embedding.seed) {
                    let row = hash as usize % embedding.rows * self.width;
                    processor.add_to(&embedding.table[row..row + self.width], out);
                }
            }
        }
        let mut sums = vec![0.0; words.len() * self.mix.stride()];
        let rows = Rows { data: &embedded, stride: inputs, count: words.len() };
        processor.multiply(rows, &self.mix, &mut sums);
        let mut mixed = vec![0.0; words.len() * self.width];
        for (sums, out) in sums.chunks_exact_mut(self.mix.stride()).zip(mixed.chunks_exact_mut(self.width)) {
            processor.add_maxout_norm(sums, &self.mix_norm, out);
        }
        let mut products = vec![0.0; words.len() * self.first_stride()];
        let rows = Rows { data: &mixed, stride: self.width, count: words.len() };
        processor.multiply(rows, &self.first, &mut products);
        for (index, (slot, ..)) in words.iter().enumerate() {
            let slot = *slot as usize;
            vectors.embedding[slot * self.width..][..self.width]
                .copy_from_slice(&mixed[index * self.width..][..self.width]);
            vectors.first[slot * self.first_stride()..][..self.first_stride()]
                .copy_from_slice(&products[index * self.first_stride()..][..self.first_stride()]);
        }
    }

    /// The vectors of a block of tokens, one after the other.
    ///
    /// `slots` has the word slots of the block's tokens and of `margin` more on each side, where padding stands
    /// outside the document; `margin` is at least [`Encoder::margin`] and even. The block begins at an even index
    /// of the document.
    pub fn encode<'b>(
        &self,
        processor: Checked,
        slots: &[u32],
        margin: usize,
        vectors: &WordVectors,
        buffers: &'b mut Buffers,
    ) -> &'b [f32] {
        let tokens = slots.len() - 2 * margin;
        let outer = margin - self.margin();
        let slots = &slots[outer..slots.len() - outer];
        let margin = self.margin();
        let width = self.width;
        // Two spare rows at the end let the last pair reach past an odd number of tokens.
        buffers.vectors.clear();
        buffers.vectors.resize((slots.len() + 4) * width, 0.0);
        self.first_layer(processor, slots, vectors, buffers);
        for (depth, layer) in self.rest.iter().enumerate() {
            // Each layer needs one row less on each side than the one before; whole pairs are computed.
            let begin = (depth + 2) & !1;
            let end = slots.len() - (depth + 2);
            layer.apply(processor, width, begin + 1, (end - begin).div_ceil(2), buffers);
        }
        &buffers.vectors[(margin + 1) * width..][..tokens * width]
    }

    fn first_layer(&self, processor: Checked, slots: &[u32], vectors: &WordVectors, buffers: &mut Buffers) {
        let (width, stride, columns) = (self.width, self.first_stride(), self.columns());
        let [sums, _] = &mut buffers.sums;
        sums.resize(columns, 0.0);
        let product =
            |slot: u32, third: usize| &vectors.first[slot as usize * stride + third * columns..][..columns];
        for (index, &slot) in slots.iter().enumerate() {
            let embedding = &vectors.embedding[slot as usize * width..][..width];
            let row = &mut buffers.vectors[(index + 1) * width..][..width];
            row.copy_from_slice(embedding);
            // The outermost rows only lend their embeddings.
            let (Some(&before), Some(&after)) = (slots.get(index.wrapping_sub(1)), slots.get(index + 1))
            else {
                continue;
            };
            processor.add_three(product(before, 0), product(slot, 1), product(after, 2), sums);
            processor.add_maxout_norm(sums, &self.first_norm, row);
        }
    }
}

impl Convolution {
    fn read(sections: &Sections<'_>, name: &str, width: usize) -> Result<Self, String> {
        let (layer, norm) = maxout(sections, name, 3 * width, width)?;
        let third =
            |k: usize, column: usize, which: usize| f64::from(layer.weight(which * width + k, column));
        let pack = |weight: &dyn Fn(usize, usize) -> f64| {
            Packed::new(width, layer.columns(), |k, column| weight(k, column) as f32)
        };
        let weights = [
            pack(&|k, c| third(k, c, 0)),
            pack(&|k, c| (third(k, c, 0) + third(k, c, 1) + third(k, c, 2)) / 2.0),
            pack(&|k, c| (third(k, c, 0) - third(k, c, 1) + third(k, c, 2)) / 2.0),
            pack(&|k, c| third(k, c, 2)),
        ];
        Ok(Convolution { weights, norm })
    }

    /// Adds the layer's output to `pairs` pairs of rows of the buffer's vectors, the first at row `begin`.
    fn apply(&self, processor: Checked, width: usize, begin: usize, pairs: usize, buffers: &mut Buffers) {
        let Buffers { vectors, inputs, products, sums } = buffers;
        let stride = self.weights[0].stride();
        let columns = self.norm.bias.len();
        for input in inputs.iter_mut() {
            input.resize(pairs * width, 0.0);
        }
        for pair in 0..pairs {
            let window = &vectors[(begin + 2 * pair - 1) * width..][..4 * width];
            let out = inputs.each_mut().map(|input| &mut input[pair * width..][..width]);
            processor.winograd_inputs(window, width, out);
        }
        let [first, second] = sums;
        first.resize(columns, 0.0);
        second.resize(columns, 0.0);
        for chunk in (0..pairs).step_by(PAIRS_AT_ONCE) {
            let count = PAIRS_AT_ONCE.min(pairs - chunk);
            for ((input, product), weights) in inputs.iter().zip(products.iter_mut()).zip(&self.weights) {
                product.resize(PAIRS_AT_ONCE * stride, 0.0);
                let rows = Rows { data: &input[chunk * width..], stride: width, count };
                processor.multiply(rows, weights, product);
            }
            for pair in 0..count {
                let product = products.each_ref().map(|product| &product[pair * stride..][..columns]);
                processor.winograd_outputs(product, first, second);
                let rows = &mut vectors[(begin + 2 * (chunk + pair)) * width..][..2 * width];
                let (one, two) = rows.split_at_mut(width);
                processor.add_maxout_norm(first, &self.norm, one);
                processor.add_maxout_norm(second, &self.norm, two);
            }
        }
    }
}

/// A maxout layer as thinc stores it: weights `[output][piece][input]`.
struct Maxout {
    weights: Tensor,
    outputs: usize,
    pieces: usize,
    inputs: usize,
}

impl Maxout {
    fn columns(&self) -> usize {
        self.outputs * self.pieces
    }

    /// The weight of an input for a column; the columns are the outputs of the first piece, of the second, ...
    fn weight(&self, input: usize, column: usize) -> f32 {
        let (piece, output) = (column / self.outputs, column % self.outputs);
        self.weights.data[(output * self.pieces + piece) * self.inputs + input]
    }
}

fn maxout(
    sections: &Sections<'_>,
    name: &str,
    inputs: usize,
    width: usize,
) -> Result<(Maxout, Norm), String> {
    let (weights, [outputs, pieces, found]) = sections.tensor(&format!("{name}/weights"))?;
    if outputs != width || found != inputs || pieces == 0 {
        return Err(format!("`{name}` is {outputs} x {pieces} x {found}, not {width} x pieces x {inputs}"));
    }
    let (bias, [rows, columns]) = sections.tensor(&format!("{name}/bias"))?;
    let (gain, [gains]) = sections.tensor(&format!("{name}/gain"))?;
    let (shift, [shifts]) = sections.tensor(&format!("{name}/shift"))?;
    if [rows, columns, gains, shifts] != [outputs, pieces, width, width] {
        return Err(format!("bias, gain or shift of `{name}` do not fit its weights"));
    }
    let by_piece = |column: usize| bias.data[column % outputs * pieces + column / outputs];
    let norm =
        Norm { bias: (0..outputs * pieces).map(by_piece).collect(), gain: gain.data, shift: shift.data };
    Ok((Maxout { weights, outputs, pieces, inputs }, norm))
}
