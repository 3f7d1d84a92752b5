//! Turns texts into problems of wording: paths of one machine, hosts of package registries, notes that explain
//! nothing. Start at [`words`].

use std::path::Path;

use crate::tree::{Problem, Tree};

// The words are put together here, so that this file does not name them.
const MACHINE_PATHS: [&str; 5] = [
    concat!("/", "work/"),
    concat!("/", "home/"),
    concat!("/", "root/"),
    concat!("/", "Users/"),
    concat!(":\\", "Users\\"),
];
const REGISTRY_HOSTS: [&str; 6] = [
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("py", "pi.org"),
    concat!("python", "hosted.org"),
    concat!("registry.", "npmjs.org"),
    concat!("proxy.", "golang.org"),
];
const NOTES: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
/// Words that a note needs to be an explanation.
const NOTE_WORDS_MIN: usize = 3;
/// Files in which notes are looked for, by their extensions; files without one are scripts.
const CODE: [&str; 7] = ["rs", "py", "sh", "toml", "md", "yml", ""];

/// Checks that no text names a path of somebody's machine or the host of a package registry, which is for each user's
/// own configuration to choose, and that no note in code is left without an explanation.
pub fn words(root: &Path) -> Vec<Problem> {
    let tree = Tree::open(root);
    let mut problems = Vec::new();
    for path in tree.files() {
        let Some(text) = tree.text(path) else { continue };
        for (index, line) in text.lines().enumerate() {
            let what = machine_path(line).or_else(|| registry_host(line)).or_else(|| bare_note(path, line));
            problems.extend(what.map(|what| Problem::at(path, index + 1, what)));
        }
    }
    problems
}

fn machine_path(line: &str) -> Option<String> {
    // What goes before tells the start of a path from the middle of one, as in `docs/...` or `$HOME/...`.
    let goes_on = |c: char| c.is_alphanumeric() || "._-~$})]/*".contains(c);
    let begins = |at: usize| line.get(..at).is_none_or(|before| !before.ends_with(goes_on));
    let found = MACHINE_PATHS
        .iter()
        .find(|path| line.match_indices(**path).any(|(at, _)| path.starts_with(':') || begins(at)));
    found.map(|path| format!("names `{path}`, a path of one machine"))
}

fn registry_host(line: &str) -> Option<String> {
    let found = REGISTRY_HOSTS.iter().find(|host| line.contains(**host));
    found.map(|host| format!("names `{host}`: which registry is asked is the user's choice"))
}

fn bare_note(path: &str, line: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path).trim_start_matches('.');
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !CODE.contains(&extension) {
        return None;
    }
    let bare =
        NOTES.iter().find(|note| line.match_indices(**note).any(|(at, _)| is_bare(line, at, note.len())));
    bare.map(|note| {
        format!("a {note} says in {NOTE_WORDS_MIN} words or more what is to be done, after a colon")
    })
}

/// Whether the word at a place is a note, not a part of another word or a quoted one, and has no explanation.
fn is_bare(line: &str, at: usize, length: usize) -> bool {
    let (before, rest) = (line.get(..at).unwrap_or_default(), line.get(at + length..).unwrap_or_default());
    let is_part = |c: char| c.is_alphanumeric() || "_`\"'".contains(c);
    if before.ends_with(is_part) || rest.starts_with(is_part) {
        return false;
    }
    let Some((_, explanation)) = rest.split_once(':') else { return true };
    let explained = explanation.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    explained.count() < NOTE_WORDS_MIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::found;

    fn problems(path: &str, line: &str) -> usize {
        found(words, &[(path, line)]).len()
    }

    #[test]
    fn paths_of_a_machine_are_found_where_they_begin() {
        for path in MACHINE_PATHS {
            for before in ["", "\"", "= ", "(", "file://"] {
                let expected = usize::from(!(before.ends_with('/') && path.starts_with('/')));
                assert_eq!(problems("a.txt", &format!("{before}{path}x")), expected, "{before}{path}");
            }
        }
        for line in ["docs/home/a", "$HOME/work/a", "https://example.org/home/", "../work/", "homework/"] {
            assert_eq!(problems("a.rs", line), 0, "{line}");
        }
    }

    #[test]
    fn registry_hosts_are_found() {
        for host in REGISTRY_HOSTS {
            assert_eq!(problems("a.toml", &format!("url = \"https://{host}/x\"")), 1, "{host}");
        }
        assert_eq!(
            problems("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\""),
            0
        );
    }

    #[test]
    fn a_note_needs_an_explanation() {
        let [todo, fixme] = NOTES;
        for line in [format!("// {todo}"), format!("# {fixme}: later"), format!("// {todo}(#3) mend")] {
            assert_eq!(problems("a.rs", &line), 1, "{line}");
            assert_eq!(problems("run", &line), 1, "{line}");
            assert_eq!(problems("a.tsv", &line), 0, "{line}");
        }
        for line in [
            format!("// {todo}(#3): read the second page"),
            format!("a `{fixme}` is text"),
            format!("MY{todo}S"),
        ] {
            assert_eq!(problems("a.rs", &line), 0, "{line}");
        }
    }
}
