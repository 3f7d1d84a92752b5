//! Dates as the calendar has them: "12 March 2016", "March 12", "12-15 June 2016", "2016-03-12", "3/12/2016", "summer
//! of 2015", "the late 1980s" without its "late", "the 19th century". Start at [`calendar`].

use super::phrase::{Name, Origin, When, YearOf};
use super::pieces::{Make, Piece, Role};
use super::reader::{Read, Reader};
use super::words::{self, Spelling};

/// Years that a text can mean without saying more than the number.
const YEARS: std::ops::RangeInclusive<u32> = 1000..=2100;
/// The first year that an abbreviated month has behind it: before that it is a time of day, as in "11 Feb 1640".
const SHORT_STYLE_YEAR_MIN: i64 = 1800;
/// The first year that stands in a bracket, a list or before a noun without a word that makes it one.
const BARE_YEAR_MIN: i64 = 1800;
/// Below this one, four digits behind "until" are rather a time of day.
const TIME_YEAR_MIN: i64 = 1500;
/// Years of two digits up to this one are of this century.
const SHORT_YEAR_MAX: i64 = 50;

/// The longest date of the calendar ahead.
pub(crate) fn calendar(reader: Reader<'_>) -> Read<'_, When> {
    let rules =
        [iso, numeric, day_first, month_first, month_year, season_year, grouping, century, decade, feast];
    longest(rules.into_iter().chain([short_year_range, bare_year]).filter_map(|rule| rule(reader)))
}

/// The reading that goes furthest; of equals the first.
pub(crate) fn longest<'p, T>(reads: impl Iterator<Item = (T, Reader<'p>)>) -> Read<'p, T> {
    reads.reduce(|best, next| if next.1.index() > best.1.index() { next } else { best })
}

/// A month's name. Short ones and those that are words of their own need their capital.
pub(crate) fn month(reader: Reader<'_>) -> Read<'_, (u8, Spelling)> {
    let piece = reader.ahead()?;
    let ((month, spelling), after) = reader.meaning(words::month)?;
    let is_word = spelling == Spelling::Short || matches!(month, 3 | 5 | 8);
    if is_word && !piece.is_capital() {
        return None;
    }
    let after = if spelling == Spelling::Short { after.maybe(|r| r.tight()?.mark('.')) } else { after };
    Some(((month, spelling), after))
}

/// A number of at most `digits` digits that is no part of a greater figure.
pub(crate) fn number(reader: Reader<'_>, digits: usize) -> Read<'_, u32> {
    let piece = reader.ahead()?;
    let fits = piece.text.len() <= digits && !reader.is_in_figure();
    if fits { Some((piece.number()?, reader.next()?)) } else { None }
}

/// Whether a number goes on with letters, such as the `th` of `20th` or the `m` of `20m`.
fn goes_on(after: Reader<'_>) -> bool {
    after.tight().and_then(Reader::ahead).is_some_and(|piece| piece.make == Make::Letters)
}

/// An ordinal in figures: 3rd, 21st.
pub(crate) fn figure_ordinal(reader: Reader<'_>) -> Read<'_, u32> {
    let (value, after) = number(reader, 2)?;
    let suffixed = after.tight()?.next()?;
    words::is_ordinal_suffix(value, after.peek()).then_some((value, suffixed))
}

/// A day of the month, as a number or an ordinal in figures.
pub(crate) fn day(reader: Reader<'_>) -> Read<'_, u8> {
    let (value, after) = figure_ordinal(reader).or_else(|| {
        let (value, after) = number(reader, 2)?;
        let is_time = after.tight().is_some_and(|r| r.mark(':').is_some());
        (!goes_on(after) && !is_time).then_some((value, after))
    })?;
    (1..=31).contains(&value).then_some((value as u8, after))
}

/// A year of four digits.
pub(crate) fn year(reader: Reader<'_>) -> Read<'_, i64> {
    let (value, after) = number(reader, 4)?;
    (YEARS.contains(&value) && !goes_on(after)).then_some((i64::from(value), after))
}

/// A year of two digits with its apostrophe: '15.
fn apostrophe_year(reader: Reader<'_>) -> Read<'_, i64> {
    let (value, after) = number(reader.apostrophe()?.tight()?, 2)?;
    let has_two_digits = reader.next()?.peek().len() == 2;
    (has_two_digits && !goes_on(after)).then_some((full_year(i64::from(value)), after))
}

/// The year that two digits stand for.
fn full_year(value: i64) -> i64 {
    if value <= SHORT_YEAR_MAX { 2000 + value } else { 1900 + value }
}

/// The year behind a month or a season: "2014", ", 2014", "of 2014", "'14", "of last year", "that year".
pub(crate) fn year_behind(reader: Reader<'_>, spelling: Spelling) -> Read<'_, YearOf> {
    let earliest = if spelling == Spelling::Short { SHORT_STYLE_YEAR_MIN } else { 0 };
    let plain = reader
        .maybe(|r| r.mark(','))
        .maybe(|r| r.word("of"))
        .maybe(|r| r.word("the"))
        .maybe(|r| r.word("year"));
    let is_whole = |read: &(i64, Reader<'_>)| {
        let counts = plain.ahead().is_some_and(|piece| piece.counts && piece.make == Make::Digits);
        read.0 >= earliest && !(counts && plain.index() > reader.index())
    };
    let given = year(plain).filter(is_whole).or_else(|| apostrophe_year(reader));
    let given = given.or_else(|| year(reader.dash()?.tight()?).filter(|read| read.0 >= earliest));
    if let Some((value, after)) = given {
        return Some((YearOf::Given(value), after));
    }
    shifted_year(reader)
}

/// "of last year", "this year", "of that year", "of the same year", "of the following year".
fn shifted_year(reader: Reader<'_>) -> Read<'_, YearOf> {
    let reader = reader.maybe(|r| r.mark(',')).maybe(|r| r.word("of"));
    let deictic = [("last", -1), ("this", 0), ("next", 1)];
    let (by, from, after) = match deictic.into_iter().find(|(word, _)| reader.peek() == *word) {
        Some((_, by)) => (by, Origin::Issue, reader.next()?),
        None => {
            let (by, after) = spoken_of(reader)?;
            (by, Origin::Narrative, after)
        }
    };
    Some((YearOf::Shifted { by, from }, after.word("year")?))
}

/// "that", "the same", "the previous", "the following": how many away from the time spoken of.
pub(crate) fn spoken_of(reader: Reader<'_>) -> Read<'_, i64> {
    if let Some(after) = reader.word("that") {
        return Some((0, after.maybe(|r| r.any(&["same", "very"]))));
    }
    let after = reader.word("the")?;
    if let Some(same) = after.word("very").unwrap_or(after).word("same") {
        return Some((0, same));
    }
    if let Some(previous) = after.any(&["previous", "preceding", "prior"]) {
        return Some((-1, previous));
    }
    Some((1, after.any(&["following", "next", "subsequent", "ensuing"])?))
}

/// A weekday before a date: "Tuesday 8 October", "Fri., 5 June".
fn weekday_before(reader: Reader<'_>) -> Option<Reader<'_>> {
    let capital = reader.ahead()?.is_capital();
    let (_, after) = reader.meaning(words::weekday).filter(|_| capital)?;
    Some(after.maybe(|r| r.tight()?.mark('.')).maybe(|r| r.mark(',')).maybe(|r| r.word("the")))
}

/// "8 October 2013", "the 3rd of July", "12-15 June 2016", "9 to 10 July", "the first of May".
fn day_first(reader: Reader<'_>) -> Read<'_, When> {
    let reader = reader.maybe(weekday_before).maybe(|r| r.word("the"));
    let (first, after) = day(reader).or_else(|| spelled_day(reader))?;
    let (last, after) = match day_after(after) {
        Some((last, after)) if last > first => (Some(last), after),
        _ => (None, after),
    };
    let join = after.maybe(|r| r.word("of")).maybe(|r| r.tight()?.dash());
    let ((month, spelling), after) = month(join)?;
    Some(days(month, first, last, year_behind(after, spelling), after))
}

/// "the first of May": an ordinal in letters needs its "of".
fn spelled_day(reader: Reader<'_>) -> Read<'_, u8> {
    let (value, after) = reader.meaning(words::ordinal)?;
    after.word("of").map(|_| (value as u8, after))
}

/// The last day of a run: "-15", "–15", "to 15", "to the 15th".
fn day_after(reader: Reader<'_>) -> Read<'_, u8> {
    let dashed = reader.dash();
    let to = dashed.or_else(|| reader.any(&["to", "through", "until", "till"]))?;
    day(to.maybe(|r| r.word("the")))
}

/// "October 8, 2013", "July the 3rd", "June 12-15, 2016".
fn month_first(reader: Reader<'_>) -> Read<'_, When> {
    let reader = reader.maybe(weekday_before);
    let ((month, spelling), after) = month(reader)?;
    let day_ahead = after.maybe(|r| r.word("the"));
    let counted = day_ahead.ahead()?.counts;
    let (first, after) = day(day_ahead)?;
    let (last, after) = match day_after(after) {
        Some((last, end)) if last > first && month_ahead(end).is_none() => (Some(last), end),
        _ => (None, after),
    };
    let year = year_behind(after, spelling);
    if counted && year.is_none() && last.is_none() {
        return None;
    }
    Some(days(month, first, last, year, after))
}

/// A month's name ahead: the `15` of "June 12 - 15 July" is of another month.
fn month_ahead(reader: Reader<'_>) -> Option<Reader<'_>> {
    month(reader.maybe(|r| r.word("of"))).map(|(_, after)| after)
}

/// One day of a month or a run of them.
fn days<'p>(
    month: u8,
    first: u8,
    last: Option<u8>,
    year: Read<'p, YearOf>,
    after: Reader<'p>,
) -> (When, Reader<'p>) {
    let (year, after) = year.unwrap_or((YearOf::Missing, after));
    let named = |day| When::name(Name::Day { month, day }, year);
    match last {
        Some(last) => (When::Range(Box::new(named(first)), Box::new(named(last))), after),
        None => (named(first), after),
    }
}

/// "October 2013", "June of last year".
fn month_year(reader: Reader<'_>) -> Read<'_, When> {
    let ((month, spelling), after) = month(reader)?;
    let (year, after) = year_behind(after, spelling)?;
    Some((When::name(Name::Month(month), year), after))
}

/// "summer of 2015", "winter 2014-15", "autumn of last year".
fn season_year(reader: Reader<'_>) -> Read<'_, When> {
    let reader = reader.maybe(|r| r.word("the"));
    let (code, after) = reader.meaning(words::season)?;
    let (year, after) = year_behind(after, Spelling::Full)?;
    let after = match year {
        YearOf::Given(value) => short_second_year(after, value).unwrap_or(after),
        _ => after,
    };
    Some((When::name(Name::Grouping(code), year), after))
}

/// "the first quarter of 2014", "Q3 2015", "the second half of the year".
fn grouping(reader: Reader<'_>) -> Read<'_, When> {
    let (code, after, must_have_year) = quarter_code(reader).or_else(|| grouping_words(reader))?;
    match year_behind(after, Spelling::Full).or_else(|| year_spoken_of(after)) {
        Some((year, after)) => Some((When::name(Name::Grouping(code), year), after)),
        None if must_have_year => None,
        None => Some((When::name(Name::Grouping(code), YearOf::Missing), after)),
    }
}

/// "of the year".
fn year_spoken_of(reader: Reader<'_>) -> Read<'_, YearOf> {
    let after = reader.words(&["of", "the", "year"])?;
    Some((YearOf::Shifted { by: 0, from: Origin::Narrative }, after))
}

/// Q1 to Q4, H1 and H2.
fn quarter_code(reader: Reader<'_>) -> Option<(u8, Reader<'_>, bool)> {
    let (base, count) = match reader.ahead()?.text {
        "Q" => (32, 4),
        "H" => (39, 2),
        _ => return None,
    };
    let (value, after) = number(reader.next()?.tight()?, 1)?;
    ((1..=count).contains(&value)).then_some((base + value as u8, after, true))
}

/// "the first quarter", "the last half".
fn grouping_words(reader: Reader<'_>) -> Option<(u8, Reader<'_>, bool)> {
    let reader = reader.maybe(|r| r.word("the"));
    let (value, after) = match reader.word("last") {
        Some(after) => (0, after),
        None => reader.meaning(words::ordinal).or_else(|| figure_ordinal(reader))?,
    };
    if let Some(after) = after.word("half") {
        let value = if value == 0 { 2 } else { value };
        return (value <= 2).then_some((39 + value as u8, after, true));
    }
    let after = after.word("quarter")?;
    let value = if value == 0 { 4 } else { value };
    (value <= 4).then_some((32 + value as u8, after, true))
}

/// "the 19th century", "the twenty-first century".
fn century(reader: Reader<'_>) -> Read<'_, When> {
    let reader = reader.maybe(|r| r.word("the"));
    let (value, after) = figure_ordinal(reader).or_else(|| spelled_century(reader))?;
    let after = after.maybe(Reader::dash).word("century")?;
    (1..=21).contains(&value).then_some(())?;
    Some((When::name(Name::Century(i64::from(value - 1) * 100), YearOf::Missing), after))
}

fn spelled_century(reader: Reader<'_>) -> Read<'_, u32> {
    let compound = || Some((21, reader.word("twenty")?.maybe(Reader::dash).word("first")?));
    compound().or_else(|| reader.meaning(words::ordinal))
}

/// "the 1990s", "1990's", "the '80s", "the nineties".
fn decade(reader: Reader<'_>) -> Read<'_, When> {
    let has_article = reader.word("the").is_some();
    let reader = reader.maybe(|r| r.word("the"));
    if has_article && let Some((first, after)) = reader.meaning(words::decade) {
        return Some((When::name(Name::Decade(first), YearOf::Missing), after));
    }
    let (first, after) = match number(reader, 4) {
        Some((value, after)) if YEARS.contains(&value) => (i64::from(value), after),
        _ => {
            let (value, after) = number(reader.apostrophe()?.tight()?, 2)?;
            (1900 + i64::from(value), after)
        }
    };
    let after = after.tight()?.maybe(Reader::apostrophe).tight()?.word("s")?;
    (first % 10 == 0).then_some((When::name(Name::Decade(first), YearOf::Missing), after))
}

/// "Christmas 2014", "New Year's Eve", "Easter 1979".
fn feast(reader: Reader<'_>) -> Read<'_, When> {
    if let Some((_, after)) = reader.meaning(|word| words::MOVING_FEASTS.contains(&word).then_some(())) {
        let (value, after) = year(after)?;
        return Some((When::year(value), after));
    }
    let reader = reader.maybe(|r| r.word("the"));
    let (month, day, after) = fixed_feast(reader)?;
    let (year, after) = year_behind(after, Spelling::Full).unwrap_or((YearOf::Missing, after));
    Some((When::name(Name::Day { month, day }, year), after))
}

fn fixed_feast(reader: Reader<'_>) -> Option<(u8, u8, Reader<'_>)> {
    reader.ahead().filter(|piece| piece.is_capital() && !piece.modifies || piece.word() == "new")?;
    let possessive = |r: Reader<'_>| r.apostrophe().and_then(|r| r.word("s")).unwrap_or(r).index();
    let second = reader.next()?;
    if reader.peek() == "new" && second.peek() == "year" {
        let mut after = second.next()?;
        let words_end = possessive(after);
        while after.index() < words_end {
            after = after.next()?;
        }
        return match words::feast(["new", "year", after.peek()]) {
            Some((_, month, day)) => Some((month, day, after.next()?)),
            None => is_point_before(reader).then_some((1, 1, after)),
        };
    }
    let (length, month, day) = words::feast([reader.peek(), second.peek(), ""])?;
    Some((month, day, if length == 2 { second.next()? } else { second }))
}

/// Whether a word stands before that takes a point of time: "since New Year".
fn is_point_before(reader: Reader<'_>) -> bool {
    reader.behind().is_some_and(|piece| {
        matches!(piece.word(), "since" | "at" | "by" | "before" | "after" | "until" | "till" | "around")
    })
}

/// "1991–92", "2013/14".
fn short_year_range(reader: Reader<'_>) -> Read<'_, When> {
    let (first, after) = year(reader)?;
    let end = short_second_year(after, first)?;
    Some((When::Range(Box::new(When::year(first)), Box::new(When::year(first + 1))), end))
}

/// The `–92` of "1991–92", which is the year after; "2011-12" is a month.
fn short_second_year(reader: Reader<'_>, first: i64) -> Option<Reader<'_>> {
    let is_hyphen = reader.mark('-').is_some();
    let tight = reader.tight()?;
    let (value, after) = number(tight.dash().or_else(|| tight.mark('/'))?.tight()?, 2)?;
    let follows = i64::from(value) == (first + 1) % 100 && !goes_on(after);
    (follows && !(is_hyphen && value <= 12)).then_some(after)
}

/// "2016-03-12", "2016-03", "2016/03/12".
fn iso(reader: Reader<'_>) -> Read<'_, When> {
    let (value, after) = number(reader, 4)?;
    YEARS.contains(&value).then_some(())?;
    let year = YearOf::Given(i64::from(value));
    let mark = "-/.‐‑".chars().find(|mark| after.mark(*mark).is_some())?;
    let (month, after) = two_digits(after.tight()?.mark(mark)?, 12)?;
    let with_day = || two_digits(after.tight()?.mark(mark)?, 31);
    match with_day() {
        Some((day, after)) => Some((When::name(Name::Day { month, day }, year), after)),
        None if mark == '/' || mark == '.' || goes_on(after) => None,
        None => Some((When::name(Name::Month(month), year), after)),
    }
}

/// A number of one or two digits, written tight, up to `most`.
fn two_digits(reader: Reader<'_>, most: u32) -> Read<'_, u8> {
    let piece = reader.tight()?.ahead()?;
    let value = piece.number().filter(|value| (1..=most).contains(value) && piece.text.len() <= 2)?;
    Some((value as u8, reader.next()?))
}

/// "12/03/2016", "3.12.2016", "12/3/16", and the day that is known by its figures, 9/11.
fn numeric(reader: Reader<'_>) -> Read<'_, When> {
    let piece = reader.ahead().filter(|piece| piece.make == Make::Digits && piece.text.len() <= 2)?;
    let (first, after) = (piece.number()? as u8, reader.next()?);
    let mark = "/.-".chars().find(|mark| after.mark(*mark).is_some())?;
    let (second, after) = two_digits(after.tight()?.mark(mark)?, 31)?;
    let whole = || {
        let year = after.tight()?.mark(mark)?.tight()?;
        let digits = year.ahead()?;
        let value = i64::from(digits.number()?);
        let value = match digits.text.len() {
            4 if YEARS.contains(&(value as u32)) => value,
            2 if mark == '/' => full_year(value),
            _ => return None,
        };
        let is_date = (1..=31).contains(&first) && (first <= 12 || second <= 12);
        is_date.then_some((When::Numeric { first, second, year: value }, year.next()?))
    };
    whole().or_else(|| {
        let is_name =
            (first, second, mark) == (9, 11, '/') && after.tight().is_none_or(|r| r.mark('/').is_none());
        let year = YearOf::Given(2001);
        is_name.then_some((When::name(Name::Day { month: 9, day: 11 }, year), after))
    })
}

/// A year alone, where what stands around it says that it is one.
fn bare_year(reader: Reader<'_>) -> Read<'_, When> {
    let (value, after) = year(reader)?;
    let here = reader.ahead()?;
    let read = Some((When::year(value), after));
    if glued(reader, after) {
        return None;
    }
    let Some(before) = reader.behind() else {
        return if here.counts || here.modifies || value < BARE_YEAR_MIN { None } else { read };
    };
    let closes = || after.ahead().is_none_or(|next| next.make == Make::Mark);
    let is_good = value >= TIME_YEAR_MIN
        && match before.word() {
            "in" | "since" | "until" | "till" | "during" | "year" | "early" | "late" | "mid" | "circa"
            | "throughout" | "born" | "founded" | "established" | "formed" | "died" => !here.counts,
            "by" | "of" | "from" | "to" | "before" | "after" | "through" | "around" | "about" | "between"
            | "and" | "or" | "for" | "as" | "dated" | "ca" | "beyond" | "only" | "late-" => {
                !here.counts && value >= BARE_YEAR_MIN
            }
            "the" | "its" | "their" | "his" | "her" | "a" | "this" | "that" | "s" | "our" | "another" => {
                (here.modifies || here.counts) && value >= BARE_YEAR_MIN
            }
            _ if before.role == Role::Verb && closes() => !here.counts && value >= BARE_YEAR_MIN,
            word => stands_alone(reader, before, word, here, after) && value >= BARE_YEAR_MIN,
        };
    if is_good { read } else { None }
}

/// Whether the figure is tied to others: a telephone number, a time, a version.
fn glued(reader: Reader<'_>, after: Reader<'_>) -> bool {
    let tied = |piece: Option<&Piece<'_>>| {
        piece.is_some_and(|piece| piece.make == Make::Mark && "-–/:#@_+=".contains(piece.text))
    };
    let before = reader.tight().and_then(Reader::behind);
    let behind = after.tight().and_then(Reader::ahead).filter(|piece| !piece.is_mark('–'));
    let letters_follow = || {
        let beyond = after.next().and_then(Reader::tight).and_then(Reader::ahead);
        beyond.is_some_and(|piece| piece.make != Make::Mark)
    };
    tied(before) || (tied(behind) && letters_follow())
}

/// Whether a year without a word before it that makes it one is a year all the same: in brackets, in a list, after a
/// noun that has its year behind it.
fn stands_alone(
    reader: Reader<'_>,
    before: &Piece<'_>,
    word: &str,
    here: &Piece<'_>,
    after: Reader<'_>,
) -> bool {
    if here.counts {
        return false;
    }
    if before.is_mark('(') || before.is_mark('[') {
        return after.ahead().is_some_and(|piece| piece.make == Make::Mark);
    }
    if before.is_mark(',') || before.is_mark('–') {
        let follows_year =
            reader.behind_by(2).and_then(Piece::number).is_some_and(|value| YEARS.contains(&value));
        return follows_year
            || (!here.modifies && after.ahead().is_none_or(|piece| piece.make == Make::Mark));
    }
    if before.make == Make::Mark {
        return here.modifies && "“\"'‘—".contains(before.text);
    }
    words::DATED_NOUNS.contains(&word) || (before.role == Role::Adjective && here.modifies)
}
