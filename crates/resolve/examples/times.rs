//! Times the steps of name matching: `cargo run --release -p retrospect-resolve --example times -- NAMES.csv QUERIES.csv`.
//! Seconds are of the clock; `RAYON_NUM_THREADS` sets the threads.

#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::time::Instant;

use retrospect_resolve::table::{Columns, read};
use retrospect_resolve::{Found, Index, Record};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [names, queries] =
        std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "two tables are needed")?;
    let start = Instant::now();
    let names = read(&std::fs::read(names)?, Columns::IdAndName).records;
    let queries = read(&std::fs::read(queries)?, Columns::IdAndName).records;
    println!("read    {:8.3} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let index = Index::build(&names);
    println!("index   {:8.3} s, {} names", start.elapsed().as_secs_f64(), names.len());
    let start = Instant::now();
    let found = index.find_all(&queries);
    println!("find    {:8.3} s, {} queries", start.elapsed().as_secs_f64(), queries.len());
    let right = |(query, found): (&Record, &Found)| {
        found.best().is_some_and(|best| index.id(best.entity) == query.id)
    };
    println!(
        "{} of the queries with an id found",
        queries.iter().zip(&found).filter(|&pair| right(pair)).count()
    );
    Ok(())
}
