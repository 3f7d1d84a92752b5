//! Turns a claim's further evidence into JSON and back. Start at [`to_json`].

use retrospect_model::claim::Evidence;
use retrospect_model::{DocumentId, ModelError, Span};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Written {
    document: DocumentId,
    span: Span,
    quote: String,
    prefix: String,
    suffix: String,
}

/// Evidence as a JSON list.
pub(crate) fn to_json(evidence: &[Evidence]) -> String {
    let written: Vec<Written> = evidence
        .iter()
        .map(|evidence| Written {
            document: evidence.document().clone(),
            span: evidence.span(),
            quote: evidence.quote().to_owned(),
            prefix: evidence.prefix().to_owned(),
            suffix: evidence.suffix().to_owned(),
        })
        .collect();
    serde_json::to_string(&written).unwrap_or_default()
}

/// Reads what [`to_json`] writes.
pub(crate) fn from_json(json: &str) -> Result<Vec<Evidence>, ModelError> {
    let written: Vec<Written> =
        serde_json::from_str(json).map_err(|error| ModelError::ClaimLine { reason: error.to_string() })?;
    let evidence = written.into_iter().map(|Written { document, span, quote, prefix, suffix }| {
        Ok(Evidence::new(document, span, quote)?.with_context(prefix, suffix))
    });
    evidence.collect()
}
