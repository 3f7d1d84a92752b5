//! What an analyst can decide, in the form in which a case keeps it: whoever records a decision, on a page or at a terminal,
//! records the same. Start at [`Decision::judgement`]; [`Judged`](crate::Judged) and [`Names`](crate::Names) read them.

use retrospect_assess::Grade;
use retrospect_model::claim::{ClaimDraft, Confidence, Origin};
use retrospect_model::{Claim, ClaimId};
use retrospect_store::{Judgement, JudgementId};
use serde_json::{Value, json};

/// The letters of the Admiralty scale, the most reliable first.
pub const GRADES: [(&str, Grade); 6] =
    [("A", Grade::A), ("B", Grade::B), ("C", Grade::C), ("D", Grade::D), ("E", Grade::E), ("F", Grade::F)];

/// A decision. Names are as the case has them: [`Names::stored`](crate::Names::stored).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Two names are one actor's.
    Same {
        /// A name.
        one: String,
        /// Another.
        other: String,
    },
    /// Two names are two actors'.
    Split {
        /// A name.
        one: String,
        /// Another.
        other: String,
    },
    /// A claim was read right.
    Accept(ClaimId),
    /// A claim does not count.
    Reject(ClaimId),
    /// What a claim says is so, or is not.
    Pin {
        /// The claim.
        claim: ClaimId,
        /// Whether it is so.
        is_so: bool,
    },
    /// A claim was read wrong, and another stands for it: [`corrected`] makes that.
    Correct {
        /// The claim that was read wrong.
        claim: ClaimId,
        /// The one that stands for it.
        by: ClaimId,
    },
    /// How reliable a source is, as a letter of [`GRADES`].
    Grade {
        /// Who speaks.
        source: String,
        /// The letter.
        letter: &'static str,
    },
    /// On whose side a source stands.
    Side {
        /// Who speaks.
        source: String,
        /// On whose side; `None` is nobody's.
        with: Option<String>,
    },
    /// An earlier judgement is taken back.
    Undo(JudgementId),
}

impl Decision {
    /// The decision as it is appended to a case.
    #[must_use]
    pub fn judgement(self, author: &str, reason: &str) -> Judgement {
        let undoes = if let Self::Undo(id) = &self { Some(*id) } else { None };
        let (kind, payload) = self.kind_and_payload();
        let kind = kind.to_owned();
        Judgement { author: author.to_owned(), kind, payload, reason: reason.to_owned(), undoes }
    }

    fn kind_and_payload(self) -> (&'static str, Value) {
        match self {
            Self::Same { one, other } => ("same", json!({ "one": one, "other": other })),
            Self::Split { one, other } => ("split", json!({ "one": one, "other": other })),
            Self::Accept(claim) => ("accept", json!({ "claim": claim.to_string() })),
            Self::Reject(claim) => ("reject", json!({ "claim": claim.to_string() })),
            Self::Pin { claim, is_so } => ("pin", json!({ "claim": claim.to_string(), "so": is_so })),
            Self::Correct { claim, by } => {
                ("correct", json!({ "claim": claim.to_string(), "by": by.to_string() }))
            }
            Self::Grade { source, letter } => ("grade", json!({ "source": source, "grade": letter })),
            Self::Side { source, with } => ("side", json!({ "source": source, "with": with })),
            Self::Undo(_) => ("undo", json!({})),
        }
    }
}

/// A claim as an analyst reads the same words; `None` where nothing is changed.
pub fn corrected<E>(
    claim: &Claim,
    change: impl FnOnce(&mut ClaimDraft) -> Result<(), E>,
) -> Result<Option<Claim>, E> {
    let mut draft = claim.clone().into_draft();
    change(&mut draft)?;
    draft.origin = Origin::Analyst;
    draft.confidence = Confidence::SURE;
    let corrected = Claim::new(draft);
    Ok((corrected.id() != claim.id()).then_some(corrected))
}
