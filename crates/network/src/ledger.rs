//! Answers who stood in a relation to whom, for one actor or for all, as was said by any day. Start at [`Ledger::load`]
//! for many questions on one relation, then [`Ledger::ask`]; at [`Ledger::of_actor`] for one.
//!
//! A ledger keeps what claims say of one relation in the orders in which questions need it, a hundred bytes a claim.
//! What a case records later is added to it: nothing in it ever turns wrong but by a newer reading of a document.

use std::cmp::Ordering;

use retrospect_model::ontology::{Effect, Side};
use retrospect_model::{Clocks, Day, Seq};
use retrospect_store::{Case, Extent, Fact, NameKey, Role, StoreError, Whose};

use crate::actors::{ActorKey, Identity};
use crate::ask::Question;
use crate::episodes::Episode;
use crate::law::Law;
use crate::marks::{Excludes, Mark, MarkEffect, Marks, Pair, Sweep};

/// All that claims say of one relation, ready for questions.
#[derive(Debug, Clone)]
pub struct Ledger<'o> {
    pub(crate) law: Law<'o>,
    /// By pair and claim.
    pairs: Vec<Mark>,
    /// What of `pairs` is on which pair, by pair.
    pub(crate) groups: Vec<Group>,
    /// Everybody who is a side of a pair, in order; others have no answer.
    actors: Vec<ActorOfPairs>,
    /// Groups by the second side.
    by_object: Vec<(ActorKey, u32)>,
    /// Beginnings that end others' relation to the same second side: by that side and time.
    of_objects: Vec<u32>,
    /// Beginnings that end the first side's relation to others: by that side and time.
    of_subjects: Vec<u32>,
    /// By actor and time.
    swept: Vec<Sweep>,
    /// How far a case was read; nothing of a ledger that was not loaded from one.
    read: Option<Read>,
}

/// Marks on one pair.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) pair: Pair,
    pub(crate) subject: ActorNumber,
    pub(crate) object: Option<ActorNumber>,
    marks: Stretch,
}

/// The number of somebody who is a side of a pair, in one ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ActorNumber(u32);

/// What a ledger has of somebody who is a side of a pair: where it lies in the ledger's lists.
#[derive(Debug, Clone)]
struct ActorOfPairs {
    actor: ActorKey,
    of_object: Stretch,
    of_subject: Stretch,
    swept: Stretch,
}

/// A stretch of a list.
#[derive(Debug, Clone, Copy, Default)]
struct Stretch {
    first: u32,
    end: u32,
}

impl Stretch {
    fn of<T>(self, list: &[T]) -> &[T] {
        list.get(self.first as usize..self.end as usize).unwrap_or_default()
    }
}

/// How far a case was read into a ledger.
#[derive(Debug, Clone, Copy)]
struct Read {
    recorded_by: Option<Seq>,
    extent: Extent,
}

/// How often the actors to whom somebody stands are followed up at the most: beyond, an answer may lack an end that a
/// rule derives from somebody who has no claims in common with the actor.
const COUNTERPARTS_MAX: usize = 5_000;

impl<'o> Ledger<'o> {
    /// What facts say of a relation.
    pub fn of(facts: &[Fact], law: Law<'o>, identity: &impl Identity) -> Self {
        let Marks { pairs, swept } = Marks::of(facts, &law, identity);
        let mut ledger = Self::empty(law);
        (ledger.pairs, ledger.swept) = (pairs, swept);
        ledger.put_in_order();
        ledger
    }

    fn empty(law: Law<'o>) -> Self {
        Self {
            law,
            pairs: Vec::new(),
            groups: Vec::new(),
            actors: Vec::new(),
            by_object: Vec::new(),
            of_objects: Vec::new(),
            of_subjects: Vec::new(),
            swept: Vec::new(),
            read: None,
        }
    }

    /// What a case says of a relation, as it was recorded by then.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn load(
        case: &Case,
        law: Law<'o>,
        identity: &impl Identity,
        recorded_by: Option<Seq>,
    ) -> Result<Self, StoreError> {
        let mut ledger = Self::empty(law);
        ledger.read_from(case, identity, recorded_by, None)?;
        Ok(ledger)
    }

    /// Takes up what the case has recorded since this was loaded from it: claims are only ever added, so that what is
    /// here stays. Where a newer reading has replaced claims, or a document has come in after claims on it, everything
    /// is read again. Whose names are one actor's must be as it was; where that changed, load anew.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn catch_up(&mut self, case: &Case, identity: &impl Identity) -> Result<(), StoreError> {
        let Some(read) = self.read else { return Ok(()) };
        let last = case.last_recording()?.map_or(Seq(0), |(seq, _)| seq);
        let known = read.extent.recorded();
        if last == known || read.recorded_by.is_some_and(|by| by <= known) {
            return Ok(());
        }
        let extent = case.extent()?;
        self.law.catch_up(case)?;
        let is_grown = extent.is_grown_from(&read.extent);
        if !is_grown {
            self.pairs.clear();
            self.swept.clear();
        }
        self.read_from(case, identity, read.recorded_by, is_grown.then_some(read.extent))
    }

    /// Adds the marks of what a case has recorded after `after`.
    fn read_from(
        &mut self,
        case: &Case,
        identity: &impl Identity,
        recorded_by: Option<Seq>,
        after: Option<Extent>,
    ) -> Result<(), StoreError> {
        let clocks = Clocks { recorded_by, ..Clocks::default() };
        let kinds = self.law.kind_keys(|_| true);
        let mut marks = Marks::default();
        let extent = case.each_fact_after(after, &kinds, &clocks, |fact| {
            marks.add(&fact, &self.law, identity);
        })?;
        self.pairs.append(&mut marks.pairs);
        self.swept.append(&mut marks.swept);
        self.read = Some(Read { recorded_by, extent });
        self.put_in_order();
        Ok(())
    }

    /// Sorts the marks and notes what is where. Marks that lie in order already cost little.
    fn put_in_order(&mut self) {
        self.pairs.sort_by_key(|mark| (mark.pair, mark.claim));
        self.swept.sort_by_key(|sweep| (sweep.actor, sweep.window.1, sweep.window.0, sweep.claim));
        let rivals = |which: Excludes, side: fn(&Pair) -> Option<ActorKey>| {
            let is = |(mark, _): &(&Mark, u32)| mark.is_rival(which) && side(&mark.pair).is_some();
            let mut rivals: Vec<(&Mark, u32)> = self.pairs.iter().zip(0..).filter(is).collect();
            rivals.sort_by_key(|(mark, _)| (side(&mark.pair), mark.window, mark.claim));
            rivals.into_iter().map(|(_, number)| number).collect::<Vec<u32>>()
        };
        self.of_objects = rivals(Excludes::OtherSubjects, |pair| pair.object);
        self.of_subjects = rivals(Excludes::OtherObjects, |pair| Some(pair.subject));
        self.number_actors();
        let number = |actor: ActorKey| {
            let found = self.actors.binary_search_by_key(&actor, |of_pairs| of_pairs.actor);
            ActorNumber(found.map_or(u32::MAX, |number| number as u32))
        };
        let mut first = 0;
        let group = |marks: &[Mark]| {
            let stretch = Stretch { first, end: first + marks.len() as u32 };
            first = stretch.end;
            let pair = marks.first()?.pair;
            let (subject, object) = (number(pair.subject), pair.object.map(number));
            Some(Group { pair, subject, object, marks: stretch })
        };
        self.groups = self.pairs.chunk_by(|one, two| one.pair == two.pair).filter_map(group).collect();
        let with_object = |(group, number): (&Group, u32)| Some((group.pair.object?, number));
        self.by_object = self.groups.iter().zip(0..).filter_map(with_object).collect();
        self.by_object.sort_unstable();
    }

    /// Notes who is a side of a pair, and where in the other lists it is.
    fn number_actors(&mut self) {
        let sides = |mark: &Mark| [Some(mark.pair.subject), mark.pair.object];
        let mut actors: Vec<ActorKey> = self.pairs.iter().flat_map(sides).flatten().collect();
        actors.sort_unstable();
        actors.dedup();
        let pair = |number: &u32| self.pairs.get(*number as usize).map(|mark| mark.pair);
        let mut of_objects = Stretches::of(&self.of_objects, |number| pair(number)?.object);
        let mut of_subjects = Stretches::of(&self.of_subjects, |number| Some(pair(number)?.subject));
        let mut swept = Stretches::of(&self.swept, |sweep| Some(sweep.actor));
        let of_pairs = |actor| ActorOfPairs {
            actor,
            of_object: of_objects.next(actor),
            of_subject: of_subjects.next(actor),
            swept: swept.next(actor),
        };
        self.actors = actors.into_iter().map(of_pairs).collect();
    }

    /// The marks on a pair, in the order of recording.
    pub(crate) fn marks_of(&self, group: &Group) -> &[Mark] {
        group.marks.of(&self.pairs)
    }

    /// The groups of which an actor is a side, by pair.
    pub(crate) fn groups_of(&self, actor: ActorKey) -> impl Iterator<Item = &Group> {
        let as_object = run(&self.by_object, |(object, _)| object.cmp(&actor));
        let mut groups: Vec<&Group> =
            as_object.iter().filter_map(|(_, group)| self.groups.get(*group as usize)).collect();
        groups.extend(run(&self.groups, |group| group.pair.subject.cmp(&actor)));
        groups.sort_by_key(|group| group.pair);
        groups.into_iter()
    }

    /// Beginnings that end others' relation to an actor, in the order of time.
    pub(crate) fn rivals_of_object(&self, object: ActorNumber) -> impl Iterator<Item = &Mark> {
        let numbers = self.actor(object).map_or(&[][..], |actor| actor.of_object.of(&self.of_objects));
        numbers.iter().filter_map(|number| self.pairs.get(*number as usize))
    }

    /// Beginnings that end an actor's relation to others, in the order of time.
    pub(crate) fn rivals_of_subject(&self, subject: ActorNumber) -> impl Iterator<Item = &Mark> {
        let numbers = self.actor(subject).map_or(&[][..], |actor| actor.of_subject.of(&self.of_subjects));
        numbers.iter().filter_map(|number| self.pairs.get(*number as usize))
    }

    /// What says that everything of an actor ended, in the order of time.
    pub(crate) fn sweeps_of(&self, actor: ActorNumber) -> &[Sweep] {
        self.actor(actor).map_or(&[], |actor| actor.swept.of(&self.swept))
    }

    fn actor(&self, number: ActorNumber) -> Option<&ActorOfPairs> {
        self.actors.get(number.0 as usize)
    }

    /// The facts of a case on one actor in a relation: those that begin or end it for the actor, and those on whoever
    /// is on its other side.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn facts_of_actor(
        case: &Case,
        law: &Law<'o>,
        identity: &impl Identity,
        actor: ActorKey,
        clocks: &Clocks,
    ) -> Result<Vec<Fact>, StoreError> {
        let clocks = Clocks { on: None, ..*clocks };
        let roles = [Role::Actor, Role::Target, Role::Place];
        let own = identity.names(actor);
        let mut facts = case.facts(Whose::Of(&own, &roles), &law.kind_keys(|_| true), &clocks)?;
        let Marks { pairs, .. } = Marks::of(&facts, law, identity);
        let begun = |mark: &&Mark| mark.pair.has(actor) && matches!(mark.effect, MarkEffect::Held(_));
        let begun: Vec<&Mark> = pairs.iter().filter(begun).collect();
        let objects = begun.iter().filter_map(|mark| mark.pair.object).filter(|object| *object != actor);
        let subjects = begun.iter().map(|mark| mark.pair.subject).filter(|subject| *subject != actor);
        let (objects, subjects): (Vec<_>, Vec<_>) = (objects.collect(), subjects.collect());
        let mut more = |actors: &[ActorKey], kinds: Vec<NameKey>, roles: &[Role]| -> Result<(), StoreError> {
            let mut names: Vec<NameKey> = actors.iter().flat_map(|actor| identity.names(*actor)).collect();
            names.sort_unstable();
            names.dedup();
            names.truncate(COUNTERPARTS_MAX);
            if !names.is_empty() && !kinds.is_empty() {
                facts.extend(case.facts(Whose::Of(&names, roles), &kinds, &clocks)?);
            }
            Ok(())
        };
        // What ends everything for those on the other side: told of them in the role that it has there.
        let others: Vec<ActorKey> = objects.iter().chain(&subjects).copied().collect();
        for (side, role) in
            [(Side::Actor, Role::Actor), (Side::Target, Role::Target), (Side::Place, Role::Place)]
        {
            let has = |effects: &[&Effect]| effects.iter().any(|effect| effect.subject == side);
            more(&others, law.kind_keys(|kind| has(&kind.sweeps)), &[role])?;
        }
        // What begins for another with the same other side.
        let excludes = |other_subjects: bool| {
            let is = |effect: &&&Effect| (effect.subject == Side::Other) == other_subjects;
            law.kind_keys(|kind| kind.excludes.iter().any(|effect| is(&effect)))
        };
        more(&objects, excludes(true), &roles)?;
        more(&subjects, excludes(false), &roles)?;
        facts.sort_unstable_by_key(|fact| fact.claim);
        facts.dedup_by_key(|fact| fact.claim);
        Ok(facts)
    }

    /// The episodes of one actor in a case, in the order of the pairs.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of_actor(
        case: &Case,
        law: Law<'o>,
        identity: &impl Identity,
        actor: ActorKey,
        clocks: &Clocks,
    ) -> Result<Vec<Episode>, StoreError> {
        let facts = Self::facts_of_actor(case, &law, identity, actor, clocks)?;
        let question = Question { whose: Some(actor), ..Question::default() };
        Ok(Self::of(&facts, law, identity).ask(&question))
    }

    /// All episodes, by pair and time, of what was said by the end of a day.
    pub fn episodes(&self, said_by: Option<Day>) -> Vec<Episode> {
        self.ask(&Question { said_by, ..Question::default() })
    }

    /// The rules.
    pub fn law(&self) -> &Law<'o> {
        &self.law
    }

    /// How many marks there are; for those who measure.
    pub fn marks_count(&self) -> usize {
        self.pairs.len() + self.swept.len()
    }
}

/// Finds the stretches of a list that is sorted by actor, for actors who are asked for in order.
struct Stretches<'l, T, F> {
    list: &'l [T],
    actor: F,
    at: usize,
}

impl<'l, T, F: Fn(&T) -> Option<ActorKey>> Stretches<'l, T, F> {
    fn of(list: &'l [T], actor: F) -> Self {
        Self { list, actor, at: 0 }
    }

    fn next(&mut self, actor: ActorKey) -> Stretch {
        let rest = |at: usize| self.list.get(at..).unwrap_or_default().iter();
        let first = self.at + rest(self.at).take_while(|item| (self.actor)(item) < Some(actor)).count();
        let end = first + rest(first).take_while(|item| (self.actor)(item) == Some(actor)).count();
        self.at = end;
        Stretch { first: first as u32, end: end as u32 }
    }
}

/// The stretch of a sorted slice that is equal to what is sought.
fn run<T>(sorted: &[T], order: impl Fn(&T) -> Ordering) -> &[T] {
    let first = sorted.partition_point(|item| order(item) == Ordering::Less);
    let rest = sorted.get(first..).unwrap_or_default();
    let count = rest.partition_point(|item| order(item) == Ordering::Equal);
    rest.get(..count).unwrap_or_default()
}
