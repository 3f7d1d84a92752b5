//! Says how a source fares: when what it says suits its side and when not, how often it was first, repeated others, was
//! repeated, and took its word back. Start at [`Beliefs::fares`].

use std::collections::BTreeMap;

use retrospect_assess::{ObjectId, SourceId, ValueId};
use retrospect_network::ActorKey;
use serde_json::{Value, json};

use crate::belief::probable::percent;
use crate::belief::weigh::{Beliefs, Source};

/// How a source fares.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fares {
    /// On each side on which it spoke.
    pub on_sides: Vec<OnSide>,
    /// How often it was the first of several to say a thing.
    pub first: usize,
    /// How often it repeated another almost to the letter.
    pub repeats: usize,
    /// How often others repeated it so.
    pub repeated: usize,
    /// How often it said the opposite later.
    pub took_back: usize,
}

/// How a source fares while it stands on one side.
#[derive(Debug, Clone, PartialEq)]
pub struct OnSide {
    /// The side; `None` for nobody's.
    pub side: Option<String>,
    /// How many claims it makes with nothing at stake, by how much of a voice each is.
    pub disinterested: f64,
    /// How often those are right, as far as can be told.
    pub right: f64,
    /// How many claims it makes on what touches its side.
    pub interested: f64,
    /// How likely it says what suits its side when that is so ...
    pub suits_when_so: f64,
    /// ... and when it is not.
    pub suits_when_not: f64,
    /// Whether it made too few claims to say more than what holds for others like it.
    pub is_group_prior: bool,
}

impl Beliefs {
    /// How somebody fares as a source; `None` when it says nothing that is weighed.
    pub fn fares(&self, actor: ActorKey) -> Option<Fares> {
        let of = |source: &Source| matches!(source, Source::Named(_, named) if *named == actor);
        let at = u32::try_from(self.sources.iter().position(of)?).ok()?;
        let source = SourceId(at);
        let standings = self.assessment.standings(source);
        let on_sides = standings.iter().map(|standing| OnSide {
            side: standing.camp.and_then(|camp| self.camp_names.get(camp.index())).cloned(),
            disinterested: standing.disinterested,
            right: standing.right,
            interested: standing.interested,
            suits_when_so: standing.welcome_when_true,
            suits_when_not: standing.welcome_when_false,
            is_group_prior: standing.is_group_prior(),
        });
        let claims = &self.table.claims;
        let mut fares = Fares {
            on_sides: on_sides.collect(),
            repeats: claims.iter().filter(|claim| claim.source == source && claim.copies.is_some()).count(),
            repeated: claims.iter().filter(|claim| claim.copies == Some(source)).count(),
            ..Fares::default()
        };
        let mut said: BTreeMap<ObjectId, Vec<ValueId>> = BTreeMap::new();
        for claim in claims.iter().filter(|claim| claim.source == source) {
            said.entry(claim.object).or_default().push(claim.value);
        }
        fares.took_back =
            said.values().filter(|values| values.windows(2).any(|two| two[0] != two[1])).count();
        fares.first = self.firsts(source);
        Some(fares)
    }

    /// On how many questions a source was the first of several to say what it says. Rows of a question stand in the order of
    /// the days on which they were said.
    fn firsts(&self, source: SourceId) -> usize {
        let of_object = self.table.claims.chunk_by(|one, two| one.object == two.object);
        let is_first = |rows: &&[retrospect_assess::Claim]| {
            let Some(own) = rows.iter().find(|row| row.source == source && row.asserted.is_some()) else {
                return false;
            };
            let mut others =
                rows.iter().filter(|row| row.source != source && row.value == own.value).peekable();
            others.peek().is_some()
                && others.all(|row| row.asserted.is_none_or(|day| Some(day) > own.asserted))
        };
        of_object.filter(is_first).count()
    }
}

impl Fares {
    /// "on the side of Taliban: says what suits it in 96 % when it is so and 60 % when not (too few claims: group prior)".
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences: Vec<String> = self.on_sides.iter().map(OnSide::sentence).collect();
        let counted = [
            (self.first, "was first of several"),
            (self.repeats, "repeated another"),
            (self.repeated, "was repeated"),
            (self.took_back, "said the opposite later"),
        ];
        let told: Vec<String> = counted
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{what} {count} x"))
            .collect();
        if !told.is_empty() {
            sentences.push(told.join(", "));
        }
        sentences
    }

    /// The same as JSON.
    pub fn to_json(&self) -> Value {
        let on_sides = self.on_sides.iter().map(|on_side| {
            json!({
                "side": on_side.side,
                "disinterested": on_side.disinterested,
                "right": on_side.right,
                "interested": on_side.interested,
                "suits_when_so": on_side.suits_when_so,
                "suits_when_not": on_side.suits_when_not,
                "is_group_prior": on_side.is_group_prior,
            })
        });
        json!({
            "on_sides": on_sides.collect::<Vec<_>>(),
            "first": self.first,
            "repeats": self.repeats,
            "repeated": self.repeated,
            "took_back": self.took_back,
        })
    }
}

impl OnSide {
    fn sentence(&self) -> String {
        let few = if self.is_group_prior { " (too few claims: group prior)" } else { "" };
        match &self.side {
            None => format!("with nothing at stake: right in {} %{few}", percent(self.right)),
            Some(side) => format!(
                "on the side of {side}: says what suits it in {} % when it is so and {} % when it is not; else right in {} %{few}",
                percent(self.suits_when_so),
                percent(self.suits_when_not),
                percent(self.right)
            ),
        }
    }
}
