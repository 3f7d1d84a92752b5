//! Beliefs about simulated worlds with sides, beside the majority of sources.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../benches/simulator/mod.rs"]
mod simulator;

use retrospect_assess::{Settings, Starts, assess};
use simulator::score::{Score, score};
use simulator::{TRUE, World};

/// The scores of the majority and of the engine, for one play of a world.
fn play(world: &World) -> (Score, Score) {
    let played = world.play(1);
    let assessment = assess(&played.table, &Settings::default()).expect("the simulator makes whole tables");
    let majority = played.majority();
    let so = |object| assessment.probability(object, TRUE).unwrap_or(0.5);
    let believed: Vec<Option<f64>> =
        assessment.objects().zip(&majority).map(|(object, vote)| vote.map(|_| so(object))).collect();
    (score(&majority, &played.truth), score(&believed, &played.truth))
}

#[test]
fn partisans_are_seen_through() {
    let (majority, engine) = play(&World::default());
    assert!(majority.accuracy < 0.78, "the world is hard: {majority:?}");
    assert!(engine.accuracy >= 0.94 && engine.ece <= 0.025, "{engine:?}");
}

#[test]
fn wrong_labels_of_interest_and_camp_do_not_elect_a_faction() {
    let (_, engine) = play(&World { favour_noise: 0.2, camp_noise: 0.2, ..World::default() });
    assert!(engine.accuracy >= 0.92, "{engine:?}");
}

#[test]
fn the_smaller_camp_is_heard() {
    let (majority, engine) = play(&World::outnumbered());
    assert!(majority.accuracy < 0.7, "the world is hard: {majority:?}");
    assert!(engine.accuracy >= 0.86, "{engine:?}");
}

#[test]
fn an_honest_world_loses_nothing() {
    let (majority, engine) = play(&World::honest());
    assert!(engine.accuracy >= majority.accuracy - 0.005, "{majority:?} {engine:?}");
}

#[test]
fn beliefs_that_follow_the_larger_camp_are_not_surer_than_a_vote() {
    // Nearly all lie when the truth hurts and repeat their camp, none is neutral, and a fifth of all labels is random:
    // nothing decides.
    let noise = 0.2;
    let world = World {
        propositions: 60,
        sources: [24, 8, 0],
        lie: 0.9,
        admit: 0.03,
        repost: 0.6,
        favour_noise: noise,
        camp_noise: noise,
        ..World::default()
    };
    let (majority, engine) = play(&world);
    assert!(engine.accuracy < 0.7, "the world is undecided: {engine:?}");
    assert!(engine.sureness < majority.sureness, "{majority:?} {engine:?}");
    let trust = |world: &World| {
        let table = world.play(1).table;
        let settings = Settings { starts: Starts::One, ..Settings::default() };
        assess(&table, &settings).expect("the simulator makes whole tables").trust()
    };
    assert!(trust(&world) < 0.5);
    // Where the neutral and the labels decide, nothing is drawn back.
    assert_eq!([World::default(), World::mild()].map(|world| trust(&world)), [1.0; 2]);
}
