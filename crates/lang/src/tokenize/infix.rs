//! Finds the infixes of a span: where it is cut in its middle. Start at [`Infixes`].
//!
//! These are spaCy's English TOKENIZER_INFIXES (MIT licence, `lang/en/punctuation.py`), searched as Python's
//! `finditer` does: from the left, without overlap, the first pattern that matches at a place; a look-behind sees
//! the infix before.

use super::classes::{CharTable, Class};
use super::rules::dots;

/// The infixes of a span as byte ranges, from the left.
pub(super) struct Infixes<'a> {
    classes: &'a CharTable,
    span: &'a str,
    at: usize,
    before: Class,
}

impl<'a> Infixes<'a> {
    pub(super) fn new(classes: &'a CharTable, span: &'a str) -> Infixes<'a> {
        Infixes { classes, span, at: 0, before: Class::default() }
    }

    /// The length of the infix at the start of the rest, which begins with this mark; or 0.
    fn length(&self, mark: char, rest: &str) -> usize {
        let after =
            |length: usize| rest.get(length..).map_or_else(Class::default, |s| self.classes.of_first(s));
        let between = |before: Class, length: usize, next: Class| {
            if self.before.has(before) && after(length).has(next) { length } else { 0 }
        };
        let joint = |length: usize| between(Class::ALPHA.or(Class::DIGIT), length, Class::ALPHA);
        match mark {
            '.' => match dots(rest.bytes()) {
                0 => between(Class::LOWER_OR_QUOTE, 1, Class::UPPER_OR_QUOTE),
                run => run,
            },
            ',' => between(Class::ALPHA, 1, Class::ALPHA),
            '+' | '*' | '^' => self.sign(rest),
            '-' => match self.sign(rest) {
                0 => {
                    let run = rest.bytes().take(3).take_while(|&byte| byte == b'-').count();
                    (1..=run).map(joint).find(|&length| length > 0).unwrap_or(0)
                }
                length => length,
            },
            ':' | '<' | '>' | '=' | '/' | '~' => joint(1),
            '–' => joint('–'.len_utf8()),
            '—' => match joint('—'.len_utf8()) {
                0 if rest.starts_with("——") => joint("——".len()),
                length => length,
            },
            // What remains of the class are icons and "…".
            _ => mark.len_utf8(),
        }
    }

    /// 1 if the sign at the start of the rest stands in a sum of numbers.
    fn sign(&self, rest: &str) -> usize {
        let next = rest.as_bytes().get(1);
        usize::from(self.before.has(Class::DIGIT) && matches!(next, Some(b'0'..=b'9' | b'-')))
    }
}

impl Iterator for Infixes<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let span = self.span;
        for c in span.get(self.at..)?.chars() {
            let start = self.at;
            let class = self.classes.of(c);
            if class.has(Class::INFIX) {
                let rest = span.get(start..)?;
                let length = self.length(c, rest);
                if length > 0 {
                    self.at += length;
                    self.before = self.classes.of_last(rest.get(..length)?);
                    return Some((start, self.at));
                }
            }
            self.before = class;
            self.at += c.len_utf8();
        }
        None
    }
}
