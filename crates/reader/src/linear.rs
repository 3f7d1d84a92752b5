//! Products of rows with weights, in whole numbers or in floats. Start at [`Linear`].

use retrospect_matrix::{Checked, Packed, Quantised, Rows, Whole};

use crate::weights::Table;

/// In what numbers products are worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arithmetic {
    /// Rows are rounded to whole numbers of 13 to 15 bits where weights are whole numbers: twice as fast, and exact sums.
    #[default]
    Whole,
    /// Nothing is rounded: to compare with.
    Floats,
}

/// Rows as a product takes them.
pub(crate) struct Operand<'r> {
    rows: &'r [f32],
    length: usize,
    quantised: &'r mut Quantised,
}

impl<'r> Operand<'r> {
    /// Rows of `length` numbers each, rounded in `quantised`.
    pub fn new(checked: Checked, rows: &'r [f32], length: usize, quantised: &'r mut Quantised) -> Self {
        checked.quantise(rows, length, quantised);
        Operand { rows, length, quantised }
    }

    fn count(&self) -> usize {
        self.rows.len() / self.length
    }
}

enum Weights {
    Whole(Whole),
    Floats(Packed),
}

/// A product with its bias.
pub(crate) struct Linear {
    weights: Weights,
    bias: Vec<f32>,
}

impl Linear {
    /// Packs a table of which each row gives one output.
    pub fn new(table: &Table, bias: Vec<f32>, arithmetic: Arithmetic) -> Self {
        let columns = table.columns();
        let weights = match table {
            Table::Whole { units, data, .. } if arithmetic == Arithmetic::Whole => {
                Weights::Whole(Whole::new(columns, units.clone(), |input, output| {
                    data[output * columns + input]
                }))
            }
            _ => {
                Weights::Floats(Packed::new(columns, bias.len(), |input, output| table.value(output, input)))
            }
        };
        Linear { weights, bias }
    }

    /// Sets `out` to the products, one row of outputs for each of the operand's.
    pub fn apply(&self, checked: Checked, operand: &mut Operand<'_>, out: &mut Vec<f32>) {
        let (count, outputs) = (operand.count(), self.bias.len());
        out.resize(count * outputs, 0.0);
        match &self.weights {
            Weights::Whole(weights) => checked.multiply_whole(operand.quantised, weights, &self.bias, out),
            Weights::Floats(weights) => {
                let mut products = vec![0.0; count * weights.stride()];
                let rows = Rows { data: operand.rows, stride: operand.length, count };
                checked.multiply(rows, weights, &mut products);
                let products = products.chunks_exact(weights.stride());
                for (out, products) in out.chunks_exact_mut(outputs).zip(products) {
                    out.copy_from_slice(&products[..outputs]);
                    checked.add_to(&self.bias, out);
                }
            }
        }
    }
}
