//! What an analyst or a named rule decided, in a form that is general enough for all of them. Start at [`Judgement`].

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use retrospect_model::{Instant, Seq};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::StoreError;

/// A decision, as it is appended. What its kind and payload mean is for those who make and read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Who decided: an analyst's name, or that of a rule.
    pub author: String,
    /// What sort of decision, such as `same`.
    pub kind: String,
    /// What it is about.
    pub payload: Value,
    /// Why.
    pub reason: String,
    /// The earlier judgement that it takes back.
    pub undoes: Option<JudgementId>,
}

impl Judgement {
    /// Its id when it is made at that instant.
    pub(crate) fn id(&self, at: Instant) -> JudgementId {
        let mut hash = Sha256::new();
        let payload = self.payload.to_string();
        let undoes = self.undoes.map(|id| id.to_string()).unwrap_or_default();
        let fields = ["retrospect judgement 1", &self.author, &self.kind, &payload, &self.reason, &undoes];
        for field in fields {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        hash.update(at.unix_millis().to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut id = [0; 16];
        id.iter_mut().zip(digest).for_each(|(byte, digest)| *byte = digest);
        JudgementId(id)
    }
}

/// A judgement as it is in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptJudgement {
    /// Its id.
    pub id: JudgementId,
    /// What was decided.
    pub judgement: Judgement,
    /// The number of its recording.
    pub recorded: Seq,
    /// When it was recorded.
    pub recorded_at: Instant,
}

/// The judgements that hold, of all that were made by some time, in the order of recording: those that no later one undoes,
/// unless that was undone itself.
///
/// ```
/// use retrospect_model::Instant;
/// use retrospect_store::{Case, Judgement, judgements_in_force};
///
/// let judgement = |undoes| Judgement {
///     author: "analyst".to_owned(),
///     kind: "same".to_owned(),
///     payload: serde_json::Value::Null,
///     reason: "test".to_owned(),
///     undoes,
/// };
/// let mut case = Case::in_memory()?;
/// let mut writer = case.write(Instant::from_unix_millis(0))?;
/// let (first, _) = writer.judgement(&judgement(None))?;
/// let (second, _) = writer.judgement(&judgement(Some(first)))?;
/// writer.commit()?;
/// let in_force = judgements_in_force(&case.judgements(None)?);
/// assert!(!in_force.contains(&first) && in_force.contains(&second));
/// # Ok::<(), retrospect_store::StoreError>(())
/// ```
#[must_use]
pub fn judgements_in_force(judgements: &[KeptJudgement]) -> BTreeSet<JudgementId> {
    let mut undone: BTreeSet<JudgementId> = BTreeSet::new();
    let mut in_force: BTreeSet<JudgementId> = BTreeSet::new();
    for kept in judgements.iter().rev() {
        if undone.contains(&kept.id) {
            continue;
        }
        in_force.insert(kept.id);
        undone.extend(kept.judgement.undoes);
    }
    in_force
}

/// A hash of a judgement and its instant, printed as 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JudgementId([u8; 16]);

impl JudgementId {
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its first eight digits, by which people call it.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }

    /// Its 16 bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for JudgementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for JudgementId {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let is_hex = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = is_hex.then(|| u128::from_str_radix(text, 16).ok()).flatten();
        let wrong = || StoreError::Line { reason: "a judgement's id has 32 hexadecimal digits".to_owned() };
        Ok(Self(value.ok_or_else(wrong)?.to_be_bytes()))
    }
}
