//! Answers "are these two names the same actor's, how likely, and why?" No disk, no network, no clock.
//!
//! Start at [`Index`], which finds the entities of a list that a name may belong to, or at [`explain`], which compares
//! two names. The way of a name:
//!
//! | step | module | gives |
//! | --- | --- | --- |
//! | read | [`fold`], [`lexicon`], [`sound`], [`name`] | terms with their meaning and sound |
//! | block | [`index`] | the names of the list that share a term, a meaning, a sound or an abbreviation |
//! | pair | [`align`] | which word is which |
//! | measure | [`features`], [`frequency`] | named numbers |
//! | judge | [`veto`], [`weights`] | a hard no, or a probability |
//!
//! ```
//! use retrospect_resolve::{Index, Record};
//!
//! let list = [Record::new("1", "Jaysh al-Sefa"), Record::new("2", "Harrun Liberation Front")];
//! let index = Index::build(&list);
//! let found = index.find(&Record::new("", "Army of Sefa"));
//! assert_eq!(found.best().map(|best| index.id(best.entity)), Some("1"));
//! ```
#![forbid(unsafe_code)]

pub mod fold;
pub mod lexicon;
pub mod sound;

pub mod acronym;
mod memo;
pub mod name;
mod organisation;
mod person;

pub mod align;
pub mod features;
pub mod frequency;
pub mod veto;
pub mod weights;

pub mod clusters;
pub mod judgements;
pub mod resolver;

pub mod context;
pub mod index;
pub mod pair;
pub mod table;

pub mod lists;

mod error;

pub use context::Record;
pub use error::ResolveError;
pub use features::{Feature, Features};
pub use frequency::Frequencies;
pub use index::{Entity, Found, Index, Ranked};
pub use name::{Kind, Name};
pub use pair::{Explained, Judged, explain};
pub use veto::Veto;
pub use weights::Weights;
