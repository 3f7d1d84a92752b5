//! What a case has, what was so on the day, and what is worth looking at first. Start at [`read`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use retrospect_findings::Beliefs;
use retrospect_model::{Day, Truth};
use retrospect_network::{ActorKey, Episode, Identity as _};
use retrospect_store::ClaimKey;
use serde::Serialize;

use crate::derived::Derived;
use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Told, claim_row, count};
use crate::refusal::Refusal;
use crate::standing::Shown;

/// Claims that are shown as the last said.
const LATEST: usize = 5;
/// Sources that are shown.
const SPEAKERS: usize = 8;
/// Episodes of one relation that are shown, those with most claims first.
const OF_RELATION: usize = 8;

/// What a case has, as it was known by the clocks.
#[derive(Serialize)]
pub struct Overview {
    on: Day,
    documents: usize,
    claims: usize,
    actors: usize,
    relations: Vec<Relation>,
    speakers: Vec<Speaker>,
    latest: Vec<Told>,
}

/// Who stood in a relation on the day.
#[derive(Serialize)]
struct Relation {
    relation: String,
    /// How many certainly or possibly held.
    held: usize,
    episodes: Vec<Shown>,
}

#[derive(Serialize)]
struct Speaker {
    name: String,
    claims: usize,
}

/// Counts, what was so on the day, and the last that was said.
///
/// # Errors
/// When the case cannot be read.
pub fn read(reading: &Reading<'_>) -> Result<Overview, Refusal> {
    let derived = reading.derived()?;
    let mut speakers: BTreeMap<ActorKey, usize> = BTreeMap::new();
    let mut actors = BTreeSet::new();
    let mut latest = Vec::new();
    for fact in reading.snapshot.facts_by(reading.view.clocks.said_by) {
        let speaker = fact.speaker().map(|name| derived.names.actor(name));
        speaker.into_iter().for_each(|actor| *speakers.entry(actor).or_default() += 1);
        actors.extend(
            fact.parties.actor.iter().chain(&fact.parties.target).map(|name| derived.names.actor(*name)),
        );
        latest.push((fact.said.map(|(_, last)| last), fact.claim));
    }
    let claims = latest.len();
    latest.sort_by(|one, two| two.cmp(one));
    let keys: Vec<ClaimKey> = latest.iter().take(LATEST).map(|(_, key)| *key).collect();
    let mut ranked: Vec<(ActorKey, usize)> = speakers.into_iter().collect();
    ranked.sort_by_key(|(actor, claims)| (Reverse(*claims), *actor));
    let speaker =
        |(actor, claims): &(ActorKey, usize)| Speaker { name: derived.names.called(*actor), claims: *claims };
    Ok(Overview {
        on: reading.on(),
        documents: reading.snapshot.documents.len(),
        claims,
        actors: actors.len(),
        relations: relations(&derived, derived.weighed(reading.case)?, reading.on()),
        speakers: ranked.iter().take(SPEAKERS).map(speaker).collect(),
        latest: reading.told(&keys)?,
    })
}

/// What held on a day, relation by relation.
fn relations(derived: &Derived, beliefs: Option<&Beliefs>, on: Day) -> Vec<Relation> {
    let weight = |episode: &Episode| episode.starts.len() + episode.denials.len();
    let relation =
        |(relation, episodes): &(&'static retrospect_model::ontology::RelationName, Vec<Episode>)| {
            let mut held: Vec<(Truth, &Episode)> = episodes
                .iter()
                .map(|episode| (episode.holds_on(on), episode))
                .filter(|(truth, _)| *truth != Truth::No)
                .collect();
            held.sort_by_key(|(truth, episode)| {
                (Reverse(*truth), episode.is_alleged, Reverse(weight(episode)), episode.pair.subject)
            });
            let shown = held
                .iter()
                .take(OF_RELATION)
                .map(|(_, episode)| Shown::of(&derived.names, beliefs, relation, episode, on));
            Relation { relation: relation.to_string(), held: held.len(), episodes: shown.collect() }
        };
    derived.relations.iter().map(relation).filter(|relation| relation.held > 0).collect()
}

impl Page for Overview {
    fn title(&self) -> String {
        "Overview".to_owned()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let view = frame.view;
        let tile = |number: usize, name: &str, path: &str| {
            html! {
                a.tile href=(view.link(path)) { b { (number) } span { (name) } }
            }
        };
        html! {
            h1 { (frame.app.case_name()) }
            div.tiles {
                (tile(self.claims, "claims", "/claims"))
                (tile(self.documents, "documents", "/documents"))
                (tile(self.actors, "actors", "/actors"))
            }
            div.beside {
                div {
                    section aria-label="On the day" {
                        h2 { "On " (self.on) @if let Some(by) = view.clocks.said_by { ", known by " (by) } }
                        @if self.relations.is_empty() { p.quiet { "No claim lets anybody stand in a relation on that day." } }
                        @for relation in &self.relations {
                            h3.relation { (relation.relation) }
                            ul.episodes { @for shown in &relation.episodes { li.episode { (shown.row(view)) } } }
                            @if relation.held > relation.episodes.len() {
                                p.quiet { "and " (count(relation.held - relation.episodes.len(), "other")) }
                            }
                        }
                    }
                    section {
                        h2 { "Last said" }
                        ol.claims { @for told in &self.latest { (claim_row(view, told)) } }
                    }
                }
                aside {
                    h2 { "Who speaks" }
                    ul.facet {
                        @for speaker in &self.speakers {
                            li { a href=(view.link("/source").with("name", &speaker.name)) { (name_or_nobody(&speaker.name)) } " " span.quiet { (speaker.claims) } }
                        }
                    }
                }
            }
        }
    }
}

fn name_or_nobody(name: &str) -> &str {
    if name.is_empty() { "nobody is named" } else { name }
}
