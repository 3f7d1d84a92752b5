//! Which claims a case has: those that are asked for, and how many there are of each sort. Start at [`Listing`].

use std::collections::BTreeMap;

use retrospect_model::{Day, Limit, Stance};
use retrospect_network::Identity as _;
use retrospect_store::{ClaimQuery, KeptClaim, Readings};

use crate::asked::Asked;
use crate::error::FindingsError;

/// Which claims are asked for, as people name them; by default all.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Who acts or is acted on.
    pub actor: Option<String>,
    /// Their kinds.
    pub kinds: Vec<String>,
    /// Who says so, or publishes it.
    pub voice: Option<String>,
    /// Their stances.
    pub stances: Vec<Stance>,
    /// The first day on which they may have been so.
    pub from: Option<Day>,
    /// The last.
    pub to: Option<Day>,
    /// Words of their quotes.
    pub words: Option<String>,
    /// Which readings of a document count.
    pub readings: Readings,
}

/// How many claims there are of each sort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Of all sorts together.
    pub claims: usize,
    /// By kind.
    pub kinds: BTreeMap<String, usize>,
    /// By stance.
    pub stances: BTreeMap<Stance, usize>,
    /// By innermost voice; of claims without one, by nobody.
    pub voices: BTreeMap<String, usize>,
    /// By who acts or is acted on, whichever of its names the texts have.
    pub actors: BTreeMap<String, usize>,
    /// By document.
    pub documents: BTreeMap<String, usize>,
}

impl Listing {
    /// The question to the case, names with all that are the same actor's.
    ///
    /// # Errors
    /// When the case knows nobody of a name or no such kind.
    pub fn query(&self, asked: &Asked<'_>) -> Result<ClaimQuery, FindingsError> {
        let names = |name: &Option<String>| -> Result<Vec<String>, FindingsError> {
            let Some(name) = name else { return Ok(Vec::new()) };
            Ok(asked.names.written(asked.actor(name)?))
        };
        let (parties, voices) = (names(&self.actor)?, names(&self.voice)?);
        for kind in &self.kinds {
            if asked.ontology.rules(kind).is_none() && asked.case.name_key(kind)?.is_none() {
                return Err(FindingsError::NoKind {
                    case: asked.case.path().to_owned(),
                    asked: kind.clone(),
                    known: asked.ontology.kinds().map(|(name, _)| name.to_string()).collect(),
                });
            }
        }
        let is_bounded = self.from.is_some() || self.to.is_some();
        Ok(ClaimQuery {
            kinds: self.kinds.clone(),
            parties,
            publishers: voices.clone(),
            voices,
            stances: self.stances.clone(),
            valid: is_bounded.then(|| {
                (self.from.map_or(Limit::Past, Limit::On), self.to.map_or(Limit::Future, Limit::On))
            }),
            words: self.words.clone(),
            clocks: asked.clocks,
            readings: self.readings,
            ..ClaimQuery::default()
        })
    }

    /// Hands out the claims in the order of recording, until `each` returns `false`.
    ///
    /// # Errors
    /// As [`Listing::query`], and when the case cannot be read.
    pub fn claims(
        &self,
        asked: &Asked<'_>,
        each: impl FnMut(KeptClaim) -> bool,
    ) -> Result<(), FindingsError> {
        Ok(asked.case.claims(&self.query(asked)?, each)?)
    }

    /// How many there are of each sort. Reads all claims that are asked for.
    ///
    /// # Errors
    /// As [`Listing::claims`].
    pub fn facets(&self, asked: &Asked<'_>) -> Result<Facets, FindingsError> {
        let mut facets = Facets::default();
        let mut parties: BTreeMap<String, usize> = BTreeMap::new();
        self.claims(asked, |KeptClaim { claim, .. }| {
            facets.claims += 1;
            *facets.kinds.entry(claim.kind.to_string()).or_default() += 1;
            *facets.stances.entry(claim.stance).or_default() += 1;
            let voice = claim.voices.last().map(ToString::to_string).unwrap_or_default();
            *facets.voices.entry(voice).or_default() += 1;
            *facets.documents.entry(claim.evidence.first().document().to_string()).or_default() += 1;
            let mut names: Vec<String> =
                claim.actor.iter().chain(&claim.target).map(ToString::to_string).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                *parties.entry(name).or_default() += 1;
            }
            true
        })?;
        for (name, count) in parties {
            let key = asked.case.name_key(&name)?;
            let called = key.map(|key| asked.names.called(asked.names.actor(key)));
            let called = called.filter(|called| !called.is_empty()).unwrap_or(name);
            *facets.actors.entry(called).or_default() += count;
        }
        Ok(facets)
    }
}
