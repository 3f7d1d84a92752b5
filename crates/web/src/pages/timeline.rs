//! The timeline with two clocks, of the case or of one actor. Start at [`read`].

use maud::{Markup, PreEscaped, html};
use serde::Serialize;

use crate::drawing;
use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::refusal::Refusal;

/// A timeline. Its twin is the picture's source: the claims and disputes of the pages beside it.
#[derive(Serialize)]
pub struct Timeline {
    /// Whose; of the whole case when nobody is named.
    actor: Option<String>,
    /// The drawing, as SVG.
    svg: String,
    #[serde(skip)]
    figure: String,
}

/// The timeline of whom the address names, or of the case.
///
/// # Errors
/// When the case knows nobody of that name.
pub fn read(reading: &Reading<'_>) -> Result<Timeline, Refusal> {
    let derived = reading.derived()?;
    let asked = reading.view.query.get("actor");
    let actor = asked.map(|name| derived.names.find(reading.case, name)).transpose()?;
    let svg = drawing::alone(reading, &derived, actor)?;
    let figure = drawing::timeline(reading, &derived, actor)?;
    Ok(Timeline { actor: actor.map(|actor| derived.names.called(actor)), svg, figure })
}

impl Page for Timeline {
    fn title(&self) -> String {
        match &self.actor {
            Some(actor) => format!("Timeline of {actor}"),
            None => "Timeline".to_owned(),
        }
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        html! {
            h1 { (self.title()) }
            form.search.inline method="get" action="/timeline" role="search" {
                @for (key, value) in frame.view.others(&["actor"]) { input type="hidden" name=(key) value=(value); }
                label for="actor" { "Actor" }
                input #actor type="search" name="actor" value=[self.actor.as_deref()] placeholder="everybody";
                button { "Show" }
            }
            p.lead { "Across, when it happened; down, when it was said." }
            div.picture { (PreEscaped(&self.figure)) }
        }
    }
}
