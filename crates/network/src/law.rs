//! Finds, for a relation, what each kind of claim in a case does to it. Start at [`Law::of`].

use retrospect_model::ontology::{Effect, KindRules, On, Ontology, RelationName, Side};
use retrospect_store::{Case, NameKey, StoreError};
use rustc_hash::FxHashMap;

/// What some kind of claim does to one relation.
#[derive(Debug, Clone)]
pub(crate) struct KindLaw<'o> {
    pub(crate) name: &'o str,
    pub(crate) rules: &'o KindRules,
    /// What it begins of this relation.
    pub(crate) starts: Vec<&'o Effect>,
    /// What it ends of this relation by naming both sides, or the only one.
    pub(crate) ends: Vec<&'o Effect>,
    /// What it ends of this relation for everybody else.
    pub(crate) excludes: Vec<&'o Effect>,
    /// What it ends of every relation.
    pub(crate) sweeps: Vec<&'o Effect>,
}

impl KindLaw<'_> {
    /// Whether it tells of an end and of nothing that begins: then it is a claim about the end, not a rule.
    pub(crate) fn is_claim_of_end(&self) -> bool {
        self.rules.starts.is_empty()
    }
}

/// The rules on one relation, for the kinds that a case has claims of.
#[derive(Debug, Clone)]
pub struct Law<'o> {
    pub(crate) relation: &'o RelationName,
    pub(crate) is_symmetric: bool,
    pub(crate) kinds: FxHashMap<NameKey, KindLaw<'o>>,
}

impl<'o> Law<'o> {
    /// The rules of an ontology on a relation of it.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(ontology: &'o Ontology, relation: &'o RelationName, case: &Case) -> Result<Self, StoreError> {
        let mut kinds = FxHashMap::default();
        for (name, rules) in ontology.kinds() {
            let Some(law) = kind_law(name.as_str(), rules, relation) else { continue };
            if let Some(key) = case.name_key(name.as_str())? {
                kinds.insert(key, law);
            }
        }
        Ok(Self { relation, is_symmetric: ontology.is_symmetric(relation), kinds })
    }

    /// The relation.
    pub fn relation(&self) -> &'o RelationName {
        self.relation
    }

    /// The kinds of claims that bear on it, in order.
    pub(crate) fn kind_keys(&self, wanted: impl Fn(&KindLaw<'o>) -> bool) -> Vec<NameKey> {
        let mut keys: Vec<NameKey> =
            self.kinds.iter().filter(|(_, law)| wanted(law)).map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys
    }
}

/// What a kind does to a relation; `None` when it does nothing to it.
fn kind_law<'o>(name: &'o str, rules: &'o KindRules, relation: &RelationName) -> Option<KindLaw<'o>> {
    let is_on = |effect: &&Effect| matches!(&effect.on, On::Relation(name) if name == relation);
    let is_other = |effect: &&Effect| {
        [Some(effect.subject), effect.object].into_iter().flatten().any(|side| side == Side::Other)
    };
    let law = KindLaw {
        name,
        rules,
        starts: rules.starts.iter().filter(is_on).collect(),
        ends: rules.ends.iter().filter(is_on).filter(|effect| !is_other(effect)).collect(),
        excludes: rules.ends.iter().filter(is_on).filter(is_other).collect(),
        sweeps: rules.ends.iter().filter(|effect| effect.on == On::Any).collect(),
    };
    let does = [&law.starts, &law.ends, &law.excludes, &law.sweeps].iter().any(|effects| !effects.is_empty());
    does.then_some(law)
}
