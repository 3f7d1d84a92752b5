//! Whom to believe in a case, and why: contradictory claims become probabilities with reasons. Start at [`Beliefs::of`],
//! then [`Beliefs::held`] and [`Beliefs::belief`].
//!
//! `questions` asks what is so or not so, with the claims that say one or the other; `sides` says who stood on whose side
//! when it spoke; `weigh` makes a table of it for `retrospect_assess` and keeps its answer; `believed` reads one
//! answer, whole, and `words` tells it.

mod alike;
mod fares;
mod gone;
mod questions;
mod sides;
mod weigh;

mod believed;
mod probable;
mod words;

pub use believed::{Belief, BeliefShare, Part};
pub use fares::{Fares, Habits, OnSide};
pub use probable::{percent, said, word};
pub(crate) use questions::Vote;
pub use questions::{About, Question};
pub use weigh::Beliefs;
