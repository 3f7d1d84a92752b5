//! What all questions to a case have in common: its clocks, its names, and claims as people read them. Start at [`Asked`].

use std::collections::BTreeMap;
use std::path::Path;

use retrospect_model::{Clocks, Ontology, Seq};
use retrospect_store::{Access, Case, ClaimKey, KeptClaim};

use crate::case_arguments::{ClockArguments, RecordedBy};
use crate::knowledge;
use crate::names::Names;

/// A case with what is known of names and rules, and the clocks of a question.
pub struct Asked {
    pub case: Case,
    pub names: Names,
    pub ontology: Ontology,
    pub clocks: Clocks,
}

impl Asked {
    /// Opens a case to be asked.
    pub fn open(path: &Path, clocks: &ClockArguments) -> anyhow::Result<Self> {
        let case = Case::open(path, Access::Read)?;
        let names = Names::of_case(&case, knowledge::gazetteer()?)?;
        let recorded_by = match clocks.recorded_by {
            None => None,
            Some(RecordedBy::Seq(seq)) => Some(seq),
            // Before the first recording nothing was known: no recording has the number 0.
            Some(by) => {
                let last = by.instant().map(|instant| case.recording_by(instant)).transpose()?.flatten();
                Some(last.map_or(Seq(0), |(seq, _)| seq))
            }
        };
        let clocks = Clocks { on: None, said_by: clocks.said_by, recorded_by };
        Ok(Self { case, names, ontology: knowledge::ontology()?, clocks })
    }

    /// The claims of these numbers, by number.
    pub fn claims(
        &self,
        keys: impl IntoIterator<Item = ClaimKey>,
    ) -> anyhow::Result<BTreeMap<ClaimKey, KeptClaim>> {
        let keys: Vec<ClaimKey> = keys.into_iter().collect();
        let claims = self.case.claims_of(&keys)?;
        Ok(claims.into_iter().map(|kept| (kept.key, kept)).collect())
    }

    /// Whose claim it is, and when it was said: "Abu Talut, said 2015-07-31".
    pub fn told(&self, kept: &KeptClaim) -> anyhow::Result<String> {
        let claim = &kept.claim;
        let document = self.case.document(claim.evidence.first().document())?;
        let publication = document.as_ref().map(|kept| kept.document.publication());
        let voices: Vec<&str> = claim.voices.iter().map(retrospect_model::claim::Name::as_str).collect();
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
    pub fn line(&self, kept: &KeptClaim) -> anyhow::Result<String> {
        let claim = &kept.claim;
        let evidence = claim.evidence.first();
        let quote = evidence.quote().split_whitespace().collect::<Vec<_>>().join(" ");
        let stance = match claim.stance {
            retrospect_model::Stance::Asserted => String::new(),
            stance => format!(" [{stance}]"),
        };
        let id: String = claim.id().to_string().chars().take(8).collect();
        Ok(format!("{}{stance}: “{quote}” ({}, {id})", self.told(kept)?, evidence.document()))
    }
}
