//! Turns gzip files into the bytes inside, within bounds. Start at [`unpack`].

use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::limits::{RATIO_FREE_BYTES, UNPACKED_BYTES_MAX, UNPACKED_RATIO_MAX};
use crate::problem::Fault;

/// Whether the content of the gzip file `bytes` begins with `start`.
pub(crate) fn begins_with(bytes: &[u8], start: &[u8]) -> bool {
    let mut head = vec![0; start.len()];
    MultiGzDecoder::new(bytes).read_exact(&mut head).is_ok() && head == start
}

/// The content of the gzip file `bytes`.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    bounded(MultiGzDecoder::new(bytes), bytes.len(), "it")
}

/// All that `reader` gives, where it unpacks `packed_bytes` bytes that messages call `part`.
pub(crate) fn bounded(reader: impl Read, packed_bytes: usize, part: &str) -> Result<Vec<u8>, Fault> {
    let max = packed_bytes.saturating_mul(UNPACKED_RATIO_MAX).clamp(RATIO_FREE_BYTES, UNPACKED_BYTES_MAX);
    let mut unpacked = Vec::new();
    let read = reader.take(max as u64 + 1).read_to_end(&mut unpacked);
    if unpacked.len() > max {
        return Err(Fault::Bomb { part: part.to_owned(), max_mib: (max >> 20) as u64 });
    }
    match read {
        Ok(_) => Ok(unpacked),
        Err(error) => Err(Fault::GzipBroken { reason: error.to_string() }),
    }
}
