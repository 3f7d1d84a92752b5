//! Turns comma-separated tables of names into records: columns `id` and `name`, and optionally `kind`, `country`,
//! `from` and `until`, in any order. Start at [`read`].

use std::fmt;

use csv::{ReaderBuilder, StringRecord};
use retrospect_model::{Edtf, decode};

use crate::context::{Context, Record};
use crate::name::Kind;

/// Which columns a table must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// `id` and `name`.
    IdAndName,
    /// `name` alone.
    Name,
}

/// Names read from a table, and what could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The names, in their order.
    pub records: Vec<Record>,
    /// Rows and fields that could not be used.
    pub problems: Vec<TableProblem>,
}

/// What could not be used, with its line from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableProblem {
    /// The line of the table.
    pub line: u64,
    /// What is wrong there and what to do.
    pub what: TableFault,
}

/// What can be wrong with a table or one of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableFault {
    /// The table has nothing in it.
    Empty,
    /// The head line lacks a column that is needed.
    NoColumn {
        /// The column.
        column: &'static str,
        /// The columns that are there.
        found: Vec<String>,
    },
    /// A column stands there twice.
    TwoColumns(&'static str),
    /// Bytes are not UTF-8; they were read as U+FFFD.
    NotUtf8,
    /// The row has another number of fields than the head.
    Fields {
        /// Fields of the head.
        expected: u64,
        /// Fields of the row.
        found: u64,
    },
    /// The field is empty and must not be.
    NoValue(&'static str),
    /// A word that is no kind; the row was used without it.
    Kind(String),
    /// A date that cannot be read; the row was used without it.
    Date {
        /// The column.
        column: &'static str,
        /// What it says.
        text: String,
    },
    /// The row cannot be read as comma-separated values.
    Row(String),
}

impl TableFault {
    /// Whether the whole table cannot be used.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Empty | Self::NoColumn { .. } | Self::TwoColumns(_))
    }
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the table is empty\nhint: begin it with a line `id,name`"),
            Self::NoColumn { column, found } => {
                write!(f, "there is no column `{column}`, only {}\nhint: ", list(found))?;
                let separated = found.len() == 1 && found.iter().any(|head| head.contains([';', '\t', '|']));
                if separated {
                    f.write_str("separate columns by commas")
                } else {
                    write!(f, "name it in the first line; columns are id, name, kind, country, from, until")
                }
            }
            Self::TwoColumns(column) => {
                write!(f, "two columns are named `{column}`\nhint: rename one of them")
            }
            Self::NotUtf8 => {
                f.write_str("bytes that are not UTF-8 were read as `\u{fffd}`\nhint: save the table as UTF-8")
            }
            Self::Fields { expected, found } => {
                write!(
                    f,
                    "{found} fields where the head has {expected}\nhint: put fields with commas in double quotes"
                )
            }
            Self::NoValue(column) => write!(f, "`{column}` is empty\nhint: fill it in or delete the row"),
            Self::Kind(text) => {
                write!(
                    f,
                    "`{text}` is no kind and was left out\nhint: write organisation or person, or nothing"
                )
            }
            Self::Date { column, text } => {
                write!(
                    f,
                    "`{text}` in `{column}` is no date and was left out\nhint: write it like 2015-08-06, 2015-08 or 2015~"
                )
            }
            Self::Row(why) => write!(f, "the row cannot be read: {why}\nhint: check its quotes"),
        }
    }
}

fn list(heads: &[String]) -> String {
    heads.iter().map(|head| format!("`{head}`")).collect::<Vec<_>>().join(", ")
}

/// Reads a table. Rows that cannot be used are left out and told of; the rest is read.
///
/// ```
/// use retrospect_resolve::table::{Columns, read};
///
/// let table = read(b"id,name,kind\n1,Harrun Front,organisation\n", Columns::IdAndName);
/// assert_eq!((table.records.len(), table.problems.len()), (1, 0));
/// ```
#[must_use]
pub fn read(bytes: &[u8], columns: Columns) -> Table {
    let mut table = Table::default();
    let decoded = decode(bytes);
    if decoded.problems.is_some() {
        table.fault(1, TableFault::NotUtf8);
    }
    let text = decoded.text.strip_prefix('\u{feff}').unwrap_or(&decoded.text);
    if text.trim().is_empty() {
        table.fault(1, TableFault::Empty);
        return table;
    }
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let heads = match reader.headers() {
        Ok(heads) => Heads::of(heads, columns),
        Err(error) => Err(TableFault::Row(error.to_string())),
    };
    let heads = match heads {
        Ok(heads) => heads,
        Err(fault) => {
            table.fault(1, fault);
            return table;
        }
    };
    for row in reader.records() {
        match row {
            Ok(row) => heads.record(&row, columns, &mut table),
            Err(error) => table.row_error(&error),
        }
    }
    table
}

impl Table {
    fn fault(&mut self, line: u64, what: TableFault) {
        self.problems.push(TableProblem { line, what });
    }

    fn row_error(&mut self, error: &csv::Error) {
        let line = error.position().map_or(0, csv::Position::line);
        let fault = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                TableFault::Fields { expected: *expected_len, found: *len }
            }
            _ => TableFault::Row(error.to_string()),
        };
        self.fault(line, fault);
    }
}

/// Where the columns are.
struct Heads {
    id: Option<usize>,
    name: usize,
    kind: Option<usize>,
    country: Option<usize>,
    from: Option<usize>,
    until: Option<usize>,
}

impl Heads {
    fn of(heads: &StringRecord, columns: Columns) -> Result<Self, TableFault> {
        let column = |column: &'static str| {
            let mut places =
                heads.iter().enumerate().filter(|(_, head)| head.trim().eq_ignore_ascii_case(column));
            match (places.next(), places.next()) {
                (Some(_), Some(_)) => Err(TableFault::TwoColumns(column)),
                (place, _) => Ok(place.map(|(place, _)| place)),
            }
        };
        let none = |column| TableFault::NoColumn { column, found: heads.iter().map(str::to_owned).collect() };
        let id = column("id")?;
        if columns == Columns::IdAndName && id.is_none() {
            return Err(none("id"));
        }
        Ok(Heads {
            id,
            name: column("name")?.ok_or_else(|| none("name"))?,
            kind: column("kind")?,
            country: column("country")?,
            from: column("from")?,
            until: column("until")?,
        })
    }

    fn record(&self, row: &StringRecord, columns: Columns, table: &mut Table) {
        let line = row.position().map_or(0, csv::Position::line);
        let field =
            |column: Option<usize>| column.and_then(|column| row.get(column)).unwrap_or_default().trim();
        let (id, name) = (field(self.id), field(Some(self.name)));
        if columns == Columns::IdAndName && id.is_empty() {
            return table.fault(line, TableFault::NoValue("id"));
        }
        if name.is_empty() {
            return table.fault(line, TableFault::NoValue("name"));
        }
        let mut context =
            Context { countries: Context::countries_of(field(self.country)), ..Context::default() };
        let kind = field(self.kind);
        context.kind = Kind::parse(kind);
        if context.kind.is_none() && !kind.is_empty() {
            table.fault(line, TableFault::Kind(kind.to_owned()));
        }
        let mut date = |column: &'static str, text: &str| -> Option<Edtf> {
            let edtf = (!text.is_empty()).then(|| text.parse().ok())?;
            if edtf.is_none() {
                table.fault(line, TableFault::Date { column, text: text.to_owned() });
            }
            edtf
        };
        context.from = date("from", field(self.from));
        context.until = date("until", field(self.until));
        table.records.push(Record { id: id.to_owned(), name: name.to_owned(), context });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str, columns: Columns) -> Vec<String> {
        let table = read(text.as_bytes(), columns);
        table.problems.iter().map(|problem| format!("{}: {}", problem.line, problem.what)).collect()
    }

    #[test]
    fn columns_stand_in_any_order_and_some_may_be_missing() {
        let table =
            read("\u{feff}Name,until,ID\n\"Sefa, Omar\",2015~,a\n Belt ,,b\n".as_bytes(), Columns::IdAndName);
        assert_eq!(table.problems, []);
        let names: Vec<_> =
            table.records.iter().map(|record| (record.id.as_str(), record.name.as_str())).collect();
        assert_eq!(names, [("a", "Sefa, Omar"), ("b", "Belt")]);
        assert_eq!(table.records[0].context.until, "2015~".parse().ok());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_the_rest_is_read() {
        let text =
            "id,name,kind,from\n1,Sefa,vessel,\n2,,,\n,Belt,,\n3,Tora\n4,Front,o,soon\n5,Belk,p,2001\n";
        let table = read(text.as_bytes(), Columns::IdAndName);
        assert_eq!(
            table.records.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(),
            ["1", "4", "5"]
        );
        let said = problems(text, Columns::IdAndName);
        for (place, expected) in [
            "2: `vessel` is no kind",
            "3: `name` is empty",
            "4: `id` is empty",
            "5: 2 fields where the head has 4",
            "6: `soon` in `from` is no date",
        ]
        .iter()
        .enumerate()
        {
            assert!(said[place].starts_with(expected), "{said:?}");
        }
        assert!(said.iter().all(|said| said.contains("\nhint: ")));
    }

    #[test]
    fn tables_without_the_columns_are_refused() {
        let first = |text: &str, columns| problems(text, columns)[0].clone();
        assert!(first("", Columns::Name).contains("the table is empty"));
        assert!(first("id;name\n1;a\n", Columns::IdAndName).contains("hint: separate columns by commas"));
        assert!(first("name\na\n", Columns::IdAndName).contains("no column `id`"));
        assert!(first("id,title\n1,a\n", Columns::Name).contains("no column `name`, only `id`, `title`"));
        assert!(first("id,name,name\n1,a,b\n", Columns::Name).contains("two columns are named `name`"));
        assert!(read(b"name\na\n", Columns::Name).problems.is_empty());
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_told_of() {
        let table = read(b"id,name\n1,S\xe9fa\n", Columns::IdAndName);
        assert_eq!(table.problems[0].what, TableFault::NotUtf8);
        assert_eq!(table.records[0].name, "S\u{fffd}fa");
    }
}
