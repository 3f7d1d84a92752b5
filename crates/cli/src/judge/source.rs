//! `retrospect judge CASE grade` and `side`: decisions on who speaks.

use std::path::Path;

use clap::{Args, ValueEnum};
use retrospect_findings::decision::GRADES;
use retrospect_findings::{Decision, FindingsError, Names};

use super::{Reasoned, open, record};
use crate::knowledge;
use crate::report::Outcome;

/// A letter of the Admiralty scale, in the order of [`GRADES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum Letter {
    /// Completely reliable
    A,
    /// Usually reliable
    B,
    /// Fairly reliable
    C,
    /// Not usually reliable
    D,
    /// Unreliable
    E,
    /// Its reliability cannot be judged
    F,
}

/// Grade a source.
#[derive(Debug, Args)]
pub struct Grade {
    /// Who speaks
    #[arg(value_name = "SOURCE")]
    source: String,
    /// The letter: what is learned of sources of a letter is drawn together; it settles nothing by itself
    #[arg(value_enum, ignore_case = true)]
    letter: Letter,
    #[command(flatten)]
    reasoned: Reasoned,
}

/// Say on whose side somebody stands.
#[derive(Debug, Args)]
pub struct Side {
    /// Who speaks
    #[arg(value_name = "SOURCE")]
    source: String,
    /// On whose side; left out, on nobody's
    #[arg(long, value_name = "NAME")]
    with: Option<String>,
    #[command(flatten)]
    reasoned: Reasoned,
}

/// Records a grade.
pub fn grade(case: &Path, command: &Grade) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let gazetteer = knowledge::gazetteer()?;
    let source = called(&case, &Names::of_case(&case, &gazetteer)?, &command.source)?;
    let (letter, _) = GRADES[command.letter as usize];
    let sentence = format!("grade: `{source}` is {letter}");
    record(&mut case, Decision::Grade { source, letter }, &command.reasoned, &sentence)
}

/// Records a side.
pub fn side(case: &Path, command: &Side) -> anyhow::Result<Outcome> {
    let mut case = open(case)?;
    let gazetteer = knowledge::gazetteer()?;
    let names = Names::of_case(&case, &gazetteer)?;
    let source = called(&case, &names, &command.source)?;
    let with = command.with.as_deref().map(|with| called(&case, &names, with)).transpose()?;
    let whose = with.as_ref().map_or("nobody's side".to_owned(), |with| format!("the side of `{with}`"));
    let sentence = format!("side: `{source}` stands on {whose}");
    record(&mut case, Decision::Side { source, with }, &command.reasoned, &sentence)
}

/// What an actor of the case is called.
fn called(case: &retrospect_store::Case, names: &Names<'_>, asked: &str) -> Result<String, FindingsError> {
    Ok(names.called(names.find(case, asked)?))
}
