//! A name with what is known beside it, and what that says for or against two names being one actor's. Start at
//! [`Record`] and [`Context::signs`].

use std::collections::BTreeSet;

use retrospect_model::{Bounds, Edtf, Truth};

use crate::fold::folded;
use crate::name::Kind;

/// One name of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Whose name it is, in the list's own ids; several names may share one.
    pub id: String,
    /// The name as written.
    pub name: String,
    /// What is known beside the name.
    pub context: Context,
}

impl Record {
    /// A name of which nothing more is known.
    #[must_use]
    pub fn new(id: &str, name: &str) -> Self {
        Record { id: id.to_owned(), name: name.to_owned(), context: Context::default() }
    }
}

/// What is known of an actor beside the name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Its kind.
    pub kind: Option<Kind>,
    /// Countries of the actor, as folded codes or names.
    pub countries: BTreeSet<String>,
    /// When it began to exist or to be called so.
    pub from: Option<Edtf>,
    /// When that ended.
    pub until: Option<Edtf>,
}

/// What context says for or against, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// They share a country.
    SameCountry,
    /// Countries are known of both, and none is shared.
    OtherCountry,
    /// The one had ended before the other began.
    OtherTime,
    /// The name sets the names of two actors side by side, as `A (B)`: a label that one side puts on another.
    Label,
}

impl Sign {
    /// What the sign adds to the logarithm of the odds. The numbers are set by hand: lists that state countries and
    /// dates of both sides are too few to learn them from. A country less tells less than a time that excludes.
    #[must_use]
    pub fn shift(self) -> f32 {
        match self {
            Self::SameCountry => 0.7,
            Self::OtherCountry => -1.2,
            Self::OtherTime => -3.0,
            Self::Label => -6.0,
        }
    }

    /// The sign in explanations.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SameCountry => "same-country",
            Self::OtherCountry => "other-country",
            Self::OtherTime => "other-time",
            Self::Label => "label",
        }
    }
}

impl Context {
    /// Countries from a field of a table: codes or names, separated by `;`, `|`, `,` or spaces between codes.
    #[must_use]
    pub fn countries_of(field: &str) -> BTreeSet<String> {
        field.split([';', '|', ',', '/']).map(folded).filter(|country| !country.is_empty()).collect()
    }

    /// Adds what another record says of the same actor.
    pub fn merge(&mut self, other: &Context) {
        self.kind = self.kind.or(other.kind);
        self.countries.extend(other.countries.iter().cloned());
        let begins = |edtf: &Edtf| edtf.bounds().earliest_start();
        let ends = |edtf: &Edtf| edtf.bounds().latest_end();
        // An actor lives from the first day of any of its names to the last; a name without a day leaves it open.
        self.from = match (self.from.take(), &other.from) {
            (Some(a), Some(b)) => Some(if begins(b) < begins(&a) { b.clone() } else { a }),
            _ => None,
        };
        self.until = match (self.until.take(), &other.until) {
            (Some(a), Some(b)) => Some(if ends(b) > ends(&a) { b.clone() } else { a }),
            _ => None,
        };
    }

    /// What the two contexts say.
    #[must_use]
    pub fn signs(&self, other: &Context) -> Vec<Sign> {
        let mut signs = Vec::new();
        if !self.countries.is_empty() && !other.countries.is_empty() {
            let shared = self.countries.intersection(&other.countries).next().is_some();
            signs.push(if shared { Sign::SameCountry } else { Sign::OtherCountry });
        }
        let over = |until: &Option<Edtf>, from: &Option<Edtf>| {
            let bounds = |edtf: &Option<Edtf>| edtf.as_ref().map(Edtf::bounds);
            bounds(until).zip(bounds(from)).is_some_and(|(until, from)| is_before(&until, &from))
        };
        if over(&self.until, &other.from) || over(&other.until, &self.from) {
            signs.push(Sign::OtherTime);
        }
        signs
    }
}

fn is_before(until: &Bounds, from: &Bounds) -> bool {
    until.before(from) == Truth::Certainly
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(countries: &str, from: &str, until: &str) -> Context {
        let edtf = |text: &str| text.parse().ok();
        Context {
            kind: None,
            countries: Context::countries_of(countries),
            from: edtf(from),
            until: edtf(until),
        }
    }

    #[test]
    fn countries_and_times_agree_or_contradict() {
        let of = |a: &Context, b: &Context| (a.signs(b), b.signs(a));
        let same = vec![Sign::SameCountry];
        assert_eq!(of(&context("AF;PK", "", ""), &context("PK", "", "")), (same.clone(), same));
        let other = vec![Sign::OtherCountry];
        assert_eq!(of(&context("AF", "", ""), &context("PK", "", "")), (other.clone(), other));
        let time = vec![Sign::OtherTime];
        assert_eq!(of(&context("", "1990", "1999"), &context("", "2000", "")), (time.clone(), time));
        assert_eq!(of(&context("", "1990", "1999"), &context("", "1999", "")), (vec![], vec![]));
        assert_eq!(of(&context("AF", "1990", ""), &context("", "", "")), (vec![], vec![]));
    }

    #[test]
    fn an_actor_lives_as_long_as_any_of_its_names() {
        let mut actor = context("AF", "1990", "1999");
        actor.merge(&context("PK", "1985", "2005"));
        assert_eq!(actor, context("AF;PK", "1985", "2005"));
        actor.merge(&context("", "1980", ""));
        assert_eq!(actor, context("AF;PK", "1980", ""));
    }
}
