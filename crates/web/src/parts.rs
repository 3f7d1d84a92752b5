//! The pieces that several pages are made of: a claim in a list, the pager, the words of a passage. Start at
//! [`claim_row`].

use maud::{Markup, html};
use retrospect_model::claim::Name;
use retrospect_model::{Claim, Edtf, Publication, Stance, one_line};
use retrospect_store::KeptClaim;
use serde::Serialize;

use crate::address::{Link, View};

/// Entries of a list on one page.
pub const PAGE_LEN: usize = 40;

/// A claim with what is known of its document.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// Its number in the case.
    pub number: i64,
    /// What it says.
    pub claim: Claim,
    /// When and by whom its document was published.
    pub publication: Publication,
    /// The number of its recording.
    pub recorded: u64,
}

impl Told {
    /// A claim in its document.
    pub fn new(kept: KeptClaim, publication: Publication) -> Self {
        Self { number: kept.key.number(), claim: kept.claim, publication, recorded: kept.recorded.0 }
    }

    /// Whose claim it is: its voices, outermost first, else the publisher of the document.
    pub fn who(&self) -> Vec<&str> {
        let voices: Vec<&str> = self.claim.voices.iter().map(Name::as_str).collect();
        if voices.is_empty() { self.publication.publisher.as_deref().into_iter().collect() } else { voices }
    }

    /// When it was said, as far as anybody says.
    pub fn said(&self) -> Option<&Edtf> {
        self.claim.asserted.as_ref().or(self.publication.published.as_ref())
    }
}

/// Who did what to whom, in one line.
pub fn what(claim: &Claim) -> Markup {
    let names = |names: &[Name]| {
        html! {
            @for (index, name) in names.iter().enumerate() {
                @if index > 0 { ", " }
                b { (name.as_str()) }
            }
        }
    };
    html! {
        @if claim.actor.is_empty() { span.quiet { "somebody" } } @else { (names(&claim.actor)) }
        " " span.kind { (claim.kind.as_str()) }
        @if !claim.target.is_empty() { " " (names(&claim.target)) }
        @if let Some(place) = &claim.place { " " span.quiet { "at" } " " (place.as_str()) }
    }
}

/// The same as plain text.
pub fn what_in_words(claim: &Claim) -> String {
    let names = |names: &[Name]| names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let mut words = vec![names(&claim.actor), claim.kind.to_string(), names(&claim.target)];
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// How a claim stands to what happened; nothing when it is plainly asserted.
pub fn stance(stance: Stance) -> Markup {
    html! {
        @if stance != Stance::Asserted { " " span class={ "chip " (stance.word()) } { (stance.word()) } }
    }
}

/// A claim in a list, with the way to its card.
pub fn claim_row(view: &View, told: &Told) -> Markup {
    let claim = &told.claim;
    let who = told.who();
    html! {
        li.claim {
            p.what {
                a href=(claim_link(view, claim)) { (what(claim)) }
                (stance(claim.stance))
            }
            blockquote { "“" (one_line(claim.evidence.first().quote())) "”" }
            p.meta {
                @if who.is_empty() { "the author" } @else { (who.join(" › ")) }
                @if let Some(said) = told.said() { ", said " time { (said) } }
                @if let Some(valid) = &claim.valid { " · about " time { (valid) } }
                " · " a href=(document_link(view, claim)) { (claim.evidence.first().document().as_str()) }
            }
        }
    }
}

/// The address of a claim's card.
pub fn claim_link(view: &View, claim: &Claim) -> Link {
    view.link("/claim").with("id", claim.id())
}

/// The address of a claim's words in their document.
pub fn document_link(view: &View, claim: &Claim) -> String {
    let first = claim.evidence.first();
    let link = view.link("/document").with("id", first.document()).with("at", first.span().start());
    format!("{}#c{}", link.text(), claim.id())
}

/// "1 claim", "2 claims".
pub fn count(number: usize, one: &str) -> String {
    let mut digits = number.to_string();
    let mut place = digits.len();
    while place > 3 {
        place -= 3;
        digits.insert(place, '\u{202f}');
    }
    format!("{digits} {one}{}", if number == 1 { "" } else { "s" })
}

/// Which part of a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Paged {
    /// The page, from 1.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
    /// Entries of the whole list.
    pub total: usize,
}

impl Paged {
    /// The page of a view over so many entries; the last, when there are not so many.
    ///
    /// # Errors
    /// When the page is no number.
    pub fn of(view: &View, total: usize) -> Result<Self, crate::refusal::Refusal> {
        let asked = view.query.read_as::<usize>("page", "the number of a page")?.unwrap_or(1);
        let pages = total.div_ceil(PAGE_LEN).max(1);
        Ok(Self { page: asked.clamp(1, pages), pages, total })
    }

    /// The entries on it, of a list of all.
    pub fn cut<T>(self, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        all.skip((self.page - 1) * PAGE_LEN).take(PAGE_LEN)
    }

    /// The way to the others.
    pub fn markup(self, view: &View) -> Markup {
        let to = |page: usize| view.changed("page", None).with("page", page);
        html! {
            @if self.pages > 1 {
                nav.pager aria-label="Pages of the list" {
                    @if self.page > 1 { a rel="prev" href=(to(self.page - 1)) { "‹ Earlier" } }
                    span { "Page " (self.page) " of " (self.pages) }
                    @if self.page < self.pages { a rel="next" href=(to(self.page + 1)) { "Later ›" } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(count(1, "claim"), "1 claim");
        assert_eq!(count(0, "claim"), "0 claims");
        assert_eq!(count(1_234_567, "claim"), "1\u{202f}234\u{202f}567 claims");
    }

    #[test]
    fn a_page_beyond_the_end_is_the_last() {
        let view = View::read("/claims", "page=9").unwrap();
        let paged = Paged::of(&view, 100).unwrap();
        assert_eq!(paged, Paged { page: 3, pages: 3, total: 100 });
        assert_eq!(paged.cut(0..100).collect::<Vec<_>>(), (80..100).collect::<Vec<_>>());
        assert_eq!(Paged::of(&view, 0).unwrap(), Paged { page: 1, pages: 1, total: 0 });
    }
}
