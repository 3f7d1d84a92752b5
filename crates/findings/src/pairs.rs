//! Why two names of a case are one actor's or two, and which pairs wait for an analyst. Start at [`Names::queue`] and
//! [`Names::explain`].

use retrospect_network::ActorKey;
use retrospect_resolve::clusters::Mention;
use retrospect_resolve::resolver::{Reasons, Resolver};
use retrospect_resolve::{Frequencies, Record, explain};
use retrospect_store::{Case, JudgementId};
use serde_json::{Value, json};

use crate::error::FindingsError;
use crate::names::Names;

/// Shares of the odds that are told of; the rest is small.
const SHARES_MAX: usize = 6;

/// Two names between which an analyst is to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// A name.
    pub one: String,
    /// Another.
    pub other: String,
    /// How likely they are one actor's, from 0 to 1.
    pub probability: f32,
    /// Why.
    pub reasons: Vec<String>,
}

/// Whether two names are one actor's, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The names as they were asked for.
    pub names: (String, String),
    /// Their actors.
    pub actors: (ActorKey, ActorKey),
    /// What the actors are called.
    pub called: (String, String),
    /// How likely it is by rule that they are one; `None` when nothing in them was alike enough to be compared.
    pub probability: Option<f32>,
    /// Why, in sentences.
    pub reasons: Vec<String>,
    /// The judgements on them that hold.
    pub judgements: Vec<JudgementId>,
}

impl Explanation {
    /// Whether both are names of one actor.
    #[must_use]
    pub fn are_one(&self) -> bool {
        self.actors.0 == self.actors.1
    }

    /// The explanation as text.
    #[must_use]
    pub fn text(&self) -> String {
        let (one, other) = &self.names;
        let mut text = match self.are_one() {
            true => format!("`{one}` and `{other}` are names of one actor: {}\n", self.called.0),
            false => format!(
                "`{one}` and `{other}` are names of two actors: {} and {}\n",
                self.called.0, self.called.1
            ),
        };
        if let Some(probability) = self.probability {
            text.push_str(&format!("  by rule: {probability:.2} likely to be one\n"));
        }
        for reason in &self.reasons {
            text.push_str(&format!("  {reason}\n"));
        }
        text
    }

    /// The explanation as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "one": self.names.0,
            "other": self.names.1,
            "same": self.are_one(),
            "actors": [self.called.0, self.called.1],
            "probability": self.probability.map(rounded),
            "reasons": self.reasons,
            "judgements": self.judgements.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    }
}

impl Waiting {
    /// The pair as JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "one": self.one,
            "other": self.other,
            "probability": rounded(self.probability),
            "reasons": self.reasons,
        })
    }
}

impl Names<'_> {
    /// The pairs that are neither taken for one nor for two, the likeliest first; one for each two actors.
    pub fn queue(&self) -> Vec<Waiting> {
        let mut seen = std::collections::BTreeSet::new();
        let mut queue = Vec::new();
        for &(one, other, probability) in &self.resolution.queue {
            let actors = [one, other].map(|mention| self.resolution.actors.get(&mention).copied());
            let mut ordered = actors;
            ordered.sort();
            if !seen.insert(ordered) {
                continue;
            }
            let reasons = self.resolution.reasons.get(&(one, other)).map(|found| self.reasons(found));
            queue.push(Waiting {
                one: self.name_of(one),
                other: self.name_of(other),
                probability,
                reasons: reasons.unwrap_or_default(),
            });
        }
        queue
    }

    /// Says whether two names are one actor's, and why.
    ///
    /// # Errors
    /// When the case knows nobody of a name.
    pub fn explain(&self, case: &Case, one: &str, other: &str) -> Result<Explanation, FindingsError> {
        let actors = (self.find(case, one)?, self.find(case, other)?);
        let called = (self.called(actors.0), self.called(actors.1));
        let keys = (self.key(one), self.key(other));
        let numbers = Resolver::numbers(&self.told.input.nodes);
        let mentions = (numbers.get(&keys.0).copied(), numbers.get(&keys.1).copied());
        let mut reasons = Vec::new();
        let mut probability = None;
        if keys.0 == keys.1 {
            reasons
                .push("both are names of one known actor, or differ only in how they are written".to_owned());
        } else if let (Some(a), Some(b)) = mentions {
            match self.resolution.reasons.get(&if a < b { (a, b) } else { (b, a) }) {
                Some(found) => {
                    probability = Some(found.probability);
                    reasons.extend(self.reasons(found));
                }
                None => reasons.push("the names have too little in common to be compared".to_owned()),
            }
            reasons.extend(self.between(a, b));
        }
        let mut judgements = Vec::new();
        for (kept, pair) in &self.told.judged {
            if *pair == keys || (&pair.1, &pair.0) == (&keys.0, &keys.1) {
                let judgement = &kept.judgement;
                reasons.push(format!(
                    "judged {} by {}: {} ({})",
                    judgement.kind,
                    judgement.author,
                    judgement.reason,
                    kept.id.short()
                ));
                judgements.push(kept.id);
            }
        }
        Ok(Explanation {
            names: (one.to_owned(), other.to_owned()),
            actors,
            called,
            probability,
            reasons,
            judgements,
        })
    }

    /// Names that hold two nodes together which no link joins.
    fn between(&self, one: Mention, other: Mention) -> Option<String> {
        let actor = self.resolution.actors.get(&one)?;
        if self.resolution.actors.get(&other) != Some(actor) {
            return None;
        }
        let members =
            self.resolution.actors.iter().filter(|(_, of)| *of == actor).map(|(mention, _)| *mention);
        let others: Vec<String> = members
            .filter(|member| *member != one && *member != other)
            .map(|member| self.name_of(member))
            .collect();
        (!others.is_empty()).then(|| format!("with them: {}", others.join(", ")))
    }

    /// A name of a node, for people.
    fn name_of(&self, mention: Mention) -> String {
        let key = self.resolution.keys.get(mention.0 as usize).map_or("", String::as_str);
        let node = self.told.input.nodes.iter().find(|node| node.key == key);
        let Some(node) = node else { return String::new() };
        let usual =
            node.known.iter().find(|known| known.list == 0).and_then(|known| self.world.figure(known.actor));
        usual
            .map(|figure| figure.usual.clone())
            .or_else(|| node.names.iter().min().cloned())
            .unwrap_or_default()
    }

    /// Reasons in sentences, the weightiest first.
    fn reasons(&self, found: &Reasons) -> Vec<String> {
        let mut reasons = Vec::new();
        if found.are_listed_apart {
            reasons.push("a list has them as two actors".to_owned());
        }
        if found.is_label {
            reasons
                .push("one sets the names of two actors side by side: a label, not an identity".to_owned());
        }
        if let Some(veto) = found.veto {
            reasons.push(format!("hard no: {veto}"));
        }
        if let Some(alias) = found.alias {
            reasons.push(format!("claims say that both are names of one: {alias:.2}"));
        }
        if let Some(known) = found.known {
            reasons.push(format!("one is like the names of the known actor that the other is: {known:.2}"));
        }
        if let Some((one, other)) = &found.names {
            reasons.push(format!("`{one}` beside `{other}`: log-odds {:.1} by the names", found.log_odds));
            let told = explain(&Record::new("", one), &Record::new("", other), &Frequencies::general());
            for (left, right, how, likeness) in told.words {
                reasons.push(
                    format!("`{left}` and `{right}` are one word by {how:?}, {likeness:.2}").to_lowercase(),
                );
            }
            let shares =
                told.shares.iter().take(SHARES_MAX).map(|(name, share)| format!("{name} {share:+.1}"));
            reasons.push(format!("shares: {}", shares.collect::<Vec<_>>().join(", ")));
        }
        reasons.extend(found.signs.iter().map(|sign| format!("{} ({:+.1})", sign.text(), sign.shift())));
        reasons
    }
}

fn rounded(number: f32) -> f64 {
    (f64::from(number) * 10_000.0).round() / 10_000.0
}
