//! The command line as a user meets it: each test runs the program.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod actors;
mod assess;
mod bad_input;
#[path = "../../../intake/tests/intake/build.rs"]
#[expect(dead_code, reason = "intake's own tests build more kinds of files")]
mod build;
mod case_faults;
mod cases;
mod extract;
mod import_lists;
mod judge;
mod match_names;
mod read;
mod run;
mod views;
