//! Answers "what does a case answer?": an opened case with its names and rules, asked by some clocks. What was so on a
//! day, who contradicts whom, who speaks and how they fare, and which claims there are, each as a value with public
//! fields, as JSON, and in sentences.
//!
//! Start at [`OpenCase::open`], then [`OpenCase::ask`]: an [`Asked`] finds actors by name and gives an [`Answer`],
//! [`Contradictions`], [`Record`]s of sources, and [`Listing`]s of claims. Nothing here prints, parses arguments, looks at
//! a clock or keeps anything; whoever shows answers to people does that.
#![forbid(unsafe_code)]

mod asked;
mod error;
mod events;
mod names;
mod opened;
mod pairs;

pub mod belief;
pub mod decision;
mod judged;

mod answer;
mod answer_json;
mod answer_text;
mod contradictions;
mod forecasts;
mod listing;
mod profile;
mod records;

mod listed;
mod windows;
pub mod wording;

pub use answer::{Answer, OnDay};
pub use asked::Asked;
pub use belief::{Belief, Beliefs};
pub use contradictions::{Contradictions, Disputed};
pub use decision::Decision;
pub use error::FindingsError;
pub use forecasts::{Forecast, Outcome, forecasts};
pub use judged::Judged;
pub use listing::{Facets, Listing};
pub use names::{Names, World, teach};
pub use opened::{OpenCase, RecordedBy, ontology_of};
pub use pairs::{Explanation, Waiting};
pub use profile::{Called, Episode, Listed, Profile, Use, roll};
pub use records::{Record, records, records_json, records_text};
pub use retrospect_network::Matter;
pub use windows::Window;
