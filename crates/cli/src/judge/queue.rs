//! `retrospect judge CASE queue`: the pairs of names on which an analyst is to decide.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;

use crate::ask;
use crate::case_arguments::{AnswerFormat, ClockArguments};
use crate::report::{self, Outcome};

/// How much of the queue.
#[derive(Debug, Args)]
pub struct Queue {
    /// How many pairs to print, the likeliest first
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// The clocks
    #[command(flatten)]
    clocks: ClockArguments,
    /// How to print them
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// Prints the pairs with their reasons.
pub fn run(case: &Path, command: &Queue) -> anyhow::Result<Outcome> {
    let open = ask::open(case)?;
    let asked = ask::by(&open, &command.clocks)?;
    let queue = asked.names.queue();
    let mut shown = queue.iter().take(command.limit);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let written = match command.format {
        AnswerFormat::Json => {
            let pairs: Vec<_> = shown.map(retrospect_findings::Waiting::to_json).collect();
            writeln!(out, "{}", json!({ "waiting": queue.len(), "pairs": pairs }))
        }
        AnswerFormat::Text => shown.try_for_each(|pair| {
            writeln!(out, "{:.2}  `{}` and `{}`", pair.probability, pair.one, pair.other)?;
            pair.reasons.iter().try_for_each(|reason| writeln!(out, "      {reason}"))
        }),
    };
    written.and_then(|()| out.flush()).context("cannot write the result")?;
    if queue.is_empty() {
        report::note("no pair of names waits for a decision");
    } else if queue.len() > command.limit {
        report::note(&format!("{} more; --limit prints them", queue.len() - command.limit));
    }
    Ok(Outcome::Done)
}
