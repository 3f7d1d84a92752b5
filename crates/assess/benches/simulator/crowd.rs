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
    vec![
        Kind { likeness: 6.0, bias: 0.9, ..closed("two biased", [39, 108, 2, 39], 0.66) },
        Kind { bias: 0.5, difficulty: 1.0, ..closed("two hard", [83, 1000, 2, 5], 0.72) },
        Kind { bias: 0.4, zipf: 0.8, ..closed("two even", [176, 4000, 2, 3], 0.82) },
        Kind { bias: 0.3, difficulty: 0.7, ..closed("four", [109, 807, 4, 10], 0.68) },
        Kind { bias: 0.4, difficulty: 1.2, popular_error: 0.3, ..closed("five", [110, 300, 5, 20], 0.7) },
        Kind { bias: 0.2, difficulty: 1.5, popular_error: 0.5, ..closed("four, hard", [27, 584, 4, 9], 0.6) },
        Kind {
            likeness: 5.0,
            bias: 0.5,
            difficulty: 0.6,
            zipf: 1.0,
            ..closed("four, thin", [825, 5000, 4, 8], 0.72)
        },
        Kind { likeness: 4.0, popular_error: 0.5, zipf: 0.9, ..open("books", [876, 1263, 8, 19], 0.62) },
        Kind { likeness: 4.0, popular_error: 0.3, zipf: 1.0, ..open("long tail", [4264, 20000, 4, 2], 0.75) },
        Kind { popular_error: 0.4, difficulty: 0.5, ..open("sites", [16, 6000, 8, 9], 0.5) },
        Kind { copiers: 10, ..open("sites, copied", [24, 3000, 8, 12], 0.55) },
        Kind { likeness: 4.0, are_held: true, ..open("places, few", [7, 3000, 8, 3], 0.75) },
        Kind { likeness: 4.0, are_held: true, zipf: 0.6, ..open("places, many", [1577, 785, 8, 6], 0.75) },
    ]
}

/// So many sources, objects, values and claims on each object, with one list of values for all.
fn closed(name: &'static str, [sources, objects, values, claims]: [usize; 4], right: f64) -> Kind {
    Kind { name, sources, objects, values, claims, right, ..Kind::default() }
}

/// The same with values of its own for each object.
fn open(name: &'static str, counts: [usize; 4], right: f64) -> Kind {
    Kind { is_closed: false, likeness: 3.0, ..closed(name, counts, right) }
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
