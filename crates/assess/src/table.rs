//! A table of claims: the input of the engine, as plain indexed rows. Start at [`Table`].
//!
//! One table is one kind of question, such as "who led the group" or "did the attack happen": reliability is learned
//! for each source within a table, since who is right about dates need not be right about numbers of dead.

use crate::error::AssessError;
use crate::ids::{CampId, ObjectId, SourceId, ValueId};
use crate::pins::{Grade, Pin};

/// Whether a claim says that the value is so, or that it is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stance {
    /// The value is the answer.
    #[default]
    Asserted,
    /// The value is not the answer; which one is, is left open.
    Denied,
}

/// One source says of one object that it has, or has not, one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// Who says it.
    pub source: SourceId,
    /// Of what.
    pub object: ObjectId,
    /// What is said.
    pub value: ValueId,
    /// On whose side the source stood when it spoke; `None` for nobody's.
    pub camp: Option<CampId>,
    /// Whether it is said to be so, or not to be so.
    pub stance: Stance,
    /// The day on which it was said, counted from any one day; `None` when unknown.
    pub asserted: Option<i32>,
    /// How likely the claim was read and linked as it was meant, from 0 to 1.
    pub trust: f32,
    /// The source whose words are repeated, where the repetition is marked as one.
    pub copies: Option<SourceId>,
}

impl Claim {
    /// A plain claim by a source of no camp: asserted, on an unknown day, surely read right, nobody's copy.
    #[must_use]
    pub fn new(source: SourceId, object: ObjectId, value: ValueId) -> Self {
        Self {
            source,
            object,
            value,
            camp: None,
            stance: Stance::Asserted,
            asserted: None,
            trust: 1.0,
            copies: None,
        }
    }
}

/// That a value of an object is welcome to a camp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Favour {
    /// The object.
    pub object: ObjectId,
    /// The value that is welcome.
    pub value: ValueId,
    /// The camp to which it is.
    pub camp: CampId,
}

/// What the answers of a table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Domain {
    /// The engine looks: few values that come back on many objects are a closed list, others are open.
    #[default]
    Inferred,
    /// Every object has its answer among the same values.
    Closed,
    /// Each object has values of its own, and the answer may be one that nobody claimed.
    Open,
}

/// Claims and what is known of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// How many sources there are.
    pub sources: u32,
    /// How many objects there are.
    pub objects: u32,
    /// How many values there are.
    pub values: u32,
    /// How many camps there are; with exactly two, what favours one counts as unwelcome to the other.
    pub camps: u32,
    /// Who says what of what.
    pub claims: Vec<Claim>,
    /// Which values suit which camps.
    pub favours: Vec<Favour>,
    /// Values that are part of another one, with the one that holds them directly; values are open then.
    pub parents: Vec<(ValueId, ValueId)>,
    /// What the answers are.
    pub domain: Domain,
    /// What an analyst has decided.
    pub pins: Vec<Pin>,
    /// How sources are graded.
    pub grades: Vec<(SourceId, Grade)>,
    /// Objects that are one question at successive times, in their order; only closed values without stakes are chained.
    pub chains: Vec<Vec<ObjectId>>,
}

impl Table {
    /// The table as it could be known on a day: the claims that had been asserted by then, that day included. Claims of
    /// unknown days are left out. Assessing it is the answer as of that day, and the same whenever it is asked again.
    #[must_use]
    pub fn said_by(&self, day: i32) -> Self {
        let is_said = |claim: &&Claim| claim.asserted.is_some_and(|asserted| asserted <= day);
        Self { claims: self.claims.iter().filter(is_said).copied().collect(), ..self.clone() }
    }

    /// The table without what an analyst has decided.
    #[must_use]
    pub fn without_pins(&self) -> Self {
        Self { pins: Vec::new(), ..self.clone() }
    }

    /// Checks that every index is within its column and every weight a probability.
    ///
    /// # Errors
    /// The first claim or favour that is not.
    pub fn check(&self) -> Result<(), AssessError> {
        if u32::try_from(self.claims.len()).is_err() {
            return Err(AssessError::TooManyClaims { count: self.claims.len() });
        }
        for (index, claim) in self.claims.iter().enumerate() {
            if claim.source.0 >= self.sources {
                let count = self.sources;
                return Err(AssessError::UnknownSource { claim: index, source_id: claim.source, count });
            }
            let what = || format!("claim {index}");
            self.check_object(claim.object, what)?;
            self.check_value(claim.value, what)?;
            self.check_camp(claim.camp, what)?;
            if !(0.0..=1.0).contains(&claim.trust) {
                return Err(AssessError::BadTrust { claim: index, trust: claim.trust.to_string() });
            }
        }
        for (index, favour) in self.favours.iter().enumerate() {
            let what = || format!("favour {index}");
            self.check_object(favour.object, what)?;
            self.check_value(favour.value, what)?;
            self.check_camp(Some(favour.camp), what)?;
        }
        self.check_pins()?;
        for object in self.chains.iter().flatten() {
            self.check_object(*object, || "a chain".to_owned())?;
        }
        for (index, &(part, whole)) in self.parents.iter().enumerate() {
            let what = || format!("parent {index}");
            self.check_value(part, what)?;
            self.check_value(whole, what)?;
        }
        Ok(())
    }

    fn check_pins(&self) -> Result<(), AssessError> {
        for (index, pin) in self.pins.iter().enumerate() {
            let what = || format!("pin {index}");
            match *pin {
                Pin::Answer { object, value } => {
                    self.check_object(object, what)?;
                    self.check_value(value, what)?;
                }
                Pin::Stakes { object, .. } => self.check_object(object, what)?,
                Pin::Camp { camp, .. } => self.check_camp(camp, what)?,
                Pin::Right { .. } | Pin::Repeats { .. } => {}
            }
        }
        Ok(())
    }

    fn check_object(&self, object: ObjectId, what: impl Fn() -> String) -> Result<(), AssessError> {
        let count = self.objects;
        if object.0 < count {
            Ok(())
        } else {
            Err(AssessError::UnknownObject { what: what(), object, count })
        }
    }

    fn check_value(&self, value: ValueId, what: impl Fn() -> String) -> Result<(), AssessError> {
        let count = self.values;
        if value.0 < count { Ok(()) } else { Err(AssessError::UnknownValue { what: what(), value, count }) }
    }

    fn check_camp(&self, camp: Option<CampId>, what: impl Fn() -> String) -> Result<(), AssessError> {
        let count = self.camps;
        match camp {
            Some(camp) if camp.0 >= count => Err(AssessError::UnknownCamp { what: what(), camp, count }),
            _ => Ok(()),
        }
    }
}
