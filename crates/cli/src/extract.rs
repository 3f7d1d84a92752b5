//! `retrospect extract`: the claims of documents, as JSON Lines or as a table. Start at [`run`].

use std::collections::BTreeMap;
use std::io::{BufWriter, Read as _, Write};
use std::path::Path;

use anyhow::Context as _;
use rayon::prelude::*;
use retrospect_extract::schema::Kind;
use retrospect_extract::{Claim, DateOption, Explanation, Extractor, WeighedOption};
use retrospect_intake::files::{self, Entry};
use retrospect_intake::{Fault, Given, Intake, Metadata, Problem, Severity, Source};
use retrospect_model::Edtf;
use serde::Serialize;

use crate::arguments::{Extract, ExtractFormat, ReaderChoice};
use crate::extractors::{Judgement, Wanted};
use crate::progress::Progress;
use crate::report::{self, Outcome};
use crate::table::Table;
use crate::{explained, lessons};

/// Files that are read together before their claims are printed.
const BATCH_FILES: usize = 64;
/// The most bytes of a document's text of which claims are looked for: thousands of pages. More is no document that
/// somebody wrote, and would take memory and minutes.
pub const TEXT_BYTES_MAX: usize = 32 << 20;

/// What standard input is called.
const STANDARD_INPUT: &str = "-";

/// A claim as the extractor read it and as it is kept.
struct Found {
    read: Claim,
    kept: retrospect_model::Claim,
    /// How it was read, where that was asked for.
    explanation: Option<Explanation>,
}

/// A claim with what the schema says of its kind, and what whoever trains the extractor needs.
#[derive(Serialize)]
struct Line<'c> {
    #[serde(flatten)]
    claim: &'c retrospect_model::Claim,
    /// The line of the schema on which the frame that made it begins.
    frame: usize,
    /// The PLOVER event types that come nearest to its kind.
    plover: &'c [String],
    /// The CAMEO codes that come nearest.
    cameo: &'c [String],
    /// The STIX relationship type that comes nearest.
    stix: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<&'c Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<serde_json::Value>,
    /// For each slot, where its options come from, the names that they give and their features.
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<BTreeMap<&'static str, &'c Vec<WeighedOption>>>,
    /// The dates that it could have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dates: Vec<DateLine<'c>>,
    /// The dates at which it could have been said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    said_dates: Vec<DateLine<'c>>,
}

/// A date on offer, with what speaks for and against it.
#[derive(Serialize)]
struct DateLine<'c> {
    value: &'c Edtf,
    clues: &'c Vec<String>,
}

/// Reads the files and prints their claims in the order given.
pub fn run(command: &Extract) -> anyhow::Result<Outcome> {
    files::hush_contained_panics();
    let pool = command.engine.pool()?;
    let extractor = Wanted {
        model: command.engine.model.as_deref(),
        schema: command.schema.as_deref(),
        // Lessons are of the text alone.
        reader: if command.frames_only || command.lessons {
            Some(ReaderChoice::Frames)
        } else {
            command.reader
        },
        weights: command.reader_weights.as_deref(),
        judgement: match (command.features, command.frames_only || command.unjudged) {
            (true, _) => Judgement::ForTraining,
            (false, true) => Judgement::Unjudged,
            (false, false) => Judgement::Judged,
        },
    }
    .extractor()?;
    let given = Metadata { published: command.published.clone(), ..Metadata::default() };
    let paths = command.files.iter().map(AsRef::as_ref);
    let is_stdin = |path: &&Path| path.as_os_str() == STANDARD_INPUT;
    let expanded = files::expand(paths.clone().filter(|path| !is_stdin(path)));
    if command.lessons {
        lessons::print(&extractor, &expanded.entries, &given)?;
        return Ok(Outcome::Done);
    }
    let progress = Progress::new(expanded.entries.len());
    let mut out = Output::new(expanded.entries.len() > 1);
    let reading = Reading { command, extractor: &extractor };
    out.say(&expanded.problems);
    if paths.clone().any(|path| is_stdin(&path)) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        let given = Given { command_line: given.clone(), ..Given::default() };
        let mut intake = retrospect_intake::read(&bytes, STANDARD_INPUT, &given);
        // Whoever types a sentence knows its language.
        intake.problems.retain(|problem| !matches!(problem.fault, Fault::LanguageAssumed));
        out.print(vec![pool.install(|| reading.claims(STANDARD_INPUT, intake))])?;
    }
    for batch in expanded.entries.chunks(BATCH_FILES) {
        let read = |entry: &Entry| {
            let file = entry.path.display().to_string();
            let done = reading.claims(&file, files::read_file(entry, &given));
            progress.step();
            done
        };
        let done = pool.install(|| batch.par_iter().map(read).collect());
        progress.clear();
        out.print(done)?;
    }
    Ok(out.outcome)
}

/// What is printed of one document.
enum OfDocument {
    /// Lines of JSON, which take less memory than the claims.
    Lines(Vec<u8>),
    /// A part of a table: the document's name and its claims.
    Part(String, Vec<Found>),
}

/// Where claims go.
struct Output {
    out: BufWriter<std::io::StdoutLock<'static>>,
    table: Table,
    outcome: Outcome,
}

impl Output {
    fn new(names_documents: bool) -> Self {
        let out = BufWriter::new(std::io::stdout().lock());
        Output { out, table: Table::new(names_documents), outcome: Outcome::Done }
    }

    /// Prints the claims of some files, after what is to be said of each file.
    fn print(&mut self, done: Vec<(Vec<OfDocument>, Vec<Problem>)>) -> anyhow::Result<()> {
        for (documents, problems) in done {
            self.say(&problems);
            for document in documents {
                self.write(&document).context("cannot write the result")?;
            }
        }
        self.out.flush().context("cannot write the result")
    }

    /// Tells of problems: what could not be used is an error, what was read otherwise than it seems a warning.
    fn say(&mut self, problems: &[Problem]) {
        let assumed = |problem: &&Problem| matches!(problem.fault, Fault::LanguageAssumed);
        let many = problems.iter().filter(assumed).count();
        if let Some(first) = problems.iter().find(assumed).filter(|_| many > 1) {
            report::warn(&format!(
                "`{}`: the language of {many} of its documents cannot be told from so little text: they are taken for English",
                first.file
            ));
        }
        for problem in problems.iter().filter(|problem| many <= 1 || !assumed(problem)) {
            match problem.severity() {
                Severity::Note => report::warn(&problem.to_string()),
                Severity::Partial | Severity::Unusable => {
                    report::unusable(&problem.to_string());
                    self.outcome = Outcome::SomeUnusable;
                }
            }
        }
    }

    fn write(&mut self, document: &OfDocument) -> std::io::Result<()> {
        match document {
            OfDocument::Lines(lines) => self.out.write_all(lines),
            OfDocument::Part(name, claims) => {
                let claims = claims.iter().map(|found| (&found.read, found.explanation.as_ref()));
                self.table.write(&mut self.out, name, &claims.collect::<Vec<_>>())
            }
        }
    }
}

/// Reads claims and lays them out.
#[derive(Clone, Copy)]
struct Reading<'c> {
    command: &'c Extract,
    extractor: &'c Extractor,
}

impl Reading<'_> {
    /// The claims of the documents of a file, and what is to be said of it.
    fn claims(self, file: &str, mut intake: Intake) -> (Vec<OfDocument>, Vec<Problem>) {
        for source in &intake.documents {
            let bytes = source.document.text().as_str().len();
            if bytes > TEXT_BYTES_MAX {
                let fault = Fault::TooLarge { bytes, max: TEXT_BYTES_MAX };
                intake.problems.push(Problem { file: file.to_owned(), place: source.place, fault });
            }
        }
        let of_document = |source: &Source| {
            let found = found(self.extractor, source, self.command.explain);
            match self.command.format {
                ExtractFormat::Jsonl => {
                    OfDocument::Lines(found.flat_map(|found| self.line(&found)).collect())
                }
                ExtractFormat::Table => OfDocument::Part(source.document.id().to_string(), found.collect()),
            }
        };
        (intake.documents.par_iter().map(of_document).collect(), intake.problems)
    }

    /// A claim as a line of JSON.
    fn line(self, found: &Found) -> Vec<u8> {
        let schema = &self.extractor.schema;
        let kind = schema.kind_named(&found.read.kind).map(|id| schema.kind(id));
        let codes = |list: fn(&Kind) -> &Vec<String>| kind.map_or(&[][..], |kind| list(kind).as_slice());
        let line = Line {
            claim: &found.kept,
            frame: found.read.frame,
            plover: codes(|kind| &kind.plover),
            cameo: codes(|kind| &kind.cameo),
            stix: kind.and_then(|kind| kind.stix.as_deref()),
            features: self.command.features.then_some(&found.read.features),
            options: self
                .command
                .features
                .then(|| found.read.weighed.iter().map(|weighed| (weighed.role, &weighed.options)).collect()),
            dates: date_lines(&found.read.dates),
            said_dates: date_lines(&found.read.said_dates),
            explain: found.explanation.as_ref().map(explained::object),
        };
        // Nothing in it can fail to be written.
        let mut bytes = serde_json::to_vec(&line).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// The claims of a document, in the order of their words; of one that is not in English, or too long, none.
fn found<'s>(
    extractor: &Extractor,
    source: &'s Source,
    explains: bool,
) -> impl Iterator<Item = Found> + use<'s> {
    let document = &source.document;
    let is_read = source.language.is_english() && document.text().as_str().len() <= TEXT_BYTES_MAX;
    let (text, day) = (document.text().as_str(), document.publication().published.as_ref());
    let claims: Vec<(Claim, Option<Explanation>)> = if !is_read {
        Vec::new()
    } else if explains {
        let explained = extractor.explain(text, day).into_iter();
        explained.map(|(claim, explanation)| (claim, Some(explanation))).collect()
    } else {
        extractor.extract(text, day).into_iter().map(|claim| (claim, None)).collect()
    };
    // A claim whose words are not in its document would be a fault of ours; nobody could check it.
    let keep = move |(read, explanation): (Claim, Option<Explanation>)| {
        let kept = read.in_document(document, published(source, &read)).ok()?;
        Some(Found { read, kept, explanation })
    };
    claims.into_iter().filter_map(keep)
}

/// When the item of a digest that a claim stands in was published.
pub fn published<'s>(source: &'s Source, claim: &Claim) -> Option<&'s Edtf> {
    let start = u32::try_from(claim.span.start).ok()?;
    let item = source.items.iter().find(|item| item.span.contains(start));
    item.map(|item| &item.published)
}

fn date_lines(options: &[DateOption]) -> Vec<DateLine<'_>> {
    options.iter().map(|option| DateLine { value: &option.value, clues: &option.clues }).collect()
}
