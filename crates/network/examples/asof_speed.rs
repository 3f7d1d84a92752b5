//! Measures answers: `asof_speed CASE [ANSWERS]` asks a case of synthetic claims (see
//! `crates/store/examples/make_claims.rs`) and prints times in milliseconds, the first of each sort apart, since it warms
//! the case. With ANSWERS it also writes that file: each question as a JSON line, some with their episodes, for
//! `tools/compare-postgres`.

#![expect(clippy::print_stdout, reason = "to print is what it is for")]

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant as Stopwatch;

use retrospect_model::ontology::{Ontology, WrittenRules};
use retrospect_model::{Clocks, Day, Truth};
use retrospect_network::{ActorKey, EachName, Episode, Law, Ledger, Question};
use retrospect_store::{Access, Case, NameKey, Within};
use serde_json::json;

const QUESTIONS: usize = 200;

/// The rules on leadership that the built-in schema has, but for `leave`: what the plain SQL of `tools/compare-postgres`
/// asks needs no claim that beats a rule.
fn ontology() -> Result<Ontology, Box<dyn Error>> {
    let list = |rule: &str| vec![rule.to_owned()];
    let (own, others) = (list("leadership(actor,target)"), list("leadership(other,target)"));
    let (dies, is_gone) = (list("any(actor)"), list("any(target)"));
    let none = WrittenRules::default();
    Ok(Ontology::read([
        ("lead", WrittenRules { starts: &own, ends: &others, lasting: true, ..none }),
        ("die", WrittenRules { ends: &dies, ..none }),
        ("kill", WrittenRules { ends: &is_gone, ..none }),
        ("destroy", WrittenRules { ends: &is_gone, ..none }),
    ])?)
}

/// Asks many times over; gives the first time, the median and the 95th percentile, and the median of the time that the
/// processor spent on it, which others on the machine do not lengthen.
fn timed(mut ask: impl FnMut(usize) -> Result<usize, Box<dyn Error>>) -> Result<String, Box<dyn Error>> {
    let (mut times, mut processor, mut answers) = (Vec::new(), Vec::new(), 0);
    for question in 0..QUESTIONS {
        let (begin, begin_processor) = (Stopwatch::now(), on_processor());
        answers += ask(question)?;
        times.push(begin.elapsed().as_secs_f64() * 1_000.0);
        processor.push(on_processor() - begin_processor);
    }
    let first = times.first().copied().unwrap_or(0.0);
    times.sort_by(f64::total_cmp);
    processor.sort_by(f64::total_cmp);
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or(0.0);
    let busy = processor.get(processor.len() / 2).copied().unwrap_or(0.0);
    let (median, late) = (at(50), at(95));
    Ok(format!(
        "first {first:.3}, median {median:.3} (processor {busy:.3}), p95 {late:.3} ms; {answers} answers"
    ))
}

/// Milliseconds that this thread has been on a processor, as Linux counts them; 0 elsewhere.
fn on_processor() -> f64 {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = counted.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok());
    first.unwrap_or(0.0) / 1e6
}

fn holding(episodes: &[Episode], on: Day) -> usize {
    episodes.iter().filter(|episode| episode.holds_on(on) != Truth::No).count()
}

/// Writes what was asked, and what the first questions of each sort were answered.
fn write_answers(
    path: &Path,
    case: &Case,
    ledger: &Ledger<'_>,
    asked: impl Fn(usize) -> Result<(ActorKey, Question), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    let name = |actor: ActorKey| case.name(NameKey::from_number(actor.0));
    for (of_all, shown) in [(false, QUESTIONS), (true, 10)] {
        for question in 0..QUESTIONS {
            let (actor, asked) = asked(question)?;
            let asked = if of_all { asked } else { Question { whose: Some(actor), ..asked } };
            let episodes = ledger.ask(&asked).into_iter().map(|episode| {
                let Episode { pair, bounds, .. } = episode;
                let days = [bounds.earliest_start(), bounds.latest_start(), bounds.latest_end()];
                Ok(json!([name(pair.subject)?, pair.object.map(name).transpose()?, days]))
            });
            let episodes = episodes.collect::<Result<Vec<_>, Box<dyn Error>>>()?;
            let line = json!({
                "actor": asked.whose.map(name).transpose()?, "on": asked.on, "said_by": asked.said_by,
                "episodes": (question < shown).then_some(episodes),
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(out.flush()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: asof_speed CASE [ANSWERS]")?;
    let case = Case::open(Path::new(&path), Access::Read)?;
    println!("{:?}", case.counts()?);
    let ontology = ontology()?;
    let relation = ontology.relation("leadership").ok_or("no such relation")?;
    let law = || Law::of(&ontology, relation, &case);
    let mut names = case.party_names()?;
    names.retain(|(_, name)| name.starts_with("Front of"));
    let days: Vec<Day> = (0..QUESTIONS as i64)
        .filter_map(|index| Some(Day::from_civil(1997, 1, 1)?.plus_days(index * 33)))
        .collect();
    let day = |question: usize| days.get(question).copied().ok_or("no such day");
    let actor = |question: usize| {
        let (key, _) = names.get(question * 7_919 % names.len().max(1)).ok_or("no names")?;
        Ok::<_, Box<dyn Error>>(ActorKey(key.number()))
    };
    let once = timed(|question| {
        let (whose, on) = (actor(question)?, day(question)?);
        let clocks = Clocks { said_by: Some(on.plus_days(400)), ..Clocks::default() };
        Ok(holding(&Ledger::of_actor(&case, law()?, &EachName, whose, &clocks)?, on))
    })?;
    println!("leadership of one actor on a day, out of the file: {once}");
    let begin = Stopwatch::now();
    let mut ledger = Ledger::load(&case, law()?, &EachName, None)?;
    let took = begin.elapsed().as_secs_f64() * 1_000.0;
    println!("ledger of leadership, loaded once in {took:.0} ms: {} marks", ledger.marks_count());
    let of_day = |question: usize| -> Result<(Question, Day), Box<dyn Error>> {
        let on = day(question)?;
        Ok((Question { whose: None, on: Some(on), said_by: Some(on.plus_days(400)) }, on))
    };
    let one = timed(|question| {
        let (asked, on) = of_day(question)?;
        Ok(holding(&ledger.ask(&Question { whose: Some(actor(question)?), ..asked }), on))
    })?;
    println!("leadership of one actor on a day: {one}");
    let whole = timed(|question| {
        let (asked, on) = of_day(question)?;
        Ok(holding(&ledger.ask(&Question { whose: Some(actor(question)?), on: None, ..asked }), on))
    })?;
    println!("leadership of one actor, its whole history: {whole}");
    let all = timed(|question| {
        let (asked, on) = of_day(question)?;
        Ok(holding(&ledger.ask(&asked), on))
    })?;
    println!("leadership of all actors on a day: {all}");
    let histories = timed(|question| {
        let (asked, on) = of_day(question)?;
        Ok(holding(&ledger.ask(&Question { on: None, ..asked }), on))
    })?;
    println!("leadership of all actors, their whole histories: {histories}");
    let caught_up = timed(|_| Ok(ledger.catch_up(&case, &EachName).map(|()| 0)?))?;
    if let Some(path) = std::env::args().nth(2) {
        let asked = |question| Ok::<_, Box<dyn Error>>((actor(question)?, of_day(question)?.0));
        write_answers(Path::new(&path), &case, &ledger, asked)?;
    }
    println!("looking whether anything was recorded since: {caught_up}");
    // Words of the generator: its two most frequent, then rarer ones.
    for words in ["kakakaka rikakaka", "mehakaka kasukaka", "daperika kasukaka"] {
        let clocks = Clocks::default();
        let found = timed(|_| Ok(case.search(words, Within::Quotes, &clocks, 20)?.passages.len()))?;
        println!("search `{words}`: {found}");
    }
    Ok(())
}
