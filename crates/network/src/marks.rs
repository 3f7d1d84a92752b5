//! Turns facts into marks on a relation: this claim says that it began, or was so, or ended, then. Start at
//! [`Marks::of`].

use std::sync::Arc;

use retrospect_model::ontology::{Effect, Persistence, Side};
use retrospect_model::{Bounds, Limit, Stance};
use retrospect_store::{ClaimKey, Fact, NameKey};

use crate::actors::{ActorKey, Identity};
use crate::law::{KindLaw, Law};

/// A pair of actors between whom a relation may be; one side alone for a relation with one, or with somebody whom the
/// claim does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pair {
    /// Who stands in the relation.
    pub subject: ActorKey,
    /// To whom.
    pub object: Option<ActorKey>,
}

impl Pair {
    /// Whether that actor is one of the two.
    pub fn has(&self, actor: ActorKey) -> bool {
        self.subject == actor || self.object == Some(actor)
    }
}

/// Why a claim bears on an episode.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A claim of that kind says that it began or was so.
    Told(Arc<str>),
    /// A claim of that kind says that it ended.
    ToldEnd(Arc<str>),
    /// The claim's own dates say when it ended.
    OwnDates(Arc<str>),
    /// By rule: claims of that kind have that effect.
    Rule {
        /// The kind.
        kind: Arc<str>,
        /// The effect, as the ontology writes it.
        effect: Arc<str>,
    },
}

/// One claim on a pair.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) pair: Pair,
    pub(crate) claim: ClaimKey,
    /// The days among which lies that of which it tells.
    pub(crate) window: (Limit, Limit),
    pub(crate) stance: Stance,
    pub(crate) effect: MarkEffect,
    /// When it was said, at the latest; `None` when nobody knows.
    pub(crate) said_last: Option<Limit>,
    pub(crate) kind: NameKey,
}

impl Mark {
    /// Whether it is a beginning that certainly ends others' relation, of that sort.
    pub(crate) fn is_rival(&self, which: Excludes) -> bool {
        // What has no earliest day is certainly later than nothing.
        self.stance == Stance::Asserted
            && self.window.0 > Limit::Past
            && matches!(self.effect, MarkEffect::Held(held) if held.excludes == which)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkEffect {
    /// It began in the window, or was so then.
    Held(Held),
    /// It ended in the window.
    Ended { is_told: bool, is_own_dates: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    /// Whether the window is that of the beginning; else it may have begun before.
    pub(crate) is_start: bool,
    /// The first day on which it can have ended, by the claim's own words; `None` when they say nothing.
    pub(crate) end_first: Option<Limit>,
    pub(crate) persistence: Option<Persistence>,
    /// Whether it ends the same relation of others: with the subject, with the object.
    pub(crate) excludes: Excludes,
}

/// One claim that everything of an actor ended, for good.
#[derive(Debug, Clone)]
pub(crate) struct Sweep {
    pub(crate) actor: ActorKey,
    /// The days among which lies that on which it ended.
    pub(crate) window: (Limit, Limit),
    pub(crate) claim: ClaimKey,
    pub(crate) stance: Stance,
    /// When it was said, at the latest; `None` when nobody knows.
    pub(crate) said_last: Option<Limit>,
    pub(crate) kind: NameKey,
}

/// Whose relation a beginning ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excludes {
    Nobody,
    /// That of other subjects to the object, as of other leaders.
    OtherSubjects,
    /// That of the subject to other objects, as allegiance to others.
    OtherObjects,
}

/// The marks of facts on one relation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// On pairs.
    pub(crate) pairs: Vec<Mark>,
    /// On everything of one actor.
    pub(crate) swept: Vec<Sweep>,
}

impl Marks {
    /// The marks of facts, in their order.
    pub(crate) fn of(facts: &[Fact], law: &Law<'_>, identity: &impl Identity) -> Self {
        let mut marks = Self::default();
        facts.iter().for_each(|fact| marks.add(fact, law, identity));
        marks
    }

    /// Adds those of a fact.
    pub(crate) fn add(&mut self, fact: &Fact, law: &Law<'_>, identity: &impl Identity) {
        let Some(kind) = law.kinds.get(&fact.kind) else { return };
        if matches!(fact.stance, Stance::Predicted | Stance::Wanted) {
            return;
        }
        let window = event_window(fact);
        let mark = |pair: Pair, window, effect| Mark {
            pair: if law.is_symmetric { sorted(pair) } else { pair },
            claim: fact.claim,
            window,
            stance: fact.stance,
            effect,
            said_last: fact.said.map(|(_, last)| last),
            kind: fact.kind,
        };
        for effect in &kind.starts {
            let excludes = excludes(kind);
            for pair in pairs(fact, effect, identity) {
                let (held, attested, ended) = held(fact, kind, excludes);
                self.pairs.push(mark(pair, attested, MarkEffect::Held(held)));
                if let Some(ended) = ended {
                    let effect = MarkEffect::Ended { is_told: true, is_own_dates: true };
                    self.pairs.push(mark(pair, ended, effect));
                }
            }
        }
        for effect in &kind.ends {
            let is_told = kind.is_claim_of_end();
            for pair in pairs(fact, effect, identity) {
                self.pairs.push(mark(pair, window, MarkEffect::Ended { is_told, is_own_dates: false }));
            }
        }
        for effect in &kind.sweeps {
            let sweep = |actor| Sweep {
                actor,
                window,
                claim: fact.claim,
                stance: fact.stance,
                said_last: fact.said.map(|(_, last)| last),
                kind: fact.kind,
            };
            self.swept.extend(side(fact, effect.subject, identity).into_iter().map(sweep));
        }
    }
}

/// The pair of a symmetric relation, the lesser side first.
fn sorted(pair: Pair) -> Pair {
    match pair.object {
        Some(object) if object < pair.subject => Pair { subject: object, object: Some(pair.subject) },
        _ => pair,
    }
}

fn excludes(kind: &KindLaw<'_>) -> Excludes {
    let others = |effect: &&&Effect| effect.subject == Side::Other;
    match kind.excludes.first() {
        None => Excludes::Nobody,
        Some(first) if others(&first) => Excludes::OtherSubjects,
        Some(_) => Excludes::OtherObjects,
    }
}

/// Every pair of fillers of an effect's two sides. Whose side the text leaves open begins and ends nothing.
fn pairs(fact: &Fact, effect: &Effect, identity: &impl Identity) -> Vec<Pair> {
    let subjects = side(fact, effect.subject, identity);
    let objects: Vec<Option<ActorKey>> = match effect.object {
        None | Some(Side::Anybody) => vec![None],
        Some(object) => side(fact, object, identity).into_iter().map(Some).collect(),
    };
    let of_subject = |subject: ActorKey| {
        let others = objects.iter().filter(move |object| **object != Some(subject));
        others.map(move |object| Pair { subject, object: *object }).collect::<Vec<_>>()
    };
    subjects.into_iter().flat_map(of_subject).collect()
}

fn side(fact: &Fact, side: Side, identity: &impl Identity) -> Vec<ActorKey> {
    let parties = &fact.parties;
    let place: Vec<NameKey> = parties.place.into_iter().collect();
    let names = match side {
        Side::Actor => &parties.actor,
        Side::Target => &parties.target,
        Side::Place => &place,
        Side::Other | Side::Anybody => return Vec::new(),
    };
    let mut actors: Vec<ActorKey> = names.iter().map(|name| identity.actor(*name)).collect();
    actors.sort_unstable();
    actors.dedup();
    actors
}

/// The days among which lies that of an event: from the earliest start to the latest end, but of "from then on" the
/// beginning. Without a date it was by the day on which it was said.
pub fn event_window(fact: &Fact) -> (Limit, Limit) {
    match fact.valid {
        Some(bounds) if bounds.earliest_end() == Limit::Future => {
            (bounds.earliest_start(), bounds.latest_start())
        }
        Some(bounds) => (bounds.earliest_start(), bounds.latest_end()),
        None => (Limit::Past, fact.said.map_or(Limit::Future, |(_, last)| last)),
    }
}

/// Whether bounds are those of a plain date: some stretch within it, rather than from one date to another.
fn is_plain(bounds: &Bounds) -> bool {
    bounds.earliest_start() == bounds.earliest_end() && bounds.latest_start() == bounds.latest_end()
}

/// What a claim that begins a relation says of it, the window of which it tells, and the window of its end.
fn held(
    fact: &Fact,
    kind: &KindLaw<'_>,
    excludes: Excludes,
) -> (Held, (Limit, Limit), Option<(Limit, Limit)>) {
    let persistence = kind.rules.persistence;
    let event = Held { is_start: true, end_first: None, persistence, excludes };
    let Some(bounds) = fact.valid.filter(|_| kind.rules.lasting) else {
        // Of what lasts, a claim without a date says that it was so at some time.
        let is_start = !kind.rules.lasting;
        return (Held { is_start, ..event }, event_window(fact), None);
    };
    let attested = (bounds.earliest_start(), bounds.latest_start());
    if is_plain(&bounds) {
        return (Held { is_start: false, ..event }, attested, None);
    }
    let end = (bounds.earliest_end(), bounds.latest_end());
    let ended = (end.1 != Limit::Future).then_some(end);
    (Held { end_first: Some(end.0), ..event }, attested, ended)
}
