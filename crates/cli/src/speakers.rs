//! `retrospect sources`: who speaks in a case, and how they fare against others. Start at [`run`].

use std::io::{BufWriter, Write as _};

use anyhow::Context as _;
use retrospect_findings::{Contradictions, records, records_json, records_text};

use crate::ask;
use crate::case_arguments::{AnswerFormat, OfCase};
use crate::report::Outcome;

/// Prints the sources of a case, the most frequent first.
pub fn run(command: &OfCase) -> anyhow::Result<Outcome> {
    let open = ask::open(&command.case)?;
    let asked = ask::by(&open, &command.clocks)?;
    let records = records(&asked, &Contradictions::of(&asked)?)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    match command.format {
        AnswerFormat::Text => write!(out, "{}", records_text(&asked, &records)?),
        AnswerFormat::Json => writeln!(out, "{}", records_json(&asked, &records)?),
    }
    .and_then(|()| out.flush())
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
