//! Turns what the extractor found into claims as they are kept and exchanged. Start at [`Claim::in_document`].

use retrospect_model::claim::{ClaimDraft, Confidence, Evidence, Name, Origin};
use retrospect_model::{Claim as KeptClaim, Document, Edtf, ModelError, Span};

use crate::VERSION;
use crate::claims::Claim;

impl Claim {
    /// The claim as it is kept, with its evidence in the document that it was read in. `published` is when the part of
    /// the document that it stands in was published, where that differs from the document, as in a digest: it is when
    /// the author said it.
    ///
    /// # Errors
    /// When its words do not lie in the document, or the schema calls its kind what is no word.
    pub fn in_document(
        &self,
        document: &Document,
        published: Option<&Edtf>,
    ) -> Result<KeptClaim, ModelError> {
        let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let span = Span::new(offset(self.span.start), offset(self.span.end))?;
        let own = published.filter(|_| self.sources.is_empty());
        Ok(KeptClaim::new(ClaimDraft {
            kind: self.kind.parse()?,
            actor: names(&self.actor),
            target: names(&self.target),
            place: self.place.as_ref().and_then(|name| name.parse().ok()),
            valid: self.when.clone(),
            voices: names(&self.sources),
            asserted: self.said.clone().or_else(|| own.cloned()),
            stance: self.stance,
            evidence: Evidence::in_document(document, span)?.into(),
            origin: Origin::Extractor { version: VERSION },
            confidence: Confidence::try_from(f64::from(self.confidence).clamp(0.0, 1.0))?,
        }))
    }
}

/// Those that can stand as names; a phrase of a thousand characters is none.
fn names(phrases: &[String]) -> Vec<Name> {
    phrases.iter().filter_map(|phrase| phrase.parse().ok()).collect()
}
