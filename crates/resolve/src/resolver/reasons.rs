//! Why two nodes are taken for one, and how likely that is in all. Start at [`Reasons`] and [`share_out`].

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::around::Sign;
use super::texts::Pair;
use super::{Known, Node};
use crate::clusters::{Link, Mention};
use crate::name::Part;
use crate::veto::Veto;
use crate::weights::probability;

/// Pairs of nodes, the lesser first, with what speaks for and against.
pub type Pairs = BTreeMap<(Mention, Mention), Reasons>;

/// A link that is less likely is none.
const LINK_MIN: f32 = 0.05;
/// From here on what claims say of aliases stands above a hard no of the names.
const ALIAS_MIN: f32 = 0.5;

/// Why two nodes are taken for one, or are not.
#[derive(Clone, Debug, PartialEq)]
pub struct Reasons {
    /// The names that speak for it most, one of each node; `None` when no two were compared.
    pub names: Option<(String, String)>,
    /// The logarithm of the odds by the names alone.
    pub log_odds: f32,
    /// A hard no.
    pub veto: Option<Veto>,
    /// What stands around them.
    pub signs: Vec<Sign>,
    /// How likely it is by what claims say of aliases.
    pub alias: Option<f32>,
    /// How likely it is that the one is a name of the known actor that the other is.
    pub known: Option<f32>,
    /// That a list has them as two actors.
    pub are_listed_apart: bool,
    /// That one of them sets the names of two actors side by side.
    pub is_label: bool,
    /// How likely it is in all, from 0 to 1.
    pub probability: f32,
    /// The parts of the names that speak for it most.
    parts: (Part, Part),
}

impl Reasons {
    pub(super) fn none() -> Self {
        Reasons {
            names: None,
            log_odds: f32::NEG_INFINITY,
            veto: None,
            signs: Vec::new(),
            alias: None,
            known: None,
            are_listed_apart: false,
            is_label: false,
            probability: 0.0,
            parts: (Part::Main, Part::Main),
        }
    }

    /// Takes up what two names of theirs say. A hard no of any two is one of the nodes.
    pub(super) fn take(&mut self, names: (String, String), pair: &Pair) {
        self.veto = self.veto.into_iter().chain(pair.veto).min();
        let is_better = match &self.names {
            None => true,
            // Of equals the first in the alphabet.
            Some(old) => {
                (pair.log_odds, &names) > (self.log_odds, old) && pair.log_odds > self.log_odds
                    || pair.log_odds.total_cmp(&self.log_odds).is_eq() && names < *old
            }
        };
        if is_better {
            (self.names, self.log_odds, self.parts) = (Some(names), pair.log_odds, pair.parts);
        }
    }

    /// Takes up what stands around both.
    pub(super) fn surround(&mut self, one: &Node, two: &Node) {
        self.signs = one.around.signs(&one.key, &two.around, &two.key);
        self.are_listed_apart = are_listed_apart(&one.known, &two.known);
    }

    /// How likely it is, other nodes left aside.
    fn alone(&self) -> f32 {
        if self.is_label || self.are_listed_apart {
            return 0.0;
        }
        let alias = self.alias.unwrap_or(0.0);
        if self.veto.is_some() {
            return if alias >= ALIAS_MIN { alias } else { 0.0 };
        }
        let shift: f32 = self.signs.iter().map(|sign| sign.shift()).sum();
        let names = if self.names.is_some() { probability(self.log_odds + shift) } else { 0.0 };
        // What is known of the world speaks of the name as well; what stands around it shifts that too.
        let known = self.known.filter(|known| *known > 0.0).map_or(0.0, |known| {
            let log_odds = (known / (1.0 - known).max(f32::EPSILON)).ln();
            probability(log_odds + shift)
        });
        alias.max(names).max(known)
    }

    /// What follows for clusters.
    pub(super) fn link(&self) -> Option<Link> {
        if self.are_listed_apart || self.veto.is_some() && self.alias.unwrap_or(0.0) < ALIAS_MIN {
            return Some(Link::Never);
        }
        (self.probability >= LINK_MIN).then_some(Link::Likely(self.probability))
    }
}

/// Whether two nodes are likely one.
pub(super) fn near(reasons: &Pairs, one: Mention, two: Mention, queue_min: f32) -> bool {
    let pair = if one <= two { (one, two) } else { (two, one) };
    reasons.get(&pair).is_some_and(|found| found.alone() >= queue_min)
}

/// The pairs that some nodes stand in.
pub(super) fn pairs_of(
    reasons: &Pairs,
    nodes: &FxHashSet<Mention>,
) -> FxHashMap<Mention, Vec<(Mention, Mention)>> {
    let mut found: FxHashMap<Mention, Vec<(Mention, Mention)>> = FxHashMap::default();
    for pair in reasons.keys() {
        for node in [pair.0, pair.1].into_iter().filter(|node| nodes.contains(node)) {
            found.entry(node).or_default().push(*pair);
        }
    }
    found
}

/// Whom a part of a node's names means, of the pairs that it stands in: what is before brackets or what is in them.
pub(super) fn meant<'r>(
    reasons: &'r Pairs,
    pairs: &'r [(Mention, Mention)],
    label: Mention,
    is_gloss: bool,
) -> impl Iterator<Item = (f32, Mention)> + 'r {
    pairs.iter().filter_map(move |&(one, two)| {
        let found = reasons.get(&(one, two))?;
        let (part, other) = if label == one { (found.parts.0, two) } else { (found.parts.1, one) };
        found.names.as_ref()?;
        ((part == Part::Gloss) == is_gloss && found.veto.is_none())
            .then(|| (probability(found.log_odds), other))
    })
}

/// Works out how likely each pair is in all. A name that is like two nodes which exclude each other belongs to one of them at
/// the most: their odds are shared out. Seen from both sides, the lesser probability counts.
pub(super) fn share_out(nodes: &[&Node], reasons: &mut Pairs) {
    // Only looked up in: what is gone through in order are the reasons.
    let alone: FxHashMap<(Mention, Mention), f32> =
        reasons.iter().map(|(pair, found)| (*pair, found.alone())).collect();
    let mut around: FxHashMap<Mention, Vec<(Mention, f32)>> = FxHashMap::default();
    for (&(one, two), found) in reasons.iter() {
        let probability = found.alone();
        if probability >= LINK_MIN {
            around.entry(one).or_default().push((two, probability));
            around.entry(two).or_default().push((one, probability));
        }
    }
    let known = |mention: Mention| nodes.get(mention.0 as usize).map(|node| &node.known);
    let excludes = |one: Mention, two: Mention| {
        let compared = alone.get(&if one <= two { (one, two) } else { (two, one) });
        let apart = matches!((known(one), known(two)), (Some(one), Some(two)) if are_listed_apart(one, two));
        apart || compared.is_some_and(|alone| *alone < LINK_MIN)
    };
    let odds = |probability: f32| probability / (1.0 - probability).max(f32::EPSILON);
    let from = |one: Mention, two: Mention, probability: f32| {
        let others = around.get(&one).into_iter().flatten();
        let rivals = others.filter(|(other, _)| *other != two && excludes(two, *other));
        odds(probability) / (1.0 + odds(probability) + rivals.map(|(_, rival)| odds(*rival)).sum::<f32>())
    };
    for (&(one, two), found) in reasons.iter_mut() {
        let probability = found.alone();
        found.probability = if probability >= LINK_MIN {
            from(one, two, probability).min(from(two, one, probability))
        } else {
            0.0
        };
    }
}

/// Whether some list has both, and as names of no actor in common.
fn are_listed_apart(one: &BTreeSet<Known>, two: &BTreeSet<Known>) -> bool {
    one.iter().any(|known| {
        let mut of_list = two.iter().filter(|other| other.list == known.list).peekable();
        of_list.peek().is_some() && of_list.all(|other| !one.contains(other))
    })
}
