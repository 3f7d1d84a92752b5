//! Finds where accounts contradict each other, without deciding between them. Start at [`disputes`].

use retrospect_model::{Limit, Stance};
use retrospect_store::{ClaimKey, Fact, NameKey};
use rustc_hash::FxHashMap;

use crate::actors::{ActorKey, Identity};
use crate::episodes::Episode;
use crate::marks::{Pair, event_window};

/// What a dispute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Whether something happened or held: some say so, others deny it.
    Whether {
        /// The kind of the claims.
        kind: NameKey,
        /// Between whom.
        pair: Pair,
    },
    /// When something happened that happens but once.
    When {
        /// The kind of the claims.
        kind: NameKey,
        /// To whom.
        actor: ActorKey,
    },
    /// Whether a side was gone from a place, or still there. Found by whoever knows who is on whose side.
    Gone {
        /// The side.
        who: ActorKey,
        /// The place.
        place: ActorKey,
    },
    /// Whether a relation held after it had ended for good.
    StillHeld {
        /// Between whom.
        pair: Pair,
    },
}

/// Claims that cannot all be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// What they disagree about.
    pub matter: Matter,
    /// What one side says, in the order of recording.
    pub one: Vec<ClaimKey>,
    /// What the other side says.
    pub other: Vec<ClaimKey>,
}

/// The disputes among facts: over whether something was so, and over the day of what happens but once (`once`: kinds,
/// each told of its actors or of its targets, that end everything for somebody).
pub fn disputes(facts: &[Fact], once: &[(NameKey, Once)], identity: &impl Identity) -> Vec<Dispute> {
    let mut found = over_whether(facts, identity);
    found.extend(over_when(facts, once, identity));
    found.sort_by(|one, two| one.matter.cmp(&two.matter).then_with(|| one.one.cmp(&two.one)));
    found
}

/// To whom what happens but once happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Once {
    /// To the actors of the claim.
    Actors,
    /// To its targets.
    Targets,
}

/// The disputes that episodes show: what says that a relation held, against what says that it had ended for good.
pub fn of_episodes(episodes: &[Episode]) -> Vec<Dispute> {
    let contradicted = episodes.iter().filter(|episode| !episode.contradicted_by.is_empty());
    contradicted
        .map(|episode| Dispute {
            matter: Matter::StillHeld { pair: episode.pair },
            one: episode.ends.iter().map(|cited| cited.claim).collect(),
            other: episode.contradicted_by.clone(),
        })
        .collect()
}

type Window = (Limit, Limit);

fn over_whether(facts: &[Fact], identity: &impl Identity) -> Vec<Dispute> {
    let mut groups: FxHashMap<(NameKey, Pair), Vec<(&Fact, Window)>> = FxHashMap::default();
    for fact in facts.iter().filter(|fact| matches!(fact.stance, Stance::Asserted | Stance::Denied)) {
        let actors = |names: &[NameKey]| names.iter().map(|name| identity.actor(*name)).collect::<Vec<_>>();
        let (mut subjects, mut objects) = (actors(&fact.parties.actor), actors(&fact.parties.target));
        // What is done to somebody by nobody named is asked of whom it is done to.
        if subjects.is_empty() {
            subjects = std::mem::take(&mut objects);
        }
        let objects: Vec<Option<ActorKey>> =
            if objects.is_empty() { vec![None] } else { objects.into_iter().map(Some).collect() };
        for subject in subjects {
            for object in &objects {
                let pair = Pair { subject, object: *object };
                groups.entry((fact.kind, pair)).or_default().push((fact, event_window(fact)));
            }
        }
    }
    let mut found = Vec::new();
    for ((kind, pair), facts) in groups {
        let of = |stance| facts.iter().filter(move |(fact, _)| fact.stance == stance);
        let overlap = |one: &Window, two: &Window| one.0 <= two.1 && two.0 <= one.1;
        let denied: Vec<&(&Fact, Window)> = of(Stance::Denied)
            .filter(|(_, window)| of(Stance::Asserted).any(|(_, other)| overlap(window, other)))
            .collect();
        if denied.is_empty() {
            continue;
        }
        let asserted = of(Stance::Asserted)
            .filter(|(_, window)| denied.iter().any(|(_, other)| overlap(window, other)))
            .map(|(fact, _)| fact.claim);
        let other = denied.iter().map(|(fact, _)| fact.claim).collect();
        found.push(Dispute { matter: Matter::Whether { kind, pair }, one: asserted.collect(), other });
    }
    found
}

fn over_when(facts: &[Fact], once: &[(NameKey, Once)], identity: &impl Identity) -> Vec<Dispute> {
    let mut groups: FxHashMap<(NameKey, ActorKey), Vec<(ClaimKey, Window)>> = FxHashMap::default();
    for fact in facts.iter().filter(|fact| fact.stance == Stance::Asserted && fact.valid.is_some()) {
        let Some((_, whose)) = once.iter().find(|(kind, _)| *kind == fact.kind) else { continue };
        let names = match whose {
            Once::Actors => &fact.parties.actor,
            Once::Targets => &fact.parties.target,
        };
        for actor in names.iter().map(|name| identity.actor(*name)) {
            groups.entry((fact.kind, actor)).or_default().push((fact.claim, event_window(fact)));
        }
    }
    let mut found = Vec::new();
    for ((kind, actor), claims) in groups {
        let Some(earliest) = claims.iter().map(|(_, window)| window.1).min() else { continue };
        let is_later = |(_, window): &&(ClaimKey, Window)| window.0 > earliest;
        let (later, first): (Vec<_>, Vec<_>) = claims.iter().partition(is_later);
        if !later.is_empty() {
            let keys =
                |claims: Vec<&(ClaimKey, Window)>| claims.into_iter().map(|(claim, _)| *claim).collect();
            found.push(Dispute {
                matter: Matter::When { kind, actor },
                one: keys(first),
                other: keys(later),
            });
        }
    }
    found
}
