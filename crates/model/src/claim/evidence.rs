//! Turns a stretch of a document into evidence: where it stands, its words, and the words around them. Start at
//! [`Evidence`].

use crate::document::{Document, DocumentId};
use crate::error::ModelError;
use crate::span::Span;

/// How many characters before and after a quote are kept with it. A place name alone can stand at nine places of an
/// article; with its neighbours it stands at one.
pub const CONTEXT_CHARS: u32 = 32;

/// Words of a document that carry a claim: never blank, and as many as their span has characters. As the Web Annotation
/// Data Model has it (<https://www.w3.org/TR/annotation-model/>), position and quote with prefix and suffix together
/// find the words again even in a text that was taken out of the same bytes in another way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Evidence {
    document: DocumentId,
    span: Span,
    quote: String,
    prefix: String,
    suffix: String,
}

impl Evidence {
    /// Words at `span` of a document, as somebody else quotes them; an error when they are blank or their number of
    /// characters is not that of the span.
    pub fn new(document: DocumentId, span: Span, quote: String) -> Result<Self, ModelError> {
        if quote.trim().is_empty() {
            return Err(ModelError::Evidence { reason: "its `quote` has no words" });
        }
        if quote.chars().count() != span.len() as usize {
            return Err(ModelError::Evidence {
                reason: "`end` is not `start` and the characters of `quote`",
            });
        }
        Ok(Self { document, span, quote, prefix: String::new(), suffix: String::new() })
    }

    /// The words of a document at `span`, with [`CONTEXT_CHARS`] characters around them; an error when the span reaches
    /// beyond the text or covers no words.
    pub fn in_document(document: &Document, span: Span) -> Result<Self, ModelError> {
        let Some(quote) = document.quote(span) else {
            return Err(ModelError::Evidence { reason: "its span reaches beyond the text" });
        };
        let around = |start: u32, end: u32| {
            let span = Span::new(start, end.min(document.text().chars_len())).ok()?;
            document.quote(span).map(str::to_owned)
        };
        let prefix = around(span.start().saturating_sub(CONTEXT_CHARS), span.start());
        let suffix = around(span.end(), span.end().saturating_add(CONTEXT_CHARS));
        let evidence = Self::new(document.id().clone(), span, quote.to_owned())?;
        Ok(evidence.with_context(prefix.unwrap_or_default(), suffix.unwrap_or_default()))
    }

    /// The same with the words before and behind the quote.
    #[must_use]
    pub fn with_context(self, prefix: String, suffix: String) -> Self {
        Self { prefix, suffix, ..self }
    }

    /// The document.
    pub fn document(&self) -> &DocumentId {
        &self.document
    }

    /// Where in the document's text.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The words.
    pub fn quote(&self) -> &str {
        &self.quote
    }

    /// What stands before them; empty at the beginning, or when it is not known.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What stands behind them; empty at the end, or when it is not known.
    pub fn suffix(&self) -> &str {
        &self.suffix
    }
}

/// The evidence of a claim: at least one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EvidenceList {
    first: Evidence,
    more: Vec<Evidence>,
}

impl EvidenceList {
    /// Evidence at several places.
    pub fn new(first: Evidence, more: Vec<Evidence>) -> Self {
        Self { first, more }
    }

    /// The words that carry the claim in the first place.
    pub fn first(&self) -> &Evidence {
        &self.first
    }

    /// What carries it besides.
    pub fn more(&self) -> &[Evidence] {
        &self.more
    }

    /// All of it, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Evidence> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// How many there are: one or more.
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        1 + self.more.len()
    }
}

impl From<Evidence> for EvidenceList {
    fn from(first: Evidence) -> Self {
        Self { first, more: Vec::new() }
    }
}
