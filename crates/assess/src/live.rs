//! Takes claims as they come into an assessment that is already there, without weighing everything anew. Start at
//! [`Live::add`].
//!
//! A claim changes the belief in its object, that changes what is counted of the object's sources, that changes what is
//! learned of them, and that other beliefs. The change is followed until it moves no belief by more than a little. What
//! groups do stays as it was learned; a full run now and then learns it anew.

use std::collections::{BTreeMap, VecDeque};

use crate::assessment::{Assessment, Belief};
use crate::error::AssessError;
use crate::ids::{CampId, SourceId};
use crate::layout::{Slot, Values};
use crate::learn::learn_persona;
use crate::posterior::Posterior;
use crate::rows;
use crate::table::{Claim, Stance};

/// A belief whose evidence moves by less than this is left as it is, in nats.
const NATS_MOVED: f32 = 0.1;
/// A source whose claims count differently by less than this counts as it did, in nats.
const NATS_NOTHING: f64 = 1e-3;
/// So many objects are weighed anew for one claim at the most.
const OBJECTS_MAX: usize = 500;

/// Claims for which room is made at once.
const ROOM: usize = 1024;

/// An assessment that can grow.
#[derive(Clone, Debug)]
pub struct Live {
    assessment: Assessment,
    /// The objects of which each persona speaks.
    objects: Vec<Vec<u32>>,
    persona_of: BTreeMap<(SourceId, Option<CampId>), u32>,
    /// By how many nats the evidence on objects may have moved since they were weighed.
    moved: Vec<f32>,
}

impl Live {
    /// Makes an assessment ready to grow.
    #[must_use]
    pub fn new(mut assessment: Assessment) -> Self {
        assessment.layout.slots.reserve(ROOM);
        assessment.layout.origins.reserve(ROOM);
        let layout = &assessment.layout;
        let mut objects = vec![Vec::new(); layout.personas.len()];
        for object in 0..layout.objects() {
            for slot in &layout.slots[layout.slots_of(object)] {
                objects[slot.persona as usize].push(object as u32);
            }
        }
        let personas = layout.personas.iter().enumerate();
        let persona_of = personas.map(|(at, of)| ((of.source, of.camp), at as u32)).collect();
        let moved = vec![0.0; layout.objects()];
        Self { assessment, objects, persona_of, moved }
    }

    /// The assessment as it stands.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// Adds a claim, whose position in the table is `origin`, and gives the beliefs of its object.
    ///
    /// # Errors
    /// When it names a source in a camp, an object or a value that the assessment does not have: weigh the table anew.
    pub fn add(&mut self, claim: &Claim, origin: u32) -> Result<Vec<Belief>, AssessError> {
        let object = claim.object.index();
        let place = self.place(claim)?;
        let persona = *self
            .persona_of
            .get(&(claim.source, claim.camp))
            .ok_or(AssessError::NewToAssessment { what: "source" })?;
        self.count(object, -1.0);
        let layout = &mut self.assessment.layout;
        let (said, stance) = match (&layout.values, claim.stance) {
            (Values::Closed(2), Stance::Denied) => (1 - place, Stance::Asserted),
            (_, stance) => (place, stance),
        };
        let slots = &layout.slots[layout.slots_of(object)];
        let is_said =
            |slot: &Slot| (slot.persona, usize::from(slot.said), slot.stance) == (persona, said, stance);
        let voice = if slots.iter().any(is_said) { 0.0 } else { 1.0 };
        layout.insert(object, Slot { persona, said: said as u16, stance, voice }, origin, claim.trust);
        self.objects[persona as usize].push(object as u32);
        self.believe(object);
        self.count(object, 1.0);
        self.follow(object);
        Ok(self.assessment.beliefs(claim.object))
    }

    fn place(&self, claim: &Claim) -> Result<usize, AssessError> {
        let layout = &self.assessment.layout;
        let new = |what| AssessError::NewToAssessment { what };
        if claim.object.index() >= layout.objects() {
            return Err(new("object"));
        }
        if claim.stance == Stance::Denied && !layout.has_denials && layout.values != Values::Closed(2) {
            return Err(new("kind of stance"));
        }
        layout.place(claim.object.index(), claim.value).ok_or(new("value"))
    }

    /// Adds an object to the counts, or takes it away.
    fn count(&mut self, object: usize, sign: f64) {
        let Assessment { layout, learned, .. } = &mut self.assessment;
        let states = &learned.states[layout.states_of(object)];
        learned.tally.add_object(layout, &learned.cells, object, states, sign);
    }

    fn believe(&mut self, object: usize) {
        let Assessment { layout, learned, settings, .. } = &mut self.assessment;
        let mut posterior = Posterior::new(layout, &learned.cells, settings);
        posterior.of(object, |position| f64::from(layout.slots[position].voice));
        let states = posterior.states;
        learned.states[layout.states_of(object)].copy_from_slice(&states);
        self.moved[object] = 0.0;
    }

    /// Learns anew of an object's sources and weighs what that moves, and so on.
    fn follow(&mut self, object: usize) {
        let mut queue = VecDeque::from([object]);
        let mut weighed = 0;
        let mut room = rows::Room::default();
        while let Some(object) = queue.pop_front() {
            let slots = self.assessment.layout.slots_of(object);
            for position in slots {
                let persona = self.assessment.layout.slots[position].persona as usize;
                let moved = self.learn(persona, &mut room);
                if moved < NATS_NOTHING {
                    continue;
                }
                for &object in &self.objects[persona] {
                    let sum = &mut self.moved[object as usize];
                    *sum += moved as f32;
                    if *sum > NATS_MOVED && weighed < OBJECTS_MAX {
                        *sum = 0.0;
                        weighed += 1;
                        queue.push_back(object as usize);
                    }
                }
            }
            if let Some(&next) = queue.front() {
                self.count(next, -1.0);
                self.believe(next);
                self.count(next, 1.0);
            }
        }
    }

    /// Learns one persona's parameters; gives by how many nats any of its claims now counts differently.
    fn learn(&mut self, persona: usize, room: &mut rows::Room) -> f64 {
        let Assessment { layout, learned, .. } = &mut self.assessment;
        let before = learned.cells.of_persona(layout, persona);
        learn_persona(layout, &learned.tally, &mut learned.cells, persona, room);
        let after = learned.cells.of_persona(layout, persona);
        before.iter().zip(&after).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}
