//! Loads the model that the user names, or the one that is part of the program.

use std::path::Path;

use retrospect_lang::{Model, ModelError};

const BUILT_IN: &[u8] = include_bytes!("../../../models/en-core-web-sm-3.8.0.model");

/// The model at this path, or the built-in one.
pub fn load(path: Option<&Path>) -> Result<Model, ModelError> {
    match path {
        Some(path) => Model::load(path),
        None => Model::from_bytes(BUILT_IN, "built in"),
    }
}
