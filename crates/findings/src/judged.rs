//! What analysts decided of claims and sources, as far as it is in force. Start at [`Judged::of`].
//!
//! A judgement on a claim names it by its id: it is meant for every reading that has the claim. What a judgement says of
//! claims that the case does not have has no effect.

use std::collections::{BTreeMap, BTreeSet};

use retrospect_assess::Grade;
use retrospect_model::{ClaimId, Clocks};
use retrospect_network::ActorKey;
use retrospect_store::{Case, ClaimKey, Fact, JudgementId, judgements_in_force};
use serde_json::Value;

use crate::decision::GRADES;
use crate::error::FindingsError;
use crate::names::Names;

/// The decisions that are in force.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Claims that were not read right, or do not count for another reason.
    pub rejected: BTreeSet<ClaimKey>,
    /// Claims that were read right.
    pub accepted: BTreeSet<ClaimKey>,
    /// Claims of which it is certain that what they say is so, or is not.
    pub pins: BTreeMap<ClaimKey, bool>,
    /// Who stands on whose side, or on nobody's.
    pub sides: BTreeMap<ActorKey, Option<ActorKey>>,
    /// How sources are graded on the Admiralty scale.
    pub grades: BTreeMap<ActorKey, Grade>,
    /// The judgement behind each pin.
    pub pinned_by: BTreeMap<ClaimKey, JudgementId>,
}

impl Judged {
    /// What had been decided by the recorded time of the clocks; later judgements on the same thing replace earlier ones.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(case: &Case, names: &Names<'_>, clocks: &Clocks) -> Result<Self, FindingsError> {
        let all = case.judgements(clocks.recorded_by)?;
        let in_force = judgements_in_force(&all);
        let mut judged = Self::default();
        for kept in all.iter().filter(|kept| in_force.contains(&kept.id)) {
            let payload = &kept.judgement.payload;
            match kept.judgement.kind.as_str() {
                "accept" | "reject" | "pin" => {
                    for claim in claims(case, payload)? {
                        judged.decide(&kept.judgement.kind, claim, payload, kept.id);
                    }
                }
                "correct" => judged.rejected.extend(claims(case, payload)?),
                "side" => {
                    let with = text(payload, "with").and_then(|name| names.known(name));
                    if let Some(actor) = text(payload, "source").and_then(|name| names.known(name)) {
                        judged.sides.insert(actor, with);
                    }
                }
                "grade" => {
                    let letter = text(payload, "grade").unwrap_or_default();
                    let grade = GRADES.iter().find(|(known, _)| *known == letter);
                    let actor = text(payload, "source").and_then(|name| names.known(name));
                    if let (Some(actor), Some((_, grade))) = (actor, grade) {
                        judged.grades.insert(actor, *grade);
                    }
                }
                _ => {}
            }
        }
        // A correction is a claim of an analyst; when the judgement that made it is taken back, it goes too.
        for kept in all.iter().filter(|kept| kept.judgement.kind == "correct" && !in_force.contains(&kept.id))
        {
            let by = kept.judgement.payload.get("by").cloned().unwrap_or_default();
            judged.rejected.extend(claims(case, &serde_json::json!({ "claim": by }))?);
        }
        Ok(judged)
    }

    fn decide(&mut self, kind: &str, claim: ClaimKey, payload: &Value, id: JudgementId) {
        match kind {
            "reject" => {
                self.accepted.remove(&claim);
                self.rejected.insert(claim);
            }
            "accept" => {
                self.rejected.remove(&claim);
                self.accepted.insert(claim);
            }
            _ => {
                let is_so = payload.get("so").and_then(Value::as_bool).unwrap_or(true);
                self.pins.insert(claim, is_so);
                self.pinned_by.insert(claim, id);
            }
        }
    }

    /// Leaves out facts that were rejected.
    pub(crate) fn admit(&self, facts: &mut Vec<Fact>) {
        if !self.rejected.is_empty() {
            facts.retain(|fact| !self.rejected.contains(&fact.claim));
        }
    }
}

fn text<'p>(payload: &'p Value, field: &str) -> Option<&'p str> {
    payload.get(field).and_then(Value::as_str)
}

/// The claims of the id in a payload, one for each reading that has it.
fn claims(case: &Case, payload: &Value) -> Result<Vec<ClaimKey>, FindingsError> {
    let Some(id) = text(payload, "claim").and_then(|id| id.parse::<ClaimId>().ok()) else {
        return Ok(Vec::new());
    };
    Ok(case.claims_with_id(id)?.into_iter().map(|kept| kept.key).collect())
}
