//! Turns a written name into terms that can be compared: words with their sort, their concept and their sound. Start
//! at [`Name::read`]; what is particular to persons is in `person`, to organisations in `organisation`.

use std::borrow::Cow;
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::FxHasher;
use smol_str::SmolStr;

use crate::acronym;
use crate::fold::{self, Case, Joint, Word};
use crate::lexicon::{Class, Concept, Lexicon, Scope};
use crate::memo::Memo;
use crate::sound::Sound;
use crate::{organisation, person};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A group, body or company.
    Organisation,
    /// A human being.
    Person,
}

impl Kind {
    /// Reads the words that lists use for kinds; `None` for others.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|letter| letter.is_ascii_lowercase());
        let folded = if is_plain { Cow::Borrowed(text) } else { Cow::Owned(fold::folded(text)) };
        match &*folded {
            "person" | "individual" | "human" | "p" | "per" => Some(Self::Person),
            "organisation" | "organization" | "org" | "entity" | "group" | "company" | "legalentity"
            | "office" | "o" | "publicbody" => Some(Self::Organisation),
            _ => None,
        }
    }

    /// What the words of a name say of its kind; `None` when they say nothing.
    #[must_use]
    pub fn guess(name: &str) -> Option<Self> {
        let words = fold::words(name);
        let lexicon = Lexicon::general();
        let mut signs = (0, 0);
        let is_capitals =
            words.iter().filter(|word| word.text.len() > 2).all(|word| word.case == Case::Capitals);
        for (place, word) in words.iter().enumerate() {
            let organisation = lexicon.concept(&word.text, Scope::Organisation).map(|found| found.1);
            let person = lexicon.concept(&word.text, Scope::Person).map(|found| found.1);
            match organisation {
                Some(Class::Generic | Class::Institution | Class::Legal) => signs.0 += 3,
                Some(Class::Word | Class::Place | Class::Number | Class::Marker) => signs.0 += 1,
                _ => {}
            }
            // Lists write surnames in capitals, with a comma behind them.
            let is_surname = words.get(place + 1).is_some_and(|next| next.joint == Joint::Comma);
            let has_capitals = matches!(word.case, Case::Capitals | Case::Mixed);
            match is_surname && has_capitals {
                true => signs.1 += 2,
                false if has_capitals && (2..=6).contains(&word.text.len()) => {
                    signs.0 += if is_capitals && words.len() > 1 { 0 } else { 2 };
                }
                false => {}
            }
            match person {
                Some(Class::Given | Class::Title) => signs.1 += 2,
                _ if person::is_filiation(&word.text) || person::is_kunya(&word.text) => signs.1 += 2,
                _ => {}
            }
        }
        match signs {
            (organisation, person) if organisation > person => Some(Self::Organisation),
            (organisation, person) if person > organisation => Some(Self::Person),
            _ => None,
        }
    }
}

/// A word, or several that belong together, as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Plain letters.
    pub text: SmolStr,
    /// Its sort.
    pub class: Class,
    /// What it means, for general words.
    pub concept: Option<Concept>,
    /// How it sounds.
    pub sound: Sound,
    /// How else it may sound: in Somali spelling, or without the ending of a plural.
    pub other_sound: Option<Sound>,
    /// Whether it is written as an abbreviation.
    pub is_abbreviation: bool,
    /// Words with one meaning, or one sound but for what spellings differ in, have one group.
    pub group: u64,
}

/// How a word sounds, and the group of words that sound so.
#[derive(Clone)]
struct Heard {
    sound: Sound,
    other_sound: Option<Sound>,
    group: u64,
}

impl Heard {
    fn of(text: &str) -> Self {
        let sound = Sound::of(text);
        let mut hasher = FxHasher::default();
        (2_u8, sound.coarse()).hash(&mut hasher);
        let other_sound = Sound::of_somali(text).or_else(|| singular(text).map(Sound::of));
        Heard { sound, other_sound, group: hasher.finish() }
    }
}

thread_local! {
    static HEARD: Memo<Heard> = Memo::new();
}

impl Term {
    /// A term of a folded word.
    #[must_use]
    pub fn new(text: impl Into<SmolStr>, class: Class, concept: Option<Concept>) -> Self {
        let text = text.into();
        let Heard { sound, other_sound, group } = HEARD.with(|memo| memo.get(&text, || Heard::of(&text)));
        let group = concept.map_or(group, |concept| {
            let mut hasher = FxHasher::default();
            (1_u8, concept).hash(&mut hasher);
            hasher.finish()
        });
        Term { class, concept, other_sound, is_abbreviation: false, group, sound, text }
    }

    /// Whether it tells names apart, rather than sorts of names.
    #[must_use]
    pub fn is_core(&self) -> bool {
        matches!(self.class, Class::Core | Class::Given | Class::Word | Class::Kunya)
    }
}

/// Which part of a written name a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The name, or what stands before brackets.
    Main,
    /// In brackets, and short for the name.
    Short,
    /// In brackets, and something else: a former name, or whom the writer means.
    Gloss,
}

/// One way in which a written name can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its terms, in the order of the name.
    pub terms: Vec<Term>,
    /// What it could be abbreviated to.
    pub acronyms: Vec<SmolStr>,
    /// Where it stood.
    pub part: Part,
}

/// A name, ready to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// What it is the name of.
    pub kind: Kind,
    /// The name, then what stands in brackets; never empty, though a form may have no terms.
    pub forms: Vec<Form>,
}

impl Name {
    /// Reads a name of a kind.
    ///
    /// ```
    /// use retrospect_resolve::{Kind, Name};
    ///
    /// let name = Name::read("Jaysh al-Islam (JaI)", Kind::Organisation);
    /// let terms: Vec<_> = name.forms[0].terms.iter().map(|term| term.text.as_str()).collect();
    /// assert_eq!(terms, ["jaysh", "islam"]);
    /// assert_eq!(name.forms.len(), 2);
    /// ```
    #[must_use]
    pub fn read(written: &str, kind: Kind) -> Self {
        let (main, glosses) = fold::brackets(written);
        let part = |range: std::ops::Range<usize>| written.get(range).unwrap_or_default();
        let mut first = form(part(main), kind, Part::Main);
        let mut forms = Vec::new();
        let mut added = Vec::new();
        for gloss in glosses {
            let mut gloss = form(part(gloss), kind, Part::Gloss);
            // A place, number or sort in brackets qualifies the name.
            let qualifies = !gloss.terms.iter().any(|term| term.is_core() || term.class == Class::Initial);
            if qualifies {
                first.terms.append(&mut gloss.terms);
                continue;
            }
            if is_short_for(&gloss, &first) || is_short_for(&first, &gloss) {
                gloss.part = Part::Short;
            } else if kind == Kind::Organisation {
                // `Harrun Front (Tilal)` is `HF-T`, too.
                let more = acronym::acronyms(&fold::words(written));
                let more = more.into_iter().filter(|letters| !first.acronyms.contains(letters));
                added.extend(more);
            }
            forms.push(gloss);
        }
        if first.terms.is_empty() && !forms.is_empty() {
            // All of it stands in brackets.
            first = forms.remove(0);
            first.part = Part::Main;
        }
        first.acronyms.append(&mut added);
        forms.insert(0, first);
        Name { kind, forms }
    }

    /// The form outside brackets.
    #[must_use]
    pub fn main(&self) -> Option<&Form> {
        self.forms.first()
    }
}

/// What a form's terms are as one abbreviation: a short word that stands alone, or letters with others behind a hyphen.
pub(crate) fn short(terms: &[&Term]) -> Option<SmolStr> {
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=9;
    let telling = || terms.iter().filter(|term| !matches!(term.class, Class::Place | Class::Legal));
    let count = telling().count();
    let is_short = count == 1 || (count > 1 && telling().all(|term| term.is_abbreviation));
    let letters: usize = telling().map(|term| term.text.len()).sum();
    (is_short && LETTERS.contains(&letters)).then(|| telling().map(|term| term.text.as_str()).collect())
}

fn form(text: &str, kind: Kind, part: Part) -> Form {
    let words = fold::words(text);
    let (terms, acronyms) = match kind {
        Kind::Person => (person::terms(&words), Vec::new()),
        Kind::Organisation => {
            let terms = organisation::terms(&words);
            let acronyms = acronym::acronyms(&words);
            (terms, acronyms)
        }
    };
    let terms = if terms.is_empty() { plain(&words) } else { terms };
    Form { terms, acronyms, part }
}

/// A name of small words alone is compared by them.
fn plain(words: &[Word]) -> Vec<Term> {
    words.iter().map(|word| Term::new(word.text.clone(), Class::Core, None)).collect()
}

/// An English plural without its ending. Names that end so by themselves lose it too, but are then found under both.
fn singular(text: &str) -> Option<&str> {
    const STEM_MIN: usize = 4;
    let stem = text.strip_suffix('s').filter(|stem| stem.len() >= STEM_MIN)?;
    (!stem.ends_with(['s', 'u', 'i'])).then_some(stem)
}

fn is_short_for(short: &Form, long: &Form) -> bool {
    let [term] = short.terms.as_slice() else { return false };
    long.terms.len() > 1 && long.acronyms.contains(&term.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(written: &str, kind: Kind) -> Vec<Vec<String>> {
        let name = Name::read(written, kind);
        let texts = |form: &Form| form.terms.iter().map(|term| term.text.to_string()).collect();
        name.forms.iter().map(texts).collect()
    }

    #[test]
    fn brackets_are_short_forms_qualities_or_glosses() {
        let parts = |written| {
            let name = Name::read(written, Kind::Organisation);
            name.forms.iter().map(|form| form.part).collect::<Vec<_>>()
        };
        assert_eq!(parts("Harrun Liberation Front (HLF)"), [Part::Main, Part::Short]);
        assert_eq!(parts("HLF (Harrun Liberation Front)"), [Part::Main, Part::Short]);
        assert_eq!(parts("Islamic Front (Syria)"), [Part::Main]);
        assert_eq!(parts("Harrun (HLF)"), [Part::Main, Part::Gloss]);
        assert_eq!(texts("Islamic Front (Syria)", Kind::Organisation), [["islamic", "front", "syria"]]);
    }

    #[test]
    fn a_name_always_has_terms_if_it_has_letters() {
        for kind in [Kind::Person, Kind::Organisation] {
            assert_eq!(texts("al", kind), [["al"]]);
            assert_eq!(texts("(Sefa)", kind), [["sefa"]]);
            assert_eq!(texts("", kind), [[""; 0]]);
        }
    }

    #[test]
    fn kinds_are_guessed_from_words() {
        assert_eq!(Kind::guess("Harrun Liberation Front"), Some(Kind::Organisation));
        assert_eq!(Kind::guess("Mullah Abdul Sefa"), Some(Kind::Person));
        assert_eq!(Kind::guess("HLF"), Some(Kind::Organisation));
        assert_eq!(Kind::guess("BELKHARI, Tora"), Some(Kind::Person));
        assert_eq!(Kind::guess("Belkhara"), None);
        assert_eq!(Kind::parse("Individual"), Some(Kind::Person));
        assert_eq!(Kind::parse("vessel"), None);
    }
}
