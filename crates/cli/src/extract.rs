//! `retrospect extract`: the claims of texts, as JSON Lines or as a table.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use rayon::prelude::*;
use retrospect_extract::{Claim, Extractor};
use serde_json::json;

use crate::arguments::{Extract, ExtractFormat};
use crate::input;
use crate::report::Outcome;
use crate::{knowledge, model_choice};

/// Reads the files and prints their claims in the order given.
pub fn run(command: &Extract) -> anyhow::Result<Outcome> {
    let pool = command.engine.pool()?;
    // The weights know the frames of the built-in schema only.
    let is_judged = !command.frames_only && command.schema.is_none();
    let extractor = Extractor {
        model: model_choice::load(command.engine.model.as_deref())?,
        gazetteer: knowledge::gazetteer()?,
        schema: knowledge::schema(command.schema.as_deref())?,
        scorer: is_judged.then(knowledge::scorer).transpose()?,
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut outcome = Outcome::Done;
    let mut files = command.files.iter().peekable();
    while files.peek().is_some() {
        let batch = input::batch(&mut files, &mut outcome);
        let published = command.published.as_ref();
        let claims: Vec<Vec<Claim>> = pool
            .install(|| batch.par_iter().map(|input| extractor.extract(&input.text, published)).collect());
        for (input, claims) in batch.iter().zip(&claims) {
            for claim in claims {
                match command.format {
                    ExtractFormat::Jsonl => line(&mut out, &input.path, claim, command.features),
                    ExtractFormat::Table => row(&mut out, claim),
                }
                .context("cannot write the result")?;
            }
        }
        out.flush().context("cannot write the result")?;
    }
    Ok(outcome)
}

/// The name of a document: its file's without ending.
fn document(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn line(out: &mut impl Write, path: &Path, claim: &Claim, with_features: bool) -> std::io::Result<()> {
    let mut object = json!({
        "doc": document(path),
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
