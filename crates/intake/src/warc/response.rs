//! Turns the block of a captured answer of a web server into its status, kind and body. Start at [`parse`].

use std::borrow::Cow;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::Refusal;
use crate::gzip;
use crate::problem::Fault;

/// An answer of a web server.
pub(super) struct Response<'b> {
    pub(super) status: u16,
    /// In lower case, with its parameters; empty when it is missing.
    pub(super) content_type: String,
    packing: String,
    chunked: bool,
    raw_body: &'b [u8],
}

/// The answer in `block`.
pub(super) fn parse(block: &[u8]) -> Result<Response<'_>, Fault> {
    let (head, raw_body) = split_head(block).ok_or(Fault::Warc { reason: "its answer has no header" })?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| {
        let mut words = line.split_ascii_whitespace();
        words.next().filter(|version| version.starts_with("HTTP/"))?;
        words.next()?.parse().ok()
    });
    let Some(status) = status else { return Err(Fault::Warc { reason: "its answer has no status" }) };
    let mut response =
        Response { status, content_type: String::new(), packing: String::new(), chunked: false, raw_body };
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => response.content_type = value,
            "content-encoding" => response.packing = value,
            "transfer-encoding" => response.chunked = value.contains("chunked"),
            _ => {}
        }
    }
    Ok(response)
}

/// What stands before the first empty line, and what behind it.
fn split_head(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let ends =
        |mark: &[u8]| block.windows(mark.len()).position(|window| window == mark).map(|at| (at, mark.len()));
    let (at, len) = match (ends(b"\r\n\r\n"), ends(b"\n\n")) {
        (Some(first), Some(second)) => first.min(second),
        (first, second) => first.or(second)?,
    };
    Some((block.get(..at)?, block.get(at + len..)?))
}

impl<'b> Response<'b> {
    /// The body as the browser would have got it.
    pub(super) fn body(&self) -> Result<Cow<'b, [u8]>, Refusal> {
        // Some crawlers join the chunks and leave the header as it was.
        let whole =
            self.chunked.then(|| joined(self.raw_body)).flatten().map_or(self.raw_body.into(), Cow::Owned);
        let packed_len = whole.len();
        let part = "the body of its answer";
        let is_gzip = whole.starts_with(b"\x1F\x8B");
        match self.packing.as_str() {
            "gzip" | "x-gzip" if is_gzip => gzip::bounded(MultiGzDecoder::new(&*whole), packed_len, part)
                .map(Cow::Owned)
                .map_err(Refusal::Fault),
            "deflate" => match gzip::bounded(ZlibDecoder::new(&*whole), packed_len, part) {
                Ok(body) => Ok(Cow::Owned(body)),
                Err(fault @ Fault::Bomb { .. }) => Err(Refusal::Fault(fault)),
                Err(_) => Ok(whole),
            },
            packing @ ("br" | "zstd") => Err(Refusal::Other(format!("packed with {packing}"))),
            _ => Ok(whole),
        }
    }
}

/// A body that was sent in chunks, as one; `None` when it is none.
fn joined(chunked: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(chunked.len());
    let mut rest = chunked;
    loop {
        let line_end = rest.iter().take(100).position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(rest.get(..line_end)?).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(line_end + 1..)?;
        if size == 0 {
            return Some(body);
        }
        // A capture that was cut keeps what it has.
        let Some((chunk, behind)) = rest.split_at_checked(size) else {
            body.extend_from_slice(rest);
            return Some(body);
        };
        body.extend_from_slice(chunk);
        rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\n")).unwrap_or(behind);
        if rest.is_empty() {
            return Some(body);
        }
    }
}

/// The encoding that a content type names, as in `text/html; charset="utf-8"`.
pub(super) fn charset(content_type: &str) -> Option<&str> {
    let (_, behind) = content_type.split_once("charset=")?;
    let label = behind.trim_start_matches(['"', '\'']).split([';', '"', '\'', ' ', ',']).next()?;
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        assert_eq!(joined(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").as_deref(), Some(&b"abcde"[..]));
        assert_eq!(joined(b"ff\r\nabc").as_deref(), Some(&b"abc"[..]));
        assert_eq!(joined(b"<html>\n"), None);
        assert_eq!(joined(b"ffffffffffffffffff\r\nabc"), None);
    }

    #[test]
    fn a_content_type_may_name_the_encoding() {
        assert_eq!(charset("text/html; charset=\"windows-1251\"; x=y"), Some("windows-1251"));
        assert_eq!(charset("text/html; charset="), None);
    }
}
