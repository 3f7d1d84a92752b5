//! Reads of many claims what questions over relations need, and no more: who, what, when, and in whose voice, in
//! numbers. Start at [`Case::facts`].

use retrospect_model::{Bounds, Limit, Seq, Stance};
use rusqlite::{Row, params_from_iter};

use crate::case::Case;
use crate::days;
use crate::error::StoreError;
use crate::names::NameKey;
use crate::parties::{Parties, Role};
use crate::read::{ClaimKey, Conditions, Readings, received_by};
use retrospect_model::Clocks;

/// A claim without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The claim.
    pub claim: ClaimKey,
    /// The name of its kind.
    pub kind: NameKey,
    /// How it stands to what happened.
    pub stance: Stance,
    /// Who has which part in it.
    pub parties: Parties,
    /// When it happened or held; `None` when nothing is known.
    pub valid: Option<Bounds>,
    /// The first and the last day on which it can have been said: by its voice, else by the document's publication.
    pub said: Option<(Limit, Limit)>,
    /// Who published the document.
    pub publisher: Option<NameKey>,
    /// When it was recorded.
    pub recorded: Seq,
}

impl Fact {
    /// Who speaks: the innermost voice; without any, the publisher of the document.
    pub fn speaker(&self) -> Option<NameKey> {
        self.parties.voices.last().copied().or(self.publisher)
    }
}

/// Whose facts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'q> {
    /// Everybody's.
    All,
    /// Those in which one of these names has one of these roles.
    Of(&'q [NameKey], &'q [Role]),
    /// Those in documents of these publishers.
    PublishedBy(&'q [NameKey]),
}

/// How far a case had been recorded when it was read, so that what is new can be told from what was there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// The number of the last recording, 0 for none.
    recorded: i64,
    /// The number of the last claim.
    last_claim: i64,
    /// How many readings had been replaced by newer ones.
    superseded: i64,
    /// How many documents had come in after a reading of them.
    late_documents: i64,
}

impl Extent {
    /// The number of the last recording; 0 before there was one.
    pub fn recorded(&self) -> Seq {
        Seq(self.recorded.unsigned_abs())
    }

    /// Whether all that was there before is as it was, so that only what is new need be read.
    pub fn is_grown_from(&self, before: &Extent) -> bool {
        self.superseded == before.superseded && self.late_documents == before.late_documents
    }
}

const COLUMNS: &str = "claim.id, claim.kind, claim.stance, claim.parties, claim.start_first, claim.start_last, \
    claim.end_first, claim.end_last, coalesce(claim.said_first, received.published_first), \
    coalesce(claim.said_last, received.published_last), received.publisher, claim.recorded";

impl Case {
    /// The facts of some kinds (of all, when none is named) that the clocks let through, in the order of recording.
    /// `on` is not looked at: what happened before has a bearing on what holds.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn facts(
        &self,
        whose: Whose<'_>,
        kinds: &[NameKey],
        clocks: &Clocks,
    ) -> Result<Vec<Fact>, StoreError> {
        let list = |numbers: &mut dyn Iterator<Item = i64>| {
            numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(", ")
        };
        let of_kinds = list(&mut kinds.iter().map(|kind| kind.0));
        let mut conditions = Conditions::default();
        let from = match whose {
            Whose::All => {
                if !kinds.is_empty() {
                    conditions.add(&format!("claim.kind IN ({of_kinds})"), []);
                }
                "claim".to_owned()
            }
            Whose::Of(names, roles) => {
                let blocks = list(&mut (0..=self.last_block()?));
                let names = list(&mut names.iter().map(|name| name.0));
                let roles = list(&mut roles.iter().map(|role| role.number()));
                let kinds =
                    if kinds.is_empty() { String::new() } else { format!(" AND kind IN ({of_kinds})") };
                format!(
                    "(SELECT DISTINCT claim AS id FROM party WHERE block IN ({blocks}) AND name IN ({names}){kinds} \
                     AND role IN ({roles})) found CROSS JOIN claim ON claim.id = found.id"
                )
            }
            Whose::PublishedBy(names) => {
                let names = list(&mut names.iter().map(|name| name.0));
                if !kinds.is_empty() {
                    conditions.add(&format!("+claim.kind IN ({of_kinds})"), []);
                }
                conditions.add(
                    &format!(
                        "claim.reading IN (SELECT reading.id FROM received r JOIN reading ON reading.document = r.document \
                         WHERE r.publisher IN ({names}) AND r.recorded <= ?)"
                    ),
                    [clocks.recorded_by.map_or(i64::MAX, |by| i64::try_from(by.0).unwrap_or(i64::MAX)).into()],
                );
                "claim".to_owned()
            }
        };
        let mut facts = Vec::new();
        self.read_facts(&from, conditions, clocks, |fact| facts.push(fact))?;
        facts.sort_unstable_by_key(|fact| fact.claim);
        Ok(facts)
    }

    /// How far the case is recorded.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn extent(&self) -> Result<Extent, StoreError> {
        let question = "SELECT (SELECT coalesce(max(seq), 0) FROM recording), (SELECT coalesce(max(id), 0) FROM claim), \
             (SELECT count(*) FROM superseded), (SELECT count(*) FROM received JOIN reading USING (document) \
             WHERE received.recorded > reading.recorded)";
        let extent = |row: &Row<'_>| {
            Ok(Extent {
                recorded: row.get(0)?,
                last_claim: row.get(1)?,
                superseded: row.get(2)?,
                late_documents: row.get(3)?,
            })
        };
        let read = self.db.prepare_cached(question).and_then(|mut statement| statement.query_row([], extent));
        read.map_err(|error| self.fault(&error))
    }

    /// Hands out the facts of some kinds that the clocks let through, in any order; of those that were recorded after
    /// `after`, when it is given. Gives how far the case was recorded when they were read.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn each_fact_after(
        &self,
        after: Option<Extent>,
        kinds: &[NameKey],
        clocks: &Clocks,
        each: impl FnMut(Fact),
    ) -> Result<Extent, StoreError> {
        // Of a case to which others write, what was there when this began.
        let begin = self.db.unchecked_transaction().map_err(|error| self.fault(&error))?;
        let extent = self.extent()?;
        let mut conditions = Conditions::default();
        let kinds = kinds.iter().map(|kind| kind.0.into()).collect();
        match after {
            None => conditions.one_of("claim.kind", kinds, ""),
            // The plus keeps SQLite from going through the whole kind.
            Some(after) => {
                conditions.one_of("+claim.kind", kinds, "");
                conditions.add("claim.id > ?", [after.last_claim.into()]);
            }
        }
        self.read_facts("claim", conditions, clocks, each)?;
        drop(begin);
        Ok(extent)
    }

    fn read_facts(
        &self,
        from: &str,
        mut conditions: Conditions,
        clocks: &Clocks,
        mut each: impl FnMut(Fact),
    ) -> Result<(), StoreError> {
        conditions.clocks(clocks, Readings::Current);
        let question = format!(
            "SELECT {COLUMNS} FROM {from} LEFT JOIN received ON {} WHERE {}",
            received_by(clocks),
            conditions.text()
        );
        let read = || -> rusqlite::Result<()> {
            // Questions differ in their lists of numbers; keeping them prepared would fill the cache with each once.
            let mut statement = self.db.prepare(&question)?;
            let mut rows = statement.query(params_from_iter(conditions.values()))?;
            while let Some(row) = rows.next()? {
                each(fact(row)?);
            }
            Ok(())
        };
        read().map_err(|error| self.fault(&error))
    }

    /// Every name that the case knows, kinds and origins among them, in the order in which they came in.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn all_names(&self) -> Result<Vec<(NameKey, String)>, StoreError> {
        self.list("SELECT id, name FROM name ORDER BY id", |row| Ok((NameKey(row.get(0)?), row.get(1)?)))
    }

    /// The names that have a part in some claim or have published a document, in the order in which they came in.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn party_names(&self) -> Result<Vec<(NameKey, String)>, StoreError> {
        let blocks: Vec<String> = (0..=self.last_block()?).map(|block| block.to_string()).collect();
        let question = format!(
            "SELECT id, name FROM name WHERE EXISTS (SELECT 1 FROM party WHERE block IN ({}) AND party.name = name.id) \
             OR EXISTS (SELECT 1 FROM received WHERE publisher = name.id) ORDER BY id",
            blocks.join(", ")
        );
        self.list(&question, |row| Ok((NameKey(row.get(0)?), row.get(1)?)))
    }
}

fn fact(row: &Row<'_>) -> rusqlite::Result<Fact> {
    let bounds = match row.get::<_, Option<i64>>(4)? {
        None => None,
        Some(start_first) => days::bounds([start_first, row.get(5)?, row.get(6)?, row.get(7)?]),
    };
    let said: (Option<i64>, Option<i64>) = (row.get(8)?, row.get(9)?);
    let stance = usize::try_from(row.get::<_, i64>(2)?).unwrap_or(usize::MAX);
    Ok(Fact {
        claim: ClaimKey(row.get(0)?),
        kind: NameKey(row.get(1)?),
        stance: *Stance::ALL.get(stance).unwrap_or(&Stance::Asserted),
        parties: row.get(3)?,
        valid: bounds,
        said: said.0.zip(said.1).map(|(first, last)| (days::limit(first), days::limit(last))),
        publisher: row.get::<_, Option<i64>>(10)?.map(NameKey),
        recorded: Seq(row.get::<_, i64>(11)?.unsigned_abs()),
    })
}
