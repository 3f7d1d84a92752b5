//! Reads what the program knows from the repository: the packs and the schema. The build compiles them into the program, and
//! a test compiles them again.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use retrospect_knowledge::Schema;
use retrospect_knowledge::pack::Sources;

/// The files and folders that are read, within the repository.
pub const PATHS: [&str; 3] = ["packs/armed-groups", "packs/places", "schema/armed-groups.toml"];

/// The packs of a repository, compiled.
pub fn gazetteer(repository: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let [actors, places, _] = PATHS.map(|path| repository.join(path));
    let mut files: Vec<PathBuf> =
        fs::read_dir(actors)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let text = |name: &str| fs::read_to_string(places.join(name));
    let mut sources = Sources {
        actors: Vec::new(),
        places: text("places.tsv")?,
        more_places: text("extra.toml")?,
        ordinary: text("ordinary.txt")?,
    };
    for file in files {
        sources.actors.push((file.display().to_string(), fs::read_to_string(&file)?));
    }
    Ok(sources.gazetteer()?.compiled())
}

/// The schema of a repository, compiled.
pub fn schema(repository: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let path = repository.join(PATHS[2]);
    Ok(Schema::read(&fs::read_to_string(&path)?, &path.display().to_string())?.compiled())
}
