//! What is done to single rows: maxout with layer norm, sums of rows, and the scores of a transition state.
//!
//! Each operation is written once, in plain Rust, and compiled for each processor. Sums run in a fixed order of
//! [`LANES`] partial sums, so that every processor gives the same bits.

#![allow(
    unsafe_code,
    reason = "calls into functions compiled for vector instructions that were checked to be there"
)]

use crate::{Checked, Processor};

/// Partial sums of a reduction.
const LANES: usize = 16;
/// Columns of scores that are summed up together, so that the sums stay in registers.
const SCORE_BLOCK: usize = 64;
/// Keeps the variance of a constant row above zero; thinc's constant.
const VARIANCE_MIN: f32 = 1e-8;

/// `x * y + z`, fused where the processor that the program was compiled for can do it in one step.
#[inline(always)]
pub(super) fn multiply_add(x: f32, y: f32, z: f32) -> f32 {
    if cfg!(any(target_feature = "fma", target_arch = "aarch64")) { x.mul_add(y, z) } else { x * y + z }
}

/// `x * y + z` in one step or in two.
pub(crate) trait Arithmetic {
    fn multiply_add(x: f32, y: f32, z: f32) -> f32;
}

/// For code that is compiled for a processor with fused multiply-add.
#[cfg(target_arch = "x86_64")]
pub(crate) struct Fused;
/// For code that is compiled for any processor.
pub(crate) struct Plain;

#[cfg(target_arch = "x86_64")]
impl Arithmetic for Fused {
    #[inline(always)]
    fn multiply_add(x: f32, y: f32, z: f32) -> f32 {
        x.mul_add(y, z)
    }
}

impl Arithmetic for Plain {
    #[inline(always)]
    fn multiply_add(x: f32, y: f32, z: f32) -> f32 {
        multiply_add(x, y, z)
    }
}

/// Bias of a maxout layer (pieces one after the other), gain and shift of its layer norm.
#[derive(Debug)]
pub struct Norm {
    /// The bias of the maxout layer.
    pub bias: Vec<f32>,
    /// What each element of the layer norm is multiplied by.
    pub gain: Vec<f32>,
    /// What is added to each element.
    pub shift: Vec<f32>,
}

/// Makes one function of [`Checked`] out of a body, compiled once for each processor.
macro_rules! dispatched {
    ($(#[$meta:meta])* $name:ident => $body:ident ( $($argument:ident : $type:ty),* $(,)? )) => {
        impl Checked {
            $(#[$meta])*
            pub fn $name(self, $($argument: $type),*) {
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx512f,avx512vl,avx2,fma")]
                fn avx512($($argument: $type),*) {
                    $body::<$crate::rows::Fused>($($argument),*);
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($argument: $type),*) {
                    $body::<$crate::rows::Fused>($($argument),*);
                }
                match self.processor() {
                    // SAFETY: a `Checked` holds only a processor that is available.
                    #[cfg(target_arch = "x86_64")]
                    Processor::Avx512 => unsafe { avx512($($argument),*) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Processor::Avx2 => unsafe { avx2($($argument),*) },
                    _ => $body::<$crate::rows::Plain>($($argument),*),
                }
            }
        }
    };
}

pub(crate) use dispatched;

dispatched! {
    /// Adds to `out` the layer norm of the maxout of `sums` (pieces one after the other, each as long as `out`).
    /// Overwrites `sums`.
    add_maxout_norm => add_maxout_norm_body(sums: &mut [f32], norm: &Norm, out: &mut [f32])
}
dispatched! {
    /// Sets `out` to the sum of three rows.
    add_three => add_three_body(a: &[f32], b: &[f32], c: &[f32], out: &mut [f32])
}
dispatched! {
    /// Adds `x` to `out`, element by element.
    add_to => add_to_body(x: &[f32], out: &mut [f32])
}
dispatched! {
    /// The inputs of Winograd's F(2, 3) for the pair of tokens in `window` (four rows: before, first, second, after).
    winograd_inputs => winograd_inputs_body(window: &[f32], width: usize, out: [&mut [f32]; 4])
}
dispatched! {
    /// The outputs of Winograd's F(2, 3): `first = a + b + c`, `second = b - c - d`.
    winograd_outputs => winograd_outputs_body(products: [&[f32]; 4], first: &mut [f32], second: &mut [f32])
}
dispatched! {
    /// Sets `hidden` to the maxout over two pieces of the sum of `rows` and `bias` (each twice as long as `hidden`).
    hidden => hidden_body(rows: &[&[f32]], bias: &[f32], sums: &mut [f32], hidden: &mut [f32])
}
dispatched! {
    /// Sets `scores` to `bias` plus `hidden` times `weights` (a row of `scores.len()` floats for each input).
    scores => scores_body(hidden: &[f32], weights: &[f32], bias: &[f32], scores: &mut [f32])
}

/// The length that rows of scores are padded to.
pub fn padded_scores(actions: usize) -> usize {
    actions.next_multiple_of(SCORE_BLOCK)
}

#[inline(always)]
pub(crate) fn lane_sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += of(value);
        }
    }
    for (lane, &value) in lanes.iter_mut().zip(rest) {
        *lane += of(value);
    }
    lanes.iter().sum()
}

#[inline(always)]
fn add_maxout_norm_body<A: Arithmetic>(sums: &mut [f32], norm: &Norm, out: &mut [f32]) {
    let width = out.len();
    let Some((best, pieces)) = sums.split_at_mut_checked(width) else { return };
    add_to_body::<A>(&norm.bias[..width], best);
    for (piece, bias) in pieces.chunks_exact(width).zip(norm.bias[width..].chunks_exact(width)) {
        for ((best, &sum), &bias) in best.iter_mut().zip(piece).zip(bias) {
            let value = sum + bias;
            *best = if value > *best { value } else { *best };
        }
    }
    let count = width as f32;
    let mean = lane_sum(best, |value| value) / count;
    let variance = lane_sum(best, |value| (value - mean) * (value - mean)) / count + VARIANCE_MIN;
    let scale = 1.0 / variance.sqrt();
    for (((out, &value), &gain), &shift) in out.iter_mut().zip(&*best).zip(&norm.gain).zip(&norm.shift) {
        *out += (value - mean) * scale * gain + shift;
    }
}

#[inline(always)]
fn add_three_body<A: Arithmetic>(a: &[f32], b: &[f32], c: &[f32], out: &mut [f32]) {
    for (((out, &a), &b), &c) in out.iter_mut().zip(a).zip(b).zip(c) {
        *out = a + b + c;
    }
}

#[inline(always)]
fn add_to_body<A: Arithmetic>(x: &[f32], out: &mut [f32]) {
    for (out, &x) in out.iter_mut().zip(x) {
        *out += x;
    }
}

#[inline(always)]
fn winograd_inputs_body<A: Arithmetic>(window: &[f32], width: usize, out: [&mut [f32]; 4]) {
    let [a, b, c, d] = out;
    let mut rows = window.chunks_exact(width);
    let (Some(before), Some(first), Some(second), Some(after)) =
        (rows.next(), rows.next(), rows.next(), rows.next())
    else {
        return;
    };
    for ((out, &before), &second) in a.iter_mut().zip(before).zip(second) {
        *out = before - second;
    }
    for ((out, &first), &second) in b.iter_mut().zip(first).zip(second) {
        *out = first + second;
    }
    for ((out, &first), &second) in c.iter_mut().zip(first).zip(second) {
        *out = second - first;
    }
    for ((out, &first), &after) in d.iter_mut().zip(first).zip(after) {
        *out = first - after;
    }
}

#[inline(always)]
fn winograd_outputs_body<A: Arithmetic>(products: [&[f32]; 4], first: &mut [f32], second: &mut [f32]) {
    let [a, b, c, d] = products;
    for (((out, &a), &b), &c) in first.iter_mut().zip(a).zip(b).zip(c) {
        *out = a + b + c;
    }
    for (((out, &b), &c), &d) in second.iter_mut().zip(b).zip(c).zip(d) {
        *out = b - c - d;
    }
}

#[inline(always)]
fn hidden_body<A: Arithmetic>(rows: &[&[f32]], bias: &[f32], sums: &mut [f32], hidden: &mut [f32]) {
    sums.fill(0.0);
    for row in rows {
        add_to_body::<A>(row, sums);
    }
    add_to_body::<A>(bias, sums);
    let (one, two) = sums.split_at(hidden.len());
    for ((hidden, &one), &two) in hidden.iter_mut().zip(one).zip(two) {
        *hidden = if two > one { two } else { one };
    }
}

#[inline(always)]
fn scores_body<A: Arithmetic>(hidden: &[f32], weights: &[f32], bias: &[f32], scores: &mut [f32]) {
    let stride = scores.len();
    let (blocks, _) = scores.as_chunks_mut::<SCORE_BLOCK>();
    for (block, out) in blocks.iter_mut().enumerate() {
        let mut sums = [0.0_f32; SCORE_BLOCK];
        for (&value, row) in hidden.iter().zip(weights.chunks_exact(stride)) {
            let (row, _) = row.as_chunks::<SCORE_BLOCK>();
            let Some(row) = row.get(block) else { continue };
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum = A::multiply_add(value, weight, *sum);
            }
        }
        let (bias, _) = bias.as_chunks::<SCORE_BLOCK>();
        if let Some(bias) = bias.get(block) {
            add_to_body::<A>(bias, &mut sums);
        }
        *out = sums;
    }
}
