//! One dispute: what each side says. Start at [`read`].

use maud::{Markup, html};
use retrospect_store::ClaimKey;
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::disputes::{capital, id};
use crate::pages::{Page, Reading};
use crate::parts::{Told, claim_row, count};
use crate::refusal::Refusal;

/// Claims of a side that are shown.
const CLAIMS_MAX: usize = 40;

/// A dispute, as it was known by the clocks.
#[derive(Serialize)]
pub struct Dispute {
    id: String,
    matter: String,
    relation: Option<String>,
    one: Side,
    other: Side,
}

/// What one side says.
#[derive(Serialize)]
struct Side {
    total: usize,
    claims: Vec<Told>,
}

/// The dispute that the address names.
///
/// # Errors
/// When there is none of that id by then.
pub fn read(reading: &Reading<'_>) -> Result<Dispute, Refusal> {
    let derived = reading.derived()?;
    let asked = reading.view.query.need("id")?;
    let found = derived.contradicted(reading.case)?;
    let none = || Refusal::missing("by then, there is no such dispute");
    let disputed = found.disputes.iter().find(|disputed| id(&disputed.matter) == asked).ok_or_else(none)?;
    let side = |keys: &[ClaimKey]| -> Result<Side, Refusal> {
        let shown: Vec<ClaimKey> = keys.iter().take(CLAIMS_MAX).copied().collect();
        Ok(Side { total: keys.len(), claims: reading.told(&shown)? })
    };
    Ok(Dispute {
        id: asked.to_owned(),
        matter: disputed.matter.clone(),
        relation: disputed.relation.as_ref().map(ToString::to_string),
        one: side(&disputed.dispute.one)?,
        other: side(&disputed.dispute.other)?,
    })
}

impl Page for Dispute {
    fn title(&self) -> String {
        capital(&self.matter)
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let side = |title: &str, side: &Side| {
            html! {
                section aria-label=(title) {
                    h2 { (title) ": " (count(side.total, "claim")) }
                    ol.claims { @for told in &side.claims { (claim_row(frame.view, told)) } }
                    @if side.total > side.claims.len() { p.quiet { "and " (side.total - side.claims.len()) " more" } }
                }
            }
        };
        html! {
            p.crumb { a href=(frame.view.link("/disputes")) { "Disputes" } }
            h1 { (self.title()) }
            div.sides {
                (side("One side", &self.one))
                (side("The other", &self.other))
            }
        }
    }
}
