//! Reads Wikidata entities as JSON: a dump (one entity a line within brackets), lines, or what `Special:EntityData`
//! gives. Deprecated statements are not read.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use super::{List, ListEntry, ListFault, NameSort, places};
use crate::name::Kind;

/// `instance of`, `human`, and the beginning and end of existence.
const INSTANCE_OF: &str = "P31";
const HUMAN: &str = "Q5";
const BEGINS: [&str; 3] = ["P571", "P580", "P569"];
const ENDS: [&str; 3] = ["P576", "P582", "P570"];
/// The name in its own language, a short name, and the name of somebody's birth or office.
const NAMES: [&str; 4] = ["P1448", "P1705", "P1813", "P1559"];

/// The entities of the file.
pub(super) fn read(text: &str, list: &mut List) {
    if let Ok(whole) = serde_json::from_str::<Value>(text) {
        let entities = whole.get("entities").and_then(Value::as_object);
        let single = whole.get("id").is_some().then_some(&whole);
        let many = whole.as_array().into_iter().flatten();
        let depth = usize::from(whole.is_array()) + 2 * usize::from(entities.is_some());
        let places: BTreeMap<&str, Range<usize>> = places::objects(text, depth)
            .into_iter()
            .map(|place| (places::first_id(text.get(place.clone()).unwrap_or_default()), place))
            .collect();
        for entity in many.chain(entities.into_iter().flat_map(|map| map.values())).chain(single) {
            let id = entity.get("id").and_then(Value::as_str).unwrap_or_default();
            add(entity, places.get(id).cloned(), list);
        }
        return;
    }
    let mut end = 0;
    for (line, number) in text.split_inclusive('\n').zip(1_usize..) {
        let place = end..end + line.len();
        end = place.end;
        let line = line.trim().trim_end_matches(',');
        if matches!(line, "" | "[" | "]") {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(entity) => add(&entity, Some(place), list),
            Err(error) => list.problem(format!("line {number}"), ListFault::Broken(error.to_string())),
        }
    }
}

fn add(entity: &Value, place: Option<Range<usize>>, list: &mut List) {
    let id = entity.get("id").and_then(Value::as_str).unwrap_or_default();
    if !id.starts_with('Q') {
        return list.pass_over("not an item");
    }
    let is_human =
        values(entity, INSTANCE_OF).any(|value| value.get("id").and_then(Value::as_str) == Some(HUMAN));
    let kind = if is_human { Kind::Person } else { Kind::Organisation };
    let places = place.into_iter().collect();
    let mut entry = ListEntry { id: id.to_owned(), kind: Some(kind), places, ..ListEntry::default() };
    let text = |value: &Value| value.get("value").and_then(Value::as_str).unwrap_or_default().to_owned();
    let labels = entity.get("labels").and_then(Value::as_object);
    if let Some(english) = labels.and_then(|labels| labels.get("en").or_else(|| labels.get("mul"))) {
        entry.name(&text(english), NameSort::Primary);
    }
    for label in labels.into_iter().flat_map(|labels| labels.values()) {
        let sort = if entry.names.is_empty() { NameSort::Primary } else { NameSort::Alias };
        entry.name(&text(label), sort);
    }
    let aliases = entity.get("aliases").and_then(Value::as_object);
    for alias in
        aliases.into_iter().flat_map(|aliases| aliases.values()).filter_map(Value::as_array).flatten()
    {
        entry.name(&text(alias), NameSort::Alias);
    }
    for property in NAMES {
        for value in values(entity, property) {
            let name = value.get("text").and_then(Value::as_str).unwrap_or_default();
            entry.name(name, NameSort::Alias);
        }
    }
    let date = |properties: [&str; 3]| {
        properties.iter().find_map(|property| values(entity, property).find_map(time))
    };
    (entry.from, entry.until) = (date(BEGINS), date(ENDS));
    let description = entity.get("descriptions").and_then(|descriptions| descriptions.get("en"));
    ListEntry::note(&mut entry.comments, &description.map(text).unwrap_or_default());
    list.add(entry);
}

/// Values of a property's statements that are not deprecated.
fn values<'e>(entity: &'e Value, property: &str) -> impl Iterator<Item = &'e Value> {
    let claims = entity.get("claims").and_then(|claims| claims.get(property));
    claims
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter(|claim| claim.get("rank").and_then(Value::as_str) != Some("deprecated"))
        .filter_map(|claim| claim.get("mainsnak")?.get("datavalue")?.get("value"))
}

/// `+2015-08-06T00:00:00Z` with a precision: 11 a day, 10 a month, 9 a year; others are not read.
fn time(value: &Value) -> Option<retrospect_model::Edtf> {
    let text = value.get("time")?.as_str()?.strip_prefix('+')?;
    let length = match value.get("precision")?.as_u64()? {
        11 => 10,
        10 => 7,
        9 => 4,
        _ => return None,
    };
    text.get(..length)?.parse().ok()
}
