//! Records documents, claims and judgements. Start at [`Case::write`]: a [`Writer`] is one transaction, and what it
//! recorded is in the case, all of it, once [`Writer::commit`] has returned.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use retrospect_model::claim::Origin;
use retrospect_model::{Claim, ContentHash, Document, DocumentId, Edtf, Instant, Seq, Text};
use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::days;
use crate::error::StoreError;
use crate::judgement::{Judgement, JudgementId};
use crate::parties::Parties;
use crate::ways::Ways;

/// The highest number of a recording that is taken over from an export; there is room for others after it.
const SEQ_MAX: i64 = 1 << 53;

/// What is known of a document beside its text and publication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it was read as, such as `PDF`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub format: String,
    /// The language of its text, as a tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The file that it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Where in that file, when it holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When a crawler fetched it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<Edtf>,
}

/// A document with its bytes, as it comes in.
#[derive(Debug, Clone, Copy)]
pub struct Received<'d> {
    /// Its id, hash, text and publication.
    pub document: &'d Document,
    /// What its hash is of.
    pub bytes: &'d [u8],
    /// What else is known of it.
    pub about: &'d About,
}

/// What a case makes of a document that is to come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// Its bytes are there, under that id.
    Known(DocumentId),
    /// It is new, and that id is free: the one wanted, or that with the beginning of the hash behind it.
    New(DocumentId),
}

/// The last text of which claims were recorded.
#[derive(Debug, Default)]
struct LastText {
    document: i64,
    text: Option<Text>,
}

/// The last reading of which claims were recorded.
#[derive(Debug)]
struct LastReading {
    document: DocumentId,
    origin: Origin,
    document_key: i64,
    reading: i64,
}

/// An open transaction on a case. Dropped without [`Writer::commit`], it has recorded nothing.
#[derive(Debug)]
pub struct Writer<'c> {
    case: &'c Case,
    at: Instant,
    /// The number under which things are recorded now, once something was.
    recording: Option<i64>,
    next_claim: i64,
    ways: Ways,
    last_text: LastText,
    last_reading: Option<LastReading>,
    is_committed: bool,
}

impl Case {
    /// Begins a transaction in which things are recorded, `at` that instant or, should the clock have gone backwards,
    /// that of the last recording. Waits while another process writes.
    ///
    /// # Errors
    /// When another process writes for too long, or the case cannot be written.
    pub fn write(&mut self, at: Instant) -> Result<Writer<'_>, StoreError> {
        self.db.execute_batch("BEGIN IMMEDIATE").map_err(|error| self.fault(&error))?;
        // From here on, dropping the writer rolls back.
        let mut writer = Writer {
            case: self,
            at,
            recording: None,
            next_claim: 0,
            ways: Ways::default(),
            last_text: LastText::default(),
            last_reading: None,
            is_committed: false,
        };
        let last: Option<i64> = writer.ask("SELECT max(id) FROM claim")?;
        writer.next_claim = last.unwrap_or(0) + 1;
        Ok(writer)
    }

    /// Where a document of these bytes would go that wants this id.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn placement(&self, hash: ContentHash, wanted: &DocumentId) -> Result<Placement, StoreError> {
        let known = "SELECT name FROM document JOIN received ON document.id = document WHERE hash = ?1";
        let known: Option<String> = self
            .db
            .prepare_cached(known)
            .and_then(|mut statement| statement.query_row([hash.as_bytes()], |row| row.get(0)).optional())
            .map_err(|error| self.fault(&error))?;
        if let Some(name) = known {
            return Ok(Placement::Known(DocumentId::new(name)?));
        }
        let digits = hash.to_string();
        // An id of 255 characters has no room for more; then the hash alone is the name.
        let longer = |count: usize| {
            let ending: String = digits.chars().take(count).collect();
            DocumentId::new(format!("{wanted}-{ending}")).unwrap_or_else(|_| DocumentId::of_hash(hash))
        };
        let candidates = [wanted.clone(), longer(8), longer(64)];
        for candidate in candidates {
            let taken = "SELECT 1 FROM document JOIN received ON document.id = document WHERE name = ?1";
            let is_taken = self
                .db
                .prepare_cached(taken)
                .and_then(|mut statement| statement.exists([candidate.as_str()]))
                .map_err(|error| self.fault(&error))?;
            if !is_taken {
                return Ok(Placement::New(candidate));
            }
        }
        Ok(Placement::New(DocumentId::of_hash(hash)))
    }
}

impl Writer<'_> {
    /// What is recorded from here on is a recording of its own, made `at` that instant.
    pub fn new_recording(&mut self, at: Instant) {
        self.recording = None;
        self.at = at;
    }

    /// The instant of judgements from here on, should it differ from that of their recording.
    pub(crate) fn stamp(&mut self, at: Instant) {
        self.at = at;
    }

    /// What is recorded from here on has that number and instant, as where it was exported.
    ///
    /// # Errors
    /// When the number or the instant is not after those of what was recorded before.
    pub(crate) fn restore_recording(&mut self, seq: Seq, at: Instant) -> Result<(), StoreError> {
        let wrong = |reason: String| StoreError::Line { reason };
        let number = i64::try_from(seq.0).ok().filter(|number| (1..=SEQ_MAX).contains(number));
        let number =
            number.ok_or_else(|| wrong(format!("its `seq` is {}: expected 1 to {SEQ_MAX}", seq.0)))?;
        if self.recording == Some(number) {
            return Ok(());
        }
        if let Some((last, last_at)) = self.case.last_recording()?
            && (number <= last.0.cast_signed() || at < last_at)
        {
            let of_last = format!("`seq` {} at {last_at}", last.0);
            return Err(wrong(format!(
                "its recording, `seq` {number} at {at}, comes after {of_last}: an export is in order"
            )));
        }
        self.run("INSERT INTO recording (seq, at) VALUES (?1, ?2)", params![number, at.unix_millis()])?;
        self.recording = Some(number);
        self.at = at;
        Ok(())
    }

    /// Where a document of these bytes would go that wants this id, after what this transaction has recorded.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn placement(&self, hash: ContentHash, wanted: &DocumentId) -> Result<Placement, StoreError> {
        self.case.placement(hash, wanted)
    }

    /// Records a document, unless its bytes are in the case. Gives whether it is new.
    ///
    /// # Errors
    /// When its id belongs to other bytes (see [`Case::placement`]), or the case cannot be written.
    pub fn document(&mut self, received: &Received<'_>) -> Result<bool, StoreError> {
        let document = received.document;
        let hash = document.hash();
        let known = "SELECT document FROM received WHERE hash = ?1";
        if self.find(known, [hash.as_bytes().as_slice()])?.is_some() {
            return Ok(false);
        }
        let key = self.document_key(document.id())?;
        let recorded = self.recorded()?;
        let publication = document.publication();
        let published = publication.published.as_ref();
        let [first, last] = published.map_or([None; 2], |date| days::said(date).map(Some));
        let publisher = match &publication.publisher {
            Some(name) => Some(self.name(name)?),
            None => None,
        };
        self.run(
            "INSERT INTO received (document, recorded, hash, published, published_first, published_last, publisher, \
             url, title, about) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                key,
                recorded,
                hash.as_bytes().as_slice(),
                published.map(ToString::to_string),
                first,
                last,
                publisher,
                publication.url,
                publication.title,
                serde_json::to_string(received.about).unwrap_or_default(),
            ],
        )?;
        let text = document.text().as_str();
        let bytes = (text.as_bytes() != received.bytes).then(|| deflated(received.bytes));
        self.run(
            "INSERT INTO content (document, text, bytes) VALUES (?1, ?2, ?3)",
            params![key, text, bytes],
        )?;
        self.run("INSERT INTO document_words (rowid, text) VALUES (?1, ?2)", params![key, text])?;
        self.last_text = LastText::default();
        Ok(true)
    }

    /// Records that `origin` has read a document, even if it found nothing. Of two extractors' readings, the one by the
    /// newer version replaces the other.
    ///
    /// # Errors
    /// When the case cannot be written.
    pub fn reading(&mut self, document: &DocumentId, origin: Origin) -> Result<(), StoreError> {
        self.reading_key(document, origin).map(|_| ())
    }

    /// Records a claim as part of its origin's reading of the document, unless it is there. Gives whether it is new.
    ///
    /// # Errors
    /// When the document is in the case and does not have its words at that place; when the case cannot be written.
    pub fn claim(&mut self, claim: &Claim) -> Result<bool, StoreError> {
        let (document, reading) = self.reading_key(claim.evidence.first().document(), claim.origin)?;
        self.check_quote(claim, document)?;
        if self.recording.is_none() {
            // A recording begins with what is new; afterwards it is enough that the same is refused.
            let known = "SELECT 1 FROM claim WHERE reading = ?1 AND hash = ?2";
            if self.find(known, params![reading, claim.id().as_bytes().as_slice()])?.is_some() {
                return Ok(false);
            }
        }
        let kind = self.name(claim.kind.as_str())?;
        let parties = self.parties(claim)?;
        let id = self.next_claim;
        if !self.insert_claim(id, claim, (document, reading, kind), &parties)? {
            return Ok(false);
        }
        let quote = claim.evidence.first().quote();
        self.run("INSERT INTO quote_words (rowid, quote) VALUES (?1, ?2)", params![id, quote])?;
        self.ways.add(id, claim, kind, &parties);
        self.next_claim += 1;
        Ok(true)
    }

    /// Gives whether the claim is new.
    fn insert_claim(
        &mut self,
        id: i64,
        claim: &Claim,
        (document, reading, kind): (i64, i64, i64),
        parties: &Parties,
    ) -> Result<bool, StoreError> {
        let recorded = self.recorded()?;
        let evidence = claim.evidence.first();
        let valid = claim.valid.as_ref();
        let [start_first, start_last, end_first, end_last] =
            valid.map_or([None; 4], |value| days::numbers(&value.bounds()).map(Some));
        let asserted = claim.asserted.as_ref();
        let [said_first, said_last] = asserted.map_or([None; 2], |value| days::said(value).map(Some));
        let more = claim.evidence.more();
        let more = (!more.is_empty()).then(|| crate::evidence::to_json(more));
        let new = self.run(
            "INSERT OR IGNORE INTO claim (id, hash, recorded, reading, kind, stance, confidence, start_first, start_last, \
             end_first, end_last, said_first, said_last, document, parties, start, quote, prefix, suffix, valid, said, \
             more) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, \
             ?21, ?22)",
            params![
                id,
                claim.id().as_bytes().as_slice(),
                recorded,
                reading,
                kind,
                claim.stance as i64,
                claim.confidence.thousandths(),
                start_first,
                start_last,
                end_first,
                end_last,
                said_first,
                said_last,
                document,
                parties.to_bytes(),
                evidence.span().start(),
                evidence.quote(),
                evidence.prefix(),
                evidence.suffix(),
                valid.map(ToString::to_string),
                asserted.map(ToString::to_string),
                more,
            ],
        )?;
        Ok(new > 0)
    }

    /// Records a judgement. Gives its id, and whether it is new.
    ///
    /// # Errors
    /// When it undoes one that is not in the case, or the case cannot be written.
    pub fn judgement(&mut self, judgement: &Judgement) -> Result<(JudgementId, bool), StoreError> {
        let id = judgement.id(self.at);
        let known = "SELECT id FROM judgement WHERE hash = ?1";
        if self.find(known, [id.as_bytes().as_slice()])?.is_some() {
            return Ok((id, false));
        }
        let undoes = match judgement.undoes {
            None => None,
            Some(undone) => Some(self.find(known, [undone.as_bytes().as_slice()])?.ok_or_else(|| {
                StoreError::Line { reason: format!("it undoes judgement {undone}, which is not in the case") }
            })?),
        };
        let recorded = self.recorded()?;
        let Judgement { author, kind, payload, reason, .. } = judgement;
        self.run(
            "INSERT INTO judgement (hash, recorded, author, kind, payload, reason, undoes) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![id.as_bytes().as_slice(), recorded, author, kind, payload.to_string(), reason, undoes],
        )?;
        Ok((id, true))
    }

    /// The number of what was recorded last; `None` when nothing was new.
    pub fn seq(&self) -> Option<Seq> {
        self.recording.map(|seq| Seq(seq.unsigned_abs()))
    }

    /// Puts all of it on the disk. Once this returns, it is there whatever happens.
    ///
    /// # Errors
    /// When the disk is full or cannot be written; then nothing of it is recorded.
    pub fn commit(mut self) -> Result<(), StoreError> {
        let ways = std::mem::take(&mut self.ways);
        ways.write(&self.case.db).map_err(|error| self.case.fault(&error))?;
        self.case.db.execute_batch("COMMIT").map_err(|error| self.case.fault(&error))?;
        self.is_committed = true;
        Ok(())
    }

    /// The number of the current recording, which begins with the first thing that is new.
    fn recorded(&mut self) -> Result<i64, StoreError> {
        if let Some(seq) = self.recording {
            return Ok(seq);
        }
        let last = "SELECT seq, at FROM recording ORDER BY seq DESC LIMIT 1";
        let last: Option<(i64, i64)> = self
            .case
            .db
            .prepare_cached(last)
            .and_then(|mut last| last.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional())
            .map_err(|error| self.case.fault(&error))?;
        let (seq, earliest) = last.map_or((1, i64::MIN), |(seq, at)| (seq + 1, at));
        let at = self.at.unix_millis().max(earliest);
        self.run("INSERT INTO recording (seq, at) VALUES (?1, ?2)", [seq, at])?;
        self.recording = Some(seq);
        Ok(seq)
    }

    fn document_key(&mut self, id: &DocumentId) -> Result<i64, StoreError> {
        if let Some(key) = self.find("SELECT id FROM document WHERE name = ?1", [id.as_str()])? {
            return Ok(key);
        }
        self.run("INSERT INTO document (name) VALUES (?1)", [id.as_str()])?;
        Ok(self.case.db.last_insert_rowid())
    }

    /// The numbers of a document and of an origin's reading of it.
    fn reading_key(&mut self, document: &DocumentId, origin: Origin) -> Result<(i64, i64), StoreError> {
        if let Some(last) = &self.last_reading
            && last.origin == origin
            && last.document == *document
        {
            return Ok((last.document_key, last.reading));
        }
        let key = self.document_key(document)?;
        let origin_key = self.name(&origin.to_string())?;
        let known = "SELECT id FROM reading WHERE document = ?1 AND origin = ?2";
        let reading = match self.find(known, [key, origin_key])? {
            Some(reading) => reading,
            None => {
                let recorded = self.recorded()?;
                self.run(
                    "INSERT INTO reading (document, origin, recorded) VALUES (?1, ?2, ?3)",
                    [key, origin_key, recorded],
                )?;
                let reading = self.case.db.last_insert_rowid();
                self.supersede(key, reading, origin, recorded)?;
                reading
            }
        };
        let document = document.clone();
        self.last_reading = Some(LastReading { document, origin, document_key: key, reading });
        Ok((key, reading))
    }

    /// Notes which readings of a document a new one replaces, or that it came too late.
    fn supersede(
        &mut self,
        document: i64,
        reading: i64,
        origin: Origin,
        recorded: i64,
    ) -> Result<(), StoreError> {
        let Origin::Extractor { version } = origin else { return Ok(()) };
        let others = "SELECT reading.id, name FROM reading JOIN name ON name.id = origin \
                      WHERE document = ?1 AND reading.id <> ?2 \
                      AND NOT EXISTS (SELECT 1 FROM superseded WHERE superseded.reading = reading.id)";
        let others: Vec<(i64, String)> = self
            .case
            .db
            .prepare_cached(others)
            .and_then(|mut statement| {
                let rows = statement.query_map([document, reading], |row| Ok((row.get(0)?, row.get(1)?)))?;
                rows.collect()
            })
            .map_err(|error| self.case.fault(&error))?;
        for (other, name) in others {
            let Ok(Origin::Extractor { version: of_other }) = name.parse() else { continue };
            let replaced = if of_other > version { reading } else { other };
            self.run(
                "INSERT OR IGNORE INTO superseded (reading, recorded) VALUES (?1, ?2)",
                [replaced, recorded],
            )?;
        }
        Ok(())
    }

    /// Refuses a claim whose words are not at their place in a document that is in the case.
    fn check_quote(&mut self, claim: &Claim, document: i64) -> Result<(), StoreError> {
        if self.last_text.document != document {
            let text: Option<String> = self
                .case
                .db
                .prepare_cached("SELECT text FROM content WHERE document = ?1")
                .and_then(|mut statement| statement.query_row([document], |row| row.get(0)).optional())
                .map_err(|error| self.case.fault(&error))?;
            self.last_text = LastText { document, text: text.map(Text::new).transpose()? };
        }
        let Some(text) = &self.last_text.text else { return Ok(()) };
        let evidence = claim.evidence.first();
        if text.slice(evidence.span()) == Some(evidence.quote()) {
            return Ok(());
        }
        let (document, span) = (evidence.document().clone(), evidence.span());
        Err(StoreError::Quote { claim: claim.id(), document, span })
    }

    fn parties(&self, claim: &Claim) -> Result<Parties, StoreError> {
        let mut names = self.case.names.borrow_mut();
        let mut key = |name: &retrospect_model::claim::Name| names.key_or_new(&self.case.db, name.as_str());
        let mut parties = || -> rusqlite::Result<Parties> {
            Ok(Parties {
                actor: claim.actor.iter().map(&mut key).collect::<Result<_, _>>()?,
                target: claim.target.iter().map(&mut key).collect::<Result<_, _>>()?,
                place: claim.place.as_ref().map(&mut key).transpose()?,
                voices: claim.voices.iter().map(&mut key).collect::<Result<_, _>>()?,
            })
        };
        parties().map_err(|error| self.case.fault(&error))
    }

    fn name(&self, name: &str) -> Result<i64, StoreError> {
        let mut names = self.case.names.borrow_mut();
        let key = names.key_or_new(&self.case.db, name).map_err(|error| self.case.fault(&error))?;
        Ok(key.0)
    }

    fn ask<T: rusqlite::types::FromSql>(&self, question: &str) -> Result<T, StoreError> {
        self.case.db.query_row(question, [], |row| row.get(0)).map_err(|error| self.case.fault(&error))
    }

    fn find(&self, question: &str, parameters: impl rusqlite::Params) -> Result<Option<i64>, StoreError> {
        let statement = self.case.db.prepare_cached(question);
        let found =
            statement.and_then(|mut statement| statement.query_row(parameters, |row| row.get(0)).optional());
        found.map_err(|error| self.case.fault(&error))
    }

    /// Gives how many rows are new.
    fn run(&self, statement: &str, parameters: impl rusqlite::Params) -> Result<usize, StoreError> {
        let run =
            self.case.db.prepare_cached(statement).and_then(|mut statement| statement.execute(parameters));
        run.map_err(|error| self.case.fault(&error))
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if !self.is_committed {
            // SQLite may have rolled back on its own; either way nothing stays.
            let _ = self.case.db.execute_batch("ROLLBACK");
            self.case.names.borrow_mut().forget();
        }
    }
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
