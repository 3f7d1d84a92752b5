//! Who speaks in a case, and how they fare against others. Start at [`records`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_model::{Limit, Stance};
use retrospect_network::{ActorKey, Identity as _};
use retrospect_store::{ClaimKey, Whose};
use serde_json::{Value, json};

use crate::asked::Asked;
use crate::belief::Fares;
use crate::contradictions::{Contradictions, Disputed};
use crate::error::FindingsError;
use crate::forecasts::{Forecast, forecasts};
use crate::wording;

/// What one source has said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Who it is; empty when nobody is named.
    pub name: String,
    /// The source as an actor, when it is named.
    pub actor: Option<ActorKey>,
    /// Its claims.
    pub claims: BTreeSet<ClaimKey>,
    /// How many of its claims have which stance.
    pub stances: BTreeMap<Stance, usize>,
    /// The first and the last day on which it can have spoken.
    pub said: Option<(Limit, Limit)>,
    /// In how many disputes it takes part.
    pub disputed: usize,
    /// How many deception windows are its own.
    pub windows: usize,
    /// How it fares; `None` when nothing that it says is weighed, or the case is too large to be weighed here.
    pub fares: Option<Fares>,
    /// What it foretold, and what became of it.
    pub forecasts: Vec<Forecast>,
}

/// The sources of a case, the most frequent first. `found` is where its accounts contradict each other.
///
/// # Errors
/// When the case cannot be read.
pub fn records(asked: &Asked<'_>, found: &Contradictions) -> Result<Vec<Record>, FindingsError> {
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    for fact in asked.facts(Whose::All, &[])? {
        let actor = fact.speaker().map(|name| asked.names.actor(name));
        let name = actor.map_or_else(String::new, |actor| asked.names.called(actor));
        let record = records.entry(name).or_default();
        record.actor = actor;
        record.claims.insert(fact.claim);
        *record.stances.entry(fact.stance).or_default() += 1;
        if let Some((first, last)) = fact.said {
            let said = record.said.get_or_insert((first, last));
            *said = (said.0.min(first), said.1.max(last));
        }
    }
    for (name, record) in &mut records {
        record.name.clone_from(name);
    }
    count_contradictions(asked, found, &mut records);
    let beliefs = asked.beliefs_if_small()?;
    for record in records.values_mut() {
        record.fares = beliefs.zip(record.actor).and_then(|(beliefs, actor)| beliefs.fares(actor));
    }
    for forecast in forecasts(asked)? {
        let name = forecast.source.map_or_else(String::new, |actor| asked.names.called(actor));
        if let Some(record) = records.get_mut(&name) {
            record.forecasts.push(forecast);
        }
    }
    let mut records: Vec<Record> = records.into_values().collect();
    records.sort_by(|one, two| two.claims.len().cmp(&one.claims.len()).then_with(|| one.name.cmp(&two.name)));
    Ok(records)
}

/// Counts for each source in how many disputes and deception windows it is.
fn count_contradictions(asked: &Asked<'_>, found: &Contradictions, records: &mut BTreeMap<String, Record>) {
    let own = records.iter().flat_map(|(name, record)| record.claims.iter().map(move |claim| (*claim, name)));
    let own: BTreeMap<ClaimKey, &String> = own.collect();
    let mut disputed: BTreeMap<String, usize> = BTreeMap::new();
    for Disputed { dispute, .. } in &found.disputes {
        let claims = dispute.one.iter().chain(&dispute.other);
        let names: BTreeSet<&String> = claims.filter_map(|claim| own.get(claim).copied()).collect();
        names.into_iter().for_each(|name| *disputed.entry(name.clone()).or_default() += 1);
    }
    for (name, count) in disputed {
        records.entry(name).or_default().disputed = count;
    }
    for window in &found.windows {
        if let Some(record) = records.get_mut(&asked.names.called(window.window.party)) {
            record.windows += 1;
        }
    }
}

/// A table for people, and below it how each source fares and what it foretold.
///
/// # Errors
/// When the case cannot be read.
pub fn records_text(asked: &Asked<'_>, records: &[Record]) -> Result<String, FindingsError> {
    let mut out = "claims  denied  disputes  deception  spoke                   source\n".to_owned();
    for record in records {
        let denied = record.stances.get(&Stance::Denied).copied().unwrap_or(0);
        let said = record.said.map_or("-".to_owned(), |(first, last)| wording::range(first, last));
        let name = if record.name.is_empty() { "(nobody is named)" } else { &record.name };
        out.push_str(&format!(
            "{:>6}  {denied:>6}  {:>8}  {:>9}  {said:<22}  {name}\n",
            record.claims.len(),
            record.disputed,
            record.windows
        ));
    }
    for record in records {
        let mut lines: Vec<String> = record.fares.iter().flat_map(Fares::sentences).collect();
        for forecast in &record.forecasts {
            lines.push(forecast.sentence(asked)?);
        }
        if !lines.is_empty() {
            let name = if record.name.is_empty() { "(nobody is named)" } else { &record.name };
            out.push_str(&format!("\n{name}\n"));
            lines.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
        }
    }
    Ok(out)
}

/// The records as JSON.
///
/// # Errors
/// When the case cannot be read.
pub fn records_json(asked: &Asked<'_>, records: &[Record]) -> Result<Value, FindingsError> {
    let mut sources = Vec::new();
    for record in records {
        let stances: BTreeMap<&str, usize> =
            record.stances.iter().map(|(stance, count)| (stance.word(), *count)).collect();
        let forecasts = record.forecasts.iter().map(|forecast| forecast.to_json(asked));
        sources.push(json!({
            "source": (!record.name.is_empty()).then_some(&record.name),
            "claims": record.claims.len(),
            "stances": stances,
            "first_said": record.said.map(|said| said.0),
            "last_said": record.said.map(|said| said.1),
            "disputes": record.disputed,
            "deception_windows": record.windows,
            "fares": record.fares.as_ref().map(Fares::to_json),
            "forecasts": forecasts.collect::<Result<Vec<_>, _>>()?,
        }));
    }
    Ok(json!({ "sources": sources }))
}
