//! The matrix kernel: a tile of up to twelve rows by one panel stays in registers while the inputs stream past.

#![allow(
    unsafe_code,
    reason = "vector loads and stores through pointers; bounds are asserted by `Checked::multiply`"
)]

use super::{PANEL, Packed, Processor, Rows};

/// Pointers and strides of one tile, all in floats. `x` has `inputs` floats in each row, `w` is a packed panel of
/// `inputs` x `PANEL`, `y` has `PANEL` writable floats in each row.
#[derive(Clone, Copy)]
struct Tile {
    x: *const f32,
    x_stride: usize,
    w: *const f32,
    inputs: usize,
    y: *mut f32,
    y_stride: usize,
}

/// Rows of a full tile: with two 512-bit vectors a row, 24 of the 32 registers hold sums.
const TILE_ROWS: usize = 12;

pub(super) fn multiply(processor: Processor, rows: Rows<'_>, weights: &Packed, out: &mut [f32]) {
    let y_stride = weights.stride();
    // Tiles of nearly equal height: 13 rows are 7 and 6, never 12 and a slow 1.
    let tiles = rows.count.div_ceil(TILE_ROWS);
    for (panel, w) in weights.data.chunks_exact(weights.inputs * PANEL).enumerate() {
        let mut row = 0;
        for tile in 0..tiles {
            let end = rows.count * (tile + 1) / tiles;
            let at = Tile {
                x: rows.data[row * rows.stride..].as_ptr(),
                x_stride: rows.stride,
                w: w.as_ptr(),
                inputs: weights.inputs,
                y: out[row * y_stride + panel * PANEL..].as_mut_ptr(),
                y_stride,
            };
            // SAFETY: `Checked::multiply` asserted that all rows lie in `data` and `out`, and a `Checked` holds
            // only a processor that is available.
            unsafe { run(processor, end - row, at) };
            row = end;
        }
    }
}

/// Calls `$kernel::<R>` with the number of rows as a constant, so that the sums stay in registers.
macro_rules! by_rows {
    ($kernel:path, $rows:expr, $tile:expr) => {{
        match $rows {
            1 => $kernel(Height::<1>, $tile),
            2 => $kernel(Height::<2>, $tile),
            3 => $kernel(Height::<3>, $tile),
            4 => $kernel(Height::<4>, $tile),
            5 => $kernel(Height::<5>, $tile),
            6 => $kernel(Height::<6>, $tile),
            7 => $kernel(Height::<7>, $tile),
            8 => $kernel(Height::<8>, $tile),
            9 => $kernel(Height::<9>, $tile),
            10 => $kernel(Height::<10>, $tile),
            11 => $kernel(Height::<11>, $tile),
            _ => $kernel(Height::<12>, $tile),
        }
    }};
}

/// The number of rows of a tile, as a type.
struct Height<const R: usize>;

/// # Safety
/// `rows` is 1 to 12, the tile's pointers are valid for that many rows, and the processor is available.
unsafe fn run(processor: Processor, rows: usize, tile: Tile) {
    // SAFETY: passed on from the caller.
    unsafe {
        match processor {
            #[cfg(target_arch = "x86_64")]
            Processor::Avx512 => by_rows!(avx512, rows, tile),
            #[cfg(target_arch = "x86_64")]
            Processor::Avx2 => {
                // Twelve rows of four vectors do not fit 16 registers: take the tile in quarters.
                avx2_tile(rows, tile);
            }
            _ => by_rows!(portable, rows, tile),
        }
    }
}

/// # Safety
/// As for [`run`], with AVX-512F available.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn avx512<const R: usize>(_: Height<R>, tile: Tile) {
    use std::arch::x86_64::{
        _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_set1_ps, _mm512_setzero_ps, _mm512_storeu_ps,
    };
    let mut sums = [[_mm512_setzero_ps(); 2]; R];
    // SAFETY: every read is inside `R` rows of `inputs` floats or the panel, every write inside `R` rows of it.
    unsafe {
        for input in 0..tile.inputs {
            let w = tile.w.add(input * PANEL);
            let (left, right) = (_mm512_loadu_ps(w), _mm512_loadu_ps(w.add(16)));
            for (row, sum) in sums.iter_mut().enumerate() {
                let x = _mm512_set1_ps(*tile.x.add(row * tile.x_stride + input));
                sum[0] = _mm512_fmadd_ps(x, left, sum[0]);
                sum[1] = _mm512_fmadd_ps(x, right, sum[1]);
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            let y = tile.y.add(row * tile.y_stride);
            _mm512_storeu_ps(y, sum[0]);
            _mm512_storeu_ps(y.add(16), sum[1]);
        }
    }
}

/// # Safety
/// As for [`run`], with AVX2 and FMA available.
#[cfg(target_arch = "x86_64")]
unsafe fn avx2_tile(rows: usize, tile: Tile) {
    let mut row = 0;
    while row < rows {
        let height = (rows - row).min(6);
        for half in [0, PANEL / 2] {
            // SAFETY: the rows and columns are inside the tile of the caller.
            unsafe {
                let part = Tile {
                    x: tile.x.add(row * tile.x_stride),
                    w: tile.w.add(half),
                    y: tile.y.add(row * tile.y_stride + half),
                    ..tile
                };
                match height {
                    1 => avx2(Height::<1>, part),
                    2 => avx2(Height::<2>, part),
                    3 => avx2(Height::<3>, part),
                    4 => avx2(Height::<4>, part),
                    5 => avx2(Height::<5>, part),
                    _ => avx2(Height::<6>, part),
                }
            }
        }
        row += height;
    }
}

/// Half a panel: 16 columns.
///
/// # Safety
/// As for [`run`], with AVX2 and FMA available.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn avx2<const R: usize>(_: Height<R>, tile: Tile) {
    use std::arch::x86_64::{
        _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };
    let mut sums = [[_mm256_setzero_ps(); 2]; R];
    // SAFETY: every read is inside `R` rows of `inputs` floats or half the panel, every write inside `R` rows of it.
    unsafe {
        for input in 0..tile.inputs {
            let w = tile.w.add(input * PANEL);
            let (left, right) = (_mm256_loadu_ps(w), _mm256_loadu_ps(w.add(8)));
            for (row, sum) in sums.iter_mut().enumerate() {
                let x = _mm256_set1_ps(*tile.x.add(row * tile.x_stride + input));
                sum[0] = _mm256_fmadd_ps(x, left, sum[0]);
                sum[1] = _mm256_fmadd_ps(x, right, sum[1]);
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            let y = tile.y.add(row * tile.y_stride);
            _mm256_storeu_ps(y, sum[0]);
            _mm256_storeu_ps(y.add(8), sum[1]);
        }
    }
}

/// # Safety
/// As for [`run`].
unsafe fn portable<const R: usize>(_: Height<R>, tile: Tile) {
    let mut sums = [[0.0_f32; PANEL]; R];
    // SAFETY: every read is inside `R` rows of `inputs` floats or the panel, every write inside `R` rows of it.
    unsafe {
        for input in 0..tile.inputs {
            let w = std::slice::from_raw_parts(tile.w.add(input * PANEL), PANEL);
            for (row, sum) in sums.iter_mut().enumerate() {
                let x = *tile.x.add(row * tile.x_stride + input);
                for (sum, &w) in sum.iter_mut().zip(w) {
                    *sum = super::rows::multiply_add(x, w, *sum);
                }
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            let y = tile.y.add(row * tile.y_stride);
            std::ptr::copy_nonoverlapping(sum.as_ptr(), y, PANEL);
        }
    }
}
