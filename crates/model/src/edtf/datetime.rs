//! Turns a day, a time of day and a zone into a value that keeps all three. Start at [`DateTime`].

use std::fmt;

use crate::day::Day;

use super::date::plain_year;
use super::problem::EdtfProblem;

/// A day with a time of day to the second, such as `2015-08-06T23:20:30Z`.
///
/// The zone is kept and never applied: the day is the one on the calendar of whoever wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    // Invariants: the year has at most four digits; hour < 24, minute < 60, second < 60.
    day: Day,
    hour: u8,
    minute: u8,
    second: u8,
    zone: Zone,
}

/// How a time of day stands to UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Nothing is said: local time, wherever that was.
    Unstated,
    /// `Z`.
    Utc,
    /// `+05`, `-04:30`.
    Offset(Offset),
}

/// Local time less UTC, within 14 hours either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Offset {
    // Invariants: |minutes| <= 14 * 60; whole hours when they are not written.
    minutes: i16,
    minutes_written: bool,
}

impl DateTime {
    /// The time `hour:minute:second` of `day`. Errors for a year of more than four digits and for a time that no
    /// clock shows; leap seconds are refused, for the days' count has no place for them.
    pub fn new(day: Day, [hour, minute, second]: [u8; 3], zone: Zone) -> Result<Self, EdtfProblem> {
        plain_year(day.year())?;
        if hour > 23 {
            Err(EdtfProblem::Hour { hour })
        } else if minute > 59 {
            Err(EdtfProblem::Minute { minute })
        } else if second > 59 {
            Err(EdtfProblem::Second { second })
        } else {
            Ok(Self { day, hour, minute, second, zone })
        }
    }

    /// The day as written.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Hour (0 to 23), minute (0 to 59) and second (0 to 59) as written.
    pub fn time_of_day(&self) -> [u8; 3] {
        [self.hour, self.minute, self.second]
    }

    /// How its time stands to UTC.
    pub fn zone(&self) -> Zone {
        self.zone
    }
}

impl Offset {
    /// The offset of so many whole hours, written `+05`; `None` beyond 14 hours either way.
    pub fn of_hours(hours: i8) -> Option<Self> {
        (-14..=14).contains(&hours).then(|| Self { minutes: i16::from(hours) * 60, minutes_written: false })
    }

    /// The offset of so many minutes, written `+05:30`; `None` beyond 14 hours either way.
    pub fn of_minutes(minutes: i16) -> Option<Self> {
        (-840..=840).contains(&minutes).then_some(Self { minutes, minutes_written: true })
    }

    /// Local time less UTC, in minutes.
    pub fn minutes(self) -> i16 {
        self.minutes
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Unstated => Ok(()),
            Zone::Utc => f.write_str("Z"),
            Zone::Offset(offset) => offset.fmt(f),
        }
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minutes < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}", self.minutes.abs() / 60)?;
        if self.minutes_written { write!(f, ":{:02}", self.minutes.abs() % 60) } else { Ok(()) }
    }
}
