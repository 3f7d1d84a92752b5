//! Turns "who says that who did what to whom, when" into a value that cannot be edited and cannot lack evidence.
//! Start at [`Claim`]; how one is written on a line and read back is in [`line`](mod@line).
//!
//! A claim's id is a hash of what it says and where it says it, so the same words read twice give the same id, and a
//! judgement on a claim holds for whoever read it.

mod evidence;
mod id;
pub mod line;
mod parts;

use std::ops::Deref;

pub use evidence::{CONTEXT_CHARS, Evidence, EvidenceList};
pub use id::ClaimId;
pub use parts::{Confidence, KindName, Name, Origin, Stance};

use crate::edtf::Edtf;

/// Everything of a claim but its id, free to be put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDraft {
    /// What sort of thing it says, such as `pledge`.
    pub kind: KindName,
    /// Who does it; empty if the text names nobody.
    pub actor: Vec<Name>,
    /// To whom, against whom, or what it is done to.
    pub target: Vec<Name>,
    /// Where.
    pub place: Option<Name>,
    /// When it happened or held; `None` when the text gives nothing.
    pub valid: Option<Edtf>,
    /// Whose claim it is, outermost first; empty for the document's author.
    pub voices: Vec<Name>,
    /// When the innermost voice said it, if that is known apart from when the document was published.
    pub asserted: Option<Edtf>,
    /// How it stands to what happened.
    pub stance: Stance,
    /// The words that carry it.
    pub evidence: EvidenceList,
    /// Who or what read it there.
    pub origin: Origin,
    /// How sure its reader is that the words say this; says nothing of whether it is true.
    pub confidence: Confidence,
}

/// One thing that a document says happened or held, in somebody's voice. It reads like its [`ClaimDraft`] and, unlike
/// it, never changes. Names are as the text has them; who is meant is decided later and elsewhere.
///
/// ```
/// use retrospect_model::claim::{ClaimDraft, Evidence, Origin, Stance};
/// use retrospect_model::{Claim, Document, DocumentId, Publication};
///
/// let bytes = "The movement pledged allegiance to the council.".as_bytes();
/// let id = DocumentId::new("statement")?;
/// let (document, _) = Document::from_bytes(id, bytes, Publication::default())?;
/// let words = document.text().span_of_bytes(4..46).unwrap();
/// let claim = Claim::new(ClaimDraft {
///     kind: "pledge".parse()?,
///     actor: vec!["movement".parse()?],
///     target: vec!["council".parse()?],
///     place: None,
///     valid: None,
///     voices: vec![],
///     asserted: None,
///     stance: Stance::Asserted,
///     evidence: Evidence::in_document(&document, words)?.into(),
///     origin: Origin::Analyst,
///     confidence: 0.9.try_into()?,
/// });
/// assert_eq!(claim.evidence.first().quote(), "movement pledged allegiance to the council");
///
/// let line = claim.to_line();
/// assert_eq!(Claim::from_line(&line)?, claim);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    // Invariant: `id` is the hash of what `draft` says.
    id: ClaimId,
    draft: ClaimDraft,
}

impl Claim {
    /// The claim that the draft says.
    pub fn new(draft: ClaimDraft) -> Self {
        Self { id: ClaimId::of(&draft), draft }
    }

    /// The hash of what it says and where: kind, parties, place, times, voices, stance and evidence, without the context
    /// of its quotes. Neither who read it nor how surely is part of it.
    pub fn id(&self) -> ClaimId {
        self.id
    }

    /// The draft back, to make another claim of it.
    pub fn into_draft(self) -> ClaimDraft {
        self.draft
    }
}

/// There is no `DerefMut`: a claim can be read like its draft but not changed.
impl Deref for Claim {
    type Target = ClaimDraft;

    fn deref(&self) -> &ClaimDraft {
        &self.draft
    }
}
