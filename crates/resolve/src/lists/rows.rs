//! Reads the lists that are published as tables with a head line: of the European Union, of OFSI, and UCDP's actors.
//! Several rows are one actor; they are put together by its id.

use std::collections::BTreeMap;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::sanctions::{eu_kind, uk_kind};
use super::{List, ListEntry, ListFault, NameSort};
use crate::name::Kind;

/// A table with its columns by their names, in small letters and digits alone.
struct Rows {
    columns: BTreeMap<String, usize>,
    rows: Vec<StringRecord>,
    /// Where each row begins and the last one ends: bytes of the text.
    starts: Vec<usize>,
}

fn plain(head: &str) -> String {
    head.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

impl Rows {
    fn read(text: &str, delimiter: u8, list: &mut List) -> Self {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for row in reader.records() {
            match row {
                Ok(row) => rows.push(row),
                Err(error) => list.problem("a row", ListFault::Broken(error.to_string())),
            }
        }
        let mut rows = rows.into_iter();
        let heads = rows.next().unwrap_or_default();
        let columns = heads.iter().enumerate().map(|(place, head)| (plain(head), place)).collect();
        let rows: Vec<StringRecord> = rows.collect();
        let start = |row: &StringRecord| {
            row.position()
                .map_or(text.len(), |position| usize::try_from(position.byte()).unwrap_or(text.len()))
        };
        let starts = rows.iter().map(start).chain([text.len()]).collect();
        Rows { columns, rows, starts }
    }

    /// The rows, each with the bytes of the text on which it stands, which begin `before` the text.
    fn placed(&self, before: usize) -> impl Iterator<Item = (&StringRecord, Range<usize>)> {
        let places = self.starts.iter().zip(self.starts.iter().skip(1));
        self.rows.iter().zip(places.map(move |(start, end)| before + start..before + end))
    }

    fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.columns.get(*name).copied())
    }

    fn field<'r>(&self, row: &'r StringRecord, names: &[&str]) -> &'r str {
        self.column(names).and_then(|column| row.get(column)).map(str::trim).unwrap_or_default()
    }
}

fn line(row: &StringRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

/// Adds to the entry of an id, in the order in which ids first stand in the table.
struct Gathered {
    places: BTreeMap<String, usize>,
    entries: Vec<ListEntry>,
}

impl Gathered {
    fn new() -> Self {
        Gathered { places: BTreeMap::new(), entries: Vec::new() }
    }

    fn entry(&mut self, id: &str) -> Option<&mut ListEntry> {
        let next = self.entries.len();
        let place = *self.places.entry(id.to_owned()).or_insert(next);
        if place == next {
            self.entries.push(ListEntry { id: id.to_owned(), ..ListEntry::default() });
        }
        self.entries.get_mut(place)
    }

    fn into(self, list: &mut List) {
        self.entries.into_iter().for_each(|entry| list.add(entry));
    }
}

/// The European Union's CSV, of the older or the newer head line, separated by semicolons.
pub(super) fn eu(text: &str, list: &mut List) {
    let rows = Rows::read(text, b';', list);
    const ID: [&str; 4] = ["entityeureferencenumber", "entitylogicalid", "eurefnum", "entitylogicalid"];
    const WHOLE: [&str; 2] = ["namealiaswholename", "naalwholename"];
    if rows.column(&WHOLE).is_none() {
        return list.problem("the head line", ListFault::NoColumn("NameAlias_WholeName"));
    }
    let mut gathered = Gathered::new();
    for (row, place) in rows.placed(0) {
        let id = match rows.field(row, &ID) {
            "" => rows.field(row, &["entitylogicalid"]),
            id => id,
        };
        if id.is_empty() {
            list.problem(format!("line {}", line(row)), ListFault::NoName);
            continue;
        }
        let date = rows.field(row, &["entityregulationpublicationdate", "lebapublicationdate"]);
        let listed = list.date(id, date);
        let Some(entry) = gathered.entry(id) else { continue };
        entry.places.push(place);
        entry.kind = entry.kind.or(eu_kind(rows.field(row, &["entitysubjecttype", "subjecttype"])));
        let weak = rows.field(row, &["namealiasstrong"]).eq_ignore_ascii_case("false");
        let sort = match (entry.names.is_empty(), weak) {
            (true, _) => NameSort::Primary,
            (false, true) => NameSort::WeakAlias,
            (false, false) => NameSort::Alias,
        };
        entry.name(rows.field(row, &WHOLE), sort);
        entry.listed = entry.listed.take().or(listed);
        const COUNTRIES: [&str; 3] = ["citizenshipcountryiso2code", "addresscountryiso2code", "citicountry"];
        for column in COUNTRIES {
            ListEntry::note(&mut entry.countries, rows.field(row, &[column]));
        }
        let programme = rows.field(row, &["entityregulationprogramme", "programme"]);
        ListEntry::note(&mut entry.programmes, programme);
        ListEntry::note(&mut entry.comments, rows.field(row, &["entityremark"]));
    }
    gathered.into(list);
}

/// OFSI's consolidated list: a line `Last Updated`, the head line, then a row for each name.
pub(super) fn ofsi(text: &str, list: &mut List) {
    let whole = text.len();
    let text = match text.split_once('\n') {
        Some((first, rest))
            if first.to_ascii_lowercase().contains("last updated,") && !first.contains("Name") =>
        {
            rest
        }
        _ => text,
    };
    let before = whole - text.len();
    let rows = Rows::read(text, b',', list);
    if rows.column(&["name6"]).is_none() {
        return list.problem("the head line", ListFault::NoColumn("Name 6"));
    }
    let mut gathered = Gathered::new();
    for (row, place) in rows.placed(before) {
        let id = rows.field(row, &["groupid"]);
        let what = rows.field(row, &["grouptype"]);
        let Some(kind) = uk_kind(what) else {
            list.pass_over(what);
            continue;
        };
        if id.is_empty() {
            list.problem(format!("line {}", line(row)), ListFault::NoName);
            continue;
        }
        let listed = list.date(id, rows.field(row, &["listedon"]));
        let Some(entry) = gathered.entry(id) else { continue };
        entry.places.push(place);
        entry.kind = Some(kind);
        let parts =
            ["name1", "name2", "name3", "name4", "name5", "name6"].map(|part| rows.field(row, &[part]));
        let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let quality = rows.field(row, &["aliasquality"]).to_ascii_lowercase();
        let sort = match rows.field(row, &["aliastype"]).to_ascii_lowercase().as_str() {
            "primary name" => NameSort::Primary,
            "fka" => NameSort::Former,
            _ if quality.starts_with("low") => NameSort::WeakAlias,
            _ => NameSort::Alias,
        };
        entry.name(&name, sort);
        entry.name(rows.field(row, &["namenonlatinscript"]), NameSort::OriginalScript);
        entry.listed = entry.listed.take().or(listed);
        for column in ["nationality", "country"] {
            ListEntry::note(&mut entry.countries, rows.field(row, &[column]));
        }
        ListEntry::note(&mut entry.programmes, rows.field(row, &["regime"]));
        ListEntry::note(&mut entry.comments, rows.field(row, &["otherinformation"]));
    }
    gathered.into(list);
}

/// UCDP's actors: the name in its data, the full name, the names in the actor's own language, former names.
pub(super) fn ucdp(text: &str, list: &mut List) {
    let rows = Rows::read(text, b',', list);
    if rows.column(&["actorid"]).is_none() {
        return list.problem("the head line", ListFault::NoColumn("ActorId"));
    }
    let mut gathered = Gathered::new();
    for (row, place) in rows.placed(0) {
        let id = rows.field(row, &["actorid"]);
        if id.is_empty() {
            list.problem(format!("line {}", line(row)), ListFault::NoName);
            continue;
        }
        let Some(entry) = gathered.entry(id) else { continue };
        entry.places.push(place);
        entry.kind = Some(Kind::Organisation);
        for (columns, sort) in [
            (["namedata", "namedata"], NameSort::Primary),
            (["namefull", "namedatafull"], NameSort::Alias),
            (["nameorig", "nameoriginal"], NameSort::Alias),
            (["nameorigfull", "nameoriginalfull"], NameSort::Alias),
            (["nameformer", "formername"], NameSort::Former),
            (["namechange", "newname"], NameSort::Alias),
        ] {
            rows.field(row, &columns).split(';').for_each(|name| entry.name(name, sort));
        }
        rows.field(row, &["location"])
            .split(',')
            .for_each(|place| ListEntry::note(&mut entry.countries, place));
        ListEntry::note(&mut entry.programmes, rows.field(row, &["region"]));
    }
    gathered.into(list);
}
