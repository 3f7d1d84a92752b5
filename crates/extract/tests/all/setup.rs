//! The extractor that the tests share: the schema and model of the repository, and no packs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use retrospect_extract::{DatingWeights, Extractor, Gazetteer, Readers, Schema};
use retrospect_lang::Model;

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// No scorer, so that a case shows what the frames do; dates are chosen as the program chooses them.
pub static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let dating = fs::read_to_string(repository("schema/armed-groups.dating.tsv")).unwrap();
    let schema = fs::read_to_string(repository("schema/armed-groups.toml")).unwrap();
    Extractor {
        model: Model::load(repository("models/en-core-web-sm-3.8.0.model")).unwrap(),
        gazetteer: Gazetteer::default(),
        schema: Schema::read(&schema, "schema/armed-groups.toml").unwrap(),
        scorer: None,
        chooser: None,
        readers: Readers::Frames,
        keeps_weighed: false,
        dating: Some(DatingWeights::read(&dating).unwrap()),
    }
});
