//! Measures name matching: `cargo run --release -p retrospect-resolve --example measure [LIST.csv [MORE...]]`.
//!
//! Each name of an identity that has another one is held out in turn, in five parts, and looked for among all other
//! names of the list. Without a table (`id,name`, optionally `kind`) the list is the packs of the repository, and the
//! names held out are those of the half of the identities on which the weights were not trained. Further lists are
//! searched too, but none of their names is held out. `--misses` prints what was not found, `--no-kind` leaves kinds out,
//! `--training` holds out the names of the other half, to look at misses without looking at those that are measured.

#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use retrospect_resolve::{Index, Kind, Record};
use support::{Half, records};

const PARTS: usize = 5;
const THRESHOLDS: [f32; 8] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];

/// What was found for a held-out name.
struct Tried {
    kind: Option<Kind>,
    probability: f32,
    is_right: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let shows_misses = arguments.iter().any(|argument| argument == "--misses");
    let half =
        if arguments.iter().any(|argument| argument == "--training") { Half::Training } else { Half::Test };
    let mut paths = arguments.iter().filter(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let table = paths.next();
    let mut records = records(&table.clone().unwrap_or_else(|| PathBuf::from("packs/armed-groups")))?;
    let own = records.len();
    for more in paths {
        records.extend(self::records(&more)?);
    }
    let kinds: Vec<Option<Kind>> = records.iter().map(|record| record.context.kind).collect();
    if arguments.iter().any(|argument| argument == "--no-kind") {
        records.iter_mut().for_each(|record| record.context.kind = None);
    }
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for record in &records {
        *names.entry(record.id.clone()).or_default() += 1;
    }
    let is_tried =
        |record: &Record| names[&record.id] > 1 && (table.is_some() || Half::of(&record.id) == half);
    let mut tried = Vec::new();
    for part in 0..PARTS {
        let (held, rest): (Vec<_>, Vec<_>) = records
            .iter()
            .enumerate()
            .partition(|(place, record)| place % PARTS == part && *place < own && is_tried(record));
        let list: Vec<Record> = rest.into_iter().map(|record| record.1.clone()).collect();
        let index = Index::build(&list);
        let queries: Vec<Record> = held.iter().map(|record| record.1.clone()).collect();
        for (((place, _), query), found) in held.iter().zip(&queries).zip(index.find_all(&queries)) {
            let best = found.best();
            let is_right = best.is_some_and(|best| index.id(best.entity) == query.id);
            let probability = best.map_or(0.0, |best| best.probability);
            if shows_misses && (!is_right || probability < 0.5) {
                let own = found.ranked.iter().find(|ranked| index.id(ranked.entity) == query.id);
                let first = best.map_or("", |best| index.name(best.name));
                let own = own.map_or(("-", 0.0), |own| (index.name(own.name), own.probability));
                println!(
                    "{:<48} {:.2} {:<48} own {:.2} {} [{}]",
                    query.name, probability, first, own.1, own.0, query.id
                );
            }
            tried.push(Tried { kind: kinds[*place], probability, is_right });
        }
    }
    for kind in [Some(Kind::Organisation), Some(Kind::Person), None] {
        let tried: Vec<&Tried> = tried.iter().filter(|tried| tried.kind == kind).collect();
        if !tried.is_empty() {
            report(kind, &tried);
        }
    }
    Ok(())
}

fn report(kind: Option<Kind>, tried: &[&Tried]) {
    let share = |count: usize, of: usize| if of == 0 { 0.0 } else { count as f64 / of as f64 };
    let right =
        |least: f32| tried.iter().filter(|tried| tried.is_right && tried.probability >= least).count();
    let named = |least: f32| tried.iter().filter(|tried| tried.probability >= least).count();
    let kind = kind.map_or("unstated kind".to_owned(), |kind| format!("{kind:?}"));
    println!("{kind}: {} names, recall@1 {:.3}", tried.len(), share(right(0.0), tried.len()));
    let mean = |tried: &[&&Tried]| {
        tried.iter().map(|tried| f64::from(tried.probability)).sum::<f64>() / tried.len().max(1) as f64
    };
    for bounds in [0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.01].windows(2) {
        let [from, to] = bounds else { continue };
        let some: Vec<&&Tried> =
            tried.iter().filter(|t| t.probability >= *from && t.probability < *to).collect();
        let right = some.iter().filter(|tried| tried.is_right).count();
        println!(
            "  {} said to be {:.3} likely are right in {:.3}",
            some.len(),
            mean(&some),
            share(right, some.len())
        );
    }
    for least in THRESHOLDS {
        let (right, named) = (right(least), named(least));
        println!(
            "  from {least}: recall {:.3}, precision {:.4}",
            share(right, tried.len()),
            share(right, named)
        );
    }
}
