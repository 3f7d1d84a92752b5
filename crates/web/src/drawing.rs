//! Hands what was derived of a case to the drawings of `retrospect-view`. Start at [`timeline`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use retrospect_findings::{Beliefs, wording};
use retrospect_model::ontology::RelationName;
use retrospect_model::{Truth, one_line};
use retrospect_network::{ActorKey, Episode, Identity as _};
use retrospect_store::{ClaimKey, Fact};
use retrospect_view::{
    Band, NetworkInput, Node, NodeSort, Options, Standing, Support, Tie, TieSort, TimelineInput, Told,
    Window, figure,
};

use crate::derived::Derived;
use crate::pages::Reading;
use crate::parts::{claim_link, what_in_words};
use crate::refusal::Refusal;
use crate::standing::Shown;

/// Episodes that are drawn, those with most claims first.
const BANDS_MAX: usize = 14;
/// Claims that are drawn: those that bear on the episodes first.
const TOLD_MAX: usize = 45;
/// Actors of a network, those with most claims first, and their ties.
const NODES_MAX: usize = 60;
const TIES_MAX: usize = 150;
/// Deception windows that are drawn.
const WINDOWS_MAX: usize = 3;

/// The timeline of an actor or of the case, wide and narrow, for a page that has the style sheet.
///
/// # Errors
/// When the case cannot be read.
pub(crate) fn timeline(
    reading: &Reading<'_>,
    derived: &Derived,
    actor: Option<ActorKey>,
) -> Result<String, Refusal> {
    let input = input(reading, derived, actor)?;
    Ok(figure(&Options::on_page("timeline"), |options| retrospect_view::timeline(&input, options)))
}

/// The same as a file of its own.
///
/// # Errors
/// When the case cannot be read.
pub(crate) fn alone(
    reading: &Reading<'_>,
    derived: &Derived,
    actor: Option<ActorKey>,
) -> Result<String, Refusal> {
    Ok(retrospect_view::timeline(&input(reading, derived, actor)?, &Options::default()))
}

/// Who stood where with whom on the day, wide and narrow, and how many actors there are of whom the drawing has no room.
///
/// # Errors
/// When the case cannot be read.
pub(crate) fn network(reading: &Reading<'_>, derived: &Derived) -> Result<(String, usize), Refusal> {
    let names = &derived.names;
    let of = |(relation, episodes): &'_ (&'static RelationName, Vec<Episode>)| {
        let relation = *relation;
        episodes.iter().map(move |episode| (relation, episode.clone())).collect::<Vec<_>>()
    };
    let all: Vec<(&'static RelationName, Episode)> = derived.relations.iter().flat_map(of).collect();
    // Who is drawn, and where, depends on the whole case and not on the day: moving the day moves nobody.
    let mut weights: BTreeMap<ActorKey, usize> = BTreeMap::new();
    for (_, episode) in &all {
        let Some(object) = episode.pair.object else { continue };
        *weights.entry(episode.pair.subject).or_default() += episode.starts.len();
        *weights.entry(object).or_default() += episode.starts.len();
    }
    let mut ranked: Vec<(ActorKey, usize)> = weights.into_iter().collect();
    ranked.sort_by_key(|(actor, weight)| (Reverse(*weight), *actor));
    let left_out = ranked.len().saturating_sub(NODES_MAX);
    ranked.truncate(NODES_MAX);
    let numbers: BTreeMap<ActorKey, usize> =
        ranked.iter().enumerate().map(|(number, (actor, _))| (*actor, number)).collect();
    let node = |(actor, _): &(ActorKey, usize)| Node {
        name: names.called(*actor),
        sort: NodeSort::Unknown,
        link: Some(actor_link(reading, &names.called(*actor))),
    };
    let beliefs = derived.weighed(reading.case)?;
    let ties = all
        .iter()
        .filter_map(|(relation, episode)| tie(reading, (derived, beliefs), &numbers, relation, episode));
    let mut ties: Vec<Tie> = ties.collect();
    ties.sort_by_key(|tie| Reverse(tie.holds));
    ties.truncate(TIES_MAX);
    let title = reading.app.case_name();
    let actors = ranked.iter().map(node).collect();
    let input = NetworkInput { title, on: Some(reading.on()), actors, ties };
    let drawing = figure(&Options::on_page("network"), |options| retrospect_view::network(&input, options));
    Ok((drawing, left_out))
}

fn actor_link(reading: &Reading<'_>, name: &str) -> String {
    reading.view.link("/actor").with("name", name).text()
}

/// A tie, when both its sides are drawn.
fn tie(
    reading: &Reading<'_>,
    (derived, beliefs): (&Derived, Option<&Beliefs>),
    numbers: &BTreeMap<ActorKey, usize>,
    relation: &RelationName,
    episode: &Episode,
) -> Option<Tie> {
    let (from, to) = (*numbers.get(&episode.pair.subject)?, *numbers.get(&episode.pair.object?)?);
    let sort = match relation.as_str() {
        "hostility" => TieSort::Hostile,
        _ if reading.app.ports().knowledge.ontology.is_symmetric(relation) => TieSort::Mutual,
        _ => TieSort::Directed,
    };
    let facts = &reading.snapshot.facts;
    let speaker = |claim: ClaimKey| {
        let place = facts.binary_search_by_key(&claim, |fact| fact.claim).ok()?;
        facts.get(place)?.speaker().map(|name| derived.names.actor(name))
    };
    let speakers: BTreeSet<ActorKey> =
        episode.starts.iter().filter_map(|cited| speaker(cited.claim)).collect();
    let support = if speakers.len() > 1 { Support::Several } else { Support::OneCamp };
    let on = reading.on();
    let words = Shown::of(&derived.names, beliefs, relation, episode, on).words();
    let link = Some(actor_link(reading, &derived.names.called(episode.pair.subject)));
    let holds = episode.holds_on(on);
    let likely = beliefs.and_then(|beliefs| beliefs.on_day(relation, episode, holds, on));
    let belief = likely.map_or(1.0, |(probability, _)| probability);
    Some(Tie { from, to, relation: relation.to_string(), sort, holds, belief, support, words, link })
}

fn input(
    reading: &Reading<'_>,
    derived: &Derived,
    actor: Option<ActorKey>,
) -> Result<TimelineInput, Refusal> {
    let names = &derived.names;
    let mut episodes: Vec<(&RelationName, &Episode)> = Vec::new();
    for (relation, of_relation) in derived.relations.iter() {
        let own = of_relation.iter().filter(|episode| actor.is_none_or(|actor| episode.pair.has(actor)));
        episodes.extend(own.map(|episode| (*relation, episode)));
    }
    let weight = |episode: &Episode| episode.starts.len() + episode.ends.len();
    episodes.sort_by_key(|(_, episode)| (episode.is_alleged, Reverse(weight(episode)), episode.pair));
    episodes.truncate(BANDS_MAX);
    let keys = claims(reading, derived, actor, &episodes);
    let bands =
        episodes.iter().map(|(relation, episode)| band(reading, derived, relation, episode)).collect();
    let told = reading.told(&keys)?.into_iter().map(|told| {
        let claim = &told.claim;
        let said = told.said().map(|said| (said.bounds().earliest_start(), said.bounds().latest_end()));
        Told {
            what: what_in_words(claim),
            happened: claim.valid.as_ref().map(retrospect_model::Edtf::bounds),
            said,
            speaker: told.who().last().map_or_else(|| "the author".to_owned(), |who| (*who).to_owned()),
            stance: claim.stance,
            words: one_line(claim.evidence.first().quote()),
            link: Some(claim_link(reading.view, claim).text()),
        }
    });
    let told = told.collect();
    let windows = derived.contradicted(reading.case)?.windows.iter();
    let windows = windows.filter(|window| {
        actor.is_none_or(|actor| window.window.matter.has(actor) || window.window.party == actor)
    });
    let windows = windows.take(WINDOWS_MAX).map(|window| Window {
        party: names.called(window.window.party),
        matter: window.matter(names),
        from: window.window.from,
        until: window.window.until,
    });
    let title = actor.map_or_else(|| reading.app.case_name(), |actor| names.called(actor));
    let clocks = &reading.view.clocks;
    Ok(TimelineInput {
        title,
        bands,
        told,
        windows: windows.collect(),
        on: clocks.on,
        said_by: clocks.said_by,
        ..TimelineInput::default()
    })
}

/// The claims to draw: those under the episodes, then others of the actor, in the order of recording.
fn claims(
    reading: &Reading<'_>,
    derived: &Derived,
    actor: Option<ActorKey>,
    episodes: &[(&RelationName, &Episode)],
) -> Vec<ClaimKey> {
    let cited = episodes.iter().flat_map(|(_, episode)| episode.starts.iter().chain(episode.ends.iter()));
    let mut keys: Vec<ClaimKey> = cited.map(|cited| cited.claim).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.truncate(TOLD_MAX);
    let own = actor.map(|actor| derived.names.names(actor));
    let is_own = |fact: &&Fact| {
        let mut parties = fact.parties.actor.iter().chain(&fact.parties.target);
        own.as_ref().is_none_or(|own| parties.any(|name| own.contains(name)))
    };
    let room = TOLD_MAX - keys.len();
    let others = reading.snapshot.facts_by(reading.view.clocks.said_by).filter(is_own).map(|fact| fact.claim);
    let others: Vec<ClaimKey> = others.filter(|key| keys.binary_search(key).is_err()).take(room).collect();
    keys.extend(others);
    keys.sort_unstable();
    keys
}

fn band(reading: &Reading<'_>, derived: &Derived, relation: &RelationName, episode: &Episode) -> Band {
    let called = |actor: ActorKey| derived.names.called(actor);
    let subject = called(episode.pair.subject);
    let is_sure = !episode.is_alleged && episode.holds_on(reading.on()) != Truth::Possibly;
    let ends: Vec<String> = episode.ends.iter().map(|cited| wording::reason(&cited.basis)).take(1).collect();
    Band {
        label: wording::sentence(relation, &subject, episode.pair.object.map(called).as_deref()),
        bounds: episode.bounds,
        standing: if is_sure { Standing::Held } else { Standing::Possible },
        words: ends.first().map_or_else(String::new, |reason| format!("ended {reason}")),
        link: Some(reading.view.link("/actor").with("name", &subject).text()),
    }
}
