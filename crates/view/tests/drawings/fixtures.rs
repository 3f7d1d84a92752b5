//! Values to draw: the case of an admission that came late, in short, and the same with hostile text in every field.

use retrospect_model::{Bounds, Day, Limit, Stance, Truth};
use retrospect_view::{
    Band, Lane, LanesInput, NetworkInput, Node, NodeSort, Standing, Stretch, Support, Tie, TieSort,
    TimelineInput, Told, Window,
};

/// What must never come out as markup.
pub const HOSTILE: &str = "</title></svg><script>alert(1)</script>\" onload='x' & \u{0}\u{1b}\u{202e}]]>";

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn on(text: &str) -> (Limit, Limit) {
    (day(text).into(), day(text).into())
}

pub fn bounds(date: &str) -> Bounds {
    date.parse::<retrospect_model::Edtf>().unwrap().bounds()
}

fn told(said: &str, speaker: &str, stance: Stance, what: &str, happened: &str, words: &str) -> Told {
    Told {
        what: what.to_owned(),
        happened: (!happened.is_empty()).then(|| bounds(happened)),
        said: (!said.is_empty()).then(|| on(said)),
        speaker: speaker.to_owned(),
        stance,
        words: words.to_owned(),
        link: None,
    }
}

/// The leader of the Taliban, by what was said of him from 2001 to 2015.
pub fn admission() -> TimelineInput {
    let led = "Mullah Omar led Taliban";
    TimelineInput {
        title: "Who led the Taliban?".to_owned(),
        bands: bands(led),
        told: [told_before(led, "Mullah Omar died"), told_after("Mullah Omar died")].concat(),
        more: 0,
        windows: vec![Window {
            party: "Taliban".to_owned(),
            matter: led.to_owned(),
            from: on("2013-04-23"),
            until: on("2015-07-30"),
        }],
        on: Some(day("2014-01-01")),
        said_by: Some(day("2015-07-31")),
    }
}

fn bands(led: &str) -> Vec<Band> {
    vec![
        Band {
            label: led.to_owned(),
            bounds: Bounds::new((Limit::Past, on("2001-01-31").1), on("2013-04-23")).unwrap(),
            standing: Standing::Held,
            words: "as United Nations Security Council and Taliban told".to_owned(),
            link: None,
        },
        Band {
            label: "Akhtar Mansour led Taliban".to_owned(),
            bounds: bounds("2015-07-31/.."),
            standing: Standing::Held,
            words: "as Taliban told".to_owned(),
            link: None,
        },
        Band {
            label: "died: Mullah Omar, by one side".to_owned(),
            bounds: bounds("2013-04-23"),
            standing: Standing::OneSide,
            words: "the Taliban's admission".to_owned(),
            link: None,
        },
        Band {
            label: "died: Mullah Omar, by the other".to_owned(),
            bounds: bounds("2015-07"),
            standing: Standing::OtherSide,
            words: "a dissident's post".to_owned(),
            link: None,
        },
    ]
}

fn told_before(led: &str, died: &str) -> Vec<Told> {
    vec![
        told(
            "2001-01-31",
            "United Nations Security Council",
            Stance::Asserted,
            led,
            "2001-01-31",
            "Mohammed Omar, leader of the faithful",
        ),
        told(
            "2014-09-26",
            "Islamic Movement of Uzbekistan",
            Stance::Asserted,
            "Islamic Movement of Uzbekistan approved of Islamic State",
            "2014-09-26",
            "we are in the same ranks",
        ),
        told(
            "2014-07-25",
            "Mullah Omar",
            Stance::Asserted,
            "Mullah Omar congratulated the believers on the feast",
            "2014-07-25",
            "I congratulate you on Eid",
        ),
        told(
            "2015-07-15",
            "Taliban",
            Stance::Asserted,
            led,
            "2015-07-15",
            "the leader of the Islamic Emirate",
        ),
        told("2015-07-30", "Taliban", Stance::Asserted, died, "2013-04-23", "He died on 23 April 2013"),
        told(
            "2015-07-30",
            "Taliban",
            Stance::Denied,
            "Mullah Omar died in Pakistan",
            "2013-04",
            "he did not go to Pakistan for a single day",
        ),
    ]
}

fn told_after(died: &str) -> Vec<Told> {
    vec![
        told("2015-07-31", "Abu Talut", Stance::Alleged, died, "../2015", "killed by his own"),
        told(
            "2015-07-31",
            "Abu Talut",
            Stance::Asserted,
            "Islamic Movement of Uzbekistan pledged to Islamic State",
            "2015-07",
            "they have pledged",
        ),
        told(
            "2015-08-06",
            "Islamic Movement of Uzbekistan",
            Stance::Asserted,
            "Islamic Movement of Uzbekistan pledged to Islamic State",
            "2015-08-06",
            "We pledge allegiance",
        ),
        told(
            "2015-09-01",
            "Qari",
            Stance::Predicted,
            "Taliban attack Islamic Movement of Uzbekistan",
            "2015-11",
            "they will attack us",
        ),
        told(
            "",
            "a fighter",
            Stance::Asserted,
            "Taliban attacked Islamic Movement of Uzbekistan in Zabul",
            "2015-11-01/2015-12-09",
            "they came at night",
        ),
    ]
}

/// The same with hostile text wherever text goes.
pub fn hostile() -> TimelineInput {
    let mut input = admission();
    let text = HOSTILE.to_owned();
    input.title.clone_from(&text);
    for band in &mut input.bands {
        (band.label, band.words, band.link) =
            (text.clone(), text.clone(), Some("javascript:alert(1)".to_owned()));
    }
    for told in &mut input.told {
        (told.what, told.words, told.speaker) = (text.clone(), text.clone(), text.clone());
        told.link = Some("https://a.example/\"onload='x'<script>".to_owned());
    }
    for window in &mut input.windows {
        (window.party, window.matter) = (text.clone(), text.clone());
    }
    input
}

/// Who stood where with whom in August 2015.
pub fn movements() -> NetworkInput {
    let names = [
        ("Islamic Movement of Uzbekistan", NodeSort::Organisation),
        ("Taliban", NodeSort::Organisation),
        ("Islamic State", NodeSort::Organisation),
        ("Akhtar Mansour", NodeSort::Person),
        ("Uthman Ghazi", NodeSort::Person),
        ("Zabul", NodeSort::Place),
        ("Haqqani network", NodeSort::Organisation),
        ("pro-Taliban account", NodeSort::Unknown),
    ];
    let actors = names.map(|(name, sort)| Node { name: name.to_owned(), sort, link: None });
    let tie = |from, to, relation: &str, sort, holds, belief, support| Tie {
        from,
        to,
        relation: relation.to_owned(),
        sort,
        holds,
        belief,
        support,
        words: format!("{relation}, as told"),
        link: None,
    };
    let (sure, possible) = (Truth::Certainly, Truth::Possibly);
    let (one_camp, several) = (Support::OneCamp, Support::Several);
    let ties = vec![
        tie(0, 2, "allegiance", TieSort::Directed, sure, 0.95, several),
        tie(0, 1, "alliance", TieSort::Mutual, Truth::No, 0.0, several),
        tie(0, 1, "hostility", TieSort::Hostile, sure, 0.9, several),
        tie(1, 2, "hostility", TieSort::Hostile, possible, 0.6, one_camp),
        tie(3, 1, "leadership", TieSort::Directed, sure, 0.97, several),
        tie(4, 0, "leadership", TieSort::Directed, sure, 0.99, several),
        tie(1, 5, "control", TieSort::Directed, possible, 0.45, one_camp),
        tie(6, 1, "membership", TieSort::Directed, Truth::No, 0.0, one_camp),
    ];
    NetworkInput {
        title: "Who stood where".to_owned(),
        on: Some(day("2015-09-10")),
        actors: actors.into(),
        ties,
    }
}

/// As many actors and ties as one likes, in parts of different sizes.
pub fn of_many(actors: usize, ties: usize) -> NetworkInput {
    let node = |index: usize| Node {
        name: format!("Group number {index:03}"),
        sort: if index.is_multiple_of(5) { NodeSort::Person } else { NodeSort::Organisation },
        link: None,
    };
    let sorts = [TieSort::Directed, TieSort::Mutual, TieSort::Hostile];
    let tie = |index: usize| {
        // Most are tied to a few; some stand apart.
        let from = (index * 7919) % actors;
        let to = (from / 3 + (index * 31) % 7) % actors;
        Tie {
            from,
            to,
            relation: ["allegiance", "alliance", "hostility"][index % 3].to_owned(),
            sort: sorts[index % 3],
            holds: if index.is_multiple_of(4) { Truth::No } else { Truth::Certainly },
            belief: (index % 10) as f64 / 10.0,
            support: if index.is_multiple_of(2) { Support::OneCamp } else { Support::Several },
            words: format!("tie {index}"),
            link: None,
        }
    };
    NetworkInput {
        title: "Many".to_owned(),
        on: Some(day("2015-09-10")),
        actors: (0..actors).map(node).collect(),
        ties: (0..ties).map(tie).collect(),
    }
}

/// What a movement was in over the years.
pub fn path() -> LanesInput {
    let stretch = |label: &str, dates: &str, standing| Stretch {
        label: label.to_owned(),
        bounds: bounds(dates),
        standing,
        words: "as told".to_owned(),
        link: None,
    };
    let lane = |heading: &str, stretches: Vec<Stretch>| Lane { heading: heading.to_owned(), stretches };
    LanesInput {
        title: "Islamic Movement of Uzbekistan".to_owned(),
        lanes: vec![
            lane("leadership", vec![stretch("by Uthman Ghazi", "2012/2015-11", Standing::Held)]),
            lane(
                "allegiance",
                vec![
                    stretch("to Mullah Omar", "../2014", Standing::Possible),
                    stretch("to Islamic State", "2015-08-06/..", Standing::Held),
                ],
            ),
            lane(
                "alliance",
                vec![
                    stretch("with Taliban, by one side", "2001/2015-07", Standing::OneSide),
                    stretch("with Taliban, by the other", "2001/2014-09", Standing::OtherSide),
                ],
            ),
        ],
        windows: admission().windows,
        on: Some(day("2015-08-07")),
    }
}
