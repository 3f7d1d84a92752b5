//! Who stood where with whom on the day, drawn and as a list. Start at [`read`].

use maud::{Markup, PreEscaped, html};
use retrospect_model::{Day, Truth};
use serde::Serialize;

use crate::drawing;
use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Paged, count};
use crate::refusal::Refusal;
use crate::standing::Shown;

/// The ties of a day.
#[derive(Serialize)]
pub struct Network {
    on: Day,
    paged: Paged,
    ties: Vec<Shown>,
    /// Actors for whom the drawing has no room.
    left_out: usize,
    #[serde(skip)]
    figure: String,
}

/// The ties that certainly or possibly held on the day, by relation.
///
/// # Errors
/// When the page is no number, or the case cannot be read.
pub fn read(reading: &Reading<'_>) -> Result<Network, Refusal> {
    let derived = reading.derived()?;
    let on = reading.on();
    let mut held = Vec::new();
    for (relation, episodes) in derived.relations.iter() {
        let standing = episodes
            .iter()
            .filter(|episode| episode.pair.object.is_some() && episode.holds_on(on) != Truth::No);
        held.extend(standing.map(|episode| (*relation, episode)));
    }
    let beliefs = derived.weighed(reading.case)?;
    let paged = Paged::of(reading.view, held.len())?;
    let ties = paged
        .cut(held.iter())
        .map(|(relation, episode)| Shown::of(&derived.names, beliefs, relation, episode, on));
    let ties = ties.collect();
    let (figure, left_out) = drawing::network(reading, &derived)?;
    Ok(Network { on, paged, ties, left_out, figure })
}

impl Page for Network {
    fn title(&self) -> String {
        "Network".to_owned()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        html! {
            h1 { "Network" }
            p.lead { (count(self.paged.total, "tie")) " on " (self.on) ". Moving the day moves nobody." }
            div.picture { (PreEscaped(&self.figure)) }
            @if self.left_out > 0 { p.quiet { (count(self.left_out, "actor")) " with fewer claims have no room in the drawing; all ties are listed." } }
            h2 { "The same as a list" }
            ul.episodes { @for tie in &self.ties { li.episode { (tie.row(frame.view)) } } }
            (self.paged.markup(frame.view))
        }
    }
}
