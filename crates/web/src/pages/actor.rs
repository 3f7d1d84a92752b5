//! One actor: its names, where it stood on the day, its timeline, and what the claims under that are. Start at [`read`].

use std::cmp::Reverse;

use maud::{Markup, PreEscaped, html};
use retrospect_findings::{Beliefs, Names};
use retrospect_model::ontology::RelationName;
use retrospect_model::{Day, Truth};
use retrospect_network::{Episode, Identity as _};
use retrospect_store::{ClaimKey, NameKey};
use serde::Serialize;

use crate::drawing;
use crate::frame::Frame;
use crate::judged::{self, Decided, Judgements};
use crate::pages::{Page, Reading};
use crate::parts::{Told, claim_row, count};
use crate::refusal::Refusal;
use crate::standing::Shown;

/// Episodes of one relation that are shown.
const EPISODES_MAX: usize = 10;
/// Claims shown under all of them: a page must stay small however much is told of somebody.
const CLAIMS_MAX: usize = 80;
/// Claims that are shown as the last said.
const LATEST: usize = 5;

/// An actor, as it was known by the clocks.
#[derive(Serialize)]
pub struct Actor {
    name: String,
    names: Vec<String>,
    on: Day,
    relations: Vec<Relation>,
    /// Claims in which it acts or is acted on.
    claims: usize,
    /// Claims that it makes.
    says: usize,
    latest: Vec<Told>,
    /// What was decided on its names.
    judgements: Vec<Decided>,
    #[serde(skip)]
    timeline: String,
}

#[derive(Serialize)]
struct Relation {
    relation: String,
    total: usize,
    episodes: Vec<Shown>,
}

/// The actor that the address names.
///
/// # Errors
/// When the case knows nobody of that name; says who has one like it.
pub fn read(reading: &Reading<'_>) -> Result<Actor, Refusal> {
    let derived = reading.derived()?;
    let names = &*derived.names;
    let actor = names.find(reading.case, reading.view.query.need("name")?)?;
    let on = reading.on();
    let beliefs = derived.weighed(reading.case)?;
    let of_actor = derived.relations.iter().map(|(relation, episodes)| {
        (*relation, episodes.iter().filter(|episode| episode.pair.has(actor)).collect::<Vec<&Episode>>())
    });
    let of_actor: Vec<_> = of_actor.filter(|(_, own)| !own.is_empty()).collect();
    let (mut relations, mut room) = (Vec::new(), CLAIMS_MAX);
    for (left, (relation, own)) in (1..=of_actor.len()).rev().zip(of_actor) {
        // What the ones before did not need is there for those after.
        let mut own_room = room / left;
        room -= own_room;
        relations.push(of_relation(reading, (names, beliefs), relation, own, on, &mut own_room)?);
        room += own_room;
    }
    let own: Vec<NameKey> = names.names(actor);
    let mut latest = Vec::new();
    let mut says = 0;
    for fact in reading.snapshot.facts_by(reading.view.clocks.said_by) {
        says += usize::from(fact.speaker().is_some_and(|speaker| own.contains(&speaker)));
        if fact.parties.actor.iter().chain(&fact.parties.target).any(|name| own.contains(name)) {
            latest.push((fact.said.map(|(_, last)| last), fact.claim));
        }
    }
    let claims = latest.len();
    latest.sort_by(|one, two| two.cmp(one));
    let keys: Vec<ClaimKey> = latest.iter().take(LATEST).map(|(_, key)| *key).collect();
    let on_names = Judgements::of(reading.case, reading.view.clocks.recorded_by)?;
    let written = names.written(actor);
    let decided =
        written.iter().flat_map(|name| [on_names.on("one", name), on_names.on("other", name)]).flatten();
    let mut judgements: Vec<Decided> = decided.collect();
    judgements.sort_by(|one, two| one.id().cmp(two.id()));
    judgements.dedup_by(|one, two| one.id() == two.id());
    Ok(Actor {
        name: names.called(actor),
        names: written,
        on,
        relations,
        claims,
        says,
        latest: reading.told(&keys)?,
        judgements,
        timeline: drawing::timeline(reading, &derived, Some(actor))?,
    })
}

/// The episodes of one relation, those that held on the day first.
fn of_relation(
    reading: &Reading<'_>,
    (names, beliefs): (&Names<'_>, Option<&Beliefs>),
    relation: &RelationName,
    mut own: Vec<&Episode>,
    on: Day,
    room: &mut usize,
) -> Result<Relation, Refusal> {
    let is_to_come = |episode: &Episode| episode.holds_on(on) == Truth::No && !episode.ended_before(on);
    own.sort_by_cached_key(|episode| {
        (
            Reverse(episode.holds_on(on)),
            is_to_come(episode),
            Reverse(episode.starts.len()),
            episode.bounds,
            episode.pair,
        )
    });
    let total = own.len();
    let shown = own.into_iter().take(EPISODES_MAX);
    let shown = shown.map(|episode| {
        Shown::of(names, beliefs, relation, episode, on).with_evidence(reading, episode, room)
    });
    Ok(Relation { relation: relation.to_string(), total, episodes: shown.collect::<Result<_, _>>()? })
}

impl Page for Actor {
    fn title(&self) -> String {
        self.name.clone()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let view = frame.view;
        html! {
            p.crumb { a href=(view.link("/actors")) { "Actors" } }
            h1 { (self.name) }
            p.lead {
                @if self.names.len() > 1 { "Called " (self.names.join(", ")) ". " }
                "Has a part in " a href=(view.link("/claims").with("actor", &self.name)) { (count(self.claims, "claim")) }
                ", says " a href=(view.link("/source").with("name", &self.name)) { (count(self.says, "claim")) } "."
            }
            div.picture { (PreEscaped(&self.timeline)) }
            div.beside {
                section aria-label="Where it stood" {
                    h2 { "On " (self.on) @if let Some(by) = view.clocks.said_by { ", known by " (by) } }
                    @if self.relations.is_empty() { p.quiet { "No claim lets it stand in any relation." } }
                    @for relation in &self.relations {
                        h3.relation { (relation.relation) }
                        ul.episodes { @for shown in &relation.episodes { (shown.card(view)) } }
                        @if relation.total > relation.episodes.len() { p.quiet { "and " (relation.total - relation.episodes.len()) " more" } }
                    }
                }
                aside {
                    h2 { "Last said of it" }
                    ol.claims { @for told in &self.latest { (claim_row(view, told)) } }
                    h2 { "One actor with another name, or not?" }
                    (judged::list(frame, &self.judgements))
                    (judged::on_names(frame, Some(&self.name)))
                }
            }
        }
    }
}
