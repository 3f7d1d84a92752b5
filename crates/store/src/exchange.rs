//! Writes a whole case as JSON Lines and reads it back: nothing is lost, and a case that was imported into an empty one
//! is equal to that which was exported, recordings and all. Start at [`Case::export`] and [`Case::import`].
//!
//! The first line says what it is. Each other has a `type`: `document` (its text, and its bytes in Base64 where they
//! are not the text in UTF-8), `reading` (which extractor has read a document), `claim` (in the exchange form) and
//! `judgement`; and the `seq` and `recorded_at` of its recording. A line without a `type` is a claim, so that the output
//! of any extractor can be imported.

use std::io::{BufRead, Read as _, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use retrospect_model::claim::Origin;
use retrospect_model::{
    Claim, ContentHash, Document, DocumentId, Instant, ModelError, Publication, Seq, Text,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::base64;
use crate::case::{Case, FORMAT};
use crate::error::StoreError;
use crate::judgement::{Judgement, KeptJudgement};
use crate::read::{ClaimKey, ClaimQuery, KeptClaim, Readings};
use crate::write::{About, Received, Writer};

/// Lines that are recorded in one transaction, at the most.
const BATCH_LINES: usize = 50_000;
/// Bytes of lines that are recorded in one transaction, but for a last line that is longer.
const BATCH_BYTES: usize = 32 << 20;
/// Lines that are taken apart before they are handed on, and their bytes, but for a last line that is longer.
const BLOCK_LINES: usize = 1_000;
const BLOCK_BYTES: usize = 1 << 20;
/// Blocks that the reader may be ahead.
const BLOCKS_AHEAD: usize = 4;
/// The longest line that is read: a document of the largest size in Base64, and its text.
const LINE_BYTES_MAX: u64 = 4 << 30;

/// What an import tells of as it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// Everything up to here is recorded, whatever happens.
    Recorded(ImportCounts),
    /// A line that could not be used; the rest is read all the same.
    Refused {
        /// The line, counted from 1.
        line: usize,
        /// Why, and what to do.
        reason: String,
    },
}

/// What an import has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Lines read.
    pub lines: usize,
    /// Lines that could not be used.
    pub refused: usize,
    /// Documents, claims, judgements that are new.
    pub new: usize,
    /// Those that the case had.
    pub known: usize,
}

/// What one line holds, with its recording.
#[derive(Serialize)]
struct Line<T> {
    #[serde(flatten)]
    recording: Recording,
    #[serde(flatten)]
    content: T,
}

#[derive(Clone, Copy, Serialize)]
struct Recording {
    #[serde(rename = "type")]
    kind: &'static str,
    seq: u64,
    recorded_at: Instant,
}

#[derive(Serialize, Deserialize)]
struct DocumentLine {
    id: DocumentId,
    sha256: ContentHash,
    #[serde(flatten)]
    publication: Publication,
    about: About,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct ReadingLine {
    doc: DocumentId,
    origin: Origin,
}

#[derive(Serialize, Deserialize)]
struct JudgementLine {
    author: String,
    kind: String,
    payload: Value,
    reason: String,
    undoes: Option<String>,
}

impl Case {
    /// Writes all that is in the case: the same case gives the same bytes.
    ///
    /// # Errors
    /// When the case cannot be read, or the output cannot be written.
    pub fn export(&self, out: &mut impl Write) -> Result<(), StoreError> {
        // Of a case to which others write, what was there when this began.
        let begin = self.db.unchecked_transaction().map_err(|error| self.fault(&error))?;
        let mut export = Export { out, path: self.path() };
        export.line(&serde_json::json!({ "retrospect": "case", "format": FORMAT }))?;
        let mut judgements = self.judgements(None)?.into_iter().peekable();
        let mut next_claim = 0;
        for (seq, at) in self.recordings()? {
            let recording = |kind| Recording { kind, seq, recorded_at: at };
            for key in self.recorded_documents(seq)? {
                export.line(&self.document_line(key, recording("document"))?)?;
            }
            for content in self.recorded_readings(seq)? {
                export.line(&Line { recording: recording("reading"), content })?;
            }
            next_claim = self.export_claims(&mut export, recording("claim"), next_claim)?;
            while let Some(kept) = judgements.next_if(|kept| kept.recorded == Seq(seq)) {
                export.line(&Line { recording: recording("judgement"), content: judgement_line(kept) })?;
            }
        }
        drop(begin);
        Ok(())
    }

    /// Writes the claims of a recording, which begin at a number; gives where those of the next begin.
    fn export_claims<W: Write>(
        &self,
        export: &mut Export<'_, W>,
        recording: Recording,
        from: i64,
    ) -> Result<i64, StoreError> {
        let seq = Seq(recording.seq);
        let (mut next, mut outcome) = (from, Ok(()));
        self.claims_from(ClaimKey(from), |kept| {
            if kept.recorded != seq {
                return false;
            }
            next = kept.key.0 + 1;
            outcome = export.line(&Line { recording, content: kept.claim });
            outcome.is_ok()
        })?;
        outcome.map(|()| next)
    }

    /// Hands out all claims from a number on, those of every reading, until `each` returns `false`.
    fn claims_from(&self, from: ClaimKey, each: impl FnMut(KeptClaim) -> bool) -> Result<(), StoreError> {
        self.claims_where(&ClaimQuery { readings: Readings::All, ..ClaimQuery::default() }, from, each)
    }

    fn recordings(&self) -> Result<Vec<(u64, Instant)>, StoreError> {
        self.list("SELECT seq, at FROM recording ORDER BY seq", |row| {
            Ok((row.get::<_, i64>(0)?.unsigned_abs(), Instant::from_unix_millis(row.get(1)?)))
        })
    }

    fn recorded_documents(&self, seq: u64) -> Result<Vec<i64>, StoreError> {
        let question = format!("SELECT document FROM received WHERE recorded = {seq} ORDER BY document");
        self.list(&question, |row| row.get(0))
    }

    fn recorded_readings(&self, seq: u64) -> Result<Vec<ReadingLine>, StoreError> {
        let question = format!(
            "SELECT document.name, name.name FROM reading JOIN document ON document.id = document JOIN name ON name.id = origin \
             WHERE recorded = {seq} ORDER BY reading.id"
        );
        let rows: Vec<(String, String)> = self.list(&question, |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.into_iter()
            .map(|(doc, origin)| Ok(ReadingLine { doc: DocumentId::new(doc)?, origin: origin.parse()? }))
            .collect()
    }

    fn document_line(&self, key: i64, recording: Recording) -> Result<Line<DocumentLine>, StoreError> {
        let kept = self.document_of(key)?;
        let text = kept.document.text().as_str();
        let bytes = (text.as_bytes() != kept.bytes).then(|| base64::encode(&kept.bytes));
        let content = DocumentLine {
            id: kept.document.id().clone(),
            sha256: kept.document.hash(),
            publication: kept.document.publication().clone(),
            about: kept.about,
            text: text.to_owned(),
            bytes,
        };
        Ok(Line { recording, content })
    }

    /// Records what an export or an extractor wrote, `at` that instant. A case in which nothing is yet takes over the
    /// recordings of an export, so that it becomes equal to the case exported. What the case has already changes
    /// nothing, so an import that was broken off can be run again. What each line was, and how far the import is safe
    /// on the disk, goes to `tell`.
    ///
    /// # Errors
    /// When the input cannot be read or the case cannot be written. What `tell` was told to be recorded stays.
    pub fn import(
        &mut self,
        lines: impl BufRead + Send,
        at: Instant,
        tell: impl FnMut(Imported),
    ) -> Result<ImportCounts, StoreError> {
        let path = self.path.clone();
        thread::scope(|scope| {
            let (send, receive) = sync_channel(BLOCKS_AHEAD);
            // When the recorder stops, sending fails and the reader stops too.
            scope.spawn(move || read_blocks(lines, &path, |block| send.send(block).is_ok()));
            self.record_blocks(&receive, at, tell)
        })
    }

    /// Records what the reader has taken apart.
    fn record_blocks(
        &mut self,
        blocks: &Receiver<Result<Vec<ReadLine>, StoreError>>,
        at: Instant,
        mut tell: impl FnMut(Imported),
    ) -> Result<ImportCounts, StoreError> {
        let is_restored = self.last_recording()?.is_none();
        let mut counts = ImportCounts::default();
        let mut blocks = blocks.iter().peekable();
        while blocks.peek().is_some() {
            let mut writer = self.write(at)?;
            let (mut batch_lines, mut batch_bytes) = (0, 0);
            while batch_lines < BATCH_LINES && batch_bytes < BATCH_BYTES {
                let Some(block) = blocks.next() else { break };
                for line in block? {
                    (batch_lines, batch_bytes) = (batch_lines + 1, batch_bytes + line.bytes);
                    counts.lines += 1;
                    let recorded = line.content.and_then(|content| content.record(&mut writer, is_restored));
                    match recorded {
                        Ok(None) => {}
                        Ok(Some(true)) => counts.new += 1,
                        Ok(Some(false)) => counts.known += 1,
                        Err(error) if is_of_line(&error) => {
                            counts.refused += 1;
                            tell(Imported::Refused { line: counts.lines, reason: error.to_string() });
                        }
                        Err(error) => return Err(error),
                    }
                }
            }
            writer.commit()?;
            tell(Imported::Recorded(counts));
        }
        Ok(counts)
    }
}

/// A line that was taken apart.
struct ReadLine {
    bytes: usize,
    content: Result<LineContent, StoreError>,
}

/// Reads lines in blocks and takes them apart, until there are no more or `each` returns `false`.
fn read_blocks(
    mut lines: impl BufRead,
    path: &Path,
    mut each: impl FnMut(Result<Vec<ReadLine>, StoreError>) -> bool,
) {
    let mut line = Vec::new();
    loop {
        let (mut block, mut bytes) = (Vec::new(), 0);
        while block.len() < BLOCK_LINES && bytes < BLOCK_BYTES {
            line.clear();
            match lines.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(read) => {
                    bytes += read;
                    block.push(ReadLine { bytes: read, content: read_line(&line) });
                }
                Err(error) => {
                    let action = "read what is imported into";
                    each(Err(StoreError::Io { action, path: path.to_owned(), reason: error.to_string() }));
                    return;
                }
            }
        }
        if block.is_empty() || !each(Ok(block)) {
            return;
        }
    }
}

/// Whether an error is of one line, so that the rest can be read.
fn is_of_line(error: &StoreError) -> bool {
    matches!(error, StoreError::Claim(_) | StoreError::Quote { .. } | StoreError::Line { .. })
}

struct Export<'o, W> {
    out: &'o mut W,
    path: &'o Path,
}

impl<W: Write> Export<'_, W> {
    fn line(&mut self, line: &impl Serialize) -> Result<(), StoreError> {
        let written = serde_json::to_writer(&mut *self.out, line)
            .map_err(std::io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"));
        written.map_err(|error| StoreError::Io {
            action: "write the export of",
            path: self.path.to_owned(),
            reason: error.to_string(),
        })
    }
}

fn judgement_line(kept: KeptJudgement) -> JudgementLine {
    let Judgement { author, kind, payload, reason, undoes } = kept.judgement;
    JudgementLine { author, kind, payload, reason, undoes: undoes.map(|id| id.to_string()) }
}

/// What kind of line it is.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "type")]
    kind: Option<String>,
    retrospect: Option<String>,
    format: Option<i64>,
    seq: Option<u64>,
    recorded_at: Option<Instant>,
}

/// What a line holds.
struct LineContent {
    seq: Option<u64>,
    recorded_at: Option<Instant>,
    item: Item,
}

enum Item {
    /// An empty line, or the first of an export.
    Nothing,
    Claim(Box<Claim>),
    Document(Box<(Document, Vec<u8>, About)>),
    Reading(ReadingLine),
    Judgement(Judgement),
}

/// Takes a line apart and checks what can be checked without the case.
fn read_line(line: &[u8]) -> Result<LineContent, StoreError> {
    let wrong = |reason: String| StoreError::Line { reason };
    let text = std::str::from_utf8(line).map_err(|_| wrong("it is not UTF-8".to_owned()))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let alone = |item| LineContent { seq: None, recorded_at: None, item };
    if text.is_empty() {
        return Ok(alone(Item::Nothing));
    }
    // Claims, which are by far the most, are read but once where they can be nothing else.
    if !["\"type\"", "\"seq\"", "\"retrospect\""].iter().any(|word| text.contains(word)) {
        return Ok(alone(Item::Claim(Box::new(Claim::from_line(text)?))));
    }
    let unreadable = |error: serde_json::Error| wrong(error.to_string());
    let head: Head = serde_json::from_str(text).map_err(unreadable)?;
    if head.retrospect.is_some() {
        return match head.format {
            Some(format) if format > FORMAT => {
                Err(wrong(format!("the export is in format {format}, this build reads 1 to {FORMAT}")))
            }
            _ => Ok(alone(Item::Nothing)),
        };
    }
    let item = match head.kind.as_deref() {
        None | Some("claim") => Item::Claim(Box::new(Claim::from_line(text)?)),
        Some("document") => {
            Item::Document(Box::new(document(serde_json::from_str(text).map_err(unreadable)?)?))
        }
        Some("reading") => Item::Reading(serde_json::from_str(text).map_err(unreadable)?),
        Some("judgement") => {
            let line: JudgementLine = serde_json::from_str(text).map_err(unreadable)?;
            let undoes = line.undoes.map(|id| id.parse()).transpose()?;
            let JudgementLine { author, kind, payload, reason, .. } = line;
            Item::Judgement(Judgement { author, kind, payload, reason, undoes })
        }
        Some(other) => {
            let expected = "expected document, reading, claim or judgement";
            return Err(wrong(format!("its type is `{other}`: {expected}")));
        }
    };
    Ok(LineContent { seq: head.seq, recorded_at: head.recorded_at, item })
}

impl LineContent {
    /// Records it. Gives whether it was new; `None` for what is not counted.
    fn record(self, writer: &mut Writer<'_>, is_restored: bool) -> Result<Option<bool>, StoreError> {
        if let (true, Some(seq), Some(at)) = (is_restored, self.seq, self.recorded_at) {
            writer.restore_recording(Seq(seq), at)?;
        } else if let (Item::Judgement(_), Some(at)) = (&self.item, self.recorded_at) {
            // The instant of a judgement is part of what it is.
            writer.stamp(at);
        }
        match self.item {
            Item::Nothing => Ok(None),
            Item::Claim(claim) => writer.claim(&claim).map(Some),
            Item::Document(document) => {
                let (document, bytes, about) = &*document;
                writer.document(&Received { document, bytes, about }).map(Some)
            }
            Item::Reading(reading) => writer.reading(&reading.doc, reading.origin).map(|()| None),
            Item::Judgement(judgement) => writer.judgement(&judgement).map(|(_, is_new)| Some(is_new)),
        }
    }
}

/// A document with its bytes, which are those of its hash.
fn document(line: DocumentLine) -> Result<(Document, Vec<u8>, About), StoreError> {
    let wrong = |reason: &str| StoreError::Line { reason: reason.to_owned() };
    let bytes = match &line.bytes {
        None => line.text.clone().into_bytes(),
        Some(text) => base64::decode(text).ok_or_else(|| wrong("its `bytes` are not Base64"))?,
    };
    if ContentHash::of(&bytes) != line.sha256 {
        return Err(wrong("the document's bytes are not those of its `sha256`"));
    }
    let text = Text::new(line.text).map_err(|error: ModelError| wrong(&error.to_string()))?;
    Ok((Document::new(line.id, line.sha256, text, line.publication), bytes, line.about))
}
