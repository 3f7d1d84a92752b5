//! Turns bounds of time into the numbers of a case and back. Start at [`number`] and [`limit`].

use retrospect_model::{Bounds, Day, Edtf, Limit};

/// What stands for "as far back as one likes", and its negative for "as far ahead".
const PAST: i64 = -(1 << 40);

/// A limit as a number; days beyond the calendar's four digits come near the ends but stay days.
pub(crate) fn number(limit: Limit) -> i64 {
    match limit {
        Limit::Past => PAST,
        Limit::On(day) => day.days_since_epoch().clamp(PAST + 1, -PAST - 1),
        Limit::Future => -PAST,
    }
}

/// The limit of a number.
pub(crate) fn limit(number: i64) -> Limit {
    if number <= PAST {
        Limit::Past
    } else if number >= -PAST {
        Limit::Future
    } else {
        Day::from_days_since_epoch(number).map_or(Limit::Future, Limit::On)
    }
}

/// Bounds as four numbers.
pub(crate) fn numbers(bounds: &Bounds) -> [i64; 4] {
    [bounds.earliest_start(), bounds.latest_start(), bounds.earliest_end(), bounds.latest_end()].map(number)
}

/// The bounds of four numbers; `None` when they are not in order.
pub(crate) fn bounds([start_first, start_last, end_first, end_last]: [i64; 4]) -> Option<Bounds> {
    Bounds::new((limit(start_first), limit(start_last)), (limit(end_first), limit(end_last)))
}

/// The first and the last day on which something of that date can have been said.
pub(crate) fn said(value: &Edtf) -> [i64; 2] {
    let moment = value.bounds().as_event();
    [number(moment.earliest_start()), number(moment.latest_end())]
}
