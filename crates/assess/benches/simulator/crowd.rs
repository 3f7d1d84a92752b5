//! Sources without sides, simulated: crowds who label, sites that list, some of them careless, biased or copying. Start at
//! [`kinds`]; each kind gives a table with the right values beside it.

use super::random::Random;
use retrospect_assess::{Claim, Domain, ObjectId, SourceId, Table, ValueId};

/// A table whose right values are known; `None` where none is claimed.
pub struct Crowd {
    pub table: Table,
    pub truth: Vec<ValueId>,
}

/// How a kind of crowd behaves.
#[derive(Clone, Debug)]
pub struct Kind {
    pub name: &'static str,
    pub sources: usize,
    pub objects: usize,
    /// Values: of all objects if closed, of each if open.
    pub values: usize,
    pub is_closed: bool,
    /// Claims on each object.
    pub claims: usize,
    /// How often sources are right: the mean, and how many claims' worth of likeness there is between them.
    pub right: f64,
    pub likeness: f64,
    /// How far a source has a bias of its own when it errs, from 0 to 1.
    pub bias: f64,
    /// How far objects differ in how hard they are; 0 for not at all.
    pub difficulty: f64,
    /// How far errors fall on the same wrong value.
    pub popular_error: f64,
    /// The exponent with which the sources' activity falls with their rank.
    pub zipf: f64,
    /// Whether values are held by broader ones, which some sources name instead.
    pub are_held: bool,
    /// How many sources copy another one, four claims in five.
    pub copiers: usize,
}

impl Default for Kind {
    fn default() -> Self {
        Self {
            name: "even",
            sources: 50,
            objects: 1000,
            values: 4,
            is_closed: true,
            claims: 6,
            right: 0.7,
            likeness: 9.0,
            bias: 0.0,
            difficulty: 0.0,
            popular_error: 0.0,
            zipf: 0.0,
            are_held: false,
            copiers: 0,
        }
    }
}

/// Crowds like those of the public sets: two biased values, few labels of many, many labels of few, lists of sites.
pub fn kinds() -> Vec<Kind> {
    let even = Kind::default();
    vec![
        Kind {
            name: "two biased",
            sources: 39,
            objects: 108,
            values: 2,
            claims: 39,
            right: 0.66,
            likeness: 6.0,
            bias: 0.9,
            ..even
        },
        Kind {
            name: "two hard",
            sources: 83,
            objects: 1000,
            values: 2,
            claims: 5,
            right: 0.72,
            bias: 0.5,
            difficulty: 1.0,
            ..even.clone()
        },
        Kind {
            name: "two even",
            sources: 176,
            objects: 4000,
            values: 2,
            claims: 3,
            right: 0.82,
            bias: 0.4,
            zipf: 0.8,
            ..even.clone()
        },
        Kind {
            name: "four",
            sources: 109,
            objects: 807,
            values: 4,
            claims: 10,
            right: 0.68,
            bias: 0.3,
            difficulty: 0.7,
            ..even.clone()
        },
        Kind {
            name: "five",
            sources: 110,
            objects: 300,
            values: 5,
            claims: 20,
            right: 0.7,
            bias: 0.4,
            difficulty: 1.2,
            popular_error: 0.3,
            ..even.clone()
        },
        Kind {
            name: "four, hard",
            sources: 27,
            objects: 584,
            values: 4,
            claims: 9,
            right: 0.6,
            bias: 0.2,
            difficulty: 1.5,
            popular_error: 0.5,
            ..even.clone()
        },
        Kind {
            name: "four, thin",
            sources: 825,
            objects: 5000,
            values: 4,
            claims: 8,
            right: 0.72,
            likeness: 5.0,
            bias: 0.5,
            difficulty: 0.6,
            zipf: 1.0,
            ..even.clone()
        },
        Kind {
            name: "books",
            sources: 876,
            objects: 1263,
            values: 8,
            is_closed: false,
            claims: 19,
            right: 0.62,
            likeness: 4.0,
            popular_error: 0.5,
            zipf: 0.9,
            ..even.clone()
        },
        Kind {
            name: "long tail",
            sources: 4264,
            objects: 20000,
            values: 4,
            is_closed: false,
            claims: 2,
            right: 0.75,
            likeness: 4.0,
            popular_error: 0.3,
            zipf: 1.0,
            ..even.clone()
        },
        Kind {
            name: "sites",
            sources: 16,
            objects: 6000,
            values: 8,
            is_closed: false,
            claims: 9,
            right: 0.5,
            likeness: 3.0,
            popular_error: 0.4,
            difficulty: 0.5,
            ..even.clone()
        },
        Kind {
            name: "places, few",
            sources: 7,
            objects: 3000,
            values: 8,
            is_closed: false,
            claims: 3,
            right: 0.75,
            likeness: 4.0,
            are_held: true,
            ..even.clone()
        },
        Kind {
            name: "places, many",
            sources: 1577,
            objects: 785,
            values: 8,
            is_closed: false,
            claims: 6,
            right: 0.75,
            likeness: 4.0,
            are_held: true,
            zipf: 0.6,
            ..even.clone()
        },
        Kind {
            name: "sites, copied",
            sources: 24,
            objects: 3000,
            values: 8,
            is_closed: false,
            claims: 12,
            right: 0.55,
            likeness: 3.0,
            copiers: 10,
            ..even
        },
    ]
}

impl Kind {
    /// The set of which speed is measured: so many claims, a source for each 200, an object for each 8.
    pub fn of_size(claims: usize) -> Self {
        Self {
            name: "speed",
            sources: (claims / 200).max(10),
            objects: claims / 8,
            claims: 8,
            right: 2.0 / 3.0,
            zipf: 0.7,
            ..Self::default()
        }
    }

    /// Lets them speak.
    pub fn play(&self, seed: u64) -> Crowd {
        let mut random = Random::new(seed.wrapping_add(1000));
        let sources = Sources::draw(self, &mut random);
        // Above each two values of an object lies one more, which no other object shares.
        let holders = if self.are_held { self.values.div_ceil(2) * self.objects } else { 0 };
        let values = if self.is_closed { self.values } else { self.values * self.objects };
        let mut table = Table {
            sources: self.sources as u32,
            objects: self.objects as u32,
            values: (values + holders) as u32,
            domain: Domain::Inferred,
            ..Table::default()
        };
        let mut truth = Vec::new();
        let mut said: Vec<Option<(usize, usize)>> = vec![None; self.sources];
        for object in 0..self.objects {
            // Values are not equally frequent; the first is the most frequent.
            let first = if self.is_closed { 0 } else { object * self.values };
            let right = (random.unit().powf(1.4) * self.values as f64) as usize;
            let hardness = self.difficulty * random.normal();
            let favourite = (right + 1 + random.below(self.values - 1)) % self.values;
            let holder = |value: usize| values + object * self.values.div_ceil(2) + value / 2;
            truth.push(ValueId((first + right) as u32));
            let mut speaking: Vec<usize> = Vec::new();
            for _ in 0..self.claims {
                let source = sources.active(&mut random);
                if speaking.contains(&source) {
                    continue;
                }
                speaking.push(source);
            }
            // Who is copied has spoken before.
            speaking.sort_unstable();
            for source in speaking {
                let copied = sources.copies[source].and_then(|of| said[of]);
                let copied =
                    copied.filter(|&(of, _)| of == object && random.chance(0.8)).map(|(_, value)| value);
                let value = copied.unwrap_or_else(|| {
                    let chance = 1.0 / (1.0 + (-(sources.skill[source] - hardness)).exp());
                    if random.chance(chance) {
                        right
                    } else if random.chance(self.bias) && sources.habit[source] != right {
                        sources.habit[source]
                    } else if random.chance(self.popular_error) {
                        favourite
                    } else {
                        (right + 1 + random.below(self.values - 1)) % self.values
                    }
                });
                said[source] = Some((object, value));
                let is_broad = self.are_held && random.chance(sources.breadth[source]);
                let named = if is_broad { holder(value) } else { first + value };
                let (source, object) = (SourceId(source as u32), ObjectId(object as u32));
                table.claims.push(Claim::new(source, object, ValueId(named as u32)));
            }
        }
        let mut crowd = Crowd { table, truth };
        if self.are_held {
            crowd.narrow(self.values, values);
        }
        crowd
    }
}

impl Crowd {
    /// Says which values hold which, and takes for right the narrowest right one that somebody claims.
    fn narrow(&mut self, of_object: usize, values: usize) {
        let claimed: std::collections::BTreeSet<_> =
            self.table.claims.iter().map(|claim| (claim.object.index(), claim.value)).collect();
        for (object, truth) in self.truth.iter_mut().enumerate() {
            for value in 0..of_object {
                let part = ValueId((object * of_object + value) as u32);
                let whole = ValueId((values + object * of_object.div_ceil(2) + value / 2) as u32);
                self.table.parents.push((part, whole));
                if *truth == part && !claimed.contains(&(object, part)) {
                    *truth = whole;
                }
            }
        }
    }
}

#[derive(Default)]
struct Sources {
    /// Log-odds of being right.
    skill: Vec<f64>,
    /// What each says when it errs by habit.
    habit: Vec<usize>,
    copies: Vec<Option<usize>>,
    /// How often each names what holds the value instead of the value.
    breadth: Vec<f64>,
    /// Sums of activity.
    activity: Vec<f64>,
}

impl Sources {
    fn draw(kind: &Kind, random: &mut Random) -> Self {
        let mut sum = 0.0;
        let mut sources = Self::default();
        for source in 0..kind.sources {
            // A normal with the variance of the logit of a beta distribution of that likeness.
            let spread = 1.0 / (kind.likeness * kind.right * (1.0 - kind.right)).sqrt();
            sources.skill.push((kind.right / (1.0 - kind.right)).ln() + spread * random.normal());
            sources.habit.push(random.below(kind.values));
            sources.breadth.push(if kind.are_held { 0.7 * random.unit() } else { 0.0 });
            let is_copier = source >= kind.sources - kind.copiers;
            sources.copies.push(is_copier.then(|| random.below((kind.sources - kind.copiers).div_ceil(4))));
            sum += ((source + 1) as f64).powf(-kind.zipf);
            sources.activity.push(sum);
        }
        sources
    }

    fn active(&self, random: &mut Random) -> usize {
        let at = random.unit() * self.activity.last().copied().unwrap_or(1.0);
        self.activity.partition_point(|&sum| sum <= at).min(self.activity.len() - 1)
    }
}
