//! Tells a belief in sentences, and writes it as JSON. Start at [`Belief::sentence`].

use std::collections::BTreeMap;

use retrospect_assess::Interest;
use retrospect_store::{ClaimKey, KeptClaim};
use serde_json::{Value, json};

use crate::asked::Asked;
use crate::belief::believed::{Belief, BeliefShare, Part};
use crate::belief::probable::{said, word};
use crate::error::FindingsError;

/// Below this many nats a claim says next to nothing.
const NATS_MIN: f64 = 0.05;

impl Belief {
    /// Whether more speaks for it than against it.
    pub fn is_so(&self) -> bool {
        self.log_odds > 0.0
    }

    /// The share that speaks most for the likelier answer.
    pub fn strongest(&self) -> Option<&BeliefShare> {
        let for_it =
            |share: &&BeliefShare| (share.nats > 0.0) == self.is_so() && share.nats.abs() >= NATS_MIN;
        let shares = self.shares.iter().filter(for_it);
        shares.max_by(|one, two| one.nats.abs().total_cmp(&two.nats.abs()))
    }

    /// "likely (78 %): Tahir Jan, 2015-12-10, says so against the interest of its own side (Islamic State); without that
    /// unlikely (38 %)".
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn sentence(
        &self,
        asked: &Asked<'_>,
        claims: &BTreeMap<ClaimKey, KeptClaim>,
    ) -> Result<String, FindingsError> {
        let mut sentence = said(self.probability);
        if let Some(without) = self.without_pins {
            return Ok(format!("{sentence}: an analyst decided it; without that {}", said(without)));
        }
        if let Some(share) = self.strongest() {
            let told = claims.get(&share.claim).map(|kept| asked.told(kept)).transpose()?;
            let told = told.unwrap_or_else(|| share.source.clone());
            sentence.push_str(&format!(": {told}, {}", self.saying(share)));
            let own = self.sources.iter().find(|part| part.who.as_deref() == Some(&share.source));
            if let Some(own) = own.filter(|_| self.sources.len() > 1) {
                sentence.push_str(&format!("; without that {}", said(own.without)));
            }
        }
        let is_against =
            |share: &BeliefShare| share.nats.abs() >= NATS_MIN && (share.nats > 0.0) != self.is_so();
        if self.shares.iter().any(is_against) {
            match self.hangs_on.len() {
                0 => sentence.push_str("; no removal of claims would turn it"),
                1 => {}
                many => sentence.push_str(&format!("; it would take {many} claims less to turn it")),
            }
        }
        Ok(sentence)
    }

    /// The belief with each claim's share, what it would be without each side and source, and what it hangs on.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn text(
        &self,
        asked: &Asked<'_>,
        claims: &BTreeMap<ClaimKey, KeptClaim>,
    ) -> Result<String, FindingsError> {
        let mut out = format!("{}: {}\n", self.words, self.sentence(asked, claims)?);
        out.push_str(&format!(
            "  log-odds {:+.2} nats, of which supposed before {:+.2}",
            self.log_odds, self.prior
        ));
        out.push_str(&format!(", doubt about whom it serves {:+.2}\n", self.doubt));
        for share in &self.shares {
            let Some(kept) = claims.get(&share.claim) else { continue };
            let saying = self.saying(share);
            out.push_str(&format!("  {:+.2}  {}; {saying}", share.nats, asked.line(kept)?));
            if share.voice < 1.0 {
                out.push_str(&format!("; voice {:.2}", share.voice));
            }
            out.push('\n');
        }
        for part in self.sides.iter().chain(&self.sources) {
            let who = part.who.as_deref().unwrap_or("those on nobody's side");
            out.push_str(&format!("  without {who}: {}\n", said(part.without)));
        }
        for claim in self.hangs_on.iter().filter_map(|claim| claims.get(claim)) {
            out.push_str(&format!("  hangs on: {}\n", asked.line(claim)?));
        }
        Ok(out)
    }

    fn saying(&self, share: &BeliefShare) -> String {
        let what = if share.says_so { "says so" } else { "says that it is not so" };
        match (share.interest, &share.side) {
            (Interest::Against, Some(side)) => {
                format!("{what} against the interest of its own side ({side})")
            }
            (Interest::Served, Some(side)) => format!("{what}, as suits its own side ({side})"),
            _ => format!("{what} with nothing at stake"),
        }
    }

    /// The belief as JSON: evidence in nats, for "so" when positive.
    pub fn to_json(&self, claims: &BTreeMap<ClaimKey, KeptClaim>) -> Value {
        let id = |claim: &ClaimKey| claims.get(claim).map(|kept| kept.claim.id().to_string());
        let parts = |parts: &[Part]| -> Vec<Value> {
            let part = |part: &Part| json!({ "who": part.who, "nats": part.nats, "probability_without": part.without });
            parts.iter().map(part).collect()
        };
        let shares = self.shares.iter().map(|share| {
            let interest = match share.interest {
                Interest::None => "none",
                Interest::Served => "served",
                Interest::Against => "against",
            };
            json!({
                "claim": id(&share.claim),
                "source": share.source,
                "side": share.side,
                "says_so": share.says_so,
                "nats": share.nats,
                "nats_unbounded": share.unbounded,
                "voice": share.voice,
                "interest": interest,
            })
        });
        json!({
            "question": self.words,
            "probability": self.probability,
            "word": word(self.probability),
            "log_odds": self.log_odds,
            "prior": self.prior,
            "doubt": self.doubt,
            "shares": shares.collect::<Vec<_>>(),
            "sides": parts(&self.sides),
            "sources": parts(&self.sources),
            "hangs_on": self.hangs_on.iter().map(id).collect::<Vec<_>>(),
            "is_smallest": self.is_smallest,
            "probability_without_pins": self.without_pins,
        })
    }
}
