//! Turns the words of an organisation's name into terms: general words by their meaning, the others as they stand.
//! Start at [`terms`].

use smol_str::SmolStr;

use crate::fold::{Case, Joint, Word};
use crate::lexicon::{Class, Concept, Lexicon, Scope};
use crate::name::Term;
use crate::person;

/// Letters of an abbreviation at the most.
const ABBREVIATION_LETTERS_MAX: usize = 8;

/// The terms of an organisation's name.
pub(crate) fn terms(words: &[Word]) -> Vec<Term> {
    let long = || words.iter().filter(|word| word.text.len() > 2);
    // In a name that is all capitals, capitals say nothing.
    let capitals_tell = is_abbreviated(words) || !long().all(|word| word.case == Case::Capitals);
    let mut terms = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        if let Some((count, concept, class)) = Lexicon::general().phrase(rest) {
            let text: SmolStr = rest.iter().take(count).map(|word| word.text.as_str()).collect();
            terms.push(Term::new(text, class, Some(concept)));
            rest = rest.get(count..).unwrap_or_default();
            continue;
        }
        let abbreviation = is_abbreviation(word) && capitals_tell;
        if let Some((concept, class)) = Lexicon::general().capitals(&word.text).filter(|_| abbreviation) {
            terms.push(Term::new(word.text.clone(), class, Some(concept)));
            rest = after;
            continue;
        }
        let is_added = word.joint == Joint::Hyphen && word.text.len() == 1 && word.case == Case::Capital;
        if is_added && terms.last().is_some_and(|last: &Term| last.is_abbreviation) {
            // `HLF-N`: the letter is of the abbreviation.
            let mut term = Term::new(word.text.clone(), Class::Core, None);
            term.is_abbreviation = true;
            terms.push(term);
            rest = after;
            continue;
        }
        if let Some(next) = after.first().filter(|_| word.text == "abu" || word.text == "abou") {
            terms.push(Term::new(format!("abu{}", person::without_article(&next.text)), Class::Core, None));
            rest = after.get(1..).unwrap_or_default();
            continue;
        }
        if let Some(mut term) = term(&word.text, abbreviation) {
            term.is_abbreviation = abbreviation;
            terms.push(term);
        }
        rest = after;
    }
    terms
}

/// Whether a name is an abbreviation alone: one word, or letters behind hyphens, such as `HLF-N`.
pub(crate) fn is_abbreviated(words: &[Word]) -> bool {
    const LETTERS_MAX: usize = 9;
    let is_in_capitals = |word: &Word| match word.text.len() {
        1 => word.case == Case::Capital,
        _ => matches!(word.case, Case::Capitals | Case::Mixed),
    };
    let are_joined = words.iter().skip(1).all(|word| word.joint == Joint::Hyphen && is_in_capitals(word));
    let letters: usize = words.iter().map(|word| word.text.len()).sum();
    words.len() == 1 || (are_joined && words.first().is_some_and(is_in_capitals) && letters <= LETTERS_MAX)
}

fn is_abbreviation(word: &Word) -> bool {
    let is_short = (2..=ABBREVIATION_LETTERS_MAX).contains(&word.text.len());
    is_short && matches!(word.case, Case::Capitals | Case::Mixed)
}

fn term(text: &str, is_abbreviation: bool) -> Option<Term> {
    if is_abbreviation && text.len() < 4 {
        return Some(Term::new(text, Class::Core, None));
    }
    if let Some((concept, class)) = concept(text) {
        return (class != Class::Function).then(|| Term::new(text, class, Some(concept)));
    }
    if text.bytes().all(|letter| letter.is_ascii_digit()) {
        return Some(Term::new(text.trim_start_matches('0'), Class::Number, None));
    }
    if let Some(number) = ordinal(text) {
        return Some(Term::new(number, Class::Number, None));
    }
    Some(Term::new(person::without_article(text), Class::Core, None))
}

/// The concept of a word, also where an article or an ending is written together with it.
fn concept(text: &str) -> Option<(Concept, Class)> {
    let lexicon = Lexicon::general();
    let known = |text: &str| lexicon.spelled(text, Scope::Organisation);
    let content = |found: &(Concept, Class)| {
        matches!(found.1, Class::Generic | Class::Word | Class::Place | Class::Number)
    };
    let longer = |text: &&str| text.len() >= 4;
    lexicon
        .concept(text, Scope::Organisation)
        .or_else(|| known(person::without_article(text)).filter(content))
        .or_else(|| text.strip_suffix('s').filter(longer).and_then(known).filter(content))
        .or_else(|| {
            let endings = ["ul", "al", "el", "ou", "ey", "e", "i", "u", "a"];
            let stems = endings.iter().filter_map(|ending| text.strip_suffix(ending)).filter(longer);
            stems.filter_map(known).find(content)
        })
}

/// The digits of `111th`.
fn ordinal(text: &str) -> Option<&str> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = text.get(digits.len()..).unwrap_or_default();
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    (is_number && ["st", "nd", "rd", "th", "e", "eme", "er"].contains(&ending)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    fn groups(name: &str) -> Vec<u64> {
        let mut groups: Vec<u64> = terms(&fold::words(name)).iter().map(|term| term.group).collect();
        groups.sort_unstable();
        groups
    }

    #[test]
    fn translations_have_the_same_groups() {
        for (a, b) in [
            ("Army of Islam", "Jaysh al-Islam"),
            ("Jaish-e-Sefa", "Sefa Army"),
            ("Harakat Tahrir Belkhara", "Belkhara Liberation Movement"),
            ("Ejército de Liberación Nacional", "National Liberation Army"),
            ("Hizbul Mujahideen", "Hizb ul-Mujahidin"),
            ("AlShabaab", "al-Shabab"),
            ("111th Brigade", "Brigade 111"),
            ("First Brigade", "1st Brigade"),
            ("US Army", "United States Army"),
            ("Government of the Islamic Republic of Iran", "Iranian government"),
            ("Forces Armées de Sefa", "Armed Forces of Sefa"),
        ] {
            assert_eq!(groups(a), groups(b), "{a} / {b}");
        }
    }

    #[test]
    fn capitals_are_abbreviations_only_where_others_are_small() {
        let abbreviations = |name: &str| {
            terms(&fold::words(name))
                .into_iter()
                .filter(|term| term.is_abbreviation)
                .map(|term| term.text.to_string())
                .collect()
        };
        let of = |name: &str| -> Vec<String> { abbreviations(name) };
        assert_eq!(of("HLF Harrun"), ["hlf"]);
        assert_eq!(of("HLF"), ["hlf"]);
        assert_eq!(of("ARMY OF HARRUN"), [""; 0]);
        assert_eq!(of("LeT"), ["let"]);
    }
}
