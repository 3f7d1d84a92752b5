//! What pages say, and that each says the same as JSON.

use serde_json::Value;

use crate::client::{files, get, request};
use crate::served::{crowded, harrun, holding, served};

/// Pages that need no id, with their twins.
const PAGES: [(&str, &str); 11] = [
    ("/", "/overview.json"),
    ("/timeline", "/timeline.json"),
    ("/network", "/network.json"),
    ("/map", "/map.json"),
    ("/actors", "/actors.json"),
    ("/sources", "/sources.json"),
    ("/disputes", "/disputes.json"),
    ("/claims", "/claims.json"),
    ("/documents", "/documents.json"),
    ("/review", "/review.json"),
    ("/import", "/import.json"),
];

#[test]
fn every_page_has_a_twin_and_both_clocks() {
    let served = served(harrun, |_| ());
    for (path, twin) in PAGES {
        let page = get(served.address, path);
        assert_eq!(
            (page.status, page.header("content-type")),
            (200, Some("text/html; charset=utf-8")),
            "{path}"
        );
        for needed in ["name=\"on\"", "name=\"said_by\"", twin, "<h1", "lang=\"en\"", "<main id=\"main\""] {
            assert!(page.body.contains(needed), "{path} has no {needed}");
        }
        assert!(page.body.len() < 300_000, "{path}: {} bytes", page.body.len());
        let json = get(served.address, twin).json();
        assert_eq!(json.get("case").and_then(Value::as_str), Some("harrun"), "{twin}");
        assert!(json.get("data").is_some_and(Value::is_object), "{twin}");
    }
}

#[test]
fn known_by_shows_only_what_had_been_said() {
    let served = served(harrun, |_| ());
    let total = |query: &str| {
        let json = get(served.address, &format!("/claims.json{query}")).json();
        json.pointer("/data/paged/total").and_then(Value::as_u64)
    };
    assert_eq!(total(""), Some(2));
    assert_eq!(total("?said_by=2015-07-29"), Some(1));
    assert_eq!(total("?said_by=2015-07-30"), Some(2));
    assert_eq!(total("?recorded_by=1"), Some(1));
    assert_eq!(total("?kind=die"), Some(1));
    assert_eq!(total("?kind=die&kind=lead"), Some(2));
    assert_eq!(total("?stance=denied"), Some(0));
    assert_eq!(total("?search=died"), Some(1));
    assert_eq!(total("?actor=Nobody"), Some(0));
    assert_eq!(total("?from=2010-01-01"), Some(1));
    assert_eq!(get(served.address, "/claims.json?said_by=soon").status, 400);
    assert_eq!(get(served.address, "/claims.json?stance=maybe").status, 400);
}

#[test]
fn a_claim_leads_to_its_words_in_their_passage() {
    let served = served(harrun, |_| ());
    let claims = get(served.address, "/claims.json?kind=die").json();
    let id = claims.pointer("/data/claims/0/claim/id").and_then(Value::as_str).unwrap();
    let card = get(served.address, &format!("/claim?id={id}"));
    assert!(card.body.contains("<mark>Emir Karan died on 23 April 2013</mark>"));
    assert!(card.body.contains("The Front admitted that "), "what stands before the words");
    for known in ["Harrun Front", "2013-04-23", "2015-07-30", "number 2", "2026-01-01T00:00:00.000Z"] {
        assert!(card.body.contains(known), "{known}");
    }
    let document = get(served.address, "/document?id=admission");
    assert!(document.body.contains(&format!("<span id=\"c{id}\">")), "the place that the card links to");
    assert!(document.body.contains("<mark>Emir Karan died on 23 April 2013</mark>"));
    assert_eq!(get(served.address, "/claim?id=0123").status, 404);
    assert_eq!(get(served.address, "/claim").status, 400);
    let before = get(served.address, &format!("/claim.json?id={id}&recorded_by=1"));
    assert_eq!(before.status, 404, "the case did not have it then");
}

#[test]
fn files_are_imported_and_their_progress_is_told() {
    let served = served(harrun, |_| ());
    let page = get(served.address, "/import");
    let (kind, body) = files(&page.form_key().unwrap(), &[("one.txt", b"One."), ("two.txt", b"Two.")]);
    let cookie = page.cookie().unwrap();
    let sent = request(
        served.address,
        "POST",
        "/import.json",
        &[("Cookie", &cookie), ("Content-Type", &kind)],
        &body,
    );
    assert_eq!((sent.status, sent.json().get("job").and_then(Value::as_u64)), (202, Some(1)));
    let mut state = Value::Null;
    for _ in 0..100 {
        let json = get(served.address, "/import.json?job=1").json();
        state = json.pointer("/data/job").cloned().unwrap();
        if state.get("state") == Some(&Value::from("done")) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(state.get("added"), Some(&Value::from(2)), "{state}");
    assert_eq!(get(served.address, "/document?id=two.txt").status, 200);
}

#[test]
fn leadership_changes_when_known_by_passes_the_admission() {
    let served = served(harrun, |_| ());
    let standing = |by: &str| {
        let path = format!("/actor.json?name=Harrun+Front&on=2014-01-01&said_by={by}");
        let json = get(served.address, &path).json();
        let relations = json.pointer("/data/relations").and_then(Value::as_array).cloned().unwrap();
        let leadership = relations.iter().find(|relation| relation["relation"] == "leadership").unwrap();
        leadership.pointer("/episodes/0/standing").and_then(Value::as_str).map(str::to_owned)
    };
    assert_eq!(standing("2015-07-29").as_deref(), Some("certainly"));
    assert_eq!(standing("2015-07-30").as_deref(), Some("no longer"));
    let page = get(served.address, "/actor?name=Harrun+Front&on=2014-01-01&said_by=2015-07-30");
    assert!(page.body.contains("no longer") && page.body.contains("<svg"), "the picture and the sentence");
    assert_eq!(get(served.address, "/actor?name=Somebody+else").status, 404);
    let windows = get(served.address, "/disputes.json").json();
    assert_eq!(windows.pointer("/data/windows_total").and_then(Value::as_u64), Some(1), "who admitted late");
    assert_eq!(get(served.address, "/source?name=Harrun+Front").status, 200);
}

#[test]
fn the_description_names_every_twin() {
    let served = served(harrun, |_| ());
    let description = get(served.address, "/openapi.json").json();
    assert_eq!(description["openapi"], "3.1.0");
    let paths = description["paths"].as_object().unwrap();
    for (_, twin) in PAGES {
        assert!(paths.contains_key(twin), "{twin} is not described");
    }
    for path in paths.keys().filter(|path| *path != "/judge.json") {
        let asked = format!("{path}?id=0&name=nobody&job=9");
        assert!(
            [200, 404].contains(&get(served.address, &asked).status),
            "{path} is described and not there"
        );
    }
}

#[test]
fn a_page_stays_small_however_much_is_told_of_somebody() {
    let served = served(crowded, |_| ());
    let page = get(served.address, "/actor?name=Harrun+Front&on=2015-08-01");
    assert_eq!(page.status, 200);
    assert!(page.body.len() < 300_000, "{} bytes", page.body.len());
    assert!(page.body.contains(">1\u{202f}000 claims<"), "all are counted");
    let told = get(served.address, "/actor.json?name=Harrun+Front&on=2015-08-01").json().to_string();
    // Under episodes, and the last said.
    assert_eq!(told.matches("stood with them\"").count(), 80 + 5);
}

#[test]
fn the_map_shows_who_held_a_place_on_the_day() {
    let served = served(holding, |_| ());
    let map = |query: &str| get(served.address, &format!("/map.json{query}")).json();
    let place = map("?on=2015-09-01").pointer("/data/places/0").cloned().unwrap();
    assert_eq!((&place["name"], &place["claims"]), (&Value::from("Darren"), &Value::from(1)));
    assert_eq!(place["held_by"], serde_json::json!(["Harrun Front"]));
    assert_eq!(map("").pointer("/data/not_found"), Some(&Value::from(1)), "Ostrel is in no table");
    assert_eq!(map("?on=2015-07-01").pointer("/data/places/0/held_by"), Some(&serde_json::json!([])));
    assert_eq!(map("?said_by=2015-07-31").pointer("/data/paged/total"), Some(&Value::from(0)));
    let page = get(served.address, "/map?on=2015-09-01").body;
    assert!(page.contains("Darren: 1 claim; held by Harrun Front"), "{page}");
}
