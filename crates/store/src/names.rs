//! Turns names into the numbers by which a case refers to them, and back. Start at [`Names`].

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};
use rustc_hash::FxHashMap;

/// The number of a name in one case. It means nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameKey(pub(crate) i64);

impl NameKey {
    /// The key of a number that [`NameKey::number`] gave.
    pub fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Its number, for arrays by name.
    pub fn number(self) -> i64 {
        self.0
    }
}

/// Names that are remembered; beyond, all are forgotten and looked up again.
const REMEMBERED_MAX: usize = 400_000;

/// Names that were looked up or added on one connection.
#[derive(Debug, Default)]
pub(crate) struct Names {
    by_name: FxHashMap<Arc<str>, NameKey>,
    by_key: FxHashMap<NameKey, Arc<str>>,
}

impl Names {
    /// The number of a name; `None` when the case does not know it.
    pub(crate) fn key(&mut self, db: &Connection, name: &str) -> rusqlite::Result<Option<NameKey>> {
        if let Some(key) = self.by_name.get(name) {
            return Ok(Some(*key));
        }
        let mut statement = db.prepare_cached("SELECT id FROM name WHERE name = ?1")?;
        let key = statement.query_row([name], |row| row.get(0).map(NameKey)).optional()?;
        if let Some(key) = key {
            self.remember(key, name);
        }
        Ok(key)
    }

    /// The number of a name, which is added when it is new.
    pub(crate) fn key_or_new(&mut self, db: &Connection, name: &str) -> rusqlite::Result<NameKey> {
        if let Some(key) = self.key(db, name)? {
            return Ok(key);
        }
        let mut statement = db.prepare_cached("INSERT INTO name (name) VALUES (?1)")?;
        let key = NameKey(statement.insert([name])?);
        self.remember(key, name);
        Ok(key)
    }

    /// The name of that number.
    pub(crate) fn name(&mut self, db: &Connection, key: NameKey) -> rusqlite::Result<Arc<str>> {
        if let Some(name) = self.by_key.get(&key) {
            return Ok(Arc::clone(name));
        }
        let mut statement = db.prepare_cached("SELECT name FROM name WHERE id = ?1")?;
        let name: String = statement.query_row([key.0], |row| row.get(0))?;
        Ok(self.remember(key, &name))
    }

    /// Forgets everything: numbers that were given in a transaction that did not end well are given again.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    fn remember(&mut self, key: NameKey, name: &str) -> Arc<str> {
        if self.by_name.len() >= REMEMBERED_MAX || self.by_key.len() >= REMEMBERED_MAX {
            self.forget();
        }
        let name: Arc<str> = name.into();
        self.by_name.insert(Arc::clone(&name), key);
        self.by_key.insert(key, Arc::clone(&name));
        name
    }
}
