//! Finds deception windows: a party goes on saying that something holds, and later admits that it had ended before.
//! Start at [`windows`].

use std::collections::BTreeSet;

use retrospect_model::{Limit, Stance};
use retrospect_store::{ClaimKey, Fact};
use rustc_hash::FxHashMap;

use crate::actors::{ActorKey, Identity};
use crate::episodes::Episode;
use crate::marks::Pair;

/// A stretch in which a party said what, by its own later admission, was no longer so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeceptionWindow {
    /// The party.
    pub party: ActorKey,
    /// Between whom the matter is; the relation is that of the question.
    pub matter: Pair,
    /// When it had ended: the window begins there.
    pub from: (Limit, Limit),
    /// When the party admitted it: the window ends there.
    pub until: (Limit, Limit),
    /// The admission.
    pub admissions: Vec<ClaimKey>,
    /// What the party said in the window as if it still held, and what was said in the name of who had gone.
    pub inside: Vec<ClaimKey>,
    /// What others said of the same in the window: it may rest on the party's word.
    pub resting: Vec<ClaimKey>,
}

/// The deception windows that episodes and facts show, in the order of the episodes. Facts must be those that the
/// episodes were made of; those in the voice of the parties, and in documents that they published, make windows
/// complete.
pub fn windows(episodes: &[Episode], facts: &[Fact], identity: &impl Identity) -> Vec<DeceptionWindow> {
    let by_claim: FxHashMap<ClaimKey, &Fact> = facts.iter().map(|fact| (fact.claim, fact)).collect();
    let voiced = voiced(facts, identity);
    let mut windows = Vec::new();
    for episode in episodes.iter().filter(|episode| !episode.is_alleged) {
        let ends: Vec<&Fact> =
            episode.ends.iter().filter_map(|cited| by_claim.get(&cited.claim).copied()).collect();
        let parties: BTreeSet<ActorKey> =
            ends.iter().filter_map(|fact| fact.speaker()).map(|name| identity.actor(name)).collect();
        for party in parties {
            let own = |fact: &&&Fact| {
                fact.stance == Stance::Asserted
                    && fact.speaker().map(|name| identity.actor(name)) == Some(party)
            };
            let admissions: Vec<&Fact> = ends.iter().filter(own).copied().collect();
            windows.extend(window(party, episode, &admissions, (&by_claim, &voiced), identity));
        }
    }
    windows
}

/// The facts in whose voices an actor is, or that it published.
type Voiced<'f> = FxHashMap<ActorKey, Vec<&'f Fact>>;

fn voiced<'f>(facts: &'f [Fact], identity: &impl Identity) -> Voiced<'f> {
    let mut voiced = Voiced::default();
    for fact in facts {
        for name in fact.parties.voices.iter().copied().chain(fact.publisher) {
            voiced.entry(identity.actor(name)).or_default().push(fact);
        }
    }
    voiced
}

fn window(
    party: ActorKey,
    episode: &Episode,
    admissions: &[&Fact],
    (by_claim, voiced): (&FxHashMap<ClaimKey, &Fact>, &Voiced<'_>),
    identity: &impl Identity,
) -> Option<DeceptionWindow> {
    let ended = (episode.bounds.earliest_end(), episode.bounds.latest_end());
    // The first time that the party says so, certainly after it had ended.
    let admitted = admissions.iter().filter_map(|fact| fact.said).filter(|said| said.0 > ended.1).min()?;
    let within = |fact: &Fact| fact.said.is_some_and(|said| said.0 > ended.1 && said.1 < admitted.0);
    let voices = |fact: &Fact| -> Vec<ActorKey> {
        let names = fact.parties.voices.iter().copied().chain(fact.publisher);
        names.map(|name| identity.actor(name)).collect()
    };
    let gone = episode.pair.subject;
    let attesting: BTreeSet<ClaimKey> = episode
        .starts
        .iter()
        .map(|cited| cited.claim)
        .chain(episode.contradicted_by.iter().copied())
        .chain(episode.denials.iter().copied())
        .collect();
    let acts = |fact: &Fact| fact.parties.actor.iter().any(|name| identity.actor(*name) == gone);
    // Whoever had gone cannot have spoken; the party in whose name it was stands for it.
    let in_name = |fact: &Fact| {
        gone != party
            && episode.pair.has(party)
            && fact.parties.voices.iter().any(|name| identity.actor(*name) == gone)
    };
    let (mut inside, mut resting) = (Vec::new(), Vec::new());
    // Nothing else can be inside, or rest on it.
    let spoken = [party, gone].into_iter().filter_map(|actor| voiced.get(&actor)).flatten().copied();
    let mut facts: Vec<&Fact> =
        spoken.chain(attesting.iter().filter_map(|claim| by_claim.get(claim).copied())).collect();
    facts.sort_unstable_by_key(|fact| fact.claim);
    facts.dedup_by_key(|fact| fact.claim);
    for fact in facts.into_iter().filter(|fact| within(fact) && fact.stance != Stance::Alleged) {
        let is_attesting = attesting.contains(&fact.claim);
        let is_denial = fact.stance == Stance::Denied;
        if in_name(fact) || (voices(fact).contains(&party) && (is_attesting || (acts(fact) && !is_denial))) {
            inside.push(fact.claim);
        } else if is_attesting && by_claim.contains_key(&fact.claim) {
            resting.push(fact.claim);
        }
    }
    (!inside.is_empty()).then(|| DeceptionWindow {
        party,
        matter: episode.pair,
        from: ended,
        until: admitted,
        admissions: admissions.iter().map(|fact| fact.claim).collect(),
        inside,
        resting,
    })
}
