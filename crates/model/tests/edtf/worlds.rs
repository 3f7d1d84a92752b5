//! Turns uncertain values into texts at random, and into worlds in which the uncertainty is gone: stretches of
//! days, as they may really have been. What an answer calls certain must be so in every world. Start at [`world`].

use proptest::prelude::*;
use retrospect_model::{Bounds, Date, Edtf, Limit, Member, SetKind};

/// For ever, in days since the epoch.
pub const FOR_EVER: i64 = i64::MAX;

/// How far beyond a known day an unbounded one is tried.
const REACH_DAYS: i64 = 1_000;

/// Stretches of days, first and last included, in no order.
pub type World = Vec<(i64, i64)>;

/// Numbers to choose with, used one after another.
pub struct Choices(pub Vec<u32>);

impl Choices {
    /// A number from `low` to `high`.
    fn pick(&mut self, low: i64, high: i64) -> i64 {
        let choice = self.0.pop().unwrap_or(0);
        // The ends are where the answers turn, so half of the choices are ends.
        match choice % 4 {
            0 => low,
            1 => high,
            _ => low + i64::from(choice / 4) % (high - low + 1),
        }
    }
}

/// A world that `value` allows.
pub fn world(value: &Edtf, choices: &mut Choices) -> World {
    match value {
        Edtf::Set(set) => match set.kind() {
            SetKind::OneOf => {
                let index = choices.pick(0, set.members().len() as i64 - 1);
                vec![one_of(&set.members()[index as usize], choices)]
            }
            SetKind::AllOf => set.members().iter().flat_map(|member| all_of(member, choices)).collect(),
        },
        _ => vec![stretch(&value.bounds(), choices)],
    }
}

/// A stretch at one date of a member.
fn one_of(member: &Member, choices: &mut Choices) -> (i64, i64) {
    let dates = member.dates();
    let first = dates.iter().map(|date| number(date.days().0)).min().unwrap();
    let last = dates.iter().map(|date| number(date.days().1)).max().unwrap();
    let (low, high) = match member {
        Member::Until(_) => (first - REACH_DAYS, last),
        Member::Since(_) => (first, last + REACH_DAYS),
        Member::Date(_) | Member::Range(..) => (first, last),
    };
    let start = choices.pick(low, high);
    (start, choices.pick(start, high))
}

/// Stretches at all dates of a member.
fn all_of(member: &Member, choices: &mut Choices) -> World {
    let dates = member.dates();
    let exact = dates.iter().all(|date| date.days().0 == date.days().1);
    let at = |date: &Date, choices: &mut Choices| stretch(&date.bounds(), choices);
    match (member, exact) {
        (Member::Range(from, to), true) => vec![(number(from.days().0), number(to.days().0))],
        (Member::Until(to), true) => vec![(number(to.days().0) - REACH_DAYS, number(to.days().0))],
        (Member::Since(from), true) => vec![(number(from.days().0), FOR_EVER)],
        (Member::Since(from), false) => vec![at(from, choices), (number(from.days().1), FOR_EVER)],
        // The dates between the ends are years or months of which only some days need be so.
        (Member::Range(..) | Member::Until(_), false) => {
            let mut all: World = dates.iter().map(|date| at(date, choices)).collect();
            all.push(one_of(member, choices));
            all
        }
        (Member::Date(date), _) => vec![at(date, choices)],
    }
}

/// A stretch that bounds allow.
pub fn stretch(bounds: &Bounds, choices: &mut Choices) -> (i64, i64) {
    let days = [bounds.earliest_start(), bounds.latest_start(), bounds.earliest_end(), bounds.latest_end()]
        .map(|limit| limit.day().map(number));
    let known = days.iter().flatten().next().copied().unwrap();
    let known_last = days.iter().flatten().last().copied().unwrap();
    let start =
        choices.pick(days[0].unwrap_or(known - REACH_DAYS), days[1].unwrap_or(known_last + REACH_DAYS));
    if bounds.earliest_end() == Limit::Future {
        return (start, FOR_EVER);
    }
    let earliest = days[2].unwrap_or(start).max(start);
    (start, choices.pick(earliest, days[3].unwrap_or(earliest + REACH_DAYS)))
}

fn number(day: retrospect_model::Day) -> i64 {
    day.days_since_epoch()
}

/// Whether all of `a` is before all of `b`.
pub fn before(a: &World, b: &World) -> bool {
    a.iter().all(|a| b.iter().all(|b| a.1 < b.0))
}

/// Whether a day is in both.
pub fn overlaps(a: &World, b: &World) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.0 <= b.1 && b.0 <= a.1))
}

/// Whether each day of `a` is one of `b`.
pub fn within(a: &World, b: &World) -> bool {
    let mut sorted = b.clone();
    sorted.sort_unstable();
    // Join what overlaps or adjoins.
    let mut joined: World = Vec::new();
    for (first, last) in sorted {
        match joined.last_mut() {
            Some(end) if first <= end.1.saturating_add(1) => end.1 = end.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    a.iter().all(|a| joined.iter().any(|b| b.0 <= a.0 && a.1 <= b.1))
}

/// Texts of valid dates with years that `year` writes.
pub fn date_text(year: &'static str) -> BoxedStrategy<String> {
    let mark = || prop_oneof![6 => Just(""), 1 => Just("?"), 2 => Just("~"), 1 => Just("%")];
    let part = |part: &'static str| {
        (mark(), part, mark()).prop_map(|(left, part, right)| format!("{left}{part}{right}"))
    };
    let day = "0[1-9]|1[0-9]|2[0-8]";
    let month = "0[1-9]|1[0-2]";
    let whole = prop_oneof![
        2 => part(year),
        1 => part("-?[1-9][0-9]{2}X"),
        1 => part("20[0-3]X|20XX"),
        4 => (part(year), part(month)).prop_map(|(year, month)| format!("{year}-{month}")),
        1 => part(year).prop_map(|year| format!("{year}-XX")),
        1 => (part(year), part("2[1-9]|3[0-9]|4[01]")).prop_map(|(year, code)| format!("{year}-{code}")),
        8 => (part(year), part(month), part(day)).prop_map(|(year, month, day)| format!("{year}-{month}-{day}")),
        1 => (part(year), part(month), mark()).prop_map(|(year, month, mark)| format!("{year}-{month}-XX{mark}")),
        1 => part(year).prop_map(|year| format!("{year}-XX-XX")),
    ];
    // An approximate mark on each component of a plain date would leave little that is certain.
    prop_oneof![
        2 => whole,
        1 => (year, month, day).prop_map(|(year, month, day)| format!("{year}-{month}-{day}")),
        1 => (year, month).prop_map(|(year, month)| format!("{year}-{month}")),
    ]
    .boxed()
}

/// Texts of EDTF values of every kind; few of them, which end before they start, are not valid.
pub fn value_text(year: &'static str) -> BoxedStrategy<String> {
    let date = || date_text(year);
    let end = || prop_oneof![4 => date(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    let time = "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](|Z|[+-](0[1-9]|1[0-3])(|:[0-5][0-9]))";
    let member =
        prop_oneof![3 => date(), 1 => (date(), date()).prop_map(|(from, to)| format!("{from}..{to}"))];
    let set = (
        prop_oneof![2 => Just(""), 1 => Just("..")],
        date(),
        prop::collection::vec(member, 0..4),
        prop_oneof![2 => Just(""), 1 => Just("..")],
    )
        .prop_map(|(until, first, rest, since)| {
            let members = [vec![format!("{until}{first}")], rest].concat().join(",");
            let since =
                if members.rsplit(',').next().is_some_and(|last| last.contains("..")) { "" } else { since };
            format!("{members}{since}")
        });
    prop_oneof![
        4 => date(),
        1 => (year, "-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", time).prop_map(|(year, day, time)| year + &day + &time),
        6 => (end(), end()).prop_map(|(start, end)| format!("{start}/{end}")),
        2 => (any::<bool>(), set).prop_map(|(one, set)| if one { format!("[{set}]") } else { format!("{{{set}}}") }),
        1 => "Y-?[1-9][0-9]{4,11}[?~%]?",
    ]
    .boxed()
}

/// Values of every kind with years that `year` writes.
pub fn value(year: &'static str) -> impl Strategy<Value = Edtf> {
    value_text(year).prop_filter_map("ends before it starts", |text| text.parse().ok())
}
