//! `retrospect asof`: what was so on a day, by what was said and recorded by other days. Start at [`run`].

use std::io::{BufWriter, Write as _};

use anyhow::Context as _;
use retrospect_findings::Answer;

use crate::ask;
use crate::case_arguments::{AnswerFormat, Asof};
use crate::clock;
use crate::report::Outcome;

/// Answers.
pub fn run(command: &Asof) -> anyhow::Result<Outcome> {
    let open = ask::open(&command.case)?;
    let asked = ask::by(&open, &command.clocks)?;
    let relation = asked.relation(&command.relation)?;
    let actor = command.actor.as_deref().map(|name| asked.actor(name)).transpose()?;
    let answer = Answer::of(&asked, relation, actor, command.on.unwrap_or_else(clock::today))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    match command.format {
        AnswerFormat::Text => write!(out, "{}", answer.text()?),
        AnswerFormat::Json => writeln!(out, "{}", answer.to_json()),
    }
    .and_then(|()| out.flush())
    .context("cannot write the result")?;
    Ok(Outcome::Done)
}
