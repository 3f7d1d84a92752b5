//! Measures intake: `import_lines CASE LINES.jsonl` records the lines and prints claims a second, for each commit and
//! in all, and the most memory that the process has held.

#![expect(clippy::print_stdout, reason = "to print is what it is for")]

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::Instant as Stopwatch;

use retrospect_model::Instant;
use retrospect_store::{Case, Imported};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), Some(lines)) = (arguments.next(), arguments.next()) else {
        return Err("usage: import_lines CASE LINES.jsonl".into());
    };
    let mut case = Case::open_or_create(Path::new(&path))?;
    let begin = Stopwatch::now();
    let (mut last, mut last_new) = (begin, 0);
    let counts =
        case.import(BufReader::new(File::open(lines)?), Instant::from_unix_millis(0), |said| match said {
            Imported::Recorded(counts) => {
                if (counts.new - last_new) >= 1_000_000 {
                    let seconds = last.elapsed().as_secs_f64();
                    println!(
                        "{:>9} claims: {:.0} a second",
                        counts.new,
                        (counts.new - last_new) as f64 / seconds
                    );
                    (last, last_new) = (Stopwatch::now(), counts.new);
                }
            }
            Imported::Refused { line, reason } => println!("line {line}: {reason}"),
        })?;
    let seconds = begin.elapsed().as_secs_f64();
    println!("{} new in {seconds:.1} s: {:.0} a second", counts.new, counts.new as f64 / seconds);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")) {
        println!("{line}");
    }
    Ok(())
}
