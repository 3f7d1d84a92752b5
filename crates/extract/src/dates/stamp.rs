//! Dates that are known, and how to count on the calendar from them. Start at [`Stamp`] for one stretch and at
//! [`Value`] for what an expression comes to.

use retrospect_model::{Date, Day, Edtf, Endpoint, Precision, Weekday, YearMonth};

use super::length::{Length, Unit};
use super::phrase::Part;

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stretch {
    Day(Day),
    Month(YearMonth),
    /// A season, quarter or half by its code in EDTF.
    Grouping(i64, u8),
    Year(i64),
    /// By its first year.
    Decade(i64),
    /// By its first year.
    Century(i64),
}

/// How sure the text is of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Plain,
    About,
    Perhaps,
}

/// A stretch of the calendar, as sure as the text is of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub stretch: Stretch,
    pub mark: Mark,
}

/// What an expression comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    At(Stamp),
    Between(Stamp, Stamp),
    Since(Stamp),
    Until(Stamp),
    OneOf(Stamp, Stamp),
}

impl From<Stretch> for Stamp {
    fn from(stretch: Stretch) -> Self {
        Stamp { stretch, mark: Mark::Plain }
    }
}

impl Stamp {
    /// A day.
    pub fn day(day: Day) -> Self {
        Stretch::Day(day).into()
    }

    /// The same stretch, roughly.
    pub fn about(self) -> Self {
        Stamp { mark: Mark::About, ..self }
    }

    /// The date of publication as a stretch: the last one of an interval.
    pub fn of_edtf(value: &Edtf) -> Option<Self> {
        match value {
            Edtf::Date(date) => Stamp::of_date(date),
            Edtf::DateTime(moment) => Some(Stamp::day(moment.day())),
            Edtf::Interval(interval) => match (interval.end(), interval.start()) {
                (Endpoint::Date(date), _) | (_, Endpoint::Date(date)) => Stamp::of_date(&date),
                _ => None,
            },
            Edtf::Set(_) => value.dates().last().and_then(Stamp::of_date),
        }
    }

    fn of_date(date: &Date) -> Option<Self> {
        let (first, _) = date.days();
        let text = date.to_string();
        let code = || text.split('-').nth(1)?.get(..2)?.parse().ok();
        Some(Stamp::from(match date.precision() {
            Precision::Second | Precision::Day => match date.as_day() {
                Some(day) => Stretch::Day(day),
                None => Stretch::Month(first.year_month()),
            },
            Precision::Month => Stretch::Month(YearMonth::new(first.year(), code()?)?),
            Precision::Season | Precision::Quarter | Precision::Third | Precision::Half => {
                Stretch::Grouping(text.get(..4)?.parse().ok()?, code()?)
            }
            Precision::Year => Stretch::Year(text.get(..4)?.parse().ok()?),
            Precision::Decade | Precision::Century => return None,
        }))
    }

    /// Its first day.
    pub fn first_day(self) -> Option<Day> {
        self.ends().map(|(first, _)| first)
    }

    /// Its last day.
    pub fn last_day(self) -> Option<Day> {
        self.ends().map(|(_, last)| last)
    }

    fn ends(self) -> Option<(Day, Day)> {
        let years = |first, last| Some((Day::from_civil(first, 1, 1)?, Day::from_civil(last, 12, 31)?));
        match self.stretch {
            Stretch::Day(day) => Some((day, day)),
            Stretch::Month(month) => Some((month.first_day(), month.last_day())),
            Stretch::Grouping(..) => self.stretch.text().parse::<Date>().ok().map(|date| date.days()),
            Stretch::Year(year) => years(year, year),
            Stretch::Decade(year) => years(year, year + 9),
            Stretch::Century(year) => years(year, year + 99),
        }
    }

    /// Its year, if it lies in one.
    pub fn year(self) -> Option<i64> {
        match self.stretch {
            Stretch::Day(day) => Some(day.year()),
            Stretch::Month(month) => Some(month.year()),
            Stretch::Grouping(year, _) | Stretch::Year(year) => Some(year),
            Stretch::Decade(_) | Stretch::Century(_) => None,
        }
    }

    /// Its month, if it lies in one.
    pub fn month(self) -> Option<YearMonth> {
        match self.stretch {
            Stretch::Day(day) => Some(day.year_month()),
            Stretch::Month(month) => Some(month),
            _ => None,
        }
    }

    /// It, if it is a day.
    pub fn as_day(self) -> Option<Day> {
        match self.stretch {
            Stretch::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The stretch so many units away, as precise as the unit lets it be; `None` where it is not precise enough.
    pub fn plus(self, amount: i64, unit: Unit) -> Option<Self> {
        let about = |stretch: Stretch| Some(Stamp { stretch, mark: Mark::About });
        let same = |stretch: Stretch| Some(Stamp { stretch, ..self });
        match unit {
            Unit::Hour => {
                let days = amount / 24;
                same(Stretch::Day(self.as_day()?.plus_days(days)))
            }
            Unit::Day => same(Stretch::Day(self.as_day()?.plus_days(amount))),
            Unit::Week | Unit::Weekend => about(Stretch::Day(self.as_day()?.plus_days(amount * 7))),
            Unit::Month => about(Stretch::Month(self.month()?.plus_months(amount))),
            Unit::Quarter => about(Stretch::Month(self.month()?.plus_months(amount * 3))),
            Unit::Year => same(Stretch::Year(self.year()? + amount)),
            Unit::Decade => about(Stretch::Year(self.year()? + amount * 10)),
            Unit::Century => about(Stretch::Year(self.year()? + amount * 100)),
        }
    }

    /// The whole unit so many units away from the one that it lies in.
    pub fn unit(self, unit: Unit, by: i64) -> Option<Value> {
        let at = |stretch: Stretch| Some(Value::At(stretch.into()));
        match unit {
            Unit::Hour => at(Stretch::Day(self.as_day()?)),
            Unit::Day => at(Stretch::Day(self.as_day()?.plus_days(by))),
            Unit::Week => {
                let monday = self.as_day()?.last_or_same(Weekday::Monday).plus_days(7 * by);
                Some(Value::Between(Stamp::day(monday), Stamp::day(monday.plus_days(6))))
            }
            Unit::Weekend => {
                let day = self.as_day()?;
                let last = day.last_or_same(Weekday::Saturday);
                let is_in_it = last.days_until(day) <= 1;
                let saturday = match by {
                    0 => last,
                    by if by < 0 && !is_in_it => last.plus_days(7 * (by + 1)),
                    by => last.plus_days(7 * by),
                };
                Some(Value::Between(Stamp::day(saturday), Stamp::day(saturday.plus_days(1))))
            }
            Unit::Month => at(Stretch::Month(self.month()?.plus_months(by))),
            Unit::Quarter => {
                let month = self.month()?.plus_months(3 * by);
                at(Stretch::Grouping(month.year(), 33 + (month.month() - 1) / 3))
            }
            Unit::Year => at(Stretch::Year(self.year()? + by)),
            Unit::Decade => at(Stretch::Decade((self.year()?.div_euclid(10) + by) * 10)),
            Unit::Century => at(Stretch::Century((self.year()?.div_euclid(100) + by) * 100)),
        }
    }

    /// Its first so many days, weeks or months; a week of days and a quarter of months where the text says no number.
    fn first(self, length: Length) -> Option<Value> {
        let amount = |vague| length.amount.map_or(vague, i64::from).max(1);
        let first = self.first_day()?;
        let days = |count: i64| Some((Stamp::day(first), Stamp::day(first.plus_days(count - 1))));
        let months = |count: i64| {
            let month = first.year_month();
            Some((Stretch::Month(month).into(), Stretch::Month(month.plus_months(count - 1)).into()))
        };
        let (from, to) = match length.unit {
            Unit::Day => days(amount(7)),
            Unit::Week => days(7 * amount(2)),
            Unit::Month => months(amount(3)),
            _ => None,
        }?;
        Some(Value::Between(from, if length.amount.is_none() { to.about() } else { to }))
    }

    /// Its last so many days, weeks or months, likewise.
    fn last(self, length: Length) -> Option<Value> {
        let amount = |vague| length.amount.map_or(vague, i64::from).max(1);
        let last = self.last_day()?;
        let days = |count: i64| Some((Stamp::day(last.plus_days(1 - count)), Stamp::day(last)));
        let months = |count: i64| {
            let month = last.year_month();
            Some((Stretch::Month(month.plus_months(1 - count)).into(), Stretch::Month(month).into()))
        };
        let (from, to): (Stamp, Stamp) = match length.unit {
            Unit::Day => days(amount(7)),
            Unit::Week => days(7 * amount(2)),
            Unit::Month => months(amount(3)),
            _ => None,
        }?;
        Some(Value::Between(if length.amount.is_none() { from.about() } else { from }, to))
    }

    /// A part of it.
    pub fn part(self, part: Part) -> Value {
        let month =
            |year, month| YearMonth::new(year, month).map(|month| Stamp::from(Stretch::Month(month)).about());
        let years = |first: i64, last: i64| {
            let year = |year| Stamp::from(Stretch::Year(year)).about();
            Some(if first == last { Value::At(year(first)) } else { Value::Between(year(first), year(last)) })
        };
        let found = match (self.stretch, part) {
            (Stretch::Day(_), _) => Some(Value::At(self)),
            (_, Part::First(length)) => self.first(length),
            (_, Part::Last(length)) => self.last(length),
            (_, Part::Week(week)) => {
                let first = self.first_day().map(|day| day.plus_days(7 * i64::from(week.saturating_sub(1))));
                first.map(|day| Value::Between(Stamp::day(day), Stamp::day(day.plus_days(6))))
            }
            (Stretch::Month(month), Part::Start) => Some(Value::At(Stamp::day(month.first_day()).about())),
            (Stretch::Month(month), Part::End) => Some(Value::At(Stamp::day(month.last_day()).about())),
            (Stretch::Year(year), Part::Early) => {
                month(year, 1).zip(month(year, 3)).map(|(a, b)| Value::Between(a, b))
            }
            (Stretch::Year(year), Part::Middle) => month(year, 6).map(Value::At),
            (Stretch::Year(year), Part::Late) => {
                month(year, 10).zip(month(year, 12)).map(|(a, b)| Value::Between(a, b))
            }
            (Stretch::Year(year), Part::Start) => month(year, 1).map(Value::At),
            (Stretch::Year(year), Part::End) => month(year, 12).map(Value::At),
            (Stretch::Decade(year), Part::Early) => years(year, year + 3),
            (Stretch::Decade(year), Part::Middle) => years(year + 5, year + 5),
            (Stretch::Decade(year), Part::Late) => years(year + 8, year + 8),
            (Stretch::Decade(year), Part::Start) => years(year, year),
            (Stretch::Decade(year), Part::End) => years(year + 9, year + 9),
            (Stretch::Century(year), Part::Early | Part::Start) => years(year, year + 33),
            (Stretch::Century(year), Part::Middle) => years(year + 34, year + 66),
            (Stretch::Century(year), Part::Late | Part::End) => years(year + 67, year + 99),
            (Stretch::Month(_) | Stretch::Grouping(..), _) => None,
        };
        found.unwrap_or(Value::At(self.about()))
    }
}

impl Stretch {
    /// As EDTF has it, without marks.
    fn text(self) -> String {
        match self {
            Stretch::Day(day) => day.to_string(),
            Stretch::Month(month) => month.to_string(),
            Stretch::Grouping(year, code) => format!("{year:04}-{code:02}"),
            Stretch::Year(year) => format!("{year:04}"),
            Stretch::Decade(year) => format!("{:03}X", year.div_euclid(10)),
            Stretch::Century(year) => format!("{:02}XX", year.div_euclid(100)),
        }
    }
}

impl Value {
    /// In EDTF; `None` for what that cannot say, such as a range that ends before it starts.
    pub fn edtf(self) -> Option<Edtf> {
        let text = |stamp: Stamp| {
            let mark = match stamp.mark {
                Mark::Plain => "",
                Mark::About => "~",
                Mark::Perhaps => "?",
            };
            format!("{}{mark}", stamp.stretch.text())
        };
        let written = match self {
            Value::At(stamp) => text(stamp),
            Value::Between(from, to) => format!("{}/{}", text(from), text(to)),
            Value::Since(stamp) => format!("{}/..", text(stamp)),
            Value::Until(stamp) => format!("../{}", text(stamp)),
            Value::OneOf(a, b) => format!("[{},{}]", text(a), text(b)),
        };
        written.parse().ok()
    }

    /// Its beginning, or its only end.
    pub fn start(self) -> Stamp {
        match self {
            Value::At(stamp) | Value::Between(stamp, _) | Value::Since(stamp) | Value::Until(stamp) => stamp,
            Value::OneOf(stamp, _) => stamp,
        }
    }

    /// Its end, or its only beginning.
    pub fn end(self) -> Stamp {
        match self {
            Value::Between(_, stamp) | Value::OneOf(_, stamp) => stamp,
            Value::At(stamp) | Value::Since(stamp) | Value::Until(stamp) => stamp,
        }
    }

    /// The same with every date in it marked.
    pub fn marked(self, mark: Mark) -> Self {
        let marked = |stamp: Stamp| Stamp { mark, ..stamp };
        match self {
            Value::At(stamp) => Value::At(marked(stamp)),
            Value::Between(from, to) => Value::Between(marked(from), marked(to)),
            Value::Since(stamp) => Value::Since(marked(stamp)),
            Value::Until(stamp) => Value::Until(marked(stamp)),
            Value::OneOf(a, b) => Value::OneOf(marked(a), marked(b)),
        }
    }
}
