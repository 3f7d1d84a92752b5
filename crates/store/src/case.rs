//! Opens and makes case files, and refuses what is none. Start at [`Case::open`].
//!
//! A case is one SQLite file with an application id, a format version and the tables of `layout.sql`. It is kept in
//! write-ahead mode, so that others read while one writes, and each commit is on the disk before it is acknowledged.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::{StoreError, WAIT_SECONDS, explained};
use crate::names::Names;

/// What the header of every case says it is: "RTRP".
const APPLICATION_ID: i64 = 0x5254_5250;
/// The format that this build writes, and the newest that it reads.
pub const FORMAT: i64 = 1;
const LAYOUT: &str = include_str!("layout.sql");
/// Tables that refuse every change but an addition.
const APPEND_ONLY: [&str; 13] = [
    "hashed",
    "valid",
    "said",
    "recording",
    "name",
    "document",
    "received",
    "content",
    "reading",
    "superseded",
    "claim",
    "party",
    "judgement",
];
/// Kilobytes of the file that are kept in memory.
const CACHE_KIB: i64 = 128 << 10;
/// What SQLite's files begin with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Whether a case may be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only read.
    Read,
    /// Read and written.
    Write,
}

/// An open case.
#[derive(Debug)]
pub struct Case {
    pub(crate) path: PathBuf,
    pub(crate) db: Connection,
    /// Numbers of names that were looked up or added.
    pub(crate) names: RefCell<Names>,
}

impl Case {
    /// Opens the case at `path`.
    ///
    /// # Errors
    /// When there is none, or the file is not a case that this build can read.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        let bytes = inspect(path)?;
        if bytes == 0 {
            return Err(StoreError::NotACase { path: path.to_owned(), what: "the file is empty" });
        }
        let case = match connect(path, access) {
            // A folder that cannot be written has no room for the files beside the case; without them it can be read
            // as long as nobody writes, and nobody can.
            Err(StoreError::ReadOnly { .. } | StoreError::Io { .. }) if access == Access::Read => {
                connect_unchanging(path)?
            }
            other => other?,
        };
        case.require_format()?;
        Ok(case)
    }

    /// Opens the case at `path`, or makes an empty one when there is no file.
    ///
    /// # Errors
    /// As [`Case::open`]; when the file cannot be made.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() && inspect(path)? > 0 {
            let case = connect(path, Access::Write)?;
            if !case.is_blank()? {
                case.require_format()?;
                return Ok(case);
            }
        }
        if let Err(error) = File::options().create(true).append(true).open(path) {
            return Err(unwritable(path, &error));
        }
        let mut case = connect(path, Access::Write)?;
        case.make()?;
        case.require_format()?;
        Ok(case)
    }

    /// A case that is gone when it is dropped.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let db = Connection::open_in_memory().map_err(|error| explained(&path, &error))?;
        let mut case = Self { path, db, names: RefCell::default() };
        case.set_up(Access::Write)?;
        case.make()?;
        Ok(case)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets the file grow by so many pages at the most, as if the disk were full then.
    #[doc(hidden)]
    pub fn limit_pages_for_test(&self, more: i64) {
        let pages: i64 = self.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap_or(0);
        let _ = self.db.pragma_update_and_check(None, "max_page_count", pages + more, |_| Ok(()));
    }

    /// What an error of SQLite means.
    pub(crate) fn fault(&self, error: &rusqlite::Error) -> StoreError {
        explained(&self.path, error)
    }

    /// Looks at every page and every row: whether the file is whole, and whether what belongs together is there.
    /// Gives what is wrong, or nothing. Reads the whole file.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let ask = |question: &str| -> rusqlite::Result<Vec<String>> {
            let mut statement = self.db.prepare(question)?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            rows.collect()
        };
        let mut wrong = ask("PRAGMA integrity_check").map_err(|error| self.fault(&error))?;
        wrong.retain(|line| line != "ok");
        let orphans =
            "SELECT \"table\" || ' refers to a missing row of ' || parent FROM pragma_foreign_key_check";
        wrong.extend(ask(orphans).map_err(|error| self.fault(&error))?);
        Ok(wrong)
    }

    /// Pragmas that hold for this connection alone.
    fn set_up(&mut self, access: Access) -> Result<(), StoreError> {
        let set = |name: &str, value: i64| self.db.pragma_update(None, name, value);
        let pragmas = || {
            self.db.busy_timeout(Duration::from_secs(WAIT_SECONDS))?;
            set("foreign_keys", 1)?;
            // A file from elsewhere must not run functions of ours through a view or trigger of its own.
            set("trusted_schema", 0)?;
            set("cache_size", -CACHE_KIB)?;
            // Else the planner looks at each value that is bound, and prepares a statement anew for it.
            self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            if access == Access::Write {
                self.db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
                self.db.pragma_update(None, "synchronous", "full")?;
                // Pages that many commits change are copied into the file once for all of them.
                set("wal_autocheckpoint", 16_384)?;
            }
            self.db.set_prepared_statement_cache_capacity(64);
            Ok(())
        };
        pragmas().map_err(|error| self.fault(&error))
    }

    /// Whether it is a database in which nothing is yet, as one that was being made when its maker was killed.
    fn is_blank(&self) -> Result<bool, StoreError> {
        let tables = "SELECT count(*) FROM sqlite_schema";
        let count: i64 =
            self.db.query_row(tables, [], |row| row.get(0)).map_err(|error| self.fault(&error))?;
        Ok(count == 0 && self.header("application_id")? == 0)
    }

    /// Makes the tables, all or none, unless another process has just done so.
    fn make(&mut self) -> Result<(), StoreError> {
        let path = self.path.clone();
        let make = |db: &mut Connection| -> rusqlite::Result<()> {
            let transaction = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let tables: i64 =
                transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            if tables > 0 {
                return Ok(());
            }
            transaction.execute_batch(LAYOUT)?;
            for table in ["quote_words", "document_words"] {
                // Words are put together in memory up to this size before they become a part of the index.
                let size = "VALUES ('hashsize', 16777216)";
                transaction.execute_batch(&format!("INSERT INTO {table} ({table}, rank) {size}"))?;
            }
            for table in APPEND_ONLY {
                for action in ["UPDATE", "DELETE"] {
                    transaction.execute_batch(&format!(
                        "CREATE TRIGGER {table}_refuses_{action} BEFORE {action} ON {table} \
                         BEGIN SELECT RAISE(ABORT, 'a case is append-only'); END"
                    ))?;
                }
            }
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", FORMAT)?;
            transaction.commit()
        };
        make(&mut self.db).map_err(|error| explained(&path, &error))
    }

    /// Refuses what is not a case of a format that this build reads.
    fn require_format(&self) -> Result<(), StoreError> {
        if self.header("application_id")? != APPLICATION_ID {
            let what = "it is a database of another program";
            return Err(StoreError::NotACase { path: self.path.clone(), what });
        }
        let found = self.header("user_version")?;
        if found > FORMAT {
            return Err(StoreError::NewerFormat { path: self.path.clone(), found });
        }
        Ok(())
    }

    fn header(&self, field: &str) -> Result<i64, StoreError> {
        self.db.pragma_query_value(None, field, |row| row.get(0)).map_err(|error| self.fault(&error))
    }
}

/// Looks at a file's first bytes and length before SQLite does, because of a file that is cut off or is something else
/// it says less. Gives its length.
fn inspect(path: &Path) -> Result<u64, StoreError> {
    let failed = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::Missing { path: path.to_owned() },
        _ => StoreError::Io { action: "open case", path: path.to_owned(), reason: error.to_string() },
    };
    let not = |what| StoreError::NotACase { path: path.to_owned(), what };
    let found = fs::metadata(path).map_err(|error| failed(&error))?;
    if found.is_dir() {
        return Err(not("it is a folder"));
    }
    if found.len() == 0 {
        return Ok(0);
    }
    let mut head = Vec::new();
    let file = File::open(path).map_err(|error| failed(&error))?;
    file.take(100).read_to_end(&mut head).map_err(|error| failed(&error))?;
    if !head.starts_with(MAGIC.get(..head.len().min(MAGIC.len())).unwrap_or(MAGIC)) {
        return Err(not("it is not a case"));
    }
    // Format of the header: https://www.sqlite.org/fileformat.html, section 1.3. With a journal beside it, the file
    // alone does not say how long it is.
    let number = |at: usize, bytes: usize| {
        let bytes = head.get(at..at + bytes)?;
        Some(bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
    };
    let page = match number(16, 2) {
        Some(1) => 65_536,
        Some(size) => size,
        None => 0,
    };
    let expected = number(28, 4).unwrap_or(1).max(1) * page.max(512);
    let journal = fs::metadata(beside(path, "-wal")).map_or(0, |journal| journal.len());
    if found.len() < expected && journal == 0 {
        return Err(StoreError::Truncated { path: path.to_owned(), bytes: found.len(), expected });
    }
    Ok(found.len())
}

fn connect(path: &Path, access: Access) -> Result<Case, StoreError> {
    let flags = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let db = db.map_err(|error| explained(path, &error))?;
    let mut case = Case { path: path.to_owned(), db, names: RefCell::default() };
    case.set_up(access)?;
    // The first look into the file: whatever is wrong with it comes up here.
    case.header("schema_version")?;
    if access == Access::Write && case.db.is_readonly("main").unwrap_or(false) {
        return Err(StoreError::ReadOnly { path: path.to_owned() });
    }
    Ok(case)
}

/// Opens a file that nobody can change while it is open.
fn connect_unchanging(path: &Path) -> Result<Case, StoreError> {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut address = String::from("file:");
    for byte in whole.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(*byte));
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address.push_str("?mode=ro&immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(address, flags).map_err(|error| explained(path, &error))?;
    let mut case = Case { path: path.to_owned(), db, names: RefCell::default() };
    case.set_up(Access::Read)?;
    Ok(case)
}

/// The path of a file that SQLite keeps beside a case.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn unwritable(path: &Path, error: &std::io::Error) -> StoreError {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly { path: path.to_owned() }
        }
        ErrorKind::StorageFull => StoreError::Full { path: path.to_owned() },
        _ => StoreError::Io { action: "make case", path: path.to_owned(), reason: error.to_string() },
    }
}
