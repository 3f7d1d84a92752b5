//! Checks a report against a case as it is now. Start at [`verify_report`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use retrospect_findings::FindingsError;
use retrospect_model::{ContentHash, DocumentId};
use retrospect_store::Case;

use super::{Note, Report, Sentence};

/// What was checked, and what no longer holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verified {
    /// Sentences that were worked out again.
    pub sentences: usize,
    /// Quotes that were compared with their documents.
    pub quotes: usize,
    /// Documents whose bytes were hashed.
    pub documents: usize,
    /// What no longer holds, in the order of the report.
    pub broken: Vec<Broken>,
}

/// Something that no longer holds. Its `Display` names it, says why, and which claims did it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Broken {
    /// A document is gone or its bytes are others.
    Document {
        /// The document.
        document: String,
        /// What is wrong.
        reason: String,
    },
    /// Words no longer stand where a footnote says.
    Quote {
        /// The number of the footnote.
        number: usize,
        /// The footnote.
        note: Note,
        /// What is wrong.
        reason: String,
    },
    /// A sentence that the case now tells otherwise.
    Sentence {
        /// The sentence as it was.
        text: String,
        /// What the case says now; `None` when it says nothing of the kind.
        now: Option<String>,
        /// Why it no longer holds.
        reason: String,
        /// The claims that did it: those that the sentence did not know.
        by: Vec<Note>,
    },
    /// A sentence that is not written as it was made.
    Edited {
        /// The sentence as it was made.
        text: String,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document { document, reason } => write!(f, "document `{document}`: {reason}"),
            Self::Quote { number, note, reason } => {
                write!(f, "footnote {number}, “{}” in `{}`: {reason}", note.quote, note.document)
            }
            Self::Sentence { text, now, reason, by } => {
                write!(f, "no longer holds: {text}\n  {reason}")?;
                match now {
                    Some(now) if now != text => write!(f, "\n  now: {now}")?,
                    _ => {}
                }
                for note in by {
                    let said = note.said.as_deref().unwrap_or("undated");
                    let stance = note.stance.as_ref().map_or(String::new(), |stance| format!(" [{stance}]"));
                    let quote = super::page::quote(note);
                    write!(
                        f,
                        "\n  by claim {}: {}, {said}{stance}: “{quote}” ({})",
                        note.claim, note.told, note.document
                    )?;
                }
                Ok(())
            }
            Self::Edited { text } => {
                write!(f, "not in the report as it was made: {text}\n  it was edited or left out by hand")
            }
        }
    }
}

/// Compares a report with what the case says now: `now` is the report of the same account, made anew. `file` is the text
/// in which the report stands.
///
/// # Errors
/// When the case cannot be read at all.
pub fn verify_report(
    report: &Report,
    file: &str,
    now: &Report,
    case: &Case,
) -> Result<Verified, FindingsError> {
    let (mut verified, shown) = (Verified::default(), super::embedded::shown(file));
    documents(report, case, &mut verified);
    let new: BTreeMap<&str, &Sentence> =
        sentences(now).map(|sentence| (sentence.question.as_str(), sentence)).collect();
    for sentence in sentences(report) {
        verified.sentences += 1;
        verified.broken.extend(changed(report, sentence, now, new.get(sentence.question.as_str()).copied()));
        let is_there = [crate::markup::escaped(&sentence.text), super::markdown::plain(&sentence.text)]
            .iter()
            .any(|written| shown.contains(written));
        if !is_there {
            verified.broken.push(Broken::Edited { text: sentence.text.clone() });
        }
    }
    Ok(verified)
}

fn sentences(report: &Report) -> impl Iterator<Item = &Sentence> {
    report.sections.iter().flat_map(|section| &section.sentences)
}

/// Documents by their bytes, and quotes by their places.
fn documents(report: &Report, case: &Case, verified: &mut Verified) {
    let mut texts: BTreeMap<&str, Vec<char>> = BTreeMap::new();
    for reference in &report.documents {
        let broken = |reason: String| Broken::Document { document: reference.id.clone(), reason };
        let kept = DocumentId::new(reference.id.clone()).ok().map(|id| case.document(&id));
        match kept {
            Some(Ok(Some(kept))) => {
                verified.documents += 1;
                let actual = ContentHash::of(&kept.bytes);
                if actual != reference.sha256 {
                    let reason = format!(
                        "its stored bytes are not those of the report: their hash is {actual}, the report has {}",
                        reference.sha256
                    );
                    verified.broken.push(broken(reason));
                }
                texts.insert(&reference.id, kept.document.text().as_str().chars().collect());
            }
            Some(Err(error)) => {
                let reason = error.to_string();
                verified.broken.push(broken(reason.lines().next().unwrap_or_default().to_owned()));
            }
            Some(Ok(None)) | None => verified.broken.push(broken("it is not in the case".to_owned())),
        }
    }
    for (index, note) in report.notes.iter().enumerate() {
        let Some(text) = texts.get(note.document.as_str()) else { continue };
        verified.quotes += 1;
        let range = usize::try_from(note.start).ok().zip(usize::try_from(note.end).ok());
        let found = range.and_then(|(start, end)| text.get(start..end));
        let reason = match found {
            Some(found) if found.iter().copied().eq(note.quote.chars()) => continue,
            Some(found) => format!("there stands “{}”", found.iter().collect::<String>()),
            None => "the text ends before".to_owned(),
        };
        verified.broken.push(Broken::Quote { number: index + 1, note: note.clone(), reason });
    }
}

/// Whether the case tells a sentence otherwise now.
fn changed(report: &Report, sentence: &Sentence, now: &Report, new: Option<&Sentence>) -> Option<Broken> {
    let ids = |report: &Report, numbers: &[usize]| -> BTreeSet<String> {
        let notes = numbers.iter().filter_map(|number| report.notes.get(number.checked_sub(1)?));
        notes.map(|note| note.claim.clone()).collect()
    };
    let known: BTreeSet<String> = report.notes.iter().map(|note| note.claim.clone()).collect();
    let Some(new) = new else {
        // What now stands in its place: sentences that rest on the same claims.
        let own = ids(report, &sentence.rests_on);
        let instead: Vec<&Sentence> = sentences(now)
            .filter(|other| ids(now, &other.rests_on).iter().any(|claim| own.contains(claim)))
            .collect();
        let by = instead.iter().flat_map(|other| other.rests_on.iter().chain(&other.against));
        return Some(Broken::Sentence {
            text: sentence.text.clone(),
            now: instead.first().map(|other| other.text.clone()),
            reason: "the case no longer says so".to_owned(),
            by: unknown_notes(now, by.copied(), &known),
        });
    };
    let (was, is) = (ids(report, &sentence.against), ids(now, &new.against));
    let is_disputed = new.question.starts_with("dispute ");
    let word = |sentence: &Sentence| sentence.chance.map_or("not judged", retrospect_findings::belief::word);
    let has_fallen = new.chance < sentence.chance && word(new) != word(sentence);
    // More said on either side of a dispute leaves it one.
    let reason = if !is_disputed && is.difference(&was).next().is_some() {
        "it is contradicted".to_owned()
    } else if new.core != sentence.core {
        "the case now says it otherwise".to_owned()
    } else if has_fallen {
        format!("it was {}, and is {}", word(sentence), word(new))
    } else {
        return None;
    };
    let own: BTreeSet<String> = ids(report, &sentence.rests_on).union(&was).cloned().collect();
    let numbers = new.against.iter().chain(&new.rests_on).copied();
    Some(Broken::Sentence {
        text: sentence.text.clone(),
        now: Some(new.text.clone()),
        reason,
        by: unknown_notes(now, numbers, &own),
    })
}

/// The notes of these numbers whose claims were not known, each once.
fn unknown_notes(
    report: &Report,
    numbers: impl Iterator<Item = usize>,
    known: &BTreeSet<String>,
) -> Vec<Note> {
    let numbers: BTreeSet<usize> = numbers.collect();
    let notes = numbers.into_iter().filter_map(|number| report.notes.get(number.checked_sub(1)?));
    notes.filter(|note| !known.contains(&note.claim)).cloned().collect()
}
