//! `retrospect extract`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{Said, retrospect};

const REPORT: &str = "On 3 May 2015 the Harrun Front pledged allegiance to the Council of Ten Rivers. The council's \
                      spokesman denied on Monday that its fighters had attacked the police post at Belkhara.";

fn claims(said: &Said) -> Vec<Value> {
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn kinds(said: &Said) -> Vec<String> {
    claims(said).iter().map(|claim| claim["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn prints_claims_with_their_words() {
    let said = retrospect(Path::new("."), &["extract", "--published", "2015-05-06", "-"], REPORT.as_bytes());
    assert_eq!(said.status, 0, "{}", said.err);
    let claims = claims(&said);
    let pledge = claims.iter().find(|claim| claim["kind"] == "pledge").expect("a pledge");
    assert_eq!(pledge["actor"], serde_json::json!(["Harrun Front"]));
    assert_eq!((pledge["when"].as_str(), pledge["stance"].as_str()), (Some("2015-05-03"), Some("asserted")));
    assert_eq!(pledge["sources"], serde_json::json!([]));
    let attack = claims.iter().find(|claim| claim["kind"] == "attack").expect("an attack");
    assert_eq!((attack["stance"].as_str(), attack["said"].as_str()), (Some("denied"), Some("2015-05-04")));
    for claim in &claims {
        let offset = |key: &str| claim[key].as_u64().unwrap() as usize;
        assert_eq!(&REPORT[offset("start")..offset("end")], claim["quote"].as_str().unwrap());
        assert!((0.0..=1.0).contains(&claim["confidence"].as_f64().unwrap()));
        assert!(claim.get("features").is_none());
    }
}

#[test]
fn a_book_is_read_in_stretches_whose_claims_stand_where_they_are_said() {
    let filler =
        "Nobody at the crossing knew more of it than that, and the river was high.\n\n".repeat(3_600);
    let book = format!("{REPORT}\n\n{filler}\u{e9}t\u{e9}. {REPORT}\n");
    assert!(book.len() > 260_000, "it is longer than what is read whole");
    let said = retrospect(
        Path::new("."),
        &["extract", "--reader", "frames", "--published", "2015-05-06", "-"],
        book.as_bytes(),
    );
    assert_eq!(said.status, 0, "{}", said.err);
    let chars: Vec<char> = book.chars().collect();
    let found = claims(&said);
    for claim in &found {
        let offset = |key: &str| claim[key].as_u64().unwrap() as usize;
        let words: String = chars[offset("start")..offset("end")].iter().collect();
        assert_eq!(words, claim["quote"].as_str().unwrap());
    }
    let told = |claims: &[Value]| -> Vec<Value> {
        claims.iter().map(|claim| serde_json::json!([claim["kind"], claim["actor"], claim["when"]])).collect()
    };
    let (first, second) = found.split_at(found.len() / 2);
    assert!(first.len() > 1, "{}", said.out);
    assert_eq!(told(first), told(second));
}

#[test]
fn prints_a_table_for_people() {
    let arguments = ["extract", "--format", "table", "--published", "2015-05-06", "-"];
    let said = retrospect(Path::new("."), &arguments, REPORT.as_bytes());
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let expected = "\
2015-05-03  pledge  Harrun Front → Council of Ten Rivers
                    “Harrun Front pledged allegiance to the Council”
";
    assert!(said.out.starts_with(expected), "{}", said.out);
    assert!(
        said.out.contains("\n                    denied, by spokesman, said 2015-05-04\n"),
        "{}",
        said.out
    );
}

#[test]
fn a_table_of_several_files_names_them_and_keeps_to_its_width() {
    let folder = tempfile::tempdir().unwrap();
    let long =
        format!("On 3 May 2015 the Harrun Front attacked {} Belkhara.", "the gate of the wall of".repeat(9));
    fs::write(folder.path().join("a.txt"), long).unwrap();
    fs::write(folder.path().join("b.txt"), REPORT).unwrap();
    let said = retrospect(folder.path(), &["extract", "--format", "table", "a.txt", "b.txt"], b"");
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(
        said.out.starts_with("a\n2015-05-03  attack  ") && said.out.contains("\n\nb\n2015-05-03  "),
        "{}",
        said.out
    );
    let words = |line: &str| line.split_whitespace().count();
    assert!(said.out.lines().all(|line| line.chars().count() <= 100 || words(line) == 1), "{}", said.out);
}

#[test]
fn a_claim_can_be_explained() {
    let arguments = ["extract", "--explain", "--published", "2015-05-06", "-"];
    let said = retrospect(Path::new("."), &arguments, REPORT.as_bytes());
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let claims = claims(&said);
    let of = |kind: &str| claims.iter().find(|claim| claim["kind"] == kind).expect(kind)["explain"].clone();
    let pledge = of("pledge");
    assert_eq!((&pledge["frame"]["kind"], &pledge["trigger"]), (&"pledge".into(), &"pledged".into()));
    assert!(pledge["frame"]["words"].to_string().contains("allegiance"), "{pledge}");
    assert_eq!(pledge["actor"], serde_json::json!({"by": "subject", "words": ["Harrun Front"]}));
    assert_eq!(pledge["target"], serde_json::json!({"by": "to", "words": ["Council"]}));
    assert_eq!(pledge["when"], serde_json::json!({"words": "3 May 2015", "anchor": null}));
    assert_eq!((&pledge["stance_by"], &pledge["said_by"]), (&"nothing".into(), &Value::Null));
    let attack = of("attack");
    assert_eq!((&attack["stance_by"], &attack["said_by"]), (&"the words around".into(), &"denied".into()));
    assert!(!attack["features"].as_array().unwrap().is_empty());
    let plain = retrospect(Path::new("."), &["extract", "--published", "2015-05-06", "-"], REPORT.as_bytes());
    let without = |claim: &Value| {
        let mut claim = claim.clone();
        claim.as_object_mut().unwrap().remove("explain");
        claim
    };
    assert_eq!(claims.iter().map(without).collect::<Vec<_>>(), self::claims(&plain));
    let table = retrospect(
        Path::new("."),
        &[&["extract", "--format", "table"], &arguments[1..]].concat(),
        REPORT.as_bytes(),
    );
    for words in [
        "frame   “pledged” by the schema's line",
        "actor   “Harrun Front”, the frame's `subject`",
        "voice   by “denied”",
    ] {
        assert!(table.out.contains(words), "no {words:?} in:\n{}", table.out);
    }
}

#[test]
fn frames_and_the_learned_reader_read_alone_or_together() {
    let pledge = |reader: &str| {
        let arguments = ["extract", "--explain", "--unjudged", "--reader", reader, "-"];
        let said = retrospect(Path::new("."), &arguments, REPORT.as_bytes());
        assert_eq!((said.status, said.err.as_str()), (0, ""));
        let claim = claims(&said).into_iter().find(|claim| claim["kind"] == "pledge").expect("a pledge");
        claim["explain"].clone()
    };
    let (frames, learned, both) = (pledge("frames"), pledge("learned"), pledge("both"));
    assert!(frames["frame"].is_object() && frames["read"].is_null(), "{frames}");
    assert!(learned["frame"].is_null() && learned["read"].as_f64().unwrap() > 0.5, "{learned}");
    assert!(both["frame"].is_object() && both["read"].as_f64().unwrap() > 0.5, "{both}");
}

#[test]
fn weights_that_are_none_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("other.model"), "something else").unwrap();
    let said = retrospect(folder.path(), &["extract", "--reader-weights", "other.model", "-"], b"");
    assert_eq!(said.status, 2, "{}", said.err);
    assert!(
        said.err.contains("`other.model`") && said.err.contains("not a file of the reader's weights"),
        "{}",
        said.err
    );
}

#[test]
fn claims_have_the_codes_of_their_kind() {
    let said = retrospect(Path::new("."), &["extract", "-"], REPORT.as_bytes());
    let claims = claims(&said);
    let attack = claims.iter().find(|claim| claim["kind"] == "attack").expect("an attack");
    assert_eq!(attack["plover"], serde_json::json!(["ASSAULT"]));
    assert_eq!((&attack["cameo"][0], &attack["stix"]), (&"190".into(), &"targets".into()));
}

#[test]
fn short_documents_of_one_file_get_one_warning() {
    let folder = tempfile::tempdir().unwrap();
    let lines = (1..=5).map(|n| format!("{{\"id\": \"w{n}\", \"text\": \"IMU attacked Kunduz.\"}}\n"));
    fs::write(folder.path().join("wire.jsonl"), lines.collect::<String>()).unwrap();
    let said = retrospect(folder.path(), &["extract", "wire.jsonl"], b"");
    assert_eq!((said.status, said.err.lines().count()), (0, 1), "{}", said.err);
    assert!(said.err.starts_with("warning: `wire.jsonl`: the language of 5 of its documents cannot be told"));
    let said = retrospect(folder.path(), &["extract", "absent.txt"], b"");
    let expected = "error: cannot read `absent.txt`: there is no such file\nhint: check its name, and that you may read it\n";
    assert_eq!((said.status, said.err.as_str()), (2, expected));
}

#[test]
fn a_sentence_on_standard_input_is_taken_for_english_without_a_word() {
    let said = retrospect(Path::new("."), &["extract", "-"], b"IMU attacked Kunduz.");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
}

#[test]
fn frames_alone_propose_at_least_what_is_judged_a_claim() {
    let text = format!("{REPORT} Talks about the price of bread went on.");
    let judged = retrospect(Path::new("."), &["extract", "-"], text.as_bytes());
    let proposed = retrospect(Path::new("."), &["extract", "--frames-only", "-"], text.as_bytes());
    assert!(kinds(&judged).iter().all(|kind| kinds(&proposed).contains(kind)));
    assert!(kinds(&proposed).len() >= kinds(&judged).len());
}

#[test]
fn files_of_many_forms_are_read_in_order_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    file("b.md", &format!("---\ndate: 2015-05-06\n---\n# News\n\n{REPORT}\n"));
    file("a.html", &format!("<html><body><article><h1>News</h1><p>{REPORT}</p></article></body></html>"));
    file("c.txt", REPORT);
    file("c.txt.meta.json", r#"{"published": "2015-05-06"}"#);
    let said = |threads| {
        let said =
            retrospect(folder.path(), &["extract", "--threads", threads, "b.md", "a.html", "c.txt"], b"");
        assert_eq!(said.status, 0, "{}", said.err);
        said.out
    };
    let one = said("1");
    assert_eq!(one, said("8"));
    let documents: Vec<Value> =
        one.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["doc"].clone()).collect();
    let mut order: Vec<&str> = documents.iter().filter_map(Value::as_str).collect();
    order.dedup();
    assert_eq!(order, ["b", "a", "c"]);
}

#[test]
fn what_cannot_be_used_is_named_and_the_rest_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).unwrap();
    file("empty.txt", b"");
    file("page.html", b"<html><body><script>1</script></body></html>");
    file("fake.docx", b"PK\x03\x04 cut off");
    let mut lines: Vec<String> = (1..=8)
        .map(|n| format!(r#"{{"id": "w{n}", "text": "The Harrun Front attacked Belkhara in 2015."}}"#))
        .collect();
    lines[6] = "{\"id\": \"w7\", \"text\": ".to_owned();
    file("wire.jsonl", lines.join("\n").as_bytes());
    let arguments = ["extract", "absent.txt", "empty.txt", "page.html", "fake.docx", "wire.jsonl"];
    let said = retrospect(folder.path(), &arguments, b"");
    assert_eq!(said.status, 2);
    for name in &arguments[1..] {
        assert!(said.err.contains(&format!("`{name}`")), "{name} is not named in:\n{}", said.err);
    }
    assert!(said.err.contains("line 7"), "{}", said.err);
    let documents: Vec<Value> = claims(&said).iter().map(|claim| claim["doc"].clone()).collect();
    assert!(documents.contains(&"w8".into()) && !documents.contains(&"w7".into()), "{documents:?}");
}

#[test]
fn a_text_in_another_language_is_not_extracted() {
    let text = "Le mouvement a annoncé lundi que ses combattants avaient attaqué le poste de police près de la frontière, \
                et que les autorités avaient refusé de négocier avec ses représentants pendant plusieurs semaines.";
    let said = retrospect(Path::new("."), &["extract", "-"], text.as_bytes());
    assert_eq!(said.out, "");
    assert!(said.err.contains("French") || said.err.contains("not English"), "{}", said.err);
}

#[test]
fn a_schema_of_ones_own_is_read_or_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let schema = "[kind.visit]\n[[frame]]\nkind = \"visit\"\nverb = [\"visit\"]\nactor = \"subject\"\ntarget = \"object\"\n";
    fs::write(folder.path().join("visits.toml"), schema).unwrap();
    fs::write(folder.path().join("broken.toml"), schema.replace("kind = \"visit\"", "kind = \"call\""))
        .unwrap();
    let text = b"Samir Belt visited Omar Sefa in 2015.";
    let said = retrospect(folder.path(), &["extract", "--schema", "visits.toml", "-"], text);
    assert_eq!((said.status, kinds(&said)), (0, vec!["visit".to_owned()]), "{}", said.err);
    // Nothing could judge what the learned reader finds besides.
    fs::write(folder.path().join("attacks.toml"), schema.replace("visit", "attack")).unwrap();
    let attacks = b"Fighters of the Harrun Front attacked Belkhara and launched a raid on the police post.";
    let said = retrospect(folder.path(), &["extract", "--schema", "attacks.toml", "-"], attacks);
    assert_eq!((said.status, kinds(&said)), (0, vec!["attack".to_owned()]), "{}", said.err);
    let said = retrospect(folder.path(), &["extract", "--schema", "broken.toml", "-"], text);
    assert_eq!(said.status, 2);
    assert!(
        said.err.contains("schema `broken.toml`, line 2: there is no kind `call`\nhint: "),
        "{}",
        said.err
    );
}
