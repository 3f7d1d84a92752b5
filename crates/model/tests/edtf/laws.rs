//! Laws that hold for all values: texts survive, bounds are in order, and answers are true in every world that the
//! values allow. Start at the first test.

use proptest::prelude::*;
use retrospect_model::{Bounds, Day, Edtf, Limit, Truth};

use crate::worlds::{self, Choices, World};

/// Any year, and years so near to each other that values often meet.
const ANY_YEAR: &str = "-?[1-9][0-9]{3}|0[0-9]{3}";
const NEAR_YEAR: &str = "201[4-6]";

/// Fails when a certain answer is wrong.
fn check(answer: Truth, so: bool, question: &str) -> Result<(), TestCaseError> {
    let wrong = matches!((answer, so), (Truth::Certainly, false) | (Truth::No, true));
    prop_assert!(!wrong, "{question}: answered {answer}, and in this world it is {so}");
    Ok(())
}

fn choices() -> impl Strategy<Value = Choices> {
    prop::collection::vec(any::<u32>(), 40).prop_map(Choices)
}

impl std::fmt::Debug for Choices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Whether the four limits are in order, and agree with the checked constructor.
fn check_order(bounds: Bounds) -> Result<(), TestCaseError> {
    let starts = (bounds.earliest_start(), bounds.latest_start());
    let ends = (bounds.earliest_end(), bounds.latest_end());
    prop_assert_eq!(Bounds::new(starts, ends), Some(bounds));
    prop_assert!(starts.0 <= starts.1 && ends.0 <= ends.1 && starts.0 <= ends.0 && starts.1 <= ends.1);
    prop_assert!(starts.0 < Limit::Future && ends.1 > Limit::Past);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,40}") {
        if let Err(error) = text.parse::<Edtf>() {
            prop_assert!((1..=text.chars().count() + 1).contains(&error.at()));
        }
    }

    #[test]
    fn a_text_of_the_right_letters_prints_again_if_it_is_read(text in "[-+0-9XYTZES?~%/.,:\\[\\]{}]{0,24}") {
        if let Ok(value) = text.parse::<Edtf>() {
            prop_assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn a_damaged_value_prints_again_if_it_is_read(
        text in worlds::value_text(ANY_YEAR),
        at in any::<prop::sample::Index>(),
        damage in "[-+0-9XYTZ?~%/.,:\\[\\]{}]{0,2}",
    ) {
        let at = at.index(text.len() + 1);
        let damaged = format!("{}{damage}{}", &text[..at], text.get(at + 1..).unwrap_or(""));
        if let Ok(value) = damaged.parse::<Edtf>() {
            prop_assert_eq!(value.to_string(), damaged);
            check_order(value.bounds())?;
        }
    }

    #[test]
    fn texts_survive_parse_and_print(text in worlds::date_text(ANY_YEAR)) {
        // Every generated date is valid, so none may be refused.
        prop_assert_eq!(text.parse::<Edtf>().map(|value| value.to_string()), Ok(text));
    }

    #[test]
    fn values_survive_print_and_parse(value in worlds::value(ANY_YEAR)) {
        prop_assert_eq!(value.to_string().parse(), Ok(value.clone()));
        let json = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(&json, &format!("\"{value}\""));
        prop_assert_eq!(serde_json::from_str::<Edtf>(&json).unwrap(), value);
    }

    #[test]
    fn bounds_are_in_order(value in worlds::value(ANY_YEAR)) {
        check_order(value.bounds())?;
        check_order(value.bounds().as_event())?;
    }

    #[test]
    fn approximate_only_widens(value in worlds::value(ANY_YEAR)) {
        let Some(about) = value.approximate() else { return Ok(()) };
        prop_assert_eq!(about.to_string().parse(), Ok(about.clone()));
        prop_assert!(about.is_approximate());
        let (tight, wide) = (value.bounds(), about.bounds());
        check_order(wide)?;
        prop_assert!(wide.earliest_start() <= tight.earliest_start() && tight.latest_start() <= wide.latest_start());
        prop_assert!(wide.earliest_end() <= tight.earliest_end() && tight.latest_end() <= wide.latest_end());
    }

    #[test]
    fn certain_answers_are_so_in_every_world(
        a in worlds::value(NEAR_YEAR),
        b in worlds::value(NEAR_YEAR),
        mut choices in choices(),
        day in 15_706_i64..17_532,
    ) {
        let (in_a, in_b): (World, World) = (worlds::world(&a, &mut choices), worlds::world(&b, &mut choices));
        check(a.before(&b), worlds::before(&in_a, &in_b), "before")?;
        check(a.after(&b), worlds::before(&in_b, &in_a), "after")?;
        check(a.overlaps(&b), worlds::overlaps(&in_a, &in_b), "overlaps")?;
        check(a.within(&b), worlds::within(&in_a, &in_b), "within")?;
        check(a.contains(&b), worlds::within(&in_b, &in_a), "contains")?;
        // A day anywhere, and one where the answer is likely to turn.
        for day in [day, in_a[0].0, in_a[0].0 - 1, in_a[0].1.min(40_000)] {
            let so = worlds::overlaps(&in_a, &vec![(day, day)]);
            check(a.holds_on(Day::from_days_since_epoch(day).unwrap()), so, "holds on")?;
        }
    }

    #[test]
    fn the_hull_of_a_value_allows_every_world(value in worlds::value(NEAR_YEAR), mut choices in choices()) {
        let world = worlds::world(&value, &mut choices);
        let start = world.iter().map(|stretch| stretch.0).min().unwrap();
        let end = world.iter().map(|stretch| stretch.1).max().unwrap();
        let limit = |days| Day::from_days_since_epoch(days).map_or(Limit::Future, Limit::On);
        let bounds = value.bounds();
        prop_assert!(bounds.earliest_start() <= limit(start) && limit(start) <= bounds.latest_start());
        prop_assert!(bounds.earliest_end() <= limit(end) && limit(end) <= bounds.latest_end());
    }

    #[test]
    fn answers_agree_with_each_other(a in worlds::value(NEAR_YEAR), b in worlds::value(NEAR_YEAR)) {
        prop_assert_eq!(a.before(&b), b.after(&a));
        prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
        prop_assert_eq!(a.within(&b), b.contains(&a));
        if a.before(&b) == Truth::Certainly {
            prop_assert_eq!(a.overlaps(&b), Truth::No);
            prop_assert_eq!(b.before(&a), Truth::No);
        }
        if a.within(&b) == Truth::Certainly {
            prop_assert_eq!(a.overlaps(&b), Truth::Certainly);
        }
    }

    #[test]
    fn the_order_is_by_time_and_total(values in prop::collection::vec(worlds::value(NEAR_YEAR), 3)) {
        let mut sorted = values.clone();
        sorted.sort();
        prop_assert!(sorted.is_sorted_by_key(|value| value.bounds().earliest_start()));
        let mut reversed: Vec<Edtf> = values.into_iter().rev().collect();
        reversed.sort();
        prop_assert_eq!(&sorted, &reversed);
        for pair in sorted.windows(2) {
            prop_assert_eq!(pair[0].cmp(&pair[1]).is_eq(), pair[0] == pair[1]);
        }
    }
}
