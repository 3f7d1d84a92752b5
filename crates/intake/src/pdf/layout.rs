//! Turns the glyphs of a page into lines, and lines into paragraphs. Start at [`blocks`].
//!
//! The order is that in which the glyphs are drawn, which nearly all writers of PDF make the order of reading. What is
//! worked out here is where a word, a line and a paragraph end.

use std::collections::BTreeMap;

use super::glyphs::Glyph;

/// A gap between two glyphs that is wider than this share of the size is a space.
const SPACE_SHARE: f64 = 0.17;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    text: String,
    start: f64,
    end: f64,
    across: f64,
    size: f64,
    direction: i16,
    /// Where its last glyphs stand, to know those that are drawn twice.
    recent: Vec<(f64, String)>,
    space: bool,
}

/// The most glyphs of a line that are remembered to know those that are drawn twice.
const RECENT_MAX: usize = 400;

/// The paragraphs of a page, each with its lines joined.
pub(super) fn blocks(glyphs: &[Glyph]) -> Vec<String> {
    let lines = lines(glyphs);
    let mut blocks: Vec<String> = Vec::new();
    let mut lowest = f64::INFINITY;
    for run in runs(&lines) {
        let first = run.lines.first();
        // A run that stands higher than what was read before begins another column.
        let is_column = first.is_some_and(|first| first.across < lowest);
        lowest = run.lines.last().map_or(lowest, |last| last.across);
        let goes_on = is_column
            && first.is_some_and(|first| blocks.last().is_some_and(|last| goes_on(last, &first.text)));
        let mut paragraph: Option<String> = if goes_on { blocks.pop() } else { None };
        for (index, line) in run.lines.iter().enumerate() {
            let last = index.checked_sub(1).and_then(|last| run.lines.get(last));
            if last.is_some_and(|last| run.ends_between(last, line)) {
                blocks.extend(paragraph.take());
            }
            paragraph = Some(match paragraph {
                Some(text) => joined(text, line.text.trim()),
                None => line.text.trim().to_owned(),
            });
        }
        blocks.extend(paragraph);
    }
    blocks
}

/// The lines of a page; none of them is blank.
fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let advances = least_advances(glyphs);
    for glyph in glyphs {
        let learned = || advances.get(glyph.text.as_str()).map_or(MIDDLING_ADVANCE, |share| share.min(1.1));
        let advance = glyph.advance.unwrap_or_else(|| learned() * glyph.size);
        match lines.last_mut() {
            Some(line) if line.takes(glyph) => line.add(glyph, advance),
            _ => lines.push(Line::beginning_with(glyph, advance)),
        }
    }
    lines.retain(|line| !line.text.trim().is_empty());
    lines
}

/// The advance of a letter of which nothing better is known, as a share of the size.
const MIDDLING_ADVANCE: f64 = 0.5;

/// For the glyphs that do not tell their advance, the least distance to a next glyph on the page, as a share of the
/// size: within a word that is the advance.
fn least_advances(glyphs: &[Glyph]) -> BTreeMap<&str, f64> {
    let mut least: BTreeMap<&str, f64> = BTreeMap::new();
    for (glyph, next) in glyphs.iter().zip(glyphs.iter().skip(1)).filter(|(glyph, _)| glyph.advance.is_none())
    {
        let share = (next.along - glyph.along) / glyph.size;
        let is_next = (next.across - glyph.across).abs() < 0.1 * glyph.size && share > 0.05;
        if is_next {
            least.entry(&glyph.text).and_modify(|least| *least = least.min(share)).or_insert(share);
        }
    }
    least
}

impl Line {
    /// How wide its first word is, about.
    fn first_word_width(&self) -> f64 {
        let chars = self.text.chars().count().max(1);
        let first = self.text.split(' ').next().unwrap_or_default().chars().count();
        (self.end - self.start) * first as f64 / chars as f64
    }

    fn beginning_with(glyph: &Glyph, advance: f64) -> Self {
        let mut line = Self {
            text: String::new(),
            start: glyph.along,
            end: glyph.along,
            across: glyph.across,
            size: glyph.size,
            direction: glyph.direction,
            recent: Vec::new(),
            space: false,
        };
        line.add(glyph, advance);
        line
    }

    /// Whether a glyph stands on this line, behind or above what is on it.
    fn takes(&self, glyph: &Glyph) -> bool {
        let size = self.size.max(glyph.size);
        // Raised and lowered letters are smaller and stand close.
        let is_small = glyph.size < 0.85 * self.size && glyph.along - self.end < size;
        let off = (glyph.across - self.across).abs();
        let level = if is_small { off < 0.6 * size } else { off < 0.3 * size };
        level && glyph.direction == self.direction && (glyph.along > self.end - size || self.has(glyph))
    }

    /// Whether the same glyph was drawn at the same place, as for bold letters without a bold font.
    fn has(&self, glyph: &Glyph) -> bool {
        let near = 0.12 * glyph.size;
        self.recent.iter().any(|(along, text)| (along - glyph.along).abs() < near && *text == glyph.text)
    }

    fn add(&mut self, glyph: &Glyph, advance: f64) {
        if glyph.text.trim().is_empty() {
            self.space = true;
            return;
        }
        if self.has(glyph) {
            return;
        }
        let gap = glyph.along - self.end;
        // A raised figure behind a word is a mark of a note, not a part of the word.
        let is_mark = glyph.size < 0.85 * self.size
            && glyph.across < self.across - 0.1 * self.size
            && glyph.text.chars().all(|next| next.is_ascii_digit())
            && self.text.ends_with(|last: char| !last.is_ascii_digit());
        if (self.space || is_mark || gap > SPACE_SHARE * glyph.size) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.space = false;
        push_plain(&mut self.text, &glyph.text);
        if self.size < glyph.size {
            (self.size, self.across) = (glyph.size, glyph.across);
        }
        self.end = glyph.along + advance;
        if self.recent.len() == RECENT_MAX {
            self.recent.drain(..RECENT_MAX / 2);
        }
        self.recent.push((glyph.along, glyph.text.clone()));
    }
}

/// Adds characters, ligatures as their letters and without what does not show.
fn push_plain(text: &mut String, characters: &str) {
    for character in characters.chars() {
        match character {
            'ﬀ' => text.push_str("ff"),
            'ﬁ' => text.push_str("fi"),
            'ﬂ' => text.push_str("fl"),
            'ﬃ' => text.push_str("ffi"),
            'ﬄ' => text.push_str("ffl"),
            'ﬅ' | 'ﬆ' => text.push_str("st"),
            '\u{AD}' => text.push('-'),
            _ if character.is_whitespace() => text.push(' '),
            _ if character.is_control() || matches!(character, '\u{200B}' | '\u{FEFF}') => {}
            _ => text.push(character),
        }
    }
}

/// Lines below each other, as far apart as those of one paragraph, and how far they reach.
struct Run<'l> {
    lines: &'l [Line],
    start: f64,
    end: f64,
}

/// The lines in runs.
fn runs(lines: &[Line]) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let (mut rest, mut len, mut leading) = (lines, 1_usize, None::<f64>);
    while !rest.is_empty() {
        let pair = len.checked_sub(1).and_then(|last| Some((rest.get(last)?, rest.get(len)?)));
        match pair {
            Some((last, line)) if follows(last, line, leading) => {
                let down = line.across - last.across;
                leading = Some(leading.map_or(down, |leading| leading.min(down)));
                len += 1;
            }
            _ => {
                let (lines, behind) = rest.split_at_checked(len).unwrap_or((rest, &[]));
                let start = lines.iter().map(|line| line.start).fold(f64::INFINITY, f64::min);
                let end = lines.iter().map(|line| line.end).fold(f64::NEG_INFINITY, f64::max);
                runs.push(Run { lines, start, end });
                (rest, len, leading) = (behind, 1, None);
            }
        }
    }
    runs
}

/// Whether `line` stands below `last` as the lines of a paragraph do, which are `leading` apart where that is known.
fn follows(last: &Line, line: &Line, leading: Option<f64>) -> bool {
    let down = line.across - last.across;
    let down_max = leading.map_or(1.75 * last.size.max(line.size), |leading| 1.25 * leading);
    let overlaps = line.start < last.end && line.end > last.start;
    let is_like = (line.size / last.size - 1.0).abs() < 0.12 && line.direction == last.direction;
    is_like && overlaps && down > 0.0 && down <= down_max
}

impl Run<'_> {
    /// Whether a paragraph ends between two lines that follow each other.
    fn ends_between(&self, last: &Line, line: &Line) -> bool {
        let width = self.end - self.start;
        let left = self.end - last.end;
        let is_ended = last.text.trim_end().ends_with(['.', '!', '?', ':', '"', '”', '’', ')']);
        let is_indented = line.start > self.start + 0.9 * line.size;
        // Where the next word had ample room, the line was ended on purpose.
        let had_room = !last.text.trim_end().ends_with('-') && left - line.first_word_width() > 0.15 * width;
        had_room || is_ended && (is_indented || left > 0.2 * width)
    }
}

/// Whether a paragraph goes on in `next`, which stands on another column or page.
pub(super) fn goes_on(last: &str, next: &str) -> bool {
    !last.ends_with(['.', '!', '?', ':', '"', '”']) && next.starts_with(char::is_lowercase)
}

/// Words before a hyphen that keep it when the line ends there.
const PREFIXES: [&str; 16] = [
    "anti", "pro", "non", "self", "ex", "co", "counter", "semi", "cross", "multi", "post", "pre", "vice",
    "then", "half", "well",
];

/// `text` with `next`, which follows it on another line. A hyphen at the end of a line goes when it parts a word.
pub(super) fn joined(mut text: String, next: &str) -> String {
    let stem = text.strip_suffix(['-', '‐']).filter(|stem| stem.ends_with(char::is_alphabetic));
    let Some(stem) = stem else {
        text.push(' ');
        text.push_str(next);
        return text;
    };
    let before = stem.trim_end_matches(char::is_alphabetic);
    let word = stem.get(before.len()..).unwrap_or_default().to_lowercase();
    let is_compound = before.ends_with('-');
    let parts_a_word =
        next.starts_with(char::is_lowercase) && !PREFIXES.contains(&word.as_str()) && !is_compound;
    if parts_a_word {
        text.truncate(stem.len());
    }
    text.push_str(next);
    text
}
