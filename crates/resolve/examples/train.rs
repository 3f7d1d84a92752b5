//! Trains the weights of name matching: `cargo run --release -p retrospect-resolve --example train [PACKS] > WEIGHTS`.
//!
//! Each name of the identities of the training half is held out in turn, in five parts, and looked for among all other
//! names. The model is the one that is used: the name belongs to one of the entities found or to none, by the odds of
//! each. Made-up namesakes stand among the names, and are looked for in vain. At a lesser weight its own entity is taken away too, so that "none" is learned.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing weights is what it is for")]

#[path = "support/mod.rs"]
mod support;

use std::path::PathBuf;

use retrospect_resolve::{Feature, Features, Index, Kind, Record, Weights};
use support::{Half, records};

const PARTS: usize = 5;
/// One in so many names has a made-up namesake.
const NAMESAKE_EVERY: usize = 2;
const ROUNDS: usize = 2;
const STEPS: usize = 600;
/// Weight of a query whose entity is taken away.
const ABSENT: f32 = 0.3;
/// Strength of the pull of weights towards zero.
const PULL: f32 = 0.002;

/// A held-out name: what was measured for each entity found, its own first if it was found.
struct Case {
    found: Vec<Features>,
    has_own: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let packs = std::env::args().nth(1).map_or_else(|| PathBuf::from("packs/armed-groups"), PathBuf::from);
    let mut records = records(&packs)?;
    let plain = records.clone();
    let namesakes = namesakes(&records);
    records.extend(namesakes);
    let mut weights = Weights::built_in().clone();
    for round in 1..=ROUNDS {
        for kind in [Kind::Organisation, Kind::Person] {
            let cases = cases(&records, kind, &weights);
            let loss = fit(&cases, kind, &mut weights);
            eprintln!("round {round}, {kind:?}: {} names, loss {loss:.4}", cases.len());
        }
    }
    for kind in [Kind::Organisation, Kind::Person] {
        let (scale, shift) = calibrate(&cases(&plain, kind, &weights), kind, &mut weights);
        eprintln!("{kind:?}: odds to the power of {scale:.2}, times {:.2}", shift.exp());
    }
    print!("{}", weights.write());
    Ok(())
}

/// Made-up actors that share all words but one with one of the list: brothers, factions and units, of which a list of
/// the well known has too few. A word is taken from the name after it.
fn namesakes(records: &[Record]) -> Vec<Record> {
    let mut namesakes = Vec::new();
    for (place, pair) in records.windows(2).enumerate().step_by(NAMESAKE_EVERY) {
        let [one, next] = pair else { continue };
        let mut words: Vec<&str> = one.name.split(' ').collect();
        let other: Vec<&str> = next.name.split(' ').collect();
        let (count, same_kind) = (words.len(), one.context.kind == next.context.kind);
        if count < 2 || other.len() < 2 || one.id == next.id || !same_kind || Half::of(&one.id) == Half::Test
        {
            continue;
        }
        // Persons share the last word more often, organisations the first.
        let from = if one.context.kind == Some(Kind::Person) { 0 } else { place % count };
        words[from] = other[from.min(other.len() - 1)];
        let mut namesake = Record::new(&format!("namesake-{place}"), &words.join(" "));
        namesake.context.kind = one.context.kind;
        namesakes.push(namesake);
    }
    namesakes
}

fn cases(records: &[Record], kind: Kind, weights: &Weights) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in 0..PARTS {
        let is_held = |(place, record): &(usize, &Record)| {
            place % PARTS == part
                && record.context.kind == Some(kind)
                && Half::of(&record.id) == Half::Training
        };
        let (held, rest): (Vec<_>, Vec<_>) = records.iter().enumerate().partition(is_held);
        let list: Vec<Record> = rest.into_iter().map(|record| record.1.clone()).collect();
        let index = Index::build_with(&list, weights.clone());
        let queries: Vec<Record> = held.iter().map(|record| record.1.clone()).collect();
        for (query, found) in queries.iter().zip(index.find_all(&queries)) {
            let (own, others): (Vec<_>, Vec<_>) = found
                .ranked
                .into_iter()
                .filter(|ranked| ranked.judged.veto.is_none())
                .partition(|ranked| index.id(ranked.entity) == query.id);
            let has_own = !own.is_empty();
            cases.push(Case {
                found: own.into_iter().chain(others).map(|r| r.judged.features).collect(),
                has_own,
            });
        }
    }
    cases
}

/// Fits the weights of a kind by Adam, all cases at each step; gives the mean loss.
fn fit(cases: &[Case], kind: Kind, weights: &mut Weights) -> f32 {
    let size = Feature::ALL.len();
    let mut now: Vec<f32> = Feature::ALL.iter().map(|&feature| weights.of(kind, feature)).collect();
    let (mut mean, mut square) = (vec![0.0_f32; size], vec![0.0_f32; size]);
    let mut loss = 0.0;
    for step in 1..=STEPS {
        let mut gradient: Vec<f32> = now.iter().map(|weight| PULL * weight).collect();
        loss = 0.0;
        let mut total = 0.0;
        for case in cases {
            let own = case.has_own.then_some(0);
            for (from, own, share) in [(0, own, 1.0), (usize::from(case.has_own), None, ABSENT)] {
                loss += share * descend(&case.found[from..], own, share, &now, &mut gradient);
                total += share;
            }
        }
        loss /= total;
        let rate = 0.05 * (1.0 - step as f32 / (STEPS + 1) as f32);
        for place in 0..size {
            let slope =
                if place == 0 { gradient[place] - PULL * now[place] } else { gradient[place] } / total;
            mean[place] = 0.9 * mean[place] + 0.1 * slope;
            square[place] = 0.999 * square[place] + 0.001 * slope * slope;
            let (mean, square) = (
                mean[place] / (1.0 - 0.9_f32.powi(step as i32)),
                square[place] / (1.0 - 0.999_f32.powi(step as i32)),
            );
            now[place] -= rate * mean / (square.sqrt() + 1e-8);
            now[place] = match sign(Feature::ALL[place]) {
                Sign::For => now[place].max(0.0),
                Sign::Against => now[place].min(0.0),
                Sign::Either => now[place],
            };
        }
    }
    for (feature, weight) in Feature::ALL.into_iter().zip(now) {
        weights.set(kind, feature, weight);
    }
    loss
}

/// Made-up namesakes teach what tells names apart, but no list has so many: what is learned is too careful. Scales and
/// shifts the logarithms of odds to what they come to in the list as it is, where one name in so many is nobody's.
fn calibrate(cases: &[Case], kind: Kind, weights: &mut Weights) -> (f32, f32) {
    const NOBODY: f32 = 0.1;
    let scores = |found: &[Features]| -> Vec<f32> {
        found.iter().map(|features| weights.log_odds(kind, features)).collect()
    };
    let mut tried: Vec<(Vec<f32>, Option<usize>, f32)> = Vec::new();
    for case in cases {
        tried.push((scores(&case.found), case.has_own.then_some(0), 1.0));
        tried.push((scores(&case.found[usize::from(case.has_own)..]), None, NOBODY));
    }
    let loss = |scale: f32, shift: f32| -> f32 {
        let of_one = |(scores, own, share): &(Vec<f32>, Option<usize>, f32)| {
            let odds = |score: &f32| (scale * score + shift).exp();
            let sum: f32 = 1.0 + scores.iter().map(odds).sum::<f32>();
            share * (sum.ln() - own.and_then(|own| scores.get(own)).map_or(0.0, |score| odds(score).ln()))
        };
        tried.iter().map(of_one).sum()
    };
    let scales = (8..=30).map(|scale| scale as f32 / 20.0);
    let options = scales.flat_map(|scale| (-30..=60).map(move |shift| (scale, shift as f32 / 20.0)));
    let best =
        options.map(|(scale, shift)| (loss(scale, shift), scale, shift)).min_by(|a, b| a.0.total_cmp(&b.0));
    let (_, scale, shift) = best.unwrap_or((0.0, 1.0, 0.0));
    for feature in Feature::ALL {
        weights.set(kind, feature, scale * weights.of(kind, feature));
    }
    weights.set(kind, Feature::Bias, weights.of(kind, Feature::Bias) + shift);
    (scale, shift)
}

/// What a number can say.
enum Sign {
    For,
    Against,
    Either,
}

/// What each number says whatever the list: what is alike never speaks against, what differs never for. Without this
/// the quirks of one list are learned, and other lists pay.
fn sign(feature: Feature) -> Sign {
    match feature {
        Feature::Shared
        | Feature::CoverLess
        | Feature::CoverMore
        | Feature::SameWords
        | Feature::SameLetters
        | Feature::Whole
        | Feature::Abbreviation2
        | Feature::Abbreviation3
        | Feature::Abbreviation4
        | Feature::RareLetters
        | Feature::Shuffled
        | Feature::Syllables
        | Feature::SameAbbreviation
        | Feature::Order
        | Feature::SameLast
        | Feature::MoreNames => Sign::For,
        Feature::LeftOne
        | Feature::OtherWords
        | Feature::Unlike
        | Feature::UnlikeMost
        | Feature::Translated
        | Feature::LooseLetters
        | Feature::Explained
        | Feature::OtherShort
        | Feature::OtherAbbreviation
        | Feature::OtherSort
        | Feature::KinSort
        | Feature::OtherPlace
        | Feature::MorePlace
        | Feature::MorePart
        | Feature::MoreNumber
        | Feature::OnlyKunya
        | Feature::OnlyGiven
        | Feature::InBrackets => Sign::Against,
        Feature::Bias | Feature::LeftBoth | Feature::OneWord | Feature::Initials => Sign::Either,
    }
}

/// Adds the slope of one case; gives its loss.
fn descend(found: &[Features], own: Option<usize>, share: f32, weights: &[f32], gradient: &mut [f32]) -> f32 {
    let scores: Vec<f32> =
        found.iter().map(|features| features.iter().zip(weights).map(|((_, n), w)| n * w).sum()).collect();
    let top = scores.iter().copied().fold(0.0, f32::max);
    let sum: f32 = (-top).exp() + scores.iter().map(|score| (score - top).exp()).sum::<f32>();
    for (place, (features, score)) in found.iter().zip(&scores).enumerate() {
        let error = (score - top).exp() / sum - if own == Some(place) { 1.0 } else { 0.0 };
        if error.abs() > 1e-5 {
            for ((_, number), slope) in features.iter().zip(gradient.iter_mut()) {
                *slope += share * error * number;
            }
        }
    }
    let right = own.map_or(0.0, |own| scores[own]);
    top + sum.ln() - right
}
