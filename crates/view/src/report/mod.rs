//! A report: an account in plain sentences, each with its claims, that can be checked against the case later. Start at
//! [`Report`]; [`report_html`] and [`report_markdown`] write it, [`verify_report`] checks it.

mod bibliography;
mod embedded;
mod markdown;
mod page;
mod verified;
mod written;

use serde::{Deserialize, Serialize};

use retrospect_model::{ContentHash, Day};

pub use bibliography::{bibtex, csl_json};
pub use embedded::read_report;
pub use markdown::report_markdown;
pub use page::report_html;
pub use verified::{Broken, Verified, verify_report};
pub use written::{Made, report_of};

/// An account in sentences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// Whose account it is; `None` is the whole case.
    pub actor: Option<String>,
    /// Only what was said by the end of that day.
    pub said_by: Option<Day>,
    /// The last recording that the case had.
    pub recorded: u64,
    /// Its sections, each with a heading.
    pub sections: Vec<Section>,
    /// The claims under its sentences, numbered from 1 on in this order.
    pub notes: Vec<Note>,
    /// What is not known, in sentences that are not checked.
    pub unknown: Vec<String>,
    /// Who speaks, and how they fare.
    pub sources: Vec<SourceLine>,
    /// The documents that the claims are in.
    pub documents: Vec<Reference>,
    /// How it was made.
    pub method: Vec<String>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// What it is about.
    pub heading: String,
    /// What it says.
    pub sentences: Vec<Sentence>,
}

/// A sentence that can be checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// The question that it answers, in a form by which it is found again.
    pub question: String,
    /// The sentence.
    pub text: String,
    /// What of it must stay so that it holds: without who says so.
    pub core: String,
    /// How likely it is, from 0 to 1, in hundredths; `None` for sentences about what was said.
    pub chance: Option<f64>,
    /// The numbers of the claims that it rests on.
    pub rests_on: Vec<usize>,
    /// The numbers of the claims that speak against it.
    pub against: Vec<usize>,
}

/// A claim under sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its id.
    pub claim: String,
    /// Who says so: voices from the outermost, or the publisher.
    pub told: String,
    /// When it was said, as far as is known.
    pub said: Option<String>,
    /// How the voice stands to it, when it does not plainly assert it.
    pub stance: Option<String>,
    /// The words.
    pub quote: String,
    /// The document.
    pub document: String,
    /// Where the words begin in its text, in Unicode scalar values.
    pub start: u32,
    /// Where they end.
    pub end: u32,
}

/// A source as the case has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// Its name.
    pub name: String,
    /// How many claims it makes.
    pub claims: usize,
    /// How many of them deny.
    pub denied: usize,
    /// In how many disputes it takes part.
    pub disputes: usize,
    /// How many deception windows are its own.
    pub windows: usize,
    /// How it fares where it has something at stake and where not, in sentences; left out of reports of before.
    #[serde(default)]
    pub fares: Vec<String>,
    /// Its grade, from A to F, when somebody gave it one.
    pub grade: Option<String>,
}

/// A document as others can find it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// What the case calls it.
    pub id: String,
    /// The hash of its bytes.
    pub sha256: ContentHash,
    /// Its title.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When, as far as is known (EDTF).
    pub published: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
}
