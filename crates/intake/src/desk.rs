//! Turns what a format's reader found into documents and problems, in order, with one id each. Start at [`Desk`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_model::{ContentHash, Document, DocumentId, Edtf, Text};

use crate::digest;
use crate::format::Format;
use crate::given::{Given, Metadata};
use crate::language;
use crate::problem::{Fault, Place, Problem};
use crate::source::{Found, Source};

/// Where the readers of the formats put what they find in one file.
pub(crate) struct Desk<'d> {
    file: &'d str,
    given: &'d Given,
    each: &'d mut dyn FnMut(Found),
    /// The ids of the documents handed out.
    ids: BTreeSet<DocumentId>,
    /// How often an id was asked for again, so that a file of equal ids does not count up from 2 each time.
    taken: BTreeMap<DocumentId, usize>,
}

/// One document as its format's reader found it.
pub(crate) struct Draft {
    pub(crate) format: Format,
    /// Where it stands, in a file of several.
    pub(crate) place: Option<Place>,
    pub(crate) hash: ContentHash,
    pub(crate) text: String,
    /// What it says of itself.
    pub(crate) own: Metadata,
    pub(crate) captured: Option<Edtf>,
    pub(crate) faults: Vec<Fault>,
    /// Its bytes as received, when they are a part of the file.
    pub(crate) part: Option<Vec<u8>>,
}

impl Draft {
    /// A document that is a whole file, of which nothing is known but its text.
    pub(crate) fn new(format: Format, hash: ContentHash, text: String) -> Self {
        let own = Metadata::default();
        Self { format, place: None, hash, text, own, captured: None, faults: Vec::new(), part: None }
    }
}

impl<'d> Desk<'d> {
    /// A desk for the file `file`, which hands out what is put on it at once.
    pub(crate) fn new(file: &'d str, given: &'d Given, each: &'d mut dyn FnMut(Found)) -> Self {
        Self { file, given, each, ids: BTreeSet::new(), taken: BTreeMap::new() }
    }

    /// The file's name.
    pub(crate) fn file(&self) -> &'d str {
        self.file
    }

    /// How many documents were handed out.
    pub(crate) fn documents(&self) -> usize {
        self.ids.len()
    }

    /// Hands out a problem.
    pub(crate) fn problem(&mut self, place: Option<Place>, fault: Fault) {
        (self.each)(Found::Problem(Problem { file: self.file.to_owned(), place, fault }));
    }

    /// Hands out a document, after the problems that it has; only the problem when it has no text.
    pub(crate) fn document(&mut self, draft: Draft) {
        let Draft { format, place, hash, text, own, captured, faults, part } = draft;
        if text.trim().is_empty() {
            self.problem(place, Fault::NoText { format });
            return;
        }
        let id = self.id(own.id.clone(), place, hash);
        let known = self.given.command_line.clone().or(self.given.side_file.clone()).or(own);
        let text = match Text::new(text) {
            Ok(text) => text,
            Err(_) => {
                let max = crate::limits::INPUT_BYTES_MAX;
                self.problem(place, Fault::TooLarge { bytes: usize::MAX, max });
                return;
            }
        };
        let (language, of_language) = language::identify(text.as_str(), known.language.as_deref());
        let is_dated =
            self.given.command_line.published.is_some() || self.given.side_file.published.is_some();
        for fault in faults.into_iter().chain(of_language) {
            // Of a date that is not used nothing need be said.
            if !(is_dated && matches!(fault, Fault::DateOfMaking { .. } | Fault::Date { .. })) {
                self.problem(place, fault);
            }
        }
        let items = digest::items(&text);
        let document = Document::new(id, hash, text, known.publication());
        let source =
            Source { document, format, place, language, author: known.author, captured, items, part };
        (self.each)(Found::Document(Box::new(source)));
    }

    /// The id of the next document: given for the whole file or its own, else after the file's name; changed when it
    /// is taken.
    fn id(&mut self, own: Option<DocumentId>, place: Option<Place>, hash: ContentHash) -> DocumentId {
        let given = self.given.command_line.id.clone().or_else(|| self.given.side_file.id.clone());
        let wanted = match place {
            None => given.or(own).or_else(|| DocumentId::new(stem(self.file)).ok()),
            Some(Place::Line(number) | Place::Record(number)) => own.or_else(|| {
                let base = given.as_ref().map_or_else(|| stem(self.file), DocumentId::as_str);
                DocumentId::new(format!("{base}-{number}")).ok()
            }),
        };
        let wanted = wanted.unwrap_or_else(|| DocumentId::of_hash(hash));
        if self.ids.insert(wanted.clone()) {
            return wanted;
        }
        let free = self.free_id_like(&wanted, hash);
        self.problem(
            place,
            Fault::IdTaken { id: wanted.as_str().to_owned(), instead: free.as_str().to_owned() },
        );
        free
    }

    /// `wanted` with the first number behind it that makes it free.
    fn free_id_like(&mut self, wanted: &DocumentId, hash: ContentHash) -> DocumentId {
        loop {
            let times = self.taken.entry(wanted.clone()).or_insert(1);
            *times += 1;
            let Ok(candidate) = DocumentId::new(format!("{wanted}-{times}")) else {
                return DocumentId::of_hash(hash);
            };
            if self.ids.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

/// A file's name without folders and endings: `imu-2015` of `texts/imu-2015.txt`.
pub(crate) fn stem(name: &str) -> &str {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let unpacked = last.strip_suffix(".gz").unwrap_or(last);
    let stem = unpacked.rsplit_once('.').map_or(unpacked, |(stem, _)| stem);
    if stem.is_empty() { unpacked } else { stem }.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_has_no_folder_and_no_ending() {
        for (name, expected) in [
            ("texts/imu-2015.txt", "imu-2015"),
            ("C:\\texts\\a.b.txt", "a.b"),
            ("crawl.warc.gz", "crawl"),
            (".hidden", ".hidden"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(stem(name), expected);
        }
    }
}
