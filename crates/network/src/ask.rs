//! Turns the marks of a ledger into the episodes that a question asks for. Start at [`Ledger::ask`].
//!
//! Whatever an answer needs of one actor (what ended everything for it, who took its place) is worked out when a pair
//! first needs it, from marks that lie in the right order already: a question about one actor looks at that actor's
//! marks and its counterparts', not at all, and what is not asked for is not put together.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use retrospect_model::{Day, Limit, Stance};
use retrospect_store::ClaimKey;
use rustc_hash::FxHashMap;

use crate::actors::ActorKey;
use crate::episodes::{Cited, End, EndSort, Episode, PairMarks, Reason, of_pair};
use crate::law::Law;
use crate::ledger::{ActorNumber, Group, Ledger};
use crate::marks::{Mark, MarkEffect, Sweep};

/// What is asked of a ledger: everything, by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Question {
    /// Only episodes of this actor.
    pub whose: Option<ActorKey>,
    /// Only episodes that certainly or possibly held on this day.
    pub on: Option<Day>,
    /// Only by what was certainly said by the end of this day.
    pub said_by: Option<Day>,
}

impl Ledger<'_> {
    /// The episodes that a question asks for, by pair and time.
    pub fn ask(&self, question: &Question) -> Vec<Episode> {
        let mut answer = Answer::of(self, question);
        match question.whose {
            None => self.groups.iter().for_each(|group| answer.add(group)),
            Some(actor) => self.groups_of(actor).for_each(|group| answer.add(group)),
        }
        answer.episodes
    }
}

/// An answer in the making, with what was worked out for it of single actors.
struct Answer<'l, 'o> {
    ledger: &'l Ledger<'o>,
    on: Option<Day>,
    said_by: Option<Limit>,
    finals: FxHashMap<ActorNumber, Option<Rc<Finals<'l>>>>,
    rivals_of_objects: FxHashMap<ActorNumber, Rc<Rivals<'l>>>,
    rivals_of_subjects: FxHashMap<ActorNumber, Rc<Rivals<'l>>>,
    episodes: Vec<Episode>,
}

impl<'l, 'o> Answer<'l, 'o> {
    fn of(ledger: &'l Ledger<'o>, question: &Question) -> Self {
        Self {
            ledger,
            on: question.on,
            said_by: question.said_by.map(Limit::On),
            finals: FxHashMap::default(),
            rivals_of_objects: FxHashMap::default(),
            rivals_of_subjects: FxHashMap::default(),
            episodes: Vec::new(),
        }
    }

    fn is_said(&self, last: Option<Limit>) -> bool {
        self.said_by.is_none_or(|by| last.is_some_and(|last| last <= by))
    }

    /// Adds the episodes of a pair.
    fn add(&mut self, group: &Group) {
        let ledger = self.ledger;
        let marks = ledger.marks_of(group).iter().filter(|mark| self.is_said(mark.said_last));
        let mut pair = PairMarks::of(group.pair, marks);
        if pair.held_as_recorded.is_empty() {
            return;
        }
        if let Some(object) = group.object {
            self.rivals_of_object(object).add_to(&mut pair);
        }
        self.rivals_of_subject(group.subject).add_to(&mut pair);
        let finals = [Some(group.subject), group.object].map(|side| side.and_then(|side| self.finals(side)));
        for of_side in finals.iter().flatten() {
            of_side.add_to(&mut pair);
        }
        of_pair(pair, &ledger.law, self.on, &mut self.episodes);
    }

    fn rivals_of_object(&mut self, object: ActorNumber) -> Rc<Rivals<'l>> {
        if let Some(rivals) = self.rivals_of_objects.get(&object) {
            return Rc::clone(rivals);
        }
        let rivals = Rc::new(self.rivals(self.ledger.rivals_of_object(object)));
        self.rivals_of_objects.insert(object, Rc::clone(&rivals));
        rivals
    }

    fn rivals_of_subject(&mut self, subject: ActorNumber) -> Rc<Rivals<'l>> {
        if let Some(rivals) = self.rivals_of_subjects.get(&subject) {
            return Rc::clone(rivals);
        }
        let rivals = Rc::new(self.rivals(self.ledger.rivals_of_subject(subject)));
        self.rivals_of_subjects.insert(subject, Rc::clone(&rivals));
        rivals
    }

    fn rivals(&self, marks: impl Iterator<Item = &'l Mark>) -> Rivals<'l> {
        let marks: Vec<&Mark> = marks.filter(|mark| self.is_said(mark.said_last)).collect();
        Rivals { firsts: marks.iter().map(|mark| number(mark.window.0)).collect(), marks }
    }

    /// What ended everything for an actor; `None` when nobody says so.
    fn finals(&mut self, actor: ActorNumber) -> Option<Rc<Finals<'l>>> {
        if let Some(finals) = self.finals.get(&actor) {
            return finals.clone();
        }
        let sweeps = self.ledger.sweeps_of(actor);
        let finals = (!sweeps.is_empty()).then(|| Rc::new(Finals::of(sweeps, self.said_by)));
        self.finals.insert(actor, finals.clone());
        finals
    }
}

/// Beginnings that end the same relation of others, in the order of time.
struct Rivals<'l> {
    /// The first day of each as a number, apart from the rest because it is searched.
    firsts: Vec<i64>,
    marks: Vec<&'l Mark>,
}

impl<'l> Rivals<'l> {
    /// Adds, for each time that a pair's relation is told of, the first rivals that are certainly later: all of the
    /// same time, whichever came in first.
    fn add_to(&self, pair: &mut PairMarks<'l, '_>) {
        if self.marks.is_empty() {
            return;
        }
        let mut last: Option<ClaimKey> = None;
        for mark in &pair.held_as_recorded {
            let from = self.firsts.partition_point(|first| *first <= number(mark.window.1));
            let later = self.marks.get(from..).unwrap_or_default();
            let mut rivals = later.iter().filter(|rival| rival.pair != pair.pair).peekable();
            let Some(first) = rivals.peek().copied() else { continue };
            if last.replace(first.claim) == Some(first.claim) {
                continue;
            }
            for rival in rivals.take_while(|rival| rival.window == first.window) {
                let is_start = matches!(rival.effect, MarkEffect::Held(held) if held.is_start);
                let sort = if is_start { EndSort::Derived } else { EndSort::Excluded };
                pair.ends.push(End { window: rival.window, sort, reason: Reason::Rival(rival) });
            }
        }
    }
}

/// A limit as a number in the same order.
fn number(limit: Limit) -> i64 {
    match limit {
        Limit::Past => i64::MIN,
        Limit::On(day) => day.days_since_epoch(),
        Limit::Future => i64::MAX,
    }
}

/// What ended everything for an actor, by what had been said.
#[derive(Debug)]
pub(crate) struct Finals<'l> {
    /// All that is told of it, in the order of time.
    sweeps: &'l [Sweep],
    said_by: Option<Limit>,
    /// When it was, by all that say so.
    window: Option<(Limit, Limit)>,
    /// The first day on which it is alleged to have been.
    alleged_from: Option<Limit>,
    denials: Vec<ClaimKey>,
    /// The claims under the window, once somebody asks for them.
    cited: OnceCell<Arc<Vec<Cited>>>,
}

impl<'l> Finals<'l> {
    fn of(sweeps: &'l [Sweep], said_by: Option<Limit>) -> Self {
        let mut finals = Self {
            sweeps,
            said_by,
            window: None,
            alleged_from: None,
            denials: Vec::new(),
            cited: OnceCell::new(),
        };
        let mut common = Common::default();
        for sweep in finals.said() {
            match sweep.stance {
                Stance::Asserted => common.add(sweep.window),
                Stance::Alleged => {
                    let first = finals.alleged_from.map_or(sweep.window.0, |first| first.min(sweep.window.0));
                    finals.alleged_from = Some(first);
                }
                Stance::Denied => finals.denials.push(sweep.claim),
                Stance::Predicted | Stance::Wanted => {}
            }
        }
        finals.window = common.window();
        finals
    }

    fn said(&self) -> impl Iterator<Item = &'l Sweep> + use<'l> {
        let said_by = self.said_by;
        let is_said =
            move |sweep: &&Sweep| said_by.is_none_or(|by| sweep.said_last.is_some_and(|last| last <= by));
        self.sweeps.iter().filter(is_said)
    }

    /// Adds what ended everything to what ends a pair's relation.
    fn add_to<'f>(&'f self, pair: &mut PairMarks<'l, 'f>) {
        if let Some(window) = self.window {
            pair.ends.push(End { window, sort: EndSort::Final, reason: Reason::Final(self) });
        }
        pair.allege_end(self.alleged_from);
        if !self.denials.is_empty() {
            pair.denials_of_ends.push(&self.denials);
        }
    }

    /// The claims that tell of it, in the order of time.
    pub(crate) fn cited(&self, law: &Law<'_>) -> Arc<Vec<Cited>> {
        let cite = || {
            let asserted = self.said().filter(|sweep| sweep.stance == Stance::Asserted);
            let cited = asserted.filter_map(|sweep| {
                Some(Cited { claim: sweep.claim, basis: law.kinds.get(&sweep.kind)?.bases.sweep.clone() })
            });
            Arc::new(cited.collect())
        };
        Arc::clone(self.cited.get_or_init(cite))
    }
}

/// The window of what happens but once: what all that overlap have in common, and where some do not, from the first such
/// stretch to the last. Windows come in the order of their ends.
#[derive(Debug, Default)]
struct Common {
    /// What those have in common that reach back to the first end.
    first: Option<(Limit, Limit)>,
    /// The end of the last stretch.
    last: Option<Limit>,
}

impl Common {
    fn add(&mut self, window: (Limit, Limit)) {
        // Since ends only grow, a window has days in common with a stretch before it when it begins by that stretch's end.
        match &mut self.first {
            None => {
                self.first = Some(window);
                self.last = Some(window.1);
            }
            Some(first) if window.0 <= first.1 => first.0 = first.0.max(window.0),
            Some(_) if self.last.is_some_and(|last| window.0 > last) => self.last = Some(window.1),
            Some(_) => {}
        }
    }

    fn window(&self) -> Option<(Limit, Limit)> {
        Some((self.first?.0, self.last?))
    }
}
