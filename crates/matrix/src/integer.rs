//! Products of rows and weights that are whole numbers: exact, so the same on every processor, and twice as fast as of
//! floats. Start at [`Whole`].

#![allow(
    unsafe_code,
    reason = "vector loads and stores through pointers; bounds are asserted by `Checked::multiply_whole`"
)]

use crate::{Checked, PANEL, Processor};

/// Inputs of a weight matrix at the most.
pub const INPUTS_MAX: usize = 2048;

/// The largest number of a quantised row of this length: the largest with which no sum of products with weights of a byte
/// overflows 31 bits.
fn level_max(length: usize) -> f32 {
    let fits = i32::MAX as usize / (i8::MAX as usize * length.max(1));
    fits.min(i16::MAX as usize) as f32
}

/// A weight matrix of whole numbers from -127 to 127, `inputs` x `columns`, each column with the value of its unit.
/// Two inputs lie side by side, in panels of `PANEL` columns.
#[derive(Debug)]
pub struct Whole {
    pairs: usize,
    columns: usize,
    data: Vec<i16>,
    units: Vec<f32>,
}

impl Whole {
    /// Packs the matrix whose element at (input, column) is `weight(input, column) * units[column]`; the columns are as
    /// many as the units.
    ///
    /// # Panics
    /// When there are more than [`INPUTS_MAX`] inputs: a fault of the caller.
    pub fn new(inputs: usize, units: Vec<f32>, weight: impl Fn(usize, usize) -> i8) -> Self {
        assert!(inputs <= INPUTS_MAX, "sums of so many products could overflow");
        let (columns, pairs) = (units.len(), inputs.div_ceil(2));
        let panels = columns.div_ceil(PANEL);
        let mut data = Vec::with_capacity(panels * pairs * PANEL * 2);
        for panel in 0..panels {
            for pair in 0..pairs {
                for column in panel * PANEL..(panel + 1) * PANEL {
                    for input in [2 * pair, 2 * pair + 1] {
                        let is_inside = input < inputs && column < columns;
                        data.push(if is_inside { i16::from(weight(input, column)) } else { 0 });
                    }
                }
            }
        }
        Whole { pairs, columns, data, units }
    }

    /// Columns of a result row.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Numbers of a quantised row: the inputs, made even.
    #[must_use]
    pub fn row_length(&self) -> usize {
        2 * self.pairs
    }

    fn stride(&self) -> usize {
        self.columns.next_multiple_of(PANEL)
    }
}

/// Rows of floats as whole numbers, each row with the value of its unit.
#[derive(Debug, Default)]
pub struct Quantised {
    data: Vec<i16>,
    units: Vec<f32>,
    length: usize,
    /// Sums of one product, before they are floats.
    sums: Vec<i32>,
}

impl Checked {
    /// Sets `into` to these rows, each `length` floats, in steps of its greatest number over the
    /// largest whole number that is safe for this length.
    pub fn quantise(self, rows: &[f32], length: usize, into: &mut Quantised) {
        into.length = length.next_multiple_of(2);
        into.data.clear();
        into.data.resize(rows.len() / length * into.length, 0);
        into.units.clear();
        for (row, out) in rows.chunks_exact(length).zip(into.data.chunks_exact_mut(into.length)) {
            let mut unit = [0.0];
            self.quantise_row(row, level_max(length), &mut out[..length], &mut unit);
            into.units.push(unit[0]);
        }
    }

    /// Sets row `i` of `out` (rows of `weights.columns()` floats) to row `i` of `rows` times the weights, plus the bias.
    ///
    /// # Panics
    /// When lengths do not fit: a fault of the caller, never of the input text.
    pub fn multiply_whole(self, rows: &mut Quantised, weights: &Whole, bias: &[f32], out: &mut [f32]) {
        let count = rows.units.len();
        assert_eq!(rows.length, weights.row_length(), "rows and weights have unlike lengths");
        assert_eq!(out.len(), count * weights.columns, "the result does not fit its slice");
        assert_eq!(bias.len(), weights.columns, "there is one bias for each column");
        let stride = weights.stride();
        rows.sums.resize(count * stride, 0);
        assert!(rows.data.len() >= count * rows.length && rows.sums.len() >= count * stride);
        multiply(self.processor(), &rows.data, weights, &mut rows.sums[..count * stride]);
        let sums = rows.sums.chunks_exact(stride);
        for ((sums, out), &unit) in sums.zip(out.chunks_exact_mut(weights.columns)).zip(&rows.units) {
            self.scale_sums(sums, &weights.units, unit, bias, out);
        }
    }
}

/// Which kernel runs.
#[derive(Clone, Copy)]
enum Kernel {
    /// Multiplies, adds pairs and adds to the sums in one step of 512 bits.
    #[cfg(target_arch = "x86_64")]
    Vnni,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Kernel {
    fn of(processor: Processor) -> Self {
        #[cfg(target_arch = "x86_64")]
        match processor {
            Processor::Avx512 if std::arch::is_x86_feature_detected!("avx512vnni") => return Kernel::Vnni,
            Processor::Avx512 | Processor::Avx2 if std::arch::is_x86_feature_detected!("avx2") => {
                return Kernel::Avx2;
            }
            _ => {}
        }
        let _ = processor;
        Kernel::Portable
    }
}

/// Pointers of one tile. `x` has `2 * pairs` numbers in each row, `w` is a packed panel of `pairs` x `PANEL` pairs, `y` has
/// `PANEL` writable sums in each row.
#[derive(Clone, Copy)]
struct Tile {
    x: *const i16,
    w: *const i16,
    pairs: usize,
    y: *mut i32,
    y_stride: usize,
}

/// Rows of a full tile: with two 512-bit vectors a row, 24 of the 32 registers hold sums.
const TILE_ROWS: usize = 12;

fn multiply(processor: Processor, data: &[i16], weights: &Whole, sums: &mut [i32]) {
    let (length, stride) = (weights.row_length(), weights.stride());
    let count = sums.len() / stride;
    let kernel = Kernel::of(processor);
    let tiles = count.div_ceil(TILE_ROWS);
    for (panel, w) in weights.data.chunks_exact(weights.pairs * PANEL * 2).enumerate() {
        let mut row = 0;
        for tile in 0..tiles {
            let end = count * (tile + 1) / tiles;
            let at = Tile {
                x: data[row * length..].as_ptr(),
                w: w.as_ptr(),
                pairs: weights.pairs,
                y: sums[row * stride + panel * PANEL..].as_mut_ptr(),
                y_stride: stride,
            };
            // SAFETY: `Checked::multiply_whole` asserted that all rows lie in `data` and `sums`; `Kernel::of` chose what the
            // processor has.
            unsafe { run(kernel, end - row, at) };
            row = end;
        }
    }
}

/// The number of rows of a tile, as a type.
struct Height<const R: usize>;

/// Calls `$kernel` with the number of rows as a constant, so that the sums stay in registers.
macro_rules! by_rows {
    ($kernel:path, $rows:expr, $tile:expr, $($height:literal)+) => {
        match $rows {
            $($height => $kernel(Height::<$height>, $tile),)+
            _ => {}
        }
    };
}

/// # Safety
/// `rows` is 1 to 12, the tile's pointers are valid for that many rows, and the processor has the kernel's instructions.
unsafe fn run(kernel: Kernel, rows: usize, tile: Tile) {
    // SAFETY: passed on from the caller; parts lie inside the tile.
    unsafe {
        match kernel {
            #[cfg(target_arch = "x86_64")]
            Kernel::Vnni => by_rows!(vnni, rows, tile, 1 2 3 4 5 6 7 8 9 10 11 12),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => {
                let mut row = 0;
                while row < rows {
                    let height = (rows - row).min(5);
                    for half in [0, PANEL / 2] {
                        let part = Tile {
                            x: tile.x.add(row * 2 * tile.pairs),
                            w: tile.w.add(2 * half),
                            y: tile.y.add(row * tile.y_stride + half),
                            ..tile
                        };
                        by_rows!(avx2, height, part, 1 2 3 4 5);
                    }
                    row += height;
                }
            }
            Kernel::Portable => by_rows!(portable, rows, tile, 1 2 3 4 5 6 7 8 9 10 11 12),
        }
    }
}

/// # Safety
/// As for [`run`], with AVX-512 VNNI available.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn vnni<const R: usize>(_: Height<R>, tile: Tile) {
    use std::arch::x86_64::{
        _mm512_dpwssd_epi32, _mm512_loadu_si512, _mm512_set1_epi32, _mm512_setzero_si512, _mm512_storeu_si512,
    };
    let mut sums = [[_mm512_setzero_si512(); 2]; R];
    // SAFETY: every read is inside `R` rows of `pairs` pairs or the panel, every write inside `R` rows of it.
    unsafe {
        for pair in 0..tile.pairs {
            let w = tile.w.add(pair * PANEL * 2);
            let (left, right) = (_mm512_loadu_si512(w.cast()), _mm512_loadu_si512(w.add(32).cast()));
            for (row, sum) in sums.iter_mut().enumerate() {
                let two = tile.x.add((row * tile.pairs + pair) * 2).cast::<i32>();
                let x = _mm512_set1_epi32(two.read_unaligned());
                sum[0] = _mm512_dpwssd_epi32(sum[0], x, left);
                sum[1] = _mm512_dpwssd_epi32(sum[1], x, right);
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            let y = tile.y.add(row * tile.y_stride);
            _mm512_storeu_si512(y.cast(), sum[0]);
            _mm512_storeu_si512(y.add(16).cast(), sum[1]);
        }
    }
}

/// Half a panel: 16 columns.
///
/// # Safety
/// As for [`run`], with AVX2 available.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn avx2<const R: usize>(_: Height<R>, tile: Tile) {
    use std::arch::x86_64::{
        _mm256_add_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
        _mm256_storeu_si256,
    };
    let mut sums = [[_mm256_setzero_si256(); 2]; R];
    // SAFETY: every read is inside `R` rows of `pairs` pairs or half the panel, every write inside `R` rows of it.
    unsafe {
        for pair in 0..tile.pairs {
            let w = tile.w.add(pair * PANEL * 2);
            let (left, right) = (_mm256_loadu_si256(w.cast()), _mm256_loadu_si256(w.add(16).cast()));
            for (row, sum) in sums.iter_mut().enumerate() {
                let two = tile.x.add((row * tile.pairs + pair) * 2).cast::<i32>();
                let x = _mm256_set1_epi32(two.read_unaligned());
                sum[0] = _mm256_add_epi32(sum[0], _mm256_madd_epi16(x, left));
                sum[1] = _mm256_add_epi32(sum[1], _mm256_madd_epi16(x, right));
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            let y = tile.y.add(row * tile.y_stride);
            _mm256_storeu_si256(y.cast(), sum[0]);
            _mm256_storeu_si256(y.add(8).cast(), sum[1]);
        }
    }
}

/// # Safety
/// As for [`run`].
unsafe fn portable<const R: usize>(_: Height<R>, tile: Tile) {
    let mut sums = [[0_i32; PANEL]; R];
    // SAFETY: every read is inside `R` rows of `pairs` pairs or the panel, every write inside `R` rows of it.
    unsafe {
        for pair in 0..tile.pairs {
            let w = std::slice::from_raw_parts(tile.w.add(pair * PANEL * 2), PANEL * 2);
            for (row, sum) in sums.iter_mut().enumerate() {
                let x = tile.x.add((row * tile.pairs + pair) * 2);
                let (one, two) = (i32::from(*x), i32::from(*x.add(1)));
                for (sum, w) in sum.iter_mut().zip(w.as_chunks::<2>().0) {
                    *sum += one * i32::from(w[0]) + two * i32::from(w[1]);
                }
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            std::ptr::copy_nonoverlapping(sum.as_ptr(), tile.y.add(row * tile.y_stride), PANEL);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_processor_gives_the_same_and_it_is_near_the_product(
            rows in 1_usize..30,
            inputs in 1_usize..70,
            columns in 1_usize..80,
            seed in 0_u64..1000,
        ) {
            let mut state = seed + 1;
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                ((state >> 33) % 2001) as f32 / 1000.0 - 1.0
            };
            let x: Vec<f32> = (0..rows * inputs).map(|_| next()).collect();
            let w: Vec<i8> = (0..inputs * columns).map(|_| (next() * 127.0) as i8).collect();
            let units: Vec<f32> = (0..columns).map(|_| next().abs() / 127.0).collect();
            let bias: Vec<f32> = (0..columns).map(|_| next()).collect();
            let weights = Whole::new(inputs, units.clone(), |input, column| w[input * columns + column]);
            let product = |processor: Processor| {
                let (mut quantised, mut out) = (Quantised::default(), vec![0.0; rows * columns]);
                let checked = Checked::new(processor);
                checked.quantise(&x, inputs, &mut quantised);
                checked.multiply_whole(&mut quantised, &weights, &bias, &mut out);
                out
            };
            let plain = product(Processor::Portable);
            for processor in [Processor::Avx2, Processor::Avx512] {
                let bits = |out: &[f32]| out.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                prop_assert_eq!(bits(&product(processor)), bits(&plain));
            }
            for row in 0..rows {
                for column in 0..columns {
                    let exact: f32 = (0..inputs)
                        .map(|input| x[row * inputs + input] * f32::from(w[input * columns + column]) * units[column])
                        .sum::<f32>()
                        + bias[column];
                    prop_assert!((exact - plain[row * columns + column]).abs() < 0.01);
                }
            }
        }
    }
}
