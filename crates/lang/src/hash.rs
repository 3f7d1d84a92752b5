//! The two hash functions of the embedding tables' inputs: a string's id, and an id's rows.

/// The four rows' hashes of an id: MurmurHash3 (x86-64, 128 bits; Austin Appleby, public domain) of its eight bytes,
/// as four 32-bit words. This is thinc's `HashEmbed`.
pub(crate) fn murmur3_words(id: u64, seed: u32) -> [u32; 4] {
    const BYTES: u64 = 8;
    let mut low = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    low ^= u64::from(seed) ^ BYTES;
    let mut high = u64::from(seed) ^ BYTES;
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    low = finalise(low);
    high = finalise(high);
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    [low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32]
}

fn finalise(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}
