//! Whom to believe, and why? Turns contradictory claims into beliefs with reasons.
//!
//! Start at [`assess`]. What a source says counts by how it fares when the answer suits its side and when it does not;
//! claims against interest weigh most, repetitions count once, one camp cannot shout down the rest, and every belief is a
//! sum of shares that can be read. `docs/belief.md` has the model with its equations.
#![forbid(unsafe_code)]

// What goes in.
mod csv_table;
mod error;
mod ids;
mod pins;
mod settings;
mod table;

// How it is laid out.
mod layout;
mod levels;
mod stakes;
mod voices;

// How it is learned.
mod cells;
mod chain;
mod copying;
mod crowd;
mod em;
mod evidence;
mod grades;
mod learn;
mod modes;
mod posterior;
mod rows;
mod start;
mod tally;

// What comes out.
mod assessment;
mod explain;
mod fortune;
mod gold;
mod live;
mod numbers;
mod standing;

pub use assessment::{Assessment, Belief, assess};
pub use chain::{segments, smooth};
pub use copying::Repeats;
pub use csv_table::{CsvError, NamedTable, Names, RowProblem, read_csv};
pub use error::AssessError;
pub use explain::{Explanation, Interest, Share};
pub use gold::{Gold, GoldScore, score, score_calibrated};
pub use ids::{CampId, ObjectId, SourceId, ValueId};
pub use live::Live;
pub use modes::OtherStart;
pub use numbers::{NumberBias, NumberEstimate, NumberReport, weigh_numbers};
pub use pins::{Grade, Pin, PinnedStakes};
pub use settings::{Answers, Copying, Settings, Start, Starts};
pub use standing::Standing;
pub use table::{Claim, Domain, Favour, Stance, Table};
