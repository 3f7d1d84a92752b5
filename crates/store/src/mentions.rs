//! Reads which names a case tells of and what its claims say of names, as of any clock. Start at [`Case::told_names`].

use retrospect_model::claim::Origin;
use retrospect_model::{Clocks, Stance};
use rusqlite::params_from_iter;

use crate::case::Case;
use crate::days;
use crate::error::StoreError;
use crate::names::NameKey;
use crate::parties::Parties;
use crate::read::{ClaimKey, Conditions, Readings, received_by};

/// A claim on names, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// The claim.
    pub claim: ClaimKey,
    /// The name of its kind.
    pub kind: NameKey,
    /// How it stands to what it tells.
    pub stance: Stance,
    /// Who has which part in it.
    pub parties: Parties,
    /// Who published the document.
    pub publisher: Option<NameKey>,
    /// The number of the document; it means nothing in another case.
    pub document: i64,
    /// Who or what read it there.
    pub origin: Origin,
    /// How sure its reader is, in thousandths.
    pub confidence: u16,
}

impl Case {
    /// The names that have a part in some claim or have published a document, as was said and recorded by then, in the
    /// order in which they came in.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn told_names(&self, clocks: &Clocks) -> Result<Vec<(NameKey, String)>, StoreError> {
        if clocks.said_by.is_none() && clocks.recorded_by.is_none() {
            return self.party_names();
        }
        let mut conditions = Conditions::default();
        conditions.clocks(clocks, Readings::Current);
        let mut published = Conditions::default();
        if let Some(by) = clocks.recorded_by {
            published.add("received.recorded <= ?", [i64::try_from(by.0).unwrap_or(i64::MAX).into()]);
        }
        if let Some(said_by) = clocks.said_by {
            published.add("received.published_last <= ?", [days::number(said_by.into()).into()]);
        }
        let blocks: Vec<String> = (0..=self.last_block()?).map(|block| block.to_string()).collect();
        let question = format!(
            "SELECT id, name FROM name WHERE EXISTS (SELECT 1 FROM party JOIN claim ON claim.id = party.claim \
             LEFT JOIN received ON {} WHERE party.block IN ({}) AND party.name = name.id AND {}) \
             OR EXISTS (SELECT 1 FROM received WHERE publisher = name.id AND {}) ORDER BY id",
            received_by(clocks),
            blocks.join(", "),
            conditions.text(),
            published.text()
        );
        let values: Vec<_> = conditions.values().into_iter().chain(published.values()).collect();
        let read = || -> rusqlite::Result<Vec<(NameKey, String)>> {
            let mut statement = self.db.prepare_cached(&question)?;
            let rows = statement
                .query_map(params_from_iter(values), |row| Ok((NameKey(row.get(0)?), row.get(1)?)))?;
            rows.collect()
        };
        read().map_err(|error| self.fault(&error))
    }

    /// The claims of some kinds that the clocks let through, in the order of recording, with where they come from.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn tellings(&self, kinds: &[NameKey], clocks: &Clocks) -> Result<Vec<Telling>, StoreError> {
        let kinds: Vec<String> = kinds.iter().map(|kind| kind.0.to_string()).collect();
        let mut conditions = Conditions::default();
        conditions.add(&format!("claim.kind IN ({})", kinds.join(", ")), []);
        conditions.clocks(clocks, Readings::Current);
        let question = format!(
            "SELECT claim.id, claim.kind, claim.stance, claim.parties, received.publisher, claim.document, name.name, \
             claim.confidence FROM claim JOIN reading ON reading.id = claim.reading JOIN name ON name.id = reading.origin \
             LEFT JOIN received ON {} WHERE {} ORDER BY claim.id",
            received_by(clocks),
            conditions.text()
        );
        let read = || -> rusqlite::Result<Vec<Telling>> {
            let mut statement = self.db.prepare_cached(&question)?;
            let rows = statement.query_map(params_from_iter(conditions.values()), |row| {
                let stance = usize::try_from(row.get::<_, i64>(2)?).unwrap_or(usize::MAX);
                Ok(Telling {
                    claim: ClaimKey(row.get(0)?),
                    kind: NameKey(row.get(1)?),
                    stance: *Stance::ALL.get(stance).unwrap_or(&Stance::Asserted),
                    parties: row.get(3)?,
                    publisher: row.get::<_, Option<i64>>(4)?.map(NameKey),
                    document: row.get(5)?,
                    origin: row.get::<_, String>(6)?.parse().unwrap_or(Origin::Import),
                    confidence: row.get(7)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|error| self.fault(&error))
    }
}
