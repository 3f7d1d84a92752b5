//! Turns the codes 21 to 41, which stand where a month would, into months: seasons, quarters, thirds and halves of
//! a year. Start at [`Grouping`].

use crate::day::{Day, YearMonth};

use super::date::Precision;

/// A part of a year longer than a month, by its code in ISO 8601-2, 4.8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grouping {
    // Invariant: 21 to 41.
    code: u8,
}

impl Grouping {
    /// The grouping of `code`, 21 to 41; `None` for others.
    pub fn new(code: u8) -> Option<Self> {
        (21..=41).contains(&code).then_some(Self { code })
    }

    /// Its code, 21 to 41.
    pub fn code(self) -> u8 {
        self.code
    }

    /// How long it is.
    pub fn precision(self) -> Precision {
        match self.code {
            21..=32 => Precision::Season,
            33..=36 => Precision::Quarter,
            37..=39 => Precision::Third,
            _ => Precision::Half,
        }
    }

    /// Its first and last day in `year`. A winter that begins in December belongs to the year of that December.
    pub(super) fn days_in(self, year: i16) -> (Day, Day) {
        let first = first_of(i64::from(year), self.first_month());
        (first, first.plus_months(self.months()).plus_days(-1))
    }

    /// The month in which it begins, 1 to 12.
    fn first_month(self) -> u8 {
        match self.code {
            // Independent of location, and read as northern, as python-edtf does: who means the south writes 29 to
            // 32. Meteorological seasons, that is whole months, for the astronomical ones begin on days that vary.
            21..=24 => 3 + 3 * (self.code - 21),
            // Northern.
            25..=28 => 3 + 3 * (self.code - 25),
            // Southern: spring from September, summer from December, autumn from March, winter from June.
            29 => 9,
            30 => 12,
            31 => 3,
            32 => 6,
            33..=36 => 1 + 3 * (self.code - 33),
            37..=39 => 1 + 4 * (self.code - 37),
            40 => 1,
            _ => 7,
        }
    }

    /// How many months it has.
    fn months(self) -> i64 {
        match self.precision() {
            Precision::Third => 4,
            Precision::Half => 6,
            _ => 3,
        }
    }
}

/// The first day of a month that exists in every year, 1 to 12.
pub(super) fn first_of(year: i64, month: u8) -> Day {
    YearMonth::new(year, month).map_or(Day::MIN, YearMonth::first_day)
}
