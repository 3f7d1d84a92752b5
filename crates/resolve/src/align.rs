//! Pairs the terms of two forms: which word of one is which word of the other, and how surely. Start at [`align`].

use crate::lexicon::{Class, Lexicon};
use crate::name::{Form, Term};
use crate::sound::{Sound, likeness, likeness_from};

/// Two runs of terms that are taken for the same, mostly of one term each.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The place of the first term of the run in the one form, and how many there are.
    pub left: (usize, usize),
    /// The same in the other.
    pub right: (usize, usize),
    /// How alike they are, from 0 to 1.
    pub likeness: f32,
    /// Why they are taken for the same.
    pub how: How,
}

/// Why two terms are taken for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The same letters.
    Letters,
    /// The same meaning.
    Meaning,
    /// Sorts of organisation that reports use for each other, such as army and forces.
    Kin,
    /// Alike in sound.
    Sound,
    /// Two words of one name are one word of the other.
    Joined,
    /// A letter for the name that begins with it.
    Initial,
}

/// Below it two words are not the same.
const LIKENESS_MIN: f32 = 0.76;
/// Words of fewer sounds must be more alike.
const SHORT_SOUNDS: usize = 4;
const SHORT_LIKENESS_MIN: f32 = 0.82;
const INITIAL_LIKENESS: f32 = 0.85;
/// Words of one meaning that sound alike.
pub(crate) const MEANING: f32 = 0.99;
/// Words of one meaning in two languages.
const TRANSLATED: f32 = 0.97;
const TRANSLATED_LIKENESS_MAX: f32 = 0.7;
const KIN_LIKENESS: f32 = 0.9;
/// Forms of more terms are compared by the first ones.
const TERMS_MAX: usize = 24;

/// How alike two terms are, and why; `None` when they are not the same word.
#[must_use]
pub fn compare(a: &Term, b: &Term) -> Option<(f32, How)> {
    if a.text == b.text {
        return Some((1.0, How::Letters));
    }
    if a.concept.is_some() && a.concept == b.concept {
        // Names, titles and places are one in all spellings.
        let is_word = matches!(a.class, Class::Word | Class::Generic);
        let is_heard = !is_word || likeness(&a.sound, &b.sound) > TRANSLATED_LIKENESS_MAX;
        return Some((if is_heard { MEANING } else { TRANSLATED }, How::Meaning));
    }
    if a.class == Class::Number || b.class == Class::Number {
        return (a.group == b.group).then_some((1.0, How::Letters));
    }
    match (a.class == Class::Initial, b.class == Class::Initial) {
        (true, true) => return None,
        (true, false) => {
            return b.text.starts_with(a.text.as_str()).then_some((INITIAL_LIKENESS, How::Initial));
        }
        (false, true) => {
            return a.text.starts_with(b.text.as_str()).then_some((INITIAL_LIKENESS, How::Initial));
        }
        (false, false) => {}
    }
    if a.is_abbreviation && b.is_abbreviation && a.text.len().min(b.text.len()) < 6 {
        return None;
    }
    // Two general words of different meaning are two words, however alike they sound.
    if let (Some(one), Some(other)) = (a.concept, b.concept) {
        let is_kin =
            a.class == Class::Generic && b.class == Class::Generic && Lexicon::general().are_kin(one, other);
        return is_kin.then_some((KIN_LIKENESS, How::Kin));
    }
    let short = a.sound.bytes().len().min(b.sound.bytes().len()) < SHORT_SOUNDS;
    let least = if short { SHORT_LIKENESS_MIN } else { LIKENESS_MIN };
    let mut alike = likeness_from(&a.sound, &b.sound, least);
    if let Some(other) = &a.other_sound {
        alike = alike.max(likeness_from(other, &b.sound, least) - 0.02);
    }
    if let Some(other) = &b.other_sound {
        alike = alike.max(likeness_from(&a.sound, other, least) - 0.02);
    }
    (alike >= least).then_some((alike, How::Sound))
}

/// Pairs terms, the most alike first; each term is in one pair at the most. `of` gives how alike the terms at two
/// places are, so that a caller can remember it.
pub fn align_by(
    a: &[&Term],
    b: &[&Term],
    mut of: impl FnMut(usize, usize) -> Option<(f32, How)>,
) -> Vec<Match> {
    let (a, b) = (a.get(..TERMS_MAX).unwrap_or(a), b.get(..TERMS_MAX).unwrap_or(b));
    let mut options: Vec<Match> = Vec::with_capacity(a.len() + b.len());
    for left in 0..a.len() {
        for right in 0..b.len() {
            if let Some((likeness, how)) = of(left, right) {
                options.push(Match { left: (left, 1), right: (right, 1), likeness, how });
            }
        }
    }
    // Words that found their fellow need not be joined.
    let settled = |place: usize, side: fn(&Match) -> (usize, usize)| {
        options.iter().any(|option| side(option).0 == place && option.likeness > 0.95)
    };
    let mut joined = Vec::new();
    for (place, pair) in a.windows(2).enumerate() {
        for (right, term) in b.iter().enumerate() {
            if !(settled(place, |m| m.left) || settled(place + 1, |m| m.left) || settled(right, |m| m.right))
            {
                let likeness = join(pair, term);
                joined.extend(likeness.map(|likeness| Match {
                    left: (place, 2),
                    right: (right, 1),
                    likeness,
                    how: How::Joined,
                }));
            }
        }
    }
    for (place, pair) in b.windows(2).enumerate() {
        for (left, term) in a.iter().enumerate() {
            if !(settled(place, |m| m.right) || settled(place + 1, |m| m.right) || settled(left, |m| m.left))
            {
                let likeness = join(pair, term);
                joined.extend(likeness.map(|likeness| Match {
                    left: (left, 1),
                    right: (place, 2),
                    likeness,
                    how: How::Joined,
                }));
            }
        }
    }
    options.append(&mut joined);
    choose(options)
}

/// Pairs the terms of two forms.
#[must_use]
pub fn align(a: &Form, b: &Form) -> Vec<Match> {
    let (left, right): (Vec<&Term>, Vec<&Term>) = (a.terms.iter().collect(), b.terms.iter().collect());
    align_by(&left, &right, |i, j| left.get(i).zip(right.get(j)).and_then(|(a, b)| compare(a, b)))
}

/// How alike two words written together are to one.
fn join(pair: &[&Term], term: &Term) -> Option<f32> {
    let [first, second] = pair else { return None };
    let letters = first.text.len() + second.text.len();
    if letters < 5 || letters.abs_diff(term.text.len()) > 3 {
        return None;
    }
    let sound = Sound::joined([&first.sound, &second.sound]);
    let alike = likeness(&sound, &term.sound) - 0.02;
    (alike >= 0.85).then_some(alike)
}

fn choose(mut options: Vec<Match>) -> Vec<Match> {
    // Of equally alike ones those at corresponding places, and then those further left, so that the order is total.
    options.sort_by(|a, b| {
        let places = |m: &Match| (m.left.0.abs_diff(m.right.0), m.left, m.right);
        b.likeness.total_cmp(&a.likeness).then_with(|| places(a).cmp(&places(b)))
    });
    let mut chosen: Vec<Match> = Vec::new();
    let overlap = |a: (usize, usize), b: (usize, usize)| a.0 < b.0 + b.1 && b.0 < a.0 + a.1;
    for option in options {
        let is_free = chosen
            .iter()
            .all(|other| !overlap(other.left, option.left) && !overlap(other.right, option.right));
        if is_free {
            chosen.push(option);
        }
    }
    chosen.sort_by_key(|chosen| chosen.left);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Kind, Name};

    fn pairs(a: &str, b: &str, kind: Kind) -> Vec<(String, String, How)> {
        let (a, b) = (Name::read(a, kind), Name::read(b, kind));
        let text = |name: &Name, run: (usize, usize)| {
            let terms = &name.forms[0].terms[run.0..run.0 + run.1];
            terms.iter().map(|term| term.text.clone()).collect::<Vec<_>>().join(" ")
        };
        align(&a.forms[0], &b.forms[0])
            .iter()
            .map(|found| (text(&a, found.left), text(&b, found.right), found.how))
            .collect()
    }

    #[test]
    fn terms_are_paired_whatever_their_order() {
        let found = pairs("Umar Sefa", "Sefah, Omar", Kind::Person);
        assert_eq!(
            found,
            [("umar".into(), "omar".into(), How::Meaning), ("sefa".into(), "sefah".into(), How::Sound)]
        );
    }

    #[test]
    fn words_are_joined_and_initials_matched() {
        let found = pairs("Tora Belk", "Torabelk", Kind::Organisation);
        assert_eq!(found, [("tora belk".into(), "torabelk".into(), How::Joined)]);
        let found = pairs("S. Belt", "Samir Belt", Kind::Person);
        assert_eq!(found[0], ("s".into(), "samir".into(), How::Initial));
    }

    #[test]
    fn numbers_are_equal_or_not() {
        assert_eq!(pairs("Brigade 11", "Brigade 111", Kind::Organisation).len(), 1);
        assert_eq!(pairs("Brigade 11", "11th Brigade", Kind::Organisation).len(), 2);
    }
}
