//! What can be drawn and reported on the command line.

use std::path::PathBuf;

use clap::Args;
use retrospect_model::Day;

use crate::case_arguments::ClockArguments;

const TIMELINE_EXAMPLES: &str = "\
Examples:
  retrospect timeline imu.retro --actor 'Islamic Movement of Uzbekistan' --svg imu.svg
  retrospect timeline imu.retro --actor Taliban --on 2014-01-01 --said-by 2015-07-29 --html taliban.html
  retrospect timeline imu.retro --actor Taliban

Across is when it happened, downwards when it was said; what is uncertain fades, deception windows are shaded, a dispute is
two bands. What was said after --said-by is drawn faintly. Without a file it is a list. The page has the relations of the
actor over the years besides.";

/// Draw when things happened, and when they were said.
#[derive(Debug, Args)]
#[command(after_help = TIMELINE_EXAMPLES)]
pub struct Timeline {
    /// What is drawn, and where to
    #[command(flatten)]
    pub drawing: Drawing,
}

const NETWORK_EXAMPLES: &str = "\
Examples:
  retrospect network imu.retro --on 2015-09-10 --html network.html
  retrospect network imu.retro --on 2014-01-01 --said-by 2015-07-29 --svg before.svg
  retrospect network imu.retro --actor Taliban --on 2014-01-01

A tie is as wide as it is likely, and dashed where only one source says so. Places are those of the whole case: another day
moves nobody. Without a file it is a list. The page has a map besides: the places of claims, and who held them on that day.";

/// Draw who stood where with whom on a day.
#[derive(Debug, Args)]
#[command(after_help = NETWORK_EXAMPLES)]
pub struct Network {
    /// What is drawn, and where to
    #[command(flatten)]
    pub drawing: Drawing,
}

/// What every drawing can be asked.
#[derive(Debug, Args)]
pub struct Drawing {
    /// The case
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// Only that actor
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// The day that is asked about [a network's default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<Day>,
    /// The other clocks
    #[command(flatten)]
    pub clocks: ClockArguments,
    /// Write a drawing to that file; `-` is standard output
    #[arg(long, value_name = "FILE", conflicts_with = "html")]
    pub svg: Option<PathBuf>,
    /// Write a page to that file, for wide and narrow windows, dark and print; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  retrospect report imu.retro --out imu.html
  retrospect report imu.retro --actor 'Islamic Movement of Uzbekistan' --said-by 2015-08-31 --out imu.md
  retrospect report imu.retro --bibtex sources.bib --csl sources.json

Each sentence has the claims that it rests on as footnotes, and how likely it is in words and as a number. A page is one file
that any browser prints well. `retrospect verify CASE REPORT` says later which sentences no longer hold.";

/// Write an account with its claims, which can be checked later.
#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(true).args(["out", "bibtex", "csl"])))]
pub struct Report {
    /// The case
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// Only what concerns that actor
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// The clocks
    #[command(flatten)]
    pub clocks: ClockArguments,
    /// Write the report to that file: HTML or Markdown, by its ending .html or .md
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write its documents as BibTeX to that file; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub bibtex: Option<PathBuf>,
    /// Write its documents as CSL-JSON to that file; `-` is standard output
    #[arg(long, value_name = "FILE")]
    pub csl: Option<PathBuf>,
}

const VERIFY_EXAMPLES: &str = "\
Examples:
  retrospect verify imu.retro
  retrospect verify imu.retro imu.html

A case is compared with its hashes, and its quotes with the stored texts. A report's sentences are worked out again from what
the case has now: what no longer holds is printed with the claims that did it. Exit status: 0 all holds, 1 something does
not, 2 it could not be checked.";

/// Check a case, and a report against it: what no longer holds, and which claims did it.
#[derive(Debug, Args)]
#[command(after_help = VERIFY_EXAMPLES)]
pub struct Verify {
    /// The case
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// A report that `retrospect report` wrote
    #[arg(value_name = "REPORT")]
    pub report: Option<PathBuf>,
}
