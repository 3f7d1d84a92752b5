//! What the program knows before it reads: actors, places, the schema and the weights of scorer and dates, all part
//! of it.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use retrospect_extract::{Chooser, DatingWeights, Gazetteer, Schema, Scorer};
use retrospect_knowledge::atlas::Atlas;
use retrospect_model::Ontology;
use retrospect_reader::Reader;

use crate::arguments::ReaderChoice;

/// Compiled by the build from the packs, so that the program starts at once.
const GAZETTEER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gazetteer"));
const SCHEMA: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/schema"));
const PLACES: &str = include_str!("../../../packs/places/places.tsv");
const MORE_PLACES: &str = include_str!("../../../packs/places/extra.toml");
const CHOICES: &str = include_str!("../../../schema/armed-groups.choices.tsv");
const READER: &[u8] = include_bytes!("../../../models/reader-1.model");
const READ_CHOICES: &str = include_str!("../../../schema/armed-groups.read.choices.tsv");
const READ_SCORER: &str = include_str!("../../../schema/armed-groups.read.scorer.tsv");
const DATING: &str = include_str!("../../../schema/armed-groups.dating.tsv");
const SCORER: &str = include_str!("../../../schema/armed-groups.scorer.tsv");

/// The actors and places of the packs.
pub fn gazetteer() -> anyhow::Result<Gazetteer> {
    Ok(Gazetteer::from_compiled(GAZETTEER)?)
}

/// Where the places of the packs are.
pub fn atlas() -> anyhow::Result<Atlas> {
    Atlas::read(PLACES, MORE_PLACES).context("the built-in table of places")
}

/// The schema at a path, or the built-in one.
pub fn schema(path: Option<&Path>) -> anyhow::Result<Schema> {
    let Some(path) = path else { return Ok(Schema::from_compiled(SCHEMA)?) };
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read schema `{}`", path.display()))?;
    Ok(Schema::read(&text, &format!("schema `{}`", path.display()))?)
}

/// The rules of the built-in schema: what kinds of claims begin and end.
pub fn ontology() -> anyhow::Result<Ontology> {
    Ok(retrospect_findings::ontology_of(&schema(None)?)?)
}

/// The weights that judge candidates and fill their roles, trained with the built-in schema and whoever proposes.
pub fn judges(reader: ReaderChoice) -> anyhow::Result<(Scorer, Chooser)> {
    let (scorer, choices) = match reader {
        ReaderChoice::Frames => (SCORER, CHOICES),
        ReaderChoice::Learned | ReaderChoice::Both => (READ_SCORER, READ_CHOICES),
    };
    let scorer = Scorer::read(scorer).map_err(|error| anyhow!("the built-in weights: {error}"))?;
    let chooser =
        Chooser::read(choices).map_err(|error| anyhow!("the built-in weights of choices: {error}"))?;
    Ok((scorer, chooser))
}

/// The weights by which the dates of claims are chosen.
pub fn dating() -> anyhow::Result<DatingWeights> {
    DatingWeights::read(DATING).map_err(|error| anyhow!("the built-in weights of dates: {error}"))
}

/// The learned reader at a path, or the built-in one.
pub fn reader(path: Option<&Path>) -> anyhow::Result<Reader> {
    let Some(path) = path else { return Reader::load(READER).context("the built-in learned reader") };
    let bytes = std::fs::read(path).with_context(|| format!("cannot read weights `{}`", path.display()))?;
    Reader::load(&bytes).with_context(|| format!("weights `{}`", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources;

    #[test]
    fn what_is_built_in_is_what_the_repository_has() {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        assert!(
            GAZETTEER == sources::gazetteer(&repository).unwrap(),
            "the packs have changed since the build"
        );
        assert!(SCHEMA == sources::schema(&repository).unwrap(), "the schema has changed since the build");
        assert!(gazetteer().is_ok() && schema(None).is_ok());
    }

    #[test]
    fn a_compiled_schema_is_the_one_that_is_read() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/armed-groups.toml");
        let (read, compiled) = (schema(Some(&path)).unwrap(), schema(None).unwrap());
        assert_eq!(read.kinds(), compiled.kinds());
        assert_eq!(read.frames(), compiled.frames());
        assert!(read.frame_count() > 500);
    }
}
