//! A case of every format that was ever written opens for ever.

use std::fs;
use std::path::Path;

use retrospect_model::Clocks;
use retrospect_store::{Access, Case, ClaimQuery, Within};

use crate::made::{at, claims, document, exported, record, small};

#[test]
fn cases_of_all_formats_open_and_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    for format in 1..=retrospect_store::FORMAT {
        let path = folder.path().join("copy.retro");
        fs::copy(kept.join(format!("case-{format}.retro")), &path).unwrap();
        assert_eq!(exported(&Case::open(&path, Access::Read).unwrap()), exported(&small()));
        // It can be added to, and what was there is found.
        let mut case = Case::open(&path, Access::Write).unwrap();
        let mut writer = case.write(at(50)).unwrap();
        record(&mut writer, &document("new", "A text.", None), &[]);
        writer.commit().unwrap();
        assert_eq!(claims(&case, &ClaimQuery::default()).len(), 2);
        assert_eq!(case.search("karan", Within::Documents, &Clocks::default(), 9).unwrap().passages.len(), 2);
        assert_eq!(case.integrity().unwrap(), [""; 0]);
    }
}
