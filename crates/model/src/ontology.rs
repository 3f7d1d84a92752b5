//! Turns the rules of a schema into values: which kinds of claims begin and end which relations. Start at
//! [`Ontology::read`]. The rules themselves are data; nothing here knows a kind or a relation by name, but for `any`.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::as_text::serde_as_text;
use crate::claim::KindName;
use crate::day::Day;
use crate::error::{ModelError, excerpt};

/// The name of a relation, such as `leadership`: a word as that of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationName(KindName);

impl RelationName {
    /// The word.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for RelationName {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        text.parse().map(Self).map_err(|_| ModelError::Relation { text: excerpt(text) })
    }
}

impl fmt::Display for RelationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who stands at one side of a relation that a claim begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The claim's actors.
    Actor,
    /// Its targets.
    Target,
    /// Its place.
    Place,
    /// Anybody but those for whom the same claim begins it.
    Other,
    /// Somebody whom the claim does not name.
    Anybody,
}

/// Which relation an effect is on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum On {
    /// That one.
    Relation(RelationName),
    /// All of them, on whichever side.
    Any,
}

/// What a claim of a kind does to a relation, as in `allegiance(actor,other)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Effect {
    /// The relation.
    pub on: On,
    /// Its first side.
    pub subject: Side,
    /// Its second side; `None` for what has but one, as existence.
    pub object: Option<Side>,
}

/// How long a relation that nobody ends is taken to last after it was last told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Persistence {
    months: u16,
    days: u16,
}

impl Persistence {
    /// The day on which it runs out, when it was last told of on `day`.
    pub fn after(self, day: Day) -> Day {
        day.plus_months(self.months.into()).plus_days(self.days.into())
    }

    /// The day from which it may have lasted, when it was first told of on `day`.
    pub fn before(self, day: Day) -> Day {
        day.plus_months(-i64::from(self.months)).plus_days(-i64::from(self.days))
    }
}

/// The rules of a kind as a schema writes them.
#[derive(Debug, Clone, Copy, Default)]
pub struct WrittenRules<'s> {
    /// What it begins, each as `relation(side,side)`.
    pub starts: &'s [String],
    /// What it ends.
    pub ends: &'s [String],
    /// How long what it begins is taken to last if nobody ends it, as an ISO 8601 duration of years, months and days.
    pub persistence: Option<&'s str>,
    /// Whether its two sides may be swapped.
    pub symmetric: bool,
    /// Whether it tells of something that lasts, so that its date is not that of the beginning.
    pub lasting: bool,
}

/// What claims of a kind do to relations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KindRules {
    /// What they begin.
    pub starts: Vec<Effect>,
    /// What they end.
    pub ends: Vec<Effect>,
    /// How long what they begin is taken to last; `None`: until something ends it.
    pub persistence: Option<Persistence>,
    /// Whether the two sides may be swapped.
    pub symmetric: bool,
    /// Whether they tell of something that lasts: their date is one on which it held, not that of its beginning.
    pub lasting: bool,
}

/// What each kind of claim does to relations.
///
/// ```
/// use retrospect_model::ontology::{Ontology, WrittenRules};
///
/// let (starts, ends) = (["leadership(actor,target)".to_owned()], ["leadership(other,target)".to_owned()]);
/// let lead = WrittenRules { starts: &starts, ends: &ends, lasting: true, ..WrittenRules::default() };
/// let ontology = Ontology::read([("lead", lead)])?;
/// assert_eq!(ontology.relations().map(|name| name.as_str()).collect::<Vec<_>>(), ["leadership"]);
/// assert_eq!(ontology.rules("lead").unwrap().ends[0].to_string(), "leadership(other,target)");
///
/// let wrong = ["leadership(actor".to_owned()];
/// let error = Ontology::read([("lead", WrittenRules { starts: &wrong, ..lead })]).unwrap_err();
/// assert!(error.to_string().starts_with("kind `lead`: `leadership(actor` is not a rule"));
/// # Ok::<(), retrospect_model::ModelError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ontology {
    kinds: BTreeMap<KindName, KindRules>,
    /// Each relation, and whether its sides may be swapped.
    relations: BTreeMap<RelationName, bool>,
}

impl Ontology {
    /// Reads the rules of kinds; an error names the kind and the rule that is wrong.
    pub fn read<'s>(
        kinds: impl IntoIterator<Item = (&'s str, WrittenRules<'s>)>,
    ) -> Result<Self, ModelError> {
        let mut ontology = Self::default();
        for (kind, written) in kinds {
            let wrong = |rule: &str| ModelError::Rule { kind: kind.to_owned(), rule: excerpt(rule) };
            let effects = |rules: &[String]| -> Result<Vec<Effect>, ModelError> {
                rules.iter().map(|rule| effect(rule).ok_or_else(|| wrong(rule))).collect()
            };
            let persistence = match written.persistence {
                Some(duration) => Some(persistence(duration).ok_or_else(|| wrong(duration))?),
                None => None,
            };
            let rules = KindRules {
                starts: effects(written.starts)?,
                ends: effects(written.ends)?,
                persistence,
                symmetric: written.symmetric,
                lasting: written.lasting,
            };
            for started in &rules.starts {
                if let On::Relation(name) = &started.on {
                    *ontology.relations.entry(name.clone()).or_default() |= rules.symmetric;
                }
            }
            ontology.kinds.insert(kind.parse()?, rules);
        }
        Ok(ontology)
    }

    /// The rules of the kind of that name.
    pub fn rules(&self, kind: &str) -> Option<&KindRules> {
        self.kinds.get(&kind.parse().ok()?)
    }

    /// All kinds with their rules, by name.
    pub fn kinds(&self) -> impl Iterator<Item = (&KindName, &KindRules)> {
        self.kinds.iter()
    }

    /// The relations that some kind begins, by name.
    pub fn relations(&self) -> impl Iterator<Item = &RelationName> {
        self.relations.keys()
    }

    /// The relation of that name.
    pub fn relation(&self, name: &str) -> Option<&RelationName> {
        let name = name.parse().ok()?;
        self.relations.get_key_value(&name).map(|(name, _)| name)
    }

    /// Whether A's relation to B is also B's to A: when some kind that begins it is symmetric.
    pub fn is_symmetric(&self, relation: &RelationName) -> bool {
        self.relations.get(relation).copied().unwrap_or(false)
    }
}

/// Reads `relation(side)` or `relation(side,side)`.
fn effect(rule: &str) -> Option<Effect> {
    let (name, sides) = rule.strip_suffix(')')?.split_once('(')?;
    let on = if name == "any" { On::Any } else { On::Relation(name.parse().ok()?) };
    let side = |word: &str| match word.trim() {
        "actor" => Some(Side::Actor),
        "target" => Some(Side::Target),
        "place" => Some(Side::Place),
        "other" => Some(Side::Other),
        "*" => Some(Side::Anybody),
        _ => None,
    };
    match sides.split_once(',') {
        None => Some(Effect { on, subject: side(sides)?, object: None }),
        Some((subject, object)) => Some(Effect { on, subject: side(subject)?, object: Some(side(object)?) }),
    }
}

/// Reads an ISO 8601 duration of years, months, weeks and days, each at most four digits.
fn persistence(duration: &str) -> Option<Persistence> {
    let mut rest = duration.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let (mut months, mut days) = (0_u32, 0_u32);
    while let Some(end) = rest.find(|character: char| !character.is_ascii_digit()) {
        let (digits, unit) = rest.split_at(end);
        let number: u32 = digits.parse().ok().filter(|_| digits.len() <= 4)?;
        match unit.as_bytes().first()? {
            b'Y' => months += number * 12,
            b'M' => months += number,
            b'W' => days += number * 7,
            b'D' => days += number,
            _ => return None,
        }
        rest = unit.get(1..)?;
    }
    let months = u16::try_from(months).ok()?;
    rest.is_empty().then_some(Persistence { months, days: u16::try_from(days).ok()? })
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Actor => "actor",
            Self::Target => "target",
            Self::Place => "place",
            Self::Other => "other",
            Self::Anybody => "*",
        })
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.on {
            On::Relation(name) => name.fmt(f)?,
            On::Any => f.write_str("any")?,
        }
        match self.object {
            Some(object) => write!(f, "({},{object})", self.subject),
            None => write!(f, "({})", self.subject),
        }
    }
}

serde_as_text!(RelationName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_prints_as_it_was_written() {
        for rule in ["allegiance(actor,target)", "leadership(target,*)", "any(actor)", "control(other,place)"]
        {
            assert_eq!(effect(rule).unwrap().to_string(), rule);
        }
        for wrong in
            ["", "any", "any(", "any()", "Any(actor)", "a(actor,target,place)", "a(nobody)", "a(actor) "]
        {
            assert_eq!(effect(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_persistence_is_a_number_of_months_and_days() {
        let day: Day = "2015-01-31".parse().unwrap();
        let after = |duration: &str| persistence(duration).map(|lasts| lasts.after(day).to_string());
        assert_eq!(after("P1Y").as_deref(), Some("2016-01-31"));
        assert_eq!(after("P1M2W1D").as_deref(), Some("2015-03-15"));
        for wrong in ["", "P", "1Y", "PY", "P1", "P1H", "PT1H", "P99999D", "P9999Y"] {
            assert_eq!(after(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_relation_is_symmetric_when_a_kind_that_begins_it_is() {
        let starts = ["alliance(actor,target)".to_owned()];
        let rules = |symmetric| WrittenRules { starts: &starts, symmetric, ..WrittenRules::default() };
        let is_symmetric = |kinds: &[(&'static str, bool)]| {
            let kinds = kinds.iter().map(|(name, symmetric)| (*name, rules(*symmetric)));
            let ontology = Ontology::read(kinds).unwrap();
            ontology.is_symmetric(ontology.relation("alliance").unwrap())
        };
        assert!(is_symmetric(&[("ally", true), ("aid", false)]));
        assert!(!is_symmetric(&[("aid", false)]));
    }
}
