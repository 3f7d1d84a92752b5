//! Is the repository as its documents say it is? Turns a root folder into lists of problems, one list a check.
//! Start at [`CHECKS`]; the test `tests/repository.rs` runs them on this repository.
//!
//! A check reads text and knows no Rust beyond comments, literals and braces: it is quick, and it holds for a tree
//! that does not compile. What the compiler, clippy and rustfmt check is not checked again here.
#![forbid(unsafe_code)]

use std::path::Path;

mod tree;

mod import_order;
mod map;
mod rust_code;
mod sizes;

mod module_heads;
mod words;

mod links;
mod model_hashes;

pub use import_order::import_order;
pub use links::links;
pub use map::map;
pub use model_hashes::model_hashes;
pub use module_heads::module_heads;
pub use sizes::{FILE_LINES_MAX, FUNCTION_LINES_MAX, sizes};
pub use tree::Problem;
pub use words::words;

/// A check: the problems that it finds under a root folder, in the order of their files.
pub type Check = fn(&Path) -> Vec<Problem>;

/// All checks, by name.
pub const CHECKS: [(&str, Check); 7] = [
    ("import order", import_order),
    ("sizes", sizes),
    ("map", map),
    ("module heads", module_heads),
    ("words", words),
    ("model hashes", model_hashes),
    ("links", links),
];
