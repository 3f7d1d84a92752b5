//! Cases that cannot be opened or written: each is told in a sentence with a hint, exit status 2, and nothing that was
//! recorded is lost.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use retrospect_model::Instant as Recorded;
use retrospect_store::{Access, Case};

use crate::run::retrospect;

const CLAIM: &str = r#"{"doc":"post","kind":"pledge","actor":["Harrun Front"],"target":["Council of Ten Rivers"],"quote":"pledged allegiance","start":0,"end":18,"when":"2015-05-03"}"#;
const MORE: &str =
    r#"{"doc":"reply","kind":"split","actor":["Harrun Front"],"quote":"left","start":0,"end":4}"#;

/// A folder with `x.retro`, in which a claim is, and files with another claim and with a document.
fn with_case() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    file("claims.jsonl", CLAIM);
    file("more.jsonl", MORE);
    file("post.txt", "On 3 May 2015 the Harrun Front pledged allegiance to the Council of Ten Rivers.");
    assert_eq!(retrospect(folder.path(), &["import", "x.retro", "jsonl", "claims.jsonl"], b"").status, 0);
    folder
}

fn exported(folder: &Path) -> String {
    let said = retrospect(folder, &["export", "x.retro", "jsonl", "-"], b"");
    assert_eq!(said.status, 0, "{}", said.err);
    said.out
}

/// Runs the program as somebody to whom permissions apply, which they do not to root.
fn unprivileged(folder: &Path, before: &str, arguments: &[&str]) -> Output {
    let is_root = fs::metadata("/proc/self").is_ok_and(|found| found.uid() == 0);
    let privileges = if is_root { "setpriv --bounding-set=-all --inh-caps=-all " } else { "" };
    let script = format!("{before} exec {privileges}\"$0\" \"$@\"");
    let mut shell = Command::new("bash");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_retrospect")]).args(arguments).current_dir(folder);
    shell.output().unwrap()
}

/// What it said when it refused.
fn refusal(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("\nhint: "), "{said}");
    said
}

#[test]
fn a_case_that_is_read_only_is_read_and_not_written() {
    let folder = with_case();
    let before = exported(folder.path());
    let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let case = folder.path().join("x.retro");
    let check = || {
        for arguments in [&["add", "x.retro", "post.txt"][..], &["import", "x.retro", "jsonl", "more.jsonl"]]
        {
            let said = refusal(&unprivileged(folder.path(), "", arguments));
            assert!(
                said.contains("cannot write case `x.retro`: the file or its folder is read-only"),
                "{said}"
            );
        }
        let asked = unprivileged(folder.path(), "", &["claims", "x.retro", "--format", "jsonl"]);
        assert_eq!(String::from_utf8_lossy(&asked.stdout).lines().count(), 1, "{asked:?}");
    };
    mode(&case, 0o444);
    check();
    // A reader leaves files of SQLite's beside the case; where these may be written, the case may be.
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(folder.path().join(format!("x.retro{ending}")));
    }
    mode(folder.path(), 0o555);
    check();
    mode(&case, 0o644);
    check();
    let made = refusal(&unprivileged(folder.path(), "", &["add", "new.retro", "post.txt"]));
    assert!(made.contains("cannot write case `new.retro`: the file or its folder is read-only"), "{made}");
    mode(folder.path(), 0o755);
    assert_eq!(exported(folder.path()), before);
}

#[test]
fn a_writer_waits_for_another_and_then_says_so() {
    let folder = with_case();
    let before = exported(folder.path());
    let mut case = Case::open(&folder.path().join("x.retro"), Access::Write).unwrap();
    let writer = case.write(Recorded::from_unix_millis(0)).unwrap();
    // Others read all the while.
    assert_eq!(exported(folder.path()), before);
    let begin = Instant::now();
    let said = retrospect(folder.path(), &["import", "x.retro", "jsonl", "more.jsonl"], b"");
    assert!(begin.elapsed() >= Duration::from_secs(9), "{:?}", begin.elapsed());
    assert_eq!(said.status, 2, "{}", said.err);
    assert!(
        said.err.contains(
            "case `x.retro` is in use: another process has been writing to it for 10 s\nhint: wait"
        ),
        "{}",
        said.err
    );
    drop(writer);
    assert_eq!(exported(folder.path()), before);
    assert_eq!(retrospect(folder.path(), &["import", "x.retro", "jsonl", "more.jsonl"], b"").status, 0);
}

#[test]
fn where_no_more_can_be_written_nothing_is_lost() {
    let folder = with_case();
    let before = exported(folder.path());
    let long: String =
        (0..20_000).map(|number| MORE.replace("reply", &format!("d{number}")) + "\n").collect();
    fs::write(folder.path().join("long.jsonl"), long).unwrap();
    // No file may grow beyond a megabyte.
    let limit = "trap '' XFSZ; ulimit -f 1024;";
    let output = unprivileged(folder.path(), limit, &["import", "x.retro", "jsonl", "long.jsonl"]);
    let said = refusal(&output);
    assert!(said.contains("cannot write case `x.retro`: no more could be written"), "{said}");
    assert_eq!(exported(folder.path()), before);
    let case = Case::open(&folder.path().join("x.retro"), Access::Read).unwrap();
    assert_eq!(case.check().unwrap().faults, []);
    drop(case);
    assert_eq!(retrospect(folder.path(), &["import", "x.retro", "jsonl", "long.jsonl"], b"").status, 0);
    assert_eq!(exported(folder.path()).matches("\"kind\":\"split\"").count(), 20_000);
}

#[test]
fn a_newer_or_cut_off_case_is_refused_by_every_command() {
    let folder = with_case();
    let path = folder.path().join("x.retro");
    let whole = fs::read(&path).unwrap();
    let commands: [&[&str]; 6] = [
        &["add", "x.retro", "post.txt"],
        &["import", "x.retro", "jsonl", "more.jsonl"],
        &["export", "x.retro", "jsonl", "-"],
        &["claims", "x.retro"],
        &["asof", "x.retro", "allegiance"],
        &["sources", "x.retro"],
    ];
    let check = |bytes: &[u8], expected: &str| {
        fs::write(&path, bytes).unwrap();
        for arguments in commands {
            let said = retrospect(folder.path(), arguments, b"");
            assert_eq!(said.status, 2, "{arguments:?}: {}", said.err);
            let is_told = said.err.contains(expected) && said.err.contains("\nhint: ");
            assert!(is_told, "{arguments:?}: {}", said.err);
        }
        assert_eq!(fs::read(&path).unwrap(), bytes);
    };
    let mut newer = whole.clone();
    // Where the header has the format: https://www.sqlite.org/fileformat.html, section 1.3.12.
    newer[60..64].copy_from_slice(&9_u32.to_be_bytes());
    check(&newer, "cannot open case `x.retro`: written in format 9, this build reads 1 to 1");
    check(&whole[..whole.len() - 1], "cannot open case `x.retro`: it is cut off");
    check(&whole[..50], "cannot open case `x.retro`: it is cut off");
    fs::write(&path, &whole).unwrap();
    assert!(exported(folder.path()).contains("pledged allegiance"));
}

#[test]
fn a_claim_without_evidence_is_named_and_the_rest_recorded() {
    let folder = with_case();
    let lines = [MORE, r#"{"doc":"reply","kind":"split","actor":["Harrun Front"]}"#, "{", "[]"].join("\n");
    fs::write(folder.path().join("lines.jsonl"), lines).unwrap();
    let said = retrospect(folder.path(), &["import", "x.retro", "jsonl", "lines.jsonl"], b"");
    assert_eq!(said.status, 2, "{}", said.err);
    for expected in [
        "error: `lines.jsonl`, line 2: a claim needs evidence: it has no `quote`",
        "error: `lines.jsonl`, line 3: ",
        "error: `lines.jsonl`, line 4: ",
        "x.retro: 1 new, 0 were there, 3 refused",
    ] {
        assert!(said.err.contains(expected), "{expected} is not in {}", said.err);
    }
}
