//! Turns the packages' manifests into problems of order: which crate may import which. Start at [`import_order`].

use crate::tree::{Problem, Tree};
use std::path::Path;

/// The crates in the order in which data flows; a crate may import those before it.
const ORDER: [&str; 17] = [
    "model",
    "matrix",
    "lang",
    "reader",
    "intake",
    "knowledge",
    "extract",
    "store",
    "resolve",
    "assess",
    "network",
    "findings",
    "study",
    "exchange",
    "view",
    "web",
    "cli",
];
/// Crates that stand outside the order: nothing may import them.
const OUTSIDE: [&str; 1] = ["tidy"];
/// What every package's name begins with.
const PREFIX: &str = "retrospect-";

/// Checks that each crate imports only crates earlier in the order, that its name is that of its folder, and that it
/// stands in the order at all. Dependencies of tests and build scripts count like the others.
pub fn import_order(root: &Path) -> Vec<Problem> {
    let tree = Tree::open(root);
    let mut problems = Vec::new();
    for folder in tree.crates() {
        let path = format!("crates/{folder}/Cargo.toml");
        let manifest = Manifest::read(&tree.text(&path).unwrap_or_default());
        if manifest.name.as_deref() != Some(&format!("{PREFIX}{folder}")) {
            problems.push(Problem::new(&path, format!("the package must be named `{PREFIX}{folder}`")));
        }
        let place = ORDER.iter().position(|name| *name == folder);
        if place.is_none() && !OUTSIDE.contains(&folder) {
            let what = format!("crate `{folder}` has no place in the order: {}", ORDER.join(", "));
            problems.push(Problem::new(&path, what));
        }
        for (line, imported) in &manifest.imports {
            let is_earlier = ORDER
                .iter()
                .position(|name| name == imported)
                .is_some_and(|imported| place.is_none_or(|place| imported < place));
            if !is_earlier {
                let what =
                    format!("`{folder}` may not import `{imported}`, which is not before it in the order");
                problems.push(Problem::at(&path, *line, what));
            }
        }
    }
    problems
}

/// What a package's manifest says of its name and of the workspace's crates that it imports.
#[derive(Default)]
struct Manifest {
    name: Option<String>,
    /// The line and the crate, without the prefix.
    imports: Vec<(usize, String)>,
}

impl Manifest {
    /// Reads a manifest line by line; a dependency is written on one line, or as a table of its own.
    fn read(text: &str) -> Self {
        let mut manifest = Manifest::default();
        let mut table = String::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.split_once('#').map_or(line, |(line, _)| line).trim();
            if let Some(header) = line.strip_prefix('[') {
                table = header.trim_matches(['[', ']']).to_owned();
                if let Some((_, name)) = table.rsplit_once("dependencies.") {
                    manifest.import(index + 1, name);
                }
                continue;
            }
            let Some((key, value)) = line.split_once('=') else { continue };
            let key = key.trim().trim_matches('"');
            if table == "package" && key == "name" {
                manifest.name = Some(value.trim().trim_matches('"').to_owned());
            } else if table.ends_with("dependencies") {
                manifest.import(index + 1, key.split('.').next().unwrap_or(key));
            }
            if table.contains("dependencies") {
                manifest.import_renamed(index + 1, key, value);
            }
        }
        manifest
    }

    fn import(&mut self, line: usize, package: &str) {
        if let Some(name) = package.trim_matches('"').strip_prefix(PREFIX) {
            self.imports.push((line, name.to_owned()));
        }
    }

    /// A dependency under another name: `lang = { package = "retrospect-lang", ... }`.
    fn import_renamed(&mut self, line: usize, key: &str, value: &str) {
        let renamed =
            if key == "package" { Some(value) } else { value.split_once("package").map(|(_, rest)| rest) };
        let quoted = renamed.and_then(|rest| rest.split('"').nth(1));
        if let Some(package) = quoted {
            self.import(line, package);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::found;

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"retrospect-{name}\"\n{rest}")
    }

    #[test]
    fn a_crate_may_import_what_stands_before_it() {
        let model = manifest("model", "[dependencies]\nserde.workspace = true\n");
        let cli =
            "[dependencies]\nretrospect-model.workspace = true\nretrospect-lang = { path = \"../lang\" }\n";
        let files =
            [("crates/model/Cargo.toml", model.as_str()), ("crates/cli/Cargo.toml", &manifest("cli", cli))];
        assert_eq!(found(import_order, &files), [""; 0]);
    }

    #[test]
    fn every_way_of_importing_a_later_crate_is_found() {
        let ways = [
            ("[dependencies]\nretrospect-cli.workspace = true\n", 4),
            ("[dev-dependencies]\nretrospect-cli = { path = \"../cli\" }\n", 4),
            ("[build-dependencies]\n\"retrospect-cli\" = \"0.1\"\n", 4),
            ("[target.'cfg(unix)'.dependencies]\nretrospect-cli.workspace = true\n", 4),
            ("[dependencies.retrospect-cli]\nworkspace = true\n", 3),
            ("[dependencies]\nshell = { package = \"retrospect-cli\", path = \"../cli\" }\n", 4),
            ("[dependencies.shell]\npackage = \"retrospect-cli\"\n", 4),
        ];
        for (way, line) in ways {
            let files = [("crates/lang/Cargo.toml", manifest("lang", way))];
            let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
            let what = "`lang` may not import `cli`, which is not before it in the order";
            assert_eq!(
                found(import_order, &files),
                [format!("crates/lang/Cargo.toml:{line}: {what}")],
                "{way}"
            );
        }
    }

    #[test]
    fn comments_and_other_tables_import_nothing() {
        let rest = "[dependencies]\n# retrospect-cli.workspace = true\n[features]\nretrospect-cli = []\n";
        assert_eq!(found(import_order, &[("crates/lang/Cargo.toml", &manifest("lang", rest))]), [""; 0]);
    }

    #[test]
    fn tidy_is_imported_by_none() {
        let rest = "[dev-dependencies]\nretrospect-tidy.workspace = true\n";
        let problems = found(import_order, &[("crates/cli/Cargo.toml", &manifest("cli", rest))]);
        assert_eq!(problems.len(), 1, "{problems:?}");
    }

    #[test]
    fn a_crate_needs_a_place_and_its_folders_name() {
        let problems = found(import_order, &[("crates/helpers/Cargo.toml", &manifest("help", ""))]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].contains("must be named `retrospect-helpers`"));
        assert!(problems[1].contains("has no place in the order: model, matrix, lang"));
    }
}
