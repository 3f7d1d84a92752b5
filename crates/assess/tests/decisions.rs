//! What an analyst decides, what is known by a day, what comes later: pins, grades, as-of, chains and live assessments.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../benches/simulator/mod.rs"]
mod simulator;

use retrospect_assess::{
    Assessment, CampId, Claim, Domain, Grade, Live, ObjectId, Pin, Settings, SourceId, Table, ValueId, assess,
};

use simulator::crowd::Kind;

/// Claims as `(source, object, value)`, on a closed list.
fn table(claims: &[(u32, u32, u32)]) -> Table {
    let count = |of: fn(&(u32, u32, u32)) -> u32| claims.iter().map(of).max().map_or(0, |most| most + 1);
    Table {
        sources: count(|claim| claim.0),
        objects: count(|claim| claim.1),
        values: count(|claim| claim.2).max(2),
        domain: Domain::Closed,
        claims: claims
            .iter()
            .map(|&(source, object, value)| Claim::new(SourceId(source), ObjectId(object), ValueId(value)))
            .collect(),
        ..Table::default()
    }
}

fn probability(table: &Table, object: u32, value: u32) -> f64 {
    let assessment = assess(table, &Settings::default()).expect("the table is whole");
    assessment.probability(ObjectId(object), ValueId(value)).expect("the object can have the value")
}

/// Three sources on thirty objects; the third contradicts the others on every third.
fn three() -> Vec<(u32, u32, u32)> {
    (0..30)
        .flat_map(|object| [(0, object, 1), (1, object, 1), (2, object, u32::from(object % 3 != 0))])
        .collect()
}

#[test]
fn a_pinned_answer_teaches_who_is_right() {
    let mut table = table(&three());
    let before = probability(&table, 0, 0);
    for object in (3..30).step_by(3) {
        table.pins.push(Pin::Answer { object: ObjectId(object), value: ValueId(0) });
    }
    assert!((probability(&table, 3, 0) - 1.0).abs() < 1e-9, "a pin is certain");
    assert!(probability(&table, 0, 0) > before, "who contradicted rightly is believed more");
    assert!((probability(&table.without_pins(), 0, 0) - before).abs() < 1e-12);
}

#[test]
fn a_pinned_reliability_counts_like_so_many_claims() {
    let mut table = table(&three());
    let before = probability(&table, 0, 0);
    for source in [0, 1] {
        table.pins.push(Pin::Right { source: SourceId(source), right: 0.5, claims: 300.0 });
    }
    table.pins.push(Pin::Right { source: SourceId(2), right: 0.95, claims: 300.0 });
    assert!(probability(&table, 0, 0) > before);
}

#[test]
fn who_is_pinned_as_a_copier_is_no_second_voice() {
    let said =
        |object: u32, source: u32| if object.is_multiple_of(2) && source > 2 { 0 } else { object / 2 % 2 };
    let claims: Vec<_> =
        (0..16).flat_map(|object| (0..5).map(move |source| (source, object, said(object, source)))).collect();
    let mut table = table(&claims);
    let before = probability(&table, 2, 1);
    for copier in [1, 2] {
        table.pins.push(Pin::Repeats { copier: SourceId(copier), root: SourceId(0) });
    }
    assert!(probability(&table, 2, 1) < before, "three against two becomes one against two");
}

#[test]
fn a_pinned_camp_replaces_the_labels() {
    let mut table = table(&three());
    table.camps = 1;
    let plain = assess(&table, &Settings::default()).expect("the table is whole");
    assert_eq!(plain.standings(SourceId(2))[0].camp, None);
    table.pins.push(Pin::Camp { source: SourceId(2), camp: Some(CampId(0)) });
    let pinned = assess(&table, &Settings::default()).expect("the table is whole");
    assert_eq!(pinned.standings(SourceId(2))[0].camp, Some(CampId(0)));
}

#[test]
fn new_sources_fare_like_those_of_their_grade() {
    // Values of their own for each object; ten sources of grade A are right, ten of grade E are not.
    let mut claims = Vec::new();
    for object in 0..60_u32 {
        claims.extend([
            (object % 10, object, 0),
            ((object + 3) % 10, object, 0),
            ((object + 7) % 10, object, 0),
        ]);
        claims.extend([
            (10 + object % 10, object, 1 + object % 3),
            (10 + (object + 5) % 10, object, 1 + (object + 1) % 3),
        ]);
    }
    claims.extend([(20, 60, 0), (21, 60, 1)]);
    let mut table = Table { domain: Domain::Open, ..table(&claims) };
    assert!((probability(&table, 60, 0) - probability(&table, 60, 1)).abs() < 0.5);
    let grade = |source| match source {
        0..10 | 20 => Grade::A,
        _ => Grade::E,
    };
    let before = probability(&table, 60, 0);
    table.grades = (0..22).map(|source| (SourceId(source), grade(source))).collect();
    assert!(probability(&table, 60, 0) > before, "the new source of grade A gains");
}

#[test]
fn the_answer_as_of_a_day_never_changes() {
    let mut table = table(&three());
    for (at, claim) in (0..).zip(&mut table.claims) {
        claim.asserted = Some(at / 3);
    }
    let as_of = |table: &Table| {
        let then = assess(&table.said_by(14), &Settings::default()).expect("the table is whole");
        then.objects()
            .flat_map(|object| then.beliefs(object))
            .map(|belief| belief.probability.to_bits())
            .collect()
    };
    let first: Vec<u64> = as_of(&table);
    let mut later = Claim::new(SourceId(2), ObjectId(0), ValueId(1));
    later.asserted = Some(99);
    table.claims.push(later);
    assert_eq!(first, as_of(&table));
    assert!(!first.is_empty());
}

#[test]
fn what_was_so_stays_so_between_reports() {
    let mut table = table(&[(0, 0, 1), (1, 0, 1), (0, 4, 1), (1, 4, 1), (2, 5, 0)]);
    table.objects = 6;
    table.chains = vec![(0..5).map(ObjectId).collect()];
    let between = probability(&table, 2, 1);
    assert!(between > 0.8, "nobody speaks of the middle, but of before and after: {between}");
    let assessment = assess(&table, &Settings::default()).expect("the table is whole");
    let why = assessment.explain(ObjectId(0)).expect("it is claimed");
    let sum = why.prior + why.doubt + why.neighbours + why.shares.iter().map(|share| share.nats).sum::<f64>();
    assert!(why.neighbours > 0.0 && (sum - why.log_odds).abs() < 1e-9, "{why:?}");
}

#[test]
fn a_claim_that_comes_later_moves_beliefs_as_a_full_run_would() {
    let mut crowd = Kind::of_size(20_000).play(5).table;
    let last = crowd.claims.swap_remove(777);
    let mut live = Live::new(assess(&crowd, &Settings::default()).expect("the table is whole"));
    let before = live.assessment().probability(last.object, last.value).expect("the object can have it");
    live.add(&last, crowd.claims.len() as u32).expect("source, object and value are known");
    let after = live.assessment().probability(last.object, last.value).expect("the object can have it");
    assert!(after >= before, "a claim speaks for its value");
    crowd.claims.push(last);
    let full = assess(&crowd, &Settings::default()).expect("the table is whole");
    let far = full.objects().flat_map(|object| (0..4).map(move |value| (object, ValueId(value)))).filter(
        |&(object, value)| {
            let of = |assessment: &Assessment| {
                assessment.probability(object, value).expect("the object can have it")
            };
            (of(&full) - of(live.assessment())).abs() > 0.01
        },
    );
    assert!(far.count() <= 10, "of 10,000 beliefs");
    let unknown = Claim::new(SourceId(999), ObjectId(0), ValueId(0));
    assert!(live.add(&unknown, 0).is_err());
}
