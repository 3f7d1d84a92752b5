//! Reads the files that the user names.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use retrospect_intake::{Metadata, files};
use retrospect_model::{ContentHash, Edtf, decode};

use crate::report::{self, Outcome};

/// A text as it was read.
pub struct Input {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// SHA-256 of the bytes as received.
    pub hash: ContentHash,
    pub text: String,
    /// When it was published, as far as the caller asked for it and the file says.
    pub published: Option<Edtf>,
}

/// Whether to ask a file when it was published.
pub enum Publication<'a> {
    /// Nobody needs it.
    Unneeded,
    /// What is known on the command line beats what the file says.
    Wanted(&'a Metadata),
}

/// Bytes of text that are worked on together before anything is printed; a longer file goes alone.
const BATCH_BYTES: usize = 1 << 20;
const BATCH_FILES: usize = 256;

/// Reads the next files. Says which cannot be read, and notes it in the outcome.
pub fn batch<'p>(
    files: &mut impl Iterator<Item = &'p PathBuf>,
    publication: &Publication<'_>,
    outcome: &mut Outcome,
) -> Vec<Input> {
    let (mut batch, mut bytes): (Vec<Input>, usize) = Default::default();
    while bytes < BATCH_BYTES && batch.len() < BATCH_FILES {
        let Some(path) = files.next() else { break };
        match read(path, publication) {
            Ok(input) => {
                bytes += input.text.len();
                batch.push(input);
            }
            Err(message) => {
                report::unusable(&message);
                *outcome = Outcome::SomeUnusable;
            }
        }
    }
    batch
}

/// Reads a file, or standard input for `-`. Warns of bytes that are not UTF-8; the error is a sentence with a hint.
fn read(path: &Path, publication: &Publication<'_>) -> Result<Input, String> {
    let bytes = whole(path)?;
    let hash = ContentHash::of(&bytes);
    let published = match publication {
        Publication::Unneeded => None,
        Publication::Wanted(known) => files::published(path, &bytes, known),
    };
    // The usual case keeps the bytes where they are.
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let decoded = decode(error.as_bytes());
        if let Some(problems) = &decoded.problems {
            report::warn(&format!("{}: {problems}", report::name(path)));
        }
        decoded.text
    });
    if u32::try_from(text.len()).is_err() {
        let hint = "hint: split it into documents of less than 4 GiB";
        return Err(format!("cannot read {}: it has 4 GiB of text or more\n{hint}", report::name(path)));
    }
    Ok(Input { path: path.to_owned(), hash, text, published })
}

/// The bytes of a file, or of standard input for `-`; the error is a sentence with a hint.
pub fn whole(path: &Path) -> Result<Vec<u8>, String> {
    bytes(path).map_err(|error| format!("cannot read {}: {}", report::name(path), explained(&error)))
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    if path.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    std::fs::read(path)
}

fn explained(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => {
            "there is no such file\nhint: check the spelling, or give `-` for standard input".to_owned()
        }
        ErrorKind::IsADirectory => {
            "it is a folder\nhint: name the files in it, for example `FOLDER/*.txt`".to_owned()
        }
        ErrorKind::PermissionDenied => {
            "permission denied\nhint: make the file readable for your user".to_owned()
        }
        _ => format!("{error}\nhint: copy the file to another place and try again"),
    }
}
