//! Turns text into characters one at a time, and knows where it is. Start at [`Cursor`].

use super::problem::EdtfProblem;
use super::qualifier::Qualifier;

/// A place in a text that is being read from left to right.
pub(super) struct Cursor<'t> {
    rest: &'t str,
    at: usize,
    last: Option<char>,
}

/// What is wrong, and at which character, counted from 1.
pub(super) struct Fail {
    pub(super) problem: EdtfProblem,
    pub(super) at: usize,
}

/// Two characters in the place of a month or day.
pub(super) enum Pair {
    /// Two digits.
    Number(u8),
    /// `XX`.
    Unspecified,
    /// A digit and an `X`.
    Mixed,
}

impl<'t> Cursor<'t> {
    /// The beginning of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text, at: 1, last: None }
    }

    /// The number of the next character, counted from 1.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Reads the next character.
    pub(super) fn take(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next()?;
        self.rest = chars.as_str();
        self.at += 1;
        self.last = Some(next);
        Some(next)
    }

    /// Reads `character` if it is next, and says whether it was.
    pub(super) fn eat(&mut self, character: char) -> bool {
        self.peek() == Some(character) && self.take().is_some()
    }

    /// Reads `word`, of ASCII characters, if it is next, and says whether it was.
    pub(super) fn eat_all(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                self.at += word.len();
                self.last = word.chars().next_back();
                true
            }
            None => false,
        }
    }

    /// `problem`, at the next character.
    pub(super) fn fail(&self, problem: EdtfProblem) -> Fail {
        Fail { problem, at: self.at }
    }

    /// That the next character is not `expected`; of a mark after a mark, that it is one too many.
    pub(super) fn unexpected(&self, expected: &'static str) -> Fail {
        let is_mark = |character: Option<char>| character.and_then(Qualifier::of_mark).is_some();
        self.fail(match self.peek() {
            next if is_mark(next) && is_mark(self.last) => EdtfProblem::QualifierTwice,
            Some(found) => EdtfProblem::Unexpected { expected, found },
            None => EdtfProblem::Ended { expected },
        })
    }

    /// Reads digits and `X` as far as they go.
    pub(super) fn digits_and_x(&mut self) -> Result<&'t str, Fail> {
        let len = self.rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'X').count();
        let (read, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, ""));
        self.rest = rest;
        self.at += len;
        self.last = read.chars().next_back().or(self.last);
        match self.peek() {
            Some(found @ ('x' | 'u')) => Err(self.fail(old_x(found))),
            _ => Ok(read),
        }
    }

    /// Reads two digits.
    pub(super) fn number(&mut self, expected: &'static str) -> Result<u8, Fail> {
        let at = self.at;
        match self.pair(expected)? {
            Pair::Number(number) => Ok(number),
            Pair::Unspecified | Pair::Mixed => {
                Err(Fail { problem: EdtfProblem::Unexpected { expected, found: 'X' }, at })
            }
        }
    }

    /// Reads two characters, each a digit or `X`.
    pub(super) fn pair(&mut self, expected: &'static str) -> Result<Pair, Fail> {
        let first = self.digit_or_x(expected)?;
        let second = self.digit_or_x(expected)?;
        Ok(match (first, second) {
            (Some(tens), Some(ones)) => Pair::Number(tens * 10 + ones),
            (None, None) => Pair::Unspecified,
            _ => Pair::Mixed,
        })
    }

    /// Reads a digit, or `X` as `None`.
    fn digit_or_x(&mut self, expected: &'static str) -> Result<Option<u8>, Fail> {
        let read = match self.peek() {
            Some('X') => None,
            Some(found @ ('x' | 'u')) => return Err(self.fail(old_x(found))),
            // A decimal digit is 0 to 9, so the cast keeps it.
            Some(next) => Some(next.to_digit(10).ok_or_else(|| self.unexpected(expected))? as u8),
            None => return Err(self.unexpected(expected)),
        };
        self.take();
        Ok(read)
    }
}

/// A lower-case letter in the place of an unspecified digit.
fn old_x(found: char) -> EdtfProblem {
    EdtfProblem::OldDraft {
        found: if found == 'u' { "u" } else { "x" },
        hint: "write `X`, in upper case, for an unspecified digit",
    }
}
