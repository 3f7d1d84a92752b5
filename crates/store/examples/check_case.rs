//! Looks whether a case is as it was recorded: `check_case CASE` prints what it looked at and what is wrong, and fails
//! when something is.

#![expect(clippy::print_stdout, reason = "to print is what it is for")]

use std::path::Path;
use std::process::ExitCode;

use retrospect_store::{Access, Case};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: check_case CASE")?;
    let checked = Case::open(Path::new(&path), Access::Read)?.check()?;
    println!(
        "{} documents, {} claims with {} quotes, {} judgements: {} faults",
        checked.documents,
        checked.claims,
        checked.quotes,
        checked.judgements,
        checked.faults.len()
    );
    checked.faults.iter().for_each(|fault| println!("{fault}"));
    Ok(if checked.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
