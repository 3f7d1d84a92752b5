//! What the dates of a text say of the words around them. Start at [`Timeline`].

use retrospect_lang::{Doc, TokenRef};

use super::{DateExpression, DateKind, DatePart};

/// The dates of a text, to be asked which of them words without one of their own can fall back on.
#[derive(Debug)]
pub struct Timeline<'a> {
    doc: &'a Doc<'a>,
    dates: &'a [DateExpression],
    dateline: Option<usize>,
}

/// The dates that words without one of their own can fall back on, by their indices among those found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchors {
    /// It says when the words were written: their item's date, or the text's dateline.
    pub written: Option<usize>,
    /// The last date of the running text before their sentence, in the same paragraph or the one before.
    pub narrative: Option<usize>,
    /// The dates in their own sentence.
    pub sentence: Vec<usize>,
}

impl<'a> Timeline<'a> {
    /// The dates that [`find`](super::find) found in the text.
    pub fn new(doc: &'a Doc<'a>, dates: &'a [DateExpression]) -> Self {
        let dateline = dates.iter().position(|date| date.part == DatePart::Dateline);
        Timeline { doc, dates, dateline }
    }

    /// The dates that the words at a token can fall back on. Which of them they do is the caller's to decide.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use retrospect_extract::dates::{Timeline, find};
    ///
    /// let path = std::path::Path::new("models/en-core-web-sm-3.8.0.model");
    /// let model = retrospect_lang::Model::load(path)?;
    /// let doc = model.parse("The bridge fell on 5 June 2015. Nobody claimed it.");
    /// let dates = find(&doc, None);
    /// // "claimed" has no date of its own; the running text was last at the first date found.
    /// assert_eq!(Timeline::new(&doc, &dates).anchors_at(9).narrative, Some(0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn anchors_at(&self, token: usize) -> Anchors {
        let paragraph = self.paragraph_start(token);
        let previous = self.paragraph_start(paragraph.saturating_sub(1));
        let sentence = self.sentence_start(token)..self.sentence_end(token);
        let before = |end: usize| self.dates.partition_point(|date| date.tokens.start < end);
        let is_date = |index: &usize| self.dates.get(*index).is_some_and(|date| date.kind == DateKind::Date);
        let is_known = |index: &usize| self.dates.get(*index).is_some_and(|date| date.value.is_some());
        let is_item = |index: &usize| self.dates.get(*index).is_some_and(|date| date.part == DatePart::Item);
        let item = (before(paragraph)..before(token + 1)).rfind(is_item);
        let told = before(previous)..before(sentence.start);
        Anchors {
            written: item.or(self.dateline),
            narrative: told.rev().find(|index| is_date(index) && is_known(index)),
            sentence: (before(sentence.start)..before(sentence.end)).filter(is_date).collect(),
        }
    }

    /// The token after the last blank line before a token.
    fn paragraph_start(&self, token: usize) -> usize {
        let is_blank = |index: &usize| {
            let white = self.doc.token(*index).filter(|white| white.is_space());
            white.is_some_and(|white| white.text().matches('\n').count() > 1)
        };
        (0..token.min(self.doc.len())).rev().find(is_blank).map_or(0, |index| index + 1)
    }

    fn sentence_start(&self, token: usize) -> usize {
        (0..=token).rev().find(|index| self.starts_sentence(*index)).unwrap_or(0)
    }

    fn sentence_end(&self, token: usize) -> usize {
        (token + 1..self.doc.len()).find(|index| self.starts_sentence(*index)).unwrap_or(self.doc.len())
    }

    fn starts_sentence(&self, token: usize) -> bool {
        self.doc.token(token).is_some_and(TokenRef::starts_sentence)
    }
}
