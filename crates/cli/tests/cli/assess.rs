//! `retrospect assess` on tables of claims.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::run::{Said, retrospect};

fn assess(table: &[u8], more: &[&str]) -> Said {
    retrospect(Path::new("."), &[&["assess", "-"], more].concat(), table)
}

fn beliefs(said: &Said) -> Vec<(String, String, f64)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let belief = |line: &str| {
        let belief: Value = serde_json::from_str(line).unwrap();
        (text(&belief["object"]), text(&belief["value"]), belief["probability"].as_f64().unwrap())
    };
    said.out.lines().map(belief).collect()
}

/// Two sources of the north and five of the south, with opposite interests, and what they say of twenty villages; the
/// neutral observer speaks of every other one.
fn two_camps() -> String {
    let mut table = "source,object,value,camp,favours\n".to_owned();
    for village in 0..20 {
        let held = village % 2 == 0;
        for source in 0..7 {
            let camp = if source < 2 { "north" } else { "south" };
            // Each camp claims the villages for itself; the north admits it when it has lost one.
            let says = if camp == "south" {
                "south"
            } else if held {
                "north"
            } else {
                "south"
            };
            writeln!(table, "{camp} {source},village {village},{says},{camp},{says}").unwrap();
        }
        if village % 4 < 2 {
            let says = if held { "north" } else { "south" };
            writeln!(table, "observer,village {village},{says},,{says}").unwrap();
        }
    }
    table
}

#[test]
fn prints_each_object_with_its_claimed_values() {
    let table = b"source,object,value\na,x,1\nb,x,1\nc,x,2\na,y,\"3, or \"\"4\"\"\"\n";
    let said = assess(table, &[]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let beliefs = beliefs(&said);
    let named: Vec<_> = beliefs.iter().map(|(object, value, _)| (object.as_str(), value.as_str())).collect();
    assert_eq!(named, [("x", "1"), ("x", "2"), ("y", "3, or \"4\"")]);
    assert!(beliefs[0].2 > beliefs[1].2, "two sources beat one: {beliefs:?}");
    assert!(beliefs.iter().all(|(_, _, probability)| (0.01..=0.99).contains(probability)));
}

#[test]
fn believes_who_speaks_against_his_interest_not_who_is_louder() {
    let said = assess(two_camps().as_bytes(), &[]);
    assert_eq!(said.status, 0, "{}", said.err);
    for (object, value, probability) in beliefs(&said) {
        let village: usize = object.trim_start_matches("village ").parse().unwrap();
        let truth = if village.is_multiple_of(2) { "north" } else { "south" };
        assert_eq!(probability > 0.5, value == truth, "{object} {value} {probability}");
    }
}

#[test]
fn the_answer_is_the_same_for_any_number_of_threads() {
    let table = two_camps();
    let one = assess(table.as_bytes(), &["--threads", "1"]);
    let four = assess(table.as_bytes(), &["--threads", "4"]);
    assert_eq!(one.out, four.out);
    assert_eq!(one.status, 0);
}

#[test]
fn compares_beliefs_with_known_values() {
    let table = b"source,object,value,gold\na,x,1,1\nb,x,1,\nc,x,2,\na,y,3,3\nb,y,4,\nc,y,3,\na,z,5,6\n";
    let said = assess(table, &[]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(
        said.err.starts_with("note: of 3 objects with a known value, 66.7 % are right (at best 66.7 %)"),
        "{}",
        said.err
    );
}

#[test]
fn says_what_is_wrong_with_a_table() {
    let cases: [(&[u8], &str); 7] = [
        (b"", "cannot use standard input: the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"source,object\na,x\n", "line 1 has no column `value`; it has `source`, `object`"),
        (b"source;object;value\na;x;1\n", "columns are separated by commas, these are by semicolons"),
        (b"source,object,value,Value\na,x,1,2\n", "line 1 names the column `value` twice"),
        (b"source,object,value\n", "line 1 names the columns, but no claim follows"),
        (b"source,object,value\n,x,1\n", "none of 1 rows can be used; line 2: `source` is empty"),
    ];
    for (table, message) in cases {
        let said = assess(table, &[]);
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{}", said.err);
        assert!(said.err.contains(message), "{} lacks {message}", said.err);
    }
}

#[test]
fn names_rows_that_cannot_be_used_and_uses_the_rest() {
    let cases: [(&[u8], &str); 7] = [
        (b"b,x\n", "standard input, line 3: 2 cells where line 1 names 6 columns"),
        (b"b,,1,,,\n", "line 3: `object` is empty"),
        (b"b,\xFF,1,,,\n", "line 3: `object` is not UTF-8"),
        (b"b,x,1,perhaps,,\n", "line 3: `stance` is `perhaps`"),
        (b"b,x,1,,1.5,\n", "line 3: `confidence` is `1.5`"),
        (b"b,x,1,,,soon\n", "line 3: `asserted` is `soon`, so the claim counts without a date"),
        (b"b,x,\"1,,,\nc,x,1,,,\n", "line 3: a quote is opened and never closed"),
    ];
    for (row, message) in cases {
        let table = [b"source,object,value,stance,confidence,asserted\na,x,1,,,\n".as_slice(), row].concat();
        let said = assess(&table, &[]);
        assert_eq!(said.status, 2, "{}", said.err);
        assert!(said.err.contains(message), "{} lacks {message}", said.err);
        assert_eq!(beliefs(&said).len(), 1, "{}", said.out);
    }
}

#[test]
fn a_missing_file_is_named() {
    let said = retrospect(Path::new("."), &["assess", "no-such-table.csv"], b"");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("cannot read `no-such-table.csv`: there is no such file"), "{}", said.err);
}

#[test]
fn explains_a_belief_in_words_and_numbers() {
    let said = assess(two_camps().as_bytes(), &["--explain", "village 3"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let first = said.out.lines().next().unwrap();
    assert!(first.starts_with("village 3: south, "), "{first}");
    assert!(first.contains("against the interest of north weighs most"), "{first}");
    let nats = |line: &str| line.split_whitespace().next().and_then(|word| word.parse::<f64>().ok());
    let terms: Vec<f64> = said.out.lines().skip(3).map_while(nats).collect();
    let (sum, shares) = terms.split_last().unwrap();
    assert!(
        (shares.iter().sum::<f64>() - sum).abs() < 0.06,
        "printed shares sum to the log-odds: {}",
        said.out
    );
    assert!(said.out.contains("without north"), "{}", said.out);
    let said = assess(two_camps().as_bytes(), &["--explain", "village 2"]);
    assert!(
        said.out.contains("It hangs on 2 claims: without north 0, north 1, north is not"),
        "{}",
        said.out
    );
}

const ZABUL: &str = "\
source,object,value,camp,favours,asserted
Taliban statement,who broke the truce in Zabul,the northern fighters,Taliban,Taliban,2015-11-12
northern statement,who broke the truce in Zabul,the Taliban,northern,northern,2015-11-20
northern fighter,who broke the truce in Zabul,the northern fighters,northern,Taliban,2015-12-08
";

#[test]
fn two_accounts_are_a_dispute_until_one_speaks_against_his_own_side() {
    let by = |day| assess(ZABUL.as_bytes(), &["--said-by", day]);
    let before = beliefs(&by("2015-11-30"));
    assert_eq!(before.len(), 2, "both accounts are shown: {before:?}");
    assert!(before.iter().all(|belief| (0.3..0.7).contains(&belief.2)), "neither is believed: {before:?}");
    let after = beliefs(&by("2015-12-11"));
    assert!(after[0].1 == "the northern fighters" && after[0].2 > 0.8, "one is: {after:?}");
    let why =
        assess(ZABUL.as_bytes(), &["--said-by", "2015-12-11", "--explain", "who broke the truce in Zabul"]);
    let sentence = "What northern fighter says against the interest of northern weighs most.";
    assert!(why.out.contains(sentence), "{}", why.out);
    assert_eq!(by("2015-11-30").out, by("2015-11-30").out, "the past stays as it was");
}

#[test]
fn a_pinned_value_is_taken_as_decided() {
    let said = assess(ZABUL.as_bytes(), &["--pin", "who broke the truce in Zabul=the Taliban"]);
    assert_eq!(said.status, 0, "{}", said.err);
    let beliefs = beliefs(&said);
    assert!(beliefs.iter().all(|belief| (belief.1 == "the Taliban") == (belief.2 > 0.999)), "{beliefs:?}");
    let wrong = assess(ZABUL.as_bytes(), &["--pin", "who=nobody"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("no claim has `who`"), "{}", wrong.err);
}

#[test]
fn an_object_that_nobody_speaks_of_is_named() {
    let said = assess(b"source,object,value\na,x,1\n", &["--explain", "y"]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("no claim is about `y`"), "{}", said.err);
}
