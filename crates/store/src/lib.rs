//! Answers "what did we know on that day?": the case file, in which documents, claims and judgements are recorded, each
//! with when, and nothing is ever changed.
//!
//! Start at [`Case`]: [`Case::write`] records, [`Case::claims`] and [`Case::facts`] read as of any clock,
//! [`Case::search`] finds words, [`Case::export`] and [`Case::import`] carry everything out and in, [`Case::check`] looks
//! whether all is as it was recorded. The clock is the
//! caller's: instants are arguments. What is derived from claims is not kept here.
//!
//! ```
//! use retrospect_model::claim::Origin;
//! use retrospect_model::{Claim, Clocks, Document, DocumentId, Instant, Publication};
//! use retrospect_store::{About, Case, ClaimQuery, Received, Within};
//!
//! let bytes = "The movement pledged allegiance.".as_bytes();
//! let (document, _) = Document::from_bytes(DocumentId::new("post")?, bytes, Publication::default())?;
//! let line = r#"{"doc": "post", "kind": "pledge", "actor": ["movement"], "quote": "movement pledged", "start": 4, "end": 20}"#;
//!
//! let mut case = Case::in_memory()?;
//! let mut writer = case.write(Instant::from_unix_millis(0))?;
//! writer.document(&Received { document: &document, bytes, about: &About::default() })?;
//! writer.claim(&Claim::from_line(line)?)?;
//! writer.commit()?;
//!
//! let mut kinds = Vec::new();
//! case.claims(&ClaimQuery::default(), |kept| {
//!     kinds.push(kept.claim.kind.to_string());
//!     true
//! })?;
//! assert_eq!(kinds, ["pledge"]);
//! let found = case.search("pledged", Within::Documents, &Clocks::default(), 10)?;
//! assert_eq!(found.passages[0].text, "The movement pledged allegiance.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod case;
mod error;

mod judgement;
mod ways;
mod write;

mod facts;
mod listing;
mod mentions;
mod names;
mod parties;
mod read;
mod search;

mod exchange;

mod check;

mod base64;
mod days;
mod evidence;

pub use case::{Access, Case, FORMAT};
pub use check::{Checked, Fault};
pub use error::StoreError;
pub use exchange::{ImportCounts, Imported};
pub use facts::{Extent, Fact, Whose};
pub use judgement::{Judgement, JudgementId, KeptJudgement, judgements_in_force};
pub use listing::{Grown, ListedDocument};
pub use mentions::Telling;
pub use names::NameKey;
pub use parties::{Parties, Role};
pub use read::{ClaimKey, ClaimQuery, Counts, KeptClaim, KeptDocument, Readings};
pub use search::{Found, Order, Passage, Place, Within};
pub use write::{About, Placement, Received, Writer};
