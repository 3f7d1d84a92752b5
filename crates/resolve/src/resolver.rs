//! Puts the names of a case together: which are one actor's, by the names, by what stands around them, by what claims say of
//! aliases, and by judgements. Start at [`Resolver::resolve`].
//!
//! The rules, none of which depends on the order in which names come:
//! 1. Names of one [`Node`] are one: whoever makes nodes says why (the same words, the same known actor).
//! 2. Two nodes are compared if names of theirs share enough (see `texts`). What two names say depends on them alone; what
//!    stands around them shifts the odds ([`Around`]).
//! 3. A hard no between names of theirs keeps nodes apart, unless a claim says that both are names of one.
//! 4. Known actors are anchors: nodes of two actors of one list are never one by rule. A node that one list gives to two of its
//!    actors is neither's by rule.
//! 5. A name that is like two nodes which exclude each other belongs to one of them at the most: their odds are shared out.
//! 6. `A (B)` whose parts are names of two nodes is a label that somebody puts on one of them, and is neither.
//! 7. What is left are links, and [`Clusters`] says what follows from them and from judgements.
//!
//! Names are read and compared once, whatever is resolved later: with a new document only its names are compared anew, and the
//! result is that of a full run.

mod around;
mod reasons;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

pub use around::{Around, Sign};
pub use reasons::Reasons;

use crate::clusters::{ActorId, Clusters, Mention, Thresholds};
use crate::context::Record;
use crate::error::ResolveError;
use crate::fold;
use crate::index::Index;
use crate::judgements::Judgement;
use crate::name::Kind;
use reasons::{Pairs, near, pairs_of, share_out};
use rustc_hash::FxHashSet;
use texts::{Pair, TextId, Texts};

/// An actor of some list, such as a pack: the list and the actor's number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Known {
    /// The list.
    pub list: u32,
    /// The actor.
    pub actor: u32,
}

/// Names that are one from the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// What it is known by; unique among the nodes of a case.
    pub key: String,
    /// Its names as they are written.
    pub names: Vec<String>,
    /// What it is, where that is known.
    pub kind: Option<Kind>,
    /// Whose name it is in lists of actors.
    pub known: BTreeSet<Known>,
    /// What stands around it.
    pub around: Around,
}

/// What claims say of two nodes: names of one actor, how surely.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// The keys of both nodes.
    pub keys: (String, String),
    /// How likely it is by these claims alone, from 0 to 1.
    pub probability: f32,
}

/// All that is resolved together.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The nodes, in any order.
    pub nodes: Vec<Node>,
    /// What claims say of them.
    pub aliases: Vec<Alias>,
    /// Names of two parts of which each is exactly a name of another node: the keys of the name's node, of the node whose name
    /// stands before the brackets, and of the one whose name stands in them.
    pub labels: Vec<(String, String, String)>,
    /// Judgements that hold, in their order, between mentions as [`Resolver::numbers`] gives them.
    pub judgements: Vec<Judgement>,
}

/// A name such as `A (B)` that sets two actors side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The label's node.
    pub label: Mention,
    /// Whose name it uses: what stands before the brackets.
    pub name_of: Mention,
    /// Who is meant: what stands in them.
    pub meant: Mention,
}

/// Who is who.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// The keys of the nodes, by mention.
    pub keys: Vec<String>,
    /// The actor of each node.
    pub actors: BTreeMap<Mention, ActorId>,
    /// Pairs that wait for an analyst, the likeliest first.
    pub queue: Vec<(Mention, Mention, f32)>,
    /// Why, for every pair that was compared.
    pub reasons: Pairs,
    /// Names that set two actors side by side.
    pub labels: Vec<Label>,
}

/// Names that were read and pairs that were compared, for any number of resolutions.
#[derive(Debug, Default)]
pub struct Resolver {
    texts: Texts,
    /// The known actors that names are like, by name and kind.
    alike: BTreeMap<(String, Option<Kind>), Vec<Alike>>,
    thresholds: Thresholds,
}

/// A known actor whose names a name is like.
#[derive(Clone, Copy, Debug)]
struct Alike {
    actor: u32,
    probability: f32,
    /// Whether a hard no stands between.
    is_barred: bool,
}

/// A known actor that is less likely is not looked at.
const ALIKE_MIN: f32 = 0.02;
/// From here on a part of a name means somebody.
const PART_MIN: f32 = 0.5;
/// The most that claims on aliases can make likely.
const LIKELY_MAX: f32 = 0.999;

impl Resolver {
    /// A resolver that has read nothing yet.
    #[must_use]
    pub fn new(thresholds: Thresholds) -> Self {
        Resolver { thresholds, ..Self::default() }
    }

    /// The mention of each key: its place among all keys in their order.
    #[must_use]
    pub fn numbers(nodes: &[Node]) -> BTreeMap<String, Mention> {
        let keys: BTreeSet<&str> = nodes.iter().map(|node| node.key.as_str()).collect();
        let numbers = (0_u32..).map(Mention);
        keys.into_iter().map(str::to_owned).zip(numbers).collect()
    }

    /// Says who is who. `known` has the names of the actors of list 0, whose ids are their numbers; nodes that are
    /// names of one of them are anchors.
    ///
    /// # Errors
    /// When a judgement sets a mention beside itself.
    pub fn resolve(&mut self, input: &Input, known: Option<&Index>) -> Result<Resolution, ResolveError> {
        let numbers = Self::numbers(&input.nodes);
        let mut nodes: Vec<&Node> = input.nodes.iter().collect();
        nodes.sort_by(|one, two| one.key.cmp(&two.key));
        nodes.dedup_by(|one, two| one.key == two.key);
        let mut reasons = self.by_names(&nodes);
        self.by_known(&nodes, known, &mut reasons);
        for alias in &input.aliases {
            let (Some(one), Some(two)) = (numbers.get(&alias.keys.0), numbers.get(&alias.keys.1)) else {
                continue;
            };
            if one != two {
                let found = reasons.entry(ordered(*one, *two)).or_insert_with(Reasons::none);
                let others = 1.0 - found.alias.unwrap_or(0.0);
                found.alias = Some((1.0 - others * (1.0 - alias.probability)).min(LIKELY_MAX));
            }
        }
        for ((one, two), found) in &mut reasons {
            let of = |mention: &Mention| nodes.get(mention.0 as usize);
            if let (Some(one), Some(two)) = (of(one), of(two)) {
                found.surround(one, two);
            }
        }
        let exact = input.labels.iter().filter_map(|(label, name_of, meant)| {
            let of = |key: &String| numbers.get(key).copied();
            Some(Label { label: of(label)?, name_of: of(name_of)?, meant: of(meant)? })
        });
        let labels = self.labels(&nodes, exact.collect(), known, &mut reasons);
        share_out(&nodes, &mut reasons);
        let mut clusters = Clusters::new(self.thresholds);
        for (node, mention) in nodes.iter().zip((0..).map(Mention)) {
            clusters.know(mention, node.known.iter().map(|known| (known.list, known.actor)));
        }
        let links = reasons.iter().filter_map(|((one, two), found)| Some((*one, *two, found.link()?)));
        clusters.add(numbers.values().copied(), links.collect::<Vec<_>>());
        for judgement in &input.judgements {
            clusters.judge(judgement.clone())?;
        }
        let (actors, queue) = (clusters.actors(), clusters.queue());
        Ok(Resolution { keys: numbers.into_keys().collect(), actors, queue, reasons, labels })
    }

    /// What the names of nodes say of each other.
    fn by_names(&mut self, nodes: &[&Node]) -> Pairs {
        let mut of_text: BTreeMap<TextId, u32> = BTreeMap::new();
        for (node, number) in nodes.iter().zip(0_u32..) {
            for name in &node.names {
                of_text.insert(self.texts.id(name, node.kind), number);
            }
        }
        let mut found: Pairs = BTreeMap::new();
        for ((one, two), pair) in self.texts.pairs(&of_text) {
            let (Some(left), Some(right)) = (of_text.get(&one), of_text.get(&two)) else { continue };
            let names = (self.texts.written(one).to_owned(), self.texts.written(two).to_owned());
            let (names, pair) = match left < right {
                true => (names, pair),
                false => ((names.1, names.0), Pair { parts: (pair.parts.1, pair.parts.0), ..pair }),
            };
            let reasons = found.entry(ordered(Mention(*left), Mention(*right))).or_insert_with(Reasons::none);
            reasons.take(names, &pair);
        }
        found
    }

    /// What the known actors that names are like say: a name is one's of them or nobody's.
    fn by_known(&mut self, nodes: &[&Node], index: Option<&Index>, reasons: &mut Pairs) {
        let Some(index) = index else { return };
        let anchors = anchors(nodes);
        for (node, number) in nodes.iter().zip(0_u32..).filter(|(node, _)| node.known.is_empty()) {
            for name in node.names.iter().filter(|name| is_name(name)) {
                for &Alike { actor, probability, is_barred } in self.alike(name, node.kind, index) {
                    let Some(anchor) = anchors.get(&actor) else { continue };
                    let pair = ordered(Mention(number), *anchor);
                    let found = reasons.entry(pair).or_insert_with(Reasons::none);
                    if is_barred {
                        found.known.get_or_insert(0.0);
                    } else {
                        found.known = Some(found.known.unwrap_or(0.0).max(probability));
                    }
                }
            }
        }
    }

    /// The known actors that a name is like.
    fn alike(&mut self, name: &str, kind: Option<Kind>, index: &Index) -> &[Alike] {
        self.alike.entry((name.to_owned(), kind)).or_insert_with(|| {
            let mut query = Record::new("", name);
            query.context.kind = kind;
            let found = index.find(&query).ranked.into_iter();
            let likely = found.filter(|ranked| ranked.probability >= ALIKE_MIN);
            let known = likely.filter_map(|ranked| {
                let actor = index.id(ranked.entity).parse().ok()?;
                let (probability, is_barred) = (ranked.probability, ranked.judged.veto.is_some());
                Some(Alike { actor, probability, is_barred })
            });
            known.collect()
        })
    }

    /// Names of two parts whose parts mean two nodes; such a name is neither's, whatever it is like.
    fn labels(
        &mut self,
        nodes: &[&Node],
        exact: Vec<Label>,
        index: Option<&Index>,
        reasons: &mut Pairs,
    ) -> Vec<Label> {
        let keys = anchors(nodes);
        let mut labels = exact;
        let bracketed = nodes.iter().zip((0..).map(Mention)).filter_map(|(node, label)| {
            Some((*node, label, node.names.iter().find_map(|name| bracketed(name))?))
        });
        let bracketed: Vec<(&Node, Mention, (&str, &str))> = bracketed.collect();
        let pairs = pairs_of(reasons, &bracketed.iter().map(|(_, label, _)| *label).collect());
        for (node, label, (before, within)) in bracketed {
            let pairs = pairs.get(&label).map_or(&[][..], Vec::as_slice);
            let mut meant = |part: &str, is_gloss: bool| -> Vec<Mention> {
                let mut found: Vec<(f32, Mention)> = index
                    .into_iter()
                    .flat_map(|index| self.alike(part, node.kind, index).to_vec())
                    .filter(|alike| alike.probability >= PART_MIN && !alike.is_barred)
                    .filter_map(|alike| Some((alike.probability, *keys.get(&alike.actor)?)))
                    .collect();
                found.extend(
                    reasons::meant(reasons, pairs, label, is_gloss)
                        .filter(|(probability, _)| *probability >= PART_MIN),
                );
                found.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
                found.into_iter().map(|(_, mention)| mention).filter(|mention| *mention != label).collect()
            };
            if labels.iter().any(|known| known.label == label) {
                continue;
            }
            let (named, glossed) = (meant(before, false), meant(within, true));
            let (Some(name_of), Some(meant)) = (named.first(), glossed.first()) else { continue };
            if name_of == meant
                || named.contains(meant)
                || near(reasons, *name_of, *meant, self.thresholds.queue)
            {
                continue;
            }
            labels.push(Label { label, name_of: *name_of, meant: *meant });
        }
        let is_label: FxHashSet<Mention> = labels.iter().map(|label| label.label).collect();
        for (pair, found) in reasons.iter_mut() {
            found.is_label |= is_label.contains(&pair.0) || is_label.contains(&pair.1);
        }
        labels
    }

    /// The known actors that some names are like enough to be taken for, by number: those that a case needs as anchors.
    pub fn anchors<'n>(
        &mut self,
        names: impl IntoIterator<Item = (&'n str, Option<Kind>)>,
        index: &Index,
    ) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        for (name, kind) in names.into_iter().filter(|(name, _)| is_name(name)) {
            for part in bracketed(name).map_or([name, ""], |(before, within)| [before, within]) {
                found.extend(self.alike(part, kind, index).iter().map(|alike| alike.actor));
            }
            found.extend(self.alike(name, kind, index).iter().map(|alike| alike.actor));
        }
        found
    }
}

/// The mentions of the known actors of list 0, by number.
fn anchors(nodes: &[&Node]) -> BTreeMap<u32, Mention> {
    let known = nodes.iter().zip((0..).map(Mention)).flat_map(|(node, mention)| {
        node.known.iter().filter(|known| known.list == 0).map(move |known| (known.actor, mention))
    });
    known.collect()
}

/// What stands before brackets and within them.
fn bracketed(name: &str) -> Option<(&str, &str)> {
    let (before, within) = fold::brackets(name);
    let (before, within) = (name.get(before)?.trim(), name.get(within.first()?.clone())?.trim());
    (!before.is_empty() && !within.is_empty()).then_some((before, within))
}

/// Whether it is a name rather than a description.
fn is_name(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !c.is_lowercase())
}

fn ordered(one: Mention, two: Mention) -> (Mention, Mention) {
    if one <= two { (one, two) } else { (two, one) }
}
