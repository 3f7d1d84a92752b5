//! A party that admits late, and accounts that contradict each other.

use retrospect_network::deception::{self, DeceptionWindow, Voiced};
use retrospect_network::{Dispute, EachName, Episode, Matter, Once, disputes};
use retrospect_store::Fact;

use crate::made::{case, clocks, episodes, facts};

const HISTORY: &str = "
    2011-05-12 | analyst | lead    | Omar > Taliban | 1996/..    |
    2014-03-01 | paper   | lead    | Omar > Taliban | 2014-03-01 |
    2015-07-15 | Taliban | lead    | Omar > Taliban | 2015-07-15 |
    2015-07-15 | Omar    | support | Omar > talks   | 2015-07-15 |
    2015-07-29 | Kabul   | die     | Omar           | 2013-04    |
    2015-07-30 | Taliban | die     | Omar           | 2013-04-23 |
    2015-08-20 | Taliban | lead    | Mansour > Taliban | 2015-08-20 |
";

fn windows(episodes: &[Episode], facts: &[Fact]) -> Vec<DeceptionWindow> {
    deception::windows(episodes, &Voiced::of(facts, &EachName), &EachName)
}

#[test]
fn a_partys_own_admission_opens_a_window() {
    let case = case(HISTORY);
    let episodes = episodes(&case, "leadership", "Taliban", &clocks("", None));
    let windows = windows(&episodes, &facts(&case, &clocks("", None)));
    assert_eq!(windows.len(), 1, "{windows:?}");
    let window = &windows[0];
    assert_eq!(crate::made::name(&case, window.party), "Taliban");
    assert_eq!(
        (window.from.0.to_string(), window.from.1.to_string()),
        ("2013-04-23".to_owned(), "2013-04-23".to_owned())
    );
    assert_eq!(window.until.1.to_string(), "2015-07-30");
    let numbers =
        |claims: &[retrospect_store::ClaimKey]| claims.iter().map(|claim| claim.number()).collect::<Vec<_>>();
    // What was said in his name is inside; the paper may rest on the party's word; what others said is not held
    // against the party.
    assert_eq!((numbers(&window.inside), numbers(&window.resting)), (vec![3, 4], vec![2]));
    assert_eq!(numbers(&window.admissions), [6]);
}

#[test]
fn no_admission_no_window() {
    let by_others = HISTORY.replace("2015-07-30 | Taliban | die", "2015-07-30 | Kabul | die");
    let case = case(&by_others);
    let episodes = episodes(&case, "leadership", "Taliban", &clocks("", None));
    assert_eq!(windows(&episodes, &facts(&case, &clocks("", None))), []);
    // Before it is said, there is none either.
    let early = clocks("2015-07-29", None);
    let case = crate::made::case(HISTORY);
    let before = crate::made::episodes(&case, "leadership", "Taliban", &early);
    assert_eq!(windows(&before, &facts(&case, &early)), []);
}

#[test]
fn disputes_are_over_whether_and_when() {
    let case = case(
        "
        2015-11-08 | taliban | destroy | > IMU | 2015-11-08 |
        2015-11-09 | imu     | destroy | > IMU | 2015-11    | denied
        2015-11-10 | x       | die     | A     | 2013-04-23 |
        2015-11-10 | y       | die     | A     | 2013-05    |
        2015-11-10 | z       | die     | A     | 2013       |
        2015-11-10 | z       | attack  | A > B | 2012-01-01 |
        2015-11-10 | y       | attack  | A > B | 2012-02-01 | denied
    ",
    );
    let die = case.name_key("die").unwrap().unwrap();
    let found = disputes(&facts(&case, &clocks("", None)), &[(die, Once::Actors)], &EachName);
    let sides: Vec<(Vec<i64>, Vec<i64>)> = found
        .iter()
        .map(|dispute: &Dispute| {
            let numbers =
                |claims: &[retrospect_store::ClaimKey]| claims.iter().map(|claim| claim.number()).collect();
            (numbers(&dispute.one), numbers(&dispute.other))
        })
        .collect();
    assert!(matches!(found.last().unwrap().matter, Matter::When { .. }));
    assert_eq!(sides.last().unwrap(), &(vec![3, 5], vec![4]));
    // A destroyed group has no actor in the claim: whether it was, is asked of the target alone.
    assert_eq!(sides.len(), 2);
    assert_eq!(sides[0], (vec![1], vec![2]));
}
