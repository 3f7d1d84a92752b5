//! `retrospect read`: the text engine's view of texts, in CoNLL-U or JSON.

use std::io::{BufWriter, Write};

use anyhow::Context as _;
use rayon::prelude::*;
use retrospect_lang::{Doc, Model};

use crate::arguments::{Read, ReadFormat};
use crate::input::{self, Input};
use crate::report::{self, Outcome};
use crate::{conllu, json, model_choice};

/// Bytes of text that are parsed together before they are printed; a longer file goes alone.
const BATCH_BYTES: usize = 1 << 20;
const BATCH_FILES: usize = 256;

/// Reads, parses and prints the files in the order given.
pub fn run(command: &Read) -> anyhow::Result<Outcome> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = command.threads {
        pool = pool.num_threads(threads.into());
    }
    let pool = pool.build().context("cannot start threads")?;
    let model = model_choice::load(command.model.as_deref())?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut outcome = Outcome::Done;
    let mut files = command.files.iter().peekable();
    while files.peek().is_some() {
        let (mut batch, mut bytes): (Vec<Input>, usize) = Default::default();
        while bytes < BATCH_BYTES && batch.len() < BATCH_FILES {
            let Some(path) = files.next() else { break };
            match input::read(path) {
                Ok(input) => {
                    bytes += input.text.len();
                    batch.push(input);
                }
                Err(message) => {
                    report::unusable(&message);
                    outcome = Outcome::SomeUnusable;
                }
            }
        }
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
