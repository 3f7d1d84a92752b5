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
moves nobody. Without a file it is a list.";

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
