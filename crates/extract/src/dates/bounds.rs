//! What stands around a date and moves it: "early 2014", "about 2012", "since March", "by Friday", "from March to May",
//! "between the 20th and the 27th". Start at [`expression`].

use super::amounts::{bare_plural, duration, length, set, unit};
use super::calendar::{calendar, day as day_number, longest, month, year, year_behind};
use super::length::{Length, Unit};
use super::named::named;
use super::phrase::{Bound, Name, Origin, Part, Phrase, When, YearOf};
use super::pieces::{Make, Piece, Role};
use super::reader::{Read, Reader};
use super::relative::relative;
use super::words;

/// What a rule found: its phrase, and the piece at which the date itself begins, behind "since" and the like.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expression {
    pub phrase: Phrase,
    pub core: usize,
}

/// The longest expression ahead.
pub(crate) fn expression(reader: Reader<'_>) -> Read<'_, Expression> {
    let core = reader.index();
    let of = |phrase: Phrase| Expression { phrase, core };
    let set = set(reader).map(|after| (of(Phrase::Set), after));
    let length = duration(reader).map(|(length, after)| (of(Phrase::Duration(length)), after));
    let range = range(reader).map(|(when, after)| (of(Phrase::When(when)), after));
    let plain = moment(reader).map(|(when, after)| (of(Phrase::When(when)), after));
    longest([range, bounded(reader), plain, set, length].into_iter().flatten())
}

/// A date with what makes it rough or names a part of it.
fn moment(reader: Reader<'_>) -> Read<'_, When> {
    let (when, after) = longest([about(reader), part(reader), date(reader)].into_iter().flatten())?;
    match after.words(&["or", "so"]) {
        Some(end) => Some((When::About(Box::new(when)), end)),
        None => Some((when, after)),
    }
}

/// A date as it stands.
fn date(reader: Reader<'_>) -> Read<'_, When> {
    let (when, after) = longest([named(reader), relative(reader)].into_iter().flatten())?;
    // "[1993?]": the editor is not sure.
    let bracketed = after.mark('?').filter(|end| end.mark(']').is_some() || end.mark(')').is_some());
    Some(match bracketed {
        Some(end) => (When::Perhaps(Box::new(when)), end),
        None => (when, after),
    })
}

/// "about 2012", "circa 1990", "some time in May", "on or about 8 February".
fn about(reader: Reader<'_>) -> Read<'_, When> {
    let sometime = || {
        let after = reader.words(&["some", "time"]).or_else(|| reader.word("sometime"))?;
        Some(after.maybe(|r| r.any(&["in", "during", "around", "about", "on"])))
    };
    let abbreviated = || {
        let after = reader.any(&["c", "ca"])?.tight()?.mark('.')?;
        Some(after)
    };
    let words = ["about", "around", "circa", "roughly", "approximately"];
    let on_or_about = || reader.words(&["on", "or"])?.any(&["about", "around"]);
    let after = sometime().or_else(abbreviated).or_else(on_or_about).or_else(|| reader.any(&words))?;
    let (when, end) = longest([part(after), date_after(after)].into_iter().flatten())?;
    Some((When::About(Box::new(when)), end))
}

/// A date behind a word of this module.
fn date_after(reader: Reader<'_>) -> Read<'_, When> {
    let plain_year = || {
        year(reader).filter(|_| !reader.is_in_figure() && !counts(reader)).map(|(y, r)| (When::year(y), r))
    };
    date(reader).or_else(plain_year)
}

fn counts(reader: Reader<'_>) -> bool {
    reader.ahead().is_some_and(|piece| piece.counts)
}

/// "early 2014", "mid-July", "the end of June", "the first days of May", "later this year".
fn part(reader: Reader<'_>) -> Read<'_, When> {
    if let Some(after) = reader.any(&["earlier", "later"]) {
        return same_stretch(after);
    }
    let (part, after) = part_words(reader)?;
    let of_unit = || bare_unit(after).filter(|_| matches!(part, Part::Start | Part::End));
    let (when, end) = longest([whole(after), calendar_year(after), of_unit()].into_iter().flatten())?;
    Some((When::Part { part, of: Box::new(when) }, end))
}

/// "earlier this month", "later that day", "earlier in the year", "later in 2014".
fn same_stretch(reader: Reader<'_>) -> Read<'_, When> {
    let after = reader.maybe(|r| r.any(&["in", "on"]));
    let (when, end) = spoken_unit(after).or_else(|| date_after(after))?;
    matches!(when, When::Unit { .. } | When::Named { .. }).then_some((when, end))
}

/// "the year", "the month", "the day" of the time spoken of, behind a word for a part of it.
fn spoken_unit(reader: Reader<'_>) -> Read<'_, When> {
    let after = reader.word("the")?;
    let (unit, end) = unit(after).filter(|(unit, _)| *unit > Unit::Hour)?;
    Some((When::Unit { unit, by: 0, from: Origin::Either }, end))
}

/// "the end of year", "the start of month": the article may be left out there.
fn bare_unit(reader: Reader<'_>) -> Read<'_, When> {
    let ((unit, is_plural), end) = reader.meaning(words::unit)?;
    let is_whole = !is_plural && matches!(unit, Unit::Month | Unit::Year);
    is_whole.then_some((When::Unit { unit, by: 0, from: Origin::Either }, end))
}

/// A stretch that can have parts.
fn whole(reader: Reader<'_>) -> Read<'_, When> {
    longest([spoken_unit(reader), date(reader)].into_iter().flatten())
}

fn calendar_year(reader: Reader<'_>) -> Read<'_, When> {
    if counts(reader) {
        return None;
    }
    year(reader).map(|(value, after)| (When::year(value), after))
}

/// "early", "mid-", "late in", "the beginning of", "the last weeks of".
fn part_words(reader: Reader<'_>) -> Read<'_, Part> {
    let article = reader.word("the").unwrap_or(reader);
    let simple = match article.peek() {
        "early" => Some(Part::Early),
        "mid" | "middle" => Some(Part::Middle),
        "late" => Some(Part::Late),
        _ => None,
    };
    if let Some(part) = simple {
        let after = article.next()?;
        let after = match article.peek() {
            "middle" => after.word("of")?,
            "mid" => after.maybe(Reader::dash),
            // "early on Thursday", "late in May", "the early part of 2014", "the late hours of Friday".
            _ => after
                .maybe(Reader::dash)
                .maybe(|r| r.any(&["part", "hours", "days", "weeks", "months"])?.word("of"))
                .maybe(|r| r.any(&["in", "on"])),
        };
        return Some((part, after));
    }
    let edge = match article.peek() {
        "beginning" | "start" | "outset" | "opening" => Some(Part::Start),
        "end" | "close" => Some(Part::End),
        _ => None,
    };
    if let Some(part) = edge {
        return Some((part, article.next()?.word("of")?));
    }
    counted_part(article)
}

/// "the first days of", "the last three months of", "the second week of".
fn counted_part(reader: Reader<'_>) -> Read<'_, Part> {
    let after = reader.next()?;
    let counted =
        |after| length(after).or_else(|| bare_plural(after)).filter(|(length, _)| length.unit < Unit::Year);
    let of = |part: Part, end: Reader<'_>| Some((part, end.word("of")?.index()));
    let one = |unit| Length { amount: Some(1), unit, is_rough: false };
    let (part, index) = match reader.peek() {
        "first" | "opening" => match counted(after) {
            Some((length, end)) => of(Part::First(length), end),
            None => unit(after).and_then(|(unit, end)| of(Part::First(one(unit)), end)),
        },
        "last" | "final" | "closing" => match counted(after) {
            Some((length, end)) => of(Part::Last(length), end),
            None => unit(after).and_then(|(unit, end)| of(Part::Last(one(unit)), end)),
        },
        word => {
            let nth = words::ordinal(word).filter(|nth| *nth <= 5)?;
            of(Part::Week(nth as u8), after.word("week")?)
        }
    }?;
    let mut end = after;
    while end.index() < index {
        end = end.next()?;
    }
    Some((part, end))
}

/// "since 2012", "by Friday", "no later than 3 May", "from then on".
fn bounded(reader: Reader<'_>) -> Read<'_, Expression> {
    let start = reader.maybe(|r| r.words(&["at", "least"])).maybe(|r| r.any(&["ever", "only"]));
    if let Some(found) = bare_since(start) {
        return Some(found);
    }
    let (bound, after) = bound_words(start)?;
    let is_from = start.peek() == "from";
    // "a letter from March 2014" and "it dates from 1990" are of then, not from then on.
    let is_dating =
        start.behind().is_some_and(|piece| matches!(piece.word(), "date" | "dates" | "dated" | "dating"));
    let is_origin = is_from && (start.ahead()?.hangs_on_noun || is_dating);
    let core = after.index();
    let (when, end) = after_bound(after)?;
    let end_on = end.any(&["on", "onward", "onwards"]).filter(|on| on_ends(*on));
    if is_origin && end_on.is_none() {
        return None;
    }
    let end = end_on.unwrap_or(end);
    // "from 14–16 August" has its other end in the date.
    let is_range = is_from && matches!(when, When::Range(..));
    let when = if is_range { when } else { When::Bound(bound, Box::new(exact_end(bound, when))) };
    Some((Expression { phrase: Phrase::When(when), core }, end))
}

/// Whether "on" ends the phrase, as in "from 2012 on".
fn on_ends(after: Reader<'_>) -> bool {
    after.ahead().is_none_or(|next| next.make == Make::Mark)
        || after.behind().is_some_and(|on| on.word() != "on")
}

/// "has since left", "ever since".
fn bare_since(reader: Reader<'_>) -> Read<'_, Expression> {
    let phrase = || Phrase::When(When::Bound(Bound::Since, Box::new(When::Then)));
    let here = reader.ahead()?;
    if matches!(here.word(), "thereafter" | "henceforth") {
        return Some((Expression { phrase: phrase(), core: reader.index() }, reader.next()?));
    }
    let after = reader.word("since")?;
    let has_date = after_bound(after).is_some();
    let follows_auxiliary =
        reader.behind().is_some_and(|piece| matches!(piece.word(), "has" | "have" | "had" | "ve"));
    let is_adverb = follows_auxiliary || (here.role == Role::Adverb && !here.governs);
    let ends = after.ahead().is_none_or(|next| next.make == Make::Mark && !"“\"".contains(next.text));
    (!has_date && (is_adverb || ends))
        .then_some((Expression { phrase: phrase(), core: reader.index() }, after))
}

/// The date behind a bound.
fn after_bound(reader: Reader<'_>) -> Read<'_, When> {
    let reader = reader.maybe(|r| r.words(&["at", "least"])).maybe(|r| r.any(&["at", "on", "in"]));
    longest([moment(reader), plain_year(reader)].into_iter().flatten())
}

fn plain_year(reader: Reader<'_>) -> Read<'_, When> {
    let (value, after) = year(reader).filter(|_| !counts(reader))?;
    let is_large = value >= 1800;
    is_large.then_some((When::year(value), after))
}

/// "until the end of June" ends with its last day, not about it.
fn exact_end(bound: Bound, when: When) -> When {
    match (bound, when) {
        (Bound::Until | Bound::By, When::Part { part: Part::End | Part::Late | Part::Last(_), of }) => *of,
        (_, when) => when,
    }
}

/// The words that make a bound.
fn bound_words(reader: Reader<'_>) -> Read<'_, Bound> {
    let phrases: [(&[&str], Bound); 12] = [
        (&["no", "later", "than"], Bound::By),
        (&["not", "later", "than"], Bound::By),
        (&["no", "earlier", "than"], Bound::Since),
        (&["not", "before"], Bound::Since),
        (&["up", "to"], Bound::Until),
        (&["up", "until"], Bound::Until),
        (&["prior", "to"], Bound::Until),
        (&["ahead", "of"], Bound::By),
        (&["as", "from"], Bound::Since),
        (&["with", "effect", "from"], Bound::Since),
        (&["starting", "from"], Bound::Since),
        (&["effective", "from"], Bound::Since),
    ];
    if let Some((after, bound)) =
        phrases.iter().find_map(|(words, bound)| Some((reader.words(words)?, *bound)))
    {
        return Some((bound, after));
    }
    let bound = match reader.peek() {
        "since" | "from" | "after" | "following" | "starting" | "beginning" | "effective" => Bound::Since,
        "until" | "till" | "before" | "pending" => Bound::Until,
        "by" => Bound::By,
        _ => return None,
    };
    let verbal = matches!(reader.peek(), "following");
    let after = reader.next()?;
    // "after midnight on Friday", "before dawn on Sunday" are of that day.
    (!verbal || calendar(after).is_some()).then_some((bound, after))
}

/// "from March to May 2014", "between 2015 and 2017", "March–May 2014", "2011-2013".
fn range(reader: Reader<'_>) -> Read<'_, When> {
    let both = |from: When, to: When| When::Range(Box::new(from), Box::new(to));
    if let Some(after) = reader.word("between") {
        let (from, after) = side(after)?;
        let join = after.any(&["and", "to"]).or_else(|| after.dash())?;
        let (to, end) = longest([side(join), same_month(&from, join)].into_iter().flatten())?;
        return Some((both(from, to), end));
    }
    if let Some(after) = reader.word("from") {
        let (from, after) = side(after)?;
        let join = after.maybe(|r| r.mark(','));
        let join = join
            .words(&["up", "to"])
            .or_else(|| join.any(&["to", "until", "till", "through"]))
            .or_else(|| after.dash())?;
        let (to, end) = side(join)?;
        return Some((both(from, exact_end(Bound::Until, to)), end));
    }
    let (from, after) = side(reader)?;
    let dash = after.dash().filter(|_| !after.behind().is_some_and(|piece| piece.is_mark('—')));
    let join = dash.or_else(|| after.any(&["to", "until", "till", "through"]))?;
    if dash.is_some() && after.tight().is_none() && after.mark('—').is_some() {
        return None;
    }
    let (to, end) = side(join)?;
    let fits = is_name_of_calendar(&from) && is_name_of_calendar(&to);
    fits.then_some((both(from, to), end))
}

/// One side of a range.
fn side(reader: Reader<'_>) -> Read<'_, When> {
    let start = reader.maybe(|r| r.any(&["in", "on"]));
    let day = || {
        // "between the 20th and the 27th", "between 3 and 5 May": the month is on the other side.
        let (value, after) = day_number(start.maybe(|r| r.word("the")))?;
        let name = Name::DayOfMonth(value);
        let joined = after.any(&["and", "to"]).is_some();
        joined.then_some((When::name(name, YearOf::Missing), after))
    };
    longest([moment(start), plain_year(start), joined_month(start), day()].into_iter().flatten())
}

/// The second day of "between February 27 and 28, 2024".
fn same_month<'p>(from: &When, reader: Reader<'p>) -> Read<'p, When> {
    let When::Named { name: Name::Day { month, .. }, year: YearOf::Missing, .. } = from else { return None };
    let (day, after) = day_number(reader.maybe(|r| r.word("the")))?;
    let (year, end) = year_behind(after, words::Spelling::Full).unwrap_or((YearOf::Missing, after));
    Some((When::name(Name::Day { month: *month, day }, year), end))
}

/// A month in a range stands without a preposition of its own.
fn joined_month(reader: Reader<'_>) -> Read<'_, When> {
    let is_capital = reader.ahead().is_some_and(Piece::is_capital);
    let ((month, _), after) = month(reader).filter(|_| is_capital)?;
    let joins = after.dash().is_some()
        || after.any(&["to", "and", "until", "till", "through"]).is_some()
        || reader.behind().is_some_and(|piece| {
            piece.make == Make::Mark || matches!(piece.word(), "to" | "and" | "until" | "till" | "through")
        });
    joins.then_some((When::name(Name::Month(month), YearOf::Missing), after))
}

/// Whether it is a name of the calendar, which a bare dash or "to" can join.
fn is_name_of_calendar(when: &When) -> bool {
    match when {
        When::Named { .. } => true,
        When::Part { of, .. } | When::About(of) => is_name_of_calendar(of),
        _ => false,
    }
}
