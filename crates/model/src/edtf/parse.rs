//! Turns text into values, or into the first thing that is wrong with it. Start at `Edtf`'s `FromStr`.
//!
//! The grammar, where a mark is `?`, `~` or `%`:
//!
//! ```text
//! value    = point | end "/" end | set
//! point    = date [ "T" hh ":" mm ":" ss [ "Z" | ("+" | "-") hh [ ":" mm ] ] ]
//! date     = [mark] year [mark] [ "-" [mark] month [mark] [ "-" [mark] day [mark] ] ]
//! end      = date | ".." | nothing
//! set      = ("[" | "{") member { "," member } ("]" | "}")
//! member   = date | date ".." date | ".." date | date ".."
//! ```
//!
//! One pass, no backtracking, and no recursion: a text of any length takes time in proportion to it.

use std::str::FromStr;

use super::Edtf;
use super::cursor::{Cursor, Fail, Pair};
use super::date::{Date, LONG_YEAR_DIGITS_MAX, Parts, plain_year};
use super::datetime::{DateTime, Offset, Zone};
use super::grouping::Grouping;
use super::interval::{Endpoint, Interval};
use super::problem::{EdtfError, EdtfProblem, YEAR};
use super::qualifier::{Marks, Qualifier};
use super::set::{Member, Set, SetKind};
use crate::day::YearMonth;

/// What a month may be, for messages.
const MONTH: &str = "a month of two digits";
/// What a day may be, for messages.
const DAY: &str = "a day of two digits";

impl FromStr for Edtf {
    type Err = EdtfError;

    /// Reads an EDTF value. It must fill the text: no space is skipped, and nothing is corrected.
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        value(&mut Cursor::new(text)).map_err(|fail| EdtfError::new(fail.problem, fail.at, text))
    }
}

impl FromStr for Date {
    type Err = EdtfError;

    /// Reads a date, and no other EDTF value.
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let mut cursor = Cursor::new(text);
        let date = date(&mut cursor).and_then(|date| finish(&cursor).map(|()| date));
        date.map_err(|fail| EdtfError::new(fail.problem, fail.at, text))
    }
}

/// A date or a date-time.
enum Point {
    Date(Date),
    DateTime(DateTime),
}

/// Reads a whole text.
fn value(cursor: &mut Cursor<'_>) -> Result<Edtf, Fail> {
    let value = match cursor.peek() {
        None => return Err(cursor.fail(EdtfProblem::Empty)),
        Some('[') => Edtf::Set(set(cursor, SetKind::OneOf)?),
        Some('{') => Edtf::Set(set(cursor, SetKind::AllOf)?),
        Some('/' | '.' | 'u' | 'o') => interval(cursor)?,
        Some(_) => {
            let at = cursor.at();
            match point(cursor)? {
                Point::Date(date) if cursor.peek() == Some('/') => ending(cursor, Endpoint::Date(date), at)?,
                Point::DateTime(_) if cursor.peek() == Some('/') => {
                    return Err(Fail { problem: EdtfProblem::DateTimeInInterval, at });
                }
                Point::Date(date) => Edtf::Date(date),
                Point::DateTime(datetime) => Edtf::DateTime(datetime),
            }
        }
    };
    finish(cursor).map(|()| value)
}

/// Makes sure that nothing is left.
fn finish(cursor: &Cursor<'_>) -> Result<(), Fail> {
    match cursor.peek() {
        None => Ok(()),
        Some(_) => Err(cursor.unexpected("the end of the value")),
    }
}

/// Reads an interval whose start is not a date.
fn interval(cursor: &mut Cursor<'_>) -> Result<Edtf, Fail> {
    let at = cursor.at();
    let start = if cursor.eat_all("..") {
        Endpoint::Open
    } else if cursor.peek() == Some('/') {
        Endpoint::Unknown
    } else {
        return Err(old_word(cursor).unwrap_or_else(|| cursor.unexpected(YEAR)));
    };
    if cursor.peek() != Some('/') {
        return Err(cursor.unexpected("`/` and the end of the interval"));
    }
    ending(cursor, start, at)
}

/// Reads the slash and the end of an interval that starts, at the character `at`, with `start`.
fn ending(cursor: &mut Cursor<'_>, start: Endpoint, at: usize) -> Result<Edtf, Fail> {
    cursor.eat('/');
    let end_at = cursor.at();
    let end = match cursor.peek() {
        None => Endpoint::Unknown,
        Some(_) if cursor.eat_all("..") => Endpoint::Open,
        Some(_) => match old_word(cursor) {
            Some(fail) => return Err(fail),
            None => match point(cursor)? {
                Point::Date(date) => Endpoint::Date(date),
                Point::DateTime(_) => {
                    return Err(Fail { problem: EdtfProblem::DateTimeInInterval, at: end_at });
                }
            },
        },
    };
    // Look for what should not be there first: it explains more than what is missing.
    finish(cursor)?;
    let at_fault = |problem| Fail { at: if problem == EdtfProblem::NoDate { at } else { end_at }, problem };
    Interval::new(start, end).map(Edtf::Interval).map_err(at_fault)
}

/// The words of the 2012 draft at an interval's end.
fn old_word(cursor: &Cursor<'_>) -> Option<Fail> {
    let found = |found, hint| Some(cursor.fail(EdtfProblem::OldDraft { found, hint }));
    match cursor.rest() {
        rest if rest.starts_with("open") => found("open", "write `..` for an open end"),
        rest if rest.starts_with("unknown") => found("unknown", "write nothing for an unknown end"),
        _ => None,
    }
}

/// Reads a set from its bracket on.
fn set(cursor: &mut Cursor<'_>, kind: SetKind) -> Result<Set, Fail> {
    cursor.take();
    let (close, expected) = match kind {
        SetKind::OneOf => (']', "`,` or `]`"),
        SetKind::AllOf => ('}', "`,` or `}`"),
    };
    if cursor.peek() == Some(close) {
        return Err(cursor.fail(EdtfProblem::NoMember));
    }
    let at = cursor.at();
    let first = member(cursor, close)?;
    let mut set = Set::new(kind, first).map_err(|problem| Fail { problem, at })?;
    while cursor.eat(',') {
        let at = cursor.at();
        let next = member(cursor, close)?;
        set.push(next).map_err(|problem| Fail { problem, at })?;
    }
    if cursor.eat(close) { Ok(set) } else { Err(cursor.unexpected(expected)) }
}

/// Reads one member of a set that ends with `close`.
fn member(cursor: &mut Cursor<'_>, close: char) -> Result<Member, Fail> {
    if cursor.eat_all("..") {
        if cursor.peek() == Some(close) {
            return Err(cursor.fail(EdtfProblem::NoMember));
        }
        return set_date(cursor).map(Member::Until);
    }
    let from = set_date(cursor)?;
    if !cursor.eat_all("..") {
        return Ok(Member::Date(from));
    }
    match cursor.peek() {
        Some(next) if next == close || next == ',' => Ok(Member::Since(from)),
        _ => set_date(cursor).map(|to| Member::Range(from, to)),
    }
}

/// Reads a date of a set.
fn set_date(cursor: &mut Cursor<'_>) -> Result<Date, Fail> {
    let at = cursor.at();
    match point(cursor)? {
        Point::Date(date) => Ok(date),
        Point::DateTime(_) => Err(Fail { problem: EdtfProblem::DateTimeInSet, at }),
    }
}

/// Reads a date, and a time of day if one follows.
fn point(cursor: &mut Cursor<'_>) -> Result<Point, Fail> {
    let date = date(cursor)?;
    if cursor.peek() != Some('T') {
        return Ok(Point::Date(date));
    }
    let day = match date.as_day() {
        Some(day) if date == Date::unmarked(date.parts) => day,
        Some(_) => return Err(cursor.fail(EdtfProblem::DateTimeQualified)),
        None => return Err(cursor.fail(EdtfProblem::TimeWithoutDay)),
    };
    let at = cursor.at();
    cursor.take();
    let time_of_day = time_of_day(cursor)?;
    let datetime = DateTime::new(day, time_of_day, zone(cursor)?).map_err(|problem| Fail { problem, at })?;
    match cursor.peek() {
        Some('?' | '~' | '%') => Err(cursor.fail(EdtfProblem::DateTimeQualified)),
        _ => Ok(Point::DateTime(datetime)),
    }
}

/// Reads hour, minute and second.
fn time_of_day(cursor: &mut Cursor<'_>) -> Result<[u8; 3], Fail> {
    let hour = limited(cursor, "an hour of two digits", 23, |hour| EdtfProblem::Hour { hour })?;
    colon(cursor)?;
    let minute = limited(cursor, "a minute of two digits", 59, |minute| EdtfProblem::Minute { minute })?;
    colon(cursor)?;
    let second = limited(cursor, "a second of two digits", 59, |second| EdtfProblem::Second { second })?;
    Ok([hour, minute, second])
}

/// Reads two digits, a number of at most `max`.
fn limited(
    cursor: &mut Cursor<'_>,
    expected: &'static str,
    max: u8,
    problem: impl Fn(u8) -> EdtfProblem,
) -> Result<u8, Fail> {
    let at = cursor.at();
    match cursor.number(expected)? {
        number if number <= max => Ok(number),
        number => Err(Fail { problem: problem(number), at }),
    }
}

/// Reads the colon between two parts of a time.
fn colon(cursor: &mut Cursor<'_>) -> Result<(), Fail> {
    if cursor.eat(':') { Ok(()) } else { Err(cursor.unexpected("`:`, as in 23:20:30")) }
}

/// Reads the zone after a time of day, if there is one.
fn zone(cursor: &mut Cursor<'_>) -> Result<Zone, Fail> {
    if cursor.eat('Z') {
        return Ok(Zone::Utc);
    }
    let at = cursor.at();
    let sign = match cursor.peek() {
        Some('+') => 1,
        Some('-') => -1,
        _ => return Ok(Zone::Unstated),
    };
    cursor.take();
    let hours = i16::from(cursor.number("the zone's hours of two digits")?);
    let minutes = if cursor.eat(':') {
        let expected = "the zone's minutes of two digits";
        let minute = limited(cursor, expected, 59, |minute| EdtfProblem::Minute { minute })?;
        Some(i16::from(minute))
    } else {
        None
    };
    if sign < 0 && hours == 0 && minutes.unwrap_or(0) == 0 {
        return Err(Fail { problem: EdtfProblem::OffsetMinusZero, at });
    }
    let offset = match minutes {
        Some(minutes) => Offset::of_minutes(sign * (hours * 60 + minutes)),
        None => i8::try_from(sign * hours).ok().and_then(Offset::of_hours),
    };
    offset.map(Zone::Offset).ok_or(Fail { problem: EdtfProblem::Offset, at })
}

/// Reads a date with its marks.
fn date(cursor: &mut Cursor<'_>) -> Result<Date, Fail> {
    let left = mark(cursor);
    let mut date = Date::unmarked(year(cursor)?);
    date.year = Marks { left, right: mark(cursor) };
    if cursor.peek() != Some('-') {
        return Ok(date);
    }
    let Parts::Year(year) = date.parts else {
        return Err(cursor.fail(EdtfProblem::Level2 { feature: "a month of a year with `X`" }));
    };
    let year = plain_year(year).map_err(|problem| cursor.fail(problem))?;
    cursor.take();
    let left = mark(cursor);
    date.parts = month(cursor, year)?;
    date.month = Marks { left, right: mark(cursor) };
    if cursor.peek() != Some('-') {
        return Ok(date);
    }
    if let Parts::Grouping(_, grouping) = date.parts {
        return Err(cursor.fail(EdtfProblem::GroupingDay { code: grouping.code() }));
    }
    cursor.take();
    let left = mark(cursor);
    date.parts = day(cursor, year, date.parts)?;
    date.day = Marks { left, right: mark(cursor) };
    Ok(date)
}

/// Reads a mark, if there is one.
fn mark(cursor: &mut Cursor<'_>) -> Qualifier {
    match cursor.peek().and_then(Qualifier::of_mark) {
        Some(qualifier) => {
            cursor.take();
            qualifier
        }
        None => Qualifier::None,
    }
}

/// Reads a year: with `Y`, of four digits, or of digits and then `X`.
fn year(cursor: &mut Cursor<'_>) -> Result<Parts, Fail> {
    let at = cursor.at();
    match cursor.peek() {
        Some('Y') => return long_year(cursor),
        Some('y') => {
            let problem =
                EdtfProblem::OldDraft { found: "y", hint: "write `Y` for a year of more than four digits" };
            return Err(cursor.fail(problem));
        }
        _ => {}
    }
    let negative = cursor.eat('-');
    let digits = cursor.digits_and_x()?;
    if digits.is_empty() {
        return Err(cursor.unexpected(YEAR));
    }
    if digits.len() != 4 {
        return Err(Fail { problem: EdtfProblem::YearDigits { digits: digits.len() }, at });
    }
    let level2 = |feature| Fail { problem: EdtfProblem::Level2 { feature }, at };
    let known = digits.trim_end_matches('X');
    if known.contains('X') {
        return Err(level2("an `X` left of a known digit"));
    }
    if known.len() < 2 {
        return Err(level2("a year of which three digits or more are `X`"));
    }
    if cursor.peek() == Some('S') {
        return Err(level2("a year with significant digits"));
    }
    // At most four digits, so the number fits, and the alternative is never taken.
    let leading: i16 = known.parse().unwrap_or(0);
    match (4 - known.len()) as u8 {
        0 if negative && leading == 0 => Err(Fail { problem: EdtfProblem::YearMinusZero, at }),
        0 => Ok(Parts::Year(if negative { -i64::from(leading) } else { leading.into() })),
        unspecified => Ok(Parts::YearX { negative, leading, unspecified }),
    }
}

/// Reads a year of more than four digits from its `Y` on.
fn long_year(cursor: &mut Cursor<'_>) -> Result<Parts, Fail> {
    let at = cursor.at();
    cursor.take();
    let negative = cursor.eat('-');
    let digits = cursor.digits_and_x()?;
    let level2 = |feature| Err(Fail { problem: EdtfProblem::Level2 { feature }, at });
    let problem = match (digits.len(), cursor.peek()) {
        (0, _) => return Err(cursor.unexpected("the digits of the year")),
        (_, Some('E')) => return level2("an exponential year"),
        (_, Some('S')) => return level2("a year with significant digits"),
        _ if digits.contains('X') => return level2("an `X` in a year of more than four digits"),
        _ if digits.starts_with('0') => EdtfProblem::LongYearZero,
        (digits @ ..=4, _) => EdtfProblem::LongYearTooShort { digits },
        (digits, _) if digits > LONG_YEAR_DIGITS_MAX => EdtfProblem::LongYearTooLong { digits },
        _ => {
            // At most twelve digits, so the number fits, and the alternative is never taken.
            let year: i64 = digits.parse().unwrap_or(0);
            return Ok(Parts::Year(if negative { -year } else { year }));
        }
    };
    Err(Fail { problem, at })
}

/// Reads what stands in a month's place of `year`.
fn month(cursor: &mut Cursor<'_>, year: i16) -> Result<Parts, Fail> {
    let at = cursor.at();
    match cursor.pair(MONTH)? {
        Pair::Number(month @ 1..=12) => Ok(Parts::Month(year, month)),
        Pair::Number(code) => match Grouping::new(code) {
            Some(grouping) => Ok(Parts::Grouping(year, grouping)),
            None => Err(Fail { problem: EdtfProblem::Month { month: code }, at }),
        },
        Pair::Unspecified => Ok(Parts::MonthX(year)),
        Pair::Mixed => Err(Fail { problem: EdtfProblem::Level2 { feature: "a month with one `X`" }, at }),
    }
}

/// Reads a day of the month that `parts` has.
fn day(cursor: &mut Cursor<'_>, year: i16, parts: Parts) -> Result<Parts, Fail> {
    let at = cursor.at();
    let level2 = |feature| Err(Fail { problem: EdtfProblem::Level2 { feature }, at });
    match (parts, cursor.pair(DAY)?) {
        (_, Pair::Mixed) => level2("a day with one `X`"),
        (Parts::Month(_, month), Pair::Number(day)) => {
            let days = YearMonth::new(year.into(), month).map_or(0, YearMonth::days);
            if (1..=days).contains(&day) {
                Ok(Parts::Day(year, month, day))
            } else {
                Err(Fail { problem: EdtfProblem::Day { year, month, day, days }, at })
            }
        }
        (Parts::Month(_, month), Pair::Unspecified) => Ok(Parts::DayX(year, month)),
        (_, Pair::Unspecified) => Ok(Parts::MonthDayX(year)),
        (_, Pair::Number(_)) => level2("a day of an unspecified month"),
    }
}
