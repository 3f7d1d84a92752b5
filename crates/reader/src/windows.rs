//! Cuts a text into windows of sentences, each with its title and the sentences before in view. Start at [`windows`].

use std::ops::Range;

use crate::pieces::Pieces;
use crate::sheet::Sheet;

// The trainer cuts texts in the same way, with the same numbers (training/windows.py).
/// Pieces of a window's own sentences, of those before them, and of the title.
const OWN_MAX: usize = 160;
const BEFORE_MAX: usize = 64;
const TITLE_MAX: usize = 20;
/// Pieces of a window at the most; a sentence may be longer, and its rest is not read.
const WINDOW_MAX: usize = 500;

/// A part of a text as the encoder takes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Window {
    /// The words in view.
    pub words: Range<usize>,
    /// Those that this window is there for.
    pub own: Range<usize>,
    /// For each piece its number, whether it is only there to be seen (1) or read (0), and the sort of its word.
    pub pieces: Vec<[u32; 3]>,
    /// The pieces of each word in view.
    pub places: Vec<Range<usize>>,
}

/// The windows of a text, in order; together their own words are all words.
pub(crate) fn windows(text: &str, sheet: &Sheet, pieces: &Pieces) -> Vec<Window> {
    let (mut cut, mut ends) = (Vec::new(), vec![0]);
    for word in &sheet.words {
        pieces.of_word(text.get(word.range.clone()).unwrap_or_default(), &mut cut);
        ends.push(cut.len());
    }
    let size = |sentence: &Range<usize>| ends[sentence.end] - ends[sentence.start];
    let sentences = &sheet.sentences;
    let sizes: Vec<usize> = sentences.iter().map(size).collect();
    let title = title(text, pieces);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < sentences.len() {
        let (mut end, mut total) = (at + 1, sizes[at]);
        while end < sentences.len() && total + sizes[end] <= OWN_MAX {
            total += sizes[end];
            end += 1;
        }
        let (mut before, mut seen) = (at, 0);
        while before > 0 && seen + sizes[before - 1] <= BEFORE_MAX {
            before -= 1;
            seen += sizes[before];
        }
        let words = sentences[before].start..sentences[end - 1].end;
        let own = sentences[at].start..words.end;
        let title = if before > 0 { title.as_slice() } else { &[] };
        found.push(window(sheet, pieces, title, words, own, (&cut, &ends)));
        at = end;
    }
    found
}

/// The first line that has letters.
fn title(text: &str, pieces: &Pieces) -> Vec<u32> {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let mut found = Vec::new();
    line.split_whitespace().for_each(|word| pieces.of_word(word, &mut found));
    found.truncate(TITLE_MAX);
    found
}

fn window(
    sheet: &Sheet,
    pieces: &Pieces,
    title: &[u32],
    words: Range<usize>,
    own: Range<usize>,
    (cut, ends): (&[u32], &[usize]),
) -> Window {
    let mut out = vec![[pieces.class, 1, 0]];
    out.extend(title.iter().map(|piece| [*piece, 1, 0]));
    out.push([pieces.separator, 1, 0]);
    let mut places = Vec::with_capacity(words.len());
    for word in words.clone() {
        let (side, sort) = (u32::from(word < own.start), sheet.words[word].sort as u32);
        let first = out.len();
        let room = WINDOW_MAX.saturating_sub(first);
        out.extend(cut[ends[word]..ends[word + 1]].iter().take(room).map(|piece| [*piece, side, sort]));
        places.push(first..out.len());
    }
    if out.len() < WINDOW_MAX {
        out.push([pieces.separator, 0, 0]);
    }
    Window { words, own, pieces: out, places }
}
