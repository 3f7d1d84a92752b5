//! `retrospect disputes`: where accounts contradict each other, and who admitted late. Start at [`run`].

use std::io::{BufWriter, Write as _};

use anyhow::Context as _;
use retrospect_findings::Contradictions;

use crate::ask;
use crate::case_arguments::{AnswerFormat, OfCase};
use crate::report::Outcome;

/// Prints disputes and deception windows.
pub fn run(command: &OfCase) -> anyhow::Result<Outcome> {
    let open = ask::open(&command.case)?;
    let asked = ask::by(&open, &command.clocks)?;
    let found = Contradictions::of(&asked)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    match command.format {
        AnswerFormat::Text => write!(out, "{}", found.text(&asked)?),
        AnswerFormat::Json => writeln!(out, "{}", found.to_json(&asked)?),
    }
    .and_then(|()| out.flush())
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
