//! Turns values back into the text that they were parsed from. Start at [`Edtf`]'s `Display`.

use std::fmt;

use super::date::{Date, PLAIN_YEAR_MAX, Parts};
use super::datetime::DateTime;
use super::interval::{Endpoint, Interval};
use super::set::{Member, Set, SetKind};
use super::{Edtf, Qualifier};

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::DateTime(datetime) => datetime.fmt(f),
            Self::Interval(interval) => interval.fmt(f),
            Self::Set(set) => set.fmt(f),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.year.left, Year(self.parts), self.year.right)?;
        let (month, day) = match self.parts {
            Parts::Year(_) | Parts::YearX { .. } => return Ok(()),
            Parts::Month(_, month) => (Some(month), None),
            Parts::MonthX(_) => (None, None),
            Parts::Grouping(_, grouping) => (Some(grouping.code()), None),
            Parts::Day(_, month, day) => (Some(month), Some(Some(day))),
            Parts::DayX(_, month) => (Some(month), Some(None)),
            Parts::MonthDayX(_) => (None, Some(None)),
        };
        write!(f, "-{}{}{}", self.month.left, TwoDigits(month), self.month.right)?;
        match day {
            Some(day) => write!(f, "-{}{}{}", self.day.left, TwoDigits(day), self.day.right),
            None => Ok(()),
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [hour, minute, second] = self.time_of_day();
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}{}", self.day(), self.zone())
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start(), self.end())
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close) = match self.kind() {
            SetKind::OneOf => ("[", "]"),
            SetKind::AllOf => ("{", "}"),
        };
        f.write_str(open)?;
        for (index, member) in self.members().iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{member}")?;
        }
        f.write_str(close)
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Range(from, to) => write!(f, "{from}..{to}"),
            Self::Until(date) => write!(f, "..{date}"),
            Self::Since(date) => write!(f, "{date}.."),
        }
    }
}

/// Prints the mark, nothing for none.
impl fmt::Display for Qualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mark())
    }
}

/// Prints the year of some parts.
struct Year(Parts);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = match self.0 {
            Parts::Year(year) => year,
            Parts::YearX { negative, leading, unspecified } => {
                let (sign, unspecified) = (if negative { "-" } else { "" }, usize::from(unspecified));
                let known = 4_usize.saturating_sub(unspecified);
                return write!(f, "{sign}{leading:0known$}{}", "X".repeat(unspecified));
            }
            Parts::Month(year, _) | Parts::MonthX(year) | Parts::Grouping(year, _) => year.into(),
            Parts::Day(year, ..) | Parts::DayX(year, _) | Parts::MonthDayX(year) => year.into(),
        };
        if year.abs() > PLAIN_YEAR_MAX {
            write!(f, "Y{year}")
        } else {
            write!(f, "{}{:04}", if year < 0 { "-" } else { "" }, year.abs())
        }
    }
}

/// Prints a month or day of two digits, or `XX`.
struct TwoDigits(Option<u8>);

impl fmt::Display for TwoDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => write!(f, "{number:02}"),
            None => f.write_str("XX"),
        }
    }
}
