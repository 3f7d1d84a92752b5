//! `retrospect read`: the text engine's view of texts, in CoNLL-U or JSON.

use std::io::{BufWriter, Write};

use anyhow::Context as _;
use rayon::prelude::*;
use retrospect_lang::{Doc, Model};

use crate::arguments::{Read, ReadFormat};
use crate::input::{self, Input};
use crate::report::Outcome;
use crate::{conllu, json, model_choice};

/// Reads, parses and prints the files in the order given.
pub fn run(command: &Read) -> anyhow::Result<Outcome> {
    let pool = command.engine.pool()?;
    let model = model_choice::load(command.engine.model.as_deref())?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut outcome = Outcome::Done;
    let mut files = command.files.iter().peekable();
    while files.peek().is_some() {
        let batch = input::batch(&mut files, &mut outcome);
        let docs = pool.install(|| parse(&model, &batch));
        for (input, doc) in batch.iter().zip(&docs) {
            write(&mut out, command.format, input, doc).context("cannot write the result")?;
        }
        out.flush().context("cannot write the result")?;
    }
    Ok(outcome)
}

fn parse<'i>(model: &Model, batch: &'i [Input]) -> Vec<Doc<'i>> {
    batch.par_iter().map(|input| model.parse(&input.text)).collect()
}

fn write(out: &mut impl Write, format: ReadFormat, input: &Input, doc: &Doc<'_>) -> std::io::Result<()> {
    let name = input.path.display().to_string();
    match format {
        ReadFormat::Conllu => conllu::write(out, &name, doc),
        ReadFormat::Json => json::write(out, &name, &input.hash.to_string(), doc),
    }
}
