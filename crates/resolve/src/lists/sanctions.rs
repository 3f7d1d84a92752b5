//! Reads the lists that are published as XML records: of the United Nations, the European Union, the United Kingdom and
//! Canada.

use std::ops::Range;

use super::xml::records;
use super::{List, ListEntry, ListFault, NameSort, places};
use crate::name::Kind;

/// `INDIVIDUAL` and `ENTITY` records; aliases have `QUALITY` Good, Low, a.k.a. or f.k.a.
pub(super) fn un(text: &str, list: &mut List) {
    records(text, &["INDIVIDUAL", "ENTITY"], list, |record, number, list| {
        let is_person = record.name.eq_ignore_ascii_case("INDIVIDUAL");
        let reference = record.text_of("REFERENCE_NUMBER");
        let id = [reference, record.text_of("DATAID")].into_iter().find(|id| !id.is_empty());
        let mut entry = ListEntry {
            id: id.map_or_else(|| number.to_string(), str::to_owned),
            kind: Some(if is_person { Kind::Person } else { Kind::Organisation }),
            places: vec![record.place.clone()],
            ..ListEntry::default()
        };
        let names = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
        entry.name(&record.joined(&names), NameSort::Primary);
        entry.name(record.text_of("NAME_ORIGINAL_SCRIPT"), NameSort::OriginalScript);
        for alias in record.all("INDIVIDUAL_ALIAS").chain(record.all("ENTITY_ALIAS")) {
            let sort = match alias.text_of("QUALITY") {
                "Low" => NameSort::WeakAlias,
                "f.k.a." => NameSort::Former,
                _ => NameSort::Alias,
            };
            alias.text_of("ALIAS_NAME").split(';').for_each(|name| entry.name(name, sort));
        }
        entry.listed = list.date(&entry.id, record.text_of("LISTED_ON"));
        let nationalities = record.under(&["NATIONALITY", "VALUE"]).into_iter();
        let addresses = record.under(&["ENTITY_ADDRESS", "COUNTRY"]).into_iter();
        nationalities
            .chain(addresses)
            .for_each(|country| ListEntry::note(&mut entry.countries, &country.text));
        ListEntry::note(&mut entry.programmes, record.text_of("UN_LIST_TYPE"));
        ListEntry::note(&mut entry.comments, record.text_of("COMMENTS1"));
        list.add(entry);
    });
}

/// `sanctionEntity` records with `nameAlias` elements; `subjectType` says what they are.
pub(super) fn eu(text: &str, list: &mut List) {
    records(text, &["sanctionEntity"], list, |record, number, list| {
        let ids = [record.attribute("euReferenceNumber"), record.attribute("logicalId")];
        let id = ids.into_iter().find(|id| !id.is_empty());
        let mut entry = ListEntry {
            id: id.map_or_else(|| number.to_string(), str::to_owned),
            places: vec![record.place.clone()],
            ..ListEntry::default()
        };
        let subject = record.all("subjectType").next();
        let subject = subject.map_or("", |subject| match subject.attribute("code") {
            "" => subject.attribute("classificationCode"),
            code => code,
        });
        entry.kind = eu_kind(subject);
        for alias in record.all("nameAlias") {
            let whole = alias.attribute("wholeName");
            let parts = ["firstName", "middleName", "lastName"].map(|part| alias.attribute(part));
            let joined = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            let sort = match (entry.names.is_empty(), alias.attribute("strong")) {
                (true, _) => NameSort::Primary,
                (false, "false") => NameSort::WeakAlias,
                (false, _) => NameSort::Alias,
            };
            entry.name(if whole.is_empty() { &joined } else { whole }, sort);
        }
        for regulation in record.all("regulation") {
            ListEntry::note(&mut entry.programmes, regulation.attribute("programme"));
        }
        let regulation = record.all("regulation").next();
        let listed = record.attribute("designationDate");
        let published = regulation.map_or("", |regulation| regulation.attribute("publicationDate"));
        entry.listed = list.date(&entry.id, if listed.is_empty() { published } else { listed });
        for country in record.all("citizenship").chain(record.all("address")) {
            ListEntry::note(&mut entry.countries, country.attribute("countryIso2Code"));
        }
        for remark in record.all("remark") {
            ListEntry::note(&mut entry.comments, &remark.text);
        }
        list.add(entry);
    });
}

pub(super) fn eu_kind(subject: &str) -> Option<Kind> {
    match subject.to_ascii_lowercase().as_str() {
        "person" | "p" => Some(Kind::Person),
        "enterprise" | "e" | "entity" => Some(Kind::Organisation),
        _ => None,
    }
}

/// `Designation` records of the UK sanctions list; `Name6` is the family name.
pub(super) fn uk(text: &str, list: &mut List) {
    records(text, &["Designation"], list, |record, number, list| {
        let id = record.text_of("UniqueID");
        let id = if id.is_empty() { number.to_string() } else { id.to_owned() };
        let what = record.text_of("IndividualEntityShip");
        let Some(kind) = uk_kind(what) else { return list.pass_over(what) };
        let places = vec![record.place.clone()];
        let mut entry = ListEntry { id, kind: Some(kind), places, ..ListEntry::default() };
        for name in record.under(&["Names", "Name"]) {
            let parts = ["Name1", "Name2", "Name3", "Name4", "Name5", "Name6"];
            let sort = match name.text_of("NameType").to_ascii_lowercase().as_str() {
                "primary name" => NameSort::Primary,
                "previous name" | "fka" => NameSort::Former,
                _ if name.text_of("AliasStrength").to_ascii_lowercase().starts_with("low") => {
                    NameSort::WeakAlias
                }
                _ => NameSort::Alias,
            };
            entry.name(&name.joined(&parts), sort);
        }
        for name in record.under(&["NonLatinNames", "NonLatinName"]) {
            entry.name(name.text_of("NameNonLatinScript"), NameSort::OriginalScript);
        }
        entry.listed = list.date(&entry.id, record.text_of("DateDesignated"));
        for nationality in record.under(&["IndividualDetails", "Individual", "Nationalities", "Nationality"])
        {
            ListEntry::note(&mut entry.countries, &nationality.text);
        }
        for country in record.under(&["Addresses", "Address", "AddressCountry"]) {
            ListEntry::note(&mut entry.countries, &country.text);
        }
        ListEntry::note(&mut entry.programmes, record.text_of("RegimeName"));
        ListEntry::note(&mut entry.comments, record.text_of("OtherInformation"));
        list.add(entry);
    });
}

pub(super) fn uk_kind(what: &str) -> Option<Kind> {
    match what.to_ascii_lowercase().as_str() {
        "individual" => Some(Kind::Person),
        "entity" => Some(Kind::Organisation),
        _ => None,
    }
}

/// `record` elements with `LastName` and `GivenName`, or `Entity`; aliases stand in one field.
pub(super) fn canada(text: &str, list: &mut List) {
    records(text, &["record"], list, |record, number, list| {
        let field =
            |names: &[&str]| names.iter().map(|name| record.text_of(name)).find(|text| !text.is_empty());
        let text = |names: &[&str]| field(names).unwrap_or_default().to_owned();
        canada_entry(number, record.place.clone(), text, list);
    });
}

/// The same records as a JSON list of objects, or under `data`, `records` or `entities`.
pub(super) fn canada_json(text: &str, list: &mut List) {
    let whole: serde_json::Value = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => return list.problem("the file", ListFault::Broken(error.to_string())),
    };
    let inner = ["data", "records", "entities", "record"].iter().find_map(|key| whole.get(key)?.as_array());
    let places = places::objects(text, if whole.is_array() { 1 } else { 2 });
    for (record, number) in whole.as_array().or(inner).into_iter().flatten().zip(1..) {
        let Some(record) = record.as_object() else { continue };
        let field = |name: &&str| {
            let found = record.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1;
            match found {
                serde_json::Value::Array(many) => {
                    let many: Vec<&str> = many.iter().filter_map(|one| one.as_str()).collect();
                    Some(many.join(";"))
                }
                one => {
                    one.as_str().map(str::to_owned).or_else(|| one.as_u64().map(|number| number.to_string()))
                }
            }
        };
        let place = places.get(number - 1).cloned().unwrap_or_default();
        let text =
            |names: &[&str]| names.iter().filter_map(field).find(|text| !text.is_empty()).unwrap_or_default();
        canada_entry(number, place, text, list);
    }
}

fn canada_entry(number: usize, place: Range<usize>, field: impl Fn(&[&str]) -> String, list: &mut List) {
    let (last, given) = (field(&["LastName"]), field(&["GivenName", "FirstName"]));
    let entity = field(&["EntityOrShip", "Entity", "EntityName", "Name", "Title"]);
    let id = field(&["Id", "ItemNumber"]);
    let item = [field(&["Country"]), field(&["Schedule"]), field(&["Item"])].join("/");
    let made = if item.trim_matches('/').is_empty() { number.to_string() } else { item };
    let id = if id.is_empty() { made } else { id };
    let mut entry = ListEntry { id, places: vec![place], ..ListEntry::default() };
    let person = format!("{given} {last}");
    entry.kind = Some(if person.trim().is_empty() { Kind::Organisation } else { Kind::Person });
    entry.name(if person.trim().is_empty() { &entity } else { &person }, NameSort::Primary);
    let aliases = field(&["Aliases", "Alias", "OtherNames"]);
    let separator = if aliases.contains(';') { ';' } else { ',' };
    aliases.split(separator).for_each(|name| entry.name(name, NameSort::Alias));
    entry.listed = list.date(&entry.id, &field(&["DateOfListing", "DateListed", "Listed"]));
    // Bilingual lists write `Syria / Syrie`.
    let country = field(&["Country"]);
    ListEntry::note(&mut entry.countries, country.split('/').next().unwrap_or_default());
    ListEntry::note(&mut entry.programmes, &field(&["Schedule"]));
    ListEntry::note(&mut entry.comments, &field(&["Description", "Comments"]));
    list.add(entry);
}
