//! Turns a token's text into the string ids that the network reads, equal to spaCy's lexical attributes; start
//! at [`Lexemes::features`].
//!
//! The method is that of spaCy (MIT licence), `lang/lex_attrs.py`, `strings.pyx` and `vocab.pyx`. Letters, case
//! and white space are those of the Unicode version of the Python that wrote the model file, not of this
//! build: a newer one would give other ids.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::Deserialize;

use crate::tokenize::NormId;
use crate::tokenize::classes::{CharTable, Class};

/// What the network reads of one token: string ids as spaCy's `StringStore` gives them, and a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Features {
    pub norm: u64,
    pub prefix: u64,
    pub suffix: u64,
    pub shape: u64,
    pub is_space: bool,
}

/// The tables behind the attributes. Threads can share one.
#[derive(Debug)]
pub(crate) struct Lexemes {
    classes: CharTable,
    lower: LowerCase,
    /// Symbol numbers by the hash of the symbol's name.
    symbols: IdMap<u64>,
    /// Norms by the string id of the text; places in `norm_texts`.
    norms: IdMap<usize>,
    /// All norms with their string ids; those of exceptions come first, in the order of their `NormId`s.
    norm_texts: Vec<(String, u64)>,
}

/// How many characters a shape may describe; longer texts have the shape "LONG".
const SHAPE_CHARS_MAX: usize = 99;
/// How often a shape repeats a character.
const SHAPE_RUN_MAX: usize = 4;
const SUFFIX_CHARS: usize = 3;

impl Lexemes {
    /// Reads the `lexemes` section of a model file.
    pub(crate) fn from_json(section: &str) -> Result<Lexemes, String> {
        let section: Section =
            serde_json::from_str(section).map_err(|error| format!("cannot read the lexemes: {error}"))?;
        section.into_lexemes()
    }

    /// The attributes of a token with this text, to which an exception may have given a norm.
    pub(crate) fn features(&self, text: &str, norm: NormId) -> Features {
        let after_first = text.chars().next().map_or(0, char::len_utf8);
        let last = text.char_indices().rev().nth(SUFFIX_CHARS - 1).map_or(0, |(at, _)| at);
        Features {
            norm: self.norm_id(text, norm),
            prefix: self.string_id(text.get(..after_first).unwrap_or_default()),
            suffix: self.string_id(text.get(last..).unwrap_or_default()),
            shape: self.string_id(&self.shape(text)),
            is_space: self.is_space(text),
        }
    }

    /// The norm of a token: that of its exception, else that of its text in the tables, else its lower case.
    #[cfg(test)]
    pub(crate) fn norm<'a>(&'a self, text: &'a str, norm: NormId) -> Cow<'a, str> {
        match self.known_norm(self.string_id(text), norm) {
            Some((norm, _)) => Cow::Borrowed(norm),
            None => self.lower(text),
        }
    }

    /// Python's `str.isspace`.
    pub(crate) fn is_space(&self, text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| self.classes.of(c).has(Class::IS_SPACE))
    }

    /// Python's `str.isalpha`.
    pub(crate) fn is_alpha(&self, text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| self.classes.of(c).has(Class::IS_ALPHA))
    }

    /// Python's `str.lower`.
    pub(crate) fn lower<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.is_ascii() {
            return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
                Cow::Owned(text.to_ascii_lowercase())
            } else {
                Cow::Borrowed(text)
            };
        }
        let mut lower = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            if c == 'Σ' {
                lower.push(if self.is_final_sigma(text, at) { 'ς' } else { 'σ' });
            } else if c.is_ascii() {
                lower.push(c.to_ascii_lowercase());
            } else {
                self.lower.push(c, &mut lower);
            }
        }
        Cow::Owned(lower)
    }

    /// spaCy's id of a string: 0 for the empty string, a symbol's number, or else the hash.
    pub(crate) fn string_id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let hash = hash_string(text);
        self.symbols.get(&hash).copied().unwrap_or(hash)
    }

    fn norm_id(&self, text: &str, norm: NormId) -> u64 {
        let id = self.string_id(text);
        match (self.known_norm(id, norm), self.lower(text)) {
            (Some((_, norm)), _) => norm,
            (None, Cow::Borrowed(_)) => id,
            (None, Cow::Owned(lower)) => self.string_id(&lower),
        }
    }

    fn known_norm(&self, text: u64, norm: NormId) -> Option<(&str, u64)> {
        let place = match norm.0 {
            0 => *self.norms.get(&text)?,
            number => number as usize - 1,
        };
        self.norm_texts.get(place).map(|(norm, id)| (norm.as_str(), *id))
    }

    /// spaCy's `word_shape`: letters as x and X, digits as d, no more than four of a kind in a row.
    fn shape(&self, text: &str) -> String {
        let mut shape = String::new();
        let mut last = None;
        let mut run = 0;
        for (place, c) in text.chars().enumerate() {
            if place == SHAPE_CHARS_MAX {
                return "LONG".to_owned();
            }
            let class = self.classes.of(c);
            let kind = if class.has(Class::IS_ALPHA) {
                if class.has(Class::IS_UPPER) { 'X' } else { 'x' }
            } else if class.has(Class::IS_DIGIT) {
                'd'
            } else {
                c
            };
            run = if last == Some(kind) { run + 1 } else { 1 };
            last = Some(kind);
            if run <= SHAPE_RUN_MAX {
                shape.push(kind);
            }
        }
        shape
    }

    /// Whether the sigma at this place ends a word: cased letters before it, none after it.
    fn is_final_sigma(&self, text: &str, at: usize) -> bool {
        let class = |c| self.classes.of(c);
        let shown = |c: &char| !class(*c).has(Class::IGNORABLE);
        let before = text.get(..at).and_then(|before| before.chars().rev().find(shown));
        let after = text.get(at + 'Σ'.len_utf8()..).and_then(|after| after.chars().find(shown));
        let is_cased = |c: Option<char>| c.is_some_and(|c| class(c).has(Class::CASED));
        is_cased(before) && !is_cased(after)
    }
}

/// The id of a string that is no symbol: MurmurHash64A of its bytes with seed 1.
pub(crate) fn hash_string(text: &str) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    const SHIFT: u32 = 47;
    const SEED: u64 = 1;
    let mut hash = SEED ^ (text.len() as u64).wrapping_mul(MULTIPLIER);
    let (blocks, rest) = text.as_bytes().as_chunks::<8>();
    for block in blocks {
        let mut block = u64::from_le_bytes(*block).wrapping_mul(MULTIPLIER);
        block ^= block >> SHIFT;
        hash = (hash ^ block.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !rest.is_empty() {
        let rest = rest.iter().rev().fold(0, |rest, &byte| rest << 8 | u64::from(byte));
        hash = (hash ^ rest).wrapping_mul(MULTIPLIER);
    }
    hash = (hash ^ hash >> SHIFT).wrapping_mul(MULTIPLIER);
    hash ^ hash >> SHIFT
}

/// Lower case of the characters outside ASCII.
#[derive(Debug)]
struct LowerCase {
    /// First and last character, step and difference; sorted and disjoint.
    runs: Vec<(u32, u32, u32, i32)>,
    /// Characters with a lower case of several characters.
    expanded: Vec<(u32, String)>,
}

impl LowerCase {
    fn push(&self, c: char, lower: &mut String) {
        let code = c as u32;
        if let Some((_, expanded)) = self.expanded.iter().find(|(from, _)| *from == code) {
            lower.push_str(expanded);
            return;
        }
        let after = self.runs.partition_point(|(first, ..)| *first <= code);
        let run = after.checked_sub(1).and_then(|place| self.runs.get(place));
        let mapped = run
            .filter(|(first, last, step, _)| code <= *last && (code - first).is_multiple_of((*step).max(1)));
        let mapped =
            mapped.and_then(|(.., difference)| char::from_u32(code.wrapping_add_signed(*difference)));
        lower.push(mapped.unwrap_or(c));
    }
}

/// A map from string ids, which are hashes already, or small numbers.
type IdMap<V> = HashMap<u64, V, BuildHasherDefault<IdHasher>>;

#[derive(Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(self.0 ^ u64::from(byte));
        }
    }

    fn write_u64(&mut self, id: u64) {
        self.0 = id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[derive(Deserialize)]
struct Section {
    symbols: Vec<(String, u64)>,
    exception_norms: Vec<String>,
    norms_by_id: Vec<(u64, String)>,
    base_norms: Vec<(String, String)>,
    classes: HashMap<String, Vec<(u32, u32)>>,
    lower: Vec<(u32, u32, u32, i32)>,
    lower_expanded: Vec<(u32, String)>,
}

impl Section {
    fn into_lexemes(self) -> Result<Lexemes, String> {
        let mut classes = Vec::new();
        for (name, class) in CLASSES {
            let ranges = self.classes.get(name);
            let ranges =
                ranges.ok_or_else(|| format!("cannot read the lexemes: no character class {name}"))?;
            classes.push((class, ranges.as_slice()));
        }
        let mut lexemes = Lexemes {
            classes: CharTable::new(classes)?,
            lower: LowerCase { runs: self.lower, expanded: self.lower_expanded },
            symbols: self.symbols.iter().map(|(name, number)| (hash_string(name), *number)).collect(),
            norms: IdMap::default(),
            norm_texts: Vec::new(),
        };
        for norm in self.exception_norms {
            lexemes.add_norm(norm);
        }
        // The first table that knows a text decides.
        for (text, norm) in self.norms_by_id {
            let place = lexemes.add_norm(norm);
            lexemes.norms.entry(text).or_insert(place);
        }
        for (text, norm) in self.base_norms {
            let place = lexemes.add_norm(norm);
            lexemes.norms.entry(lexemes.string_id(&text)).or_insert(place);
        }
        Ok(lexemes)
    }
}

impl Lexemes {
    fn add_norm(&mut self, norm: String) -> usize {
        let id = self.string_id(&norm);
        self.norm_texts.push((norm, id));
        self.norm_texts.len() - 1
    }
}

const CLASSES: [(&str, Class); 6] = [
    ("alpha", Class::IS_ALPHA),
    ("upper", Class::IS_UPPER),
    ("digit", Class::IS_DIGIT),
    ("space", Class::IS_SPACE),
    ("cased", Class::CASED),
    ("ignorable", Class::IGNORABLE),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize::tests::section;

    fn lexemes() -> Lexemes {
        Lexemes::from_json(&section("lexemes")).expect("a lexemes section")
    }

    fn check(lexemes: &Lexemes, text: &str, norm: &str, prefix: &str, suffix: &str, shape: &str) {
        assert_eq!(lexemes.norm(text, NormId::NONE), norm, "norm of {text:?}");
        assert_eq!(lexemes.shape(text), shape, "shape of {text:?}");
        let expected = Features {
            norm: lexemes.string_id(norm),
            prefix: lexemes.string_id(prefix),
            suffix: lexemes.string_id(suffix),
            shape: lexemes.string_id(shape),
            is_space: !text.is_empty() && text.trim().is_empty(),
        };
        assert_eq!(lexemes.features(text, NormId::NONE), expected, "features of {text:?}");
    }

    #[test]
    fn features_are_those_of_spacy() {
        let lexemes = lexemes();
        check(&lexemes, "Apple", "apple", "A", "ple", "Xxxxx");
        check(&lexemes, "north", "north", "n", "rth", "xxxx");
        check(&lexemes, "UNITED", "united", "U", "TED", "XXXX");
        check(&lexemes, "U.S.", "u.s.", "U", ".S.", "X.X.");
        check(&lexemes, "1,234,567", "1,234,567", "1", "567", "d,ddd,ddd");
        check(&lexemes, "123456", "123456", "1", "456", "dddd");
        check(&lexemes, "MiG-29s", "mig-29s", "M", "29s", "XxX-ddx");
        check(&lexemes, "------", "------", "-", "---", "----");
        check(&lexemes, "²½Ⅷ", "²½ⅷ", "²", "²½Ⅷ", "d½Ⅷ");
        check(&lexemes, "東京", "東京", "東", "東京", "xx");
        check(&lexemes, "😀", "😀", "😀", "😀", "😀");
        check(&lexemes, "colour", "color", "c", "our", "xxxx");
        check(&lexemes, "“", "\"", "“", "“", "“");
        check(&lexemes, "—", "-", "—", "—", "—");
        check(&lexemes, "£", "$", "£", "£", "£");
        check(&lexemes, "\n\n", "\n\n", "\n", "\n\n", "\n\n");
        check(&lexemes, &"a".repeat(99), &"a".repeat(99), "a", "aaa", "xxxx");
        check(&lexemes, &"a".repeat(100), &"a".repeat(100), "a", "aaa", "LONG");
        check(&lexemes, "", "", "", "", "");
    }

    #[test]
    fn string_ids_are_those_of_spacy() {
        let lexemes = lexemes();
        for (text, id) in [
            ("", 0),
            ("ORG", 383),
            ("mark", 423),
            ("X", 101),
            ("_", 456),
            ("coffee", 3197928453018144401),
            ("apple", 8566208034543834098),
            ("Москва", 14612109979450925279),
            ("a text of several blocks", 1487296674464297141),
        ] {
            assert_eq!(lexemes.string_id(text), id, "id of {text:?}");
        }
    }

    #[test]
    fn an_exception_decides_the_norm() {
        let lexemes = lexemes();
        let number = lexemes.norm_texts.iter().position(|(norm, _)| norm == "not").expect("the norm of n't");
        let norm = NormId(number as u16 + 1);
        assert_eq!(lexemes.norm("n't", norm), "not");
        assert_eq!(lexemes.features("n't", norm).norm, lexemes.string_id("not"));
        assert_eq!(lexemes.norm("word", NormId(u16::MAX)), "word");
    }

    #[test]
    fn lower_case_is_that_of_python() {
        let lexemes = lexemes();
        for (text, lower) in [
            ("north", "north"),
            ("NORTH", "north"),
            ("ÉTÉ", "été"),
            ("МОСКВА", "москва"),
            ("İ", "i\u{307}"),
            ("ẞ", "ß"),
            ("ΟΔΟΣ", "οδος"),
            ("ΟΔΟΣ.", "οδος."),
            ("ΣΑΣ", "σας"),
            ("Σ", "σ"),
            ("ΑΣ'Α", "ασ'α"),
            ("ΑΣ-Α", "ας-α"),
            // Cased since Unicode 16, unknown to the Python that wrote the tables.
            ("\u{a7cb}", "\u{a7cb}"),
        ] {
            assert_eq!(lexemes.lower(text), lower, "lower case of {text:?}");
        }
    }

    #[test]
    fn white_space_is_that_of_python() {
        let lexemes = lexemes();
        for space in [" ", "\t", "\u{1c}", "\u{85}", "\u{a0}", "\u{2028}", "\u{3000}", " \n\t"] {
            assert!(lexemes.is_space(space), "{space:?}");
        }
        for word in ["", "a", " a", "\u{200b}", "\u{feff}", "\u{180e}"] {
            assert!(!lexemes.is_space(word), "{word:?}");
        }
    }
}
