//! Turns bytes and a name into a format: what the bytes say first, the name only where they leave it open. Start at
//! [`recognise`].

use std::fmt;

use crate::problem::Fault;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// Plain text in any usual encoding.
    Text,
    /// CommonMark, with front matter.
    Markdown,
    /// A web page.
    Html,
    /// PDF with a text layer.
    Pdf,
    /// A Word document since 2007.
    Docx,
    /// One mail.
    Mail,
    /// One JSON object on each line.
    JsonLines,
    /// A web archive, packed or not.
    Warc,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Pdf => "PDF",
            Self::Docx => "docx",
            Self::Mail => "mail",
            Self::JsonLines => "JSON Lines",
            Self::Warc => "WARC",
        })
    }
}

impl Format {
    /// What a file's name says it is, `.gz` aside; `None` when it has no ending or one that is not known.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let (_, ending) = lower.strip_suffix(".gz").unwrap_or(&lower).rsplit_once('.')?;
        Some(match ending {
            "txt" | "text" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "pdf" => Self::Pdf,
            "docx" => Self::Docx,
            "eml" | "mht" | "mhtml" => Self::Mail,
            "jsonl" | "ndjson" | "json" => Self::JsonLines,
            "warc" => Self::Warc,
            _ => return None,
        })
    }
}

/// What some bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A document, or documents, of this format.
    Document(Format),
    /// Packed bytes; what is inside is to be recognised.
    Gzip,
}

/// How many bytes are looked at to tell one text format from another.
const HEAD_BYTES: usize = 8 << 10;

/// The format of `bytes`; a fault when they are of a kind that is not read.
pub(crate) fn recognise(bytes: &[u8], name: &str) -> Result<Kind, Fault> {
    if bytes.starts_with(b"\x1F\x8B") {
        return Ok(Kind::Gzip);
    }
    let by_magic = by_magic(bytes)?;
    let format = by_magic.unwrap_or_else(|| by_text(bytes, Format::named(name)));
    if by_magic.is_none() && bytes.starts_with(b"<?xml") && format != Format::Html {
        return Err(Fault::Kind { kind: "an XML file", remedy: "save its text as a txt file" });
    }
    Ok(Kind::Document(format))
}

/// What the first bytes give away; `None` for what may be text.
fn by_magic(bytes: &[u8]) -> Result<Option<Format>, Fault> {
    const PICTURE: &str = "use a text recognition program, such as tesseract, and add the text that it gives";
    const OLD: &str = "open it in a word processor and save it as docx";
    let kinds: [(&[u8], &str, &str); 9] = [
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Office file from before 2007, or one with a password", OLD),
        (b"{\\rtf", "a rich text file", OLD),
        (b"\x89PNG\r\n\x1A\n", "a picture (PNG)", PICTURE),
        (b"\xFF\xD8\xFF", "a picture (JPEG)", PICTURE),
        (b"GIF8", "a picture (GIF)", PICTURE),
        (b"II*\0", "a picture (TIFF)", PICTURE),
        (b"MM\0*", "a picture (TIFF)", PICTURE),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive", "unpack it and add the files in it"),
        (b"BZh", "a bzip2 archive", "unpack it and add the files in it"),
    ];
    if let Some((_, kind, remedy)) = kinds.into_iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(Fault::Kind { kind, remedy });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Some(Format::Docx));
    }
    if bytes.starts_with(b"WARC/") {
        return Ok(Some(Format::Warc));
    }
    // The specification lets other bytes stand before the header, within the first 1024.
    let head = bytes.get(..1024).unwrap_or(bytes);
    Ok(head.windows(5).any(|window| window == b"%PDF-").then_some(Format::Pdf))
}

/// The format of what is no known binary, by how it begins and then by its name.
fn by_text(bytes: &[u8], named: Option<Format>) -> Format {
    let head = text_head(bytes);
    let head = head.trim_start_matches(|first: char| first == '\u{FEFF}' || first.is_whitespace());
    if is_page(head) || is_fragment(head, named) {
        Format::Html
    } else if mail_fields(head) >= if named == Some(Format::Mail) { 1 } else { 3 } {
        Format::Mail
    } else if head.starts_with('{') && (named == Some(Format::JsonLines) || first_line_is_json(bytes)) {
        Format::JsonLines
    } else {
        match named {
            // A page or a list whose beginning is broken is still one, if its name says so.
            Some(Format::Html) if head.contains("</") => Format::Html,
            Some(Format::JsonLines | Format::Markdown) => named.unwrap_or(Format::Text),
            _ => Format::Text,
        }
    }
}

/// The beginning of `bytes` as text, good enough to recognise markup in it.
fn text_head(bytes: &[u8]) -> String {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, _)) => encoding.decode(head).0.into_owned(),
        None => String::from_utf8_lossy(head).into_owned(),
    }
}

/// Whether it begins as a whole web page does.
fn is_page(head: &str) -> bool {
    let mut rest = head;
    loop {
        rest = rest.trim_start();
        let past = if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if rest.starts_with("<?xml") {
            rest.split_once("?>")
        } else {
            None
        };
        match past {
            Some((_, behind)) => rest = behind,
            None => break,
        }
    }
    begins_with_tag(rest, &["!doctype html", "html", "head", "body"])
}

/// Whether it begins as a part of a web page does, and its name does not say that it is something else.
fn is_fragment(head: &str, named: Option<Format>) -> bool {
    const TAGS: [&str; 14] = [
        "title", "meta", "div", "p", "article", "section", "main", "h1", "h2", "table", "ul", "span",
        "script", "style",
    ];
    matches!(named, None | Some(Format::Html | Format::Text)) && begins_with_tag(head, &TAGS)
}

/// Whether `text` begins with one of `tags`, whatever the case.
fn begins_with_tag(text: &str, tags: &[&str]) -> bool {
    let Some(text) = text.strip_prefix('<') else { return false };
    tags.iter().any(|tag| {
        text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && text.get(tag.len()..).is_some_and(|rest| {
                !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '-')
            })
    })
}

/// How many fields of a mail's header it begins with; none when its first lines are not all fields.
fn mail_fields(head: &str) -> usize {
    const OF_MAIL: [&str; 11] = [
        "from",
        "to",
        "date",
        "subject",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "content-type",
        "reply-to",
    ];
    let mut known = 0;
    for line in head.lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return 0 };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return 0;
        }
        known += usize::from(OF_MAIL.contains(&name.to_ascii_lowercase().as_str()));
    }
    known
}

/// Whether the first line that is not blank is a JSON object with a `text`.
fn first_line_is_json(bytes: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Line {
        #[serde(rename = "text")]
        _text: serde::de::IgnoredAny,
    }
    let first = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    first.is_some_and(|line| {
        serde_json::from_slice::<Line>(line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line)).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: &str, format: Format) {
        assert_eq!(recognise(bytes, name), Ok(Kind::Document(format)), "{name}");
    }

    #[test]
    fn content_comes_before_the_name() {
        for name in ["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.eml", "a.jsonl", "a.warc", "a", "a."] {
            check(b"junk %PDF-1.7\n", name, Format::Pdf);
            check(b"PK\x03\x04...", name, Format::Docx);
            check(b"WARC/1.0\r\n", name, Format::Warc);
            check(b"\n<!-- saved --> <!DOCTYPE HTML><p>", name, Format::Html);
            check(b"<?xml version='1.0'?><html>", name, Format::Html);
            check(b"From: a@example.org\r\nTo: b\r\nSubject: c\r\n\r\nx", name, Format::Mail);
            check(b"\xEF\xBB\xBF{\"text\": \"a\"}\n", name, Format::JsonLines);
        }
    }

    #[test]
    fn the_name_decides_where_content_leaves_it_open() {
        check(b"# A heading\n", "a.MD", Format::Markdown);
        check(b"# A heading\n", "a.txt", Format::Text);
        check(b"<div>a</div>", "a.md", Format::Markdown);
        check(b"<div>a</div>", "a", Format::Html);
        check(b"a <b>b</b>", "a.htm", Format::Html);
        check(b"a < b", "a.htm", Format::Text);
        check(b"{broken", "a.jsonl", Format::JsonLines);
        check(b"{broken", "a.txt", Format::Text);
        check(b"Just words.", "a.pdf", Format::Text);
        check(b"Subject: a\n\nb", "a.eml", Format::Mail);
        check(b"Subject: a\n\nb", "a.txt", Format::Text);
        check(b"Note: this\nFrom: that\n\n", "a", Format::Text);
    }

    #[test]
    fn what_is_not_read_says_so() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1A\n...."[..], "a picture (PNG)"),
            (b"{\\rtf1 words}", "a rich text file"),
            (b"<?xml version='1.0'?><rss>", "an XML file"),
        ] {
            assert!(recognise(bytes, "a.txt").unwrap_err().to_string().contains(kind));
        }
    }
}
