//! Cuts words into the pieces that the encoder knows, as BERT's uncased models do (Devlin et al., 2019). Start at
//! [`Pieces::of_word`].

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Pieces of one word beyond which the rest says nothing more.
const PIECES_MAX: usize = 12;
/// Letters of a run beyond which it is not looked up.
const LETTERS_MAX: usize = 100;

/// The pieces of a vocabulary, by their text; those within a word begin with `##`.
#[derive(Debug)]
pub(crate) struct Pieces {
    numbers: FxHashMap<String, u32>,
    unknown: u32,
    pub class: u32,
    pub separator: u32,
}

impl Pieces {
    /// A piece a line, numbered from 0; `None` if one of the three marks that every vocabulary has is missing.
    pub fn read(lines: &str) -> Option<Self> {
        let numbers: FxHashMap<String, u32> = lines.lines().map(str::to_owned).zip(0..).collect();
        let mark = |name: &str| numbers.get(name).copied();
        let (unknown, class, separator) = (mark("[UNK]")?, mark("[CLS]")?, mark("[SEP]")?);
        Some(Pieces { numbers, unknown, class, separator })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Appends the pieces of a word: none for white space.
    pub fn of_word(&self, word: &str, into: &mut Vec<u32>) {
        let first = into.len();
        let plain =
            word.chars().flat_map(char::to_lowercase).nfd().filter(|letter| !is_combining_mark(*letter));
        let mut run = String::new();
        for letter in plain {
            if letter.is_alphanumeric() {
                run.push(letter);
                continue;
            }
            self.of_run(&run, into);
            run.clear();
            if !letter.is_whitespace() {
                let mut bytes = [0; 4];
                into.push(self.number(letter.encode_utf8(&mut bytes)).unwrap_or(self.unknown));
            }
        }
        self.of_run(&run, into);
        into.truncate(first + PIECES_MAX);
    }

    /// The longest piece that fits, again and again.
    fn of_run(&self, run: &str, into: &mut Vec<u32>) {
        let first = into.len();
        let mut start = 0;
        if run.chars().count() > LETTERS_MAX {
            return into.push(self.unknown);
        }
        let mut name = String::new();
        while start < run.len() {
            let ends = run[start..].char_indices().rev().map(|(at, letter)| start + at + letter.len_utf8());
            let found = ends.into_iter().find_map(|end| {
                name.clear();
                name.push_str(if start == 0 { "" } else { "##" });
                name.push_str(run.get(start..end)?);
                Some((end, self.number(&name)?))
            });
            let Some((end, number)) = found else {
                into.truncate(first);
                return into.push(self.unknown);
            };
            into.push(number);
            start = end;
        }
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_piece_is_taken_and_what_is_not_known_is_one_mark() {
        let pieces = Pieces::read("[PAD]\n[UNK]\n[CLS]\n[SEP]\nfight\n##ers\n##er\n-\nel").unwrap();
        let of = |word: &str| {
            let mut found = Vec::new();
            pieces.of_word(word, &mut found);
            found
        };
        assert_eq!(of("Fighters"), [4, 5]);
        assert_eq!(of("Él-fighter"), [8, 7, 4, 6]);
        assert_eq!(of("fightx"), [1]);
        assert!(of(" \n").is_empty());
    }
}
