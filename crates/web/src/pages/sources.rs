//! Who speaks in a case, and how they fare. Start at [`read`].

use maud::{Markup, html};
use retrospect_findings::{Record, wording};
use retrospect_model::Stance;
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Paged, count};
use crate::refusal::Refusal;

/// A part of the sources.
#[derive(Serialize)]
pub struct Sources {
    paged: Paged,
    sources: Vec<Row>,
}

/// What one source has said.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) claims: usize,
    pub(crate) denied: usize,
    pub(crate) alleged: usize,
    pub(crate) disputes: usize,
    pub(crate) deception_windows: usize,
    /// The first and the last day on which it can have spoken.
    pub(crate) spoke: Option<String>,
}

impl Row {
    pub(crate) fn of(record: &Record) -> Self {
        let of_stance = |stance| record.stances.get(&stance).copied().unwrap_or(0);
        Self {
            name: record.name.clone(),
            claims: record.claims.len(),
            denied: of_stance(Stance::Denied),
            alleged: of_stance(Stance::Alleged),
            disputes: record.disputed,
            deception_windows: record.windows,
            spoke: record.said.map(|(first, last)| wording::range(first, last)),
        }
    }
}

/// The sources of what had been said by then, the most frequent first.
///
/// # Errors
/// When the case cannot be read.
pub fn read(reading: &Reading<'_>) -> Result<Sources, Refusal> {
    let derived = reading.derived()?;
    let records = derived.records(reading.case)?;
    let paged = Paged::of(reading.view, records.len())?;
    Ok(Sources { paged, sources: paged.cut(records.iter()).map(Row::of).collect() })
}

impl Page for Sources {
    fn title(&self) -> String {
        "Sources".to_owned()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let view = frame.view;
        html! {
            h1 { "Sources" }
            p.lead { (count(self.paged.total, "source")) ", the most frequent first." }
            div.scroll tabindex="0" role="region" aria-label="Sources" {
                table {
                    thead {
                        tr {
                            th { "Source" } th.number { "Claims" } th.number { "Denied" } th.number { "Disputes" }
                            th.number { "Deception windows" } th { "Spoke" }
                        }
                    }
                    tbody {
                        @for row in &self.sources {
                            tr {
                                td {
                                    @if row.name.is_empty() { span.quiet { "nobody is named" } }
                                    @else { a href=(view.link("/source").with("name", &row.name)) { (row.name) } }
                                }
                                td.number { (row.claims) }
                                td.number { (row.denied) }
                                td.number { (row.disputes) }
                                td.number { (row.deception_windows) }
                                td.date { (row.spoke.as_deref().unwrap_or("—")) }
                            }
                        }
                    }
                }
            }
            (self.paged.markup(view))
        }
    }
}
