//! Asks of places whether a side was gone from them, where some say that it lost the place and others that it was still
//! there. Start at [`questions`].
//!
//! What befalls a follower at a place is asked of its side: an army is where its men are.

use std::collections::{BTreeMap, BTreeSet};

use retrospect_model::ontology::Side;
use retrospect_model::{Limit, Stance};
use retrospect_network::{ActorKey, Identity as _, event_window};
use retrospect_store::{ClaimKey, Fact, NameKey};

use crate::asked::Asked;
use crate::belief::questions::{About, KindSense, Question, Vote, last_day};
use crate::belief::sides::Sides;

/// What is told of one side at one place.
#[derive(Default)]
struct AtPlace {
    /// Claims that it was gone, with the first day by which it was.
    gone: Vec<(ClaimKey, Limit, Limit)>,
    /// Claims that it was there, with the first day on which it was.
    there: Vec<(ClaimKey, Limit, Limit)>,
    /// Who is told to have driven it out.
    drivers: BTreeSet<ActorKey>,
}

/// The questions on places of facts.
pub(crate) fn questions(
    asked: &Asked<'_>,
    facts: &[Fact],
    senses: &BTreeMap<NameKey, KindSense>,
    sides: &Sides,
) -> Vec<Question> {
    let mut places: BTreeMap<(ActorKey, ActorKey), AtPlace> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.stance == Stance::Asserted) {
        let Some(place) = fact.parties.place.map(|name| asked.names.actor(name)) else { continue };
        let (gone, there) = parties(asked, fact, senses.get(&fact.kind), sides);
        let (window, day) = (event_window(fact), last_day(fact));
        let side = |actor: ActorKey| sides.of(actor, day).unwrap_or(actor);
        let lost: BTreeSet<ActorKey> = gone.into_iter().map(side).collect();
        let held: BTreeSet<ActorKey> = there.into_iter().map(side).collect();
        for side in held.difference(&lost) {
            places.entry((*side, place)).or_default().there.push((fact.claim, window.0, day));
        }
        for side in &lost {
            let at = places.entry((*side, place)).or_default();
            at.gone.push((fact.claim, window.1, day));
            at.drivers.extend(held.difference(&lost));
        }
    }
    let question = |((who, place), at): ((ActorKey, ActorKey), AtPlace)| {
        let since = at.gone.iter().map(|(_, by, _)| *by).min()?;
        let there: Vec<_> = at.there.iter().filter(|(_, from, _)| *from >= since).collect();
        if there.is_empty() {
            return None;
        }
        let called = |actor: ActorKey| asked.names.called(actor);
        let votes = at.gone.iter().map(|(claim, ..)| Vote { claim: *claim, is_so: true });
        let against = there.iter().map(|(claim, ..)| Vote { claim: *claim, is_so: false });
        Some(Question {
            about: About::Gone { who, place },
            words: format!("{} and its side were gone from {}", called(who), called(place)),
            votes: votes.chain(against).collect(),
            hurt: BTreeSet::from([who]),
            served: at.drivers,
            own_word: None,
            day: at.gone.iter().map(|(.., day)| *day).max()?,
        })
    };
    places.into_iter().filter_map(question).collect()
}

/// Whom a claim tells to be gone from its place, and whom to be there. The end of one person is not that of a side.
fn parties(
    asked: &Asked<'_>,
    fact: &Fact,
    sense: Option<&KindSense>,
    sides: &Sides,
) -> (Vec<ActorKey>, Vec<ActorKey>) {
    let actors = |names: &[NameKey]| names.iter().map(|name| asked.names.actor(*name)).collect::<Vec<_>>();
    let groups = |actors: Vec<ActorKey>| actors.into_iter().filter(|actor| sides.is_group(*actor)).collect();
    let (subjects, objects) = (actors(&fact.parties.actor), actors(&fact.parties.target));
    let Some(sense) = sense else { return (Vec::new(), subjects) };
    match sense.sweeps {
        Some(Side::Target) => (groups(objects), subjects),
        Some(_) => (groups(subjects), Vec::new()),
        None if sense.leaves_place => (subjects, Vec::new()),
        // Whoever drives somebody out of a place is there.
        None if sense.holds_place => (objects, subjects),
        None if sense.starts.is_empty() => (Vec::new(), subjects),
        None => (Vec::new(), subjects.into_iter().chain(objects).collect()),
    }
}
