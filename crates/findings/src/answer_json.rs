//! Writes an answer as JSON, whole. Start at [`Answer::to_json`].

use retrospect_network::{ActorKey, Cited};
use retrospect_store::ClaimKey;
use serde_json::{Value, json};

use crate::answer::{Answer, OnDay};
use crate::belief;
use crate::listed;
use crate::wording;

impl Answer<'_> {
    /// The whole answer, with every claim under it.
    pub fn to_json(&self) -> Value {
        let called = |actor: ActorKey| self.asked.names.called(actor);
        let clocks = &self.asked.clocks;
        let windows = self.windows.iter().map(|window| window.to_json(&self.asked.names, &self.claims));
        json!({
            "relation": self.relation,
            "actor": self.actor.map(called),
            "on": self.on,
            "said_by": clocks.said_by,
            "recorded_by": clocks.recorded_by.map(|seq| seq.0),
            "episodes": self.episodes.iter().map(|on_day| self.episode_json(on_day)).collect::<Vec<_>>(),
            "deception_windows": windows.collect::<Vec<_>>(),
        })
    }

    fn episode_json(&self, on_day: &OnDay) -> Value {
        let called = |actor: ActorKey| self.asked.names.called(actor);
        let claims = |keys: &[ClaimKey]| listed::as_json(&self.claims, keys);
        let cited = |cited: &[Cited]| -> Vec<Value> {
            let with = |cited: &Cited| {
                Some(json!({
                    "reason": wording::reason(&cited.basis), "claim": self.claims.get(&cited.claim)?.claim,
                }))
            };
            cited.iter().filter_map(with).collect()
        };
        let episode = &on_day.episode;
        json!({
            "subject": called(episode.pair.subject),
            "object": episode.pair.object.map(called),
            "holds": on_day.holds,
            "bounds": episode.bounds,
            "sentence": self.sentence(episode),
            "starts": cited(&episode.starts),
            "ends": cited(&episode.ends),
            "denials": claims(&episode.denials),
            "contradicted_by": claims(&episode.contradicted_by),
            "alleged": episode.is_alleged,
            "probability": on_day.probability,
            "word": on_day.probability.map(belief::word),
            "belief": on_day.belief.as_ref().map(|belief| belief.to_json(&self.claims)),
        })
    }
}
