//! Any text is a schema, or is refused with a line of it and a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retrospect_knowledge::Schema;

fuzz_target!(|text: &str| {
    match Schema::read(text, "fuzz") {
        Ok(schema) => assert!(schema.kinds().iter().all(|kind| schema.kind_named(&kind.name).is_some())),
        Err(error) => {
            assert!((1..=text.matches('\n').count() + 1).contains(&error.line), "{error}");
            assert!(!error.reason.is_empty());
        }
    }
});
