//! Turns published lists of actors, as the bytes of their files, into entries of one form: names with their sort and
//! quality, kind, countries, day of listing, comments. Start at [`read`].
//!
//! Nothing is fetched. What of a file cannot be read is counted and named by its place; the rest is read. XML is read
//! record by record with bounds on depth and size, and no entity of its own is expanded.

mod claims;
mod evidence;
mod ftm;
mod ofac;
mod places;
mod rows;
mod sanctions;
mod wikidata;
mod xml;

pub use claims::{DESCRIBE, ListClaims, ORGANISATION, PERSON, claims};

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use retrospect_model::{Edtf, one_line};

use crate::context::{Context, Record};
use crate::name::Kind;

/// A published form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// United Nations Security Council consolidated list, XML.
    UnSc,
    /// OFAC's lists, the simple XML or `sdn.csv`.
    Ofac,
    /// The European Union's financial sanctions files, XML or CSV.
    Eu,
    /// The United Kingdom's: OFSI's consolidated list as CSV, or the UK sanctions list as XML.
    Uk,
    /// Canada's lists: records as XML or JSON.
    Canada,
    /// The UCDP actor dataset, CSV.
    UcdpActor,
    /// FollowTheMoney entities, JSON lines.
    Ftm,
    /// Wikidata entities, JSON.
    WikidataJson,
}

impl Format {
    /// All forms, in the order of their names on the command line.
    pub const ALL: [Format; 8] = [
        Self::UnSc,
        Self::Ofac,
        Self::Eu,
        Self::Uk,
        Self::Canada,
        Self::UcdpActor,
        Self::Ftm,
        Self::WikidataJson,
    ];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UnSc => "un-sc",
            Self::Ofac => "ofac",
            Self::Eu => "eu",
            Self::Uk => "uk",
            Self::Canada => "canada",
            Self::UcdpActor => "ucdp-actor",
            Self::Ftm => "ftm",
            Self::WikidataJson => "wikidata-json",
        }
    }
}

/// What sort of name the publisher says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameSort {
    /// The name under which it is listed.
    Primary,
    /// Another name, good enough to identify.
    Alias,
    /// A name that does not identify by itself.
    WeakAlias,
    /// A name that is no longer used.
    Former,
    /// The name in its own script.
    OriginalScript,
}

/// A name as a list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListName {
    /// As written.
    pub text: String,
    /// What the publisher says of it.
    pub sort: NameSort,
}

/// An actor as a list has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListEntry {
    /// The publisher's id; for lists without ids, made of the place in the file.
    pub id: String,
    /// What it is, where the list says so in words that are known here.
    pub kind: Option<Kind>,
    /// Its names, in the order of the list, each once.
    pub names: Vec<ListName>,
    /// Countries, as the list writes them.
    pub countries: Vec<String>,
    /// The programme, regime or conflict under which it is listed.
    pub programmes: Vec<String>,
    /// When it was listed.
    pub listed: Option<Edtf>,
    /// When it began and ended, for lists that say so.
    pub from: Option<Edtf>,
    /// When it ended.
    pub until: Option<Edtf>,
    /// Comments of the publisher.
    pub comments: Vec<String>,
    /// Where the file tells of it: bytes of its text without a byte-order mark, in the order of the file.
    pub places: Vec<Range<usize>>,
}

/// What was read of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// Actors, in the order of the file.
    pub entries: Vec<ListEntry>,
    /// What could not be read, in the order of the file.
    pub problems: Vec<ListProblem>,
    /// Records that are no actors, such as ships, by what they are.
    pub passed_over: BTreeMap<String, usize>,
    /// When the publisher made the file, as it says itself.
    pub published: Option<Edtf>,
}

/// Something of a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListProblem {
    /// Where: a line, a record's id or its number.
    pub place: String,
    /// What is wrong there.
    pub what: ListFault,
}

/// What can be wrong with a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListFault {
    /// No record of this form is in the file.
    NoRecords(Format),
    /// The file breaks off or is not of the form.
    Broken(String),
    /// A record without a name.
    NoName,
    /// A record is too large or too deep.
    TooLarge,
    /// A date that cannot be read; the record was used without it.
    Date(String),
    /// Bytes are not UTF-8; they were read as U+FFFD.
    NotUtf8,
    /// A column that is needed is not there.
    NoColumn(&'static str),
}

impl fmt::Display for ListFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRecords(format) => {
                write!(
                    f,
                    "there is no record of the form `{}`\nhint: is it that list, unpacked?",
                    format.name()
                )
            }
            Self::Broken(why) => write!(f, "it cannot be read further: {why}\nhint: get the file anew"),
            Self::NoName => f.write_str("the record has no name and was left out"),
            Self::TooLarge => f.write_str("the record is too large or too deep and was left out"),
            Self::Date(text) => {
                write!(f, "`{text}` is no date that is known here; the record was used without it")
            }
            Self::NotUtf8 => {
                f.write_str("bytes that are not UTF-8 were read as `\u{fffd}`\nhint: save it as UTF-8")
            }
            Self::NoColumn(column) => {
                write!(f, "there is no column `{column}`\nhint: keep the head line as published")
            }
        }
    }
}

impl fmt::Display for ListProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Reads a list. `more` is a second file that belongs to it: OFAC's `alt.csv`.
///
/// ```
/// use retrospect_resolve::lists::{Format, read};
///
/// let list = read(Format::UcdpActor, b"ActorId,NameData,NameFull\n7,Harrun,Harrun Liberation Front\n", None);
/// assert_eq!(list.entries[0].names.len(), 2);
/// ```
#[must_use]
pub fn read(format: Format, bytes: &[u8], more: Option<&[u8]>) -> List {
    let mut list = List::default();
    let text = list.text(bytes);
    let more = more.map(|bytes| list.text(bytes));
    let is_xml = text.trim_start().starts_with('<');
    list.published = places::published(format, &text);
    match format {
        Format::UnSc => sanctions::un(&text, &mut list),
        Format::Ofac if is_xml => ofac::xml(&text, &mut list),
        Format::Ofac => ofac::csv(&text, more.as_deref(), &mut list),
        Format::Eu if is_xml => sanctions::eu(&text, &mut list),
        Format::Eu => rows::eu(&text, &mut list),
        Format::Uk if is_xml => sanctions::uk(&text, &mut list),
        Format::Uk => rows::ofsi(&text, &mut list),
        Format::Canada if is_xml => sanctions::canada(&text, &mut list),
        Format::Canada => sanctions::canada_json(&text, &mut list),
        Format::UcdpActor => rows::ucdp(&text, &mut list),
        Format::Ftm => ftm::read(&text, &mut list),
        Format::WikidataJson => wikidata::read(&text, &mut list),
    }
    if list.entries.is_empty() && list.problems.is_empty() && list.passed_over.is_empty() {
        list.problem("the file", ListFault::NoRecords(format));
    }
    list
}

impl List {
    fn text(&mut self, bytes: &[u8]) -> String {
        let decoded = retrospect_model::decode(bytes);
        if decoded.problems.is_some() {
            self.problem("the file", ListFault::NotUtf8);
        }
        decoded.text.strip_prefix('\u{feff}').map_or_else(|| decoded.text.to_string(), str::to_owned)
    }

    fn problem(&mut self, place: impl Into<String>, what: ListFault) {
        self.problems.push(ListProblem { place: place.into(), what });
    }

    fn pass_over(&mut self, what: &str) {
        *self.passed_over.entry(what.to_owned()).or_default() += 1;
    }

    /// Adds an entry, or tells of one without a name.
    fn add(&mut self, entry: ListEntry) {
        if entry.names.is_empty() {
            self.problem(format!("record {}", entry.id), ListFault::NoName);
        } else {
            self.entries.push(entry);
        }
    }

    /// A date in one of the forms of lists: EDTF, `2001-10-06`, `06/10/2001` (day first), `6 Oct 2001`.
    fn date(&mut self, place: &str, text: &str) -> Option<Edtf> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let date = date(text);
        if date.is_none() {
            self.problem(format!("record {place}"), ListFault::Date(text.to_owned()));
        }
        date
    }
}

fn date(text: &str) -> Option<Edtf> {
    // What follows the day is a time or a zone.
    let day = text.split(['T', 'Z']).next().unwrap_or(text);
    if let Ok(date) = day.parse() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '-', ' ', '.']).filter(|part| !part.is_empty()).collect();
    let [first, second, year] = parts[..] else { return None };
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = second.parse::<usize>().ok().or_else(|| {
        let name = second.to_lowercase();
        MONTHS.iter().position(|month| name.starts_with(month)).map(|place| place + 1)
    })?;
    let (day, year) = (first.parse::<u8>().ok()?, year.parse::<u16>().ok()?);
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

impl ListEntry {
    /// Adds a name, unless it is empty or there already.
    fn name(&mut self, text: &str, sort: NameSort) {
        let text = one_line(text);
        if !text.is_empty() && self.names.iter().all(|name| name.text != text) {
            self.names.push(ListName { text, sort });
        }
    }

    /// Adds a country, programme or comment, unless it is empty or there already.
    fn note(notes: &mut Vec<String>, text: &str) {
        let text = text.trim();
        if !text.is_empty() && notes.iter().all(|note| note != text) {
            notes.push(text.to_owned());
        }
    }

    /// The names as records, to be searched or matched.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        let context = Context {
            kind: self.kind,
            countries: self.countries.iter().map(|country| crate::fold::folded(country)).collect(),
            from: self.from.clone(),
            until: self.until.clone(),
        };
        self.names.iter().map(move |name| Record {
            id: self.id.clone(),
            name: name.text.clone(),
            context: context.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_lists_are_read() {
        for (text, expected) in [
            ("2001-10-06", Some("2001-10-06")),
            ("2001-10-06T00:00:00", Some("2001-10-06")),
            ("06/10/2001", Some("2001-10-06")),
            ("6 Oct 2001", Some("2001-10-06")),
            ("31 October 2001", Some("2001-10-31")),
            ("2001", Some("2001")),
            ("99/99/2001", None),
            ("soon", None),
        ] {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_list_is_told_of() {
        for format in Format::ALL {
            for bytes in [b"".as_slice(), b"hello", b"<a><b/></a>", b"{\"a\": 1}", b"\xff\xfe", b"a,b\n1,2\n"]
            {
                let list = read(format, bytes, None);
                assert!(list.entries.is_empty(), "{format:?}");
                assert!(!list.problems.is_empty(), "{format:?} {:?}", String::from_utf8_lossy(bytes));
            }
        }
    }
}
