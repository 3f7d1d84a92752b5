//! Published lists in their published forms, with invented actors: what of each is read, and what is told of.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod told;

use retrospect_resolve::lists::{Format, List, ListEntry, NameSort, read};
use retrospect_resolve::{Index, Kind, Record};

const UN: &str = include_str!("un-sc.xml");
const SDN_XML: &str = include_str!("sdn.xml");
const SDN: &str = include_str!("sdn.csv");
const ALT: &str = include_str!("alt.csv");
const EU_XML: &str = include_str!("eu.xml");
const EU_CSV: &str = include_str!("eu.csv");
const OFSI: &str = include_str!("ofsi.csv");
const UK_XML: &str = include_str!("uk.xml");
const CANADA: &str = include_str!("canada.xml");
const CANADA_JSON: &str = include_str!("canada.json");
const UCDP: &str = include_str!("ucdp-actor.csv");
const FTM: &str = include_str!("ftm.jsonl");
const WIKIDATA: &str = include_str!("wikidata.json");

fn list(format: Format, text: &str) -> List {
    read(format, text.as_bytes(), None)
}

fn names(entry: &ListEntry) -> Vec<(&str, NameSort)> {
    entry.names.iter().map(|name| (name.text.as_str(), name.sort)).collect()
}

fn listed(entry: &ListEntry) -> String {
    entry.listed.as_ref().map(ToString::to_string).unwrap_or_default()
}

use NameSort::{Alias, Former, OriginalScript, Primary, WeakAlias};

#[test]
fn united_nations() {
    let list = list(Format::UnSc, UN);
    assert_eq!(
        list.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "record XXi.009: the record has no name and was left out",
            "record XXe.003: `soon` is no date that is known here; the record was used without it",
        ]
    );
    let [person, organisation, third] = &list.entries[..] else { panic!("{:?}", list.entries) };
    assert_eq!((person.id.as_str(), person.kind), ("XXi.001", Some(Kind::Person)));
    assert_eq!(
        names(person),
        [
            ("TORA BELK SEFAWI", Primary),
            ("طورة بلك", OriginalScript),
            ("Tura Sefavi", Alias),
            ("Abu Belk", WeakAlias),
            ("Haji Tora", WeakAlias),
        ]
    );
    assert_eq!((listed(person).as_str(), &person.countries[..]), ("2001-10-06", &["Harrun".to_owned()][..]));
    assert_eq!(
        names(organisation),
        [("HARRUN & BELKHARA FRONT", Primary), ("HBF", Alias), ("Old Harrun Front", Former),]
    );
    assert_eq!((organisation.programmes.join(","), organisation.comments.len()), ("Harrun".to_owned(), 1));
    assert_eq!(third.listed, None);
}

#[test]
fn ofac_in_both_forms() {
    let list = list(Format::Ofac, SDN_XML);
    assert_eq!((list.entries.len(), list.problems.len()), (2, 0), "{:?}", list.problems);
    assert_eq!(list.passed_over.get("Vessel"), Some(&1));
    assert_eq!(
        names(&list.entries[0]),
        [("Tora Belk SEFAWI", Primary), ("T. SEFAVI", Alias), ("ABU BELK", WeakAlias),]
    );
    assert_eq!(names(&list.entries[1]), [("HARRUN FRONT", Primary), ("OLD FRONT", Former)]);
    assert_eq!(
        (list.entries[1].programmes.join(","), list.entries[1].countries.join(",")),
        ("SDGT".into(), "Harrun".into())
    );

    let list = read(Format::Ofac, SDN.as_bytes(), Some(ALT.as_bytes()));
    assert_eq!((list.entries.len(), list.problems.len()), (2, 0), "{:?}", list.problems);
    assert_eq!(list.passed_over.get("vessel"), Some(&1));
    assert_eq!((list.entries[0].kind, list.entries[1].kind), (Some(Kind::Organisation), Some(Kind::Person)));
    assert_eq!(names(&list.entries[0]), [("HARRUN FRONT", Primary), ("HF", Alias), ("OLD FRONT", Former)]);
    assert_eq!(names(&list.entries[1]), [("SEFAWI, Tora Belk", Primary), ("SEFAVI, Tura", Alias)]);
    assert_eq!(list.entries[1].programmes, ["SDGT", "XX"]);
}

#[test]
fn european_union_in_both_forms() {
    for text in [EU_XML, EU_CSV] {
        let list = list(Format::Eu, text);
        assert_eq!(list.problems, [], "{text}");
        let [person, organisation] = &list.entries[..] else { panic!("{:?}", list.entries) };
        assert_eq!((person.id.as_str(), person.kind), ("EU.1.1", Some(Kind::Person)));
        assert_eq!(names(person), [("Tora Belk Sefawi", Primary), ("Abu Belk", WeakAlias)]);
        assert_eq!((listed(person).as_str(), person.countries.join(",")), ("2015-08-06", "XA".to_owned()));
        assert_eq!((organisation.kind, organisation.names.len()), (Some(Kind::Organisation), 2));
        assert_eq!(organisation.programmes, ["HAR"]);
    }
}

#[test]
fn united_kingdom_in_both_forms() {
    for text in [OFSI, UK_XML] {
        let list = list(Format::Uk, text);
        assert_eq!(list.problems, [], "{text}");
        let [person, organisation] = &list.entries[..] else { panic!("{:?}", list.entries) };
        assert_eq!(person.kind, Some(Kind::Person));
        assert_eq!(
            names(person),
            [("Tora Belk SEFAWI", Primary), ("Tura SEFAVI", WeakAlias), ("طورة", OriginalScript),]
        );
        assert_eq!(
            (listed(person).as_str(), person.programmes.join(",")),
            ("2015-08-06", "Harrun".to_owned())
        );
        assert_eq!(names(organisation), [("HARRUN FRONT", Primary), ("OLD FRONT", Former)]);
        assert_eq!(list.passed_over.get("Ship"), Some(&1));
    }
}

#[test]
fn canada_in_both_forms() {
    for text in [CANADA, CANADA_JSON] {
        let list = list(Format::Canada, text);
        assert_eq!(list.problems, [], "{text}");
        let [person, organisation] = &list.entries[..] else { panic!("{:?}", list.entries) };
        assert_eq!((person.kind, names(person)[0]), (Some(Kind::Person), ("Tora Sefawi", Primary)));
        assert_eq!(
            names(organisation),
            [("Harrun Front", Primary), ("HF", Alias), ("Front of Harrun", Alias)]
        );
        assert_eq!(
            (organisation.countries.join(","), listed(person).as_str()),
            ("Harrun".to_owned(), "2015-08-06")
        );
    }
}

#[test]
fn ucdp_actors() {
    let list = list(Format::UcdpActor, UCDP);
    assert_eq!(list.problems.len(), 1);
    assert_eq!(list.entries.len(), 2);
    assert_eq!(
        names(&list.entries[0]),
        [("HF", Primary), ("Harrun Front", Alias), ("Jabhat Harrun", Alias), ("Old Front", Former),]
    );
    assert_eq!(list.entries[0].countries, ["Harrun", "Sefa"]);
}

#[test]
fn follow_the_money() {
    let list = list(Format::Ftm, FTM);
    let said: Vec<String> = list.problems.iter().map(ToString::to_string).collect();
    assert!(said.len() == 1 && said[0].starts_with("line 4: it cannot be read further"), "{said:?}");
    assert_eq!(list.passed_over.get("Vessel"), Some(&1));
    let [person, organisation] = &list.entries[..] else { panic!("{:?}", list.entries) };
    assert_eq!(names(person), [("Tora Sefawi", Primary), ("Tura Sefavi", Alias), ("Abu Belk", WeakAlias)]);
    assert_eq!((person.countries.join(","), organisation.names.len()), ("xa".to_owned(), 2));
    assert_eq!(organisation.from.as_ref().map(ToString::to_string).as_deref(), Some("1998"));
}

#[test]
fn wikidata_in_its_three_forms() {
    let whole: serde_json::Value = serde_json::from_str(WIKIDATA).unwrap();
    let entities: Vec<String> =
        whole["entities"].as_object().unwrap().values().map(ToString::to_string).collect();
    let dump = format!("[\n{}\n]\n", entities.join(",\n"));
    let lines = entities.join("\n");
    for text in [WIKIDATA, &dump, &lines] {
        let list = list(Format::WikidataJson, text);
        assert_eq!((list.problems.len(), list.entries.len()), (0, 2), "{:?}", list.problems);
        let organisation = list.entries.iter().find(|entry| entry.id == "Q1000001").unwrap();
        assert_eq!(
            names(organisation),
            [("Harrun Front", Primary), ("Front du Harrun", Alias), ("HF", Alias)]
        );
        assert_eq!(organisation.from.as_ref().map(ToString::to_string).as_deref(), Some("1998-05"));
        let person = list.entries.iter().find(|entry| entry.id == "Q1000002").unwrap();
        assert_eq!(person.kind, Some(Kind::Person));
        // The deprecated name is not read.
        assert_eq!(names(person), [("Tora Sefawi", Primary)]);
    }
}

#[test]
fn broken_files_give_what_stood_before_the_break() {
    for (format, text) in [(Format::UnSc, UN), (Format::Ofac, SDN_XML), (Format::Uk, UK_XML)] {
        let whole = list(format, text);
        let cut: String = text.chars().take(text.chars().count() * 4 / 5).collect();
        let part = list(format, &cut);
        assert!(part.entries.len() <= whole.entries.len());
        assert!(part.problems.iter().any(|problem| problem.to_string().contains("cannot be read further")));
        for (one, other) in part.entries.iter().zip(&whole.entries) {
            assert_eq!(one, other);
        }
    }
    let deep = format!("<l><ENTITY>{}</ENTITY></l>", "<a>".repeat(50_000));
    assert!(
        list(Format::UnSc, &deep).problems.iter().any(|problem| problem.to_string().contains("too deep"))
    );
    let bomb = "<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><l><ENTITY><FIRST_NAME>x&b;</FIRST_NAME></ENTITY></l>";
    assert_eq!(names(&list(Format::UnSc, bomb).entries[0]), [("x", Primary)]);
}

#[test]
fn names_of_a_list_can_be_searched() {
    let list = list(Format::UnSc, UN);
    let records: Vec<Record> = list.entries.iter().flat_map(ListEntry::records).collect();
    let index = Index::build(&records);
    let found = index.find(&Record::new("", "Tura Belk Sefavi"));
    assert_eq!(found.best().map(|best| index.id(best.entity)), Some("XXi.001"));
}
