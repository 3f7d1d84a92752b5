//! Answers who stood in a relation to whom, for one actor or for all, as was said by any day. Start at [`Ledger::load`]
//! for many questions on one relation, at [`Ledger::of_actor`] for one.

use std::sync::Arc;

use retrospect_model::ontology::{Effect, Side};
use retrospect_model::{Clocks, Day, Limit, Seq, Stance};
use retrospect_store::{Case, ClaimKey, Fact, NameKey, Role, StoreError, Whose};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::actors::{ActorKey, Identity};
use crate::episodes::{Cited, End, EndSort, Episode, of_pair};
use crate::law::Law;
use crate::marks::{Basis, Excludes, Mark, MarkEffect, Marks};

/// All that claims say of one relation, ready for questions.
#[derive(Debug, Clone)]
pub struct Ledger<'o> {
    law: Law<'o>,
    /// By pair.
    pairs: Vec<Mark>,
    /// By actor.
    swept: Vec<Mark>,
}

/// How often the actors to whom somebody stands are followed up at the most: beyond, an answer may lack an end that a
/// rule derives from somebody who has no claims in common with the actor.
const COUNTERPARTS_MAX: usize = 5_000;

impl<'o> Ledger<'o> {
    /// What facts say of a relation.
    pub fn of(facts: &[Fact], law: Law<'o>, identity: &impl Identity) -> Self {
        let Marks { mut pairs, mut swept } = Marks::of(facts, &law, identity);
        pairs.sort_unstable_by_key(|mark| (mark.pair, mark.claim));
        swept.sort_unstable_by_key(|mark| (mark.pair, mark.claim));
        Self { law, pairs, swept }
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
        let clocks = Clocks { recorded_by, ..Clocks::default() };
        let facts = case.facts(Whose::All, &law.kind_keys(|_| true), &clocks)?;
        Ok(Self::of(&facts, law, identity))
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
        let mut episodes = Self::of(&facts, law, identity).episodes(None);
        episodes.retain(|episode| episode.pair.has(actor));
        Ok(episodes)
    }

    /// All episodes, by pair and time, of what was said by the end of a day.
    pub fn episodes(&self, said_by: Option<Day>) -> Vec<Episode> {
        let is_said = |mark: &&Mark| {
            said_by.is_none_or(|day| mark.said_last.is_some_and(|last| last <= Limit::On(day)))
        };
        let pairs: Vec<&Mark> = self.pairs.iter().filter(is_said).collect();
        let begun: FxHashSet<ActorKey> = pairs
            .iter()
            .filter(|mark| matches!(mark.effect, MarkEffect::Held(_)))
            .flat_map(|mark| [Some(mark.pair.subject), mark.pair.object])
            .flatten()
            .collect();
        // Most who die lead nobody.
        let swept = self.swept.iter().filter(|mark| begun.contains(&mark.pair.subject)).filter(is_said);
        let swept: Vec<&Mark> = swept.collect();
        let finals = Finals::of(&swept, &self.law);
        let rivals = Rivals::of(&pairs);
        let mut episodes = Vec::new();
        for marks in pairs.chunk_by(|one, two| one.pair == two.pair) {
            let is_held = |mark: &&Mark| matches!(mark.effect, MarkEffect::Held(_));
            let Some(first) = marks.first().filter(|_| marks.iter().any(is_held)) else { continue };
            let mut ends = rivals.ends(marks, &self.law);
            for side in [Some(first.pair.subject), first.pair.object].into_iter().flatten() {
                ends.extend(finals.ends.get(&side).into_iter().flatten().cloned());
            }
            let mut of_pair = of_pair(marks, ends, &self.law);
            let sides = [Some(first.pair.subject), first.pair.object].into_iter().flatten();
            let denied: Vec<ClaimKey> =
                sides.filter_map(|side| finals.denials.get(&side)).flatten().copied().collect();
            for episode in of_pair.iter_mut().filter(|_| !denied.is_empty()) {
                episode.denials.extend(&denied);
                episode.denials.sort_unstable();
                episode.denials.dedup();
            }
            episodes.append(&mut of_pair);
        }
        episodes
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

/// Ends of everything, by actor.
#[derive(Default)]
struct Finals {
    ends: FxHashMap<ActorKey, Vec<End>>,
    denials: FxHashMap<ActorKey, Vec<ClaimKey>>,
}

impl Finals {
    fn of(swept: &[&Mark], law: &Law<'_>) -> Self {
        let mut finals = Self::default();
        for marks in swept.chunk_by(|one, two| one.pair == two.pair) {
            let Some(first) = marks.first() else { continue };
            let actor = first.pair.subject;
            let of_stance = |stance| marks.iter().copied().filter(move |mark| mark.stance == stance);
            let asserted: Vec<&Mark> = of_stance(Stance::Asserted).collect();
            let ends = finals.ends.entry(actor).or_default();
            if let Some(window) = common_window(&asserted) {
                let cited = Arc::new(asserted.iter().map(|mark| cited(mark, law)).collect());
                ends.push(End { window, cited, sort: EndSort::Final, is_alleged: false });
            }
            for mark in of_stance(Stance::Alleged) {
                let cited = Arc::new(vec![cited(mark, law)]);
                ends.push(End { window: mark.window, cited, sort: EndSort::Final, is_alleged: true });
            }
            finals.denials.insert(actor, of_stance(Stance::Denied).map(|mark| mark.claim).collect());
        }
        finals
    }
}

fn cited(mark: &Mark, law: &Law<'_>) -> Cited {
    let kind = law.kinds.get(&mark.kind);
    let effect = kind.and_then(|kind| kind.sweeps.first()).map(ToString::to_string);
    let kind = kind.map_or("", |kind| kind.name).to_owned();
    Cited { claim: mark.claim, basis: Basis::Rule { kind, effect: effect.unwrap_or_default() } }
}

/// The window of what happens but once: what all that overlap have in common, and where some do not, all of theirs.
fn common_window(marks: &[&Mark]) -> Option<(Limit, Limit)> {
    let mut windows: Vec<(Limit, Limit)> = marks.iter().map(|mark| mark.window).collect();
    windows.sort_unstable_by_key(|window| (window.1, window.0));
    let mut groups: Vec<(Limit, Limit)> = Vec::new();
    for window in windows {
        match groups.iter_mut().find(|group| group.0 <= window.1 && window.0 <= group.1) {
            Some(group) => *group = (group.0.max(window.0), group.1.min(window.1)),
            None => groups.push(window),
        }
    }
    let first = groups.iter().map(|group| group.0).min()?;
    Some((first, groups.iter().map(|group| group.1).max()?))
}

/// Beginnings that end others' relations, by the actor on the shared side, in the order of time.
struct Rivals<'m> {
    of_objects: FxHashMap<ActorKey, Vec<&'m Mark>>,
    of_subjects: FxHashMap<ActorKey, Vec<&'m Mark>>,
}

impl<'m> Rivals<'m> {
    fn of(pairs: &[&'m Mark]) -> Self {
        let mut rivals = Self { of_objects: FxHashMap::default(), of_subjects: FxHashMap::default() };
        for mark in pairs {
            let MarkEffect::Held(held) = mark.effect else { continue };
            // What has no earliest day is certainly later than nothing.
            if mark.stance != Stance::Asserted || mark.window.0 == Limit::Past {
                continue;
            }
            match (held.excludes, mark.pair.object) {
                (Excludes::OtherSubjects, Some(object)) => {
                    rivals.of_objects.entry(object).or_default().push(mark);
                }
                (Excludes::OtherObjects, _) => {
                    rivals.of_subjects.entry(mark.pair.subject).or_default().push(mark);
                }
                _ => {}
            }
        }
        for marks in rivals.of_objects.values_mut().chain(rivals.of_subjects.values_mut()) {
            marks.sort_unstable_by_key(|mark| (mark.window, mark.claim));
        }
        rivals
    }

    /// For each time that a pair's relation is told of, the first rival that is certainly later.
    fn ends(&self, own: &[&Mark], law: &Law<'_>) -> Vec<End> {
        let Some(pair) = own.first().map(|mark| mark.pair) else { return Vec::new() };
        let of_object = pair.object.and_then(|object| self.of_objects.get(&object));
        let groups = [of_object, self.of_subjects.get(&pair.subject)];
        let mut ends: Vec<End> = Vec::new();
        for group in groups.into_iter().flatten() {
            let mut last: Option<ClaimKey> = None;
            for mark in own.iter().filter(|mark| matches!(mark.effect, MarkEffect::Held(_))) {
                let from = group.partition_point(|rival| rival.window.0 <= mark.window.1);
                let later = group.get(from..).unwrap_or_default();
                let Some(rival) = later.iter().find(|rival| rival.pair != pair) else { continue };
                if last.replace(rival.claim) != Some(rival.claim) {
                    ends.push(rival_end(rival, law));
                }
            }
        }
        ends
    }
}

fn rival_end(rival: &Mark, law: &Law<'_>) -> End {
    let kind = law.kinds.get(&rival.kind);
    let effect = kind.and_then(|kind| kind.excludes.first()).map(ToString::to_string).unwrap_or_default();
    let basis = Basis::Rule { kind: kind.map_or("", |kind| kind.name).to_owned(), effect };
    let is_start = matches!(rival.effect, MarkEffect::Held(held) if held.is_start);
    End {
        window: rival.window,
        cited: Arc::new(vec![Cited { claim: rival.claim, basis }]),
        sort: if is_start { EndSort::Derived } else { EndSort::Excluded },
        is_alleged: false,
    }
}
