//! Turns the rows of `edtf-conformance.txt` into tests. Start at [`check`]; the table explains its own columns.

use retrospect_model::{Bounds, Edtf, Limit, Truth};

const TABLE: &str = include_str!("../edtf-conformance.txt");

/// What the rows of a section say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Valid,
    Compared,
    Invalid,
}

/// Checks every row of `section`, and that the table has at least `rows_min` of them.
fn check(section: Section, rows_min: usize) {
    let mut rows = 0;
    let mut faults = Vec::new();
    let mut current = None;
    for (index, line) in TABLE.lines().enumerate() {
        match line {
            "== valid ==" => current = Some(Section::Valid),
            "== compared ==" => current = Some(Section::Compared),
            "== invalid ==" => current = Some(Section::Invalid),
            _ if line.is_empty() || line.starts_with('#') || current != Some(section) => {}
            _ => {
                rows += 1;
                let columns: Vec<&str> = line.split(" | ").map(str::trim).collect();
                let [a, b, c, d] = columns[..] else { panic!("line {}: four columns expected", index + 1) };
                let (found, expected) = match section {
                    Section::Valid => (describe(a), [a, b, c, if d == "same" { c } else { d }].join(" | ")),
                    Section::Compared => (compare(a, b, c), d.to_owned()),
                    Section::Invalid => (explain(a), [b, c, d].join(" | ")),
                };
                if found != expected {
                    faults.push(format!("line {}: expected {expected}\n   found {found}", index + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {rows} rows differ:\n{}", faults.len(), faults.join("\n"));
    assert!(rows >= rows_min, "the table has lost rows: {rows}");
}

/// A value as a row has it: printed again, its precision, and its bounds.
fn describe(text: &str) -> String {
    let value: Edtf = match text.parse() {
        Ok(value) => value,
        Err(error) => return error.to_string(),
    };
    let bounds: Bounds = value.bounds();
    let starts = range(bounds.earliest_start(), bounds.latest_start());
    let ends = range(bounds.earliest_end(), bounds.latest_end());
    let precision = value.precision().to_string();
    [value.to_string(), precision, starts, ends].join(" | ")
}

fn range(first: Limit, last: Limit) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

/// The answer to a question.
fn compare(this: &str, question: &str, that: &str) -> String {
    let (value, other): (Edtf, Edtf) = (this.parse().unwrap(), that.parse().unwrap());
    let answer: Truth = match question {
        "before" => value.before(&other),
        "after" => value.after(&other),
        "overlaps" => value.overlaps(&other),
        "within" => value.within(&other),
        "contains" => value.contains(&other),
        "holds on" => value.holds_on(other.as_day().unwrap()),
        _ => panic!("no such question: {question}"),
    };
    answer.to_string()
}

/// What is wrong with a text in backquotes.
fn explain(quoted: &str) -> String {
    let text = quoted.trim_matches('`').replace("\\n", "\n");
    match text.parse::<Edtf>() {
        Ok(value) => format!("read as {value}"),
        Err(error) => {
            let whole = format!("{}, at character {} of {quoted}", error.problem(), error.at());
            assert_eq!(error.to_string(), whole);
            format!("{} | {} | {}", error.at(), error.problem(), error.hint().unwrap_or("-"))
        }
    }
}

#[test]
fn valid_values_print_again_and_have_their_bounds() {
    check(Section::Valid, 120);
}

#[test]
fn questions_have_their_answers() {
    check(Section::Compared, 50);
}

#[test]
fn invalid_texts_are_explained() {
    check(Section::Invalid, 50);
}
