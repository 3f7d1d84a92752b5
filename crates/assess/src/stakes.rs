//! Who gains by which answer: for each object the values that are welcome to each camp, and how sure that is. Start at
//! [`Stakes::new`].
//!
//! Labels of interest err, so an object has a hidden *orientation*: its stakes are as labelled, there are none, or (with
//! two values) they are the other way round. The orientation is learned with the answer, since camps that speak past
//! each other tell on whose behalf they do.

use crate::ids::CampId;
use crate::layout::Layout;
use crate::table::Table;

/// Stakes are kept as bits of a word, one for each value.
pub(crate) const VALUES_MAX: usize = 63;

/// The values of one object that are welcome to one camp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stake {
    pub camp: CampId,
    /// One bit for each value, by its place.
    pub welcome: u64,
}

/// What the label says of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// Somebody gains by an answer.
    Stakes,
    /// Nobody is said to gain, though somebody might.
    NoStakes,
}

/// How the stakes of an object really lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Orientation {
    AsLabelled,
    None,
    Flipped,
}

/// The stakes of all objects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stakes {
    /// Where the stakes of each object begin, and the end; empty when there are none at all.
    starts: Vec<u32>,
    stakes: Vec<Stake>,
    /// How many orientations each object has: 1 (none), 2 (as labelled, none) or 3 (and flipped).
    orientations: Vec<u8>,
    labels: Vec<Label>,
}

impl Stakes {
    /// Reads the stakes of a table off its favours; the layout has values already.
    pub fn new(table: &Table, layout: &Layout) -> Self {
        if table.camps == 0 || table.favours.is_empty() {
            return Self::default();
        }
        let mut favours = table.favours.clone();
        favours.sort_unstable();
        favours.dedup();
        let mut stakes = Self { starts: vec![0], ..Self::default() };
        let mut rest = favours.as_slice();
        for object in 0..layout.objects() {
            let mine = rest.iter().take_while(|favour| favour.object.index() == object).count();
            let (of_object, after) = rest.split_at(mine);
            rest = after;
            let count = layout.value_count(object);
            let mut welcome = Vec::new();
            let are_hostile = table.camps == 2;
            if are_hostile {
                welcome.extend([0, 1].map(|camp| Stake { camp: CampId(camp), welcome: 0 }));
            }
            for favour in of_object {
                if let Some(place) = layout.place(object, favour.value).filter(|_| count <= VALUES_MAX) {
                    stake_of(&mut welcome, favour.camp).welcome |= 1 << place;
                }
            }
            stakes.add(&mut welcome, count, are_hostile);
        }
        stakes
    }

    /// Adds an object with what is said to be welcome to each camp, of two hostile ones to both.
    fn add(&mut self, welcome: &mut [Stake], count: usize, are_hostile: bool) {
        let all = if count <= VALUES_MAX { (1_u64 << count) - 1 } else { 0 };
        if let ([a, b], true) = (&mut *welcome, are_hostile) {
            match (a.welcome, b.welcome) {
                (0, 0) => {}
                (0, theirs) => a.welcome = all & !theirs,
                (theirs, 0) => b.welcome = all & !theirs,
                _ => {}
            }
        }
        let tells = |stake: &&Stake| stake.welcome != 0 && stake.welcome != all;
        let mut label = Label::Stakes;
        if !welcome.iter().any(|stake| tells(&stake)) {
            label = Label::NoStakes;
            if let ([a, b], true, 2) = (&mut *welcome, are_hostile, count) {
                (a.welcome, b.welcome) = (0b10, 0b01);
            } else {
                welcome.iter_mut().for_each(|stake| stake.welcome = 0);
            }
        }
        let before = self.stakes.len();
        self.stakes.extend(welcome.iter().filter(tells));
        self.starts.push(self.stakes.len() as u32);
        self.labels.push(label);
        let has_stakes = self.stakes.len() > before;
        self.orientations.push(if !has_stakes { 1 } else { 2 + u8::from(count == 2) });
    }

    /// Whether any object has stakes.
    pub fn are_there(&self) -> bool {
        !self.starts.is_empty()
    }

    /// How many orientations an object can have.
    pub fn orientations(&self, object: usize) -> usize {
        self.orientations.get(object).map_or(1, |&count| usize::from(count))
    }

    /// Which orientation stands at a place.
    pub fn orientation(&self, object: usize, place: usize) -> Orientation {
        match (self.orientations(object), place) {
            (1, _) | (_, 1) => Orientation::None,
            (_, 0) => Orientation::AsLabelled,
            _ => Orientation::Flipped,
        }
    }

    pub fn label(&self, object: usize) -> Label {
        self.labels.get(object).copied().unwrap_or(Label::NoStakes)
    }

    /// What is welcome to a camp of an object's values, if anything is at stake for it.
    pub fn welcome(&self, object: usize, camp: CampId) -> Option<u64> {
        let of_object = self.of(object);
        of_object.iter().find(|stake| stake.camp == camp).map(|stake| stake.welcome)
    }

    /// The stakes of an object as labelled.
    pub fn of(&self, object: usize) -> &[Stake] {
        match (self.starts.get(object), self.starts.get(object + 1)) {
            (Some(&start), Some(&end)) => &self.stakes[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// The stake of a camp in a list in the order of camps; added if it is not there.
fn stake_of(stakes: &mut Vec<Stake>, camp: CampId) -> &mut Stake {
    let at = stakes.binary_search_by_key(&camp, |stake| stake.camp).unwrap_or_else(|at| {
        stakes.insert(at, Stake { camp, welcome: 0 });
        at
    });
    &mut stakes[at]
}

/// What is welcome to a camp when the stakes lie so; `None` when nothing is.
pub(crate) fn welcome_in(welcome: u64, orientation: Orientation, count: usize) -> Option<u64> {
    let all = (1_u64 << count) - 1;
    match orientation {
        Orientation::AsLabelled => Some(welcome),
        Orientation::None => None,
        Orientation::Flipped => Some(all & !welcome),
    }
}
