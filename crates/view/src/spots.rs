//! Finds the places that claims are about, and who held them on a day. Start at [`spots_of`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_findings::Names;
use retrospect_knowledge::atlas::{Atlas, Coordinates};
use retrospect_model::{Day, Truth};
use retrospect_network::{ActorKey, Episode, Identity as _};
use retrospect_store::Fact;

use crate::map::Spot;

/// Places on a map.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    /// Those of which it is known where they are, in the order of their actors.
    pub found: Vec<Spot>,
    /// How many more there are.
    pub not_found: usize,
}

/// The places of facts. `control` are the episodes of who held what.
pub fn spots_of<'f>(
    names: &Names<'_>,
    facts: impl IntoIterator<Item = &'f Fact>,
    control: &[Episode],
    on: Day,
    atlas: &Atlas,
) -> Spots {
    let mut claims: BTreeMap<ActorKey, usize> = BTreeMap::new();
    for place in facts.into_iter().filter_map(|fact| fact.parties.place) {
        *claims.entry(names.actor(place)).or_default() += 1;
    }
    let mut holders: BTreeMap<ActorKey, BTreeSet<String>> = BTreeMap::new();
    for episode in control.iter().filter(|episode| episode.holds_on(on) != Truth::No) {
        if let Some(place) = episode.pair.object {
            holders.entry(place).or_default().insert(names.called(episode.pair.subject));
        }
    }
    let mut spots = Spots::default();
    for (place, claims) in claims {
        let name = names.called(place);
        let Some(Coordinates { latitude, longitude }) = atlas.find(&name) else {
            spots.not_found += 1;
            continue;
        };
        let holders = holders.remove(&place).into_iter().flatten().collect();
        spots.found.push(Spot { name, latitude, longitude, claims, holders, link: None });
    }
    spots
}
