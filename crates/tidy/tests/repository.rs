//! This repository is as its documents say: every check of the crate finds nothing.

use std::fmt::Write as _;
use std::path::Path;

use retrospect_tidy::CHECKS;

#[test]
fn every_check_finds_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut report = String::new();
    for (name, check) in CHECKS {
        for problem in check(&root) {
            writeln!(report, "{name}: {problem}").unwrap();
        }
    }
    assert!(report.is_empty(), "\n{report}");
}
