//! Any change to the bytes of a case is opened, read and checked, or refused in a sentence: nothing panics and nothing
//! hangs. The input is a list of places with the bytes to put there.
#![no_main]

use std::io::Write as _;

use libfuzzer_sys::fuzz_target;
use retrospect_model::Clocks;
use retrospect_store::{Access, Case, ClaimQuery, StoreError, Within};

const WHOLE: &[u8] = include_bytes!("../../crates/store/tests/formats/case-1.retro");

fn ask(case: &Case) -> Result<(), StoreError> {
    case.claims(&ClaimQuery::default(), |_| true)?;
    case.search("karan front", Within::Quotes, &Clocks::default(), 10)?;
    case.export(&mut Vec::new())?;
    case.check().map(|_| ())
}

fuzz_target!(|changes: Vec<(u32, Vec<u8>)>| {
    let mut bytes = WHOLE.to_vec();
    for (place, new) in changes {
        let place = place as usize % bytes.len();
        bytes.iter_mut().skip(place).zip(new).for_each(|(byte, new)| *byte = new);
    }
    let mut file = tempfile::NamedTempFile::new().expect("a file can be made");
    file.write_all(&bytes).expect("it can be written");
    if let Err(error) = Case::open(file.path(), Access::Read).and_then(|case| ask(&case)) {
        assert!(!error.to_string().is_empty());
    }
});
