//! Bad input of every kind: one clear sentence that names the file, exit status 2, and the rest done.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::build::{Pdf, docx, lines};
use crate::run::{Said, retrospect};

const GOOD: &str = "On 3 May 2015 the Harrun Front pledged allegiance to the Council of Ten Rivers.";

/// A folder with a good file and this one.
fn folder(name: &str, content: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.txt"), GOOD).unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    folder
}

fn documents(said: &Said) -> Vec<String> {
    let line = |line: &str| serde_json::from_str::<Value>(line).unwrap()["doc"].as_str().unwrap().to_owned();
    let mut documents: Vec<String> = said.out.lines().map(line).collect();
    documents.dedup();
    documents
}

/// Extracts from a bad file and a good one: the first line of what is said is this sentence, the second a hint, and the
/// documents with claims are these.
fn check(name: &str, content: &[u8], sentence: &str, claims_of: &[&str]) {
    let folder = folder(name, content);
    let said = retrospect(folder.path(), &["extract", name, "good.txt"], b"");
    assert_eq!(said.status, 2, "{name}: {}", said.err);
    let notes: Vec<&str> = said.err.lines().collect();
    assert!(notes[0].starts_with(sentence), "{name}: {}", said.err);
    assert!(notes[1].starts_with("hint: "), "{name}: {}", said.err);
    let others: Vec<&&str> = notes[2..].iter().filter(|note| note.starts_with("error: ")).collect();
    assert!(others.is_empty(), "{name}: {}", said.err);
    assert_eq!(documents(&said), claims_of, "{name}: {}", said.err);
}

#[test]
fn an_encrypted_pdf() {
    let mut pdf = Pdf::of([lines(700, &[GOOD])]);
    let key = "00".repeat(32);
    pdf.trailer =
        format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{key}>/U<{key}>>>");
    let sentence = "error: cannot read `locked.pdf`: the PDF is encrypted and needs a password";
    check("locked.pdf", &pdf.bytes(), sentence, &["good"]);
}

#[test]
fn a_pdf_without_text() {
    let scan = Pdf::of(["0 0 100 100 re f".to_owned()]);
    let sentence = "error: cannot read `scan.pdf`: the PDF has no text layer: its 1 page";
    check("scan.pdf", &scan.bytes(), sentence, &["good"]);
}

#[test]
fn html_without_text() {
    let page = b"<html><body><div id=root></div><script>start()</script></body></html>";
    check("app.html", page, "error: cannot read `app.html`: there is no text in HTML", &["good"]);
}

#[test]
fn a_bomb_in_a_docx() {
    let bomb = docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(70 << 20)));
    let sentence = "error: cannot read `bomb.docx`: `word/document.xml` inside it unpacks to far more than";
    check("bomb.docx", &bomb, sentence, &["good"]);
}

#[test]
fn a_line_of_100_megabytes() {
    let line = "The movement split. ".repeat(5_000_000);
    let sentence = "error: cannot read `line.txt`: it has 100000000 bytes, and at most 33554432 can be read";
    check("line.txt", line.as_bytes(), sentence, &["good"]);
}

#[test]
fn a_wrong_ending() {
    let pdf = Pdf::of([lines(700, &[GOOD])]).bytes();
    let sentence = "error: `report.txt`: it is named like plain text but is PDF, and was read as that";
    check("report.txt", &pdf, sentence, &["report", "good"]);
    let picture = b"\x89PNG\r\n\x1A\n....";
    check("photo.txt", picture, "error: cannot read `photo.txt`: it is a picture (PNG)", &["good"]);
}

#[test]
fn broken_json_on_line_7() {
    let mut wire: Vec<String> =
        (1..=8).map(|n| format!("{{\"id\": \"w{n}\", \"text\": \"{GOOD}\"}}")).collect();
    wire[6] = "{\"id\": \"w7\", \"text\": ".to_owned();
    let sentence = "error: cannot read `wire.jsonl`, line 7: not a JSON object: ";
    let others = ["w1", "w2", "w3", "w4", "w5", "w6", "w8", "good"];
    check("wire.jsonl", wire.join("\n").as_bytes(), sentence, &others);
}

#[test]
fn an_unknown_encoding() {
    let latin = [GOOD.as_bytes(), b" The caf\xE9 of the movement was na\xEFve."].concat();
    let sentence = "error: `latin.txt`: its text is not UTF-8; read as windows-1252, a guess from its bytes";
    check("latin.txt", &latin, sentence, &["latin", "good"]);
    let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    check("noise.txt", &noise, "error: cannot read `noise.txt`: ", &["good"]);
}

#[test]
fn an_empty_file() {
    check("empty.txt", b"", "error: cannot read `empty.txt`: it is empty", &["good"]);
}

#[test]
fn a_side_file_that_a_glob_names_is_no_document() {
    let folder = folder("good.txt.meta.json", br#"{"published": "2015-05-06"}"#);
    let said = retrospect(folder.path(), &["extract", "good.txt", "good.txt.meta.json"], b"");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert_eq!(documents(&said), ["good"]);
}
