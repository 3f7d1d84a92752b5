//! Turns one file into its documents and problems: recognises the format and calls its reader. Start at [`read`].

use std::borrow::Cow;

use retrospect_model::ContentHash;

use crate::contain;
use crate::desk::{Desk, Draft};
use crate::encoding;
use crate::format::{self, Format, Kind};
use crate::given::Given;
use crate::limits::INPUT_BYTES_MAX;
use crate::problem::Fault;
use crate::source::{Found, Intake};
use crate::{docx, gzip, html, json_lines, mail, markdown, pdf, warc};

/// All documents in `bytes`, and all problems with them. `name` is what the file is called; it names the documents in
/// problems and ids, and is a hint for the format where the bytes leave it open.
///
/// ```
/// use retrospect_intake::{Fault, Given, read};
///
/// let lines = "{\"text\": \"The first.\"}\n{\"text\": \"The sec\n{\"text\": \"The third.\"}\n";
/// let intake = read(lines.as_bytes(), "wire.jsonl", &Given::default());
/// assert_eq!(intake.documents.len(), 2);
/// let broken = intake.problems.iter().find(|problem| matches!(problem.fault, Fault::Json { .. })).unwrap();
/// assert!(broken.to_string().starts_with("cannot read `wire.jsonl`, line 2: not a JSON object: "));
/// ```
pub fn read(bytes: &[u8], name: &str, given: &Given) -> Intake {
    let mut intake = Intake::default();
    read_each(bytes, name, given, |found| match found {
        Found::Document(source) => intake.documents.push(*source),
        Found::Problem(problem) => intake.problems.push(problem),
    });
    intake
}

/// As [`read`], but hands out each document and problem as soon as it is found, so that a file of many documents needs
/// memory for one. The problems of a document come before it. `each` is called on another thread than the caller's,
/// one call at a time, and never after this returns.
pub fn read_each(bytes: &[u8], name: &str, given: &Given, mut each: impl FnMut(Found) + Send) {
    contain::on_large_stack(|| file(bytes, &mut Desk::new(name, given, &mut each)));
}

/// Reads a file as received.
fn file(bytes: &[u8], desk: &mut Desk<'_>) {
    if bytes.is_empty() {
        desk.problem(None, Fault::Empty);
    } else if bytes.len() > INPUT_BYTES_MAX {
        desk.problem(None, Fault::TooLarge { bytes: bytes.len(), max: INPUT_BYTES_MAX });
    } else {
        match format::recognise(bytes, desk.file()) {
            Ok(Kind::Gzip) => packed(bytes, desk),
            Ok(Kind::Document(found)) => unpacked(bytes, ContentHash::of(bytes), found, desk),
            Err(fault) => desk.problem(None, fault),
        }
    }
}

/// Reads a packed file: a web archive record by record, anything else as a whole.
fn packed(bytes: &[u8], desk: &mut Desk<'_>) {
    if gzip::begins_with(bytes, b"WARC/") {
        warc::read_packed(bytes, desk);
        return;
    }
    let unpacked_bytes = match gzip::unpack(bytes) {
        Ok(unpacked) => unpacked,
        Err(fault) => return desk.problem(None, fault),
    };
    if unpacked_bytes.is_empty() {
        return desk.problem(None, Fault::Empty);
    }
    match format::recognise(&unpacked_bytes, desk.file()) {
        Ok(Kind::Gzip) => {
            let remedy = "unpack it and add the file in it";
            desk.problem(None, Fault::Kind { kind: "a gzip file within a gzip file", remedy });
        }
        // The hash is that of the bytes as received, which are the packed ones.
        Ok(Kind::Document(found)) => unpacked(&unpacked_bytes, ContentHash::of(bytes), found, desk),
        Err(fault) => desk.problem(None, fault),
    }
}

/// Reads a file of a known format; `hash` is that of the bytes as received.
fn unpacked(bytes: &[u8], hash: ContentHash, found: Format, desk: &mut Desk<'_>) {
    let named = Format::named(desk.file()).filter(|named| *named != found);
    let misnamed = named.map(|named| Fault::OtherFormat { named, found });
    if !matches!(found, Format::JsonLines | Format::Warc) {
        match document(bytes, hash, found) {
            Ok(mut draft) => {
                draft.faults.splice(0..0, misnamed);
                desk.document(draft);
            }
            // What cannot be read at all is not of the other format either.
            Err(fault) => desk.problem(None, fault),
        }
        return;
    }
    misnamed.into_iter().for_each(|fault| desk.problem(None, fault));
    if found == Format::Warc {
        warc::read(bytes, desk);
    } else {
        json_lines::read(bytes, desk);
    }
}

/// Reads a file that is one document.
fn document(bytes: &[u8], hash: ContentHash, format: Format) -> Result<Draft, Fault> {
    let attempt = contain::contained(|| match format {
        Format::Markdown => markdown::read(bytes, hash),
        Format::Html => html::read(bytes, hash, None),
        Format::Pdf => pdf::read(bytes, hash),
        Format::Docx => docx::read(bytes, hash),
        Format::Mail => mail::read(bytes, hash),
        _ => plain(bytes, hash, None),
    });
    attempt.unwrap_or(Err(Fault::Reader { format }))
}

/// Reads plain text, which is kept as it is. `declared` is the encoding that came with it.
pub(crate) fn plain(bytes: &[u8], hash: ContentHash, declared: Option<&str>) -> Result<Draft, Fault> {
    let decoded = encoding::read(bytes, declared)?;
    Ok(Draft { faults: decoded.faults, ..Draft::new(Format::Text, hash, Cow::into_owned(decoded.text)) })
}
