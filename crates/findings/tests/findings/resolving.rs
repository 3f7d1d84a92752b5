//! Who is who in a case: the same whatever came first, whatever was resolved before, and whatever was merged and split.

use proptest::prelude::*;
use retrospect_findings::{Answer, OpenCase};
use retrospect_knowledge::Gazetteer;
use retrospect_knowledge::gazetteer::{Case as Written, NameKind, Standing};
use retrospect_model::{Claim, Clocks, Instant};
use retrospect_store::{Case, Judgement, JudgementId};

use crate::made;

/// Two known actors, one of them with an ambiguous name.
fn known() -> Gazetteer {
    let mut known = Gazetteer::default();
    let organisation = NameKind::Organisation;
    known.add_listed("Harrun Liberation Front", Written::Capital, organisation, 0, Standing::Usual);
    known.add_listed("HLF", Written::Exact, organisation, 0, Standing::Other);
    known.add_listed("Jaysh al-Sefa", Written::Capital, organisation, 1, Standing::Usual);
    known.add_listed("The Lions", Written::Capital, organisation, 1, Standing::Ambiguous);
    known
}

fn open(case: Case) -> OpenCase {
    OpenCase::of(case, known(), made::ontology())
}

fn record(case: &mut Case, second: i64, claim: &Claim) {
    let mut writer = case.write(Instant::from_unix_millis(second * 1_000)).unwrap();
    writer.claim(claim).unwrap();
    writer.commit().unwrap();
}

/// The names of each actor, in an order of their own.
fn groups(open: &OpenCase, clocks: Clocks) -> Vec<Vec<String>> {
    let asked = open.ask(clocks).unwrap();
    let mut groups: Vec<Vec<String>> = asked
        .names
        .actors()
        .map(|actor| {
            let mut names = asked.names.written(actor);
            names.sort();
            names
        })
        .collect();
    groups.sort();
    groups
}

fn waiting(open: &OpenCase) -> Vec<(String, String)> {
    let asked = open.ask(Clocks::default()).unwrap();
    asked.names.queue().into_iter().map(|pair| (pair.one, pair.other)).collect()
}

const NAMES: [&str; 14] = [
    "Harrun Liberation Front",
    "HLF",
    "Front for the Liberation of Harrun",
    "Jaysh al-Sefa",
    "Army of Sefa",
    "The Lions",
    "Uthman Ghazi",
    "Usman Gazi",
    "Abu Umar",
    "Abu Umar al-Belkhari",
    "Abu Omar al-Tilali",
    "Belkhara Column",
    "fighters",
    "Jaysh al-Sefa (HLF)",
];

fn claim(number: usize, one: usize, other: usize, kind: &str) -> Claim {
    let (one, other) = (NAMES[one % NAMES.len()], NAMES[other % NAMES.len()]);
    let day = format!("2015-{:02}-{:02}", number % 12 + 1, number % 28 + 1);
    made::claim(&format!("{day} | {} | {kind} | {one} > {other} | {day} |", NAMES[(number * 5) % 14]), number)
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let kind = prop_oneof![Just("pledge"), Just("attack"), Just("lead"), Just("alias"), Just("die")];
    proptest::collection::vec((0..14_usize, 0..14_usize, kind), 1..14).prop_map(|drafts| {
        let numbered = drafts.into_iter().enumerate();
        numbered.map(|(number, (one, other, kind))| claim(number, one, other, kind)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn one_document_after_another_gives_what_a_full_run_gives(claims in claims()) {
        let mut growing = open(Case::in_memory().unwrap());
        for (second, claim) in (0..).zip(&claims) {
            record(&mut growing.case, second, claim);
            let now = groups(&growing, Clocks::default());
            let so_far: Vec<Claim> = claims.iter().take(usize::try_from(second).unwrap() + 1).cloned().collect();
            let full = open(made::case_of(&so_far));
            prop_assert_eq!(&now, &groups(&full, Clocks::default()));
            prop_assert_eq!(waiting(&growing), waiting(&full));
        }
        let mut backwards = claims.clone();
        backwards.reverse();
        let other = open(made::case_of(&backwards));
        prop_assert_eq!(groups(&growing, Clocks::default()), groups(&other, Clocks::default()));
    }

    #[test]
    fn what_is_said_later_changes_nobody_as_of_earlier(claims in claims(), day in 1_u8..28) {
        let said_by = format!("2015-06-{day:02}").parse().unwrap();
        let clocks = Clocks { said_by: Some(said_by), ..Clocks::default() };
        let is_said = |claim: &&Claim| {
            claim.asserted.as_ref().is_some_and(|said| said.bounds().latest_end() <= said_by.into())
        };
        let earlier: Vec<Claim> = claims.iter().filter(is_said).cloned().collect();
        let (all, earlier) = (open(made::case_of(&claims)), open(made::case_of(&earlier)));
        prop_assert_eq!(groups(&all, clocks), groups(&earlier, Clocks::default()));
    }
}

fn judge(
    case: &mut Case,
    second: i64,
    kind: &str,
    pair: (&str, &str),
    undoes: Option<JudgementId>,
) -> JudgementId {
    let mut writer = case.write(Instant::from_unix_millis(second * 1_000)).unwrap();
    let judgement = Judgement {
        author: "analyst".to_owned(),
        kind: kind.to_owned(),
        payload: serde_json::json!({ "one": pair.0, "other": pair.1 }),
        reason: format!("test {second}"),
        undoes,
    };
    let (id, _) = writer.judgement(&judgement).unwrap();
    writer.commit().unwrap();
    id
}

/// All actors, the queue, and an answer in words.
fn all_answers(open: &OpenCase) -> (Vec<Vec<String>>, Vec<(String, String)>, String) {
    let asked = open.ask(Clocks::default()).unwrap();
    let relation = asked.relation("allegiance").unwrap();
    let answer = Answer::of(&asked, relation, None, "2015-08-01".parse().unwrap()).unwrap();
    (groups(open, Clocks::default()), waiting(open), answer.text().unwrap())
}

#[test]
fn a_thousand_merges_and_splits_leave_a_case_as_never_merged() {
    let claims: Vec<Claim> = (0..14)
        .map(|number| claim(number, number, number * 3 + 1, if number % 3 == 0 { "lead" } else { "pledge" }))
        .collect();
    let mut open = open(made::case_of(&claims));
    let never = all_answers(&open);
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let (mut made, mut second, mut changed) = (Vec::new(), 100, 0);
    for round in 0..1_000 {
        let pair = (NAMES[random(NAMES.len())], NAMES[random(NAMES.len())]);
        if pair.0 == pair.1 {
            continue;
        }
        let kind = if round % 3 == 0 { "split" } else { "same" };
        second += 1;
        made.push(judge(&mut open.case, second, kind, pair, None));
        // Some are taken back at once, some later and in another order.
        while made.len() > 6 || (!made.is_empty() && random(3) == 0) {
            let id = made.swap_remove(random(made.len()));
            second += 1;
            judge(&mut open.case, second, "undo", ("", ""), Some(id));
        }
        if round % 100 == 0 {
            changed += usize::from(all_answers(&open) != never);
        }
    }
    assert!(changed > 0, "judgements decide nothing");
    while let Some(id) = made.pop() {
        second += 1;
        judge(&mut open.case, second, "undo", ("", ""), Some(id));
    }
    assert_eq!(all_answers(&open), never);
}

#[test]
fn names_are_put_together_by_rule_and_apart_by_hard_nos() {
    let claims: Vec<Claim> = (0..14).map(|number| claim(number, number, number + 5, "pledge")).collect();
    let open = open(made::case_of(&claims));
    let groups = groups(&open, Clocks::default());
    let together = |one: &str, other: &str| {
        groups
            .iter()
            .any(|group| group.iter().any(|name| name == one) && group.iter().any(|name| name == other))
    };
    assert!(together("HLF", "Harrun Liberation Front"), "{groups:?}");
    assert!(together("Front for the Liberation of Harrun", "HLF"), "{groups:?}");
    assert!(together("Army of Sefa", "Jaysh al-Sefa"), "{groups:?}");
    // A kunya that two others share, a label of two names, and a name that is nobody's by itself.
    assert!(!together("Abu Umar al-Belkhari", "Abu Omar al-Tilali"), "{groups:?}");
    assert!(!together("Abu Umar", "Abu Umar al-Belkhari") && !together("Abu Umar", "Abu Omar al-Tilali"));
    assert!(!together("Jaysh al-Sefa (HLF)", "HLF") && !together("Jaysh al-Sefa (HLF)", "Jaysh al-Sefa"));
    assert!(!together("The Lions", "Jaysh al-Sefa"));
    assert!(
        waiting(&open).contains(&("Jaysh al-Sefa".to_owned(), "Lions".to_owned())),
        "{:?}",
        waiting(&open)
    );
}
