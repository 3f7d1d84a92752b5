//! Turns a root folder into the names of its files, without what git ignores. Start at [`Tree::open`].

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Something that is not as it should be, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, relative to the root, with `/` between folders.
    pub path: String,
    /// The line, counted from 1, where there is one to name.
    pub line: Option<usize>,
    /// What is wrong, and what to do where that is not plain.
    pub what: String,
}

impl Problem {
    pub(crate) fn new(path: &str, what: impl Into<String>) -> Self {
        Problem { path: path.to_owned(), line: None, what: what.into() }
    }

    pub(crate) fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Problem { path: path.to_owned(), line: Some(line), what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path, self.what),
            None => write!(f, "{}: {}", self.path, self.what),
        }
    }
}

/// The files of a repository. Links are not followed; what cannot be read is not there.
pub(crate) struct Tree {
    root: PathBuf,
    // Relative to the root, with `/` between folders, sorted.
    files: Vec<String>,
}

impl Tree {
    /// Lists the files under a root folder.
    pub fn open(root: &Path) -> Self {
        let ignored = Ignored::read(&fs::read_to_string(root.join(".gitignore")).unwrap_or_default());
        let mut files = Vec::new();
        collect(root, "", &ignored, &mut files);
        files.sort();
        Tree { root: root.to_owned(), files }
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// The files whose names end in this, such as `.rs`.
    pub fn files_ending(&self, end: &str) -> impl Iterator<Item = &str> {
        self.files().filter(move |file| file.ends_with(end))
    }

    /// The folders in `crates/` that hold a package.
    pub fn crates(&self) -> impl Iterator<Item = &str> {
        self.files().filter_map(|file| {
            let folder = file.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
            (!folder.contains('/')).then_some(folder)
        })
    }

    /// The text of a file; `None` when there is none, or when it is not UTF-8.
    pub fn text(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.root.join(file)).ok()
    }

    /// The bytes of a file; `None` when there is none.
    pub fn bytes(&self, file: &str) -> Option<Vec<u8>> {
        fs::read(self.root.join(file)).ok()
    }

    /// Whether a file or folder of this name is there. A name with `..` may not lead out of the root.
    pub fn exists(&self, name: &str) -> bool {
        let mut parts = Vec::new();
        for part in name.split('/') {
            match part {
                "" | "." => {}
                ".." if parts.pop().is_none() => return false,
                ".." => {}
                _ => parts.push(part),
            }
        }
        let name = parts.join("/");
        name.is_empty()
            || self.files().any(|file| {
                file.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
    }
}

fn collect(folder: &Path, prefix: &str, ignored: &Ignored, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        let Ok(kind) = entry.file_type() else { continue };
        if name == ".git" || ignored.matches(&path, &name) {
            continue;
        }
        if kind.is_dir() {
            collect(&entry.path(), &path, ignored, files);
        } else if kind.is_file() {
            files.push(path);
        }
    }
}

/// The patterns of a `.gitignore`, as far as this repository uses them: `/path`, `name`, `name/` and `*end`.
struct Ignored {
    patterns: Vec<String>,
}

impl Ignored {
    fn read(text: &str) -> Self {
        let patterns = text.lines().map(|line| line.trim().trim_end_matches('/'));
        let patterns = patterns.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ignored { patterns: patterns.map(str::to_owned).collect() }
    }

    fn matches(&self, path: &str, name: &str) -> bool {
        self.patterns.iter().any(|pattern| match (pattern.strip_prefix('/'), pattern.strip_prefix('*')) {
            (Some(anchored), _) => path == anchored,
            (None, Some(end)) => name.ends_with(end),
            (None, None) => name == pattern,
        })
    }
}

/// A made-up repository for a test, and what a check finds in it.
#[cfg(test)]
pub(crate) fn found(check: crate::Check, files: &[(&str, &str)]) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    check(root.path()).iter().map(Problem::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_ignores_is_not_there() {
        let list: crate::Check = |root| Tree::open(root).files().map(|file| Problem::new(file, "")).collect();
        let files = [
            (".gitignore", "# built\n/target\n__pycache__/\n*.orig\n"),
            (".git/config", ""),
            ("a/__pycache__/b.pyc", ""),
            ("a/b.rs.orig", ""),
            ("a/target/kept.rs", ""),
            ("target/gone.rs", ""),
        ];
        assert_eq!(found(list, &files), [".gitignore: ", "a/target/kept.rs: "]);
    }

    #[test]
    fn a_name_leads_to_files_and_folders_of_the_tree_only() {
        let names = ["a", "a/b.rs", "c/../a/./b.rs", "a/b", "../a/b.rs", "a/../../a"];
        let list: crate::Check = |root| {
            let tree = Tree::open(root);
            let names = ["a", "a/b.rs", "c/../a/./b.rs", "a/b", "../a/b.rs", "a/../../a"];
            names.iter().filter(|name| tree.exists(name)).map(|name| Problem::new(name, "")).collect()
        };
        let expected: Vec<String> = names[..3].iter().map(|name| format!("{name}: ")).collect();
        assert_eq!(found(list, &[("a/b.rs", "")]), expected);
    }
}
