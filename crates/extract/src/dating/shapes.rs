//! What can be made of a date: the date itself, by then, from then on, its month. Start at [`shapes`].

use retrospect_model::{Date, Edtf, Endpoint, Precision};

use crate::dates::{Length, Stamp, Unit, Value, shift};

/// A value that a claim's date may have, and how it was made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shaped {
    pub value: Edtf,
    pub shape: &'static str,
}

/// What can be made of a date. `named` is what it names where it is a bound, `writing` when the text was written.
pub(super) fn shapes(value: &Edtf, named: Option<&Edtf>, writing: Option<&Edtf>) -> Vec<Shaped> {
    let mut all = Vec::with_capacity(8);
    let mut add = |shape: &'static str, value: Option<Edtf>| {
        if let Some(value) = value {
            all.push(Shaped { value, shape });
        }
    };
    add("at", Some(value.clone()));
    if let Some(named) = named.filter(|named| *named != value) {
        add("named", Some(named.clone()));
    }
    let core = named.unwrap_or(value);
    let (first, last) = (first(core), last(core));
    add("by", last.map(Edtf::until).filter(|by| by != value));
    add("from", first.map(Edtf::since).filter(|from| from != value));
    let day = first.filter(|date| date.precision() == Precision::Day).and_then(|date| date.as_day());
    add("month", day.and_then(|day| Edtf::try_from(day.year_month()).ok()));
    let to_writing = first.zip(writing.and_then(self::last));
    add("to writing", to_writing.and_then(|(from, to)| between(from, to)));
    if matches!(core, Edtf::Interval(_)) {
        add("start", first.map(Edtf::Date));
        add("end", last.map(Edtf::Date));
    }
    all
}

/// Stretches of a length that begin or end with a date: "a siege of three days".
pub(super) fn lasting(value: &Edtf, length: Length) -> Vec<(&'static str, Edtf)> {
    let stamp = Stamp::of_edtf(value);
    let moved = |length: Length, sign: i64| {
        let moved = stamp.and_then(|stamp| shift(stamp, length, sign)).and_then(Value::edtf)?;
        first(&moved)
    };
    let (start, end) = (first(value), last(value));
    let mut all = Vec::new();
    let mut add = |shape, value: Option<Edtf>| all.extend(value.map(|value| (shape, value)));
    add("lasting", start.zip(moved(length, 1)).and_then(|(from, to)| between(from, to)));
    add("lasted", moved(length, -1).zip(end).and_then(|(from, to)| between(from, to)));
    add("earlier", moved(length, -1).map(Edtf::Date));
    // "Two days of shelling" are the day on which it begins or ends, and one more.
    let more = length.amount.filter(|days| length.unit == Unit::Day && *days > 1);
    if let Some(more) = more.map(|days| Length { amount: Some(days - 1), ..length }) {
        add("days from", start.zip(moved(more, 1)).and_then(|(from, to)| between(from, to)));
        add("days to", moved(more, -1).zip(end).and_then(|(from, to)| between(from, to)));
    }
    all
}

/// From one date to another, if there is anything between.
pub(super) fn between(from: Date, to: Date) -> Option<Edtf> {
    if from == to { None } else { Edtf::between(from, to).ok() }
}

/// The date that a value begins with.
pub(super) fn first(value: &Edtf) -> Option<Date> {
    match value {
        Edtf::Date(date) => Some(*date),
        Edtf::Interval(interval) => match (interval.start(), interval.end()) {
            (Endpoint::Date(date), _) | (_, Endpoint::Date(date)) => Some(date),
            _ => None,
        },
        Edtf::DateTime(moment) => Date::try_from(moment.day()).ok(),
        Edtf::Set(_) => None,
    }
}

/// The date that a value ends with.
pub(super) fn last(value: &Edtf) -> Option<Date> {
    match value {
        Edtf::Interval(interval) => match (interval.end(), interval.start()) {
            (Endpoint::Date(date), _) | (_, Endpoint::Date(date)) => Some(date),
            _ => None,
        },
        other => first(other),
    }
}

/// How long a stretch a value is, in a word.
pub(super) fn precision(value: &Edtf) -> &'static str {
    match value {
        Edtf::Interval(interval) => match (interval.start(), interval.end()) {
            (Endpoint::Date(_), Endpoint::Date(_)) => "interval",
            (Endpoint::Date(_), _) => "since",
            _ => "until",
        },
        Edtf::Set(_) => "set",
        _ => match value.precision() {
            Precision::Second | Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::Season | Precision::Quarter | Precision::Third | Precision::Half => "season",
            Precision::Decade | Precision::Century => "decade",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, named: Option<&str>, expected: &[(&str, &str)]) {
        let date = |text: &str| text.parse::<Edtf>().unwrap();
        let (named, writing) = (named.map(date), date("2016-03-10"));
        let found = shapes(&date(value), named.as_ref(), Some(&writing));
        let found: Vec<_> = found.iter().map(|shaped| (shaped.shape, shaped.value.to_string())).collect();
        let expected: Vec<_> = expected.iter().map(|(shape, value)| (*shape, (*value).to_owned())).collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn a_date_is_then_by_then_or_from_then_on() {
        let day = [
            ("at", "2015-05-04"),
            ("by", "../2015-05-04"),
            ("from", "2015-05-04/.."),
            ("month", "2015-05"),
            ("to writing", "2015-05-04/2016-03-10"),
        ];
        check("2015-05-04", None, &day);
        let month = [
            ("at", "2015-05"),
            ("by", "../2015-05"),
            ("from", "2015-05/.."),
            ("to writing", "2015-05/2016-03-10"),
        ];
        check("2015-05", None, &month);
    }

    #[test]
    fn a_bound_is_also_the_date_that_it_names() {
        let since =
            [("at", "2013/.."), ("named", "2013"), ("by", "../2013"), ("to writing", "2013/2016-03-10")];
        check("2013/..", Some("2013"), &since);
    }

    #[test]
    fn nothing_lasts_from_after_the_writing_to_the_writing() {
        check("2017", None, &[("at", "2017"), ("by", "../2017"), ("from", "2017/..")]);
    }

    #[test]
    fn lengths_begin_or_end_with_a_date() {
        let length = Length { amount: Some(3), unit: Unit::Month, is_rough: false };
        let found = lasting(&"2015-05".parse().unwrap(), length);
        let found: Vec<_> = found.iter().map(|(shape, value)| (*shape, value.to_string())).collect();
        let expected =
            [("lasting", "2015-05/2015-08~"), ("lasted", "2015-02~/2015-05"), ("earlier", "2015-02~")];
        assert_eq!(found, expected.map(|(shape, value)| (shape, value.to_owned())));
    }

    #[test]
    fn days_are_counted_with_the_first_and_the_last() {
        let length = Length { amount: Some(3), unit: Unit::Day, is_rough: false };
        let found = lasting(&"2015-05-10".parse().unwrap(), length);
        let days = found.iter().filter(|(shape, _)| shape.starts_with("days"));
        let days: Vec<_> = days.map(|(shape, value)| (*shape, value.to_string())).collect();
        let expected = [("days from", "2015-05-10/2015-05-12"), ("days to", "2015-05-08/2015-05-10")];
        assert_eq!(days, expected.map(|(shape, value)| (shape, value.to_owned())));
    }
}
