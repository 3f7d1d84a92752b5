//! Puts relations, bounds and reasons into words. Start at [`sentence`].

pub use crate::events::event_words;

use retrospect_model::ontology::RelationName;
use retrospect_model::{Bounds, Limit};
use retrospect_network::Basis;

/// "Mullah Omar led Taliban": the relation in the past tense, since it is asked of a day.
pub fn sentence(relation: &RelationName, subject: &str, object: Option<&str>) -> String {
    let object_or = |nobody: &'static str| object.map_or(nobody.to_owned(), str::to_owned);
    match relation.as_str() {
        "leadership" => format!("{subject} led {}", object_or("somebody who is not named")),
        "allegiance" => format!("{subject} was pledged to {}", object_or("somebody who is not named")),
        "membership" => format!("{subject} was a member of {}", object_or("something that is not named")),
        "alliance" => format!("{subject} was allied with {}", object_or("somebody who is not named")),
        "hostility" => format!("{subject} was hostile to {}", object_or("somebody who is not named")),
        "approval" => format!("{subject} approved of {}", object_or("something that is not named")),
        "control" => format!("{subject} held {}", object_or("a place that is not named")),
        "existence" => format!("{subject} existed"),
        other => object.map_or_else(
            || format!("{subject}: {other}"),
            |object| format!("{subject}: {other} with {object}"),
        ),
    }
}

/// "from 1996-01-01..1996-12-31 until 2013-04-23".
pub fn stretch(bounds: &Bounds) -> String {
    let start = match (bounds.earliest_start(), bounds.latest_start()) {
        (Limit::Past, Limit::Future) => "from a day that is not known".to_owned(),
        (Limit::Past, latest) => format!("since {latest} or before"),
        (earliest, latest) => format!("from {}", range(earliest, latest)),
    };
    let end = match (bounds.earliest_end(), bounds.latest_end()) {
        (Limit::Future, _) => "nothing says that it ended".to_owned(),
        (Limit::Past, Limit::Future) => "until a day that is not known".to_owned(),
        (earliest, Limit::Future) => format!("until {earliest} or later"),
        (Limit::Past, latest) => format!("until {latest} or before"),
        (earliest, latest) => format!("until {}", range(earliest, latest)),
    };
    format!("{start}, {end}")
}

/// A day, or two days of which either and all between may be meant.
pub fn range(first: Limit, last: Limit) -> String {
    if first == last { first.to_string() } else { format!("{first}..{last}") }
}

/// Why a claim bears on an episode.
pub fn reason(basis: &Basis) -> String {
    match basis {
        Basis::Told(kind) => format!("told as `{kind}`"),
        Basis::ToldEnd(kind) => format!("a claim says so (`{kind}`)"),
        Basis::OwnDates(kind) => format!("its own dates say so (`{kind}`)"),
        Basis::Rule { kind, effect } => format!("by rule: `{kind}` ends {effect}"),
    }
}
