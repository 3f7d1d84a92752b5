//! Turns a PDF into the text of its pages and what its information dictionary says. Start at [`read`].
//!
//! Its streams are checked first ([`guard`]), for the library unpacks them without a bound. Its pages are then drawn
//! onto a device that keeps glyphs and counts steps ([`glyphs`]), and the glyphs put together to lines and paragraphs
//! ([`layout`]), without what repeats on each page ([`pages`]).

mod glyphs;
mod guard;
mod layout;
mod pages;
mod unpacked_len;

use hayro_syntax::metadata::Metadata as Information;
use hayro_syntax::object::DateTime as PdfTime;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use retrospect_model::edtf::{Offset, Zone};
use retrospect_model::{ContentHash, DateTime, Day, Edtf, one_line};

use crate::desk::Draft;
use crate::format::Format;
use crate::given::Metadata;
use crate::limits::{PDF_CONTENT_BYTES_MAX, PDF_PAGES_MAX, PDF_STEPS_MAX};
use crate::problem::Fault;
use crate::written_day;
use glyphs::{Drawing, Ended};

/// The document in `bytes`.
pub(crate) fn read(bytes: &[u8], hash: ContentHash) -> Result<Draft, Fault> {
    guard::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::PdfEncrypted,
        LoadPdfError::Decryption(_) => Fault::PdfBroken { reason: "its encryption is of no known kind" },
        LoadPdfError::Invalid => {
            Fault::PdfBroken { reason: "its table of contents and pages cannot be found" }
        }
    })?;
    let (own, mut faults) = metadata(pdf.metadata());
    let text = text(&pdf, &mut faults)?;
    Ok(Draft { own, faults, ..Draft::new(Format::Pdf, hash, text) })
}

/// The text of all pages, with what could not be read of them.
fn text(pdf: &Pdf, faults: &mut Vec<Fault>) -> Result<String, Fault> {
    let total = pdf.pages().len();
    let mut drawing = Drawing::new();
    let mut texts: Vec<Vec<String>> = Vec::new();
    let (mut blank, mut damaged, mut content_bytes) = (Vec::new(), Vec::new(), 0_u64);
    for (index, page) in pdf.pages().iter().enumerate().take(PDF_PAGES_MAX) {
        content_bytes = content_bytes.saturating_add(page.page_stream().map_or(0, <[u8]>::len) as u64);
        if content_bytes > PDF_CONTENT_BYTES_MAX {
            faults.push(Fault::Cut { what: "bytes of page content", max: PDF_CONTENT_BYTES_MAX });
            break;
        }
        let (glyphs, ended) = drawing.glyphs_of(page);
        let blocks = layout::blocks(&glyphs);
        match ended {
            Ended::Whole if blocks.is_empty() => blank.push(index + 1),
            Ended::Whole => {}
            Ended::Damaged => damaged.push(index + 1),
            Ended::OverBudget => faults.push(Fault::Cut { what: "drawing steps", max: PDF_STEPS_MAX }),
        }
        texts.push(blocks);
        if ended == Ended::OverBudget {
            break;
        }
    }
    if total > PDF_PAGES_MAX {
        faults.push(Fault::Cut { what: "pages", max: PDF_PAGES_MAX as u64 });
    }
    let text = pages::joined(texts);
    match (text.is_empty(), damaged.first(), blank.first()) {
        (true, Some(_), _) => return Err(Fault::Reader { format: Format::Pdf }),
        (true, None, _) if total == 0 => return Err(Fault::PdfBroken { reason: "it has no pages" }),
        (true, None, _) => return Err(Fault::PdfNoText { pages: total }),
        (false, Some(first), _) => {
            faults.push(Fault::PdfDamagedPages { pages: damaged.len(), of: total, first: *first });
        }
        (false, None, Some(first)) => {
            faults.push(Fault::PdfPages { pages: blank.len(), of: total, first: *first });
        }
        (false, None, None) => {}
    }
    let (unknown, all) = drawing.unknown_glyphs();
    // A bullet or a logo is no loss of text.
    if unknown * 50 > all {
        faults.push(Fault::PdfGlyphs { glyphs: unknown, of: all });
    }
    Ok(text)
}

/// What the information dictionary says. Its date is that of the making of the file, and so uncertain.
fn metadata(information: &Information) -> (Metadata, Vec<Fault>) {
    // What programs write when nobody said anything.
    let is_said =
        |text: &String| !["(anonymous)", "(unspecified)", "untitled"].contains(&text.to_lowercase().as_str());
    let text = |field: &Option<Vec<u8>>| field.as_deref().and_then(pdf_text).filter(is_said);
    let mut known = Metadata {
        title: text(&information.title),
        author: text(&information.author),
        ..Metadata::default()
    };
    let mut faults = Vec::new();
    let created = information.creation_date.as_ref().and_then(written);
    if let Some(date) = created.and_then(|date| written_day::uncertain(&date)) {
        faults.push(Fault::DateOfMaking { date: date.to_string(), what: "the PDF was made" });
        known.published = Some(date);
    }
    (known, faults)
}

/// A date as EDTF; `None` when there is no such day.
fn written(date: &PdfTime) -> Option<Edtf> {
    let day = Day::from_civil(date.year.into(), date.month, date.day)?;
    let minutes = i16::from(date.utc_offset_hour) * 60;
    let zone = Offset::of_minutes(minutes).map_or(Zone::Unstated, Zone::Offset);
    DateTime::new(day, [date.hour, date.minute, date.second], zone).ok().map(Edtf::from)
}

/// A text string of a PDF: UTF-16 or UTF-8 by its mark, else the format's own encoding, which is nearly windows-1252.
fn pdf_text(bytes: &[u8]) -> Option<String> {
    let (text, ..) = encoding_rs::WINDOWS_1252.decode(bytes);
    let text: String = text.chars().map(|next| if next.is_control() { ' ' } else { next }).collect();
    let text = one_line(&text);
    (!text.is_empty()).then_some(text)
}
