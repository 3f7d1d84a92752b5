//! Tells the user what went wrong, and turns it into the exit status.

#![expect(clippy::print_stderr, reason = "messages to the user are what this module is for")]

use std::path::Path;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it was done.
    Done,
    /// The question's answer is a failure.
    Failed,
    /// Some input could not be used; the rest was done.
    SomeUnusable,
}

impl Outcome {
    /// The exit status of the contract.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::Failed => ExitCode::FAILURE,
            Self::SomeUnusable => ExitCode::from(2),
        }
    }
}

/// Says why the command could not go on.
pub fn fatal(error: &anyhow::Error) -> ExitCode {
    if is_broken_pipe(error) {
        // Whoever read the output has had enough, as `head` does.
        return ExitCode::SUCCESS;
    }
    eprintln!("error: {error:#}");
    Outcome::SomeUnusable.exit_code()
}

/// Says what else is known of the result.
pub fn note(message: &str) {
    eprintln!("note: {message}");
}

/// Says that something is not as it should be, though it could be used.
pub fn warn(message: &str) {
    eprintln!("warning: {message}");
}

/// Says why an input could not be used.
pub fn unusable(message: &str) {
    eprintln!("error: {message}");
}

/// A path as it stands in a message.
pub fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { format!("`{}`", path.display()) }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
