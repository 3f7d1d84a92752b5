//! Turns calendar dates into countable days and back: the proleptic Gregorian calendar, without time of day or
//! zone. Start at [`Day`].
//!
//! The conversions are those of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
//! (<https://howardhinnant.github.io/date_algorithms.html>), `days_from_civil` and `civil_from_days`, over `i64`.

use std::fmt;
use std::str::FromStr;

use crate::as_text::serde_as_text;
use crate::error::{ModelError, excerpt};

/// The latest year of a [`Day`]; the earliest is its negative.
const YEAR_MAX: i64 = 9_999_999_999_999;

/// A day of the proleptic Gregorian calendar, with year 0 before year 1, from year -9 999 999 999 999 to
/// 9 999 999 999 999. Ordered by time.
///
/// It is a day on the calendar of whoever wrote it: no zone is applied to it, ever. It prints as `2015-08-06`, and
/// beyond four digits of year with its sign, as in `+12015-08-06`.
///
/// ```
/// use retrospect_model::{Day, Weekday};
///
/// let day: Day = "2015-08-06".parse()?;
/// assert_eq!(day.weekday(), Weekday::Thursday);
/// assert_eq!(day.plus_days(-7).to_string(), "2015-07-30");
/// assert_eq!(Day::from_civil(2015, 8, 31).unwrap().plus_months(1).to_string(), "2015-09-30");
/// assert_eq!(Day::from_civil(2015, 2, 29), None);
/// # Ok::<(), retrospect_model::ModelError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// The first day that can be told.
    pub const MIN: Day = Day(days_from_civil(-YEAR_MAX, 1, 1));
    /// The last day that can be told.
    pub const MAX: Day = Day(days_from_civil(YEAR_MAX, 12, 31));

    /// The day `day` (1 to 31) of `month` (1 to 12) in `year`; `None` when there is no such day.
    pub fn from_civil(year: i64, month: u8, day: u8) -> Option<Self> {
        let month = YearMonth::new(year, month)?;
        (1..=month.days()).contains(&day).then(|| month.first_day().plus_days(i64::from(day) - 1))
    }

    /// The day `days` days after 1970-01-01, or before it when negative; `None` beyond [`Day::MIN`] and
    /// [`Day::MAX`].
    pub fn from_days_since_epoch(days: i64) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&days).then_some(Self(days))
    }

    /// How many days after 1970-01-01 it is; negative before.
    pub fn days_since_epoch(self) -> i64 {
        self.0
    }

    /// Its year; 0 is the year before 1.
    pub fn year(self) -> i64 {
        civil_from_days(self.0).0
    }

    /// Its month, 1 to 12.
    pub fn month(self) -> u8 {
        civil_from_days(self.0).1
    }

    /// Its day of the month, 1 to 31.
    pub fn day_of_month(self) -> u8 {
        civil_from_days(self.0).2
    }

    /// The month that it is in.
    pub fn year_month(self) -> YearMonth {
        let (year, month, _) = civil_from_days(self.0);
        YearMonth { year, month }
    }

    /// Its day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday::from_monday(self.0 + 3)
    }

    /// The day `days` later, or earlier when negative; stays at [`Day::MIN`] and [`Day::MAX`].
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days).clamp(Self::MIN.0, Self::MAX.0))
    }

    /// The same day of the month `months` later, or earlier when negative; the month's last day when it is
    /// shorter. Stays within the months of [`Day::MIN`] and [`Day::MAX`].
    pub fn plus_months(self, months: i64) -> Self {
        let month = self.year_month().plus_months(months);
        let day = self.day_of_month().min(month.days());
        month.first_day().plus_days(i64::from(day) - 1)
    }

    /// How many days `later` is after this day; negative when it is before.
    pub fn days_until(self, later: Day) -> i64 {
        later.0 - self.0
    }

    /// The first `weekday` on or after this day.
    pub fn next_or_same(self, weekday: Weekday) -> Self {
        self.plus_days(weekday.days_after(self.weekday()))
    }

    /// The last `weekday` on or before this day.
    pub fn last_or_same(self, weekday: Weekday) -> Self {
        self.plus_days(-self.weekday().days_after(weekday))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year_month(), self.day_of_month())
    }
}

impl FromStr for Day {
    type Err = ModelError;

    /// Reads what `Display` prints.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let parsed = text.rsplit_once('-').and_then(|(month, day)| {
            let month: YearMonth = month.parse().ok()?;
            Day::from_civil(month.year, month.month, number(day, 2)?)
        });
        parsed.ok_or_else(|| ModelError::Day { text: excerpt(text) })
    }
}

/// A month of a year of the proleptic Gregorian calendar, in the years of a [`Day`]. Ordered by time.
///
/// ```
/// use retrospect_model::YearMonth;
///
/// let month: YearMonth = "2016-02".parse()?;
/// assert_eq!((month.days(), month.last_day().to_string()), (29, "2016-02-29".to_owned()));
/// assert_eq!(month.plus_months(-2).to_string(), "2015-12");
/// # Ok::<(), retrospect_model::ModelError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct YearMonth {
    // Invariant: -YEAR_MAX <= year <= YEAR_MAX and 1 <= month <= 12.
    year: i64,
    month: u8,
}

impl YearMonth {
    /// The month `month` (1 to 12) of `year`; `None` when there is no such month.
    pub fn new(year: i64, month: u8) -> Option<Self> {
        ((-YEAR_MAX..=YEAR_MAX).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Its year; 0 is the year before 1.
    pub fn year(self) -> i64 {
        self.year
    }

    /// Its month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// How many days it has, 28 to 31.
    pub fn days(self) -> u8 {
        match self.month {
            2 if is_leap(self.year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        Day(days_from_civil(self.year, self.month, 1))
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        Day(days_from_civil(self.year, self.month, self.days()))
    }

    /// The month `months` later, or earlier when negative; stays within the years of a [`Day`].
    pub fn plus_months(self, months: i64) -> Self {
        let since_year_0 = (self.year * 12 + i64::from(self.month) - 1).saturating_add(months);
        let clamped = since_year_0.clamp(-YEAR_MAX * 12, YEAR_MAX * 12 + 11);
        // The remainder is 0 to 11, so the cast keeps it.
        Self { year: clamped.div_euclid(12), month: clamped.rem_euclid(12) as u8 + 1 }
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.year {
            ..=-1 => "-",
            0..=9_999 => "",
            _ => "+",
        };
        write!(f, "{sign}{:04}-{:02}", self.year.abs(), self.month)
    }
}

impl FromStr for YearMonth {
    type Err = ModelError;

    /// Reads what `Display` prints.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let parsed = text
            .rsplit_once('-')
            .and_then(|(year, month)| YearMonth::new(signed_year(year)?, number(month, 2)?));
        parsed.ok_or_else(|| ModelError::YearMonth { text: excerpt(text) })
    }
}

/// A day of the week. Ordered from Monday, as ISO 8601 counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The days of a week from Monday on.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// How many days this weekday comes after the last `earlier` before or on it, 0 to 6.
    pub fn days_after(self, earlier: Weekday) -> i64 {
        (self as i64 - earlier as i64).rem_euclid(7)
    }

    /// The weekday `days` after a Monday.
    fn from_monday(days: i64) -> Self {
        match days.rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Whether `year` has a 29 February.
fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// Days from 1970-01-01 to a day that exists. Years are counted from March, so that the leap day comes last, in
/// eras of 400 years, which all have 146 097 days.
const fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let month = month as i64;
    let march_year = if month <= 2 { year - 1 } else { year };
    let era = march_year.div_euclid(400);
    let year_of_era = march_year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day as i64 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The year, month and day `days` after 1970-01-01: the inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    // The month is 1 to 12 and the day 1 to 31, so the casts keep them.
    (year, month as u8, day as u8)
}

/// A year of four digits, with or without a minus, or of more with a sign.
fn signed_year(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, text.get(1..)?),
        b'+' => (1, text.get(1..)?),
        _ => (1, text),
    };
    let plain = digits.len() == 4 && !text.starts_with('+') && text != "-0000";
    let expanded = (5..=13).contains(&digits.len()) && digits.len() < text.len() && !digits.starts_with('0');
    (plain || expanded).then(|| number(digits, digits.len()).map(|year: i64| sign * year)).flatten()
}

/// The number that exactly `len` digits write.
fn number<N: FromStr>(digits: &str, len: usize) -> Option<N> {
    (digits.len() == len && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

serde_as_text!(Day, YearMonth);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn known_days_have_known_numbers() {
        for (text, days, weekday) in [
            ("1970-01-01", 0, Weekday::Thursday),
            ("2000-02-29", 11_016, Weekday::Tuesday),
            ("2013-04-23", 15_818, Weekday::Tuesday),
            ("2015-07-30", 16_646, Weekday::Thursday),
            ("0000-03-01", -719_468, Weekday::Wednesday),
            ("-0001-12-31", -719_529, Weekday::Friday),
        ] {
            assert_eq!((day(text).days_since_epoch(), day(text).weekday()), (days, weekday), "{text}");
            assert_eq!(Day::from_days_since_epoch(days).unwrap().to_string(), text);
        }
    }

    #[test]
    fn every_day_of_nine_centuries_follows_the_one_before() {
        let mut expected = (1600, 1, 1);
        let mut today = Day::from_civil(1600, 1, 1).unwrap();
        while today.year() < 2500 {
            assert_eq!((today.year(), today.month(), today.day_of_month()), expected);
            assert_eq!(Day::from_civil(expected.0, expected.1, expected.2), Some(today));
            let (year, month, day) = expected;
            expected = if day < YearMonth::new(year, month).unwrap().days() {
                (year, month, day + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
            today = today.plus_days(1);
        }
    }

    #[test]
    fn months_clamp_to_their_last_day() {
        assert_eq!(day("2015-01-31").plus_months(1), day("2015-02-28"));
        assert_eq!(day("2016-01-31").plus_months(1), day("2016-02-29"));
        assert_eq!(day("2016-03-31").plus_months(-13), day("2015-02-28"));
        assert_eq!(day("0000-01-15").plus_months(-1), day("-0001-12-15"));
    }

    #[test]
    fn weekdays_are_found_from_a_day() {
        let thursday = day("2015-08-06");
        assert_eq!(thursday.next_or_same(Weekday::Thursday), thursday);
        assert_eq!(thursday.next_or_same(Weekday::Monday), day("2015-08-10"));
        assert_eq!(thursday.last_or_same(Weekday::Friday), day("2015-07-31"));
        assert_eq!(thursday.last_or_same(Weekday::Thursday), thursday);
    }

    #[test]
    fn the_ends_of_time_hold() {
        assert_eq!(Day::MAX.plus_days(i64::MAX), Day::MAX);
        assert_eq!(Day::MIN.plus_days(i64::MIN), Day::MIN);
        assert_eq!(Day::MAX.plus_months(i64::MAX), Day::MAX);
        assert_eq!(Day::MIN.plus_months(i64::MIN), Day::MIN);
        assert_eq!(Day::MAX.to_string(), "+9999999999999-12-31");
        assert_eq!(day("-9999999999999-01-01"), Day::MIN);
        assert_eq!(Day::from_civil(YEAR_MAX + 1, 1, 1), None);
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for wrong in [
            "",
            "2015",
            "2015-08",
            "2015-8-6",
            "2015-02-29",
            "2015-13-01",
            "2015-00-01",
            "2015-01-00",
            "15-08-06",
            "+2015-08-06",
            "02015-08-06",
            "+02015-08-06",
            "-0000-08-06",
            "2015-08-06 ",
            "２０15-08-06",
            "2015-08-+6",
            "--",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
        assert_eq!(
            "6 August".parse::<Day>().unwrap_err().to_string(),
            "`6 August` is not a day: expected year, month and day as in 2015-08-06"
        );
    }

    proptest! {
        #[test]
        fn days_survive_print_and_parse(days in Day::MIN.0..=Day::MAX.0) {
            let day = Day(days);
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            prop_assert_eq!(Day::from_civil(day.year(), day.month(), day.day_of_month()), Some(day));
            prop_assert_eq!(day.year_month().to_string().parse(), Ok(day.year_month()));
        }

        #[test]
        fn arbitrary_text_never_panics(text in "\\PC{0,20}") {
            let _ = (text.parse::<Day>(), text.parse::<YearMonth>());
        }
    }
}
