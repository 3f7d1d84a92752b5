//! Cases: `add`, `claims`, `asof`, `sources`, `disputes`, `export`, `import` and `demo`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{Said, retrospect};

/// A case of the worked example, in a folder of its own.
fn demo() -> (tempfile::TempDir, Said) {
    let folder = tempfile::tempdir().unwrap();
    let said = retrospect(folder.path(), &["demo"], b"");
    assert_eq!(said.status, 0, "{}", said.err);
    (folder, said)
}

fn ask(folder: &Path, arguments: &[&str]) -> String {
    let said = retrospect(folder, arguments, b"");
    assert_eq!(said.status, 0, "{arguments:?}: {}", said.err);
    said.out
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&ask(folder, &[arguments, &["--format", "json"]].concat())).unwrap()
}

/// The first word of each episode of an answer: what it was on the day.
fn standings(answer: &Value) -> Vec<(String, String)> {
    let episodes = answer["episodes"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    episodes.map(|episode| (text(&episode["subject"]), text(&episode["holds"]))).collect()
}

fn refused(folder: &Path, arguments: &[&str], expected: &str) {
    let said = retrospect(folder, arguments, b"");
    assert_eq!(said.status, 2, "{arguments:?}: {}", said.out);
    assert!(said.err.contains(expected) && said.err.contains("\nhint: "), "{arguments:?}: {}", said.err);
}

#[test]
fn the_question_of_omar_has_three_clocks() {
    let (folder, said) = demo();
    for line in [
        "certainly: Mullah Omar led Taliban",
        "no longer: Mullah Omar led Taliban",
        "until 2013-04-23",
        "deception window of Taliban: 2013-04-23..2015-07-30",
        "inside: Taliban, 2015-07-15",
        "What to type next:",
    ] {
        assert!(said.out.contains(line), "{line} is not in:\n{}", said.out);
    }
    let leaders = |clocks: &[&str]| {
        let question = ["asof", "imu-2015.retro", "leadership", "Taliban", "--on", "2014-01-01"];
        json(folder.path(), &[&question, clocks].concat())
    };
    let omar = |holds: &str| vec![("Mullah Omar".to_owned(), holds.to_owned())];
    let before = leaders(&["--said-by", "2015-07-29"]);
    assert_eq!(standings(&before), omar("certainly"));
    assert_eq!(before["deception_windows"], serde_json::json!([]));
    let after = leaders(&["--said-by", "2015-07-31"]);
    assert_eq!(standings(&after), omar("no"));
    assert_eq!(after["episodes"][0]["bounds"]["latest_end"], "2013-04-23");
    let end = &after["episodes"][0]["ends"][0];
    assert_eq!(
        (end["reason"].as_str(), end["claim"]["sources"][0].as_str()),
        (Some("by rule: `die` ends any(actor)"), Some("Taliban"))
    );
    let window = &after["deception_windows"][0];
    assert_eq!(
        (window["party"].as_str(), window["from"][0].as_str(), window["until"][1].as_str()),
        (Some("Taliban"), Some("2013-04-23"), Some("2015-07-30"))
    );
    assert_eq!(window["inside"][0]["doc"], "04-eid-message");
    // The fifth recording came before the admission.
    assert_eq!(standings(&leaders(&["--recorded-by", "5"])), omar("certainly"));
    assert_eq!(standings(&leaders(&["--recorded-by", "6"])), omar("no"));
    assert_eq!(standings(&leaders(&["--recorded-by", "1999-01-01"])), []);
}

#[test]
fn the_path_of_the_movement_is_told() {
    let (folder, _) = demo();
    let asof = |relation: &str, on: &str| {
        let question = ["asof", "imu-2015.retro", relation, "IMU", "--on", on, "--said-by", on];
        let answer = json(folder.path(), &question);
        let of_islamic_state = |episode: &Value| {
            let other = if episode["object"] == "Islamic State" { "holds" } else { "" };
            episode[other].as_str().map(str::to_owned)
        };
        answer["episodes"].as_array().unwrap().iter().find_map(of_islamic_state)
    };
    assert_eq!(asof("approval", "2014-10-01").as_deref(), Some("certainly"));
    assert_eq!(asof("allegiance", "2014-10-01"), None);
    assert_eq!(asof("allegiance", "2015-08-01").as_deref(), Some("certainly"));
    assert_eq!(asof("allegiance", "2015-12-31").as_deref(), Some("no"));
    let text = ask(
        folder.path(),
        &["asof", "imu-2015.retro", "allegiance", "IMU", "--on", "2015-08-01", "--said-by", "2015-08-01"],
    );
    assert!(text.contains("as Abu Talut told"), "{text}");
    let text = ask(
        folder.path(),
        &["asof", "imu-2015.retro", "allegiance", "IMU", "--on", "2015-08-07", "--said-by", "2015-08-07"],
    );
    assert!(text.contains("by its own word"), "{text}");
}

#[test]
fn everybody_is_asked_for_when_nobody_is_named() {
    let (folder, _) = demo();
    let text = ask(folder.path(), &["asof", "imu-2015.retro", "leadership", "--on", "2014-09-15"]);
    assert!(text.contains("Uthman Ghazi led Islamic Movement of Uzbekistan"), "{text}");
    for relation in ["allegiance", "alliance", "approval", "control", "existence", "hostility", "membership"]
    {
        ask(folder.path(), &["asof", "imu-2015.retro", relation, "--on", "2015-09-10"]);
    }
}

#[test]
fn unknown_names_relations_and_kinds_are_answered_with_near_ones() {
    let (folder, _) = demo();
    let case = "imu-2015.retro";
    refused(folder.path(), &["asof", case, "leadership", "Mula Omar"], "did you mean `Mullah Omar`");
    refused(
        folder.path(),
        &["asof", case, "leadership", "Qqqq"],
        "nobody in case `imu-2015.retro` is called `Qqqq`",
    );
    refused(folder.path(), &["asof", case, "leadership", ""], "nobody in case");
    refused(
        folder.path(),
        &["asof", case, "friendship", "IMU"],
        "ask for one of alliance, allegiance"
            .replace("alliance, allegiance", "allegiance, alliance")
            .as_str(),
    );
    refused(
        folder.path(),
        &["claims", case, "--kind", "dance"],
        "no claim in case `imu-2015.retro` is of kind `dance`",
    );
    refused(folder.path(), &["demo"], "is there already");
}

#[test]
fn claims_are_listed_in_all_formats() {
    let (folder, _) = demo();
    let claims =
        |arguments: &[&str]| ask(folder.path(), &[&["claims", "imu-2015.retro"], arguments].concat());
    assert!(
        claims(&["--kind", "pledge", "--actor", "IMU"])
            .contains("Islamic Movement of Uzbekistan → Islamic State")
    );
    let lines =
        claims(&["--format", "jsonl", "--voice", "Abu Talut", "--to", "2015-08-01", "--kind", "pledge"]);
    let pledge: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((lines.lines().count(), pledge["sources"][0].as_str()), (1, Some("Abu Talut")));
    assert_eq!(claims(&["--format", "csv", "--search", "besieged"]).lines().count(), 2);
    assert_eq!(claims(&["--stance", "denied", "--format", "jsonl"]).lines().count(), 1);
    assert_eq!(claims(&["--from", "2016-01-01", "--format", "jsonl", "--kind", "die"]), "");
    assert_eq!(claims(&["--said-by", "2001-01-30"]), "");
}

#[test]
fn sources_and_disputes_are_shown() {
    let (folder, _) = demo();
    let sources = json(folder.path(), &["sources", "imu-2015.retro"]);
    let of = |name: &str| {
        let mut sources = sources["sources"].as_array().unwrap().iter();
        sources.find(|source| source["source"] == name).cloned().unwrap()
    };
    assert_eq!(of("Taliban")["deception_windows"], 1);
    assert_eq!(of("Abu Talut")["deception_windows"], 0);
    // The warning of September came true, by the account of a fighter of those whom it warned.
    let forecast = &of("Khurassani313")["forecasts"][0];
    assert_eq!(
        (forecast["outcome"].as_str(), forecast["from"].as_str()),
        (Some("came true"), Some("2015-09-08"))
    );
    assert_eq!(forecast["by"]["kind"], "besiege");
    let early = json(folder.path(), &["sources", "imu-2015.retro", "--said-by", "2015-09-30"]);
    assert!(early.to_string().contains("is still open"));
    assert_eq!(of("Tahir Jan")["fares"]["on_sides"][0]["side"], "Islamic State");
    assert!(ask(folder.path(), &["sources", "imu-2015.retro"]).contains("too few claims: group prior"));
    let disputes = json(folder.path(), &["disputes", "imu-2015.retro"]);
    assert_eq!(disputes["deception_windows"][0]["subject"], "Mullah Omar");
    let early = json(folder.path(), &["disputes", "imu-2015.retro", "--said-by", "2015-07-29"]);
    assert_eq!(early["deception_windows"], serde_json::json!([]));
    assert!(ask(folder.path(), &["sources", "imu-2015.retro"]).contains("Sabiq Jihadmal"));
    assert!(
        ask(folder.path(), &["disputes", "imu-2015.retro"])
            .contains("whether it was over that Mullah Omar led Taliban")
    );
}

#[test]
fn a_case_goes_out_and_comes_in_whole() {
    let (folder, _) = demo();
    ask(folder.path(), &["export", "imu-2015.retro", "jsonl", "all.jsonl"]);
    ask(folder.path(), &["import", "copy.retro", "jsonl", "all.jsonl"]);
    ask(folder.path(), &["export", "copy.retro", "jsonl", "again.jsonl"]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("all.jsonl"), read("again.jsonl"));
    assert_eq!(ask(folder.path(), &["export", "copy.retro", "jsonl", "-"]), read("all.jsonl"));
    // Claims alone come in too; a line without evidence is named and the rest is recorded.
    let mut lines: Vec<String> = ask(folder.path(), &["claims", "copy.retro", "--format", "jsonl"])
        .lines()
        .map(str::to_owned)
        .collect();
    lines.insert(3, r#"{"doc": "x", "kind": "pledge", "actor": ["IMU"]}"#.to_owned());
    let said =
        retrospect(folder.path(), &["import", "claims.retro", "jsonl", "-"], lines.join("\n").as_bytes());
    assert_eq!(said.status, 2);
    assert!(said.err.contains("line 4: a claim needs evidence: it has no `quote`"), "{}", said.err);
    assert_eq!(
        ask(folder.path(), &["claims", "claims.retro", "--format", "jsonl"]).lines().count(),
        lines.len() - 1
    );
}

#[test]
fn documents_are_added_once_and_what_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).unwrap();
    fs::create_dir(folder.path().join("more")).unwrap();
    file("a.txt", b"On 3 May 2015 the Harrun Front pledged allegiance to the Council of Ten Rivers.");
    file("a.txt.meta.json", br#"{"published": "2015-05-04", "publisher": "The wire"}"#);
    file("more/a.txt", b"On 9 May 2015 the Harrun Front attacked Belkhara, the council said.");
    file("wire.jsonl", b"{\"id\": \"w1\", \"text\": \"The Harrun Front attacked Belkhara on 4 May 2015.\", \"published\": \"2015-05-05\"}\n{\"id\": \"w2\", \"text\": \n");
    file("empty.txt", b"");
    let arguments = ["add", "x.retro", "a.txt", "more", "wire.jsonl", "empty.txt", "absent.txt"];
    let said = retrospect(folder.path(), &arguments, b"");
    assert_eq!(said.status, 2, "{}", said.err);
    for name in ["`empty.txt`", "`absent.txt`", "`wire.jsonl`, line 2", "added a:", "added a-", "added w1:"] {
        assert!(said.err.contains(name), "{name} is not in {}", said.err);
    }
    let first = ask(folder.path(), &["export", "x.retro", "jsonl", "-"]);
    let said = retrospect(folder.path(), &arguments, b"");
    assert!(said.err.contains("0 documents added with 0 claims, 3 were there"), "{}", said.err);
    assert_eq!(ask(folder.path(), &["export", "x.retro", "jsonl", "-"]), first);
    // The publisher speaks for what has no other voice.
    assert!(ask(folder.path(), &["claims", "x.retro", "--voice", "The wire"]).contains("pledge"));
}

#[test]
fn what_is_no_case_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "The Harrun Front attacked Belkhara in 2015.").unwrap();
    refused(folder.path(), &["asof", "none.retro", "leadership"], "there is no such file");
    refused(folder.path(), &["claims", "a.txt"], "it is not a case");
    refused(folder.path(), &["add", "a.txt", "a.txt"], "it is not a case");
    refused(folder.path(), &["add", "no/such/folder/x.retro", "a.txt"], "cannot make case");
    assert!(!folder.path().join("none.retro").exists());
    let (made, _) = demo();
    let path = made.path().join("imu-2015.retro");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    refused(made.path(), &["sources", "imu-2015.retro"], "it is cut off");
}

#[test]
fn an_account_against_interest_settles_what_two_camps_dispute() {
    let (folder, said) = demo();
    let zabul = |said_by: &str| {
        let disputes = json(folder.path(), &["disputes", "imu-2015.retro", "--said-by", said_by]);
        let mut disputes = disputes["disputes"].as_array().unwrap().iter();
        disputes.find(|dispute| dispute["matter"].as_str().unwrap().contains("Zabul")).cloned().unwrap()
    };
    let sources = |side: &Value| -> Vec<String> {
        let claims = side.as_array().unwrap().iter();
        claims.map(|claim| claim["sources"][0].as_str().unwrap_or_default().to_owned()).collect()
    };
    // Both camps' accounts are there, and neither is believed.
    let open = zabul("2015-11-30");
    assert_eq!(
        (sources(&open["one"]), sources(&open["other"])),
        (vec!["pro-Taliban account".to_owned()], vec!["Abu Talut".to_owned()])
    );
    assert_eq!(open["belief"]["word"], "roughly even chance");
    // A fighter of the side that lost says that it lost.
    let settled = zabul("2015-12-11");
    let belief = &settled["belief"];
    assert!(belief["probability"].as_f64().unwrap() > 0.7, "{belief}");
    let first = &belief["shares"][0];
    assert_eq!((first["source"].as_str(), first["interest"].as_str()), (Some("Tahir Jan"), Some("against")));
    let number = |value: &Value| value.as_f64().unwrap();
    let shares: f64 = belief["shares"].as_array().unwrap().iter().map(|share| number(&share["nats"])).sum();
    assert!(
        (number(&belief["prior"]) + number(&belief["doubt"]) + shares - number(&belief["log_odds"])).abs()
            < 1e-9
    );
    let sentence = "Tahir Jan, 2015-12-10, says so against the interest of its own side (Islamic State); without that roughly even chance";
    assert!(said.out.contains(sentence), "{}", said.out);
    let why =
        ask(folder.path(), &["assess", "imu-2015.retro", "--said-by", "2015-12-11", "--explain", "zabul"]);
    assert!(why.contains(sentence) && why.contains("without Taliban:") && why.contains("hangs on:"), "{why}");
    // What was said later changes no earlier answer.
    assert_eq!(open, zabul("2015-11-30"));
}

#[test]
fn a_case_is_weighed_whole() {
    let (folder, _) = demo();
    let lines = ask(folder.path(), &["assess", "imu-2015.retro"]);
    let beliefs: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(beliefs.len() > 20);
    for belief in &beliefs {
        let probability = belief["probability"].as_f64().unwrap();
        assert!((0.01..=0.99).contains(&probability), "{belief}");
    }
    let table =
        ask(folder.path(), &["assess", "imu-2015.retro", "--format", "table", "--said-by", "2001-12-31"]);
    assert!(table.contains("%  Mullah Omar led Taliban"), "{table}");
    refused(folder.path(), &["assess", "imu-2015.retro", "--explain", "Atlantis"], "no question of case");
    refused(
        folder.path(),
        &["assess", "imu-2015.retro", "--pin", "a=b"],
        "decisions on a case are kept in it",
    );
}
