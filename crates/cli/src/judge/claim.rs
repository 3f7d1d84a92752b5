//! `retrospect judge CASE accept`, `reject`, `pin` and `correct`: decisions on one claim.

use std::path::Path;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use retrospect_findings::Decision;
use retrospect_findings::decision::corrected;
use retrospect_model::claim::{ClaimDraft, Name};
use retrospect_model::{Claim, ClaimId, Edtf, Stance, one_line};
use retrospect_store::{Case, ClaimQuery, Readings};

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
    let (decision, sentence) = match verdict {
        Verdict::Accept => {
            (Decision::Accept(claim.id()), format!("accept: {} was read right", called(&claim)))
        }
        Verdict::Reject => {
            (Decision::Reject(claim.id()), format!("reject: {} does not count", called(&claim)))
        }
    };
    record(&mut case, decision, &one.reasoned, &sentence)
}

/// Records that what a claim says is so, or is not.
pub fn pin(case: &Path, pin: &Pin) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let claim = find(&case, &pin.claim)?;
    let is_so = pin.answer == Answer::So;
    let what = if is_so { "is so" } else { "is not so" };
    let sentence = format!("pin: what {} says {what}", called(&claim));
    record(&mut case, Decision::Pin { claim: claim.id(), is_so }, &pin.reasoned, &sentence)
}

/// Records a claim of the analyst in the place of another, with the same evidence.
pub fn correct(case: &Path, command: &Correct) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let claim = find(&case, &command.claim)?;
    let Some(corrected) = corrected(&claim, |draft| command.change(draft))? else {
        bail!("nothing of {} is corrected\nhint: give what is wrong, such as --when 2015-11", called(&claim));
    };
    let decision = Decision::Correct { claim: claim.id(), by: corrected.id() };
    // In one recording, so that neither is ever there without the other.
    let mut writer = case.write(clock::now())?;
    writer.claim(&corrected)?;
    let Reasoned { by, reason } = &command.reasoned;
    let (id, _) = writer.judgement(&decision.judgement(by, reason))?;
    writer.commit()?;
    tell(id, &format!("correct: {} stands for {}", called(&corrected), called(&claim)))
}

impl Correct {
    /// Puts what was given in the place of what was read.
    fn change(&self, draft: &mut ClaimDraft) -> anyhow::Result<()> {
        if let Some(kind) = &self.kind {
            draft.kind = kind.parse()?;
        }
        for (names, given) in [(&mut draft.actor, &self.actor), (&mut draft.target, &self.target)] {
            if !given.is_empty() {
                names.clone_from(given);
            }
        }
        draft.place = self.place.clone().or(draft.place.take());
        draft.valid = self.when.clone().or(draft.valid.take());
        draft.asserted = self.said.clone().or(draft.asserted.take());
        draft.stance = self.stance.unwrap_or(draft.stance);
        Ok(())
    }
}

fn called(claim: &Claim) -> String {
    let id = claim.id().short();
    let quote = one_line(claim.evidence.first().quote());
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
