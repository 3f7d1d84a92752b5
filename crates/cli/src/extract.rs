//! `retrospect extract`: the claims of documents, as JSON Lines or as a table.

use std::io::{BufWriter, Read as _, Write};
use std::path::Path;

use anyhow::Context as _;
use rayon::prelude::*;
use retrospect_extract::{Claim, Extractor};
use retrospect_intake::files::{self, Entry};
use retrospect_intake::{Given, Intake, Metadata, Problem, Severity};
use serde_json::json;

use crate::arguments::{Extract, ExtractFormat};
use crate::report::{self, Outcome};
use crate::{knowledge, model_choice};

/// Files that are read together before their claims are printed.
const BATCH_FILES: usize = 64;

/// The claims of a document.
struct Extracted {
    document: String,
    claims: Vec<Claim>,
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
    let mut print = |done: Vec<(Vec<Extracted>, Vec<Problem>)>| -> anyhow::Result<()> {
        for (documents, problems) in done {
            say(&problems, &mut outcome);
            for document in documents {
                write(&mut out, command, &document).context("cannot write the result")?;
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

fn claims(extractor: &Extractor, intake: Intake) -> (Vec<Extracted>, Vec<Problem>) {
    let extract = |source: &retrospect_intake::Source| {
        let published = source.document.publication().published.as_ref();
        let claims = if source.language.is_english() {
            extractor.extract(source.document.text().as_str(), published)
        } else {
            Vec::new()
        };
        Extracted { document: source.document.id().to_string(), claims }
    };
    (intake.documents.par_iter().map(extract).collect(), intake.problems)
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

fn write(out: &mut impl Write, command: &Extract, extracted: &Extracted) -> std::io::Result<()> {
    for claim in &extracted.claims {
        match command.format {
            ExtractFormat::Jsonl => line(out, &extracted.document, claim, command.features)?,
            ExtractFormat::Table => row(out, claim)?,
        }
    }
    Ok(())
}

fn line(out: &mut impl Write, document: &str, claim: &Claim, with_features: bool) -> std::io::Result<()> {
    let mut object = json!({
        "doc": document,
        "kind": claim.kind,
        "actor": claim.actor,
        "target": claim.target,
        "place": claim.place,
        "when": claim.when,
        "sources": claim.sources,
        "said": claim.said,
        "stance": claim.stance.word(),
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "confidence": (f64::from(claim.confidence) * 1000.0).round() / 1000.0,
        "frame": claim.frame,
    });
    if with_features {
        object["features"] = json!(claim.features);
    }
    serde_json::to_writer(&mut *out, &object)?;
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
