//! Turns HTML source into tags and text in one pass: each byte is looked at once, whatever the source holds. Start at
//! [`Tokens`]. What becomes of tags that do not fit is decided elsewhere.

use crate::limits::{ATTRIBUTE_BYTES_MAX, ATTRIBUTES_MAX};

/// A piece of HTML source. Names are as written; compare them with [`is`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'h> {
    /// Text, with its character references.
    Text(&'h str),
    /// A start tag, with what stands behind its name.
    Start { name: &'h str, attributes: &'h str },
    /// An end tag.
    End { name: &'h str },
    /// The content of an element that holds no tags, such as a script; its start tag comes before it.
    Raw { name: &'h str, content: &'h str },
}

/// Whether a tag's name is `name`, which is in lower case.
pub(super) fn is(tag: &str, name: &str) -> bool {
    tag.eq_ignore_ascii_case(name)
}

/// Whether a tag's name is among `names`, which are in lower case.
pub(super) fn is_any(tag: &str, names: &[&str]) -> bool {
    names.iter().any(|name| is(tag, name))
}

/// The elements whose content holds no tags.
const RAW: [&str; 9] =
    ["script", "style", "title", "textarea", "noscript", "xmp", "iframe", "noembed", "noframes"];

/// The tokens of some HTML source; comments, declarations and processing instructions are left out.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'h> {
    rest: &'h str,
    /// The element without tags whose content comes next.
    raw: Option<&'h str>,
}

impl<'h> Tokens<'h> {
    pub(super) fn new(html: &'h str) -> Self {
        Self { rest: html, raw: None }
    }

    /// Takes `bytes` bytes off the rest.
    fn take(&mut self, bytes: usize) -> &'h str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Leaves out what comes up to and with `end`; all of it when there is none.
    fn skip_behind(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, behind)| behind);
    }

    /// The content of the element `name`, up to its end tag.
    fn raw_content(&mut self, name: &'h str) -> Token<'h> {
        let is_end = |at: usize| {
            let behind = self.rest.get(at + 2..).unwrap_or_default();
            behind.get(..name.len()).is_some_and(|tag| is(name, tag))
                && !behind
                    .get(name.len()..)
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
        };
        let end = self.rest.match_indices("</").map(|(at, _)| at).find(|at| is_end(*at));
        let content = self.take(end.unwrap_or(self.rest.len()));
        Token::Raw { name, content }
    }

    /// A tag, where the rest begins with one.
    fn tag(&mut self) -> Option<Token<'h>> {
        let is_end = self.rest.starts_with("</");
        let behind = self.rest.get(if is_end { 2 } else { 1 }..)?;
        let name_len =
            behind.bytes().take_while(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(byte)).count();
        let name = behind.get(..name_len)?;
        let attributes_len = attributes_len(behind.get(name_len..)?);
        let attributes = behind.get(name_len..name_len + attributes_len)?;
        self.rest = behind.get(name_len + attributes_len + 1..).unwrap_or_default();
        if is_end {
            return Some(Token::End { name });
        }
        if RAW.iter().any(|raw| is(name, raw)) {
            self.raw = Some(name);
        }
        Some(Token::Start { name, attributes })
    }

    /// The text up to what may be a tag.
    fn text(&mut self) -> Token<'h> {
        let bytes = self.rest.as_bytes();
        let begins_tag = |at: usize| {
            let next = bytes.get(at + 1).copied().unwrap_or_default();
            next.is_ascii_alphabetic() || b"!?".contains(&next) || next == b'/'
        };
        let end = self.rest.match_indices('<').map(|(at, _)| at).find(|at| begins_tag(*at));
        let end = end.unwrap_or(self.rest.len());
        Token::Text(self.take(end))
    }
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        loop {
            if let Some(name) = self.raw.take() {
                return Some(self.raw_content(name));
            }
            if self.rest.is_empty() {
                return None;
            }
            let bytes = self.rest.as_bytes();
            match (bytes.first(), bytes.get(1), bytes.get(2)) {
                (Some(b'<'), Some(b'!'), _) if self.rest.starts_with("<!--") => self.skip_behind("-->"),
                (Some(b'<'), Some(b'!'), _) if self.rest.starts_with("<![CDATA[") => self.skip_behind("]]>"),
                (Some(b'<'), Some(b'!' | b'?'), _) => self.skip_behind(">"),
                (Some(b'<'), Some(first), _) if first.is_ascii_alphabetic() => return self.tag(),
                (Some(b'<'), Some(b'/'), Some(first)) if first.is_ascii_alphabetic() => return self.tag(),
                (Some(b'<'), Some(b'/'), _) => self.skip_behind(">"),
                _ => return Some(self.text()),
            }
        }
    }
}

/// How many bytes of attributes stand before the `>` that ends the tag; all, when nothing ends it.
fn attributes_len(behind_name: &str) -> usize {
    let bytes = behind_name.as_bytes();
    let (mut quote, mut expects_value) = (None, false);
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            (None, b'"' | b'\'') if expects_value => {
                quote = Some(byte);
                expects_value = false;
            }
            (None, b'=') => expects_value = true,
            (None, byte) => expects_value = expects_value && byte.is_ascii_whitespace(),
        }
    }
    bytes.len()
}

/// The attributes of a tag, as far as they are few and short enough, with the character references in their values.
/// Names are as written.
pub(super) fn attributes(source: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = source;
    let next = move || {
        rest = rest.trim_start_matches(|next: char| next.is_ascii_whitespace() || next == '/');
        let name_end = rest
            .find(|next: char| next.is_ascii_whitespace() || matches!(next, '=' | '/'))
            .unwrap_or(rest.len());
        // A stray sign of equality begins a name, as browsers have it.
        let name_end = if name_end == 0 { rest.chars().next()?.len_utf8() } else { name_end };
        let (name, behind) = rest.split_at_checked(name_end)?;
        let Some(value) = behind.trim_ascii_start().strip_prefix('=') else {
            rest = behind;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => {
                let inside = value.get(1..)?;
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            None => {
                value.split_at(value.find(|next: char| next.is_ascii_whitespace()).unwrap_or(value.len()))
            }
        };
        rest = behind;
        Some((name, value))
    };
    std::iter::from_fn(next).take(ATTRIBUTES_MAX).filter(|(_, value)| value.len() <= ATTRIBUTE_BYTES_MAX)
}

/// The value of the attribute `name`, its character references read and trimmed; `None` when it is missing or blank.
pub(super) fn attribute(source: &str, name: &str) -> Option<String> {
    let (_, value) = attributes(source).find(|(found, _)| is(found, name))?;
    let value = html_escape::decode_html_entities(value);
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_is_cut_into_tags_and_text() {
        let html = "<!DOCTYPE html><!-- <b> --><p class='a>b' id=c>1 < 2 &lt; 3</P >\
                    <script>if (a</b/) \"</scripts>\"</SCRIPT><br/></ >x<";
        let tokens: Vec<Token<'_>> = Tokens::new(html).collect();
        assert_eq!(
            tokens,
            [
                Token::Start { name: "p", attributes: " class='a>b' id=c" },
                Token::Text("1 < 2 &lt; 3"),
                Token::End { name: "P" },
                Token::Start { name: "script", attributes: "" },
                Token::Raw { name: "script", content: "if (a</b/) \"</scripts>\"" },
                Token::End { name: "SCRIPT" },
                Token::Start { name: "br", attributes: "/" },
                Token::Text("x<"),
            ]
        );
    }

    #[test]
    fn what_is_never_closed_ends_with_the_source() {
        for html in
            ["<!-- a", "<p class=\"a", "<script>a", "</", "<![CDATA[ a", "<p", "<?a", "é<é", "<a =", "</é>"]
        {
            assert!(Tokens::new(html).count() <= 2, "{html}");
        }
    }

    #[test]
    fn attributes_have_any_quotes_or_none() {
        let found: Vec<_> = attributes(" a=1 b = '2 3' C=\"4\" d e=").collect();
        assert_eq!(found, [("a", "1"), ("b", "2 3"), ("C", "4"), ("d", ""), ("e", "")]);
        assert_eq!(attribute(" Content=' A &amp; B '", "content"), Some("A & B".to_owned()));
        assert_eq!(attributes(&" a".repeat(100_000)).count(), ATTRIBUTES_MAX);
        assert_eq!(attributes(&format!("a={}", "b".repeat(100_000))).count(), 0);
    }
}
