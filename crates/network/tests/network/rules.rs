//! What begins and ends a relation.

use crate::made::{case, clocks, episodes, shown};

fn check(relation: &str, actor: &str, history: &str, expected: &[&str]) {
    let case = case(history);
    assert_eq!(shown(&case, &episodes(&case, relation, actor, &clocks("", None))), expected, "{history}");
}

#[test]
fn a_pledge_ends_allegiance_to_others() {
    let history = "
        2010-01-01 |        | pledge | IMU > Taliban | 2009    |
        2015-08-06 | IMU    | pledge | IMU > IS      | 2015-08-06 |";
    let to_others = "IMU > Taliban: starts 2009-01-01 to 2009-12-31, ends 2015-08-06 [pledge ends allegiance(actor,other)]";
    check("allegiance", "IMU", history, &[to_others, "IMU > IS: starts 2015-08-06, ends +inf []"]);
    // From the other side it is the same: what ends it is not between the two.
    check("allegiance", "Taliban", history, &[to_others]);
}

#[test]
fn a_claim_of_the_end_beats_a_rule() {
    check(
        "allegiance",
        "Taliban",
        "2010-01-01 | | pledge | IMU > Taliban | 2009-05-01 |
         2015-08-06 | | pledge | IMU > IS | 2015-08-06 |
         2015-09-01 | | split | IMU > Taliban | 2015-09-01 |",
        &["IMU > Taliban: starts 2009-05-01, ends 2015-09-01 [told end: split]"],
    );
}

#[test]
fn what_begins_again_is_another_episode() {
    check(
        "allegiance",
        "B",
        "2010-01-01 | | pledge | A > B | 2001-01-01 |
         2010-01-01 | | split  | A > B | 2003-01-01 |
         2010-01-01 | | pledge | A > B | 2005-01-01 |
         2010-01-01 | | pledge | A > C | 2007-01-01 |",
        &[
            "A > B: starts 2001-01-01, ends 2003-01-01 [told end: split]",
            "A > B: starts 2005-01-01, ends 2007-01-01 [pledge ends allegiance(actor,other)]",
        ],
    );
}

#[test]
fn a_state_may_have_begun_before_it_is_told_of_and_ends_before_another_is() {
    check(
        "leadership",
        "G",
        "2010-01-01 | | lead | A > G | 2001-05-01 |
         2010-01-01 | | lead | A > G | 2002-05-01 |
         2010-01-01 | | lead | B > G | 2005-05-01 |",
        &[
            "A > G: starts -inf to 2001-05-01, ends 2002-05-01 to 2005-05-01 [lead ends leadership(other,target)]",
            "B > G: starts -inf to 2005-05-01, ends +inf []",
        ],
    );
}

#[test]
fn dates_of_its_own_bound_a_state() {
    check(
        "leadership",
        "G",
        "2010-01-01 | | lead | A > G | 1996/2001 |
         2010-01-01 | | lead | B > G | 2002-01-01/ |",
        &[
            "A > G: starts 1996-01-01 to 1996-12-31, ends 2001-01-01 to 2001-12-31 [own dates: lead]",
            "B > G: starts 2002-01-01, ends 2002-01-01 to +inf []",
        ],
    );
}

#[test]
fn destruction_ends_everything_of_a_group() {
    let history = "
        2015-08-06 | | pledge  | IMU > IS | 2015-08-06 |
        2015-08-06 | | found   | > IMU    | 1998       |
        2015-12-10 | | destroy | > IMU    | 2015-11    |";
    check(
        "allegiance",
        "IS",
        history,
        &["IMU > IS: starts 2015-08-06, ends 2015-11-01 to 2015-11-30 [destroy ends any(target)]"],
    );
    check(
        "existence",
        "IMU",
        history,
        &["IMU > -: starts 1998-01-01 to 1998-12-31, ends 2015-11-01 to 2015-11-30 [told end: destroy]"],
    );
}

#[test]
fn alliance_fades_and_is_the_same_from_both_sides() {
    let history = "
        2010-01-01 | | ally   | A > B | 2001-01-01 |
        2010-01-01 | | ally   | B > A | 2001-10-01 |
        2010-01-01 | | ally   | A > B | 2005-01-01 |
        2010-01-01 | | attack | B > A | 2005-03-01 |";
    let expected = [
        "A > B: starts 2000-01-01 to 2001-01-01, ends 2001-10-01 to 2002-10-01 []",
        "A > B: starts 2004-01-01 to 2005-01-01, ends 2005-03-01 [attack ends alliance(actor,target)]",
    ];
    check("alliance", "A", history, &expected);
    check("alliance", "B", history, &expected);
}

#[test]
fn ground_is_held_by_one() {
    check(
        "control",
        "Zabul",
        "2010-01-01 | | control  | A @ Zabul | 2001-01-01 |
         2010-01-01 | | control  | B @ Zabul | 2003-01-01 |
         2010-01-01 | | withdraw | B @ Zabul | 2004-01-01 |",
        &[
            "A > Zabul: starts -inf to 2001-01-01, ends 2001-01-01 to 2003-01-01 [control ends control(other,place)]",
            "B > Zabul: starts -inf to 2003-01-01, ends 2004-01-01 [told end: withdraw]",
        ],
    );
}

#[test]
fn stances_count_for_what_they_are() {
    let held = |stance: &str| {
        let case = case(&format!("2010-01-01 | | pledge | A > B | 2001-01-01 | {stance}"));
        let episodes = episodes(&case, "allegiance", "A", &clocks("", None));
        episodes.first().map(|episode| episode.holds_on("2002-01-01".parse().unwrap()).to_string())
    };
    assert_eq!(held("asserted").as_deref(), Some("certainly"));
    assert_eq!(held("alleged").as_deref(), Some("possibly"));
    for stance in ["denied", "predicted", "wanted"] {
        assert_eq!(held(stance), None);
    }
    let history = "
        2010-01-01 | | lead | A > B | 2001-01-01 |
        2010-01-01 | | lead | A > B | 2001-01-01 | denied
        2010-01-01 | | die  | A     | 2004-01-01 | alleged";
    let case = case(history);
    let episodes = episodes(&case, "leadership", "A", &clocks("", None));
    assert_eq!(episodes[0].denials.len(), 1);
    let on = |day: &str| episodes[0].holds_on(day.parse().unwrap()).to_string();
    assert_eq!((on("2003-01-01").as_str(), on("2005-01-01").as_str()), ("certainly", "possibly"));
}

#[test]
fn accounts_of_one_end_are_narrowed_by_each_other_and_contradictory_ones_are_both_kept() {
    let ends = |second: &str| {
        let case = case(&format!(
            "2010-01-01 | | lead | A > B | 1996/.. |
             2015-01-01 | | die  | A | 2013 |
             2015-01-01 | | die  | A | {second} |"
        ));
        let episodes = episodes(&case, "leadership", "A", &clocks("", None));
        format!("{} to {}", episodes[0].bounds.earliest_end(), episodes[0].bounds.latest_end())
    };
    assert_eq!(ends("2013-04"), "2013-04-01 to 2013-04-30");
    assert_eq!(ends("2014-05-01"), "2013-01-01 to 2014-05-01");
}

#[test]
fn what_is_undated_is_possible_until_it_was_said() {
    check(
        "allegiance",
        "A",
        "2010-03-01 | | pledge | A > B | |",
        &["A > B: starts -inf to 2010-03-01, ends +inf []"],
    );
}

#[test]
fn all_that_ends_a_relation_at_one_time_is_cited_whichever_came_first() {
    let held = "2010-01-01 | | pledge | A > B | 2001-01-01 |";
    let ends = ["2010-01-01 | | split | A > B | 2003 |", "2010-01-01 | | leave | A > B | 2003 |"];
    let rivals = ["2010-01-01 | | pledge | A > C | 2003 |", "2010-01-01 | | pledge | A > D | 2003 |"];
    for [one, other] in [ends, rivals] {
        let answer = |first: &str, second: &str| {
            let case = case(&format!("{held}\n{first}\n{second}"));
            let episodes = episodes(&case, "allegiance", "B", &clocks("", None));
            (episodes[0].ends.len(), shown(&case, &episodes))
        };
        assert_eq!(answer(one, other).0, 2, "{:?}", answer(one, other).1);
        assert_eq!(answer(one, other), answer(other, one));
    }
}
