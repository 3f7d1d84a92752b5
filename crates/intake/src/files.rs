//! Turns paths into files to read, at the edge: lists folders, finds side files, reads bytes. Start at [`expand`]; this
//! is the only module that touches the disk.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use retrospect_model::Edtf;

use crate::format::{Format, Kind, recognise};
use crate::given::{Given, Metadata, SIDE_FILE_ENDING};
use crate::problem::{Fault, Problem};
use crate::read::read;
use crate::source::Intake;

pub use crate::contain::hush_contained_panics;

/// A file to read, and the side file that tells of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file.
    pub path: PathBuf,
    /// Its side file, if it has one.
    pub side_file: Option<PathBuf>,
}

/// The files that some paths stand for, and the paths that stand for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expanded {
    /// The files, in the order of the paths, those of a folder by name.
    pub entries: Vec<Entry>,
    /// What could not be listed.
    pub problems: Vec<Problem>,
}

/// How deep folders within folders are entered.
const FOLDERS_MAX: usize = 64;

/// The files that `paths` stand for: a file for itself, a folder for the files in it and in its folders, sorted by
/// name, hidden ones left out. A side file is never a file to read, however it is named; a file that is named twice is
/// listed once.
///
/// ```
/// use retrospect_intake::files;
///
/// let nothing = files::expand(["no-such-file.txt".as_ref()]);
/// assert!(nothing.entries.is_empty());
/// assert!(nothing.problems[0].to_string().starts_with("cannot read `no-such-file.txt`: "));
/// ```
pub fn expand<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Expanded {
    let mut expanded = Expanded::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => folder(path, FOLDERS_MAX, &mut seen, &mut expanded),
            Ok(_) => file(path, &mut seen, &mut expanded),
            Err(error) => expanded.problems.push(problem(path, &error)),
        }
    }
    expanded
}

/// Reads one file, with what its side file says below what was said with this run.
pub fn read_file(entry: &Entry, command_line: &Metadata) -> Intake {
    let name = entry.path.display().to_string();
    let bytes = match fs::read(&entry.path) {
        Ok(bytes) => bytes,
        Err(error) => return Intake { documents: Vec::new(), problems: vec![problem(&entry.path, &error)] },
    };
    let (side_file, faults) = side_file(entry.side_file.as_deref());
    let given = Given { command_line: command_line.clone(), side_file };
    let mut intake = read(&bytes, &name, &given);
    let of_side_file = faults.into_iter().map(|fault| Problem { file: name.clone(), place: None, fault });
    intake.problems.splice(0..0, of_side_file);
    intake
}

/// When a file of these bytes was published: as `command_line` says, or the side file of `path`, or the file itself,
/// where it is one document. `path` need not be there, as that of standard input is not.
pub fn published(path: &Path, bytes: &[u8], command_line: &Metadata) -> Option<Edtf> {
    let (side_file, _) = side_file(side_file_of(path).as_deref());
    let known = command_line.published.clone().or_else(|| side_file.published.clone());
    let name = path.display().to_string();
    known.or_else(|| {
        // Plain text says nothing of itself, so that a long one need not be read for it.
        if recognise(bytes, &name) == Ok(Kind::Document(Format::Text)) {
            return None;
        }
        let given = Given { command_line: command_line.clone(), side_file };
        match &*read(bytes, &name, &given).documents {
            [only] => only.document.publication().published.clone(),
            _ => None,
        }
    })
}

/// What a side file says, and what is wrong with it.
fn side_file(path: Option<&Path>) -> (Metadata, Vec<Fault>) {
    match path.map(fs::read) {
        Some(Ok(bytes)) => Metadata::of_side_file(&bytes),
        Some(Err(error)) => (Metadata::default(), vec![Fault::SideFile { reason: error.to_string() }]),
        None => Default::default(),
    }
}

/// Adds the files of a folder.
fn folder(path: &Path, depth: usize, seen: &mut BTreeSet<PathBuf>, expanded: &mut Expanded) {
    let listed: io::Result<Vec<fs::DirEntry>> = fs::read_dir(path).and_then(Iterator::collect);
    let mut children = match listed {
        Ok(children) => children,
        Err(error) => return expanded.problems.push(problem(path, &error)),
    };
    children.sort_by_key(fs::DirEntry::file_name);
    for child in children {
        if child.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        // A link to a folder is not followed: it may lead back here.
        match child.file_type() {
            Ok(kind) if kind.is_dir() && depth > 0 => folder(&child.path(), depth - 1, seen, expanded),
            Ok(kind) if kind.is_dir() => {}
            Ok(_) if fs::metadata(child.path()).is_ok_and(|metadata| metadata.is_dir()) => {}
            Ok(_) => file(&child.path(), seen, expanded),
            Err(error) => expanded.problems.push(problem(&child.path(), &error)),
        }
    }
}

/// Adds a file, unless it is a side file or listed already.
fn file(path: &Path, seen: &mut BTreeSet<PathBuf>, expanded: &mut Expanded) {
    let is_side_file = path.to_string_lossy().to_ascii_lowercase().ends_with(SIDE_FILE_ENDING);
    let canonical = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if !is_side_file && seen.insert(canonical) {
        expanded.entries.push(Entry { path: path.to_owned(), side_file: side_file_of(path) });
    }
}

/// The side file of a file: `report.pdf.meta.json`, or else `report.meta.json`.
fn side_file_of(path: &Path) -> Option<PathBuf> {
    let beside = |name: &std::ffi::OsStr| {
        let mut name = name.to_owned();
        name.push(SIDE_FILE_ENDING);
        Some(path.with_file_name(name)).filter(|side_file| side_file.is_file())
    };
    beside(path.file_name()?).or_else(|| beside(path.file_stem()?))
}

fn problem(path: &Path, error: &io::Error) -> Problem {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    Problem { file: path.display().to_string(), place: None, fault: Fault::Io { reason } }
}
