//! `retrospect add`: documents into a case, with the claims that they make.

use rayon::prelude::*;
use retrospect_extract::Extractor;
use retrospect_intake::files::{self, Entry};
use retrospect_intake::{Fault, Intake, Metadata, Problem, Severity, Source};
use retrospect_model::claim::Origin;
use retrospect_model::{Claim, Document, DocumentId};
use retrospect_store::{About, Case, Placement, Received};

use crate::case_arguments::Add;
use crate::extract::{self, TEXT_BYTES_MAX};
use crate::report::{self, Outcome};
use crate::{clock, extractors};

/// Files that are read together.
const BATCH_FILES: usize = 32;
/// Documents that are put on the disk together.
const BATCH_DOCUMENTS: usize = 16;

/// What was read of one file.
pub struct Read {
    file: String,
    bytes: Vec<u8>,
    pub documents: Vec<Source>,
    problems: Vec<Problem>,
}

impl Read {
    /// What intake found in a file with these bytes.
    pub fn of(file: &str, bytes: Vec<u8>, intake: Intake) -> Self {
        Self { file: file.to_owned(), bytes, documents: intake.documents, problems: intake.problems }
    }

    /// What could not be used, or was read otherwise than it seems.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.clone();
        problems.extend(too_long(self));
        problems
    }
}

/// What was done with one document.
pub enum Step {
    /// It is in the case, with so many claims.
    Added { document: DocumentId, claims: usize, is_new: bool },
    /// The case had read it already.
    Known { document: DocumentId },
}

impl Step {
    /// As a note; nothing of what was there before.
    fn note(&self) -> Option<String> {
        match self {
            Self::Added { document, claims, is_new } => {
                let what = if *is_new { "added" } else { "read again" };
                Some(format!("{what} {document}: {claims} claims"))
            }
            Self::Known { .. } => None,
        }
    }
}

/// How much an `add` has done.
#[derive(Default)]
pub struct Tally {
    pub added: usize,
    known: usize,
    pub claims: usize,
}

/// Takes files into the case.
pub fn run(command: &Add) -> anyhow::Result<Outcome> {
    files::hush_contained_panics();
    let pool = command.engine.pool()?;
    let mut extractor = extractors::built_in(command.engine.model.as_deref())?;
    let given = Metadata {
        published: command.published.clone(),
        publisher: command.publisher.clone(),
        url: command.url.clone(),
        ..Metadata::default()
    };
    let mut case = Case::open_or_create(&command.case)?;
    // Names that the case has been told of by now are read as its actors'.
    retrospect_findings::teach(&case, &mut extractor.gazetteer)?;
    let expanded = files::expand(command.files.iter().map(AsRef::as_ref));
    let mut outcome = Outcome::Done;
    say(&expanded.problems, &mut outcome);
    let mut tally = Tally::default();
    for batch in expanded.entries.chunks(BATCH_FILES) {
        let read: Vec<Read> = pool.install(|| batch.par_iter().map(|entry| read(entry, &given)).collect());
        for file in read {
            say(&file.problems(), &mut outcome);
            for sources in file.documents.chunks(BATCH_DOCUMENTS) {
                let steps = pool.install(|| record(&mut case, &extractor, &file, sources, &mut tally))?;
                if !command.quiet {
                    steps.iter().filter_map(Step::note).for_each(|line| report::note(&line));
                }
            }
        }
    }
    let Tally { added, known, claims } = tally;
    let path = command.case.display();
    report::note(&format!("{path}: {added} documents added with {claims} claims, {known} were there"));
    Ok(outcome)
}

fn read(entry: &Entry, given: &Metadata) -> Read {
    let intake = files::read_file(entry, given);
    // Read a second time only where the file itself is the document; it is what its hash is of that counts.
    let needs_bytes = intake.documents.iter().any(|source| source.part.is_none());
    let bytes = if needs_bytes { std::fs::read(&entry.path).unwrap_or_default() } else { Vec::new() };
    Read::of(&entry.path.display().to_string(), bytes, intake)
}

/// Records some documents of a file in one transaction, each as a recording of its own. Gives what was done, once it is on
/// the disk: what was there first, then the rest in order.
pub fn record(
    case: &mut Case,
    extractor: &Extractor,
    file: &Read,
    sources: &[Source],
    tally: &mut Tally,
) -> anyhow::Result<Vec<Step>> {
    let origin = Origin::Extractor { version: retrospect_extract::VERSION };
    let (mut wanted, mut steps) = (Vec::new(), Vec::new());
    for source in sources {
        let placement = case.placement(source.document.hash(), source.document.id())?;
        match placement {
            Placement::Known(document) if case.has_reading(&document, origin)? => {
                tally.known += 1;
                steps.push(Step::Known { document });
            }
            Placement::Known(_) | Placement::New(_) => wanted.push(source),
        }
    }
    let found: Vec<_> = wanted.par_iter().map(|source| found(extractor, source)).collect();
    let mut writer = case.write(clock::now())?;
    for (source, found) in wanted.iter().zip(found) {
        let document = &source.document;
        // Asked again: a document of the same name may have come in with this transaction.
        let (Placement::Known(id) | Placement::New(id)) = writer.placement(document.hash(), document.id())?;
        let document = Document::new(
            id.clone(),
            document.hash(),
            document.text().clone(),
            document.publication().clone(),
        );
        writer.new_recording(clock::now());
        let bytes = source.part.as_deref().unwrap_or(&file.bytes);
        if source.part.is_none() && retrospect_model::ContentHash::of(bytes) != document.hash() {
            anyhow::bail!("`{}` has changed while it was read\nhint: run it again", file.file);
        }
        let is_new =
            writer.document(&Received { document: &document, bytes, about: &about(source, &file.file) })?;
        writer.reading(&id, origin)?;
        // A claim whose words are not in the text would be a fault of ours; nobody could check it.
        let kept = |read: &retrospect_extract::Claim| {
            read.in_document(&document, extract::published(source, read)).ok()
        };
        let claims: Vec<Claim> = found.iter().filter_map(kept).collect();
        for claim in &claims {
            writer.claim(claim)?;
        }
        tally.claims += claims.len();
        tally.added += 1;
        steps.push(Step::Added { document: id, claims: claims.len(), is_new });
    }
    writer.commit()?;
    Ok(steps)
}

/// The claims of a document, in the order of their words; of one that is not in English, or too long, none.
fn found(extractor: &Extractor, source: &Source) -> Vec<retrospect_extract::Claim> {
    let document = &source.document;
    let text = document.text().as_str();
    if !source.language.is_english() || text.len() > TEXT_BYTES_MAX {
        return Vec::new();
    }
    extractor.extract(text, document.publication().published.as_ref())
}

/// Documents that are kept but too long for their claims to be read.
fn too_long(file: &Read) -> Vec<Problem> {
    let problem = |source: &Source| {
        let bytes = source.document.text().as_str().len();
        let fault = Fault::TooLarge { bytes, max: TEXT_BYTES_MAX };
        (bytes > TEXT_BYTES_MAX).then(|| Problem { file: file.file.clone(), place: source.place, fault })
    };
    file.documents.iter().filter_map(problem).collect()
}

/// Tells of problems: what could not be used is an error, what was read otherwise than it seems a warning.
fn say(problems: &[Problem], outcome: &mut Outcome) {
    for problem in problems {
        match problem.severity() {
            Severity::Note => report::warn(&problem.to_string()),
            Severity::Partial | Severity::Unusable => {
                report::unusable(&problem.to_string());
                *outcome = Outcome::SomeUnusable;
            }
        }
    }
}

fn about(source: &Source, file: &str) -> About {
    About {
        format: source.format.to_string(),
        language: Some(source.language.code.clone()).filter(|code| !code.is_empty()),
        author: source.author.clone(),
        file: Some(file.to_owned()),
        place: source.place.map(|place| place.to_string()),
        captured: source.captured.clone(),
    }
}
