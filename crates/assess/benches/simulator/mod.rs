//! Sources with sides, simulated: propositions that suit one camp or the other, and people who keep silent or lie when the
//! truth hurts theirs. Start at [`World`]; `world.play(seed)` gives a table with the truth beside it.

#![allow(dead_code, reason = "each program that includes the simulator uses a part of it")]

pub mod crowd;
pub mod random;
pub mod score;

use random::Random;
use retrospect_assess::{CampId, Claim, Domain, Favour, ObjectId, SourceId, Table, ValueId};

/// The value that says the proposition is so.
pub const TRUE: ValueId = ValueId(1);
/// The value that says it is not.
pub const FALSE: ValueId = ValueId(0);

/// What the world is like and how well its labels are known.
#[derive(Clone, Debug)]
pub struct World {
    pub propositions: usize,
    /// Sources of camp A, of camp B, and of none.
    pub sources: [usize; 3],
    /// How likely one says the welcome thing when one has seen the other ...
    pub lie: f64,
    /// ... and how likely one admits it; else one keeps silent.
    pub admit: f64,
    /// How likely a partisan replaces what it would say by what its camp's first source says.
    pub repost: f64,
    /// The share of labels of interest that are drawn anew.
    pub favour_noise: f64,
    /// The share of labels of camps that are drawn anew.
    pub camp_noise: f64,
    /// From the middle on, the second half of camp B belongs to A.
    pub defection: bool,
    /// Neutral sources that are honest for the first half and lie for A afterwards.
    pub sleepers: usize,
}

impl Default for World {
    fn default() -> Self {
        Self {
            propositions: 2000,
            sources: [24, 8, 10],
            lie: 0.6,
            admit: 0.12,
            repost: 0.0,
            favour_noise: 0.0,
            camp_noise: 0.0,
            defection: false,
            sleepers: 0,
        }
    }
}

impl World {
    /// Little is at stake.
    pub fn mild() -> Self {
        Self { lie: 0.3, admit: 0.3, ..Self::default() }
    }

    /// One camp is much larger, and repeats itself.
    pub fn outnumbered() -> Self {
        Self { sources: [30, 3, 4], repost: 0.6, ..Self::default() }
    }

    /// All say what they saw.
    pub fn honest() -> Self {
        Self { lie: 0.0, admit: 1.0, ..Self::default() }
    }

    /// Lets it happen.
    pub fn play(&self, seed: u64) -> Played {
        let mut random = Random::new(seed);
        let truth: Vec<bool> = (0..self.propositions).map(|_| random.chance(0.4)).collect();
        let favours: Vec<i8> = (0..self.propositions).map(|_| draw_side(&mut random)).collect();
        let sides: Vec<i8> = [1_i8, -1, 0]
            .iter()
            .zip(self.sources)
            .flat_map(|(&side, count)| std::iter::repeat_n(side, count))
            .collect();
        let mut said: Vec<Vec<Option<bool>>> = Vec::new();
        for (source, &side) in sides.iter().enumerate() {
            let says = |(proposition, (&is_true, &favour)): (usize, (&bool, &i8))| {
                let late = proposition * 2 >= self.propositions;
                let side = self.side_at(source, side, late);
                self.speak(&mut random, is_true, side * favour, sides[source] == 0)
            };
            said.push(truth.iter().zip(&favours).enumerate().map(says).collect());
        }
        self.repeat(&mut random, &sides, &mut said);
        let label = |random: &mut Random, label: i8, noise: f64| {
            if random.chance(noise) { random.below(3) as i8 - 1 } else { label }
        };
        let favour_labels: Vec<i8> =
            favours.iter().map(|&favour| label(&mut random, favour, self.favour_noise)).collect();
        let camp_labels: Vec<i8> =
            sides.iter().map(|&side| label(&mut random, side, self.camp_noise)).collect();
        let mut table = Table {
            sources: sides.len() as u32,
            objects: self.propositions as u32,
            values: 2,
            camps: 2,
            domain: Domain::Closed,
            ..Table::default()
        };
        for proposition in 0..self.propositions {
            let object = ObjectId(proposition as u32);
            let camps = match favour_labels[proposition] {
                1 => Some((CampId(0), CampId(1))),
                -1 => Some((CampId(1), CampId(0))),
                _ => None,
            };
            if let Some((by_true, by_false)) = camps {
                table.favours.push(Favour { object, value: TRUE, camp: by_true });
                table.favours.push(Favour { object, value: FALSE, camp: by_false });
            }
            for (source, said) in said.iter().enumerate() {
                let Some(is_true) = said[proposition] else { continue };
                let value = if is_true { TRUE } else { FALSE };
                let mut claim = Claim::new(SourceId(source as u32), object, value);
                let late = proposition * 2 >= self.propositions;
                let known = if self.sleepers > 0 {
                    camp_labels[source]
                } else {
                    self.side_at(source, camp_labels[source], late)
                };
                claim.camp = camp(known);
                claim.asserted = Some(proposition as i32);
                table.claims.push(claim);
            }
        }
        Played { table, truth, favours }
    }

    /// On whose side a source really is.
    fn side_at(&self, source: usize, side: i8, late: bool) -> i8 {
        let [a, b, _] = self.sources;
        let is_defector = self.defection && source >= a + b / 2 && source < a + b;
        let is_sleeper = source >= a + b && source < a + b + self.sleepers;
        match (late, is_defector, is_sleeper) {
            (true, true, _) | (true, _, true) => 1,
            _ => side,
        }
    }

    fn speak(&self, random: &mut Random, is_true: bool, interest: i8, is_neutral: bool) -> Option<bool> {
        let speaking = match (is_neutral, interest) {
            (true, _) => 0.15,
            (false, 0) => 0.2,
            (false, _) => 0.5,
        };
        let speaks = random.chance(speaking);
        let seen = is_true != random.chance(0.08);
        let mood = random.unit();
        if !speaks {
            return None;
        }
        let welcome = interest > 0;
        if interest == 0 || seen == welcome {
            Some(seen)
        } else if mood < self.lie {
            Some(welcome)
        } else {
            (mood < self.lie + self.admit).then_some(seen)
        }
    }

    /// Partisans repeat their camp's first source.
    fn repeat(&self, random: &mut Random, sides: &[i8], said: &mut [Vec<Option<bool>>]) {
        for side in [1, -1] {
            let Some(hub) = sides.iter().position(|&of| of == side) else { continue };
            let of_hub = said[hub].clone();
            for (source, said) in said.iter_mut().enumerate() {
                if sides[source] != side || source == hub {
                    continue;
                }
                for (own, hub) in said.iter_mut().zip(&of_hub) {
                    let repeats = random.chance(self.repost);
                    if let (Some(_), true) = (hub, repeats) {
                        *own = *hub;
                    }
                }
            }
        }
    }
}

/// What happened, and what was said of it.
pub struct Played {
    pub table: Table,
    pub truth: Vec<bool>,
    /// To whom the truth of each proposition is really welcome: 1 to A, -1 to B.
    pub favours: Vec<i8>,
}

impl Played {
    /// The share of sources that say it is so, by proposition; `None` where nobody speaks.
    pub fn majority(&self) -> Vec<Option<f64>> {
        let mut votes = vec![[0.0; 2]; self.truth.len()];
        for claim in &self.table.claims {
            votes[claim.object.index()][claim.value.index()] += 1.0;
        }
        votes.iter().map(|[no, yes]| (no + yes > 0.0).then(|| yes / (no + yes))).collect()
    }
}

fn draw_side(random: &mut Random) -> i8 {
    match random.unit() {
        x if x < 0.4 => 1,
        x if x < 0.8 => -1,
        _ => 0,
    }
}

fn camp(side: i8) -> Option<CampId> {
    match side {
        1 => Some(CampId(0)),
        -1 => Some(CampId(1)),
        _ => None,
    }
}
