//! Turns HTML source into a head, which holds what the page says of itself, and a body that is tame: balanced tags
//! without scripts, formatting and most attributes, nested within a bound. Start at [`scan`].

use std::borrow::Cow;

use super::tokens::{Token, Tokens, attribute, attributes, is, is_any};
use crate::limits::HTML_DEPTH_MAX;

/// A page in two parts.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) head: Head,
    /// What is shown, as balanced HTML.
    pub(super) body: String,
    /// How many elements the body has.
    pub(super) elements: usize,
    /// Whether tags were left out because they were nested too deep.
    pub(super) flattened: bool,
}

/// What a page says of itself, in the order in which it says it.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    /// The language of the whole page.
    pub(super) language: Option<String>,
    /// The address that the page names as its own.
    pub(super) canonical: Option<String>,
    /// Names, in lower case, and values of `meta` elements, and of `time` elements that say what they are the time of.
    pub(super) metas: Vec<(String, String)>,
    /// Blocks of JSON-LD.
    pub(super) json_ld: Vec<String>,
}

/// The most metadata that are taken out of one page.
const METAS_MAX: usize = 500;

/// The longest block of JSON-LD that is looked at.
const JSON_LD_BYTES_MAX: usize = 1 << 20;

/// Elements without content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements whose end may be left out; one of them ends the one before it, so that they do not nest on their own.
const UNNESTED: [&str; 12] =
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option"];

/// Elements of which only the content is kept: they shape the page or its letters and not its text.
const TRANSPARENT: [&str; 32] = [
    "html", "head", "body", "form", "font", "b", "i", "u", "s", "em", "strong", "small", "big", "tt",
    "strike", "nobr", "code", "mark", "sub", "sup", "abbr", "cite", "q", "var", "kbd", "samp", "object",
    "canvas", "video", "audio", "picture", "frameset",
];

/// Elements that are left out with all they contain.
const SKIPPED: [&str; 5] = ["svg", "math", "template", "select", "datalist"];

/// The attributes that tell the main text from the rest.
const KEPT: [&str; 11] = [
    "class",
    "id",
    "role",
    "rel",
    "href",
    "itemprop",
    "itemtype",
    "style",
    "hidden",
    "aria-hidden",
    "aria-modal",
];

/// The page in `html`.
pub(super) fn scan(html: &str) -> Page {
    let mut scan = Scan::default();
    for token in Tokens::new(html) {
        match token {
            Token::Start { name, attributes } => scan.start(name, attributes),
            Token::End { name } => scan.end(name),
            Token::Text(text) if scan.skipping.is_none() => scan.text(text),
            Token::Raw { name, content } => scan.raw(name, content),
            Token::Text(_) => {}
        }
    }
    while let Some(name) = scan.open.pop() {
        scan.page.close(name);
    }
    scan.page
}

/// A page of which a part was scanned.
#[derive(Default)]
struct Scan<'h> {
    page: Page,
    /// The open elements, outermost first.
    open: Vec<&'h str>,
    /// How many elements of each open name that were too deep are still to be closed.
    dropped: Vec<&'h str>,
    /// The element that is being left out, and how often it is open within itself.
    skipping: Option<(&'h str, usize)>,
    /// Whether the last script is JSON-LD.
    in_json_ld: bool,
}

impl<'h> Scan<'h> {
    fn start(&mut self, name: &'h str, source: &'h str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth += usize::from(is(name, skipped));
            return;
        }
        self.page.head.note(name, source);
        self.in_json_ld = is(name, "script")
            && attribute(source, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
        if is_any(name, &SKIPPED) {
            self.skipping = Some((name, 1));
        } else if is_any(name, &["br", "hr"]) {
            self.page.open(name, "");
        } else if is_any(name, &UNNESTED) {
            self.page.open(name, source);
        } else if !is_any(name, &TRANSPARENT) && !is_any(name, &VOID) && !holds_no_tags(name) {
            self.nest(name, source);
        }
    }

    /// Opens an element that others can stand in.
    fn nest(&mut self, name: &'h str, source: &'h str) {
        // A link within a link ends the first.
        if is(name, "a") && self.open.iter().any(|open| is(open, "a")) {
            self.end(name);
        }
        if self.open.len() >= HTML_DEPTH_MAX {
            self.page.flattened = true;
            // Remembered so that its end tag does not end another; forgotten when there are too many to matter.
            if self.dropped.len() < HTML_DEPTH_MAX {
                self.dropped.push(name);
            }
            return;
        }
        self.open.push(name);
        self.page.open(name, source);
    }

    fn end(&mut self, name: &'h str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            if is(name, skipped) {
                *depth -= 1;
                self.skipping = self.skipping.filter(|(_, depth)| *depth > 0);
            }
            return;
        }
        if self.dropped.last().is_some_and(|dropped| is(name, dropped)) {
            self.dropped.pop();
        } else if is_any(name, &UNNESTED) {
            self.page.close(name);
        } else if let Some(at) = self.open.iter().rposition(|open| is(open, name)) {
            // An end tag does not reach out of a table.
            let beyond = self.open.get(at + 1..).unwrap_or_default();
            if !beyond.iter().any(|open| is(open, "table")) {
                self.dropped.clear();
                while self.open.len() > at {
                    self.open.pop().into_iter().for_each(|open| self.page.close(open));
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        // A sign that begins no tag here must begin none later either.
        self.page.body.push_str(&if text.contains('<') {
            Cow::Owned(text.replace('<', "&lt;"))
        } else {
            text.into()
        });
    }

    fn raw(&mut self, name: &str, content: &str) {
        if is(name, "title") && self.page.head.title.is_none() && self.skipping.is_none() {
            let title = html_escape::decode_html_entities(content);
            let title = retrospect_model::one_line(&title);
            self.page.head.title = Some(title).filter(|title| !title.is_empty());
        } else if self.in_json_ld
            && content.len() <= JSON_LD_BYTES_MAX
            && self.page.head.json_ld.len() < METAS_MAX
        {
            self.page.head.json_ld.push(content.to_owned());
        } else if is(name, "xmp") && self.skipping.is_none() {
            self.text(content);
        }
    }
}

/// Whether an element's content is text of its own kind, which is no part of the page's.
fn holds_no_tags(name: &str) -> bool {
    is_any(
        name,
        &["script", "style", "title", "textarea", "noscript", "xmp", "iframe", "noembed", "noframes"],
    )
}

impl Page {
    /// Writes a start tag with the attributes that matter.
    fn open(&mut self, name: &str, source: &str) {
        self.elements += 1;
        self.body.push('<');
        self.push_name(name);
        for (attribute, value) in attributes(source).filter(|(attribute, _)| is_any(attribute, &KEPT)) {
            self.body.push(' ');
            self.push_name(attribute);
            self.body.push_str("=\"");
            self.body.push_str(&value.replace('"', "&quot;"));
            self.body.push('"');
        }
        self.body.push('>');
    }

    /// Writes an end tag.
    fn close(&mut self, name: &str) {
        self.body.push_str("</");
        self.push_name(name);
        self.body.push('>');
    }

    /// Writes a tag's or an attribute's name, as far as it is one.
    fn push_name(&mut self, name: &str) {
        let plain = |next: &char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | ':');
        self.body.extend(name.chars().take(64).filter(plain).map(|next| next.to_ascii_lowercase()));
    }
}

impl Head {
    /// Takes what a start tag says of the page.
    fn note(&mut self, name: &str, source: &str) {
        if is(name, "html") && self.language.is_none() {
            self.language = attribute(source, "lang").or_else(|| attribute(source, "xml:lang"));
        } else if is(name, "link") && self.canonical.is_none() {
            if attribute(source, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                self.canonical = attribute(source, "href");
            }
        } else if is_any(name, &["meta", "time"]) && self.metas.len() < METAS_MAX {
            let keys = ["property", "name", "itemprop", "http-equiv", "pubdate"];
            let key = keys.iter().find_map(|key| {
                let value = attribute(source, key)?;
                Some(if *key == "pubdate" { "pubdate".to_owned() } else { value.to_ascii_lowercase() })
            });
            let value = attribute(source, if is(name, "time") { "datetime" } else { "content" });
            self.metas.extend(key.zip(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, body: &str) {
        assert_eq!(scan(html).body, body, "{html}");
    }

    #[test]
    fn the_body_is_balanced_and_bare() {
        check("<div><span>a</div>b", "<div><span>a</span></div>b");
        check("<DIV onclick='x' Class='a \"b'>c", "<div class=\"a &quot;b\">c</div>");
        check("<p>a<p>b<br>c", "<p>a<p>b<br>c");
        check("<b>a<i>b</b></i><font>c</font>", "abc");
        check("<a>1<a>2</a>3</a>", "<a>1</a><a>2</a>3");
        check("<div><table><tr><td>a</div>b</table>c</div>", "<div><table><tr><td>ab</table>c</div>");
        check("</div>a < b<svg><text>c</text><svg></svg></svg>d<script>e</script>", "a &lt; bd");
    }

    #[test]
    fn nesting_is_bounded_and_text_is_kept() {
        let page = scan(&format!("{}x{}y", "<div>".repeat(100_000), "</div>".repeat(100_000)));
        assert!(page.flattened && page.elements == HTML_DEPTH_MAX);
        assert!(page.body.contains('x') && page.body.ends_with('y'));
        let page = scan(&"<div><table><td></div>".repeat(10_000));
        assert!(page.flattened && page.elements < 11_000);
    }

    #[test]
    fn the_head_is_taken_out() {
        let page = scan(
            "<html lang=en-GB><title> A &amp;\n B </title><link rel=Canonical href=https://example.org/a>\
             <meta property='og:title' content='A &quot;B&quot;'><time pubdate=pubdate datetime=2015-08-06>x</time>\
             <script type='application/ld+json'>{}</script>",
        );
        assert_eq!(page.head.title.as_deref(), Some("A & B"));
        assert_eq!(page.head.language.as_deref(), Some("en-GB"));
        assert_eq!(page.head.canonical.as_deref(), Some("https://example.org/a"));
        let metas: Vec<(&str, &str)> =
            page.head.metas.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(metas, [("og:title", "A \"B\""), ("pubdate", "2015-08-06")]);
        assert_eq!(page.head.json_ld, ["{}"]);
    }
}
