//! Reads OFAC's lists: `sdn.xml` and `consolidated.xml`, or `sdn.csv` with `alt.csv`.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use super::xml::records;
use super::{List, ListEntry, ListFault, NameSort};
use crate::name::Kind;

/// What stands for nothing in the CSV files.
const NONE: &str = "-0-";

/// `sdnEntry` records with an `akaList`.
pub(super) fn xml(text: &str, list: &mut List) {
    records(text, &["sdnEntry"], list, |record, number, list| {
        let uid = record.text_of("uid");
        let what = record.text_of("sdnType");
        let Some(kind) = kind(what) else { return list.pass_over(what) };
        let id = if uid.is_empty() { number.to_string() } else { uid.to_owned() };
        let places = vec![record.place.clone()];
        let mut entry = ListEntry { id, kind: Some(kind), places, ..ListEntry::default() };
        entry.name(&record.joined(&["firstName", "lastName"]), NameSort::Primary);
        for aka in record.under(&["akaList", "aka"]) {
            let sort = sort(aka.text_of("type"), aka.text_of("category"));
            entry.name(&aka.joined(&["firstName", "lastName"]), sort);
        }
        for programme in record.under(&["programList", "program"]) {
            ListEntry::note(&mut entry.programmes, &programme.text);
        }
        let nationalities = record.under(&["nationalityList", "nationality", "country"]).into_iter();
        let addresses = record.under(&["addressList", "address", "country"]).into_iter();
        nationalities
            .chain(addresses)
            .for_each(|country| ListEntry::note(&mut entry.countries, &country.text));
        ListEntry::note(&mut entry.comments, record.text_of("remarks"));
        list.add(entry);
    });
}

/// `sdn.csv`: number, name, type, programmes, title, six fields of ships, remarks; `alt.csv`: number, number of the
/// alias, its type, the name, remarks. Neither has a head line.
pub(super) fn csv(sdn: &str, alt: Option<&str>, list: &mut List) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let sdn_rows = rows(sdn, list);
    let byte = |row: &StringRecord| row.position().and_then(|position| usize::try_from(position.byte()).ok());
    let starts: Vec<usize> =
        sdn_rows.iter().map(|row| byte(row).unwrap_or(sdn.len())).chain([sdn.len()]).collect();
    for (row, at) in sdn_rows.iter().zip(starts.windows(2)) {
        let field =
            |place: usize| row.get(place).map(str::trim).filter(|text| *text != NONE).unwrap_or_default();
        if field(0).parse::<u64>().is_err() || row.len() < 3 {
            // The files end with a control character on a line of its own.
            if field(0).chars().any(|c| !c.is_control()) {
                let line = row.position().map_or(0, csv::Position::line);
                list.problem(
                    format!("line {line}"),
                    ListFault::Broken("it does not begin with a number".to_owned()),
                );
            }
            continue;
        }
        let what = field(2);
        let kind = match what {
            "" => Some(Kind::Organisation),
            what => kind(what),
        };
        let Some(kind) = kind else {
            list.pass_over(what);
            continue;
        };
        let mut entry = ListEntry { id: field(0).to_owned(), kind: Some(kind), ..ListEntry::default() };
        entry.places.extend(at.first().zip(at.last()).map(|(start, end)| *start..*end));
        entry.name(field(1), NameSort::Primary);
        field(3).split("] [").for_each(|programme| {
            ListEntry::note(&mut entry.programmes, programme.trim_matches(['[', ']']));
        });
        ListEntry::note(&mut entry.comments, field(11));
        places.insert(entry.id.clone(), list.entries.len());
        list.add(entry);
    }
    for row in alt.map(|alt| rows(alt, list)).unwrap_or_default() {
        let field =
            |place: usize| row.get(place).map(str::trim).filter(|text| *text != NONE).unwrap_or_default();
        let place = places.get(field(0)).copied();
        if let Some(entry) = place.and_then(|place| list.entries.get_mut(place)) {
            entry.name(field(3), sort(field(2), if field(4).contains("weak") { "weak" } else { "" }));
        }
    }
}

fn rows(text: &str, list: &mut List) -> Vec<StringRecord> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        match row {
            Ok(row) => rows.push(row),
            Err(error) => list.problem("a row", ListFault::Broken(error.to_string())),
        }
    }
    rows
}

fn kind(what: &str) -> Option<Kind> {
    match what.to_ascii_lowercase().as_str() {
        "individual" => Some(Kind::Person),
        "entity" => Some(Kind::Organisation),
        _ => None,
    }
}

fn sort(what: &str, category: &str) -> NameSort {
    match (what.trim_end_matches('.').replace('.', "").as_str(), category) {
        ("fka", _) => NameSort::Former,
        (_, "weak") => NameSort::WeakAlias,
        _ => NameSort::Alias,
    }
}
