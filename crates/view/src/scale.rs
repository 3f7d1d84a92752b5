//! Turns days into places along a line, and back into the days that are worth a mark. Start at [`TimeScale`].

use retrospect_model::{Bounds, Day, Limit};

/// How wide the label of a mark is, with some space, in CSS pixels.
const LABEL_PX: f64 = 64.0;
/// A gap between the earliest dates that takes more than this share of all is not drawn to scale: what lies before it
/// goes beyond the edge.
const GAP_SHARE_MAX: f64 = 0.4;
/// At most one date in so many goes beyond the edge for that.
const BEYOND_ONE_IN: usize = 6;

/// Days along a horizontal line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TimeScale {
    first: i64,
    last: i64,
    left: f64,
    right: f64,
}

/// A day that is worth a mark.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    pub(crate) x: f64,
    pub(crate) label: String,
}

impl TimeScale {
    /// A scale on which these days have their places, from `left` to `right`, with some space at both ends. Without
    /// any day it is the year 2000.
    pub(crate) fn over(days: impl IntoIterator<Item = Day>, (left, right): (f64, f64)) -> Self {
        let mut days: Vec<i64> = days.into_iter().map(Day::days_since_epoch).collect();
        days.sort_unstable();
        let days = days.get(beyond(&days)..).unwrap_or_default();
        let (first, last) = match (days.first(), days.last()) {
            (Some(first), Some(last)) => (*first, *last),
            _ => (10_957, 11_322),
        };
        // A few days around a single one; a twentieth of the whole at both ends.
        let space = ((last - first) / 20).max(3);
        Self { first: first - space, last: last + space, left, right }
    }

    /// The place of a day, or the edge that is nearer.
    pub(crate) fn x(&self, day: Day) -> f64 {
        self.place(day.days_since_epoch())
    }

    /// The place of the morning after a day.
    pub(crate) fn after(&self, day: Day) -> f64 {
        self.place(day.days_since_epoch().saturating_add(1))
    }

    /// Where the line begins.
    pub(crate) fn left(&self) -> f64 {
        self.left
    }

    /// Where it ends.
    pub(crate) fn right(&self) -> f64 {
        self.right
    }

    fn place(&self, day: i64) -> f64 {
        let share = (day.clamp(self.first, self.last) - self.first) as f64 / (self.last - self.first) as f64;
        self.left + share * (self.right - self.left)
    }

    /// Days, months or years, as many as there is space for.
    pub(crate) fn ticks(&self) -> Vec<Tick> {
        let days_each = (self.last - self.first) as f64 * LABEL_PX / (self.right - self.left).max(1.0);
        let Some(first) = Day::from_days_since_epoch(self.first) else { return Vec::new() };
        let begins: Vec<Day> = if days_each <= 14.0 {
            let step = [1, 2, 7, 14].into_iter().find(|step| f64::from(*step) >= days_each).unwrap_or(14);
            // Weeks begin on Mondays; 1970-01-05 was one.
            let from = self.first + (4 - self.first).rem_euclid(i64::from(step));
            (from..=self.last)
                .step_by(usize::try_from(step).unwrap_or(1))
                .filter_map(Day::from_days_since_epoch)
                .collect()
        } else {
            let months = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 6_000, 12_000]
                .into_iter()
                .find(|months| *months as f64 * 30.4 >= days_each)
                .unwrap_or(120_000);
            let start = first.year() * 12 + i64::from(first.month()) - 1;
            let start = start + (-start).rem_euclid(months);
            let of = |month: i64| {
                let month_of_year = u8::try_from(month.rem_euclid(12) + 1).ok()?;
                Day::from_civil(month.div_euclid(12), month_of_year, 1)
            };
            (0..400)
                .map_while(|count| of(start + count * months))
                .take_while(|day| day.days_since_epoch() <= self.last)
                .collect()
        };
        let inside = begins.into_iter().filter(|day| day.days_since_epoch() >= self.first);
        inside.map(|day| Tick { x: self.x(day), label: label(day, days_each) }).collect()
    }
}

fn label(day: Day, days_each: f64) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(usize::from(day.month()).saturating_sub(1)).copied().unwrap_or_default();
    if days_each <= 14.0 {
        format!("{} {month}", day.day_of_month())
    } else if days_each <= 190.0 {
        format!("{month} {}", day.year())
    } else {
        day.year().to_string()
    }
}

/// How many of sorted days go beyond the left edge, so that the others have space.
fn beyond(days: &[i64]) -> usize {
    let mut count = 0;
    let (Some(last), most) = (days.last(), days.len() / BEYOND_ONE_IN) else { return 0 };
    for (index, pair) in days.windows(2).take(most).enumerate() {
        let [one, next] = pair else { break };
        let all = days.get(count).map_or(0, |first| last - first);
        if (next - one) as f64 > GAP_SHARE_MAX * all as f64 {
            count = index + 1;
        }
    }
    count
}

/// The days that bounds name.
pub(crate) fn days_of(bounds: &Bounds) -> impl Iterator<Item = Day> + use<> {
    let limits = [bounds.earliest_start(), bounds.latest_start(), bounds.earliest_end(), bounds.latest_end()];
    limits.into_iter().filter_map(day_of)
}

/// The day of a limit.
pub(crate) fn day_of(limit: Limit) -> Option<Day> {
    match limit {
        Limit::On(day) => Some(day),
        Limit::Past | Limit::Future => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn labels(days: &[&str]) -> Vec<String> {
        let scale = TimeScale::over(days.iter().map(|text| day(text)), (0.0, 640.0));
        scale.ticks().into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn marks_are_days_months_or_years_as_there_is_space() {
        assert_eq!(labels(&["2015-07-30", "2015-08-06"]).first().unwrap(), "28 Jul");
        assert_eq!(labels(&["2014-01-01", "2015-12-31"]).first().unwrap(), "Jan 2014");
        assert_eq!(labels(&["1996-01-01", "2015-12-31"]), ["1995", "2000", "2005", "2010", "2015"]);
        assert!(labels(&[]).len() > 3);
    }

    #[test]
    fn one_early_date_does_not_press_the_others_together() {
        let mut days = vec![day("1996-01-01")];
        days.extend((0..12).map(|month| day("2015-01-01").plus_months(month)));
        let scale = TimeScale::over(days, (0.0, 640.0));
        assert_eq!(scale.x(day("1996-01-01")), 0.0);
        assert!(scale.x(day("2015-02-01")) - scale.x(day("2015-01-01")) > 30.0);
    }

    #[test]
    fn the_far_ends_of_the_calendar_have_places() {
        let scale = TimeScale::over([Day::MIN, Day::MAX], (0.0, 640.0));
        assert_eq!(scale.x(Day::MAX).round(), scale.x(Day::MAX).clamp(0.0, 640.0).round());
        assert!(scale.ticks().len() < 400);
    }
}
