//! Turns dates as metadata and digests write them into EDTF: EDTF itself, ISO 8601 and its relatives, mail headers, and
//! days and months in English words. Start at [`read`]. This is not the reader of dates in sentences, which needs an
//! anchor: every date here names its year.

use retrospect_model::edtf::{Offset, Zone};
use retrospect_model::{Date, DateTime, Day, Edtf, YearMonth};

/// The most bytes of a date with its time and zone.
const BYTES_MAX: usize = 100;

/// The date that `text` writes, with its time of day and zone where it has them; `None` when it is none, or could be
/// two (`03/04/2015`).
pub(crate) fn read(text: &str) -> Option<Edtf> {
    let text = text.trim();
    if text.len() > BYTES_MAX {
        return None;
    }
    text.parse().ok().or_else(|| leading(text).map(|(date, _)| date))
}

/// The date at the beginning of `text`, and what follows it.
pub(crate) fn leading(text: &str) -> Option<(Edtf, &str)> {
    let start = Cursor { rest: text };
    let (date, mut cursor) = start.numbers().or_else(|| start.words())?;
    // A number that goes on is another number.
    if cursor.rest.starts_with(|next: char| next.is_ascii_digit()) {
        return None;
    }
    let date = match date {
        Named::Month(month) => Edtf::try_from(month).ok()?,
        Named::Day(day) => match cursor.time() {
            Some((time, zone)) => DateTime::new(day, time, zone).ok()?.into(),
            None => Edtf::try_from(day).ok()?,
        },
    };
    Some((date, cursor.rest))
}

/// The day of `date`, marked `?`: for dates that may be those of something else than the publication.
pub(crate) fn uncertain(date: &Edtf) -> Option<Edtf> {
    match date {
        Edtf::Date(date) => Some(Edtf::Date(date.uncertain())),
        Edtf::DateTime(datetime) => Some(Edtf::Date(Date::try_from(datetime.day()).ok()?.uncertain())),
        _ => None,
    }
}

/// The twelve months; any prefix of three letters or more names one.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The seven weekdays; any prefix of three letters or more names one.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What was named, before a time of day is looked for.
enum Named {
    Month(YearMonth),
    Day(Day),
}

/// What of a text is still to be read.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// `2015-08-06`, `2015/08/06`, `2015.08.06`, `20150806`.
    fn numbers(mut self) -> Option<(Named, Self)> {
        if self.rest.len() >= 8 && self.rest.bytes().take_while(u8::is_ascii_digit).count() == 8 {
            let day = Day::from_civil(self.digits(4)?.into(), self.two()?, self.two()?)?;
            return Some((Named::Day(day), self));
        }
        let year = self.digits(4)?;
        let separator = self.rest.chars().next().filter(|next| matches!(next, '-' | '/' | '.'))?;
        self.eat(separator)?;
        let month = self.two()?;
        self.eat(separator)?;
        let day = Day::from_civil(year.into(), month, self.two()?)?;
        Some((Named::Day(day), self))
    }

    /// `6 August 2015`, `6th of August, 2015`, `August 6, 2015`, `August 2015`, with a weekday before or not.
    fn words(mut self) -> Option<(Named, Self)> {
        let mut past = self;
        if past.one_of(&WEEKDAYS).is_some() {
            past.gap();
            self = past;
        }
        if let Some(day) = self.ordinal() {
            self.gap();
            self.word("of");
            let month = self.month()?;
            return self.year().and_then(|year| Some((Named::Day(Day::from_civil(year, month, day)?), self)));
        }
        let month = self.month()?;
        let mut month_alone = self;
        if let Some(day) = self.ordinal() {
            self.gap();
            let year = self.year();
            return year.and_then(|year| Some((Named::Day(Day::from_civil(year, month, day)?), self)));
        }
        let year = month_alone.year()?;
        Some((Named::Month(YearMonth::new(year, month)?), month_alone))
    }

    /// `10:00`, `T10:00:30.5`, with a zone behind it or not.
    fn time(&mut self) -> Option<([u8; 3], Zone)> {
        let mut past = *self;
        if past.eat('T').is_none() && past.eat('t').is_none() {
            past.gap();
        }
        let hour = past.two()?;
        past.eat(':')?;
        let minute = past.two()?;
        let second = if past.eat(':').is_some() { past.two()? } else { 0 };
        if past.eat('.').is_some() {
            past.rest = past.rest.trim_start_matches(|next: char| next.is_ascii_digit());
        }
        let zone = past.zone();
        *self = past;
        // The model has no leap seconds; the second before is the same minute.
        Some(([hour, minute, second.min(59)], zone))
    }

    /// `Z`, `GMT`, `+05:00`, `+0500`, `-04`.
    fn zone(&mut self) -> Zone {
        let mut past = Cursor { rest: self.rest.trim_start_matches(' ') };
        if past.word("utc") || past.word("gmt") || past.word("z") {
            *self = past;
            return Zone::Utc;
        }
        let offset = past.offset();
        if offset.is_some() {
            *self = past;
        }
        offset.map_or(Zone::Unstated, Zone::Offset)
    }

    fn offset(&mut self) -> Option<Offset> {
        let sign = if self.eat('+').is_some() {
            1
        } else {
            self.eat('-')?;
            -1
        };
        let hours = i16::from(self.two()?);
        self.eat(':');
        let mut past = *self;
        let minutes = past.two().map_or(0, |minutes| {
            *self = past;
            i16::from(minutes)
        });
        Offset::of_minutes(sign * (hours * 60 + minutes))
    }

    /// A day of the month: `6`, `06`, `6th`.
    fn ordinal(&mut self) -> Option<u8> {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=2).contains(&count) {
            return None;
        }
        let day = self.digits(count)?;
        let _ = ["st", "nd", "rd", "th"].iter().any(|ending| self.word(ending));
        u8::try_from(day).ok()
    }

    fn month(&mut self) -> Option<u8> {
        self.gap();
        let month = self.one_of(&MONTHS)?;
        self.gap();
        u8::try_from(month + 1).ok()
    }

    fn year(&mut self) -> Option<i64> {
        self.digits(4).map(i64::from)
    }

    /// Which of `names` the next word is, in full or shortened to three letters or more.
    fn one_of(&mut self, names: &[&str]) -> Option<usize> {
        let len = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = self.rest.get(..len)?.to_ascii_lowercase();
        let which = names.iter().position(|name| len >= 3 && name.starts_with(&word))?;
        self.rest = self.rest.get(len..)?;
        Some(which)
    }

    /// Whether the next word is `word`, which is then read.
    fn word(&mut self, word: &str) -> bool {
        let len = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let found = self.rest.get(..len).is_some_and(|next| next.eq_ignore_ascii_case(word));
        if found {
            self.rest = self.rest.get(len..).unwrap_or_default();
        }
        found
    }

    /// Spaces, commas and full stops.
    fn gap(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\u{A0}', ',', '.']);
    }

    fn eat(&mut self, expected: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    fn two(&mut self) -> Option<u8> {
        self.digits(2).and_then(|number| u8::try_from(number).ok())
    }

    /// The number that the next `count` digits write.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest.get(..count)?;
        let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
        self.rest = self.rest.get(count..)?;
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, edtf) in [
            ("2015-08-06", "2015-08-06"),
            ("2015", "2015"),
            ("2015-08/..", "2015-08/.."),
            ("20150806", "2015-08-06"),
            ("2015/08/06", "2015-08-06"),
            ("2015-08-06 10:00:30", "2015-08-06T10:00:30"),
            ("2015-08-06T10:00Z", "2015-08-06T10:00:00Z"),
            ("2015-08-06T10:00:00.123+0500", "2015-08-06T10:00:00+05:00"),
            ("2015-08-06 10:00:00-04", "2015-08-06T10:00:00-04:00"),
            ("Thu, 6 Aug 2015 10:00:00 +0500", "2015-08-06T10:00:00+05:00"),
            ("Thu, 06 Aug 2015 10:00:00 GMT", "2015-08-06T10:00:00Z"),
            ("6 August 2015", "2015-08-06"),
            ("6th of August, 2015", "2015-08-06"),
            ("Thursday, August 6th, 2015", "2015-08-06"),
            ("Aug. 6, 2015", "2015-08-06"),
            ("Sept 2015", "2015-09"),
            ("6 AUGUST 2015 (updated)", "2015-08-06"),
        ] {
            assert_eq!(read(text).map(|date| date.to_string()), Some(edtf.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_two_is_refused() {
        for text in [
            "",
            "soon",
            "03/04/2015",
            "31 June 2015",
            "August",
            "6 August",
            "6 Ma 2015",
            "201508061",
            "20159999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "\\PC{0,40}") {
            let _ = read(&text);
        }
    }
}
