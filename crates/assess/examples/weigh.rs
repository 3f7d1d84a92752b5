//! Times the weighing of a table of claims without reading and writing it: `cargo run --release -p retrospect-assess
//! --example weigh -- TABLE.csv`. Prints the seconds of the clock for reading and for weighing, and the rounds of learning;
//! `RAYON_NUM_THREADS` sets the threads.

#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::time::Instant;

use retrospect_assess::{Settings, assess, read_csv};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a table")?;
    let bytes = std::fs::read(path)?;
    let start = Instant::now();
    let (named, _) = read_csv(&bytes)?;
    let read = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let assessment = assess(&named.table, &Settings::default())?;
    let weighed = start.elapsed().as_secs_f64();
    println!("read {read:.3} weighed {weighed:.3} rounds {}", assessment.rounds());
    Ok(())
}
