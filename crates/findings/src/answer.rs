//! What was so on a day, by what was said and recorded by other days. Start at [`Answer::of`].

use std::collections::BTreeMap;

use retrospect_model::ontology::RelationName;
use retrospect_model::{Day, Truth};
use retrospect_network::deception::{self, Voiced};
use retrospect_network::{ActorKey, Cited, Episode, Identity as _, Law, Ledger};
use retrospect_store::{ClaimKey, Fact, KeptClaim, Role, Whose};

use crate::asked::Asked;
use crate::belief::{Belief, Beliefs};
use crate::error::FindingsError;
use crate::windows::Window;
use crate::wording;

/// An answer, with all claims that it rests on.
#[derive(Debug)]
pub struct Answer<'a> {
    /// What was asked, and by which clocks.
    pub asked: &'a Asked<'a>,
    /// The relation.
    pub relation: &'a RelationName,
    /// Who stands in it, on either side; `None` is everybody.
    pub actor: Option<ActorKey>,
    /// The day.
    pub on: Day,
    /// The episodes, those first that held on the day.
    pub episodes: Vec<OnDay>,
    /// Who admitted late that it was over.
    pub windows: Vec<Window>,
    /// The claims under episodes and windows.
    pub claims: BTreeMap<ClaimKey, KeptClaim>,
}

/// An episode as it stands on a day.
#[derive(Debug, Clone)]
pub struct OnDay {
    /// Whether it held on the day, by its bounds.
    pub holds: Truth,
    /// The episode.
    pub episode: Episode,
    /// How likely it held on the day.
    pub probability: Option<f64>,
    /// The belief on which that rests most: that it held, or that it was over by then.
    pub belief: Option<Belief>,
}

impl OnDay {
    /// An episode on a day, without what there is to believe of it.
    pub fn unweighed(episode: Episode, on: Day) -> Self {
        Self { holds: episode.holds_on(on), episode, probability: None, belief: None }
    }

    /// What it is on that day, in words: "certainly", "possibly", "no longer" or "not yet".
    pub fn standing(&self, on: Day) -> &'static str {
        match self.holds {
            Truth::No if self.episode.ended_before(on) => "no longer",
            Truth::No => "not yet",
            Truth::Possibly => "possibly",
            Truth::Certainly => "certainly",
        }
    }

    /// All claims that bear on it.
    pub fn cited(&self) -> impl Iterator<Item = ClaimKey> {
        let episode = &self.episode;
        let cited = episode.starts.iter().chain(episode.ends.iter()).map(|cited| cited.claim);
        cited.chain(episode.denials.iter().copied()).chain(episode.contradicted_by.iter().copied())
    }
}

impl<'a> Answer<'a> {
    /// The answer for an actor, or for everybody.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(
        asked: &'a Asked<'a>,
        relation: &'a RelationName,
        actor: Option<ActorKey>,
        on: Day,
    ) -> Result<Self, FindingsError> {
        let law = Law::of(asked.ontology, relation, asked.case)?;
        let names = &*asked.names;
        let mut facts = match actor {
            Some(actor) => Ledger::facts_of_actor(asked.case, &law, names, actor, &asked.clocks)?,
            None => asked.facts(Whose::All, &[])?,
        };
        asked.judged.admit(&mut facts);
        let mut episodes = Ledger::of(&facts, law, names).episodes(None);
        episodes.retain(|episode| actor.is_none_or(|actor| episode.pair.has(actor)));
        if actor.is_some() {
            add_voices(asked, &episodes, &mut facts)?;
        }
        let own;
        let beliefs = match asked.beliefs_if_small()? {
            Some(beliefs) => beliefs,
            None => {
                own = Beliefs::of(asked, &facts)?;
                &own
            }
        };
        let windows = deception::windows(&episodes, &Voiced::of(&facts, names), names).into_iter();
        let windows: Vec<Window> =
            windows.map(|window| Window::of(relation, window, Some(beliefs))).collect();
        let mut episodes: Vec<OnDay> = episodes
            .into_iter()
            .map(|episode| {
                let holds = episode.holds_on(on);
                let likely = beliefs.on_day(relation, &episode, holds, on);
                // Of everybody only what held is explained.
                let rests_on = likely.filter(|_| actor.is_some() || holds != Truth::No);
                let belief = rests_on.and_then(|(_, question)| beliefs.belief(question));
                OnDay { holds, episode, probability: likely.map(|(probability, _)| probability), belief }
            })
            .collect();
        episodes.sort_by_cached_key(|OnDay { holds, episode, .. }| {
            let called = |actor: ActorKey| names.called(actor);
            let parties = (called(episode.pair.subject), episode.pair.object.map(called));
            let is_to_come = *holds == Truth::No && !episode.ended_before(on);
            (std::cmp::Reverse(*holds), is_to_come, episode.bounds, parties)
        });
        let keys = episodes.iter().flat_map(OnDay::cited).chain(windows.iter().flat_map(Window::claims));
        let believed = episodes.iter().filter_map(|on_day| on_day.belief.as_ref());
        let keys = keys.chain(believed.flat_map(Belief::claims));
        let claims = asked.claims(keys)?;
        Ok(Self { asked, relation, actor, on, episodes, windows, claims })
    }

    /// What the answer is to: "leadership of Taliban on 2014-01-01, as said by 2015-07-29".
    pub fn heading(&self) -> String {
        let clocks = &self.asked.clocks;
        let said = clocks.said_by.map_or(String::new(), |day| format!(", as said by {day}"));
        let recorded =
            clocks.recorded_by.map_or(String::new(), |seq| format!(", as recorded by number {seq}"));
        let whose = self.actor.map_or("everybody".to_owned(), |actor| self.asked.names.called(actor));
        format!("{} of {whose} on {}{said}{recorded}", self.relation, self.on)
    }

    /// An episode in words: "Mullah Omar led Taliban".
    pub fn sentence(&self, episode: &Episode) -> String {
        let called = |actor: ActorKey| self.asked.names.called(actor);
        // What has no direction reads from the side of who is asked about.
        let (mut subject, mut object) = (episode.pair.subject, episode.pair.object);
        if self.asked.ontology.is_symmetric(self.relation) && object.is_some() && object == self.actor {
            (subject, object) = (object.unwrap_or(subject), Some(subject));
        }
        wording::sentence(self.relation, &called(subject), object.map(called).as_deref())
    }

    /// Who says so, each once, in the order of the alphabet.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn speakers(&self, cited: &[Cited]) -> Result<Vec<String>, FindingsError> {
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
}

/// Adds what the parties of episodes that ended say, and what is said in the name of who is gone.
fn add_voices(asked: &Asked<'_>, episodes: &[Episode], facts: &mut Vec<Fact>) -> Result<(), FindingsError> {
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
    facts.extend(asked.facts(Whose::Of(&names, &[Role::Voice]), &[])?);
    facts.extend(asked.facts(Whose::PublishedBy(&names), &[])?);
    facts.sort_unstable_by_key(|fact| fact.claim);
    facts.dedup_by_key(|fact| fact.claim);
    Ok(())
}
