//! Writes synthetic claims as JSON Lines: `make_claims COUNT [SEED] > claims.jsonl`. What they are like is described in
//! `benches/synthetic`.

#![expect(clippy::unwrap_used, reason = "names and dates are made to be right")]

#[path = "../benches/synthetic/mod.rs"]
#[expect(dead_code, reason = "benchmarks use more of it")]
mod synthetic;

use std::io::{BufWriter, Write as _};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().ok_or("usage: make_claims COUNT [SEED]")?.parse()?;
    let seed = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for claim in synthetic::Synthetic::new(seed).take(count) {
        writeln!(out, "{}", claim.to_line())?;
    }
    out.flush()?;
    Ok(())
}
