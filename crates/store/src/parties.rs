//! Turns the names in a claim's roles into a few bytes and back. Start at [`Parties`].

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};

use crate::names::NameKey;

/// A part that somebody has in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom it is done.
    Target,
    /// Where.
    Place,
    /// Whose claim it is.
    Voice,
}

impl Role {
    /// The number by which a case knows it.
    pub(crate) fn number(self) -> i64 {
        self as i64
    }
}

/// Who has which part in a claim, by the numbers of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parties {
    /// Who does it.
    pub actor: Vec<NameKey>,
    /// To whom it is done.
    pub target: Vec<NameKey>,
    /// Where.
    pub place: Option<NameKey>,
    /// Whose claim it is, outermost first.
    pub voices: Vec<NameKey>,
}

impl Parties {
    /// Every name with its role, a name twice in a role but once.
    pub(crate) fn roles(&self) -> Vec<(Role, NameKey)> {
        let with =
            |role: Role, names: &[NameKey]| names.iter().map(move |name| (role, *name)).collect::<Vec<_>>();
        let mut roles = with(Role::Actor, &self.actor);
        roles.extend(with(Role::Target, &self.target));
        roles.extend(self.place.map(|name| (Role::Place, name)));
        roles.extend(with(Role::Voice, &self.voices));
        roles.sort_unstable();
        roles.dedup();
        roles
    }

    /// The numbers in LEB128, each list behind its length.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(12);
        let place: Vec<NameKey> = self.place.into_iter().collect();
        for list in [&self.actor, &self.target, &place, &self.voices] {
            push(&mut bytes, list.len() as u64);
            // Numbers of rows are positive.
            list.iter().for_each(|name| push(&mut bytes, name.0.unsigned_abs()));
        }
        bytes
    }

    fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut list = || -> Option<Vec<NameKey>> {
            let count = usize::try_from(take(&mut bytes)?).ok().filter(|count| *count <= bytes.len())?;
            (0..count).map(|_| Some(NameKey(i64::try_from(take(&mut bytes)?).ok()?))).collect()
        };
        let (actor, target, place, voices) = (list()?, list()?, list()?, list()?);
        Some(Self { actor, target, place: place.first().copied(), voices })
    }
}

fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

impl FromSql for Parties {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::from_bytes(value.as_blob()?).ok_or_else(|| FromSqlError::Other("not a list of parties".into()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(numbers: Vec<u32>) -> Vec<NameKey> {
        numbers.into_iter().map(|number| NameKey(number.into())).collect()
    }

    proptest! {
        #[test]
        fn parties_are_the_same_after_being_written(
            lists in proptest::collection::vec(proptest::collection::vec(any::<u32>(), 0..5), 3),
            place in proptest::option::of(any::<u32>()),
        ) {
            let mut lists = lists.into_iter().map(names);
            let mut next = || lists.next().unwrap_or_default();
            let parties = Parties {
                actor: next(),
                target: next(),
                place: place.map(|number| NameKey(number.into())),
                voices: next(),
            };
            prop_assert_eq!(Parties::from_bytes(&parties.to_bytes()), Some(parties));
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..20)) {
            let _ = Parties::from_bytes(&bytes);
        }
    }
}
