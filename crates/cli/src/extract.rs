//! `retrospect extract`: the claims of documents, as JSON Lines or as a table.

use std::io::{BufWriter, Read as _, Write};
use std::path::Path;

use anyhow::Context as _;
use rayon::prelude::*;
use retrospect_extract::{Claim, Extractor};
use retrospect_intake::files::{self, Entry};
use retrospect_intake::{Given, Intake, Metadata, Problem, Severity, Source};
use retrospect_model::Edtf;
use serde::Serialize;

use crate::arguments::{Extract, ExtractFormat};
use crate::report::{self, Outcome};
use crate::{knowledge, model_choice};

/// Files that are read together before their claims are printed.
const BATCH_FILES: usize = 64;

/// A claim as the extractor read it and as it is kept.
struct Found {
    read: Claim,
    kept: retrospect_model::Claim,
}

/// A claim with what whoever trains the extractor needs besides.
#[derive(Serialize)]
struct Line<'c> {
    #[serde(flatten)]
    claim: &'c retrospect_model::Claim,
    /// The line of the schema on which the frame that made it begins.
    frame: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<&'c Vec<String>>,
}

/// Reads the files and prints their claims in the order given.
pub fn run(command: &Extract) -> anyhow::Result<Outcome> {
    files::hush_contained_panics();
    let pool = command.engine.pool()?;
    // The weights know the frames of the built-in schema only.
    let is_judged = !command.frames_only && command.schema.is_none();
    let extractor = Extractor {
        model: model_choice::load(command.engine.model.as_deref())?,
        gazetteer: knowledge::gazetteer()?,
        schema: knowledge::schema(command.schema.as_deref())?,
        scorer: is_judged.then(knowledge::scorer).transpose()?,
    };
    let given = Metadata { published: command.published.clone(), ..Metadata::default() };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut outcome = Outcome::Done;
    let is_stdin = |path: &&Path| path.as_os_str() == "-";
    let paths = command.files.iter().map(AsRef::as_ref);
    let expanded = files::expand(paths.clone().filter(|path| !is_stdin(path)));
    say(&expanded.problems, &mut outcome);
    let mut print = |done: Vec<(Vec<Found>, Vec<Problem>)>| -> anyhow::Result<()> {
        for (claims, problems) in done {
            say(&problems, &mut outcome);
            for found in claims {
                write(&mut out, command, &found).context("cannot write the result")?;
            }
        }
        out.flush().context("cannot write the result")
    };
    if paths.clone().any(|path| is_stdin(&path)) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        let given = Given { command_line: given.clone(), ..Given::default() };
        let intake = retrospect_intake::read(&bytes, "-", &given);
        print(vec![pool.install(|| claims(&extractor, intake))])?;
    }
    for batch in expanded.entries.chunks(BATCH_FILES) {
        let read = |entry: &Entry| claims(&extractor, files::read_file(entry, &given));
        print(pool.install(|| batch.par_iter().map(read).collect()))?;
    }
    Ok(outcome)
}

fn claims(extractor: &Extractor, intake: Intake) -> (Vec<Found>, Vec<Problem>) {
    let documents: Vec<Vec<Found>> =
        intake.documents.par_iter().map(|source| found(extractor, source)).collect();
    (documents.into_iter().flatten().collect(), intake.problems)
}

/// The claims of a document, in the order of their words; of one that is not in English, none.
fn found(extractor: &Extractor, source: &Source) -> Vec<Found> {
    if !source.language.is_english() {
        return Vec::new();
    }
    let document = &source.document;
    let claims = extractor.extract(document.text().as_str(), document.publication().published.as_ref());
    // A claim whose words are not in its document would be a fault of ours; nobody could check it.
    let keep = |read: Claim| {
        let kept = read.in_document(document, published(source, &read)).ok()?;
        Some(Found { read, kept })
    };
    claims.into_iter().filter_map(keep).collect()
}

/// When the item of a digest that a claim stands in was published.
fn published<'s>(source: &'s Source, claim: &Claim) -> Option<&'s Edtf> {
    let start = u32::try_from(claim.span.start).ok()?;
    let item = source.items.iter().find(|item| item.span.contains(start));
    item.map(|item| &item.published)
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

fn write(out: &mut impl Write, command: &Extract, found: &Found) -> std::io::Result<()> {
    match command.format {
        ExtractFormat::Jsonl => line(out, found, command.features),
        ExtractFormat::Table => row(out, &found.read),
    }
}

fn line(out: &mut impl Write, found: &Found, with_features: bool) -> std::io::Result<()> {
    let line = Line {
        claim: &found.kept,
        frame: found.read.frame,
        features: with_features.then_some(&found.read.features),
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

fn row(out: &mut impl Write, claim: &Claim) -> std::io::Result<()> {
    let names = |names: &[String]| if names.is_empty() { "-".to_owned() } else { names.join(", ") };
    let when = claim.when.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let (actor, target) = (names(&claim.actor), names(&claim.target));
    write!(out, "{when:<14} {:<14} {actor} → {target}", claim.kind)?;
    if let Some(place) = &claim.place {
        write!(out, " @ {place}")?;
    }
    if !claim.sources.is_empty() {
        write!(out, "  [{}]", claim.sources.join(" › "))?;
    }
    if claim.stance.word() != "asserted" {
        write!(out, "  {}", claim.stance.word())?;
    }
    writeln!(out, "\n{:30}“{}”", "", claim.quote.split_whitespace().collect::<Vec<_>>().join(" "))
}
