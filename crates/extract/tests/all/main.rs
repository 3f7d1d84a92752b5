//! What the extractor makes of short texts, and what it makes of broken schemas.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;
mod examples;
mod schema;
mod setup;
