//! Splits one span without white space: affixes, exceptions, addresses, infixes. Start at
//! [`Tokenizer::split_span`].
//!
//! As in spaCy's `Tokenizer._split_affixes` and `_attach_tokens` (MIT licence), but each step takes time in the
//! length of what it cuts off, where spaCy hashes and searches the whole rest. spaCy's cache of spans is left out:
//! it holds what would be computed again.

use std::ops::Range;

use super::infix::Infixes;
use super::phrases::Joiner;
use super::url::is_url;
use super::words::Found;
use super::{NormId, Tokenizer};

impl Tokenizer {
    /// Splits the span between two places in the joiner's text. `suffixes` is scratch space.
    pub(super) fn split_span(
        &self,
        joiner: &mut Joiner<'_>,
        suffixes: &mut Vec<usize>,
        span: Range<usize>,
        space_after: bool,
    ) {
        suffixes.clear();
        let Range { mut start, mut end } = span;
        let span_end = end;
        let text = joiner.text();
        let find = |start: usize, end: usize| self.words.find(text.get(start..end).unwrap_or_default());
        let mut found = Found::default();
        while start < end {
            found = find(start, end);
            if !found.parts.is_empty() {
                break;
            }
            let prefix = self.rules.prefix(text.get(start..end).unwrap_or_default());
            let after_prefix = start + prefix;
            if prefix > 0 && after_prefix < end {
                let rest = find(after_prefix, end);
                if !rest.parts.is_empty() {
                    self.push_word(joiner, start, after_prefix, false);
                    (start, found) = (after_prefix, rest);
                    break;
                }
            }
            let suffix = self.rules.suffix(text.get(after_prefix..end).unwrap_or_default());
            let before_suffix = end - suffix;
            if suffix > 0 {
                let rest = find(start, before_suffix);
                if !rest.parts.is_empty() {
                    suffixes.push(before_suffix);
                    (end, found) = (before_suffix, rest);
                    break;
                }
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                self.push_word(joiner, start, after_prefix, space_after && after_prefix == span_end);
            }
            if suffix > 0 {
                suffixes.push(before_suffix);
            }
            (start, end) = (after_prefix, before_suffix);
        }
        if start < end {
            self.attach(joiner, start, end, found, space_after && end == span_end);
        }
        for (place, &suffix) in suffixes.iter().enumerate().rev() {
            let end =
                if place == 0 { span_end } else { suffixes.get(place - 1).copied().unwrap_or(span_end) };
            self.push_word(joiner, suffix, end, space_after && place == 0);
        }
    }

    /// Hands over what is left between the affixes.
    fn attach(&self, joiner: &mut Joiner<'_>, start: usize, end: usize, found: Found<'_>, space_after: bool) {
        if !found.parts.is_empty() {
            joiner.push_parts(start, found.parts, space_after);
            return;
        }
        let text = joiner.text();
        let middle = text.get(start..end).unwrap_or_default();
        if is_url(&self.rules.classes, middle) {
            joiner.push(start, end, NormId::NONE, found.word, space_after);
            return;
        }
        let mut done = start;
        for (from, to) in Infixes::new(&self.rules.classes, middle) {
            // An infix at the very start stays part of the token that it starts.
            if from == 0 {
                continue;
            }
            if start + from > done {
                self.push_word(joiner, done, start + from, false);
            }
            self.push_word(joiner, start + from, start + to, space_after && start + to == end);
            done = start + to;
        }
        if done == start {
            joiner.push(start, end, NormId::NONE, found.word, space_after);
        } else if done < end {
            self.push_word(joiner, done, end, space_after);
        }
    }

    /// Hands over a token that was cut off; it is not looked up among the exceptions.
    pub(super) fn push_word(&self, joiner: &mut Joiner<'_>, start: usize, end: usize, space_after: bool) {
        let word = self.words.find(joiner.text().get(start..end).unwrap_or_default()).word;
        joiner.push(start, end, NormId::NONE, word, space_after);
    }

    /// Hands over a whole span that no rule can cut.
    pub(super) fn push_span(&self, joiner: &mut Joiner<'_>, start: usize, end: usize, space_after: bool) {
        let found = self.words.find(joiner.text().get(start..end).unwrap_or_default());
        if found.parts.is_empty() {
            joiner.push(start, end, NormId::NONE, found.word, space_after);
        } else {
            joiner.push_parts(start, found.parts, space_after);
        }
    }
}
