//! What holds for any bytes with any name: intake ends, without a panic, with offsets that are valid, and always the
//! same.

use proptest::prelude::*;
use retrospect_intake::{Given, Intake, read};

use crate::build::{PARAGRAPHS, Pdf, docx, gzipped, lines, page, response};

/// That every offset of every document is one of its text.
fn check(intake: &Intake) {
    assert!(!intake.documents.is_empty() || !intake.problems.is_empty());
    for source in &intake.documents {
        let document = &source.document;
        assert!(!document.text().as_str().trim().is_empty());
        let mut end = 0;
        for item in &source.items {
            assert!(document.quote(item.span).is_some_and(|quote| quote.starts_with('[')));
            assert!(document.quote(item.body).is_some());
            assert!(item.span.start() >= end && item.span.covers(item.body));
            end = item.span.end();
        }
    }
    for problem in &intake.problems {
        let message = problem.to_string();
        assert!(message.lines().count() <= 2, "{message}");
        assert!(!problem.fault.to_string().ends_with('.'), "{message}");
    }
}

/// Names with every ending that means something.
fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{0,5}\\.(txt|md|html|pdf|docx|eml|jsonl|json|warc|warc\\.gz|gz|png|xyz)", "\\PC{0,20}",]
}

/// Small files of each format, whole.
fn files() -> Vec<Vec<u8>> {
    vec![
        b"[12 March 2016] The town fell.\n[2016-03-14] It rose.\n".to_vec(),
        b"---\ntitle: a\ndate: 2015-08-06\n---\n# A\n\n* b\n".to_vec(),
        page(
            "<meta charset=utf-8><script type='application/ld+json'>{\"@type\":\"Article\"}</script>",
            &PARAGRAPHS,
        )
        .into_bytes(),
        Pdf { packed: false, ..Pdf::of([lines(700, &["Some words", "on a page."])]) }.bytes(),
        docx("<w:p><w:r><w:t>Words.</w:t></w:r></w:p>"),
        b"From: a@example.org\r\nTo: b\r\nSubject: c\r\nContent-Type: text/html\r\n\r\n<p>Words.".to_vec(),
        b"{\"text\": \"Words.\"}\n{\"id\": \"a\", \"text\": \"More.\"}\n".to_vec(),
        response("https://example.org", "Content-Type: text/html", b"<p>Words."),
        gzipped(&response("https://example.org", "Content-Type: text/plain", b"Words.")),
    ]
}

/// One of the files, with some bytes changed, a stretch left out, and its end cut off.
fn damaged_file() -> impl Strategy<Value = Vec<u8>> {
    let damage = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8);
    let stretch = (any::<prop::sample::Index>(), 0_usize..40);
    (prop::sample::select(files()), damage, stretch, any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(mut bytes, damage, (start, len), end, is_cut)| {
            for (at, byte) in damage {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let start = start.index(bytes.len());
            bytes.drain(start..(start + len).min(bytes.len()));
            if is_cut && !bytes.is_empty() {
                bytes.truncate(end.index(bytes.len()) + 1);
            }
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_with_any_name_are_answered(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        start in prop::sample::select(vec![
            &b""[..], b"%PDF-1.4\n1 0 obj<<", b"PK\x03\x04", b"\x1F\x8B\x08\0", b"WARC/1.0\r\n", b"<html>", b"{\"text\":\"",
            b"From: a\r\nTo: b\r\nDate: c\r\n", b"---\n", b"+++\n", b"\xFF\xFE", b"[12 March 2016] ",
        ]),
        name in name(),
    ) {
        check(&read(&[start, &bytes].concat(), &name, &Given::default()));
    }

    #[test]
    fn damaged_files_are_answered(bytes in damaged_file(), name in name()) {
        check(&read(&bytes, &name, &Given::default()));
    }

    #[test]
    fn any_text_is_read_and_read_the_same_again(text in "(\\[2016-03-1[0-9]\\] )?(\\PC|[\\n\\r\\t<>&\\[\\]{}]){0,200}", name in name()) {
        let first = read(text.as_bytes(), &name, &Given::default());
        check(&first);
        prop_assert_eq!(first, read(text.as_bytes(), &name, &Given::default()));
    }
}
