//! How is this sentence built? Turns English text into tokens, tags, lemmas, dependency heads, entities and
//! sentences, equal to spaCy's small English pipeline, natively and about ten times as fast.
//!
//! Start at [`Model::load`] and [`Model::parse`]; what a parse says is in [`Doc`]. Nothing here knows of claims.

mod chunks;
mod doc;
mod encoder;
mod entities;
mod feed;
mod file;
mod hash;
mod lemmas;
mod lexeme;
mod matrix;
mod model;
mod parser;
mod ruler;
mod segments;
mod stand_in;
mod tagger;
mod tokenize;
mod transition;
mod tree;
mod word_types;

pub use doc::{Doc, Entity, TokenRef};
pub use file::ModelError;
pub use matrix::Processor;
pub use model::{About, Model};
pub use stand_in::{StandIn, StandInError, StandInKind};
