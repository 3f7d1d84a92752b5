//! `retrospect assess CASE`: how likely everything is on which claims of a case bear, and why. Start at [`run`].

use std::io::{BufWriter, Write};

use anyhow::{Context as _, bail};
use retrospect_findings::Belief;
use retrospect_model::Limit;

use crate::arguments::{Assess, AssessFormat};
use crate::ask;
use crate::case_arguments::ClockArguments;
use crate::report::Outcome;

/// Weighs the claims of a case and prints what to believe, in the order of the questions' words.
pub fn run(command: &Assess) -> anyhow::Result<Outcome> {
    if !command.pin.is_empty() {
        bail!("decisions on a case are kept in it\nhint: use `retrospect judge CASE pin`");
    }
    let said_by = match command.said_by.as_ref().map(|date| (date, date.bounds().latest_end())) {
        None => None,
        Some((_, Limit::On(day))) => Some(day),
        Some((date, _)) => bail!("`{date}` does not end on any day\nhint: write a day, such as 2015-11-30"),
    };
    let open = ask::open(&command.file)?;
    let asked = ask::by(&open, &ClockArguments { said_by, recorded_by: command.recorded_by })?;
    let beliefs = asked.beliefs()?;
    let wanted = command.explain.as_deref().map(str::to_lowercase);
    let is_wanted =
        |belief: &Belief| wanted.as_deref().is_none_or(|text| belief.words.to_lowercase().contains(text));
    let found = beliefs.questions().filter_map(|(question, _)| beliefs.belief(question)).filter(is_wanted);
    let found: Vec<Belief> = found.collect();
    if let (Some(text), []) = (&command.explain, found.as_slice()) {
        bail!(
            "no question of case `{}` has `{text}`\nhint: `retrospect assess CASE` lists all",
            command.file.display()
        );
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut write = || -> anyhow::Result<()> {
        for belief in &found {
            let claims = asked.claims(belief.claims())?;
            match (&command.explain, command.format) {
                (Some(_), _) => write!(out, "{}", belief.text(&asked, &claims)?)?,
                (None, AssessFormat::Jsonl) => writeln!(out, "{}", belief.to_json(&claims))?,
                (None, AssessFormat::Table) => {
                    let percent = 100.0 * belief.probability;
                    writeln!(out, "{percent:5.1} %  {}", belief.words)?;
                }
            }
        }
        Ok(out.flush()?)
    };
    write().context("cannot write the result")?;
    Ok(Outcome::Done)
}
