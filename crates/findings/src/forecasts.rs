//! Keeps account of what was predicted or warned of: the stretch that it speaks of and, once the time has come, whether
//! it is told to have come true. Start at [`forecasts`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_model::{Day, Limit, Stance};
use retrospect_network::{ActorKey, Identity as _, event_window};
use retrospect_store::{ClaimKey, Fact, NameKey, Whose};
use serde_json::{Value, json};

use crate::asked::Asked;
use crate::belief::said;
use crate::error::FindingsError;
use crate::wording;

/// For so many months a forecast is open that names no end.
const OPEN_MONTHS: i64 = 12;
/// From this probability on what was foretold is taken to have happened.
const HAPPENED_MIN: f64 = 0.5;

/// What became of a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A claim that is likelier than not says that it happened.
    CameTrue,
    /// The time has passed and nobody credible says that it happened.
    DidNot,
    /// There is still time.
    Open,
}

impl Outcome {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::CameTrue => "came true",
            Self::DidNot => "is not told to have come true",
            Self::Open => "is still open",
        }
    }
}

/// Something that was foretold.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The claim that foretells it.
    pub claim: ClaimKey,
    /// Who foretells it; `None` when nobody is named.
    pub source: Option<ActorKey>,
    /// What, in words: "`attack`: Taliban → Islamic Movement of Uzbekistan, Zabul".
    pub words: String,
    /// The first and the last day that it speaks of.
    pub window: (Limit, Limit),
    /// What became of it.
    pub outcome: Outcome,
    /// What says that it happened, with how likely that is.
    pub by: Option<(ClaimKey, f64)>,
}

/// All forecasts of a case in the order of recording, scored as of the clocks: the last day by which something was said.
///
/// # Errors
/// When the case cannot be read.
pub fn forecasts(asked: &Asked<'_>) -> Result<Vec<Forecast>, FindingsError> {
    let facts = asked.facts(Whose::All, &[])?;
    let beliefs = asked.beliefs_if_small()?;
    let last_said = facts.iter().filter_map(|fact| fact.said).filter_map(|said| said.1.day()).max();
    let now = asked.clocks.said_by.or(last_said);
    let happenings = Happenings::of(asked, &facts);
    let mut found = Vec::new();
    for fact in facts.iter().filter(|fact| fact.stance == Stance::Predicted) {
        let window = window(fact);
        let likely = |told: &&Fact| {
            let told_as = beliefs.map_or(&[][..], |beliefs| beliefs.told(told.claim)).iter();
            let of =
                |question: &usize| beliefs.map_or(HAPPENED_MIN, |beliefs| beliefs.probability(*question));
            (told.claim, told_as.map(of).fold(0.0, f64::max))
        };
        let same = Same::new(asked, fact);
        let told = happenings.like(&same).filter(|told| same.is_told_by(asked, told, window));
        let by =
            told.map(|told| likely(&told)).max_by(|one, two| one.1.total_cmp(&two.1).then(two.0.cmp(&one.0)));
        let is_over = now.is_some_and(|now| window.1 < Limit::On(now));
        let outcome = match by {
            Some((_, probability)) if probability >= HAPPENED_MIN => Outcome::CameTrue,
            _ if is_over => Outcome::DidNot,
            _ => Outcome::Open,
        };
        found.push(Forecast {
            claim: fact.claim,
            source: fact.speaker().map(|name| asked.names.actor(name)),
            words: words(asked, fact)?,
            window,
            outcome,
            by,
        });
    }
    Ok(found)
}

/// The days that a forecast speaks of; none lies before it was made.
fn window(fact: &Fact) -> (Limit, Limit) {
    let said = fact.said.map_or(Limit::Past, |said| said.0);
    let (from, until) =
        fact.valid.map_or((said, Limit::Future), |valid| (valid.earliest_start(), valid.latest_end()));
    let from = from.max(said);
    let open_until = |from: Day| from.plus_months(OPEN_MONTHS);
    match (from, until) {
        (Limit::On(day), Limit::Future) => (from, Limit::On(open_until(day))),
        _ => (from, until.max(from)),
    }
}

/// What is told to have happened, by its kind and parties.
#[derive(Default)]
struct Happenings<'f> {
    of_kind: BTreeMap<NameKey, Vec<&'f Fact>>,
    of_actor: BTreeMap<(NameKey, ActorKey), Vec<&'f Fact>>,
    of_target: BTreeMap<(NameKey, ActorKey), Vec<&'f Fact>>,
}

impl<'f> Happenings<'f> {
    fn of(asked: &Asked<'_>, facts: &'f [Fact]) -> Self {
        let mut all = Self::default();
        for fact in facts.iter().filter(|fact| fact.stance == Stance::Asserted) {
            all.of_kind.entry(fact.kind).or_default().push(fact);
            for (names, index) in
                [(&fact.parties.actor, &mut all.of_actor), (&fact.parties.target, &mut all.of_target)]
            {
                for name in names {
                    index.entry((fact.kind, asked.names.actor(*name))).or_default().push(fact);
                }
            }
        }
        all
    }

    /// All that may be what was foretold, some of it twice.
    fn like<'s>(&'s self, same: &'s Same) -> impl Iterator<Item = &'f Fact> {
        let (parties, index) = match same.actors.is_empty() {
            true => (&same.targets, &self.of_target),
            false => (&same.actors, &self.of_actor),
        };
        let of_kind = move |kind: &'s NameKey| {
            let of_party = parties.iter().filter_map(|party| index.get(&(*kind, *party)));
            let any = self.of_kind.get(kind).filter(|_| parties.is_empty());
            of_party.chain(any).flatten().copied()
        };
        same.kinds.iter().flat_map(of_kind)
    }
}

/// What claims must have in common with a forecast.
struct Same {
    kinds: BTreeSet<NameKey>,
    actors: BTreeSet<ActorKey>,
    targets: BTreeSet<ActorKey>,
    place: Option<ActorKey>,
}

impl Same {
    fn new(asked: &Asked<'_>, fact: &Fact) -> Self {
        let actors = |names: &[NameKey]| names.iter().map(|name| asked.names.actor(*name)).collect();
        let name = asked.case.name(fact.kind).unwrap_or_default();
        let starts = asked.ontology.rules(&name).map(|rules| rules.starts.clone()).unwrap_or_default();
        let shares = |rules: &retrospect_model::ontology::KindRules| {
            rules.starts.iter().any(|effect| starts.iter().any(|own| own.on == effect.on))
        };
        let alike = asked.ontology.kinds().filter(|(_, rules)| shares(rules));
        let mut kinds: BTreeSet<NameKey> =
            alike.filter_map(|(name, _)| asked.case.name_key(name.as_str()).ok().flatten()).collect();
        kinds.insert(fact.kind);
        Self {
            kinds,
            actors: actors(&fact.parties.actor),
            targets: actors(&fact.parties.target),
            place: fact.parties.place.map(|name| asked.names.actor(name)),
        }
    }

    /// Whether a claim says that it happened, within the days that the forecast speaks of.
    fn is_told_by(&self, asked: &Asked<'_>, told: &Fact, days: (Limit, Limit)) -> bool {
        let has = |wanted: &BTreeSet<ActorKey>, names: &[NameKey]| {
            wanted.is_empty() || names.iter().any(|name| wanted.contains(&asked.names.actor(*name)))
        };
        let place = told.parties.place.map(|name| asked.names.actor(name));
        let window = event_window(told);
        told.stance == Stance::Asserted
            && self.kinds.contains(&told.kind)
            && has(&self.actors, &told.parties.actor)
            && has(&self.targets, &told.parties.target)
            && (self.place.is_none() || place.is_none() || self.place == place)
            && days.0 <= window.0
            && window.0 <= days.1
            && told.said.is_none_or(|said| said.1 > days.0)
    }
}

fn words(asked: &Asked<'_>, fact: &Fact) -> Result<String, FindingsError> {
    let called = |names: &[NameKey]| -> String {
        let called: Vec<String> =
            names.iter().map(|name| asked.names.called(asked.names.actor(*name))).collect();
        called.join(", ")
    };
    let mut words = format!("`{}`: {}", asked.case.name(fact.kind)?, called(&fact.parties.actor));
    if !fact.parties.target.is_empty() {
        words.push_str(&format!(" → {}", called(&fact.parties.target)));
    }
    if let Some(place) = fact.parties.place {
        words.push_str(&format!(", {}", called(&[place])));
    }
    Ok(words)
}

impl Forecast {
    /// "foretold `attack`: ..., for 2015-09-08..2016-09-08: came true (likely (72 %), besiege ...)".
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn sentence(&self, asked: &Asked<'_>) -> Result<String, FindingsError> {
        let mut sentence = format!(
            "foretold {} for {}: {}",
            self.words,
            wording::range(self.window.0, self.window.1),
            self.outcome.word()
        );
        if let Some((claim, probability)) = self.by
            && let Some(kept) = asked.claims([claim])?.get(&claim)
        {
            sentence.push_str(&format!(", {}: {}", said(probability), asked.line(kept)?));
        }
        Ok(sentence)
    }

    /// The same as JSON.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn to_json(&self, asked: &Asked<'_>) -> Result<Value, FindingsError> {
        let by = self.by.map(|(claim, _)| claim);
        let claims = asked.claims([Some(self.claim), by].into_iter().flatten())?;
        let claim = |key: ClaimKey| claims.get(&key).map(|kept| json!(kept.claim));
        Ok(json!({
            "claim": claim(self.claim),
            "words": self.words,
            "from": self.window.0,
            "until": self.window.1,
            "outcome": self.outcome.word(),
            "by": by.and_then(claim),
            "probability": self.by.map(|(_, probability)| probability),
        }))
    }
}
