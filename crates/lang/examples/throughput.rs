//! Parses the lines of a file, each a document, again and again, and prints how many tokens a second were done.
//!
//! `cargo run --release -p retrospect-lang --example throughput -- [--threads N] [--seconds S] FILE`

#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use std::time::Instant;

use rayon::prelude::*;
use retrospect_lang::Model;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut threads, mut seconds, mut file) = (1_usize, 5.0_f64, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--threads" => threads = arguments.next().ok_or("--threads needs a number")?.parse()?,
            "--seconds" => seconds = arguments.next().ok_or("--seconds needs a number")?.parse()?,
            _ => file = Some(argument),
        }
    }
    let text = std::fs::read_to_string(file.ok_or("usage: throughput [--threads N] [--seconds S] FILE")?)?;
    let documents: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let model = Model::load(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en-core-web-sm-3.8.0.model"))?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let pass = || pool.install(|| documents.par_iter().map(|text| model.parse(text).len()).sum::<usize>());
    pass();
    let (start, mut passes, mut tokens) = (Instant::now(), 0, 0);
    while start.elapsed().as_secs_f64() < seconds {
        tokens += pass();
        passes += 1;
    }
    let elapsed = start.elapsed().as_secs_f64();
    println!(
        "{{\"tokens\": {tokens}, \"documents\": {}, \"seconds\": {elapsed:.3}, \"tokens_per_second\": {:.0}, \"threads\": {threads}}}",
        documents.len() * passes,
        tokens as f64 / elapsed,
    );
    Ok(())
}
