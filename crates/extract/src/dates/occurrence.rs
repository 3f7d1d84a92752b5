//! Which July, which Tuesday: the stretch of a name that lies nearest to another stretch. Start at [`nearest`].

use retrospect_model::{Day, YearMonth};

use super::phrase::Name;
use super::stamp::{Stamp, Stretch};

/// On which side of the base to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    AtOrBefore,
    AtOrAfter,
    After,
}

/// How many years away a leap day can be.
const YEARS_AWAY_MAX: i64 = 8;
/// How many months away a 31st can be.
const MONTHS_AWAY_MAX: i64 = 2;

/// The stretch of that name in a year, of names that have one a year.
pub(crate) fn in_year(name: Name, year: i64) -> Option<Stamp> {
    let stretch = match name {
        Name::Month(month) => Stretch::Month(YearMonth::new(year, month)?),
        Name::Grouping(code) => Stretch::Grouping(year, code),
        Name::Day { month, day } => Stretch::Day(Day::from_civil(year, month, day)?),
        Name::Year(year) => Stretch::Year(year),
        Name::Decade(year) => Stretch::Decade(year),
        Name::Century(year) => Stretch::Century(year),
        Name::DayOfMonth(_) | Name::Weekday(_) => return None,
    };
    Some(stretch.into())
}

/// The day of a month.
pub(crate) fn in_month(day: u8, month: YearMonth) -> Option<Stamp> {
    Day::from_civil(month.year(), month.month(), day).map(Stamp::day)
}

/// The stretch of that name nearest to the base on one side of it; `None` where the base is not precise enough.
pub(crate) fn nearest(name: Name, base: Stamp, side: Side) -> Option<Stamp> {
    let fits = |stamp: &Stamp| is_on_side(*stamp, base, side).unwrap_or(false);
    let step = if matches!(side, Side::Before | Side::AtOrBefore) { -1 } else { 1 };
    match name {
        Name::Year(_) | Name::Decade(_) | Name::Century(_) => in_year(name, 0),
        Name::Month(_) | Name::Grouping(_) | Name::Day { .. } => {
            let year = base.year()?;
            let years = (-1..=YEARS_AWAY_MAX).map(|away| year + step * away);
            years.filter_map(|year| in_year(name, year)).find(fits)
        }
        Name::DayOfMonth(day) => {
            let month = base.month()?;
            let months = (-1..=MONTHS_AWAY_MAX).map(|away| month.plus_months(step * away));
            months.filter_map(|month| in_month(day, month)).find(fits)
        }
        Name::Weekday(weekday) => {
            let day = base.as_day()?;
            Some(Stamp::day(match side {
                Side::Before => day.plus_days(-1).last_or_same(weekday),
                Side::AtOrBefore => day.last_or_same(weekday),
                Side::AtOrAfter => day.next_or_same(weekday),
                Side::After => day.plus_days(1).next_or_same(weekday),
            }))
        }
    }
}

/// Whether a stretch lies on that side of the base. One that overlaps it lies at it.
fn is_on_side(stamp: Stamp, base: Stamp, side: Side) -> Option<bool> {
    Some(match side {
        Side::Before => stamp.last_day()? < base.first_day()?,
        Side::AtOrBefore => stamp.first_day()? <= base.last_day()?,
        Side::AtOrAfter => stamp.last_day()? >= base.first_day()?,
        Side::After => stamp.first_day()? > base.last_day()?,
    })
}
