//! One source: how it fares, where it is contradicted, and what it says. Start at [`read`].

use maud::{Markup, html};
use retrospect_findings::belief::Fares;
use retrospect_store::ClaimKey;
use serde::Serialize;

use crate::frame::Frame;
use crate::judged::{self, Decided, Judgements};
use crate::pages::disputes::{Line, capital, lines};
use crate::pages::sources::Row;
use crate::pages::{Page, Reading};
use crate::parts::{Paged, Told, claim_row, count};
use crate::refusal::Refusal;

/// A source, as it was known by the clocks.
#[derive(Serialize)]
pub struct Source {
    #[serde(flatten)]
    row: Row,
    /// How it fares when what it says suits its side and when not, in sentences.
    fares: Vec<String>,
    /// What it foretold, and what became of it.
    forecasts: Vec<String>,
    /// The disputes in which it takes part.
    disputed: Vec<Line>,
    /// Its deception windows.
    windows: Vec<String>,
    /// How it was graded.
    judgements: Vec<Decided>,
    paged: Paged,
    said: Vec<Told>,
}

/// The source that the address names.
///
/// # Errors
/// When nobody of that name has said anything.
pub fn read(reading: &Reading<'_>) -> Result<Source, Refusal> {
    let derived = reading.derived()?;
    let asked = reading.view.query.need("name")?;
    let actor = derived.names.find(reading.case, asked)?;
    let name = derived.names.called(actor);
    let records = derived.records(reading.case)?;
    let silent = || Refusal::missing(format!("“{name}” has said nothing by then"));
    let record = records.iter().find(|record| record.name == name).ok_or_else(silent)?;
    let found = derived.contradicted(reading.case)?;
    let own = |keys: &[ClaimKey]| keys.iter().any(|key| record.claims.contains(key));
    let disputed =
        found.disputes.iter().filter(|disputed| own(&disputed.dispute.one) || own(&disputed.dispute.other));
    let windows = found.windows.iter().filter(|window| window.window.party == actor);
    let mut keys: Vec<ClaimKey> = record.claims.iter().copied().collect();
    keys.reverse();
    let paged = Paged::of(reading.view, keys.len())?;
    let keys: Vec<ClaimKey> = paged.cut(keys.into_iter()).collect();
    let graded = Judgements::of(reading.case, reading.view.clocks.recorded_by)?;
    let judgements = derived.names.written(actor).iter().flat_map(|name| graded.on("source", name)).collect();
    let asked_again = derived.asked(reading.case)?;
    let forecasts = record.forecasts.iter().map(|forecast| Ok(forecast.sentence(&asked_again)?));
    Ok(Source {
        fares: record.fares.as_ref().map_or_else(Vec::new, Fares::sentences),
        forecasts: forecasts.collect::<Result<_, Refusal>>()?,
        judgements,
        row: Row::of(record),
        disputed: disputed.map(Line::of).collect(),
        windows: windows.map(|window| window.sentence(&derived.names)).collect(),
        paged,
        said: reading.told(&keys)?,
    })
}

impl Page for Source {
    fn title(&self) -> String {
        self.row.name.clone()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let (view, row) = (frame.view, &self.row);
        html! {
            p.crumb { a href=(view.link("/sources")) { "Sources" } }
            h1 { (row.name) }
            p.lead {
                "Said " (count(row.claims, "claim")) @if let Some(spoke) = &row.spoke { ", " (spoke) } "; denied " (row.denied) ", alleged "
                (row.alleged) ". " a href=(view.link("/actor").with("name", &row.name)) { "As an actor" }
            }
            div.beside {
                section aria-label="What it says" {
                    h2 { "What it says" }
                    ol.claims { @for told in &self.said { (claim_row(view, told)) } }
                    (self.paged.markup(view))
                }
                aside {
                    @if !self.fares.is_empty() {
                        h2 { "How it fares" }
                        ul.plain { @for sentence in &self.fares { li { (capital(sentence)) } } }
                    }
                    @if !self.forecasts.is_empty() {
                        h2 { "What it foretold" }
                        ul.plain { @for sentence in &self.forecasts { li { (capital(sentence)) } } }
                    }
                    h2 { "Grade" }
                    (judged::list(frame, &self.judgements))
                    (judged::on_source(frame, &row.name))
                    h2 { "Disputes" }
                    @if self.disputed.is_empty() { p.quiet { "It takes part in none." } }
                    (lines(view, &self.disputed))
                    h2 { "Deception windows" }
                    @if self.windows.is_empty() { p.quiet { "It has admitted nothing late." } }
                    ul.plain { @for window in &self.windows { li { (capital(window)) } } }
                }
            }
        }
    }
}
