//! Dates that leave out what their reader knows: "on Tuesday", "in September", "July 31", "last spring", "the 15th",
//! "the following March". Start at [`named`].

use super::calendar::{calendar, figure_ordinal, longest, month, spoken_of};
use super::phrase::{Name, Origin, Pick, When, YearOf};
use super::pieces::{Make, Piece, Role};
use super::reader::{Read, Reader};
use super::words::{self, Spelling};

/// The longest date ahead that is a name of the calendar, complete or not.
pub(crate) fn named(reader: Reader<'_>) -> Read<'_, When> {
    let rules = [calendar, picked, bare_month, bare_weekday, bare_season, day_of_month];
    longest(rules.into_iter().filter_map(|rule| rule(reader)))
}

/// "last Tuesday", "this spring", "next May", "the previous October", "that summer".
fn picked(reader: Reader<'_>) -> Read<'_, When> {
    let (pick, after) = pick(reader)?;
    let (name, after) = name(after, pick)?;
    let after = time_of_day(after);
    Some((When::Named { name, year: YearOf::Missing, pick }, after))
}

/// The word that says which one of a name is meant.
fn pick(reader: Reader<'_>) -> Read<'_, Pick> {
    let deictic = [
        ("last", Pick::Last),
        ("past", Pick::Last),
        ("this", Pick::This),
        ("next", Pick::Next),
        ("coming", Pick::Next),
    ];
    let deictic_ahead = |r: Reader<'_>| deictic.into_iter().find(|(word, _)| r.peek() == *word);
    if let Some((_, pick)) = deictic_ahead(reader) {
        let after = reader.next()?;
        return Some((
            pick,
            if pick == Pick::This { after.maybe(|r| r.any(&["past", "coming"])) } else { after },
        ));
    }
    if let Some((by, after)) = spoken_of(reader) {
        let pick = match by {
            0 => Pick::Same,
            1 => Pick::Following,
            _ => Pick::Previous,
        };
        return Some((pick, after));
    }
    // "of the following March" may leave out its article, and "the past Friday" is the last one.
    if let Some(after) = reader.word("following") {
        return Some((Pick::Following, after));
    }
    let article = reader.word("the")?;
    match deictic_ahead(article) {
        Some((_, pick)) => Some((pick, article.next()?)),
        None => Some((Pick::Definite, article)),
    }
}

/// A weekday, a month or a season.
fn name(reader: Reader<'_>, pick: Pick) -> Read<'_, Name> {
    let piece = reader.ahead()?;
    let follows = pick != Pick::Definite;
    if piece.is_capital()
        && let Some(((day, _), after)) = reader.meaning(words::weekday)
    {
        return Some((Name::Weekday(day), after));
    }
    if let Some(((value, _), after)) = month(reader) {
        // "the February 14 attack" has its date behind the article.
        if pick == Pick::Definite && calendar(reader).is_some_and(|(_, end)| end.index() > after.index()) {
            return None;
        }
        // "the March offensive" is one of March; "the May family" is not.
        let fits = follows || (piece.modifies && value != 5 && !piece.inside_person);
        return fits.then_some((Name::Month(value), after));
    }
    let (code, after) = reader.meaning(words::season)?;
    let falls = piece.word() == "fall" && !follows && after.word("of").is_some();
    let is_noun = matches!(piece.role, Role::Noun | Role::Name) && !piece.modifies && !piece.inside_name;
    ((is_noun || (follows && !piece.modifies)) && !falls).then_some((Name::Grouping(code), after))
}

/// After a part of a day that leaves the day as it is: "Monday night".
pub(crate) fn time_of_day(reader: Reader<'_>) -> Reader<'_> {
    let after = reader.maybe(|r| r.any(&["early", "late"]));
    match after.meaning(|word| words::is_time_of_day(word).then_some(())) {
        Some((_, end)) => end,
        None => reader,
    }
}

/// A month alone: "in September". Names that are words of their own need a preposition or the like before them.
fn bare_month(reader: Reader<'_>) -> Read<'_, When> {
    let piece = reader.ahead()?;
    let ((value, spelling), after) = month(reader)?;
    let read = Some((When::name(Name::Month(value), YearOf::Missing), after));
    let before = word_behind(reader);
    let takes_time = before.is_some_and(|piece| TIME_WORDS.contains(&piece.word()));
    let is_noun = matches!(piece.role, Role::Name | Role::Noun);
    if piece.inside_person || (piece.inside_name && !takes_time) {
        return None;
    }
    if before.is_some_and(|before| before.role == Role::Name && before.is_capital() && !takes_time) {
        return None;
    }
    let is_word = spelling == Spelling::Short || matches!(value, 3 | 5 | 8);
    let is_in_list = || is_beside_month(reader, after);
    if !is_word || (takes_time && is_noun) || is_in_list() || is_of_noun(before, after) { read } else { None }
}

/// "its May pledge", "the group's August attack": a name of a month between whose it is and what it was.
fn is_of_noun(before: Option<&Piece<'_>>, after: Reader<'_>) -> bool {
    let is_whose = before.is_some_and(|before| WHOSE.contains(&before.word()));
    let is_what = |next: &Piece<'_>| matches!(next.role, Role::Noun | Role::Plural) && !next.is_capital();
    is_whose && after.ahead().is_some_and(is_what)
}

/// "February, May and October": a month with another on either side.
fn is_beside_month(reader: Reader<'_>, after: Reader<'_>) -> bool {
    let ahead = after.maybe(|r| r.mark(',')).maybe(|r| r.any(&["and", "or"]));
    let joins = |piece: &&Piece<'_>| piece.is_mark(',') || matches!(piece.word(), "and" | "or");
    let behind = (1..=3).filter_map(|back| reader.behind_by(back)).find(|piece| !joins(piece));
    let is_joined = reader.behind().as_ref().is_some_and(joins);
    let is_month = |piece: &Piece<'_>| piece.is_capital() && words::month(piece.word()).is_some();
    (ahead.index() > after.index() && ahead.ahead().is_some_and(is_month))
        || (is_joined && behind.is_some_and(is_month))
}

/// The word behind, also across the hyphen of "mid-May".
fn word_behind(reader: Reader<'_>) -> Option<&Piece<'_>> {
    let behind = reader.behind()?;
    if behind.is_mark('-') {
        return reader.behind_by(2).filter(|piece| piece.make == Make::Letters);
    }
    (behind.make != Make::Mark).then_some(behind)
}

/// Words before the name of a month that say whose or which thing of that month is meant.
const WHOSE: [&str; 9] = ["s", "its", "their", "his", "her", "our", "the", "a", "an"];
/// Words that a bare month or season follows.
const TIME_WORDS: [&str; 25] = [
    "in",
    "since",
    "by",
    "until",
    "till",
    "from",
    "to",
    "through",
    "during",
    "before",
    "after",
    "early",
    "late",
    "mid",
    "of",
    "and",
    "or",
    "between",
    "around",
    "about",
    "throughout",
    "each",
    "every",
    "for",
    "than",
];

/// "Tuesday", "Friday evening".
fn bare_weekday(reader: Reader<'_>) -> Read<'_, When> {
    let piece = reader.ahead()?;
    let ((day, spelling), after) = reader.meaning(words::weekday)?;
    let before = reader.behind().map_or("", Piece::word);
    let is_marked =
        spelling == Spelling::Full || matches!(before, "on" | "since" | "until" | "till" | "by" | "from");
    let is_name = piece.inside_person || (before.is_empty() && piece.inside_name);
    if !piece.is_capital() || !is_marked || is_name {
        return None;
    }
    let after = if spelling == Spelling::Short { after.maybe(|r| r.tight()?.mark('.')) } else { after };
    let pick = if before == "the" { Pick::Definite } else { Pick::Plain };
    // "Tuesday last" is last Tuesday.
    if let Some(end) =
        after.word("last").filter(|end| !end.ahead().is_some_and(|next| next.make == Make::Letters))
    {
        return Some((
            When::Named { name: Name::Weekday(day), year: YearOf::Missing, pick: Pick::Last },
            end,
        ));
    }
    Some((When::Named { name: Name::Weekday(day), year: YearOf::Missing, pick }, time_of_day(after)))
}

/// "in spring", "until autumn".
fn bare_season(reader: Reader<'_>) -> Read<'_, When> {
    let piece = reader.ahead()?;
    let (code, after) = reader.meaning(words::season)?;
    let before = reader.behind().map_or("", Piece::word);
    let is_season = matches!(before, "in" | "since" | "by" | "until" | "till" | "from" | "before" | "during");
    let is_noun = matches!(piece.role, Role::Noun | Role::Name) && !piece.modifies && !piece.is_capital();
    (is_season && is_noun && piece.word() != "fall")
        .then_some((When::name(Name::Grouping(code), YearOf::Missing), after))
}

/// "on the 15th", "the 3rd of last month", "Friday the 13th".
fn day_of_month(reader: Reader<'_>) -> Read<'_, When> {
    let capital = reader.ahead()?.is_capital();
    let weekday = reader.meaning(words::weekday).filter(|_| capital).map(|(_, after)| after);
    let start = weekday.unwrap_or(reader);
    let before = if weekday.is_some() { "on" } else { reader.behind().map_or("", Piece::word) };
    let takes_day = DAY_WORDS.contains(&before);
    let article = start.word("the");
    let number = article.unwrap_or(start);
    let piece = number.ahead()?;
    let (value, after) = figure_ordinal(number)?;
    if !takes_day || !(1..=31).contains(&value) || (article.is_none() && before != "on") {
        return None;
    }
    let name = Name::DayOfMonth(value as u8);
    if let Some((year, end)) = month_behind(after) {
        return Some((When::name(name, year), end));
    }
    let noun_follows = after.ahead().is_some_and(|next| {
        next.make == Make::Letters
            && matches!(next.role, Role::Noun | Role::Plural | Role::Name | Role::Adjective)
    });
    let is_alone = !piece.modifies && !noun_follows && after.word("of").is_none() && after.dash().is_none();
    is_alone.then_some((When::name(name, YearOf::Missing), after))
}

/// Words that the day of a month follows.
const DAY_WORDS: [&str; 18] = [
    "on", "by", "until", "till", "since", "from", "of", "to", "and", "or", "between", "before", "after",
    "for", "through", "around", "dated", "about",
];

/// "of last month", "of this month", "of that month".
fn month_behind(reader: Reader<'_>) -> Read<'_, YearOf> {
    let after = reader.word("of")?;
    let deictic = [("last", -1), ("this", 0), ("next", 1)];
    let (by, from, after) = match deictic.into_iter().find(|(word, _)| after.peek() == *word) {
        Some((_, by)) => (by, Origin::Issue, after.next()?),
        None => {
            let (by, end) = spoken_of(after).or_else(|| Some((0, after.word("the")?)))?;
            (by, Origin::Narrative, end)
        }
    };
    Some((YearOf::ShiftedMonth { by, from }, after.word("month")?))
}
