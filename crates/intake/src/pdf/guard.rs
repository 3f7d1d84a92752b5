//! Turns a PDF's bytes into a verdict: whether its streams unpack to sizes, and nest to depths, that the library can
//! bear. Start at [`check`].
//!
//! The library unpacks a stream as a whole and reads nested objects by recursion, without bounds of its own. This check
//! needs no structure: wherever the word `stream` stands, it unpacks what follows, as often as it is packed, and
//! follows the brackets. Streams that are encrypted look like noise here and pass.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::unpacked_len::{lzw_len, run_length_len};
use crate::limits::{PDF_CHECK_BYTES_MAX, PDF_DEPTH_MAX, PDF_STREAM_BYTES_MAX};
use crate::problem::Fault;

/// How often a stream may be packed within itself.
const LAYERS_MAX: usize = 4;

/// How far before the word `stream` its dictionary is looked at.
const DICTIONARY_BYTES: usize = 1_024;

/// A fault when the PDF in `bytes` is not fit to be read.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    // Binary streams between the objects may open strings that nothing closes; each lexer has its own way out.
    for resets in [true, false] {
        let mut depth = Depth { resets, ..Depth::default() };
        depth.follow(bytes)?;
    }
    let mut budget = PDF_CHECK_BYTES_MAX;
    let mut at = 0;
    while let Some((word, content)) = next_stream(bytes, at) {
        let dictionary = bytes.get(word.saturating_sub(DICTIONARY_BYTES)..word).unwrap_or_default();
        check_stream(dictionary, bytes.get(content..).unwrap_or_default(), &mut budget)?;
        at = content;
    }
    Ok(())
}

/// Where the next word `stream` stands, and where the content behind it begins.
fn next_stream(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    const WORD: &[u8] = b"stream";
    let mut at = from;
    loop {
        let found = bytes.get(at..)?.windows(WORD.len()).position(|window| window == WORD)? + at;
        at = found + WORD.len();
        if !bytes.get(..found)?.ends_with(b"end") {
            let behind = bytes.get(at..)?;
            let line_end = behind.iter().take_while(|byte| matches!(byte, b' ' | b'\r' | b'\n')).count();
            return Some((found, at + line_end));
        }
    }
}

/// Follows one stream through the layers in which it is packed.
fn check_stream(dictionary: &[u8], packed: &[u8], budget: &mut u64) -> Result<(), Fault> {
    let start = dictionary.windows(3).rposition(|window| window == b"obj").unwrap_or(0);
    let own = String::from_utf8_lossy(dictionary.get(start..).unwrap_or_default());
    let has = |names: &[&str]| names.iter().any(|name| own.contains(name));
    let unwrapped = if has(&["ASCII85Decode", "/A85"]) {
        Cow::Owned(of_ascii_85(packed))
    } else if has(&["ASCIIHexDecode", "/AHx"]) {
        Cow::Owned(of_ascii_hex(packed))
    } else {
        Cow::Borrowed(packed)
    };
    let (is_lzw, is_runs) = (has(&["LZWDecode", "/LZW"]), has(&["RunLengthDecode", "/RL"]));
    let len = if is_lzw {
        lzw_len(&unwrapped)
    } else if is_runs {
        run_length_len(&unwrapped)
    } else {
        0
    };
    // Two kinds of packing upon each other multiply, and no writer has a use for it.
    let is_mixed = (is_lzw && is_runs) || ((is_lzw || is_runs) && has(&["FlateDecode", "/Fl"]));
    if len > PDF_STREAM_BYTES_MAX || is_mixed {
        return Err(bomb());
    }
    let mut layer = unwrapped;
    for _ in 0..LAYERS_MAX {
        match unpack(&layer, budget)? {
            Some(inner) => layer = Cow::Owned(inner),
            None => return Ok(()),
        }
    }
    Err(bomb())
}

/// Unpacks one layer, and gives what is inside when that is packed again.
fn unpack(packed: &[u8], budget: &mut u64) -> Result<Option<Vec<u8>>, Fault> {
    if !is_zlib(packed) {
        return Ok(None);
    }
    let mut decoder = ZlibDecoder::new(packed);
    let mut depth = Depth::default();
    let (mut chunk, mut inner, mut total) = (vec![0; 64 << 10], None, 0_u64);
    // Damaged streams are unpacked as far as they go, as the library does.
    while let Ok(read @ 1..) = decoder.read(&mut chunk) {
        let piece = chunk.get(..read).unwrap_or_default();
        if total == 0 && is_zlib(piece) {
            inner = Some(Vec::new());
        }
        total += read as u64;
        if total > PDF_STREAM_BYTES_MAX {
            return Err(bomb());
        }
        depth.follow(piece)?;
        if let Some(inner) = &mut inner {
            inner.extend_from_slice(piece);
        }
    }
    // What was read counts too, for a stream of nothing still takes time.
    *budget = budget.checked_sub(total + decoder.total_in()).ok_or_else(bomb)?;
    Ok(inner)
}

fn bomb() -> Fault {
    Fault::Bomb { part: "a stream in the PDF".to_owned(), max_mib: PDF_STREAM_BYTES_MAX >> 20 }
}

/// Whether bytes begin as packed ones do.
fn is_zlib(bytes: &[u8]) -> bool {
    match bytes {
        [first, second, ..] => {
            first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31)
        }
        _ => false,
    }
}

/// The bytes that hexadecimal digits write, up to `>`.
fn of_ascii_hex(digits: &[u8]) -> Vec<u8> {
    let values =
        digits.iter().take_while(|byte| **byte != b'>').filter_map(|byte| char::from(*byte).to_digit(16));
    let values: Vec<u32> = values.collect();
    let byte = |pair: &[u32]| pair.iter().fold(0, |byte, digit| byte << 4 | digit) as u8;
    values.chunks(2).map(byte).collect()
}

/// The bytes that groups of five digits of base 85 write, up to `~`.
fn of_ascii_85(digits: &[u8]) -> Vec<u8> {
    let (mut bytes, mut group) = (Vec::new(), Vec::with_capacity(5));
    for digit in digits.iter().take_while(|byte| **byte != b'~') {
        match digit {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u64::from(digit - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            let number = group.drain(..).fold(0, |number, digit| number * 85 + digit);
            bytes.extend((number as u32).to_be_bytes());
        }
    }
    if !group.is_empty() {
        let known = group.len() - 1;
        group.resize(5, 84);
        let number = group.into_iter().fold(0, |number, digit| number * 85 + digit);
        bytes.extend((number as u32).to_be_bytes().into_iter().take(known));
    }
    bytes
}

/// A lexer that knows brackets, strings and comments, and how deep it is.
#[derive(Debug, Default, Clone, Copy)]
struct Depth {
    depth: usize,
    /// Open parentheses of a string.
    string: u32,
    escaped: bool,
    comment: bool,
    last: [u8; 3],
    /// Whether the word `obj` ends a string.
    resets: bool,
}

impl Depth {
    /// Reads on; a fault when it is too deep.
    fn follow(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        for byte in bytes {
            self.step(*byte);
            if self.depth > PDF_DEPTH_MAX {
                return Err(Fault::Deep { part: "a list in the PDF", max: PDF_DEPTH_MAX });
            }
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) {
        let [_, second, last] = self.last;
        self.last = [second, last, byte];
        if self.resets && self.last == *b"obj" {
            (self.string, self.escaped, self.comment) = (0, false, false);
        }
        if self.comment {
            self.comment = !matches!(byte, b'\r' | b'\n');
        } else if self.string > 0 {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'(' => self.string += 1,
                b')' => self.string -= 1,
                _ => {}
            }
        } else {
            match byte {
                b'(' => self.string = 1,
                b'%' => self.comment = true,
                b'[' => self.depth += 1,
                b']' => self.depth = self.depth.saturating_sub(1),
                b'<' if last == b'<' => {
                    self.depth += 1;
                    self.last[2] = 0;
                }
                b'>' if last == b'>' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.last[2] = 0;
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
        [dictionary.as_bytes(), b"stream\r\n", content, b"\nendstream"].concat()
    }

    #[test]
    fn plain_streams_pass() {
        let content = deflated(&b"[(a) -20 (b)] TJ\n".repeat(1_000));
        assert_eq!(check(&stream("1 0 obj<</Filter/FlateDecode>>", &content)), Ok(()));
        assert_eq!(check(&stream("1 0 obj<</Filter/FlateDecode>>", &deflated(&content))), Ok(()));
        assert_eq!(check(b"stream"), Ok(()));
        assert_eq!(check(b""), Ok(()));
    }

    #[test]
    fn bombs_are_found_through_their_wrappings() {
        let zeros = deflated(&vec![0; PDF_STREAM_BYTES_MAX as usize + 1]);
        let hex: String = zeros.iter().map(|byte| format!("{byte:02X}")).collect();
        for (dictionary, content) in [
            ("1 0 obj<</Filter/FlateDecode>>", zeros.clone()),
            ("1 0 obj<</Filter[/FlateDecode/FlateDecode]>>", deflated(&zeros)),
            ("1 0 obj<</Filter[/ASCIIHexDecode/FlateDecode]>>", hex.into_bytes()),
            ("1 0 obj<</Filter[/RunLengthDecode/FlateDecode]>>", b"ab".to_vec()),
        ] {
            assert!(matches!(check(&stream(dictionary, &content)), Err(Fault::Bomb { .. })), "{dictionary}");
        }
    }

    #[test]
    fn deep_nesting_is_found() {
        for deep in [
            "[".repeat(PDF_DEPTH_MAX + 1),
            "<</A ".repeat(PDF_DEPTH_MAX + 1),
            "[(])".repeat(PDF_DEPTH_MAX + 1),
        ] {
            assert!(matches!(check(deep.as_bytes()), Err(Fault::Deep { .. })));
            let packed = stream("1 0 obj<<>>", &deflated(deep.as_bytes()));
            assert!(matches!(check(&packed), Err(Fault::Deep { .. })));
            // An open parenthesis in binary bytes hides nothing.
            assert!(matches!(check(format!("( 1 0 obj {deep}").as_bytes()), Err(Fault::Deep { .. })));
        }
        assert_eq!(check("([)".repeat(PDF_DEPTH_MAX + 1).as_bytes()), Ok(()));
        assert_eq!(check("[<< >>]".repeat(PDF_DEPTH_MAX + 1).as_bytes()), Ok(()));
    }

    #[test]
    fn base_85_is_read() {
        assert_eq!(of_ascii_85(b"87cUR D]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(of_ascii_85(b"87cURD]i,\"Ebo7~>"), b"Hello World");
        assert_eq!(of_ascii_85(b"z~>"), [0; 4]);
        assert_eq!(of_ascii_hex(b"48 65 6C6c 6>"), b"Hell\x06");
    }
}
