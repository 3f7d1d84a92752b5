//! How is this sentence built? Turns English text into tokens, tags, lemmas, dependency heads, entities and
//! sentences, equal to spaCy's small English pipeline, natively and about ten times as fast.
//!
//! Start at [`Model::load`] and [`Model::parse`]; what a parse says is in [`Doc`]. Nothing here knows of claims.
//!
//! ```
//! use retrospect_lang::Model;
//!
//! let model = Model::load("../../models/en-core-web-sm-3.8.0.model")?;
//! let doc = model.parse("The movement broke away from the Taliban in August 2015.");
//! let root = doc.tokens().find(|token| token.is_root()).expect("a sentence has a root");
//! assert_eq!((root.lemma(), root.pos()), ("break", "VERB"));
//!
//! let subject = root.children().find(|child| child.dep() == "nsubj").expect("a sentence has a subject");
//! assert_eq!(subject.text(), "movement");
//! let entities: Vec<&str> = doc.entities().map(|entity| entity.kind).collect();
//! assert_eq!(entities, ["ORG", "DATE"]);
//! # Ok::<(), retrospect_lang::ModelError>(())
//! ```

#![forbid(unsafe_code)]

mod chunks;
mod doc;
mod encoder;
mod entities;
mod feed;
mod file;
mod hash;
mod lemmas;
mod lexeme;
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
pub use model::{About, Model, Reading};
pub use retrospect_matrix::Processor;
pub use stand_in::{StandIn, StandInError, StandInKind};
