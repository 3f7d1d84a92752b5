//! Where accounts contradict each other, and who admitted late. Start at [`read`].

use maud::{Markup, html};
use retrospect_findings::{Disputed, Window};
use retrospect_store::ClaimKey;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::address::View;
use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Paged, Told, claim_row, count};
use crate::refusal::Refusal;

/// Claims of a window that are shown.
const CLAIMS_MAX: usize = 6;
/// Deception windows that are shown.
const WINDOWS_MAX: usize = 10;

/// A part of the disputes, and the deception windows.
#[derive(Serialize)]
pub struct Disputes {
    paged: Paged,
    disputes: Vec<Line>,
    windows: Vec<Shown>,
    windows_total: usize,
}

/// A dispute in a list.
#[derive(Serialize)]
pub(crate) struct Line {
    /// By which its page finds it.
    pub(crate) id: String,
    pub(crate) matter: String,
    pub(crate) one: usize,
    pub(crate) other: usize,
}

/// A deception window with some of its claims.
#[derive(Serialize)]
struct Shown {
    sentence: String,
    party: String,
    admissions: Vec<Told>,
    inside: Vec<Told>,
    resting: usize,
}

impl Line {
    pub(crate) fn of(disputed: &Disputed) -> Self {
        let (one, other) = (disputed.dispute.one.len(), disputed.dispute.other.len());
        Self { id: id(&disputed.matter), matter: disputed.matter.clone(), one, other }
    }
}

/// What a dispute is found by: the beginning of a hash of what it is about, which stays when claims come in.
pub(crate) fn id(matter: &str) -> String {
    Sha256::digest(matter).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Those of what had been said by then, those with most claims first.
///
/// # Errors
/// When the case cannot be read.
pub fn read(reading: &Reading<'_>) -> Result<Disputes, Refusal> {
    let derived = reading.derived()?;
    let found = derived.contradicted(reading.case)?;
    let mut disputes: Vec<&Disputed> = found.disputes.iter().collect();
    disputes.sort_by_key(|disputed| {
        std::cmp::Reverse(disputed.dispute.one.len().min(disputed.dispute.other.len()))
    });
    let paged = Paged::of(reading.view, disputes.len())?;
    let window = |window: &Window| -> Result<Shown, Refusal> {
        let told =
            |keys: &[ClaimKey]| reading.told(&keys.iter().take(CLAIMS_MAX).copied().collect::<Vec<_>>());
        Ok(Shown {
            sentence: window.sentence(&derived.names),
            party: derived.names.called(window.window.party),
            admissions: told(&window.window.admissions)?,
            inside: told(&window.window.inside)?,
            resting: window.window.resting.len(),
        })
    };
    let windows = found.windows.iter().take(WINDOWS_MAX).map(window).collect::<Result<_, _>>()?;
    let disputes = paged.cut(disputes.into_iter()).map(Line::of).collect();
    Ok(Disputes { paged, disputes, windows, windows_total: found.windows.len() })
}

/// Disputes as a list with the ways to their pages.
pub(crate) fn lines(view: &View, lines: &[Line]) -> Markup {
    html! {
        ul.plain {
            @for line in lines {
                li {
                    a href=(view.link("/dispute").with("id", &line.id)) { (capital(&line.matter)) }
                    " " span.meta { (line.one) " against " (line.other) }
                }
            }
        }
    }
}

/// With a capital letter at the beginning.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}

impl Page for Disputes {
    fn title(&self) -> String {
        "Disputes".to_owned()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let view = frame.view;
        html! {
            h1 { "Disputes" }
            p.lead { (count(self.paged.total, "dispute")) ": claims that cannot all be right. They are shown, not resolved." }
            @if self.disputes.is_empty() { p { "By then, no accounts contradict each other." } }
            (lines(view, &self.disputes))
            (self.paged.markup(view))
            h2 { "Deception windows" }
            @if self.windows.is_empty() { p.quiet { "By then, nobody had admitted late that something was over." } }
            @for window in &self.windows {
                section.said {
                    p { (capital(&window.sentence)) }
                    h3 { "Admitted" }
                    ol.claims { @for told in &window.admissions { (claim_row(view, told)) } }
                    h3 { "Said within" }
                    ol.claims { @for told in &window.inside { (claim_row(view, told)) } }
                    @if window.resting > 0 { p.quiet { (count(window.resting, "claim")) " of others may rest on it." } }
                }
            }
            @if self.windows_total > self.windows.len() { p.quiet { "and " (self.windows_total - self.windows.len()) " more" } }
        }
    }
}
