//! Cuts a long text into stretches that are read one after the other, so that what reading takes does not grow with the
//! text. Start at [`stretches`].
//!
//! Each stretch begins with some text of the one before, so that who and when is meant can be told at its beginning; what
//! is said there belongs to the one before.

/// What is read together at the most, in bytes: 40,000 words. Shorter texts are read whole.
const STRETCH: usize = 256_000;
/// What is read once more of the stretch before, in bytes.
const CONTEXT: usize = 12_000;

/// What ends a paragraph, a line, a sentence and a word.
const MARKS: [&str; 4] = ["\n\n", "\n", ". ", " "];

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch<'t> {
    /// What is read.
    pub text: &'t str,
    /// Characters of the whole text before it.
    pub before: usize,
    /// Characters at its beginning that belong to the stretch before.
    pub context: usize,
}

/// The stretches of a text, in order; one for all but very long ones.
pub(crate) fn stretches(text: &str) -> Vec<Stretch<'_>> {
    cut(text, STRETCH, CONTEXT)
}

fn cut(text: &str, most: usize, context: usize) -> Vec<Stretch<'_>> {
    let mut found = Vec::new();
    // Where the part that is read once more begins, and where what is new does.
    let (mut from, mut new) = (0, 0);
    let mut before = 0;
    loop {
        let rest = text.get(from..).unwrap_or_default();
        let end = if rest.len() <= most { text.len() } else { from + boundary(rest, most, new - from) };
        let read = text.get(from..end).unwrap_or_default();
        found.push(Stretch { text: read, before, context: chars(text, from, new) });
        if end == text.len() {
            return found;
        }
        let next = after_boundary(text, end.saturating_sub(context), end);
        before += chars(text, from, next);
        (from, new) = (next, end);
    }
}

fn chars(text: &str, from: usize, to: usize) -> usize {
    text.get(from..to).map_or(0, |part| part.chars().count())
}

/// The last place to cut up to a length and after another: after a paragraph, else after a line, a sentence or a word.
fn boundary(text: &str, most: usize, least: usize) -> usize {
    let head = (0..=most).rev().find_map(|end| text.get(..end)).unwrap_or_default();
    let end_of = |mark: &str| head.rfind(mark).map(|place| place + mark.len()).filter(|end| *end > least);
    let is_longer = |length: &usize| *length > least;
    MARKS
        .into_iter()
        .find_map(end_of)
        .unwrap_or_else(|| Some(head.len()).filter(is_longer).unwrap_or(text.len()))
}

/// The first place to cut from one place on that leaves something before another.
fn after_boundary(text: &str, from: usize, before: usize) -> usize {
    let part = (from..=before).find_map(|from| text.get(from..before)).unwrap_or_default();
    let end_of = |mark: &str| {
        let end = part.find(mark)? + mark.len();
        part.get(end..).is_some_and(|rest| !rest.trim().is_empty()).then_some(before - part.len() + end)
    };
    MARKS.into_iter().find_map(end_of).unwrap_or(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What belongs to each stretch, and where it says that it begins.
    fn own(text: &str, most: usize, context: usize) -> Vec<String> {
        let all: Vec<char> = text.chars().collect();
        let own = |stretch: Stretch<'_>| {
            let read: Vec<char> = stretch.text.chars().collect();
            assert_eq!(read, all[stretch.before..stretch.before + read.len()], "{stretch:?}");
            assert!(stretch.text.len() <= most || read.len() == all.len(), "{stretch:?}");
            read[stretch.context..].iter().collect()
        };
        cut(text, most, context).into_iter().map(own).collect()
    }

    #[test]
    fn every_character_belongs_to_one_stretch() {
        let text =
            "Zargul fell. Mérin held.\n\nThe Harrun Front came back.\nIt left again, and nobody said why.";
        for (most, context) in [(20, 6), (30, 10), (33, 0), (200, 10), (12, 4)] {
            assert_eq!(own(text, most, context).concat(), text, "{most} {context}");
        }
        assert_eq!(cut(text, 30, 10).len(), 5);
        assert_eq!(own("", 20, 6), [""]);
        assert_eq!(own("ééééééééééé", 8, 3).concat(), "ééééééééééé");
    }

    #[test]
    fn paragraphs_stay_whole_where_they_can() {
        assert_eq!(own("One.\n\nTwo. Three.\n\nFour.", 22, 8), ["One.\n\nTwo. Three.\n\n", "Four."]);
        let read: Vec<&str> =
            cut("One.\n\nTwo. Three.\n\nFour.", 22, 10).iter().map(|one| one.text).collect();
        assert_eq!(read, ["One.\n\nTwo. Three.\n\n", "Three.\n\nFour."]);
    }
}
