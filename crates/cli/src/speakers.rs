//! `retrospect sources`: who speaks in a case, and how they fare against others. Start at [`run`].

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Write};

use anyhow::Context as _;
use retrospect_model::{Limit, Stance};
use retrospect_network::Identity as _;
use retrospect_store::{ClaimKey, Whose};
use serde_json::json;

use crate::ask::Asked;
use crate::case_arguments::{AnswerFormat, OfCase};
use crate::disputes::Contradictions;
use crate::report::Outcome;
use crate::wording;

/// What one source has said.
#[derive(Default)]
struct Record {
    claims: BTreeSet<ClaimKey>,
    stances: BTreeMap<Stance, usize>,
    /// The first and the last day on which it spoke.
    said: Option<(Limit, Limit)>,
    disputed: usize,
    windows: usize,
}

/// Prints the sources of a case, the most frequent first.
pub fn run(command: &OfCase) -> anyhow::Result<Outcome> {
    let asked = Asked::open(&command.case, &command.clocks)?;
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    for fact in asked.case.facts(Whose::All, &[], &asked.clocks)? {
        let name =
            fact.speaker().map_or_else(String::new, |name| asked.names.called(asked.names.actor(name)));
        let record = records.entry(name).or_default();
        record.claims.insert(fact.claim);
        *record.stances.entry(fact.stance).or_default() += 1;
        if let Some((first, last)) = fact.said {
            let said = record.said.get_or_insert((first, last));
            *said = (said.0.min(first), said.1.max(last));
        }
    }
    let found = Contradictions::of(&asked)?;
    for (name, record) in &mut records {
        let is_own = |claim: &ClaimKey| record.claims.contains(claim);
        let disputes = found.disputes.iter().map(|(_, dispute)| dispute);
        record.disputed =
            disputes.filter(|dispute| dispute.one.iter().chain(&dispute.other).any(is_own)).count();
        let windows = found.windows.iter().map(|(_, window)| asked.names.called(window.party));
        record.windows = windows.filter(|party| party == name).count();
    }
    let mut records: Vec<(String, Record)> = records.into_iter().collect();
    records.sort_by(|one, two| two.1.claims.len().cmp(&one.1.claims.len()).then_with(|| one.0.cmp(&two.0)));
    let mut out = BufWriter::new(std::io::stdout().lock());
    match command.format {
        AnswerFormat::Text => text(&mut out, &records)?,
        AnswerFormat::Json => writeln!(out, "{}", as_json(&records))?,
    }
    out.flush().context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn text(out: &mut impl Write, records: &[(String, Record)]) -> std::io::Result<()> {
    writeln!(out, "claims  denied  disputes  deception  spoke                   source")?;
    for (name, record) in records {
        let denied = record.stances.get(&Stance::Denied).copied().unwrap_or(0);
        let said = record.said.map_or("-".to_owned(), |(first, last)| wording::range(first, last));
        let name = if name.is_empty() { "(nobody is named)" } else { name };
        writeln!(
            out,
            "{:>6}  {denied:>6}  {:>8}  {:>9}  {said:<22}  {name}",
            record.claims.len(),
            record.disputed,
            record.windows
        )?;
    }
    Ok(())
}

fn as_json(records: &[(String, Record)]) -> serde_json::Value {
    let sources = records.iter().map(|(name, record)| {
        let stances: BTreeMap<&str, usize> =
            record.stances.iter().map(|(stance, count)| (stance.word(), *count)).collect();
        json!({
            "source": (!name.is_empty()).then_some(name),
            "claims": record.claims.len(),
            "stances": stances,
            "first_said": record.said.map(|said| said.0),
            "last_said": record.said.map(|said| said.1),
            "disputes": record.disputed,
            "deception_windows": record.windows,
        })
    });
    json!({ "sources": sources.collect::<Vec<_>>() })
}
