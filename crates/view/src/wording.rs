//! Puts days and bounds into words. Start at [`stretch_words`].

use retrospect_model::{Bounds, Limit};

/// A day, or two days of which either and all between may be meant.
pub(crate) fn range(first: Limit, last: Limit) -> String {
    match (first, last) {
        (first, last) if first == last => first.to_string(),
        (Limit::Past, Limit::Future) => "a day that is not known".to_owned(),
        (Limit::Past, last) => format!("{last} or before"),
        (first, Limit::Future) => format!("{first} or after"),
        (first, last) => format!("{first}..{last}"),
    }
}

/// "from 1996-01-01..1996-12-31 until 2013-04-23"; "on 2015-07-30".
pub(crate) fn stretch_words(bounds: &Bounds) -> String {
    let (start, end) =
        ((bounds.earliest_start(), bounds.latest_start()), (bounds.earliest_end(), bounds.latest_end()));
    if start == end {
        return match start {
            (Limit::Past, Limit::Future) => "when is not known".to_owned(),
            (first, last) if first == last => format!("on {first}"),
            (Limit::Past, last) => format!("by {last}"),
            (first, Limit::Future) => format!("after {first}"),
            (first, last) => format!("between {first} and {last}"),
        };
    }
    let start = match start {
        (Limit::Past, Limit::Future) => "from a day that is not known".to_owned(),
        (Limit::Past, latest) => format!("since {latest} or before"),
        (earliest, latest) => format!("from {}", range(earliest, latest)),
    };
    let end = match end {
        (Limit::Future, _) => "nothing says that it ended".to_owned(),
        (Limit::Past, Limit::Future) => "until a day that is not known".to_owned(),
        (earliest, Limit::Future) => format!("until {earliest} or later"),
        (Limit::Past, latest) => format!("until {latest} or before"),
        (earliest, latest) => format!("until {}", range(earliest, latest)),
    };
    format!("{start}, {end}")
}
