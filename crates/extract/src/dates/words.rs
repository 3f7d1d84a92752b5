//! The words that dates are written with, and what they stand for. All lists are closed classes of English.

use retrospect_model::Weekday;

use super::length::Unit;

/// A word that may be short for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    Full,
    Short,
}

const MONTHS: [(&str, u8); 25] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("jan", 1),
    ("feb", 2),
    ("febr", 2),
    ("mar", 3),
    ("apr", 4),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];
/// How many of [`MONTHS`] are written out.
const FULL_MONTHS: usize = 12;

/// The month, 1 to 12.
pub(crate) fn month(word: &str) -> Option<(u8, Spelling)> {
    let index = MONTHS.iter().position(|(name, _)| *name == word)?;
    let spelling = if index < FULL_MONTHS { Spelling::Full } else { Spelling::Short };
    MONTHS.get(index).map(|(_, month)| (*month, spelling))
}

/// The day of the week.
pub(crate) fn weekday(word: &str) -> Option<(Weekday, Spelling)> {
    use Spelling::{Full, Short};
    Some(match word {
        "monday" => (Weekday::Monday, Full),
        "tuesday" => (Weekday::Tuesday, Full),
        "wednesday" => (Weekday::Wednesday, Full),
        "thursday" => (Weekday::Thursday, Full),
        "friday" => (Weekday::Friday, Full),
        "saturday" => (Weekday::Saturday, Full),
        "sunday" => (Weekday::Sunday, Full),
        "mon" => (Weekday::Monday, Short),
        "tue" | "tues" => (Weekday::Tuesday, Short),
        "wed" => (Weekday::Wednesday, Short),
        "thu" | "thur" | "thurs" => (Weekday::Thursday, Short),
        "fri" => (Weekday::Friday, Short),
        "sat" => (Weekday::Saturday, Short),
        "sun" => (Weekday::Sunday, Short),
        _ => return None,
    })
}

/// Whether the word is a day of the week in the plural.
pub(crate) fn is_weekdays(word: &str) -> bool {
    word.strip_suffix('s').and_then(weekday).is_some_and(|(_, spelling)| spelling == Spelling::Full)
        && word.ends_with("days")
}

/// The season's code in EDTF, 21 to 24.
pub(crate) fn season(word: &str) -> Option<u8> {
    Some(match word {
        "spring" | "springtime" => 21,
        "summer" | "summertime" => 22,
        "autumn" | "fall" => 23,
        "winter" | "wintertime" => 24,
        _ => return None,
    })
}

/// A feast on a fixed day, by month and day.
pub(crate) fn feast(words: [&str; 3]) -> Option<(usize, u8, u8)> {
    match words {
        ["christmas", "eve", _] => Some((2, 12, 24)),
        ["christmas", "day", _] => Some((2, 12, 25)),
        ["christmas", ..] => Some((1, 12, 25)),
        ["new", "year", "eve"] => Some((3, 12, 31)),
        ["new", "year", "day"] => Some((3, 1, 1)),
        _ => None,
    }
}

/// Feasts that move, of which only the year can be said.
pub(crate) const MOVING_FEASTS: [&str; 6] = ["easter", "ramadan", "nowruz", "passover", "lent", "eid"];

/// The unit, and whether the word is a plural.
pub(crate) fn unit(word: &str) -> Option<(Unit, bool)> {
    Some(match word {
        "second" | "minute" | "hour" | "hr" | "moment" => (Unit::Hour, false),
        "seconds" | "minutes" | "hours" | "hrs" | "moments" => (Unit::Hour, true),
        "day" | "night" => (Unit::Day, false),
        "days" | "nights" => (Unit::Day, true),
        "weekend" => (Unit::Weekend, false),
        "weekends" => (Unit::Weekend, true),
        "week" | "fortnight" => (Unit::Week, false),
        "weeks" | "fortnights" => (Unit::Week, true),
        "month" => (Unit::Month, false),
        "months" => (Unit::Month, true),
        "quarter" => (Unit::Quarter, false),
        "quarters" => (Unit::Quarter, true),
        "year" | "yr" => (Unit::Year, false),
        "years" | "yrs" => (Unit::Year, true),
        "decade" => (Unit::Decade, false),
        "decades" => (Unit::Decade, true),
        "century" => (Unit::Century, false),
        "centuries" => (Unit::Century, true),
        _ => return None,
    })
}

/// Parts of a day, which leave the day as it is.
pub(crate) fn is_time_of_day(word: &str) -> bool {
    matches!(
        word,
        "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "noon"
            | "dawn"
            | "dusk"
            | "midday"
            | "midnight"
            | "lunchtime"
    )
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number below twenty in letters.
pub(crate) fn ones(word: &str) -> Option<u32> {
    ONES.iter().position(|name| *name == word).map(|index| index as u32)
}

/// Twenty to ninety in letters.
pub(crate) fn tens(word: &str) -> Option<u32> {
    TENS.iter().position(|name| *name == word).map(|index| 20 + 10 * index as u32)
}

const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// An ordinal in letters, up to the twentieth; the thirtieth besides.
pub(crate) fn ordinal(word: &str) -> Option<u32> {
    if word == "thirtieth" {
        return Some(30);
    }
    ORDINALS.iter().position(|name| *name == word).map(|index| index as u32 + 1)
}

/// Whether `suffix` makes an ordinal of the number: 1st, 2nd, 3rd, 4th, 11th.
pub(crate) fn is_ordinal_suffix(number: u32, suffix: &str) -> bool {
    let right = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    suffix == right
}

/// A decade by its name in letters, of the last century.
pub(crate) fn decade(word: &str) -> Option<i64> {
    Some(match word {
        "twenties" => 1920,
        "thirties" => 1930,
        "forties" => 1940,
        "fifties" => 1950,
        "sixties" => 1960,
        "seventies" => 1970,
        "eighties" => 1980,
        "nineties" => 1990,
        _ => return None,
    })
}

/// Words for an amount that is not given.
pub(crate) fn is_vague(word: &str) -> bool {
    matches!(word, "several" | "some" | "many" | "few" | "couple" | "various" | "numerous" | "countless")
}

/// Words that an expression begins with and that name no stretch, unit or number themselves, sorted.
const BEGINNINGS: [&str; 100] = [
    "a",
    "about",
    "after",
    "ahead",
    "almost",
    "an",
    "annual",
    "annually",
    "approximately",
    "around",
    "as",
    "at",
    "barely",
    "before",
    "beginning",
    "between",
    "by",
    "c",
    "ca",
    "christmas",
    "circa",
    "close",
    "closing",
    "coming",
    "current",
    "daily",
    "each",
    "earlier",
    "early",
    "effective",
    "end",
    "ensuing",
    "ever",
    "every",
    "fewer",
    "final",
    "first",
    "following",
    "from",
    "h",
    "half",
    "hardly",
    "henceforth",
    "hourly",
    "just",
    "last",
    "late",
    "later",
    "less",
    "maybe",
    "mid",
    "middle",
    "monthly",
    "more",
    "most",
    "nearly",
    "new",
    "next",
    "nightly",
    "no",
    "not",
    "on",
    "once",
    "only",
    "opening",
    "outset",
    "over",
    "past",
    "pending",
    "perhaps",
    "preceding",
    "previous",
    "prior",
    "q",
    "recent",
    "roughly",
    "since",
    "some",
    "sometime",
    "start",
    "starting",
    "subsequent",
    "that",
    "the",
    "then",
    "thereafter",
    "this",
    "till",
    "today",
    "tomorrow",
    "tonight",
    "twice",
    "under",
    "until",
    "up",
    "weekly",
    "with",
    "within",
    "yearly",
    "yesterday",
];

/// Whether an expression may begin with the word. A word that is missing here is never looked at, which keeps reading
/// fast: most words of a text begin no date.
pub(crate) fn can_begin(word: &str) -> bool {
    BEGINNINGS.binary_search(&word).is_ok()
        || month(word).is_some()
        || weekday(word).is_some()
        || is_weekdays(word)
        || season(word).is_some()
        || unit(word).is_some_and(|(_, is_plural)| is_plural)
        || ones(word).is_some()
        || tens(word).is_some()
        || ordinal(word).is_some()
        || is_vague(word)
        || MOVING_FEASTS.contains(&word)
}

/// Nouns that a law, a game or a vote has its year after: "the Amnesty Act 2016".
pub(crate) const DATED_NOUNS: [&str; 12] = [
    "act",
    "order",
    "regulations",
    "bill",
    "law",
    "decree",
    "cup",
    "games",
    "olympics",
    "report",
    "summit",
    "agreement",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_sorted_to_be_searched() {
        assert!(BEGINNINGS.is_sorted());
        assert!(can_begin("since") && can_begin("march") && can_begin("weeks") && !can_begin("group"));
    }
}
