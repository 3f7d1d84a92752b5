//! Tells how far long work is, on a terminal only. Start at [`Progress`].

#![expect(clippy::print_stderr, reason = "progress is for the user's terminal")]

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Fewer files are done before anybody wonders.
const FILES_MIN: usize = 20;
/// How often the line changes.
const PAUSE: Duration = Duration::from_millis(200);
/// Goes to the beginning of the line and empties it (ECMA-48: EL).
const EMPTY_LINE: &str = "\r\x1b[K";

/// Counts files that are done, for threads to share.
pub struct Progress {
    files: usize,
    done: AtomicUsize,
    /// When the line last changed; `None` when nobody is to see it.
    shown: Option<Mutex<Instant>>,
}

impl Progress {
    /// For so many files. Nothing is shown where standard error is no terminal, or for few files.
    pub fn new(files: usize) -> Self {
        let is_seen = files >= FILES_MIN && std::io::stderr().is_terminal();
        let shown = is_seen.then(|| Mutex::new(Instant::now()));
        Progress { files, done: AtomicUsize::new(0), shown }
    }

    /// Another file is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // A thread that finds another one at it goes on.
        let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::try_lock) else { return };
        if shown.elapsed() >= PAUSE {
            *shown = Instant::now();
            eprint!("{EMPTY_LINE}{done} of {} files", self.files);
        }
    }

    /// Makes room for messages and data.
    pub fn clear(&self) {
        if self.shown.is_some() {
            eprint!("{EMPTY_LINE}");
        }
    }
}
