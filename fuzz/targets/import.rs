//! Any bytes are lines of an import: those that cannot be used are named, the rest is recorded, and the case is whole,
//! exports, and is equal to what its export makes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retrospect_model::Instant;
use retrospect_store::{Case, Imported};

fn imported(lines: &[u8]) -> Case {
    let mut case = Case::in_memory().expect("there is memory for an empty case");
    let tell = |said: Imported| {
        if let Imported::Refused { line, reason } = said {
            assert!(line > 0 && !reason.is_empty());
        }
    };
    let counts = case.import(lines, Instant::from_unix_millis(0), tell).expect("no line stops an import");
    assert!(counts.new + counts.known + counts.refused <= counts.lines);
    case
}

fuzz_target!(|lines: &[u8]| {
    let case = imported(lines);
    assert_eq!(case.check().expect("it can be read").faults, []);
    let export = |case: &Case| {
        let mut bytes = Vec::new();
        case.export(&mut bytes).expect("memory can be written");
        bytes
    };
    let written = export(&case);
    assert!(export(&imported(&written)) == written, "an export does not come back as it was");
});
