//! Any text is refused with a place in it, or is a date that prints as it was, with bounds in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use retrospect_model::{Bounds, Edtf, Limit};

fuzz_target!(|text: &str| {
    match text.parse::<Edtf>() {
        Ok(value) => check(&value, text),
        Err(error) => {
            assert!((1..=text.chars().count() + 1).contains(&error.at()), "{error}");
            assert!(!error.to_string().is_empty());
        }
    }
});

fn check(value: &Edtf, text: &str) {
    assert_eq!(value.to_string(), text);
    assert_eq!(text.parse().as_ref(), Ok(value));
    assert!(value.cmp(value).is_eq());
    let bounds = value.bounds();
    let (start, end) =
        ((bounds.earliest_start(), bounds.latest_start()), (bounds.earliest_end(), bounds.latest_end()));
    assert_eq!(Bounds::new(start, end), Some(bounds), "{bounds}");
    let _ = (value.precision(), value.qualifier(), value.as_day(), value.dates());
    if let Some(about) = value.approximate() {
        assert_eq!(about.to_string().parse(), Ok(about));
    }
    // Questions are answered for the days at the bounds, and about the value itself.
    for limit in [start.0, start.1, end.0, end.1] {
        if let Limit::On(day) = limit {
            let _ = value.holds_on(day);
        }
    }
    let _ = (value.before(value), value.after(value), value.overlaps(value), value.within(value));
}
