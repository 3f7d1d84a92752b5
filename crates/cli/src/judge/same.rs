//! `retrospect judge CASE same` and `split`: whether two names are one actor's.

use std::path::Path;

use anyhow::bail;
use clap::Args;
use retrospect_findings::Decision;
use retrospect_model::Clocks;

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

/// Records the decision.
pub fn run(case: &Path, pair: &Pair, verdict: Verdict) -> anyhow::Result<Outcome> {
    let (one, other) = {
        let open = ask::open(case)?;
        let asked = open.ask(Clocks::default())?;
        let stored = |name: &str| asked.names.stored(asked.case, name);
        (stored(&pair.one)?, stored(&pair.other)?)
    };
    if one == other {
        bail!(
            "`{}` and `{}` are one name\nhint: give two names that the texts write otherwise",
            pair.one,
            pair.other
        );
    }
    let (sentence, decision) = match verdict {
        Verdict::Same => {
            (format!("same: `{one}` and `{other}` are one actor's names"), Decision::Same { one, other })
        }
        Verdict::Split => {
            (format!("split: `{one}` and `{other}` are two actors' names"), Decision::Split { one, other })
        }
    };
    record(&mut open_to_write(case)?, decision, &pair.reasoned, &sentence)
}
