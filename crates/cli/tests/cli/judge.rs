//! `retrospect judge`: what analysts decide, and take back.

use std::fs;
use std::path::Path;

use crate::run::{Said, retrospect};

/// A case with a few invented names.
fn case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "On 3 May 2015 the Harrun Front pledged allegiance to the Council of Ten Rivers. \
                On 4 May 2015 the Sefa Column attacked Belkhara.";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let said = retrospect(folder.path(), &["add", "x.retro", "a.txt"], b"");
    assert_eq!(said.status, 0, "{}", said.err);
    folder
}

fn judge(folder: &Path, arguments: &[&str]) -> Said {
    retrospect(folder, &[&["judge", "x.retro"], arguments].concat(), b"")
}

#[test]
fn judgements_are_appended_and_undone_by_the_first_digits_of_their_id() {
    let folder = case();
    let said =
        judge(folder.path(), &["same", "Harrun Front", "Sefa Column", "--reason", "a test", "--by", "Anna"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(
        said.out.contains("same: `Harrun Front` and `Sefa Column` are one actor's names"),
        "{}",
        said.out
    );
    let id = said.out.split(' ').next().unwrap().to_owned();
    let undone = judge(folder.path(), &["undo", &id, "--reason", "not so"]);
    assert!(undone.out.contains(&format!("undoes {id}: same (a test)")), "{}", undone.out);
    let twice = judge(folder.path(), &["undo", &id, "--reason", "not so"]);
    assert_eq!(twice.status, 2);
    assert!(twice.err.contains("is undone already\nhint: "), "{}", twice.err);
    let export = retrospect(folder.path(), &["export", "x.retro", "jsonl", "-"], b"").out;
    let judgements: Vec<&str> =
        export.lines().filter(|line| line.contains("\"type\":\"judgement\"")).collect();
    assert!(judgements.len() == 2 && judgements[0].contains("\"author\":\"Anna\""), "{judgements:?}");
}

#[test]
fn what_cannot_be_judged_is_refused_with_a_hint() {
    let folder = case();
    for (arguments, expected) in [
        (["same", "Harun Front", "Sefa Column", "--reason", "r"].as_slice(), "did you mean `Harrun Front`"),
        (&["split", "Harrun Front", "Harrun Front", "--reason", "r"], "are one name"),
        (&["undo", "12", "--reason", "r"], "has no judgement"),
    ] {
        let said = judge(folder.path(), arguments);
        assert_eq!(said.status, 2, "{arguments:?}");
        assert!(said.err.contains(expected) && said.err.contains("hint: "), "{}", said.err);
    }
    assert_eq!(
        judge(folder.path(), &["same", "Harrun Front", "Sefa Column"]).status,
        2,
        "a reason is needed"
    );
}

/// What is said of a claim and a source is in force until it is undone.
#[test]
fn claims_and_sources_are_judged_and_the_answers_follow() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(retrospect(folder.path(), &["demo", "x.retro"], b"").status, 0);
    let out = |arguments: &[&str]| {
        let said = retrospect(folder.path(), arguments, b"");
        assert_eq!(said.status, 0, "{arguments:?}: {}", said.err);
        said.out
    };
    let zabul = || {
        let lines = out(&["assess", "x.retro"]);
        let line = lines.lines().find(|line| line.contains("gone from Zabul")).unwrap();
        let belief: serde_json::Value = serde_json::from_str(line).unwrap();
        belief["probability"].as_f64().unwrap()
    };
    let listed =
        out(&["claims", "x.retro", "--voice", "Tahir Jan", "--kind", "withdraw", "--format", "jsonl"]);
    let claim: serde_json::Value = serde_json::from_str(listed.lines().next().unwrap()).unwrap();
    let id = &claim["id"].as_str().unwrap()[..10];
    let judged = |arguments: &[&str]| {
        let said = judge(folder.path(), &[arguments, &["--reason", "a test"]].concat());
        assert_eq!(said.status, 0, "{arguments:?}: {}", said.err);
        said.out.split(' ').next().unwrap().to_owned()
    };
    let before = zabul();
    let pin = judged(&["pin", id, "not-so"]);
    assert!(zabul() < 1e-9, "a pin is certain");
    let text = out(&["assess", "x.retro", "--explain", "Zabul"]);
    assert!(text.contains("an analyst decided it; without that likely"), "{text}");
    judged(&["undo", &pin]);
    assert!((zabul() - before).abs() < 1e-12);
    let reject = judged(&["reject", id]);
    assert!(zabul() < before);
    judged(&["undo", &reject]);
    judged(&["accept", id]);
    assert!(zabul() > before, "a claim that was read right counts in full");
    let with_side = zabul();
    let side = judged(&["side", "Tahir Jan", "--with", "Taliban"]);
    assert!(zabul() < with_side, "what suits its side counts less");
    judged(&["undo", &side]);
    judged(&["grade", "Abu Talut", "E"]);
    let correct = judged(&["correct", id, "--when", "2015-10"]);
    let all = out(&["assess", "x.retro", "--explain", "Zabul"]);
    assert!(!all.contains(id), "the corrected claim counts no more: {all}");
    judged(&["undo", &correct]);
    assert!(out(&["assess", "x.retro", "--explain", "Zabul"]).contains(&id[..8]));
    for (arguments, expected) in [
        (vec!["accept", "zzzz", "--reason", "x"], "no claim of case"),
        (vec!["correct", id, "--reason", "x"], "is corrected"),
        (vec!["grade", "Nobody Known", "A", "--reason", "x"], "nobody in case"),
    ] {
        let said = judge(folder.path(), &arguments);
        assert_eq!(said.status, 2, "{}", said.out);
        assert!(said.err.contains(expected) && said.err.contains("\nhint: "), "{}", said.err);
    }
}
