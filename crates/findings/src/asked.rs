//! What all questions to a case have in common: its clocks, its names, and claims as people read them. Start at [`Asked`].

use std::collections::BTreeMap;

use retrospect_model::claim::Name;
use retrospect_model::ontology::RelationName;
use retrospect_model::{Clocks, Ontology, Stance};
use retrospect_network::ActorKey;
use retrospect_store::{Case, ClaimKey, KeptClaim};

use crate::error::FindingsError;
use crate::names::Names;

/// A case as it was known by the clocks of a question.
#[derive(Debug)]
pub struct Asked<'c> {
    /// The case.
    pub case: &'c Case,
    /// What kinds of claims begin and end.
    pub ontology: &'c Ontology,
    /// Which of its names are one actor's.
    pub names: Names<'c>,
    /// The clocks; `on` is looked at by no question here.
    pub clocks: Clocks,
}

impl<'c> Asked<'c> {
    /// The relation of that name.
    ///
    /// # Errors
    /// When the schema has none; says which there are.
    pub fn relation(&self, asked: &str) -> Result<&'c RelationName, FindingsError> {
        let known = || self.ontology.relations().map(ToString::to_string).collect();
        let none = || FindingsError::NoRelation { asked: asked.to_owned(), known: known() };
        self.ontology.relation(asked).ok_or_else(none)
    }

    /// The actor whom somebody calls that.
    ///
    /// # Errors
    /// When the case knows nobody of that name; says who has one like it.
    pub fn actor(&self, asked: &str) -> Result<ActorKey, FindingsError> {
        self.names.find(self.case, asked)
    }

    /// The claims of these numbers, by number.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn claims(
        &self,
        keys: impl IntoIterator<Item = ClaimKey>,
    ) -> Result<BTreeMap<ClaimKey, KeptClaim>, FindingsError> {
        let keys: Vec<ClaimKey> = keys.into_iter().collect();
        let claims = self.case.claims_of(&keys)?;
        Ok(claims.into_iter().map(|kept| (kept.key, kept)).collect())
    }

    /// Whose claim it is, and when it was said: "Abu Talut, 2015-07-31".
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn told(&self, kept: &KeptClaim) -> Result<String, FindingsError> {
        let claim = &kept.claim;
        let document = self.case.document(claim.evidence.first().document())?;
        let publication = document.as_ref().map(|kept| kept.document.publication());
        let voices: Vec<&str> = claim.voices.iter().map(Name::as_str).collect();
        let who =
            match (voices.as_slice(), publication.and_then(|publication| publication.publisher.as_deref())) {
                ([], Some(publisher)) => publisher.to_owned(),
                ([], None) => "the author".to_owned(),
                (voices, _) => voices.join(" › "),
            };
        let published = publication.and_then(|publication| publication.published.as_ref());
        let said = claim.asserted.as_ref().or(published);
        Ok(said.map_or_else(|| format!("{who}, undated"), |said| format!("{who}, {said}")))
    }

    /// A claim under a sentence: who said it and when, its stance, its words, its place.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn line(&self, kept: &KeptClaim) -> Result<String, FindingsError> {
        let claim = &kept.claim;
        let evidence = claim.evidence.first();
        let quote = evidence.quote().split_whitespace().collect::<Vec<_>>().join(" ");
        let stance = match claim.stance {
            Stance::Asserted => String::new(),
            stance => format!(" [{stance}]"),
        };
        let id: String = claim.id().to_string().chars().take(8).collect();
        Ok(format!("{}{stance}: “{quote}” ({}, {id})", self.told(kept)?, evidence.document()))
    }
}
