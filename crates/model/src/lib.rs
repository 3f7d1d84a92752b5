//! Answers "what are the nouns, and which states are impossible?" for all of Retrospect: no disk, no network, no
//! clock, only values that are right by construction.
//!
//! Start at [`Document`] for what a source is, at [`Span`] and [`Text`] for where in it something stands, at [`Claim`]
//! for what it says, and at [`Edtf`] for when something was so: a date as uncertain as the source left it, with the [`Bounds`] that follow
//! from it and comparisons that answer [`Truth::Certainly`], [`Truth::Possibly`] or [`Truth::No`].
//!
//! ```
//! use retrospect_model::{Day, Document, DocumentId, Edtf, Publication, Truth};
//!
//! // The bytes as received, what is known of their publication, and the words that carry a claim.
//! let publication = Publication { published: Some("2015-12-09~".parse()?), ..Publication::default() };
//! let bytes = "The movement pledged in August 2015.".as_bytes();
//! let (document, problems) = Document::from_bytes(DocumentId::new("imu-2015")?, bytes, publication)?;
//! assert_eq!(problems, None);
//! let words = document.text().span_of_bytes(4..20).unwrap();
//! assert_eq!(document.quote(words), Some("movement pledged"));
//!
//! // When it was so, as the text leaves it: from some day of August on, and for all we know since.
//! let pledged: Edtf = "2015-08/..".parse()?;
//! assert_eq!(pledged.holds_on("2015-07-31".parse()?), Truth::No);
//! assert_eq!(pledged.holds_on("2015-08-06".parse()?), Truth::Possibly);
//! assert_eq!(pledged.holds_on("2015-09-01".parse()?), Truth::Certainly);
//! assert_eq!(pledged.to_string(), "2015-08/..");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

pub mod span;
pub mod text;

pub mod decode;
pub mod document;

pub mod day;
pub mod edtf;

pub mod claim;
pub mod ontology;
pub mod recorded;

mod as_text;
mod error;

pub use claim::{Claim, ClaimDraft, ClaimId, Stance};
pub use day::{Day, Weekday, YearMonth};
pub use decode::{BytePlace, Decoded, InvalidUtf8, decode};
pub use document::{ContentHash, Document, DocumentId, Publication};
pub use edtf::{
    Bounds, Date, DateTime, Edtf, EdtfError, EdtfProblem, Endpoint, Interval, Limit, Member, Precision,
    Qualifier, Set, SetKind, Truth,
};
pub use error::ModelError;
pub use ontology::Ontology;
pub use recorded::{Clocks, Instant, Seq};
pub use span::Span;
pub use text::{Text, one_line};
