//! Turns what was found in a file into values for the next stage. Start at [`Intake`].

use retrospect_model::{Document, Edtf, Span};

use crate::format::Format;
use crate::language::Language;
use crate::problem::{Place, Problem, Severity};

/// All that one file gave, in the order in which it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    /// The documents in it: one for most formats, any number for JSON Lines and WARC.
    pub documents: Vec<Source>,
    /// What could not be read, and what the reader of the result should know.
    pub problems: Vec<Problem>,
}

impl Intake {
    /// The gravest of its problems; `None` without any.
    pub fn severity(&self) -> Option<Severity> {
        self.problems.iter().map(Problem::severity).max()
    }
}

/// A document or a problem, as [`read_each`](crate::read_each) hands them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A document that was read.
    Document(Box<Source>),
    /// A problem of the document that comes next, or of one that could not be read, or of the file.
    Problem(Problem),
}

/// A document with what intake knows of it beside its publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id, hash, text and publication.
    ///
    /// The hash is that of the bytes as received: of the whole file when it is one document, of the line without its
    /// end in JSON Lines, of the record's block in WARC.
    pub document: Document,
    /// What it was read as.
    pub format: Format,
    /// Where in the file it stands, when the file holds several.
    pub place: Option<Place>,
    /// The language of its text. Claims are only extracted from English; see [`Language::is_english`].
    pub language: Language,
    /// Who wrote it, as the file or the caller has it. A publisher is not an author.
    pub author: Option<String>,
    /// When a crawler fetched it (`WARC-Date`). This bounds its publication from above and is no publication date.
    pub captured: Option<Edtf>,
    /// The items of a digest, in the order of the text; empty for any other document.
    pub items: Vec<Item>,
    /// Its bytes as received, of which its hash is, when they are a part of the file; `None` when they are the file.
    pub part: Option<Vec<u8>>,
}

/// An item of a digest: from a date in brackets at the beginning of a line up to the next such line.
///
/// ```
/// use retrospect_intake::{Given, read};
///
/// let text = "[12 March 2016] The town fell.\n[2016-03-14] It was retaken.\n";
/// let intake = read(text.as_bytes(), "digest.txt", &Given::default());
/// let source = &intake.documents[0];
/// let item = &source.items[0];
/// assert_eq!(item.published.to_string(), "2016-03-12");
/// assert_eq!(source.document.quote(item.span), Some("[12 March 2016] The town fell."));
/// assert_eq!(source.document.quote(item.body), Some("The town fell."));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The whole item, its bracket included, without the white space at its ends.
    pub span: Span,
    /// What follows the bracket; never the bracket itself.
    pub body: Span,
    /// The date in the bracket: the item's own publication, which beats that of the document.
    pub published: Edtf,
}
