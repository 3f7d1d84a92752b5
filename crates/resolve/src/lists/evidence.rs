//! Finds the words of a name in the text of its record, as the file has them: escaped, in other white space, in parts. Start
//! at [`View::of`] and [`View::find`].

use std::ops::Range;

/// How a file writes characters that mean something in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// `&amp;`, `&#233;`.
    Xml,
    /// `\"`, `\u00e9`.
    Json,
    /// Two quotation marks for one.
    Csv,
}

/// Characters of a record over which the parts of one name may be spread.
const SPREAD_MAX: usize = 400;
/// The longest reference to a character in XML, with its marks.
const REFERENCE_MAX: usize = 12;

/// A record's text as a reader sees it, each character with its place in the file.
#[derive(Debug, Default)]
pub(super) struct View {
    text: String,
    /// For each byte of the text: the bytes of the file that its character stands for.
    places: Vec<(usize, usize)>,
}

impl View {
    /// The view of some stretches of a file.
    pub fn of(file: &str, stretches: &[Range<usize>], escapes: Escapes) -> Self {
        let mut view = View::default();
        for stretch in stretches {
            let Some(text) = file.get(stretch.clone()) else { continue };
            view.push(' ', stretch.start..stretch.start);
            let mut at = 0;
            while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
                let (c, length) = character(rest, escapes);
                let place = stretch.start + at..stretch.start + at + length;
                view.push(if c.is_whitespace() { ' ' } else { c }, place);
                at += length;
            }
        }
        view
    }

    fn push(&mut self, c: char, place: Range<usize>) {
        if c == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.text.push(c);
        self.places.resize(self.text.len(), (place.start, place.end));
    }

    /// Where a name stands in the file: as a whole, from a place of the view on or else from its beginning; else its
    /// words, in any order, close together. Gives the bytes of the file and the place behind it in the view.
    pub fn find(&self, name: &str, from: usize) -> Option<(Range<usize>, usize)> {
        let whole = self.word(name, from).or_else(|| self.word(name, 0));
        let found = whole.or_else(|| self.words(name, from)).or_else(|| self.words(name, 0))?;
        let (start, end) = (self.places.get(found.start)?.0, self.places.get(found.end.checked_sub(1)?)?.1);
        (start < end).then_some((start..end, found.end))
    }

    /// The first place from one on at which words stand by themselves, not as a part of longer ones.
    fn word(&self, words: &str, from: usize) -> Option<Range<usize>> {
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let rest = self.text.get(from..).filter(|_| !words.is_empty())?;
        let places = rest.match_indices(words).map(|(at, _)| from + at..from + at + words.len());
        places.into_iter().find(|place| {
            let (before, after) = (self.text.get(..place.start), self.text.get(place.end..));
            is_edge(before.and_then(|text| text.chars().next_back()))
                && is_edge(after.and_then(|text| text.chars().next()))
        })
    }

    /// The first place from one on at which all the words stand near to the first.
    fn words(&self, name: &str, from: usize) -> Option<Range<usize>> {
        let mut words = name.split([' ', ',']).filter(|word| !word.is_empty());
        let (first, rest): (&str, Vec<&str>) = (words.next()?, words.collect());
        let mut at = from;
        while let Some(place) = self.word(first, at) {
            let near = place.start.saturating_sub(SPREAD_MAX);
            let near = (near..=place.start).find(|at| self.text.is_char_boundary(*at)).unwrap_or(place.start);
            let mut found = place.clone();
            let is_whole = rest.iter().all(|word| {
                // Behind the word before, else anywhere near.
                let next = self.word(word, found.end).filter(|next| next.start < place.end + SPREAD_MAX);
                let next =
                    next.or_else(|| self.word(word, near).filter(|next| next.start < place.end + SPREAD_MAX));
                if let Some(next) = next {
                    found = found.start.min(next.start)..found.end.max(next.end);
                    return true;
                }
                false
            });
            if is_whole {
                return Some(found);
            }
            at = place.end;
        }
        None
    }
}

/// The first character of a text that is not empty, and how many bytes it stands on.
fn character(text: &str, escapes: Escapes) -> (char, usize) {
    let plain = text.chars().next().map_or((' ', 1), |c| (c, c.len_utf8()));
    let escaped = match (escapes, plain.0) {
        (Escapes::Xml, '&') => reference(text),
        (Escapes::Json, '\\') => backslash(text),
        (Escapes::Csv, '"') if text.starts_with("\"\"") => Some(('"', 2)),
        _ => None,
    };
    escaped.unwrap_or(plain)
}

fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(REFERENCE_MAX).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, end + 1))
}

fn backslash(text: &str) -> Option<(char, usize)> {
    let c = match text.as_bytes().get(1)? {
        b'n' | b'r' | b't' | b'b' | b'f' => ' ',
        b'u' => {
            let unit = |from: usize| u32::from_str_radix(text.get(from..from + 4)?, 16).ok();
            let first = unit(2)?;
            let second = text.get(6..8).filter(|next| *next == "\\u").and_then(|_| unit(8));
            return match (first, second) {
                (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) => {
                    let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                    Some((char::from_u32(code)?, 12))
                }
                _ => Some((char::from_u32(first)?, 6)),
            };
        }
        byte => char::from(*byte),
    };
    Some((c, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, escapes: Escapes, name: &str) -> Option<String> {
        let whole = 0..file.len();
        let view = View::of(file, std::slice::from_ref(&whole), escapes);
        view.find(name, 0).map(|(place, _)| file[place].to_owned())
    }

    #[test]
    fn names_are_found_as_they_are_written() {
        for (file, escapes, name, expected) in [
            ("<a>SEFA &amp; SONS</a>", Escapes::Xml, "SEFA & SONS", Some("SEFA &amp; SONS")),
            ("<a>Sef&#xE1;\n  Tora</a>", Escapes::Xml, "Sefá Tora", Some("Sef&#xE1;\n  Tora")),
            ("<F>Tora</F><L>Belk</L>", Escapes::Xml, "Tora Belk", Some("Tora</F><L>Belk")),
            ("<L>BELK</L><F>Tora</F>", Escapes::Xml, "Tora BELK", Some("BELK</L><F>Tora")),
            (r#"{"n": "Sef\u00e1 \"T\""}"#, Escapes::Json, "Sefá \"T\"", Some(r#"Sef\u00e1 \"T\""#)),
            (r#"{"n": "\ud835\udd38bc"}"#, Escapes::Json, "𝔸bc", Some(r"\ud835\udd38bc")),
            (
                "1,\"The \"\"Sefa\"\" Front\"",
                Escapes::Csv,
                "The \"Sefa\" Front",
                Some("The \"\"Sefa\"\" Front"),
            ),
            ("SEFAWI,Tora,Belk,,", Escapes::Csv, "Tora Belk SEFAWI", Some("SEFAWI,Tora,Belk")),
            ("HFX HF", Escapes::Csv, "HF", Some("HF")),
            ("HFX", Escapes::Csv, "HF", None),
            ("& &#; &#x110000; \\", Escapes::Xml, "HF", None),
            ("\\", Escapes::Json, "", None),
        ] {
            assert_eq!(found(file, escapes, name).as_deref(), expected, "{file}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_found_from_a_place_on() {
        let file = "Sefa, Sefa";
        let whole = 0..file.len();
        let view = View::of(file, std::slice::from_ref(&whole), Escapes::Csv);
        let (first, behind) = view.find("Sefa", 0).unwrap();
        let (second, behind) = view.find("Sefa", behind).unwrap();
        assert_eq!((first, second), (0..4, 6..10));
        // Behind the last one, the search begins anew.
        assert_eq!(view.find("Sefa", behind).unwrap().0, 0..4);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}", name in "\\PC{0,6}", from in 0_usize..60) {
            for escapes in [Escapes::Xml, Escapes::Json, Escapes::Csv] {
                let whole = 0..text.len();
                let view = View::of(&text, std::slice::from_ref(&whole), escapes);
                if let Some((place, _)) = view.find(&name, from) {
                    proptest::prop_assert!(text.get(place).is_some());
                }
            }
        }
    }
}
