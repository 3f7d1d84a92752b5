//! Where accounts contradict each other, and who admitted late. Start at [`Contradictions::of`].

use std::collections::BTreeMap;

use retrospect_model::ontology::{On, RelationName, Side};
use retrospect_network::deception::{self, Voiced};
use retrospect_network::disputes::{Dispute, Matter, Once, disputes, of_episodes};
use retrospect_network::{ActorKey, Episode};
use retrospect_store::{ClaimKey, Fact, KeptClaim, NameKey, Whose};
use serde_json::{Value, json};

use crate::asked::Asked;
use crate::belief::{About, Belief, Beliefs, Question, Vote};
use crate::error::FindingsError;
use crate::listed::{self, Lines};
use crate::windows::Window;
use crate::wording;

/// The claims of a side as text; JSON has all.
const LINES: Lines = Lines { indent: "  ", max: 4 };

/// All disputes and deception windows of a case, as it was known by the clocks of a question.
#[derive(Debug)]
pub struct Contradictions {
    /// Disputes.
    pub disputes: Vec<Disputed>,
    /// Deception windows.
    pub windows: Vec<Window>,
}

/// A dispute, with what it is about in words.
#[derive(Debug, Clone)]
pub struct Disputed {
    /// The relation of a dispute over whether one still held.
    pub relation: Option<RelationName>,
    /// The dispute.
    pub dispute: Dispute,
    /// What it is about: "whether it was over that Mullah Omar led Taliban".
    pub matter: String,
    /// How likely it is; `None` where the accounts differ in days only, or the case is too large to be weighed here.
    pub belief: Option<Belief>,
}

impl Contradictions {
    /// Those of a case as it was known by the clocks.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(asked: &Asked<'_>) -> Result<Self, FindingsError> {
        let facts = asked.facts(Whose::All, &[])?;
        let episodes = |relation| Ok((relation, asked.episodes(relation, &facts)?));
        let relations =
            asked.ontology.relations().map(episodes).collect::<Result<Vec<_>, FindingsError>>()?;
        Self::following(asked, &facts, &relations)
    }

    /// Those that follow from all facts of a case and from the episodes of its relations.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn following(
        asked: &Asked<'_>,
        facts: &[Fact],
        relations: &[(&RelationName, Vec<Episode>)],
    ) -> Result<Self, FindingsError> {
        let beliefs = asked.beliefs_if_small()?;
        let mut found: Vec<(Option<RelationName>, Dispute)> = disputes(facts, &once(asked)?, &*asked.names)
            .into_iter()
            .map(|dispute| (None, dispute))
            .collect();
        let mut windows = Vec::new();
        let voiced = Voiced::of(facts, &*asked.names);
        for (relation, episodes) in relations {
            let disputes = of_episodes(episodes).into_iter();
            found.extend(disputes.map(|dispute| (Some((*relation).clone()), dispute)));
            let of_relation = deception::windows(episodes, &voiced, &*asked.names).into_iter();
            windows.extend(of_relation.map(|window| Window::of(relation, window, beliefs)));
        }
        found.extend(beliefs.into_iter().flat_map(of_places));
        let with_title = |(relation, dispute): (Option<RelationName>, Dispute)| {
            let matter = title(asked, relation.as_ref(), &dispute.matter)?;
            let question = beliefs.and_then(|beliefs| beliefs.between(&dispute.one, &dispute.other));
            let belief = beliefs.zip(question).and_then(|(beliefs, question)| beliefs.belief(question));
            Ok(Disputed { relation, dispute, matter, belief })
        };
        let disputes = found.into_iter().map(with_title).collect::<Result<_, FindingsError>>()?;
        Ok(Self { disputes, windows })
    }

    /// All claims in disputes and windows.
    fn claims(&self, asked: &Asked<'_>) -> Result<BTreeMap<ClaimKey, KeptClaim>, FindingsError> {
        let disputes = self.disputes.iter().map(|disputed| &disputed.dispute);
        let disputed = disputes.flat_map(|dispute| dispute.one.iter().chain(&dispute.other)).copied();
        let believed = self.disputes.iter().filter_map(|disputed| disputed.belief.as_ref());
        let disputed = disputed.chain(believed.flat_map(Belief::claims));
        asked.claims(disputed.chain(self.windows.iter().flat_map(Window::claims)))
    }

    /// Each with some claims of its sides.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn text(&self, asked: &Asked<'_>) -> Result<String, FindingsError> {
        let claims = self.claims(asked)?;
        let lines = |out: &mut String, what: &str, keys: &[ClaimKey]| {
            let kept: Vec<&KeptClaim> = keys.iter().filter_map(|key| claims.get(key)).collect();
            LINES.write(out, asked, what, &kept)
        };
        let mut out = String::new();
        if self.disputes.is_empty() && self.windows.is_empty() {
            out.push_str("no accounts contradict each other\n");
        }
        for Disputed { dispute, matter, belief, .. } in &self.disputes {
            out.push_str(&format!("{matter}\n"));
            if let Some(belief) = belief {
                let why = belief.sentence(asked, &claims)?;
                out.push_str(&format!("  that {}: {why}\n", belief.words));
            }
            lines(&mut out, "one side: ", &dispute.one)?;
            lines(&mut out, "the other: ", &dispute.other)?;
        }
        for window in &self.windows {
            out.push_str(&format!("{}\n", window.sentence(&asked.names)));
            if let Some(belief) = &window.belief {
                let why = belief.sentence(asked, &claims)?;
                out.push_str(&format!("  that {}: {why}\n", belief.words));
            }
            lines(&mut out, "admitted: ", &window.window.admissions)?;
            lines(&mut out, "inside: ", &window.window.inside)?;
            lines(&mut out, "may rest on it: ", &window.window.resting)?;
        }
        Ok(out)
    }

    /// All of it, with every claim.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn to_json(&self, asked: &Asked<'_>) -> Result<Value, FindingsError> {
        let claims = self.claims(asked)?;
        let disputes = self.disputes.iter().map(|Disputed { relation, dispute, matter, belief }| {
            json!({
                "matter": matter,
                "relation": relation,
                "one": listed::as_json(&claims, &dispute.one),
                "other": listed::as_json(&claims, &dispute.other),
                "probability": belief.as_ref().map(|belief| belief.probability),
                "belief": belief.as_ref().map(|belief| belief.to_json(&claims)),
            })
        });
        let windows = self.windows.iter().map(|window| window.to_json(&asked.names, &claims));
        Ok(json!({
            "disputes": disputes.collect::<Vec<_>>(), "deception_windows": windows.collect::<Vec<_>>(),
        }))
    }
}

/// The kinds that tell of what happens but once: they end everything for somebody.
fn once(asked: &Asked<'_>) -> Result<Vec<(NameKey, Once)>, FindingsError> {
    let mut once = Vec::new();
    for (name, rules) in asked.ontology.kinds() {
        if !rules.ends.iter().any(|effect| effect.on == On::Any) {
            continue;
        }
        let whose = if sweeps_target(asked, name.as_str()) { Once::Targets } else { Once::Actors };
        if let Some(key) = asked.case.name_key(name.as_str())? {
            once.push((key, whose));
        }
    }
    Ok(once)
}

/// Whether a kind ends everything for whom it is done to, as killing does, and not for who does it, as dying does.
fn sweeps_target(asked: &Asked<'_>, kind: &str) -> bool {
    let sweep =
        asked.ontology.rules(kind).and_then(|rules| rules.ends.iter().find(|effect| effect.on == On::Any));
    sweep.is_some_and(|effect| effect.subject == Side::Target)
}

/// Disputes over who was gone from a place.
fn of_places(beliefs: &Beliefs) -> Vec<(Option<RelationName>, Dispute)> {
    let dispute = |question: &Question| {
        let About::Gone { who, place } = question.about else { return None };
        let (one, other): (Vec<_>, Vec<_>) = question.votes.iter().partition(|vote| vote.is_so);
        let claims = |votes: Vec<&Vote>| votes.into_iter().map(|vote| vote.claim).collect();
        Some((None, Dispute { matter: Matter::Gone { who, place }, one: claims(one), other: claims(other) }))
    };
    beliefs.of_places().filter_map(|(_, question)| dispute(question)).collect()
}

fn title(
    asked: &Asked<'_>,
    relation: Option<&RelationName>,
    matter: &Matter,
) -> Result<String, FindingsError> {
    let called = |actor: ActorKey| asked.names.called(actor);
    Ok(match matter {
        Matter::Whether { kind, pair } => {
            let object = pair.object.map(called).unwrap_or_default();
            let words = wording::event_words(&asked.case.name(*kind)?, &called(pair.subject), &object, "");
            format!("whether {words}")
        }
        Matter::When { kind, actor } => {
            let kind = asked.case.name(*kind)?;
            let words = match sweeps_target(asked, &kind) {
                true => wording::event_words(&kind, "", &called(*actor), ""),
                false => wording::event_words(&kind, &called(*actor), "", ""),
            };
            format!("when {words}")
        }
        Matter::Gone { who, place } => {
            format!("whether {} and its side were gone from {}", called(*who), called(*place))
        }
        Matter::StillHeld { pair } => {
            let object = pair.object.map(called);
            let sentence = relation
                .map(|relation| wording::sentence(relation, &called(pair.subject), object.as_deref()));
            format!("whether it was over that {}", sentence.unwrap_or_default())
        }
    })
}
