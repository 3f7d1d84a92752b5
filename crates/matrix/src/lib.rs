//! How are rows multiplied fast? Multiplies rows by weights and normalises the result, with the widest vectors that the
//! processor has. Start at [`Packed`] and [`Processor`].
//!
//! Every output element is one chain of multiply-adds over ascending inputs, whatever the tile or the vector
//! width, so a row's result does not depend on the rows beside it, and AVX-512, AVX2 and other processors with
//! fused multiply-add give the same bits. Without fused multiply-add the last bit of a sum may differ.
//! Nowhere else in the project is there `unsafe` code.

mod gemm;
mod integer;
mod layers;
mod rows;

pub use integer::{INPUTS_MAX, Quantised, Whole};
pub use layers::LayerNorm;
pub use rows::{Norm, padded_scores};

/// Columns of a packed panel: two 512-bit or four 256-bit vectors of floats, two cache lines.
const PANEL: usize = 32;

/// Which instructions the kernels use. All of them exist in every build; the choice is made at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processor {
    /// 512-bit vectors (x86-64-v4).
    Avx512,
    /// 256-bit vectors with fused multiply-add (x86-64-v3).
    Avx2,
    /// Plain Rust, for every other processor and for tests.
    Portable,
}

impl Processor {
    /// The widest set of instructions that this processor has.
    #[must_use]
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if Self::Avx512.is_available() {
                return Self::Avx512;
            }
            if Self::Avx2.is_available() {
                return Self::Avx2;
            }
        }
        Self::Portable
    }

    /// Whether this processor has these instructions.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512vl")
                    && std::arch::is_x86_feature_detected!("fma")
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => {
                std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
            }
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx512 | Self::Avx2 => false,
            Self::Portable => true,
        }
    }
}

/// A processor whose instructions were checked to be there: only [`Checked::new`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Checked(Processor);

impl Checked {
    pub(crate) fn processor(self) -> Processor {
        self.0
    }

    /// The processor if it has the instructions, else the portable one.
    pub fn new(wanted: Processor) -> Self {
        Checked(if wanted.is_available() { wanted } else { Processor::Portable })
    }
}

/// A weight matrix, `inputs` x `columns`, laid out in panels of `PANEL` columns, padded with zeros.
#[derive(Debug)]
pub struct Packed {
    inputs: usize,
    panels: usize,
    data: Vec<f32>,
}

impl Packed {
    /// Packs the matrix whose element at (input, column) is `weight(input, column)`.
    pub fn new(inputs: usize, columns: usize, weight: impl Fn(usize, usize) -> f32) -> Self {
        let panels = columns.div_ceil(PANEL);
        let mut data = Vec::with_capacity(panels * inputs * PANEL);
        for panel in 0..panels {
            for input in 0..inputs {
                for column in panel * PANEL..(panel + 1) * PANEL {
                    data.push(if column < columns { weight(input, column) } else { 0.0 });
                }
            }
        }
        Packed { inputs, panels, data }
    }

    /// Columns of a result row, padding included.
    pub fn stride(&self) -> usize {
        self.panels * PANEL
    }
}

/// Rows of floats in one slice: row `i` begins at `i * stride`. Rows may overlap (`stride` less than a row's length).
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The floats of all rows.
    pub data: &'a [f32],
    /// Floats from the beginning of one row to that of the next.
    pub stride: usize,
    /// How many rows there are.
    pub count: usize,
}

impl Checked {
    /// Sets row `i` of `out` (rows of `weights.stride()` floats) to row `i` of `rows` times the weights.
    ///
    /// # Panics
    /// When a slice is too short for the rows announced: a fault of the caller, never of the input text.
    pub fn multiply(self, rows: Rows<'_>, weights: &Packed, out: &mut [f32]) {
        if rows.count == 0 {
            return;
        }
        let read = (rows.count - 1) * rows.stride + weights.inputs;
        assert!(rows.data.len() >= read, "the rows reach past their slice");
        assert!(out.len() >= rows.count * weights.stride(), "the result does not fit its slice");
        gemm::multiply(self.0, rows, weights, out);
    }
}
