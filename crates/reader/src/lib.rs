//! Which words tell of an event, and who plays which part in it? Reads sentences with a small learned encoder.
//!
//! Start at [`Reader::read`]: it takes a [`Sheet`] (words, and what the engine knows of each) and gives an [`Impression`]
//! (events, each with who may fill its slots). The encoder is MiniLM (Wang et al., 2020), trained further on annotated
//! texts by `training/`; nothing here knows of claims.
#![forbid(unsafe_code)]

mod encoder;
mod impression;
mod linear;
mod pieces;
mod reader;
pub mod sheet;
mod weights;
mod windows;

pub use impression::{Event, Fillers, Impression, Slot};
pub use linear::Arithmetic;
pub use reader::Reader;
pub use sheet::{Sheet, Sort, Word};
pub use weights::{About, WeightsError};
