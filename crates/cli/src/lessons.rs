//! Prints texts as the learned reader takes them, for its trainer. Start at [`print()`].

use std::io::{BufWriter, Write};

use anyhow::Context as _;
use rayon::prelude::*;
use retrospect_extract::Extractor;
use retrospect_extract::sheet::Lesson;
use retrospect_intake::files::{self, Entry};
use retrospect_intake::{Metadata, Source};
use serde_json::{Value, json};

/// Prints one object a document, in the order given. All offsets are in Unicode scalar values.
pub fn print(extractor: &Extractor, entries: &[Entry], given: &Metadata) -> anyhow::Result<()> {
    let of_entry = |entry: &Entry| {
        let intake = files::read_file(entry, given);
        intake.documents.iter().filter_map(|source| object(extractor, source)).collect::<Vec<_>>()
    };
    let lessons: Vec<Vec<Value>> = entries.par_iter().map(of_entry).collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for lesson in lessons.iter().flatten() {
        writeln!(out, "{lesson}").context("cannot write the result")?;
    }
    out.flush().context("cannot write the result")
}

fn object(extractor: &Extractor, source: &Source) -> Option<Value> {
    let text = source.document.text();
    let published = source.document.publication().published.as_ref();
    let Lesson { sheet, parties, dates, frames } = extractor.lesson(text.as_str(), published)?;
    let char_of = |byte: usize| text.char_of(byte);
    let words = sheet
        .words
        .iter()
        .map(|word| json!([char_of(word.range.start), char_of(word.range.end), word.sort as u8]));
    Some(json!({
        "doc": source.document.id().to_string(),
        "published": published,
        "text": text.as_str(),
        "words": words.collect::<Vec<_>>(),
        "sentences": sheet.sentences.iter().map(|range| [range.start, range.end]).collect::<Vec<_>>(),
        "parties": parties.iter().map(|party| json!([party.word, party.names, party.voice])).collect::<Vec<_>>(),
        "dates": dates.iter().map(|(word, value)| json!([word, value])).collect::<Vec<_>>(),
        "frames": frames.iter().map(|(word, kind)| json!([word, kind])).collect::<Vec<_>>(),
    }))
}
