//! Labelled pairs of names against the frozen run: what the engine says of each pair, by itself, without a list around.
//!
//! `RETROSPECT_FREEZE=1 cargo test -p retrospect-resolve --test cases` writes the run anew; the difference shows in the
//! change. A pair that is judged wrongly is frozen as it is and marked.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::path::PathBuf;

use retrospect_resolve::{Frequencies, Kind, Record, explain};

const PAIRS: &str = include_str!("pairs.txt");
const FROZEN: &str = include_str!("pairs.frozen.tsv");
/// From here on a pair counts as the same.
const SAME_MIN: f32 = 0.5;
/// Shares that must not get worse unnoticed.
const RIGHT_MIN: f64 = 0.88;

struct Pair<'a> {
    is_same: bool,
    kind: Kind,
    names: [&'a str; 2],
    reason: &'a str,
}

fn pairs() -> Vec<Pair<'static>> {
    let lines = PAIRS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(" | ").map(str::trim).collect();
            let [label, kind, one, other, reason] = fields[..] else { panic!("not five fields: {line}") };
            let is_same = match label {
                "same" => true,
                "other" => false,
                _ => panic!("neither same nor other: {line}"),
            };
            let kind = Kind::parse(kind).unwrap_or_else(|| panic!("no kind: {line}"));
            Pair { is_same, kind, names: [one, other], reason }
        })
        .collect()
}

fn record(name: &str, kind: Kind) -> Record {
    let mut record = Record::new("", name);
    record.context.kind = Some(kind);
    record
}

/// What the engine says: a line for each pair, and how many are right.
fn run() -> (String, usize) {
    let mut text = String::from("judged\tright\tprobability\tone\tother\thard no\n");
    let mut right = 0;
    for pair in pairs() {
        let [one, other] = pair.names.map(|name| record(name, pair.kind));
        let judged = explain(&one, &other, &Frequencies::general()).judged;
        let says_same = judged.probability() >= SAME_MIN;
        right += usize::from(says_same == pair.is_same);
        let (judged_as, mark) = (if says_same { "same" } else { "other" }, says_same == pair.is_same);
        let veto = judged.veto.map(|veto| veto.to_string()).unwrap_or_default();
        let mark = if mark { "yes" } else { "NO" };
        let probability = judged.probability();
        writeln!(text, "{judged_as}\t{mark}\t{probability:.2}\t{}\t{}\t{veto}", pair.names[0], pair.names[1])
            .unwrap();
    }
    (text, right)
}

#[test]
fn pairs_are_judged_as_in_the_frozen_run() {
    let (text, right) = run();
    if std::env::var_os("RETROSPECT_FREEZE").is_some() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pairs.frozen.tsv");
        std::fs::write(path, &text).unwrap();
        return;
    }
    for (now, frozen) in text.lines().zip(FROZEN.lines()) {
        assert_eq!(now, frozen, "renew with RETROSPECT_FREEZE=1 if this is meant");
    }
    assert_eq!(text.lines().count(), FROZEN.lines().count());
    let share = right as f64 / pairs().len() as f64;
    assert!(share >= RIGHT_MIN, "{right} of {} pairs are right", pairs().len());
}

#[test]
fn there_are_enough_pairs_and_each_has_its_reason_and_is_unique() {
    let pairs = pairs();
    assert!(pairs.len() >= 200, "{}", pairs.len());
    let mut seen = std::collections::BTreeSet::new();
    for pair in &pairs {
        assert!(!pair.reason.is_empty() && seen.insert(pair.names), "{:?}", pair.names);
    }
    let same = pairs.iter().filter(|pair| pair.is_same).count();
    assert!(same * 4 > pairs.len() && same * 4 < pairs.len() * 3, "{same} of {} are the same", pairs.len());
}

/// A label that one side puts on another names both and is neither, whatever names stand around it.
#[test]
fn a_label_is_not_an_identity() {
    use retrospect_resolve::Index;
    let list = [
        ("imu", "Islamic Movement of Uzbekistan"),
        ("imu", "IMU"),
        ("islamic-state", "Islamic State"),
        ("islamic-state", "Daesh"),
    ];
    let list: Vec<Record> = list
        .iter()
        .map(|(id, name)| Record { id: (*id).to_owned(), ..record(name, Kind::Organisation) })
        .collect();
    let index = Index::build(&list);
    let found = index.find(&record("Daesh (IMU)", Kind::Organisation));
    let probability = found.best().map_or(0.0, |best| best.probability);
    assert!(
        probability < 0.5,
        "{:?}",
        found.ranked.iter().map(|r| (index.id(r.entity), r.probability)).collect::<Vec<_>>()
    );
    let plain = index.find(&record("Daesh", Kind::Organisation));
    assert_eq!(plain.best().map(|best| index.id(best.entity)), Some("islamic-state"));
}
