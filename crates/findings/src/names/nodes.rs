//! Turns a case into what is resolved: its names with what claims say of them, and the judgements on them. Start at
//! [`Told::read`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_knowledge::Gazetteer;
use retrospect_knowledge::gazetteer::NameKind;
use retrospect_model::claim::Origin;
use retrospect_model::{Clocks, Limit, Stance};
use retrospect_resolve::Kind;
use retrospect_resolve::clusters::Mention;
use retrospect_resolve::fold::brackets;
use retrospect_resolve::judgements::{Decision, Judgement};
use retrospect_resolve::lists::{ORGANISATION, PERSON};
use retrospect_resolve::resolver::{Alias, Around, Input, Known, Node, Resolver};
use retrospect_store::{Case, Fact, KeptJudgement, NameKey, Role, Whose, judgements_in_force};

use super::words::{plain, plain_words};
use super::world::World;
use crate::error::FindingsError;

/// How likely claims of a list make two names one actor's: a good name, and one that the publisher calls weak.
const LISTED: f32 = 0.97;
const LISTED_WEAK: f32 = 0.6;
/// How likely an analyst's claim does, one of another program, and one that was read in a text.
const ANALYST: f32 = 0.97;
const IMPORTED: f32 = 0.6;
const READ: f32 = 0.5;
/// How likely a name that is nobody's by itself is that of an actor who may bear it.
const AMBIGUOUS: f32 = 0.5;
/// Names of which the surroundings are read.
const SURROUNDED_MAX: usize = 4_000;
/// Kinds of claims that tell of names, not of what anybody did.
const ON_NAMES: [&str; 4] = ["alias", PERSON, ORGANISATION, "describe"];

/// The names of a case as they are resolved.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// The names, in the order in which they came in.
    pub names: Vec<(NameKey, String)>,
    /// The key of the node of each name.
    pub keys: BTreeMap<NameKey, String>,
    /// What is resolved.
    pub input: Input,
    /// The judgements on names that hold, with the keys of both nodes.
    pub judged: Vec<(KeptJudgement, (String, String))>,
    /// Names that stand in lists as other names only.
    pub only_listed: BTreeSet<NameKey>,
    /// Names that lists, analysts or other programs say are somebody's, but for those that they call weak.
    pub stated: BTreeSet<NameKey>,
    /// Names that a split takes out of their node, by their plain words.
    apart: BTreeSet<String>,
}

/// What is known of a name before it is resolved.
pub(crate) enum Word {
    /// It is a known actor's or place's.
    Known(NameKind, u32),
    /// It is what it is, in plain words.
    Words(String),
}

impl Word {
    /// The word of a name.
    pub fn of(name: &str, gazetteer: &Gazetteer, world: &World) -> Self {
        let plain = plain(name);
        for candidate in [name, plain.as_str()] {
            let known = gazetteer.find(candidate);
            if let [known] = known.as_slice()
                && known.range == (0..candidate.len())
                && !(known.kind != NameKind::Place && world.is_ambiguous(candidate, known.identity))
            {
                return Word::Known(known.kind, known.identity);
            }
        }
        Word::Words(plain_words(name))
    }

    /// The key of its node.
    pub fn key(&self) -> String {
        match self {
            Word::Known(kind, identity) => format!("{kind:?} {identity}"),
            Word::Words(words) => words.clone(),
        }
    }
}

/// The key of a known actor's node.
pub(crate) fn anchor_key(identity: u32, kind: Kind) -> String {
    let kind = if kind == Kind::Person { NameKind::Person } else { NameKind::Organisation };
    Word::Known(kind, identity).key()
}

impl Told {
    /// What a case tells of names by some clocks.
    pub fn read(
        case: &Case,
        gazetteer: &Gazetteer,
        world: &World,
        clocks: &Clocks,
    ) -> Result<Self, FindingsError> {
        let clocks = &Clocks { on: None, ..*clocks };
        let mut told = Told { names: case.told_names(clocks)?, ..Told::default() };
        let judgements = on_names(case, clocks)?;
        for (_, one, other) in judgements.iter().filter(|(kept, ..)| kept.judgement.kind == "split") {
            let (one_word, other_word) = (Word::of(one, gazetteer, world), Word::of(other, gazetteer, world));
            if one_word.key() == other_word.key() && plain_words(one) != plain_words(other) {
                told.apart.insert(plain_words(one));
            }
        }
        let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
        for (number, name) in &told.names {
            let (key, known) = told.key_of(name, gazetteer, world);
            told.keys.insert(*number, key.clone());
            let node = nodes.entry(key.clone()).or_insert_with(|| Node { key, ..Node::default() });
            match known {
                Some((NameKind::Place, _)) => continue,
                Some((kind, identity)) => {
                    node.kind =
                        Some(if kind == NameKind::Person { Kind::Person } else { Kind::Organisation });
                    node.known.insert(Known { list: 0, actor: identity });
                }
                None => {}
            }
            node.names.push(plain(name));
        }
        told.claims(case, clocks, &mut nodes)?;
        told.ambiguous(world, &mut nodes);
        told.labels(gazetteer, world, &mut nodes);
        told.anchors(world, &mut nodes);
        told.input.nodes = nodes.into_values().collect();
        told.judgements(judgements, gazetteer, world);
        told.surroundings(case, world, clocks)?;
        Ok(told)
    }

    /// The key of a name's node, and the known actor or place that it is a name of.
    pub fn key_of(
        &self,
        name: &str,
        gazetteer: &Gazetteer,
        world: &World,
    ) -> (String, Option<(NameKind, u32)>) {
        let words = plain_words(name);
        if self.apart.contains(&words) {
            return (format!("apart {words}"), None);
        }
        let word = Word::of(name, gazetteer, world);
        let known = match word {
            Word::Known(kind, identity) => Some((kind, identity)),
            Word::Words(_) => None,
        };
        (word.key(), known)
    }

    /// Takes up what claims say of names: whose they are in lists, of what kind, and which are one actor's.
    fn claims(
        &mut self,
        case: &Case,
        clocks: &Clocks,
        nodes: &mut BTreeMap<String, Node>,
    ) -> Result<(), FindingsError> {
        let of_kind = |name: &str| case.name_key(name);
        let (alias, person, organisation) = (of_kind("alias")?, of_kind(PERSON)?, of_kind(ORGANISATION)?);
        let kinds: Vec<NameKey> = [alias, person, organisation].into_iter().flatten().collect();
        if kinds.is_empty() {
            return Ok(());
        }
        let tellings = case.tellings(&kinds, clocks)?;
        let is_kind = |kind: NameKey| Some(kind) != alias;
        let lists: BTreeSet<i64> = tellings
            .iter()
            .filter(|telling| telling.origin == Origin::Import && is_kind(telling.kind))
            .map(|telling| telling.document)
            .collect();
        let mut aliases: BTreeMap<(String, String, Option<NameKey>), f32> = BTreeMap::new();
        let (mut first_names, mut other_names) = (BTreeSet::new(), BTreeSet::new());
        for telling in &tellings {
            let is_listed = telling.origin == Origin::Import && lists.contains(&telling.document);
            let Some(first) = telling.parties.actor.first().copied() else { continue };
            let entry = Known {
                list: u32::try_from(telling.document).unwrap_or(u32::MAX),
                actor: u32::try_from(first.number()).unwrap_or(u32::MAX),
            };
            let named = telling.parties.actor.iter().chain(&telling.parties.target);
            for key in named.filter_map(|name| self.keys.get(name)).filter(|_| is_listed) {
                if let Some(node) = nodes.get_mut(key) {
                    node.known.insert(entry);
                    let kind = if Some(telling.kind) == person { Kind::Person } else { Kind::Organisation };
                    node.kind = node.kind.or_else(|| is_kind(telling.kind).then_some(kind));
                }
            }
            if is_listed {
                self.stated.insert(first);
                first_names.insert(first);
                other_names.extend(telling.parties.target.iter().copied());
            }
            let likely = match (telling.stance, telling.origin) {
                _ if is_kind(telling.kind) => continue,
                (Stance::Asserted, Origin::Import) if is_listed => LISTED,
                (Stance::Alleged, Origin::Import) if is_listed => LISTED_WEAK,
                (Stance::Asserted, Origin::Analyst) => ANALYST,
                (Stance::Asserted, Origin::Import) => IMPORTED,
                (Stance::Asserted, Origin::Extractor { .. }) => {
                    READ * f32::from(telling.confidence) / 1_000.0
                }
                _ => continue,
            };
            if telling.stance == Stance::Asserted && !matches!(telling.origin, Origin::Extractor { .. }) {
                self.stated.insert(first);
                self.stated.extend(telling.parties.target.iter().copied());
            }
            for other in &telling.parties.target {
                let (Some(one), Some(two)) = (self.keys.get(&first), self.keys.get(other)) else { continue };
                let (one, two) = if one <= two { (one, two) } else { (two, one) };
                let said = aliases.entry((one.clone(), two.clone(), telling.publisher)).or_default();
                *said = said.max(likely);
            }
        }
        self.only_listed = other_names.difference(&first_names).copied().collect();
        let aliases =
            aliases.into_iter().map(|((one, two, _), probability)| Alias { keys: (one, two), probability });
        self.input.aliases.extend(aliases);
        Ok(())
    }

    /// Names that are nobody's by themselves may be those of actors whom the case tells of.
    fn ambiguous(&mut self, world: &World, nodes: &mut BTreeMap<String, Node>) {
        let mut found = Vec::new();
        for node in nodes.values().filter(|node| node.known.iter().all(|known| known.list != 0)) {
            for identity in node.names.iter().flat_map(|name| world.may_be(name)) {
                let Some(figure) = world.figure(identity) else { continue };
                let key = anchor_key(identity, figure.kind);
                if nodes.contains_key(&key) {
                    found.push(Alias { keys: (node.key.clone(), key), probability: AMBIGUOUS });
                }
            }
        }
        self.input.aliases.append(&mut found);
    }

    /// Names such as `A (B)` of which both parts are names of known actors, and not of the same.
    fn labels(&mut self, gazetteer: &Gazetteer, world: &World, nodes: &mut BTreeMap<String, Node>) {
        let mut found = Vec::new();
        for node in nodes.values().filter(|node| node.known.iter().all(|known| known.list != 0)) {
            for name in &node.names {
                let (before, within) = brackets(name);
                let part = |range: std::ops::Range<usize>| match Word::of(name.get(range)?, gazetteer, world)
                {
                    Word::Known(kind, identity) if kind != NameKind::Place => Some(identity),
                    _ => None,
                };
                let parts = (part(before), within.first().cloned().and_then(part));
                if let (Some(name_of), Some(meant)) = parts
                    && name_of != meant
                {
                    found.push((node.key.clone(), name_of, meant));
                }
            }
        }
        for (key, name_of, meant) in found {
            if let (Some(name_of), Some(meant)) = (anchor(name_of, world, nodes), anchor(meant, world, nodes))
            {
                self.input.labels.push((key, name_of, meant));
            }
        }
    }

    /// Adds the known actors whom names of the case are like.
    fn anchors(&self, world: &World, nodes: &mut BTreeMap<String, Node>) {
        let unknown = nodes.values().filter(|node| node.known.iter().all(|known| known.list != 0));
        let names: Vec<(String, Option<Kind>)> =
            unknown.flat_map(|node| node.names.iter().map(|name| (name.clone(), node.kind))).collect();
        if names.is_empty() {
            return;
        }
        let names = names.iter().map(|(name, kind)| (name.as_str(), *kind));
        for identity in world.resolver().anchors(names, world.index()) {
            anchor(identity, world, nodes);
        }
    }

    /// Takes up the judgements on names that the case tells of by now.
    fn judgements(
        &mut self,
        judgements: Vec<(KeptJudgement, String, String)>,
        gazetteer: &Gazetteer,
        world: &World,
    ) {
        let numbers = Resolver::numbers(&self.input.nodes);
        for (kept, one, other) in judgements {
            let keys = (self.key_of(&one, gazetteer, world).0, self.key_of(&other, gazetteer, world).0);
            let (Some(a), Some(b)) = (numbers.get(&keys.0), numbers.get(&keys.1)) else { continue };
            if a == b {
                continue;
            }
            let decision =
                if kept.judgement.kind == "same" { Decision::Same(*a, *b) } else { Decision::Split(*a, *b) };
            let (by, reason) = (kept.judgement.author.clone(), kept.judgement.reason.clone());
            self.input.judgements.push(Judgement { decision, by, reason });
            self.judged.push((kept, keys));
        }
    }

    /// Takes up what stands around the names of which something is in doubt.
    fn surroundings(&mut self, case: &Case, world: &World, clocks: &Clocks) -> Result<(), FindingsError> {
        let index = self.input.nodes.iter().any(|node| node.known.is_empty()).then(|| world.index());
        let first = world.resolver().resolve(&self.input, index)?;
        let numbers = Resolver::numbers(&self.input.nodes);
        let doubted: BTreeSet<Mention> = first
            .reasons
            .iter()
            .filter(|(_, found)| found.names.is_some() || found.known.is_some())
            .flat_map(|((one, two), _)| [*one, *two])
            .collect();
        let is_doubted = |key: &String| numbers.get(key).is_some_and(|number| doubted.contains(number));
        let mut names: Vec<NameKey> =
            self.keys.iter().filter(|(_, key)| is_doubted(key)).map(|(name, _)| *name).collect();
        names.truncate(SURROUNDED_MAX);
        if names.is_empty() {
            return Ok(());
        }
        let roles = [Role::Actor, Role::Target, Role::Place, Role::Voice];
        let facts = case.facts(Whose::Of(&names, &roles), &[], clocks)?;
        let around = Surroundings { case, keys: &self.keys }.of(&facts)?;
        for node in &mut self.input.nodes {
            let Some((around, is_place)) = around.get(&node.key) else { continue };
            node.around = around.clone();
            if *is_place {
                // Only a place in all claims: no actor.
                node.names.clear();
            }
        }
        Ok(())
    }
}

/// The key of a known actor's node, which is added if there is none.
fn anchor(identity: u32, world: &World, nodes: &mut BTreeMap<String, Node>) -> Option<String> {
    let figure = world.figure(identity)?;
    let key = anchor_key(identity, figure.kind);
    nodes.entry(key.clone()).or_insert_with(|| Node {
        key: key.clone(),
        kind: Some(figure.kind),
        known: [Known { list: 0, actor: identity }].into(),
        ..Node::default()
    });
    Some(key)
}

/// The judgements of "same" and "split" that hold, with both names.
pub(super) fn on_names(
    case: &Case,
    clocks: &Clocks,
) -> Result<Vec<(KeptJudgement, String, String)>, FindingsError> {
    let all = case.judgements(clocks.recorded_by)?;
    let in_force = judgements_in_force(&all);
    let mut found = Vec::new();
    for kept in all.into_iter().filter(|kept| in_force.contains(&kept.id)) {
        let text = |field: &str| kept.judgement.payload.get(field)?.as_str().map(str::to_owned);
        if let ("same" | "split", Some(one), Some(other)) =
            (kept.judgement.kind.as_str(), text("one"), text("other"))
        {
            found.push((kept, one, other));
        }
    }
    Ok(found)
}

/// Reads what stands around names.
struct Surroundings<'a> {
    case: &'a Case,
    keys: &'a BTreeMap<NameKey, String>,
}

impl Surroundings<'_> {
    /// By the key of a node: what stands around it, and whether it is a place in all claims.
    fn of(&self, facts: &[Fact]) -> Result<BTreeMap<String, (Around, bool)>, FindingsError> {
        let mut found: BTreeMap<String, (Around, bool)> = BTreeMap::new();
        let mut kinds: BTreeMap<NameKey, String> = BTreeMap::new();
        let mut open: BTreeSet<String> = BTreeSet::new();
        for fact in facts {
            let kind = match kinds.get(&fact.kind) {
                Some(kind) => kind.clone(),
                None => kinds.entry(fact.kind).or_insert(self.case.name(fact.kind)?).clone(),
            };
            let parties = &fact.parties;
            let of = |names: &[NameKey]| -> BTreeSet<&String> {
                names.iter().filter_map(|name| self.keys.get(name)).collect()
            };
            let (actors, targets, voices) = (of(&parties.actor), of(&parties.target), of(&parties.voices));
            let place = parties.place.and_then(|place| self.keys.get(&place));
            if let Some(key) = place {
                found.entry(key.clone()).or_insert_with(|| (Around::default(), true));
            }
            for key in &voices {
                found.entry((*key).clone()).or_insert_with(|| (Around::default(), true)).1 = false;
            }
            for (own, other, role) in [(&actors, &targets, "acts"), (&targets, &actors, "is acted on")] {
                for key in own {
                    let (around, is_place) =
                        found.entry((*key).clone()).or_insert_with(|| (Around::default(), true));
                    *is_place = false;
                    if ON_NAMES.contains(&kind.as_str()) {
                        continue;
                    }
                    let others = other.iter().filter(|other| *other != key);
                    around.fellows.extend(others.clone().map(|other| (*other).clone()));
                    around
                        .fellows
                        .extend(own.iter().filter(|fellow| *fellow != key).map(|fellow| (*fellow).clone()));
                    around.opposite.extend(others.map(|other| (*other).clone()));
                    around.places.extend(place.cloned());
                    around.roles.insert(format!("{role} in {kind}"));
                    if told_of_time(around, fact, &kind, role) {
                        open.insert((*key).clone());
                    }
                }
            }
        }
        for key in open {
            if let Some((around, _)) = found.get_mut(&key) {
                around.active_from = None;
            }
        }
        Ok(found)
    }
}

/// Takes up when somebody acted or ended; says whether it can have been at any time before.
fn told_of_time(around: &mut Around, fact: &Fact, kind: &str, role: &str) -> bool {
    if fact.stance != Stance::Asserted {
        return false;
    }
    let ends = matches!((kind, role), ("die", "acts") | ("destroy", "is acted on"));
    let (first, last) = match fact.valid {
        Some(bounds) => (bounds.earliest_start(), bounds.latest_end()),
        None => (Limit::Past, fact.said.map_or(Limit::Future, |said| said.1)),
    };
    match (ends, first, last) {
        (true, _, Limit::On(day)) => {
            around.ended = Some(around.ended.map_or(day, |ended| ended.max(day)));
            false
        }
        (true, ..) => false,
        (false, Limit::On(day), _) => {
            around.active_from = Some(around.active_from.map_or(day, |from| from.min(day)));
            false
        }
        (false, ..) => true,
    }
}
