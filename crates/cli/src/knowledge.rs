//! What the program knows before it reads: actors, places, the schema and the scorer's weights, all part of it.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use retrospect_extract::pack::{add_actors, add_more_places, add_places};
use retrospect_extract::{Gazetteer, Schema, Scorer};

const ACTORS: &str = include_str!(concat!(env!("OUT_DIR"), "/actors.toml"));
const PLACES: &str = include_str!("../../../packs/places/places.tsv");
const MORE_PLACES: &str = include_str!("../../../packs/places/extra.toml");
const ORDINARY: &str = include_str!("../../../packs/places/ordinary.txt");
const SCHEMA: &str = include_str!("../../../schema/armed-groups.toml");
const SCORER: &str = include_str!("../../../schema/armed-groups.scorer.tsv");

/// The actors and places of the packs.
pub fn gazetteer() -> anyhow::Result<Gazetteer> {
    let (mut gazetteer, mut next) = (Gazetteer::default(), 0);
    add_actors(&mut gazetteer, ACTORS, &mut next)
        .map_err(|error| anyhow!("the built-in pack of actors: {error}"))?;
    add_more_places(&mut gazetteer, MORE_PLACES, &mut next)
        .map_err(|error| anyhow!("the built-in pack of places: {error}"))?;
    add_places(&mut gazetteer, PLACES, ORDINARY, &mut next);
    Ok(gazetteer)
}

/// The schema at a path, or the built-in one.
pub fn schema(path: Option<&Path>) -> anyhow::Result<Schema> {
    let Some(path) = path else { return Ok(Schema::read(SCHEMA, "the built-in schema")?) };
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read schema `{}`", path.display()))?;
    Ok(Schema::read(&text, &format!("schema `{}`", path.display()))?)
}

/// The weights that were trained with the built-in schema.
pub fn scorer() -> anyhow::Result<Scorer> {
    Scorer::read(SCORER).map_err(|error| anyhow!("the built-in weights: {error}"))
}
