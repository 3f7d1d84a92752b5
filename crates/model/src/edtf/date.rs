//! Turns years, months, days and groupings, some of their digits unknown, into the days that they may be. Start at
//! [`Date`].

use std::fmt;

use crate::day::{Day, YearMonth};

use super::bounds::Bounds;
use super::grouping::{Grouping, first_of};
use super::problem::EdtfProblem;
use super::qualifier::{Marks, Qualifier};
use super::slack::Slack;

/// The greatest year that is written without `Y`; the least is its negative.
pub(super) const PLAIN_YEAR_MAX: i64 = 9_999;
/// The most digits of a `Y` year, as many as leave its days countable with room to spare.
pub(super) const LONG_YEAR_DIGITS_MAX: usize = 12;

/// A date of any precision, with its qualifiers, as EDTF writes it: `2015-08-06`, `2015-08~`, `201X`, `2015-XX`,
/// `2015-21`, `Y17000`, `?2015-08-~06`.
///
/// Make one from a [`Day`], a [`YearMonth`], a year ([`Date::of_year`]) or a season ([`Date::of_grouping`]), or parse
/// an [`Edtf`](super::Edtf).
///
/// ```
/// use retrospect_model::{Date, Day, Edtf};
///
/// let day: Day = "2015-08-06".parse()?;
/// assert_eq!(Date::try_from(day)?.to_string(), "2015-08-06");
/// assert_eq!(Edtf::since(Date::try_from(day)?.approximate()).to_string(), "2015-08-06~/..");
/// assert_eq!(Date::of_year(-170_000_002)?.to_string(), "Y-170000002");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    pub(super) parts: Parts,
    // Invariant: no marks at a component that `parts` does not have.
    pub(super) year: Marks,
    pub(super) month: Marks,
    pub(super) day: Marks,
}

/// A date's components. Years beside a month lie within -9999 and 9999, months and days exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Parts {
    /// `2015`, `-0044`, `Y17000`.
    Year(i64),
    /// `201X`, `20XX`: the first digits as a number, and how many are unspecified, 1 or 2.
    YearX { negative: bool, leading: i16, unspecified: u8 },
    /// `2015-08`.
    Month(i16, u8),
    /// `2015-XX`.
    MonthX(i16),
    /// `2015-21`.
    Grouping(i16, Grouping),
    /// `2015-08-06`.
    Day(i16, u8, u8),
    /// `2015-08-XX`.
    DayX(i16, u8),
    /// `2015-XX-XX`.
    MonthDayX(i16),
}

/// How long the unit is to which a value is given, whether or not its digits are known: `2015-08-XX` is to the day.
/// Ordered from the finest to the coarsest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// A date-time.
    Second,
    /// `2015-08-06`, `2015-08-XX`, `2015-XX-XX`.
    Day,
    /// `2015-08`, `2015-XX`.
    Month,
    /// `2015-21` to `2015-32`: three months.
    Season,
    /// `2015-33` to `2015-36`: three months.
    Quarter,
    /// `2015-37` to `2015-39`: four months, which ISO 8601-2 calls a quadrimester.
    Third,
    /// `2015-40` and `2015-41`: six months, which ISO 8601-2 calls a semestral.
    Half,
    /// `2015`, `Y17000`.
    Year,
    /// `201X`.
    Decade,
    /// `20XX`.
    Century,
}

/// Prints as `Date(2015-08-06~)`: the components say no more than the text.
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Second => "second",
            Self::Day => "day",
            Self::Month => "month",
            Self::Season => "season",
            Self::Quarter => "quarter",
            Self::Third => "third",
            Self::Half => "half",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
        })
    }
}

/// A component of a date, for which its qualifier can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Component {
    /// The year.
    Year,
    /// The month, or the grouping in its place.
    Month,
    /// The day of the month.
    Day,
}

impl Date {
    /// The year `year`, within -999 999 999 999 and 999 999 999 999; 0 is the year before 1.
    pub fn of_year(year: i64) -> Result<Self, EdtfProblem> {
        let digits = year.unsigned_abs().checked_ilog10().map_or(1, |log| log as usize + 1);
        if digits > LONG_YEAR_DIGITS_MAX {
            return Err(EdtfProblem::LongYearTooLong { digits });
        }
        Ok(Self::unmarked(Parts::Year(year)))
    }

    /// A season, quarter, third or half of `year`, which has at most four digits.
    pub fn of_grouping(year: i64, grouping: Grouping) -> Result<Self, EdtfProblem> {
        Ok(Self::unmarked(Parts::Grouping(plain_year(year)?, grouping)))
    }

    /// The same date, marked as a whole as also approximate: `2015?` becomes `2015%`.
    pub fn approximate(self) -> Self {
        self.qualified(Qualifier::Approximate)
    }

    /// The same date, marked as a whole as also uncertain: `2015~` becomes `2015%`.
    pub fn uncertain(self) -> Self {
        self.qualified(Qualifier::Uncertain)
    }

    /// The unit to which it is given.
    pub fn precision(&self) -> Precision {
        match self.parts {
            Parts::Day(..) | Parts::DayX(..) | Parts::MonthDayX(_) => Precision::Day,
            _ => self.month_precision().unwrap_or_else(|| self.year_precision()),
        }
    }

    /// The qualifiers on any part of it, together.
    pub fn qualifier(&self) -> Qualifier {
        self.year.both().and(self.month.both()).and(self.day.both())
    }

    /// What its marks say of one component: its own on the left, and those on the right of it and of any component
    /// after it. [`Qualifier::None`] for a component that it does not have.
    pub fn qualifier_of(&self, component: Component) -> Qualifier {
        let from_day = self.day.right;
        let from_month = self.month.right.and(from_day);
        match component {
            Component::Year => self.year.both().and(from_month),
            Component::Month if self.month_precision().is_none() => Qualifier::None,
            Component::Month => self.month.both().and(from_day),
            Component::Day => self.day.both(),
        }
    }

    /// The day, when it names one, whatever its qualifiers.
    pub fn as_day(&self) -> Option<Day> {
        match self.parts {
            Parts::Day(year, month, day) => Day::from_civil(i64::from(year), month, day),
            _ => None,
        }
    }

    /// The days between which a stretch at this date starts and ends: any two of [`Date::days`] in order.
    pub fn bounds(&self) -> Bounds {
        let (first, last) = self.days();
        Bounds::somewhere(first.into(), last.into())
    }

    /// The first and last day that it may be, widened where it is approximate.
    pub fn days(&self) -> (Day, Day) {
        self.slacks()
            .fold(self.days_as_written(), |(first, last), slack| (slack.before(first), slack.after(last)))
    }

    /// A date without marks.
    pub(super) fn unmarked(parts: Parts) -> Self {
        Self { parts, year: Marks::default(), month: Marks::default(), day: Marks::default() }
    }

    /// Whether it is one full day, as certain as it is written.
    pub(super) fn is_exact_day(&self) -> bool {
        matches!(self.parts, Parts::Day(..)) && !self.qualifier().is_approximate()
    }

    /// The first and last day that its digits allow.
    fn days_as_written(&self) -> (Day, Day) {
        match self.parts {
            Parts::Year(year) => (first_of(year, 1), last_of(year, 12)),
            Parts::YearX { negative, leading, unspecified } => {
                let span = 10_i64.pow(u32::from(unspecified));
                let (low, high) = (i64::from(leading) * span, i64::from(leading) * span + span - 1);
                let (first, last) = if negative { (-high, -low) } else { (low, high) };
                (first_of(first, 1), last_of(last, 12))
            }
            Parts::MonthX(year) | Parts::MonthDayX(year) => {
                (first_of(year.into(), 1), last_of(year.into(), 12))
            }
            Parts::Month(year, month) | Parts::DayX(year, month) => {
                (first_of(year.into(), month), last_of(year.into(), month))
            }
            Parts::Grouping(year, grouping) => grouping.days_in(year),
            Parts::Day(year, month, day) => {
                let only = first_of(year.into(), month).plus_days(i64::from(day) - 1);
                (only, only)
            }
        }
    }

    /// How far its days may be off: each approximate mark adds the slack of the component at which it stands. So
    /// `2015-08-06~` is off by days, and `~2015-08-06` by years.
    fn slacks(&self) -> impl Iterator<Item = Slack> {
        let year = self.year.both().is_approximate().then(|| self.year_precision());
        let month = self.month.both().is_approximate().then(|| self.month_precision()).flatten();
        let day = self.day.both().is_approximate().then_some(Precision::Day);
        [year, month, day].into_iter().flatten().map(Slack::of)
    }

    /// The unit of its year.
    fn year_precision(&self) -> Precision {
        match self.parts {
            Parts::YearX { unspecified: 1, .. } => Precision::Decade,
            Parts::YearX { .. } => Precision::Century,
            _ => Precision::Year,
        }
    }

    /// The unit of what stands in its month's place, if anything does.
    fn month_precision(&self) -> Option<Precision> {
        match self.parts {
            Parts::Year(_) | Parts::YearX { .. } => None,
            Parts::Grouping(_, grouping) => Some(grouping.precision()),
            _ => Some(Precision::Month),
        }
    }

    /// The same date, with `qualifier` added to the mark on the right of its last component.
    fn qualified(mut self, qualifier: Qualifier) -> Self {
        let last = match (self.precision(), self.month_precision()) {
            (Precision::Day, _) => &mut self.day,
            (_, Some(_)) => &mut self.month,
            (_, None) => &mut self.year,
        };
        last.right = last.right.and(qualifier);
        self
    }
}

/// Fails for years of more than four digits: EDTF cannot write their months.
impl TryFrom<YearMonth> for Date {
    type Error = EdtfProblem;

    fn try_from(month: YearMonth) -> Result<Self, EdtfProblem> {
        Ok(Self::unmarked(Parts::Month(plain_year(month.year())?, month.month())))
    }
}

/// Fails for years of more than four digits: EDTF cannot write their days.
impl TryFrom<Day> for Date {
    type Error = EdtfProblem;

    fn try_from(day: Day) -> Result<Self, EdtfProblem> {
        Ok(Self::unmarked(Parts::Day(plain_year(day.year())?, day.month(), day.day_of_month())))
    }
}

/// `year` as one that is written without `Y`.
pub(super) fn plain_year(year: i64) -> Result<i16, EdtfProblem> {
    match i16::try_from(year) {
        Ok(plain) if i64::from(plain).abs() <= PLAIN_YEAR_MAX => Ok(plain),
        _ => Err(EdtfProblem::LongYearNotAlone),
    }
}

/// The last day of a month that exists in every year, 1 to 12.
fn last_of(year: i64, month: u8) -> Day {
    YearMonth::new(year, month).map_or(Day::MAX, YearMonth::last_day)
}
