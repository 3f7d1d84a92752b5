//! What the extractor makes of short texts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;
mod examples;
mod setup;
