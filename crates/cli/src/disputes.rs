//! `retrospect disputes`: where accounts contradict each other, and who admitted late. Start at [`run`].

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use anyhow::Context as _;
use retrospect_model::ontology::{On, RelationName, Side};
use retrospect_network::disputes::{Dispute, Matter, Once, disputes, of_episodes};
use retrospect_network::{ActorKey, DeceptionWindow, Law, Ledger, deception};
use retrospect_store::{ClaimKey, KeptClaim, NameKey, Whose};
use serde_json::json;

use crate::ask::Asked;
use crate::case_arguments::{AnswerFormat, OfCase};
use crate::report::Outcome;
use crate::wording;

/// The claims of a side that are printed as text; JSON has all.
const LINES_MAX: usize = 4;

/// All disputes and deception windows of a case.
pub struct Contradictions {
    /// Disputes; those over whether a relation still held with the relation.
    pub disputes: Vec<(Option<RelationName>, Dispute)>,
    /// Deception windows with the relation that they are on.
    pub windows: Vec<(RelationName, DeceptionWindow)>,
}

impl Contradictions {
    /// Those of a case as it was known by the clocks.
    pub fn of(asked: &Asked) -> anyhow::Result<Self> {
        let facts = asked.case.facts(Whose::All, &[], &asked.clocks)?;
        let once = once(asked)?;
        let mut found: Vec<(Option<RelationName>, Dispute)> =
            disputes(&facts, &once, &asked.names).into_iter().map(|dispute| (None, dispute)).collect();
        let mut windows = Vec::new();
        for relation in asked.ontology.relations() {
            let law = Law::of(&asked.ontology, relation, &asked.case)?;
            let episodes = Ledger::of(&facts, law, &asked.names).episodes(None);
            found.extend(of_episodes(&episodes).into_iter().map(|dispute| (Some(relation.clone()), dispute)));
            let of_relation = deception::windows(&episodes, &facts, &asked.names);
            windows.extend(of_relation.into_iter().map(|window| (relation.clone(), window)));
        }
        Ok(Self { disputes: found, windows })
    }

    fn claims(&self) -> impl Iterator<Item = ClaimKey> {
        let disputed = self.disputes.iter().flat_map(|(_, dispute)| dispute.one.iter().chain(&dispute.other));
        let windows = self.windows.iter().map(|(_, window)| window);
        let of_windows =
            windows.flat_map(|window| window.admissions.iter().chain(&window.inside).chain(&window.resting));
        disputed.chain(of_windows).copied()
    }
}

/// The kinds that tell of what happens but once: they end everything for somebody.
fn once(asked: &Asked) -> anyhow::Result<Vec<(NameKey, Once)>> {
    let mut once = Vec::new();
    for (name, rules) in asked.ontology.kinds() {
        let Some(sweep) = rules.ends.iter().find(|effect| effect.on == On::Any) else { continue };
        let whose = if sweep.subject == Side::Target { Once::Targets } else { Once::Actors };
        if let Some(key) = asked.case.name_key(name.as_str())? {
            once.push((key, whose));
        }
    }
    Ok(once)
}

/// Prints them.
pub fn run(command: &OfCase) -> anyhow::Result<Outcome> {
    let asked = Asked::open(&command.case, &command.clocks)?;
    let found = Contradictions::of(&asked)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    match command.format {
        AnswerFormat::Text => text(&mut out, &asked, &found)?,
        AnswerFormat::Json => writeln!(out, "{}", as_json(&asked, &found)?)?,
    }
    out.flush().context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn title(asked: &Asked, relation: Option<&RelationName>, matter: &Matter) -> anyhow::Result<String> {
    let called = |actor: ActorKey| asked.names.called(actor);
    Ok(match matter {
        Matter::Whether { kind, pair } => {
            let to = pair.object.map(|object| format!(" → {}", called(object))).unwrap_or_default();
            format!("whether there was `{}`: {}{to}", asked.case.name(*kind)?, called(pair.subject))
        }
        Matter::When { kind, actor } => {
            format!("when there was `{}`: {}", asked.case.name(*kind)?, called(*actor))
        }
        Matter::StillHeld { pair } => {
            let object = pair.object.map(called);
            let sentence = relation
                .map(|relation| wording::sentence(relation, &called(pair.subject), object.as_deref()));
            format!("whether it was over that {}", sentence.unwrap_or_default())
        }
    })
}

/// Prints disputes and windows as text.
pub fn text(out: &mut impl Write, asked: &Asked, found: &Contradictions) -> anyhow::Result<()> {
    let claims = asked.claims(found.claims())?;
    if found.disputes.is_empty() && found.windows.is_empty() {
        writeln!(out, "no accounts contradict each other")?;
    }
    for (relation, dispute) in &found.disputes {
        writeln!(out, "{}", title(asked, relation.as_ref(), &dispute.matter)?)?;
        lines(out, asked, &claims, "one side: ", &dispute.one)?;
        lines(out, asked, &claims, "the other: ", &dispute.other)?;
    }
    for (relation, window) in &found.windows {
        let called = |actor: ActorKey| asked.names.called(actor);
        let object = window.matter.object.map(called);
        let matter = wording::sentence(relation, &called(window.matter.subject), object.as_deref());
        let (from, until) =
            (wording::range(window.from.0, window.from.1), wording::range(window.until.0, window.until.1));
        writeln!(out, "deception window of {}: {from}..{until}, on that {matter}", called(window.party))?;
        lines(out, asked, &claims, "admitted: ", &window.admissions)?;
        lines(out, asked, &claims, "inside: ", &window.inside)?;
        lines(out, asked, &claims, "may rest on it: ", &window.resting)?;
    }
    Ok(())
}

fn lines(
    out: &mut impl Write,
    asked: &Asked,
    claims: &BTreeMap<ClaimKey, KeptClaim>,
    what: &str,
    keys: &[ClaimKey],
) -> anyhow::Result<()> {
    for kept in keys.iter().take(LINES_MAX).filter_map(|key| claims.get(key)) {
        writeln!(out, "  {what}{}", asked.line(kept)?)?;
    }
    if let Some(more) = keys.len().checked_sub(LINES_MAX).filter(|more| *more > 0) {
        writeln!(out, "  {what}and {more} more")?;
    }
    Ok(())
}

fn as_json(asked: &Asked, found: &Contradictions) -> anyhow::Result<serde_json::Value> {
    let claims = asked.claims(found.claims())?;
    let of = |keys: &[ClaimKey]| -> Vec<serde_json::Value> {
        keys.iter().filter_map(|key| claims.get(key)).map(|kept| json!(kept.claim)).collect()
    };
    let called = |actor: ActorKey| asked.names.called(actor);
    let mut disputes = Vec::new();
    for (relation, dispute) in &found.disputes {
        disputes.push(json!({
            "matter": title(asked, relation.as_ref(), &dispute.matter)?,
            "relation": relation,
            "one": of(&dispute.one),
            "other": of(&dispute.other),
        }));
    }
    let windows: Vec<serde_json::Value> = found
        .windows
        .iter()
        .map(|(relation, window)| {
            json!({
                "relation": relation,
                "party": called(window.party),
                "subject": called(window.matter.subject),
                "object": window.matter.object.map(called),
                "from": [window.from.0, window.from.1],
                "until": [window.until.0, window.until.1],
                "admissions": of(&window.admissions),
                "inside": of(&window.inside),
                "resting": of(&window.resting),
            })
        })
        .collect();
    Ok(json!({ "disputes": disputes, "deception_windows": windows }))
}
