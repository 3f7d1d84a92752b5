//! Turns the words of a text that say when into dates: finds every expression of a date, works out what it stands
//! for, and says what it was worked out from. Start at [`find`]; [`Timeline`] says which dates words without one can
//! fall back on.
//!
//! # Conventions
//! - A date without its year, or a day without its month, is worked out from the day of writing ([`Anchor::Published`])
//!   and lies in its past, unless the sentence speaks of the future; or from the last date of the running text
//!   ([`Anchor::Narrative`]). Nothing is worked out from the clock or from what the reader may know: where the text
//!   does not allow it, the value is `None`.
//! - The day of writing is, in this order: the date in brackets that opens the item (`[12 March 2016] ...`), what the
//!   caller knows, and the date of a dateline or title.
//! - The running text moves on with what it tells. Bounds, flashbacks ("had offered in 2014") and, where there is a day
//!   of writing, the days on which something was said do not move it.
//! - A bound takes in its date: "before 2014" and "by 2014" are `../2014`, "after 2014" and "since 2014" `2014/..`.
//! - Part of a month is the month, roughly (`2015-07~`); part of a year is some of its months
//!   (`2008-10~/2008-12~` for "late 2008"). Weeks are their days, from Monday to Sunday.
//! - A date in figures of which either may be the month is read as the text's other dates in figures have it. Where
//!   they do not say, it is one of both: `[2016-03-12,2016-12-03]`.
//! - A length ("three weeks") and a recurrence ("every Friday") are recognised and have no value.

// What expressions are made of.
mod length;
mod pieces;
mod words;

// Words to phrases.
mod amounts;
mod bounds;
mod calendar;
mod named;
mod phrase;
mod reader;
mod relative;
mod scan;

// Phrases to dates.
mod layout;
mod occurrence;
mod resolve;
mod sightings;
mod stamp;
mod story;
mod tense;

// The whole.
mod chain;
mod timeline;

use std::ops::Range;

use retrospect_model::Edtf;

pub use chain::find;
pub use length::{Length, Unit};
pub(crate) use resolve::shift;
pub(crate) use stamp::{Stamp, Value};
pub use timeline::{Anchors, Timeline};

/// An expression of a date, a length of time or a recurrence.
#[derive(Debug, Clone, PartialEq)]
pub struct DateExpression {
    /// Indices of the tokens that it covers, with the word that makes it a bound ("since", "by").
    pub tokens: Range<usize>,
    /// The bytes that it covers; a token that is only partly of it, such as `2014` in `2014-style`, is not all covered.
    pub bytes: Range<usize>,
    /// When it is; `None` if the text does not say, and for lengths and recurrences.
    pub value: Option<Edtf>,
    /// What it expresses.
    pub kind: DateKind,
    /// What its value was worked out from.
    pub anchor: Anchor,
    /// The bytes of the date that it names, without "since", "by" and the like.
    pub named_bytes: Range<usize>,
    /// The date that it names, before "since", "by" and the like make it a bound.
    pub named: Option<Edtf>,
    /// When the event was that it is counted from, where what is counted to has a date: "reopened today, six days
    /// after the bombing".
    pub event: Option<Edtf>,
    /// What part it plays in the text.
    pub part: DatePart,
}

/// What an expression expresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateKind {
    /// When something was.
    Date,
    /// How long it took.
    Duration(Length),
    /// How often it came.
    Set,
}

/// What a date was worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: it is complete.
    Unneeded,
    /// The day of publication that the caller gave.
    Published,
    /// Another expression of the same text, nearly always an earlier one.
    Narrative {
        /// Its index among those found.
        by: usize,
    },
    /// It would need one, and there is none.
    Unknown,
}

/// What part a date plays in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// One of the running text.
    Running,
    /// It says when the text was written.
    Dateline,
    /// It opens an item and says when that was published.
    Item,
}
