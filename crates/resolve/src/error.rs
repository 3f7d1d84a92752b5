//! What can go wrong in this crate.

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// Not a file of weights, or of another version.
    #[error("the weights do not begin with `{expected}`\nhint: train them with this version")]
    WeightsHead {
        /// The line that should be first.
        expected: &'static str,
    },
    /// A line of a file of weights that cannot be read.
    #[error(
        "line {line} of the weights is not a known feature and two numbers, separated by tabs\nhint: train them with this version"
    )]
    WeightsLine {
        /// The line, from 1.
        line: usize,
    },
    /// There is no such judgement to undo.
    #[error(
        "there is no judgement {number} to undo\nhint: judgements are numbered from 0 in the order in which they were made"
    )]
    NoJudgement {
        /// Its number.
        number: u32,
    },
    /// A judgement of a mention and itself.
    #[error("a mention cannot be judged against itself\nhint: name two mentions")]
    OneMention,
    /// More judgements than can be numbered.
    #[error("the journal is full: it has 4294967295 judgements\nhint: begin another case")]
    JournalFull,
}
