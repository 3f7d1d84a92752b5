//! Words are found with their passage.

use retrospect_model::Instant;
use retrospect_store::{Case, Order, Within};

use crate::made::{at, claim, clocks, document, record, small};

fn found(case: &Case, words: &str, within: Within) -> Vec<String> {
    let found = case.search(words, within, &clocks(None, None), 10).unwrap();
    let marked = |passage: &retrospect_store::Passage| {
        let mut text = passage.text.clone();
        for mark in passage.marks.iter().rev() {
            text.insert(mark.end, ']');
            text.insert(mark.start, '[');
        }
        text
    };
    found.passages.iter().map(marked).collect()
}

#[test]
fn passages_show_the_words() {
    let case = small();
    assert_eq!(found(&case, "front", Within::Quotes), ["Karan has led the Harrun [Front]"]);
    assert_eq!(found(&case, "cafe", Within::Documents), ["Der [Café]-Bericht: Karan died in “April” 2013."]);
    assert_eq!(
        found(&case, "Harr* 1996", Within::Documents),
        ["Emir Karan has led the [Harrun] Front since [1996]."]
    );
    assert_eq!(found(&case, "\"led Harrun\"", Within::Documents), [""; 0]);
    for odd in ["", "\"", "*", "AND", "NEAR(", "a:b", "{", "^x", "'; --", "\u{0}", "col : x", "-"] {
        assert!(found(&case, odd, Within::Quotes).is_empty(), "{odd:?}");
    }
}

#[test]
fn clocks_bound_a_search() {
    let case = small();
    let count = |said_by, recorded_by, within| {
        case.search("karan", within, &clocks(said_by, recorded_by), 10).unwrap().passages.len()
    };
    assert_eq!(count(None, None, Within::Quotes), 3);
    assert_eq!(count(Some("2015-07-15"), None, Within::Quotes), 1);
    assert_eq!(count(None, Some(1), Within::Documents), 1);
}

#[test]
fn of_very_many_matches_the_latest_come_first() {
    let mut case = Case::in_memory().unwrap();
    let text = "It fell. ".repeat(5_001);
    let post = document("post", &text, None);
    let mut writer = case.write(Instant::from_unix_millis(0)).unwrap();
    record(&mut writer, &post, &[]);
    for index in 0..5_001_usize {
        let line = format!(
            r#"{{"doc":"post","kind":"control","quote":"It fell","start":{},"end":{}}}"#,
            index * 9,
            index * 9 + 7
        );
        writer.claim(&retrospect_model::Claim::from_line(&line).unwrap()).unwrap();
    }
    writer.commit().unwrap();
    let found = case.search("fell", Within::Quotes, &clocks(None, None), 3).unwrap();
    assert_eq!((found.passages.len(), found.order), (3, Order::Latest));
    let mut writer = case.write(at(1)).unwrap();
    let rare = document("rare", "A rare word.", None);
    record(&mut writer, &rare, &[claim(&rare, "rare word", r#""kind":"publish""#)]);
    writer.commit().unwrap();
    assert_eq!(case.search("rare", Within::Quotes, &clocks(None, None), 3).unwrap().order, Order::Rank);
}
