//! Turns model files into problems of identity: files that are not those of the table in `models/README.md`. Start at
//! [`model_hashes`].

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::tree::{Problem, Tree};

const TABLE: &str = "models/README.md";

/// Checks that the table gives the SHA-256 of every model file, and of no other: rows of `| file | hash |`.
pub fn model_hashes(root: &Path) -> Vec<Problem> {
    let tree = Tree::open(root);
    let text = tree.text(TABLE).unwrap_or_default();
    let rows: Vec<(usize, &str, &str)> = text.lines().enumerate().filter_map(row).collect();
    let mut problems = Vec::new();
    for path in tree.files_ending(".model").filter(|path| path.starts_with("models/")) {
        let found = sha256(&tree.bytes(path).unwrap_or_default());
        let name = path.trim_start_matches("models/");
        let row = rows.iter().find(|(_, file, _)| *file == name);
        match row {
            None => {
                problems.push(Problem::new(TABLE, format!("no row for `{name}`; its SHA-256 is `{found}`")));
            }
            Some((line, _, hash)) if *hash != found => {
                problems.push(Problem::at(TABLE, *line, format!("the SHA-256 of `{name}` is `{found}`")));
            }
            Some(_) => {}
        }
    }
    for (line, file, _) in &rows {
        if !tree.exists(&format!("models/{file}")) {
            problems.push(Problem::at(TABLE, *line, format!("`{file}` does not exist")));
        }
    }
    problems
}

/// The file and the hash of a table's row.
fn row((index, line): (usize, &str)) -> Option<(usize, &str, &str)> {
    let mut cells = line.strip_prefix('|')?.split('|').map(|cell| cell.trim().trim_matches('`'));
    let (file, hash) = (cells.next()?, cells.next()?);
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then_some((index + 1, file, hash))
}

fn sha256(bytes: &[u8]) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::found;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn the_table_is_that_of_the_files() {
        let table = format!("| file | SHA-256 |\n| --- | --- |\n| `a.model` | `{ABC}` |\n");
        assert_eq!(found(model_hashes, &[("models/a.model", "abc"), (TABLE, &table)]), [""; 0]);
        let changed = found(model_hashes, &[("models/a.model", "abd"), (TABLE, &table)]);
        assert_eq!(changed.len(), 1);
        assert!(
            changed[0].starts_with("models/README.md:3: the SHA-256 of `a.model` is `a52d"),
            "{changed:?}"
        );
    }

    #[test]
    fn files_and_rows_go_together() {
        let table = format!("| `b.model` | `{ABC}` |\n");
        let problems = found(model_hashes, &[("models/a.model", "abc"), (TABLE, &table)]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].contains("no row for `a.model`"));
        assert!(problems[1].contains("`b.model` does not exist"));
    }
}
