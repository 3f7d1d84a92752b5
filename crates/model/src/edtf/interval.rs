//! Turns two ends, given, open or unknown, into a stretch between them. Start at [`Interval`].

use super::bounds::{Bounds, Limit};
use super::date::Date;
use super::problem::EdtfProblem;

/// A stretch from one end to another, at least one of them a date: `2014/2015-08`, `2015-08-06/..`, `/2015`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    // Invariants: at least one end is a date; if both are, the last day of `end` is not before the first of `start`.
    start: Endpoint,
    end: Endpoint,
}

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Some day of a date.
    Date(Date),
    /// `..`: as an end, it goes on; as a start, none is given.
    Open,
    /// Nothing is written: there is such an end, and nobody says when.
    Unknown,
}

impl Interval {
    /// The stretch from `start` to `end`. Errors when neither is a date, and when `end` lies wholly before `start`.
    pub fn new(start: Endpoint, end: Endpoint) -> Result<Self, EdtfProblem> {
        match (start, end) {
            (Endpoint::Date(from), Endpoint::Date(to)) if to.days().1 < from.days().0 => {
                Err(EdtfProblem::Reversed)
            }
            (Endpoint::Open | Endpoint::Unknown, Endpoint::Open | Endpoint::Unknown) => {
                Err(EdtfProblem::NoDate)
            }
            _ => Ok(Self { start, end }),
        }
    }

    /// From `start` on: `start/..`.
    pub fn since(start: Date) -> Self {
        Self { start: Endpoint::Date(start), end: Endpoint::Open }
    }

    /// Until `end`, or by then: `../end`.
    pub fn until(end: Date) -> Self {
        Self { start: Endpoint::Open, end: Endpoint::Date(end) }
    }

    /// From `start` to `end`, which the caller has checked to be in order.
    pub(super) fn between_checked(start: Date, end: Date) -> Self {
        Self { start: Endpoint::Date(start), end: Endpoint::Date(end) }
    }

    /// Where it starts.
    pub fn start(&self) -> Endpoint {
        self.start
    }

    /// Where it ends.
    pub fn end(&self) -> Endpoint {
        self.end
    }

    /// The days between which it starts and ends, each narrowed by the other: it starts no later than it ends.
    pub fn bounds(&self) -> Bounds {
        let start = self.start.date().map(|date| date.days());
        let end = self.end.date().map(|date| date.days());
        let earliest_start = start.map_or(Limit::Past, |(first, _)| first.into());
        let latest_end = end.map_or(Limit::Future, |(_, last)| last.into());
        let latest_start = start.map_or(Limit::Future, |(_, last)| last.into()).min(latest_end);
        let earliest_end = match self.end {
            Endpoint::Open => Limit::Future,
            _ => end.map_or(Limit::Past, |(first, _)| first.into()).max(earliest_start),
        };
        Bounds::ordered(earliest_start, latest_start, earliest_end, latest_end)
    }

    /// Its dates in order.
    pub(super) fn dates(&self) -> Vec<Date> {
        [self.start, self.end].iter().filter_map(Endpoint::date).collect()
    }

    /// The same interval with its dates also approximate. Widening cannot reverse it.
    pub(super) fn approximate(&self) -> Self {
        Self { start: self.start.approximate(), end: self.end.approximate() }
    }
}

impl Endpoint {
    /// The date, if it is one.
    pub fn date(&self) -> Option<Date> {
        match self {
            Endpoint::Date(date) => Some(*date),
            Endpoint::Open | Endpoint::Unknown => None,
        }
    }

    /// The same end, approximate if it is a date.
    fn approximate(self) -> Self {
        match self {
            Endpoint::Date(date) => Endpoint::Date(date.approximate()),
            other => other,
        }
    }
}
