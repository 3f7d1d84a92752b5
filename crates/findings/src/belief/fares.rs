//! Says how a source fares: when what it says suits its side and when not, how often it was first, repeated others, was
//! repeated, and took its word back. Start at [`Beliefs::fares`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_assess::{Claim, SourceId, Table, ValueId};
use retrospect_network::ActorKey;
use serde_json::{Value, json};

use crate::belief::probable::percent;
use crate::belief::weigh::Beliefs;

/// How a source fares.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fares {
    /// On each side on which it spoke.
    pub on_sides: Vec<OnSide>,
    /// What it did, counted.
    pub habits: Habits,
}

/// How often a source did what sources do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Habits {
    /// How often it was the first of several to say a thing.
    pub first: usize,
    /// How often it repeated another almost to the letter.
    pub repeats: usize,
    /// How often others repeated it so.
    pub repeated: usize,
    /// On how many questions it said the opposite later.
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
        let source = self.source_of(actor)?;
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
        let habits = self.habits.get(source.index()).copied().unwrap_or_default();
        Some(Fares { on_sides: on_sides.collect(), habits })
    }
}

/// Counts the habits of all sources of a table, whose rows stand question by question and in the order of the days on which
/// they were said.
pub(crate) fn habits(table: &Table) -> Vec<Habits> {
    let mut habits = vec![Habits::default(); table.sources as usize];
    let mut add = |source: SourceId, count: fn(&mut Habits) -> &mut usize| {
        if let Some(habits) = habits.get_mut(source.index()) {
            *count(habits) += 1;
        }
    };
    for rows in table.claims.chunk_by(|one, two| one.object == two.object) {
        for row in rows {
            if let Some(repeated) = row.copies {
                add(row.source, |habits| &mut habits.repeats);
                add(repeated, |habits| &mut habits.repeated);
            }
        }
        let values: BTreeSet<ValueId> = rows.iter().map(|row| row.value).collect();
        for source in values.iter().filter_map(|value| first_to_say(rows, *value)) {
            add(source, |habits| &mut habits.first);
        }
        for source in turncoats(rows) {
            add(source, |habits| &mut habits.took_back);
        }
    }
    habits
}

/// Who said first what several say of a question, having said nothing else of it before.
fn first_to_say(rows: &[Claim], value: ValueId) -> Option<SourceId> {
    let saying = || rows.iter().filter(|row| row.value == value);
    let day = saying().filter_map(|row| row.asserted).min()?;
    let first = saying().find(|row| row.asserted == Some(day))?.source;
    let is_alone = saying().all(|row| row.source == first || row.asserted != Some(day));
    let has_followers = saying().any(|row| row.source != first);
    let own = rows.iter().find(|row| row.source == first && row.asserted.is_some())?;
    (is_alone && has_followers && own.value == value).then_some(first)
}

/// Those who said one thing of a question and then another.
fn turncoats(rows: &[Claim]) -> BTreeSet<SourceId> {
    let mut said: BTreeMap<SourceId, ValueId> = BTreeMap::new();
    let turns = rows.iter().filter_map(|row| {
        let before = said.insert(row.source, row.value)?;
        (before != row.value).then_some(row.source)
    });
    turns.collect()
}

impl Fares {
    /// "on the side of Taliban: says what suits it in 96 % when it is so and 60 % when not (too few claims: group prior)".
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences: Vec<String> = self.on_sides.iter().map(OnSide::sentence).collect();
        let counted = [
            (self.habits.first, "was first of several"),
            (self.habits.repeats, "repeated another"),
            (self.habits.repeated, "was repeated"),
            (self.habits.took_back, "said the opposite later"),
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
            "first": self.habits.first,
            "repeats": self.habits.repeats,
            "repeated": self.habits.repeated,
            "took_back": self.habits.took_back,
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
