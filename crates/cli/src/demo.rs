//! `retrospect demo`: the worked example from documents to answers. Start at [`run`].

use std::io::{BufWriter, Write};

use anyhow::{Context as _, bail};
use retrospect_findings::{Answer, Asked, Contradictions, Matter, RecordedBy};
use retrospect_intake::{Given, Metadata};
use retrospect_model::Day;
use retrospect_store::Case;

use crate::add::{self, Tally};
use crate::case_arguments::{ClockArguments, Demo};
use crate::report::Outcome;
use crate::{ask, extractors};

/// The documents of the example, each with what is known of it, in the order in which an analyst found them.
const DOCUMENTS: &[(&str, &str, &str)] = &include!(concat!(env!("OUT_DIR"), "/imu-2015.rs"));

/// A question with the words that introduce it.
struct Question {
    about: &'static str,
    relation: &'static str,
    actor: &'static str,
    on: &'static str,
    said_by: &'static str,
}

const QUESTIONS: &[Question] = &[
    Question {
        about: "Who led the Taliban on 1 January 2014? As said by 29 July 2015:",
        relation: "leadership",
        actor: "Taliban",
        on: "2014-01-01",
        said_by: "2015-07-29",
    },
    Question {
        about: "The same day, as said two days later:",
        relation: "leadership",
        actor: "Taliban",
        on: "2014-01-01",
        said_by: "2015-07-31",
    },
    Question {
        about: "The path of the Islamic Movement of Uzbekistan. In 2010:",
        relation: "alliance",
        actor: "Islamic Movement of Uzbekistan",
        on: "2010-06-01",
        said_by: "",
    },
    Question {
        about: "October 2014, approval:",
        relation: "approval",
        actor: "Islamic State",
        on: "2014-10-01",
        said_by: "",
    },
    Question {
        about: "October 2014, a pledge:",
        relation: "allegiance",
        actor: "Islamic Movement of Uzbekistan",
        on: "2014-10-01",
        said_by: "",
    },
    Question {
        about: "1 August 2015, as said by then:",
        relation: "allegiance",
        actor: "Islamic Movement of Uzbekistan",
        on: "2015-08-01",
        said_by: "2015-08-01",
    },
    Question {
        about: "7 August 2015, as said by then:",
        relation: "allegiance",
        actor: "Islamic Movement of Uzbekistan",
        on: "2015-08-07",
        said_by: "2015-08-07",
    },
    Question {
        about: "The end of 2015:",
        relation: "allegiance",
        actor: "Islamic Movement of Uzbekistan",
        on: "2015-12-31",
        said_by: "",
    },
];

/// The two camps' accounts of the same weeks, by two days.
const ZABUL: [(&str, &str); 2] = [
    ("Zabul in November 2015, as the two camps had told it by the end of that month:", "2015-11-30"),
    ("The same, once a fighter of the losing side had told it:", "2015-12-11"),
];

/// Makes the case, asks it, and says what to type next.
pub fn run(command: &Demo) -> anyhow::Result<Outcome> {
    let path = &command.case;
    if path.exists() {
        let hint = "hint: ask it with `retrospect asof`, or name another file: `retrospect demo OTHER.retro`";
        bail!("`{}` is there already\n{hint}", path.display());
    }
    let pool = command.engine.pool()?;
    let extractor = extractors::built_in(command.engine.model.as_deref())?;
    let mut case = Case::open_or_create(path)?;
    let mut tally = Tally::default();
    for (name, text, about) in DOCUMENTS {
        let (side_file, _) = Metadata::of_side_file(about.as_bytes());
        let given = Given { side_file, ..Given::default() };
        let intake = retrospect_intake::read(text.as_bytes(), name, &given);
        let read = add::Read::of(name, text.as_bytes().to_vec(), intake);
        pool.install(|| add::record(&mut case, &extractor, &read, &read.documents, &mut tally))?;
    }
    drop(case);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let said = |out: &mut BufWriter<_>| -> anyhow::Result<()> {
        let (documents, claims) = (tally.added, tally.claims);
        writeln!(out, "{}: {documents} source notes with {claims} claims\n", path.display())?;
        for question in QUESTIONS {
            put(out, path, question)?;
        }
        by_recording(out, path)?;
        for (about, day) in ZABUL {
            writeln!(out, "{about}")?;
            accounts_of_places(out, path, day)?;
        }
        writeln!(out, "Where accounts contradict each other:")?;
        let open = ask::open(path)?;
        let asked = ask::by(&open, &ClockArguments::default())?;
        write!(out, "{}", Contradictions::of(&asked)?.text(&asked)?)?;
        next(out, &path.display().to_string())
    };
    said(&mut out)?;
    out.flush().context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn day(text: &str) -> anyhow::Result<Day> {
    Ok(text.parse()?)
}

fn put(out: &mut impl Write, path: &std::path::Path, question: &Question) -> anyhow::Result<()> {
    let said_by = if question.said_by.is_empty() { None } else { Some(day(question.said_by)?) };
    let open = ask::open(path)?;
    let asked = ask::by(&open, &ClockArguments { said_by, recorded_by: None })?;
    writeln!(out, "{}", question.about)?;
    answer(out, &asked, question.relation, question.actor, question.on)?;
    Ok(writeln!(out)?)
}

fn answer(
    out: &mut impl Write,
    asked: &Asked<'_>,
    relation: &str,
    actor: &str,
    on: &str,
) -> anyhow::Result<()> {
    let answer = Answer::of(asked, asked.relation(relation)?, Some(asked.actor(actor)?), day(on)?)?;
    Ok(write!(out, "{}", answer.text()?)?)
}

/// The third clock: what this case itself knew before the admission was recorded.
fn by_recording(out: &mut impl Write, path: &std::path::Path) -> anyhow::Result<()> {
    let admission = DOCUMENTS.iter().position(|(name, ..)| name.contains("admission")).unwrap_or(0);
    let before = retrospect_model::Seq(u64::try_from(admission).unwrap_or(0));
    let clocks = ClockArguments { said_by: None, recorded_by: Some(RecordedBy::Seq(before)) };
    let open = ask::open(path)?;
    let asked = ask::by(&open, &clocks)?;
    writeln!(out, "And what this case knew before the admission came in, whoever had said what:")?;
    answer(out, &asked, "leadership", "Taliban", "2014-01-01")?;
    Ok(writeln!(out)?)
}

/// What is disputed of places, and how likely it is.
fn accounts_of_places(out: &mut impl Write, path: &std::path::Path, said_by: &str) -> anyhow::Result<()> {
    let open = ask::open(path)?;
    let asked = ask::by(&open, &ClockArguments { said_by: Some(day(said_by)?), recorded_by: None })?;
    let mut found = Contradictions::of(&asked)?;
    found.disputes.retain(|disputed| matches!(disputed.dispute.matter, Matter::Gone { .. }));
    found.windows.clear();
    Ok(writeln!(out, "{}", found.text(&asked)?)?)
}

fn next(out: &mut impl Write, path: &str) -> anyhow::Result<()> {
    writeln!(out, "\nWhat to type next:")?;
    for line in [
        format!("retrospect claims {path} --actor 'Islamic Movement of Uzbekistan'"),
        format!(
            "retrospect asof {path} leadership Taliban --on 2014-01-01 --said-by 2015-07-31 --format json"
        ),
        format!("retrospect serve {path}"),
        format!("retrospect assess {path} --explain Zabul"),
        format!("retrospect sources {path}"),
        format!("retrospect add {path} YOUR-DOCUMENTS/"),
    ] {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}
