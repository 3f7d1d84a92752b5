//! Turns what went wrong, or should be known, into one sentence with its place and a remedy. Start at [`Problem`].

use std::fmt;

use crate::format::Format;

/// One thing that the reader of a file's documents should know, or the reason why there are none.
///
/// It prints as one sentence, and a second line with a hint where there is something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the caller named it.
    pub file: String,
    /// Where in the file; `None` when it is about all of it.
    pub place: Option<Place>,
    /// What it is.
    pub fault: Fault,
}

/// A place in a file, as its reader would find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A line, counted from 1.
    Line(usize),
    /// A record of a WARC file, counted from 1.
    Record(usize),
}

/// How grave a problem is, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Everything was read; this is how.
    Note,
    /// A document was read, but not all of it, or as what it did not say that it was.
    Partial,
    /// A document, or the whole file, could not be used.
    Unusable,
}

/// How the encoding of a text is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingBasis {
    /// The bytes begin with its mark.
    Mark,
    /// The file, or what came with it, says so.
    Declared,
    /// The bytes look like it.
    Guess,
}

impl fmt::Display for EncodingBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mark => "by its byte order mark",
            Self::Declared => "as declared",
            Self::Guess => "a guess from its bytes",
        })
    }
}

/// What can be wrong with a file, or special about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The disk or the system said no.
    #[error("{reason}")]
    Io {
        /// In the system's words.
        reason: String,
    },
    /// There are no bytes.
    #[error("it is empty")]
    Empty,
    /// There are more bytes than one input may have.
    #[error("it has {bytes} bytes, and at most {max} can be read at once")]
    TooLarge {
        /// How many there are.
        bytes: usize,
        /// How many there may be.
        max: usize,
    },
    /// It was read, but there are no words in it.
    #[error("there is no text in {format}")]
    NoText {
        /// What it is.
        format: Format,
    },
    /// It is of a kind that has no text that could be read here.
    #[error("it is {kind}, which is not read here")]
    Kind {
        /// The kind, with an article.
        kind: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
    /// It is neither of a known format nor text in any encoding.
    #[error("it is neither text in a known encoding nor of a format that is read here")]
    Binary,
    /// A PDF needs a password.
    #[error("the PDF is encrypted and needs a password")]
    PdfEncrypted,
    /// A PDF has pages, but no text on them.
    #[error("the PDF has no text layer: its {pages} pages are pictures")]
    PdfNoText {
        /// How many pages it has.
        pages: usize,
    },
    /// A PDF that cannot be taken apart.
    #[error("the PDF is damaged: {reason}")]
    PdfBroken {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Some pages of a PDF have no text.
    #[error("{pages} of its {of} pages have no text layer, the first is page {first}")]
    PdfPages {
        /// How many pages.
        pages: usize,
        /// Of how many.
        of: usize,
        /// The first of them, counted from 1.
        first: usize,
    },
    /// Some pages of a PDF are damaged.
    #[error(
        "{pages} of its {of} pages are damaged and were read in part or not at all, the first is page {first}"
    )]
    PdfDamagedPages {
        /// How many pages.
        pages: usize,
        /// Of how many.
        of: usize,
        /// The first of them, counted from 1.
        first: usize,
    },
    /// A PDF's fonts do not say which characters some glyphs are.
    #[error("{glyphs} of its {of} characters cannot be known, for the fonts do not name them")]
    PdfGlyphs {
        /// How many.
        glyphs: u64,
        /// Of how many.
        of: u64,
    },
    /// Something unpacks to more than it may.
    #[error(
        "{part} unpacks to far more than a document has, as a decompression bomb does: the bound is {max_mib} MiB"
    )]
    Bomb {
        /// What does.
        part: String,
        /// The bound on its size.
        max_mib: u64,
    },
    /// Something is nested beyond all use.
    #[error("{part} is nested deeper than {max} levels")]
    Deep {
        /// What is.
        part: &'static str,
        /// The bound.
        max: usize,
    },
    /// Reading was cut short at a bound.
    #[error("only its first part was read: it has more than {max} {what}")]
    Cut {
        /// What it has too many of.
        what: &'static str,
        /// The bound.
        max: u64,
    },
    /// A zip file, such as a docx, that cannot be opened.
    #[error("it is a zip file, as docx are, but a broken one: {reason}")]
    ZipBroken {
        /// In the library's words.
        reason: String,
    },
    /// The XML inside a docx is wrong.
    #[error("`{part}` inside it is damaged: {reason}")]
    DocxBroken {
        /// The part.
        part: &'static str,
        /// In the library's words.
        reason: String,
    },
    /// A gzip file ends too early or is damaged.
    #[error("its compressed data break off or are damaged: {reason}")]
    GzipBroken {
        /// In the library's words.
        reason: String,
    },
    /// A line of JSON Lines is no JSON.
    #[error("not a JSON object: {reason}")]
    Json {
        /// What is wrong and at which column.
        reason: String,
    },
    /// A line of JSON Lines has no text.
    #[error("the object has no `text`, or it is not a string")]
    JsonNoText,
    /// A WARC record is wrong.
    #[error("not a WARC record: {reason}")]
    Warc {
        /// What is wrong.
        reason: &'static str,
    },
    /// Records of a WARC file that hold no page.
    #[error("{records} records hold no page that is read here ({kinds})")]
    WarcOther {
        /// How many.
        records: usize,
        /// What they hold, with counts.
        kinds: String,
    },
    /// A library gave up in a way that it should not.
    #[error("it is damaged in a way that the reader for {format} cannot bear")]
    Reader {
        /// What it was read as.
        format: Format,
    },
    /// The content is of another format than the name says.
    #[error("it is named like {named} but is {found}, and was read as that")]
    OtherFormat {
        /// What the name says.
        named: Format,
        /// What it is.
        found: Format,
    },
    /// The text is in an encoding that was told or found out.
    #[error("its text is not UTF-8; read as {encoding}, {basis}")]
    Encoding {
        /// The encoding's name.
        encoding: &'static str,
        /// How it is known.
        basis: EncodingBasis,
    },
    /// Some bytes are no text in its encoding.
    #[error("{account}")]
    Undecodable {
        /// How many, and where the first is.
        account: String,
    },
    /// The text is not in English.
    #[error("its text is {language}, not English: it is kept, but no claims are extracted from it")]
    NotEnglish {
        /// The language's English name.
        language: String,
    },
    /// The text is too short, or too mixed, to tell its language.
    #[error("its language cannot be told from so little text: it is taken for English")]
    LanguageAssumed,
    /// The main text of a page could not be told from the rest.
    #[error("no main text stands out on the page: all of its text was kept")]
    NoMainText,
    /// A page's tags are nested so deep that some were dropped.
    #[error(
        "its tags are nested deeper than {max} levels: the deeper ones were left out, their text was kept"
    )]
    Flattened {
        /// The bound.
        max: usize,
    },
    /// A mail has attachments.
    #[error("its attachments were not read: {names}")]
    Attachments {
        /// Their names, or kinds where they have none.
        names: String,
    },
    /// A date comes from where files keep the date of their making.
    #[error("its publication date {date} is that on which {what}, and so marked uncertain")]
    DateOfMaking {
        /// The date.
        date: String,
        /// What happened on it.
        what: &'static str,
    },
    /// A date in the metadata cannot be read.
    #[error("`{field}` in {whose} is not a date: `{text}`")]
    Date {
        /// The field.
        field: &'static str,
        /// What it says.
        text: String,
        /// Where it stands.
        whose: &'static str,
    },
    /// A value in the metadata is not text.
    #[error("`{field}` in {whose} is not a string")]
    NotText {
        /// The field.
        field: &'static str,
        /// Where it stands.
        whose: &'static str,
    },
    /// An id that cannot be one.
    #[error("`id` in {whose} cannot be used: {reason}")]
    Id {
        /// Why.
        reason: String,
        /// Where it stands.
        whose: &'static str,
    },
    /// An id that another document of the file has.
    #[error("another document in the file is called `{id}`: this one is called `{instead}`")]
    IdTaken {
        /// The id.
        id: String,
        /// What it is called instead.
        instead: String,
    },
    /// A side file that is no JSON object.
    #[error("its side file was not used: {reason}")]
    SideFile {
        /// Why.
        reason: String,
    },
    /// Front matter that cannot be read.
    #[error("its front matter was not used: {reason}")]
    FrontMatter {
        /// Why.
        reason: String,
    },
}

impl Fault {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Io { .. }
            | Self::Empty
            | Self::TooLarge { .. }
            | Self::NoText { .. }
            | Self::Kind { .. }
            | Self::Binary
            | Self::PdfEncrypted
            | Self::PdfNoText { .. }
            | Self::PdfBroken { .. }
            | Self::Bomb { .. }
            | Self::Deep { .. }
            | Self::ZipBroken { .. }
            | Self::DocxBroken { .. }
            | Self::GzipBroken { .. }
            | Self::Json { .. }
            | Self::JsonNoText
            | Self::Warc { .. }
            | Self::Reader { .. } => Severity::Unusable,
            Self::PdfPages { .. }
            | Self::PdfDamagedPages { .. }
            | Self::PdfGlyphs { .. }
            | Self::Cut { .. }
            | Self::Undecodable { .. }
            | Self::Date { .. }
            | Self::NotText { .. }
            | Self::Id { .. }
            | Self::SideFile { .. }
            | Self::FrontMatter { .. }
            // What was read by a guess may have been read wrong; whoever runs this in a script has to hear of it.
            | Self::OtherFormat { .. }
            | Self::Encoding { basis: EncodingBasis::Guess, .. } => Severity::Partial,
            _ => Severity::Note,
        }
    }

    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Io { .. } => "check its name, and that you may read it",
            Self::Empty => "check that it was saved or downloaded completely",
            Self::TooLarge { .. } => "split it",
            Self::NoText { format: Format::Html } => {
                "its text may be put there by a program; save the page from a browser once it shows"
            }
            Self::NoText { .. } => "check that it is the right file",
            Self::Kind { remedy, .. } => remedy,
            Self::Binary => "save it as UTF-8 text, HTML, PDF or docx",
            Self::PdfEncrypted => "save a copy without the password, or print it to a PDF",
            Self::PdfNoText { .. } | Self::PdfPages { .. } => {
                "add a text layer with a text recognition program, such as ocrmypdf"
            }
            Self::PdfBroken { .. } | Self::PdfDamagedPages { .. } | Self::Reader { format: Format::Pdf } => {
                "open it in a viewer and print it to a new PDF"
            }
            Self::PdfGlyphs { .. } => {
                "compare it with the page; a text recognition program may read it better"
            }
            Self::Bomb { .. } | Self::Deep { .. } => {
                "if you trust it, open it and save its text as a txt file"
            }
            Self::ZipBroken { .. } | Self::DocxBroken { .. } => {
                "open it in a word processor and save it again"
            }
            Self::GzipBroken { .. } => "fetch it again; `gzip -t` tells whether a copy is whole",
            Self::Json { .. } => "write one complete JSON object on each line",
            Self::JsonNoText => "write the document's text into `text`",
            Self::Warc { .. } => "check that the file was not changed by a text editor or cut",
            Self::Reader { .. } => "open it in its own program and save it again, or as plain text",
            Self::Encoding { basis: EncodingBasis::Guess, .. } => "if names look wrong, save it as UTF-8",
            Self::OtherFormat { .. } => "give it the ending of what it is",
            Self::LanguageAssumed => "say `language` in a side file if it is not",
            Self::Attachments { .. } => "save them and add them as files",
            Self::DateOfMaking { .. } => "give the date on which it was published",
            Self::Date { .. } => "write it as 2015-08-06",
            Self::Id { .. } | Self::IdTaken { .. } => "give each document an id of its own",
            Self::SideFile { .. } => "write one JSON object, such as {\"published\": \"2015-08-06\"}",
            _ => return None,
        })
    }
}

impl Problem {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.fault.severity()
    }

    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<&'static str> {
        self.fault.hint()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.severity() == Severity::Unusable {
            f.write_str("cannot read ")?;
        }
        // A name may hold anything; a message has its lines for itself.
        let shown = |next: char| if next.is_control() { '?' } else { next };
        write!(f, "`{}`", self.file.chars().map(shown).collect::<String>())?;
        if let Some(place) = self.place {
            write!(f, ", {place}")?;
        }
        write!(f, ": {}", self.fault)?;
        self.hint().map_or(Ok(()), |hint| write!(f, "\nhint: {hint}"))
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Record(record) => write!(f, "record {record}"),
        }
    }
}
