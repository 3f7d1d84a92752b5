//! Turns what cannot be answered into a page, or a JSON object, with a status. Start at [`Refusal`].

use std::fmt::Display;

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use retrospect_findings::FindingsError;
use retrospect_store::StoreError;
use serde_json::json;

use crate::pages::{Format, respond};

/// Why a request is not answered: what failed, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) what: String,
    pub(crate) hint: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { status, what: what.into(), hint: hint.into() }
    }

    /// The request cannot be understood.
    pub(crate) fn bad(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, what, hint)
    }

    /// The request may not be made.
    pub(crate) fn forbidden(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, what, hint)
    }

    /// There is no such thing.
    pub(crate) fn missing(what: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, what, "go back, or begin at the overview")
    }

    /// A parameter has a value that it cannot have.
    pub(crate) fn parameter(key: &str, value: &str, what: &str) -> Self {
        let value: String = value.chars().take(80).collect();
        Self::bad(
            format!("`{key}` is `{value}`, which is not {what}"),
            format!("give {what}, or leave `{key}` out"),
        )
    }

    /// Something within failed. What it was is told on the terminal of whoever started the program, and here in short.
    pub(crate) fn fault(error: &dyn Display) -> Self {
        let text = error.to_string();
        let (what, hint) = text.split_once("\nhint: ").unwrap_or((&text, "try again"));
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, what, hint)
    }

    /// As a page or a JSON object. It has no frame: a refusal reads nothing of the case.
    pub(crate) fn response(&self, format: Format) -> Response {
        match format {
            Format::Json => {
                let error = json!({ "error": self.what, "hint": self.hint, "status": self.status.as_u16() });
                respond(self.status, format, error.to_string())
            }
            Format::Html => respond(self.status, format, self.page().into_string()),
        }
    }

    fn page(&self) -> Markup {
        let title = self.status.canonical_reason().unwrap_or("Refused");
        crate::frame::bare(
            title,
            &html! {
                h1 { (title) }
                p.lead { (sentence(&self.what)) }
                p { (sentence(&self.hint)) }
                p { a href="/" { "Overview" } }
            },
        )
    }
}

/// A message as a sentence: it begins with a capital letter and ends with a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let begin: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{begin}{}{end}", chars.as_str())
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy { .. } => {
                let text = error.to_string();
                let (what, hint) = text.split_once("\nhint: ").unwrap_or((&text, "try again"));
                Self::new(StatusCode::SERVICE_UNAVAILABLE, what, hint)
            }
            other => Self::fault(&other),
        }
    }
}

impl From<FindingsError> for Refusal {
    fn from(error: FindingsError) -> Self {
        let text = error.to_string();
        let (what, hint) =
            text.split_once("\nhint: ").unwrap_or((&text, "go back, or begin at the overview"));
        match error {
            FindingsError::Store(error) => error.into(),
            FindingsError::NobodyCalled { near, asked, .. } => {
                let near = near.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" or ");
                let hint = if near.is_empty() {
                    "the claims say who has a part in them".to_owned()
                } else {
                    format!("did you mean {near}?")
                };
                Self::new(StatusCode::NOT_FOUND, format!("nobody in this case is called “{asked}”"), hint)
            }
            FindingsError::NoRelation { .. } | FindingsError::NoKind { .. } => Self::bad(what, hint),
            _ => Self::fault(&text),
        }
    }
}
