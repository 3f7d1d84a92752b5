//! Any bytes are a published list of actors, or have problems that are named: reading them ends. The first byte picks the
//! form, and where it is odd, a second file follows after the first empty line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retrospect_resolve::lists::{Format, read};

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let format = Format::ALL[usize::from(*which) / 2 % Format::ALL.len()];
    let split = bytes.windows(2).position(|pair| pair == b"\n\n").filter(|_| which % 2 == 1);
    let list = match split {
        Some(at) => read(format, &bytes[..at + 1], Some(&bytes[at + 2..])),
        None => read(format, bytes, None),
    };
    for entry in &list.entries {
        assert!(!entry.id.is_empty());
    }
});
