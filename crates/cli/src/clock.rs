//! The clock of the machine: the only place that looks at it. Start at [`now`].

use std::time::{SystemTime, UNIX_EPOCH};

use retrospect_model::{Day, Instant};

/// What time it is.
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
    Instant::from_unix_millis(millis)
}

/// What day it is, in UTC.
pub fn today() -> Day {
    now().day()
}
