//! What intake answers, format by format, fault by fault, and for arbitrary bytes. Every file is made here.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod build;
mod check;
mod faults;
mod folders;
mod formats;
mod hostile;
mod laws;
mod many;
