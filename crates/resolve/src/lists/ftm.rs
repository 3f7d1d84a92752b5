//! Reads FollowTheMoney entities: one JSON object a line with `id`, `schema` and `properties`.

use serde_json::Value;

use super::{List, ListEntry, ListFault, NameSort};
use crate::name::Kind;

/// The entities of schemata that are actors; others are counted by their schema.
pub(super) fn read(text: &str, list: &mut List) {
    let mut end = 0;
    for (line, number) in text.split_inclusive('\n').zip(1_usize..) {
        let start = end;
        end += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let place = || format!("line {number}");
        let entity: Value = match serde_json::from_str(line) {
            Ok(entity) => entity,
            Err(error) => {
                list.problem(place(), ListFault::Broken(error.to_string()));
                continue;
            }
        };
        let text = |key: &str| entity.get(key).and_then(Value::as_str).unwrap_or_default();
        let schema = text("schema");
        if schema.is_empty() {
            list.problem(place(), ListFault::Broken("it has no schema".to_owned()));
            continue;
        }
        let kind = match schema {
            "Person" => Some(Kind::Person),
            "Organization" | "Company" | "PublicBody" => Some(Kind::Organisation),
            "LegalEntity" => None,
            other => {
                list.pass_over(other);
                continue;
            }
        };
        let id = if text("id").is_empty() { place() } else { text("id").to_owned() };
        let places = std::iter::once(start..end).collect();
        let mut entry = ListEntry { id, kind, places, ..ListEntry::default() };
        let values = |property: &str| {
            let values = entity.get("properties").and_then(|properties| properties.get(property));
            values.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
        };
        for (property, sort) in [
            ("name", NameSort::Primary),
            ("alias", NameSort::Alias),
            ("abbreviation", NameSort::Alias),
            ("weakAlias", NameSort::WeakAlias),
            ("previousName", NameSort::Former),
        ] {
            for name in values(property) {
                // Only the first of several names is the one it is listed under.
                let sort =
                    if sort == NameSort::Primary && !entry.names.is_empty() { NameSort::Alias } else { sort };
                entry.name(name, sort);
            }
        }
        for property in ["country", "nationality", "jurisdiction"] {
            values(property).for_each(|country| ListEntry::note(&mut entry.countries, country));
        }
        values("program").for_each(|programme| ListEntry::note(&mut entry.programmes, programme));
        values("notes").for_each(|note| ListEntry::note(&mut entry.comments, note));
        let mut date = |property: &str| values(property).next().and_then(|text| list.date(&entry.id, text));
        (entry.listed, entry.from, entry.until) =
            (date("createdAt"), date("incorporationDate"), date("dissolutionDate"));
        list.add(entry);
    }
}
