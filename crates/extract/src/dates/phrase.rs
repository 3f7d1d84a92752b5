//! What the words of a date say, before it is known what they are said of: "last Tuesday", "two years later",
//! "from March to May". Start at [`Phrase`]. The grammar makes phrases, `resolve` turns them into dates.

use retrospect_model::Weekday;

use super::length::{Length, Unit};

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Phrase {
    /// When something was.
    When(When),
    /// How long it took.
    Duration(Length),
    /// How often it came.
    Set,
}

/// When something was, in the text's own terms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum When {
    /// A stretch of the calendar by its name: "May", "31 July", "last Tuesday", "the 1990s".
    Named { name: Name, year: YearOf, pick: Pick },
    /// A date in figures of which either may be the month: 3/4/2015.
    Numeric { first: u8, second: u8, year: i64 },
    /// A whole unit, so many units away: "last week", "the following day", "this year".
    Unit { unit: Unit, by: i64, from: Origin },
    /// That far away: "three days ago", "two years later".
    Offset { length: Length, sign: i64, from: Origin },
    /// That far from another date: "two days after 3 May".
    OffsetFrom { length: Length, sign: i64, base: Box<When> },
    /// That far from an event: "two days after the bombing".
    OffsetFromEvent { length: Length, sign: i64 },
    /// A stretch that ends or begins at its base: "the past two years", "within a week".
    Span { length: Length, sign: i64, from: Origin },
    /// The time spoken of: "then", "that time".
    Then,
    /// Part of a stretch: "early 2014", "the end of June".
    Part { part: Part, of: Box<When> },
    /// From one to the other.
    Range(Box<When>, Box<When>),
    /// On one side of it: "since 2012", "by Friday".
    Bound(Bound, Box<When>),
    /// Roughly then.
    About(Box<When>),
    /// Perhaps then: "1993?".
    Perhaps(Box<When>),
}

/// The name of a stretch of the calendar, with or without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    Year(i64),
    /// By its first year.
    Decade(i64),
    /// By its first year, in the common count: the 20th century is 1900.
    Century(i64),
    /// A season, quarter or half by its code in EDTF.
    Grouping(u8),
    Month(u8),
    Day {
        month: u8,
        day: u8,
    },
    DayOfMonth(u8),
    Weekday(Weekday),
}

/// What a phrase says of the year of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum YearOf {
    /// "May 2014".
    Given(i64),
    /// "May".
    Missing,
    /// "May of last year", "May of that year".
    Shifted { by: i64, from: Origin },
    /// "the 15th of last month", "the 3rd of this month".
    ShiftedMonth { by: i64, from: Origin },
}

/// Which of the stretches of a name is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pick {
    /// Not said: "on Tuesday".
    Plain,
    /// "the Tuesday": one spoken of, if there is any.
    Definite,
    /// "last Tuesday", before the day of writing.
    Last,
    /// "this Tuesday".
    This,
    /// "next Tuesday", after the day of writing.
    Next,
    /// "the previous Tuesday", before the time spoken of.
    Previous,
    /// "that Tuesday", of the time spoken of.
    Same,
    /// "the following Tuesday", after the time spoken of.
    Following,
}

/// What a relative phrase counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The day of writing.
    Issue,
    /// The time spoken of.
    Narrative,
    /// The day of writing if it speaks of the future, else the time spoken of.
    Either,
}

/// Part of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Early,
    Middle,
    Late,
    Start,
    End,
    /// "the first three months of", "the first days of".
    First(Length),
    /// "the last week of".
    Last(Length),
    /// "the second week of".
    Week(u8),
}

/// On which side of its date a stretch lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// From then on: "since", "from", "after".
    Since,
    /// Until or before then.
    Until,
    /// By then: as [`Bound::Until`], and said of the future where the sentence leaves it open.
    By,
}

impl When {
    /// A name without more.
    pub fn name(name: Name, year: YearOf) -> Self {
        When::Named { name, year, pick: Pick::Plain }
    }

    /// A year.
    pub fn year(year: i64) -> Self {
        When::name(Name::Year(year), YearOf::Given(year))
    }
}
