//! Reads of many claims what questions over relations need, and no more: who, what, when, and in whose voice, in
//! numbers. Start at [`Case::facts`].

use retrospect_model::{Bounds, Limit, Seq, Stance};
use rusqlite::{Row, params_from_iter};

use crate::case::Case;
use crate::days;
use crate::error::StoreError;
use crate::names::NameKey;
use crate::parties::{Parties, Role};
use crate::read::{ClaimKey, Conditions, Readings};
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
                         WHERE r.publisher IN ({names}))"
                    ),
                    [],
                );
                "claim".to_owned()
            }
        };
        conditions.clocks(clocks, Readings::Current);
        let question = format!(
            "SELECT {COLUMNS} FROM {from} LEFT JOIN received ON received.document = claim.document WHERE {}",
            conditions.text()
        );
        let read = || -> rusqlite::Result<Vec<Fact>> {
            // Questions differ in their lists of numbers; keeping them prepared would fill the cache with each once.
            let mut statement = self.db.prepare(&question)?;
            let rows = statement.query_map(params_from_iter(conditions.values()), fact)?;
            rows.collect()
        };
        let mut facts = read().map_err(|error| self.fault(&error))?;
        facts.sort_unstable_by_key(|fact| fact.claim);
        Ok(facts)
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
