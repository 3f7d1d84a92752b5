//! Tells whether a span is a web or mail address, which stays one token; start at [`is_url`].
//!
//! The pattern is spaCy's URL_PATTERN (MIT licence, `lang/tokenizer_exceptions.py`), after that of Diego Perini
//! (MIT licence). Python's engine backtracks; here every part is decided by the character after it, so that each
//! character is read a few times at most: a host label ends at a full stop and holds none, a top-level domain, a
//! number and a port end at a mark that they do not hold, and a user part is anything up to any "@".

use super::classes::{CharTable, Class};

/// Whether the span, which holds no white space, matches as a whole.
pub(super) fn is_url(classes: &CharTable, span: &str) -> bool {
    // Host names and numbers alike have a full stop between their parts.
    if !span.contains('.') {
        return false;
    }
    let matcher = Matcher { classes };
    let after_user =
        |(at, sign): (usize, &str)| at > 0 && matcher.host(span.get(at + sign.len()..).unwrap_or(""));
    matcher.host(span)
        || matcher.after_scheme(span).is_some_and(|rest| matcher.host(rest))
        || span.match_indices('@').any(after_user)
}

/// Matches parts of the pattern at the start of a text; most return what follows the part.
struct Matcher<'a> {
    classes: &'a CharTable,
}

impl Matcher<'_> {
    /// `(?:[\w\+\-\.]{2,})://`
    fn after_scheme<'s>(&self, text: &'s str) -> Option<&'s str> {
        let (scheme, rest) = text.split_once("://")?;
        let valid = |c| matches!(c, '+' | '-' | '.') || self.classes.of(c).has(Class::WORD);
        (scheme.chars().all(valid) && scheme.chars().nth(1).is_some()).then_some(rest)
    }

    /// Whether the text is a host, then a port and a path if any, and nothing else.
    fn host(&self, text: &str) -> bool {
        let numbers = || self.after_numbers(text).filter(|_| !self.is_reserved(text));
        self.after_name(text).or_else(numbers).is_some_and(|rest| self.is_port_and_path(rest))
    }

    /// `(?::\d{2,5})?(?:[/?#]\S*)?$`
    fn is_port_and_path(&self, text: &str) -> bool {
        let path = match text.strip_prefix(':') {
            None => Some(text),
            Some(port) => self.number(port).filter(|(port, _)| port.len() >= 2).map(|(_, rest)| rest),
        };
        path.is_some_and(|path| path.is_empty() || path.starts_with(['/', '?', '#']))
    }

    /// `(?:(?:[A][A_-]{0,62})?[A]\.)+(?:[lower]{2,63})`, where A is [`is_label_edge`].
    fn after_name<'s>(&self, text: &'s str) -> Option<&'s str> {
        let mut domain = after_label(text)?;
        while let Some(rest) = after_label(domain) {
            domain = rest;
        }
        let count_max = 63;
        let (mut count, mut length) = (0, 0);
        for c in domain.chars().take_while(|&c| self.classes.of(c).has(Class::LOWER)).take(count_max + 1) {
            count += 1;
            length += c.len_utf8();
        }
        if (2..=count_max).contains(&count) { domain.get(length..) } else { None }
    }

    /// An address in four numbers, the last two of three alternatives as in the pattern.
    fn after_numbers<'s>(&self, text: &'s str) -> Option<&'s str> {
        // [1-9]\d?|1\d\d|2[01]\d|22[0-3]
        let (first, mut rest) = self.number(text)?;
        if !matches!(
            first.chars(),
            ['1'..='9'] | ['1'..='9', _] | ['1', _, _] | ['2', '0' | '1', _] | ['2', '2', '0'..='3']
        ) {
            return None;
        }
        // (?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}
        for _ in 0..2 {
            let (middle, after) = self.number(rest.strip_prefix('.')?)?;
            if !matches!(
                middle.chars(),
                [_] | [_, _] | ['1', _, _] | ['2', '0'..='4', _] | ['2', '5', '0'..='5']
            ) {
                return None;
            }
            rest = after;
        }
        // \.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4])
        let (last, rest) = self.number(rest.strip_prefix('.')?)?;
        let valid = matches!(
            last.chars(),
            ['1'..='9'] | ['1'..='9', _] | ['1', _, _] | ['2', '0'..='4', _] | ['2', '5', '0'..='4']
        );
        valid.then_some(rest)
    }

    /// Whether the text starts with the address of a private or local network, which the pattern leaves out.
    fn is_reserved(&self, text: &str) -> bool {
        // (?:10|127)(?:\.\d{1,3}){3}, (?:169\.254|192\.168)(?:\.\d{1,3}){2}
        let networks = [("10", 3), ("127", 3), ("169.254", 2), ("192.168", 2)];
        let fixed = networks.into_iter().any(|(network, groups)| {
            text.strip_prefix(network).is_some_and(|rest| self.has_groups(rest, groups))
        });
        // 172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2}
        let ranged = || {
            let (second, rest) = self.number(text.strip_prefix("172.")?)?;
            let inside = matches!(second.chars(), ['1', '6'..='9'] | ['2', _] | ['3', '0' | '1']);
            Some(inside && self.has_groups(rest, 2))
        };
        fixed || ranged().unwrap_or(false)
    }

    /// Whether the text starts with this many times `\.\d{1,3}`; the last may be cut short.
    fn has_groups(&self, text: &str, groups: usize) -> bool {
        let Some(rest) = text.strip_prefix('.') else { return false };
        if groups == 1 {
            return self.classes.of_first(rest).has(Class::DECIMAL);
        }
        self.number(rest).is_some_and(|(number, rest)| number.len() <= 3 && self.has_groups(rest, groups - 1))
    }

    /// All the decimal digits at the start, of any script; none if there are none or more than any part takes.
    fn number<'s>(&self, text: &'s str) -> Option<(Number, &'s str)> {
        let mut number = Number { digits: ['0'; DIGITS_MAX], count: 0 };
        let mut length = 0;
        for c in text.chars().take_while(|&c| self.classes.of(c).has(Class::DECIMAL)) {
            *number.digits.get_mut(number.count)? = c;
            number.count += 1;
            length += c.len_utf8();
        }
        if number.count == 0 { None } else { Some((number, text.get(length..)?)) }
    }
}

/// A port has up to five digits, a part of an address three.
const DIGITS_MAX: usize = 5;

struct Number {
    digits: [char; DIGITS_MAX],
    count: usize,
}

impl Number {
    fn chars(&self) -> &[char] {
        self.digits.get(..self.count).unwrap_or_default()
    }

    fn len(&self) -> usize {
        self.count
    }
}

/// `(?:[A][A_-]{0,62})?[A]\.`
fn after_label(text: &str) -> Option<&str> {
    let count_max = 64;
    let inner = |c: &char| is_label_edge(*c) || matches!(c, '_' | '-');
    let (mut count, mut length) = (0, 0);
    let (mut first, mut last) = (' ', ' ');
    for c in text.chars().take_while(inner).take(count_max + 1) {
        if count == 0 {
            first = c;
        }
        last = c;
        count += 1;
        length += c.len_utf8();
    }
    let valid = (1..=count_max).contains(&count) && is_label_edge(first) && is_label_edge(last);
    text.get(length..)?.strip_prefix('.').filter(|_| valid)
}

/// `[A-Za-z0-9\u00a1-\uffff]`
fn is_label_edge(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}
