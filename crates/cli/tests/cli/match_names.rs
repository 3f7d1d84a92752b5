//! `retrospect match`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{Said, retrospect};

const NAMES: &str = "id,name,kind
1,Harrun Liberation Front,organisation
1,Jabhat Tahrir Harrun,organisation
2,Harrun Liberation Army,organisation
3,Jaysh al-Sefa,organisation
4,Abu Umar al-Belkhari,person
5,\"SEFAWI, Uthman Abd al-Rahman\",person
";

fn folder(names: &str, queries: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("names.csv"), names).unwrap();
    fs::write(folder.path().join("queries.csv"), queries).unwrap();
    folder
}

fn matched(folder: &Path, options: &[&str]) -> Said {
    let mut arguments = vec!["match", "names.csv", "queries.csv"];
    arguments.extend(options);
    retrospect(folder, &arguments, b"")
}

fn lines(said: &Said) -> Vec<Value> {
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn one_line_a_query_in_their_order() {
    let queries =
        "name\nArmy of Sefa\nOsman Abdurrahman Sefavi\nTora Belk\nFront for the Liberation of Harrun\n";
    let folder = folder(NAMES, queries);
    let said = matched(folder.path(), &[]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let lines = lines(&said);
    let best: Vec<&Value> = lines.iter().map(|line| &line["best"]).collect();
    assert_eq!(best, [&Value::from("3"), &Value::from("5"), &Value::Null, &Value::from("1")], "{}", said.out);
    for (line, query) in lines.iter().zip(queries.lines().skip(1)) {
        assert_eq!(line["query"], query);
        assert!((0.0..=1.0).contains(&line["probability"].as_f64().unwrap()));
        assert!(line["runners_up"].is_array());
        assert_eq!(line.as_object().unwrap().len(), 4);
    }
    assert_eq!(lines[3]["runners_up"][0]["id"], "2");
}

#[test]
fn the_output_does_not_depend_on_threads() {
    let queries = "name\nArmy of Sefa\nUsman Sefawi\nHLF\nAbu Omar\n".to_owned();
    let folder = folder(NAMES, &queries);
    let one = matched(folder.path(), &["--threads", "1"]);
    assert_eq!(one.out, matched(folder.path(), &["--threads", "7"]).out);
}

#[test]
fn reasons_are_given_for_what_was_found_and_for_a_hard_no() {
    let folder = folder(NAMES, "name,kind\nArmy of Sefa,\nAbu Omar al-Tilali,person\n");
    let said = matched(folder.path(), &["--explain"]);
    let lines = lines(&said);
    let words = &lines[0]["because"]["words"];
    assert!(words.as_array().unwrap().iter().any(|word| word["how"] == "meaning"), "{}", said.out);
    assert!(lines[0]["because"]["shares"]["cover-less"].as_f64().unwrap() > 0.0);
    assert_eq!(lines[1]["best"], Value::Null);
    let no = lines[1]["runners_up"][0]["because"]["no"].as_str().unwrap();
    assert!(no.contains("share the name after a child only"), "{no}");
}

#[test]
fn other_countries_and_times_speak_against() {
    let names = "id,name,country,from,until\na,Sefa Front,XA,1990,1995\nb,Sefa Front,XB,2010,\n";
    let folder = folder(names, "name,country,from\nSefa Front,XB,2012\nSefa Front,,\nSefa Front,XA,1992\n");
    let lines = lines(&matched(folder.path(), &[]));
    let best: Vec<&Value> = lines.iter().map(|line| &line["best"]).collect();
    assert_eq!(best, [&Value::from("b"), &Value::Null, &Value::from("a")]);
}

#[test]
fn rows_that_cannot_be_used_are_named_and_the_rest_is_done() {
    let folder = folder("id,name\n1,Sefa Front\n2\n3,\n", "name,from\nSefa Front,soon\n");
    let said = matched(folder.path(), &[]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("`names.csv`, line 3: 1 fields where the head has 2"), "{}", said.err);
    assert!(said.err.contains("`names.csv`, line 4: `name` is empty"), "{}", said.err);
    assert!(said.err.contains("`queries.csv`, line 2: `soon` in `from` is no date"), "{}", said.err);
    assert_eq!(lines(&said)[0]["best"], "1");
}

#[test]
fn tables_that_cannot_be_used_end_the_run() {
    for (names, queries, message) in [
        ("id;name\n1;a\n", "name\na\n", "`names.csv`, line 1: there is no column `id`"),
        ("id,name\n1,a\n", "query\na\n", "`queries.csv`, line 1: there is no column `name`"),
        ("", "name\na\n", "`names.csv`, line 1: the table is empty"),
    ] {
        let said = matched(folder(names, queries).path(), &[]);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{message}");
        assert!(said.err.contains(message) && said.err.contains("\nhint: "), "{}", said.err);
    }
    let said = retrospect(Path::new("."), &["match", "absent.csv", "-"], b"name\na\n");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("cannot read `absent.csv`: there is no such file"), "{}", said.err);
    let said = retrospect(Path::new("."), &["match", "a.csv", "b.csv", "--threshold", "7"], b"");
    assert_eq!(said.status, 2);
}

#[test]
fn an_empty_list_has_nobody() {
    let folder = folder("id,name\n", "name\nSefa\n");
    let said = matched(folder.path(), &[]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(said.out, "{\"query\":\"Sefa\",\"best\":null,\"probability\":0.0,\"runners_up\":[]}\n");
}
