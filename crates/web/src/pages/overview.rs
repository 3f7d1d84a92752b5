//! What a case has and what is worth looking at first. Start at [`read`].

use std::collections::BTreeMap;

use maud::{Markup, html};
use retrospect_store::{ClaimKey, NameKey};
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Told, claim_row};
use crate::refusal::Refusal;

/// Claims that are shown as the last said.
const LATEST: usize = 8;
/// Sources that are shown.
const SPEAKERS: usize = 8;

/// What a case has, as it was known by the clocks.
#[derive(Serialize)]
pub struct Overview {
    documents: usize,
    claims: usize,
    names: usize,
    speakers: Vec<Speaker>,
    latest: Vec<Told>,
}

#[derive(Serialize)]
struct Speaker {
    name: String,
    claims: usize,
}

/// Counts, and the last that was said.
///
/// # Errors
/// When the case cannot be read.
pub fn read(reading: &Reading<'_>) -> Result<Overview, Refusal> {
    let by = reading.view.clocks.said_by;
    let mut speakers: BTreeMap<NameKey, usize> = BTreeMap::new();
    let mut names = std::collections::BTreeSet::new();
    let mut latest = Vec::new();
    for fact in reading.snapshot.facts_by(by) {
        fact.speaker().into_iter().for_each(|name| *speakers.entry(name).or_default() += 1);
        names.extend(fact.parties.actor.iter().chain(&fact.parties.target).copied());
        latest.push((fact.said.map(|(_, last)| last), fact.claim));
    }
    let claims = latest.len();
    latest.sort_by(|one, two| two.cmp(one));
    let keys: Vec<ClaimKey> = latest.iter().take(LATEST).map(|(_, key)| *key).collect();
    let mut ranked: Vec<(NameKey, usize)> = speakers.into_iter().collect();
    ranked.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    let speaker = |(key, claims): &(NameKey, usize)| -> Result<Speaker, Refusal> {
        Ok(Speaker { name: reading.case.name(*key)?, claims: *claims })
    };
    Ok(Overview {
        documents: reading.snapshot.documents.len(),
        claims,
        names: names.len(),
        speakers: ranked.iter().take(SPEAKERS).map(speaker).collect::<Result<_, _>>()?,
        latest: reading.told(&keys)?,
    })
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
                (tile(self.names, "names", "/claims"))
            }
            div.beside {
                section {
                    h2 { "Last said" }
                    ol.claims { @for told in &self.latest { (claim_row(view, told)) } }
                }
                aside {
                    h2 { "Who speaks" }
                    ul.facet {
                        @for speaker in &self.speakers {
                            li { a href=(view.link("/claims").with("voice", &speaker.name)) { (speaker.name) } " " span.quiet { (speaker.claims) } }
                        }
                    }
                }
            }
        }
    }
}
