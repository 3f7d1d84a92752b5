//! Scores the engine on simulated crowds without sides beside the majority; with a folder as argument it writes the tables
//! there as CSV for other programs.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "it prints a table, or fails")]

mod simulator;

use std::fmt::Write as _;

use retrospect_assess::{Gold, ObjectId, Settings, assess, score};
use simulator::crowd::{Crowd, kinds};

const SEEDS: u64 = 4;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    println!("{:14} {:>8}   {:>8} {:>6} {:>6}", "crowd", "majority", "engine", "ece", "rounds");
    let (mut votes, mut engines, mut count) = (0.0, 0.0, 0.0);
    for kind in kinds() {
        let (mut vote, mut engine, mut ece, mut rounds) = (0.0, 0.0, 0.0, 0);
        for seed in 0..SEEDS {
            let crowd = kind.play(seed);
            if let Some(folder) = &folder {
                let name = format!("{folder}/{}-{seed}.csv", kind.name.replace([' ', ','], ""));
                std::fs::write(name, csv(&crowd)).expect("the folder can be written to");
            }
            let assessment = assess(&crowd.table, &Settings::default()).expect("tables are whole");
            let golds: Vec<Gold> = (0..)
                .zip(&crowd.truth)
                .map(|(object, &value)| Gold { object: ObjectId(object), value: Some(value) })
                .collect();
            let of_engine = score(&assessment, &golds);
            vote += majority(&crowd) / SEEDS as f64;
            engine += of_engine.accuracy / SEEDS as f64;
            ece += of_engine.ece / SEEDS as f64;
            rounds += assessment.rounds();
        }
        println!("{:14} {vote:8.3}   {engine:8.3} {ece:6.3} {:6}", kind.name, rounds / SEEDS as usize);
        votes += vote;
        engines += engine;
        count += 1.0;
    }
    println!("{:14} {:8.4}   {:8.4}", "mean", votes / count, engines / count);
}

/// The tie-fair share of objects with claims on which most sources are right.
fn majority(crowd: &Crowd) -> f64 {
    let mut votes: Vec<Vec<(u32, u32)>> = vec![Vec::new(); crowd.truth.len()];
    for claim in &crowd.table.claims {
        let votes = &mut votes[claim.object.index()];
        match votes.iter_mut().find(|(value, _)| *value == claim.value.0) {
            Some((_, count)) => *count += 1,
            None => votes.push((claim.value.0, 1)),
        }
    }
    let (mut right, mut all) = (0.0, 0.0);
    for (votes, truth) in votes.iter().zip(&crowd.truth).filter(|(votes, _)| !votes.is_empty()) {
        let most = votes.iter().map(|&(_, count)| count).max().unwrap_or_default();
        let tops: Vec<u32> = votes.iter().filter(|vote| vote.1 == most).map(|vote| vote.0).collect();
        all += 1.0;
        right += if tops.contains(&truth.0) { 1.0 / tops.len() as f64 } else { 0.0 };
    }
    right / all
}

fn csv(crowd: &Crowd) -> String {
    let mut text = "source,object,value,gold\n".to_owned();
    for claim in &crowd.table.claims {
        let gold = crowd.truth[claim.object.index()].0;
        let _ = writeln!(text, "s{},o{},v{},v{gold}", claim.source.0, claim.object.0, claim.value.0);
    }
    text
}
