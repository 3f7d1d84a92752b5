//! What stands around a name in a case, and what that says for or against two names being one actor's. Start at
//! [`Around::signs`].

use std::collections::BTreeSet;

use retrospect_model::Day;

/// What a case tells of a name beside the name itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// Keys of those with whom it stands in claims.
    pub fellows: BTreeSet<String>,
    /// Keys of those on the other side of a claim with it.
    pub opposite: BTreeSet<String>,
    /// Where it acts.
    pub places: BTreeSet<String>,
    /// What sorts of claims it acts in, as a kind and a role.
    pub roles: BTreeSet<String>,
    /// The first day on which that of which claims tell can have been.
    pub active_from: Option<Day>,
    /// The last day on which its end can have come.
    pub ended: Option<Day>,
}

/// What the surroundings of two names say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// So many others stand in claims with both.
    Fellows(u8),
    /// Both stand with several others, and none of them is the same.
    OtherFellows,
    /// Both act at one place.
    Place,
    /// Both act at several places, and none of them is the same.
    OtherPlaces,
    /// Both act in claims of the same sorts.
    Roles,
    /// A claim has one of them on each side.
    Opposed,
    /// The one had ended before the other is first told of.
    OtherTime,
}

/// Others that a name must stand with for none of them being shared to tell anything; and places.
const SEVERAL: usize = 3;

impl Sign {
    /// What it adds to the logarithm of the odds. The numbers are set by hand; what excludes weighs most.
    #[must_use]
    pub fn shift(self) -> f32 {
        match self {
            Self::Fellows(shared) => 0.3 * f32::from(shared.min(3)),
            Self::OtherFellows => -0.5,
            Self::Place => 0.4,
            Self::OtherPlaces => -0.4,
            Self::Roles => 0.2,
            Self::Opposed => -3.0,
            Self::OtherTime => -3.0,
        }
    }

    /// The sign in explanations.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Fellows(1) => "one other stands in claims with both".to_owned(),
            Self::Fellows(shared) => format!("{shared} others stand in claims with both"),
            Self::OtherFellows => "nobody stands in claims with both".to_owned(),
            Self::Place => "both are told of at one place".to_owned(),
            Self::OtherPlaces => "they are told of at other places".to_owned(),
            Self::Roles => "claims of the same kinds tell of both".to_owned(),
            Self::Opposed => "one claim has them on its two sides".to_owned(),
            Self::OtherTime => "one had ended before the other is first told of".to_owned(),
        }
    }
}

impl Around {
    /// What the surroundings say of two names with these keys.
    #[must_use]
    pub fn signs(&self, key: &str, other: &Around, other_key: &str) -> Vec<Sign> {
        let mut signs = Vec::new();
        let shared = |one: &BTreeSet<String>, two: &BTreeSet<String>| {
            u8::try_from(one.intersection(two).count()).unwrap_or(u8::MAX)
        };
        let several =
            |one: &BTreeSet<String>, two: &BTreeSet<String>| one.len() >= SEVERAL && two.len() >= SEVERAL;
        match shared(&self.fellows, &other.fellows) {
            0 if several(&self.fellows, &other.fellows) => signs.push(Sign::OtherFellows),
            0 => {}
            count => signs.push(Sign::Fellows(count)),
        }
        match shared(&self.places, &other.places) {
            0 if several(&self.places, &other.places) => signs.push(Sign::OtherPlaces),
            0 => {}
            _ => signs.push(Sign::Place),
        }
        if shared(&self.roles, &other.roles) >= 2 {
            signs.push(Sign::Roles);
        }
        if self.opposite.contains(other_key) || other.opposite.contains(key) {
            signs.push(Sign::Opposed);
        }
        let over = |one: &Around, two: &Around| matches!((one.ended, two.active_from), (Some(end), Some(from)) if end < from);
        if over(self, other) || over(other, self) {
            signs.push(Sign::OtherTime);
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(fellows: &str, places: &str) -> Around {
        let set = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        Around { fellows: set(fellows), places: set(places), ..Around::default() }
    }

    #[test]
    fn surroundings_agree_or_contradict() {
        let signs = |one: &Around, two: &Around| one.signs("one", two, "two");
        assert_eq!(signs(&around("a b", "x"), &around("b a c", "y")), [Sign::Fellows(2)]);
        assert_eq!(
            signs(&around("a b c", "x y z"), &around("d e f", "u v w")),
            [Sign::OtherFellows, Sign::OtherPlaces]
        );
        assert_eq!(signs(&around("a", "x"), &around("b", "x")), [Sign::Place]);
        let opposed = Around { opposite: ["two".to_owned()].into(), ..Around::default() };
        assert_eq!(signs(&opposed, &Around::default()), [Sign::Opposed]);
        assert_eq!(Around::default().signs("two", &opposed, "one"), [Sign::Opposed]);
        let day = |text: &str| text.parse().ok();
        let dead = Around { ended: day("2013-04-23"), ..Around::default() };
        let later = Around { active_from: day("2014-01-01"), ..Around::default() };
        assert_eq!(signs(&dead, &later), [Sign::OtherTime]);
        assert_eq!(signs(&later, &dead), [Sign::OtherTime]);
        assert_eq!(signs(&dead, &Around { active_from: day("2013-04-23"), ..Around::default() }), []);
    }
}
