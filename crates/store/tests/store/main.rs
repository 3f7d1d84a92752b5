//! The case file as those meet it who build on it: what is recorded stays, is found as of any clock, and what cannot be
//! done says so.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod exchange;
mod faults;
mod formats;
mod made;
mod recording;
mod searching;
