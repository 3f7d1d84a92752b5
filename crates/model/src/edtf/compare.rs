//! Turns two uncertain stretches into an answer: before, after, overlapping, within. Start at
//! [`Bounds::before`](super::Bounds::before).
//!
//! Each question is put to the bounds twice: must it be so, for the least favourable days that they allow, and may
//! it be so, for the most favourable. Both answers are exact, not only safe: `Possibly` is said only when the bounds
//! allow days for which it is so and days for which it is not. Two values are taken to be independent, so that
//! even a value and itself compare as two events of the same uncertain date.
//!
//! Sets are compared by their members: one-of case by case, all-of with the gaps that it may have. A certain answer
//! is right there too, but `Possibly` may stand where the members, taken together, would decide.

use crate::day::Day;

use super::bounds::{Bounds, Limit};
use super::set::{Set, SetKind};
use super::truth::Truth;
use super::{Edtf, Member};

impl Bounds {
    /// Whether this stretch ends before the other starts.
    pub fn before(&self, other: &Self) -> Truth {
        Truth::of(self.latest_end() < other.earliest_start(), self.earliest_end() < other.latest_start())
    }

    /// Whether this stretch starts after the other ends.
    pub fn after(&self, other: &Self) -> Truth {
        other.before(self)
    }

    /// Whether the two stretches share a day.
    pub fn overlaps(&self, other: &Self) -> Truth {
        Truth::of(
            self.latest_start() <= other.earliest_end() && other.latest_start() <= self.earliest_end(),
            self.earliest_start() <= other.latest_end() && other.earliest_start() <= self.latest_end(),
        )
    }

    /// Whether every day of this stretch is one of the other.
    pub fn within(&self, other: &Self) -> Truth {
        Truth::of(
            other.latest_start() <= self.earliest_start() && self.latest_end() <= other.earliest_end(),
            other.earliest_start() <= self.latest_start() && self.earliest_end() <= other.latest_end(),
        )
    }

    /// Whether every day of the other stretch is one of this.
    pub fn contains(&self, other: &Self) -> Truth {
        other.within(self)
    }

    /// Whether `day` is one of the stretch.
    pub fn holds_on(&self, day: Day) -> Truth {
        let day = Limit::On(day);
        Truth::of(
            self.latest_start() <= day && day <= self.earliest_end(),
            self.earliest_start() <= day && day <= self.latest_end(),
        )
    }
}

impl Edtf {
    /// Whether all of this ends before any of the other starts.
    ///
    /// ```
    /// use retrospect_model::{Edtf, Truth};
    ///
    /// let value = |text: &str| text.parse::<Edtf>().unwrap();
    /// assert_eq!(value("2013-04-23").before(&value("2015-07")), Truth::Certainly);
    /// assert_eq!(value("2015").before(&value("2015-07")), Truth::Possibly);
    /// assert_eq!(value("2015-07/..").before(&value("2015-07")), Truth::No);
    /// ```
    pub fn before(&self, other: &Self) -> Truth {
        self.whichever(other, |this, that| this.run.before(&that.run))
    }

    /// Whether all of this starts after any of the other ends.
    pub fn after(&self, other: &Self) -> Truth {
        other.before(self)
    }

    /// Whether some day belongs to both.
    pub fn overlaps(&self, other: &Self) -> Truth {
        self.whichever(other, |this, that| {
            let pairs = this.stretches.iter().flat_map(|a| that.stretches.iter().map(|b| a.overlaps(b)));
            pairs.fold(Truth::No, Truth::or)
        })
    }

    /// Whether every day of this is one of the other.
    pub fn within(&self, other: &Self) -> Truth {
        self.whichever(other, Case::within)
    }

    /// Whether every day of the other is one of this.
    pub fn contains(&self, other: &Self) -> Truth {
        other.within(self)
    }

    /// Whether it is so on `day`.
    ///
    /// ```
    /// use retrospect_model::{Edtf, Truth};
    ///
    /// let on = |text: &str, day: &str| text.parse::<Edtf>().unwrap().holds_on(day.parse().unwrap());
    /// assert_eq!(on("2014/2015-08-06", "2015-01-01"), Truth::Certainly);
    /// assert_eq!(on("2014/2015-08-06", "2014-06-01"), Truth::Possibly);
    /// assert_eq!(on("2014/2015-08-06", "2015-08-07"), Truth::No);
    /// ```
    pub fn holds_on(&self, day: Day) -> Truth {
        Truth::whichever(self.cases().iter().map(|case| {
            case.stretches.iter().map(|stretch| stretch.holds_on(day)).fold(Truth::No, Truth::or)
        }))
    }

    /// The answer of `ask` over all pairs of cases, of which one is true.
    fn whichever(&self, other: &Self, ask: impl Fn(&Case, &Case) -> Truth) -> Truth {
        let others = other.cases();
        Truth::whichever(self.cases().iter().flat_map(|this| others.iter().map(|that| ask(this, that))))
    }

    /// What the value may mean: one case, or one for each member of a one-of set.
    fn cases(&self) -> Vec<Case> {
        match self {
            Self::Set(set) => set_cases(set),
            _ => vec![Case::solid(self.bounds())],
        }
    }
}

/// One reading of a value: stretches of days, from the start of the first of them to the end of the last.
struct Case {
    run: Bounds,
    // Invariant: at least one; with more than one, there may be gaps between them.
    stretches: Vec<Bounds>,
}

impl Case {
    /// A reading without gaps.
    fn solid(run: Bounds) -> Self {
        Self { run, stretches: vec![run] }
    }

    /// Whether every day of this reading is one of the other. To lie within one of its stretches is enough. When
    /// there are several, adjoining ones may do together what none does alone, so only to reach beyond the first or
    /// the last is a certain no.
    fn within(&self, other: &Self) -> Truth {
        let each = other.stretches.iter().map(|stretch| self.run.within(stretch));
        match each.fold(Truth::No, Truth::or) {
            Truth::No if other.stretches.len() > 1 && self.run.within(&other.run) != Truth::No => {
                Truth::Possibly
            }
            answer => answer,
        }
    }
}

/// The readings of a set.
fn set_cases(set: &Set) -> Vec<Case> {
    match set.kind() {
        SetKind::OneOf => set.members().iter().map(|member| Case::solid(member.any())).collect(),
        SetKind::AllOf => {
            let stretches = set.members().iter().flat_map(Member::stretches).collect();
            vec![Case { run: set.bounds(), stretches }]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stretch of days 0 to 4, or beyond them.
    type Stretch = (Limit, Limit);

    /// Past, five days, and Future.
    fn limits() -> Vec<Limit> {
        let days = (0..5).filter_map(Day::from_days_since_epoch).map(Limit::On);
        [Limit::Past].into_iter().chain(days).chain([Limit::Future]).collect()
    }

    /// All bounds with limits among `limits`.
    fn all_bounds(limits: &[Limit]) -> Vec<Bounds> {
        let pairs: Vec<(Limit, Limit)> =
            limits.iter().flat_map(|first| limits.iter().map(move |last| (*first, *last))).collect();
        pairs.iter().flat_map(|start| pairs.iter().filter_map(|end| Bounds::new(*start, *end))).collect()
    }

    /// All stretches that `bounds` allow. Only an end that must be in the future is there: a limit that is not
    /// reached is no day.
    fn stretches(bounds: &Bounds, limits: &[Limit]) -> Vec<Stretch> {
        let starts = limits.iter().filter(|start| start.day().is_some());
        let ends =
            |start: Limit| limits.iter().filter(move |end| **end >= start).map(move |end| (start, *end));
        let allowed = |(start, end): &Stretch| {
            bounds.earliest_start() <= *start
                && *start <= bounds.latest_start()
                && bounds.earliest_end() <= *end
                && *end <= bounds.latest_end()
        };
        starts.flat_map(|start| ends(*start)).filter(allowed).collect()
    }

    /// `answer` is exactly what the cases in which it is so, and is not, make of it.
    fn check(answer: Truth, cases: impl Iterator<Item = bool>, question: &str) {
        let (so, not): (Vec<bool>, Vec<bool>) = cases.partition(|so| *so);
        assert_eq!(answer, Truth::of(not.is_empty(), !so.is_empty()), "{question}");
    }

    #[test]
    fn answers_are_exact_for_all_small_bounds() {
        let limits = limits();
        // Where no limit but an open end lies beyond the days, every stretch can be listed.
        let finite = |bounds: &&Bounds| {
            bounds.earliest_start() != Limit::Past
                && bounds.latest_start() != Limit::Future
                && (bounds.latest_end() != Limit::Future || bounds.earliest_end() == Limit::Future)
        };
        let all = all_bounds(&limits);
        let listed: Vec<(Bounds, Vec<Stretch>)> =
            all.iter().filter(finite).map(|bounds| (*bounds, stretches(bounds, &limits))).collect();
        assert!(listed.len() > 100 && listed.iter().all(|(_, stretches)| !stretches.is_empty()));
        for (a, in_a) in &listed {
            for day in limits.iter().filter_map(|limit| limit.day()) {
                let on = Limit::On(day);
                check(a.holds_on(day), in_a.iter().map(|a| a.0 <= on && on <= a.1), &format!("{a} on {day}"));
            }
            for (b, in_b) in &listed {
                let pairs = || in_a.iter().flat_map(|a| in_b.iter().map(move |b| (a, b)));
                let name = |question: &str| format!("{a} {question} {b}");
                check(a.before(b), pairs().map(|(a, b)| a.1 < b.0), &name("before"));
                check(a.after(b), pairs().map(|(a, b)| b.1 < a.0), &name("after"));
                check(a.overlaps(b), pairs().map(|(a, b)| a.0 <= b.1 && b.0 <= a.1), &name("overlaps"));
                check(a.within(b), pairs().map(|(a, b)| b.0 <= a.0 && a.1 <= b.1), &name("within"));
            }
        }
    }
}
