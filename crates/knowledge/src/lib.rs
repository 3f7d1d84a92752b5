//! What is known before a text is read? Turns packs into a [`Gazetteer`] of names, and a schema's file into a [`Schema`]
//! of what a text can say.
//!
//! Start at [`Gazetteer`] and [`Schema::read`]. Both can be [`compiled`] into bytes that load in a millisecond;
//! the sources are for people.
#![forbid(unsafe_code)]

pub mod atlas;
pub mod gazetteer;
pub mod pack;
pub mod schema;

pub mod compiled;

pub use compiled::CompiledError;
pub use gazetteer::Gazetteer;
pub use schema::{Schema, SchemaError};
