//! Turns dates as sources leave them into values that compute: EDTF, the Extended Date/Time Format of the Library
//! of Congress (<https://www.loc.gov/standards/datetime/>, 2019), a profile of ISO 8601-2:2019. Start at [`Edtf`].
//!
//! Compliance, in the specification's own words: level 1 is supported, and in addition of level 2 the qualification
//! of single components, the sub-year groupings 25 to 41, and sets. What else is level 2 (exponential years,
//! significant digits, `X` that does not stand at the right) is refused with a message that says so.
//!
//! # What a value means
//! A value denotes a **stretch** of days, of which it says only so much. [`Bounds`] says it in numbers: the days
//! between which the stretch starts, and those between which it ends.
//!
//! | value | starts | ends |
//! | --- | --- | --- |
//! | `2015-08-06` | that day | that day |
//! | `2015-08` | some day of August | some day of August, not before it starts |
//! | `2014/2015-08` | some day of 2014 | some day of August 2015 |
//! | `2015-08-06/..` | that day | never: it goes on |
//! | `2015-08-06/` | that day | nobody says when: that day or later |
//! | `../2015-07-30` | not given: that day or earlier | that day |
//! | `/2015-07-30` | nobody says when: that day or earlier | that day |
//! | `[2014,2015-08]` | in 2014, or in August 2015 | in the one in which it starts |
//! | `{2014,2015-08}` | in 2014 | in August 2015, and the days between are not of it |
//!
//! - A plain date is *when*, not *how long*: `2015` is some stretch within 2015, down to a day. For all of the year
//!   write `2015-01-01/2015-12-31`.
//! - An open end (`/..`) goes on for ever. An open start (`../`) does not reach back for ever: sources write it for
//!   "by then" and "until then", and the specification lets it stand for a start that is left out for whatever reason.
//!   To take it for eternity would make certain what nobody said, so its bounds are those of an unknown start; the
//!   two stay different values.
//! - For what happens at one moment (a death, a pledge), [`Bounds::as_event`] reads a stretch as the days among
//!   which that moment lies: `../2015-07-30` is then "by 30 July", `2015-09-08/..` "from 8 September on".
//! - `?` (uncertain) changes no bound: the source may be wrong, not imprecise. `~` (approximate) widens them by
//!   [`APPROXIMATE_SLACK`]. `%` is both.
//! - `X` stands for any digit: `201X` is some stretch within 2010 to 2019.
//! - Seasons 21 to 24 leave the hemisphere open and are read as northern, by whole months: spring is March to May,
//!   winter December to February of the next year. 25 to 28 say northern, 29 to 32 southern; 33 to 36 are quarters,
//!   37 to 39 thirds and 40 and 41 halves of the year.
//! - A time of day is kept, and its zone; bounds and comparisons are by the day as written.
//! - An interval starts no later than it ends; its bounds are narrowed by that. One that cannot is refused.

// What values are made of.
mod date;
mod grouping;
mod qualifier;

// The other values.
mod datetime;
mod interval;
mod set;

// Text to values and back.
mod cursor;
mod parse;
mod print;
mod problem;

// What values say of days.
mod bounds;
mod slack;

// How they compare.
mod compare;
mod truth;

use std::cmp::Ordering;

use crate::as_text::serde_as_text;
use crate::day::{Day, YearMonth};

pub use bounds::{Bounds, Limit};
pub use date::{Component, Date, Precision};
pub use datetime::{DateTime, Offset, Zone};
pub use grouping::Grouping;
pub use interval::{Endpoint, Interval};
pub use problem::{EdtfError, EdtfProblem};
pub use qualifier::Qualifier;
pub use set::{Member, SET_MEMBERS_MAX, Set, SetKind};
pub use slack::{APPROXIMATE_SLACK, Slack};
pub use truth::Truth;

/// A date, date-time, interval or set, exactly as written: what is parsed prints again as it was, and two values are
/// equal when they print the same.
///
/// The order is by [`Bounds`], then by text, so that sorted values run forward in time and always in the same order.
///
/// ```
/// use retrospect_model::{Edtf, Truth};
///
/// let dead: Edtf = "2013-04-23".parse()?;
/// let statements: Edtf = "2013-05/2015-07-15~".parse()?;
/// assert_eq!(dead.before(&statements), Truth::Certainly);
/// assert_eq!(statements.to_string(), "2013-05/2015-07-15~");
///
/// let bounds = statements.bounds();
/// assert_eq!(bounds.latest_start().to_string(), "2013-05-31");
/// assert_eq!(bounds.latest_end().to_string(), "2015-07-18"); // `~`: three days either way
///
/// let error = "2015-13-01".parse::<Edtf>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "month 13 is not between 01 and 12, or a season 21 to 41, at character 6 of `2015-13-01`"
/// );
/// # Ok::<(), retrospect_model::EdtfError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Edtf {
    /// A date of any precision, such as `2015-08`, `201X`, `2015-21` or `Y17000`.
    Date(Date),
    /// A day with a time of day, such as `2015-08-06T23:20:30Z`.
    DateTime(DateTime),
    /// A stretch from one date to another, such as `2014/2015-08`, `2015-08-06/..` or `/2015`.
    Interval(Interval),
    /// One or all of several dates, such as `[2014,2015]` or `{2014,2015-08..2015-10}`.
    Set(Set),
}

impl Edtf {
    /// From some day within `start` on, and going on: `start/..`.
    pub fn since(start: Date) -> Self {
        Self::Interval(Interval::since(start))
    }

    /// Until some day within `end`, or by then, with no word on the start: `../end`.
    pub fn until(end: Date) -> Self {
        Self::Interval(Interval::until(end))
    }

    /// From some day within `start` to some day within `end`: `start/end`. An error when `end` lies wholly before
    /// `start`.
    pub fn between(start: Date, end: Date) -> Result<Self, EdtfProblem> {
        Interval::new(Endpoint::Date(start), Endpoint::Date(end)).map(Self::Interval)
    }

    /// The same value with every date in it also approximate (`~`, or `%` where it was `?`); `None` for a
    /// date-time, which cannot be.
    ///
    /// ```
    /// use retrospect_model::Edtf;
    ///
    /// let about = |text: &str| text.parse::<Edtf>().unwrap().approximate().map(|value| value.to_string());
    /// assert_eq!(about("2015-12-09"), Some("2015-12-09~".to_owned()));
    /// assert_eq!(about("2014?/.."), Some("2014%/..".to_owned()));
    /// assert_eq!(about("2015-12-09T10:00:00Z"), None);
    /// ```
    pub fn approximate(&self) -> Option<Self> {
        match self {
            Self::Date(date) => Some(Self::Date(date.approximate())),
            Self::DateTime(_) => None,
            Self::Interval(interval) => Some(Self::Interval(interval.approximate())),
            Self::Set(set) => Some(Self::Set(set.approximate())),
        }
    }

    /// The days between which the stretch starts and ends, as the module's table has it. Of a set, the smallest
    /// bounds that hold for all of its readings; [`Edtf`]'s own comparisons are finer on sets than these.
    pub fn bounds(&self) -> Bounds {
        match self {
            Self::Date(date) => date.bounds(),
            Self::DateTime(datetime) => Bounds::of_day(datetime.day()),
            Self::Interval(interval) => interval.bounds(),
            Self::Set(set) => set.bounds(),
        }
    }

    /// The coarsest precision among its dates: that of `2014/2015-08` is the year.
    pub fn precision(&self) -> Precision {
        match self {
            Self::DateTime(_) => Precision::Second,
            _ => self.dates().iter().map(Date::precision).max().unwrap_or(Precision::Day),
        }
    }

    /// The qualifiers on any part of any date in it, together.
    pub fn qualifier(&self) -> Qualifier {
        self.dates().iter().fold(Qualifier::None, |all, date| all.and(date.qualifier()))
    }

    /// Whether any part of it is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.qualifier().is_uncertain()
    }

    /// Whether any part of it is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.qualifier().is_approximate()
    }

    /// The day, when it is one full day without qualifier or time, such as `2015-08-06`.
    pub fn as_day(&self) -> Option<Day> {
        match self {
            Self::Date(date) if date.qualifier() == Qualifier::None => date.as_day(),
            _ => None,
        }
    }

    /// The dates that it names, in the order in which they are written; none for a date-time.
    pub fn dates(&self) -> Vec<Date> {
        match self {
            Self::Date(date) => vec![*date],
            Self::DateTime(_) => Vec::new(),
            Self::Interval(interval) => interval.dates(),
            Self::Set(set) => set.members().iter().flat_map(Member::dates).collect(),
        }
    }
}

impl From<Date> for Edtf {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime> for Edtf {
    fn from(datetime: DateTime) -> Self {
        Self::DateTime(datetime)
    }
}

impl From<Interval> for Edtf {
    fn from(interval: Interval) -> Self {
        Self::Interval(interval)
    }
}

impl From<Set> for Edtf {
    fn from(set: Set) -> Self {
        Self::Set(set)
    }
}

/// Fails for years of more than four digits: EDTF cannot write their months.
impl TryFrom<YearMonth> for Edtf {
    type Error = EdtfProblem;

    fn try_from(month: YearMonth) -> Result<Self, EdtfProblem> {
        Date::try_from(month).map(Self::Date)
    }
}

/// Fails for years of more than four digits: EDTF cannot write their days.
impl TryFrom<Day> for Edtf {
    type Error = EdtfProblem;

    fn try_from(day: Day) -> Result<Self, EdtfProblem> {
        Date::try_from(day).map(Self::Date)
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_text = || self.to_string().cmp(&other.to_string());
        self.bounds()
            .cmp(&other.bounds())
            .then_with(|| if self == other { Ordering::Equal } else { by_text() })
    }
}

serde_as_text!(Edtf);
