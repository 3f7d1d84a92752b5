//! `retrospect assess`: beliefs about the objects of a table of claims, as JSON Lines or as columns.

use std::io::{BufWriter, Write};

use anyhow::Context as _;
use retrospect_assess::{
    Assessment, Gold, GoldScore, NamedTable, Names, ObjectId, Pin, Settings, Start, ValueId,
};
use retrospect_model::{Edtf, Limit};

use crate::arguments::{self, Assess, AssessFormat};
use crate::report::{self, Outcome};
use crate::{assess_case, explain, input};

/// So many rows that cannot be used are named one by one.
const PROBLEMS_NAMED: usize = 10;

/// Reads the table, weighs its claims and prints what to believe.
pub fn run(command: &Assess) -> anyhow::Result<Outcome> {
    if command.file.extension().is_some_and(|ending| ending == "retro") {
        return assess_case::run(command);
    }
    let name = report::name(&command.file);
    let bytes = input::whole(&command.file).map_err(anyhow::Error::msg)?;
    let (mut named, problems) =
        retrospect_assess::read_csv(&bytes).with_context(|| format!("cannot use {name}"))?;
    drop(bytes);
    for problem in problems.iter().take(PROBLEMS_NAMED) {
        report::unusable(&format!("{name}, {problem}"));
    }
    if let Some(more) = problems.len().checked_sub(PROBLEMS_NAMED).filter(|more| *more > 0) {
        report::unusable(&format!("{name}: {more} more lines have problems"));
    }
    if let Some(date) = &command.said_by {
        named.table = named.table.said_by(last_day(date)?);
    }
    for pin in &command.pin {
        named.table.pins.push(pinned(&named, pin)?);
    }
    let pool = arguments::pool(command.threads)?;
    let mut assessment = pool
        .install(|| retrospect_assess::assess(&named.table, &Settings::default()))
        .with_context(|| format!("cannot assess {name}"))?;
    note_starts(&named, &assessment);
    note_gold(&named, &mut assessment);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match &command.explain {
        Some(object) => explain::explain(&mut out, &named, &assessment, object)?,
        None => write(&mut out, command.format, &named, &assessment).context("cannot write the result")?,
    }
    out.flush().context("cannot write the result")?;
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::SomeUnusable })
}

/// The last day that a date allows.
fn last_day(date: &Edtf) -> anyhow::Result<i32> {
    let day = match date.bounds().latest_end() {
        Limit::On(day) => i32::try_from(day.days_since_epoch()).ok(),
        Limit::Past | Limit::Future => None,
    };
    day.with_context(|| format!("`{date}` does not end on any day\nhint: write a day, such as 2015-11-30"))
}

fn pinned(named: &NamedTable, pin: &str) -> anyhow::Result<Pin> {
    let hint = "hint: write OBJECT=VALUE, both as they stand in the table";
    let (object, value) = pin.split_once('=').with_context(|| format!("`{pin}` pins nothing\n{hint}"))?;
    let known = |names: &Names, name: &str| {
        names.find(name).with_context(|| format!("no claim has `{name}`, which is to be pinned\n{hint}"))
    };
    let (object, value) = (known(&named.objects, object)?, known(&named.values, value)?);
    Ok(Pin::Answer { object: ObjectId(object), value: ValueId(value) })
}

fn write(
    out: &mut impl Write,
    format: AssessFormat,
    named: &NamedTable,
    assessment: &Assessment,
) -> std::io::Result<()> {
    for object in assessment.objects() {
        let name = named.objects.name(object.0);
        for belief in assessment.beliefs(object) {
            let value = named.values.name(belief.value.0);
            match format {
                AssessFormat::Jsonl => {
                    out.write_all(b"{\"object\":")?;
                    serde_json::to_writer(&mut *out, name)?;
                    out.write_all(b",\"value\":")?;
                    serde_json::to_writer(&mut *out, value)?;
                    writeln!(out, ",\"probability\":{:.6}}}", belief.probability)?;
                }
                AssessFormat::Table => {
                    writeln!(out, "{:5.1} %  {name:<30} {value}", 100.0 * belief.probability)?;
                }
            }
        }
    }
    Ok(())
}

/// Says when the answer depends on whom one believes first.
fn note_starts(named: &NamedTable, assessment: &Assessment) {
    for other in assessment.other_starts().iter().filter(|other| other.is_faction_dependent()) {
        let start = match other.start {
            Start::Disinterested => "disinterested sources".to_owned(),
            Start::Majority => "the majority".to_owned(),
            Start::Camp(camp) => format!("what {} says", named.camps.name(camp)),
        };
        report::warn(&format!(
            "the answer depends on whom one believes first: from {start}, {:.0} % of objects have another likeliest value",
            100.0 * other.differing
        ));
    }
}

/// Makes beliefs as sure as known values say they should be, and says how they compare with these.
fn note_gold(named: &NamedTable, assessment: &mut Assessment) {
    let golds = (0..).zip(&named.gold).filter_map(|(object, gold)| {
        let value = named.values.find(gold.as_ref()?).map(ValueId);
        Some(Gold { object: ObjectId(object), value })
    });
    let golds: Vec<Gold> = golds.collect();
    if golds.is_empty() {
        return;
    }
    let score = retrospect_assess::score(assessment, &golds);
    report::note(&format!(
        "of {} objects with a known value, {:.1} % are right (at best {:.1} %); {}",
        score.objects,
        100.0 * score.accuracy,
        100.0 * score.reachable,
        errors(&score)
    ));
    let cross = retrospect_assess::score_calibrated(assessment, &golds);
    if let (Some(cross), Some(temperature)) = (cross, assessment.calibrate(&golds)) {
        report::note(&format!(
            "how sure beliefs are shown is fitted to the known values, with log-odds divided by {temperature:.2}; by halves \
             fitted to each other: {}",
            errors(&cross)
        ));
    }
}

fn errors(score: &GoldScore) -> String {
    format!("calibration error {:.3}, log-loss {:.3}, Brier {:.3}", score.ece, score.log_loss, score.brier)
}
