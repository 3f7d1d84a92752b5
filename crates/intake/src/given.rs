//! Turns what is known of a document beside its text into one record, by precedence. Start at [`Given`].

use retrospect_model::{DocumentId, Edtf, Publication};
use serde::Deserialize;
use serde_json::Value;

use crate::problem::Fault;
use crate::written_day;

/// What the caller knows of a file. Of each field, the command line's value beats the side file's, and that the file's
/// own. For a file of many documents both hold for each of them, except for `id`, which cannot.
///
/// ```
/// use retrospect_intake::{Given, Metadata, read};
///
/// let line = br#"{"id": "a", "text": "A pledge.", "publisher": "The wire", "published": "2015-08-06"}"#;
/// let given = Given {
///     command_line: Metadata { publisher: Some("The agency".to_owned()), ..Metadata::default() },
///     side_file: Metadata::default(),
/// };
/// let intake = read(line, "wire.jsonl", &given);
/// let publication = intake.documents[0].document.publication();
/// assert_eq!(publication.publisher.as_deref(), Some("The agency"));
/// assert_eq!(publication.published, Some("2015-08-06".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// What was said with this run.
    pub command_line: Metadata,
    /// What the file's side file says.
    pub side_file: Metadata,
}

/// What is known of a document beside its text; nothing by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// What the case shall call it.
    pub id: Option<DocumentId>,
    /// When it was published.
    pub published: Option<Edtf>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The language that it says it is in, as a tag such as `en-GB`.
    pub language: Option<String>,
}

/// What the name of a side file ends in: `report.pdf` has `report.pdf.meta.json` or `report.meta.json`.
pub const SIDE_FILE_ENDING: &str = ".meta.json";

impl Metadata {
    /// Reads a side file: one JSON object with any of `id`, `published`, `publisher`, `url`, `title`, `author` and
    /// `language`. What cannot be used comes back beside what can; other keys are left to other programs.
    ///
    /// ```
    /// use retrospect_intake::Metadata;
    ///
    /// let (known, faults) = Metadata::of_side_file(br#"{"published": "6 August 2015", "url": 7}"#);
    /// assert_eq!(known.published, Some("2015-08-06".parse()?));
    /// assert_eq!(faults[0].to_string(), "`url` in its side file is not a string");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_side_file(bytes: &[u8]) -> (Self, Vec<Fault>) {
        let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match serde_json::from_slice::<Fields>(plain) {
            Ok(fields) => fields.read("its side file"),
            Err(error) => (Self::default(), vec![Fault::SideFile { reason: error.to_string() }]),
        }
    }

    /// What either knows, this one first.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            id: self.id.or(other.id),
            published: self.published.or(other.published),
            publisher: self.publisher.or(other.publisher),
            url: self.url.or(other.url),
            title: self.title.or(other.title),
            author: self.author.or(other.author),
            language: self.language.or(other.language),
        }
    }

    /// The part of it that the model keeps with the document.
    pub(crate) fn publication(&self) -> Publication {
        Publication {
            published: self.published.clone(),
            publisher: self.publisher.clone(),
            url: self.url.clone(),
            title: self.title.clone(),
        }
    }
}

/// The fields that side files, JSON Lines and front matter share, before they are checked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Fields {
    /// The text of a line of JSON Lines; metadata have none.
    pub(crate) text: Value,
    pub(crate) id: Value,
    pub(crate) published: Value,
    pub(crate) publisher: Value,
    pub(crate) url: Value,
    pub(crate) title: Value,
    pub(crate) author: Value,
    pub(crate) language: Value,
}

impl Fields {
    /// The fields that can be used, and a fault for each that cannot. `whose` says whose they are.
    pub(crate) fn read(self, whose: &'static str) -> (Metadata, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut text = |field: &'static str, value: Value| match value {
            Value::Null => None,
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            // An id or a year may well be written as a number.
            Value::Number(number) if field == "id" || field == "published" => Some(number.to_string()),
            _ => {
                faults.push(Fault::NotText { field, whose });
                None
            }
        };
        let [id, published] = [text("id", self.id), text("published", self.published)];
        let mut known = Metadata {
            publisher: text("publisher", self.publisher),
            url: text("url", self.url),
            title: text("title", self.title),
            author: text("author", self.author),
            language: text("language", self.language),
            ..Metadata::default()
        };
        if let Some(id) = id {
            match DocumentId::new(id) {
                Ok(id) => known.id = Some(id),
                Err(error) => faults.push(Fault::Id { reason: error.to_string(), whose }),
            }
        }
        if let Some(published) = published {
            known.published = written_day::read(&published);
            if known.published.is_none() {
                faults.push(Fault::Date { field: "published", text: shortened(&published), whose });
            }
        }
        (known, faults)
    }
}

/// `text` fit for a message: on one line, and cut when long.
pub(crate) fn shortened(text: &str) -> String {
    let mut short: String =
        text.chars().take(60).map(|character| if character.is_control() { ' ' } else { character }).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}
