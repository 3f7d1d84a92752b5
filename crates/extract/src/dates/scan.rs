//! Finds the expressions in a row of pieces, longest first, from left to right. Start at [`scan`].

use std::ops::Range;

use super::bounds::{Expression, expression};
use super::calendar::{day, month, year_behind};
use super::phrase::{Name, Phrase, When, YearOf};
use super::pieces::{Gap, Make, Piece};
use super::reader::Reader;
use super::resolve::{Order, has_year, order_in_year};
use super::words;

/// An expression and the pieces that it covers.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub phrase: Phrase,
    pub pieces: Range<usize>,
    /// The piece at which the date itself begins, behind "since" and the like.
    pub core: usize,
}

/// The expressions in order.
pub(crate) fn scan(pieces: &[Piece<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let reader = Reader::new(pieces, at);
        if !can_begin(pieces, at) || is_tail_of_figure(pieces, at) {
            at += 1;
            continue;
        }
        if let Some((listed, end)) = day_list(reader).or_else(|| month_day_list(reader)) {
            found.extend(listed);
            at = end;
            continue;
        }
        match expression(reader) {
            Some((Expression { phrase, core }, after)) if after.index() > at => {
                found.push(Found { phrase, pieces: at..after.index(), core });
                at = after.index();
            }
            _ => at += 1,
        }
    }
    share_years(&mut found, pieces);
    found
}

/// Whether an expression may begin there.
fn can_begin(pieces: &[Piece<'_>], at: usize) -> bool {
    pieces.get(at).is_some_and(|piece| match piece.make {
        Make::Letters => words::can_begin(piece.word()),
        Make::Digits => true,
        Make::Mark => "'’‘".contains(piece.text),
    })
}

/// Whether the digits there go on with a figure that is no date, such as a telephone number.
fn is_tail_of_figure(pieces: &[Piece<'_>], at: usize) -> bool {
    let piece = |back: usize| at.checked_sub(back).and_then(|index| pieces.get(index));
    let (Some(here), Some(mark), Some(before)) = (piece(0), piece(1), piece(2)) else { return false };
    let is_tight = here.gap == Gap::Nothing && mark.gap == Gap::Nothing;
    let joins = mark.is_mark('-') || mark.is_mark('/') || mark.is_mark('.') || mark.is_mark(':');
    is_tight && joins && here.make == Make::Digits && before.make == Make::Digits
}

/// Behind what joins the last of a list to the others: "and", ", or", "&".
fn last_joint(reader: Reader<'_>) -> Option<Reader<'_>> {
    reader.maybe(|r| r.mark(',')).any(&["and", "or"]).or_else(|| reader.mark('&'))
}

/// "3 and 4 May 2015": days of one month, of which the last has it.
fn day_list(reader: Reader<'_>) -> Option<(Vec<Found>, usize)> {
    let mut days = Vec::new();
    let mut here = reader;
    loop {
        let start = here.index();
        let Some((value, after)) = day(here.maybe(|r| r.word("the"))) else { break };
        let Some(next) = last_joint(after).or_else(|| after.mark(',')) else { break };
        days.push((value, start..after.index()));
        here = next;
    }
    let (_, (last, end)) = (days.first()?, expression(here.anew())?);
    let Phrase::When(When::Named { name: Name::Day { month, day: last_day }, year, .. }) = last.phrase else {
        return None;
    };
    let is_day_first = here.maybe(|r| r.word("the")).ahead()?.number().is_some();
    let rises = days.iter().map(|(value, _)| *value).chain([last_day]).is_sorted_by(|a, b| a < b);
    if !is_day_first || !rises {
        return None;
    }
    let named = |day| Phrase::When(When::name(Name::Day { month, day }, year));
    let mut found: Vec<Found> = days
        .into_iter()
        .map(|(value, pieces)| Found { phrase: named(value), core: pieces.start, pieces })
        .collect();
    found.push(Found { phrase: named(last_day), pieces: here.index()..end.index(), core: here.index() });
    Some((found, end.index()))
}

/// "June 3 and 5, 2016": days of one month, of which the first has it.
fn month_day_list(reader: Reader<'_>) -> Option<(Vec<Found>, usize)> {
    let ((number, spelling), after) = month(reader)?;
    let (first, mut end) = day(after)?;
    let mut days = vec![(first, reader.index()..end.index())];
    loop {
        let last = last_joint(end);
        let next = last.or_else(|| end.mark(','))?;
        let (value, after) = day(next).filter(|_| next.ahead().is_some_and(|piece| !piece.counts))?;
        days.push((value, next.index()..after.index()));
        end = after;
        if last.is_some() {
            break;
        }
    }
    let (year, end) = year_behind(end, spelling).unwrap_or((YearOf::Missing, end));
    let rises = days.is_sorted_by(|(a, _), (b, _)| a < b);
    if let Some((_, pieces)) = days.last_mut() {
        pieces.end = end.index();
    }
    let found = |(day, pieces): (u8, Range<usize>)| Found {
        phrase: Phrase::When(When::name(Name::Day { month: number, day }, year)),
        core: pieces.start,
        pieces,
    };
    rises.then(|| (days.into_iter().map(found).collect(), end.index()))
}

/// Gives each date of a list the year that the last one has: "in September and November 2014".
fn share_years(found: &mut [Found], pieces: &[Piece<'_>]) {
    for index in (1..found.len()).rev() {
        let (Some(after), Some(before)) = (found.get(index), found.get(index - 1)) else { continue };
        let between = pieces.get(before.pieces.end..after.pieces.start).unwrap_or_default();
        let joins = (1..=3).contains(&between.len())
            && between.iter().all(|piece| {
                matches!(piece.word(), "and" | "or" | "in" | "on") || piece.is_mark(',') || piece.is_mark('&')
            })
            && between.iter().all(|piece| piece.gap < Gap::Paragraph);
        let year = match (name_of(&before.phrase), name_of(&after.phrase)) {
            (Some((a, YearOf::Missing)), Some((b, YearOf::Given(year))))
                if joins && has_year(a) && has_year(b) =>
            {
                if order_in_year(a) <= order_in_year(b) {
                    year
                } else {
                    year - 1
                }
            }
            _ => continue,
        };
        if let Some(Found { phrase: Phrase::When(When::Named { year: missing, .. }), .. }) =
            found.get_mut(index - 1)
        {
            *missing = YearOf::Given(year);
        }
    }
}

fn name_of(phrase: &Phrase) -> Option<(Name, YearOf)> {
    match phrase {
        Phrase::When(When::Named { name, year, .. }) => Some((*name, *year)),
        _ => None,
    }
}

/// Which of two figures is the day, by the dates of the text that leave no choice.
pub(crate) fn order<'p>(phrases: impl Iterator<Item = &'p Phrase>) -> Order {
    let (mut day_first, mut month_first) = (0_usize, 0_usize);
    for phrase in phrases {
        let Phrase::When(when) = phrase else { continue };
        each_numeric(when, &mut |first, second| {
            day_first += usize::from(first > 12 && second <= 12);
            month_first += usize::from(second > 12 && first <= 12);
        });
    }
    match (day_first, month_first) {
        (1.., 0) => Order::DayFirst,
        (0, 1..) => Order::MonthFirst,
        _ => Order::Unknown,
    }
}

fn each_numeric(when: &When, visit: &mut impl FnMut(u8, u8)) {
    match when {
        When::Numeric { first, second, .. } => visit(*first, *second),
        When::Part { of, .. } | When::Bound(_, of) | When::About(of) | When::Perhaps(of) => {
            each_numeric(of, visit);
        }
        When::OffsetFrom { base, .. } => each_numeric(base, visit),
        When::Range(from, to) => {
            each_numeric(from, visit);
            each_numeric(to, visit);
        }
        _ => {}
    }
}
