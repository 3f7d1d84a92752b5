//! Scores the engine on simulated worlds beside the majority of sources.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "it prints a table, or fails")]

mod simulator;

use retrospect_assess::{Settings, Starts, assess};
use simulator::score::{mean, score};
use simulator::{Played, TRUE, World};

fn main() {
    let noisy = |favour_noise, camp_noise| World { favour_noise, camp_noise, ..World::default() };
    let worlds = [
        ("mild", World::mild()),
        ("partisan", World::default()),
        ("reposts", World { repost: 0.6, ..World::default() }),
        ("outnumbered", World::outnumbered()),
        ("honest", World::honest()),
        ("labels 20%", noisy(0.2, 0.0)),
        ("camps 20%", noisy(0.0, 0.2)),
        ("both 20%", noisy(0.2, 0.2)),
        ("no neutrals", World { sources: [24, 8, 0], ..World::default() }),
        ("J=60", World { propositions: 60, ..World::default() }),
        ("J=30", World { propositions: 30, ..World::default() }),
        ("both, reposts", World { repost: 0.6, ..noisy(0.2, 0.2) }),
        ("defection", World { defection: true, ..World::default() }),
        ("sleepers", World { sleepers: 3, ..World::default() }),
    ];
    let mut settings = Settings::default();
    let mut only: Option<String> = None;
    for argument in std::env::args() {
        match argument.split_once('=') {
            Some(("B", nats)) => settings.camp_nats_max = nats.parse().unwrap_or(3.0),
            Some(("rho", right)) => settings.favour_label_right = right.parse().unwrap_or(1.0),
            Some(("world", name)) => only = Some(name.to_owned()),
            Some(("side", right)) => settings.camp_label_right = right.parse().unwrap_or(1.0),
            _ => {}
        }
    }
    if std::env::args().any(|argument| argument == "wide") {
        settings.starts = Starts::One;
        return wide(&settings);
    }
    println!(
        "{:14} {:>8} {:>7}   {:>8} {:>7} {:>7}  rounds",
        "world", "majority", "ece", "engine", "ece", "worst"
    );
    for (name, world) in worlds {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let mut votes = Vec::new();
        let mut beliefs = Vec::new();
        let mut rounds = 0;
        for seed in 0..8 {
            let played = world.play(seed);
            votes.push(score(&played.majority(), &played.truth));
            let (believed, r) = believe(&played, &settings);
            rounds += r;
            beliefs.push(score(&believed, &played.truth));
        }
        let ((vote, _), (belief, worst)) = (mean(&votes), mean(&beliefs));
        println!(
            "{name:14} {:8.3} {:7.3}   {:8.3} {:7.3} {worst:7.3}  {}",
            vote.accuracy,
            vote.ece,
            belief.accuracy,
            belief.ece,
            rounds / 8
        );
    }
}

fn believe(played: &Played, settings: &Settings) -> (Vec<Option<f64>>, usize) {
    let assessment = assess(&played.table, settings).expect("the simulator makes whole tables");
    let mut spoken = vec![false; played.truth.len()];
    played.table.claims.iter().for_each(|claim| spoken[claim.object.index()] = true);
    let believed = assessment.objects().map(|object| {
        let so = assessment.probability(object, TRUE).unwrap_or(0.5);
        spoken[object.index()].then_some(so)
    });
    (believed.collect(), assessment.rounds())
}

/// All combinations of how much is lied, repeated, mislabelled, how many are neutral and how much is said; prints the cells
/// in which beliefs are both worse and surer than the majority, and the means.
fn wide(settings: &Settings) {
    let (mut cells, mut worse, mut bad) = (0, 0, 0);
    let (mut votes, mut engines) = (0.0, 0.0);
    for (propositions, seeds) in [(30, 12), (60, 12), (2000, 2)] {
        for lie in [0.0, 0.3, 0.6, 0.9] {
            for repost in [0.0, 0.3, 0.6] {
                for neutrals in [0, 4, 10] {
                    for noise in [0.0, 0.1, 0.2] {
                        let world = World {
                            propositions,
                            sources: [24, 8, neutrals],
                            lie,
                            admit: if lie == 0.0 { 1.0 } else { (1.0 - lie) * 0.3 },
                            repost,
                            favour_noise: noise,
                            camp_noise: noise,
                            ..World::default()
                        };
                        let plays: Vec<_> = (0..seeds).map(|seed| world.play(seed)).collect();
                        let vote = plays.iter().map(|played| score(&played.majority(), &played.truth));
                        let (vote, _) = mean(&vote.collect::<Vec<_>>());
                        let engine =
                            plays.iter().map(|played| score(&believe(played, settings).0, &played.truth));
                        let (engine, _) = mean(&engine.collect::<Vec<_>>());
                        cells += 1;
                        votes += vote.accuracy;
                        engines += engine.accuracy;
                        worse += usize::from(engine.accuracy < vote.accuracy - 0.005);
                        if engine.accuracy < vote.accuracy - 0.005 && engine.sureness > vote.sureness {
                            bad += 1;
                            println!(
                                "J {propositions} lie {lie} repost {repost} neutrals {neutrals} noise {noise}: majority \
                                 {:.3} sure {:.3}, engine {:.3} sure {:.3}",
                                vote.accuracy, vote.sureness, engine.accuracy, engine.sureness
                            );
                        }
                    }
                }
            }
        }
    }
    let n = f64::from(cells);
    println!(
        "{cells} cells: mean accuracy of the majority {:.3}, of the engine {:.3}",
        votes / n,
        engines / n
    );
    println!("the engine is worse by more than 0.005 in {worse} cells, and surer, too, in {bad}");
}
