//! What a transformer does to single rows: layer norm, softmax, GELU, quantising. Start at [`LayerNorm`].
//!
//! Written once, compiled for each processor, with sums in a fixed order, as in [`rows`](crate::rows). The powers of e and
//! the error function are polynomials, so that they are vectors too and the same everywhere.

#![allow(
    unsafe_code,
    reason = "calls into functions compiled for vector instructions that were checked to be there"
)]

use crate::rows::{Arithmetic, dispatched, lane_sum};
use crate::{Checked, Processor};

/// Gain and shift of a layer norm.
#[derive(Clone, Debug, Default)]
pub struct LayerNorm {
    /// What each element is multiplied by.
    pub gain: Vec<f32>,
    /// What is added to each element.
    pub shift: Vec<f32>,
}

/// Keeps the variance of a constant row above zero; BERT's constant.
const VARIANCE_MIN: f32 = 1e-12;

dispatched! {
    /// Adds `more` to `row` and brings the sum to mean 0 and variance 1, then to the norm's gain and shift.
    add_norm => add_norm_body(row: &mut [f32], more: &[f32], norm: &LayerNorm)
}
dispatched! {
    /// Turns numbers times `scale` into shares that sum to 1, each in proportion to its power of e.
    softmax => softmax_body(row: &mut [f32], scale: f32)
}
dispatched! {
    /// The Gaussian error linear unit of each element (Hendrycks and Gimpel, 2016).
    gelu => gelu_body(row: &mut [f32])
}
dispatched! {
    /// Sets `out` to whole steps of `unit`, which is set to the greatest absolute number over `levels`.
    quantise_row => quantise_row_body(row: &[f32], levels: f32, out: &mut [i16], unit: &mut [f32; 1])
}
dispatched! {
    /// Sets `out` to sums of whole numbers as floats: times both units, plus the bias.
    scale_sums => scale_sums_body(sums: &[i32], units: &[f32], unit: f32, bias: &[f32], out: &mut [f32])
}

#[inline(always)]
fn add_norm_body<A: Arithmetic>(row: &mut [f32], more: &[f32], norm: &LayerNorm) {
    for (value, more) in row.iter_mut().zip(more) {
        *value += more;
    }
    let count = row.len() as f32;
    let mean = lane_sum(row, |value| value) / count;
    let variance = lane_sum(row, |value| (value - mean) * (value - mean)) / count + VARIANCE_MIN;
    let scale = 1.0 / variance.sqrt();
    for ((value, &gain), &shift) in row.iter_mut().zip(&norm.gain).zip(&norm.shift) {
        *value = (*value - mean) * scale * gain + shift;
    }
}

#[inline(always)]
fn softmax_body<A: Arithmetic>(row: &mut [f32], scale: f32) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for value in row.iter_mut() {
        *value = power_of_e((*value - most) * scale);
    }
    let sum = lane_sum(row, |value| value);
    let share = 1.0 / sum;
    for value in row.iter_mut() {
        *value *= share;
    }
}

#[inline(always)]
fn gelu_body<A: Arithmetic>(row: &mut [f32]) {
    for value in row.iter_mut() {
        *value = 0.5 * *value * (1.0 + error_function(*value * std::f32::consts::FRAC_1_SQRT_2));
    }
}

#[inline(always)]
fn quantise_row_body<A: Arithmetic>(row: &[f32], levels: f32, out: &mut [i16], unit: &mut [f32; 1]) {
    let most = row.iter().fold(0.0_f32, |most, value| most.max(value.abs())).max(f32::MIN_POSITIVE);
    unit[0] = most / levels;
    let steps = levels / most;
    for (out, value) in out.iter_mut().zip(row) {
        *out = nearest(value * steps) as i16;
    }
}

#[inline(always)]
fn scale_sums_body<A: Arithmetic>(sums: &[i32], units: &[f32], unit: f32, bias: &[f32], out: &mut [f32]) {
    for (((out, &sum), &column), &bias) in out.iter_mut().zip(sums).zip(units).zip(bias) {
        *out = sum as f32 * (column * unit) + bias;
    }
}

/// The nearest whole number, of two equally near the even one; for numbers of up to 22 bits.
#[inline(always)]
fn nearest(value: f32) -> i32 {
    // Adding 1.5 * 2^23 leaves no bits for a fraction: the sum is rounded, and its last bits are the number.
    const ROUNDER: f32 = 12_582_912.0;
    (value + ROUNDER).to_bits() as i32 - ROUNDER.to_bits() as i32
}

/// e to the power of a number that is not above 88; within 2e-7 of it. Cephes' polynomial.
#[inline(always)]
fn power_of_e(x: f32) -> f32 {
    let x = x.max(-87.0);
    let twos = nearest(x * std::f32::consts::LOG2_E);
    let rest = x - twos as f32 * 0.693_359_4 + twos as f32 * 2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4_f32;
    for term in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_66, 0.5] {
        sum = sum * rest + term;
    }
    let fraction = sum * rest * rest + rest + 1.0;
    fraction * f32::from_bits(((twos + 127) << 23) as u32)
}

/// The error function, within 2e-7: Abramowitz and Stegun (1964), 7.1.26.
#[inline(always)]
fn error_function(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let mut sum = 1.061_405_4_f32;
    for term in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        sum = sum * t + term;
    }
    let value = 1.0 - sum * t * power_of_e(-x * x);
    value.copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_the_error_function_are_near() {
        for step in -800..=80 {
            let x = step as f32 / 10.0;
            let (near, exact) = (power_of_e(x), f64::from(x).exp() as f32);
            assert!((near - exact).abs() <= 3e-7 * exact.max(f32::MIN_POSITIVE), "e^{x}: {near} and {exact}");
        }
        // Values of the error function from Abramowitz and Stegun's table 7.1.
        for (x, exact) in
            [(0.0, 0.0), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (2.0, 0.995_322_3), (-1.0, -0.842_700_8)]
        {
            assert!((error_function(x) - exact).abs() < 5e-7, "erf({x}) = {}", error_function(x));
        }
    }

    #[test]
    fn rows_are_normalised_and_shared_out() {
        let checked = Checked::new(Processor::detect());
        let mut row = vec![1.0, 2.0, 3.0, 4.0];
        let norm = LayerNorm { gain: vec![1.0; 4], shift: vec![0.0; 4] };
        checked.add_norm(&mut row, &[0.0; 4], &norm);
        assert!((row.iter().sum::<f32>()).abs() < 1e-6 && (row[3] - 1.341_640_8).abs() < 1e-5, "{row:?}");
        let mut shares = vec![0.0, 2.0_f32.ln()];
        checked.softmax(&mut shares, 1.0);
        assert!((shares[1] - 2.0 / 3.0).abs() < 1e-6, "{shares:?}");
        let mut one = vec![1.0];
        checked.gelu(&mut one);
        assert!((one[0] - 0.841_344_7).abs() < 1e-6, "{one:?}");
    }
}
