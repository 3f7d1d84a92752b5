//! Turns a web archive into the pages in it, record by record. Start at [`read`].
//!
//! The format is that of the WARC specification 1.1 (<https://iipc.github.io/warc-specifications/>): a header of named
//! fields, an empty line, a block of `Content-Length` bytes, two line ends.

mod response;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use retrospect_model::{ContentHash, Edtf};

use crate::contain;
use crate::desk::{Desk, Draft};
use crate::format::Format;
use crate::html;
use crate::limits::RECORD_BYTES_MAX;
use crate::problem::{Fault, Place};
use crate::read::plain;
use crate::written_day;

/// The most bytes of one header line, and the most lines of one header.
const LINE_BYTES_MAX: u64 = 16 << 10;
const LINES_MAX: usize = 200;

/// The most kinds of other content that are named in the account of what was passed over.
const KINDS_MAX: usize = 6;

/// Puts the pages of a WARC file on the desk.
pub(crate) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    records(bytes, desk);
}

/// As [`read`], for a file that is packed with gzip.
pub(crate) fn read_packed(bytes: &[u8], desk: &mut Desk<'_>) {
    records(BufReader::with_capacity(64 << 10, MultiGzDecoder::new(bytes)), desk);
}

/// Goes through the records. A damaged one is named, and the next one looked for; damaged packing ends the file.
fn records(mut input: impl BufRead, desk: &mut Desk<'_>) {
    let mut others: BTreeMap<String, usize> = BTreeMap::new();
    let mut number = 0;
    loop {
        let place = Some(Place::Record(number + 1));
        match record(&mut input) {
            Ok(None) => break,
            Ok(Some(record)) => {
                number += 1;
                match record.draft(place) {
                    Ok(draft) => desk.document(draft),
                    Err(Refusal::Fault(fault)) => desk.problem(place, fault),
                    Err(Refusal::Other(kind)) => *others.entry(kind).or_default() += 1,
                    Err(Refusal::NoPage) => {}
                }
            }
            Err(Fault::Warc { reason }) => {
                number += 1;
                desk.problem(place, Fault::Warc { reason });
            }
            Err(fault) => {
                desk.problem(place, fault);
                break;
            }
        }
    }
    if !others.is_empty() {
        let records = others.values().sum();
        desk.problem(None, Fault::WarcOther { records, kinds: account(&others) });
    } else if desk.documents() == 0 {
        desk.problem(None, Fault::NoText { format: Format::Warc });
    }
}

/// What was passed over, the most frequent first.
fn account(others: &BTreeMap<String, usize>) -> String {
    let mut kinds: Vec<(&String, &usize)> = others.iter().collect();
    kinds.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), *kind));
    let more = kinds.len() > KINDS_MAX;
    let named: Vec<String> =
        kinds.iter().take(KINDS_MAX).map(|(kind, count)| format!("{count} {kind}")).collect();
    format!("{}{}", named.join(", "), if more { ", and others" } else { "" })
}

/// One record, as far as it matters here.
struct Record {
    kind: String,
    url: Option<String>,
    captured: Option<Edtf>,
    content_type: String,
    block: Vec<u8>,
}

/// Why a record gives no document.
enum Refusal {
    /// It should have, and something is wrong.
    Fault(Fault),
    /// It holds something else, which is worth a word.
    Other(String),
    /// It is of a kind that never holds a page.
    NoPage,
}

/// The next record; `None` at the end.
fn record(input: &mut impl BufRead) -> Result<Option<Record>, Fault> {
    let mut passed_over = false;
    loop {
        match line(input)? {
            None if passed_over => return Err(Fault::Warc { reason: "what follows the last one is none" }),
            None => return Ok(None),
            Some(line) if line.starts_with("WARC/") => break,
            Some(line) => passed_over = passed_over || !line.trim().is_empty(),
        }
    }
    let record = header(input).and_then(|(record, length)| block(input, record, length))?;
    Ok(Some(record))
}

/// The fields of a record's header, and the length of its block.
fn header(input: &mut impl BufRead) -> Result<(Record, u64), Fault> {
    let mut record = Record {
        kind: String::new(),
        url: None,
        captured: None,
        content_type: String::new(),
        block: Vec::new(),
    };
    let mut length = None;
    for _ in 0..LINES_MAX {
        let Some(line) = line(input)? else {
            return Err(Fault::Warc { reason: "the file ends within its header" });
        };
        if line.trim().is_empty() {
            let length = length.ok_or(Fault::Warc { reason: "its header has no Content-Length" })?;
            return Ok((record, length));
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => record.kind = value.to_ascii_lowercase(),
            // Some writers put the address between angle brackets.
            "warc-target-uri" => record.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => record.captured = written_day::read(value),
            "content-type" => record.content_type = value.to_ascii_lowercase(),
            "content-length" => length = value.parse().ok(),
            _ => {}
        }
    }
    Err(Fault::Warc { reason: "its header has too many lines" })
}

/// The record with its block, or a fault when the block is too large or cut.
fn block(input: &mut impl BufRead, mut record: Record, length: u64) -> Result<Record, Fault> {
    if length > RECORD_BYTES_MAX as u64 {
        let skipped =
            std::io::copy(&mut input.take(length), &mut std::io::sink()).map_err(|error| broken(&error))?;
        let reason = if skipped < length { "the file ends within it" } else { "it is larger than 64 MiB" };
        return Err(Fault::Warc { reason });
    }
    let read = input.take(length).read_to_end(&mut record.block).map_err(|error| broken(&error))?;
    if (read as u64) < length {
        return Err(Fault::Warc { reason: "the file ends within it" });
    }
    Ok(record)
}

/// The next line without its end, as far as it is not overlong; `None` at the end of the file.
fn line(input: &mut impl BufRead) -> Result<Option<String>, Fault> {
    let mut bytes = Vec::new();
    let read = input.take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes).map_err(|error| broken(&error))?;
    Ok((read > 0).then(|| String::from_utf8_lossy(bytes.trim_ascii_end()).into_owned()))
}

fn broken(error: &std::io::Error) -> Fault {
    Fault::GzipBroken { reason: error.to_string() }
}

impl Record {
    /// The page in the record.
    fn draft(self, place: Option<Place>) -> Result<Draft, Refusal> {
        let (hash, part) = (ContentHash::of(&self.block), self.block.clone());
        let (content_type, body) = match self.kind.as_str() {
            "response" if self.content_type.starts_with("application/http") => {
                let response = response::parse(&self.block).map_err(Refusal::Fault)?;
                if !(200..300).contains(&response.status) {
                    return Err(Refusal::Other(format!("answers with status {}", response.status)));
                }
                response.body().map(|body| (response.content_type, body))?
            }
            "response" | "resource" | "conversion" => (self.content_type, self.block.into()),
            "revisit" => return Err(Refusal::Other("repeats of earlier captures".to_owned())),
            _ => return Err(Refusal::NoPage),
        };
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        let format = match kind {
            "text/html" | "application/xhtml+xml" => Format::Html,
            "text/plain" => Format::Text,
            "" => return Err(Refusal::Other("of no stated kind".to_owned())),
            other => return Err(Refusal::Other(crate::given::shortened(other))),
        };
        let charset = response::charset(&content_type);
        let attempt = contain::contained(|| match format {
            Format::Html => html::read(&body, hash, charset),
            _ => plain(&body, hash, charset),
        });
        let mut draft = attempt.unwrap_or(Err(Fault::Reader { format })).map_err(Refusal::Fault)?;
        draft.place = place;
        draft.part = Some(part);
        draft.captured = self.captured;
        // Where it was found is a fact; what the page calls its own address is not.
        draft.own.url = self.url.or(draft.own.url);
        Ok(draft)
    }
}
