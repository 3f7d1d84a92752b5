//! What can be wrong with a table.

use crate::ids::{CampId, ObjectId, SourceId, ValueId};

/// Why a table cannot be assessed, or a question about an assessment cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AssessError {
    /// A claim names a source beyond those that the table counts.
    #[error("claim {claim} names source {}, but the table has {count} sources", source_id.0)]
    UnknownSource {
        /// The claim's position in the table.
        claim: usize,
        /// The source that it names.
        source_id: SourceId,
        /// How many sources there are.
        count: u32,
    },
    /// Something names an object beyond those that the table counts.
    #[error("{what} names object {}, but the table has {count} objects", object.0)]
    UnknownObject {
        /// What names it, such as `claim 7`.
        what: String,
        /// The object that it names.
        object: ObjectId,
        /// How many objects there are.
        count: u32,
    },
    /// Something names a value beyond those that the table counts.
    #[error("{what} names value {}, but the table has {count} values", value.0)]
    UnknownValue {
        /// What names it, such as `claim 7`.
        what: String,
        /// The value that it names.
        value: ValueId,
        /// How many values there are.
        count: u32,
    },
    /// Something names a camp beyond those that the table counts.
    #[error("{what} names camp {}, but the table has {count} camps", camp.0)]
    UnknownCamp {
        /// What names it, such as `claim 7`.
        what: String,
        /// The camp that it names.
        camp: CampId,
        /// How many camps there are.
        count: u32,
    },
    /// A weight that is no probability.
    #[error(
        "claim {claim} has trust {trust}\nhint: trust is how likely the claim was read as it was meant, from 0 to 1"
    )]
    BadTrust {
        /// The claim's position in the table.
        claim: usize,
        /// The trust as it stands, in words, since not every number can be compared.
        trust: String,
    },
    /// A claim that an assessment cannot take in as it is.
    #[error("the assessment does not have this {what}\nhint: add the claim to the table and assess it anew")]
    NewToAssessment {
        /// What is new.
        what: &'static str,
    },
    /// A table with more claims than an index can count.
    #[error(
        "{count} claims are more than the {} that one table can hold\nhint: split the table by kind of claim",
        u32::MAX
    )]
    TooManyClaims {
        /// How many claims there are.
        count: usize,
    },
}
