//! Lists what a case has without reading its texts: documents, and which claims have some words. Start at
//! [`Case::listing`].

use retrospect_model::{DocumentId, Edtf, Instant, Publication, Seq};
use rusqlite::OptionalExtension as _;

use crate::case::Case;
use crate::error::StoreError;
use crate::read::ClaimKey;
use crate::search::pattern;

/// A document without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDocument {
    /// Its id.
    pub id: DocumentId,
    /// What it is called.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<Edtf>,
    /// The number of its recording; `None` when only its claims came in.
    pub recorded: Option<Seq>,
    /// How many claims its readings make, those that a newer reading has replaced not counted.
    pub claims: u64,
}

/// What changes when documents, readings or claims come in, and stays with judgements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grown {
    claims: i64,
    readings: i64,
    documents: i64,
}

impl Case {
    /// How far the case has grown. Takes the same time however large it is.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn grown(&self) -> Result<Grown, StoreError> {
        let question = "SELECT (SELECT coalesce(max(id), 0) FROM claim), (SELECT coalesce(max(id), 0) FROM reading), \
             (SELECT coalesce(max(recorded), 0) FROM received)";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Grown { claims: row.get(0)?, readings: row.get(1)?, documents: row.get(2)? })
        };
        Ok(self.list(question, read)?.into_iter().next().unwrap_or_default())
    }

    /// How many judgements have been recorded. Takes the same time however large the case is.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn judgement_count(&self) -> Result<u64, StoreError> {
        let last = "SELECT coalesce(max(id), 0) FROM judgement";
        let last = self.list(last, |row| row.get::<_, i64>(0))?;
        Ok(last.first().map_or(0, |last| last.unsigned_abs()))
    }

    /// All documents, those that only claims name among them, in the order in which they came in.
    ///
    /// # Errors
    /// When the case cannot be read, or what is in it contradicts itself.
    pub fn listing(&self) -> Result<Vec<ListedDocument>, StoreError> {
        let question = "SELECT document.name, received.title, publisher.name, received.published, received.recorded, \
             coalesce(sum(counted.claims), 0) FROM document LEFT JOIN received ON received.document = document.id \
             LEFT JOIN name publisher ON publisher.id = received.publisher \
             LEFT JOIN reading ON reading.document = document.id \
             AND NOT EXISTS (SELECT 1 FROM superseded WHERE superseded.reading = reading.id) \
             LEFT JOIN (SELECT reading, count(*) AS claims FROM claim GROUP BY reading) counted ON counted.reading = reading.id \
             GROUP BY document.id ORDER BY document.id";
        let rows = self.list(question, |row| {
            let texts: [Option<String>; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
            Ok((texts, row.get::<_, Option<i64>>(4)?, row.get::<_, i64>(5)?))
        })?;
        let listed = |([id, title, publisher, published], recorded, claims): (
            [Option<String>; 4],
            Option<i64>,
            i64,
        )| {
            let published = published.map(|text| text.parse::<Edtf>()).transpose();
            Ok(ListedDocument {
                id: DocumentId::new(id.unwrap_or_default())?,
                title,
                publisher,
                published: published.map_err(retrospect_model::ModelError::from)?,
                recorded: recorded.map(|seq| Seq(seq.unsigned_abs())),
                claims: claims.unsigned_abs(),
            })
        };
        rows.into_iter().map(listed).collect()
    }

    /// When something of that number was recorded; `None` when there is no such recording.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn recorded_at(&self, seq: Seq) -> Result<Option<Instant>, StoreError> {
        let number = i64::try_from(seq.0).unwrap_or(i64::MAX);
        let question = "SELECT at FROM recording WHERE seq = ?1";
        let find = || -> rusqlite::Result<Option<i64>> {
            self.db.prepare_cached(question)?.query_row([number], |row| row.get(0)).optional()
        };
        Ok(find().map_err(|error| self.fault(&error))?.map(Instant::from_unix_millis))
    }

    /// What is known of a document's publication, without its text; `None` when it was not received.
    ///
    /// # Errors
    /// When the case cannot be read, or what is in it contradicts itself.
    pub fn publication(&self, id: &DocumentId) -> Result<Option<Publication>, StoreError> {
        let question = "SELECT published, publisher.name, url, title FROM document \
             JOIN received ON received.document = document.id LEFT JOIN name publisher ON publisher.id = received.publisher \
             WHERE document.name = ?1";
        let find = || -> rusqlite::Result<Option<[Option<String>; 4]>> {
            let read = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]);
            self.db.prepare_cached(question)?.query_row([id.as_str()], read).optional()
        };
        let found = find().map_err(|error| self.fault(&error))?;
        let Some([published, publisher, url, title]) = found else { return Ok(None) };
        let published = published.map(|text| text.parse::<Edtf>()).transpose();
        let published = published.map_err(retrospect_model::ModelError::from)?;
        Ok(Some(Publication { published, publisher, url, title }))
    }

    /// The claims whose quotes have these words, as [`Case::search`] reads them, by number.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn claims_with_words(&self, words: &str) -> Result<Vec<ClaimKey>, StoreError> {
        let Some(pattern) = pattern(words) else { return Ok(Vec::new()) };
        let find = || -> rusqlite::Result<Vec<ClaimKey>> {
            let question = "SELECT rowid FROM quote_words WHERE quote_words MATCH ?1 ORDER BY rowid";
            let mut statement = self.db.prepare_cached(question)?;
            let rows = statement.query_map([&pattern], |row| row.get(0).map(ClaimKey))?;
            rows.collect()
        };
        find().map_err(|error| self.fault(&error))
    }
}
