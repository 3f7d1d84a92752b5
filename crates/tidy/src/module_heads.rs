//! Turns Rust files into problems of their heads: files that do not say first what they are. Start at
//! [`module_heads`].

use std::path::Path;

use crate::tree::{Problem, Tree};

/// Checks that every Rust file opens with a `//!` sentence: crates, modules, tests and examples.
pub fn module_heads(root: &Path) -> Vec<Problem> {
    let tree = Tree::open(root);
    let is_headless = |path: &&str| {
        let source = tree.text(path).unwrap_or_default();
        let head = source.lines().next().and_then(|line| line.strip_prefix("//!"));
        head.is_none_or(|head| head.trim().is_empty())
    };
    let headless = tree.files_ending(".rs").filter(is_headless);
    headless.map(|path| Problem::new(path, "does not open with `//!` and what it is for")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::found;

    #[test]
    fn the_first_line_says_what_a_file_is() {
        let files = [
            ("a/good.rs", "//! Turns a into b.\nmod c;\n"),
            ("b/after.rs", "mod c;\n//! Turns a into b.\n"),
            ("c/blank.rs", "//!\nmod c;\n"),
            ("d/empty.rs", ""),
            ("e/other.txt", ""),
            ("f/comment.rs", "// Turns a into b.\n"),
        ];
        let problems = found(module_heads, &files);
        let paths: Vec<&str> = problems.iter().filter_map(|problem| problem.split(':').next()).collect();
        assert_eq!(paths, ["b/after.rs", "c/blank.rs", "d/empty.rs", "f/comment.rs"]);
    }
}
