//! Laws of explanations: shares sum to the log-odds, and what a belief hangs on is what it hangs on.

#[path = "../benches/simulator/mod.rs"]
mod simulator;

use proptest::prelude::*;
use retrospect_assess::{
    CampId, Claim, Domain, Favour, ObjectId, Settings, SourceId, Stance, Table, ValueId, assess,
};
use simulator::World;

/// Any small table: closed or open, with or without camps, stakes, denials and doubts.
fn tables() -> impl Strategy<Value = Table> {
    let claim = (0..6_u32, 0..5_u32, 0..4_u32, 0..3_u32, any::<bool>(), 1..=4_u8);
    let claims = prop::collection::vec(claim, 1..40);
    let favours = prop::collection::vec((0..5_u32, 0..4_u32, 0..2_u32), 0..8);
    (claims, favours, 2..=4_u32, any::<bool>(), any::<bool>()).prop_map(
        |(claims, favours, values, is_open, are_camps)| {
            let mut table = Table {
                sources: 6,
                objects: 5,
                values,
                camps: if are_camps { 2 } else { 0 },
                domain: if is_open { Domain::Open } else { Domain::Closed },
                ..Table::default()
            };
            for (source, object, value, camp, is_denied, trust) in claims {
                let mut claim = Claim::new(SourceId(source), ObjectId(object), ValueId(value % values));
                claim.camp = (are_camps && camp > 0).then(|| CampId(camp - 1));
                claim.stance = if is_denied && source == 0 { Stance::Denied } else { Stance::Asserted };
                claim.trust = f32::from(trust) / 4.0;
                table.claims.push(claim);
            }
            if are_camps {
                let favour = |(object, value, camp): (u32, u32, u32)| Favour {
                    object: ObjectId(object),
                    value: ValueId(value % values),
                    camp: CampId(camp),
                };
                table.favours = favours.into_iter().map(favour).collect();
            }
            table
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn shares_sum_to_the_log_odds(table in tables()) {
        let assessment = assess(&table, &Settings::default()).expect("the table is whole");
        for object in assessment.objects() {
            let Some(why) = assessment.explain(object) else { continue };
            let sum = why.prior + why.doubt + why.shares.iter().map(|share| share.nats).sum::<f64>();
            prop_assert!((sum - why.log_odds).abs() < 1e-9, "{why:?}");
            if table.favours.is_empty() {
                prop_assert!(why.doubt.abs() < 1e-9, "nothing is in doubt without stakes: {why:?}");
            }
            let probability = assessment.probability(object, why.value).expect("the object can have it");
            prop_assert!((probability - why.probability.clamp(0.01, 0.99)).abs() < 1e-9);
        }
    }

    #[test]
    fn beliefs_are_probabilities_within_bounds(table in tables()) {
        let assessment = assess(&table, &Settings::default()).expect("the table is whole");
        for object in assessment.objects() {
            let beliefs = assessment.beliefs(object);
            prop_assert!(beliefs.iter().all(|belief| (0.01 - 1e-12..=0.99).contains(&belief.probability)), "{beliefs:?}");
        }
    }
}

#[test]
fn a_belief_falls_without_what_it_hangs_on_and_stands_without_less() {
    let played = World { propositions: 60, ..World::default() }.play(3);
    let assessment = assess(&played.table, &Settings::default()).expect("the simulator makes whole tables");
    let mut seen = 0;
    for object in assessment.objects() {
        let Some(why) = assessment.explain(object) else { continue };
        if why.hangs_on.is_empty() {
            continue;
        }
        seen += 1;
        for source in &why.without_sources {
            let claims: Vec<usize> =
                why.shares.iter().filter(|share| share.source == source.0).map(|share| share.claim).collect();
            let is_enough = source.1 < 0.5 - 1e-9;
            let is_smaller = claims.len() < why.hangs_on.len();
            assert!(!(is_enough && is_smaller), "{source:?} alone overturns {why:?}");
        }
    }
    assert!(seen > 20, "most beliefs hang on something");
}
