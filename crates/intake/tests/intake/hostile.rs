//! Input that is large or deep without being wrong: it is read, in time.

use std::time::{Duration, Instant};

use retrospect_intake::Format;

use crate::check::{intake, problems, says, text};

/// A bound that a slow machine keeps, and anything worse than linear does not.
const SOON: Duration = Duration::from_secs(60);

fn soon(work: impl FnOnce()) {
    let start = Instant::now();
    work();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn a_line_of_100_megabytes() {
    soon(|| {
        let line = "The movement split. ".repeat(5_000_000);
        assert_eq!(text(line.as_bytes(), "a.txt", Format::Text).len(), 100_000_000);
        let json = format!("{{\"text\": \"{line}\"}}\n{{\"text\": \"Two.\"}}");
        assert_eq!(intake(json.as_bytes(), "a.jsonl").documents.len(), 2);
    });
}

#[test]
fn a_million_nested_elements() {
    soon(|| {
        let html = format!("<html><body>{}<p>The words.", "<div>".repeat(1_000_000));
        assert_eq!(text(html.as_bytes(), "a.html", Format::Html), "The words.");
        says(&problems(html.as_bytes(), "a.html"), "its tags are nested deeper than 200 levels");
    });
}

#[test]
fn html_that_makes_parsers_search() {
    for piece in [
        "<p>a<b class=1>",
        "<a href=x>a<p>",
        "<table><td></div><div>",
        "<font><p>x",
        "<!--",
        "<script>",
        "<x y=\"",
        "</p>",
        "<li>",
        "<tr><td>x",
        "<ruby><rt>",
        "<h1>",
        "<select><option>",
        "<svg><p>",
        "<a b c d e f>",
        "&amp",
        "<button>x",
        "<br>",
        "<dd><span>",
        "x<i id=1>y",
        "<p>word, word, word.",
    ] {
        soon(|| {
            // Too much for the main text to be looked for, and just not too much.
            for times in [2_000_000 / piece.len(), 15_000] {
                let html = format!("<html><body>{}", piece.repeat(times));
                let _ = intake(html.as_bytes(), "a.html");
            }
        });
    }
}

#[test]
fn huge_attributes() {
    soon(|| {
        let picture = "A".repeat(20_000_000);
        let html =
            format!("<html><body><img src=\"data:{picture}\"><p {}>The words.", "a=1 ".repeat(1_000_000));
        assert_eq!(text(html.as_bytes(), "a.html", Format::Html), "The words.");
    });
}

#[test]
fn markdown_that_makes_parsers_search() {
    for piece in
        ["> ", "[", "*a_ ", "* ", "![a](", "`", "<a ", "|a\n", "[a]: b\n", "\\", "1. ", "[^a] ", "\n> * "]
    {
        soon(|| {
            let _ = intake(piece.repeat(200_000 / piece.len()).as_bytes(), "a.md");
        });
    }
}

#[test]
fn deep_json_xml_and_mail() {
    soon(|| {
        let json = format!("{{\"text\": {}", "[".repeat(1_000_000));
        says(&problems(json.as_bytes(), "a.jsonl"), "not a JSON object: recursion limit exceeded");
        let body = format!("{}<w:t>x</w:t>", "<w:p>".repeat(1_000_000));
        let _ = intake(&crate::build::docx(&body), "a.docx");
        let nested = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(100_000);
        let _ = intake(format!("From: a\r\nTo: b\r\nSubject: c\r\n{nested}").as_bytes(), "a.eml");
        let messages = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
        let _ = intake(format!("From: a\r\nTo: b\r\nSubject: c\r\n{messages}").as_bytes(), "a.eml");
    });
}

#[test]
fn front_matter_that_refers_to_itself() {
    let mut matter = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let aliases = format!("*a{}, ", level - 1).repeat(9);
        matter.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    soon(|| {
        assert_eq!(text(format!("---\n{matter}---\nWords.").as_bytes(), "a.md", Format::Markdown), "Words.");
    });
}
