//! Deception windows with the relation that they are on, in words and as JSON. Start at [`Window`].

use std::collections::BTreeMap;

use retrospect_model::ontology::RelationName;
use retrospect_network::{ActorKey, DeceptionWindow};
use retrospect_store::{ClaimKey, KeptClaim};
use serde_json::{Value, json};

use crate::listed;
use crate::names::Names;
use crate::wording;

/// A deception window on a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The relation that had ended.
    pub relation: RelationName,
    /// The window.
    pub window: DeceptionWindow,
}

impl Window {
    /// All its claims: admissions, those inside, those that may rest on it.
    pub fn claims(&self) -> impl Iterator<Item = ClaimKey> {
        let DeceptionWindow { admissions, inside, resting, .. } = &self.window;
        admissions.iter().chain(inside).chain(resting).copied()
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
        })
    }
}
