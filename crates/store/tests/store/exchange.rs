//! A case goes out and comes in without loss.

use retrospect_store::{Case, ImportCounts, Imported};

use crate::made::{at, exported, small};

fn import(case: &mut Case, lines: &str) -> (ImportCounts, Vec<String>) {
    let mut refused = Vec::new();
    let counts = case
        .import(lines.as_bytes(), at(100), |said| {
            if let Imported::Refused { line, reason } = said {
                refused.push(format!("{line}: {reason}"));
            }
        })
        .unwrap();
    (counts, refused)
}

#[test]
fn a_case_is_equal_after_a_round_trip() {
    let lines = exported(&small());
    let mut copy = Case::in_memory().unwrap();
    let (counts, refused) = import(&mut copy, &lines);
    assert_eq!((counts.new, counts.refused, refused), (7, 0, vec![]));
    assert_eq!(exported(&copy), lines);
    assert_eq!(copy.last_recording().unwrap(), small().last_recording().unwrap());
}

#[test]
fn importing_again_changes_nothing() {
    let mut case = small();
    let lines = exported(&case);
    let (counts, refused) = import(&mut case, &lines);
    assert_eq!((counts.new, counts.known, refused), (0, 7, vec![]));
    assert_eq!(exported(&case), lines);
}

#[test]
fn what_comes_into_a_case_is_recorded_when_it_comes() {
    let mut case = small();
    let line =
        r#"{"doc":"wire-7","kind":"split","actor":["Karsh Brigades"],"quote":"a break","start":3,"end":10}"#;
    let lines = format!("\n{line}\n{line}\r\n");
    let (counts, _) = import(&mut case, &lines);
    assert_eq!((counts.lines, counts.new, counts.known), (3, 1, 1));
    assert_eq!(case.last_recording().unwrap().unwrap().1, at(100));
}

#[test]
fn lines_that_cannot_be_used_are_named_and_the_rest_is_read() {
    let good = r#"{"doc":"wire-7","kind":"split","quote":"a break","start":3,"end":10}"#;
    let document = exported(&small()).lines().nth(1).unwrap().replace("1996", "1997");
    let lines = [
        "{",
        r#"{"doc":"a","kind":"split","actor":["X"]}"#,
        good,
        r#"{"type":"rumour"}"#,
        r#"{"retrospect":"case","format":99}"#,
        &document,
        r#"{"type":"judgement","author":"a","kind":"b","payload":{},"reason":"","undoes":"00000000000000000000000000000000"}"#,
    ];
    let mut case = Case::in_memory().unwrap();
    let (counts, refused) = import(&mut case, &lines.join("\n"));
    assert_eq!((counts.new, counts.refused), (1, 6));
    for (said, expected) in refused.iter().zip([
        "1: not a claim: EOF",
        "2: a claim needs evidence: it has no `quote`",
        "4: not a line of an export: its type is `rumour`",
        "5: not a line of an export: the export is in format 99",
        "6: not a line of an export: the document's bytes are not those of its `sha256`",
        "7: not a line of an export: it undoes judgement 0000",
    ]) {
        assert!(said.starts_with(expected), "{said}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    let mut case = Case::in_memory().unwrap();
    let counts = case.import(&b"\xFF\xFE\n"[..], at(0), |_| {}).unwrap();
    assert_eq!((counts.refused, counts.new), (1, 0));
}

#[test]
fn recordings_out_of_order_are_refused_line_by_line() {
    let line = |seq: u64, at: &str, word: &str| {
        format!(
            r#"{{"type":"claim","seq":{seq},"recorded_at":"2026-01-0{at}T00:00:00.000Z","doc":"{word}","kind":"lead","quote":"led","start":0,"end":3}}"#
        )
    };
    let lines = [
        line(2, "2", "a"),
        line(1, "3", "b"),
        line(3, "1", "c"),
        line(0, "4", "d"),
        line(u64::MAX, "4", "e"),
        line(4, "4", "f"),
        line(2, "2", "g"),
        line(4, "4", "h"),
    ];
    let mut case = Case::in_memory().unwrap();
    let mut refused = Vec::new();
    let counts = case
        .import(lines.join("\n").as_bytes(), at(0), |said| {
            if let Imported::Refused { line, reason } = said {
                refused.push((line, reason));
            }
        })
        .unwrap();
    assert_eq!((counts.new, counts.refused), (3, 5));
    let numbers: Vec<usize> = refused.iter().map(|(line, _)| *line).collect();
    assert_eq!(numbers, [2, 3, 4, 5, 7]);
    assert!(refused[0].1.contains("comes after `seq` 2 at 2026-01-02"), "{}", refused[0].1);
    assert!(refused[3].1.contains("expected 1 to 9007199254740992"), "{}", refused[3].1);
    assert_eq!(case.check().unwrap().faults, []);
}
