//! What cases answer: histories in short go in, answers come out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "../../../network/tests/network/made.rs"]
#[expect(dead_code, reason = "the network's own tests use more of it")]
mod made;

mod answers;
mod beliefs;
mod resolving;
