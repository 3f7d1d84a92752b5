//! Tells how many bytes of a span's start or end are an affix; start at [`Rules::prefix`] and
//! [`Rules::suffix`].
//!
//! These are spaCy's TOKENIZER_PREFIXES and TOKENIZER_SUFFIXES (MIT licence, `lang/punctuation.py`). All their
//! alternatives are anchored at the span's edge, so the first prefix pattern that matches is the only one, and a
//! leftmost search for a suffix finds the longest.

use super::classes::{CharTable, Class};

/// The rules' data.
#[derive(Debug)]
pub(super) struct Rules {
    pub classes: CharTable,
    /// Units, currencies and "+": suffixes after a digit. Sorted.
    pub tails: Vec<String>,
    /// The length of the longest tail in characters.
    pub tail_chars_max: usize,
}

impl Rules {
    /// The length in bytes of the prefix to cut off, or 0.
    pub(super) fn prefix(&self, span: &str) -> usize {
        let Some(first) = span.chars().next() else { return 0 };
        if self.classes.of(first).has(Class::PREFIX) {
            return first.len_utf8();
        }
        match first {
            '.' => dots(span.bytes()),
            '+' if !matches!(span.as_bytes().get(1), Some(b'0'..=b'9')) => 1,
            'U' if span.starts_with("US$") => "US$".len(),
            'C' | 'A' if span.as_bytes().get(1) == Some(&b'$') => "C$".len(),
            _ => 0,
        }
    }

    /// The length in bytes of the suffix to cut off, or 0.
    pub(super) fn suffix(&self, span: &str) -> usize {
        let Some(last) = span.chars().next_back() else { return 0 };
        let class = self.classes.of(last);
        let mut length = 0;
        if class.has(Class::TAIL_END) {
            length = self.tail(span);
        }
        if length == 0 && class.has(Class::SUFFIX) {
            length = last.len_utf8();
        }
        match last {
            '.' => return self.final_dots(span),
            '…' if span.ends_with("……") => length = "……".len(),
            's' | 'S' => {
                if let Some(quote @ ('\'' | '’')) = span.chars().rev().nth(1) {
                    length = last.len_utf8() + quote.len_utf8();
                }
            }
            _ => {}
        }
        length
    }

    /// The length of the unit or currency at the span's end, if an ASCII digit goes before it.
    fn tail(&self, span: &str) -> usize {
        // No tail holds an ASCII digit: there is one candidate, from the last digit on.
        let mut chars = span.char_indices().rev().take(self.tail_chars_max + 1);
        let Some((digit, _)) = chars.find(|(_, c)| c.is_ascii_digit()) else { return 0 };
        let tail = span.get(digit + 1..).unwrap_or_default();
        if self.tails.binary_search_by(|known| known.as_str().cmp(tail)).is_ok() { tail.len() } else { 0 }
    }

    /// The length of the suffix of a span that ends in a full stop.
    fn final_dots(&self, span: &str) -> usize {
        let run = dots(span.bytes().rev());
        if run > 0 {
            return run;
        }
        let mut chars = span.chars().rev().skip(1);
        let Some(last) = chars.next() else { return 0 };
        let class = self.classes.of(last);
        let second = chars.next();
        let degrees = matches!(last, 'F' | 'f' | 'C' | 'c' | 'K' | 'k') && second == Some('°');
        let initials =
            class.has(Class::UPPER) && second.is_some_and(|c| self.classes.of(c).has(Class::UPPER));
        usize::from(class.has(Class::BEFORE_DOT) || degrees || initials)
    }
}

/// The length of the run of full stops at the start, if it is an ellipsis of two or more; else 0.
pub(super) fn dots(bytes: impl Iterator<Item = u8>) -> usize {
    match bytes.take_while(|&byte| byte == b'.').count() {
        1 => 0,
        run => run,
    }
}
