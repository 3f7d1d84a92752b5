//! Turns what bounds allow into an answer in three values. Start at [`Truth`].

use std::fmt;

use serde::{Deserialize, Serialize};

/// An answer from uncertain dates. Ordered from `No` to `Certainly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// So for none of the stretches that the values allow.
    No,
    /// So for some of them.
    Possibly,
    /// So for all of them.
    Certainly,
}

impl Truth {
    /// `Certainly` when it must be so, `No` when it cannot be so, `Possibly` otherwise.
    pub fn of(must: bool, may: bool) -> Self {
        match (must, may) {
            (true, _) => Self::Certainly,
            (false, true) => Self::Possibly,
            (false, false) => Self::No,
        }
    }

    /// Whether both are so.
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Whether either is so.
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// The answer when one of `cases` is true and nobody knows which: theirs where they agree, else `Possibly`.
    /// `No` when there are none.
    pub fn whichever(cases: impl IntoIterator<Item = Self>) -> Self {
        let mut cases = cases.into_iter();
        let Some(first) = cases.next() else { return Self::No };
        if cases.all(|case| case == first) { first } else { Self::Possibly }
    }
}

/// The contrary: certain where it was impossible.
impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::No => Self::Certainly,
            Self::Possibly => Self::Possibly,
            Self::Certainly => Self::No,
        }
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::No => "no",
            Self::Possibly => "possibly",
            Self::Certainly => "certainly",
        })
    }
}
