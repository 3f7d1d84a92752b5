//! Prints a parsed document as one JSON object on a line.
//!
//! Written by hand and not through a serializer, because a long document must not be built in memory a second time.

use std::io::{Result, Write};

use retrospect_lang::Doc;

/// Writes `{"document", "sha256", "tokens", "sentences", "entities"}` and a line end. Offsets count Unicode scalar
/// values.
pub fn write(out: &mut impl Write, name: &str, sha256: &str, doc: &Doc<'_>) -> Result<()> {
    out.write_all(b"{\"document\": ")?;
    string(out, name)?;
    write!(out, ", \"sha256\": \"{sha256}\", \"tokens\": [")?;
    let mut numbers = itoa::Buffer::new();
    for (index, (token, offsets)) in doc.tokens().zip(doc.char_offsets()).enumerate() {
        out.write_all(if index == 0 { b"{\"start\": " } else { b", {\"start\": " })?;
        out.write_all(numbers.format(offsets.start).as_bytes())?;
        out.write_all(b", \"end\": ")?;
        out.write_all(numbers.format(offsets.end).as_bytes())?;
        for (key, value) in [
            (", \"text\": ", token.text()),
            (", \"lemma\": ", token.lemma()),
            (", \"upos\": ", token.pos()),
            (", \"xpos\": ", token.tag()),
        ] {
            out.write_all(key.as_bytes())?;
            string(out, value)?;
        }
        out.write_all(b", \"head\": ")?;
        out.write_all(numbers.format(token.head().index()).as_bytes())?;
        out.write_all(b", \"dep\": ")?;
        string(out, token.dep())?;
        let (prefix, kind) = match token.entity() {
            Some((kind, true)) => ("B-", kind),
            Some((kind, false)) => ("I-", kind),
            None => ("O", ""),
        };
        let starts_sentence = token.starts_sentence();
        write!(out, ", \"entity\": \"{prefix}{kind}\", \"sentence_start\": {starts_sentence}}}")?;
    }
    out.write_all(b"], \"sentences\": [")?;
    for (index, span) in doc.char_ranges(doc.sentences()).enumerate() {
        write!(out, "{}[{}, {}]", comma(index), span.start, span.end)?;
    }
    out.write_all(b"], \"entities\": [")?;
    let spans = doc.char_ranges(doc.entities().map(|entity| entity.tokens));
    for (index, (entity, span)) in doc.entities().zip(spans).enumerate() {
        let (start, end) = (span.start, span.end);
        write!(out, "{}{{\"start\": {start}, \"end\": {end}, \"type\": \"{}\"}}", comma(index), entity.kind)?;
    }
    out.write_all(b"]}\n")
}

fn comma(index: usize) -> &'static str {
    if index == 0 { "" } else { ", " }
}

fn string(out: &mut impl Write, value: &str) -> Result<()> {
    serde_json::to_writer(out, value).map_err(Into::into)
}
