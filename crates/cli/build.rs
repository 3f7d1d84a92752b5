//! Compiles the packs and the schema into forms that load in a millisecond. They become part of the program.

#[path = "src/sources.rs"]
mod sources;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let repository = Path::new("../..");
    for path in sources::PATHS {
        println!("cargo::rerun-if-changed={}", repository.join(path).display());
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("gazetteer"), sources::gazetteer(repository)?)?;
    fs::write(Path::new(&out).join("schema"), sources::schema(repository)?)?;
    Ok(())
}
