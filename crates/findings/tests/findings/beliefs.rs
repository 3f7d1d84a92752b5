//! Beliefs of small cases: sides, interests, and laws.

use proptest::prelude::*;
use retrospect_findings::{Answer, Asked, OpenCase};
use retrospect_knowledge::Gazetteer;

use crate::made::{case, case_of, claim, clocks, ontology};

fn open(history: &str) -> OpenCase {
    OpenCase::of(case(history), Gazetteer::default(), ontology())
}

/// Each question's words with how likely it is, in their order.
fn believed(asked: &Asked<'_>) -> Vec<(String, f64)> {
    let beliefs = asked.beliefs().unwrap();
    beliefs.questions().map(|(at, question)| (question.words.clone(), beliefs.probability(at))).collect()
}

fn of(history: &str, said_by: &str, words: &str) -> f64 {
    let open = open(history);
    let asked = open.ask(clocks(said_by, None)).unwrap();
    let found = believed(&asked);
    found.iter().find(|(own, _)| own == words).unwrap_or_else(|| panic!("{words} is not in {found:?}")).1
}

const TWO_CAMPS: &str = "
    2015-01-01 | x | pledge  | South fighters > South | 2015-01-01 |
    2015-01-01 | x | pledge  | Jan > North    | 2015-01-01 |
    2015-01-02 | x | attack  | South > North  | 2015-01-02 |
    2015-05-08 | pro-South account | withdraw | North @ Belkhara | ../2015-05-08 |
    2015-05-11 | pro-North account | publish  | North @ Belkhara | 2015-05-11 |
";
const GONE: &str = "North and its side were gone from Belkhara";

#[test]
fn who_admits_its_own_loss_is_believed() {
    let before = of(TWO_CAMPS, "2015-05-31", GONE);
    assert!((0.45..=0.55).contains(&before), "{before}");
    let by_foe = format!("{TWO_CAMPS} 2015-06-02 | South | withdraw | North @ Belkhara | 2015-05 |");
    let by_own = format!("{TWO_CAMPS} 2015-06-02 | Jan | withdraw | North @ Belkhara | 2015-05 |");
    let (by_foe, by_own) = (of(&by_foe, "2015-06-30", GONE), of(&by_own, "2015-06-30", GONE));
    assert!(by_own > by_foe + 0.05, "against interest {by_own}, in its own {by_foe}");
    assert!(by_foe > before);
}

#[test]
fn whoever_says_both_has_said_the_last() {
    let history = "
        2015-07-15 | Council | lead | Omar > Council | 2015-07-15 |
        2015-07-30 | Council | die  | Omar           | 2013-04-23 |
    ";
    assert!(of(history, "", "Omar died") > 0.7);
    let open = open(history);
    let asked = open.ask(clocks("", None)).unwrap();
    let relation = asked.relation("leadership").unwrap();
    let answer = Answer::of(&asked, relation, None, "2015-07-16".parse().unwrap()).unwrap();
    assert!(
        answer.to_json()["episodes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|episode| episode["probability"].is_number())
    );
}

#[test]
fn denials_speak_against_and_repetitions_say_nothing_new() {
    let base = "2015-01-02 | a | pledge | North > South | 2015-01-02 |";
    let words = "North was pledged to South";
    let once = of(base, "", words);
    let denied =
        of(&format!("{base}\n2015-01-03 | b | pledge | North > South | 2015-01-02 | denied"), "", words);
    let again = of(&format!("{base}\n2015-01-03 | a | pledge | North > South | 2015-01-02 |"), "", words);
    let second = of(&format!("{base}\n2015-01-03 | c | pledge | North > South | 2015-01-02 |"), "", words);
    assert!(
        denied < once && (again - once).abs() < 0.02 && second > once + 0.05,
        "{once} {denied} {again} {second}"
    );
}

/// A line of a small world, said in the first half of the year.
fn line() -> impl Strategy<Value = String> {
    let who = prop::sample::select(&["A", "B", "C", "pro-A account", "D"][..]);
    let kind = prop::sample::select(
        &["pledge", "lead", "attack", "die", "withdraw", "control", "destroy", "publish"][..],
    );
    let stance = prop::sample::select(&["", "", "denied", "alleged", "predicted"][..]);
    (1..28_u32, who.clone(), kind, who.clone(), who, 1..28_u32, stance).prop_map(
        |(said, voice, kind, actor, target, day, stance)| {
            format!(
                "2015-03-{said:02} | {voice} | {kind} | {actor} > {target} @ P | 2015-02-{day:02} | {stance}"
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is said later changes no probability as of an earlier day, to the bit.
    #[test]
    fn later_words_change_no_earlier_belief(lines in prop::collection::vec(line(), 1..12), later in prop::collection::vec(line(), 1..5)) {
        let early = lines.join("\n");
        let later: Vec<String> = later.iter().map(|line| line.replacen("2015-03", "2015-09", 1)).collect();
        let first = believed(&open(&early).ask(clocks("2015-04-01", None)).unwrap());
        let all = open(&format!("{early}\n{}", later.join("\n")));
        let then = believed(&all.ask(clocks("2015-04-01", None)).unwrap());
        prop_assert_eq!(&first, &then);
        for (_, probability) in believed(&all.ask(clocks("", None)).unwrap()) {
            prop_assert!((0.01..=0.99).contains(&probability));
        }
    }

    /// In whatever order claims come in, each question is asked and answered in the same way, to the bit.
    #[test]
    fn the_order_of_intake_changes_no_belief(
        (lines, order) in prop::collection::vec(line(), 2..14).prop_flat_map(|lines| {
            let order: Vec<usize> = (0..lines.len()).collect();
            (Just(lines), Just(order).prop_shuffle())
        }),
    ) {
        let claims: Vec<_> = lines.iter().enumerate().map(|(number, line)| claim(line, number)).collect();
        let shuffled: Vec<_> = order.iter().map(|at| claims[*at].clone()).collect();
        let [first, other] = [claims, shuffled].map(|claims| {
            let open = OpenCase::of(case_of(&claims), Gazetteer::default(), ontology());
            let mut found = believed(&open.ask(clocks("", None)).unwrap());
            found.sort_by(|one, two| one.0.cmp(&two.0).then(one.1.total_cmp(&two.1)));
            found
        });
        prop_assert_eq!(first, other);
    }

    /// Prior, doubt and shares are the log-odds.
    #[test]
    fn shares_sum_to_the_log_odds(lines in prop::collection::vec(line(), 1..12)) {
        let open = open(&lines.join("\n"));
        let asked = open.ask(clocks("", None)).unwrap();
        let beliefs = asked.beliefs().unwrap();
        for (question, _) in beliefs.questions() {
            let belief = beliefs.belief(question).unwrap();
            let sum = belief.prior + belief.doubt + belief.shares.iter().map(|share| share.nats).sum::<f64>();
            prop_assert!((sum - belief.log_odds).abs() < 1e-9);
        }
    }
}
