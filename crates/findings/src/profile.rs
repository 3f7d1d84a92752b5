//! Who is in a case: a list of its actors, and one of them with names, voices, years and episodes. Start at [`roll`] and
//! [`Profile::of`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_model::ontology::RelationName;
use retrospect_model::{Day, Limit};
use retrospect_network::{ActorKey, Identity as _};
use retrospect_resolve::Kind;
use retrospect_store::{ClaimKey, ClaimQuery, Fact, KeptClaim, NameKey, Role, Whose};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::error::FindingsError;
use crate::wording;

/// Claims under a name that are told of as text; JSON has all.
const LINES_MAX: usize = 3;
/// Kinds of claims that tell of names, not of what anybody did.
const ON_NAMES: [&str; 4] = ["alias", "person", "organisation", "describe"];

/// An actor in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The actor.
    pub actor: ActorKey,
    /// What it is called.
    pub called: String,
    /// What it is, where that is known.
    pub kind: Option<&'static str>,
    /// Its names as the texts and lists have them.
    pub names: Vec<String>,
    /// Claims in which it acts or is acted on.
    pub claims: usize,
    /// Claims that are its own words.
    pub said: usize,
}

/// The actors of a case, those with most claims first; with words, only those who have them in a name.
///
/// # Errors
/// When the case cannot be read.
pub fn roll(asked: &Asked<'_>, words: Option<&str>) -> Result<Vec<Listed>, FindingsError> {
    let names = &asked.names;
    let mut counts: BTreeMap<ActorKey, (usize, usize)> = BTreeMap::new();
    for fact in asked.case.facts(Whose::All, &[], &asked.clocks)? {
        let parties = fact.parties.actor.iter().chain(&fact.parties.target);
        let parties: BTreeSet<ActorKey> = parties.map(|name| names.actor(*name)).collect();
        for actor in parties {
            counts.entry(actor).or_default().0 += 1;
        }
        if let Some(speaker) = fact.speaker() {
            counts.entry(names.actor(speaker)).or_default().1 += 1;
        }
    }
    let wanted = words.map(str::to_lowercase);
    let mut roll: Vec<Listed> = names
        .actors()
        .filter_map(|actor| {
            let (claims, said) = counts.get(&actor).copied()?;
            let mut own = names.written(actor);
            own.sort();
            let has = |words: &String| own.iter().any(|name| name.to_lowercase().contains(words));
            let is_wanted = wanted.as_ref().is_none_or(has);
            let called = names.called(actor);
            is_wanted.then(|| Listed {
                actor,
                called,
                kind: kind(names.kind(actor)),
                names: own,
                claims,
                said,
            })
        })
        .collect();
    roll.sort_by(|one, two| {
        (two.claims, two.said).cmp(&(one.claims, one.said)).then_with(|| one.called.cmp(&two.called))
    });
    Ok(roll)
}

fn kind(kind: Option<Kind>) -> Option<&'static str> {
    kind.map(|kind| match kind {
        Kind::Person => "person",
        Kind::Organisation => "organisation",
    })
}

impl Listed {
    /// The actor as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({ "actor": self.called, "kind": self.kind, "names": self.names, "claims": self.claims, "said": self.said })
    }
}

/// Who uses a name, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The name as written.
    pub name: String,
    /// The voice that uses it; empty when nobody is named.
    pub voice: String,
    /// In how many claims.
    pub claims: usize,
    /// The first and the last day on which it can have been said.
    pub said: Option<(Limit, Limit)>,
}

/// What a claim says somebody is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Called {
    /// The other name.
    pub name: String,
    /// Who says so.
    pub voice: String,
    /// Whose name it is otherwise, when that is another actor: then it is a label, or another body that followed.
    pub name_of: Option<String>,
    /// Whether this actor is called so, or this actor's name is used for the other.
    pub is_called: bool,
    /// The claim.
    pub claim: ClaimKey,
}

/// An episode, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The relation.
    pub relation: RelationName,
    /// "Mullah Omar led Taliban".
    pub sentence: String,
    /// When, in words.
    pub stretch: String,
}

/// One actor of a case.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The actor.
    pub actor: ActorKey,
    /// What it is called.
    pub called: String,
    /// What it is, where that is known.
    pub kind: Option<&'static str>,
    /// Its names with the voices that use them, by name.
    pub uses: Vec<Use>,
    /// What claims say that it is called, and whom they call by its names.
    pub called_by: Vec<Called>,
    /// Its episodes, by relation.
    pub episodes: Vec<Episode>,
    /// How many claims of each kind tell of it.
    pub kinds: BTreeMap<String, usize>,
    /// The claims under what it is called.
    pub claims: BTreeMap<ClaimKey, KeptClaim>,
    /// What publishers of lists say of it.
    pub described: Vec<String>,
}

impl Profile {
    /// An actor as it was known by the clocks; with a voice, only what that voice calls it.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(
        asked: &Asked<'_>,
        actor: ActorKey,
        voice: Option<ActorKey>,
        on: Day,
    ) -> Result<Self, FindingsError> {
        let names = &asked.names;
        let own = names.names(actor);
        let facts = asked.case.facts(Whose::Of(&own, &[Role::Actor, Role::Target]), &[], &asked.clocks)?;
        let is_heard = |fact: &&Fact| {
            voice.is_none_or(|voice| fact.speaker().is_some_and(|speaker| names.actor(speaker) == voice))
        };
        let facts: Vec<&Fact> = facts.iter().filter(is_heard).collect();
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for fact in &facts {
            *kinds.entry(asked.case.name(fact.kind)?).or_default() += 1;
        }
        let mut profile = Profile {
            actor,
            called: names.called(actor),
            kind: kind(names.kind(actor)),
            uses: uses(asked, actor, &facts)?,
            called_by: called_by(asked, actor, &facts)?,
            episodes: Vec::new(),
            kinds,
            claims: BTreeMap::new(),
            described: Vec::new(),
        };
        let describe = asked.case.name_key("describe")?;
        let described: Vec<ClaimKey> =
            facts.iter().filter(|fact| Some(fact.kind) == describe).map(|fact| fact.claim).collect();
        for kept in asked.claims(described)?.values() {
            profile.described.push(asked.line(kept)?);
        }
        profile.claims = asked.claims(profile.called_by.iter().map(|called| called.claim))?;
        for relation in asked.ontology.relations() {
            let answer = Answer::of(asked, relation, Some(actor), on)?;
            let episodes = answer.episodes.iter().map(|on_day| Episode {
                relation: relation.clone(),
                sentence: answer.sentence(&on_day.episode),
                stretch: wording::stretch(&on_day.episode.bounds),
            });
            profile.episodes.extend(episodes);
        }
        Ok(profile)
    }
}

/// Who uses which of an actor's names, and when.
fn uses(asked: &Asked<'_>, actor: ActorKey, facts: &[&Fact]) -> Result<Vec<Use>, FindingsError> {
    let names = &asked.names;
    let own: BTreeSet<NameKey> = names.names(actor).into_iter().collect();
    let mut uses: BTreeMap<(String, String), Use> = BTreeMap::new();
    for fact in facts {
        let voice = fact.speaker().map_or_else(String::new, |speaker| names.called(names.actor(speaker)));
        let parties = fact.parties.actor.iter().chain(&fact.parties.target);
        let used: BTreeSet<NameKey> = parties.filter(|name| own.contains(name)).copied().collect();
        for name in used {
            let name = asked.case.name(name)?;
            let new = || Use { name: name.clone(), voice: voice.clone(), claims: 0, said: None };
            let found = uses.entry((name.clone(), voice.clone())).or_insert_with(new);
            found.claims += 1;
            if let Some((first, last)) = fact.said {
                let said = found.said.get_or_insert((first, last));
                *said = (said.0.min(first), said.1.max(last));
            }
        }
    }
    Ok(uses.into_values().collect())
}

/// Words behind which a label stands: "the name Daesh for the movement".
const NAMING: [&str; 8] = ["name", "names", "label", "title", "nickname", "term", "called", "dubbed"];

/// What claims say an actor is called, and whom they call by its names.
fn called_by(asked: &Asked<'_>, actor: ActorKey, facts: &[&Fact]) -> Result<Vec<Called>, FindingsError> {
    let names = &asked.names;
    let Some(alias) = asked.case.name_key("alias")? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for fact in facts.iter().filter(|fact| fact.kind == alias) {
        let speaker = fact.speaker().map(|speaker| names.actor(speaker));
        let voice = speaker.map_or_else(String::new, |speaker| names.called(speaker));
        let Some(kept) = asked.claims([fact.claim])?.remove(&fact.claim) else { continue };
        for one in &fact.parties.actor {
            for other in &fact.parties.target {
                let (bearer, label) = in_order(asked, &kept, (*one, *other))?;
                let actors = (names.actor(bearer), names.actor(label));
                if Some(actors.0) == speaker && actors.0 != actors.1 && is_for_another(asked, &kept, label)? {
                    continue;
                }
                let (name_of, is_called) = match actors {
                    (bearer, other) if bearer == other && bearer == actor => (None, true),
                    (bearer, other) if bearer == actor => (Some(other), true),
                    // Whose name it is that somebody uses for another.
                    (bearer, other) if other == actor => (Some(bearer), false),
                    _ => continue,
                };
                found.push(Called {
                    name: asked.case.name(label)?,
                    voice: voice.clone(),
                    name_of: name_of.map(|whose| names.called(whose)),
                    is_called,
                    claim: fact.claim,
                });
            }
        }
    }
    Ok(found)
}

/// Who bears a name and the name, of the two sides of a claim that does not say which is which: the name is the one behind a
/// word of naming, else the second.
fn in_order(
    asked: &Asked<'_>,
    kept: &KeptClaim,
    (one, other): (NameKey, NameKey),
) -> Result<(NameKey, NameKey), FindingsError> {
    let quote = kept.claim.evidence.first().quote();
    let first = asked.case.name(one)?;
    let before = quote.find(first.as_str()).and_then(|at| quote.get(..at)).unwrap_or_default();
    let word = before.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit(' ').next().unwrap_or_default();
    Ok(if NAMING.contains(&word) { (other, one) } else { (one, other) })
}

/// Whether the same words say that the speaker uses the name for somebody else: "the council used the name X for Y".
fn is_for_another(asked: &Asked<'_>, kept: &KeptClaim, label: NameKey) -> Result<bool, FindingsError> {
    let evidence = kept.claim.evidence.first();
    let label = asked.case.name(label)?;
    let query = ClaimQuery {
        kinds: vec!["alias".to_owned()],
        documents: vec![evidence.document().clone()],
        clocks: asked.clocks,
        ..ClaimQuery::default()
    };
    let mut is_found = false;
    asked.case.claims(&query, |other| {
        let span = other.claim.evidence.first().span();
        let overlaps = span.start() < evidence.span().end() && evidence.span().start() < span.end();
        let mut parties = other.claim.actor.iter().chain(&other.claim.target);
        is_found |= other.key != kept.key && overlaps && parties.any(|name| name.as_str() == label);
        !is_found
    })?;
    Ok(is_found)
}

impl Called {
    /// "Taliban calls it `Daesh`, a name of Islamic State".
    fn sentence(&self) -> String {
        let who = if self.voice.is_empty() { "somebody" } else { &self.voice };
        match (&self.name_of, self.is_called) {
            (None, _) => format!("{who} calls it `{}`", self.name),
            (Some(whose), true) => format!("{who} calls it `{}`, which is a name of {whose}", self.name),
            (Some(whose), false) => format!("{who} uses its name `{}` for {whose}", self.name),
        }
    }
}

/// When something was said: a day, or two between which it was.
fn said((first, last): (Limit, Limit)) -> String {
    if first == Limit::Past { format!("by {last}") } else { wording::range(first, last) }
}

impl Profile {
    /// The profile as text.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn text(&self, asked: &Asked<'_>) -> Result<String, FindingsError> {
        let mut text = self.called.clone();
        if let Some(kind) = self.kind {
            text.push_str(&format!(" ({kind})"));
        }
        text.push_str("\n\nNames, and who uses them:\n");
        for used in &self.uses {
            let voice = if used.voice.is_empty() { "nobody is named" } else { &used.voice };
            let said = used.said.map_or_else(|| "undated".to_owned(), said);
            let claims = used.claims;
            text.push_str(&format!("  {:<40} {said:<22} {voice} ({claims})\n", used.name));
        }
        if !self.called_by.is_empty() {
            text.push_str("\nWhat it is called, as claims say:\n");
            for called in &self.called_by {
                text.push_str(&format!("  {}\n", called.sentence()));
                for kept in self.claims.get(&called.claim).into_iter().take(LINES_MAX) {
                    text.push_str(&format!("    {}\n", asked.line(kept)?));
                }
            }
        }
        if !self.episodes.is_empty() {
            text.push_str("\nEpisodes:\n");
            for episode in &self.episodes {
                text.push_str(&format!(
                    "  {}: {} ({})\n",
                    episode.relation, episode.sentence, episode.stretch
                ));
            }
        }
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        text.push_str(&format!("\nClaims: {}\n", kinds.join(", ")));
        for described in &self.described {
            text.push_str(&format!("  {described}\n"));
        }
        Ok(text)
    }

    /// The profile as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let uses = self.uses.iter().map(|used| {
            json!({
                "name": used.name,
                "voice": (!used.voice.is_empty()).then_some(&used.voice),
                "claims": used.claims,
                "first_said": used.said.map(|said| said.0),
                "last_said": used.said.map(|said| said.1),
            })
        });
        let called = self.called_by.iter().map(|called| {
            let claim = self.claims.get(&called.claim).map(|kept| &kept.claim);
            json!({
                "name": called.name,
                "voice": (!called.voice.is_empty()).then_some(&called.voice),
                "name_of": called.name_of,
                "is_called": called.is_called,
                "from": claim.and_then(|claim| claim.valid.as_ref()).map(ToString::to_string),
                "claim": claim,
            })
        });
        let episodes = self.episodes.iter().map(|episode| {
            json!({ "relation": episode.relation, "sentence": episode.sentence, "stretch": episode.stretch })
        });
        let claims: usize = self
            .kinds
            .iter()
            .filter(|(kind, _)| !ON_NAMES.contains(&kind.as_str()))
            .map(|(_, count)| count)
            .sum();
        json!({
            "actor": self.called,
            "kind": self.kind,
            "names": uses.collect::<Vec<_>>(),
            "called": called.collect::<Vec<_>>(),
            "episodes": episodes.collect::<Vec<_>>(),
            "kinds": self.kinds,
            "claims_on_deeds": claims,
        })
    }
}
