//! Turns an uncertain stretch into four numbers: between which days it starts, and between which it ends. Start at
//! [`Bounds`]; how bounds compare is in `compare`.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::as_text::serde_as_text;
use crate::day::Day;
use crate::error::{ModelError, excerpt};

/// A day that bounds a start or an end, or the lack of one. Ordered by time; prints as `-inf`, the day, or `+inf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Limit {
    /// Before every day: as far back as one likes.
    Past,
    /// That day.
    On(Day),
    /// After every day: as an earliest end, it goes on for ever; as a latest end, as far ahead as one likes.
    Future,
}

/// Between which days a stretch starts, and between which it ends, each day included.
///
/// Invariants: `earliest_start <= latest_start`, `earliest_end <= latest_end`, `earliest_start <= earliest_end` and
/// `latest_start <= latest_end`; no start is in the [`Limit::Future`] alone, and no end in the [`Limit::Past`] alone.
/// A stretch that the bounds allow also starts no later than it ends.
///
/// Ordered by earliest start, then latest start, earliest end and latest end.
///
/// ```
/// use retrospect_model::{Edtf, Limit};
///
/// let bounds = "2015-08/..".parse::<Edtf>()?.bounds();
/// assert_eq!(bounds.latest_start(), Limit::On("2015-08-31".parse()?));
/// assert_eq!(bounds.earliest_end(), Limit::Future);
/// assert_eq!(bounds.to_string(), "starts 2015-08-01 to 2015-08-31, ends +inf");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Bounds {
    earliest_start: Limit,
    latest_start: Limit,
    earliest_end: Limit,
    latest_end: Limit,
}

impl Bounds {
    /// The bounds that allow everything.
    pub const ANY: Bounds = Bounds {
        earliest_start: Limit::Past,
        latest_start: Limit::Future,
        earliest_end: Limit::Past,
        latest_end: Limit::Future,
    };

    /// Bounds of a stretch that starts on a day from `start.0` to `start.1` and ends on one from `end.0` to `end.1`;
    /// `None` when they break the invariants.
    pub fn new(start: (Limit, Limit), end: (Limit, Limit)) -> Option<Self> {
        let in_order = start.0 <= start.1 && end.0 <= end.1 && start.0 <= end.0 && start.1 <= end.1;
        let in_time = start.0 < Limit::Future && end.1 > Limit::Past;
        (in_order && in_time).then(|| Self::ordered(start.0, start.1, end.0, end.1))
    }

    /// Bounds of a stretch that is exactly that day.
    pub fn of_day(day: Day) -> Self {
        Self::somewhere(day.into(), day.into())
    }

    /// The first day on which it can start.
    pub fn earliest_start(&self) -> Limit {
        self.earliest_start
    }

    /// The last day on which it can start.
    pub fn latest_start(&self) -> Limit {
        self.latest_start
    }

    /// The first day on which it can end; [`Limit::Future`] when it goes on for ever.
    pub fn earliest_end(&self) -> Limit {
        self.earliest_end
    }

    /// The last day on which it can end.
    pub fn latest_end(&self) -> Limit {
        self.latest_end
    }

    /// The bounds of something that happened at one moment, of which the stretch says when: it may be any day from
    /// the earliest start to the latest end, and on no day is it certain, unless there is but one.
    ///
    /// ```
    /// use retrospect_model::{Edtf, Truth};
    ///
    /// // He died by 30 July. As a state, "until then" would be certain on that day; the death is not.
    /// let by_then = "../2015-07-30".parse::<Edtf>()?.bounds();
    /// let day = "2015-07-30".parse()?;
    /// assert_eq!(by_then.holds_on(day), Truth::Certainly);
    /// assert_eq!(by_then.as_event().holds_on(day), Truth::Possibly);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn as_event(&self) -> Self {
        Self::somewhere(self.earliest_start, self.latest_end)
    }

    /// The smallest bounds that allow whatever either allows.
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            earliest_start: self.earliest_start.min(other.earliest_start),
            latest_start: self.latest_start.max(other.latest_start),
            earliest_end: self.earliest_end.min(other.earliest_end),
            latest_end: self.latest_end.max(other.latest_end),
        }
    }

    /// The bounds from the start of whichever starts first to the end of whichever ends last.
    pub(super) fn spanning(&self, other: &Self) -> Self {
        Self {
            earliest_start: self.earliest_start.min(other.earliest_start),
            latest_start: self.latest_start.min(other.latest_start),
            earliest_end: self.earliest_end.max(other.earliest_end),
            latest_end: self.latest_end.max(other.latest_end),
        }
    }

    /// Bounds of some stretch between two limits, which the caller has in order.
    pub(super) fn somewhere(first: Limit, last: Limit) -> Self {
        Self::ordered(first, last, first, last)
    }

    /// Bounds whose limits the caller knows to be in order.
    pub(super) fn ordered(
        earliest_start: Limit,
        latest_start: Limit,
        earliest_end: Limit,
        latest_end: Limit,
    ) -> Self {
        debug_assert!(
            earliest_start <= latest_start.min(earliest_end) && latest_start.max(earliest_end) <= latest_end,
            "a stretch cannot end before it starts"
        );
        Self { earliest_start, latest_start, earliest_end, latest_end }
    }
}

impl From<Day> for Bounds {
    fn from(day: Day) -> Self {
        Self::of_day(day)
    }
}

impl From<Day> for Limit {
    fn from(day: Day) -> Self {
        Self::On(day)
    }
}

impl Limit {
    /// The day, if it is one.
    pub fn day(self) -> Option<Day> {
        match self {
            Self::On(day) => Some(day),
            Self::Past | Self::Future => None,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Past => f.write_str("-inf"),
            Self::On(day) => day.fmt(f),
            Self::Future => f.write_str("+inf"),
        }
    }
}

impl FromStr for Limit {
    type Err = ModelError;

    /// Reads what `Display` prints.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        match text {
            "-inf" => Ok(Self::Past),
            "+inf" => Ok(Self::Future),
            _ => text.parse().map(Self::On).map_err(|_| ModelError::Limit { text: excerpt(text) }),
        }
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("starts ")?;
        write_range(f, self.earliest_start, self.latest_start)?;
        f.write_str(", ends ")?;
        write_range(f, self.earliest_end, self.latest_end)
    }
}

/// Prints two limits, or the one when they are equal.
fn write_range(f: &mut fmt::Formatter<'_>, first: Limit, last: Limit) -> fmt::Result {
    if first == last { write!(f, "{first}") } else { write!(f, "{first} to {last}") }
}

serde_as_text!(Limit);
