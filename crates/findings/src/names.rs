//! Says which names of a case are one actor's: names that stand for the same entry of the packs or differ only in how they
//! are written, names that are alike enough, names that claims say are one actor's, and what analysts judged. Start at
//! [`Names::told`].
//!
//! Nothing of it is kept: who is who follows from what had been said and recorded by the clocks of a question, so a document
//! said later changes no earlier answer, and undoing a judgement gives back what was before.

mod nodes;
mod taught;
mod words;
mod world;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use retrospect_knowledge::Gazetteer;
use retrospect_model::Clocks;
use retrospect_network::{ActorKey, Identity};
use retrospect_resolve::Kind;
use retrospect_resolve::clusters::{ActorId, Mention};
use retrospect_resolve::resolver::{Resolution, Resolver};
use retrospect_store::{Case, JudgementId, NameKey, Place, Within};

use crate::error::FindingsError;
pub(crate) use nodes::{Told, Word, anchor_key};
pub use taught::teach;
pub(crate) use words::plain;
pub use world::World;

/// Names that a question which finds nobody offers instead.
const NEAR_MISSES: usize = 3;
/// How much of a name's pairs of letters another must share to be offered.
const NEAR_MIN: f64 = 0.35;
/// Documents that are searched for a name that only they explain.
const DOCUMENTS_MAX: usize = 200;

/// Actors without names have numbers from here downwards; -1 is nobody.
const FIRST_UNTOLD: i64 = -2;

/// The names of a case, put together by actor.
#[derive(Debug)]
pub struct Names<'g> {
    gazetteer: &'g Gazetteer,
    pub(crate) world: Arc<World>,
    actors: BTreeMap<NameKey, ActorKey>,
    groups: Vec<Group>,
    /// By the key of a node: the actor.
    by_node: BTreeMap<String, usize>,
    pub(crate) told: Told,
    pub(crate) resolution: Resolution,
    /// Whom questions named of whom nothing had been told by the clocks.
    untold: Mutex<Vec<String>>,
}

/// An actor's names.
#[derive(Debug, Default)]
struct Group {
    /// In the order in which they came in.
    names: Vec<(NameKey, String)>,
    /// What it is called.
    called: String,
    /// The known actor that it is.
    figure: Option<u32>,
    kind: Option<Kind>,
    is_place: bool,
}

impl<'g> Names<'g> {
    /// The names of a case by all that was told and recorded.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of_case(case: &Case, gazetteer: &'g Gazetteer) -> Result<Self, FindingsError> {
        Self::told(case, gazetteer, Arc::new(World::of(gazetteer)), &Clocks::default())
    }

    /// The judgements on names that hold by some clocks. Where a case has not grown and these are the same, so are its
    /// names.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn decided(case: &Case, clocks: &Clocks) -> Result<Vec<JudgementId>, FindingsError> {
        let judged = nodes::on_names(case, clocks)?;
        Ok(judged.into_iter().map(|(kept, ..)| kept.id).collect())
    }

    /// The names of a case, as they were told and recorded by some clocks.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn told(
        case: &Case,
        gazetteer: &'g Gazetteer,
        world: Arc<World>,
        clocks: &Clocks,
    ) -> Result<Self, FindingsError> {
        let told = Told::read(case, gazetteer, &world, clocks)?;
        let index = told.input.nodes.iter().any(|node| node.known.is_empty()).then(|| world.index());
        let resolution = world.resolver().resolve(&told.input, index)?;
        let mut names = Self {
            gazetteer,
            world,
            actors: BTreeMap::new(),
            groups: Vec::new(),
            by_node: BTreeMap::new(),
            told,
            resolution,
            untold: Mutex::default(),
        };
        names.group();
        Ok(names)
    }

    /// Numbers the actors in the order in which their first names came in.
    fn group(&mut self) {
        let numbers: BTreeMap<String, Mention> = Resolver::numbers(&self.told.input.nodes);
        let mut by_actor: BTreeMap<ActorId, usize> = BTreeMap::new();
        for (name, written) in &self.told.names {
            let mention = self.told.keys.get(name).and_then(|key| numbers.get(key));
            let Some(actor) = mention.and_then(|mention| self.resolution.actors.get(mention)) else {
                continue;
            };
            let group = *by_actor.entry(*actor).or_insert(self.groups.len());
            if group == self.groups.len() {
                self.groups.push(Group::default());
            }
            self.actors.insert(*name, actor_key(group));
            if let Some(group) = self.groups.get_mut(group) {
                group.names.push((*name, written.clone()));
            }
        }
        let mut known: BTreeMap<usize, u32> = BTreeMap::new();
        for node in &self.told.input.nodes {
            let actor = numbers.get(&node.key).and_then(|mention| self.resolution.actors.get(mention));
            let Some(group) = actor.and_then(|actor| by_actor.get(actor)).copied() else { continue };
            self.by_node.insert(node.key.clone(), group);
            if let Some(own) = self.groups.get_mut(group) {
                own.kind = own.kind.or(node.kind);
                own.is_place = node.names.is_empty() && node.known.is_empty();
            }
            for actor in node.known.iter().filter(|known| known.list == 0) {
                known.entry(group).or_insert(actor.actor);
            }
        }
        for (number, group) in self.groups.iter_mut().enumerate() {
            group.figure = known.get(&number).copied();
            let usual = known.get(&number).and_then(|identity| self.world.figure(*identity));
            let usual = usual
                .map(|figure| figure.usual.as_str())
                .filter(|usual| group.names.iter().any(|(_, name)| plain(name) == *usual));
            group.called = usual.map_or_else(|| called(group, &self.told), str::to_owned);
        }
    }

    /// The actor whom somebody calls that.
    ///
    /// # Errors
    /// When the case knows nobody of that name; says who has one like it.
    pub fn find(&self, case: &Case, asked: &str) -> Result<ActorKey, FindingsError> {
        let known = |name: &str| self.by_node.get(&self.key(name)).copied();
        let may_be = || {
            let mut bearers = self.world.may_be(asked).filter_map(|identity| {
                let figure = self.world.figure(identity)?;
                self.by_node.get(&anchor_key(identity, figure.kind)).copied()
            });
            // Of several who may bear it, nobody is meant.
            bearers.next().filter(|_| bearers.next().is_none())
        };
        let explained = || self.explained(case, asked).iter().find_map(|name| known(name));
        if let Some(group) = known(asked).or_else(may_be).or_else(explained) {
            return Ok(actor_key(group));
        }
        let key = self.key(asked);
        if case.party_names()?.iter().any(|(_, name)| self.key(name) == key) {
            return Ok(self.untold(asked));
        }
        Err(FindingsError::NobodyCalled {
            case: case.path().to_owned(),
            asked: asked.to_owned(),
            near: self.near(asked),
        })
    }

    /// The actor who has exactly that name, or another that stands for the same.
    pub fn known(&self, name: &str) -> Option<ActorKey> {
        self.by_node.get(&self.key(name)).copied().map(actor_key)
    }

    fn asked_for(&self) -> MutexGuard<'_, Vec<String>> {
        self.untold.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody whom the case knows, but not by these clocks: an actor without names.
    fn untold(&self, asked: &str) -> ActorKey {
        let mut untold = self.asked_for();
        let name = plain(asked);
        let place = untold.iter().position(|known| *known == name).unwrap_or(untold.len());
        if place == untold.len() {
            untold.push(name);
        }
        ActorKey(FIRST_UNTOLD - i64::try_from(place).unwrap_or(0))
    }

    /// The key of the node that a name belongs to, or would.
    pub(crate) fn key(&self, name: &str) -> String {
        self.told.key_of(name, self.gazetteer, &self.world).0
    }

    /// Longer names for which documents introduce an abbreviation: "Northern Movement (NM)".
    fn explained(&self, case: &Case, asked: &str) -> Vec<String> {
        let quoted = format!("\"{}\"", asked.replace('"', " "));
        let found = case.search(&quoted, Within::Documents, &Clocks::default(), DOCUMENTS_MAX);
        let mut names = Vec::new();
        for passage in found.map(|found| found.passages).unwrap_or_default() {
            let Place::Document(id) = passage.place else { continue };
            let Ok(Some(kept)) = case.document(&id) else { continue };
            let text = kept.document.text().as_str();
            for pair in retrospect_extract::introduced(text) {
                let [name, short] =
                    [pair.name, pair.abbreviation].map(|range| text.get(range).unwrap_or_default());
                if short == asked {
                    names.push(name.to_owned());
                }
            }
        }
        names.sort();
        names.dedup();
        names
    }

    /// Names that share most pairs of letters with one, the nearest first.
    pub fn near(&self, asked: &str) -> Vec<String> {
        let pairs = |name: &str| -> Vec<(char, char)> {
            let letters: Vec<char> =
                plain(name).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
            let mut pairs: Vec<_> = letters.iter().copied().zip(letters.iter().copied().skip(1)).collect();
            pairs.sort_unstable();
            pairs.dedup();
            pairs
        };
        let wanted = pairs(asked);
        let likeness = |name: &str| {
            let own = pairs(name);
            let shared = own.iter().filter(|pair| wanted.binary_search(pair).is_ok()).count();
            // The share of the shorter: a part of a long name is near to it.
            shared as f64 / own.len().min(wanted.len()).max(1) as f64
        };
        let names = self.groups.iter().flat_map(|group| &group.names).map(|(_, name)| name);
        let mut near: Vec<(f64, &String)> = names.map(|name| (likeness(name), name)).collect();
        near.retain(|(likeness, _)| *likeness >= NEAR_MIN);
        near.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.1.cmp(two.1)));
        let mut found: Vec<String> = near.into_iter().map(|(_, name)| name.clone()).collect();
        found.dedup();
        found.truncate(NEAR_MISSES);
        found
    }

    /// All names of an actor as the texts have them.
    pub fn written(&self, actor: ActorKey) -> Vec<String> {
        self.of(actor)
            .map_or_else(Vec::new, |group| group.names.iter().map(|(_, name)| name.clone()).collect())
    }

    /// A name as the case has it, for a judgement to keep: as it was asked for where it stands so, else what the actor is
    /// called.
    ///
    /// # Errors
    /// When the case knows nobody of that name.
    pub fn stored(&self, case: &Case, asked: &str) -> Result<String, FindingsError> {
        let actor = self.find(case, asked)?;
        let stands = self.written(actor).iter().any(|name| name == asked);
        Ok(if stands { asked.to_owned() } else { self.called(actor) })
    }

    /// What to call an actor: as a known one is usually called, where the case calls it so; else the longest of its names,
    /// and of several the first in the alphabet.
    pub fn called(&self, actor: ActorKey) -> String {
        let untold = || {
            let place = usize::try_from(FIRST_UNTOLD - actor.0).ok()?;
            self.asked_for().get(place).cloned()
        };
        self.of(actor).map(|group| group.called.clone()).or_else(untold).unwrap_or_default()
    }

    /// What an actor is, where that is known.
    pub fn kind(&self, actor: ActorKey) -> Option<Kind> {
        self.of(actor)?.kind
    }

    /// The number of the known actor that it is.
    pub(crate) fn figure(&self, actor: ActorKey) -> Option<u32> {
        self.of(actor)?.figure
    }

    /// Whether it is a place, which stands on a side of some relations, rather than an actor.
    pub fn is_place(&self, actor: ActorKey) -> bool {
        self.of(actor).is_some_and(|group| group.is_place)
    }

    /// All actors, in the order in which their first names came in.
    pub fn actors(&self) -> impl Iterator<Item = ActorKey> {
        (0..self.groups.len()).map(actor_key)
    }

    fn of(&self, actor: ActorKey) -> Option<&Group> {
        usize::try_from(actor.0).ok().and_then(|group| self.groups.get(group))
    }
}

impl Identity for Names<'_> {
    fn actor(&self, name: NameKey) -> ActorKey {
        // A name that has no part in any claim is nobody's.
        self.actors.get(&name).copied().unwrap_or(ActorKey(-1))
    }

    fn names(&self, actor: ActorKey) -> Vec<NameKey> {
        self.of(actor).map_or_else(Vec::new, |group| group.names.iter().map(|(key, _)| *key).collect())
    }
}

/// The longest of its names that does not stand in lists alone.
fn called(group: &Group, told: &Told) -> String {
    let longest = |names: &mut dyn Iterator<Item = &(NameKey, String)>| {
        let names = names.map(|(_, name)| plain(name));
        names.max_by(|one, two| one.chars().count().cmp(&two.chars().count()).then_with(|| two.cmp(one)))
    };
    let own = longest(&mut group.names.iter().filter(|(key, _)| !told.only_listed.contains(key)));
    own.or_else(|| longest(&mut group.names.iter())).unwrap_or_default()
}

fn actor_key(group: usize) -> ActorKey {
    ActorKey(i64::try_from(group).unwrap_or(-1))
}
