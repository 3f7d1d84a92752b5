//! The encoder: BERT's transformer (Devlin et al., 2019), six layers of 384, over the pieces of a window. Start at
//! [`Encoder::encode`].

use retrospect_matrix::{Checked, LayerNorm, Packed, Quantised, Rows};

use crate::linear::{Arithmetic, Linear, Operand};
use crate::sheet::Sort;
use crate::weights::{File, Table, WeightsError};

/// Numbers of a piece's vector.
pub(crate) const WIDTH: usize = 384;
const LAYERS: usize = 6;
const HEADS: usize = 12;
const HEAD_WIDTH: usize = WIDTH / HEADS;
const INNER: usize = 4 * WIDTH;
const POSITIONS: usize = 512;

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    attended: LayerNorm,
    up: Linear,
    down: Linear,
    transformed: LayerNorm,
}

impl Layer {
    fn read(file: &File<'_>, layer: usize, arithmetic: Arithmetic) -> Result<Self, WeightsError> {
        let linear = |weight, bias, outputs: usize, inputs: usize| {
            let table = file.table_of(layer, weight, outputs, inputs)?;
            Ok::<_, WeightsError>(Linear::new(&table, file.floats_of(layer, bias, outputs)?, arithmetic))
        };
        let norm = |gain, shift| {
            let (gain, shift) = (file.floats_of(layer, gain, WIDTH)?, file.floats_of(layer, shift, WIDTH)?);
            Ok::<_, WeightsError>(LayerNorm { gain, shift })
        };
        Ok(Layer {
            query: linear("query.weight", "query.bias", WIDTH, WIDTH)?,
            key: linear("key.weight", "key.bias", WIDTH, WIDTH)?,
            value: linear("value.weight", "value.bias", WIDTH, WIDTH)?,
            out: linear("out.weight", "out.bias", WIDTH, WIDTH)?,
            attended: norm("attended.weight", "attended.bias")?,
            up: linear("up.weight", "up.bias", INNER, WIDTH)?,
            down: linear("down.weight", "down.bias", WIDTH, INNER)?,
            transformed: norm("transformed.weight", "transformed.bias")?,
        })
    }
}

/// The encoder's weights.
pub(crate) struct Encoder {
    pieces: Table,
    positions: Vec<f32>,
    sides: Vec<f32>,
    sorts: Vec<f32>,
    first: LayerNorm,
    layers: Vec<Layer>,
}

/// What one window is worked out in.
#[derive(Default)]
pub(crate) struct Space {
    quantised: Quantised,
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    attention: Vec<f32>,
    mixed: Vec<f32>,
    inner: Vec<f32>,
    more: Vec<f32>,
}

impl Encoder {
    /// Takes the encoder from a file that knows so many pieces.
    pub fn read(file: &File<'_>, pieces: usize, arithmetic: Arithmetic) -> Result<Self, WeightsError> {
        Ok(Encoder {
            pieces: file.table("pieces.weight", pieces, WIDTH)?,
            positions: file.floats("positions.weight", POSITIONS, WIDTH)?,
            sides: file.floats("sides.weight", 2, WIDTH)?,
            sorts: file.floats("sorts.weight", Sort::COUNT, WIDTH)?,
            first: LayerNorm {
                gain: file.floats("first.weight", 1, WIDTH)?,
                shift: file.floats("first.bias", 1, WIDTH)?,
            },
            layers: (0..LAYERS)
                .map(|layer| Layer::read(file, layer, arithmetic))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The vectors of pieces (number, side, sort), one row of [`WIDTH`] each.
    pub fn encode(&self, checked: Checked, pieces: &[[u32; 3]], space: &mut Space) -> Vec<f32> {
        let mut rows = vec![0.0; pieces.len() * WIDTH];
        for (position, (row, piece)) in rows.chunks_exact_mut(WIDTH).zip(pieces).enumerate() {
            self.embed(checked, position, *piece, row);
        }
        for layer in &self.layers {
            attend(checked, layer, &mut rows, space);
            transform(checked, layer, &mut rows, space);
        }
        rows
    }

    fn embed(&self, checked: Checked, position: usize, [piece, side, sort]: [u32; 3], row: &mut [f32]) {
        let piece = (piece as usize).min(self.pieces.rows() - 1);
        for (column, value) in row.iter_mut().enumerate() {
            *value = self.pieces.value(piece, column);
        }
        for (table, index) in [(&self.positions, position), (&self.sides, side as usize)] {
            checked.add_to(&table[index * WIDTH..(index + 1) * WIDTH], row);
        }
        let sort = &self.sorts[sort as usize * WIDTH..(sort as usize + 1) * WIDTH];
        checked.add_norm(row, sort, &self.first);
    }
}

/// Adds to each row what it takes from the others.
fn attend(checked: Checked, layer: &Layer, rows: &mut [f32], space: &mut Space) {
    let count = rows.len() / WIDTH;
    let mut operand = Operand::new(checked, rows, WIDTH, &mut space.quantised);
    layer.query.apply(checked, &mut operand, &mut space.query);
    layer.key.apply(checked, &mut operand, &mut space.key);
    layer.value.apply(checked, &mut operand, &mut space.value);
    space.mixed.resize(count * WIDTH, 0.0);
    let scale = 1.0 / (HEAD_WIDTH as f32).sqrt();
    for head in 0..HEADS {
        let at = head * HEAD_WIDTH;
        let keys = Packed::new(HEAD_WIDTH, count, |input, column| space.key[column * WIDTH + at + input]);
        space.attention.resize(count * keys.stride(), 0.0);
        let queries = Rows { data: &space.query[at..], stride: WIDTH, count };
        checked.multiply(queries, &keys, &mut space.attention);
        for row in space.attention.chunks_exact_mut(keys.stride()) {
            checked.softmax(&mut row[..count], scale);
        }
        let values = Packed::new(count, HEAD_WIDTH, |input, column| space.value[input * WIDTH + at + column]);
        let shares = Rows { data: &space.attention, stride: keys.stride(), count };
        space.more.resize(count * values.stride(), 0.0);
        checked.multiply(shares, &values, &mut space.more);
        for (out, row) in space.mixed.chunks_exact_mut(WIDTH).zip(space.more.chunks_exact(values.stride())) {
            out[at..at + HEAD_WIDTH].copy_from_slice(&row[..HEAD_WIDTH]);
        }
    }
    let mut operand = Operand::new(checked, &space.mixed, WIDTH, &mut space.quantised);
    layer.out.apply(checked, &mut operand, &mut space.more);
    for (row, more) in rows.chunks_exact_mut(WIDTH).zip(space.more.chunks_exact(WIDTH)) {
        checked.add_norm(row, more, &layer.attended);
    }
}

/// Adds to each row what is worked out from it alone.
fn transform(checked: Checked, layer: &Layer, rows: &mut [f32], space: &mut Space) {
    let mut operand = Operand::new(checked, rows, WIDTH, &mut space.quantised);
    layer.up.apply(checked, &mut operand, &mut space.inner);
    checked.gelu(&mut space.inner);
    let mut operand = Operand::new(checked, &space.inner, INNER, &mut space.quantised);
    layer.down.apply(checked, &mut operand, &mut space.more);
    for (row, more) in rows.chunks_exact_mut(WIDTH).zip(space.more.chunks_exact(WIDTH)) {
        checked.add_norm(row, more, &layer.transformed);
    }
}
