//! Networks to draw, and what they show.

use std::time::Instant;

use retrospect_model::Truth;
use retrospect_view::{
    Answered, BeliefInput, CampShare, DocumentInput, Highlight, NetworkInput, Options, Style, belief_bars,
    document, network,
};

use crate::fixtures::{HOSTILE, day, movements, of_many};
use crate::{assert_inside, checked, words};

#[test]
fn a_network_shows_the_ties_of_the_day() {
    for options in [Options::default(), Options::default().narrow()] {
        let svg = network(&movements(), &options);
        let document = checked(&svg);
        assert_inside(&document, &options);
        let words = words(&document);
        assert!(words.contains("allegiance: Islamic Movement of Uzbekistan to Islamic State"), "{words}");
        assert!(!words.contains("alliance: "), "what had ended is no tie of the day: {words}");
        assert!(words.contains("Haqqani network: no tie on this day"));
        let ties: Vec<_> = document
            .descendants()
            .filter(|node| node.tag_name().name() == "path")
            .filter_map(|node| Some((node.attribute("class")?, node.attribute("stroke-width")?)))
            .filter(|(class, _)| class.starts_with("rv-tie"))
            .collect();
        assert!(ties.contains(&("rv-tie rv-tie-one rv-dash", "2.8")), "{ties:?}");
        assert!(ties.contains(&("rv-tie rv-tie-other", "4.6")), "{ties:?}");
    }
}

/// Where actors stand, by name.
fn places(svg: &str) -> Vec<(String, String)> {
    let document = checked(svg);
    let marks = document.descendants().filter(|node| node.has_attribute("cx"));
    marks
        .map(|node| {
            let title = node.parent().unwrap().first_element_child().unwrap().text().unwrap();
            let name = title.split(": no tie").next().unwrap().to_owned();
            (name, format!("{} {}", node.attribute("cx").unwrap(), node.attribute("cy").unwrap()))
        })
        .collect()
}

#[test]
fn another_day_moves_nobody_and_neither_does_another_order() {
    let input = of_many(60, 90);
    let mut later = input.clone();
    for (index, tie) in later.ties.iter_mut().enumerate() {
        tie.holds = if index.is_multiple_of(3) { Truth::No } else { Truth::Possibly };
    }
    later.on = Some(day("2020-01-01"));
    let svg = network(&input, &Options::default());
    assert_eq!(places(&svg), places(&network(&later, &Options::default())));

    let mut turned = input.clone();
    turned.actors.reverse();
    turned.ties.reverse();
    for tie in &mut turned.ties {
        (tie.from, tie.to) = (59 - tie.from, 59 - tie.to);
    }
    assert_eq!(svg, network(&turned, &Options::default()));
}

#[test]
fn five_hundred_actors_are_drawn_at_once() {
    let input = of_many(500, 900);
    let best = (0..3)
        .map(|_| {
            let begun = Instant::now();
            let svg = network(&input, &Options { style: Style::Page, ..Options::default() });
            assert!(svg.len() > 10_000);
            begun.elapsed()
        })
        .min()
        .unwrap();
    println!("a network of 500 actors and 900 ties: {best:?}");
    // A tenth of a second in a release build on a machine at rest; tests run beside each other.
    assert!(best.as_millis() < 1_000, "{best:?}");
}

#[test]
fn hostile_names_stay_text() {
    let mut input = movements();
    for actor in &mut input.actors {
        (actor.name, actor.link) = (HOSTILE.to_owned(), Some("javascript:alert(1)".to_owned()));
    }
    for tie in &mut input.ties {
        (tie.relation, tie.words) = (HOSTILE.to_owned(), HOSTILE.to_owned());
        (tie.belief, tie.from) = (f64::NAN, tie.from * 1_000);
    }
    let svg = network(&input, &Options::default());
    assert!(checked(&svg).descendants().all(|node| node.tag_name().name() != "a"));
    checked(&network(&NetworkInput::default(), &Options::default()));
}

#[test]
fn bars_say_how_likely_and_why() {
    let input = BeliefInput {
        title: HOSTILE.to_owned(),
        answers: vec![Answered {
            label: HOSTILE.to_owned(),
            probability: 0.998,
            shares: vec![
                CampShare { camp: "Taliban".to_owned(), nats: 3.2, words: "against its interest".to_owned() },
                CampShare { camp: HOSTILE.to_owned(), nats: -0.44, words: HOSTILE.to_owned() },
                CampShare { camp: "?".to_owned(), nats: f64::INFINITY, words: String::new() },
            ],
            link: Some("/claims?id=1".to_owned()),
        }],
    };
    for options in [Options::default(), Options::default().narrow()] {
        let svg = belief_bars(&input, &options);
        let document = checked(&svg);
        assert_inside(&document, &options);
        let words = words(&document);
        for expected in [">99 %", "+3.2", "−0.4", "Taliban: +3.2 nats"] {
            assert!(words.contains(expected), "{expected}\n{words}");
        }
    }
}

fn highlight(start: usize, end: usize, id: &str) -> Highlight {
    Highlight { start, end, id: id.to_owned(), words: format!("claim {id}"), link: None }
}

#[test]
fn evidence_is_marked_where_it_stands() {
    let text = "The “IMU” broke away.\n\nIt <b>pledged</b> & left.\nAt once.".to_owned();
    let evidence =
        vec![highlight(5, 14, "b"), highlight(4, 9, "a"), highlight(26, 900, "c"), highlight(7, 7, "d")];
    let html = document(&DocumentInput { text: text.clone(), evidence });
    let parsed = checked(&html);
    let marks: Vec<(String, Option<&str>, &str)> = parsed
        .descendants()
        .filter(|node| node.tag_name().name() == "mark")
        .map(|node| {
            let text = node.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text());
            (text.collect(), node.attribute("id"), node.attribute("title").unwrap())
        })
        .collect();
    assert_eq!(
        marks,
        [
            ("“".to_owned(), Some("claim-a"), "claim a"),
            ("IMU”".to_owned(), Some("claim-b"), "claim a\nclaim b"),
            (" brok".to_owned(), None, "claim b"),
            ("<b>pledged</b> & left.\nAt once.".to_owned(), Some("claim-c"), "claim c"),
        ]
    );
    let whole: String =
        parsed.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
    assert_eq!(whole.replace('\n', ""), text.replace('\n', ""), "no word is lost");
    assert_eq!(parsed.descendants().filter(|node| node.tag_name().name() == "p").count(), 2);
}

#[test]
fn no_text_breaks_a_document() {
    for text in ["", "\n\n\n", "a\n\n", "\n\na", "a\n \t\n\nb\n\n\n\nc", HOSTILE] {
        let evidence = (0..6).map(|start| highlight(start, start + 3, &start.to_string())).collect();
        let html = document(&DocumentInput { text: text.to_owned(), evidence });
        checked(&html);
    }
}
