//! Turns a text whose lines begin with a date in brackets into a list of items. Start at [`items`].

use retrospect_model::{Edtf, Text};

use crate::source::Item;
use crate::written_day;

/// The most bytes between the brackets.
const BRACKET_BYTES_MAX: usize = 80;

/// The items of `text`: each from a date in brackets at the beginning of a line (`[12 March 2016]`, `[2016-03-12]`,
/// `[March 12, 2016]`, a source behind a comma allowed) up to the next. None for any other text; what stands before
/// the first item belongs to none.
pub(crate) fn items(text: &Text) -> Vec<Item> {
    let whole = text.as_str();
    let mut starts: Vec<(usize, usize, Edtf)> = Vec::new();
    let mut line_start = 0;
    for line in whole.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if let Some((published, bracket)) = line.get(indent..).and_then(dated_bracket) {
            starts.push((line_start + indent, line_start + indent + bracket, published));
        }
        line_start += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|start| start.0).chain([whole.len()]).collect();
    let item = |((start, bracket_end, published), end): ((usize, usize, Edtf), usize)| {
        let words = whole.get(bracket_end..end)?;
        let body_start = bracket_end + words.len() - words.trim_start().len();
        let body_end = (bracket_end + words.trim_end().len()).max(bracket_end);
        Some(Item {
            span: text.span_of_bytes(start..body_end)?,
            body: text.span_of_bytes(body_start.min(body_end)..body_end)?,
            published,
        })
    };
    starts.into_iter().zip(ends).filter_map(item).collect()
}

/// The date in a bracket at the beginning of `line`, and how long the bracket is in bytes.
fn dated_bracket(line: &str) -> Option<(Edtf, usize)> {
    let inside = line.strip_prefix('[')?;
    let close = inside.bytes().take(BRACKET_BYTES_MAX).position(|byte| byte == b']')?;
    let (published, rest) = written_day::leading(inside.get(..close)?.trim())?;
    let rest = rest.trim_start();
    let plain = rest.is_empty() || rest.starts_with([',', ';', '|', ':', '/', '-', '–', '—']);
    plain.then_some((published, close + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let text = Text::new(text.to_owned()).unwrap();
        let found: Vec<(String, &str)> = items(&text)
            .iter()
            .map(|item| (item.published.to_string(), text.slice(item.body).unwrap()))
            .collect();
        let expected: Vec<(String, &str)> =
            expected.iter().map(|(date, body)| ((*date).to_owned(), *body)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn each_bracket_begins_an_item() {
        check(
            "A digest\n\n[12 March 2016] One.\nStill one – é.\n\n  [2016-03-13]\nTwo.\r\n[March 14, 2016, The Wire] Three.\n",
            &[("2016-03-12", "One.\nStill one – é."), ("2016-03-13", "Two."), ("2016-03-14", "Three.")],
        );
    }

    #[test]
    fn an_item_may_be_empty() {
        check("[2016-03-12]\n[2016-03-13]", &[("2016-03-12", ""), ("2016-03-13", "")]);
    }

    #[test]
    fn other_brackets_begin_nothing() {
        check(
            "[1] A note.\n[sic] He said.\n[2016] A year.\nOn [2016-03-12] it fell.\n[2016-03-12 x] no\n[2016-03-12",
            &[],
        );
        check(&format!("[{}]", " ".repeat(200)), &[]);
    }
}
