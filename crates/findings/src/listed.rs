//! Claims under sentences: some in words, all as JSON. Start at [`Lines`].

use std::collections::BTreeMap;

use retrospect_store::{ClaimKey, KeptClaim};
use serde_json::{Value, json};

use crate::asked::Asked;
use crate::error::FindingsError;

/// How claims are put under a sentence.
pub(crate) struct Lines {
    /// How far they stand in.
    pub(crate) indent: &'static str,
    /// How many are told at the most; of the others how many there are.
    pub(crate) max: usize,
}

impl Lines {
    /// Writes claims in the given order, `what` before each.
    pub(crate) fn write(
        &self,
        out: &mut String,
        asked: &Asked<'_>,
        what: &str,
        claims: &[&KeptClaim],
    ) -> Result<(), FindingsError> {
        let indent = self.indent;
        for kept in claims.iter().take(self.max) {
            out.push_str(&format!("{indent}{what}{}\n", asked.line(kept)?));
        }
        if let Some(more) = claims.len().checked_sub(self.max).filter(|more| *more > 0) {
            out.push_str(&format!("{indent}{what}and {more} more\n"));
        }
        Ok(())
    }
}

/// Claims in their exchange form.
pub(crate) fn as_json(claims: &BTreeMap<ClaimKey, KeptClaim>, keys: &[ClaimKey]) -> Vec<Value> {
    keys.iter().filter_map(|key| claims.get(key)).map(|kept| json!(kept.claim)).collect()
}
