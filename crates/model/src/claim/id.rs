//! Turns what a claim says into a short name for it. Start at [`ClaimId`].

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::{ClaimDraft, Name};
use crate::as_text::serde_as_text;
use crate::error::{ModelError, excerpt};

/// The first 16 bytes of the SHA-256 of what a claim says, printed as 32 lower-case hexadecimal digits.
///
/// Among a thousand million claims, two have the same id by chance with a probability of about one in 10^21.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimId([u8; 16]);

/// What is hashed before a claim's fields. Another form of hashing needs another word here.
const DOMAIN: &str = "retrospect claim 1";

impl ClaimId {
    /// The id of what a draft says.
    pub(super) fn of(draft: &ClaimDraft) -> Self {
        let mut hash = Fields(Sha256::new());
        hash.text(DOMAIN);
        hash.text(draft.kind.as_str());
        hash.texts(draft.actor.iter().map(Name::as_str));
        hash.texts(draft.target.iter().map(Name::as_str));
        hash.texts(draft.place.iter().map(Name::as_str));
        let [valid, asserted] =
            [&draft.valid, &draft.asserted].map(|value| value.as_ref().map(ToString::to_string));
        hash.texts(valid.as_deref());
        hash.texts(draft.voices.iter().map(Name::as_str));
        hash.texts(asserted.as_deref());
        hash.text(draft.stance.word());
        hash.count(draft.evidence.len());
        for evidence in draft.evidence.iter() {
            hash.text(evidence.document().as_str());
            hash.0.update(evidence.span().start().to_be_bytes());
            hash.0.update(evidence.span().end().to_be_bytes());
            hash.text(evidence.quote());
        }
        let digest: [u8; 32] = hash.0.finalize().into();
        let mut id = [0; 16];
        id.iter_mut().zip(digest).for_each(|(byte, digest)| *byte = digest);
        Self(id)
    }

    /// An id from its bytes, as [`ClaimId::as_bytes`] gives them.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// A hash of fields that cannot run into each other: each text behind its length, each list behind its count.
struct Fields(Sha256);

impl Fields {
    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text.as_bytes());
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        let texts: Vec<&str> = texts.into_iter().collect();
        self.count(texts.len());
        texts.into_iter().for_each(|text| self.text(text));
    }
}

impl ClaimId {
    /// Its first eight digits, by which people call it.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClaimId({self})")
    }
}

impl FromStr for ClaimId {
    type Err = ModelError;

    /// Reads what `Display` prints, in upper or lower case.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        let is_hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = is_hex.then(|| u128::from_str_radix(text, 16).ok()).flatten();
        let value = value.ok_or_else(|| ModelError::ClaimId { text: excerpt(text) })?;
        Ok(Self(value.to_be_bytes()))
    }
}

serde_as_text!(ClaimId);
