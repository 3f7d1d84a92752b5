//! Answers "what does this file say, and where?": bytes as received, and a name that is only a hint, become documents
//! whose text has stable offsets, with what is known of their publication, their language, and every problem met.
//!
//! Start at [`read`]. It is a pure function of its arguments: no disk, no network, no clock. Input that cannot be read
//! is a finding, never a failure: it comes back as a [`Problem`] that says what, where and what to do, beside the
//! documents that could be read. Hostile input is bounded in memory and time ([`limits`]). The one module that
//! touches the disk is [`files`], for programs.
//!
//! # What offsets count
//! Offsets are Unicode scalar values of the document's *text*, which is stored with the document. Of plain text and of
//! JSON Lines that text is exactly what was received, less a byte order mark and in UTF-8. Of all other formats it is
//! what a reader sees, put down in one way: a line for each paragraph, heading, list item or table row, an empty
//! line between blocks, single spaces, no markup. The same bytes give the same text, whatever the file is called, as
//! long as its name does not change the format.
//!
//! # What is known of a document
//! A value given on the command line beats one of the side file (`NAME.meta.json`), which beats the file's own. See
//! [`Given`]. Nothing else is inferred: a capture time is not a publication date.
//!
//! ```
//! use retrospect_intake::{Format, Given, read};
//!
//! let page = "---\ntitle: A pledge\ndate: 2015-08-06\n---\n# A pledge\n\nThe movement *pledged* allegiance.\n";
//! let intake = read(page.as_bytes(), "pledge.md", &Given::default());
//! let source = &intake.documents[0];
//! assert_eq!(source.format, Format::Markdown);
//! assert_eq!(source.document.text().as_str(), "A pledge\n\nThe movement pledged allegiance.");
//! assert_eq!(source.document.publication().published, Some("2015-08-06".parse()?));
//!
//! let intake = read(b"", "empty.txt", &Given::default());
//! assert_eq!(
//!     intake.problems[0].to_string(),
//!     "cannot read `empty.txt`: it is empty\nhint: check that it was saved or downloaded completely"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

pub mod limits;

mod problem;
mod source;

mod given;
mod read;

mod format;

mod encoding;
mod language;

mod digest;
mod written_day;

mod blocks;
mod contain;
mod desk;

mod docx;
mod front_matter;
mod gzip;
mod html;
mod json_lines;
mod mail;
mod markdown;
mod pdf;
mod warc;

pub mod files;

pub use format::Format;
pub use given::{Given, Metadata, SIDE_FILE_ENDING};
pub use language::{Language, LanguageBasis};
pub use problem::{EncodingBasis, Fault, Place, Problem, Severity};
pub use read::{read, read_each};
pub use source::{Found, Intake, Item, Source};
