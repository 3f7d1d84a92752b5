//! Turns packed bytes into the length that they unpack to, without unpacking them. Start at [`lzw_len`].

/// How many bytes LZW unpacks to, in the variant of PDF: codes of 9 to 12 bits, the width raised one code early.
pub(super) fn lzw_len(packed: &[u8]) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    // The lengths of the entries behind the two control codes; those of the single bytes are 1.
    let (mut lens, mut last): (Vec<u64>, Option<u64>) = (Vec::new(), None);
    let (mut bits, mut held, mut total) = (0_u32, 0_u32, 0_u64);
    let mut bytes = packed.iter();
    loop {
        let width = match lens.len() + END + 2 {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        while held < width {
            let Some(byte) = bytes.next() else { return total };
            bits = bits << 8 | u32::from(*byte);
            held += 8;
        }
        held -= width;
        let code = (bits >> held & ((1 << width) - 1)) as usize;
        bits &= (1 << held) - 1;
        match code {
            END => return total,
            CLEAR => {
                lens.clear();
                last = None;
                continue;
            }
            _ => {}
        }
        let new = last.map(|last| last + 1);
        let len = if code < CLEAR { Some(1) } else { lens.get(code - END - 1).copied().or(new) };
        let Some(len) = len else { return total };
        total = total.saturating_add(len);
        if lens.len() + END < 4095 {
            lens.extend(new);
        }
        last = Some(len);
    }
}

/// How many bytes run lengths unpack to.
pub(super) fn run_length_len(packed: &[u8]) -> u64 {
    let (mut at, mut total) = (0_usize, 0_u64);
    while let Some(length) = packed.get(at) {
        let length = usize::from(*length);
        match length {
            128 => break,
            ..128 => {
                at += length + 2;
                total += length as u64 + 1;
            }
            _ => {
                at += 2;
                total += 257 - length as u64;
            }
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_the_unpacked_bytes() {
        // The example of the PDF specification: 45 45 45 45 45 65 45 45 45 66.
        assert_eq!(lzw_len(&[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]), 10);
        assert_eq!(run_length_len(&[2, b'a', b'b', b'c', 255, b'd', 129, b'e', 128, 9]), 3 + 2 + 128);
        assert_eq!(lzw_len(&[]), 0);
    }
}
