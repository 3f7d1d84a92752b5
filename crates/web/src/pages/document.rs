//! A document: its text with the words that carry claims, and what is known of it. Start at [`read`].

use std::collections::BTreeMap;

use maud::{Markup, html};
use retrospect_model::{ClaimId, DocumentId, Publication, Span, Text};
use retrospect_store::{ClaimQuery, KeptDocument};
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{count, stance, what};
use crate::refusal::Refusal;

/// Characters of a text on one page.
const TEXT_CHARS: u32 = 40_000;
/// Claims that are listed beside a text.
const CLAIMS_MAX: usize = 200;

/// A document.
#[derive(Serialize)]
pub struct Shown {
    id: DocumentId,
    #[serde(flatten)]
    publication: Publication,
    hash: Option<String>,
    format: String,
    language: Option<String>,
    author: Option<String>,
    file: Option<String>,
    recorded: Option<u64>,
    /// Where the shown part of the text begins and ends, in characters, and how long the text is.
    start: u32,
    end: u32,
    length: u32,
    text: Option<String>,
    claims: Vec<retrospect_model::Claim>,
    claims_total: usize,
    #[serde(skip)]
    pieces: Vec<Piece>,
}

/// A stretch of text with the claims that it carries.
struct Piece {
    text: String,
    claims: Vec<ClaimId>,
    /// Those of them that begin here.
    begins: Vec<ClaimId>,
}

/// The document that the address names, the part of it with the character that it names.
///
/// # Errors
/// When there is none.
pub fn read(reading: &Reading<'_>) -> Result<Shown, Refusal> {
    let id = reading.view.query.need("id")?;
    let missing = || Refusal::missing("there is no document of that name");
    let id = DocumentId::new(id).map_err(|_| missing())?;
    let kept = reading.case.document(&id)?;
    let kept = kept.filter(|kept| reading.view.clocks.recorded_by.is_none_or(|by| kept.recorded <= by));
    if kept.is_none() && !reading.snapshot.documents.iter().any(|document| document.id == id) {
        return Err(missing());
    }
    let at = reading.view.query.read_as::<u64>("at", "a place in the text")?.unwrap_or(0);
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let query =
        ClaimQuery { documents: vec![id.clone()], clocks: reading.view.clocks, ..ClaimQuery::default() };
    let query = ClaimQuery { clocks: retrospect_model::Clocks { on: None, ..query.clocks }, ..query };
    let mut claims = Vec::new();
    reading.case.claims(&query, |kept| {
        claims.push(kept.claim);
        true
    })?;
    claims.sort_by_key(|claim| (claim.evidence.first().span().start(), claim.id()));
    Ok(Shown::of(id, kept.as_ref(), claims, at))
}

impl Shown {
    fn of(
        id: DocumentId,
        kept: Option<&KeptDocument>,
        claims: Vec<retrospect_model::Claim>,
        at: u32,
    ) -> Self {
        let text = kept.map(|kept| kept.document.text().clone());
        let length = text.as_ref().map_or(0, Text::chars_len);
        let start = at.min(length.saturating_sub(1)) / TEXT_CHARS * TEXT_CHARS;
        let end = start.saturating_add(TEXT_CHARS).min(length);
        let part = Span::new(start, end).unwrap_or(Span::first(0));
        let claims_total = claims.len();
        let mut here: Vec<retrospect_model::Claim> = claims;
        if text.is_some() {
            here.retain(|claim| claim.evidence.first().span().overlaps(part));
        }
        here.truncate(CLAIMS_MAX);
        let pieces = text.as_ref().map(|text| pieces(text, part, &here)).unwrap_or_default();
        let about = kept.map(|kept| kept.about.clone()).unwrap_or_default();
        Self {
            id,
            publication: kept.map(|kept| kept.document.publication().clone()).unwrap_or_default(),
            hash: kept.map(|kept| kept.document.hash().to_string()),
            format: about.format,
            language: about.language,
            author: about.author,
            file: about.file,
            recorded: kept.map(|kept| kept.recorded.0),
            start,
            end,
            length,
            text: text.and_then(|text| text.slice(part).map(str::to_owned)),
            claims: here,
            claims_total,
            pieces,
        }
    }
}

/// A part of a text, cut wherever the words of some claim begin or end.
fn pieces(text: &Text, part: Span, claims: &[retrospect_model::Claim]) -> Vec<Piece> {
    let mut cuts: BTreeMap<u32, Vec<ClaimId>> =
        BTreeMap::from([(part.start(), Vec::new()), (part.end(), Vec::new())]);
    let spans: Vec<(Span, ClaimId)> = claims
        .iter()
        .filter_map(|claim| Some((claim.evidence.first().span().intersection(part)?, claim.id())))
        .collect();
    for (span, id) in &spans {
        cuts.entry(span.start()).or_default().push(*id);
        cuts.entry(span.end()).or_default();
    }
    let ends = cuts.keys().skip(1).copied().collect::<Vec<_>>();
    let piece = |((start, begins), end): ((&u32, &Vec<ClaimId>), u32)| {
        let span = Span::new(*start, end).ok()?;
        let over = spans.iter().filter(|(own, _)| own.covers(span)).map(|(_, id)| *id);
        Some(Piece { text: text.slice(span)?.to_owned(), claims: over.collect(), begins: begins.clone() })
    };
    cuts.iter().zip(ends).filter_map(piece).collect()
}

impl Page for Shown {
    fn title(&self) -> String {
        self.publication.title.clone().unwrap_or_else(|| self.id.to_string())
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let publication = &self.publication;
        html! {
            h1 { (self.title()) }
            p.lead {
                (publication.publisher.as_deref().unwrap_or("Nobody is named as publisher"))
                @if let Some(published) = &publication.published { ", " time { (published) } }
                ". " (count(self.claims_total, "claim")) "."
            }
            div.beside {
                article.text aria-label="Text" {
                    @if self.text.is_none() { p.quiet { "The case has the claims of this document, not its text." } }
                    (self.part_links(frame))
                    div.words { @for piece in &self.pieces { (marked(frame, piece)) } }
                    (self.part_links(frame))
                }
                aside aria-label="Claims of this document" {
                    h2 { "Claims" }
                    @if self.claims.is_empty() { p.quiet { "No claim was read here." } }
                    ol.plain {
                        @for claim in &self.claims {
                            li {
                                a href=(frame.view.link("/claim").with("id", claim.id())) { (what(claim)) }
                                (stance(claim.stance))
                            }
                        }
                    }
                    (self.about())
                }
            }
        }
    }
}

impl Shown {
    /// The way to the parts before and behind.
    fn part_links(&self, frame: &Frame<'_>) -> Markup {
        let to = |at: u32| frame.view.link("/document").with("id", &self.id).with("at", at);
        html! {
            @if self.length > TEXT_CHARS {
                nav.pager aria-label="Parts of the text" {
                    @if self.start > 0 { a rel="prev" href=(to(self.start - TEXT_CHARS)) { "‹ Before" } }
                    span { "Characters " (self.start) " to " (self.end) " of " (self.length) }
                    @if self.end < self.length { a rel="next" href=(to(self.end)) { "After ›" } }
                }
            }
        }
    }

    fn about(&self) -> Markup {
        html! {
            h2 { "About it" }
            dl.facts {
                dt { "Id" } dd { (self.id.as_str()) }
                @if let Some(url) = &self.publication.url { dt { "Found at" } dd.break { (url) } }
                @if let Some(author) = &self.author { dt { "Written by" } dd { (author) } }
                @if !self.format.is_empty() { dt { "Read as" } dd { (self.format) } }
                @if let Some(language) = &self.language { dt { "Language" } dd { (language) } }
                @if let Some(file) = &self.file { dt { "File" } dd.break { (file) } }
                @if let Some(hash) = &self.hash { dt { "SHA-256" } dd.break.code { (hash) } }
                @if let Some(recorded) = self.recorded { dt { "Recorded as" } dd { "number " (recorded) } }
            }
        }
    }
}

/// A stretch of text, marked and linked to the first of its claims when it carries any.
fn marked(frame: &Frame<'_>, piece: &Piece) -> Markup {
    html! {
        @for id in &piece.begins { span id={ "c" (id) } {} }
        @match piece.claims.first() {
            None => (piece.text),
            Some(id) => {
                a.evidence href=(frame.view.link("/claim").with("id", id)) data-claims=(piece.claims.len()) {
                    mark { (piece.text) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(start: u32, end: u32, quote: &str) -> retrospect_model::Claim {
        let line = format!(r#"{{"doc":"d","kind":"pledge","quote":"{quote}","start":{start},"end":{end}}}"#);
        retrospect_model::Claim::from_line(&line).unwrap()
    }

    #[test]
    fn a_text_is_cut_where_words_of_claims_begin_and_end() {
        let text = Text::new("Ünï one two three.".to_owned()).unwrap();
        let claims = [claim(4, 11, "one two"), claim(8, 17, "two three")];
        let pieces = pieces(&text, text.whole(), &claims);
        let shown: Vec<(&str, usize, usize)> = pieces
            .iter()
            .map(|piece| (piece.text.as_str(), piece.claims.len(), piece.begins.len()))
            .collect();
        assert_eq!(shown, [("Ünï ", 0, 0), ("one ", 1, 1), ("two", 2, 1), (" three", 1, 0), (".", 0, 0)]);
    }
}
