//! Turns the words of an organisation's name into what it could be abbreviated to. Start at `acronyms` and
//! [`abbreviates`].

use smol_str::SmolStr;

use crate::fold::Word;
use crate::lexicon::{Class, Lexicon, Scope};
use crate::organisation;

/// Letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=9;
/// Letters that a word gives to an abbreviation of syllables.
const SYLLABLE_MAX: usize = 4;

/// What a name could be abbreviated to by the first letters of its words: of all, of those that are not small words,
/// with the Arabic article, without its last place, and by two letters of each word.
pub(crate) fn acronyms(words: &[Word]) -> Vec<SmolStr> {
    let sorted: Vec<(&str, Option<Class>)> =
        words.iter().map(|word| (word.text.as_str(), class(&word.text))).collect();
    if sorted.len() < 2 || organisation::is_abbreviated(words) {
        return Vec::new();
    }
    let is_small = |class: Option<Class>| class == Some(Class::Function);
    let content = || sorted.iter().filter(|word| !is_small(word.1));
    let mut found: Vec<SmolStr> = Vec::new();
    let mut add = |letters: SmolStr| {
        if LETTERS.contains(&letters.len()) && !found.contains(&letters) {
            found.push(letters);
        }
    };
    add(content().map(|word| initial(word.0)).collect());
    add(sorted.iter().map(|word| initial(word.0)).collect());
    let with_article = sorted.iter().filter(|word| !is_small(word.1) || ["al", "el"].contains(&word.0));
    add(with_article.map(|word| initial(word.0)).collect());
    add(content().filter(|word| word.1 != Some(Class::Legal)).map(|word| initial(word.0)).collect());
    let places = content().filter(|word| word.1 == Some(Class::Place)).count();
    if places > 0 && content().count() - places >= 2 {
        add(content().filter(|word| word.1 != Some(Class::Place)).map(|word| initial(word.0)).collect());
    }
    // `M23` for a movement of a day: its letters, then the number, without the month.
    let is_number = |word: &&&(&str, Option<Class>)| word.0.starts_with(|c: char| c.is_ascii_digit());
    if let Some(number) = content().find(|word| is_number(&word)) {
        let others = content().filter(|word| !is_number(&word) && !is_month(word.0));
        add(others.map(|word| initial(word.0)).chain([number.0]).collect());
    }
    if (2..=4).contains(&content().count()) {
        add(content().map(|word| word.0.get(..2).unwrap_or(word.0)).collect());
    }
    found
}

/// How rare words with each first letter are in names of organisations: the negative logarithm of their share among 5,163
/// words of the names in `packs/armed-groups`, each counted once for an actor, with five added to each count.
const RARITY: [f32; 26] = [
    1.9, 3.5, 2.9, 3.3, 4.0, 2.6, 3.1, 3.7, 2.9, 3.7, 3.6, 3.3, 2.5, 3.0, 4.1, 2.7, 5.0, 3.1, 2.5, 3.5, 3.5,
    5.1, 4.6, 6.6, 5.0, 5.3,
];
const RARITY_OF_DIGIT: f32 = 2.3;

/// How rare names are whose words begin with these letters: the negative logarithm of their share.
pub(crate) fn rarity(acronym: &str) -> f32 {
    let of = |letter: u8| RARITY.get(usize::from(letter.wrapping_sub(b'a'))).copied();
    acronym.bytes().map(|letter| of(letter).unwrap_or(RARITY_OF_DIGIT)).sum()
}

/// The letters of an abbreviation in the order of the alphabet: names are put in another order when they are
/// translated, and their abbreviations are not. `None` where too few letters would fit too much.
pub(crate) fn sorted(acronym: &str) -> Option<Vec<u8>> {
    const LETTERS: std::ops::RangeInclusive<usize> = 3..=6;
    let mut letters = acronym.as_bytes().to_vec();
    letters.sort_unstable();
    LETTERS.contains(&letters.len()).then_some(letters)
}

/// The same of what a name of so many words could be abbreviated to, by one letter of each word.
pub(crate) fn sorted_of<'a>(acronyms: &'a [SmolStr], words: usize) -> impl Iterator<Item = Vec<u8>> + 'a {
    let of_letters = move |acronym: &&SmolStr| acronym.len() <= words + 1;
    acronyms.iter().filter(of_letters).filter_map(|acronym| sorted(acronym))
}

/// A number stands in an acronym as it is.
fn initial(word: &str) -> &str {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    word.get(..digits.max(1)).unwrap_or(word)
}

fn is_month(word: &str) -> bool {
    let lexicon = Lexicon::general();
    lexicon
        .concept(word, Scope::Organisation)
        .is_some_and(|found| lexicon.name(found.0).starts_with("month_"))
}

fn class(word: &str) -> Option<Class> {
    Lexicon::general().concept(word, Scope::Organisation).map(|found| found.1)
}

/// Whether an abbreviation is made of the beginnings of words, in their order: one to four letters of each, with at
/// most one word left out.
///
/// ```
/// use retrospect_resolve::acronym::abbreviates;
///
/// assert!(abbreviates("renamo", &["resistencia", "nacional", "mocambicana"]));
/// assert!(!abbreviates("renamo", &["movimento", "popular"]));
/// ```
#[must_use]
pub fn abbreviates(short: &str, words: &[&str]) -> bool {
    // Longer ones are names, and would take long.
    (3..=12).contains(&short.len()) && (2..=12).contains(&words.len()) && fits(short, words, 1)
}

fn fits(short: &str, words: &[&str], may_skip: usize) -> bool {
    let Some((word, rest)) = words.split_first() else { return short.is_empty() };
    if short.is_empty() {
        return words.len() <= may_skip;
    }
    let taken = (1..=SYLLABLE_MAX).rev().any(|letters| {
        let start = word.get(..letters);
        start.and_then(|start| short.strip_prefix(start)).is_some_and(|short| fits(short, rest, may_skip))
    });
    taken || (may_skip > 0 && fits(short, rest, may_skip - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    #[test]
    fn first_letters_of_all_words_and_of_those_that_count() {
        let of = |name: &str| acronyms(&fold::words(name));
        assert!(of("Harrun Liberation Front").contains(&"hlf".into()));
        assert!(of("Lashkar-e-Sefa").contains(&"les".into()));
        assert!(of("Al-Sefa in the Islamic North").contains(&"asin".into()));
        assert!(of("Movement of 23 May").contains(&"m23".into()));
        assert_eq!(of("Sefa"), [""; 0]);
    }

    #[test]
    fn syllables_of_words_in_order() {
        assert!(abbreviates("frelibel", &["frente", "libertacao", "belkhara"]));
        assert!(abbreviates("hlf", &["harrun", "liberation", "front"]));
        assert!(!abbreviates("flh", &["harrun", "liberation", "front"]));
        assert!(!abbreviates("ab", &["a", "b"]));
    }
}
