//! Laws that hold for every history.

use proptest::prelude::*;
use retrospect_model::{Claim, Clocks, Day, Limit, Seq};
use retrospect_network::Episode;
use retrospect_store::{Case, ClaimQuery};

use crate::made::{case_of, claim, clocks, episodes, shown};

/// A claim of a small world: few actors and days, so that they meet. Days of saying may be before what is told of, as
/// sources have it.
fn any_claim() -> impl Strategy<Value = String> {
    let actors = prop::sample::select(&["A", "B", "C", "D"][..]);
    let kinds = prop::sample::select(
        &["pledge", "lead", "lead", "leave", "split", "ally", "attack", "destroy", "die", "found", "support"]
            [..],
    );
    let stances =
        prop::sample::select(&["asserted", "asserted", "asserted", "denied", "alleged", "predicted"][..]);
    let when = prop_oneof![
        (1_u8..29, 1_u8..13, 2000_u16..2004)
            .prop_map(|(day, month, year)| format!("{year}-{month:02}-{day:02}")),
        (2000_u16..2004).prop_map(|year| year.to_string()),
        (1_u8..13, 2000_u16..2004).prop_map(|(month, year)| format!("{year}-{month:02}/..")),
        (2000_u16..2002, 2002_u16..2004).prop_map(|(from, to)| format!("{from}/{to}")),
        Just(String::new()),
    ];
    let said = prop_oneof![
        8 => (1_u8..29, 1_u8..13, 2000_u16..2006).prop_map(|(day, month, year)| format!("{year}-{month:02}-{day:02}")),
        2 => (1_u8..13, 2000_u16..2006).prop_map(|(month, year)| format!("{year}-{month:02}")),
        1 => Just(String::new()),
    ];
    (said, kinds, actors.clone(), actors, when, stances).prop_map(
        |(said, kind, actor, target, when, stance)| {
            format!("{said} | V | {kind} | {actor} > {target} | {when} | {stance}")
        },
    )
}

fn any_history(most: usize) -> impl Strategy<Value = Vec<Claim>> {
    prop::collection::vec(any_claim(), 1..most)
        .prop_map(|lines| lines.iter().enumerate().map(|(number, line)| claim(line, number)).collect())
}

const RELATIONS: [&str; 5] = ["leadership", "allegiance", "alliance", "hostility", "existence"];

/// Every answer that a case can give on these clocks, as text that names no number of the case.
fn answers(case: &Case, clocks: &Clocks) -> Vec<String> {
    let mut answers = Vec::new();
    for relation in RELATIONS {
        for actor in ["A", "B", "C", "D"] {
            let episodes = episodes(case, relation, actor, clocks);
            let cited = |episode: &Episode| {
                let keys = episode.starts.iter().chain(episode.ends.iter()).map(|cited| cited.claim);
                let keys: Vec<_> = keys
                    .chain(episode.denials.iter().copied())
                    .chain(episode.contradicted_by.iter().copied())
                    .collect();
                let mut ids: Vec<String> =
                    case.claims_of(&keys).unwrap().iter().map(|kept| kept.claim.id().to_string()).collect();
                ids.sort();
                ids.join(" ")
            };
            // Between whom a relation without direction is, has no order either.
            let shown =
                shown(case, &episodes).into_iter().map(|line| match (relation, line.split_once(": ")) {
                    ("alliance" | "hostility", Some((pair, rest))) => {
                        let mut sides: Vec<&str> = pair.split(" > ").collect();
                        sides.sort_unstable();
                        format!("{} > {}: {rest}", sides[0], sides[1])
                    }
                    _ => line,
                });
            let shown: Vec<String> = shown.collect();
            let mut lines: Vec<String> = shown
                .iter()
                .zip(&episodes)
                .map(|(shown, episode)| format!("{relation} {shown} {}", cited(episode)))
                .collect();
            // Pairs are in the order of the case's numbers, which depend on what came first.
            lines.sort();
            answers.extend(lines);
        }
    }
    answers
}

fn days() -> impl Strategy<Value = Day> {
    (0_i64..2_500).prop_map(|days| Day::from_civil(1999, 6, 1).unwrap().plus_days(days))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_said_later_changes_no_earlier_said_by_answer(history in any_history(14), day in days()) {
        let said_by = |claim: &Claim| {
            claim.asserted.as_ref().is_some_and(|said| said.bounds().latest_end() <= Limit::On(day))
        };
        let earlier: Vec<Claim> = history.iter().filter(|claim| said_by(claim)).cloned().collect();
        let clocks = Clocks { said_by: Some(day), ..Clocks::default() };
        prop_assert_eq!(answers(&case_of(&history), &clocks), answers(&case_of(&earlier), &clocks));
    }

    #[test]
    fn recording_changes_no_earlier_recorded_by_answer(history in any_history(14), cut in 0_usize..14) {
        let cut = cut.min(history.len());
        let clocks = clocks("", Some(cut as u64));
        let (all, before) = (case_of(&history), case_of(&history[..cut]));
        prop_assert_eq!(answers(&all, &clocks), answers(&before, &clocks));
        let ids = |case: &Case| {
            let mut ids = Vec::new();
            case.claims(&ClaimQuery { clocks, ..ClaimQuery::default() }, |kept| { ids.push(kept.claim.id()); true }).unwrap();
            ids
        };
        prop_assert_eq!(ids(&all), ids(&before));
    }

    #[test]
    fn the_order_of_intake_changes_no_answer(history in any_history(14), seed in any::<u64>(), day in days()) {
        let mut shuffled = history.clone();
        // Fisher and Yates, with a generator small enough to be read.
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        let (one, other) = (case_of(&history), case_of(&shuffled));
        for said_by in [None, Some(day)] {
            let clocks = Clocks { said_by, ..Clocks::default() };
            prop_assert_eq!(answers(&one, &clocks), answers(&other, &clocks));
        }
    }

    #[test]
    fn a_replayed_case_is_equal_byte_for_byte(history in any_history(20)) {
        let export = |case: &Case| {
            let mut bytes = Vec::new();
            case.export(&mut bytes).unwrap();
            bytes
        };
        let case = case_of(&history);
        let lines = export(&case);
        let mut replayed = Case::in_memory().unwrap();
        replayed.import(&lines[..], retrospect_model::Instant::from_unix_millis(0), |_| {}).unwrap();
        prop_assert_eq!(export(&replayed), lines);
        for seq in [Seq(history.len() as u64 / 2), Seq(history.len() as u64)] {
            let clocks = Clocks { recorded_by: Some(seq), ..Clocks::default() };
            prop_assert_eq!(answers(&case, &clocks), answers(&replayed, &clocks));
        }
    }

    #[test]
    fn one_actors_answer_is_that_of_everybodys(history in any_history(14), day in days()) {
        use retrospect_network::{ActorKey, EachName, Law, Ledger};
        let case = case_of(&history);
        let ontology = crate::made::ontology();
        for relation in RELATIONS {
            let law = || Law::of(&ontology, ontology.relation(relation).unwrap(), &case).unwrap();
            let everybody = Ledger::load(&case, law(), &EachName, None).unwrap().episodes(Some(day));
            for actor in ["A", "B", "C", "D"] {
                let Some(key) = case.name_key(actor).unwrap() else { continue };
                let of_all: Vec<&Episode> =
                    everybody.iter().filter(|episode| episode.pair.has(ActorKey(key.number()))).collect();
                let clocks = Clocks { said_by: Some(day), ..Clocks::default() };
                let own = episodes(&case, relation, actor, &clocks);
                prop_assert_eq!(own.iter().collect::<Vec<_>>(), of_all);
            }
        }
    }

    #[test]
    fn a_question_about_a_day_leaves_out_what_did_not_hold(history in any_history(20), day in days(), said in days()) {
        use retrospect_model::Truth;
        use retrospect_network::{ActorKey, EachName, Law, Ledger, Question};
        let case = case_of(&history);
        let ontology = crate::made::ontology();
        for relation in RELATIONS {
            let law = Law::of(&ontology, ontology.relation(relation).unwrap(), &case).unwrap();
            let ledger = Ledger::load(&case, law, &EachName, None).unwrap();
            let mut of_all = ledger.episodes(Some(said));
            of_all.retain(|episode| episode.holds_on(day) != Truth::No);
            let question = Question { on: Some(day), said_by: Some(said), whose: None };
            prop_assert_eq!(&ledger.ask(&question), &of_all);
            for actor in ["A", "B", "C", "D"] {
                let Some(key) = case.name_key(actor).unwrap() else { continue };
                let whose = Some(ActorKey(key.number()));
                let own: Vec<Episode> =
                    of_all.iter().filter(|episode| whose.is_some_and(|actor| episode.pair.has(actor))).cloned().collect();
                prop_assert_eq!(ledger.ask(&Question { whose, ..question }), own);
            }
        }
    }

    #[test]
    fn a_ledger_that_catches_up_is_that_of_the_whole_case(history in any_history(20), cut in 0_usize..20) {
        use retrospect_network::{EachName, Law, Ledger};
        let cut = cut.min(history.len());
        let mut case = case_of(&history[..cut]);
        let ontology = crate::made::ontology();
        let law = |relation, case: &Case| Law::of(&ontology, ontology.relation(relation).unwrap(), case).unwrap();
        let load = |relation, case: &Case| Ledger::load(case, law(relation, case), &EachName, None).unwrap();
        let mut ledgers = RELATIONS.map(|relation| load(relation, &case));
        let mut writer = case.write(retrospect_model::Instant::from_unix_millis(1_000_000)).unwrap();
        for claim in &history[cut..] {
            writer.claim(claim).unwrap();
        }
        writer.commit().unwrap();
        for (ledger, relation) in ledgers.iter_mut().zip(RELATIONS) {
            ledger.catch_up(&case, &EachName).unwrap();
            prop_assert_eq!(ledger.episodes(None), load(relation, &case).episodes(None));
        }
    }
}
