//! A case that is open to be asked, with what is known of the world. Start at [`OpenCase::open`].

use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use retrospect_knowledge::{Gazetteer, Schema};
use retrospect_model::ontology::WrittenRules;
use retrospect_model::{Clocks, Day, Instant, ModelError, Ontology, Seq};
use retrospect_store::{Access, Case};

use crate::asked::Asked;
use crate::error::FindingsError;
use crate::names::{Names, World};

/// A case with the names and rules that are known beside it.
#[derive(Debug)]
pub struct OpenCase {
    /// The case.
    pub case: Case,
    /// Names that are known before a text is read.
    pub gazetteer: Gazetteer,
    /// What kinds of claims begin and end.
    pub ontology: Ontology,
    /// The actors among those names, made when the first question asks for them.
    world: OnceLock<Arc<World>>,
}

/// The latest recording that counts, as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordedBy {
    /// By the end of that day, in UTC.
    Day(Day),
    /// By that recording.
    Seq(Seq),
}

impl FromStr for RecordedBy {
    type Err = String;

    /// Reads a day or the number of a recording.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(seq) = text.parse() {
            return Ok(Self::Seq(Seq(seq)));
        }
        let wrong = || format!("`{text}` is neither a day as in 2015-08-06 nor the number of a recording");
        text.parse().map(Self::Day).map_err(|_| wrong())
    }
}

impl OpenCase {
    /// Opens a case to be asked.
    ///
    /// # Errors
    /// When there is no such case or it cannot be read.
    pub fn open(path: &Path, gazetteer: Gazetteer, ontology: Ontology) -> Result<Self, FindingsError> {
        Ok(Self::of(Case::open(path, Access::Read)?, gazetteer, ontology))
    }

    /// A case that is open already.
    #[must_use]
    pub fn of(case: Case, gazetteer: Gazetteer, ontology: Ontology) -> Self {
        Self { case, gazetteer, ontology, world: OnceLock::new() }
    }

    /// The clocks of a question, `on` left open.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn clocks(
        &self,
        said_by: Option<Day>,
        recorded_by: Option<RecordedBy>,
    ) -> Result<Clocks, FindingsError> {
        let recorded_by = match recorded_by {
            None => None,
            Some(RecordedBy::Seq(seq)) => Some(seq),
            // Before the first recording nothing was known: no recording has the number 0.
            Some(RecordedBy::Day(day)) => {
                let last = self.case.recording_by(Instant::end_of(day))?;
                Some(last.map_or(Seq(0), |(seq, _)| seq))
            }
        };
        Ok(Clocks { on: None, said_by, recorded_by })
    }

    /// The case as it was known by some clocks; `on` is left to each question.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn ask(&self, clocks: Clocks) -> Result<Asked<'_>, FindingsError> {
        let world = self.world.get_or_init(|| Arc::new(World::of(&self.gazetteer)));
        let names = Names::told(&self.case, &self.gazetteer, Arc::clone(world), &clocks)?;
        Asked::new(&self.case, &self.ontology, names, clocks)
    }
}

/// The rules of a schema: what its kinds of claims begin and end.
///
/// # Errors
/// When the rules of a kind cannot be read.
pub fn ontology_of(schema: &Schema) -> Result<Ontology, ModelError> {
    let kinds = schema.kinds().iter().map(|kind| {
        let rules = WrittenRules {
            starts: &kind.starts,
            ends: &kind.ends,
            persistence: kind.persistence.as_deref(),
            symmetric: kind.symmetric,
            lasting: kind.lasting,
        };
        (kind.name.as_str(), rules)
    });
    Ontology::read(kinds)
}
