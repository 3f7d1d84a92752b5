//! Says which names of a case are one actor's, by what is known of the world: names that stand for the same entry of the
//! packs, and names that differ only in how they are written. Start at [`Names::of_case`].

use std::collections::BTreeMap;

use retrospect_knowledge::Gazetteer;
use retrospect_model::Clocks;
use retrospect_network::{ActorKey, Identity};
use retrospect_store::{Case, NameKey, Place, Within};

use crate::error::FindingsError;

/// Names that a question which finds nobody offers instead.
const NEAR_MISSES: usize = 3;
/// How much of a name's pairs of letters another must share to be offered.
const NEAR_MIN: f64 = 0.35;
/// Documents that are searched for a name that only they explain.
const DOCUMENTS_MAX: usize = 200;

/// The names of a case, put together by actor.
#[derive(Debug)]
pub struct Names<'g> {
    gazetteer: &'g Gazetteer,
    actors: BTreeMap<NameKey, ActorKey>,
    /// By the number of an actor: its names, in the order in which they came in.
    groups: Vec<Vec<(NameKey, String)>>,
    by_word: BTreeMap<String, usize>,
}

impl<'g> Names<'g> {
    /// The names of a case.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of_case(case: &Case, gazetteer: &'g Gazetteer) -> Result<Self, FindingsError> {
        let mut names =
            Self { gazetteer, actors: BTreeMap::new(), groups: Vec::new(), by_word: BTreeMap::new() };
        for (key, name) in case.party_names()? {
            let word = names.word(&name);
            let group = *names.by_word.entry(word).or_insert(names.groups.len());
            if group == names.groups.len() {
                names.groups.push(Vec::new());
            }
            names.actors.insert(key, actor_key(group));
            if let Some(group) = names.groups.get_mut(group) {
                group.push((key, name));
            }
        }
        Ok(names)
    }

    /// What equal names have in common: the entry of the packs, else the words.
    fn word(&self, name: &str) -> String {
        let plain = plain(name);
        for candidate in [name, plain.as_str()] {
            let known = self.gazetteer.find(candidate);
            if let [known] = known.as_slice()
                && known.range == (0..candidate.len())
            {
                return format!("{:?} {}", known.kind, known.identity);
            }
        }
        plain
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The actor whom somebody calls that.
    ///
    /// # Errors
    /// When the case knows nobody of that name; says who has one like it.
    pub fn find(&self, case: &Case, asked: &str) -> Result<ActorKey, FindingsError> {
        let known = |name: &str| self.by_word.get(&self.word(name)).copied();
        if let Some(group) =
            known(asked).or_else(|| self.explained(case, asked).iter().find_map(|name| known(name)))
        {
            return Ok(actor_key(group));
        }
        Err(FindingsError::NobodyCalled {
            case: case.path().to_owned(),
            asked: asked.to_owned(),
            near: self.near(asked),
        })
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
        let names = self.groups.iter().flatten().map(|(_, name)| name);
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
        self.group(actor).iter().map(|(_, name)| name.clone()).collect()
    }

    /// What to call an actor: the longest of its names, and of several the first in the alphabet.
    pub fn called(&self, actor: ActorKey) -> String {
        let names = self.group(actor).iter().map(|(_, name)| plain(name));
        names
            .max_by(|one, two| one.chars().count().cmp(&two.chars().count()).then_with(|| two.cmp(one)))
            .unwrap_or_default()
    }

    /// All actors, in the order in which their first names came in.
    pub fn actors(&self) -> impl Iterator<Item = ActorKey> {
        (0..self.groups.len()).map(actor_key)
    }

    fn group(&self, actor: ActorKey) -> &[(NameKey, String)] {
        usize::try_from(actor.0).ok().and_then(|group| self.groups.get(group)).map_or(&[], Vec::as_slice)
    }
}

impl Identity for Names<'_> {
    fn actor(&self, name: NameKey) -> ActorKey {
        // A name that has no part in any claim is nobody's.
        self.actors.get(&name).copied().unwrap_or(ActorKey(-1))
    }

    fn names(&self, actor: ActorKey) -> Vec<NameKey> {
        self.group(actor).iter().map(|(key, _)| *key).collect()
    }
}

fn actor_key(group: usize) -> ActorKey {
    ActorKey(i64::try_from(group).unwrap_or(-1))
}

/// A name without article, possessive and outer marks: "the Islamic State’s" is "Islamic State".
fn plain(name: &str) -> String {
    let mut plain = name.trim().trim_matches(['“', '”', '"', '‘', ',', '.', '#', '@']).trim();
    for article in ["the ", "The "] {
        plain = plain.strip_prefix(article).unwrap_or(plain);
    }
    for possessive in ["'s", "’s", "’", "'"] {
        plain = plain.strip_suffix(possessive).unwrap_or(plain);
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
