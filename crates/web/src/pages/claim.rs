//! One claim: who says it, what it says, when that happened, when it was said, when it was recorded, and its words in their
//! passage. Start at [`read`].

use maud::{Markup, html};
use retrospect_model::{ClaimId, Instant, Span};
use retrospect_store::ClaimKey;
use serde::Serialize;

use crate::believed::Believed;
use crate::frame::Frame;
use crate::judged::{self, Decided, Judgements};
use crate::pages::{Page, Reading};
use crate::parts::{Told, document_link, stance, what, what_in_words};
use crate::refusal::Refusal;

/// Characters of the passage on either side of the words.
const AROUND_CHARS: u32 = 400;
/// Questions on which it bears that are shown.
const BELIEFS_MAX: usize = 3;

/// A claim with its passage.
#[derive(Serialize)]
pub struct Card {
    told: Told,
    /// When it was recorded, by the clock.
    recorded_at: Option<Instant>,
    passage: Option<Passage>,
    title: Option<String>,
    url: Option<String>,
    /// How likely it is that what it bears on is so; empty where nothing of it is weighed.
    believed: Vec<Believed>,
    /// What was decided on it.
    judgements: Vec<Decided>,
}

/// Words with what stands around them.
#[derive(Serialize)]
struct Passage {
    before: String,
    words: String,
    after: String,
}

/// The claim that the address names.
///
/// # Errors
/// When there is none.
pub fn read(reading: &Reading<'_>) -> Result<Card, Refusal> {
    let missing = || Refusal::missing("there is no claim of that id");
    let id: ClaimId = reading.view.query.need("id")?.parse().map_err(|_| missing())?;
    let by = reading.view.clocks.recorded_by;
    let kept = reading.case.claims_with_id(id)?;
    let kept = kept.into_iter().find(|kept| by.is_none_or(|by| kept.recorded <= by)).ok_or_else(missing)?;
    let first = kept.claim.evidence.first().clone();
    let document = reading.case.document(first.document())?;
    let passage = document.as_ref().and_then(|document| passage(document.document.text(), first.span()));
    let recorded_at = reading.case.recorded_at(kept.recorded)?;
    let publication = document.map(|kept| kept.document.publication().clone()).unwrap_or_default();
    let (title, url) = (publication.title.clone(), publication.url.clone());
    let judgements = Judgements::of(reading.case, by)?.on("claim", &id.to_string());
    let believed = believed(reading, kept.key)?;
    Ok(Card { told: Told::new(kept, publication), recorded_at, passage, title, url, believed, judgements })
}

/// What there is to believe of the questions to which a claim says yes or no.
fn believed(reading: &Reading<'_>, claim: ClaimKey) -> Result<Vec<Believed>, Refusal> {
    let derived = reading.derived()?;
    let asked = derived.asked(reading.case)?;
    let Some(beliefs) = derived.weighed(reading.case)? else { return Ok(Vec::new()) };
    let found = beliefs.bearing(claim).take(BELIEFS_MAX).filter_map(|question| beliefs.belief(question));
    let numbered = (1..).zip(found);
    numbered.map(|(number, belief)| Believed::of(&asked, &belief, &format!("belief{number}"))).collect()
}

/// The words with some before and after, cut where words begin and end.
fn passage(text: &retrospect_model::Text, span: Span) -> Option<Passage> {
    let start = span.start().saturating_sub(AROUND_CHARS);
    let end = span.end().saturating_add(AROUND_CHARS).min(text.chars_len());
    let mut before = text.slice(Span::new(start, span.start()).ok()?)?;
    let mut after = text.slice(Span::new(span.end(), end).ok()?)?;
    if start > 0 {
        before = before.find(char::is_whitespace).and_then(|at| before.get(at..)).unwrap_or(before);
    }
    if end < text.chars_len() {
        after = after.rfind(char::is_whitespace).and_then(|at| after.get(..at)).unwrap_or(after);
    }
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    Some(Passage {
        before: format!("{}{before}", cut(start > 0)),
        words: text.slice(span)?.to_owned(),
        after: format!("{after}{}", cut(end < text.chars_len())),
    })
}

impl Page for Card {
    fn title(&self) -> String {
        what_in_words(&self.told.claim)
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let claim = &self.told.claim;
        html! {
            p.crumb { a href=(frame.view.link("/claims")) { "Claims" } " › " span.code { (claim.id().short()) } }
            h1.claim-title { (what(claim)) (stance(claim.stance)) }
            div.beside {
                section aria-label="The words in their passage" {
                    figure.passage {
                        blockquote { (self.words()) }
                        figcaption {
                            a href=(document_link(frame.view, claim)) { (self.title.as_deref().unwrap_or(claim.evidence.first().document().as_str())) }
                            ", characters " (claim.evidence.first().span().start()) " to " (claim.evidence.first().span().end())
                        }
                    }
                    @if !self.believed.is_empty() {
                        section aria-label="Whom to believe" {
                            h2 { "Whom to believe" }
                            @for believed in &self.believed { (believed.markup()) }
                        }
                    }
                    section.decisions aria-label="Decisions" {
                        h2 { "Decide" }
                        (judged::list(frame, &self.judgements))
                        (judged::on_claim(frame, &claim.id().to_string()))
                        (judged::correction(frame, claim))
                    }
                }
                aside aria-label="What is known of it" { (self.facts(frame)) }
            }
        }
    }
}

impl Card {
    fn words(&self) -> Markup {
        let first = self.told.claim.evidence.first();
        html! {
            @match &self.passage {
                Some(passage) => { (passage.before) mark { (passage.words) } (passage.after) }
                None => { (first.prefix()) mark { (first.quote()) } (first.suffix()) }
            }
        }
    }

    fn facts(&self, frame: &Frame<'_>) -> Markup {
        let claim = &self.told.claim;
        let who = self.told.who();
        html! {
            dl.facts {
                dt { "Who says so" }
                dd {
                    @if who.is_empty() { "the author, who is not named" }
                    @for (index, name) in who.iter().enumerate() {
                        @if index > 0 { " › " }
                        a href=(frame.view.link("/claims").with("voice", name)) { (name) }
                    }
                    @if !claim.voices.is_empty() {
                        @if let Some(publisher) = &self.told.publication.publisher { br; span.quiet { "in a document of " (publisher) } }
                    }
                }
                dt { "Stance" } dd { (claim.stance.word()) }
                dt { "When it happened" } dd.date { (claim.valid.as_ref().map_or_else(|| "not told".to_owned(), ToString::to_string)) }
                dt { "When it was said" }
                dd.date {
                    (self.told.said().map_or_else(|| "not known".to_owned(), ToString::to_string))
                    @if claim.asserted.is_none() && self.told.said().is_some() { br; span.quiet { "the day of publication" } }
                }
                dt { "When it was recorded" }
                dd.date { "number " (self.told.recorded) @if let Some(at) = self.recorded_at { br; span.quiet { (at) } } }
                dt { "Read by" } dd { (claim.origin) ", " (claim.confidence.value()) " sure that it is a claim" }
                @if let Some(url) = &self.url { dt { "Found at" } dd.break { (url) } }
                dt { "Id" } dd.break.code { (claim.id()) }
            }
        }
    }
}
