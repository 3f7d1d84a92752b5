//! Turns several dates into one value: one of them, or all of them. Start at [`Set`].

use super::bounds::Bounds;
use super::date::Date;
use super::interval::Interval;
use super::problem::EdtfProblem;

/// The most members of a set. Comparisons of two sets go through all pairs, so hostile input must not choose.
pub const SET_MEMBERS_MAX: usize = 256;

/// One of several dates, `[1667,1668,1670..1672]`, or all of them, `{1960,1961-12}`.
///
/// It has 1 to [`SET_MEMBERS_MAX`] members. Only the first may be [`Member::Until`], and only the last
/// [`Member::Since`].
///
/// ```
/// use retrospect_model::{Date, Edtf, Member, Set, SetKind};
///
/// let mut years = Set::new(SetKind::OneOf, Member::Date(Date::of_year(2014)?))?;
/// years.push(Member::Range(Date::of_year(2016)?, Date::of_year(2018)?))?;
/// assert_eq!(Edtf::from(years).to_string(), "[2014,2016..2018]");
/// # Ok::<(), retrospect_model::EdtfProblem>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Set {
    kind: SetKind,
    members: Vec<Member>,
}

/// How many of a set's dates are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetKind {
    /// One, and nobody knows which: `[..]`.
    OneOf,
    /// All: `{..}`.
    AllOf,
}

/// A date of a set, or a run of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Member {
    /// `1667`.
    Date(Date),
    /// `1670..1672`: these two, and those of the same unit between them.
    Range(Date, Date),
    /// `..1760-12-03`: that date, and those before it.
    Until(Date),
    /// `1760-12..`: that date, and those after it.
    Since(Date),
}

impl Set {
    /// A set of one member. Errors for a range that does not run from a date to a later one of the same unit.
    pub fn new(kind: SetKind, first: Member) -> Result<Self, EdtfProblem> {
        first.check()?;
        Ok(Self { kind, members: vec![first] })
    }

    /// Adds a member behind the others. Errors, and leaves the set as it was, when the set is full, for a range that
    /// does not run from a date to a later one of the same unit, for [`Member::Until`], and after a
    /// [`Member::Since`].
    pub fn push(&mut self, member: Member) -> Result<(), EdtfProblem> {
        member.check()?;
        if self.members.len() >= SET_MEMBERS_MAX {
            return Err(EdtfProblem::TooManyMembers);
        }
        if matches!(member, Member::Until(_)) {
            return Err(EdtfProblem::UntilNotFirst);
        }
        if let Some(Member::Since(_)) = self.members.last() {
            return Err(EdtfProblem::SinceNotLast);
        }
        self.members.push(member);
        Ok(())
    }

    /// How many of its dates are meant.
    pub fn kind(&self) -> SetKind {
        self.kind
    }

    /// Its members in the order in which they are written, at least one.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The smallest bounds that hold for all readings: of one-of, whatever a member allows; of all-of, from the start
    /// of the first to the end of the last.
    pub fn bounds(&self) -> Bounds {
        let each = self.members.iter();
        let joined = match self.kind {
            SetKind::OneOf => each.map(Member::any).reduce(|all, member| all.hull(&member)),
            SetKind::AllOf => each.map(Member::run).reduce(|all, member| all.spanning(&member)),
        };
        // A set has a member, so the alternative, which claims nothing, is never taken.
        joined.unwrap_or(Bounds::ANY)
    }

    /// The same set with its dates also approximate. Widening keeps ranges in order.
    pub(super) fn approximate(&self) -> Self {
        let members = self.members.iter().map(|member| match member {
            Member::Date(date) => Member::Date(date.approximate()),
            Member::Range(from, to) => Member::Range(from.approximate(), to.approximate()),
            Member::Until(date) => Member::Until(date.approximate()),
            Member::Since(date) => Member::Since(date.approximate()),
        });
        Self { kind: self.kind, members: members.collect() }
    }
}

impl Member {
    /// Its dates in order.
    pub fn dates(&self) -> Vec<Date> {
        match self {
            Self::Date(date) | Self::Until(date) | Self::Since(date) => vec![*date],
            Self::Range(from, to) => vec![*from, *to],
        }
    }

    /// The bounds of one date of this member, whichever.
    pub(super) fn any(&self) -> Bounds {
        match self {
            Self::Date(date) => date.bounds(),
            _ => self.run().as_event(),
        }
    }

    /// The bounds of the member as a whole: from the start of its first date to the end of its last.
    pub(super) fn run(&self) -> Bounds {
        match self {
            Self::Date(date) => date.bounds(),
            Self::Range(from, to) => Interval::between_checked(*from, *to).bounds(),
            Self::Until(date) => Interval::until(*date).bounds(),
            Self::Since(date) => Interval::since(*date).bounds(),
        }
    }

    /// Stretches that are certain when all of this member's dates are: its first and last date, and some stretch
    /// between. Of full days, between which there is no gap, the whole run.
    pub(super) fn stretches(&self) -> Vec<Bounds> {
        let dates = self.dates();
        if dates.iter().all(Date::is_exact_day) {
            return vec![self.run()];
        }
        let mut stretches: Vec<Bounds> = dates.iter().map(Date::bounds).collect();
        if !matches!(self, Self::Date(_)) {
            stretches.push(self.any());
        }
        stretches
    }

    /// Whether its range runs from a date to a later one of the same unit, for the first as for the last day of
    /// both.
    fn check(&self) -> Result<(), EdtfProblem> {
        let Self::Range(from, to) = self else { return Ok(()) };
        if from.precision() != to.precision() {
            return Err(EdtfProblem::RangePrecision { from: from.precision(), to: to.precision() });
        }
        let (from, to) = (from.days(), to.days());
        if from.0 <= to.0 && from.1 <= to.1 { Ok(()) } else { Err(EdtfProblem::RangeOrder) }
    }
}
