//! Turns a table into the order in which it is worked through: claims by object, values by their place on the object,
//! sources by the camp in which they stand. Start at [`Layout::new`].

use std::collections::BTreeMap;

use crate::ids::{CampId, ObjectId, SourceId, ValueId};
use crate::levels::Levels;
use crate::pins::{self, Pinned};
use crate::stakes::Stakes;
use crate::table::{Claim, Domain, Stance, Table};
use crate::voices;

/// A closed list has at most this many values; of a longer one nobody learns who confuses what with what.
const CLOSED_VALUES_MAX: u32 = 20;
/// On how many objects a value of a closed list comes back, in the mean.
const CLOSED_OBJECTS_MEAN: usize = 3;

/// Confusion rows may take this many numbers in any case, and one for each claim beyond.
const ROWS_FREE: usize = 1_000_000;

/// A source while it stands in one camp: who changes sides is weighed anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Persona {
    pub source: SourceId,
    pub camp: Option<CampId>,
}

/// A claim in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Slot {
    /// Whose it is: an index of [`Layout::personas`].
    pub persona: u32,
    /// The place of its value among those of the object.
    pub said: u16,
    pub stance: Stance,
    /// How much of an independent voice it is: 1 for a voice of its own, 0 for a repetition.
    pub voice: f32,
}

/// The values of objects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    /// The same for all.
    Closed(usize),
    /// Those claimed of each object, in order, and one more for any other. Where the list is closed but too long to
    /// learn who confuses what with what, `alternatives` is how many wrong answers each question has.
    Open { starts: Vec<u32>, values: Vec<ValueId>, alternatives: Option<usize> },
}

/// The table in the order of work.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Where the claims of each object begin, and the end.
    starts: Vec<u32>,
    pub slots: Vec<Slot>,
    /// Where each slot's claim stands in the table.
    pub origins: Vec<u32>,
    /// How surely each slot was read right; empty when all are sure.
    pub trust: Vec<f32>,
    pub values: Values,
    /// The first of each source in the order of sources, then those of sources that changed sides.
    pub personas: Vec<Persona>,
    /// The personas of sources that changed sides after their first, in the order of sources.
    changed: Vec<(SourceId, u32)>,
    pub camps: usize,
    /// Whether any claim says that something is not so, of which it is not plain what is.
    pub has_denials: bool,
    pub stakes: Stakes,
    pub levels: Levels,
    pub pinned: Pinned,
    pub chains: Vec<Vec<ObjectId>>,
    /// Where the states of each object begin, and the end: a state is a value with an orientation.
    state_starts: Vec<u32>,
}

impl Layout {
    /// Sorts a checked table.
    pub fn new(table: &Table) -> Self {
        let table = &*pins::with_camps(table);
        let (personas, persona_of) = personas(table);
        let after = (table.sources..).zip(personas.iter().skip(table.sources as usize));
        let mut changed: Vec<(SourceId, u32)> = after.map(|(at, persona)| (persona.source, at)).collect();
        changed.sort_unstable();
        let (starts, origins) = by_object(table);
        let mut layout = Self {
            slots: Vec::with_capacity(origins.len()),
            trust: Vec::new(),
            values: values(table, personas.len()),
            personas,
            changed,
            camps: table.camps as usize,
            has_denials: false,
            stakes: Stakes::default(),
            levels: Levels::default(),
            pinned: Pinned::default(),
            chains: Vec::new(),
            state_starts: Vec::new(),
            starts,
            origins,
        };
        layout.place_claims(table, &persona_of);
        layout.has_denials = layout.slots.iter().any(|slot| slot.stance == Stance::Denied);
        if table.claims.iter().any(|claim| claim.trust < 1.0) {
            let claims = layout.origins.iter().filter_map(|&origin| table.claims.get(origin as usize));
            layout.trust = claims.map(|claim| claim.trust).collect();
        }
        layout.levels = Levels::new(table, &layout);
        layout.stakes = Stakes::new(table, &layout);
        layout.pinned = Pinned::new(table, &layout);
        if matches!(layout.values, Values::Closed(_)) && !layout.stakes.are_there() {
            layout.chains = table.chains.clone();
        }
        let mut at = 0_u32;
        layout.state_starts.push(at);
        for object in 0..layout.objects() {
            at += u32::try_from(layout.states(object)).unwrap_or(u32::MAX);
            layout.state_starts.push(at);
        }
        layout
    }

    fn place_claims(&mut self, table: &Table, persona_of: &[u32]) {
        let mut seen = Vec::new();
        for object in 0..table.objects as usize {
            let of_object = self.starts[object] as usize..self.starts[object + 1] as usize;
            let origins = &self.origins[of_object.clone()];
            seen.clear();
            if let Values::Open { starts, values, .. } = &mut self.values {
                seen.extend(origins.iter().map(|&origin| table.claims[origin as usize].value));
                seen.sort_unstable();
                seen.dedup();
                values.extend_from_slice(&seen);
                starts.push(values.len() as u32);
            }
            let first = self.slots.len();
            self.slots.extend(origins.iter().map(|&origin| {
                let claim = &table.claims[origin as usize];
                let (said, stance) = match (&self.values, claim.stance) {
                    // Of two values, who denies one asserts the other.
                    (Values::Closed(2), Stance::Denied) => (1 - claim.value.index(), Stance::Asserted),
                    (Values::Closed(_), stance) => (claim.value.index(), stance),
                    (Values::Open { .. }, stance) => {
                        (seen.binary_search(&claim.value).unwrap_or_default(), stance)
                    }
                };
                let persona = persona_of[origin as usize];
                Slot { persona, said: said as u16, stance, voice: 1.0 }
            }));
            voices::weigh(table, origins, &mut self.slots[first..]);
        }
    }

    /// Puts one more claim at the end of an object's.
    pub fn insert(&mut self, object: usize, slot: Slot, origin: u32, trust: f32) {
        let at = self.starts[object + 1] as usize;
        self.slots.insert(at, slot);
        self.origins.insert(at, origin);
        if trust < 1.0 && self.trust.is_empty() {
            self.trust = vec![1.0; at];
            self.trust.resize(self.slots.len() - 1, 1.0);
        }
        if !self.trust.is_empty() {
            self.trust.insert(at, trust);
        }
        self.starts[object + 1..].iter_mut().for_each(|start| *start += 1);
    }

    /// The personas of a source.
    pub fn personas_of(&self, source: SourceId) -> impl Iterator<Item = usize> {
        let first = Some(source.index()).filter(|first| *first < self.personas.len() - self.changed.len());
        let from = self.changed.partition_point(|(other, _)| *other < source);
        let later = self.changed.iter().skip(from).take_while(move |(other, _)| *other == source);
        first.into_iter().chain(later.map(|(_, persona)| *persona as usize))
    }

    /// Whether nothing counts but who says what: no camps, denials, doubts, pinned answers or values that hold others.
    pub fn is_plain(&self) -> bool {
        let is_said = !self.has_denials && self.trust.is_empty();
        self.camps == 0 && is_said && !self.levels.are_there() && self.pinned.answers.is_empty()
    }

    pub fn objects(&self) -> usize {
        self.starts.len() - 1
    }

    /// The positions of an object's slots.
    pub fn slots_of(&self, object: usize) -> std::ops::Range<usize> {
        self.starts[object] as usize..self.starts[object + 1] as usize
    }

    /// How many values an object can have, "any other" included.
    pub fn value_count(&self, object: usize) -> usize {
        match &self.values {
            Values::Closed(count) => *count,
            Values::Open { starts, .. } => (starts[object + 1] - starts[object]) as usize + 1,
        }
    }

    /// The value at a place of an object; `None` for "any other".
    pub fn value(&self, object: usize, place: usize) -> Option<ValueId> {
        match &self.values {
            Values::Closed(count) => (place < *count).then_some(ValueId(place as u32)),
            Values::Open { starts, values, .. } => {
                let of_object = values.get(starts[object] as usize..starts[object + 1] as usize)?;
                of_object.get(place).copied()
            }
        }
    }

    /// The place of a value on an object, if it is one of the object's.
    pub fn place(&self, object: usize, value: ValueId) -> Option<usize> {
        match &self.values {
            Values::Closed(count) => (value.index() < *count).then_some(value.index()),
            Values::Open { starts, values, .. } => {
                let of_object = values.get(starts[object] as usize..starts[object + 1] as usize)?;
                of_object.binary_search(&value).ok()
            }
        }
    }

    /// How many wrong answers an object has for each right one.
    pub fn alternatives(&self, object: usize) -> f64 {
        match &self.values {
            Values::Closed(count) => (*count as f64 - 1.0).max(1.0),
            Values::Open { alternatives: Some(count), .. } => *count as f64,
            // The values claimed of it but one; the last of `value_count` is "any other".
            Values::Open { .. } => (self.value_count(object) as f64 - 2.0).max(1.0),
        }
    }

    /// How many states an object has: its values times its orientations.
    pub fn states(&self, object: usize) -> usize {
        self.value_count(object) * self.stakes.orientations(object)
    }

    /// Where the states of an object lie in an array of all.
    pub fn states_of(&self, object: usize) -> std::ops::Range<usize> {
        self.state_starts[object] as usize..self.state_starts[object + 1] as usize
    }

    pub fn all_states(&self) -> usize {
        self.state_starts.last().map_or(0, |&end| end as usize)
    }
}

/// Sources in their camps, and the persona of each claim.
fn personas(table: &Table) -> (Vec<Persona>, Vec<u32>) {
    if table.camps == 0 {
        let personas = (0..table.sources).map(|source| Persona { source: SourceId(source), camp: None });
        return (personas.collect(), table.claims.iter().map(|claim| claim.source.0).collect());
    }
    let mut first: Vec<Option<Option<CampId>>> = vec![None; table.sources as usize];
    let mut others = BTreeMap::new();
    for claim in &table.claims {
        match &mut first[claim.source.index()] {
            none @ None => *none = Some(claim.camp),
            Some(camp) if *camp == claim.camp => {}
            Some(_) => {
                let next = table.sources + others.len() as u32;
                others.entry((claim.source, claim.camp)).or_insert(next);
            }
        }
    }
    let firsts = (0..table.sources).zip(&first);
    let mut personas: Vec<Persona> = firsts
        .map(|(source, camp)| Persona { source: SourceId(source), camp: camp.unwrap_or_default() })
        .collect();
    let mut rest: Vec<_> = others.iter().map(|(&(source, camp), &persona)| (persona, source, camp)).collect();
    rest.sort_unstable();
    personas.extend(rest.into_iter().map(|(_, source, camp)| Persona { source, camp }));
    let of_claim = |claim: &Claim| match first[claim.source.index()] {
        Some(camp) if camp == claim.camp => claim.source.0,
        _ => others.get(&(claim.source, claim.camp)).copied().unwrap_or(claim.source.0),
    };
    let persona_of = table.claims.iter().map(of_claim).collect();
    (personas, persona_of)
}

/// Where the claims of each object begin, and the claims' positions, by object and in the order of the table.
fn by_object(table: &Table) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; table.objects as usize + 1];
    for claim in &table.claims {
        starts[claim.object.index() + 1] += 1;
    }
    for object in 0..table.objects as usize {
        starts[object + 1] += starts[object];
    }
    let mut next = starts.clone();
    let mut origins = vec![0_u32; table.claims.len()];
    for (position, claim) in table.claims.iter().enumerate() {
        let at = &mut next[claim.object.index()];
        origins[*at as usize] = position as u32;
        *at += 1;
    }
    (starts, origins)
}

/// The values as yet without objects.
fn values(table: &Table, personas: usize) -> Values {
    let is_closed = is_closed(table);
    let count = table.values as usize;
    let has_room = count <= 2 || personas * count * count <= table.claims.len().max(ROWS_FREE);
    if is_closed && has_room {
        return Values::Closed(count);
    }
    let alternatives = is_closed.then_some(count.saturating_sub(1).max(1));
    Values::Open { starts: vec![0], values: Vec::new(), alternatives }
}

fn is_closed(table: &Table) -> bool {
    match table.domain {
        _ if !table.parents.is_empty() => false,
        Domain::Closed => table.values <= CLOSED_VALUES_MAX,
        Domain::Open => false,
        Domain::Inferred if table.values <= 2 => true,
        Domain::Inferred if table.values > CLOSED_VALUES_MAX => false,
        Domain::Inferred => {
            let mut claimed = vec![0_u32; table.objects as usize];
            for claim in &table.claims {
                claimed[claim.object.index()] |= 1 << claim.value.0;
            }
            let pairs: usize = claimed.iter().map(|values| values.count_ones() as usize).sum();
            pairs >= CLOSED_OBJECTS_MEAN * table.values as usize
        }
    }
}

/// An object's id from its position.
pub(crate) fn object_id(object: usize) -> ObjectId {
    ObjectId(object as u32)
}
