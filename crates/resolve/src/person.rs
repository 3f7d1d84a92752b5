//! Turns the words of a person's name into terms: names that are written in one word or in three (`Abd al-Rahman`),
//! names after a child (`Abu Umar`) and a father (`bin`, `Ivanovich`), titles, initials. Start at [`terms`].

use std::borrow::Cow;

use crate::fold::{Case, Word};
use crate::lexicon::{Class, Lexicon, Scope};
use crate::name::Term;

/// `Abd` with and without the article.
const SERVANT: [&str; 13] = [
    "abd", "abdul", "abdal", "abdel", "abdol", "abdoul", "abdur", "abdus", "abdu", "abdil", "abder", "abdou",
    "abed",
];
const ARTICLE: [&str; 20] = [
    "al", "el", "ul", "ol", "il", "ur", "ar", "er", "us", "as", "es", "ud", "ad", "ed", "un", "an", "uz",
    "az", "ush", "ash",
];
const GOD: [&str; 6] = ["allah", "ullah", "ollah", "alla", "ulla", "lah"];
const RELIGION: [&str; 8] = ["din", "deen", "dine", "dean", "diin", "uddin", "eddine", "eddin"];
/// Endings of one word that hold the article and `din`, longest first.
const RELIGION_ENDINGS: [&str; 15] = [
    "uddeen", "eddeen", "eddine", "iddine", "uddine", "uldin", "aldin", "uddin", "eddin", "addin", "iddin",
    "udeen", "udin", "edin", "adin",
];
const GOD_ENDINGS: [&str; 8] = ["ullah", "allah", "ollah", "illah", "ulla", "alla", "olla", "ullo"];
const KUNYA: [&str; 9] = ["abu", "abou", "abo", "abi", "aboo", "ebu", "abuu", "umm", "oum"];
const FILIATION: [&str; 12] =
    ["bin", "ibn", "ben", "bint", "binti", "ould", "wuld", "uld", "bn", "ibne", "oglu", "walad"];
const PATRONYMIC_ENDINGS: [&str; 7] = ["ovich", "evich", "ovych", "ovna", "evna", "ivna", "ovic"];
/// Letters of a stem that an ending is taken from.
const STEM_MIN: usize = 3;

/// Whether a folded word begins a name after a child.
pub(crate) fn is_kunya(word: &str) -> bool {
    KUNYA.contains(&word)
}

/// Whether a folded word says that what follows is the father's name.
pub(crate) fn is_filiation(word: &str) -> bool {
    FILIATION.contains(&word)
}

/// The terms of a person's name.
pub(crate) fn terms(words: &[Word]) -> Vec<Term> {
    let mut terms = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        let (term, used) = compound(word, after, terms.is_empty());
        terms.extend(term);
        rest = after.get(used..).unwrap_or_default();
    }
    if !terms.iter().any(Term::is_core) {
        // A title alone is what the person is called by.
        for term in &mut terms {
            term.class = Class::Core;
        }
    }
    terms
}

/// The term that begins with a word, if there is one, and how many of the words after it belong to it.
fn compound(word: &Word, after: &[Word], is_first: bool) -> (Option<Term>, usize) {
    let text = word.text.as_str();
    let follows =
        |at: usize, list: &[&str]| after.get(at).is_some_and(|word| list.contains(&word.text.as_str()));
    let article = usize::from(follows(0, &ARTICLE));
    let next = after.get(article);
    if let Some(next) = next.filter(|_| SERVANT.contains(&text)) {
        let used = article + 1;
        if GOD.contains(&next.text.as_str()) {
            return (Some(single("abdullah", false)), used);
        }
        return (Some(single(&format!("abdul{}", after_article(&next.text)), false)), used);
    }
    if let Some(next) = next.filter(|_| is_kunya(text)) {
        let (inner, used) = compound(next, after.get(article + 1..).unwrap_or_default(), false);
        let child = inner.map_or_else(|| next.text.clone(), |term| term.text);
        let mother = matches!(text, "umm" | "oum");
        let name = format!("{}{child}", if mother { "umm" } else { "abu" });
        return (Some(kunya(name)), article + 1 + used);
    }
    if follows(article, &RELIGION) && !follows(0, &FILIATION) && is_stem(text) {
        return (Some(single(&format!("{text}uddin"), false)), article + 1);
    }
    if follows(article, &GOD) && is_stem(text) {
        return (Some(single(&format!("{text}ullah"), false)), article + 1);
    }
    if is_filiation(text) && !(is_first && after.len() < 2 && text == "ben") {
        return (None, 0);
    }
    // No name ends in an article.
    let is_function = !after.is_empty()
        && matches!(Lexicon::general().concept(text, Scope::Person), Some((_, Class::Function)));
    // A capital letter alone is an initial, not a small word.
    if is_function && (text.len() > 1 || word.case == Case::Small) {
        return (None, 0);
    }
    (Some(single(text, true)), 0)
}

/// A name after a child may be the person's given name too, as Abubakar is.
fn kunya(text: String) -> Term {
    match Lexicon::general().concept(&text, Scope::Person) {
        Some((concept, Class::Given)) => Term::new(text, Class::Kunya, Some(concept)),
        _ => Term::new(text, Class::Kunya, None),
    }
}

fn is_stem(text: &str) -> bool {
    let is_name = !matches!(
        Lexicon::general().concept(text, Scope::Person),
        Some((_, Class::Title | Class::Function | Class::Office))
    );
    text.len() >= STEM_MIN && is_name && !is_filiation(text)
}

fn single(text: &str, may_be_small: bool) -> Term {
    if text.len() == 1 && text.chars().all(char::is_alphabetic) && may_be_small {
        return Term::new(text, Class::Initial, None);
    }
    if let Some((concept, class)) = Lexicon::general().concept(text, Scope::Person)
        && class != Class::Function
    {
        return Term::new(text, class, Some(concept));
    }
    let text = canonical(text);
    if let Some((concept, Class::Given)) = Lexicon::general().concept(&text, Scope::Person) {
        return Term::new(text, Class::Given, Some(concept));
    }
    let ends = |ending: &&str| text.len() > ending.len() + 2 && text.ends_with(*ending);
    let class = if PATRONYMIC_ENDINGS.iter().any(ends) { Class::Patronymic } else { Class::Core };
    Term::new(text, class, None)
}

/// One spelling for what is written in one word with an article inside or before it.
fn canonical(text: &str) -> Cow<'_, str> {
    if let Some(rest) = text.strip_prefix("abd").or_else(|| text.strip_prefix("cabd")) {
        let rest = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
        let rest = after_article(rest);
        let rest = rest.strip_prefix('l').filter(|rest| rest.len() >= STEM_MIN).unwrap_or(rest);
        if rest.len() >= STEM_MIN {
            return format!("abdul{rest}").into();
        }
    }
    for (endings, ending) in [(RELIGION_ENDINGS.as_slice(), "uddin"), (GOD_ENDINGS.as_slice(), "ullah")] {
        let stem = endings.iter().find_map(|ending| text.strip_suffix(ending));
        if let Some(stem) = stem.filter(|stem| stem.len() >= STEM_MIN) {
            return format!("{stem}{ending}").into();
        }
    }
    without_article(text).into()
}

/// The rest of a word whose first letter is doubled by the article before it.
fn after_article(text: &str) -> &str {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first == second => text.get(1..).unwrap_or(text),
        _ => text,
    }
}

/// A word without an article that is written together with it, as in `alzawra` or `arrahimi`.
pub(crate) fn without_article(text: &str) -> &str {
    const REST_MIN: usize = 4;
    let rest = text.strip_prefix("al").or_else(|| text.strip_prefix("el"));
    let rest =
        rest.filter(|rest| rest.len() >= REST_MIN && !rest.starts_with(['a', 'e', 'i', 'o', 'u', 'l']));
    if let Some(rest) = rest {
        return rest;
    }
    let mut letters = text.bytes();
    let (first, second, third) = (letters.next(), letters.next(), letters.next());
    let is_doubled = second == third && second.is_some_and(|letter| b"srntdz".contains(&letter));
    let rest = text.get(2..).filter(|rest| rest.len() >= REST_MIN);
    rest.filter(|_| first == Some(b'a') && is_doubled).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    fn texts(name: &str) -> Vec<(String, Class)> {
        terms(&fold::words(name)).into_iter().map(|term| (term.text.to_string(), term.class)).collect()
    }

    fn same(a: &str, b: &str) {
        let groups = |name| terms(&fold::words(name)).into_iter().map(|term| term.group).collect::<Vec<_>>();
        assert_eq!(groups(a), groups(b), "{a} / {b}: {:?} {:?}", texts(a), texts(b));
    }

    #[test]
    fn names_in_one_word_and_in_three_are_the_same() {
        same("Abd al-Rahman", "Abdurrahman");
        same("Abdul Rahman", "Abdirahman");
        same("Abd el-Kader", "Abdulqadir");
        same("'Abd al-'Aziz", "Abdelaziz");
        same("Abd Allah", "Abdullah");
        same("Abdul Samad", "Abdussamad");
        same("Salah al-Din", "Salahuddin");
        same("Nur ad-Din", "Nureddin");
        same("Saif Allah", "Saifullah");
        same("Abu Bakr", "Aboubakar");
        same("Muhammad al-Zawra", "Muhammad Alzawra");
    }

    #[test]
    fn particles_are_left_out_and_sorts_are_told() {
        use Class::{Core, Given, Initial, Kunya, Patronymic, Title};
        let seen = texts("Mullah S. Umar bin Sefa Abu Tariq Petrovich");
        let classes: Vec<Class> = seen.iter().map(|term| term.1).collect();
        assert_eq!(classes, [Title, Initial, Given, Core, Kunya, Patronymic], "{seen:?}");
        assert_eq!(seen[4].0, "abutariq");
    }

    #[test]
    fn a_title_alone_is_a_name() {
        assert_eq!(texts("the Mullah"), [("mullah".to_owned(), Class::Core)]);
    }
}
