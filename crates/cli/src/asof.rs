//! `retrospect asof`: what was so on a day, by what was said and recorded by other days. Start at [`run`].

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use anyhow::{Context as _, bail};
use retrospect_model::ontology::RelationName;
use retrospect_model::{Day, Truth};
use retrospect_network::{ActorKey, Cited, DeceptionWindow, Episode, Identity as _, Law, Ledger, deception};
use retrospect_store::{ClaimKey, Fact, KeptClaim, Role, Whose};
use serde_json::{Value, json};

use crate::ask::Asked;
use crate::case_arguments::{AnswerFormat, Asof};
use crate::clock;
use crate::report::Outcome;
use crate::wording;

/// The claims of a side of an answer that are printed as text; JSON has all.
const LINES_MAX: usize = 6;

/// An answer, with all claims that it rests on.
pub struct Answer<'a> {
    asked: &'a Asked,
    relation: &'a RelationName,
    actor: Option<ActorKey>,
    on: Day,
    /// Episodes with whether they held, those that did first.
    episodes: Vec<(Truth, Episode)>,
    windows: Vec<DeceptionWindow>,
    claims: BTreeMap<ClaimKey, KeptClaim>,
}

/// Answers.
pub fn run(command: &Asof) -> anyhow::Result<Outcome> {
    let asked = Asked::open(&command.case, &command.clocks)?;
    let Some(relation) = asked.ontology.relation(&command.relation) else {
        let known: Vec<&str> = asked.ontology.relations().map(RelationName::as_str).collect();
        bail!(
            "`{}` is not a relation of the schema\nhint: ask for one of {}",
            command.relation,
            known.join(", ")
        );
    };
    let actor = command.actor.as_deref().map(|name| asked.names.find(&asked.case, name)).transpose()?;
    let answer = Answer::of(&asked, relation, actor, command.on.unwrap_or_else(clock::today))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    match command.format {
        AnswerFormat::Text => answer.text(&mut out)?,
        AnswerFormat::Json => writeln!(out, "{}", answer.json())?,
    }
    out.flush().context("cannot write the result")?;
    Ok(Outcome::Done)
}

impl<'a> Answer<'a> {
    /// The answer for an actor, or for everybody.
    pub fn of(
        asked: &'a Asked,
        relation: &'a RelationName,
        actor: Option<ActorKey>,
        on: Day,
    ) -> anyhow::Result<Self> {
        let law = Law::of(&asked.ontology, relation, &asked.case)?;
        let (case, names, clocks) = (&asked.case, &asked.names, &asked.clocks);
        let mut facts = match actor {
            Some(actor) => Ledger::facts_of_actor(case, &law, names, actor, clocks)?,
            None => case.facts(Whose::All, &[], clocks)?,
        };
        let mut episodes = Ledger::of(&facts, law, names).episodes(None);
        episodes.retain(|episode| actor.is_none_or(|actor| episode.pair.has(actor)));
        if actor.is_some() {
            add_voices(asked, &episodes, &mut facts)?;
        }
        let windows = deception::windows(&episodes, &facts, names);
        let mut episodes: Vec<(Truth, Episode)> =
            episodes.into_iter().map(|episode| (episode.holds_on(on), episode)).collect();
        let is_over = |truth: Truth, episode: &Episode| truth == Truth::No && !episode.ended_before(on);
        episodes.sort_by_cached_key(|(truth, episode)| {
            let called = |actor: ActorKey| names.called(actor);
            let parties = (called(episode.pair.subject), episode.pair.object.map(called));
            (std::cmp::Reverse(*truth), is_over(*truth, episode), episode.bounds, parties)
        });
        let keys =
            episodes.iter().flat_map(|(_, episode)| cited(episode)).chain(windows.iter().flat_map(of_window));
        let claims = asked.claims(keys)?;
        Ok(Self { asked, relation, actor, on, episodes, windows, claims })
    }

    fn heading(&self) -> String {
        let clocks = &self.asked.clocks;
        let said = clocks.said_by.map_or(String::new(), |day| format!(", as said by {day}"));
        let recorded =
            clocks.recorded_by.map_or(String::new(), |seq| format!(", as recorded by number {seq}"));
        let whose = self.actor.map_or("everybody".to_owned(), |actor| self.asked.names.called(actor));
        format!("{} of {whose} on {}{said}{recorded}", self.relation, self.on)
    }

    fn sentence(&self, episode: &Episode) -> String {
        let called = |actor: ActorKey| self.asked.names.called(actor);
        // What has no direction reads from the side of who is asked about.
        let (mut subject, mut object) = (episode.pair.subject, episode.pair.object);
        if self.asked.ontology.is_symmetric(self.relation) && object.is_some() && object == self.actor {
            (subject, object) = (object.unwrap_or(subject), Some(subject));
        }
        wording::sentence(self.relation, &called(subject), object.map(called).as_deref())
    }

    /// Prints sentences with the claims under them.
    pub fn text(&self, out: &mut impl Write) -> anyhow::Result<()> {
        writeln!(out, "{}:", self.heading())?;
        let mut holding = 0;
        for (truth, episode) in &self.episodes {
            // Of everybody only what held is told.
            if *truth == Truth::No && self.actor.is_none() {
                continue;
            }
            holding += usize::from(*truth != Truth::No);
            self.episode(out, *truth, episode)?;
        }
        if holding == 0 {
            writeln!(out, "  no claim lets anybody stand in it on that day")?;
        }
        for window in &self.windows {
            self.window(out, window)?;
        }
        Ok(())
    }

    fn episode(&self, out: &mut impl Write, truth: Truth, episode: &Episode) -> anyhow::Result<()> {
        let standing = match truth {
            Truth::No if episode.ended_before(self.on) => "no longer",
            Truth::No => "not yet",
            Truth::Possibly => "possibly",
            Truth::Certainly => "certainly",
        };
        let (sentence, stretch) = (self.sentence(episode), wording::stretch(&episode.bounds));
        writeln!(out, "  {standing}: {sentence} ({stretch}){}", self.by_whom(episode))?;
        self.lines(out, "", episode.starts.iter().map(|cited| cited.claim))?;
        let mut reasons: Vec<String> =
            episode.ends.iter().map(|cited| wording::reason(&cited.basis)).collect();
        reasons.dedup();
        if !reasons.is_empty() {
            writeln!(out, "    ended {}", reasons.join("; "))?;
            self.lines(out, "", episode.ends.iter().map(|cited| cited.claim))?;
        }
        self.lines(out, "denied: ", episode.denials.iter().copied())?;
        self.lines(out, "said to hold after the end: ", episode.contradicted_by.iter().copied())
    }

    /// Whether the actor's own word is among what says so, or only others'.
    fn by_whom(&self, episode: &Episode) -> String {
        let Ok(speakers) = self.speakers(&episode.starts) else { return String::new() };
        let subject = self.asked.names.called(episode.pair.subject);
        match speakers.as_slice() {
            [] => String::new(),
            speakers if speakers.contains(&subject) => ", by its own word".to_owned(),
            speakers => format!(", as {} told", speakers.join(", ")),
        }
    }

    /// Who says so, each once.
    fn speakers(&self, cited: &[Cited]) -> anyhow::Result<Vec<String>> {
        let mut speakers = Vec::new();
        for kept in cited.iter().filter_map(|cited| self.claims.get(&cited.claim)) {
            let speaker = match kept.claim.voices.last() {
                Some(voice) => Some(voice.as_str().to_owned()),
                None => {
                    let document = self.asked.case.document(kept.claim.evidence.first().document())?;
                    document.and_then(|kept| kept.document.publication().publisher.clone())
                }
            };
            let key = speaker.as_deref().map(|name| self.asked.case.name_key(name)).transpose()?.flatten();
            let called = key.map(|key| self.asked.names.called(self.asked.names.actor(key)));
            speakers.extend(called.filter(|called| !called.is_empty()).or(speaker));
        }
        speakers.sort();
        speakers.dedup();
        Ok(speakers)
    }

    fn lines(
        &self,
        out: &mut impl Write,
        what: &str,
        claims: impl Iterator<Item = ClaimKey>,
    ) -> anyhow::Result<()> {
        let mut kept: Vec<&KeptClaim> = claims.filter_map(|claim| self.claims.get(&claim)).collect();
        // In the order of time, so that it does not matter which came into the case first.
        kept.sort_by_key(|kept| (kept.claim.asserted.clone(), kept.claim.id()));
        for kept in kept.iter().take(LINES_MAX) {
            writeln!(out, "    {what}{}", self.asked.line(kept)?)?;
        }
        if let Some(more) = kept.len().checked_sub(LINES_MAX).filter(|more| *more > 0) {
            writeln!(out, "    {what}and {more} more")?;
        }
        Ok(())
    }

    fn window(&self, out: &mut impl Write, window: &DeceptionWindow) -> anyhow::Result<()> {
        let called = |actor: ActorKey| self.asked.names.called(actor);
        let object = window.matter.object.map(called);
        let matter = wording::sentence(self.relation, &called(window.matter.subject), object.as_deref());
        let stretch = format!(
            "{}..{}",
            wording::range(window.from.0, window.from.1),
            wording::range(window.until.0, window.until.1)
        );
        writeln!(out, "  deception window of {}: {stretch}, on that {matter}", called(window.party))?;
        self.lines(out, "admitted: ", window.admissions.iter().copied())?;
        self.lines(out, "inside: ", window.inside.iter().copied())?;
        self.lines(out, "may rest on it: ", window.resting.iter().copied())
    }

    /// The whole answer.
    pub fn json(&self) -> Value {
        let called = |actor: ActorKey| self.asked.names.called(actor);
        let claims = |keys: &[ClaimKey]| -> Vec<Value> {
            keys.iter().filter_map(|key| self.claims.get(key)).map(|kept| json!(kept.claim)).collect()
        };
        let cited = |cited: &[Cited]| -> Vec<Value> {
            let with = |cited: &Cited| {
                Some(json!({
                    "reason": wording::reason(&cited.basis), "claim": self.claims.get(&cited.claim)?.claim,
                }))
            };
            cited.iter().filter_map(with).collect()
        };
        let episodes = self.episodes.iter().map(|(truth, episode)| {
            json!({
                "subject": called(episode.pair.subject),
                "object": episode.pair.object.map(called),
                "holds": truth,
                "bounds": episode.bounds,
                "sentence": self.sentence(episode),
                "starts": cited(&episode.starts),
                "ends": cited(&episode.ends),
                "denials": claims(&episode.denials),
                "contradicted_by": claims(&episode.contradicted_by),
                "alleged": episode.is_alleged,
            })
        });
        let windows = self.windows.iter().map(|window| {
            json!({
                "party": called(window.party),
                "subject": called(window.matter.subject),
                "object": window.matter.object.map(called),
                "from": [window.from.0, window.from.1],
                "until": [window.until.0, window.until.1],
                "admissions": claims(&window.admissions),
                "inside": claims(&window.inside),
                "resting": claims(&window.resting),
            })
        });
        let clocks = &self.asked.clocks;
        json!({
            "relation": self.relation,
            "actor": self.actor.map(called),
            "on": self.on,
            "said_by": clocks.said_by,
            "recorded_by": clocks.recorded_by.map(|seq| seq.0),
            "episodes": episodes.collect::<Vec<_>>(),
            "deception_windows": windows.collect::<Vec<_>>(),
        })
    }
}

/// Adds what the parties of episodes that ended say, and what is said in the name of who is gone.
fn add_voices(asked: &Asked, episodes: &[Episode], facts: &mut Vec<Fact>) -> anyhow::Result<()> {
    let by_claim: BTreeMap<ClaimKey, &Fact> = facts.iter().map(|fact| (fact.claim, fact)).collect();
    let mut actors = Vec::new();
    for episode in episodes.iter().filter(|episode| !episode.ends.is_empty()) {
        actors.extend([Some(episode.pair.subject), episode.pair.object].into_iter().flatten());
        let ends = episode.ends.iter().filter_map(|cited| by_claim.get(&cited.claim));
        actors.extend(ends.filter_map(|fact| fact.speaker()).map(|name| asked.names.actor(name)));
    }
    actors.sort_unstable();
    actors.dedup();
    let names: Vec<_> = actors.into_iter().flat_map(|actor| asked.names.names(actor)).collect();
    if names.is_empty() {
        return Ok(());
    }
    facts.extend(asked.case.facts(Whose::Of(&names, &[Role::Voice]), &[], &asked.clocks)?);
    facts.extend(asked.case.facts(Whose::PublishedBy(&names), &[], &asked.clocks)?);
    facts.sort_unstable_by_key(|fact| fact.claim);
    facts.dedup_by_key(|fact| fact.claim);
    Ok(())
}

fn cited(episode: &Episode) -> Vec<ClaimKey> {
    let cited = episode.starts.iter().chain(episode.ends.iter()).map(|cited| cited.claim);
    cited.chain(episode.denials.iter().copied()).chain(episode.contradicted_by.iter().copied()).collect()
}

fn of_window(window: &DeceptionWindow) -> Vec<ClaimKey> {
    [&window.admissions, &window.inside, &window.resting].into_iter().flatten().copied().collect()
}
