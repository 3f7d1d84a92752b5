//! The actors that are known before a case is read, ready to be compared with its names. Start at [`World::of`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use retrospect_knowledge::Gazetteer;
use retrospect_knowledge::gazetteer::{NameKind, Standing};
use retrospect_resolve::clusters::Thresholds;
use retrospect_resolve::resolver::Resolver;
use retrospect_resolve::{Index, Kind, Record};

use super::words::plain_words;

/// A known actor.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    /// What it is usually called.
    pub usual: String,
    /// What it is.
    pub kind: Kind,
}

/// Known actors with their names, and what was read and compared before.
pub struct World {
    figures: BTreeMap<u32, Figure>,
    /// Names that are nobody's by themselves, in plain words, with whose they may be.
    ambiguous: BTreeMap<String, BTreeSet<u32>>,
    records: Vec<Record>,
    /// Made when the first name asks for it.
    index: OnceLock<Index>,
    resolver: Mutex<Resolver>,
}

impl World {
    /// The actors of a gazetteer.
    pub fn of(gazetteer: &Gazetteer) -> Self {
        let (mut figures, mut ambiguous) = (BTreeMap::new(), BTreeMap::<String, BTreeSet<u32>>::new());
        let mut records = Vec::new();
        for actor in gazetteer.actors() {
            let kind = if actor.kind == NameKind::Person { Kind::Person } else { Kind::Organisation };
            for (written, standing) in &actor.names {
                if *standing == Standing::Ambiguous {
                    ambiguous.entry(plain_words(written)).or_default().insert(actor.identity);
                    continue;
                }
                let mut record = Record::new(&actor.identity.to_string(), written);
                record.context.kind = Some(kind);
                records.push(record);
            }
            let usual = actor.names.first().map_or_else(String::new, |(name, _)| (*name).to_owned());
            figures.insert(actor.identity, Figure { usual, kind });
        }
        let resolver = Mutex::new(Resolver::new(Thresholds::default()));
        World { figures, ambiguous, records, index: OnceLock::new(), resolver }
    }

    /// The actor of a number.
    pub(crate) fn figure(&self, identity: u32) -> Option<&Figure> {
        self.figures.get(&identity)
    }

    /// Whose a name may be that is nobody's by itself.
    pub(crate) fn may_be(&self, name: &str) -> impl Iterator<Item = u32> + '_ {
        self.ambiguous.get(&plain_words(name)).into_iter().flatten().copied()
    }

    /// Whether a name of a known actor is nobody's by itself.
    pub(crate) fn is_ambiguous(&self, name: &str, identity: u32) -> bool {
        self.may_be(name).any(|other| other == identity)
    }

    /// What was read and compared before.
    pub(crate) fn resolver(&self) -> MutexGuard<'_, Resolver> {
        // What it holds is right whatever happened to whoever held it.
        self.resolver.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The names of all known actors, by their numbers.
    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::build(&self.records))
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("figures", &self.figures.len()).finish_non_exhaustive()
    }
}
