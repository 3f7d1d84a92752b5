//! What cannot be done with a case is said clearly, and nothing is lost by it.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use retrospect_store::{Access, Case, ClaimQuery, StoreError};
use rusqlite::Connection;

use crate::made::{at, claims, document, exported, record, small};

/// A case on the disk with what [`small`] has.
fn on_disk(folder: &Path) -> PathBuf {
    let path = folder.join("a.retro");
    let mut case = Case::open_or_create(&path).unwrap();
    case.import(exported(&small()).as_bytes(), at(0), |_| {}).unwrap();
    path
}

fn refusal(path: &Path) -> String {
    let errors =
        [Access::Read, Access::Write].map(|access| Case::open(path, access).unwrap_err().to_string());
    assert_eq!(errors[0], errors[1]);
    assert!(errors[0].contains("\nhint: "), "{}", errors[0]);
    errors[0].clone()
}

#[test]
fn what_is_no_case_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.retro");
    assert!(refusal(&path).contains("there is no such file"));
    assert!(refusal(folder.path()).contains("it is a folder"));
    fs::write(&path, b"Dear diary").unwrap();
    assert!(refusal(&path).contains("it is not a case"));
    assert!(Case::open_or_create(&path).unwrap_err().to_string().contains("it is not a case"));
    assert_eq!(fs::read(&path).unwrap(), b"Dear diary");
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    assert!(refusal(&other).contains("it is a database of another program"));
    assert!(matches!(Case::open_or_create(&other), Err(StoreError::NotACase { .. })));
}

#[test]
fn a_case_of_a_newer_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 7).unwrap();
    let error = refusal(&path);
    assert!(error.contains("written in format 7, this build reads 1 to 1\nhint: upgrade"), "{error}");
}

#[test]
fn a_case_that_is_cut_off_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let bytes = fs::read(&path).unwrap();
    for length in [bytes.len() - 1, bytes.len() / 2, 4096, 99, 20, 10] {
        fs::write(&path, &bytes[..length]).unwrap();
        let error = refusal(&path);
        assert!(error.contains("it is cut off"), "{length}: {error}");
    }
    fs::write(&path, &bytes).unwrap();
    assert_eq!(claims(&Case::open(&path, Access::Read).unwrap(), &ClaimQuery::default()).len(), 2);
}

#[test]
fn a_damaged_case_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let bytes = fs::read(&path).unwrap();
    let mut failures = 0;
    for place in (0..bytes.len()).step_by(997) {
        let mut broken = bytes.clone();
        broken[place..(place + 64).min(bytes.len())].fill(0xA5);
        fs::write(&path, &broken).unwrap();
        let read = || -> Result<(), StoreError> {
            let case = Case::open(&path, Access::Read)?;
            case.claims(&ClaimQuery::default(), |_| true)?;
            case.export(&mut Vec::new())?;
            match case.integrity()? {
                wrong if wrong.is_empty() => Ok(()),
                wrong => Err(StoreError::Damaged { path: path.clone(), reason: wrong.join(", ") }),
            }
        };
        failures += usize::from(read().is_err());
    }
    assert!(failures > 0);
}

#[test]
fn a_file_that_was_only_begun_becomes_a_case() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.retro");
    fs::write(&path, b"").unwrap();
    assert!(refusal(&path).contains("the file is empty"));
    drop(Case::open_or_create(&path).unwrap());
    assert_eq!(Case::open(&path, Access::Write).unwrap().counts().unwrap().claims, 0);
}

#[test]
fn nothing_recorded_can_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let db = Connection::open(on_disk(folder.path())).unwrap();
    for table in [
        "recording",
        "name",
        "document",
        "received",
        "content",
        "reading",
        "claim",
        "party",
        "hashed",
        "valid",
        "said",
        "judgement",
    ] {
        let column: String = db
            .query_row(&format!("SELECT name FROM pragma_table_info('{table}') LIMIT 1"), [], |row| {
                row.get(0)
            })
            .unwrap();
        for change in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET {column} = {column}")] {
            let error = db.execute(&change, []).unwrap_err().to_string();
            assert!(error.contains("append-only"), "{change}: {error}");
        }
    }
}

#[test]
fn others_read_while_one_writes_and_a_second_writer_waits() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let mut first = Case::open(&path, Access::Write).unwrap();
    let mut writer = first.write(at(9)).unwrap();
    record(&mut writer, &document("post", "A text.", None), &[]);
    // Readers see what was committed before.
    let reader = Case::open(&path, Access::Read).unwrap();
    assert_eq!(reader.counts().unwrap().documents, 2);
    let second = thread::spawn({
        let path = path.clone();
        move || {
            let mut case = Case::open(&path, Access::Write).unwrap();
            let mut writer = case.write(at(10)).unwrap();
            record(&mut writer, &document("later", "Another text.", None), &[]);
            writer.commit().unwrap();
        }
    });
    thread::sleep(Duration::from_millis(200));
    assert!(!second.is_finished());
    writer.commit().unwrap();
    second.join().unwrap();
    assert_eq!(reader.counts().unwrap().documents, 4);
}

#[test]
fn a_disk_that_is_full_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let before = exported(&Case::open(&path, Access::Read).unwrap());
    let mut case = Case::open(&path, Access::Write).unwrap();
    case.limit_pages_for_test(1);
    let text = "A long text. ".repeat(100_000);
    let long = document("long", &text, None);
    let mut writer = case.write(at(9)).unwrap();
    let about = retrospect_store::About::default();
    let received = retrospect_store::Received { document: &long, bytes: text.as_bytes(), about: &about };
    let error = writer.document(&received).unwrap_err().to_string();
    assert!(error.contains("the disk is full\nhint: free some space"), "{error}");
    drop(writer);
    assert_eq!(exported(&Case::open(&path, Access::Read).unwrap()), before);
}

/// What a check finds in the case on the disk after a change to its file that only another program can make.
fn found_after(change: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path());
    let db = Connection::open(&path).unwrap();
    let triggers: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for trigger in triggers {
        db.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    db.execute_batch(&format!("PRAGMA foreign_keys = 0; {change}")).unwrap();
    let checked = Case::open(&path, Access::Read).unwrap().check().unwrap();
    checked.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_check_finds_what_was_changed() {
    let checked = small().check().unwrap();
    assert_eq!((checked.documents, checked.claims, checked.quotes, checked.judgements), (2, 3, 3, 2));
    assert_eq!(checked.faults, []);
    let check = |change: &str, expected: &str| {
        let found = found_after(change);
        assert!(found.iter().any(|fault| fault.contains(expected)), "{change}: {found:?}");
    };
    assert_eq!(found_after(""), [""; 0]);
    check(
        "UPDATE content SET text = replace(text, '1996', '1997')",
        "`one`: its bytes are not those of its hash",
    );
    check("UPDATE content SET text = 'An ' || text", "at its place in `one` stands");
    check("UPDATE content SET text = 'Short.'", "its quote ends beyond the text of `one`");
    check("UPDATE claim SET quote = replace(quote, 'led', 'bed')", "does not say what its id stands for");
    check("UPDATE claim SET stance = 1 WHERE id = 1", "does not say what its id stands for");
    check("UPDATE claim SET start_first = 5 WHERE id = 1", "its days in numbers are not those of its dates");
    check("DELETE FROM party WHERE claim = 1", "`party` does not lead to the claims");
    check("UPDATE hashed SET hash = hash + 1", "`hashed` does not lead to the claims");
    check("DELETE FROM name WHERE name = 'lead'", "refers to a missing row of name");
    check("UPDATE judgement SET payload = '{'", "a judgement's payload is not JSON");
}
