//! Measures intake: `import_lines CASE LINES.jsonl` records the lines and prints claims a second, for each commit and
//! in all, the seconds that processors spent on it (both threads together; others on the machine do not lengthen them),
//! and the most memory that the process has held. `/dev/stdin` takes lines from another program.

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
    let (mut last, mut last_new, mut last_processor) = (begin, 0, processor_seconds());
    let counts =
        case.import(BufReader::new(File::open(lines)?), Instant::from_unix_millis(0), |said| match said {
            Imported::Recorded(counts) => {
                let new = counts.new - last_new;
                if new >= 1_000_000 {
                    let (rate, processor) = (new as f64 / last.elapsed().as_secs_f64(), processor_seconds());
                    let spent = processor - last_processor;
                    println!("{:>9} claims: {rate:.0} a second, {spent:.1} s of processors", counts.new);
                    (last, last_new, last_processor) = (Stopwatch::now(), counts.new, processor);
                }
            }
            Imported::Refused { line, reason } => println!("line {line}: {reason}"),
        })?;
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{} new in {seconds:.1} s: {:.0} a second, {:.1} s of processors",
        counts.new,
        counts.new as f64 / seconds,
        processor_seconds()
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS")) {
        println!("{line}");
    }
    Ok(())
}

/// Seconds that processors have spent on this process, in hundredths, as Linux counts them; 0 elsewhere.
fn processor_seconds() -> f64 {
    let counted = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in brackets, of which nothing is known, the 12th and 13th field.
    let fields = counted.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
