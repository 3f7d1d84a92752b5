//! Turns a phrase into a date, given what the text has said of time so far. Start at [`resolve`].
//!
//! Names without a year ("July 31", "on Tuesday") are taken of the day of writing, and of its past unless the sentence
//! speaks of the future; where the running text tells a story of its own, years from the day of writing or without
//! one, they continue that story. What cannot be worked out has no value.

use super::Anchor;
use super::length::{Length, Unit};
use super::occurrence::{Side, in_month, in_year, nearest};
use super::phrase::{Bound, Name, Origin, Pick, When, YearOf};
use super::stamp::{Mark, Stamp, Stretch, Value};
use super::story::{Entry, Place, Story};
use super::tense::Tense;

/// Which of two figures is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
    Unknown,
}

/// All that a phrase is understood by.
#[derive(Clone, Copy)]
pub(crate) struct Context<'s> {
    pub story: &'s Story,
    pub place: Place,
    pub tense: Tense,
    pub order: Order,
    /// The bound that the date stands in.
    pub bound: Option<Bound>,
}

/// A value and what it was worked out from.
pub(crate) type Resolved = (Value, Anchor);

/// From how many days away on a day of the year is too far to be meant, if its other occurrence is near.
const FAR_DAYS_MIN: i64 = 270;
/// How near the other has to be.
const NEAR_DAYS_MAX: i64 = 45;
/// How many months ahead of the story a month is that goes on with it; beyond, it goes back.
const MONTHS_AHEAD_MAX: i64 = 6;

/// What the phrase comes to; `None` if that cannot be worked out.
pub(crate) fn resolve(when: &When, context: Context<'_>) -> Option<Resolved> {
    match when {
        When::Named { name, year, pick } => named(*name, *year, *pick, context),
        When::Numeric { first, second, year } => numeric(*first, *second, *year, context.order),
        When::Unit { unit, by, from } => whole_unit(*unit, *by, *from, context),
        When::Offset { length, sign, from } => {
            let (base, anchor) = base(*from, *sign, length.unit, context)?;
            Some((shift(base, *length, *sign)?, anchor))
        }
        When::OffsetFrom { length, sign, base } => {
            let (value, anchor) = resolve(base, context)?;
            let end = if *sign > 0 { value.end() } else { value.start() };
            Some((shift(end, *length, *sign)?, anchor))
        }
        When::OffsetFromEvent { .. } => None,
        When::Span { length, sign, from } => span(*length, *sign, *from, context),
        When::Then => {
            let entry = context.story.last(|_| true)?;
            Some((Value::At(entry.stamp), Anchor::Narrative { by: entry.index }))
        }
        When::Part { part, of } => {
            let (value, anchor) = resolve(of, context)?;
            Some(match value {
                Value::At(stamp) => (stamp.part(*part), anchor),
                other => (other, anchor),
            })
        }
        When::Range(from, to) => range(from, to, context),
        When::Bound(bound, of) => bounded(*bound, of, context),
        When::About(of) => resolve(of, context).map(|(value, anchor)| (value.marked(Mark::About), anchor)),
        When::Perhaps(of) => {
            resolve(of, context).map(|(value, anchor)| (value.marked(Mark::Perhaps), anchor))
        }
    }
}

/// Moves a stretch by a length: "two weeks after" it.
pub(crate) fn shift(base: Stamp, length: Length, sign: i64) -> Option<Value> {
    let Some(amount) = length.amount else {
        // "Hours later" is that day, "days later" about then, and "years later" cannot be said.
        return match length.unit {
            Unit::Hour => base.as_day().map(|day| Value::At(Stamp::day(day))),
            Unit::Day => base.as_day().map(|day| Value::At(Stamp::day(day).about())),
            _ => None,
        };
    };
    let moved = base.plus(sign * i64::from(amount), length.unit)?;
    Some(Value::At(if length.is_rough { moved.about() } else { moved }))
}

/// A name of the calendar.
fn named(name: Name, year: YearOf, pick: Pick, context: Context<'_>) -> Option<Resolved> {
    match (name, year) {
        (Name::Year(_) | Name::Decade(_) | Name::Century(_), _) => {
            Some((at(in_year(name, 0)?), Anchor::Unneeded))
        }
        (_, YearOf::Given(year)) => Some((at(in_year(name, year)?), Anchor::Unneeded)),
        (_, YearOf::Shifted { by, from }) => {
            let (base, anchor) = base(from, 0, Unit::Year, context)?;
            Some((at(in_year(name, base.year()? + by)?), anchor))
        }
        (Name::DayOfMonth(day), YearOf::ShiftedMonth { by, from }) => {
            let (base, anchor) = base(from, 0, Unit::Month, context)?;
            Some((at(in_month(day, base.month()?.plus_months(by))?), anchor))
        }
        (_, YearOf::ShiftedMonth { .. }) => None,
        (_, YearOf::Missing) => picked(name, pick, context),
    }
}

fn at(stamp: Stamp) -> Value {
    Value::At(stamp)
}

/// A name without its year, by the word before it.
fn picked(name: Name, pick: Pick, context: Context<'_>) -> Option<Resolved> {
    let of_issue = |side| {
        let (issue, anchor) = context.story.issue()?;
        Some((at(nearest(name, issue, side)?), anchor))
    };
    let of_story = |side| {
        let entry = context.story.last_told(context.place, |stamp| can_anchor(name, stamp))?;
        Some((at(nearest(name, entry.stamp, side)?), Anchor::Narrative { by: entry.index }))
    };
    match pick {
        Pick::Plain => plain(name, context, false),
        Pick::Definite => plain(name, context, true),
        Pick::Last => of_issue(Side::Before),
        Pick::Next => of_issue(Side::After),
        Pick::Previous => of_story(Side::Before),
        Pick::Following => of_story(Side::After).or_else(|| of_issue(Side::After)),
        Pick::This => {
            let (issue, anchor) = context.story.issue()?;
            let found = match name {
                Name::Weekday(_) if context.tense == Tense::Past => nearest(name, issue, Side::AtOrBefore),
                Name::Weekday(_) => nearest(name, issue, Side::AtOrAfter),
                _ => in_year(name, issue.year()?),
            };
            Some((at(found?), anchor))
        }
        Pick::Same => {
            let entry = context.story.last_told(context.place, |stamp| can_anchor(name, stamp))?;
            Some((at(following(name, entry.stamp)?), Anchor::Narrative { by: entry.index }))
        }
    }
}

/// Whether a stretch is precise enough to say which one of a name is near.
fn can_anchor(name: Name, stamp: Stamp) -> bool {
    match name {
        Name::Weekday(_) => stamp.as_day().is_some(),
        Name::DayOfMonth(_) => stamp.month().is_some(),
        _ => stamp.year().is_some(),
    }
}

/// A name with nothing said of which one: of the day of writing, or of the story.
fn plain(name: Name, context: Context<'_>, is_definite: bool) -> Option<Resolved> {
    let is_precise = |stamp: Stamp| can_anchor(name, stamp);
    let of_days = matches!(name, Name::Weekday(_) | Name::DayOfMonth(_));
    let issue = context.story.issue();
    let story = if context.story.is_in_item() && !of_days {
        None
    } else if is_definite || matches!(name, Name::DayOfMonth(_)) {
        context
            .story
            .last_told(context.place, is_precise)
            .filter(|entry| entry.place.paragraph + 1 >= context.place.paragraph || issue.is_none())
    } else {
        context.story.own_story(context.place, is_precise, of_days)
    };
    let from_issue = || {
        let (issue, anchor) = issue?;
        Some((at(of_issue(name, issue, context)?), anchor))
    };
    let from_story = |entry: Entry| {
        let found = match context.bound {
            Some(Bound::Since) if !matches!(name, Name::DayOfMonth(_)) => {
                nearest(name, entry.stamp, Side::AtOrBefore)
            }
            _ => following(name, entry.stamp),
        }?;
        let is_too_late = issue.is_some_and(|(issue, _)| found.first_day() > issue.last_day());
        (!is_too_late || context.tense == Tense::Future)
            .then_some((at(found), Anchor::Narrative { by: entry.index }))
    };
    story.and_then(from_story).or_else(from_issue)
}

/// The stretch of that name nearest to the day of writing, on the side that the sentence speaks of; a day just on the
/// other side is meant rather than one nearly a year away.
fn of_issue(name: Name, issue: Stamp, context: Context<'_>) -> Option<Stamp> {
    let is_future = context.tense == Tense::Future && context.bound != Some(Bound::Since);
    let (side, other) =
        if is_future { (Side::AtOrAfter, Side::AtOrBefore) } else { (Side::AtOrBefore, Side::AtOrAfter) };
    let found = nearest(name, issue, side)?;
    if !matches!(name, Name::Day { .. }) {
        return Some(found);
    }
    let away = |stamp: Stamp| Some(stamp.first_day()?.days_until(issue.last_day()?).abs());
    let near =
        nearest(name, issue, other).filter(|stamp| away(*stamp).is_some_and(|days| days <= NEAR_DAYS_MAX));
    if away(found)? > FAR_DAYS_MIN { near.or(Some(found)) } else { Some(found) }
}

/// The stretch of that name which a story goes on with: the same year's, or early in the next.
fn following(name: Name, base: Stamp) -> Option<Stamp> {
    match name {
        Name::Weekday(_) => nearest(name, base, Side::AtOrAfter),
        Name::DayOfMonth(day) => in_month(day, base.month()?),
        _ => {
            let year = base.year()?;
            let same = in_year(name, year)?;
            let Some(month) = base.month() else { return Some(same) };
            let ahead = i64::from(same.first_day()?.month()) + 12 - i64::from(month.month());
            let is_over = same.last_day()? < base.first_day()?;
            if is_over && ahead <= MONTHS_AHEAD_MAX { in_year(name, year + 1) } else { Some(same) }
        }
    }
}

/// A date in figures.
fn numeric(first: u8, second: u8, year: i64, order: Order) -> Option<Resolved> {
    let day_first = in_year(Name::Day { month: second, day: first }, year);
    let month_first = in_year(Name::Day { month: first, day: second }, year);
    let value = match (day_first, month_first, order) {
        (Some(day), Some(month), _) if day == month => at(day),
        (Some(day), Some(_), Order::DayFirst) => at(day),
        (Some(_), Some(month), Order::MonthFirst) => at(month),
        (Some(day), Some(month), Order::Unknown) => {
            let is_day_earlier = day.first_day() < month.first_day();
            if is_day_earlier { Value::OneOf(day, month) } else { Value::OneOf(month, day) }
        }
        (Some(only), None, _) | (None, Some(only), _) => at(only),
        (None, None, _) => return None,
    };
    Some((value, Anchor::Unneeded))
}

/// A whole unit: "last week", "the following day".
fn whole_unit(unit: Unit, by: i64, from: Origin, context: Context<'_>) -> Option<Resolved> {
    let (base, anchor) = base(from, by, unit, context)?;
    if unit == Unit::Weekend && by == 0 && context.tense == Tense::Future {
        let ahead = base.as_day()?.plus_days(6);
        return Some((Stamp::day(ahead).unit(unit, 0)?, anchor));
    }
    Some((base.unit(unit, by)?, anchor))
}

/// What a relative phrase counts from, if it is precise enough for the unit.
fn base(from: Origin, sign: i64, unit: Unit, context: Context<'_>) -> Option<(Stamp, Anchor)> {
    let is_precise = |stamp: Stamp| match unit {
        Unit::Hour | Unit::Day | Unit::Weekend | Unit::Week => stamp.as_day().is_some(),
        Unit::Month | Unit::Quarter => stamp.month().is_some(),
        Unit::Year | Unit::Decade | Unit::Century => stamp.year().is_some(),
    };
    let issue = context.story.issue().filter(|(stamp, _)| is_precise(*stamp));
    // "That year" is the one named last; days and months go with what is told.
    let last = || match unit {
        // Bounds and all: "by 8 September they held the town; that day they left it".
        Unit::Year => context.story.last(is_precise),
        _ if sign == 0 => context.story.last(is_precise),
        _ => context.story.last_told(context.place, is_precise),
    };
    let story = || last().map(|entry| (entry.stamp, Anchor::Narrative { by: entry.index }));
    // "A week earlier" without a date before it is said of the day of writing; "a week later" is not.
    let fall_back = issue.filter(|_| sign <= 0 || context.story.is_in_item());
    match from {
        Origin::Issue => issue,
        Origin::Narrative => story().or(fall_back),
        Origin::Either if context.tense == Tense::Future => issue.or_else(story),
        Origin::Either => story().or(issue),
    }
}

/// A stretch that begins or ends at its base: "the past two years", "within a week".
fn span(length: Length, sign: i64, from: Origin, context: Context<'_>) -> Option<Resolved> {
    let (base, anchor) = base(from, sign, length.unit, context)?;
    let Some(amount) = length.amount else {
        let value = match (sign < 0, from) {
            (true, _) => Value::Until(base),
            (false, Origin::Either) if context.tense != Tense::Future && length.unit <= Unit::Day => {
                at(base.about())
            }
            (false, _) => Value::Since(base),
        };
        return Some((value, anchor));
    };
    let steps = i64::from(amount);
    let (near, far) = match length.unit {
        Unit::Hour => (base, Stamp::day(base.as_day()?.plus_days(sign * (steps + 23).div_euclid(24)))),
        Unit::Week => (base, Stamp::day(base.as_day()?.plus_days(sign * 7 * steps))),
        Unit::Month if base.as_day().is_some() => {
            (base, Stamp::day(base.as_day()?.plus_months(sign * steps)).about())
        }
        unit => (base.plus(0, unit)?, base.plus(sign * steps, unit)?),
    };
    let plain = |stamp: Stamp| {
        if length.is_rough || stamp.as_day().is_some() { stamp } else { Stamp { mark: Mark::Plain, ..stamp } }
    };
    let is_same_day = length.unit == Unit::Hour && steps < 24;
    let value = match sign {
        _ if is_same_day => at(base),
        1 => Value::Between(plain(near), plain(far)),
        _ => Value::Between(plain(far), plain(near)),
    };
    Some((value, anchor))
}

/// From one to the other. What one side leaves out, the other gives.
fn range(from: &When, to: &When, context: Context<'_>) -> Option<Resolved> {
    let (from, to) = share(from, to);
    let ((last, last_anchor), (first, first_anchor)) =
        match (&from, year_is_missing(&from), year_is_missing(&to)) {
            (When::Named { name, .. }, true, true) => {
                let (last, anchor) = resolve(&to, context)?;
                let first = nearest(*name, last.start(), Side::AtOrBefore)?;
                ((last, anchor), (at(first), anchor))
            }
            _ => (resolve(&to, context)?, resolve(&from, context)?),
        };
    let anchor = if first_anchor == Anchor::Unneeded { last_anchor } else { first_anchor };
    let (start, end) = (first.start(), last.end());
    (start.first_day()? <= end.last_day()?).then_some((Value::Between(start, end), anchor))
}

fn year_is_missing(when: &When) -> bool {
    matches!(when, When::Named { year: YearOf::Missing, name, .. } if !matches!(name, Name::Year(_) | Name::Decade(_) | Name::Century(_)))
}

/// Gives each side of a range the year and month that the other has.
fn share(from: &When, to: &When) -> (When, When) {
    let (mut first, mut last) = (from.clone(), to.clone());
    if let (
        When::Named { name: a, year: year_a, pick: Pick::Plain },
        When::Named { name: b, year: year_b, pick: Pick::Plain },
    ) = (core_of(&mut first), core_of(&mut last))
    {
        match (*a, *b) {
            (Name::DayOfMonth(day), Name::Day { month, .. }) => *a = Name::Day { month, day },
            (Name::Day { month, day: before }, Name::DayOfMonth(day)) if day > before => {
                *b = Name::Day { month, day }
            }
            _ => {}
        }
        let is_ordered = order_in_year(*a) <= order_in_year(*b);
        match (*year_a, *year_b) {
            (YearOf::Missing, YearOf::Given(year)) if has_year(*a) => {
                *year_a = YearOf::Given(if is_ordered { year } else { year - 1 });
            }
            (YearOf::Given(year), YearOf::Missing) if has_year(*b) => {
                *year_b = YearOf::Given(if is_ordered { year } else { year + 1 });
            }
            (YearOf::Missing, shifted @ YearOf::Shifted { .. }) if has_year(*a) && is_ordered => {
                *year_a = shifted;
            }
            _ => {}
        }
    }
    (first, last)
}

/// The name within a part or a rough date.
fn core_of(when: &mut When) -> &mut When {
    match when {
        When::Part { of, .. } | When::About(of) => core_of(of),
        other => other,
    }
}

/// Whether there is one such stretch a year.
pub(crate) fn has_year(name: Name) -> bool {
    matches!(name, Name::Month(_) | Name::Grouping(_) | Name::Day { .. })
}

/// Where in a year a stretch of that name lies, for comparison.
pub(crate) fn order_in_year(name: Name) -> (u8, u8) {
    match name {
        Name::Month(month) => (month, 0),
        Name::Day { month, day } => (month, day),
        Name::Grouping(code @ 21..=24) => (3 * (code - 20), 0),
        Name::Grouping(code) => (code, 0),
        _ => (0, 0),
    }
}

/// Since, until or by a date.
fn bounded(bound: Bound, of: &When, context: Context<'_>) -> Option<Resolved> {
    let tense = match (bound, context.tense) {
        (Bound::By | Bound::Until, Tense::Open) => Tense::Future,
        (_, tense) => tense,
    };
    let (value, anchor) = resolve(of, Context { tense, bound: Some(bound), ..context })?;
    let value = match (bound, value) {
        (_, Value::OneOf(..)) => return None,
        (Bound::Since, value) => Value::Since(value.start()),
        (Bound::Until | Bound::By, value) => Value::Until(value.end()),
    };
    Some((value, anchor))
}

/// Whether a date of the story can be counted from: centuries and decades cannot.
pub(crate) fn tells(value: Value) -> Option<Stamp> {
    let stamp = match value {
        Value::OneOf(..) => return None,
        Value::Since(stamp) | Value::Until(stamp) => stamp,
        other => other.end(),
    };
    (!matches!(stamp.stretch, Stretch::Decade(_) | Stretch::Century(_))).then_some(stamp)
}
