//! What is recorded, is there once, and as of when.

use retrospect_model::claim::Origin;
use retrospect_model::{Claim, Limit, Stance};
use retrospect_store::{Case, ClaimQuery, Placement, Readings};

use crate::made::{at, claim, claims, clocks, document, kinds, record, small};

fn check(query: &ClaimQuery, expected: &[&str]) {
    assert_eq!(kinds(&small(), query), expected, "{query:?}");
}

#[test]
fn claims_come_back_as_they_were() {
    let case = small();
    let all = claims(&case, &ClaimQuery { readings: Readings::All, ..ClaimQuery::default() });
    assert_eq!(all.len(), 3);
    let dies = &all[1].claim;
    assert_eq!(dies.evidence.first().quote(), "Karan died in “April”");
    assert_eq!(dies.valid.as_ref().unwrap().to_string(), "2013-04");
    assert_eq!(dies.voices[0].as_str(), "the front");
    assert_eq!((dies.confidence.thousandths(), dies.origin), (500, Origin::Extractor { version: 1 }));
    assert_eq!(case.claims_with_id(dies.id()).unwrap(), [all[1].clone()]);
}

#[test]
fn claims_are_found_by_what_they_say() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let all = ClaimQuery { readings: Readings::All, ..ClaimQuery::default() };
    check(&ClaimQuery { kinds: names(&["die"]), ..all.clone() }, &["die", "die"]);
    check(&ClaimQuery { kinds: names(&["unheard-of"]), ..all.clone() }, &[]);
    check(&ClaimQuery { parties: names(&["Harrun Front"]), ..all.clone() }, &["lead"]);
    check(&ClaimQuery { parties: names(&["Karan", "Emir Karan"]), ..all.clone() }, &["lead", "die", "die"]);
    check(&ClaimQuery { parties: names(&["nobody"]), ..all.clone() }, &[]);
    check(&ClaimQuery { voices: names(&["the front"]), ..all.clone() }, &["die"]);
    check(&ClaimQuery { publishers: names(&["The wire"]), ..all.clone() }, &["lead", "die", "die"]);
    check(&ClaimQuery { stances: vec![Stance::Denied], ..all.clone() }, &["die"]);
    check(&ClaimQuery { words: Some("karan LED".to_owned()), ..all.clone() }, &["lead"]);
    check(&ClaimQuery { words: Some("\"\" -".to_owned()), ..all.clone() }, &[]);
    check(&ClaimQuery { documents: vec!["one".parse().unwrap()], ..all.clone() }, &["lead"]);
    let from = |day: &str| Some((Limit::On(day.parse().unwrap()), Limit::Future));
    check(&ClaimQuery { valid: from("2013-05-01"), ..all.clone() }, &["lead"]);
    check(&ClaimQuery { valid: from("2013-04-30"), ..all }, &["lead", "die"]);
}

#[test]
fn clocks_let_through_what_was_said_and_recorded_by_then() {
    let all = |said_by, recorded_by| ClaimQuery {
        clocks: clocks(said_by, recorded_by),
        readings: Readings::All,
        ..ClaimQuery::default()
    };
    // The first claim has no assertion time of its own: its document's publication is.
    check(&all(Some("2015-07-14"), None), &[]);
    check(&all(Some("2015-07-15"), None), &["lead"]);
    check(&all(Some("2015-07-30"), None), &["lead", "die", "die"]);
    check(&all(None, Some(0)), &[]);
    check(&all(None, Some(1)), &["lead"]);
    check(&all(None, Some(2)), &["lead", "die", "die"]);
}

#[test]
fn an_uncertain_assertion_counts_from_its_last_possible_day() {
    let mut case = Case::in_memory().unwrap();
    let post = document("post", "The front split.", Some("2015-08"));
    let split = claim(&post, "front split", r#""kind":"split","actor":["front"]"#);
    let mut writer = case.write(at(0)).unwrap();
    record(&mut writer, &post, &[split]);
    writer.commit().unwrap();
    let by =
        |day| kinds(&case, &ClaimQuery { clocks: clocks(Some(day), None), ..ClaimQuery::default() }).len();
    assert_eq!((by("2015-08-30"), by("2015-08-31")), (0, 1));
}

#[test]
fn what_is_there_is_not_recorded_again() {
    let mut case = small();
    let before = (case.counts().unwrap(), case.last_recording().unwrap());
    let first = document("one", "Emir Karan has led the Harrun Front since 1996.", None);
    let known: Vec<Claim> =
        claims(&case, &ClaimQuery::default()).into_iter().map(|kept| kept.claim).collect();
    let placement = case.placement(first.hash(), &"other-name".parse().unwrap()).unwrap();
    assert_eq!(placement, Placement::Known(first.id().clone()));
    let mut writer = case.write(at(9)).unwrap();
    record(&mut writer, &first, &known);
    assert_eq!(writer.seq(), None);
    writer.commit().unwrap();
    assert_eq!((case.counts().unwrap(), case.last_recording().unwrap()), before);
}

#[test]
fn two_documents_of_one_name_are_told_apart() {
    let case = small();
    let other = document("one", "Another text.", None);
    let Placement::New(id) = case.placement(other.hash(), other.id()).unwrap() else { panic!("it is known") };
    assert!(id.as_str().starts_with("one-") && id.as_str().len() == 12, "{id}");
}

#[test]
fn a_newer_extractors_reading_replaces_the_older_and_both_stay() {
    let mut case = Case::in_memory().unwrap();
    let post = document("post", "The front split. It died.", Some("2015"));
    let by = |version: u32, quote: &str, kind: &str| {
        claim(&post, quote, &format!(r#""kind":"{kind}","actor":["front"],"origin":"extractor v{version}""#))
    };
    for (second, claims) in [
        (0, vec![by(1, "front split", "split"), by(1, "It died", "die")]),
        (1, vec![by(2, "front split", "split")]),
        // An older one that comes late does not count.
        (2, vec![by(0, "It died", "destroy")]),
    ] {
        let mut writer = case.write(at(second)).unwrap();
        record(&mut writer, &post, &claims);
        writer.commit().unwrap();
    }
    let as_of = |recorded_by, readings| {
        kinds(&case, &ClaimQuery { clocks: clocks(None, recorded_by), readings, ..ClaimQuery::default() })
    };
    assert_eq!(as_of(Some(1), Readings::Current), ["split", "die"]);
    assert_eq!(as_of(Some(2), Readings::Current), ["split"]);
    assert_eq!(as_of(None, Readings::Current), ["split"]);
    assert_eq!(as_of(None, Readings::All), ["split", "die", "split", "destroy"]);
}

#[test]
fn a_clock_that_goes_backwards_does_not_change_the_order() {
    let mut case = small();
    let (_, last) = case.last_recording().unwrap().unwrap();
    let post = document("post", "A text.", None);
    let mut writer = case.write(at(-1_000)).unwrap();
    record(&mut writer, &post, &[]);
    writer.commit().unwrap();
    assert_eq!(case.last_recording().unwrap().unwrap().1, last);
    assert_eq!(case.recording_by(at(-1)).unwrap(), None);
    assert_eq!(case.recording_by(at(1)).unwrap().unwrap().0.0, 2);
}

#[test]
fn what_is_not_committed_is_not_there() {
    let mut case = small();
    let before = case.counts().unwrap();
    let post = document("post", "Tavria fell.", None);
    let mut writer = case.write(at(9)).unwrap();
    record(&mut writer, &post, &[claim(&post, "Tavria fell", r#""kind":"control","place":"Tavria""#)]);
    drop(writer);
    assert_eq!(case.counts().unwrap(), before);
    // Names that were numbered in vain are numbered anew.
    let mut writer = case.write(at(9)).unwrap();
    record(&mut writer, &post, &[claim(&post, "fell", r#""kind":"withdraw","place":"Ostrel""#)]);
    writer.commit().unwrap();
    let last = claims(&case, &ClaimQuery::default()).pop().unwrap();
    assert_eq!(last.claim.place.as_ref().map(retrospect_model::claim::Name::as_str), Some("Ostrel"));
}

#[test]
fn a_claim_must_quote_its_document() {
    let mut case = small();
    let line = r#"{"doc":"one","kind":"lead","quote":"Harrun Front","start":0,"end":12}"#;
    let mut writer = case.write(at(9)).unwrap();
    let error = writer.claim(&Claim::from_line(line).unwrap()).unwrap_err().to_string();
    assert!(error.contains("do not stand at 0..12 of `one`\nhint: "), "{error}");
    // Of a document that is not in the case nobody can tell.
    assert!(writer.claim(&Claim::from_line(&line.replace("one", "unseen")).unwrap()).unwrap());
}

#[test]
fn a_whole_case_has_integrity() {
    assert_eq!(small().integrity().unwrap(), [""; 0]);
}

#[test]
fn a_document_that_comes_in_after_its_claims_changes_no_earlier_answer() {
    let report = document("report", "Karan led the Harrun Front.", Some("2015-07-15"));
    let leads = claim(&report, "Karan led the Harrun Front", r#""kind":"lead","actor":["Karan"]"#);
    let mut case = Case::in_memory().unwrap();
    let mut writer = case.write(at(0)).unwrap();
    writer.claim(&leads).unwrap();
    writer.commit().unwrap();
    let published = [retrospect_store::Whose::PublishedBy(&[]), retrospect_store::Whose::All];
    let said_by = |case: &Case, recorded_by| {
        let clocks = clocks(Some("2015-12-31"), recorded_by);
        let found = case.search("Karan", retrospect_store::Within::Quotes, &clocks, 9).unwrap();
        let facts = published.map(|whose| case.facts(whose, &[], &clocks).unwrap().len());
        let claims = kinds(case, &ClaimQuery { clocks, ..ClaimQuery::default() }).len();
        (claims, facts, found.passages.len())
    };
    assert_eq!(said_by(&case, Some(1)), (0, [0, 0], 0));
    let before = case.extent().unwrap();
    let mut writer = case.write(at(1)).unwrap();
    record(&mut writer, &report, &[]);
    writer.commit().unwrap();
    // Now it is known when it was said, but was not by the first recording.
    assert_eq!(said_by(&case, Some(1)), (0, [0, 0], 0));
    assert_eq!(said_by(&case, Some(2)), (1, [0, 1], 1));
    assert_eq!(said_by(&case, None), (1, [0, 1], 1));
    assert!(!case.extent().unwrap().is_grown_from(&before));
}
