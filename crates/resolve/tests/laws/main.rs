//! Laws of clusters and judgements, for any mentions, links and judgements.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use retrospect_resolve::clusters::{ActorId, Clusters, Link, Mention, Thresholds};
use retrospect_resolve::judgements::{Decision, Judgement, JudgementId};

const MENTIONS: u32 = 24;

type Linked = (Mention, Mention, Link);

fn link() -> impl Strategy<Value = Linked> {
    let link = prop_oneof![
        5 => (0.0_f32..1.0).prop_map(Link::Likely),
        5 => (0.9_f32..1.0).prop_map(Link::Likely),
        1 => Just(Link::Never),
    ];
    (0..MENTIONS, 0..MENTIONS, link).prop_map(|(a, b, link)| (Mention(a.min(b)), Mention(a.max(b)), link))
}

/// Links of which each pair has one.
fn links() -> impl Strategy<Value = Vec<Linked>> {
    proptest::collection::vec(link(), 0..80).prop_map(|links| {
        let unique: BTreeMap<(Mention, Mention), Link> =
            links.into_iter().filter(|(a, b, _)| a != b).map(|(a, b, link)| ((a, b), link)).collect();
        unique.into_iter().map(|((a, b), link)| (a, b, link)).collect()
    })
}

fn pairs(most: usize) -> impl Strategy<Value = Vec<(Mention, Mention)>> {
    let pair = (0..MENTIONS, 1..MENTIONS).prop_map(|(a, step)| (Mention(a), Mention((a + step) % MENTIONS)));
    proptest::collection::vec(pair, 0..most)
}

fn full(links: &[Linked]) -> Clusters {
    let mut clusters = Clusters::new(Thresholds::default());
    clusters.add((0..MENTIONS).map(Mention), links.iter().copied());
    clusters
}

fn judge(clusters: &mut Clusters, decision: Decision) -> JudgementId {
    clusters.judge(Judgement { decision, by: "analyst".to_owned(), reason: String::new() }).unwrap()
}

fn apart(actors: &BTreeMap<Mention, ActorId>, (a, b): (Mention, Mention)) -> bool {
    actors[&a] != actors[&b]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn adding_one_by_one_in_any_order_gives_what_a_full_run_gives(links in links(), seed in any::<u64>()) {
        let mut clusters = Clusters::new(Thresholds::default());
        let mut order: Vec<Linked> = links.clone();
        let mut state = seed | 1;
        for place in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            order.swap(place, (state >> 33) as usize % (place + 1));
        }
        for link in order {
            clusters.add([], [link]);
        }
        clusters.add((0..MENTIONS).map(Mention), []);
        prop_assert_eq!(clusters.actors(), full(&links).actors());
        prop_assert_eq!(clusters.queue(), full(&links).queue());
    }

    #[test]
    fn undoing_judgements_gives_back_exactly_what_was_before(links in links(), first in pairs(6), then in pairs(8)) {
        let mut clusters = full(&links);
        for (place, (a, b)) in first.into_iter().enumerate() {
            judge(&mut clusters, if place % 2 == 0 { Decision::Same(a, b) } else { Decision::Split(a, b) });
        }
        let before = (clusters.actors(), clusters.queue(), clusters.overruled());
        let mut made = Vec::new();
        for (place, (a, b)) in then.into_iter().enumerate() {
            let decision = if place % 3 == 0 { Decision::Split(a, b) } else { Decision::Same(a, b) };
            made.push(judge(&mut clusters, decision));
        }
        for id in made {
            judge(&mut clusters, Decision::Undo(id));
        }
        prop_assert_eq!((clusters.actors(), clusters.queue(), clusters.overruled()), before);
    }

    #[test]
    fn no_hard_no_and_no_later_split_stands_within_an_actor(links in links(), split in pairs(6), same in pairs(6)) {
        let mut clusters = full(&links);
        for (link, next) in links.iter().filter(|link| link.2 == Link::Never).zip(1..) {
            prop_assert!(apart(&clusters.actors(), (link.0, link.1)), "hard no {} within an actor", next);
        }
        for (a, b) in same {
            judge(&mut clusters, Decision::Same(a, b));
        }
        for (a, b) in split {
            judge(&mut clusters, Decision::Split(a, b));
            prop_assert!(apart(&clusters.actors(), (a, b)));
        }
        prop_assert!(clusters.journal().rulings().split.keys().all(|pair| apart(&clusters.actors(), *pair)));
    }
}

/// A thousand merges at random, each taken back by a split of the same mentions, leave the actors and the queue of a
/// case in which nobody merged anything; so do a thousand merges that are undone in another order.
#[test]
fn a_thousand_merges_and_splits_leave_what_was_never_merged() {
    let mut state = 11_u64;
    let mut random = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % below
    };
    const MANY: u32 = 120;
    let mut links: Vec<Linked> = Vec::new();
    for _ in 0..200 {
        let (a, b) = (random(MANY), random(MANY));
        let probability = 0.3 + 0.7 * (random(1_000) as f32) / 1_000.0;
        if a != b {
            links.push((Mention(a.min(b)), Mention(a.max(b)), Link::Likely(probability)));
        }
    }
    let mut never_merged = Clusters::new(Thresholds::default());
    never_merged.add((0..MANY).map(Mention), links.iter().copied());
    let (mut split, mut undone) = (never_merged.clone(), never_merged.clone());
    let actors = never_merged.actors();
    let mut made = Vec::new();
    let mut merges = 0;
    while merges < 1_000 {
        let pair = (Mention(random(MANY)), Mention(random(MANY)));
        if pair.0 == pair.1 || !apart(&actors, pair) {
            continue;
        }
        merges += 1;
        judge(&mut split, Decision::Same(pair.0, pair.1));
        assert!(!apart(&split.actors(), pair));
        judge(&mut split, Decision::Split(pair.0, pair.1));
        made.push(judge(&mut undone, Decision::Same(pair.0, pair.1)));
    }
    assert_eq!(split.actors(), actors);
    assert_ne!(undone.actors(), actors);
    while !made.is_empty() {
        let place = random(made.len() as u32) as usize;
        let id = made.swap_remove(place);
        judge(&mut undone, Decision::Undo(id));
    }
    assert_eq!(undone.actors(), actors);
    assert_eq!(undone.queue(), never_merged.queue());
    let open = |clusters: &Clusters| clusters.queue().len();
    assert!(open(&split) <= open(&never_merged), "what was judged is no longer asked");
}
