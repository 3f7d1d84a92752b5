//! `retrospect judge CASE same` and `split`: whether two names are one actor's.

use std::path::Path;

use anyhow::bail;
use clap::Args;
use retrospect_findings::Names;
use retrospect_store::{Case, Judgement};
use serde_json::json;

use super::{Reasoned, open, record};
use crate::knowledge;
use crate::report::Outcome;

/// Two names.
#[derive(Debug, Args)]
pub struct Pair {
    /// A name, as texts or lists of the case have it
    #[arg(value_name = "NAME")]
    one: String,
    /// Another name
    #[arg(value_name = "OTHER")]
    other: String,
    #[command(flatten)]
    reasoned: Reasoned,
}

/// What is decided of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They are one actor's.
    Same,
    /// They are two actors'.
    Split,
}

impl Verdict {
    /// The kind of the judgement.
    fn kind(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Split => "split",
        }
    }
}

/// Records the decision.
pub fn run(case: &Path, pair: &Pair, verdict: Verdict) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let gazetteer = knowledge::gazetteer()?;
    let names = Names::of_case(&case, &gazetteer)?;
    let (one, other) = (written(&case, &names, &pair.one)?, written(&case, &names, &pair.other)?);
    if one == other {
        bail!(
            "`{}` and `{}` are one name\nhint: give two names that the texts write otherwise",
            pair.one,
            pair.other
        );
    }
    let sentence = match verdict {
        Verdict::Same => format!("same: `{one}` and `{other}` are one actor's names"),
        Verdict::Split => format!("split: `{one}` and `{other}` are two actors' names"),
    };
    let judgement = Judgement {
        author: pair.reasoned.by.clone(),
        kind: verdict.kind().to_owned(),
        payload: json!({ "one": one, "other": other }),
        reason: pair.reasoned.reason.clone(),
        undoes: None,
    };
    record(&mut case, &judgement, &sentence)
}

/// The name as the case has it: as it was asked for where it stands so, else what the actor is called.
fn written(case: &Case, names: &Names<'_>, asked: &str) -> anyhow::Result<String> {
    let actor = names.find(case, asked)?;
    let stands = names.written(actor).iter().any(|name| name == asked);
    Ok(if stands { asked.to_owned() } else { names.called(actor) })
}
