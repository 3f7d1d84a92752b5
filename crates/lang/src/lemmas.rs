//! Turns words with their part of speech and features into base forms. Start at [`Lemmatizer::lemma`].
//!
//! spaCy's rule lemmatizer (spacy/pipeline/lemmatizer.py and lang/en/lemmatizer.py, MIT) over tables made from
//! WordNet 3.0: suffix rules, irregular forms, and an index of known base forms.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::file::Sections;
use crate::lexeme::Lexemes;

/// Lines of a text in byte order, the part before a tab looked up by binary search.
#[derive(Debug)]
struct SortedLines {
    text: String,
    /// Where each line begins, and the end of the text.
    begins: Vec<u32>,
}

impl SortedLines {
    fn new(text: &str) -> Self {
        let mut begins = vec![0];
        begins.extend(text.bytes().zip(1..).filter(|(byte, _)| *byte == b'\n').map(|(_, after)| after));
        SortedLines { text: text.to_owned(), begins }
    }

    /// What follows the tab on the line that begins with this word; empty where there is no tab.
    fn get(&self, word: &str) -> Option<&str> {
        let line = |index: usize| {
            let (begin, end) = (self.begins[index] as usize, self.begins[index + 1] as usize - 1);
            let line = &self.text[begin..end];
            line.split_once('\t').unwrap_or((line, ""))
        };
        let (mut low, mut high) = (0, self.begins.len() - 1);
        while low < high {
            let middle = low.midpoint(high);
            match line(middle).0.cmp(word) {
                Ordering::Equal => return Some(line(middle).1),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// The tables of one part of speech.
#[derive(Debug)]
struct Tables {
    /// Suffix and what replaces it, in order.
    rules: Vec<(String, String)>,
    /// Irregular forms and their base forms, separated by spaces.
    exceptions: SortedLines,
    index: SortedLines,
}

/// What to do with words of a part of speech with certain features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The word as it is.
    Keep,
    /// The word in lower case.
    Lower,
    /// By the tables of this index.
    Tables(usize),
}

/// Tables for each part of speech, and which words need them.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    tables: Vec<Tables>,
    /// By part of speech, then by features.
    ways: Vec<Vec<Way>>,
}

impl Lemmatizer {
    /// Reads the sections `lemma/...` for a model with these parts of speech and features.
    pub fn read(sections: &Sections<'_>, pos: &[String], morph: &[String]) -> Result<Self, String> {
        let mut tables = Vec::new();
        let mut ways = Vec::new();
        for pos in pos {
            let lower = pos.to_lowercase();
            let section = |name: &str| sections.text(&format!("lemma/{lower}/{name}"));
            let of_pos = match section("rules") {
                Ok(rules) => {
                    let rules = rules.lines().filter_map(|line| line.split_once('\t'));
                    tables.push(Tables {
                        rules: rules.map(|(old, new)| (old.to_owned(), new.to_owned())).collect(),
                        exceptions: SortedLines::new(section("exceptions")?),
                        index: SortedLines::new(section("index")?),
                    });
                    Way::Tables(tables.len() - 1)
                }
                Err(_) if lower == "propn" => Way::Keep,
                Err(_) => Way::Lower,
            };
            let of_features =
                morph.iter().map(|features| if is_base_form(&lower, features) { Way::Lower } else { of_pos });
            ways.push(of_features.collect());
        }
        Ok(Lemmatizer { tables, ways })
    }

    /// The base form of a word whose part of speech and features have these indices.
    pub fn lemma<'a>(&self, lexemes: &Lexemes, word: &'a str, pos: u8, morph: u8) -> Cow<'a, str> {
        let way = self.ways.get(usize::from(pos)).and_then(|ways| ways.get(usize::from(morph)));
        match way.copied().unwrap_or(Way::Lower) {
            Way::Keep => Cow::Borrowed(word),
            Way::Lower => lexemes.lower(word),
            Way::Tables(index) => {
                self.tables.get(index).map_or(Cow::Borrowed(word), |tables| tables.lemma(lexemes, word))
            }
        }
    }
}

impl Tables {
    fn lemma<'a>(&self, lexemes: &Lexemes, word: &'a str) -> Cow<'a, str> {
        let lower = lexemes.lower(word);
        // spaCy puts each irregular form in front of the list and takes the first of the list in the end.
        if let Some(bases) = self.exceptions.get(&lower) {
            let regular = self.regular_forms(lexemes, &lower);
            if let Some(base) =
                bases.split(' ').rfind(|base| !regular.known.iter().any(|known| known == base))
            {
                return Cow::Owned(base.to_owned());
            }
            return regular.known.into_iter().next().map_or(Cow::Borrowed(word), Cow::Owned);
        }
        let regular = self.regular_forms(lexemes, &lower);
        let first = regular.known.into_iter().chain(regular.unknown).next();
        first.map_or(Cow::Borrowed(word), Cow::Owned)
    }

    fn regular_forms(&self, lexemes: &Lexemes, word: &str) -> Forms {
        let mut forms = Forms::default();
        for (old, new) in &self.rules {
            let Some(stem) = word.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.index.get(&form).is_some() {
                forms.known.insert(0, form);
            } else if !lexemes.is_alpha(&form) {
                forms.known.push(form);
            } else {
                forms.unknown.push(form);
            }
        }
        forms
    }
}

/// What the suffix rules make of a word, best first.
#[derive(Default)]
struct Forms {
    known: Vec<String>,
    unknown: Vec<String>,
}

/// Whether features say that a word is uninflected (`EnglishLemmatizer.is_base_form`). `pos` is in lower case.
fn is_base_form(pos: &str, features: &str) -> bool {
    let feature =
        |name: &str| features.split('|').filter_map(|f| f.split_once('=')).find(|f| f.0 == name).map(|f| f.1);
    let (number, form) = (feature("Number"), feature("VerbForm"));
    match pos {
        "noun" if number == Some("Sing") => return true,
        "verb" if form == Some("Fin") && feature("Tense") == Some("Pres") && number.is_none() => return true,
        // Neither a part of speech nor a word: spaCy only lowers its case.
        "" | "eol" | "space" => return true,
        _ => {}
    }
    matches!(form, Some("Inf" | "None")) || feature("Degree") == Some("Pos")
}
