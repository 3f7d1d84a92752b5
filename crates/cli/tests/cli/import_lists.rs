//! `retrospect import CASE un-sc|ofac|... FILE`: published lists of actors.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{Said, retrospect};

const UN: &str = include_str!("../../../resolve/tests/lists/un-sc.xml");
const OFSI: &str = include_str!("../../../resolve/tests/lists/ofsi.csv");
const FTM: &str = include_str!("../../../resolve/tests/lists/ftm.jsonl");

fn import(folder: &Path, format: &str, file: &str, more: &[&str]) -> Said {
    retrospect(folder, &[&["import", "x.retro", format, file], more].concat(), b"")
}

fn claims(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let said = retrospect(folder, &[&["claims", "x.retro", "--format", "jsonl"], arguments].concat(), b"");
    assert_eq!(said.status, 0, "{}", said.err);
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_list_becomes_a_document_and_dated_claims_of_its_publisher() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ofsi.csv"), OFSI).unwrap();
    let said = import(folder.path(), "uk", "ofsi.csv", &[]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.err.contains("2 actors with 5 names, 8 new claims"), "{}", said.err);
    assert!(said.err.contains("passed over what is no actor: 1 Ship"), "{}", said.err);
    let weak = claims(folder.path(), &["--kind", "alias", "--stance", "alleged"]);
    assert_eq!(
        (weak[0]["target"][0].as_str(), weak[0]["quote"].as_str(), weak[0]["origin"].as_str()),
        (Some("Tura SEFAVI"), Some("SEFAVI,Tura"), Some("import"))
    );
    // The list was published on 6 August 2015, and so says it itself.
    assert_eq!(claims(folder.path(), &["--said-by", "2015-08-05"]), [] as [Value; 0]);
    assert_eq!(claims(folder.path(), &["--said-by", "2015-08-06"]).len(), 8);
    let voice = ["--voice", "Government of the United Kingdom", "--kind", "designate"];
    let listed = claims(folder.path(), &voice);
    assert_eq!((listed.len(), listed[0]["when"].as_str()), (2, Some("2015-08-06")));
    // The same file again changes nothing.
    let again = import(folder.path(), "uk", "ofsi.csv", &["--published", "2020"]);
    assert!(again.err.contains("was there as ofsi") && again.err.contains("0 new claims"), "{}", again.err);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("un.xml"), UN).unwrap();
    fs::write(folder.path().join("entities.jsonl"), FTM).unwrap();
    let said = import(folder.path(), "un-sc", "un.xml", &[]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("`un.xml`, record XXi.009: the record has no name"), "{}", said.err);
    assert_eq!(claims(folder.path(), &["--kind", "organisation"]).len(), 2);
    let arguments = ["--published", "2024-05-01", "--publisher", "The archive"];
    let said = import(folder.path(), "ftm", "entities.jsonl", &arguments);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("line 4: it cannot be read further"), "{}", said.err);
    assert!(!claims(folder.path(), &["--voice", "The archive", "--said-by", "2024-05-01"]).is_empty());
}

#[test]
fn what_is_no_such_list_is_refused_and_makes_no_case() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    file("un.xml", UN);
    file("empty.xml", " \n");
    file("broken.xml", &UN[..300]);
    file("table.csv", "a,b\n1,2\n");
    file("text.txt", "The council met.");
    for (format, name, expected) in [
        ("ofac", "un.xml", "has no actors that could be read as `ofac`: the file: there is no record"),
        ("un-sc", "empty.xml", "`empty.xml` is empty"),
        ("un-sc", "broken.xml", "the file ends within it"),
        ("ucdp-actor", "table.csv", "there is no column `ActorId`"),
        ("uk", "table.csv", "there is no column `Name 6`"),
        ("eu", "text.txt", "there is no column `NameAlias_WholeName`"),
        ("wikidata-json", "text.txt", "it cannot be read further"),
        ("canada", "text.txt", "it cannot be read further"),
        ("ftm", "table.csv", "it cannot be read further"),
        ("un-sc", "absent.xml", "there is no such file"),
    ] {
        let said = import(folder.path(), format, name, &[]);
        assert_eq!(said.status, 2, "{format} {name}: {}", said.err);
        assert!(said.err.contains(expected) && said.err.contains("hint: "), "{format} {name}: {}", said.err);
    }
    assert!(!folder.path().join("x.retro").exists());
}
