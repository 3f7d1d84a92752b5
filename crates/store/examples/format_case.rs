//! Makes the tiny case that is kept for ever in `tests/formats`, from the lines of an export. Run it once for each new
//! format: `cargo run -p retrospect-store --example format_case -- LINES.jsonl CASE.retro`.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use retrospect_model::Instant;
use retrospect_store::Case;
use rusqlite::Connection;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(lines), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("usage: format_case LINES.jsonl CASE.retro".into());
    };
    let mut case = Case::open_or_create(Path::new(&path))?;
    case.import(BufReader::new(File::open(lines)?), Instant::from_unix_millis(0), |_| {})?;
    drop(case);
    // Small pages make a small file.
    let db = Connection::open(&path)?;
    db.execute_batch(
        "PRAGMA journal_mode = delete; PRAGMA page_size = 512; VACUUM; PRAGMA journal_mode = wal;",
    )?;
    Ok(())
}
