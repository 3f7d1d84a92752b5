//! What all questions to a case have in common: its clocks, its names, and claims as people read them. Start at [`Asked`].

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use retrospect_model::claim::Name;
use retrospect_model::ontology::RelationName;
use retrospect_model::{Clocks, Ontology, Stance, one_line};
use retrospect_network::{ActorKey, Episode, Law, Ledger};
use retrospect_store::{Case, ClaimKey, Fact, KeptClaim, NameKey, Whose};

use crate::belief::Beliefs;
use crate::error::FindingsError;
use crate::judged::Judged;
use crate::names::Names;

/// Up to so many claims a case is weighed as a whole whenever it is asked; of larger ones the neighbourhood of an answer
/// is.
const WHOLE_MAX: u64 = 20_000;

/// A case as it was known by the clocks of a question.
#[derive(Debug)]
pub struct Asked<'c> {
    /// The case.
    pub case: &'c Case,
    /// What kinds of claims begin and end.
    pub ontology: &'c Ontology,
    /// Which of its names are one actor's.
    pub names: Arc<Names<'c>>,
    /// What analysts decided of claims and sources.
    pub judged: Judged,
    /// The clocks; `on` is looked at by no question here.
    pub clocks: Clocks,
    /// What there is to believe, once it was asked for.
    pub(crate) beliefs: OnceCell<Arc<Beliefs>>,
}

impl<'c> Asked<'c> {
    /// A case with its names and rules, by some clocks.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn new(
        case: &'c Case,
        ontology: &'c Ontology,
        names: impl Into<Arc<Names<'c>>>,
        clocks: Clocks,
    ) -> Result<Self, FindingsError> {
        let names = names.into();
        let judged = Judged::of(case, &names, &clocks)?;
        Ok(Self { case, ontology, names, judged, clocks, beliefs: OnceCell::new() })
    }

    /// The same with what is believed by these clocks, when that has been worked out before.
    #[must_use]
    pub fn believing(mut self, beliefs: Arc<Beliefs>) -> Self {
        self.beliefs = OnceCell::from(beliefs);
        self
    }

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

    /// The facts that the clocks let through and nobody rejected.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn facts(&self, whose: Whose<'_>, kinds: &[NameKey]) -> Result<Vec<Fact>, FindingsError> {
        let mut facts = self.case.facts(whose, kinds, &self.clocks)?;
        self.judged.admit(&mut facts);
        Ok(facts)
    }

    /// The episodes of a relation that facts tell of.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn episodes(&self, relation: &RelationName, facts: &[Fact]) -> Result<Vec<Episode>, FindingsError> {
        let law = Law::of(self.ontology, relation, self.case)?;
        Ok(Ledger::of(facts, law, &*self.names).episodes(None))
    }

    /// Whom to believe in the whole case. Weighed once, when first asked for.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn beliefs(&self) -> Result<&Arc<Beliefs>, FindingsError> {
        if let Some(beliefs) = self.beliefs.get() {
            return Ok(beliefs);
        }
        let beliefs = Arc::new(Beliefs::of(self, &self.facts(Whose::All, &[])?)?);
        Ok(self.beliefs.get_or_init(|| beliefs))
    }

    /// Whether the case is small enough to be weighed whole with every question.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn is_weighed_whole(&self) -> Result<bool, FindingsError> {
        Ok(self.case.counts()?.claims <= WHOLE_MAX)
    }

    /// As [`Asked::beliefs`], for a case that is weighed whole.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn beliefs_if_small(&self) -> Result<Option<&Beliefs>, FindingsError> {
        let beliefs = self.is_weighed_whole()?.then(|| self.beliefs()).transpose()?;
        Ok(beliefs.map(Arc::as_ref))
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
        let quote = one_line(evidence.quote());
        let stance = match claim.stance {
            Stance::Asserted => String::new(),
            stance => format!(" [{stance}]"),
        };
        let id = claim.id().short();
        Ok(format!("{}{stance}: “{quote}” ({}, {id})", self.told(kept)?, evidence.document()))
    }
}
