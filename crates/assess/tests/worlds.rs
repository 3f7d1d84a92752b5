//! Beliefs about simulated worlds with sides, beside the majority of sources.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../benches/simulator/mod.rs"]
mod simulator;

use retrospect_assess::{Settings, assess};
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
