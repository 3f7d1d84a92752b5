//! Finds words in quotes and in documents, and shows them in their place. Start at [`Case::search`].

use std::ops::Range;

use retrospect_model::{Clocks, DocumentId};
use rusqlite::params;

use crate::case::Case;
use crate::days;
use crate::error::StoreError;
use crate::read::ClaimKey;

/// What a search is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// The quotes of claims.
    Quotes,
    /// The texts of documents.
    Documents,
}

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the quote of that claim.
    Claim(ClaimKey),
    /// In that document.
    Document(DocumentId),
}

/// A passage with the words that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it is.
    pub place: Place,
    /// The passage, `…` where something was left out.
    pub text: String,
    /// Bytes of the passage that were looked for.
    pub marks: Vec<Range<usize>>,
}

/// How passages are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The best match first, by BM25.
    Rank,
    /// The last recorded first: there are too many matches for their rank to tell much.
    Latest,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Passages, at most as many as were asked for.
    pub passages: Vec<Passage>,
    /// How they are ordered.
    pub order: Order,
}

/// Matches that are ranked at the most; with more, the rank of each costs more than it says.
const RANKED_MAX: usize = 5_000;
/// Marks around what was found, which no text has that was read from a document.
const MARKS: [char; 2] = ['\u{1}', '\u{2}'];
/// Words of a passage.
const PASSAGE_WORDS: i64 = 24;

impl Case {
    /// Passages with all of some words, or with phrases in double quotation marks; a `*` behind a word finds its
    /// beginnings. Case and diacritics do not matter. Only the recorded and assertion clocks count.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn search(
        &self,
        words: &str,
        within: Within,
        clocks: &Clocks,
        passages_max: usize,
    ) -> Result<Found, StoreError> {
        let nothing = Found { passages: Vec::new(), order: Order::Rank };
        let Some(pattern) = pattern(words) else { return Ok(nothing) };
        let table = match within {
            Within::Quotes => "quote_words",
            Within::Documents => "document_words",
        };
        let source = match within {
            Within::Quotes => {
                "claim ON claim.id = found.rowid \
                 LEFT JOIN received ON received.document = claim.document AND received.recorded <= ?3"
            }
            Within::Documents => "received ON received.document = found.rowid",
        };
        let said = match within {
            Within::Quotes => "coalesce(claim.said_last, received.published_last)",
            Within::Documents => "received.published_last",
        };
        let recorded = if within == Within::Quotes { "claim.recorded" } else { "received.recorded" };
        let is_bounded = clocks.said_by.is_some() || clocks.recorded_by.is_some();
        let last_said = clocks.said_by.map_or(i64::MAX, |day| days::number(day.into()));
        let last_seq = clocks.recorded_by.map_or(i64::MAX, |seq| i64::try_from(seq.0).unwrap_or(i64::MAX));
        let bound = if is_bounded {
            format!("JOIN {source} WHERE {recorded} <= ?3 AND (?4 = {} OR {said} <= ?4)", i64::MAX)
        } else {
            // The clocks are parameters all the same, so that both questions take four.
            "WHERE ?3 <> ?4 OR 1".to_owned()
        };
        let count = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ?1 LIMIT {})",
            RANKED_MAX + 1
        );
        let many: i64 = self
            .db
            .prepare_cached(&count)
            .and_then(|mut statement| statement.query_row([&pattern], |row| row.get(0)))
            .map_err(|error| self.fault(&error))?;
        let (order, by) = if many > RANKED_MAX as i64 {
            (Order::Latest, "rowid DESC")
        } else {
            (Order::Rank, "rank, rowid")
        };
        // First which, then what they say: passages are cut only out of those that are shown.
        let which = format!(
            "SELECT found.rowid FROM (SELECT rowid FROM {table} WHERE {table} MATCH ?1 ORDER BY {by}) found {bound} LIMIT ?2"
        );
        let limit = i64::try_from(passages_max).unwrap_or(i64::MAX);
        let ids: Vec<i64> = self
            .db
            .prepare_cached(&which)
            .and_then(|mut statement| {
                let rows =
                    statement.query_map(params![pattern, limit, last_seq, last_said], |row| row.get(0))?;
                rows.collect()
            })
            .map_err(|error| self.fault(&error))?;
        let passages = ids.into_iter().map(|id| self.passage(table, &pattern, id, within));
        Ok(Found { passages: passages.collect::<Result<_, _>>()?, order })
    }

    fn passage(&self, table: &str, pattern: &str, id: i64, within: Within) -> Result<Passage, StoreError> {
        let question = format!(
            "SELECT snippet({table}, 0, char(1), char(2), '…', {PASSAGE_WORDS}) FROM {table} WHERE {table} MATCH ?1 AND rowid = ?2"
        );
        let marked: String = self
            .db
            .prepare_cached(&question)
            .and_then(|mut statement| statement.query_row(params![pattern, id], |row| row.get(0)))
            .map_err(|error| self.fault(&error))?;
        let place = match within {
            Within::Quotes => Place::Claim(ClaimKey(id)),
            Within::Documents => {
                let name: String = self
                    .db
                    .prepare_cached("SELECT name FROM document WHERE id = ?1")
                    .and_then(|mut statement| statement.query_row([id], |row| row.get(0)))
                    .map_err(|error| self.fault(&error))?;
                Place::Document(DocumentId::new(name)?)
            }
        };
        let (text, marks) = unmarked(&marked);
        Ok(Passage { place, text, marks })
    }
}

/// What FTS5 shall look for: every word or phrase as a string of its own, so that none is taken for an operator.
pub(crate) fn pattern(words: &str) -> Option<String> {
    let mut parts = Vec::new();
    for (index, run) in words.split('"').enumerate() {
        if index % 2 == 1 {
            parts.push((run.to_owned(), false));
            continue;
        }
        for word in run.split_whitespace() {
            let stem = word.trim_end_matches('*');
            parts.push((stem.to_owned(), stem.len() < word.len()));
        }
    }
    parts.retain(|(words, _)| words.chars().any(char::is_alphanumeric));
    // A text of thousands of words is no question.
    parts.truncate(64);
    let parts = parts.into_iter().map(|(words, is_beginning)| {
        let words: String = words.chars().filter(|character| !character.is_control()).collect();
        format!("\"{words}\"{}", if is_beginning { "*" } else { "" })
    });
    Some(parts.collect::<Vec<_>>().join(" ")).filter(|pattern| !pattern.is_empty())
}

/// A passage without its marks, and where they were.
fn unmarked(marked: &str) -> (String, Vec<Range<usize>>) {
    let (mut text, mut marks, mut open) = (String::new(), Vec::new(), None);
    for character in marked.chars() {
        if character == MARKS[0] {
            open = Some(text.len());
        } else if character == MARKS[1] {
            marks.extend(open.take().map(|start| start..text.len()));
        } else {
            text.push(character);
        }
    }
    (text, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_operators() {
        for (words, expected) in [
            ("Omar dead", Some("\"Omar\" \"dead\"")),
            ("\"Eid message\" Omar", Some("\"Eid message\" \"Omar\"")),
            ("migrat* NEAR(x)", Some("\"migrat\"* \"NEAR(x)\"")),
            ("a AND \"b", Some("\"a\" \"AND\" \"b\"")),
            ("", None),
            ("* \" \" - ^", None),
        ] {
            assert_eq!(pattern(words).as_deref(), expected, "{words}");
        }
    }

    #[test]
    fn marks_become_ranges() {
        assert_eq!(unmarked("…a \u{1}b\u{2} \u{1}ü\u{2}"), ("…a b ü".to_owned(), vec![5..6, 7..9]));
        assert_eq!(unmarked("\u{2}a\u{1}"), ("a".to_owned(), vec![]));
    }
}
