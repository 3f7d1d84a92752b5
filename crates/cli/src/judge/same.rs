//! `retrospect judge CASE same` and `split`: whether two names are one actor's.

use std::path::Path;

use anyhow::bail;
use clap::Args;
use retrospect_findings::Asked;
use retrospect_model::Clocks;
use retrospect_store::Judgement;
use serde_json::json;

use super::{Reasoned, open as open_to_write, record};
use crate::ask;
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
    let (one, other) = {
        let open = ask::open(case)?;
        let asked = open.ask(Clocks::default())?;
        (written(&asked, &pair.one)?, written(&asked, &pair.other)?)
    };
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
    record(&mut open_to_write(case)?, &judgement, &sentence)
}

/// The name as the case has it: as it was asked for where it stands so, else what the actor is called.
fn written(asked: &Asked<'_>, name: &str) -> anyhow::Result<String> {
    let actor = asked.actor(name)?;
    let stands = asked.names.written(actor).iter().any(|written| written == name);
    Ok(if stands { name.to_owned() } else { asked.names.called(actor) })
}
