//! Short texts and the claims that they make: `tests/cases/*.txt`.
//!
//! A case is a headline between `---`, an optional `published:`, a `text:` that may go on over lines with two spaces
//! before them, and a line `claim:` for each claim that must be found, `not:` for each kind that must not:
//!
//! ```text
//! --- a pledge is told by another ---
//! text: The radio said that the Front had pledged allegiance to the Council.
//! claim: pledge; Front -> Council; by radio
//! not: split
//! ```
//!
//! After kind and parties come, in any order, `at PLACE` (or `none`), `when EDTF`, `by SOURCE > SOURCE`, `said EDTF` and a stance; those
//! left out are not looked at, but for the stance, which is asserted.

use std::fs;

use retrospect_extract::Claim;
use retrospect_model::Edtf;

use crate::setup::{EXTRACTOR, repository};

struct Case<'a> {
    name: &'a str,
    published: Option<Edtf>,
    text: String,
    claims: Vec<&'a str>,
    absent: Vec<&'a str>,
}

fn cases(file: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for line in file.lines() {
        if let Some(name) = line.strip_prefix("--- ").and_then(|line| line.strip_suffix(" ---")) {
            cases.push(Case {
                name,
                published: None,
                text: String::new(),
                claims: Vec::new(),
                absent: Vec::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(date) = line.strip_prefix("published: ") {
            case.published = Some(date.parse().unwrap());
        } else if let Some(text) = line.strip_prefix("text: ") {
            case.text = text.to_owned();
        } else if let Some(more) = line.strip_prefix("  ") {
            case.text.push('\n');
            case.text.push_str(more);
        } else if let Some(claim) = line.strip_prefix("claim: ") {
            case.claims.push(claim);
        } else if let Some(kind) = line.strip_prefix("not: ") {
            case.absent.push(kind);
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "{}: cannot read the line {line:?}", case.name);
        }
    }
    cases
}

fn parties(text: &str) -> Vec<String> {
    let names = text.split(", ").map(str::trim).filter(|name| !name.is_empty() && *name != "-");
    names.map(str::to_owned).collect()
}

fn is_met(expected: &str, claim: &Claim) -> bool {
    let mut parts = expected.split("; ");
    let kind = parts.next().unwrap_or_default();
    let (actor, target) = parts.next().and_then(|sides| sides.split_once("->")).unwrap_or(("", ""));
    let mut stance = "asserted";
    let mut met = claim.kind == kind && claim.actor == parties(actor) && claim.target == parties(target);
    for part in parts {
        let date = |date: &Option<Edtf>| date.as_ref().map(ToString::to_string).unwrap_or("none".to_owned());
        match part.split_once(' ') {
            Some(("at", place)) => met &= claim.place.as_deref().unwrap_or("none") == place,
            Some(("when", when)) => met &= date(&claim.when) == when,
            Some(("said", said)) => met &= date(&claim.said) == said,
            Some(("by", "nobody")) => met &= claim.sources.is_empty(),
            Some(("by", sources)) => met &= claim.sources == sources.split(" > ").collect::<Vec<_>>(),
            _ => stance = part,
        }
    }
    met && claim.stance.word() == stance
}

fn shown(claims: &[Claim]) -> String {
    let show = |claim: &Claim| {
        let (actor, target) = (claim.actor.join(", "), claim.target.join(", "));
        let date = |date: &Option<Edtf>| date.as_ref().map_or("none".to_owned(), ToString::to_string);
        format!(
            "  claim: {}; {actor} -> {target}; at {}; when {}; by {}; said {}; {}\n",
            claim.kind,
            claim.place.as_deref().unwrap_or("none"),
            date(&claim.when),
            claim.sources.join(" > "),
            date(&claim.said),
            claim.stance.word(),
        )
    };
    claims.iter().map(show).collect()
}

#[test]
fn cases_make_the_claims_that_they_show() {
    let (mut count, mut problems) = (0, String::new());
    let folder = repository("crates/extract/tests/cases");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for case in cases(&text) {
            count += 1;
            let claims = EXTRACTOR.extract(&case.text, case.published.as_ref());
            let missing =
                case.claims.iter().filter(|expected| !claims.iter().any(|claim| is_met(expected, claim)));
            let wrong = case.absent.iter().filter(|kind| claims.iter().any(|claim| claim.kind == **kind));
            let said: Vec<String> =
                missing.map(|m| format!("no {m}")).chain(wrong.map(|w| format!("a {w}"))).collect();
            if !said.is_empty() {
                problems += &format!("{}: {}\n{}", case.name, said.join("; "), shown(&claims));
            }
        }
    }
    assert!(count >= 60, "only {count} cases");
    assert!(problems.is_empty(), "\n{problems}");
}
