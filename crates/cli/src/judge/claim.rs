//! `retrospect judge CASE accept`, `reject`, `pin` and `correct`: decisions on one claim.

use std::path::Path;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use retrospect_model::claim::{Name, Origin};
use retrospect_model::{Claim, ClaimId, Edtf, Stance};
use retrospect_store::{Case, ClaimQuery, Judgement, Readings};
use serde_json::{Value, json};

use super::{Reasoned, open, record, tell};
use crate::clock;
use crate::report::Outcome;

/// Digits of an id that are enough to look for it.
const DIGITS_MIN: usize = 4;

/// Which claim.
#[derive(Debug, Args)]
pub struct One {
    /// Its id, or the first digits of it, as `retrospect claims` prints them
    #[arg(value_name = "CLAIM")]
    claim: String,
    #[command(flatten)]
    reasoned: Reasoned,
}

/// Whether what a claim says is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Answer {
    /// It is so
    So,
    /// It is not so
    NotSo,
}

/// Settle what a claim says.
#[derive(Debug, Args)]
pub struct Pin {
    /// The id of the claim, or the first digits of it
    #[arg(value_name = "CLAIM")]
    claim: String,
    /// Whether what it says is so
    #[arg(value_enum, value_name = "ANSWER")]
    answer: Answer,
    #[command(flatten)]
    reasoned: Reasoned,
}

/// Say what a claim really says.
#[derive(Debug, Args)]
pub struct Correct {
    /// The id of the claim, or the first digits of it
    #[arg(value_name = "CLAIM")]
    claim: String,
    /// Its kind
    #[arg(long)]
    kind: Option<String>,
    /// Who acts; may be given more than once
    #[arg(long, value_name = "NAME")]
    actor: Vec<Name>,
    /// On whom; may be given more than once
    #[arg(long, value_name = "NAME")]
    target: Vec<Name>,
    /// Where
    #[arg(long, value_name = "NAME")]
    place: Option<Name>,
    /// When it happened or held
    #[arg(long, value_name = "DATE")]
    when: Option<Edtf>,
    /// When it was said
    #[arg(long, value_name = "DATE")]
    said: Option<Edtf>,
    /// How it stands to what happened
    #[arg(long)]
    stance: Option<Stance>,
    #[command(flatten)]
    reasoned: Reasoned,
}

/// What is decided of a claim as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was read right.
    Accept,
    /// It does not count.
    Reject,
}

/// Records that a claim was read right, or does not count.
pub fn run(case: &Path, one: &One, verdict: Verdict) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let claim = find(&case, &one.claim)?;
    let (kind, what) = match verdict {
        Verdict::Accept => ("accept", "was read right"),
        Verdict::Reject => ("reject", "does not count"),
    };
    let judgement = made(kind, json!({ "claim": claim.id().to_string() }), &one.reasoned);
    record(&mut case, &judgement, &format!("{kind}: {} {what}", called(&claim)))
}

/// Records that what a claim says is so, or is not.
pub fn pin(case: &Path, pin: &Pin) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let claim = find(&case, &pin.claim)?;
    let is_so = pin.answer == Answer::So;
    let payload = json!({ "claim": claim.id().to_string(), "so": is_so });
    let what = if is_so { "is so" } else { "is not so" };
    record(
        &mut case,
        &made("pin", payload, &pin.reasoned),
        &format!("pin: what {} says {what}", called(&claim)),
    )
}

/// Records a claim of the analyst in the place of another, with the same evidence.
pub fn correct(case: &Path, command: &Correct) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let claim = find(&case, &command.claim)?;
    let old = claim.id();
    let mut draft = claim.clone().into_draft();
    if let Some(kind) = &command.kind {
        draft.kind = kind.parse()?;
    }
    for (names, given) in [(&mut draft.actor, &command.actor), (&mut draft.target, &command.target)] {
        if !given.is_empty() {
            names.clone_from(given);
        }
    }
    draft.place = command.place.clone().or(draft.place);
    draft.valid = command.when.clone().or(draft.valid);
    draft.asserted = command.said.clone().or(draft.asserted);
    draft.stance = command.stance.unwrap_or(draft.stance);
    draft.origin = Origin::Analyst;
    draft.confidence = 1.0.try_into()?;
    let corrected = Claim::new(draft);
    if corrected.id() == old {
        bail!("nothing of {} is corrected\nhint: give what is wrong, such as --when 2015-11", called(&claim));
    }
    let payload = json!({ "claim": old.to_string(), "by": corrected.id().to_string() });
    // In one recording, so that neither is ever there without the other.
    let mut writer = case.write(clock::now())?;
    writer.claim(&corrected)?;
    let (id, _) = writer.judgement(&made("correct", payload, &command.reasoned))?;
    writer.commit()?;
    tell(id, &format!("correct: {} stands for {}", called(&corrected), called(&claim)))
}

/// A judgement that takes nothing back.
pub fn made(kind: &str, payload: Value, reasoned: &Reasoned) -> Judgement {
    Judgement {
        author: reasoned.by.clone(),
        kind: kind.to_owned(),
        payload,
        reason: reasoned.reason.clone(),
        undoes: None,
    }
}

fn called(claim: &Claim) -> String {
    let id: String = claim.id().to_string().chars().take(8).collect();
    let quote = claim.evidence.first().quote().split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{id} ({}, “{quote}”)", claim.kind)
}

/// The claim whose id begins with these digits.
fn find(case: &Case, digits: &str) -> anyhow::Result<Claim> {
    if let Ok(id) = digits.parse::<ClaimId>()
        && let Some(kept) = case.claims_with_id(id)?.pop()
    {
        return Ok(kept.claim);
    }
    let (wanted, path) = (digits.to_ascii_lowercase(), case.path().display());
    let mut found: Vec<Claim> = Vec::new();
    if wanted.len() >= DIGITS_MIN {
        let query = ClaimQuery { readings: Readings::All, ..ClaimQuery::default() };
        case.claims(&query, |kept| {
            let is_new = found.iter().all(|claim| claim.id() != kept.claim.id());
            if is_new && kept.claim.id().to_string().starts_with(&wanted) {
                found.push(kept.claim);
            }
            true
        })?;
    }
    if found.len() > 1 {
        bail!("{} claims of case `{path}` begin with `{digits}`\nhint: give more digits", found.len());
    }
    found.pop().with_context(|| {
        format!("no claim of case `{path}` has the id `{digits}`\nhint: `retrospect claims CASE` prints ids")
    })
}
