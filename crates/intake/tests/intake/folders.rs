//! Folders, side files and files that are not there.

use std::fs;
use std::path::{Path, PathBuf};

use retrospect_intake::files::{Entry, expand, read_file};
use retrospect_intake::{Metadata, Severity};

/// A folder of its own for a test, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn a_folder_stands_for_its_files_by_name() {
    let root = folder("by-name");
    for (name, content) in [
        ("b.txt", "B."),
        ("a.pdf", "A."),
        ("a.pdf.meta.json", "{}"),
        ("c.html", "C."),
        ("c.meta.json", "{\"title\": \"C\"}"),
        (".hidden", "x"),
        ("lone.meta.json", "{}"),
        ("inner/d.txt", "D."),
    ] {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let expanded = expand([root.as_path()]);
    assert_eq!(expanded.problems, []);
    let entry = |name: &str, side_file: Option<&str>| Entry {
        path: root.join(name),
        side_file: side_file.map(|name| root.join(name)),
    };
    assert_eq!(
        expanded.entries,
        [
            entry("a.pdf", Some("a.pdf.meta.json")),
            entry("b.txt", None),
            entry("c.html", Some("c.meta.json")),
            entry("inner/d.txt", None),
        ]
    );
    // What a glob would name: side files are still none, and nothing is read twice.
    let named: Vec<PathBuf> = ["c.meta.json", "b.txt", "c.html", "b.txt", "lone.meta.json"]
        .iter()
        .map(|name| root.join(name))
        .collect();
    let expanded = expand(named.iter().map(PathBuf::as_path));
    assert_eq!(expanded.entries, [entry("b.txt", None), entry("c.html", Some("c.meta.json"))]);
}

#[test]
fn a_file_is_read_with_its_side_file() {
    let root = folder("side-file");
    fs::write(root.join("a.txt"), "The movement split.").unwrap();
    fs::write(
        root.join("a.txt.meta.json"),
        "{\"title\": \"side\", \"publisher\": \"side\", \"published\": \"soon\"}",
    )
    .unwrap();
    let expanded = expand([root.as_path()]);
    let command_line = Metadata { title: Some("line".to_owned()), ..Metadata::default() };
    let intake = read_file(&expanded.entries[0], &command_line);
    let publication = intake.documents[0].document.publication();
    assert_eq!(publication.title.as_deref(), Some("line"));
    assert_eq!(publication.publisher.as_deref(), Some("side"));
    assert_eq!(intake.severity(), Some(Severity::Partial));
    assert!(intake.problems[0].to_string().contains("`published` in its side file is not a date: `soon`"));
}

#[test]
fn what_is_not_there_is_said() {
    let root = folder("not-there");
    let expanded = expand([root.join("a.txt").as_path()]);
    assert_eq!(expanded.entries, []);
    assert_eq!(expanded.problems[0].severity(), Severity::Unusable);
    let entry = Entry { path: root.join("a.txt"), side_file: None };
    assert!(read_file(&entry, &Metadata::default()).problems[0].to_string().starts_with("cannot read `"));
}
