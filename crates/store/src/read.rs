//! Reads documents, claims and judgements back, as of any recording. Start at [`Case::claims`].

use std::io::Read as _;

use flate2::read::DeflateDecoder;
use retrospect_model::claim::{ClaimDraft, Confidence, Evidence, EvidenceList, Name, Origin};
use retrospect_model::{
    Claim, ClaimId, Clocks, ContentHash, Document, DocumentId, Edtf, Instant, Publication, Seq, Span, Stance,
    Text,
};
use rusqlite::types::Value as SqlValue;
use rusqlite::{OptionalExtension as _, Row, params_from_iter};

use crate::case::Case;
use crate::days;
use crate::error::StoreError;
use crate::judgement::{Judgement, JudgementId, KeptJudgement};
use crate::names::NameKey;
use crate::parties::{Parties, Role};
use crate::write::About;

/// The number of a claim in one case, in the order of recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimKey(pub(crate) i64);

impl ClaimKey {
    /// Its number.
    pub fn number(self) -> i64 {
        self.0
    }
}

/// A claim as it is in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptClaim {
    /// Its number.
    pub key: ClaimKey,
    /// What it says.
    pub claim: Claim,
    /// The number of its recording.
    pub recorded: Seq,
}

/// A document as it is in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDocument {
    /// Its id, hash, text and publication.
    pub document: Document,
    /// What else is known of it.
    pub about: About,
    /// Its bytes as received.
    pub bytes: Vec<u8>,
    /// The number of its recording.
    pub recorded: Seq,
}

/// Which readings of a document count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Readings {
    /// Those that no newer extractor's reading had replaced by the recorded time that is asked for.
    #[default]
    Current,
    /// All that there ever were.
    All,
}

/// Which claims are asked for: all by default; of a list that is given, those that meet one of its entries.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClaimQuery {
    /// Their kinds.
    pub kinds: Vec<String>,
    /// Names that are actor or target, as the texts have them.
    pub parties: Vec<String>,
    /// Names among their voices.
    pub voices: Vec<String>,
    /// Publishers whose documents they are in, as an alternative to voices.
    pub publishers: Vec<String>,
    /// Their stances.
    pub stances: Vec<Stance>,
    /// Documents that carry them.
    pub documents: Vec<DocumentId>,
    /// Only those whose valid time may overlap these days.
    pub valid: Option<(retrospect_model::Limit, retrospect_model::Limit)>,
    /// Words in their quotes, as [`Case::search`] reads them.
    pub words: Option<String>,
    /// The clocks; `on` asks for claims that may be of that day.
    pub clocks: Clocks,
    /// Which readings of a document count.
    pub readings: Readings,
}

/// Parts of a query in SQL, with their values.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    sql: Vec<String>,
    values: Vec<SqlValue>,
}

impl Conditions {
    pub(crate) fn add(&mut self, sql: &str, values: impl IntoIterator<Item = SqlValue>) {
        self.sql.push(sql.to_owned());
        self.values.extend(values);
    }

    /// One of several values: `column IN (?, ?)`; `before` and `after` stand around it.
    pub(crate) fn one_of(&mut self, before: &str, values: Vec<SqlValue>, after: &str) {
        let marks = vec!["?"; values.len()].join(", ");
        self.add(&format!("{before} IN ({marks}){after}"), values);
    }

    /// What every question about claims asks of the clocks and of readings.
    pub(crate) fn clocks(&mut self, clocks: &Clocks, readings: Readings) {
        let by = clocks.recorded_by.map(|seq| i64::try_from(seq.0).unwrap_or(i64::MAX));
        if let Some(by) = by {
            self.add("claim.recorded <= ?", [by.into()]);
        }
        if let Some(said_by) = clocks.said_by {
            let last = days::number(said_by.into());
            self.add("coalesce(claim.said_last, received.published_last) <= ?", [last.into()]);
        }
        if readings == Readings::Current {
            self.add(
                "NOT EXISTS (SELECT 1 FROM superseded WHERE superseded.reading = claim.reading AND superseded.recorded <= ?)",
                [by.unwrap_or(i64::MAX).into()],
            );
        }
    }

    pub(crate) fn text(&self) -> String {
        if self.sql.is_empty() { "1".to_owned() } else { self.sql.join(" AND ") }
    }

    pub(crate) fn values(self) -> Vec<SqlValue> {
        self.values
    }
}

pub(crate) const CLAIM_COLUMNS: &str = "claim.id, claim.hash, claim.recorded, claim.kind, claim.stance, claim.confidence, \
    claim.parties, claim.start, claim.quote, claim.prefix, claim.suffix, claim.valid, claim.said, claim.more, \
    document.name, reading.origin";
pub(crate) const CLAIM_TABLES: &str =
    "claim JOIN document ON document.id = claim.document JOIN reading ON reading.id = claim.reading";

/// The condition under which what is known of a claim's document counts: by then it had come in too.
pub(crate) fn received_by(clocks: &Clocks) -> String {
    let by = clocks
        .recorded_by
        .map(|by| format!(" AND received.recorded <= {}", by.0.min(i64::MAX.unsigned_abs())));
    format!("received.document = claim.document{}", by.unwrap_or_default())
}

impl Case {
    /// Hands out the claims that are asked for, in the order of recording, until `each` returns `false`.
    ///
    /// # Errors
    /// When the case cannot be read, or what is in it contradicts itself.
    pub fn claims(&self, query: &ClaimQuery, each: impl FnMut(KeptClaim) -> bool) -> Result<(), StoreError> {
        self.claims_where(query, ClaimKey(0), each)
    }

    /// As [`Case::claims`], from a number on.
    pub(crate) fn claims_where(
        &self,
        query: &ClaimQuery,
        from: ClaimKey,
        mut each: impl FnMut(KeptClaim) -> bool,
    ) -> Result<(), StoreError> {
        let Some(mut conditions) = self.conditions(query)? else { return Ok(()) };
        conditions.add("claim.id >= ?", [from.0.into()]);
        let question = format!(
            "SELECT {CLAIM_COLUMNS} FROM {CLAIM_TABLES} LEFT JOIN received ON {} WHERE {} ORDER BY claim.id",
            received_by(&query.clocks),
            conditions.text()
        );
        let mut statement = self.db.prepare_cached(&question).map_err(|error| self.fault(&error))?;
        let mut rows =
            statement.query(params_from_iter(conditions.values())).map_err(|error| self.fault(&error))?;
        while let Some(row) = rows.next().map_err(|error| self.fault(&error))? {
            if !each(self.kept_claim(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// The claims of these numbers that the case has, in its order.
    ///
    /// # Errors
    /// As [`Case::claims`].
    pub fn claims_of(&self, keys: &[ClaimKey]) -> Result<Vec<KeptClaim>, StoreError> {
        let question = format!("SELECT {CLAIM_COLUMNS} FROM {CLAIM_TABLES} WHERE claim.id = ?1");
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys.dedup();
        let mut claims = Vec::with_capacity(keys.len());
        for key in keys {
            let mut statement = self.db.prepare_cached(&question).map_err(|error| self.fault(&error))?;
            let mut rows = statement.query([key.0]).map_err(|error| self.fault(&error))?;
            if let Some(row) = rows.next().map_err(|error| self.fault(&error))? {
                claims.push(self.kept_claim(row)?);
            }
        }
        Ok(claims)
    }

    /// The claims with that id, one for each reading that has it, in the order of recording.
    ///
    /// # Errors
    /// As [`Case::claims`].
    pub fn claims_with_id(&self, id: ClaimId) -> Result<Vec<KeptClaim>, StoreError> {
        let mut keys = Vec::new();
        for block in 0..=self.last_block()? {
            let question = "SELECT claim FROM hashed JOIN claim ON claim.id = hashed.claim \
                 WHERE block = ?1 AND hashed.hash = ?2 AND claim.hash = ?3";
            let mut find = || -> rusqlite::Result<()> {
                let mut statement = self.db.prepare_cached(question)?;
                let rows = statement
                    .query_map((block, crate::ways::hash_begin(id), id.as_bytes().as_slice()), |row| {
                        row.get(0).map(ClaimKey)
                    })?;
                for key in rows {
                    keys.push(key?);
                }
                Ok(())
            };
            find().map_err(|error| self.fault(&error))?;
        }
        self.claims_of(&keys)
    }

    /// The conditions that a query puts; `None` when nothing can meet them.
    fn conditions(&self, query: &ClaimQuery) -> Result<Option<Conditions>, StoreError> {
        let mut conditions = Conditions::default();
        if !query.kinds.is_empty() {
            conditions.one_of("claim.kind", self.numbers(&query.kinds)?, "");
        }
        let parties = [Role::Actor.number(), Role::Target.number()];
        self.with_party(&mut conditions, &query.parties, &parties)?;
        if !query.voices.is_empty() || !query.publishers.is_empty() {
            let [voices, publishers] = [self.numbers(&query.voices)?, self.numbers(&query.publishers)?];
            let marks = |values: &[SqlValue]| vec!["?"; values.len()].join(", ");
            let sql = format!(
                "(claim.id IN (SELECT claim FROM party WHERE block <= {} AND name IN ({}) AND role = 3) \
                 OR received.publisher IN ({}))",
                self.last_block()?,
                marks(&voices),
                marks(&publishers)
            );
            conditions.add(&sql, voices.into_iter().chain(publishers));
        }
        if !query.stances.is_empty() {
            let stances = query.stances.iter().map(|stance| SqlValue::from(*stance as i64)).collect();
            conditions.one_of("claim.stance", stances, "");
        }
        if !query.documents.is_empty() {
            let ids = query.documents.iter().map(|id| SqlValue::from(id.as_str().to_owned())).collect();
            conditions.one_of("claim.reading IN (SELECT r.id FROM reading r JOIN document d ON d.id = r.document WHERE d.name", ids, ")");
        }
        let of_day = query.clocks.on.map(|day| (day.into(), day.into()));
        for (first, last) in query.valid.into_iter().chain(of_day) {
            let (first, last) = (days::number(first), days::number(last));
            conditions.add("claim.start_first <= ? AND claim.end_last >= ?", [last.into(), first.into()]);
        }
        if let Some(words) = &query.words {
            let Some(pattern) = crate::search::pattern(words) else { return Ok(None) };
            let sql = "claim.id IN (SELECT rowid FROM quote_words WHERE quote_words MATCH ?)";
            conditions.add(sql, [pattern.into()]);
        }
        conditions.clocks(&query.clocks, query.readings);
        Ok(Some(conditions))
    }

    /// Only claims in which one of these names has one of these roles.
    fn with_party(
        &self,
        conditions: &mut Conditions,
        names: &[String],
        roles: &[i64],
    ) -> Result<(), StoreError> {
        if names.is_empty() {
            return Ok(());
        }
        let roles = roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let blocks = (0..=self.last_block()?).map(|block| block.to_string()).collect::<Vec<_>>().join(", ");
        conditions.one_of(
            &format!("claim.id IN (SELECT claim FROM party WHERE block IN ({blocks}) AND name"),
            self.numbers(names)?,
            &format!(" AND role IN ({roles}))"),
        );
        Ok(())
    }

    /// The numbers of those names that the case knows.
    fn numbers(&self, names: &[String]) -> Result<Vec<SqlValue>, StoreError> {
        let keys = names.iter().map(|name| self.name_key(name)).collect::<Result<Vec<_>, _>>()?;
        Ok(keys.into_iter().flatten().map(|key| key.0.into()).collect())
    }

    /// The number of a name; `None` when the case does not know it.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn name_key(&self, name: &str) -> Result<Option<NameKey>, StoreError> {
        self.names.borrow_mut().key(&self.db, name).map_err(|error| self.fault(&error))
    }

    /// The name of a number of this case.
    ///
    /// # Errors
    /// When the case cannot be read or has no such number.
    pub fn name(&self, key: NameKey) -> Result<String, StoreError> {
        let name = self.names.borrow_mut().name(&self.db, key).map_err(|error| self.fault(&error))?;
        Ok(name.as_ref().to_owned())
    }

    /// The last block of a million claims, counted from 0.
    pub(crate) fn last_block(&self) -> Result<i64, StoreError> {
        let question = "SELECT coalesce(max(id), 0) >> 20 FROM claim";
        let mut statement = self.db.prepare_cached(question).map_err(|error| self.fault(&error))?;
        statement.query_row([], |row| row.get(0)).map_err(|error| self.fault(&error))
    }

    /// The claim of a row of [`CLAIM_COLUMNS`].
    pub(crate) fn kept_claim(&self, row: &Row<'_>) -> Result<KeptClaim, StoreError> {
        let read = || -> rusqlite::Result<_> {
            let parties: Parties = row.get(6)?;
            let name = |key: NameKey| self.names.borrow_mut().name(&self.db, key);
            let names = |keys: &[NameKey]| keys.iter().map(|key| name(*key)).collect::<Result<Vec<_>, _>>();
            Ok((
                (names(&parties.actor)?, names(&parties.target)?, names(&parties.voices)?),
                parties.place.map(name).transpose()?,
                name(NameKey(row.get(3)?))?,
                name(NameKey(row.get(15)?))?,
            ))
        };
        let ((actor, target, voices), place, kind, origin) = read().map_err(|error| self.fault(&error))?;
        let text = |column: usize| row.get::<_, Option<String>>(column).map_err(|error| self.fault(&error));
        let number = |column: usize| row.get::<_, i64>(column).map_err(|error| self.fault(&error));
        let names = |names: Vec<std::sync::Arc<str>>| {
            names.iter().map(|name| name.parse()).collect::<Result<Vec<Name>, _>>()
        };
        let edtf = |text: Option<String>| text.map(|text| text.parse::<Edtf>()).transpose();
        let quote = text(8)?.unwrap_or_default();
        let start = u32::try_from(number(7)?).unwrap_or(u32::MAX);
        let end = start.saturating_add(u32::try_from(quote.chars().count()).unwrap_or(u32::MAX));
        let document = DocumentId::new(text(14)?.unwrap_or_default())?;
        let first = Evidence::new(document, Span::new(start, end)?, quote)?
            .with_context(text(9)?.unwrap_or_default(), text(10)?.unwrap_or_default());
        let more = text(13)?.map(|json| crate::evidence::from_json(&json)).transpose()?;
        let stance = usize::try_from(number(4)?).ok().and_then(|stance| Stance::ALL.get(stance).copied());
        let confidence = u16::try_from(number(5)?).ok().and_then(Confidence::from_thousandths);
        let (Some(stance), Some(confidence)) = (stance, confidence) else {
            return Err(self.damaged("a claim has a stance or confidence that there is not"));
        };
        let draft = ClaimDraft {
            kind: kind.parse()?,
            actor: names(actor)?,
            target: names(target)?,
            place: place.map(|name| name.parse()).transpose()?,
            valid: edtf(text(11)?).map_err(retrospect_model::ModelError::from)?,
            voices: names(voices)?,
            asserted: edtf(text(12)?).map_err(retrospect_model::ModelError::from)?,
            stance,
            evidence: EvidenceList::new(first, more.unwrap_or_default()),
            origin: origin.parse()?,
            confidence,
        };
        let claim = Claim::new(draft);
        let hash: Vec<u8> = row.get(1).map_err(|error| self.fault(&error))?;
        if hash != claim.id().as_bytes() {
            return Err(self.damaged("a claim does not say what its id stands for"));
        }
        let recorded = Seq(number(2)?.unsigned_abs());
        Ok(KeptClaim { key: ClaimKey(number(0)?), claim, recorded })
    }

    pub(crate) fn damaged(&self, reason: &str) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), reason: reason.to_owned() }
    }

    /// The document of that id, with its bytes; `None` when it was not received.
    ///
    /// # Errors
    /// When the case cannot be read, or the bytes are not those of the hash.
    pub fn document(&self, id: &DocumentId) -> Result<Option<KeptDocument>, StoreError> {
        let question = "SELECT received.document FROM received JOIN document ON document.id = received.document WHERE name = ?1";
        let key: Option<i64> = self
            .db
            .prepare_cached(question)
            .and_then(|mut statement| statement.query_row([id.as_str()], |row| row.get(0)).optional())
            .map_err(|error| self.fault(&error))?;
        key.map(|key| self.document_of(key)).transpose()
    }

    /// Whether `origin` has read a document.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn has_reading(&self, document: &DocumentId, origin: Origin) -> Result<bool, StoreError> {
        let question = "SELECT 1 FROM reading JOIN document ON document.id = document JOIN name ON name.id = origin \
             WHERE document.name = ?1 AND name.name = ?2";
        let statement = self.db.prepare_cached(question);
        let found =
            statement.and_then(|mut statement| statement.exists([document.as_str(), &origin.to_string()]));
        found.map_err(|error| self.fault(&error))
    }

    /// The ids of the documents that were received, in the order of recording.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn document_ids(&self) -> Result<Vec<DocumentId>, StoreError> {
        let question = "SELECT name FROM received JOIN document ON document.id = received.document ORDER BY recorded, document.id";
        let names: Vec<String> = self.list(question, |row| row.get(0))?;
        names.into_iter().map(|name| Ok(DocumentId::new(name)?)).collect()
    }

    pub(crate) fn document_of(&self, key: i64) -> Result<KeptDocument, StoreError> {
        let question = "SELECT document.name, received.recorded, hash, published, name.name, url, title, about, text, bytes \
             FROM received JOIN document ON document.id = received.document JOIN content ON content.document = document.id \
             LEFT JOIN name ON name.id = publisher WHERE received.document = ?1";
        let mut statement = self.db.prepare_cached(question).map_err(|error| self.fault(&error))?;
        let row = statement.query_row([key], |row| {
            let texts: [Option<String>; 7] =
                [row.get(0)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?];
            let hash: [u8; 32] = row.get(2)?;
            Ok((texts, hash, row.get::<_, i64>(1)?, row.get::<_, Option<Vec<u8>>>(9)?))
        });
        let ([id, published, publisher, url, title, about, text], hash, recorded, packed) =
            row.map_err(|error| self.fault(&error))?;
        let text = text.unwrap_or_default();
        let hash = ContentHash::from_sha256(hash);
        let mut bytes = Vec::new();
        match packed {
            None => bytes.extend_from_slice(text.as_bytes()),
            Some(packed) => {
                let unpacked = DeflateDecoder::new(packed.as_slice()).read_to_end(&mut bytes);
                unpacked.map_err(|_| self.damaged("the bytes of a document cannot be unpacked"))?;
            }
        }
        let published = published.map(|text| text.parse::<Edtf>()).transpose();
        let publication = Publication {
            published: published.map_err(retrospect_model::ModelError::from)?,
            publisher,
            url,
            title,
        };
        let about = about.and_then(|about| serde_json::from_str(&about).ok());
        let about = about.ok_or_else(|| self.damaged("what is known of a document is not a JSON object"))?;
        let id = DocumentId::new(id.unwrap_or_default())?;
        let document = Document::new(id, hash, Text::new(text)?, publication);
        Ok(KeptDocument { document, about, bytes, recorded: Seq(recorded.unsigned_abs()) })
    }

    /// All judgements, in the order of recording, as they were known then.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn judgements(&self, recorded_by: Option<Seq>) -> Result<Vec<KeptJudgement>, StoreError> {
        let question = "SELECT judgement.hash, judgement.author, judgement.kind, judgement.payload, judgement.reason, \
             undone.hash, judgement.recorded, recording.at FROM judgement JOIN recording ON seq = judgement.recorded \
             LEFT JOIN judgement undone ON undone.id = judgement.undoes ORDER BY judgement.id";
        let rows = self.list(question, |row| {
            let judgement = Judgement {
                author: row.get(1)?,
                kind: row.get(2)?,
                payload: serde_json::Value::Null,
                reason: row.get(4)?,
                undoes: row.get::<_, Option<[u8; 16]>>(5)?.map(JudgementId::from_bytes),
            };
            let kept = KeptJudgement {
                id: JudgementId::from_bytes(row.get(0)?),
                judgement,
                recorded: Seq(row.get::<_, i64>(6)?.unsigned_abs()),
                recorded_at: Instant::from_unix_millis(row.get(7)?),
            };
            Ok((kept, row.get::<_, String>(3)?))
        })?;
        let known = |kept: &KeptJudgement| recorded_by.is_none_or(|by| kept.recorded <= by);
        let rows = rows.into_iter().filter(|(kept, _)| known(kept));
        rows.map(|(mut kept, payload)| {
            let payload = serde_json::from_str(&payload);
            kept.judgement.payload =
                payload.map_err(|_| self.damaged("a judgement's payload is not JSON"))?;
            Ok(kept)
        })
        .collect()
    }

    /// The number of the last recording, and its instant; `None` when nothing was recorded.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn last_recording(&self) -> Result<Option<(Seq, Instant)>, StoreError> {
        let last = self.list("SELECT seq, at FROM recording ORDER BY seq DESC LIMIT 1", recording)?;
        Ok(last.into_iter().next())
    }

    /// The last recording that had been made by `instant`; `None` when there was none yet.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn recording_by(&self, instant: Instant) -> Result<Option<(Seq, Instant)>, StoreError> {
        let question = "SELECT seq, at FROM recording WHERE at <= ?1 ORDER BY seq DESC LIMIT 1";
        let mut statement = self.db.prepare_cached(question).map_err(|error| self.fault(&error))?;
        let found = statement.query_row([instant.unix_millis()], recording).optional();
        found.map_err(|error| self.fault(&error))
    }

    /// How many documents were received, and how many claims and judgements were recorded.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |table: &str| -> Result<u64, StoreError> {
            let question = format!("SELECT count(*) FROM {table}");
            let count: i64 =
                self.db.query_row(&question, [], |row| row.get(0)).map_err(|error| self.fault(&error))?;
            Ok(count.unsigned_abs())
        };
        Ok(Counts { documents: count("received")?, claims: count("claim")?, judgements: count("judgement")? })
    }

    pub(crate) fn list<T>(
        &self,
        question: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let list = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.db.prepare_cached(question)?;
            let rows = statement.query_map([], read)?;
            rows.collect()
        };
        list().map_err(|error| self.fault(&error))
    }
}

/// How much is in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Documents received.
    pub documents: u64,
    /// Claims, each as often as a reading has it.
    pub claims: u64,
    /// Judgements.
    pub judgements: u64,
}

fn recording(row: &Row<'_>) -> rusqlite::Result<(Seq, Instant)> {
    Ok((Seq(row.get::<_, i64>(0)?.unsigned_abs()), Instant::from_unix_millis(row.get(1)?)))
}
