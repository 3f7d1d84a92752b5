//! Turns the marks on one pair into episodes: stretches in which the relation held, with bounds and with the claims and
//! rules under each beginning and end. Start at [`of_pair`].
//!
//! Beginnings and ends are taken in the order of time. An end that a claim tells of beats one that a rule derives; of
//! each sort the first after the beginning counts. What is said to have held after all relations of one side ended for
//! good begins nothing: it contradicts. Claims that are only alleged let something be possible, never certain.

use std::sync::Arc;

use retrospect_model::{Bounds, Day, Limit, Stance, Truth};
use retrospect_store::ClaimKey;

use crate::ask::Finals;
use crate::law::{Bases, Law};
use crate::marks::{Basis, Held, Mark, MarkEffect, Pair};

/// A claim with why it bears on an episode.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    /// The claim.
    pub claim: ClaimKey,
    /// Why.
    pub basis: Basis,
}

/// A stretch in which a relation held, as claims tell it and rules derive it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// Between whom.
    pub pair: Pair,
    /// When it began and ended.
    pub bounds: Bounds,
    /// What says that it began or held, in the order of time.
    pub starts: Vec<Cited>,
    /// What says that it ended; empty when nothing does. Shared: one death ends many episodes.
    pub ends: Arc<Vec<Cited>>,
    /// What denies that it held or that it ended.
    pub denials: Vec<ClaimKey>,
    /// What says that it held after it had ended for good.
    pub contradicted_by: Vec<ClaimKey>,
    /// Whether no claim says that it held without keeping a distance.
    pub is_alleged: bool,
}

impl Episode {
    /// Whether it held on a day.
    pub fn holds_on(&self, day: Day) -> Truth {
        let by_dates = self.bounds.holds_on(day);
        if self.is_alleged { by_dates.min(Truth::Possibly) } else { by_dates }
    }

    /// Whether it was over before a day.
    pub fn ended_before(&self, day: Day) -> bool {
        self.bounds.latest_end() < Limit::On(day)
    }
}

/// What may end a relation.
#[derive(Debug, Clone)]
pub(crate) struct End<'m, 'f> {
    pub(crate) window: (Limit, Limit),
    pub(crate) sort: EndSort,
    pub(crate) reason: Reason<'m, 'f>,
}

/// What sort of end it is: of those at one time, an earlier sort goes before a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EndSort {
    /// A claim tells of it.
    Told,
    /// A rule derives it.
    Derived,
    /// A rule derives it from another's beginning, when no claim has the pair itself at that time: the window reaches
    /// back to when it was last told of.
    Excluded,
    /// A rule derives it, and nothing begins again after it.
    Final,
}

/// What says that a relation ended; it is written out as citations where it ends an episode that is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reason<'m, 'f> {
    /// A mark on the pair.
    Own(&'m Mark),
    /// Another's beginning.
    Rival(&'m Mark),
    /// What ended everything for one side.
    Final(&'f Finals<'m>),
}

impl Reason<'_, '_> {
    fn cited(self, law: &Law<'_>) -> Arc<Vec<Cited>> {
        let cited = |mark: &Mark, basis: fn(&Bases) -> &Basis| {
            let bases = law.kinds.get(&mark.kind).map(|kind| &kind.bases);
            let cited = bases.map(|bases| Cited { claim: mark.claim, basis: basis(bases).clone() });
            Arc::new(cited.into_iter().collect())
        };
        match self {
            Self::Final(finals) => finals.cited(law),
            Self::Rival(mark) => cited(mark, |bases| &bases.exclusion),
            Self::Own(mark) => match mark.effect {
                MarkEffect::Ended { is_own_dates: true, .. } => cited(mark, |bases| &bases.own_dates),
                MarkEffect::Ended { is_told: true, .. } => cited(mark, |bases| &bases.told_end),
                _ => cited(mark, |bases| &bases.end),
            },
        }
    }
}

/// What bears on the relation of one pair.
#[derive(Debug)]
pub(crate) struct PairMarks<'m, 'f> {
    pub(crate) pair: Pair,
    /// Beginnings and what says that it was so, in the order of recording.
    pub(crate) held_as_recorded: Vec<&'m Mark>,
    pub(crate) ends: Vec<End<'m, 'f>>,
    own_ends: Vec<End<'m, 'f>>,
    /// The first day on which it is alleged to have ended.
    alleged_end: Option<Limit>,
    denials: Vec<ClaimKey>,
    /// What denies that everything ended for one side.
    pub(crate) denials_of_ends: Vec<&'f [ClaimKey]>,
}

impl<'m> PairMarks<'m, '_> {
    /// What marks on a pair say of it.
    pub(crate) fn of(pair: Pair, marks: impl Iterator<Item = &'m Mark>) -> Self {
        let mut of_pair = Self {
            pair,
            held_as_recorded: Vec::new(),
            ends: Vec::new(),
            own_ends: Vec::new(),
            alleged_end: None,
            denials: Vec::new(),
            denials_of_ends: Vec::new(),
        };
        for mark in marks {
            match (mark.effect, mark.stance) {
                (_, Stance::Denied) => of_pair.denials.push(mark.claim),
                (MarkEffect::Held(_), _) => of_pair.held_as_recorded.push(mark),
                (MarkEffect::Ended { .. }, Stance::Alleged) => of_pair.allege_end(Some(mark.window.0)),
                (MarkEffect::Ended { is_told, .. }, _) => {
                    let sort = if is_told { EndSort::Told } else { EndSort::Derived };
                    of_pair.own_ends.push(End { window: mark.window, sort, reason: Reason::Own(mark) });
                }
            }
        }
        of_pair
    }

    /// Notes that it is alleged to have ended on that day at the earliest.
    pub(crate) fn allege_end(&mut self, first: Option<Limit>) {
        self.alleged_end = match (self.alleged_end, first) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    /// All denials, each once, in the order of recording.
    fn all_denials(&self) -> Vec<ClaimKey> {
        let mut denials = self.denials.clone();
        self.denials_of_ends.iter().for_each(|more| denials.extend_from_slice(more));
        denials.sort_unstable();
        denials.dedup();
        denials
    }
}

/// Adds the episodes of a pair, in the order of time; with a day, those alone that certainly or possibly held on it.
pub(crate) fn of_pair(
    mut pair: PairMarks<'_, '_>,
    law: &Law<'_>,
    on: Option<Day>,
    episodes: &mut Vec<Episode>,
) {
    let held = pair.held_as_recorded.iter().filter_map(|mark| match mark.effect {
        MarkEffect::Held(how) => Some((*mark, how)),
        MarkEffect::Ended { .. } => None,
    });
    let mut held: Vec<HeldMark<'_>> = held.collect();
    // What is undated comes after what is dated, so that an episode begins with what is known best.
    held.sort_by_key(|(mark, _)| (mark.window.0 == Limit::Past, mark.window, mark.claim));
    let own_ends = std::mem::take(&mut pair.own_ends);
    pair.ends.extend(own_ends);
    pair.ends.sort_by_key(|end| (end.window.1, end.window.0, end.sort));
    Builder { pair, law, on, denials: None, episodes }.run(held);
}

type HeldMark<'m> = (&'m Mark, Held);

struct Builder<'m, 'f, 'b> {
    pair: PairMarks<'m, 'f>,
    law: &'b Law<'b>,
    on: Option<Day>,
    /// What denies it, once an episode that is asked for needs it.
    denials: Option<Vec<ClaimKey>>,
    episodes: &'b mut Vec<Episode>,
}

impl<'m, 'f> Builder<'m, 'f, '_> {
    fn run(&mut self, held: Vec<HeldMark<'m>>) {
        let mut rest = held;
        let mut not_before = Limit::Past;
        while let Some((begin, _)) = rest.first().copied() {
            let end = self.end_after(begin, &rest);
            let is_later =
                |(mark, _): &HeldMark<'_>| end.as_ref().is_some_and(|end| mark.window.0 > end.window.1);
            // Most relations have but one stretch: then nothing need be moved.
            let (mut later, own): (Vec<_>, Vec<_>) = if rest.iter().any(is_later) {
                rest.into_iter().partition(is_later)
            } else {
                (Vec::new(), rest)
            };
            let (own, after_gap) = self.up_to_gap(own, end.as_ref());
            let is_cut = !after_gap.is_empty();
            later.splice(0..0, after_gap);
            let end = end.filter(|_| !is_cut);
            let is_final = end.as_ref().is_some_and(|end| end.sort == EndSort::Final);
            let contradicting = if is_final { std::mem::take(&mut later) } else { Vec::new() };
            not_before = self.episode(&own, end, &contradicting, not_before);
            rest = later;
        }
    }

    /// The end of an episode that begins with a mark: that which a claim tells of before the relation is begun anew,
    /// else the first that a rule derives. Alleged ends are left to [`Builder::episode`].
    fn end_after(&self, begin: &Mark, rest: &[HeldMark<'_>]) -> Option<End<'m, 'f>> {
        let applies = |end: &&End<'_, '_>| end.window.1 >= begin.window.0;
        let derived = self.pair.ends.iter().filter(applies).find(|end| end.sort != EndSort::Told);
        let told = self.pair.ends.iter().filter(applies).find(|end| end.sort == EndSort::Told);
        let is_begun_between = |told: &&End<'_, '_>| {
            derived.is_some_and(|derived| {
                let between =
                    |mark: &Mark| mark.window.0 > derived.window.1 && mark.window.0 <= told.window.1;
                derived.window.1 < told.window.0
                    && rest.iter().any(|(mark, held)| held.is_start && between(mark))
            })
        };
        told.filter(|told| !is_begun_between(told)).or(derived).cloned()
    }

    /// Divides marks of a relation that does not last by itself where it had run out before it was told of again.
    fn up_to_gap(
        &self,
        own: Vec<HeldMark<'m>>,
        end: Option<&End<'_, '_>>,
    ) -> (Vec<HeldMark<'m>>, Vec<HeldMark<'m>>) {
        let mut lasts_until: Option<Limit> = None;
        let gap = own.iter().position(|(mark, held)| {
            let has_run_out = lasts_until.is_some_and(|until| mark.window.0 > until);
            lasts_until = lasts_until.max(run_out(mark, held));
            has_run_out && end.is_none_or(|end| end.window.0 >= mark.window.0)
        });
        let mut own = own;
        let after = own.split_off(gap.unwrap_or(own.len()));
        (own, after)
    }

    /// Adds an episode, if it is asked for. Gives the first day on which it can have ended.
    fn episode(
        &mut self,
        own: &[HeldMark<'_>],
        end: Option<End<'m, 'f>>,
        contradicting: &[HeldMark<'_>],
        not_before: Limit,
    ) -> Limit {
        let is_alleged = own.iter().all(|(mark, _)| mark.stance == Stance::Alleged);
        let mut start = start_window(own, not_before);
        if let Some(end) = &end {
            // It had begun by the time that it ended, however late somebody told of it.
            start.1 = start.1.min(end.window.1.max(start.0));
        }
        let last_held = own.iter().map(|(mark, _)| mark.window.1).filter(|last| *last < Limit::Future).max();
        let end_window = match &end {
            Some(end) => self.end_window(end, own, start),
            None => self.open_end(own, last_held),
        };
        let bounds = bounds(start, end_window);
        if self.on.is_some_and(|day| bounds.holds_on(day) == Truth::No) {
            return bounds.earliest_end();
        }
        let start = |mark: &Mark| {
            let kind = self.law.kinds.get(&mark.kind)?;
            Some(Cited { claim: mark.claim, basis: kind.bases.told.clone() })
        };
        let mut starts: Vec<Cited> = own.iter().filter_map(|(mark, _)| start(mark)).collect();
        starts.dedup();
        let denials = self.denials.get_or_insert_with(|| self.pair.all_denials()).clone();
        self.episodes.push(Episode {
            pair: self.pair.pair,
            bounds,
            starts,
            ends: end.map_or_else(Arc::default, |end| self.cited(&end)),
            denials,
            contradicted_by: contradicting.iter().map(|(mark, _)| mark.claim).collect(),
            is_alleged,
        });
        bounds.earliest_end()
    }

    /// All that says that a relation ended as it did, whichever came in first.
    fn cited(&self, end: &End<'_, '_>) -> Arc<Vec<Cited>> {
        let is_alike = |other: &&End<'_, '_>| other.window == end.window && other.sort == end.sort;
        let mut alike = self.pair.ends.iter().filter(is_alike).map(|end| end.reason.cited(self.law));
        let Some(first) = alike.next() else { return Arc::default() };
        let others: Vec<Arc<Vec<Cited>>> = alike.collect();
        if others.is_empty() {
            return first;
        }
        let mut all: Vec<Cited> =
            first.iter().chain(others.iter().flat_map(|one| one.iter())).cloned().collect();
        all.sort_by(|one, other| (&one.basis, one.claim).cmp(&(&other.basis, other.claim)));
        all.dedup();
        Arc::new(all)
    }

    /// The window of an end, no earlier than what is certain to have been told of before.
    fn end_window(&self, end: &End<'_, '_>, own: &[HeldMark<'_>], start: (Limit, Limit)) -> (Limit, Limit) {
        let before = own.iter().map(|(mark, _)| mark.window);
        let last = before
            .filter(|window| {
                window.1 < end.window.0 || (end.sort == EndSort::Excluded && window.1 < end.window.1)
            })
            .map(|window| window.1)
            .max();
        let first = match end.sort {
            EndSort::Excluded => last.unwrap_or(start.0),
            _ => end.window.0.max(last.unwrap_or(Limit::Past)),
        };
        (first.max(start.0), end.window.1.max(start.1))
    }

    /// When a relation ended that nothing is said to have ended.
    fn open_end(&self, own: &[HeldMark<'_>], last_held: Option<Limit>) -> (Limit, Limit) {
        let run_out = own.iter().filter_map(|(mark, held)| run_out(mark, held)).max();
        let own_words = own.iter().filter_map(|(_, held)| held.end_first).max();
        let alleged = self.pair.alleged_end;
        let first = match (run_out, own_words) {
            (Some(_), _) => last_held.unwrap_or(Limit::Past),
            (None, Some(first)) => first,
            (None, None) => Limit::Future,
        };
        let first = alleged.map_or(first, |alleged| first.min(alleged.max(last_held.unwrap_or(Limit::Past))));
        (first, run_out.unwrap_or(Limit::Future))
    }
}

/// When what a mark tells of runs out by itself; `None` when it does not.
fn run_out(mark: &Mark, held: &Held) -> Option<Limit> {
    let persistence = held.persistence?;
    Some(mark.window.1.day().map_or(Limit::Future, |day| Limit::On(persistence.after(day))))
}

/// From when on what a mark tells of may have been so: what runs out by itself has not been so for ever.
fn may_begin(mark: &Mark, held: &Held) -> Limit {
    match (held.persistence, mark.window.0) {
        (Some(persistence), Limit::On(day)) => Limit::On(persistence.before(day)),
        _ => Limit::Past,
    }
}

/// When it began: the first beginning that is told of; before that, if it was so already.
fn start_window(own: &[HeldMark<'_>], not_before: Limit) -> (Limit, Limit) {
    let begun = own.iter().filter(|(mark, held)| held.is_start && mark.window.0 > Limit::Past);
    let begun = begun.map(|(mark, _)| mark.window).min();
    let attested = own.iter().map(|(mark, _)| mark.window.1).min().unwrap_or(Limit::Future);
    let window = match begun {
        // A day on which it was so, before it is said to have begun, makes the beginning uncertain.
        Some(begun) if attested >= begun.0 => begun,
        _ => (own.iter().map(|(mark, held)| may_begin(mark, held)).min().unwrap_or(Limit::Past), attested),
    };
    let latest = window.1.max(not_before);
    (window.0.max(not_before).min(latest), latest)
}

/// Bounds from two windows, put in order.
fn bounds(start: (Limit, Limit), end: (Limit, Limit)) -> Bounds {
    let end = (end.0.max(start.0), end.1.max(start.1).max(end.0));
    Bounds::new(start, end).unwrap_or(Bounds::ANY)
}
