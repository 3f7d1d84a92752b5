//! Every frame's examples are read as its kind.

use std::fs;

use crate::setup::{EXTRACTOR, repository};

/// Share of the examples that must be read as their kind. The others fail where the parse does.
const SHARE_MIN: f64 = 0.95;

#[test]
fn examples_of_the_schema_are_read_as_their_kind() {
    let text = fs::read_to_string(repository("schema/armed-groups.toml")).unwrap();
    let schema: toml::Table = text.parse().unwrap();
    let (mut right, mut wrong) = (0, Vec::new());
    for frame in schema["frame"].as_array().unwrap() {
        let kind = frame["kind"].as_str().unwrap();
        for example in frame.get("example").and_then(|list| list.as_array()).into_iter().flatten() {
            let example = example.as_str().unwrap();
            if EXTRACTOR.extract(example, None).iter().any(|claim| claim.kind == kind) {
                right += 1;
            } else {
                wrong.push(format!("{kind}: {example}"));
            }
        }
    }
    let share = f64::from(right) / (f64::from(right) + wrong.len() as f64);
    assert!(right > 700, "only {right} examples");
    assert!(
        share >= SHARE_MIN,
        "{share:.3} of the examples are read as their kind; not:\n{}",
        wrong.join("\n")
    );
}
