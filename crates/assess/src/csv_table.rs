//! Turns the bytes of a CSV file into a table and the names of what is in it. Start at [`read_csv`].
//!
//! A row that cannot be used is named by its line, and the rest is read all the same.

use std::collections::HashMap;

use retrospect_model::{Edtf, Limit};

use crate::ids::{CampId, ObjectId, SourceId, ValueId};
use crate::table::{Claim, Favour, Stance, Table};

/// The columns that a table must have.
const NEEDED: [&str; 3] = ["source", "object", "value"];
/// The columns that it may have.
const KNOWN: [&str; 11] = [
    "source",
    "object",
    "value",
    "camp",
    "favours",
    "gold",
    "asserted",
    "parent",
    "stance",
    "copies",
    "confidence",
];
/// Between the levels of a cell of the column `parent`.
const LEVELS: char = '>';

/// Why a file has no table in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CsvError {
    /// Nothing but white space.
    #[error("the file is empty\nhint: its first line names the columns, `source,object,value` at the least")]
    Empty,
    /// A header without any rows.
    #[error("line 1 names the columns, but no claim follows\nhint: add a line for each claim")]
    NoRows,
    /// The header cannot be read as text.
    #[error("line 1 is not UTF-8\nhint: save the file as UTF-8")]
    HeaderNotUtf8,
    /// A column is missing.
    #[error("line 1 has no column `{column}`; it has {found}\nhint: {hint}")]
    MissingColumn {
        /// The column.
        column: &'static str,
        /// The columns that are there.
        found: String,
        /// What to do.
        hint: String,
    },
    /// A column is named twice.
    #[error("line 1 names the column `{column}` twice\nhint: remove or rename one of them")]
    ColumnTwice {
        /// The column.
        column: String,
    },
    /// No row could be used.
    #[error("none of {rows} rows can be used; {first}")]
    NoUsableRows {
        /// How many rows there are.
        rows: usize,
        /// What is wrong with the first.
        first: RowProblem,
    },
}

/// Why a row cannot be used, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct RowProblem {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// What is wrong, and what to do.
    pub what: String,
}

/// Names in the order in which they first came.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: Vec<Box<str>>,
    index: HashMap<Box<str>, u32>,
}

impl Names {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.names.len() as u32
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name at a position; empty beyond the last.
    #[must_use]
    pub fn name(&self, at: u32) -> &str {
        self.names.get(at as usize).map_or("", |name| name)
    }

    /// The position of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    fn intern(&mut self, name: &str) -> u32 {
        if let Some(&at) = self.index.get(name) {
            return at;
        }
        let at = self.names.len() as u32;
        self.names.push(name.into());
        self.index.insert(name.into(), at);
        at
    }
}

/// A table with the names of what is in it.
#[derive(Clone, Debug, Default)]
pub struct NamedTable {
    /// The claims.
    pub table: Table,
    /// The names of its sources.
    pub sources: Names,
    /// The names of its objects.
    pub objects: Names,
    /// Its values.
    pub values: Names,
    /// The names of its camps.
    pub camps: Names,
    /// The right value of each object, where a column `gold` says so.
    pub gold: Vec<Option<Box<str>>>,
}

/// Reads a table, with what is wrong with its rows.
///
/// # Errors
/// When there is no table: an empty file, a header without the columns that are needed, or no row that can be used.
pub fn read_csv(bytes: &[u8]) -> Result<(NamedTable, Vec<RowProblem>), CsvError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(CsvError::Empty);
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(true).from_reader(bytes);
    let header = reader.headers().map_err(|_| CsvError::HeaderNotUtf8)?.clone();
    let columns = Columns::find(&header)?;
    let mut rows = Rows { columns, width: header.len(), ..Rows::default() };
    let mut record = csv::ByteRecord::new();
    let mut count = 0;
    // Reading from memory cannot fail, and rows of any length are asked for.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        count += 1;
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let end = reader.position().byte() as usize;
        rows.add(&record, bytes.get(start..end).unwrap_or_default());
    }
    if count == 0 {
        return Err(CsvError::NoRows);
    }
    rows.finish(count)
}

/// Where the columns stand.
#[derive(Clone, Debug, Default)]
struct Columns([Option<usize>; KNOWN.len()]);

impl Columns {
    fn find(header: &csv::StringRecord) -> Result<Self, CsvError> {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
        let mut columns = Self::default();
        for (at, name) in names.iter().enumerate() {
            let Some(known) = KNOWN.iter().position(|known| known == name) else { continue };
            if columns.0[known].replace(at).is_some() {
                return Err(CsvError::ColumnTwice { column: name.clone() });
            }
        }
        for column in NEEDED {
            if !names.iter().any(|name| name == column) {
                let one = header.get(0).unwrap_or_default();
                let separator =
                    [('\t', "tabs"), (';', "semicolons")].into_iter().find(|(mark, _)| one.contains(*mark));
                let hint = match separator {
                    Some((_, what)) if names.len() == 1 => {
                        format!("columns are separated by commas, these are by {what}")
                    }
                    _ => "the first line names the columns: `source,object,value` and what else there is"
                        .to_owned(),
                };
                let found =
                    header.iter().map(|name| format!("`{}`", excerpt(name))).collect::<Vec<_>>().join(", ");
                return Err(CsvError::MissingColumn { column, found, hint });
            }
        }
        Ok(columns)
    }

    /// What stands in a known column of a row; empty where there is none.
    fn get<'r>(&self, row: &'r csv::ByteRecord, column: &str) -> Result<&'r str, String> {
        let known = KNOWN.iter().position(|known| *known == column);
        let Some(at) = known.and_then(|known| self.0.get(known).copied().flatten()) else { return Ok("") };
        let cell = std::str::from_utf8(row.get(at).unwrap_or_default());
        cell.map(str::trim).map_err(|_| format!("`{column}` is not UTF-8\nhint: save the file as UTF-8"))
    }
}

/// The rows as they come.
#[derive(Default)]
struct Rows {
    columns: Columns,
    width: usize,
    named: NamedTable,
    favours: HashMap<(u32, u32), Vec<(u32, u32)>>,
    parents: HashMap<u32, Vec<Box<str>>>,
    problems: Vec<RowProblem>,
}

impl Rows {
    fn add(&mut self, row: &csv::ByteRecord, raw: &[u8]) {
        let line = row.position().map_or(0, csv::Position::line);
        // An open quote swallows what follows it; that is told by the quotes, which come in pairs.
        let is_open = raw.contains(&b'\n') && raw.iter().filter(|&&byte| byte == b'"').count() % 2 == 1;
        let done = if is_open {
            Err("a quote is opened and never closed, so that all that follows is lost\n\
                 hint: close it, and double quotes within a quoted cell"
                .to_owned())
        } else if row.len() != self.width {
            Err(format!(
                "{} cells where line 1 names {} columns\nhint: quote cells that contain commas",
                row.len(),
                self.width
            ))
        } else {
            self.add_cells(row, line)
        };
        if let Err(what) = done {
            self.problems.push(RowProblem { line, what });
        }
    }

    fn add_cells(&mut self, row: &csv::ByteRecord, line: u64) -> Result<(), String> {
        let columns = self.columns.clone();
        let cell = |column| columns.get(row, column);
        let needed = |column| match cell(column)? {
            "" => Err(format!("`{column}` is empty\nhint: fill it in, or remove the line")),
            text => Ok(text),
        };
        let (source, object, value) = (needed("source")?, needed("object")?, needed("value")?);
        let stance = match cell("stance")? {
            "" | "asserted" => Stance::Asserted,
            "denied" => Stance::Denied,
            other => {
                let other = excerpt(other);
                return Err(format!("`stance` is `{other}`\nhint: write `asserted` or `denied`"));
            }
        };
        let confidence = cell("confidence")?;
        let trust = match confidence.parse::<f32>() {
            _ if confidence.is_empty() => 1.0,
            Ok(trust) if (0.0..=1.0).contains(&trust) => trust,
            _ => {
                let confidence = excerpt(confidence);
                return Err(format!("`confidence` is `{confidence}`\nhint: write a number from 0 to 1"));
            }
        };
        let (camp, favours, gold) = (cell("camp")?, cell("favours")?, cell("gold")?);
        let (parent, copies) = (cell("parent")?, cell("copies")?);
        let asserted = match day(cell("asserted")?) {
            Ok(asserted) => asserted,
            Err(what) => {
                self.problems.push(RowProblem { line, what });
                None
            }
        };
        let named = &mut self.named;
        let object_id = named.objects.intern(object);
        let value_id = named.values.intern(value);
        if !favours.is_empty() {
            let camp = named.camps.intern(favours);
            let counts = self.favours.entry((object_id, value_id)).or_default();
            match counts.iter_mut().find(|(known, _)| *known == camp) {
                Some((_, count)) => *count += 1,
                None => counts.push((camp, 1)),
            }
        }
        named.table.claims.push(Claim {
            source: SourceId(named.sources.intern(source)),
            object: ObjectId(object_id),
            value: ValueId(value_id),
            camp: (!camp.is_empty()).then(|| CampId(named.camps.intern(camp))),
            stance,
            asserted,
            trust,
            copies: (!copies.is_empty()).then(|| SourceId(named.sources.intern(copies))),
        });
        if !parent.is_empty() {
            let levels = parent.split(LEVELS).map(|level| level.trim().into()).collect();
            self.parents.entry(value_id).or_insert(levels);
        }
        self.add_gold(object_id, gold, line);
        Ok(())
    }

    fn add_gold(&mut self, object: u32, gold: &str, line: u64) {
        let golds = &mut self.named.gold;
        golds.resize(self.named.objects.len() as usize, None);
        if gold.is_empty() {
            return;
        }
        let Some(known) = golds.get_mut(object as usize) else { return };
        match known {
            None => *known = Some(gold.into()),
            Some(known) if &**known == gold => {}
            Some(known) => {
                let what = format!(
                    "`gold` is `{}`, but an earlier line has `{}` for the same object\nhint: keep one of them",
                    excerpt(gold),
                    excerpt(known)
                );
                self.problems.push(RowProblem { line, what });
            }
        }
    }

    fn finish(mut self, rows: usize) -> Result<(NamedTable, Vec<RowProblem>), CsvError> {
        if self.named.table.claims.is_empty() {
            let mut problems = self.problems;
            problems.truncate(1);
            return Err(problems
                .pop()
                .map_or(CsvError::NoRows, |first| CsvError::NoUsableRows { rows, first }));
        }
        let named = &mut self.named;
        for (&(object, value), counts) in &self.favours {
            // Labels of one value may differ from row to row: what most rows say counts, and the first at a tie.
            let most = counts.iter().map(|&(_, count)| count).max();
            if let Some(&(camp, _)) = counts.iter().find(|&&(_, count)| Some(count) == most) {
                let (object, value, camp) = (ObjectId(object), ValueId(value), CampId(camp));
                named.table.favours.push(Favour { object, value, camp });
            }
        }
        named.table.favours.sort_unstable();
        let mut parents: Vec<(u32, Vec<Box<str>>)> = self.parents.into_iter().collect();
        parents.sort_unstable();
        for (value, levels) in parents {
            let mut part = value;
            for level in levels {
                let whole = named.values.intern(&level);
                if whole != part {
                    named.table.parents.push((ValueId(part), ValueId(whole)));
                }
                part = whole;
            }
        }
        named.table.sources = named.sources.len();
        named.table.objects = named.objects.len();
        named.table.values = named.values.len();
        named.table.camps = named.camps.len();
        Ok((self.named, self.problems))
    }
}

/// The day on which something was said for certain: the last one that an EDTF date allows. A bare number of up to three or
/// more than four digits is a day counted from any one day.
fn day(text: &str) -> Result<Option<i32>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || {
        let text = excerpt(text);
        format!(
            "`asserted` is `{text}`, so the claim counts without a date\n\
             hint: write a day such as `2015-07-30`, or EDTF such as `2015-07~`"
        )
    };
    let is_count = text.len() != 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_count {
        return text.parse().map(Some).map_err(|_| wrong());
    }
    let bounds = text.parse::<Edtf>().map_err(|_| wrong())?.bounds();
    match bounds.latest_end() {
        Limit::On(day) => Ok(i32::try_from(day.days_since_epoch()).ok()),
        Limit::Past | Limit::Future => Err(wrong()),
    }
}

/// The beginning of a text, for a message.
fn excerpt(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let line = short.split(['\n', '\r']).next().unwrap_or_default();
    if line.len() < text.len() { format!("{line}…") } else { line.to_owned() }
}
