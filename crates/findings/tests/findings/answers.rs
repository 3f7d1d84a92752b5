//! Answers, contradictions, records and listings of small cases.

use retrospect_findings::{
    Answer, Contradictions, FindingsError, Listing, OpenCase, RecordedBy, records, records_json,
};
use retrospect_knowledge::Gazetteer;
use retrospect_model::Truth;

use crate::made::{case, clocks, ontology};

const HISTORY: &str = "
    2011-05-12 | analyst | lead    | the Omar > Taliban | 1996/..    |
    2014-03-01 | paper   | lead    | Omar > Taliban’s | 2014-03-01 |
    2015-07-15 | Taliban | lead    | Omar > Taliban | 2015-07-15 |
    2015-07-30 | Taliban | die     | Omar           | 2013-04-23 |
    2015-08-20 | Taliban | lead    | Mansour > Taliban | 2015-08-20 |
    2015-08-21 | paper   | pledge  | Omar > Mansour | 2015-08-20 | denied
";

fn open(history: &str) -> OpenCase {
    OpenCase::of(case(history), Gazetteer::default(), ontology())
}

#[test]
fn an_answer_has_its_day_its_sentences_and_its_claims() {
    let open = open(HISTORY);
    let asked = open.ask(clocks("2015-07-29", None)).unwrap();
    let relation = asked.relation("leadership").unwrap();
    let actor = asked.actor("taliban").unwrap();
    let answer = Answer::of(&asked, relation, Some(actor), "2014-01-01".parse().unwrap()).unwrap();
    assert_eq!(answer.heading(), "leadership of Taliban on 2014-01-01, as said by 2015-07-29");
    assert_eq!(answer.episodes.len(), 1);
    assert_eq!(answer.episodes[0].holds, Truth::Certainly);
    assert_eq!(answer.episodes[0].standing(answer.on), "certainly");
    assert_eq!(answer.sentence(&answer.episodes[0].episode), "Omar led Taliban");
    assert_eq!(answer.claims.len(), 3);
    assert!(answer.text().unwrap().contains("certainly: Omar led Taliban"));
    // Two days later the same party says that he had died.
    let asked = open.ask(clocks("2015-07-31", None)).unwrap();
    let answer = Answer::of(&asked, relation, Some(actor), "2014-01-01".parse().unwrap()).unwrap();
    assert_eq!(answer.episodes[0].standing(answer.on), "no longer");
    let window = &answer.to_json()["deception_windows"][0];
    assert_eq!(
        (window["party"].as_str(), window["relation"].as_str()),
        (Some("Taliban"), Some("leadership"))
    );
    // The same window, in the same form, is among the contradictions.
    let found = Contradictions::of(&asked).unwrap().to_json(&asked).unwrap();
    assert_eq!(&found["deception_windows"][0], window);
}

#[test]
fn nobody_and_nothing_are_named_with_what_there_is() {
    let open = open(HISTORY);
    let asked = open.ask(clocks("", None)).unwrap();
    let Err(FindingsError::NobodyCalled { near, .. }) = asked.actor("Omarr") else { panic!("found") };
    assert_eq!(near, ["Omar", "the Omar"]);
    assert!(asked.actor("Q").unwrap_err().to_string().contains("lists who has a part"));
    let Err(FindingsError::NoRelation { known, .. }) = asked.relation("friendship") else { panic!("found") };
    assert!(known.contains(&"leadership".to_owned()));
    let dance = Listing { kinds: vec!["dance".to_owned()], ..Listing::default() };
    assert!(matches!(dance.query(&asked), Err(FindingsError::NoKind { .. })));
}

#[test]
fn a_day_of_recording_is_its_last_recording() {
    let open = open(HISTORY);
    let by = |text: &str| open.clocks(None, Some(text.parse::<RecordedBy>().unwrap())).unwrap().recorded_by;
    // Each claim is a recording of its own, a second apart, from 1970 on.
    assert_eq!(by("1970-01-01").map(|seq| seq.0), Some(6));
    assert_eq!(by("1969-12-31").map(|seq| seq.0), Some(0));
    assert_eq!(by("3").map(|seq| seq.0), Some(3));
    assert!("yesterday".parse::<RecordedBy>().is_err());
}

#[test]
fn claims_are_counted_by_sort() {
    let open = open(HISTORY);
    let asked = open.ask(clocks("", None)).unwrap();
    let facets = Listing::default().facets(&asked).unwrap();
    assert_eq!(facets.claims, 6);
    assert_eq!((facets.kinds["lead"], facets.kinds["die"]), (4, 1));
    // Names that differ in article and possessive are one actor's.
    assert_eq!((facets.actors["Omar"], facets.actors["Taliban"]), (5, 4));
    let own = Listing { voice: Some("Taliban".to_owned()), ..Listing::default() };
    assert_eq!(own.facets(&asked).unwrap().claims, 3);
}

#[test]
fn sources_are_listed_with_what_they_said() {
    let open = open(HISTORY);
    let asked = open.ask(clocks("", None)).unwrap();
    let records = records(&asked, &Contradictions::of(&asked).unwrap()).unwrap();
    let names: Vec<(&str, usize)> =
        records.iter().map(|record| (record.name.as_str(), record.claims.len())).collect();
    assert_eq!(names, [("Taliban", 3), ("paper", 2), ("analyst", 1)]);
    assert_eq!(records[0].windows, 1);
    assert_eq!(records_json(&asked, &records).unwrap()["sources"][1]["stances"]["denied"], 1);
}
