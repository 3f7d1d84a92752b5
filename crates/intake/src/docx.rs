//! Turns a Word document into its text, tracked changes accepted, and its core properties. Start at [`read`].

use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::Event;
use retrospect_model::ContentHash;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::blocks::Blocks;
use crate::desk::Draft;
use crate::encoding;
use crate::format::Format;
use crate::given::{Metadata, shortened};
use crate::gzip;
use crate::problem::Fault;
use crate::written_day;

/// The parts that hold text, in the order in which it is put down: notes stand behind what they are notes to.
const PARTS: [&str; 3] = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"];

/// The document in `bytes`.
pub(crate) fn read(bytes: &[u8], hash: ContentHash) -> Result<Draft, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if let Some(fault) = other_kind(&archive) {
        return Err(fault);
    }
    let mut blocks = Blocks::default();
    for part in PARTS {
        if let Some(xml) = part_text(&mut archive, part)? {
            add_text(part, &xml, &mut blocks)?;
            blocks.block();
        }
    }
    let mut draft = Draft::new(Format::Docx, hash, blocks.finish());
    if let Some(xml) = part_text(&mut archive, "docProps/core.xml")? {
        (draft.own, draft.faults) = properties(&xml);
    }
    Ok(draft)
}

fn broken(error: &ZipError) -> Fault {
    Fault::ZipBroken { reason: shortened(&error.to_string()) }
}

/// What else the archive is, when it is no Word document.
fn other_kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<Fault> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    let text = "open it and save it as docx";
    let (kind, remedy) = if has("word/document.xml") {
        return None;
    } else if has("xl/workbook.xml") {
        ("a spreadsheet", "save the texts in it as JSON Lines")
    } else if has("ppt/presentation.xml") {
        ("a presentation", "save it as PDF")
    } else if has("content.xml") {
        ("an OpenDocument file", text)
    } else if has("META-INF/container.xml") {
        ("an e-book", text)
    } else {
        ("a zip archive that is no Word document", "unpack it and add the files in it")
    };
    Some(Fault::Kind { kind, remedy })
}

/// The text of the XML of one part; `None` when the archive has no such part.
fn part_text(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str) -> Result<Option<String>, Fault> {
    let file = match archive.by_name(part) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(broken(&error)),
    };
    let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
    let bytes = gzip::bounded(file, packed, &format!("`{part}` inside it")).map_err(|fault| match fault {
        Fault::GzipBroken { reason } => Fault::ZipBroken { reason },
        other => other,
    })?;
    Ok(Some(encoding::read(&bytes, None)?.text.into_owned()))
}

/// What the walk through a part is in the middle of.
#[derive(Default)]
struct Place {
    /// Open `t` elements: only they hold text.
    texts: usize,
    /// Open tables.
    tables: usize,
    /// Open elements whose text is not part of the document.
    hidden: usize,
}

/// Adds the text of one part.
fn add_text(part: &'static str, xml: &str, blocks: &mut Blocks) -> Result<(), Fault> {
    let mut reader = Reader::from_str(xml);
    let mut place = Place::default();
    loop {
        let event = reader
            .read_event()
            .map_err(|error| Fault::DocxBroken { part, reason: shortened(&error.to_string()) })?;
        match event {
            Event::Start(tag) => place.start(tag.local_name().as_ref(), blocks),
            Event::End(tag) => place.end(tag.local_name().as_ref(), blocks),
            Event::Empty(tag) => place.mark(tag.local_name().as_ref(), blocks),
            Event::Text(text) if place.is_text() => add(&text, blocks),
            Event::CData(text) if place.is_text() => add(&text, blocks),
            Event::GeneralRef(reference) if place.is_text() => {
                let character = reference.resolve_char_ref().ok().flatten();
                let named = quick_xml::escape::resolve_predefined_entity(&reference);
                match character {
                    Some(character) => blocks.words(character.encode_utf8(&mut [0; 4])),
                    None => blocks.words(named.unwrap_or_default()),
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn add(text: &str, blocks: &mut Blocks) {
    blocks.words(text);
}

impl Place {
    fn is_text(&self) -> bool {
        self.texts > 0 && self.hidden == 0
    }

    /// Whether an element hides its text: what was moved away, and what only older programs show.
    fn hides(name: &str) -> bool {
        matches!(name, "moveFrom" | "Fallback" | "instrText" | "delText")
    }

    fn start(&mut self, name: &str, blocks: &mut Blocks) {
        match name {
            "t" => self.texts += 1,
            "p" if self.tables == 0 => blocks.block(),
            "tbl" => {
                self.tables += 1;
                blocks.block();
            }
            _ => self.mark(name, blocks),
        }
        self.hidden += usize::from(Self::hides(name));
    }

    fn end(&mut self, name: &str, blocks: &mut Blocks) {
        match name {
            "t" => self.texts = self.texts.saturating_sub(1),
            "p" if self.tables == 0 => blocks.block(),
            "p" | "tc" => blocks.space(),
            "tr" => blocks.line(),
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                blocks.block();
            }
            _ => {}
        }
        self.hidden = self.hidden.saturating_sub(usize::from(Self::hides(name)));
    }

    /// What an element that holds nothing stands for.
    fn mark(&self, name: &str, blocks: &mut Blocks) {
        if self.hidden > 0 {
            return;
        }
        match name {
            "tab" | "ptab" => blocks.space(),
            "br" | "cr" => blocks.line(),
            "noBreakHyphen" => blocks.words("-"),
            _ => {}
        }
    }
}

/// What the core properties say. Their date is that on which the file was last saved, which says little
/// of its publication, and that on which it was begun, which is often that of a template, says less.
fn properties(xml: &str) -> (Metadata, Vec<Fault>) {
    let (mut known, mut saved, mut faults) = (Metadata::default(), None::<String>, Vec::new());
    let (mut reader, mut element) = (Reader::from_str(xml), String::new());
    // Properties are a courtesy: what of them is damaged is left out.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => tag.local_name().as_ref().clone_into(&mut element),
            Event::End(_) => element.clear(),
            Event::Text(text) => {
                let field = match element.as_str() {
                    "title" => &mut known.title,
                    "creator" => &mut known.author,
                    "language" => &mut known.language,
                    "modified" => &mut saved,
                    _ => continue,
                };
                field.get_or_insert_default().push_str(&text);
            }
            Event::GeneralRef(reference) => {
                let field = match element.as_str() {
                    "title" => &mut known.title,
                    "creator" => &mut known.author,
                    _ => continue,
                };
                let named = quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or_default();
                field.get_or_insert_default().push_str(named);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for field in [&mut known.title, &mut known.author, &mut known.language] {
        *field = field.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    }
    if let Some(date) =
        saved.as_deref().and_then(written_day::read).and_then(|date| written_day::uncertain(&date))
    {
        faults.push(Fault::DateOfMaking { date: date.to_string(), what: "the file was last saved" });
        known.published = Some(date);
    }
    (known, faults)
}
