//! All documents of a case. Start at [`read`].

use maud::{Markup, html};
use retrospect_model::Limit;
use retrospect_store::ListedDocument;
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Paged, count};
use crate::refusal::Refusal;

/// A part of the documents.
#[derive(Serialize)]
pub struct Documents {
    paged: Paged,
    documents: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    claims: u64,
    /// Whether the case has its text.
    received: bool,
}

/// The documents that had been published by then, the last published first.
///
/// # Errors
/// When the page is no number.
pub fn read(reading: &Reading<'_>) -> Result<Documents, Refusal> {
    let said_by = reading.view.clocks.said_by;
    let published =
        |document: &ListedDocument| document.published.as_ref().map(|date| date.bounds().latest_end());
    let mut documents: Vec<&ListedDocument> = reading.snapshot.documents.iter().collect();
    documents.retain(|document| {
        said_by.is_none_or(|by| published(document).is_some_and(|day| day <= Limit::On(by)))
    });
    documents.sort_by(|one, two| published(two).cmp(&published(one)).then_with(|| one.id.cmp(&two.id)));
    let paged = Paged::of(reading.view, documents.len())?;
    let row = |document: &ListedDocument| Row {
        id: document.id.to_string(),
        title: document.title.clone(),
        publisher: document.publisher.clone(),
        published: document.published.as_ref().map(ToString::to_string),
        claims: document.claims,
        received: document.recorded.is_some(),
    };
    Ok(Documents { paged, documents: paged.cut(documents.into_iter()).map(row).collect() })
}

impl Page for Documents {
    fn title(&self) -> String {
        "Documents".to_owned()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        html! {
            h1 { "Documents" }
            p.lead { (count(self.paged.total, "document")) ", the last published first." }
            div.scroll tabindex="0" role="region" aria-label="Documents" {
                table {
                    thead { tr { th { "Published" } th { "Document" } th { "By" } th.number { "Claims" } } }
                    tbody {
                        @for row in &self.documents {
                            tr {
                                td.date { (row.published.as_deref().unwrap_or("—")) }
                                td {
                                    a href=(frame.view.link("/document").with("id", &row.id)) { (row.title.as_deref().unwrap_or(&row.id)) }
                                    @if !row.received { " " span.quiet { "only its claims are here" } }
                                }
                                td { (row.publisher.as_deref().unwrap_or("—")) }
                                td.number { (row.claims) }
                            }
                        }
                    }
                }
            }
            (self.paged.markup(frame.view))
        }
    }
}
