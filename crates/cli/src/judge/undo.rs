//! `retrospect judge CASE undo`: takes a judgement back, whatever it decided.

use std::path::Path;

use anyhow::bail;
use clap::Args;
use retrospect_findings::Decision;
use retrospect_store::judgements_in_force;

use super::{Reasoned, find, open, record};
use crate::report::Outcome;

/// Which judgement.
#[derive(Debug, Args)]
pub struct Undo {
    /// Its id, or the first digits of it
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    reasoned: Reasoned,
}

/// Records that a judgement is taken back.
pub fn run(case: &Path, command: &Undo) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let undone = find(&case, &command.id)?;
    let all = case.judgements(None)?;
    if !judgements_in_force(&all).contains(&undone.id) {
        bail!(
            "judgement {} is undone already\nhint: undo the judgement that undid it to make it again",
            undone.id.short()
        );
    }
    let sentence =
        format!("undoes {}: {} ({})", undone.id.short(), undone.judgement.kind, undone.judgement.reason);
    record(&mut case, Decision::Undo(undone.id), &command.reasoned, &sentence)
}
