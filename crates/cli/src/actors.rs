//! `retrospect actors`: who is in a case. Start at [`run`].

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use retrospect_findings::{Asked, Listed, Profile, roll};
use retrospect_model::Day;
use serde_json::json;

use crate::case_arguments::{AnswerFormat, ClockArguments};
use crate::report::Outcome;
use crate::{ask, clock};

/// Names of an actor that stand in the list; JSON has all.
const NAMES_MAX: usize = 6;

const EXAMPLES: &str = "\
Examples:
  retrospect actors imu.retro
  retrospect actors imu.retro --search uzbek
  retrospect actors imu.retro 'Islamic Movement of Uzbekistan' --said-by 2015-11-30
  retrospect actors imu.retro IMU --voice Taliban
  retrospect actors imu.retro --explain 'Usman Ghazi' 'Uthman Ghazi'

A profile has the names with the voices that use them and when, what claims say that somebody is called, episodes, and how
many claims of each kind there are. A name that one side puts on another is shown with that side; it makes nobody the same.";

/// Show who is in a case.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Actors {
    /// The case
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Whose profile to show; left out, all are listed
    #[arg(value_name = "ACTOR")]
    actor: Option<String>,
    /// List only those who have these words in a name
    #[arg(long, value_name = "TEXT", conflicts_with = "actor")]
    search: Option<String>,
    /// In a profile, only what this voice says: what it calls the actor
    #[arg(long, value_name = "NAME", requires = "actor")]
    voice: Option<String>,
    /// Say why two names are one actor's or two
    #[arg(long, value_names = ["NAME", "OTHER"], num_args = 2, conflicts_with_all = ["actor", "search"])]
    explain: Option<Vec<String>>,
    /// The day on which to look at episodes [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Day>,
    /// The clocks
    #[command(flatten)]
    clocks: ClockArguments,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// Lists the actors, shows one, or explains two names.
pub fn run(command: &Actors) -> anyhow::Result<Outcome> {
    let open = ask::open(&command.case)?;
    let asked = ask::by(&open, &command.clocks)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let answer = match (&command.explain, &command.actor) {
        (Some(names), _) => explained(command, &asked, names)?,
        (None, Some(name)) => profile(command, &asked, name)?,
        (None, None) => listed(command, &roll(&asked, command.search.as_deref())?)?,
    };
    out.write_all(answer.as_bytes()).and_then(|()| out.flush()).context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn explained(command: &Actors, asked: &Asked<'_>, names: &[String]) -> anyhow::Result<String> {
    let [one, other] = names else { bail!("--explain wants two names\nhint: --explain 'NAME' 'OTHER'") };
    let explanation = asked.names.explain(asked.case, one, other)?;
    Ok(match command.format {
        AnswerFormat::Text => explanation.text(),
        AnswerFormat::Json => format!("{}\n", explanation.to_json()),
    })
}

fn profile(command: &Actors, asked: &Asked<'_>, name: &str) -> anyhow::Result<String> {
    let actor = asked.actor(name)?;
    let voice = command.voice.as_deref().map(|voice| asked.actor(voice)).transpose()?;
    let profile = Profile::of(asked, actor, voice, command.on.unwrap_or_else(clock::today))?;
    Ok(match command.format {
        AnswerFormat::Text => profile.text(asked)?,
        AnswerFormat::Json => format!("{}\n", profile.to_json()),
    })
}

fn listed(command: &Actors, roll: &[Listed]) -> anyhow::Result<String> {
    if let (true, Some(words)) = (roll.is_empty(), &command.search) {
        bail!(
            "no name in case `{}` has `{words}` in it\nhint: `retrospect actors CASE` lists all",
            command.case.display()
        );
    }
    if command.format == AnswerFormat::Json {
        let actors: Vec<_> = roll.iter().map(Listed::to_json).collect();
        return Ok(format!("{}\n", json!({ "actors": actors })));
    }
    let mut text = "claims  says  kind          actor\n".to_owned();
    for Listed { called, kind, names, claims, said, .. } in roll {
        let mut others: Vec<&String> = names.iter().filter(|name| *name != called).collect();
        let more = others.len().saturating_sub(NAMES_MAX);
        others.truncate(NAMES_MAX);
        let mut also = others.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        if more > 0 {
            also.push_str(&format!(" and {more} more"));
        }
        let also = if also.is_empty() { also } else { format!(" ({also})") };
        text.push_str(&format!("{claims:>6}  {said:>4}  {:<12}  {called}{also}\n", kind.unwrap_or("-")));
    }
    Ok(text)
}
