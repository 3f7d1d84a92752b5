//! Why a question has no answer. Start at [`FindingsError`].

use std::path::PathBuf;

use retrospect_assess::AssessError;
use retrospect_resolve::ResolveError;
use retrospect_store::StoreError;

/// Why a question to a case has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindingsError {
    /// The case cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A judgement on names makes no sense.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// The claims cannot be weighed.
    #[error(transparent)]
    Assess(#[from] AssessError),
    /// The case knows nobody of that name.
    #[error("nobody in case `{}` is called `{asked}`\n{}", .case.display(), near_hint(.near))]
    NobodyCalled {
        /// The case.
        case: PathBuf,
        /// The name.
        asked: String,
        /// Names that are like it, the nearest first.
        near: Vec<String>,
    },
    /// The schema has no such relation.
    #[error("`{asked}` is not a relation of the schema\nhint: ask for one of {}", .known.join(", "))]
    NoRelation {
        /// The word that was asked for.
        asked: String,
        /// The relations that there are.
        known: Vec<String>,
    },
    /// Neither the schema nor the case has claims of that kind.
    #[error("no claim in case `{}` is of kind `{asked}`\nhint: kinds are words such as {}", .case.display(), .known.join(", "))]
    NoKind {
        /// The case.
        case: PathBuf,
        /// The word that was asked for.
        asked: String,
        /// The kinds of the schema.
        known: Vec<String>,
    },
}

fn near_hint(near: &[String]) -> String {
    let quoted: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    let listed = match quoted.split_last() {
        None => return "hint: `retrospect claims CASE` lists who has a part in claims".to_owned(),
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((only, _)) => only.clone(),
    };
    format!("hint: did you mean {listed}?")
}
