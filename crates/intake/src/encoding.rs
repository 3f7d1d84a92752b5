//! Turns bytes into text: by their byte order mark, by what they are declared to be, as UTF-8, or by the best guess,
//! and says which. Start at [`read`].

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::problem::{EncodingBasis, Fault};

/// The text of some bytes, and what should be said of how it was read.
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    pub(crate) faults: Vec<Fault>,
}

/// How many bytes the guess of an encoding rests on.
const GUESS_BYTES: usize = 1 << 20;

/// The text of `bytes`, without a byte order mark, and else unchanged. `declared` is the label that came with them.
/// [`Fault::Binary`] when they are no text.
pub(crate) fn read<'b>(bytes: &'b [u8], declared: Option<&str>) -> Result<Decoded<'b>, Fault> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return if encoding == UTF_8 {
            utf_8(rest)
        } else {
            in_encoding(rest, encoding, EncodingBasis::Mark)
        };
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return in_encoding(bytes, encoding, EncodingBasis::Guess);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if is_binary(bytes) {
            Err(Fault::Binary)
        } else {
            Ok(Decoded { text: Cow::Borrowed(text), faults: Vec::new() })
        };
    }
    if is_binary(bytes) {
        return Err(Fault::Binary);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => in_encoding(bytes, encoding, EncodingBasis::Declared),
        None if is_mostly_utf_8(bytes) => utf_8(bytes),
        None => in_encoding(bytes, guess(bytes), EncodingBasis::Guess),
    }
}

/// Bytes that are UTF-8, or were before some were lost.
fn utf_8(bytes: &[u8]) -> Result<Decoded<'_>, Fault> {
    if is_binary(bytes) {
        return Err(Fault::Binary);
    }
    let decoded = retrospect_model::decode(bytes);
    let account = decoded.problems.map(|problems| Fault::Undecodable { account: problems.to_string() });
    Ok(Decoded { text: Cow::Owned(decoded.text), faults: account.into_iter().collect() })
}

/// Bytes in `encoding`, with a note of it.
fn in_encoding<'b>(
    bytes: &'b [u8],
    encoding: &'static Encoding,
    basis: EncodingBasis,
) -> Result<Decoded<'b>, Fault> {
    let (text, lost) = encoding.decode_without_bom_handling(bytes);
    let replaced = text.chars().filter(|character| *character == char::REPLACEMENT_CHARACTER).count();
    // A text of which much is no text in the encoding is none.
    if lost && replaced * 10 > text.len() || text.chars().take(GUESS_BYTES).any(|first| first == '\0') {
        return Err(Fault::Binary);
    }
    let mut faults = vec![Fault::Encoding { encoding: encoding.name(), basis }];
    if let Some(first) = text.chars().position(|character| character == char::REPLACEMENT_CHARACTER)
        && lost
    {
        let account = format!(
            "{replaced} places in it are not {}, the first at character {first}; each reads as U+FFFD",
            encoding.name()
        );
        faults.push(Fault::Undecodable { account });
    }
    Ok(Decoded { text, faults })
}

/// UTF-16 that came without its mark: nearly every other byte of Western text is then zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes.get(..4096).unwrap_or(bytes).as_chunks::<2>().0;
    let zeros = |which: usize| pairs.iter().filter(|pair| pair.get(which) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    if pairs.len() < 2 || bytes.len() % 2 == 1 {
        None
    } else if second * 2 > pairs.len() && first * 20 < pairs.len() {
        Some(UTF_16LE)
    } else if first * 2 > pairs.len() && second * 20 < pairs.len() {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the bytes have what no text has: a zero, or more than one in a hundred control characters.
fn is_binary(bytes: &[u8]) -> bool {
    let controls = bytes
        .iter()
        .filter(|byte| matches!(byte, 0x01..=0x08 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F))
        .count();
    controls * 100 > bytes.len() || bytes.contains(&0)
}

/// Whether the bytes have far more valid sequences of UTF-8 beyond ASCII than invalid ones.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > 2 * invalid
}

/// The likeliest encoding of bytes that are not UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..GUESS_BYTES).unwrap_or(bytes), true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, text: &str, said: &[&str]) {
        let decoded = read(bytes, declared).unwrap();
        assert_eq!(decoded.text, text);
        let found: Vec<String> = decoded.faults.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), said.len(), "{found:?}");
        for (found, said) in found.iter().zip(said) {
            assert!(found.contains(said), "{found}");
        }
    }

    fn utf_16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn marks_are_obeyed_and_taken_off() {
        check(b"\xEF\xBB\xBFpl\xC3\xA9dge\r\n", None, "plédge\r\n", &[]);
        check(
            &utf_16("\u{FEFF}plédge", u16::to_le_bytes),
            None,
            "plédge",
            &["UTF-16LE, by its byte order mark"],
        );
        check(&utf_16("\u{FEFF}plédge", u16::to_be_bytes), Some("utf-8"), "plédge", &["UTF-16BE"]);
    }

    #[test]
    fn utf_16_is_known_without_a_mark() {
        check(&utf_16("The pledge.", u16::to_le_bytes), None, "The pledge.", &["UTF-16LE, a guess"]);
        check(&utf_16("The pledge.", u16::to_be_bytes), None, "The pledge.", &["UTF-16BE, a guess"]);
    }

    #[test]
    fn one_byte_encodings_are_declared_or_guessed() {
        let western =
            "The \u{201C}caf\u{e9}\u{201D} of the fa\u{e7}ade was na\u{ef}ve, he said \u{2013} twice.";
        let bytes = encoding_rs::WINDOWS_1252.encode(western).0.into_owned();
        check(&bytes, None, western, &["windows-1252, a guess"]);
        check(&bytes, Some("latin1"), western, &["windows-1252, as declared"]);
        let russian = "Движение объявило о присоединении к другой группировке в августе.";
        let bytes = encoding_rs::WINDOWS_1251.encode(russian).0.into_owned();
        check(&bytes, None, russian, &["windows-1251, a guess"]);
        check(&bytes, Some("utf-8"), russian, &["windows-1251, a guess"]);
    }

    #[test]
    fn losses_are_counted_and_placed() {
        check("é — é — é \u{e9} é".as_bytes(), None, "é — é — é é é", &[]);
        let mut bytes = "é — é — é é é\n".as_bytes().to_vec();
        bytes.push(0xFF);
        check(&bytes, None, "é — é — é é é\n\u{FFFD}", &["1 byte sequence is not UTF-8, at byte"]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for junk in [&b"a\0b c"[..], b"\x01\x02\x03\x04", &[0x80, 0, 0, 1, 0xFF, 7, 2, 0, 9]] {
            assert!(matches!(read(junk, None), Err(Fault::Binary)), "{junk:?}");
        }
    }
}
