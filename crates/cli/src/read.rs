//! `retrospect read`: the text engine's view of texts, in CoNLL-U or JSON.

use std::io::{BufWriter, Write};

use anyhow::Context as _;
use rayon::prelude::*;
use retrospect_extract::{Gazetteer, Survey, survey};
use retrospect_intake::{Metadata, files};
use retrospect_lang::{Doc, Model};

use crate::arguments::{Read, ReadFormat};
use crate::input::{self, Input, Publication};
use crate::report::Outcome;
use crate::{conllu, json, knowledge, model_choice};

/// A parsed text, with its names and dates where they are printed.
struct Parsed<'i> {
    doc: Doc<'i>,
    survey: Survey,
}

/// Reads, parses and prints the files in the order given.
pub fn run(command: &Read) -> anyhow::Result<Outcome> {
    files::hush_contained_panics();
    let pool = command.engine.pool()?;
    let model = model_choice::load(command.engine.model.as_deref())?;
    let known = Metadata { published: command.published.clone(), ..Metadata::default() };
    let (gazetteer, publication) = match command.format {
        ReadFormat::Conllu => (None, Publication::Unneeded),
        ReadFormat::Json => (Some(knowledge::gazetteer()?), Publication::Wanted(&known)),
    };
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut outcome = Outcome::Done;
    let mut files = command.files.iter().peekable();
    while files.peek().is_some() {
        let batch = input::batch(&mut files, &publication, &mut outcome);
        let parsed = pool.install(|| parse(&model, gazetteer.as_ref(), &batch));
        for (input, parsed) in batch.iter().zip(&parsed) {
            write(&mut out, command.format, input, parsed).context("cannot write the result")?;
        }
        out.flush().context("cannot write the result")?;
    }
    Ok(outcome)
}

fn parse<'i>(model: &Model, gazetteer: Option<&Gazetteer>, batch: &'i [Input]) -> Vec<Parsed<'i>> {
    let parse = |input: &'i Input| {
        let doc = model.parse(&input.text);
        let survey =
            gazetteer.map(|gazetteer| survey(&doc, gazetteer, input.published.as_ref())).unwrap_or_default();
        Parsed { doc, survey }
    };
    batch.par_iter().map(parse).collect()
}

fn write(
    out: &mut impl Write,
    format: ReadFormat,
    input: &Input,
    parsed: &Parsed<'_>,
) -> std::io::Result<()> {
    let name = input.path.display().to_string();
    match format {
        ReadFormat::Conllu => conllu::write(out, &name, &parsed.doc),
        ReadFormat::Json => json::write(out, &name, input, &parsed.doc, &parsed.survey),
    }
}
