//! Measures how fast claims are weighed: laid out and learned from until beliefs stand still. Arguments are numbers of
//! claims; run it with `RAYON_NUM_THREADS=1` for one thread. On Linux it gives the processor's seconds beside those of the
//! clock, which others on the machine lengthen.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "it prints a table, or fails")]

mod simulator;

use std::time::Instant;

use retrospect_assess::{Live, Settings, Table, assess};
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
        let memory = memory_now();
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let assessment = assess(&crowd.table, &Settings::default()).expect("tables are whole");
        let seconds = start.elapsed().as_secs_f64();
        let cpu = cpu_seconds() - cpu;
        let bytes = (memory_peak() - memory) / claims as f64;
        let rounds = assessment.rounds();
        println!(
            "{claims:>10} {seconds:9.3} {cpu:9.3} {rounds:7} {:14.0} {:22.0}",
            claims as f64 / cpu,
            (claims * rounds) as f64 / cpu
        );
        println!("{bytes:>10.1} bytes of memory for a claim, over the table");
        one_by_one(&crowd.table, 100);
    }
}

/// Takes claims away, weighs the rest, adds them one by one, and compares beliefs with those of a full run.
fn one_by_one(table: &Table, count: usize) {
    let stride = table.claims.len() / (count + 1);
    let mut fewer = table.clone();
    let added: Vec<_> = (1..=count).rev().map(|at| fewer.claims.swap_remove(at * stride)).collect();
    let mut live = Live::new(assess(&fewer, &Settings::default()).expect("tables are whole"));
    let mut times = Vec::new();
    for (at, claim) in added.iter().enumerate() {
        let start = Instant::now();
        live.add(claim, (fewer.claims.len() + at) as u32).expect("sources and values are known");
        times.push(start.elapsed().as_secs_f64() * 1e3);
        if at == 0 || at + 1 == count {
            fewer.claims.extend_from_slice(&added[if at == 0 { 0..1 } else { 1..count }]);
            let (far, all) = differing(&live, &fewer);
            fewer.claims.truncate(if at == 0 { fewer.claims.len() - 1 } else { fewer.claims.len() });
            println!(
                "{:>10} claims added: {far} of {all} beliefs differ by more than 0.01 from a full run",
                at + 1
            );
        }
    }
    times.sort_by(f64::total_cmp);
    println!("ms for one claim: median {:.2}, slowest of {count} {:.2}", times[count / 2], times[count - 1]);
}

/// How many beliefs differ by more than 0.01 from those of a full run.
fn differing(live: &Live, table: &Table) -> (usize, usize) {
    let full = assess(table, &Settings::default()).expect("tables are whole");
    let (mut far, mut all) = (0, 0);
    for object in full.objects() {
        for (a, b) in full.beliefs(object).iter().zip(live.assessment().beliefs(object)) {
            all += 1;
            far += usize::from((a.probability - b.probability).abs() > 0.01);
        }
    }
    (far, all)
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

/// The bytes of memory that the process has now; from here on the peak is counted anew. 0 where the system does not say.
fn memory_now() -> f64 {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    of_status("VmRSS:")
}

/// The most bytes of memory that the process has had.
fn memory_peak() -> f64 {
    of_status("VmHWM:")
}

fn of_status(what: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(what));
    let kilobytes =
        line.and_then(|line| line.split_whitespace().next()).and_then(|word| word.parse::<f64>().ok());
    kilobytes.unwrap_or_default() * 1024.0
}
