//! What timelines show.

use proptest::prelude::*;
use retrospect_model::{Bounds, Day, Limit, Stance};
use retrospect_view::{Options, Style, TimelineInput, Told, figure, lanes, timeline};

use crate::fixtures::{HOSTILE, admission, hostile, path};
use crate::{assert_inside, checked, words};

#[test]
fn a_timeline_shows_both_clocks() {
    for options in [Options::default(), Options::default().narrow()] {
        let svg = timeline(&admission(), &options);
        let document = checked(&svg);
        assert_inside(&document, &options);
        let words = words(&document);
        for expected in [
            "Who led the Taliban?",
            "on 2014-01-01",
            "said by 2015-07-31; below: said later",
            "deception window of Taliban",
            "828 days",
            "2015-07-30  Taliban",
            "Taliban, said 2015-07-30, denied:",
            "“He died on 23 April 2013”",
            "undated  a fighter",
        ] {
            assert!(words.contains(expected), "{expected}\n{words}");
        }
        // What was said later stands further down, whatever the order of the input.
        let place = |text: &str| words.find(text).unwrap_or_else(|| panic!("{text}"));
        assert!(place("2014-07-25  Mullah Omar") < place("2014-09-26  Islamic Movement"));
        let later = document
            .descendants()
            .filter(|node| node.attribute("class").is_some_and(|class| class.contains("rv-later")));
        assert_eq!(
            later.count(),
            6,
            "two claims and one without a day, with their speakers, were said later"
        );
        let shown = document.descendants().filter(|node| node.attribute("class") == Some("rv-window"));
        assert!(shown.count() >= 4, "the window has its edges in the rows and in its own row");
    }
}

#[test]
fn a_dispute_is_two_bands_that_differ_without_colour() {
    let svg = timeline(&admission(), &Options::default());
    let document = checked(&svg);
    let band = |label: &str| {
        document
            .descendants()
            .find(|node| {
                node.attribute("class") == Some("rv-mark")
                    && node.children().any(|child| child.text().is_some_and(|text| text.starts_with(label)))
            })
            .unwrap()
    };
    let hatched = |label: &str| {
        band(label).children().any(|part| part.attribute("fill").is_some_and(|fill| fill.ends_with("hatch)")))
    };
    assert!(!hatched("died: Mullah Omar, by one side"));
    assert!(hatched("died: Mullah Omar, by the other"));
}

#[test]
fn hostile_text_stays_text() {
    for options in [Options::default(), Options::default().narrow(), Options::on_page("t")] {
        let svg = timeline(&hostile(), &options);
        let document = checked(&svg);
        assert!(words(&document).contains("<script>alert(1)</script>"), "it is shown as it is written");
        assert!(!svg.contains("<script"));
        let links = document.descendants().filter(|node| node.tag_name().name() == "a");
        assert_eq!(links.count(), hostile().told.len(), "links that run something are left out");
    }
    let html = figure(&Options::on_page(HOSTILE), |options| timeline(&hostile(), options));
    checked(&html);
}

#[test]
fn lanes_show_an_actor_over_the_years() {
    for options in [Options::default(), Options::default().narrow()] {
        let svg = lanes(&path(), &options);
        let document = checked(&svg);
        assert_inside(&document, &options);
        let words = words(&document);
        for expected in
            ["leadership", "to Islamic State (from 2015-08-06, nothing says that it ended)", "on 2015-08-07"]
        {
            assert!(words.contains(expected), "{expected}\n{words}");
        }
    }
    let mut input = path();
    for stretch in input.lanes.iter_mut().flat_map(|lane| &mut lane.stretches) {
        (stretch.label, stretch.words) = (HOSTILE.to_owned(), HOSTILE.to_owned());
    }
    checked(&lanes(&input, &Options::default()));
}

#[test]
fn a_page_may_forbid_styles_within() {
    let within = timeline(&admission(), &Options::default());
    let page = timeline(&admission(), &Options { style: Style::Page, ..Options::default() });
    assert!(within.contains("<style>") && !page.contains("<style>"));
    checked(&within);
}

#[test]
fn what_is_too_much_is_counted() {
    let mut input = admission();
    let first = input.told.first().cloned().unwrap();
    input.told.extend(std::iter::repeat_n(first, 1_000));
    let svg = timeline(&input, &Options::default());
    assert!(svg.contains("and 711 more claims, said later"));
    assert!(svg.len() < 300_000, "{}", svg.len());
}

fn limits() -> impl Strategy<Value = Limit> {
    let days = (-800_000_i64..3_000_000).prop_map(|day| Limit::On(Day::from_days_since_epoch(day).unwrap()));
    prop_oneof![1 => Just(Limit::Past), 6 => days, 1 => Just(Limit::Future)]
}

fn tellings() -> impl Strategy<Value = Told> {
    let stances = prop::sample::select(
        &[Stance::Asserted, Stance::Denied, Stance::Alleged, Stance::Predicted, Stance::Wanted][..],
    );
    (any::<String>(), any::<String>(), stances, [limits(), limits(), limits(), limits()], any::<bool>())
        .prop_map(|(what, speaker, stance, limits, is_known)| {
            let mut sorted = limits;
            sorted.sort();
            let [first, second, third, fourth] = sorted;
            Told {
                words: what.clone(),
                what,
                happened: Bounds::new((first, second), (third, fourth)),
                said: is_known.then_some((first, second)),
                link: Some(speaker.clone()),
                speaker,
                stance,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_timeline_is_well_formed_and_the_same_in_any_order(
        mut told in prop::collection::vec(tellings(), 0..12),
        on in limits(),
        width in 0_u32..5_000,
    ) {
        let on = if let Limit::On(day) = on { Some(day) } else { None };
        let options = Options { width, ..Options::default() };
        let input = TimelineInput { told: told.clone(), on, said_by: on, ..TimelineInput::default() };
        let svg = timeline(&input, &options);
        checked(&svg);
        // Claims that differ in nothing that is shown may change places.
        told.dedup();
        told.reverse();
        let turned = TimelineInput { told, ..input.clone() };
        prop_assert_eq!(svg, timeline(&turned, &options));
    }
}
