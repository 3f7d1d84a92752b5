//! Finds the places that claims are about, and who held them on a day. Start at [`spots_of`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_findings::Names;
use retrospect_model::{Day, Truth};
use retrospect_network::{ActorKey, Episode, Identity as _};
use retrospect_store::Fact;

use crate::map::Spot;

/// The places of facts, for a map. `control` are the episodes of who held what; `locate` gives degrees north and east of a
/// place of that name, and what it does not know is left out.
pub fn spots_of<'f>(
    names: &Names<'_>,
    facts: impl IntoIterator<Item = &'f Fact>,
    control: &[Episode],
    on: Day,
    locate: impl Fn(&str) -> Option<(f64, f64)>,
) -> Vec<Spot> {
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
    let spot = |(place, claims): (ActorKey, usize)| {
        let name = names.called(place);
        let (latitude, longitude) = locate(&name)?;
        let holders = holders.get(&place).into_iter().flatten().cloned().collect();
        Some(Spot { name, latitude, longitude, claims, holders, link: None })
    };
    claims.into_iter().filter_map(spot).collect()
}
