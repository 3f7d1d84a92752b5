//! Reads of a case, once, what drawings and reports show: relations over time, deception windows, disputes, claims. Start
//! at [`Account::of`].

use std::collections::BTreeSet;

use retrospect_findings::{Asked, Beliefs, Contradictions, Disputed, FindingsError, Window};
use retrospect_knowledge::atlas::Atlas;
use retrospect_model::ontology::RelationName;
use retrospect_model::{Clocks, Day, Limit, one_line};
use retrospect_network::{ActorKey, Episode, Identity as _};
use retrospect_store::{ClaimKey, Fact, KeptClaim, Role, Whose};

use crate::spots::{Spots, spots_of};

/// What a case tells of an actor, or of everybody, as it was known by the clocks of a question.
#[derive(Debug)]
pub struct Account<'a> {
    /// What was asked, and by which clocks.
    pub asked: &'a Asked<'a>,
    /// Whose account it is; `None` is everybody's.
    pub actor: Option<ActorKey>,
    /// The episodes of each relation that has some, relations in the order of the schema's words, episodes in that of
    /// time.
    pub relations: Vec<(&'a RelationName, Vec<Episode>)>,
    /// Who admitted late that something was over.
    pub windows: Vec<Window>,
    /// Accounts that exclude each other.
    pub disputes: Vec<Disputed>,
    /// Where all accounts of the case contradict each other.
    pub(crate) contradictions: Contradictions,
    /// What there is to believe; `None` where a case is too large to be weighed.
    pub(crate) beliefs: Option<&'a Beliefs>,
    /// All facts that the clocks let through, by the number of their claim.
    pub(crate) facts: Vec<Fact>,
}

impl<'a> Account<'a> {
    /// The account of an actor, or of everybody.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(asked: &'a Asked<'a>, actor: Option<ActorKey>) -> Result<Self, FindingsError> {
        let mut facts = asked.facts(Whose::All, &[])?;
        facts.sort_unstable_by_key(|fact| fact.claim);
        let mut relations = Vec::new();
        for relation in asked.ontology.relations() {
            let mut episodes = asked.episodes(relation, &facts)?;
            episodes.retain(|episode| actor.is_none_or(|actor| episode.pair.has(actor)));
            episodes.sort_by_cached_key(|episode| (episode.bounds, called_both(asked, episode)));
            if !episodes.is_empty() {
                relations.push((relation, episodes));
            }
        }
        let contradictions = Contradictions::of(asked)?;
        let has_part = |Window { window, .. }: &&Window| {
            actor.is_none_or(|actor| window.party == actor || window.matter.has(actor))
        };
        let windows = contradictions.windows.iter().filter(has_part).cloned().collect();
        let beliefs = asked.beliefs_if_small()?;
        let disputes = Vec::new();
        let mut account = Self { asked, actor, relations, windows, disputes, contradictions, beliefs, facts };
        let own = account.contradictions.disputes.iter().filter(|disputed| account.concerns(disputed));
        account.disputes = own.cloned().collect();
        Ok(account)
    }

    /// How likely it is that an episode held on a day; `None` where a case is too large to be weighed.
    pub(crate) fn chance_on(&self, relation: &RelationName, episode: &Episode, day: Day) -> Option<f64> {
        let likely = self.beliefs?.on_day(relation, episode, episode.holds_on(day), day)?;
        Some(likely.0)
    }

    /// How likely it is that an episode held at all.
    pub(crate) fn chance(&self, relation: &RelationName, episode: &Episode) -> Option<f64> {
        let beliefs = self.beliefs?;
        Some(beliefs.probability(beliefs.held(relation, episode)?))
    }

    /// The places of its claims, and who held them on a day, for a map; as [`spots_of`](crate::spots_of).
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn spots(&self, on: Day, atlas: &Atlas) -> Result<Spots, FindingsError> {
        let control = self.relations.iter().find(|(relation, _)| relation.as_str() == "control");
        let control = control.map_or(&[][..], |(_, episodes)| episodes);
        Ok(spots_of(&self.asked.names, &self.own_facts(false)?, control, on, atlas))
    }

    /// Whose account it is, in words; empty for everybody's.
    pub fn name(&self) -> Option<String> {
        self.actor.map(|actor| self.asked.names.called(actor))
    }

    /// A fact by its claim.
    pub(crate) fn fact(&self, claim: ClaimKey) -> Option<&Fact> {
        let place = self.facts.binary_search_by_key(&claim, |fact| fact.claim).ok()?;
        self.facts.get(place)
    }

    /// Whether the actor has a part in a claim of the dispute.
    fn concerns(&self, disputed: &Disputed) -> bool {
        let Some(actor) = self.actor else { return true };
        let claims = disputed.dispute.one.iter().chain(&disputed.dispute.other);
        claims.filter_map(|claim| self.fact(*claim)).any(|fact| {
            let parties = fact.parties.actor.iter().chain(&fact.parties.target);
            parties.copied().any(|name| self.asked.names.actor(name) == actor)
        })
    }

    /// Who says what these claims say, each once: the innermost voice, else the publisher.
    pub(crate) fn speakers(
        &self,
        claims: impl IntoIterator<Item = ClaimKey>,
    ) -> Result<BTreeSet<String>, FindingsError> {
        let facts = claims.into_iter().filter_map(|claim| self.fact(claim));
        let named = facts.map(|fact| self.speaker(fact)).collect::<Result<BTreeSet<_>, _>>()?;
        Ok(named.into_iter().filter(|name| !name.is_empty()).collect())
    }

    /// Who speaks in a fact; empty when nobody is named.
    pub(crate) fn speaker(&self, fact: &Fact) -> Result<String, FindingsError> {
        let Some(key) = fact.speaker() else { return Ok(String::new()) };
        let called = self.asked.names.called(self.asked.names.actor(key));
        Ok(if called.is_empty() { self.asked.case.name(key)? } else { called })
    }

    /// The facts in which the actor has a part or a voice, or everybody's, in the order in which they were said.
    /// `by_any_day` has also what was said after the day of the clocks.
    pub(crate) fn own_facts(&self, by_any_day: bool) -> Result<Vec<Fact>, FindingsError> {
        let later;
        let all = if by_any_day && self.asked.clocks.said_by.is_some() {
            let clocks = Clocks { said_by: None, ..self.asked.clocks };
            later = match self.actor {
                None => self.asked.case.facts(Whose::All, &[], &clocks)?,
                Some(actor) => {
                    let names = self.asked.names.names(actor);
                    let roles = [Role::Actor, Role::Target];
                    self.asked.case.facts(Whose::Of(&names, &roles), &[], &clocks)?
                }
            };
            &later
        } else {
            &self.facts
        };
        let has_part = |fact: &&Fact| {
            let parties = fact.parties.actor.iter().chain(&fact.parties.target).chain(&fact.parties.place);
            let is_own = |actor| parties.clone().any(|name| self.asked.names.actor(*name) == actor);
            self.actor.is_none_or(is_own)
        };
        let mut facts: Vec<Fact> = all.iter().filter(has_part).cloned().collect();
        facts.sort_by_key(|fact| {
            let said = fact.said.unwrap_or((Limit::Future, Limit::Future));
            (said.1, said.0, fact.claim)
        });
        Ok(facts)
    }

    /// A claim in short: "pledge: Islamic Movement of Uzbekistan → Islamic State".
    pub(crate) fn in_short(&self, fact: &Fact) -> Result<String, FindingsError> {
        let kind = self.asked.case.name(fact.kind)?;
        let [actors, targets] = [self.listed(&fact.parties.actor)?, self.listed(&fact.parties.target)?];
        let targets = if targets.is_empty() { String::new() } else { format!(" → {targets}") };
        let place = match fact.parties.place {
            Some(place) => format!(" at {}", self.called(place)?),
            None => String::new(),
        };
        let actors = if actors.is_empty() { "somebody".to_owned() } else { actors };
        Ok(format!("{kind}: {actors}{targets}{place}"))
    }

    /// Names, with commas.
    pub(crate) fn listed(&self, names: &[retrospect_store::NameKey]) -> Result<String, FindingsError> {
        let names = names.iter().map(|name| self.called(*name)).collect::<Result<Vec<_>, _>>()?;
        Ok(names.join(", "))
    }

    /// What to call whoever has that name.
    pub(crate) fn called(&self, name: retrospect_store::NameKey) -> Result<String, FindingsError> {
        let called = self.asked.names.called(self.asked.names.actor(name));
        Ok(if called.is_empty() { self.asked.case.name(name)? } else { called })
    }

    /// An episode in words: "Mullah Omar led Taliban". What has no direction reads from the side of whose account it is.
    pub(crate) fn sentence(&self, relation: &RelationName, episode: &Episode) -> String {
        let (mut subject, mut object) = (episode.pair.subject, episode.pair.object);
        if self.asked.ontology.is_symmetric(relation) && object.is_some() && object == self.actor {
            (subject, object) = (object.unwrap_or(subject), Some(subject));
        }
        let called = |actor: ActorKey| self.asked.names.called(actor);
        retrospect_findings::wording::sentence(relation, &called(subject), object.map(called).as_deref())
    }

    /// The words of a claim.
    pub(crate) fn quote(kept: &KeptClaim) -> String {
        one_line(kept.claim.evidence.first().quote())
    }
}

fn called_both(asked: &Asked<'_>, episode: &Episode) -> (String, Option<String>) {
    let called = |actor: ActorKey| asked.names.called(actor);
    (called(episode.pair.subject), episode.pair.object.map(called))
}

/// All claims that bear on an episode.
pub(crate) fn cited(episode: &Episode) -> impl Iterator<Item = ClaimKey> {
    let cited = episode.starts.iter().chain(episode.ends.iter()).map(|cited| cited.claim);
    cited.chain(episode.denials.iter().copied()).chain(episode.contradicted_by.iter().copied())
}
