//! The ways to find claims that a transaction has recorded: collected, then written in their own order. Start at [`Ways`].

use retrospect_model::{Claim, ClaimId};
use rusqlite::{Connection, params_from_iter};

use crate::days;
use crate::parties::Parties;

/// Rows for the tables by which claims are found, without the block, which follows from the claim.
#[derive(Debug, Default)]
pub(crate) struct Ways {
    /// Name, kind, role, claim.
    pub(crate) party: Vec<[i64; 4]>,
    /// The beginning of the hash, claim.
    pub(crate) hashed: Vec<[i64; 2]>,
    /// First day of the start, last day of the end, claim.
    pub(crate) valid: Vec<[i64; 3]>,
    /// Last day, claim.
    pub(crate) said: Vec<[i64; 2]>,
}

impl Ways {
    /// Takes up a claim that was recorded under a number.
    pub(crate) fn add(&mut self, id: i64, claim: &Claim, kind: i64, parties: &Parties) {
        let roles = parties.roles().into_iter();
        self.party.extend(roles.map(|(role, name)| [name.0, kind, role.number(), id]));
        self.hashed.push([hash_begin(claim.id()), id]);
        if let Some(valid) = &claim.valid {
            let [start_first, _, _, end_last] = days::numbers(&valid.bounds());
            self.valid.push([start_first, end_last, id]);
        }
        if let Some(asserted) = &claim.asserted {
            let [_, last] = days::said(asserted);
            self.said.push([last, id]);
        }
    }

    /// Writes all rows, those of a table in its order: neighbours go to one page.
    pub(crate) fn write(self, db: &Connection) -> rusqlite::Result<()> {
        write(db, "INSERT INTO party VALUES (?1 >> 20, ?2, ?3, ?4, ?1)", self.party)?;
        write(db, "INSERT INTO hashed VALUES (?1 >> 20, ?2, ?1)", self.hashed)?;
        write(db, "INSERT INTO valid VALUES (?1 >> 20, ?2, ?3, ?1)", self.valid)?;
        write(db, "INSERT INTO said VALUES (?1 >> 20, ?2, ?1)", self.said)
    }
}

/// The first 8 bytes of a claim's id, as a number.
pub(crate) fn hash_begin(id: ClaimId) -> i64 {
    let (begin, _) = id.as_bytes().split_at(8);
    begin.iter().fold(0, |number, byte| number << 8 | i64::from(*byte))
}

/// Writes rows whose last number is the claim.
fn write<const N: usize>(db: &Connection, statement: &str, mut rows: Vec<[i64; N]>) -> rusqlite::Result<()> {
    rows.sort_unstable_by_key(|row| (row.last().copied().unwrap_or(0) >> 20, *row));
    let mut statement = db.prepare_cached(statement)?;
    for row in rows {
        let mut parameters = row;
        parameters.rotate_right(1);
        statement.execute(params_from_iter(parameters))?;
    }
    Ok(())
}
