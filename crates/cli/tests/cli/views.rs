//! What is drawn and reported: `timeline`, `network`, `report` and `verify`.

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
    assert!(on("2016-06-01").lines().all(|line| !line.contains("pledged to")), "it had ended by then");
    let svg = done(folder.path(), &["network", "imu-2015.retro", "--on", "2015-09-10", "--svg", "-"]);
    assert!(svg.contains("allegiance: Islamic Movement of Uzbekistan to Islamic State"), "{svg}");
    let page = done(folder.path(), &["network", "imu-2015.retro", "--on", "2015-09-10", "--html", "-"]);
    assert!(page.contains("Zabul: ") && page.contains("held by Taliban"), "the page has a map");
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

#[test]
fn a_report_says_what_it_rests_on() {
    let folder = demo();
    let report = ["report", "imu-2015.retro", "--actor", "Islamic Movement of Uzbekistan"];
    let outputs = ["--out", "imu.html", "--bibtex", "imu.bib", "--csl", "imu.json"];
    done(folder.path(), &[&report[..], &outputs].concat());
    done(folder.path(), &[&report[..], &["--out", "imu.md"]].concat());
    let text = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let (html, markdown) = (text("imu.html"), text("imu.md"));
    for expected in [
        "Islamic Movement of Uzbekistan was pledged to Islamic State, from 2015-07-31",
        "What is not known",
        "likely (74 %)",
        "Abu Talut",
        "How it fares",
        "SHA-256",
    ] {
        assert!(html.contains(expected) && markdown.contains(expected), "{expected}\n{markdown}");
    }
    assert!(!html.contains("<script") && html.contains("@media print"));
    assert!(markdown.contains("[^1]: ") && markdown.contains("## Where accounts differ"));
    assert!(text("imu.bib").contains("@misc{05-posts-of-a-dissident-"));
    let csl: serde_json::Value = serde_json::from_str(&text("imu.json")).unwrap();
    assert!(csl.as_array().unwrap().len() > 5);

    let said = retrospect(folder.path(), &["report", "imu-2015.retro", "--out", "imu.pdf"], b"");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("name it with .html or .md"), "{}", said.err);
    let said = retrospect(folder.path(), &["report", "imu-2015.retro"], b"");
    assert_eq!(said.status, 2, "a report without a file is a mistake");
}

#[test]
fn a_report_fails_when_a_new_document_contradicts_it() {
    let folder = demo();
    for report in ["imu.html", "imu.md"] {
        done(folder.path(), &["report", "imu-2015.retro", "--out", report]);
        let held = retrospect(folder.path(), &["verify", "imu-2015.retro", report], b"");
        assert_eq!((held.status, held.out.as_str()), (0, ""), "{}", held.err);
    }
    let denial = "The Islamic Movement of Uzbekistan did not pledge allegiance to the Islamic State.\n";
    fs::write(folder.path().join("denial.txt"), denial).unwrap();
    let add =
        ["add", "imu-2015.retro", "denial.txt", "--published", "2015-09-20", "--publisher", "A dissident"];
    done(folder.path(), &add);
    for report in ["imu.html", "imu.md"] {
        let said = retrospect(folder.path(), &["verify", "imu-2015.retro", report], b"");
        assert_eq!(said.status, 1, "{}", said.err);
        for expected in [
            "no longer holds: Islamic Movement of Uzbekistan was pledged to Islamic State",
            "it is contradicted",
            "A dissident, 2015-09-20 [denied]: “Islamic Movement of Uzbekistan did not pledge allegiance",
        ] {
            assert!(said.out.contains(expected), "{expected}\n{}", said.out);
        }
        assert!(
            !said.out.contains("no longer holds: Mullah Omar led"),
            "what stands is not named: {}",
            said.out
        );
    }
}

#[test]
fn a_changed_byte_of_a_document_is_found() {
    let folder = demo();
    done(folder.path(), &["report", "imu-2015.retro", "--out", "imu.html"]);
    let path = folder.path().join("imu-2015.retro");
    let mut bytes = fs::read(&path).unwrap();
    let words = b"Mullah Omar died on 23 April 2013, the Taliban admitted";
    let places: Vec<usize> = bytes
        .windows(words.len())
        .enumerate()
        .filter(|(_, window)| window == words)
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty(), "the document is in the file as it was received");
    for at in places {
        bytes[at + 20..at + 22].copy_from_slice(b"24");
    }
    fs::write(&path, bytes).unwrap();
    for arguments in [&["verify", "imu-2015.retro"][..], &["verify", "imu-2015.retro", "imu.html"]] {
        let said = retrospect(folder.path(), arguments, b"");
        assert_eq!(said.status, 1, "{}", said.err);
        assert!(said.out.contains("document `06-admission`"), "{}", said.out);
    }
    let said = retrospect(folder.path(), &["verify", "imu-2015.retro", "missing.html"], b"");
    assert_eq!(said.status, 2);
    fs::write(folder.path().join("other.html"), "<p>Something else.</p>").unwrap();
    let said = retrospect(folder.path(), &["verify", "imu-2015.retro", "other.html"], b"");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("it has no report that `retrospect report` wrote"), "{}", said.err);
}
