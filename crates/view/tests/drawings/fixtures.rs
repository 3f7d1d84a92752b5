//! Values to draw: the case of an admission that came late, in short, and the same with hostile text in every field.

use retrospect_model::{Bounds, Day, Limit, Stance};
use retrospect_view::{Band, Standing, TimelineInput, Told, Window};

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
