//! Turns the marks on one pair into episodes: stretches in which the relation held, with bounds and with the claims and
//! rules under each beginning and end. Start at [`of_pair`].
//!
//! Beginnings and ends are taken in the order of time. An end that a claim tells of beats one that a rule derives; of
//! each sort the first after the beginning counts. What is said to have held after all relations of one side ended for
//! good begins nothing: it contradicts. Claims that are only alleged let something be possible, never certain.

use std::sync::Arc;

use retrospect_model::{Bounds, Day, Limit, Stance, Truth};
use retrospect_store::ClaimKey;

use crate::law::Law;
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
pub(crate) struct End {
    pub(crate) window: (Limit, Limit),
    pub(crate) cited: Arc<Vec<Cited>>,
    pub(crate) sort: EndSort,
    pub(crate) is_alleged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EndSort {
    /// A claim tells of it.
    Told,
    /// A rule derives it.
    Derived,
    /// A rule derives it, and nothing begins again after it.
    Final,
    /// A rule derives it from another's beginning, when no claim has the pair itself at that time: the window reaches
    /// back to when it was last told of.
    Excluded,
}

/// The episodes of a pair, in the order of time. `ends` are those that marks on others bring: of all relations of either
/// side, and of those that exclude it.
pub(crate) fn of_pair(marks: &[&Mark], mut ends: Vec<End>, law: &Law<'_>) -> Vec<Episode> {
    let Some(first) = marks.first() else { return Vec::new() };
    let pair = first.pair;
    let (mut held, mut denials) = (Vec::new(), Vec::new());
    for mark in marks {
        match mark.effect {
            _ if mark.stance == Stance::Denied => denials.push(mark.claim),
            MarkEffect::Held(how) => held.push((*mark, how)),
            MarkEffect::Ended { is_told, is_own_dates } => {
                ends.push(end_of(mark, is_told, is_own_dates, law));
            }
            MarkEffect::Swept => {}
        }
    }
    held.sort_by_key(|(mark, _)| (mark.window.0.max(Limit::Past), mark.window.1, mark.claim));
    // What is undated comes after what is dated, so that an episode begins with what is known best.
    held.sort_by_key(|(mark, _)| mark.window.0 == Limit::Past);
    ends.sort_by_key(|end| (end.window.1, end.window.0));
    let mut builder = Builder { pair, law, ends, denials, episodes: Vec::new() };
    builder.run(&held);
    builder.episodes
}

fn end_of(mark: &Mark, is_told: bool, is_own_dates: bool, law: &Law<'_>) -> End {
    let kind = law.kinds.get(&mark.kind);
    let name = kind.map_or("", |kind| kind.name).to_owned();
    let basis = match (is_told, is_own_dates) {
        (_, true) => Basis::OwnDates(name),
        (true, false) => Basis::ToldEnd(name),
        (false, false) => {
            let effect = kind.and_then(|kind| kind.ends.first()).map(ToString::to_string);
            Basis::Rule { kind: name, effect: effect.unwrap_or_default() }
        }
    };
    End {
        window: mark.window,
        cited: Arc::new(vec![Cited { claim: mark.claim, basis }]),
        sort: if is_told { EndSort::Told } else { EndSort::Derived },
        is_alleged: mark.stance == Stance::Alleged,
    }
}

type HeldMark<'m> = (&'m Mark, Held);

struct Builder<'m> {
    pair: Pair,
    law: &'m Law<'m>,
    ends: Vec<End>,
    denials: Vec<ClaimKey>,
    episodes: Vec<Episode>,
}

impl Builder<'_> {
    fn run(&mut self, held: &[HeldMark<'_>]) {
        let mut rest: Vec<HeldMark<'_>> = held.to_vec();
        let mut not_before = Limit::Past;
        while let Some((begin, _)) = rest.first().copied() {
            let end = self.end_after(begin, &rest);
            let (mut own, mut later) = (Vec::new(), Vec::new());
            for mark in rest {
                let is_later = end.as_ref().is_some_and(|end| mark.0.window.0 > end.window.1);
                if is_later { later.push(mark) } else { own.push(mark) }
            }
            let (own, after_gap) = self.up_to_gap(own, end.as_ref());
            let is_cut = !after_gap.is_empty();
            later.splice(0..0, after_gap);
            let end = end.filter(|_| !is_cut);
            let is_final = end.as_ref().is_some_and(|end| end.sort == EndSort::Final);
            let contradicting = if is_final { std::mem::take(&mut later) } else { Vec::new() };
            let episode = self.episode(&own, end, &contradicting, not_before);
            not_before = episode.bounds.earliest_end();
            self.episodes.push(episode);
            rest = later;
        }
    }

    /// The end of an episode that begins with a mark: that which a claim tells of before the relation is begun anew,
    /// else the first that a rule derives. Alleged ends are left to [`Builder::episode`].
    fn end_after(&self, begin: &Mark, rest: &[HeldMark<'_>]) -> Option<End> {
        let applies = |end: &&End| !end.is_alleged && end.window.1 >= begin.window.0;
        let derived = self.ends.iter().filter(applies).find(|end| end.sort != EndSort::Told);
        let told = self.ends.iter().filter(applies).find(|end| end.sort == EndSort::Told);
        let is_begun_between = |told: &&End| {
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
    fn up_to_gap<'m>(
        &self,
        own: Vec<HeldMark<'m>>,
        end: Option<&End>,
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

    fn episode(
        &self,
        own: &[HeldMark<'_>],
        end: Option<End>,
        contradicting: &[HeldMark<'_>],
        not_before: Limit,
    ) -> Episode {
        let is_alleged = own.iter().all(|(mark, _)| mark.stance == Stance::Alleged);
        let mut start = start_window(own, not_before);
        if let Some(end) = &end {
            // It had begun by the time that it ended, however late somebody told of it.
            start.1 = start.1.min(end.window.1.max(start.0));
        }
        let last_held = own.iter().map(|(mark, _)| mark.window.1).filter(|last| *last < Limit::Future).max();
        let (end_window, ends) = match end {
            Some(end) => {
                let window = self.end_window(&end, own, start);
                (window, end.cited)
            }
            None => (self.open_end(own, last_held), Arc::default()),
        };
        let name = |mark: &Mark| self.law.kinds.get(&mark.kind).map_or("", |kind| kind.name).to_owned();
        let starts = own.iter().map(|(mark, _)| Cited { claim: mark.claim, basis: Basis::Told(name(mark)) });
        let mut starts: Vec<Cited> = starts.collect();
        starts.dedup();
        Episode {
            pair: self.pair,
            bounds: bounds(start, end_window),
            starts,
            ends,
            denials: self.denials.clone(),
            contradicted_by: contradicting.iter().map(|(mark, _)| mark.claim).collect(),
            is_alleged,
        }
    }

    /// The window of an end, no earlier than what is certain to have been told of before.
    fn end_window(&self, end: &End, own: &[HeldMark<'_>], start: (Limit, Limit)) -> (Limit, Limit) {
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
        let alleged = self.ends.iter().filter(|end| end.is_alleged).map(|end| end.window.0).min();
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
