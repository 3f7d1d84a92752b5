//! The application as browsers and programs meet it, over a real socket: what pages say, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod client;
mod decisions;
mod pages;
mod security;
mod served;
