//! Finds deception windows: a party goes on saying that something holds, and later admits that it had ended before.
//! Start at [`windows`].

use std::collections::{BTreeMap, BTreeSet};

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

/// Facts by when they were said at the earliest. What was said on no known day is in no window.
type Said<'f> = Vec<(Limit, &'f Fact)>;

/// Facts by who speaks: in whose voices they are, or who published them.
#[derive(Debug, Default)]
pub struct Voiced<'f> {
    by_claim: FxHashMap<ClaimKey, &'f Fact>,
    by_voice: FxHashMap<ActorKey, Said<'f>>,
    /// By who speaks, and by whom that says did something.
    by_deed: FxHashMap<(ActorKey, ActorKey), Said<'f>>,
}

impl<'f> Voiced<'f> {
    /// These facts, for any number of relations.
    pub fn of(facts: &'f [Fact], identity: &impl Identity) -> Self {
        let by_claim = facts.iter().map(|fact| (fact.claim, fact)).collect();
        let mut voiced = Self { by_claim, ..Self::default() };
        for fact in facts {
            let Some((earliest, _)) = fact.said else { continue };
            for name in fact.parties.voices.iter().copied().chain(fact.publisher) {
                let voice = identity.actor(name);
                voiced.by_voice.entry(voice).or_default().push((earliest, fact));
                for actor in &fact.parties.actor {
                    let deed = (voice, identity.actor(*actor));
                    voiced.by_deed.entry(deed).or_default().push((earliest, fact));
                }
            }
        }
        for said in voiced.by_voice.values_mut().chain(voiced.by_deed.values_mut()) {
            said.sort_by_key(|(earliest, _)| *earliest);
        }
        voiced
    }
}

/// The deception windows that episodes and facts show, in the order of the episodes. Facts must be those that the
/// episodes were made of; those in the voice of the parties, and in documents that they published, make windows
/// complete.
pub fn windows(episodes: &[Episode], facts: &Voiced<'_>, identity: &impl Identity) -> Vec<DeceptionWindow> {
    let mut windows = Vec::new();
    for episode in episodes.iter().filter(|episode| !episode.is_alleged) {
        // By who says so himself.
        let mut admissions: BTreeMap<ActorKey, Vec<&Fact>> = BTreeMap::new();
        let ends = episode.ends.iter().filter_map(|cited| facts.by_claim.get(&cited.claim).copied());
        for fact in ends.filter(|fact| fact.stance == Stance::Asserted) {
            if let Some(speaker) = fact.speaker() {
                admissions.entry(identity.actor(speaker)).or_default().push(fact);
            }
        }
        for (party, admissions) in admissions {
            windows.extend(window(party, episode, &admissions, facts, identity));
        }
    }
    windows
}

/// Those of some facts that were said after one limit and, at the earliest, before another.
fn between<'s, 'f>(
    said: Option<&'s Said<'f>>,
    (after, before): (Limit, Limit),
) -> impl Iterator<Item = &'f Fact> + use<'s, 'f> {
    let said = said.map_or(&[][..], Vec::as_slice);
    let from = said.partition_point(|(earliest, _)| *earliest <= after);
    let to = said.partition_point(|(earliest, _)| *earliest < before);
    said.get(from..to).unwrap_or_default().iter().map(|(_, fact)| *fact)
}

fn window(
    party: ActorKey,
    episode: &Episode,
    admissions: &[&Fact],
    voiced: &Voiced<'_>,
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
    let speaks_for = gone != party && episode.pair.has(party);
    let in_name =
        |fact: &Fact| speaks_for && fact.parties.voices.iter().any(|name| identity.actor(*name) == gone);
    let (mut inside, mut resting) = (Vec::new(), Vec::new());
    // Nothing else can be inside, or rest on it.
    let of_deeds = between(voiced.by_deed.get(&(party, gone)), (ended.1, admitted.0));
    let in_its_name = between(voiced.by_voice.get(&gone).filter(|_| speaks_for), (ended.1, admitted.0));
    let attested = attesting.iter().filter_map(|claim| voiced.by_claim.get(claim).copied());
    let mut facts: Vec<&Fact> = of_deeds.chain(in_its_name).chain(attested).collect();
    facts.sort_unstable_by_key(|fact| fact.claim);
    facts.dedup_by_key(|fact| fact.claim);
    for fact in facts.into_iter().filter(|fact| within(fact) && fact.stance != Stance::Alleged) {
        let is_attesting = attesting.contains(&fact.claim);
        let is_denial = fact.stance == Stance::Denied;
        if in_name(fact) || (voices(fact).contains(&party) && (is_attesting || (acts(fact) && !is_denial))) {
            inside.push(fact.claim);
        } else if is_attesting {
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
