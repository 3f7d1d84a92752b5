//! Lengths of time as texts give them: "three weeks", "several months", "a year". Start at [`Length`].

use std::fmt;

/// A unit in which time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Seconds, minutes and hours, which dates do not tell apart.
    Hour,
    /// Days.
    Day,
    /// Saturdays and Sundays.
    Weekend,
    /// Weeks, from Monday to Sunday.
    Week,
    /// Months.
    Month,
    /// Quarters of a year.
    Quarter,
    /// Years.
    Year,
    /// Decades.
    Decade,
    /// Centuries.
    Century,
}

/// A length of time.
///
/// ```
/// use retrospect_extract::dates::{Length, Unit};
///
/// assert_eq!(Length { amount: Some(3), unit: Unit::Week, is_rough: false }.to_string(), "P3W");
/// assert_eq!(Length { amount: None, unit: Unit::Year, is_rough: true }.to_string(), "PXY");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many; `None` for "several", "some" and the like.
    pub amount: Option<u32>,
    /// Of what.
    pub unit: Unit,
    /// The text says "about", "nearly", "more than" and the like.
    pub is_rough: bool,
}

impl fmt::Display for Length {
    /// Prints as an ISO 8601 duration, with `X` for an amount that is not given.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (factor, letter) = match self.unit {
            Unit::Hour => (1, "H"),
            Unit::Day => (1, "D"),
            Unit::Weekend => (1, "WE"),
            Unit::Week => (1, "W"),
            Unit::Month => (1, "M"),
            Unit::Quarter => (1, "Q"),
            Unit::Year => (1, "Y"),
            Unit::Decade => (10, "Y"),
            Unit::Century => (100, "Y"),
        };
        let time = if self.unit == Unit::Hour { "T" } else { "" };
        match self.amount {
            Some(amount) => write!(f, "P{time}{}{letter}", u64::from(amount) * factor),
            None => write!(f, "P{time}X{letter}"),
        }
    }
}
