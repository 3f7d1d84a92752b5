//! One dispute: what each side says. Start at [`read`].

use maud::{Markup, html};
use retrospect_store::ClaimKey;
use serde::Serialize;

use crate::believed::Believed;
use crate::frame::Frame;
use crate::judged::{self, Decided, Judgements};
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
    /// How likely it is; left out where the accounts differ in days only, or the case is too large to be weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    believed: Option<Believed>,
    /// What was decided on its claims; a pin settles it.
    judgements: Vec<Decided>,
    settled: bool,
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
    let (one, other) = (side(&disputed.dispute.one)?, side(&disputed.dispute.other)?);
    let decided = Judgements::of(reading.case, reading.view.clocks.recorded_by)?;
    let ids = one.claims.iter().chain(&other.claims).map(|told| told.claim.id().to_string());
    let judgements: Vec<Decided> = ids.flat_map(|id| decided.on("claim", &id)).collect();
    let settled = judgements.iter().any(|judgement| judgement.kind() == "pin");
    let belief = disputed.belief.as_ref();
    let asked_again = derived.asked(reading.case)?;
    let believed = belief.map(|belief| Believed::of(&asked_again, belief, "belief")).transpose()?;
    Ok(Dispute {
        believed,
        id: asked.to_owned(),
        matter: disputed.matter.clone(),
        relation: disputed.relation.as_ref().map(ToString::to_string),
        one,
        other,
        judgements,
        settled,
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
                    ol.claims {
                    @for told in &side.claims {
                        div role="listitem" {
                            ul.claims { (claim_row(frame.view, told)) }
                            (judged::on_claim(frame, &told.claim.id().to_string()))
                        }
                    }
                }
                    @if side.total > side.claims.len() { p.quiet { "and " (side.total - side.claims.len()) " more" } }
                }
            }
        };
        html! {
            p.crumb { a href=(frame.view.link("/disputes")) { "Disputes" } }
            h1 { (self.title()) }
            @if !self.judgements.is_empty() {
                div.said {
                    h2 { (if self.settled { "Settled by a pin" } else { "Decided on its claims" }) }
                    (judged::list(frame, &self.judgements))
                }
            }
            @if let Some(believed) = &self.believed {
                section aria-label="Whom to believe" { h2 { "Whom to believe" } (believed.markup()) }
            }
            div.sides {
                (side("One side", &self.one))
                (side("The other", &self.other))
            }
        }
    }
}
