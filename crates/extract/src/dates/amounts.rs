//! Lengths of time and how often something comes: "three weeks", "a two-year-long siege", "every Friday". Start at
//! [`length`] and [`set`].

use super::calendar::{figure_ordinal, number};
use super::length::{Length, Unit};
use super::pieces::{Make, Piece, Role};
use super::reader::{Read, Reader};
use super::words;

/// "three weeks", "about a year", "twenty-six months", "several days", "two-year".
pub(crate) fn length(reader: Reader<'_>) -> Read<'_, Length> {
    let (is_rough, reader) = match rough(reader) {
        Some(after) => (true, after),
        None => (false, reader),
    };
    if let Some(after) = reader.words(&["half", "a"]).or_else(|| reader.words(&["half", "an"])) {
        let (unit, end) = unit(after)?;
        return Some((half(unit)?, end));
    }
    let (amount, after) = amount(reader)?;
    let after = after
        .maybe(Reader::dash)
        .maybe(|r| r.any(&["full", "consecutive", "straight", "whole", "more", "other"]));
    let factor = if after.peek().starts_with("fortnight") { 2 } else { 1 };
    // "the Seven Nights" and the like are names.
    let is_name = after.ahead()?.is_capital() && after.ahead()?.text.chars().any(char::is_lowercase);
    let (unit, end) = unit(after).filter(|_| !is_name)?;
    Some((Length { amount: amount.map(|amount| amount.saturating_mul(factor)), unit, is_rough }, end))
}

/// The unit ahead, singular or plural.
pub(crate) fn unit(reader: Reader<'_>) -> Read<'_, Unit> {
    let ((unit, _), after) = reader.meaning(words::unit)?;
    Some((unit, after))
}

/// A unit in the plural without an amount: "days later", "for years".
pub(crate) fn bare_plural(reader: Reader<'_>) -> Read<'_, Length> {
    let ((unit, is_plural), after) = reader.meaning(words::unit)?;
    is_plural.then_some((Length { amount: None, unit, is_rough: true }, after))
}

/// Half a unit in smaller ones.
fn half(unit: Unit) -> Option<Length> {
    let (amount, unit) = match unit {
        Unit::Year => (6, Unit::Month),
        Unit::Decade => (5, Unit::Year),
        Unit::Century => (50, Unit::Year),
        Unit::Day => (12, Unit::Hour),
        _ => return None,
    };
    Some(Length { amount: Some(amount), unit, is_rough: true })
}

/// "about", "nearly", "more than" and the like.
fn rough(reader: Reader<'_>) -> Option<Reader<'_>> {
    let phrases: [&[&str]; 7] = [
        &["more", "than"],
        &["less", "than"],
        &["fewer", "than"],
        &["at", "least"],
        &["at", "most"],
        &["up", "to"],
        &["not", "quite"],
    ];
    let words = [
        "about",
        "around",
        "roughly",
        "approximately",
        "almost",
        "nearly",
        "over",
        "under",
        "some",
        "barely",
        "hardly",
        "perhaps",
        "maybe",
        "just",
    ];
    let after = phrases.iter().find_map(|phrase| reader.words(phrase)).or_else(|| reader.any(&words))?;
    // "some weeks" is vague, "some three weeks" is rough.
    amount(after).map(|_| after)
}

/// How many; `Some(None)` for "several".
fn amount(reader: Reader<'_>) -> Read<'_, Option<u32>> {
    if let Some((value, after)) = number(reader, 4) {
        return Some((Some(value), after));
    }
    if let Some(after) = reader.any(&["a", "an"]) {
        let vague = after.words(&["couple", "of"]).or_else(|| after.any(&["few", "number"]));
        return match vague {
            Some(end) => Some((None, end.maybe(|r| r.word("of")))),
            None => Some((Some(1), after.maybe(|r| r.any(&["single", "full", "whole", "mere"])))),
        };
    }
    if let Some((_, after)) = reader.meaning(|word| words::is_vague(word).then_some(())) {
        return Some((None, after));
    }
    if let Some((value, after)) = reader.meaning(words::tens) {
        let compound =
            after.dash().unwrap_or(after).meaning(words::ones).filter(|(ones, _)| (1..10).contains(ones));
        return Some(match compound {
            Some((ones, end)) => (Some(value + ones), end),
            None => (Some(value), after),
        });
    }
    let (value, after) = reader.meaning(words::ones)?;
    Some((Some(value), after))
}

/// A length that is no part of a longer phrase: "two years", "the three-day siege", "for months".
pub(crate) fn duration(reader: Reader<'_>) -> Read<'_, Length> {
    let before = reader.behind().map_or("", Piece::word);
    if let Some(found) = running(reader) {
        return Some(found);
    }
    if let Some((length, after)) = length(reader) {
        let is_article = reader.any(&["a", "an"]).is_some() && length.amount == Some(1);
        let takes_length = LENGTH_WORDS.contains(&before) && length.unit > Unit::Hour;
        let is_rate = is_article && !takes_length;
        // "a year-long siege" is a length even so.
        let is_long = after.dash().is_some_and(|r| r.word("long").is_some());
        let after = after.maybe(|r| r.dash()?.any(&["long", "old"]));
        return (!is_rate || is_long).then_some((length, after));
    }
    let (length, after) = bare_plural(reader)?;
    (matches!(before, "for" | "over" | "after") && length.unit > Unit::Hour).then_some((length, after))
}

/// "the third consecutive day", "for the second week running", "a fifth day in a row", "for a third day": how long it has
/// gone on.
fn running(reader: Reader<'_>) -> Read<'_, Length> {
    let (nth, after) = figure_ordinal(reader).or_else(|| reader.meaning(words::ordinal))?;
    let straight = after.any(&["consecutive", "straight", "successive"]);
    let ((unit, is_plural), end) = straight.unwrap_or(after).meaning(words::unit)?;
    let running = end.word("running").or_else(|| end.words(&["in", "a", "row"]));
    let word = |back: usize| reader.behind_by(back).map_or("", Piece::word);
    let is_further = word(2) == "for" && word(1) == "a" && end.word("of").is_none();
    let goes_on = straight.is_some() || running.is_some() || is_further;
    let length = Length { amount: Some(nth), unit, is_rough: false };
    (goes_on && !is_plural).then_some((length, running.unwrap_or(end)))
}

/// Words that a length of one follows: "for a week".
const LENGTH_WORDS: [&str; 14] = [
    "for", "in", "over", "than", "nearly", "almost", "about", "after", "during", "within", "least", "lasted",
    "of", "barely",
];

/// How often: "every year", "daily", "on Fridays", "twice a week".
pub(crate) fn set(reader: Reader<'_>) -> Option<Reader<'_>> {
    if let Some(after) = reader.any(&["every", "each"]) {
        let after = after.maybe(|r| r.any(&["other", "single", "second", "few"]));
        let after = amount(after).map_or(after, |(_, end)| end);
        let is_unit = |word: &str| {
            let is_period =
                words::unit(word).is_some() || words::is_time_of_day(word) || words::season(word).is_some();
            (is_period || words::weekday(word).is_some() || words::month(word).is_some()).then_some(())
        };
        return after.meaning(is_unit).map(|(_, end)| end);
    }
    let piece = reader.ahead()?;
    let is_rate =
        matches!(piece.word(), "daily" | "weekly" | "monthly" | "yearly" | "annually" | "nightly" | "hourly");
    if is_rate && matches!(piece.role, Role::Adverb) {
        return reader.next();
    }
    if matches!(piece.word(), "daily" | "weekly" | "monthly" | "yearly" | "annual" | "nightly" | "hourly")
        && matches!(piece.role, Role::Adjective)
        && !piece.is_capital()
    {
        return reader.next();
    }
    if piece.is_capital() && words::is_weekdays(piece.word()) && !piece.inside_name {
        return reader.next();
    }
    times_a_unit(reader)
}

/// "twice a week", "three times per month".
fn times_a_unit(reader: Reader<'_>) -> Option<Reader<'_>> {
    let after = match reader.any(&["once", "twice"]) {
        Some(after) => after,
        None => amount(reader)?.1.word("times")?,
    };
    let after = after.any(&["a", "an", "per", "each", "every"])?;
    unit(after).map(|(_, end)| end).filter(|end| end.ahead().is_none_or(|next| next.make != Make::Digits))
}
