//! Intake reads any bytes with any name: it ends, and its offsets are valid. The first byte picks the name.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retrospect_intake::{Given, read};

/// Names with every ending that means something, and one that means nothing.
const NAMES: [&str; 10] =
    ["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.eml", "a.jsonl", "a.json", "a.warc", "a"];

fuzz_target!(
    // A panic within a library that is caught and reported is a finding of intake, not of the fuzzer.
    init: retrospect_intake::files::hush_contained_panics(),
    |data: &[u8]| {
        let Some((which, bytes)) = data.split_first() else { return };
        let name = NAMES[usize::from(*which) % NAMES.len()];
        let intake = read(bytes, name, &Given::default());
        assert!(!intake.documents.is_empty() || !intake.problems.is_empty());
        for source in &intake.documents {
            for item in &source.items {
                assert!(source.document.quote(item.span).is_some_and(|quote| quote.starts_with('[')));
                assert!(source.document.quote(item.body).is_some());
            }
        }
        for problem in &intake.problems {
            assert!(problem.to_string().lines().count() <= 2);
        }
    }
);
