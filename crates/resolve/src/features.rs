//! Turns two forms of names, with their terms paired, into named numbers that the model weighs. Start at [`measure`].

use smol_str::SmolStr;

use crate::acronym::{self, abbreviates};
use crate::align::{self, How, Match};
use crate::frequency::Frequencies;
use crate::lexicon::Class;
use crate::name::{self, Form, Part, Term};
use crate::sound::{Sound, likeness};

macro_rules! features {
    ($($(#[doc = $doc:literal])* $feature:ident = $name:literal),* $(,)?) => {
        /// What is measured of two names. The variants' documentation says what each number means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Feature { $($(#[doc = $doc])* $feature),* }

        impl Feature {
            /// All of them, in the order of [`Features`].
            pub const ALL: [Feature; 0 $(+ { let _ = $name; 1 })*] = [$(Feature::$feature),*];

            /// The name in the file of weights and in explanations.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Feature::$feature => $name),* }
            }
        }
    };
}

features! {
    /// 1 always.
    Bias = "bias",
    /// Rarity of the words that both have, in tens.
    Shared = "shared",
    /// The share of the one name, by rarity, that is in the other: the lesser of the two shares.
    CoverLess = "cover-less",
    /// The greater of the two shares.
    CoverMore = "cover-more",
    /// Rarity of the words that the other does not have, in tens: the lesser of the two sides.
    LeftBoth = "left-both",
    /// The greater of the two sides.
    LeftOne = "left-one",
    /// Words that tell names apart and that the other does not have: their number on the lesser side, two at the most.
    OtherWords = "other-words",
    /// How unlike the paired words are, on average by rarity; 0 is the same.
    Unlike = "unlike",
    /// Words that are the same by meaning alone, three at the most.
    Translated = "translated",
    /// How unlike the least alike pair is.
    UnlikeMost = "unlike-most",
    /// Both have the same words and no others.
    SameWords = "same-words",
    /// Both have the same letters in the same order.
    SameLetters = "same-letters",
    /// How alike the names sound as a whole, in their order.
    Whole = "whole",
    /// The one is the first letters of the other's words: two letters.
    Abbreviation2 = "abbreviation-2",
    /// The same with three letters.
    Abbreviation3 = "abbreviation-3",
    /// The same with four letters or more.
    Abbreviation4 = "abbreviation-4",
    /// How rare words with the letters of such an abbreviation are, in tens.
    RareLetters = "rare-letters",
    /// The letters are not those of all words that count and of no others.
    LooseLetters = "loose-letters",
    /// The one has the first letters of the other's words in another order; the number of its letters, less two.
    Shuffled = "shuffled",
    /// An abbreviation is paired with a name, and its entity has another name that it abbreviates.
    Explained = "explained",
    /// A name is paired with an abbreviation, and its entity has another abbreviation.
    OtherShort = "other-short",
    /// The one is made of beginnings of the other's words; the number of its letters, in fours.
    Syllables = "syllables",
    /// Both have the same abbreviation.
    SameAbbreviation = "same-abbreviation",
    /// One side has an abbreviation that does not fit the other.
    OtherAbbreviation = "other-abbreviation",
    /// Each has a sort of organisation that the other has not.
    OtherSort = "other-sort",
    /// Sorts of organisation that reports use for each other.
    KinSort = "kin-sort",
    /// Each has a place that the other has not.
    OtherPlace = "other-place",
    /// One has a place that the other has not.
    MorePlace = "more-place",
    /// One has a word for a part, such as `faction`, that the other has not.
    MorePart = "more-part",
    /// One has a number that the other has not.
    MoreNumber = "more-number",
    /// The share of paired words that stand in the same order.
    Order = "order",
    /// The lesser side has one word only.
    OneWord = "one-word",
    /// Words that stand for others by their first letter.
    Initials = "initials",
    /// Only a name after a child is shared.
    OnlyKunya = "only-kunya",
    /// Persons: the last words of both are paired.
    SameLast = "same-last",
    /// The shared words of persons are usual given names alone.
    OnlyGiven = "only-given",
    /// What matches stands in brackets in one of the names.
    InBrackets = "in-brackets",
    /// How many names of the entity match nearly as well; the logarithm.
    MoreNames = "more-names",
}

/// Numbers for all features, in the order of [`Feature::ALL`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features([f32; Feature::ALL.len()]);

impl Features {
    /// The number of a feature.
    #[must_use]
    pub fn get(&self, feature: Feature) -> f32 {
        self.0.get(feature as usize).copied().unwrap_or_default()
    }

    /// Features with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (Feature, f32)> + '_ {
        Feature::ALL.into_iter().zip(self.0)
    }

    /// Notes how many names of the entity match nearly as well as this one.
    pub(crate) fn set_names(&mut self, names: usize) {
        self.set(Feature::MoreNames, count(names.max(1)).ln().min(3.0));
    }

    fn set(&mut self, feature: Feature, number: f32) {
        if let Some(place) = self.0.get_mut(feature as usize) {
            *place = number;
        }
    }
}

/// A form as it is measured: its terms, what it can be abbreviated to, and where it stood.
#[derive(Clone, Copy, Debug)]
pub struct Side<'n> {
    /// The terms.
    pub terms: &'n [&'n Term],
    /// How much each of them tells, as [`weights`] gives it.
    pub weights: &'n [f32],
    /// What it could be abbreviated to.
    pub acronyms: &'n [SmolStr],
    /// Which part of the name it is.
    pub part: Part,
    /// Whether its entity has what an abbreviation stands for besides: for an abbreviation a name that it abbreviates,
    /// for a name an abbreviation.
    pub is_settled: bool,
}

impl<'n> Side<'n> {
    /// A form as a side; `terms` are references to its terms, `weights` what [`weights`] says of them.
    #[must_use]
    pub fn new(form: &'n Form, terms: &'n [&'n Term], weights: &'n [f32]) -> Self {
        Side { terms, weights, acronyms: &form.acronyms, part: form.part, is_settled: false }
    }
}

/// How much a sort of word tells one name from another.
fn telling(class: Class) -> f32 {
    match class {
        Class::Core | Class::Given | Class::Kunya | Class::Number => 1.0,
        Class::Word | Class::Office | Class::Institution | Class::Marker => 0.9,
        Class::Place => 0.6,
        Class::Generic => 0.7,
        Class::Patronymic => 0.5,
        Class::Initial => 0.3,
        Class::Title | Class::Legal => 0.12,
        Class::Function => 0.0,
    }
}

/// The weight of a term in a name.
pub(crate) fn weight(term: &Term, frequencies: &Frequencies) -> f32 {
    telling(term.class) * frequencies.rarity(term)
}

/// How much each term of a name tells it from others.
#[must_use]
pub fn weights(terms: &[&Term], frequencies: &Frequencies) -> Vec<f32> {
    terms.iter().map(|term| weight(term, frequencies)).collect()
}

/// Measures two forms, whose terms are paired as `matches` say.
#[must_use]
pub fn measure(a: Side<'_>, b: Side<'_>, matches: &[Match]) -> Features {
    let mut features = Features([0.0; Feature::ALL.len()]);
    features.set(Feature::Bias, 1.0);
    let left = Tally::of(a, matches.iter().map(|m| (m.left, m)));
    let right = Tally::of(b, matches.iter().map(|m| (m.right, m)));
    cover(&mut features, &left, &right);
    pairs(&mut features, matches, a.terms, b.terms);
    extras(&mut features, &left, &right);
    persons(&mut features, matches, a.terms, b.terms);
    abbreviations(&mut features, a, b);
    let nothing_left = left.left + right.left < 0.01 && left.extras | right.extras == 0;
    features.set(Feature::SameWords, yes(nothing_left && !matches.is_empty()));
    let letters = |terms: &'_ [&'_ Term]| terms.iter().map(|term| term.text.len()).sum::<usize>();
    let same = !a.terms.is_empty()
        && letters(a.terms) == letters(b.terms)
        && a.terms
            .iter()
            .flat_map(|term| term.text.bytes())
            .eq(b.terms.iter().flat_map(|term| term.text.bytes()));
    features.set(Feature::SameLetters, yes(same));
    let sound = |terms: &[&Term]| Sound::joined(terms.iter().map(|term| &term.sound));
    let is_short = |terms: &[&Term]| matches!(terms, [term] if term.is_abbreviation);
    let whole = match same {
        true => 1.0,
        // Abbreviations are spelled, not heard.
        false if is_short(a.terms) || is_short(b.terms) => 0.0,
        false => likeness(&sound(a.terms), &sound(b.terms)),
    };
    features.set(Feature::Whole, ((whole - 0.6) / 0.4).max(0.0));
    features.set(Feature::InBrackets, yes(a.part == Part::Gloss) + yes(b.part == Part::Gloss));
    features
}

fn yes(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

/// What of a side is paired and what is left.
#[derive(Default)]
struct Tally {
    total: f32,
    paired: f32,
    /// Weight of the words that tell names apart and are not paired.
    left: f32,
    /// Sorts of other words that are not paired, a bit for each.
    extras: u32,
    core: usize,
    /// Words that tell names apart and are not paired; an initial is one.
    others: usize,
}

impl Tally {
    fn of<'m>(side: Side<'_>, matches: impl Iterator<Item = ((usize, usize), &'m Match)>) -> Self {
        let mut shares = vec![0.0_f32; side.terms.len()];
        for ((from, count), found) in matches {
            // From barely the same, which counts for a third, to the same.
            let share = if found.how == How::Initial { 0.8 } else { share_of(found.likeness) };
            shares.iter_mut().skip(from).take(count).for_each(|place| *place = share);
        }
        let mut tally = Tally::default();
        for ((term, weight), share) in side.terms.iter().zip(side.weights).zip(shares) {
            tally.total += weight;
            tally.paired += weight * share;
            tally.core += usize::from(term.is_core());
            tally.others += usize::from((term.is_core() || term.class == Class::Initial) && share == 0.0);
            if term.is_core() {
                tally.left += weight * (1.0 - share);
            } else if share == 0.0 {
                tally.extras |= 1 << term.class as u32;
            }
        }
        tally
    }

    fn cover(&self) -> f32 {
        if self.total > 0.0 { self.paired / self.total } else { 0.0 }
    }

    fn has(&self, class: Class) -> bool {
        self.extras & (1 << class as u32) != 0
    }
}

fn share_of(likeness: f32) -> f32 {
    (1.0 - (1.0 - likeness) * 2.6).clamp(0.0, 1.0)
}

fn cover(features: &mut Features, left: &Tally, right: &Tally) {
    let (a, b) = (left.cover(), right.cover());
    features.set(Feature::Shared, (f32::midpoint(left.paired, right.paired) / 10.0).min(4.0));
    features.set(Feature::CoverLess, a.min(b));
    features.set(Feature::CoverMore, a.max(b));
    features.set(Feature::LeftBoth, (left.left.min(right.left) / 10.0).min(3.0));
    features.set(Feature::LeftOne, (left.left.max(right.left) / 10.0).min(3.0));
    features.set(Feature::OtherWords, count(left.others.min(right.others).min(2)));
    features.set(Feature::OneWord, yes(left.core.min(right.core) <= 1));
}

fn pairs(features: &mut Features, matches: &[Match], a: &[&Term], b: &[&Term]) {
    let telling_pairs = || {
        matches.iter().filter(|m| {
            let of = |terms: &[&Term], place: usize| {
                terms.get(place).is_some_and(|term| telling(term.class) > 0.4)
            };
            !matches!(m.how, How::Initial | How::Kin) && of(a, m.left.0) && of(b, m.right.0)
        })
    };
    let unlike: Vec<f32> = telling_pairs().map(|m| 1.0 - m.likeness).collect();
    let most = unlike.iter().copied().fold(0.0, f32::max);
    let count = count(unlike.len().max(1));
    features.set(Feature::Unlike, 10.0 * unlike.iter().sum::<f32>() / count);
    features.set(Feature::UnlikeMost, 10.0 * most);
    let translated = matches.iter().filter(|m| m.how == How::Meaning && m.likeness < align::MEANING);
    features.set(Feature::Translated, self::count(translated.count().min(3)));
    let order: Vec<usize> = matches.iter().map(|m| m.right.0).collect();
    let steps = order.len().saturating_sub(1);
    let forward = order.windows(2).filter(|pair| pair.first() < pair.last()).count();
    features.set(Feature::Order, if steps == 0 { 1.0 } else { self::count(forward) / self::count(steps) });
    let initials = matches.iter().filter(|m| m.how == How::Initial).count();
    features.set(Feature::Initials, self::count(initials));
    features.set(Feature::KinSort, self::count(matches.iter().filter(|m| m.how == How::Kin).count()));
}

fn extras(features: &mut Features, left: &Tally, right: &Tally) {
    let either = |class| yes(left.has(class) || right.has(class));
    let both = |class| yes(left.has(class) && right.has(class));
    features.set(Feature::OtherSort, both(Class::Generic));
    features.set(Feature::OtherPlace, both(Class::Place));
    features.set(Feature::MorePlace, either(Class::Place));
    features.set(
        Feature::MorePart,
        either(Class::Marker).max(either(Class::Institution)).max(either(Class::Office)),
    );
    features.set(Feature::MoreNumber, either(Class::Number));
}

fn persons(features: &mut Features, matches: &[Match], a: &[&Term], b: &[&Term]) {
    let class = |terms: &[&Term], place: usize| terms.get(place).map_or(Class::Function, |term| term.class);
    let shared = || {
        matches
            .iter()
            .map(|m| class(a, m.left.0).max(class(b, m.right.0)))
            .filter(|class| !matches!(class, Class::Title | Class::Function | Class::Initial))
    };
    let only = |class: Class| yes(shared().next().is_some() && shared().all(|shared| shared == class));
    features.set(Feature::OnlyKunya, only(Class::Kunya));
    features.set(Feature::OnlyGiven, only(Class::Given));
    let last = |terms: &[&Term]| {
        let name = |term: &&Term| !matches!(term.class, Class::Title | Class::Initial | Class::Legal);
        terms.iter().rposition(name)
    };
    let are_last = |m: &Match| {
        last(a).is_some_and(|last| (m.left.0..m.left.0 + m.left.1).contains(&last))
            && last(b).is_some_and(|last| (m.right.0..m.right.0 + m.right.1).contains(&last))
    };
    features.set(Feature::SameLast, yes(matches.iter().any(are_last)));
}

fn abbreviations(features: &mut Features, a: Side<'_>, b: Side<'_>) {
    for (short, long) in [(a, b), (b, a)] {
        let Some(fit) = fit(short, long) else { continue };
        if !matches!(fit, Fit::Other) {
            features.set(Feature::Explained, yes(short.is_settled));
            features.set(Feature::OtherShort, yes(long.is_settled));
        }
        match fit {
            Fit::Letters { letters, is_loose } => {
                let feature = match letters.len() {
                    ..=2 => Feature::Abbreviation2,
                    3 => Feature::Abbreviation3,
                    4.. => Feature::Abbreviation4,
                };
                features.set(feature, 1.0);
                features.set(Feature::RareLetters, acronym::rarity(&letters) / 10.0);
                features.set(Feature::LooseLetters, yes(is_loose));
            }
            Fit::Shuffled(letters) => features.set(Feature::Shuffled, count(letters) - 2.0),
            Fit::Syllables(letters) => features.set(Feature::Syllables, count(letters).min(6.0) / 4.0),
            Fit::Other => features.set(Feature::OtherAbbreviation, 1.0),
        }
    }
    if let (Some(one), Some(other)) = (abbreviation(a.terms), abbreviation(b.terms)) {
        features.set(Feature::OtherAbbreviation, yes(one != other));
    }
    let same = |one: &&&Term| b.terms.iter().any(|other| other.is_abbreviation && one.text == other.text);
    let shared = a.terms.iter().filter(|term| term.is_abbreviation).find(same);
    features.set(Feature::SameAbbreviation, shared.map_or(0.0, |term| count(term.text.len()).min(6.0) / 4.0));
}

/// A form that is nothing but an abbreviation.
fn abbreviation(terms: &[&Term]) -> Option<SmolStr> {
    name::short(terms).filter(|_| terms.iter().all(|term| term.is_abbreviation))
}

/// How an abbreviation stands to a name, with its letters or their number.
enum Fit {
    Letters { letters: SmolStr, is_loose: bool },
    Shuffled(usize),
    Syllables(usize),
    Other,
}

/// How the one side, if it is one short word, stands to the other.
fn fit(short: Side<'_>, long: Side<'_>) -> Option<Fit> {
    let letters = name::short(short.terms).filter(|_| long.terms.len() > 1)?;
    let is_part = |term: &&&Term| short.terms.iter().any(|own| own.text == term.text && !is_place(own));
    if long.terms.iter().any(|term| is_part(&term)) {
        return None;
    }
    // The first is of all words that count.
    if let Some(place) = long.acronyms.iter().position(|acronym| *acronym == letters) {
        return Some(Fit::Letters { letters, is_loose: place > 0 });
    }
    let is_abbreviation = short.terms.iter().any(|term| term.is_abbreviation);
    let words: Vec<&str> = long.terms.iter().map(|term| term.text.as_str()).collect();
    if (is_abbreviation || letters.len() >= 4) && abbreviates(&letters, &words) {
        return Some(Fit::Syllables(letters.len()));
    }
    let sorted = acronym::sorted(&letters).filter(|_| is_abbreviation);
    if sorted.is_some() && acronym::sorted_of(long.acronyms, long.terms.len()).any(|of| Some(of) == sorted) {
        return Some(Fit::Shuffled(letters.len()));
    }
    is_abbreviation.then_some(Fit::Other)
}

fn is_place(term: &Term) -> bool {
    matches!(term.class, Class::Place | Class::Legal)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
fn count(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::align;
    use crate::name::{Kind, Name};

    fn features(a: &str, b: &str, kind: Kind) -> Features {
        let (a, b) = (Name::read(a, kind), Name::read(b, kind));
        let (a, b) = (&a.forms[0], &b.forms[0]);
        let (left, right): (Vec<&Term>, Vec<&Term>) = (a.terms.iter().collect(), b.terms.iter().collect());
        let of = |terms: &[&Term]| weights(terms, &Frequencies::general());
        let (left_weights, right_weights) = (of(&left), of(&right));
        let sides = (Side::new(a, &left, &left_weights), Side::new(b, &right, &right_weights));
        measure(sides.0, sides.1, &align(a, b))
    }

    #[test]
    fn translations_have_the_same_words() {
        let same = features("Jaysh al-Sefa", "Army of Sefa", Kind::Organisation);
        assert_eq!((same.get(Feature::SameWords), same.get(Feature::SameLetters)), (1.0, 0.0));
        assert!(same.get(Feature::CoverLess) > 0.97);
        assert_eq!(same.get(Feature::LeftBoth), 0.0);
    }

    #[test]
    fn what_differs_has_a_name() {
        let organisation = |a, b| features(a, b, Kind::Organisation);
        assert_eq!(organisation("Sefa Front", "Sefa Army").get(Feature::OtherSort), 1.0);
        assert_eq!(organisation("Sefa", "Sefa faction").get(Feature::MorePart), 1.0);
        assert_eq!(organisation("Sefa in Iraq", "Sefa in Syria").get(Feature::OtherPlace), 1.0);
        assert_eq!(organisation("HLF", "Harrun Liberation Front").get(Feature::Abbreviation3), 1.0);
        assert!(organisation("HARLIF", "Harrun Liberation Front").get(Feature::Syllables) > 1.0);
        assert_eq!(organisation("Sefa Army", "Sefa Forces").get(Feature::KinSort), 1.0);
        assert_eq!(organisation("FHL", "Harrun Liberation Front").get(Feature::Shuffled), 1.0);
        assert_eq!(organisation("HLF-T", "HLF-N").get(Feature::OtherAbbreviation), 1.0);
        assert_eq!(organisation("HLF-T", "Harrun Liberation Front (Tilal)").get(Feature::Abbreviation4), 1.0);
        assert_eq!(organisation("Jaysh al-Sefa", "Sefa Army").get(Feature::Translated), 1.0);
        assert_eq!(organisation("XYZ", "Harrun Liberation Front").get(Feature::OtherAbbreviation), 1.0);
        let person = |a, b| features(a, b, Kind::Person);
        assert_eq!(person("Abu Umar al-Sefi", "Abu Omar al-Tilali").get(Feature::OnlyKunya), 1.0);
        assert_eq!(person("Omar Sefa", "Umar Belt").get(Feature::OnlyGiven), 1.0);
        assert_eq!(person("O. Sefa", "Omar Sefa").get(Feature::Initials), 1.0);
    }

    #[test]
    fn features_do_not_depend_on_the_side() {
        for (a, b) in [("Sefa in Iraq", "Islamic Army of Sefa"), ("HLF", "Harrun Liberation Front")] {
            assert_eq!(features(a, b, Kind::Organisation), features(b, a, Kind::Organisation));
        }
    }
}
