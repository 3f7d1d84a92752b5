//! Prints a parsed document as one JSON object on a line.
//!
//! Written by hand and not through a serializer, because a long document must not be built in memory a second time.

use std::io::{Result, Write};

use retrospect_extract::Survey;
use retrospect_extract::dates::{Anchor, DateExpression, DateKind};
use retrospect_extract::gazetteer::NameKind;
use retrospect_lang::Doc;
use retrospect_model::{Edtf, Text};

use crate::input::Input;

/// Writes `{"document", "sha256", "tokens", "sentences", "entities", "mentions", "dates"}` and a line end. Offsets count
/// Unicode scalar values.
pub fn write(out: &mut impl Write, name: &str, input: &Input, doc: &Doc<'_>, survey: &Survey) -> Result<()> {
    out.write_all(b"{\"document\": ")?;
    string(out, name)?;
    write!(out, ", \"sha256\": \"{}\", \"tokens\": [", input.hash)?;
    tokens(out, doc)?;
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
    out.write_all(b"], \"mentions\": [")?;
    mentions(out, doc, survey)?;
    out.write_all(b"], \"dates\": [")?;
    dates(out, input, &survey.dates)?;
    out.write_all(b"]}\n")
}

fn tokens(out: &mut impl Write, doc: &Doc<'_>) -> Result<()> {
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
    Ok(())
}

fn mentions(out: &mut impl Write, doc: &Doc<'_>, survey: &Survey) -> Result<()> {
    let spans = doc.char_ranges(survey.names.iter().map(|name| name.tokens.clone()));
    for (index, (name, span)) in survey.names.iter().zip(spans).enumerate() {
        let kind = match name.kind {
            NameKind::Organisation => "organisation",
            NameKind::Person => "person",
            NameKind::Place => "place",
        };
        write!(out, "{}{{\"start\": {}, \"end\": {}, \"text\": ", comma(index), span.start, span.end)?;
        string(out, doc.text().get(doc.byte_range(name.tokens.clone())).unwrap_or_default())?;
        let (known, entity) = (name.is_known, name.entity);
        write!(out, ", \"kind\": \"{kind}\", \"known\": {known}, \"entity\": {entity}}}")?;
    }
    Ok(())
}

/// Writes the dates, without lengths of time and recurrences, which have no value.
fn dates(out: &mut impl Write, input: &Input, found: &[DateExpression]) -> Result<()> {
    let text = Text::new(input.text.as_str()).map_err(std::io::Error::other)?;
    let char_of = |byte: usize| text.char_of(byte).unwrap_or_default();
    let dates = found.iter().filter(|date| date.kind == DateKind::Date);
    for (index, date) in dates.enumerate() {
        let (start, end) = (char_of(date.bytes.start), char_of(date.bytes.end));
        write!(out, "{}{{\"start\": {start}, \"end\": {end}, \"text\": ", comma(index))?;
        string(out, input.text.get(date.bytes.clone()).unwrap_or_default())?;
        out.write_all(b", \"edtf\": ")?;
        edtf(out, date.value.as_ref())?;
        out.write_all(b", \"anchor\": ")?;
        match date.anchor {
            Anchor::Unneeded | Anchor::Unknown => out.write_all(b"null")?,
            Anchor::Published => {
                out.write_all(b"{\"from\": \"publication\", \"edtf\": ")?;
                edtf(out, input.published.as_ref())?;
                out.write_all(b"}")?;
            }
            Anchor::Narrative { by } => {
                let Some(other) = found.get(by) else { return Err(std::io::Error::other("no such date")) };
                let (start, end) = (char_of(other.bytes.start), char_of(other.bytes.end));
                write!(out, "{{\"from\": \"text\", \"start\": {start}, \"end\": {end}, \"edtf\": ")?;
                edtf(out, other.value.as_ref())?;
                out.write_all(b"}")?;
            }
        }
        out.write_all(b"}")?;
    }
    Ok(())
}

fn edtf(out: &mut impl Write, value: Option<&Edtf>) -> Result<()> {
    match value {
        Some(value) => write!(out, "\"{value}\""),
        None => out.write_all(b"null"),
    }
}

fn comma(index: usize) -> &'static str {
    if index == 0 { "" } else { ", " }
}

fn string(out: &mut impl Write, value: &str) -> Result<()> {
    serde_json::to_writer(out, value).map_err(Into::into)
}
