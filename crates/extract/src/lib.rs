//! Who says that who did what to whom, and when? Turns texts into attributed, dated claims.
//!
//! Start at [`Extractor::extract`]. What a text can say is a [`Schema`]'s, in data; whom the world knows is a
//! [`Gazetteer`]'s, both of `retrospect-knowledge`; what the words look like is `retrospect-lang`'s.
#![forbid(unsafe_code)]

// What is known before a text is read.
pub use retrospect_knowledge::{gazetteer, schema};
pub mod choice;
pub mod scorer;

// Who and when.
mod coref;
pub mod dates;
mod introduced;
mod mentions;
mod names;
mod parties;
mod sentences;

// What is said of them.
mod dating;
mod features;
mod frames;
mod learned;
mod roles;
mod speech;
mod syntax;
mod turns;
mod voices;

// The whole.
mod claims;
mod exchange;
pub mod explain;
mod extractor;
pub mod sheet;
mod stretches;
mod survey;

pub use choice::Chooser;
pub use claims::Claim;
pub use dating::{DateOption, DatingWeights};
pub use explain::Explanation;
pub use extractor::Extractor;
pub use introduced::{Introduced, introduced};
pub use learned::{Learned, Readers};
pub use retrospect_knowledge::{Gazetteer, Schema, SchemaError};
pub use roles::{Weighed, WeighedOption};
pub use scorer::Scorer;
pub use survey::{Name, Survey, survey};

/// The version of the extractor, part of the origin of its claims. It is raised with every change after which some text
/// gives other claims, so that a case can tell what was read by which.
pub const VERSION: u32 = 6;
