//! Puts the packs' files of actors together into one, so that the program contains them all.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("../../packs/armed-groups");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.retain(|file| !file.ends_with("pack.toml"));
    files.sort();
    let mut actors = String::new();
    for file in files {
        actors.push_str(&fs::read_to_string(file)?);
        actors.push('\n');
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("actors.toml"), actors)?;
    Ok(())
}
