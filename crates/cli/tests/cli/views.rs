//! What is drawn: `timeline` and `network`.

use std::fs;
use std::path::Path;

use crate::run::retrospect;

/// A case of the worked example, in a folder of its own.
fn demo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let said = retrospect(folder.path(), &["demo"], b"");
    assert_eq!(said.status, 0, "{}", said.err);
    folder
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let said = retrospect(folder, arguments, b"");
    assert_eq!(said.status, 0, "{arguments:?}: {}", said.err);
    said.out
}

#[test]
fn a_timeline_shows_the_deception_window_of_the_taliban() {
    let folder = demo();
    let timeline = ["timeline", "imu-2015.retro", "--actor", "Taliban", "--on", "2014-01-01"];
    let svg = done(folder.path(), &[&timeline[..], &["--svg", "-"]].concat());
    for expected in ["<svg ", "deception window of Taliban", "Mullah Omar led Taliban", "on 2014-01-01"] {
        assert!(svg.contains(expected), "{expected}");
    }
    // Two days before, nobody could know; what was said later is there, but faintly.
    let before = done(folder.path(), &[&timeline[..], &["--said-by", "2015-07-29", "--svg", "-"]].concat());
    assert!(!before.contains("deception window") && before.contains("rv-later"));
    let list = done(folder.path(), &timeline);
    assert!(list.contains("deception window of Taliban: 2013-04-23..2015-07-30"), "{list}");

    done(folder.path(), &[&timeline[..], &["--html", "page.html"]].concat());
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("Over the years"));
    assert!(!page.contains("<script") && page.len() < 300_000, "{}", page.len());
    done(folder.path(), &[&timeline[..], &["--html", "again.html"]].concat());
    assert_eq!(page, fs::read_to_string(folder.path().join("again.html")).unwrap());
}

#[test]
fn a_network_is_of_a_day() {
    let folder = demo();
    let on = |day: &str| done(folder.path(), &["network", "imu-2015.retro", "--on", day]);
    assert!(
        on("2014-01-01").contains("Islamic Movement of Uzbekistan was allied with Taliban")
            || on("2014-01-01").contains("Taliban was allied with Islamic Movement of Uzbekistan")
    );
    assert!(on("2015-09-10").contains("Islamic Movement of Uzbekistan was pledged to Islamic State"));
    assert!(!on("2014-01-01").contains("pledged to Islamic State"));
    assert_eq!(on("1900-01-01").lines().filter(|line| line.contains("Islamic State")).count(), 0);
    let svg = done(folder.path(), &["network", "imu-2015.retro", "--on", "2015-09-10", "--svg", "-"]);
    assert!(svg.contains("allegiance: Islamic Movement of Uzbekistan to Islamic State"), "{svg}");
}

#[test]
fn a_drawing_that_cannot_be_written_says_so() {
    let folder = demo();
    let said = retrospect(folder.path(), &["timeline", "imu-2015.retro", "--svg", "no/where.svg"], b"");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("cannot write `no/where.svg`") && said.err.contains("hint: "), "{}", said.err);
    let said = retrospect(folder.path(), &["network", "imu-2015.retro", "--actor", "Nobody"], b"");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("nobody in case"), "{}", said.err);
}
