//! `retrospect actors`, and what judgements on names change and give back.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::retrospect;

const CASE: &str = "imu-2015.retro";

fn demo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let said = retrospect(folder.path(), &["demo"], b"");
    assert_eq!(said.status, 0, "{}", said.err);
    folder
}

fn ask(folder: &Path, arguments: &[&str]) -> String {
    let said = retrospect(folder, arguments, b"");
    assert_eq!(said.status, 0, "{arguments:?}: {}", said.err);
    said.out
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&ask(folder, &[arguments, &["--format", "json"]].concat())).unwrap()
}

/// Name, voice, whose name it is otherwise, and since when, of what claims say that somebody is called.
fn called(profile: &Value) -> Vec<[String; 4]> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let called = profile["called"].as_array().unwrap().iter().filter(|called| called["is_called"] == true);
    called.map(|called| ["name", "voice", "name_of", "from"].map(|field| text(&called[field]))).collect()
}

/// What was so, of the movement and the Islamic State, by days before the label was used.
fn earlier_answers(folder: &Path) -> Vec<String> {
    let mut answers = Vec::new();
    for actor in ["IMU", "Islamic State"] {
        for relation in ["allegiance", "hostility"] {
            for day in ["2014-10-01", "2015-11-29"] {
                answers.push(ask(folder, &["asof", CASE, relation, actor, "--on", day, "--said-by", day]));
            }
        }
    }
    answers
}

#[test]
fn a_label_that_one_side_puts_on_another_is_shown_with_that_side_and_makes_nobody_the_same() {
    let folder = demo();
    let profile = json(folder.path(), &["actors", CASE, "IMU"]);
    let label = ["Daesh", "Taliban", "Islamic State", "2015-12-02"].map(str::to_owned);
    assert_eq!(called(&profile), [label], "{profile:#}");
    assert!(
        ask(folder.path(), &["actors", CASE, "IMU"])
            .contains("Taliban calls it `Daesh`, which is a name of Islamic State")
    );
    assert!(
        ask(folder.path(), &["actors", CASE, "Islamic State"])
            .contains("Taliban uses its name `Daesh` for Islamic Movement of Uzbekistan")
    );
    // Before that day nobody called it so, and others do not.
    for more in [["--said-by", "2015-11-30"], ["--voice", "Abu Talut"]] {
        let earlier = json(folder.path(), &[&["actors", CASE, "IMU"], more.as_slice()].concat());
        assert_eq!(called(&earlier), [] as [[String; 4]; 0]);
    }
    let explained = json(folder.path(), &["actors", CASE, "--explain", "Daesh", "IMU"]);
    assert_eq!(explained["same"], false);
    assert_eq!(explained["reasons"][0], "a list has them as two actors");
}

#[test]
fn a_name_of_two_names_changes_no_earlier_answer() {
    let folder = demo();
    let before = earlier_answers(folder.path());
    let line = r#"{"doc": "post-of-december", "kind": "attack", "actor": ["Taliban"], "target": ["Daesh (IMU)"], "place": "Zabul", "when": "2015-12-03", "sources": ["Taliban"], "said": "2015-12-03", "stance": "asserted", "quote": "Daesh (IMU)", "start": 0, "end": 11}"#;
    fs::write(folder.path().join("post.jsonl"), format!("{line}\n")).unwrap();
    ask(folder.path(), &["import", CASE, "jsonl", "post.jsonl"]);
    assert_eq!(earlier_answers(folder.path()), before);
    for other in ["IMU", "Islamic State"] {
        let explained = json(folder.path(), &["actors", CASE, "--explain", "Daesh (IMU)", other]);
        assert_eq!(explained["same"], false, "{explained:#}");
    }
    let roll = json(folder.path(), &["actors", CASE, "--search", "daesh"]);
    let names: Vec<&Value> = roll["actors"].as_array().unwrap().iter().map(|actor| &actor["actor"]).collect();
    assert_eq!(names, ["Islamic State", "Daesh (IMU)"], "{roll:#}");
    // An analyst may see it otherwise, and take it back.
    let judged = ask(
        folder.path(),
        &["judge", CASE, "same", "Daesh (IMU)", "IMU", "--reason", "so the post means it"],
    );
    let explained = json(folder.path(), &["actors", CASE, "--explain", "Daesh (IMU)", "IMU"]);
    assert_eq!(
        (explained["same"].as_bool(), explained["judgements"].as_array().map(Vec::len)),
        (Some(true), Some(1))
    );
    let id = judged.split(' ').next().unwrap();
    ask(folder.path(), &["judge", CASE, "undo", id, "--reason", "another post says otherwise"]);
    assert_eq!(earlier_answers(folder.path()), before);
}

#[test]
fn judgements_decide_answers_and_undoing_them_gives_back_what_was() {
    let folder = demo();
    let question = ["asof", CASE, "leadership", "Islamic Movement of Uzbekistan", "--on", "2014-09-15"];
    let before = ask(folder.path(), &question);
    let same =
        ask(folder.path(), &["judge", CASE, "same", "Mullah Omar", "Uthman Ghazi", "--reason", "a test"]);
    let merged = ask(folder.path(), &question);
    assert_ne!(merged, before);
    let split = ask(folder.path(), &["judge", CASE, "split", "Daesh", "Islamic State", "--reason", "a test"]);
    let explained = json(folder.path(), &["actors", CASE, "--explain", "Daesh", "Islamic State"]);
    assert_eq!(explained["same"], false, "{explained:#}");
    // What was known before the judgements is as it was.
    let clocks = ["--recorded-by", "15"];
    assert_eq!(
        ask(folder.path(), &[&question, clocks.as_slice()].concat()).lines().skip(1).collect::<Vec<_>>(),
        before.lines().skip(1).collect::<Vec<_>>()
    );
    for id in [same, split] {
        let id = id.split(' ').next().unwrap();
        ask(folder.path(), &["judge", CASE, "undo", id, "--reason", "enough"]);
    }
    assert_eq!(ask(folder.path(), &question), before);
    let explained = json(folder.path(), &["actors", CASE, "--explain", "Daesh", "Islamic State"]);
    assert_eq!(explained["same"], true);
}

#[test]
fn names_of_a_list_are_read_in_what_comes_later_and_are_one_actor() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    file(
        "list.csv",
        "ActorId,NameData,NameFull,NameFormer\n7,Harrun Front,Front of Harrun,kanun dostlari Ruvo\n",
    );
    file("before.txt", "On 3 May 2015 kanun dostlari Ruvo attacked Belkhara.");
    file("after.txt", "On 4 May 2015 kanun dostlari Ruvo attacked Belkhara.");
    let kinds = |folder: &Path, name: &str| -> Vec<String> {
        let lines =
            ask(folder, &["claims", "x.retro", "--actor", name, "--kind", "attack", "--format", "jsonl"]);
        lines.lines().map(str::to_owned).collect()
    };
    ask(folder.path(), &["add", "x.retro", "before.txt", "--published", "2015-05-03"]);
    ask(folder.path(), &["import", "x.retro", "ucdp-actor", "list.csv", "--published", "2015-05-03"]);
    ask(folder.path(), &["add", "x.retro", "after.txt", "--published", "2015-05-04"]);
    let found = kinds(folder.path(), "Harrun Front");
    assert!(
        found
            .iter()
            .any(|line| line.contains("\"doc\":\"after\"") && line.contains("[\"kanun dostlari Ruvo\"]")),
        "{found:?}"
    );
    let profile = json(folder.path(), &["actors", "x.retro", "Front of Harrun"]);
    assert_eq!(
        (profile["actor"].as_str(), profile["kind"].as_str()),
        (Some("Harrun Front"), Some("organisation"))
    );
    let of_list = called(&profile);
    assert!(
        of_list.iter().any(|called| called[0] == "kanun dostlari Ruvo" && called[3] == "../2015-05-03"),
        "{profile:#}"
    );
}

#[test]
fn pairs_in_doubt_wait_with_reasons_and_unknown_names_have_near_ones() {
    let folder = demo();
    let queue = json(folder.path(), &["judge", CASE, "queue"]);
    for pair in queue["pairs"].as_array().unwrap() {
        let probability = pair["probability"].as_f64().unwrap();
        assert!(
            (0.3..0.9).contains(&probability) && !pair["reasons"].as_array().unwrap().is_empty(),
            "{pair}"
        );
    }
    for (arguments, expected) in [
        (["actors", CASE, "Mula Omar"].as_slice(), "did you mean `Mullah Omar`"),
        (&["actors", CASE, "--search", "qqqq"], "no name in case `imu-2015.retro` has `qqqq` in it"),
        (&["actors", CASE, "--explain", "IMU", "Qqqq"], "is called `Qqqq`"),
        (&["actors", "none.retro"], "there is no such file"),
        (&["judge", "none.retro", "queue"], "there is no such file"),
    ] {
        let said = retrospect(folder.path(), arguments, b"");
        assert_eq!(said.status, 2, "{arguments:?}");
        assert!(said.err.contains(expected) && said.err.contains("hint: "), "{arguments:?}: {}", said.err);
    }
}
