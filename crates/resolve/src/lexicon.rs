//! General words of names: `jaysh`, `ejército` and `army` are one concept. Start at [`Lexicon::general`]. The table is
//! `data/words.tsv`; it names no particular group and no particular person.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::fold::Word;
use crate::memo::Memo;
use crate::sound::Sound;

/// What sort of word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A word of no other sort: it tells names apart.
    Core,
    /// A word for content that can be translated, such as `liberation`.
    Word,
    /// A sort of organisation, such as `front`.
    Generic,
    /// A country, people or region.
    Place,
    /// Tells a part from the whole, such as `faction`.
    Marker,
    /// An office that a person holds.
    Office,
    /// A part of a state, such as `ministry` or `province`.
    Institution,
    /// A number.
    Number,
    /// A usual given name.
    Given,
    /// A name after a child, such as `Abu Umar`.
    Kunya,
    /// A Slavic name after the father.
    Patronymic,
    /// One letter for a name.
    Initial,
    /// A title before a person's name.
    Title,
    /// A legal form of a company.
    Legal,
    /// An article or preposition.
    Function,
}

/// A concept of the table, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Concept(u16);

/// Whose names a word is looked up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Names of organisations.
    Organisation,
    /// Names of persons.
    Person,
}

/// Sorts of organisation that reports use for each other.
const KIN: [&[&str]; 6] = [
    &["army", "forces", "military", "troops", "guard", "corps", "armed_forces"],
    &["media", "news_agency", "agency", "radio", "television"],
    &[
        "group",
        "organisation",
        "movement",
        "network",
        "association",
        "union",
        "alliance",
        "league",
        "federation",
        "front",
    ],
    &["brigade", "battalion", "regiment", "division", "unit", "company", "squadron", "column"],
    &[
        "council",
        "committee",
        "bureau",
        "centre",
        "authority",
        "government",
        "agency",
        "congress",
        "parliament",
    ],
    &["foundation", "association", "organisation", "agency", "institute"],
];

/// The table of general words.
#[derive(Debug)]
pub struct Lexicon {
    concepts: Vec<(Class, String)>,
    forms: [FxHashMap<String, Concept>; 2],
    sounds: [FxHashMap<Vec<u8>, Concept>; 2],
    /// By concept one bit for each group of `KIN` that it is in.
    kin: Vec<u8>,
    /// Several words that are one concept, by the first of them, the longest first.
    phrases: FxHashMap<String, Vec<(Vec<String>, Concept)>>,
    /// Abbreviations that are a concept where they are written in capitals.
    capitals: FxHashMap<String, Concept>,
}

thread_local! {
    /// What words of the one table there is were heard as, by scope.
    static HEARD: [Memo<Option<Concept>>; 2] = [Memo::new(), Memo::new()];
}

const TABLE: &str = include_str!("../data/words.tsv");
/// Letters that a form needs to be recognised in another spelling.
const SOUND_LETTERS_MIN: usize = 5;

/// How words end that are written together with God's name; they do not mean what their beginning does.
const OF_GOD: [&str; 3] = ["allah", "ullah", "ollah"];

impl Lexicon {
    /// The table that is part of the program.
    pub fn general() -> &'static Self {
        static GENERAL: OnceLock<Lexicon> = OnceLock::new();
        GENERAL.get_or_init(|| Self::read(TABLE))
    }

    fn read(table: &str) -> Self {
        let mut lexicon = Lexicon {
            concepts: Vec::new(),
            forms: Default::default(),
            sounds: Default::default(),
            kin: Vec::new(),
            phrases: FxHashMap::default(),
            capitals: FxHashMap::default(),
        };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (class, name) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
            let Some((class, scopes)) = class_of(class) else { continue };
            let known = lexicon.concepts.iter().position(|known| known.0 == class && known.1 == name);
            let number = known.unwrap_or(lexicon.concepts.len());
            if known.is_none() {
                let groups = KIN.iter().enumerate().filter(|(_, kin)| kin.contains(&name));
                lexicon.kin.push(groups.map(|(group, _)| 1 << group).sum());
                lexicon.concepts.push((class, name.to_owned()));
            }
            let Ok(number) = u16::try_from(number) else { break };
            for form in fields.next().unwrap_or_default().split(' ') {
                lexicon.add(form, Concept(number), scopes);
            }
        }
        lexicon.phrases.values_mut().for_each(|of| of.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
        lexicon
    }

    fn add(&mut self, form: &str, concept: Concept, scopes: &[Scope]) {
        if let Some(capitals) = form.strip_prefix('=') {
            self.capitals.entry(capitals.to_owned()).or_insert(concept);
            return;
        }
        if let Some((first, rest)) = form.split_once('_') {
            let rest = rest.split('_').map(str::to_owned).collect();
            self.phrases.entry(first.to_owned()).or_default().push((rest, concept));
            return;
        }
        for &scope in scopes {
            let (Some(forms), Some(sounds)) =
                (self.forms.get_mut(scope as usize), self.sounds.get_mut(scope as usize))
            else {
                continue;
            };
            forms.entry(form.to_owned()).or_insert(concept);
            if form.len() >= SOUND_LETTERS_MIN {
                sounds.entry(Sound::of(form).coarse()).or_insert(concept);
            }
        }
    }

    /// The concept of a folded word, by its spelling or, for longer words, by its sound.
    #[must_use]
    pub fn concept(&self, word: &str, scope: Scope) -> Option<(Concept, Class)> {
        let by_form = self.forms.get(scope as usize).and_then(|forms| forms.get(word));
        let concept = by_form.copied().or_else(|| {
            let long = word.len() >= SOUND_LETTERS_MIN;
            let heard =
                || HEARD.with(|memos| memos.get(scope as usize)?.get(word, || self.heard(word, scope)));
            long.then(heard).flatten()
        })?;
        Some((concept, self.class(concept)?))
    }

    /// The concept of a word by its sound. Numbers, titles and small words are spelled, not heard.
    fn heard(&self, word: &str, scope: Scope) -> Option<Concept> {
        let sound = Some(Sound::of(word).coarse()).filter(|sound| sound.len() > 3)?;
        let concept = *self.sounds.get(scope as usize)?.get(&sound)?;
        let class = self.class(concept)?;
        let is_heard =
            matches!(class, Class::Generic | Class::Word | Class::Place | Class::Given | Class::Marker);
        // `Ansarallah` is no way to write `Ansarul`.
        let is_of_god = class == Class::Word && OF_GOD.iter().any(|end| word.ends_with(end));
        (is_heard && !is_of_god).then_some(concept)
    }

    /// The concept of a folded word by its spelling alone.
    #[must_use]
    pub fn spelled(&self, word: &str, scope: Scope) -> Option<(Concept, Class)> {
        let concept = *self.forms.get(scope as usize)?.get(word)?;
        Some((concept, self.class(concept)?))
    }

    /// The concept of an abbreviation of an organisation's name that is written in capitals, such as `US`.
    #[must_use]
    pub fn capitals(&self, word: &str) -> Option<(Concept, Class)> {
        let concept = *self.capitals.get(word)?;
        Some((concept, self.class(concept)?))
    }

    /// The concept of the first words of an organisation's name, if together they are one, and how many they are:
    /// `united states`, `armed forces`.
    #[must_use]
    pub fn phrase(&self, words: &[Word]) -> Option<(usize, Concept, Class)> {
        let (first, after) = words.split_first()?;
        let (rest, concept) = self.phrases.get(first.text.as_str())?.iter().find(|(rest, _)| {
            rest.len() <= after.len() && rest.iter().zip(after).all(|(word, next)| *word == next.text)
        })?;
        Some((rest.len() + 1, *concept, self.class(*concept)?))
    }

    /// The name of a concept, such as `army`.
    #[must_use]
    pub fn name(&self, concept: Concept) -> &str {
        self.concepts.get(usize::from(concept.0)).map_or("", |known| known.1.as_str())
    }

    /// Whether two sorts of organisation are used for each other.
    #[must_use]
    pub fn are_kin(&self, a: Concept, b: Concept) -> bool {
        let of = |concept: Concept| self.kin.get(usize::from(concept.0)).copied().unwrap_or_default();
        of(a) & of(b) != 0
    }

    fn class(&self, concept: Concept) -> Option<Class> {
        self.concepts.get(usize::from(concept.0)).map(|known| known.0)
    }
}

fn class_of(name: &str) -> Option<(Class, &'static [Scope])> {
    use Scope::{Organisation, Person};
    const BOTH: &[Scope] = &[Organisation, Person];
    Some(match name {
        "function" => (Class::Function, BOTH),
        "number" => (Class::Number, &[Organisation]),
        "generic" => (Class::Generic, &[Organisation]),
        "word" => (Class::Word, &[Organisation]),
        "place" => (Class::Place, &[Organisation]),
        "marker" => (Class::Marker, &[Organisation]),
        "institution" => (Class::Institution, &[Organisation]),
        "legal" => (Class::Legal, &[Organisation]),
        "office" => (Class::Office, BOTH),
        "title" => (Class::Title, &[Person]),
        "given" => (Class::Given, &[Person]),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(word: &str, scope: Scope) -> Option<(&'static str, Class)> {
        let lexicon = Lexicon::general();
        lexicon.concept(word, scope).map(|(concept, class)| (lexicon.name(concept), class))
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lexicon = Lexicon::general();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [class, name, forms] = fields[..] else { panic!("not three fields: {line}") };
            let (class, scopes) = class_of(class).unwrap_or_else(|| panic!("no class: {line}"));
            for form in forms.split(' ') {
                let found = match form.strip_prefix('=') {
                    Some(capitals) => lexicon.capitals(capitals),
                    None if form.contains('_') => {
                        let words = crate::fold::words(&form.replace('_', " "));
                        let found = lexicon.phrase(&words).filter(|found| found.0 == words.len());
                        found.map(|(_, concept, class)| (concept, class))
                    }
                    None => lexicon.concept(form, scopes[0]),
                };
                assert_eq!(
                    found.map(|(concept, class)| (lexicon.name(concept), class)),
                    Some((name, class)),
                    "{form}"
                );
            }
        }
    }

    #[test]
    fn words_are_found_by_spelling_and_by_sound() {
        assert_eq!(concept("jaysh", Scope::Organisation), Some(("army", Class::Generic)));
        assert_eq!(concept("harakeh", Scope::Organisation), Some(("movement", Class::Generic)));
        assert_eq!(concept("mukhamad", Scope::Person), Some(("muhammad", Class::Given)));
        assert_eq!(concept("jaysh", Scope::Person), None);
        assert_eq!(concept("xyzzy", Scope::Organisation), None);
    }
}
