//! Measures how fast claims are weighed: laid out and learned from until beliefs stand still. Arguments are numbers of
//! claims; run it with `RAYON_NUM_THREADS=1` for one thread. On Linux it gives the processor's seconds beside those of the
//! clock, which others on the machine lengthen.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "it prints a table, or fails")]

mod simulator;

use std::time::Instant;

use retrospect_assess::{Settings, assess};
use simulator::crowd::Kind;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000, 1_000_000] } else { sizes };
    println!(
        "{:>10} {:>9} {:>9} {:>7} {:>14} {:>22}",
        "claims", "seconds", "cpu", "rounds", "claims/s", "claim-rounds/s"
    );
    for size in sizes {
        let crowd = Kind::of_size(size).play(0);
        let claims = crowd.table.claims.len();
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let assessment = assess(&crowd.table, &Settings::default()).expect("tables are whole");
        let seconds = start.elapsed().as_secs_f64();
        let cpu = cpu_seconds() - cpu;
        let rounds = assessment.rounds();
        println!(
            "{claims:>10} {seconds:9.3} {cpu:9.3} {rounds:7} {:14.0} {:22.0}",
            claims as f64 / cpu,
            (claims * rounds) as f64 / cpu
        );
    }
}

/// The seconds that all threads of this process have run; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return 0.0 };
    let of_thread = |thread: std::fs::DirEntry| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    };
    threads.flatten().filter_map(of_thread).sum::<f64>() / 1e9
}
