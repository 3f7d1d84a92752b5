//! Turns what is wrong with a value into a sentence that names it, its place and a remedy. Start at [`EdtfError`].

use crate::error::{excerpt, push_visible};

use super::date::Precision;

/// What a year may be, for messages.
pub(super) const YEAR: &str = "a year";

/// Why a text is not an EDTF value: what is wrong, where, and, where there is one, what to write.
///
/// ```
/// use retrospect_model::{Edtf, EdtfProblem};
///
/// let error = "2015-02-30".parse::<Edtf>().unwrap_err();
/// assert_eq!(error.to_string(), "february 2015 has 28 days, not 30, at character 9 of `2015-02-30`");
/// assert_eq!(error.at(), 9);
///
/// let error = "2015-08-06/open".parse::<Edtf>().unwrap_err();
/// assert_eq!(error.hint(), Some("write `..` for an open end"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}, at character {at} of `{text}`")]
pub struct EdtfError {
    problem: EdtfProblem,
    at: usize,
    text: String,
}

impl EdtfError {
    /// `problem` at the character `at`, counted from 1, of `text`.
    pub(super) fn new(problem: EdtfProblem, at: usize, text: &str) -> Self {
        Self { problem, at, text: excerpt(text) }
    }

    /// What is wrong.
    pub fn problem(&self) -> &EdtfProblem {
        &self.problem
    }

    /// The character at which it is wrong, counted from 1 in Unicode scalar values; one more than there are when
    /// something is missing at the end.
    pub fn at(&self) -> usize {
        self.at
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        self.problem.hint()
    }
}

/// What can be wrong with an EDTF value, whether it is parsed or put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EdtfProblem {
    /// There is no text at all.
    #[error("there is no date")]
    Empty,
    /// Another character than could stand here.
    #[error("expected {expected}, found `{}`", shown(*.found))]
    Unexpected {
        /// What could stand here.
        expected: &'static str,
        /// What does.
        found: char,
    },
    /// The text is over too soon.
    #[error("expected {expected}, but the text ends")]
    Ended {
        /// What is missing.
        expected: &'static str,
    },
    /// A year of fewer or more than four digits, without `Y`.
    #[error("a year has four digits, not {digits}")]
    YearDigits {
        /// How many it has.
        digits: usize,
    },
    /// `-0000`.
    #[error("there is no year -0000")]
    YearMinusZero,
    /// `Y2015`.
    #[error("a year of {digits} digits is written without `Y`")]
    LongYearTooShort {
        /// How many it has.
        digits: usize,
    },
    /// `Y02015`.
    #[error("a year with `Y` begins with another digit than 0")]
    LongYearZero,
    /// More digits than days can be counted for.
    #[error("a year of {digits} digits is too long: at most 12 can be computed with")]
    LongYearTooLong {
        /// How many it has.
        digits: usize,
    },
    /// A month, day, season or time of a year of more than four digits.
    #[error("a year of more than four digits stands alone, without month or day")]
    LongYearNotAlone,
    /// Neither a month nor a season.
    #[error("month {month:02} is not between 01 and 12, or a season 21 to 41")]
    Month {
        /// The number in the month's place.
        month: u8,
    },
    /// A day that its month does not have.
    #[error("{} has {days} days, not {day:02}", month_name(*.year, *.month))]
    Day {
        /// The year.
        year: i16,
        /// Its month, 1 to 12.
        month: u8,
        /// The number in the day's place.
        day: u8,
        /// How many days the month has.
        days: u8,
    },
    /// A day after a season.
    #[error("`{code}` is a season or another part of a year, which has no days")]
    GroupingDay {
        /// The season's code.
        code: u8,
    },
    /// An hour that no clock shows.
    #[error("hour {hour:02} is not between 00 and 23")]
    Hour {
        /// The number in the hour's place.
        hour: u8,
    },
    /// A minute that no clock shows.
    #[error("minute {minute:02} is not between 00 and 59")]
    Minute {
        /// The number in the minute's place.
        minute: u8,
    },
    /// A second that no clock shows, or a leap second.
    #[error("second {second:02} is not between 00 and 59")]
    Second {
        /// The number in the second's place.
        second: u8,
    },
    /// An offset beyond 14 hours.
    #[error("a zone is at most 14:00 from UTC")]
    Offset,
    /// `-00:00`.
    #[error("a zone of no offset has no minus")]
    OffsetMinusZero,
    /// A time of day after something else than a plain day.
    #[error("a time of day follows a full day without qualifier or `X`")]
    TimeWithoutDay,
    /// `?`, `~` or `%` on a date-time.
    #[error("a date-time has no qualifier")]
    DateTimeQualified,
    /// A date-time as an end of an interval.
    #[error("an interval runs between dates, without time of day")]
    DateTimeInInterval,
    /// A date-time in a set.
    #[error("a set has dates, without time of day")]
    DateTimeInSet,
    /// Two marks at the same side of a component.
    #[error("there is more than one qualifier")]
    QualifierTwice,
    /// An interval that ends before it starts.
    #[error("the end lies before the start")]
    Reversed,
    /// `/`, `../..`.
    #[error("an interval has at least one date")]
    NoDate,
    /// `[2015..2014]`, or ends of which the first may be the later one, as in `[2014~..2014]`.
    #[error("a range runs from an earlier date to a later one")]
    RangeOrder,
    /// `[2014..2015-08]`.
    #[error("both ends of a range are given to the same unit, not a {from} and a {to}")]
    RangePrecision {
        /// The unit of the first.
        from: Precision,
        /// The unit of the last.
        to: Precision,
    },
    /// `[]`, `[..]`.
    #[error("a set has at least one date")]
    NoMember,
    /// `[2014,..2015]`.
    #[error("dates up to another can only be a set's first member")]
    UntilNotFirst,
    /// `[2014..,2015]`.
    #[error("dates from another on can only be a set's last member")]
    SinceNotLast,
    /// A set with too many members.
    #[error("a set has at most 256 members")]
    TooManyMembers,
    /// A word or character of the draft of 2012.
    #[error("`{found}` is of the draft of 2012")]
    OldDraft {
        /// The word.
        found: &'static str,
        /// What the standard has in its place.
        hint: &'static str,
    },
    /// Something of level 2 that is not supported.
    #[error("{feature} is level 2 of EDTF, which is supported only in part")]
    Level2 {
        /// What it is.
        feature: &'static str,
    },
}

impl EdtfProblem {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unexpected { found, expected } => unexpected_hint(*found, expected),
            Self::YearDigits { digits: 3 } => Some("write a decade as `201X`"),
            Self::YearDigits { digits: 2 } => Some("write all digits of the year; a century is `20XX`"),
            Self::YearDigits { digits: 6 | 8 } => Some("write hyphens between year, month and day"),
            Self::YearDigits { .. } => Some("a year of more than four digits begins with `Y`"),
            Self::YearMinusZero => Some("the year before 0001 is 0000"),
            Self::GroupingDay { .. } => Some("write the months that are meant as an interval"),
            Self::Hour { hour: 24 } => Some("midnight is 00:00:00 of the next day"),
            Self::Second { second: 60 } => Some("write second 59 for a leap second"),
            Self::OffsetMinusZero => Some("write `Z`, or nothing when the zone is unknown"),
            Self::DateTimeQualified | Self::DateTimeInInterval | Self::DateTimeInSet => {
                Some("leave out the time of day")
            }
            Self::NoDate => Some("leave the value out when nothing is known"),
            Self::QualifierTwice => Some("write `%` for both `?` and `~`"),
            Self::OldDraft { hint, .. } => Some(hint),
            _ => None,
        }
    }
}

/// What to do about a character that is none of EDTF's, or stands at the wrong place.
fn unexpected_hint(found: char, expected: &str) -> Option<&'static str> {
    match found {
        _ if found.is_whitespace() => Some("leave out the space"),
        '.' => Some("an interval is written with `/`, and `..` is an open end or a range of a set"),
        ',' => Some("several dates stand in `[]` for one of them, in `{}` for all"),
        '‐' | '‑' | '–' | '—' | '−' => Some("write a plain hyphen"),
        'W' => Some("write a week as the interval of its days"),
        'Z' => Some("a zone follows a time of day, as in `2015-08-06T10:00:00Z`"),
        '?' | '~' | '%' => Some("a qualifier stands beside a year, month or day"),
        _ if expected == YEAR => Some("write dates as in 2015-08-06, 2015-08 or 2015"),
        _ => None,
    }
}

/// `found` as it can stand in a message.
fn shown(found: char) -> String {
    let mut text = String::new();
    push_visible(&mut text, found);
    text
}

/// A month for a sentence, such as `february 2015`.
fn month_name(year: i16, month: u8) -> String {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = NAMES.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("the month");
    format!("{name} {year:04}")
}
