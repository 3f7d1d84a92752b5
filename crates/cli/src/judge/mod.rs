//! `retrospect judge`: what an analyst decides, appended to a case with author and reason, and undone by a later
//! judgement. Each decision is a module of its own; start at [`run`].

mod claim;
mod queue;
mod same;
mod source;
mod undo;

use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use retrospect_findings::Decision as Decided;
use retrospect_store::{Access, Case, JudgementId};

use crate::clock;
use crate::report::Outcome;

const EXAMPLES: &str = "\
Examples:
  retrospect judge imu.retro queue
  retrospect judge imu.retro same 'Usman Ghazi' 'Uthman Ghazi' --reason 'one leader in two romanisations'
  retrospect judge imu.retro split 'Abu Umar' 'Abu Umar al-Shishani' --reason 'the commander of Zabul is another man'
  retrospect judge imu.retro reject 7af4612b --reason 'the sentence speaks of another pledge'
  retrospect judge imu.retro correct 7af4612b --when 2015-08 --reason 'the month is in the caption'
  retrospect judge imu.retro pin 5dd87929 so --reason 'two photographs of the day show it'
  retrospect judge imu.retro side 'Abu Talut' --reason 'he wrote for both'
  retrospect judge imu.retro undo 4f1c09aa --reason 'the photograph shows two men'

Judgements never touch claims. Each is printed with its id; the first digits of an id are enough to undo it. `retrospect actors CASE
--explain NAME OTHER` says why two names are taken for one actor's or for two.";

/// Decide what the documents leave open; every decision can be undone.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Judge {
    /// The case
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// What is decided
    #[command(subcommand)]
    decision: Decision,
}

/// What can be decided.
#[derive(Debug, Subcommand)]
enum Decision {
    /// Two names are one actor's
    Same(same::Pair),
    /// Two names are two actors'
    Split(same::Pair),
    /// List the pairs of names that are neither taken for one actor's nor for two, with reasons
    Queue(queue::Queue),
    /// A claim was read right: it counts in full, however sure its reader was
    Accept(claim::One),
    /// A claim does not count, as if it had not been read
    Reject(claim::One),
    /// A claim says something else than was read: another takes its place, with the same evidence
    Correct(claim::Correct),
    /// What a claim says is so, or is not, whatever the sources
    Pin(claim::Pin),
    /// How reliable a source is on the Admiralty scale
    Grade(source::Grade),
    /// On whose side a source stands
    Side(source::Side),
    /// Take a judgement back: all is as if it had not been made; undoing that makes it again
    Undo(undo::Undo),
}

/// Who decides, and why.
#[derive(Debug, Args)]
pub struct Reasoned {
    /// Why; it is kept with the judgement
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who decides
    #[arg(long, value_name = "NAME", env = "RETROSPECT_ANALYST", default_value = "analyst")]
    pub by: String,
}

/// Records the decision.
pub fn run(command: &Judge) -> anyhow::Result<Outcome> {
    let case = command.case.as_path();
    match &command.decision {
        Decision::Same(pair) => same::run(case, pair, same::Verdict::Same),
        Decision::Split(pair) => same::run(case, pair, same::Verdict::Split),
        Decision::Queue(queue) => queue::run(case, queue),
        Decision::Accept(one) => claim::run(case, one, claim::Verdict::Accept),
        Decision::Reject(one) => claim::run(case, one, claim::Verdict::Reject),
        Decision::Correct(command) => claim::correct(case, command),
        Decision::Pin(pin) => claim::pin(case, pin),
        Decision::Grade(grade) => source::grade(case, grade),
        Decision::Side(side) => source::side(case, side),
        Decision::Undo(undo) => undo::run(case, undo),
    }
}

/// Appends a decision and prints the id of its judgement with a sentence on what was decided.
pub fn record(
    case: &mut Case,
    decision: Decided,
    reasoned: &Reasoned,
    sentence: &str,
) -> anyhow::Result<Outcome> {
    let mut writer = case.write(clock::now())?;
    let (id, _) = writer.judgement(&decision.judgement(&reasoned.by, &reasoned.reason))?;
    writer.commit()?;
    tell(id, sentence)
}

/// Prints a judgement's id with a sentence on what was decided.
fn tell(id: JudgementId, sentence: &str) -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    std::io::Write::write_fmt(&mut out, format_args!("{} {sentence}\n", id.short()))
        .context("cannot write the result")?;
    Ok(Outcome::Done)
}

/// Opens a case to be judged: it must be there.
pub fn open(case: &std::path::Path) -> anyhow::Result<Case> {
    Ok(Case::open(case, Access::Write)?)
}

/// The judgement whose id begins with these digits.
///
/// # Errors
/// When there is none, or more than one.
pub fn find(case: &Case, digits: &str) -> anyhow::Result<retrospect_store::KeptJudgement> {
    let wanted = digits.to_ascii_lowercase();
    let mut found = case.judgements(None)?;
    let known = found.len();
    found.retain(|kept| !wanted.is_empty() && kept.id.to_string().starts_with(&wanted));
    let path = case.path().display();
    match (found.pop(), found.len()) {
        (Some(only), 0) => Ok(only),
        (Some(_), more) => Err(anyhow!(
            "{} judgements of case `{path}` begin with `{digits}`\nhint: give more digits",
            more + 1
        )),
        (None, _) if known == 0 => Err(anyhow!(
            "case `{path}` has no judgement\nhint: `retrospect judge --help` says how to make one"
        )),
        (None, _) => Err(anyhow!(
            "no judgement of case `{path}` begins with `{digits}`\nhint: ids are printed when judgements are made, and by `retrospect export`"
        )),
    }
}
