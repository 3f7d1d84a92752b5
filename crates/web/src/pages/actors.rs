//! Who has a part in claims. Start at [`read`].

use std::cmp::Reverse;
use std::collections::BTreeMap;

use maud::{Markup, html};
use retrospect_network::{ActorKey, Identity as _};
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Paged, count};
use crate::refusal::Refusal;

/// A part of the actors.
#[derive(Serialize)]
pub struct Actors {
    paged: Paged,
    actors: Vec<Row>,
    search: Option<String>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    /// Its other names, as texts have them.
    names: Vec<String>,
    /// Claims in which it acts or is acted on.
    claims: usize,
    /// Claims that it makes.
    says: usize,
}

#[derive(Default)]
struct Counted {
    claims: usize,
    says: usize,
}

/// The actors of what had been said by then, those with most claims first.
///
/// # Errors
/// When the case cannot be read.
pub fn read(reading: &Reading<'_>) -> Result<Actors, Refusal> {
    let derived = reading.derived()?;
    let names = &derived.names;
    let mut counted: BTreeMap<ActorKey, Counted> = BTreeMap::new();
    for fact in reading.snapshot.facts_by(reading.view.clocks.said_by) {
        let mut parties: Vec<ActorKey> =
            fact.parties.actor.iter().chain(&fact.parties.target).map(|name| names.actor(*name)).collect();
        parties.sort_unstable();
        parties.dedup();
        parties.into_iter().for_each(|actor| counted.entry(actor).or_default().claims += 1);
        if let Some(speaker) = fact.speaker() {
            counted.entry(names.actor(speaker)).or_default().says += 1;
        }
    }
    let search = reading.view.query.get("search").map(str::to_lowercase);
    let mut found: Vec<(ActorKey, Counted)> = counted.into_iter().collect();
    if let Some(words) = &search {
        found.retain(|(actor, _)| {
            names.written(*actor).iter().any(|name| name.to_lowercase().contains(words))
        });
    }
    found.sort_by_key(|(actor, counted)| (Reverse(counted.claims + counted.says), *actor));
    let paged = Paged::of(reading.view, found.len())?;
    let row = |(actor, counted): (ActorKey, Counted)| {
        let name = names.called(actor);
        let others = names.written(actor).into_iter().filter(|other| *other != name).collect();
        Row { names: others, name, claims: counted.claims, says: counted.says }
    };
    let search = reading.view.query.get("search").map(str::to_owned);
    Ok(Actors { paged, actors: paged.cut(found.into_iter()).map(row).collect(), search })
}

impl Page for Actors {
    fn title(&self) -> String {
        "Actors".to_owned()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let view = frame.view;
        html! {
            h1 { "Actors" }
            p.lead { (count(self.paged.total, "actor")) ", those with most claims first." }
            form.search.inline method="get" action="/actors" role="search" {
                @for (key, value) in view.others(&["search"]) { input type="hidden" name=(key) value=(value); }
                label for="search" { "Name" }
                input #search type="search" name="search" value=[self.search.as_deref()];
                button { "Find" }
            }
            div.scroll tabindex="0" role="region" aria-label="Actors" {
                table {
                    thead { tr { th { "Actor" } th { "Also called" } th.number { "Has a part in" } th.number { "Says" } } }
                    tbody {
                        @for row in &self.actors {
                            tr {
                                td { a href=(view.link("/actor").with("name", &row.name)) { (row.name) } }
                                td.quiet { (row.names.join(", ")) }
                                td.number { (row.claims) }
                                td.number { (row.says) }
                            }
                        }
                    }
                }
            }
            (self.paged.markup(view))
        }
    }
}
