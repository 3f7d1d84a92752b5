//! Turns "approximately" into days. Start at [`APPROXIMATE_SLACK`].
//!
//! EDTF leaves how near is near to the application. As-of answers depend on it, so here it is one table: an
//! approximate date may be off by one of its own units, as in python-edtf (its `PADDING_*_PRECISION`); but a day by
//! three, because reports say "about the 9th" of the days around it: one day would not cover them, and a whole week
//! either way would be half a month.

use crate::day::Day;

use super::date::Precision;

/// How far an approximate date may be off, either way, for each precision.
pub const APPROXIMATE_SLACK: [(Precision, Slack); 9] = [
    (Precision::Day, Slack::Days(3)),
    (Precision::Month, Slack::Months(1)),
    (Precision::Season, Slack::Months(3)),
    (Precision::Quarter, Slack::Months(3)),
    (Precision::Third, Slack::Months(4)),
    (Precision::Half, Slack::Months(6)),
    (Precision::Year, Slack::Months(12)),
    (Precision::Decade, Slack::Months(120)),
    (Precision::Century, Slack::Months(1_200)),
];

/// A distance between days, at least 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slack {
    /// So many days.
    Days(i64),
    /// So many months.
    Months(i64),
}

impl Slack {
    /// The slack of an approximate date of `precision`.
    pub(super) fn of(precision: Precision) -> Self {
        let row = APPROXIMATE_SLACK.iter().find(|(of, _)| *of == precision);
        row.map_or(Slack::Days(0), |(_, slack)| *slack)
    }

    /// `day`, and so much earlier.
    pub(super) fn before(self, day: Day) -> Day {
        match self {
            Slack::Days(days) => day.plus_days(-days),
            Slack::Months(months) => day.plus_months(-months),
        }
    }

    /// `day`, and so much later. The last day of a month goes to the last day of a month, so that a whole month
    /// that is a month off ends with that month.
    pub(super) fn after(self, day: Day) -> Day {
        match self {
            Slack::Days(days) => day.plus_days(days),
            Slack::Months(months) => {
                day.plus_days(1).plus_months(months).plus_days(-1).max(day.plus_months(months))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_months_go_to_ends_of_months() {
        let after = |day: &str| Slack::Months(1).after(day.parse().unwrap()).to_string();
        assert_eq!(after("2015-02-28"), "2015-03-31");
        assert_eq!(after("2015-01-31"), "2015-02-28");
        assert_eq!(after("2015-01-30"), "2015-02-28");
        assert_eq!(after("2015-01-15"), "2015-02-15");
    }

    #[test]
    fn the_table_has_every_precision_of_a_date_in_order() {
        assert!(APPROXIMATE_SLACK.is_sorted_by_key(|(precision, _)| *precision));
        assert_eq!(APPROXIMATE_SLACK.first().map(|row| row.0), Some(Precision::Day));
    }
}
