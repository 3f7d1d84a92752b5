//! Says when two names cannot be one actor's however alike they are. Start at [`veto`].

use std::collections::BTreeSet;
use std::fmt;

use crate::align::Match;
use crate::lexicon::Class;
use crate::name::{Kind, Term};

/// Why two names are not the same actor's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Veto {
    /// A person and an organisation.
    Kinds,
    /// Both have numbers, and other ones: two units.
    Numbers,
    /// They share the name after a child alone, and each has a name besides.
    SharedKunya,
    /// The fathers have other names.
    Fathers,
    /// One is the office, the other the body it stands over.
    OfficeAndBody,
    /// One is a part of the other, by its name.
    PartAndWhole,
    /// One is a province or district, the other a group in it.
    PlaceAndGroup,
}

impl fmt::Display for Veto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kinds => "one is a person and the other an organisation",
            Self::Numbers => "their numbers differ",
            Self::SharedKunya => "they share the name after a child only, and each has another name",
            Self::Fathers => "the fathers' names differ",
            Self::OfficeAndBody => "one is an office and the other the body it stands over",
            Self::PartAndWhole => "one is a part of the other",
            Self::PlaceAndGroup => "one is a place and the other a group in it",
        })
    }
}

/// The reason why names of these terms, paired as `matches` say, are two actors'; `None` when there is none.
#[must_use]
pub fn veto(kind: Kind, a: &[&Term], b: &[&Term], matches: &[Match]) -> Option<Veto> {
    let left = Rest::of(a, matches.iter().map(|m| m.left));
    let right = Rest::of(b, matches.iter().map(|m| m.right));
    match kind {
        Kind::Person => person(&left, &right),
        Kind::Organisation => organisation(&left, &right),
    }
}

/// The terms of a name, those that are paired, and those that are not.
struct Rest<'t> {
    paired: Vec<&'t Term>,
    left: Vec<&'t Term>,
}

impl<'t> Rest<'t> {
    fn of(terms: &[&'t Term], runs: impl Iterator<Item = (usize, usize)>) -> Self {
        let runs: Vec<_> = runs.collect();
        let is_paired = |place: usize| runs.iter().any(|run| (run.0..run.0 + run.1).contains(&place));
        let mut rest = Rest { paired: Vec::new(), left: Vec::new() };
        for (place, term) in terms.iter().enumerate() {
            if is_paired(place) { rest.paired.push(term) } else { rest.left.push(term) }
        }
        rest
    }

    fn has_left(&self, class: Class) -> bool {
        self.left.iter().any(|term| term.class == class)
    }

    fn has_left_name(&self) -> bool {
        self.left
            .iter()
            .any(|term| matches!(term.class, Class::Core | Class::Given | Class::Word | Class::Kunya))
    }

    fn has_left_content(&self) -> bool {
        self.has_left_name() || self.has_left(Class::Place)
    }

    fn has(&self, class: Class) -> bool {
        self.left.iter().chain(&self.paired).any(|term| term.class == class)
    }

    fn numbers(&self) -> BTreeSet<u64> {
        let all = self.left.iter().chain(&self.paired);
        all.filter(|term| term.class == Class::Number).map(|term| term.group).collect()
    }
}

fn person(left: &Rest<'_>, right: &Rest<'_>) -> Option<Veto> {
    let telling = |term: &&&Term| !matches!(term.class, Class::Title | Class::Initial | Class::Patronymic);
    let mut shared = left.paired.iter().filter(telling).zip(right.paired.iter().filter(telling)).peekable();
    let only_kunya =
        shared.peek().is_some() && shared.all(|(a, b)| a.class == Class::Kunya && b.class == Class::Kunya);
    if only_kunya && left.has_left_name() && right.has_left_name() {
        return Some(Veto::SharedKunya);
    }
    let fathers = left.has_left(Class::Patronymic) && right.has_left(Class::Patronymic);
    fathers.then_some(Veto::Fathers)
}

fn organisation(left: &Rest<'_>, right: &Rest<'_>) -> Option<Veto> {
    let numbers = (left.numbers(), right.numbers());
    if !numbers.0.is_empty() && !numbers.1.is_empty() && numbers.0 != numbers.1 {
        return Some(Veto::Numbers);
    }
    let office_and_body = |one: &Rest<'_>, other: &Rest<'_>| {
        let office = one.has_left(Class::Office) && !one.has(Class::Institution);
        office && other.has_left(Class::Institution) && !other.has(Class::Office)
    };
    if office_and_body(left, right) || office_and_body(right, left) {
        return Some(Veto::OfficeAndBody);
    }
    let part = |one: &Rest<'_>, other: &Rest<'_>| {
        let is_marked = one.has_left(Class::Marker) && !other.has_left(Class::Marker);
        let is_province =
            one.has_left(Class::Institution) && one.has_left_content() && !other.has_left_content();
        (is_marked || is_province) && !other.paired.is_empty()
    };
    if part(left, right) || part(right, left) {
        return Some(Veto::PartAndWhole);
    }
    let place = |one: &Rest<'_>, other: &Rest<'_>| {
        one.has_left(Class::Institution)
            && !one.has_left_content()
            && !other.has(Class::Institution)
            && (other.has_left_name() || other.has_left(Class::Generic))
    };
    (place(left, right) || place(right, left)).then_some(Veto::PlaceAndGroup)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::align;
    use crate::name::Name;

    fn found(a: &str, b: &str, kind: Kind) -> Option<Veto> {
        let (a, b) = (Name::read(a, kind), Name::read(b, kind));
        let matches = align(&a.forms[0], &b.forms[0]);
        let (left, right): (Vec<&Term>, Vec<&Term>) =
            (a.forms[0].terms.iter().collect(), b.forms[0].terms.iter().collect());
        veto(kind, &left, &right, &matches)
    }

    #[test]
    fn organisations() {
        for (a, b, expected) in [
            ("11th Sefa Brigade", "12th Sefa Brigade", Some(Veto::Numbers)),
            ("11th Sefa Brigade", "Brigade 11 of Sefa", None),
            ("Ministry of Defence", "Minister of Defence", Some(Veto::OfficeAndBody)),
            ("Harrun Front", "Harrun Front, Sefa faction", Some(Veto::PartAndWhole)),
            ("Harrun Front Sefa Province", "Harrun Front", Some(Veto::PartAndWhole)),
            ("Harrun Front Sefa Province", "Harrun Front in Sefa", None),
            ("Sefa Province", "Harrun Front in Sefa", Some(Veto::PlaceAndGroup)),
            ("Sefa Province", "Sefa", None),
        ] {
            assert_eq!(found(a, b, Kind::Organisation), expected, "{a} / {b}");
            assert_eq!(found(b, a, Kind::Organisation), expected, "{b} / {a}");
        }
    }

    #[test]
    fn persons() {
        for (a, b, expected) in [
            ("Abu Umar al-Sefi", "Abu Omar al-Tilali", Some(Veto::SharedKunya)),
            ("Abu Umar al-Sefi", "Abu Umar", None),
            ("Abu Umar al-Sefi", "Abu Omar al-Sefi", None),
            ("Ivan Petrovich Belt", "Ivan Sergeyevich Belt", Some(Veto::Fathers)),
            ("Ivan Petrovich Belt", "Ivan Belt", None),
        ] {
            assert_eq!(found(a, b, Kind::Person), expected, "{a} / {b}");
            assert_eq!(found(b, a, Kind::Person), expected, "{b} / {a}");
        }
    }
}
