//! Reads once what all pages need of a case, and keeps it until something comes in. Start at [`Snapshots`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use retrospect_model::{Bounds, Clocks, Day, Limit, Seq};
use retrospect_store::{Case, Fact, Grown, ListedDocument, StoreError, Whose};

use crate::app::locked;

/// Snapshots that are kept: the present, and what was recorded by a few other times.
const KEPT_MAX: usize = 4;
/// The share of days at either end that may lie far from the rest, as a founding long ago does.
const OUTLIERS: f64 = 0.01;

/// What a case had by some recording, without its words.
#[derive(Debug)]
pub struct Snapshot {
    /// All facts, in the order of recording, whenever they were said.
    pub facts: Vec<Fact>,
    /// All documents, in the order in which they came in.
    pub documents: Vec<ListedDocument>,
    /// Days by the end of which something had been said, with how many claims.
    pub said: BTreeMap<Day, usize>,
    /// The days between which nearly everything happened or held.
    pub valid: (Day, Day),
}

impl Snapshot {
    fn read(case: &Case, recorded_by: Option<Seq>) -> Result<Self, StoreError> {
        let clocks = Clocks { recorded_by, ..Clocks::default() };
        let facts = case.facts(Whose::All, &[], &clocks)?;
        let mut documents = case.listing()?;
        documents
            .retain(|document| recorded_by.is_none_or(|by| document.recorded.is_none_or(|own| own <= by)));
        let mut said = BTreeMap::new();
        for day in facts.iter().filter_map(said_last) {
            *said.entry(day).or_default() += 1;
        }
        let valid = range(facts.iter().filter_map(|fact| fact.valid.as_ref()));
        let today = said
            .last_key_value()
            .map_or_else(|| Day::from_civil(2000, 1, 1).unwrap_or(Day::MIN), |(day, _)| *day);
        Ok(Self { facts, documents, said, valid: valid.unwrap_or((today, today)) })
    }

    /// The facts that had been said by then; all, when no day is given.
    pub fn facts_by(&self, said_by: Option<Day>) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| {
            said_by.is_none_or(|by| fact.said.is_some_and(|(_, last)| last <= Limit::On(by)))
        })
    }
}

/// The last day on which a claim can have been said.
pub fn said_last(fact: &Fact) -> Option<Day> {
    match fact.said {
        Some((_, Limit::On(day))) => Some(day),
        _ => None,
    }
}

/// The first and the last day of these bounds, but for outliers.
fn range<'b>(bounds: impl Iterator<Item = &'b Bounds>) -> Option<(Day, Day)> {
    let limits =
        bounds.flat_map(|bounds| [bounds.earliest_start(), bounds.latest_start(), bounds.latest_end()]);
    let mut days: Vec<Day> = limits
        .filter_map(|limit| match limit {
            Limit::On(day) => Some(day),
            Limit::Past | Limit::Future => None,
        })
        .collect();
    days.sort_unstable();
    let outside = (days.len() as f64 * OUTLIERS) as usize;
    Some((*days.get(outside)?, *days.get(days.len() - 1 - outside)?))
}

/// Snapshots by what they are of, the last asked for at the end.
#[derive(Default)]
pub struct Snapshots(Mutex<Vec<(Key, Arc<Snapshot>)>>);

type Key = (Grown, Option<Seq>);

impl Snapshots {
    /// What the case had by a recording; all, when none is given.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(&self, case: &Case, recorded_by: Option<Seq>) -> Result<Arc<Snapshot>, StoreError> {
        let key = (case.grown()?, recorded_by);
        let mut kept = locked(&self.0);
        if let Some(place) = kept.iter().position(|(own, _)| *own == key) {
            let found = kept.remove(place);
            let snapshot = Arc::clone(&found.1);
            kept.push(found);
            return Ok(snapshot);
        }
        // Read under the lock: what many ask for at once is read once.
        let snapshot = Arc::new(Snapshot::read(case, recorded_by)?);
        kept.retain(|(own, _)| own.0 == key.0);
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push((key, Arc::clone(&snapshot)));
        Ok(snapshot)
    }
}
