//! What the application is given by whoever starts it: the clock, and a reader of files. Start at [`Ports`].

use std::path::Path;
use std::sync::Arc;

use retrospect_knowledge::Gazetteer;
use retrospect_knowledge::atlas::Atlas;
use retrospect_model::{Instant, Ontology};
use serde::Serialize;

/// The edges that are passed in.
#[derive(Clone)]
pub struct Ports {
    /// What time it is.
    pub now: Arc<dyn Fn() -> Instant + Send + Sync>,
    /// Takes files into the case.
    pub import: Arc<dyn Import>,
    /// What is known before a text is read.
    pub knowledge: Knowledge,
}

/// Names and rules that are known beside a case, for as long as the program runs.
#[derive(Clone, Copy)]
pub struct Knowledge {
    /// Names of actors and places.
    pub gazetteer: &'static Gazetteer,
    /// Where places are.
    pub atlas: &'static Atlas,
    /// What kinds of claims begin and end.
    pub ontology: &'static Ontology,
}

/// Reads a file that was dropped, and records its documents with their claims.
pub trait Import: Send + Sync {
    /// Takes one file into the case. `tell` is called whenever something was done; the case has everything that was told.
    ///
    /// # Errors
    /// A sentence with a hint when nothing, or not all, of it could be recorded.
    fn file(&self, case: &Path, file: &Upload, tell: &dyn Fn(Step)) -> Result<(), String>;
}

/// A file as it came from the browser.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What it is called, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an import has just done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// A document is in the case, with so many claims.
    Added {
        /// Its id.
        document: String,
        /// How many claims it makes.
        claims: usize,
    },
    /// The case had it already.
    Known {
        /// Its id.
        document: String,
    },
    /// Something could not be used, or was read by a guess.
    Problem {
        /// What, where and why.
        problem: String,
    },
}
