//! The places that claims are about, and who held them on the day. Start at [`read`].

use maud::{Markup, PreEscaped, html};
use retrospect_model::Day;
use retrospect_view::{MapInput, Options, Spot, Spots, figure, spots_of};
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Paged, count};
use crate::refusal::Refusal;

/// Places, by what had been said by then.
#[derive(Serialize)]
pub struct Map {
    on: Day,
    paged: Paged,
    places: Vec<Place>,
    /// How many places that claims name are on no map that the program knows.
    not_found: usize,
    #[serde(skip)]
    figure: String,
}

/// A place with what is told of it.
#[derive(Serialize)]
struct Place {
    name: String,
    /// Degrees north.
    latitude: f64,
    /// Degrees east.
    longitude: f64,
    claims: usize,
    /// Who held it on the day, by somebody's word; several where that is disputed.
    held_by: Vec<String>,
}

/// The places of a case, those with most claims first.
///
/// # Errors
/// When the page is no number, or the case cannot be read.
pub fn read(reading: &Reading<'_>) -> Result<Map, Refusal> {
    let derived = reading.derived()?;
    let on = reading.on();
    let control = derived.relations.iter().find(|(relation, _)| relation.as_str() == "control");
    let control = control.map_or(&[][..], |(_, episodes)| episodes);
    let atlas = reading.app.ports().knowledge.atlas;
    let Spots { found: mut spots, not_found } = spots_of(&derived.names, &*derived.facts, control, on, atlas);
    spots.sort_by(|one, two| two.claims.cmp(&one.claims).then_with(|| one.name.cmp(&two.name)));
    for spot in &mut spots {
        spot.link = Some(reading.view.link("/actor").with("name", &spot.name).text());
    }
    let paged = Paged::of(reading.view, spots.len())?;
    let places = paged.cut(spots.iter()).map(Place::of).collect();
    let input = MapInput { title: reading.app.case_name(), on: Some(on), places: spots };
    let figure = figure(&Options::on_page("map"), |options| retrospect_view::map(&input, options));
    Ok(Map { on, paged, places, not_found, figure })
}

impl Place {
    fn of(spot: &Spot) -> Self {
        Self {
            name: spot.name.clone(),
            latitude: spot.latitude,
            longitude: spot.longitude,
            claims: spot.claims,
            held_by: spot.holders.clone(),
        }
    }
}

impl Page for Map {
    fn title(&self) -> String {
        "Map".to_owned()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let actor = |name: &str| html! { a href=(frame.view.link("/actor").with("name", name)) { (name) } };
        html! {
            h1 { "Map" }
            p.lead {
                (count(self.paged.total, "place")) " of claims, and who held them on " (self.on) "."
                @if self.not_found > 0 { " Of " (self.not_found) " more it is not known where they are." }
            }
            @if !self.places.is_empty() { div.picture { (PreEscaped(&self.figure)) } }
            section {
                h2 { "The same as a list" }
                ul.plain {
                    @for place in &self.places {
                        li {
                            (actor(&place.name)) " " span.meta { (count(place.claims, "claim")) }
                            @if !place.held_by.is_empty() {
                                ", held by "
                                @for (number, holder) in place.held_by.iter().enumerate() {
                                    @if number > 0 { " or " }
                                    (actor(holder))
                                }
                            }
                        }
                    }
                }
            }
            (self.paged.markup(frame.view))
        }
    }
}
