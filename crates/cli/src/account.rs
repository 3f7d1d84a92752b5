//! `retrospect report` and `retrospect verify`: an account with its claims, and whether it still holds. Start at
//! [`report()`] and [`verify()`].

use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use retrospect_findings::OpenCase;
use retrospect_model::Clocks;
use retrospect_view::{
    Account, Made, Report, bibtex, csl_json, read_report, report_html, report_markdown, report_of,
    verify_report,
};

use crate::ask;
use crate::draw::write;
use crate::report::{self, Outcome};
use crate::view_arguments::{Report as ReportCommand, Verify};

/// Writes a report.
pub fn report(command: &ReportCommand) -> anyhow::Result<Outcome> {
    let open = ask::open(&command.case)?;
    let asked = ask::by(&open, &command.clocks)?;
    let actor = command.actor.as_deref().map(|name| asked.actor(name)).transpose()?;
    let made = report_of(&Account::of(&asked, actor)?, &made())?;
    if let Some(path) = &command.out {
        let form = path.extension().map(|form| form.to_string_lossy().to_lowercase());
        let text = match form.as_deref() {
            Some("html" | "htm") => report_html(&made),
            Some("md" | "markdown") => report_markdown(&made),
            _ => bail!(
                "cannot tell the form of `{}`\nhint: name it with .html or .md at the end",
                path.display()
            ),
        };
        write(path, &text)?;
    }
    if let Some(path) = &command.bibtex {
        write(path, &bibtex(&made.documents))?;
    }
    if let Some(path) = &command.csl {
        write(path, &csl_json(&made.documents))?;
    }
    Ok(Outcome::Done)
}

/// How reports are made by this program.
fn made() -> Made {
    Made { program: format!("retrospect {}", env!("CARGO_PKG_VERSION")), grades: BTreeMap::new() }
}

/// Checks a case, and a report against it.
pub fn verify(command: &Verify) -> anyhow::Result<Outcome> {
    let open = ask::open(&command.case)?;
    let checked = open.case.check()?;
    let mut lines: Vec<String> = checked.faults.iter().map(|fault| format!("case: {fault}")).collect();
    let mut done = format!("{} documents, {} quotes", checked.documents, checked.quotes);
    if let Some(path) = &command.report {
        let file = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read report `{}`", path.display()))?;
        let written = read_report(&file)
            .map_err(anyhow::Error::msg)
            .with_context(|| format!("cannot check `{}`", path.display()))?;
        let now = made_anew(&open, &written).with_context(|| format!("cannot make `{}` anew", name(path)))?;
        let verified = verify_report(&written, &file, &now, &open.case)?;
        lines.extend(verified.broken.iter().map(ToString::to_string));
        done =
            format!("{done}; of the report {} sentences and {} quotes", verified.sentences, verified.quotes);
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in &lines {
        writeln!(out, "{line}").context("cannot write the result")?;
    }
    out.flush().context("cannot write the result")?;
    report::note(&format!("looked at {done}: {} no longer hold", lines.len()));
    Ok(if lines.is_empty() { Outcome::Done } else { Outcome::Failed })
}

/// The same report from what the case has recorded until now.
fn made_anew(open: &OpenCase, written: &Report) -> anyhow::Result<Report> {
    let asked = open.ask(Clocks { on: None, said_by: written.said_by, recorded_by: None })?;
    let actor = written.actor.as_deref().map(|name| asked.actor(name)).transpose()?;
    Ok(report_of(&Account::of(&asked, actor)?, &made())?)
}

fn name(path: &Path) -> String {
    path.display().to_string()
}
