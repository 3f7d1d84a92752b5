//! Deception windows with the relation that they are on, in words and as JSON. Start at [`Window`].

use std::collections::BTreeMap;

use retrospect_model::ontology::RelationName;
use retrospect_network::{ActorKey, DeceptionWindow};
use retrospect_store::{ClaimKey, KeptClaim};
use serde_json::{Value, json};

use crate::belief::{Belief, Beliefs};
use crate::listed;
use crate::names::Names;
use crate::wording;

/// A deception window on a relation.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The relation that had ended.
    pub relation: RelationName,
    /// The window.
    pub window: DeceptionWindow,
    /// How likely it had ended as the party admitted.
    pub belief: Option<Belief>,
}

impl Window {
    /// A window with what there is to believe of it.
    pub fn of(relation: &RelationName, window: DeceptionWindow, beliefs: Option<&Beliefs>) -> Self {
        let belief = beliefs.and_then(|beliefs| {
            let told = window.admissions.iter().flat_map(|admission| beliefs.told(*admission));
            let best = told.copied().max_by(|one, two| {
                beliefs.probability(*one).total_cmp(&beliefs.probability(*two)).then(two.cmp(one))
            })?;
            beliefs.belief(best)
        });
        Self { relation: relation.clone(), window, belief }
    }

    /// All its claims: admissions, those inside, those that may rest on it.
    pub fn claims(&self) -> impl Iterator<Item = ClaimKey> {
        let DeceptionWindow { admissions, inside, resting, .. } = &self.window;
        let own = admissions.iter().chain(inside).chain(resting).copied();
        own.chain(self.belief.iter().flat_map(Belief::claims))
    }

    /// What it is about: "Mullah Omar led Taliban".
    pub fn matter(&self, names: &Names<'_>) -> String {
        let object = self.window.matter.object.map(|actor| names.called(actor));
        wording::sentence(&self.relation, &names.called(self.window.matter.subject), object.as_deref())
    }

    /// "deception window of Taliban: 2013-04-23..2015-07-30, on that Mullah Omar led Taliban".
    pub fn sentence(&self, names: &Names<'_>) -> String {
        let window = &self.window;
        let from = wording::range(window.from.0, window.from.1);
        let until = wording::range(window.until.0, window.until.1);
        let party = names.called(window.party);
        format!("deception window of {party}: {from}..{until}, on that {}", self.matter(names))
    }

    /// The window with its claims.
    pub fn to_json(&self, names: &Names<'_>, claims: &BTreeMap<ClaimKey, KeptClaim>) -> Value {
        let called = |actor: ActorKey| names.called(actor);
        let window = &self.window;
        let of = |keys: &[ClaimKey]| listed::as_json(claims, keys);
        json!({
            "relation": self.relation,
            "party": called(window.party),
            "subject": called(window.matter.subject),
            "object": window.matter.object.map(called),
            "from": [window.from.0, window.from.1],
            "until": [window.until.0, window.until.1],
            "admissions": of(&window.admissions),
            "inside": of(&window.inside),
            "resting": of(&window.resting),
            "probability": self.belief.as_ref().map(|belief| belief.probability),
            "belief": self.belief.as_ref().map(|belief| belief.to_json(claims)),
        })
    }
}
