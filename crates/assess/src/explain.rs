//! Says why a belief stands: what each claim adds to it, what it would be without each camp and each source, and which
//! claims it hangs on. Start at [`Assessment::explain`].
//!
//! A belief is explained against the strongest other value. The shares of claims, what was supposed before, and what is
//! left open by doubt about whom the answer serves sum to the log-odds of the two.

use std::collections::{BTreeMap, BTreeSet};

use crate::assessment::Assessment;
use crate::evidence::Evidence;
use crate::ids::{CampId, ObjectId, SourceId, ValueId};
use crate::posterior::{Bound, CampSums, Posterior, softmax};

/// Sets of claims up to this size are tried one after the other, if there are few enough claims.
const TRIED_SIZE_MAX: usize = 3;
/// So many claims are few enough for that.
const TRIED_CLAIMS_MAX: usize = 40;

/// Whether a claim suits its source's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interest {
    /// Nothing is at stake for the source.
    None,
    /// It says what its side would like to be so.
    Served,
    /// It says what its side would rather have otherwise.
    Against,
}

/// What one claim adds to a belief.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The claim's position in the table.
    pub claim: usize,
    /// Who makes it.
    pub source: SourceId,
    /// For whom, when it spoke.
    pub camp: Option<CampId>,
    /// What it says; by how it adds, this need not be the value that is explained.
    pub value: ValueId,
    /// What it adds to the log-odds, in nats.
    pub nats: f64,
    /// What it would add as a voice of its own and without the bound on its camp.
    pub unbounded: f64,
    /// How much of a voice of its own it is, from 0 to 1.
    pub voice: f64,
    /// Whether it suits its source's side.
    pub interest: Interest,
}

/// Why a belief stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The object.
    pub object: ObjectId,
    /// The value that is explained: the likeliest.
    pub value: ValueId,
    /// How likely it is, unrounded: what is shown is kept within bounds.
    pub probability: f64,
    /// The strongest other value; `None` for "any other".
    pub against: Option<ValueId>,
    /// ln of how much likelier the value is than the other: the sum of `prior`, `doubt`, `neighbours` and all
    /// shares.
    pub log_odds: f64,
    /// What was supposed before anything was heard, in nats.
    pub prior: f64,
    /// What segments before and after add in a chain, in nats; 0 outside chains.
    pub neighbours: f64,
    /// What doubt about whom the answer serves leaves open, in nats; 0 where there is none.
    pub doubt: f64,
    /// What each claim adds, the greatest first.
    pub shares: Vec<Share>,
    /// How likely the value would be without each camp (`None`: those without one), as learned with it.
    pub without_camps: Vec<(Option<CampId>, f64)>,
    /// How likely the value would be without each source, as learned with it.
    pub without_sources: Vec<(SourceId, f64)>,
    /// The claims without which another value would be likelier; empty when no removal changes that.
    pub hangs_on: Vec<usize>,
    /// Whether no smaller set of claims would do.
    pub is_smallest: bool,
}

impl Assessment {
    /// Explains the likeliest claimed value of an object; `None` where nothing is claimed.
    #[must_use]
    pub fn explain(&self, object: ObjectId) -> Option<Explanation> {
        let at = object.index();
        if at >= self.layout.objects() || self.layout.slots_of(at).is_empty() {
            return None;
        }
        let mut posterior = Posterior::new(&self.layout, &self.learned.cells, &self.settings);
        posterior.logs(at, |position| self.voice(position));
        let logs = posterior.states.clone();
        let count = self.layout.value_count(at);
        let sums: Vec<f64> =
            (0..count).map(|place| log_sum(logs.iter().skip(place).step_by(count))).collect();
        let best = (0..count)
            .filter(|&place| self.layout.value(at, place).is_some())
            .max_by(|&a, &b| sums[a].total_cmp(&sums[b]).then(b.cmp(&a)))?;
        let against = (0..count)
            .filter(|&place| place != best)
            .max_by(|&a, &b| sums[a].total_cmp(&sums[b]).then(b.cmp(&a)))?;
        let log_odds = sums[best] - sums[against];
        posterior.logs(at, |_| 0.0);
        let before = |place: usize| log_sum(posterior.states.iter().skip(place).step_by(count));
        let prior = before(best) - before(against);
        let mut shares = self.shares(at, &logs, best, against);
        let doubt = log_odds - prior - shares.iter().map(|share| share.nats).sum::<f64>();
        shares.sort_by(|a, b| b.nats.total_cmp(&a.nats).then(a.claim.cmp(&b.claim)));
        let mut probabilities = sums;
        softmax(&mut probabilities);
        let mut neighbours = 0.0;
        if self.layout.chains.iter().flatten().any(|chained| *chained == object) {
            let states = &self.learned.states[self.layout.states_of(at)];
            neighbours = (states[best].max(1e-300) / states[against].max(1e-300)).ln() - log_odds;
            probabilities.copy_from_slice(states);
        }
        let log_odds = log_odds + neighbours;
        let (hangs_on, is_smallest) = self.hangs_on(at, best, &shares);
        Some(Explanation {
            object,
            value: self.layout.value(at, best)?,
            probability: probabilities[best],
            against: self.layout.value(at, against),
            log_odds,
            prior,
            doubt,
            neighbours,
            without_camps: self.without_each(at, best, |share| share.camp, &shares),
            without_sources: self.without_each(at, best, |share| share.source, &shares),
            shares,
            hangs_on,
            is_smallest,
        })
    }

    pub(crate) fn voice(&self, position: usize) -> f64 {
        f64::from(self.layout.slots[position].voice)
    }

    /// What each claim on an object adds to one value against another.
    fn shares(&self, object: usize, logs: &[f64], best: usize, against: usize) -> Vec<Share> {
        let layout = &self.layout;
        let cells = &self.learned.cells;
        let evidence = Evidence { layout, cells };
        let count = layout.value_count(object);
        let mut weights = logs.to_vec();
        softmax(&mut weights);
        let orientations: Vec<f64> = weights.chunks(count).map(|states| states.iter().sum()).collect();
        let bounds = self.bounds(object, orientations.len());
        let mut one = vec![0.0; count];
        let mut shares = Vec::new();
        for position in layout.slots_of(object) {
            let slot = &layout.slots[position];
            let persona = layout.personas[slot.persona as usize];
            let voice = self.voice(position);
            let (mut nats, mut unbounded, mut leaning) = (0.0, 0.0, 0.0);
            for (side, share) in cells.sides_of(layout, slot.persona as usize) {
                for (orientation, weight) in orientations.iter().enumerate() {
                    let welcome = evidence.of(object, position, side, orientation, &mut one);
                    let added = share * weight * (one[best] - one[against]);
                    let kept = side.checked_sub(1).map_or(1.0, |camp| bounds[&camp][orientation]);
                    nats += voice * kept * added;
                    unbounded += added;
                    if let Some(welcome) = welcome {
                        let is_served = (welcome >> slot.said & 1 == 1)
                            == (slot.stance == crate::table::Stance::Asserted);
                        leaning += share * weight * if is_served { 1.0 } else { -1.0 };
                    }
                }
            }
            let interest = match leaning {
                leaning if leaning > 0.5 => Interest::Served,
                leaning if leaning < -0.5 => Interest::Against,
                _ => Interest::None,
            };
            let (source, camp) = (persona.source, persona.camp);
            let value = layout.value(object, usize::from(slot.said)).unwrap_or(ValueId(u32::MAX));
            let claim = layout.origins[position] as usize;
            shares.push(Share { claim, source, camp, value, nats, unbounded, voice, interest });
        }
        shares
    }

    /// What is left of the differences of each camp that speaks of an object, by camp and orientation.
    fn bounds(&self, object: usize, orientations: usize) -> BTreeMap<usize, Vec<f64>> {
        let layout = &self.layout;
        let cells = &self.learned.cells;
        let evidence = Evidence { layout, cells };
        let count = layout.value_count(object);
        let mut camps = CampSums::default();
        camps.clear(count * orientations);
        let mut one = vec![0.0; count];
        for position in layout.slots_of(object) {
            let voice = self.voice(position);
            let persona = layout.slots[position].persona as usize;
            for (side, share) in cells.sides_of(layout, persona) {
                let Some(camp) = side.checked_sub(1) else { continue };
                for (orientation, sums) in camps.of(camp).chunks_mut(count).enumerate() {
                    evidence.of(object, position, side, orientation, &mut one);
                    sums.iter_mut().zip(&one).for_each(|(sum, log)| *sum += voice * share * log);
                }
            }
        }
        let kept = |sums: &[f64]| Bound::of(sums, self.settings.camp_nats_max).kept;
        camps.iter().map(|(camp, sums)| (camp, sums.chunks(count).map(kept).collect())).collect()
    }

    /// How likely each value of an object is without the claims that are left out.
    pub(crate) fn without(&self, object: usize, is_left_out: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut posterior = Posterior::new(&self.layout, &self.learned.cells, &self.settings);
        posterior.of(object, |position| {
            let claim = self.layout.origins[position] as usize;
            if is_left_out(claim) { 0.0 } else { self.voice(position) }
        });
        let count = self.layout.value_count(object);
        let states = &posterior.states;
        let mut values: Vec<f64> =
            (0..count).map(|place| states.iter().skip(place).step_by(count).sum()).collect();
        self.doubted(object, &mut values);
        values
    }

    fn without_each<K: Ord + Copy>(
        &self,
        object: usize,
        best: usize,
        key: impl Fn(&Share) -> K,
        shares: &[Share],
    ) -> Vec<(K, f64)> {
        let keys: BTreeSet<K> = shares.iter().map(&key).collect();
        let without = |left_out: K| {
            let claims: Vec<usize> =
                shares.iter().filter(|share| key(share) == left_out).map(|share| share.claim).collect();
            self.without(object, |claim| claims.contains(&claim))[best]
        };
        keys.into_iter().map(|key| (key, without(key))).collect()
    }

    /// The claims on which a value hangs, and whether there is surely no smaller such set.
    fn hangs_on(&self, object: usize, best: usize, shares: &[Share]) -> (Vec<usize>, bool) {
        let flips = |left_out: &[usize]| {
            let beliefs = self.without(object, |claim| left_out.contains(&claim));
            beliefs.iter().enumerate().any(|(place, belief)| place != best && *belief > beliefs[best])
        };
        let supporting: Vec<usize> =
            shares.iter().filter(|share| share.nats > 0.0).map(|share| share.claim).collect();
        // The strongest first: without bounds on camps that is the smallest set.
        let mut found = None;
        for size in 1..=supporting.len() {
            if flips(&supporting[..size]) {
                found = Some(supporting[..size].to_vec());
                break;
            }
        }
        let Some(found) = found else { return (Vec::new(), true) };
        if supporting.len() > TRIED_CLAIMS_MAX {
            let is_smallest = found.len() == 1;
            return (found, is_smallest);
        }
        for size in 1..found.len().min(TRIED_SIZE_MAX + 1) {
            let mut chosen = Vec::new();
            if let Some(smaller) = first_set(&supporting, size, 0, &mut chosen, &flips) {
                return (smaller, true);
            }
        }
        let is_smallest = found.len() <= TRIED_SIZE_MAX + 1;
        (found, is_smallest)
    }
}

/// The first set of a size, in the order of the claims, that passes.
fn first_set(
    claims: &[usize],
    size: usize,
    from: usize,
    chosen: &mut Vec<usize>,
    passes: &impl Fn(&[usize]) -> bool,
) -> Option<Vec<usize>> {
    if chosen.len() == size {
        return passes(chosen).then(|| chosen.clone());
    }
    for at in from..claims.len() {
        chosen.push(claims[at]);
        if let Some(found) = first_set(claims, size, at + 1, chosen, passes) {
            return Some(found);
        }
        chosen.pop();
    }
    None
}

/// ln of the sum of what logarithms stand for.
fn log_sum<'a>(logs: impl Iterator<Item = &'a f64> + Clone) -> f64 {
    let high = logs.clone().copied().fold(f64::NEG_INFINITY, f64::max);
    high + logs.map(|log| (log - high).exp()).sum::<f64>().ln()
}
