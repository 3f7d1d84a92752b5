//! Turns "when did this case learn it?" into values: a sequence number that orders what was recorded, and the instant
//! of the clock. Start at [`Seq`]; a question's three clocks are in [`Clocks`].

use std::fmt;
use std::str::FromStr;

use crate::as_text::serde_as_text;
use crate::day::Day;
use crate::error::{ModelError, excerpt};

/// Milliseconds of a day; leap seconds have no number of their own, as in Unix time.
const DAY_MILLIS: i64 = 86_400_000;

/// The place of something in the order in which a case recorded it, from 1 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seq(pub u64);

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An instant of the clock in UTC, to the millisecond, in the years 1 to 9999. Prints as `2026-11-23T09:48:19.120Z`.
///
/// ```
/// use retrospect_model::Instant;
///
/// let instant: Instant = "2026-11-23T09:48:19.120Z".parse()?;
/// assert_eq!(instant.day().to_string(), "2026-11-23");
/// assert_eq!(instant.to_string(), "2026-11-23T09:48:19.120Z");
/// # Ok::<(), retrospect_model::ModelError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant {
    // Invariant: in the years 1 to 9999.
    millis: i64,
}

impl Instant {
    /// That many milliseconds after 1970-01-01 began; stays within the years 1 to 9999.
    pub fn from_unix_millis(millis: i64) -> Self {
        let first = |year| Day::from_civil(year, 1, 1).map_or(0, Day::days_since_epoch) * DAY_MILLIS;
        Self { millis: millis.clamp(first(1), first(10_000) - 1) }
    }

    /// Milliseconds after 1970-01-01 began.
    pub fn unix_millis(self) -> i64 {
        self.millis
    }

    /// The day that it is in, in UTC.
    pub fn day(self) -> Day {
        Day::from_days_since_epoch(self.millis.div_euclid(DAY_MILLIS)).unwrap_or(Day::MAX)
    }

    /// The last instant of a day.
    pub fn end_of(day: Day) -> Self {
        Self::from_unix_millis((day.days_since_epoch().saturating_add(1)).saturating_mul(DAY_MILLIS) - 1)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_day = self.millis.rem_euclid(DAY_MILLIS);
        let (seconds, millis) = (of_day / 1_000, of_day % 1_000);
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        write!(f, "{}T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z", self.day())
    }
}

impl FromStr for Instant {
    type Err = ModelError;

    /// Reads what `Display` prints.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let read = || {
            let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
            let day: Day = day.parse().ok()?;
            let number = |range: std::ops::Range<usize>, max: i64| {
                let digits = time.get(range)?;
                let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
                digits.parse().ok().filter(|number: &i64| is_number && *number <= max)
            };
            let marks: Vec<&str> =
                [2..3, 5..6, 8..9].into_iter().filter_map(|place| time.get(place)).collect();
            let (hours, minutes) = (number(0..2, 23)?, number(3..5, 59)?);
            let (seconds, millis) = (number(6..8, 59)?, number(9..12, 999)?);
            let of_day = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis;
            let millis = day.days_since_epoch().checked_mul(DAY_MILLIS)?.checked_add(of_day)?;
            let instant = Self::from_unix_millis(millis);
            (marks == [":", ":", "."] && time.len() == 12 && instant.millis == millis).then_some(instant)
        };
        read().ok_or_else(|| ModelError::Instant { text: excerpt(text) })
    }
}

/// The clocks of a question. What is left out bounds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Clocks {
    /// Valid time: the day on which it was so.
    pub on: Option<Day>,
    /// Assertion time: only what was certainly said by the end of that day.
    pub said_by: Option<Day>,
    /// Recorded time: only what the case had recorded then.
    pub recorded_by: Option<Seq>,
}

serde_as_text!(Instant);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_instants_have_known_numbers() {
        for (text, millis) in [
            ("1970-01-01T00:00:00.000Z", 0),
            ("2015-07-30T23:59:59.999Z", 1_438_300_799_999),
            ("1969-12-31T23:59:59.999Z", -1),
        ] {
            let instant: Instant = text.parse().unwrap();
            assert_eq!((instant.unix_millis(), instant.to_string()), (millis, text.to_owned()));
        }
        let day: Day = "2015-07-30".parse().unwrap();
        assert_eq!(Instant::end_of(day).to_string(), "2015-07-30T23:59:59.999Z");
        assert_eq!(Instant::end_of(Day::MAX).day().to_string(), "9999-12-31");
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for wrong in [
            "",
            "2015-07-30",
            "2015-07-30T24:00:00.000Z",
            "2015-07-30T10:00:60.000Z",
            "2015-07-30T10:00:00Z",
            "2015-07-30T10-00-00.000Z",
            "2015-07-30T10:00:00.0000Z",
            "2015-07-30T+1:00:00.000Z",
            "+12015-07-30T10:00:00.000Z",
            "2015-07-30T1é:00:00.00Z",
        ] {
            assert!(wrong.parse::<Instant>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn an_instant_is_the_same_after_being_printed(millis in any::<i64>()) {
            let instant = Instant::from_unix_millis(millis);
            prop_assert_eq!(instant.to_string().parse(), Ok(instant));
            prop_assert!(Instant::end_of(instant.day()) >= instant);
        }
    }
}
