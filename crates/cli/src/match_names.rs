//! `retrospect match`: whose names these are, one JSON object a query on a line.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context as _, anyhow};
use retrospect_resolve::align::How;
use retrospect_resolve::table::{self, Columns, TableFault};
use retrospect_resolve::{Explained, Found, Index, Ranked, Record, explain};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::arguments::{self, Match};
use crate::input;
use crate::report::{self, Outcome};

/// How many times as likely as the next the likeliest entity must be.
const LEAD_MIN: f32 = 1.05;
/// Queries that are looked up before they are printed.
const BATCH: usize = 1 << 14;

/// Reads both tables, looks each query up and prints what was found, in the order of the queries.
pub fn run(command: &Match) -> anyhow::Result<Outcome> {
    let pool = arguments::pool(command.threads)?;
    let mut outcome = Outcome::Done;
    let names = read(&command.names, Columns::IdAndName, &mut outcome)?;
    let queries = read(&command.queries, Columns::Name, &mut outcome)?;
    let index = pool.install(|| Index::build(&names));
    let mut out = BufWriter::new(std::io::stdout().lock());
    for batch in queries.chunks(BATCH) {
        let found = pool.install(|| index.find_all(batch));
        for (query, found) in batch.iter().zip(&found) {
            let line = line(command, &index, &names, query, found);
            serde_json::to_writer(&mut out, &line)
                .map_err(std::io::Error::from)
                .context("cannot write the result")?;
            out.write_all(b"\n").context("cannot write the result")?;
        }
    }
    out.flush().context("cannot write the result")?;
    Ok(outcome)
}

/// The names of a table. Tells of rows that cannot be used; a table that cannot be used at all is an error.
fn read(path: &Path, columns: Columns, outcome: &mut Outcome) -> anyhow::Result<Vec<Record>> {
    let bytes = input::whole(path).map_err(|message| anyhow!(message))?;
    let table = table::read(&bytes, columns);
    for problem in table.problems {
        let message = format!("{}, line {}: {}", report::name(path), problem.line, problem.what);
        if problem.what.is_fatal() {
            return Err(anyhow!(message));
        }
        report::unusable(&message);
        if problem.what != TableFault::NotUtf8 {
            *outcome = Outcome::SomeUnusable;
        }
    }
    Ok(table.records)
}

/// What is printed for a query.
#[derive(Serialize)]
struct Line<'a> {
    query: &'a str,
    best: Option<&'a str>,
    probability: Value,
    runners_up: Vec<One<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<Value>,
}

/// An entity that is less likely, or not likely enough.
#[derive(Serialize)]
struct One<'a> {
    id: &'a str,
    name: &'a str,
    probability: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<Value>,
}

fn line<'a>(
    command: &Match,
    index: &'a Index,
    names: &[Record],
    query: &'a Record,
    found: &Found,
) -> Line<'a> {
    // Of two that are as likely neither is meant.
    let second = found.ranked.get(1).map_or(0.0, |second| second.probability);
    let is_taken = |ranked: &&Ranked| {
        let is_likely = ranked.probability >= command.threshold && ranked.probability > LEAD_MIN * second;
        ranked.judged.veto.is_none() && is_likely
    };
    let best = found.best().filter(is_taken);
    let others = found.ranked.iter().skip(usize::from(best.is_some())).take(command.runners_up);
    let reasons = |ranked: &Ranked| command.explain.then(|| because(index, names, query, ranked));
    let one = |ranked: &Ranked| One {
        id: index.id(ranked.entity),
        name: index.name(ranked.name),
        probability: rounded(ranked.probability),
        because: reasons(ranked),
    };
    Line {
        query: &query.name,
        best: best.map(|best| index.id(best.entity)),
        probability: rounded(found.best().map_or(0.0, |best| best.probability)),
        runners_up: others.map(one).collect(),
        name: best.filter(|_| command.explain).map(|best| index.name(best.name)),
        because: best.and_then(reasons),
    }
}

/// The reasons for and against a name of the list, beside the query.
fn because(index: &Index, names: &[Record], query: &Record, ranked: &Ranked) -> Value {
    let Some(name) = names.get(ranked.name) else { return Value::Null };
    let mut name = name.clone();
    name.context.kind = Some(ranked.judged.kind);
    let mut query = query.clone();
    query.context.kind = Some(ranked.judged.kind);
    let Explained { words, .. } = explain(&query, &name, index.frequencies());
    let words: Vec<Value> = words
        .into_iter()
        .map(|(one, other, how, likeness)| json!({"query": one, "name": other, "how": how_name(how), "alike": rounded(likeness)}))
        .collect();
    let shares: Map<String, Value> = retrospect_resolve::pair::shares(&ranked.judged)
        .into_iter()
        .map(|(feature, share)| (feature.to_owned(), rounded(share)))
        .collect();
    json!({
        "words": words,
        "no": ranked.judged.veto.map(|veto| veto.to_string()),
        "log_odds": rounded(ranked.judged.log_odds),
        "shares": shares,
    })
}

fn how_name(how: How) -> &'static str {
    match how {
        How::Letters => "letters",
        How::Meaning => "meaning",
        How::Kin => "kin",
        How::Sound => "sound",
        How::Joined => "joined",
        How::Initial => "initial",
    }
}

/// Four decimals: what follows is noise.
fn rounded(number: f32) -> Value {
    json!((f64::from(number) * 10_000.0).round() / 10_000.0)
}
