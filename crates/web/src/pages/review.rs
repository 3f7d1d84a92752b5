//! The review queue: what waits for an analyst, and what was decided. Start at [`read`].

use std::collections::BTreeSet;

use maud::{Markup, html};
use retrospect_store::ClaimKey;
use serde::Serialize;

use crate::frame::Frame;
use crate::judged::{self, Decided, Judgements};
use crate::pages::disputes::{Line, lines};
use crate::pages::{Page, Reading};
use crate::parts::{Paged, Told, claim_row, count};
use crate::refusal::Refusal;

/// Claims of the queue on one page.
const CLAIMS_MAX: usize = 10;
/// Disputes that are shown.
const DISPUTES_MAX: usize = 8;
/// Judgements that are shown.
const JUDGEMENTS_MAX: usize = 20;

/// What waits, and what was decided.
#[derive(Serialize)]
pub struct Review {
    /// Claims on which nobody has decided.
    waiting: usize,
    claims: Vec<Told>,
    disputes: Vec<Line>,
    judgements: Vec<Decided>,
    paged: Paged,
}

/// The claims on which nobody has decided, those of disputes first; disputes that no pin has settled; the last judgements.
///
/// # Errors
/// When the case cannot be read.
pub fn read(reading: &Reading<'_>) -> Result<Review, Refusal> {
    let derived = reading.derived()?;
    let found = derived.contradicted(reading.case)?;
    let judgements = Judgements::of(reading.case, reading.view.clocks.recorded_by)?;
    let latest: Vec<Decided> = judgements.latest().collect();
    let paged = Paged::of(reading.view, latest.len())?;
    let decided = decided_claims(reading, &latest)?;
    let of_dispute = |disputed: &retrospect_findings::Disputed| -> Vec<ClaimKey> {
        disputed.dispute.one.iter().chain(&disputed.dispute.other).copied().collect()
    };
    let open: Vec<_> = found
        .disputes
        .iter()
        .filter(|disputed| !of_dispute(disputed).iter().any(|key| decided.contains(key)))
        .collect();
    let first: BTreeSet<ClaimKey> = open.iter().flat_map(|disputed| of_dispute(disputed)).collect();
    let facts = reading.snapshot.facts_by(reading.view.clocks.said_by);
    let mut queue: Vec<ClaimKey> =
        facts.map(|fact| fact.claim).filter(|key| !decided.contains(key)).collect();
    queue.sort_by_key(|key| (!first.contains(key), *key));
    let waiting = queue.len();
    queue.truncate(CLAIMS_MAX);
    Ok(Review {
        waiting,
        claims: reading.told(&queue)?,
        disputes: open.iter().take(DISPUTES_MAX).map(|disputed| Line::of(disputed)).collect(),
        judgements: latest.into_iter().take(JUDGEMENTS_MAX).collect(),
        paged,
    })
}

/// The claims on which somebody has decided.
fn decided_claims(reading: &Reading<'_>, judgements: &[Decided]) -> Result<BTreeSet<ClaimKey>, Refusal> {
    let mut keys = BTreeSet::new();
    for id in judgements.iter().filter(|decided| decided.is_in_force()).filter_map(Decided::claim) {
        keys.extend(reading.case.claims_with_id(id)?.into_iter().map(|kept| kept.key));
    }
    Ok(keys)
}

impl Page for Review {
    fn title(&self) -> String {
        "Review".to_owned()
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["/assets/clocks.js", "/assets/review.js"]
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let view = frame.view;
        html! {
            h1 { "Review" }
            p.lead { (count(self.waiting, "claim")) " on which nobody has decided. Decisions are added to the case, and can be undone." }
            p.keys.quiet {
                kbd { "j" } " " kbd { "k" } " next and previous, " kbd { "a" } " accept, " kbd { "r" } " reject, " kbd { "p" }
                " pin, then the reason and " kbd { "Enter" } "; " kbd { "u" } " undo the last"
            }
            div.beside {
                section aria-label="Claims that wait" {
                    ol.claims {
                        @for told in &self.claims {
                            div.item data-item tabindex="-1" role="listitem" {
                                ul.claims { (claim_row(view, told)) }
                                (judged::on_claim(frame, &told.claim.id().to_string()))
                            }
                        }
                    }
                }
                aside {
                    h2 { "Open disputes" }
                    @if self.disputes.is_empty() { p.quiet { "None." } }
                    (lines(view, &self.disputes))
                    h2 { "One actor, or two?" }
                    (judged::on_names(frame, None))
                    h2 { "Decided" }
                    @if self.judgements.is_empty() { p.quiet { "Nothing yet." } }
                    (judged::list(frame, &self.judgements))
                }
            }
        }
    }
}
