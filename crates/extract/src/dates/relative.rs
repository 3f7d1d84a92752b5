//! Dates that are counted from another: "yesterday", "last week", "the following day", "three days ago", "two years
//! later", "the past two years", "two days after 3 May". Start at [`relative`].

use super::amounts::{bare_plural, length, unit};
use super::calendar::{longest, spoken_of};
use super::length::{Length, Unit};
use super::named::{named, time_of_day};
use super::phrase::{Origin, When};
use super::pieces::{Make, Role};
use super::reader::{Read, Reader};
use super::words;

/// The longest relative date ahead.
pub(crate) fn relative(reader: Reader<'_>) -> Read<'_, When> {
    let rules = [day_word, deictic_unit, anaphoric_unit, offset, day_beside, span, within, weekend, then];
    longest(rules.into_iter().filter_map(|rule| rule(reader)))
}

/// "today", "yesterday evening", "tonight", "this morning", "last night", "the day before yesterday".
fn day_word(reader: Reader<'_>) -> Read<'_, When> {
    let day = |by| When::Unit { unit: Unit::Day, by, from: Origin::Issue };
    if let Some((by, after)) = day_from_now(reader) {
        return Some((day(by), after));
    }
    if let Some(after) = reader.words(&["the", "night", "before", "last"]) {
        return Some((day(-2), after));
    }
    if let Some(after) = reader.words(&["last", "night"]) {
        return Some((day(-1), after));
    }
    if let Some(after) = reader.word("this") {
        let after = after.maybe(|r| r.any(&["very", "early", "late"]));
        let (_, end) = after.meaning(|word| words::is_time_of_day(word).then_some(()))?;
        return Some((day(0), end));
    }
    let after = reader.words(&["the", "day"])?;
    let (step, after) = match after.word("before") {
        Some(after) => (-1, after),
        None => (1, after.word("after")?),
    };
    let (by, end) = day_from_now(after).filter(|(by, _)| *by == step)?;
    Some((day(by + step), end))
}

/// "today", "yesterday evening", "tomorrow": how many days from the day of writing.
fn day_from_now(reader: Reader<'_>) -> Read<'_, i64> {
    let by = match reader.peek() {
        "today" | "tonight" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return None,
    };
    Some((by, time_of_day(reader.next()?)))
}

/// "this year", "last week", "next month", "the current decade", "the past year" (a span of its length).
fn deictic_unit(reader: Reader<'_>) -> Read<'_, When> {
    let article = reader.word("the");
    let (by, after) = deictic_word(article.unwrap_or(reader))?;
    if let Some(found) = other_year(after, by) {
        return Some(found);
    }
    let ((unit, is_plural), end) = after.meaning(words::unit)?;
    let is_clear = by == 0 || unit > Unit::Day;
    if is_plural || !is_clear || end.dash().is_some_and(|r| r.tight().is_some()) {
        return None;
    }
    // "over the last year" and "in the past week" end now; "last year" and "the last century" are over.
    let is_span = article.is_some() && by != 0 && unit < Unit::Century && unit != Unit::Weekend;
    if is_span {
        let from = if by > 0 { Origin::Narrative } else { Origin::Issue };
        if end.word("of").is_some() {
            return None;
        }
        return Some(match by {
            1 => (When::Unit { unit, by, from }, end),
            _ => (
                When::Span { length: Length { amount: Some(1), unit, is_rough: false }, sign: by, from },
                end,
            ),
        });
    }
    // "to this day" says that it still goes on.
    if unit == Unit::Day && reader.behind().is_some_and(|piece| piece.word() == "to") {
        return None;
    }
    Some((When::Unit { unit, by, from: Origin::Issue }, end))
}

/// "this fiscal year", "the last academic year": nobody says from which day on, so it is the calendar's, roughly.
fn other_year(reader: Reader<'_>, by: i64) -> Read<'_, When> {
    let after = reader.any(&["fiscal", "financial", "budget", "academic", "school"])?;
    let end = after.word("year")?;
    Some((When::About(Box::new(When::Unit { unit: Unit::Year, by, from: Origin::Issue })), end))
}

fn deictic_word(reader: Reader<'_>) -> Read<'_, i64> {
    let by = match reader.peek() {
        "this" | "current" => 0,
        "last" | "past" => -1,
        "next" | "coming" => 1,
        _ => return None,
    };
    Some((by, reader.next()?.maybe(|r| r.word("calendar"))))
}

/// "that year", "the same day", "the following morning", "the previous month", "the next two years" (a span).
fn anaphoric_unit(reader: Reader<'_>) -> Read<'_, When> {
    // "admitted it next day": the article may be left out before a day and its parts.
    let next_day = || {
        let after = reader.word("next")?;
        let is_day = after.peek() == "day" || words::is_time_of_day(after.peek());
        is_day.then_some((1, after))
    };
    let (by, after) = spoken_of(reader).or_else(next_day)?;
    let after = after.maybe(|r| r.any(&["very", "exact"]));
    if let Some((_, end)) = after.meaning(|word| words::is_time_of_day(word).then_some(())) {
        return Some((When::Unit { unit: Unit::Day, by, from: Origin::Narrative }, end));
    }
    let ((unit, is_plural), end) = after.meaning(words::unit)?;
    if is_plural || unit == Unit::Hour {
        return None;
    }
    let end = if unit == Unit::Day { time_of_day(end) } else { end };
    Some((When::Unit { unit, by, from: Origin::Narrative }, end))
}

/// "three days ago", "two years later", "a week earlier", "days afterwards", "two days after 3 May".
fn offset(reader: Reader<'_>) -> Read<'_, When> {
    let (length, after) = length(reader).or_else(|| bare_plural(reader))?;
    if after.word("ago").is_some() {
        return Some((When::Offset { length, sign: -1, from: Origin::Issue }, after.next()?));
    }
    if let Some(end) = after.words(&["from", "now"]).or_else(|| after.word("hence")) {
        return Some((When::Offset { length, sign: 1, from: Origin::Issue }, end));
    }
    let signs = [
        ("later", 1),
        ("afterwards", 1),
        ("afterward", 1),
        ("thereafter", 1),
        ("earlier", -1),
        ("previously", -1),
        ("prior", -1),
        ("beforehand", -1),
        ("before", -1),
        ("after", 1),
        ("following", 1),
        ("since", 1),
        ("on", 1),
    ];
    let (word, sign) = signs.into_iter().find(|(word, _)| after.peek() == *word)?;
    beside(length, sign, word, after)
}

/// "the day after", "the week before 3 May", "a day earlier" with an article for its number.
fn day_beside(reader: Reader<'_>) -> Read<'_, When> {
    let after = reader.word("the")?;
    if let Some(end) = after.words(&["eve", "of"]) {
        let length = Length { amount: Some(1), unit: Unit::Day, is_rough: false };
        let (base, end) = base_date(end)?;
        return Some((When::OffsetFrom { length, sign: -1, base: Box::new(base) }, end));
    }
    let (unit, after) = unit(after).filter(|(unit, _)| *unit > Unit::Hour && *unit != Unit::Weekend)?;
    let signs = [("after", 1), ("later", 1), ("before", -1), ("earlier", -1), ("prior", -1)];
    let (word, sign) = signs.into_iter().find(|(word, _)| after.peek() == *word)?;
    let length = Length { amount: Some(1), unit, is_rough: false };
    match beside(length, sign, word, after)? {
        // "the week after" is that week, not a day in it.
        (When::Offset { .. }, end) => Some((When::Unit { unit, by: sign, from: Origin::Narrative }, end)),
        other => Some(other),
    }
}

/// A length before or after something: a date, an event, or, if nothing follows, the time spoken of.
fn beside<'p>(length: Length, sign: i64, word: &str, reader: Reader<'p>) -> Read<'p, When> {
    let piece = reader.ahead()?;
    let after = reader.next()?;
    let adverb = Some((When::Offset { length, sign, from: Origin::Narrative }, after));
    let ends_here = after
        .ahead()
        .is_none_or(|next| (next.make == Make::Mark && !next.is_mark('(')) || BREAKS.contains(&next.word()));
    match word {
        "on" if ends_here => adverb,
        "on" => None,
        "since" if ends_here => None,
        "since" => complement(length, sign, after),
        "later" | "afterwards" | "afterward" | "thereafter" | "previously" | "beforehand" => adverb,
        "earlier" => adverb,
        "prior" => match after.word("to") {
            None => adverb,
            Some(to) => complement(length, sign, to),
        },
        _ if ends_here => adverb,
        _ => complement(length, sign, after)
            .filter(|_| piece.governs || word == "following" || base_date(after).is_some())
            .or(if word == "following" { None } else { adverb }),
    }
}

/// Words that open another phrase, so that nothing follows to count from: "the week before in protest".
const BREAKS: [&str; 16] = [
    "in", "at", "by", "for", "with", "over", "during", "from", "and", "but", "or", "when", "while", "as",
    "because", "to",
];

/// What a length is counted from: "3 May", or an event that no date names.
fn complement(length: Length, sign: i64, reader: Reader<'_>) -> Read<'_, When> {
    match base_date(reader) {
        Some((base, end)) => Some((When::OffsetFrom { length, sign, base: Box::new(base) }, end)),
        None => Some((When::OffsetFromEvent { length, sign }, reader)),
    }
}

/// A date that something is counted from.
fn base_date(reader: Reader<'_>) -> Read<'_, When> {
    let beginning = reader.anew();
    let read = named(beginning).or_else(|| day_word(beginning)).or_else(|| anaphoric_unit(beginning));
    let then = || Some((When::Then, reader.any(&["that", "then"])?));
    let (base, end) = read.or_else(then)?;
    // "two days after Friday prayers", "a week after the March offensive" name events.
    let names_event = end.behind().is_some_and(|piece| piece.modifies);
    let mut after = reader;
    while after.index() < end.index() {
        after = after.next()?;
    }
    (!names_event).then_some((base, after))
}

/// "the past two years", "the last 10 days", "the next three months", "the following eight years", "recent weeks".
fn span(reader: Reader<'_>) -> Read<'_, When> {
    if let Some(after) = reader.maybe(|r| r.word("the")).maybe(|r| r.word("most")).word("recent") {
        let (length, end) = bare_plural(after)?;
        return Some((When::Span { length, sign: -1, from: Origin::Issue }, end));
    }
    let reader = reader.maybe(|r| r.word("the"));
    let (sign, from) = match reader.peek() {
        "past" | "last" => (-1, Origin::Issue),
        "previous" | "preceding" => (-1, Origin::Narrative),
        "coming" | "next" | "ensuing" => (1, Origin::Either),
        "following" | "subsequent" => (1, Origin::Narrative),
        _ => return None,
    };
    let after = reader.next()?;
    let (length, end) = length(after).or_else(|| bare_plural(after))?;
    let is_whole = end.word("of").is_none() && end.dash().is_none_or(|r| r.tight().is_none());
    is_whole.then_some((When::Span { length, sign, from }, end))
}

/// "within a week", "within the month", "in the days that followed".
fn within(reader: Reader<'_>) -> Read<'_, When> {
    if let Some(after) = reader.word("within") {
        let (length, end) = length(after).or_else(|| bare_plural(after)).or_else(|| {
            let (unit, end) = unit(after.word("the")?)?;
            Some((Length { amount: Some(1), unit, is_rough: false }, end))
        })?;
        if let Some(of) = end.word("of") {
            return complement(length, 1, of);
        }
        return Some((When::Span { length, sign: 1, from: Origin::Either }, end));
    }
    let after = reader.word("the").unwrap_or(reader);
    let (length, end) = bare_plural(after)?;
    let end = end.words(&["that", "followed"]).or_else(|| end.words(&["to", "come"]))?;
    Some((When::Span { length, sign: 1, from: Origin::Either }, end))
}

/// "over the weekend", "at the weekend".
fn weekend(reader: Reader<'_>) -> Read<'_, When> {
    let after = reader.words(&["the", "weekend"])?;
    after
        .word("of")
        .is_none()
        .then_some((When::Unit { unit: Unit::Weekend, by: 0, from: Origin::Issue }, after))
}

/// "that time", "the time"; alone it says nothing new, so a bound must stand before it.
fn then(reader: Reader<'_>) -> Read<'_, When> {
    let before = reader.behind().filter(|piece| piece.role != Role::Verb)?;
    if matches!(before.word(), "since" | "until" | "till" | "by" | "from") {
        let after = reader.word("then").or_else(|| reader.word("that")?.any(&["time", "point", "date"]))?;
        return Some((When::Then, after));
    }
    if before.word() == "at" || before.word() == "on" {
        let after = reader.word("that")?.any(&["time", "point", "date"])?;
        return Some((When::Then, after));
    }
    None
}
