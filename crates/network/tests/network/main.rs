//! Relations as claims tell them: rules, clocks, contradictions, and the laws that hold for every history.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod deceptions;
mod laws;
mod made;
mod omar;
mod rules;
