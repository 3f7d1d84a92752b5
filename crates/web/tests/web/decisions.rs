//! Decisions on pages: appended as the commands append them, with a reason, and undone by a later one.

use serde_json::Value;

use crate::client::{Answer, get, request};
use crate::served::{Served, harrun, holding, served};

/// Sends a form in the session of the review page.
fn judge(served: &Served, fields: &str) -> Answer {
    let page = get(served.address, "/review");
    let (cookie, key) = (page.cookie().unwrap(), page.form_key().unwrap());
    let headers = [("Cookie", cookie.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    request(served.address, "POST", "/judge.json", &headers, format!("csrf={key}&{fields}").as_bytes())
}

fn recorded(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json().get("judgement").and_then(Value::as_str).unwrap().to_owned()
}

fn judgements(served: &Served) -> Vec<Value> {
    let json = get(served.address, "/review.json").json();
    json.pointer("/data/judgements").and_then(Value::as_array).cloned().unwrap()
}

fn claim(served: &Served, kind: &str) -> String {
    let claims = get(served.address, &format!("/claims.json?kind={kind}&stance=asserted")).json();
    claims.pointer("/data/claims/0/claim/id").and_then(Value::as_str).unwrap().to_owned()
}

#[test]
fn each_decision_is_recorded_as_its_command_records_it() {
    let served = served(harrun, |_| ());
    let died = claim(&served, "die");
    for (fields, kind, payload) in [
        (format!("kind=accept&claim={died}"), "accept", serde_json::json!({"claim": died})),
        (format!("kind=reject&claim={died}"), "reject", serde_json::json!({"claim": died})),
        (format!("kind=pin&claim={died}&so=false"), "pin", serde_json::json!({"claim": died, "so": false})),
        (
            "kind=grade&source=Harrun+Front&grade=D".to_owned(),
            "grade",
            serde_json::json!({"source": "Harrun Front", "grade": "D"}),
        ),
        (
            "kind=same&one=Harrun+Front&other=Emir+Karan".to_owned(),
            "same",
            serde_json::json!({"one": "Harrun Front", "other": "Emir Karan"}),
        ),
        (
            "kind=split&one=Harrun+Front&other=Emir+Karan".to_owned(),
            "split",
            serde_json::json!({"one": "Harrun Front", "other": "Emir Karan"}),
        ),
    ] {
        let id = recorded(&judge(&served, &format!("{fields}&reason=because+of+{kind}")));
        let last = judgements(&served).first().cloned().unwrap();
        assert_eq!(
            (&last["id"], &last["kind"], &last["payload"]),
            (&Value::from(id), &Value::from(kind), &payload)
        );
        assert_eq!(last["reason"], Value::from(format!("because of {kind}")));
        assert_eq!(last["author"], "analyst");
    }
}

#[test]
fn a_decision_is_undone_once_and_stays_on_record() {
    let served = served(harrun, |_| ());
    let id = recorded(&judge(&served, &format!("kind=accept&claim={}&reason=read", claim(&served, "die"))));
    recorded(&judge(&served, &format!("kind=undo&undoes={id}&reason=too+soon")));
    let again = judge(&served, &format!("kind=undo&undoes={id}&reason=too+soon"));
    assert_eq!(again.status, 409, "{}", again.body);
    let all = judgements(&served);
    assert_eq!(all.len(), 2);
    assert_eq!((&all[0]["kind"], &all[1]["in_force"]), (&Value::from("undo"), &Value::from(false)));
}

#[test]
fn a_correction_brings_a_claim_with_the_same_words() {
    let served = served(harrun, |_| ());
    let died = claim(&served, "die");
    let fields = format!(
        "kind=correct&claim={died}&as=die&actor=Emir+Karan&when=2013-04&said=2015-07-30&stance=asserted&reason=no+day"
    );
    recorded(&judge(&served, &fields));
    let last = judgements(&served).first().cloned().unwrap();
    let by = last.pointer("/payload/by").and_then(Value::as_str).unwrap().to_owned();
    let new = get(served.address, &format!("/claim.json?id={by}")).json();
    let claim = new.pointer("/data/told/claim").unwrap();
    assert_eq!((&claim["when"], &claim["origin"]), (&Value::from("2013-04"), &Value::from("analyst")));
    assert_eq!(claim["quote"], "Emir Karan died on 23 April 2013");
}

#[test]
fn decisions_without_a_reason_or_an_object_are_refused() {
    let served = served(harrun, |_| ());
    let died = claim(&served, "die");
    for (fields, status) in [
        (format!("kind=accept&claim={died}"), 400),
        (format!("kind=accept&claim={died}&reason=++"), 400),
        ("kind=accept&claim=0123&reason=x".to_owned(), 404),
        ("kind=abolish&reason=x".to_owned(), 400),
        ("kind=same&one=Harrun+Front&other=Nobody&reason=x".to_owned(), 404),
        ("kind=grade&source=Harrun+Front&grade=Z&reason=x".to_owned(), 400),
        ("kind=undo&undoes=zz&reason=x".to_owned(), 404),
        (format!("kind=correct&claim={died}&actor=Emir+Karan&when=soon&reason=x"), 400),
        (format!("kind=accept&claim={died}&reason={}", "a".repeat(3_000)), 400),
    ] {
        let answer = judge(&served, &fields);
        assert_eq!(answer.status, status, "{fields}: {}", answer.body);
        assert!(answer.json().get("hint").is_some());
    }
    assert!(judgements(&served).is_empty());
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let body = format!("kind=accept&claim={died}&reason=x");
    assert_eq!(request(served.address, "POST", "/judge", &headers, body.as_bytes()).status, 403, "no key");
    let long = vec![b'a'; 100_000];
    assert_eq!(request(served.address, "POST", "/judge", &headers, &long).status, 413);
}

#[test]
fn decisions_change_what_follows() {
    let served = served(harrun, |_| ());
    let (leads, died) = (claim(&served, "lead"), claim(&served, "die"));
    let standing = || {
        let actor = get(served.address, "/actor.json?name=Emir+Karan&on=2014-01-01").json();
        let first = |field: &str| actor.pointer(&format!("/data/relations/0/episodes/0/{field}")).cloned();
        (first("standing").unwrap(), first("probability").and_then(|value| value.as_f64()).unwrap())
    };
    let (before, likely) = standing();
    assert_eq!(before, "no longer");
    let rejection = recorded(&judge(&served, &format!("kind=reject&claim={died}&reason=misread")));
    let (after, likelier) = standing();
    assert_ne!(after, "no longer");
    assert!(likelier > likely, "{likelier} is not more than {likely}");
    recorded(&judge(&served, &format!("kind=undo&undoes={rejection}&reason=it+was+right")));
    assert_eq!(standing(), (before, likely));

    let believed = || get(served.address, &format!("/claim.json?id={leads}")).json();
    let probability =
        |card: &Value| card.pointer("/data/believed/0/belief/probability").and_then(Value::as_f64);
    let unsure = probability(&believed()).unwrap();
    recorded(&judge(&served, &format!("kind=pin&claim={leads}&so=true&reason=his+own+archive")));
    let card = believed();
    assert!(probability(&card).unwrap() > unsure);
    let sentence = card.pointer("/data/believed/0/sentence").and_then(Value::as_str).unwrap();
    assert!(sentence.contains("an analyst decided it; without that"), "{sentence}");
    let page = get(served.address, &format!("/claim?id={leads}")).body;
    assert!(page.contains("Whom to believe") && page.contains("an analyst decided it"), "{page}");
}

#[test]
fn a_claim_that_was_rejected_is_on_no_map() {
    let served = served(holding, |_| ());
    let total = || get(served.address, "/map.json").json().pointer("/data/paged/total").cloned();
    assert_eq!(total(), Some(Value::from(1)));
    let claims = get(served.address, "/claims.json?kind=control").json();
    let claims = claims.pointer("/data/claims").and_then(Value::as_array).unwrap();
    let id = |claim: &Value| claim.pointer("/claim/id").and_then(Value::as_str).unwrap().to_owned();
    let of_darren = |claim: &&Value| claim.pointer("/claim/place").and_then(Value::as_str) == Some("Darren");
    let darren = claims.iter().find(of_darren).map(id).unwrap();
    recorded(&judge(&served, &format!("kind=reject&claim={darren}&reason=misread")));
    assert_eq!(total(), Some(Value::from(0)));
}
