//! Measures answers: `asof_speed CASE` asks a case of synthetic claims (see `crates/store/examples/make_claims.rs`) and
//! prints times in milliseconds, the first of each sort apart, since it warms the case.

#![expect(clippy::print_stdout, reason = "to print is what it is for")]

use std::error::Error;
use std::path::Path;
use std::time::Instant as Stopwatch;

use retrospect_model::ontology::{Ontology, WrittenRules};
use retrospect_model::{Clocks, Day, Truth};
use retrospect_network::{ActorKey, EachName, Episode, Law, Ledger};
use retrospect_store::{Access, Case, Within};

const QUESTIONS: usize = 200;

/// The rules on leadership that the built-in schema has.
fn ontology() -> Result<Ontology, Box<dyn Error>> {
    let list = |rule: &str| vec![rule.to_owned()];
    let (own, others) = (list("leadership(actor,target)"), list("leadership(other,target)"));
    let (dies, is_gone) = (list("any(actor)"), list("any(target)"));
    let none = WrittenRules::default();
    Ok(Ontology::read([
        ("lead", WrittenRules { starts: &own, ends: &others, lasting: true, ..none }),
        ("leave", WrittenRules { ends: &own, ..none }),
        ("die", WrittenRules { ends: &dies, ..none }),
        ("kill", WrittenRules { ends: &is_gone, ..none }),
        ("destroy", WrittenRules { ends: &is_gone, ..none }),
    ])?)
}

/// Asks many times over; gives the first time, the median and the 95th percentile.
fn timed(mut ask: impl FnMut(usize) -> Result<usize, Box<dyn Error>>) -> Result<String, Box<dyn Error>> {
    let (mut times, mut answers) = (Vec::new(), 0);
    for question in 0..QUESTIONS {
        let begin = Stopwatch::now();
        answers += ask(question)?;
        times.push(begin.elapsed().as_secs_f64() * 1_000.0);
    }
    let first = times.first().copied().unwrap_or(0.0);
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or(0.0);
    Ok(format!("first {first:.3}, median {:.3}, p95 {:.3} ms; {answers} answers", at(50), at(95)))
}

fn holding(episodes: &[Episode], on: Day) -> usize {
    episodes.iter().filter(|episode| episode.holds_on(on) != Truth::No).count()
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: asof_speed CASE")?;
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
    let one = timed(|question| {
        let (key, _) = names.get(question * 7_919 % names.len().max(1)).ok_or("no names")?;
        let on = day(question)?;
        let clocks = Clocks { said_by: Some(on.plus_days(400)), ..Clocks::default() };
        Ok(holding(&Ledger::of_actor(&case, law()?, &EachName, ActorKey(key.number()), &clocks)?, on))
    })?;
    println!("leadership of one actor on a day: {one}");
    let begin = Stopwatch::now();
    let ledger = Ledger::load(&case, law()?, &EachName, None)?;
    let took = begin.elapsed().as_secs_f64() * 1_000.0;
    println!("leadership of all, loaded once in {took:.0} ms: {} marks", ledger.marks_count());
    let all = timed(|question| {
        let on = day(question)?;
        Ok(holding(&ledger.episodes(Some(on.plus_days(400))), on))
    })?;
    println!("leadership of all actors on a day: {all}");
    // Words of the generator: its two most frequent, then rarer ones.
    for words in ["kakakaka rikakaka", "mehakaka kasukaka", "daperika kasukaka"] {
        let clocks = Clocks::default();
        let found = timed(|_| Ok(case.search(words, Within::Quotes, &clocks, 20)?.passages.len()))?;
        println!("search `{words}`: {found}");
    }
    Ok(())
}
