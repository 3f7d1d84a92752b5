//! Turns elements, attributes and text into markup that is well-formed whatever the text is. Start at [`Markup`].

use std::fmt::Write as _;

/// The value of an attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'v> {
    Text(&'v str),
    /// Printed to a tenth.
    Number(f64),
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// `attributes!["x" = 1.0, "class" = "bar"]`: attributes with their values.
macro_rules! attributes {
    ($($name:literal = $value:expr),* $(,)?) => {
        &[$(($name, $crate::markup::Value::from($value))),*]
    };
}
pub(crate) use attributes;

type Attributes<'a> = &'a [(&'static str, Value<'a>)];

/// Markup as it grows: XML that is HTML too.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    written: String,
    open: Vec<&'static str>,
}

impl Markup {
    /// Begins an element.
    pub(crate) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.written.push('>');
        self.open.push(name);
    }

    /// Ends the element that was begun last.
    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.written.push_str("</");
            self.written.push_str(name);
            self.written.push('>');
        }
    }

    /// Ends an element and its line, so that a change shows in a comparison of files.
    pub(crate) fn close_line(&mut self) {
        self.close();
        self.written.push('\n');
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.written.push_str("/>");
    }

    /// An element with nothing but text in it.
    pub(crate) fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, text: &str) {
        push_escaped(&mut self.written, text);
    }

    /// Markup that these functions made, or that is ours.
    pub(crate) fn trusted(&mut self, markup: &str) {
        self.written.push_str(markup);
    }

    /// All of it; what is still open is closed.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.written
    }

    fn tag(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.written.push('<');
        self.written.push_str(name);
        for (name, value) in attributes {
            self.written.push(' ');
            self.written.push_str(name);
            self.written.push_str("=\"");
            match value {
                Value::Text(text) => {
                    // A parser takes a line end in an attribute for a space, unless it is spelt out.
                    for (index, line) in text.split('\n').enumerate() {
                        self.written.push_str(if index == 0 { "" } else { "&#10;" });
                        push_escaped(&mut self.written, line);
                    }
                }
                Value::Number(number) => push_number(&mut self.written, *number),
            }
            self.written.push('"');
        }
    }
}

/// A number to a tenth, without a superfluous `.0`; what is no number is 0.
pub(crate) fn push_number(out: &mut String, number: f64) {
    let tenths = if number.is_finite() { (number * 10.0).round() as i64 } else { 0 };
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    // Writing to memory cannot fail.
    let _ = if rest == 0 { write!(out, "{sign}{whole}") } else { write!(out, "{sign}{whole}.{rest}") };
}

/// Text with what has a meaning in markup written so that it has none. Characters that XML cannot have, and those that
/// turn the order of what follows, so that a name could pass for another, become U+FFFD.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// A link that runs nothing: `https`, `http`, or a place of the same host or page. Any other is left out.
pub(crate) fn safe_link(link: &str) -> Option<&str> {
    let has = |scheme: &str| link.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    let is_local = ["#", "?", "./"].iter().any(|begin| link.starts_with(begin))
        || (link.starts_with('/') && !link.starts_with("//") && !link.starts_with("/\\"));
    let is_plain = !link.contains(|c: char| c.is_control());
    (is_plain && (has("https://") || has("http://") || is_local)).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (number, text) in
            [(0.04, "0"), (-0.04, "0"), (1.25, "1.3"), (-2.0, "-2"), (f64::NAN, "0"), (12.34, "12.3")]
        {
            let mut out = String::new();
            push_number(&mut out, number);
            assert_eq!(out, text);
        }
    }

    #[test]
    fn links_run_nothing() {
        for good in
            ["https://a.example/x?y=1", "HTTP://a.example", "/claims?on=2014", "#c1", "?on=2014", "./x"]
        {
            assert_eq!(safe_link(good), Some(good));
        }
        for bad in
            ["javascript:alert(1)", "//a.example", "/\\a.example", "data:text/html,x", "https:\n//a", "x"]
        {
            assert_eq!(safe_link(bad), None, "{bad}");
        }
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escaped("<b a='\"'>&\u{0}\u{202e}"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;\u{fffd}\u{fffd}");
    }
}
