//! Files of many documents: JSON Lines and web archives.

use retrospect_intake::{Found, Given, Metadata, Place, Severity, read, read_each};
use retrospect_model::ContentHash;

use crate::build::{PARAGRAPHS, gzipped, page, record, response};
use crate::check::{intake, problems, says};

#[test]
fn each_line_of_json_is_a_document() {
    let lines = "{\"id\": \"a\", \"text\": \"The first.\\nLine.\", \"published\": \"2015-08-06\", \"publisher\": \"Wire\", \
                 \"url\": \"https://example.org/a\", \"title\": \"A\", \"other\": {\"b\": [1]}}\r\n\n{\"id\": 7, \"text\": \"The second.\"}\n\
                 {\"text\": \"The third.\"}";
    let intake = intake(lines.as_bytes(), "wire.jsonl");
    let found: Vec<(&str, &str, Option<Place>)> = intake
        .documents
        .iter()
        .map(|source| (source.document.id().as_str(), source.document.text().as_str(), source.place))
        .collect();
    assert_eq!(
        found,
        [
            ("a", "The first.\nLine.", Some(Place::Line(1))),
            ("7", "The second.", Some(Place::Line(3))),
            ("wire-4", "The third.", Some(Place::Line(4))),
        ]
    );
    let last = lines.lines().last().unwrap();
    assert_eq!(intake.documents[2].document.hash(), ContentHash::of(last.as_bytes()));
    let publication = intake.documents[0].document.publication();
    assert_eq!(publication.published, Some("2015-08-06".parse().unwrap()));
    assert_eq!(publication.publisher.as_deref(), Some("Wire"));
}

#[test]
fn a_broken_line_is_named_and_the_others_are_read() {
    let good = "{\"text\": \"A line.\"}\n";
    let lines = format!("{}{{\"text\": \"A li\n{}[1]\n{{\"text\": 1}}\n", good.repeat(6), good.repeat(3));
    let intake = intake(lines.as_bytes(), "wire.jsonl");
    assert_eq!(intake.documents.len(), 9);
    assert_eq!(intake.severity(), Some(Severity::Unusable));
    let problems: Vec<String> = intake
        .problems
        .iter()
        .filter(|p| p.severity() == Severity::Unusable)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        problems,
        [
            "cannot read `wire.jsonl`, line 7: not a JSON object: EOF while parsing a string at column 14\n\
             hint: write one complete JSON object on each line",
            "cannot read `wire.jsonl`, line 11: not a JSON object: it does not begin with {\n\
             hint: write one complete JSON object on each line",
            "cannot read `wire.jsonl`, line 12: the object has no `text`, or it is not a string\n\
             hint: write the document's text into `text`",
        ]
    );
}

#[test]
fn equal_ids_are_told_apart() {
    let lines = "{\"id\": \"a\", \"text\": \"One.\"}\n".repeat(3);
    let intake = intake(lines.as_bytes(), "wire.jsonl");
    let ids: Vec<&str> = intake.documents.iter().map(|source| source.document.id().as_str()).collect();
    assert_eq!(ids, ["a", "a-2", "a-3"]);
    says(&problems(lines.as_bytes(), "wire.jsonl"), "line 2: another document in the file is called `a`");
}

#[test]
fn a_json_object_or_list_over_several_lines_is_read_too() {
    let ids = |json: &str| -> Vec<String> {
        let intake = intake(json.as_bytes(), "a.json");
        intake.documents.iter().map(|source| source.document.id().to_string()).collect()
    };
    assert_eq!(ids("{\n  \"text\": \"One.\"\n}\n"), ["a"]);
    assert_eq!(ids("[\n {\"text\": \"One.\"},\n 7,\n {\"text\": \"Two.\", \"id\": \"b\"}\n]"), ["a-1", "b"]);
}

#[test]
fn what_is_given_for_a_file_of_many_holds_for_each() {
    let given = Given {
        command_line: Metadata {
            id: Some(retrospect_model::DocumentId::new("crawl").unwrap()),
            publisher: Some("Wire".to_owned()),
            ..Metadata::default()
        },
        ..Given::default()
    };
    let mut found = Vec::new();
    read_each(b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}", "a.jsonl", &given, |each| found.push(each));
    let sources: Vec<_> = found
        .iter()
        .filter_map(|found| match found {
            Found::Document(source) => Some(source),
            Found::Problem(_) => None,
        })
        .collect();
    assert_eq!(sources.len(), 2);
    assert_eq!(sources[1].document.id().as_str(), "crawl-2");
    assert_eq!(sources[1].document.publication().publisher.as_deref(), Some("Wire"));
}

fn archive() -> Vec<u8> {
    let html = page("<title>A</title><link rel=canonical href=https://example.org/canonical>", &PARAGRAPHS);
    let half = html.len() / 2;
    let chunked =
        format!("{half:x}\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n", &html[..half], html.len() - half, &html[half..]);
    let moved = record(
        "response",
        "https://example.org/moved",
        "application/http",
        b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n<p>Moved</p>",
    );
    [
        record("warcinfo", "", "application/warc-fields", b"software: made up\r\n"),
        record("request", "https://example.org/a", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        response("https://example.org/a", "Content-Type: text/html; charset=utf-8", html.as_bytes()),
        response(
            "https://example.org/b",
            "Content-Type: text/html\r\nTransfer-Encoding: chunked",
            chunked.as_bytes(),
        ),
        response(
            "https://example.org/c",
            "Content-Type: text/html\r\nContent-Encoding: gzip",
            &gzipped(html.as_bytes()),
        ),
        response(
            "https://example.org/d",
            "Content-Type: text/plain; charset=windows-1251",
            b"\xC4\xE2\xE8\xE6\xE5\xED\xE8\xE5 - 1",
        ),
        response("https://example.org/e.png", "Content-Type: image/png", b"\x89PNG"),
        moved,
    ]
    .concat()
}

#[test]
fn a_web_archive_gives_its_pages() {
    for (bytes, name) in [(archive(), "crawl.warc"), (gzipped(&archive()), "crawl.warc.gz")] {
        let intake = intake(&bytes, name);
        let found: Vec<(&str, Option<&str>, Option<Place>)> = intake
            .documents
            .iter()
            .map(|source| {
                let document = &source.document;
                (document.id().as_str(), document.publication().url.as_deref(), source.place)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("crawl-3", Some("https://example.org/a"), Some(Place::Record(3))),
                ("crawl-4", Some("https://example.org/b"), Some(Place::Record(4))),
                ("crawl-5", Some("https://example.org/c"), Some(Place::Record(5))),
                ("crawl-6", Some("https://example.org/d"), Some(Place::Record(6))),
            ]
        );
        for source in &intake.documents[..3] {
            assert!(source.document.text().as_str().contains(PARAGRAPHS[1]));
            assert_eq!(source.captured, Some("2016-03-14T09:30:00Z".parse().unwrap()));
            assert_eq!(source.document.publication().published, None);
        }
        assert_eq!(intake.documents[3].document.text().as_str(), "Движение - 1");
        says(
            &problems(&bytes, name),
            "2 records hold no page that is read here (1 answers with status 301, 1 image/png)",
        );
    }
}

#[test]
fn a_damaged_record_is_named_and_the_next_is_read() {
    let good = response("https://example.org/a", "Content-Type: text/plain", b"Good.");
    let bytes =
        [&good[..], b"WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n", &good, &good[..good.len() - 8]]
            .concat();
    let intake = intake(&bytes, "a.warc");
    assert_eq!(intake.documents.len(), 2);
    let problems = problems(&bytes, "a.warc");
    says(&problems, "cannot read `a.warc`, record 2: not a WARC record: its header has no Content-Length");
    says(&problems, "cannot read `a.warc`, record 4: not a WARC record: the file ends within it");
}

#[test]
fn a_cut_gzip_file_gives_what_it_has() {
    let records: Vec<u8> = (0..3)
        .flat_map(|number| {
            gzipped(&response(&format!("https://example.org/{number}"), "Content-Type: text/plain", b"Good."))
        })
        .collect();
    let cut = &records[..records.len() - 20];
    let intake = intake(cut, "a.warc.gz");
    assert_eq!(intake.documents.len(), 2);
    says(
        &problems(cut, "a.warc.gz"),
        "cannot read `a.warc.gz`, record 3: its compressed data break off or are damaged",
    );
}

#[test]
fn the_command_line_holds_for_a_whole_archive() {
    let given = Given {
        command_line: Metadata { published: Some("2016-03".parse().unwrap()), ..Metadata::default() },
        ..Given::default()
    };
    let intake = read(&archive(), "crawl.warc", &given);
    assert!(intake.documents.iter().all(|source| source.document.publication().published.is_some()));
}
