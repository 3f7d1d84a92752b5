//! The dates that texts give, case by case: `tests/dates/dates.txt` holds the texts and what should be found in them.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::path::Path;

use retrospect_extract::dates::{Anchor, DateExpression, DateKind, Timeline, find};
use retrospect_lang::Model;
use retrospect_model::Edtf;

const CASES: &str = include_str!("dates.txt");

/// A text and what should be found in it.
#[derive(Default)]
struct Case<'c> {
    name: &'c str,
    published: Option<Edtf>,
    text: String,
    expected: Vec<&'c str>,
}

fn model() -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en-core-web-sm-3.8.0.model");
    Model::load(&path).expect("the model loads")
}

/// Reads the cases: `text:` begins a paragraph and `line:` a line in it.
fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'static>> = Vec::new();
    for line in CASES.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("--- ").and_then(|line| line.strip_suffix(" ---")) {
            cases.push(Case { name, ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a case begins with its name");
        let (key, rest) = line.split_once(": ").unwrap_or_else(|| panic!("no key in {line:?}"));
        match key {
            "published" => case.published = Some(rest.parse().expect("a date of publication")),
            "text" if case.text.is_empty() => case.text.push_str(rest),
            "text" => case.text.extend(["\n\n", rest]),
            "line" => case.text.extend(["\n", rest]),
            "date" => case.expected.push(rest),
            _ => panic!("unknown key in {line:?}"),
        }
    }
    cases
}

/// A date as the cases write it: `words => value (anchor)`.
fn written(text: &str, dates: &[DateExpression], date: &DateExpression) -> String {
    let words = |date: &DateExpression| text[date.bytes.clone()].replace('\n', " ");
    let value = match (date.kind, &date.value) {
        (DateKind::Duration(length), _) => length.to_string(),
        (DateKind::Set, _) => "set".to_owned(),
        (DateKind::Date, Some(value)) => value.to_string(),
        (DateKind::Date, None) => "?".to_owned(),
    };
    let mut line = format!("{} => {value}", words(date));
    if let Some(event) = &date.event {
        write!(line, ", of {event}").expect("strings can be written to");
    }
    match date.anchor {
        Anchor::Unneeded => {}
        Anchor::Published => line.push_str(" (published)"),
        Anchor::Unknown => line.push_str(" (unknown)"),
        Anchor::Narrative { by } => {
            write!(line, " (after {})", words(&dates[by])).expect("strings can be written to");
        }
    }
    line
}

/// What differs between what was found and what should have been.
fn check(model: &Model, case: &Case<'_>) -> Option<String> {
    let doc = model.parse(&case.text);
    let dates = find(&doc, case.published.as_ref());
    let found: Vec<String> = dates.iter().map(|date| written(&case.text, &dates, date)).collect();
    if found == case.expected {
        return None;
    }
    Some(format!(
        "--- {} ---\n{}\n  expected {:#?}\n  found    {:#?}\n",
        case.name, case.text, case.expected, found
    ))
}

#[test]
fn every_case_has_its_dates() {
    let model = model();
    let cases = cases();
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(&model, case)).collect();
    assert!(wrong.is_empty(), "{} of {} cases are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn names_of_cases_are_unique() {
    let mut names: Vec<&str> = cases().iter().map(|case| case.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn spans_are_of_the_text() {
    let model = model();
    for case in cases() {
        let doc = model.parse(&case.text);
        let mut end = 0;
        for date in find(&doc, case.published.as_ref()) {
            assert!(date.bytes.start >= end && date.bytes.end > date.bytes.start, "{}", case.name);
            assert!(case.text.get(date.bytes.clone()).is_some(), "{}", case.name);
            let tokens = doc.byte_range(date.tokens.clone());
            assert!(tokens.start <= date.bytes.start && date.bytes.end <= tokens.end, "{}", case.name);
            assert!(date.named_bytes.start >= date.bytes.start && date.named_bytes.end == date.bytes.end);
            end = date.bytes.end;
        }
    }
}

#[test]
fn words_without_a_date_know_the_dates_around_them() {
    let model = model();
    let text = "Lakeside, 4 May 2016 - A bomb hit the market on Monday. Nobody claimed it.\n\n\
                [2 June 2016] Gunmen took the bridge. They left it the next day.";
    let doc = model.parse(text);
    let dates = find(&doc, None);
    let timeline = Timeline::new(&doc, &dates);
    let at = |word: &str| {
        let token = doc.tokens().find(|token| token.text() == word).expect("the word").index();
        timeline.anchors_at(token)
    };
    let words = |index: usize| &text[dates[index].bytes.clone()];
    let claimed = at("claimed");
    assert_eq!(claimed.written.map(words), Some("4 May 2016"));
    assert_eq!(claimed.narrative.map(words), Some("Monday"));
    assert!(claimed.sentence.is_empty());
    let took = at("took");
    assert_eq!(took.written.map(words), Some("2 June 2016"));
    let left = at("left");
    assert_eq!(left.sentence.iter().map(|index| words(*index)).collect::<Vec<_>>(), ["the next day"]);
    assert_eq!(left.narrative.map(words), Some("2 June 2016"));
}

/// Words that dates are made of, in no order at all.
const WORDS: [&str; 64] = [
    "the",
    "a",
    "last",
    "next",
    "this",
    "that",
    "following",
    "same",
    "previous",
    "early",
    "late",
    "mid-",
    "end",
    "of",
    "since",
    "from",
    "to",
    "until",
    "by",
    "between",
    "and",
    "before",
    "after",
    "on",
    "in",
    "within",
    "May",
    "March",
    "Sept.",
    "December",
    "31",
    "1",
    "29 February",
    "2015",
    "'15",
    "2014-15",
    "1990s",
    "99/99/9999",
    "12/13/14",
    "2015-02-30",
    "0",
    "9999",
    "century",
    "19th",
    "31st",
    "Friday",
    "Sun",
    "spring",
    "fall",
    "days",
    "weeks",
    "months",
    "years",
    "hours",
    "ago",
    "later",
    "two",
    "9999 centuries",
    "several",
    "every",
    "[",
    "]",
    "(",
    ".\n\n",
];

#[test]
fn any_order_of_words_can_be_read() {
    let model = model();
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let days =
        [None, Some("2016-02-29"), Some("2015-12"), Some("2015~"), Some("../2015-07-30"), Some("9999-12-31")];
    for round in 0..400 {
        let text = (0..40).map(|_| WORDS[next(WORDS.len())]).collect::<Vec<_>>().join(" ");
        let published = days[round % days.len()].map(|day| day.parse::<Edtf>().expect("a date"));
        let doc = model.parse(&text);
        let dates = find(&doc, published.as_ref());
        let timeline = Timeline::new(&doc, &dates);
        for token in 0..doc.len() + 2 {
            let anchors = timeline.anchors_at(token);
            assert!(anchors.sentence.iter().all(|index| *index < dates.len()));
        }
        assert_eq!(find(&doc, published.as_ref()), dates);
    }
}
