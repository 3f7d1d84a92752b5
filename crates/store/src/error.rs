//! Turns what can go wrong with a case into sentences with a hint. Start at [`StoreError`].

use std::path::{Path, PathBuf};

use retrospect_model::ModelError;
use rusqlite::ErrorCode;

/// Why something could not be done with a case. Nothing that was recorded before is lost by any of these.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file.
    #[error("cannot open case `{}`: there is no such file\nhint: check the spelling; `retrospect add` makes a case from documents", .path.display())]
    Missing {
        /// The case.
        path: PathBuf,
    },
    /// It is something else.
    #[error("cannot open case `{}`: {what}\nhint: a case is a file that `retrospect add` made, usually ending in .retro", .path.display())]
    NotACase {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// A later version wrote it.
    #[error("cannot open case `{}`: written in format {found}, this build reads 1 to {}\nhint: upgrade retrospect, or export the case with the newer version and import it here", .path.display(), crate::FORMAT)]
    NewerFormat {
        /// The case.
        path: PathBuf,
        /// Its format.
        found: i64,
    },
    /// A part of it is missing.
    #[error("cannot open case `{}`: it is cut off: {bytes} bytes of {expected}\nhint: copy it again from where it came from; what is left of it was not changed", .path.display())]
    Truncated {
        /// The case.
        path: PathBuf,
        /// How long it is.
        bytes: u64,
        /// How long it should be.
        expected: u64,
    },
    /// It contradicts itself.
    #[error("case `{}` is damaged: {reason}\nhint: keep a copy of it, then go back to your last good copy or export", .path.display())]
    Damaged {
        /// The case.
        path: PathBuf,
        /// In what way.
        reason: String,
    },
    /// Another process is writing.
    #[error("case `{}` is in use: another process has been writing to it for {seconds} s\nhint: wait for it to end, or end it, and try again", .path.display())]
    Busy {
        /// The case.
        path: PathBuf,
        /// How long we waited.
        seconds: u64,
    },
    /// The system does not let us write.
    #[error("cannot write case `{}`: the file or its folder is read-only\nhint: copy the case to a folder that you may write to", .path.display())]
    ReadOnly {
        /// The case.
        path: PathBuf,
    },
    /// No space is left.
    #[error("cannot write case `{}`: the disk is full\nhint: free some space and run it again; what was recorded before is kept", .path.display())]
    Full {
        /// The case.
        path: PathBuf,
    },
    /// The system took no more bytes.
    #[error("cannot write case `{}`: no more could be written: {reason}\nhint: see whether the disk is full or failing, or a quota or limit on files is reached, and run it again; what was recorded before is kept", .path.display())]
    Unwritten {
        /// The case.
        path: PathBuf,
        /// In SQLite's words.
        reason: String,
    },
    /// The system said no.
    #[error("cannot {action} `{}`: {reason}\nhint: check that the folder is there and that you may write to it", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// In the system's words.
        reason: String,
    },
    /// A claim cannot be recorded.
    #[error("{0}")]
    Claim(#[from] ModelError),
    /// A claim quotes what its document does not say.
    #[error(
        "the words of claim {claim} do not stand at {span} of `{document}`\nhint: correct `quote`, `start` and `end`; offsets count characters of the text in the case"
    )]
    Quote {
        /// The claim.
        claim: retrospect_model::ClaimId,
        /// The document.
        document: retrospect_model::DocumentId,
        /// Where they should stand.
        span: retrospect_model::Span,
    },
    /// A line of an import has another form.
    #[error("not a line of an export: {reason}")]
    Line {
        /// What is wrong with it.
        reason: String,
    },
    /// SQLite said something else.
    #[error("case `{}`: {reason}\nhint: run it again; if it stays, keep a copy of the case and report this", .path.display())]
    Other {
        /// The case.
        path: PathBuf,
        /// In its words.
        reason: String,
    },
}

/// How long another process may write before we give up, in seconds.
pub const WAIT_SECONDS: u64 = 10;

/// What an error of SQLite means for the case at `path`.
pub(crate) fn explained(path: &Path, error: &rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    let Some(code) = error.sqlite_error_code() else {
        return match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..) => {
                StoreError::Damaged { path, reason: error.to_string() }
            }
            _ => StoreError::Other { path, reason: error.to_string() },
        };
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            StoreError::Busy { path, seconds: WAIT_SECONDS }
        }
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::ReadOnly { path },
        ErrorCode::DiskFull => StoreError::Full { path },
        ErrorCode::DatabaseCorrupt => StoreError::Damaged { path, reason: error.to_string() },
        ErrorCode::NotADatabase => StoreError::NotACase { path, what: "it is neither a case nor empty" },
        ErrorCode::CannotOpen => StoreError::Io {
            action: "open case",
            path,
            reason: "the system does not let it be opened".to_owned(),
        },
        ErrorCode::SystemIoFailure if is_of_writing(error) => {
            StoreError::Unwritten { path, reason: error.to_string() }
        }
        ErrorCode::SystemIoFailure => {
            StoreError::Io { action: "read or write case", path, reason: error.to_string() }
        }
        _ => StoreError::Other { path, reason: error.to_string() },
    }
}

/// Whether the system failed to write, rather than to read.
fn is_of_writing(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{
        SQLITE_IOERR_FSYNC, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE,
    };
    let code = error.sqlite_error().map(|error| error.extended_code);
    let of_writing = [SQLITE_IOERR_FSYNC, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE];
    code.is_some_and(|code| of_writing.contains(&code))
}
