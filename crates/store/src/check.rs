//! Looks at everything in a case: whether the file is whole, bytes are those of their hashes, quotes are the words of
//! their texts, claims are what their ids stand for, and every way to find a claim leads to it. Start at
//! [`Case::check`]; what is wrong is a [`Fault`] each.

use std::fmt;

use retrospect_model::claim::Evidence;
use retrospect_model::{Claim, ContentHash, DocumentId, Text};
use rusqlite::{OptionalExtension as _, Row};

use crate::case::Case;
use crate::days;
use crate::error::StoreError;
use crate::names::NameKey;
use crate::parties::Parties;
use crate::read::{CLAIM_COLUMNS, CLAIM_TABLES, ClaimKey};
use crate::ways::Ways;

/// What was looked at, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Documents of which every byte was looked at.
    pub documents: u64,
    /// Claims, each as often as a reading has it.
    pub claims: u64,
    /// Quotes that were compared with the text of a document that is in the case.
    pub quotes: u64,
    /// Judgements.
    pub judgements: u64,
    /// What is wrong, in the order in which it was found; empty when nothing is.
    pub faults: Vec<Fault>,
}

/// Something that is not as it was recorded. Its `Display` is one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The file contradicts itself, in SQLite's words.
    File(String),
    /// A document cannot be read, or its bytes are not those of its hash.
    Document {
        /// The document, as far as it is known.
        document: String,
        /// What is wrong.
        reason: String,
    },
    /// A claim cannot be read, or does not say what its id stands for.
    Claim {
        /// Its number.
        claim: ClaimKey,
        /// What is wrong.
        reason: String,
    },
    /// The words of a claim do not stand where it says.
    Quote {
        /// The claim.
        claim: ClaimKey,
        /// The document.
        document: DocumentId,
        /// What stands there.
        found: Option<String>,
    },
    /// Judgements cannot be read.
    Judgements(String),
    /// A table by which claims are found has other rows than follow from them.
    Way(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(reason) => write!(f, "the file is damaged: {reason}"),
            Self::Document { document, reason } => write!(f, "document `{document}`: {reason}"),
            Self::Claim { claim, reason } => write!(f, "claim number {}: {reason}", claim.0),
            Self::Quote { claim, document, found: None } => {
                write!(f, "claim number {}: its quote ends beyond the text of `{document}`", claim.0)
            }
            Self::Quote { claim, document, found: Some(found) } => {
                write!(f, "claim number {}: at its place in `{document}` stands `{found}`", claim.0)
            }
            Self::Judgements(reason) => write!(f, "judgements: {reason}"),
            Self::Way(table) => write!(f, "table `{table}` does not lead to the claims that there are"),
        }
    }
}

impl Case {
    /// Looks at every page and every row, and compares what can be compared. Reads the whole file once or twice, in
    /// memory that does not grow with it but for the faults.
    ///
    /// # Errors
    /// When it cannot be read at all; what is wrong with parts of it is in the answer.
    pub fn check(&self) -> Result<Checked, StoreError> {
        let mut checked = Checked::default();
        checked.faults.extend(self.integrity()?.into_iter().map(Fault::File));
        self.check_documents(&mut checked)?;
        self.check_claims(&mut checked)?;
        match self.judgements(None) {
            Ok(judgements) => checked.judgements = judgements.len() as u64,
            Err(error) => checked.faults.push(Fault::Judgements(first_line(&error))),
        }
        Ok(checked)
    }

    fn check_documents(&self, checked: &mut Checked) -> Result<(), StoreError> {
        let question = "SELECT received.document, coalesce(name, received.document) FROM received \
             LEFT JOIN document ON document.id = received.document ORDER BY received.document";
        let keys: Vec<(i64, String)> =
            self.list(question, |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        for (key, document) in keys {
            checked.documents += 1;
            let fault = |reason: String| Fault::Document { document, reason };
            match self.document_of(key) {
                Ok(kept) if ContentHash::of(&kept.bytes) == kept.document.hash() => {}
                Ok(_) => checked.faults.push(fault("its bytes are not those of its hash".to_owned())),
                Err(error) => checked.faults.push(fault(first_line(&error))),
            }
        }
        Ok(())
    }

    fn check_claims(&self, checked: &mut Checked) -> Result<(), StoreError> {
        let question = format!(
            "SELECT {CLAIM_COLUMNS}, claim.start_first, claim.start_last, claim.end_first, claim.end_last, \
             claim.said_first, claim.said_last, claim.document, reading.document FROM {CLAIM_TABLES} ORDER BY claim.id"
        );
        let mut texts = Texts::default();
        let mut expected = Sums::default();
        let mut statement = self.db.prepare(&question).map_err(|error| self.fault(&error))?;
        let mut rows = statement.query([]).map_err(|error| self.fault(&error))?;
        while let Some(row) = rows.next().map_err(|error| self.fault(&error))? {
            checked.claims += 1;
            let claim = ClaimKey(row.get(0).map_err(|error| self.fault(&error))?);
            let kept = match self.kept_claim(row) {
                Ok(kept) => kept,
                Err(error) => {
                    checked.faults.push(Fault::Claim { claim, reason: first_line(&error) });
                    continue;
                }
            };
            if !is_as_derived(row, &kept.claim).map_err(|error| self.fault(&error))? {
                let reason = "its days in numbers are not those of its dates".to_owned();
                checked.faults.push(Fault::Claim { claim, reason });
            }
            for evidence in kept.claim.evidence.iter() {
                self.check_quote_of(claim, evidence, &mut texts, checked)?;
            }
            let mut ways = Ways::default();
            let kind: NameKey = NameKey(row.get(3).map_err(|error| self.fault(&error))?);
            let parties: Parties = row.get(6).map_err(|error| self.fault(&error))?;
            ways.add(claim.0, &kept.claim, kind.0, &parties);
            expected.add(&ways);
        }
        if checked.faults.iter().any(|fault| matches!(fault, Fault::Claim { .. })) {
            // What cannot be read leads nowhere, which is said already.
            return Ok(());
        }
        let found = self.sums()?;
        let tables = ["party", "hashed", "valid", "said"];
        let differing = tables.into_iter().zip(expected.0.into_iter().zip(found.0));
        let wrong = differing.filter(|(_, (expected, found))| expected != found);
        checked.faults.extend(wrong.map(|(table, _)| Fault::Way(table)));
        Ok(())
    }

    fn check_quote_of(
        &self,
        claim: ClaimKey,
        evidence: &Evidence,
        texts: &mut Texts,
        checked: &mut Checked,
    ) -> Result<(), StoreError> {
        let Some(text) = texts.get(self, evidence.document())? else { return Ok(()) };
        checked.quotes += 1;
        let found = text.slice(evidence.span());
        if found != Some(evidence.quote()) {
            let (document, found) = (evidence.document().clone(), found.map(str::to_owned));
            checked.faults.push(Fault::Quote { claim, document, found });
        }
        Ok(())
    }

    /// The sums of the tables by which claims are found.
    fn sums(&self) -> Result<Sums, StoreError> {
        let mut sums = Sums::default();
        let questions = [
            "SELECT name, kind, role, claim FROM party",
            "SELECT hash, claim FROM hashed",
            "SELECT start_first, end_last, claim FROM valid",
            "SELECT last, claim FROM said",
        ];
        for (sum, question) in sums.0.iter_mut().zip(questions) {
            let mut add = || -> rusqlite::Result<()> {
                let mut statement = self.db.prepare(question)?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let numbers: Vec<i64> =
                        (0..columns).map(|column| row.get(column)).collect::<Result<_, _>>()?;
                    sum.add(&numbers);
                }
                Ok(())
            };
            add().map_err(|error| self.fault(&error))?;
        }
        Ok(sums)
    }
}

/// Whether the columns by which claims are chosen follow from what the claim says.
fn is_as_derived(row: &Row<'_>, claim: &Claim) -> rusqlite::Result<bool> {
    let numbers = |columns: std::ops::Range<usize>| {
        columns.map(|column| row.get(column)).collect::<rusqlite::Result<Vec<Option<i64>>>>()
    };
    let valid = claim.valid.as_ref().map_or([None; 4], |value| days::numbers(&value.bounds()).map(Some));
    let said = claim.asserted.as_ref().map_or([None; 2], |value| days::said(value).map(Some));
    let [document, of_reading]: [i64; 2] = [row.get(22)?, row.get(23)?];
    Ok(numbers(16..20)? == valid && numbers(20..22)? == said && document == of_reading)
}

fn first_line(error: &StoreError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

/// The text of the document that was looked at last.
#[derive(Default)]
struct Texts {
    document: Option<DocumentId>,
    text: Option<Text>,
}

impl Texts {
    /// The text of a document; `None` when it was not received, or cannot be read, which is a fault of its own.
    fn get(&mut self, case: &Case, document: &DocumentId) -> Result<Option<&Text>, StoreError> {
        if self.document.as_ref() != Some(document) {
            let question =
                "SELECT text FROM content JOIN document ON document.id = content.document WHERE name = ?1";
            let text: Option<String> = case
                .db
                .prepare_cached(question)
                .and_then(|mut statement| {
                    statement.query_row([document.as_str()], |row| row.get(0)).optional()
                })
                .map_err(|error| case.fault(&error))?;
            self.text = text.and_then(|text| Text::new(text).ok());
            self.document = Some(document.clone());
        }
        Ok(self.text.as_ref())
    }
}

/// For each table by which claims are found, its rows as a number that does not depend on their order.
#[derive(Default)]
struct Sums([Sum; 4]);

impl Sums {
    fn add(&mut self, ways: &Ways) {
        let [party, hashed, valid, said] = &mut self.0;
        ways.party.iter().for_each(|row| party.add(row));
        ways.hashed.iter().for_each(|row| hashed.add(row));
        ways.valid.iter().for_each(|row| valid.add(row));
        ways.said.iter().for_each(|row| said.add(row));
    }
}

/// How many rows, and the sum of a number for each that mixes all its columns.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Sum {
    rows: u64,
    mixed: u64,
}

impl Sum {
    fn add(&mut self, row: &[i64]) {
        // The finishing step of SplitMix64 (Steele, Lea and Flood 2014), column by column.
        let mixed = row.iter().fold(0_u64, |sum, number| {
            let mut z = sum.wrapping_add(number.cast_unsigned()).wrapping_add(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        });
        self.rows += 1;
        self.mixed = self.mixed.wrapping_add(mixed);
    }
}
