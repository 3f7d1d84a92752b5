//! Runs the program and keeps what it said.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the program said.
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs `retrospect` with arguments in a folder, with bytes on standard input.
pub fn retrospect(folder: &Path, arguments: &[&str], input: &[u8]) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_retrospect"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("RETROSPECT_MODEL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let input = input.to_vec();
    // Written beside reading, so that neither side waits for the other.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the program ends");
    // A program that stops before it has read everything closes the pipe: that is its right.
    let _ = writer.join().expect("the writer does not panic");
    Said {
        status: output.status.code().expect("the program is not killed"),
        out: String::from_utf8(output.stdout).expect("data is UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
    }
}
