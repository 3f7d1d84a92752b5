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
    fs::write(Path::new(&out).join("imu-2015.rs"), example(&repository.join("examples/imu-2015"))?)?;
    Ok(())
}

/// The documents of the worked example as a Rust expression: name, text and side file of each, by name.
fn example(folder: &Path) -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let mut list = String::from("[\n");
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let about = fs::read_to_string(file.with_extension("txt.meta.json"))?;
        list.push_str(&format!("    ({name:?}, {:?}, {about:?}),\n", fs::read_to_string(&file)?));
    }
    list.push_str("]\n");
    Ok(list)
}
