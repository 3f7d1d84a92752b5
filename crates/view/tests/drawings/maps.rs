//! What maps show.

use retrospect_view::{MapInput, Options, Spot, map};

use crate::fixtures::HOSTILE;
use crate::{checked, words};

fn spot(name: &str, (latitude, longitude): (f64, f64), claims: usize, holders: &[&str]) -> Spot {
    let holders = holders.iter().map(|holder| (*holder).to_owned()).collect();
    Spot { name: name.to_owned(), latitude, longitude, claims, holders, link: None }
}

fn afghanistan() -> MapInput {
    let places = vec![
        spot("Zurmat", (33.43, 69.03), 1, &[]),
        spot("Kunduz", (36.73, 68.86), 3, &["Taliban", "Afghan government"]),
        spot("Zabul", (32.1, 66.9), 9, &["Taliban"]),
        spot("beyond the earth", (400.0, f64::NAN), 1, &[]),
    ];
    MapInput { title: "Where".to_owned(), on: Some("2015-09-10".parse().unwrap()), places }
}

#[test]
fn a_map_shows_places_and_who_held_them() {
    for options in [Options::default(), Options::default().narrow()] {
        let svg = map(&afghanistan(), &options);
        let document = checked(&svg);
        let words = words(&document);
        for expected in [
            "Where, on 2015-09-10",
            "Zabul: 9 claims; held by Taliban",
            "Kunduz: 3 claims; said to be held by Taliban and by Afghan government",
            "Zurmat: 1 claim",
        ] {
            assert!(words.contains(expected), "{expected}\n{words}");
        }
        assert!(!words.contains("beyond the earth"));
        let lands = document.descendants().filter(|node| node.attribute("class") == Some("rv-land")).count();
        assert!((4..20).contains(&lands), "the neighbours and no more: {lands}");
        let mut turned = afghanistan();
        turned.places.reverse();
        assert_eq!(svg, map(&turned, &options));
    }
}

#[test]
fn a_map_without_places_is_the_world() {
    let svg = map(&MapInput::default(), &Options::default());
    let document = checked(&svg);
    assert!(document.descendants().filter(|node| node.attribute("class") == Some("rv-land")).count() > 200);
    assert!(svg.len() < 200_000, "{}", svg.len());
}

#[test]
fn hostile_names_of_places_stay_text() {
    let mut input = afghanistan();
    for place in &mut input.places {
        (place.name, place.link) = (HOSTILE.to_owned(), Some("javascript:alert(1)".to_owned()));
        place.holders = vec![HOSTILE.to_owned()];
    }
    checked(&map(&input, &Options::default()));
}
