//! Who led the Taliban on 1 January 2014? It depends on what had been said, and on what had been recorded.

use retrospect_model::{Day, Truth};

use crate::made::{case, clocks, episodes, shown};

const HISTORY: &str = "
    2011-05-12 | analyst | lead | Omar > Taliban    | 1996/..    |
    2015-07-15 | Taliban | lead | Omar > Taliban    | 2015-07-15 |
    2015-07-30 | Taliban | die  | Omar              | 2013-04-23 |
    2015-07-31 | Taliban | lead | Mansour > Taliban | 2015-07-31 |
";

fn leaders(on: &str, said_by: &str, recorded_by: Option<u64>) -> Vec<(String, Truth)> {
    let (case, on) = (case(HISTORY), on.parse::<Day>().unwrap());
    let episodes = episodes(&case, "leadership", "Taliban", &clocks(said_by, recorded_by));
    let holding =
        episodes.iter().map(|episode| (crate::made::name(&case, episode.pair.subject), episode.holds_on(on)));
    holding.filter(|(_, truth)| *truth != Truth::No).collect()
}

fn check(on: &str, said_by: &str, recorded_by: Option<u64>, expected: &[(&str, Truth)]) {
    let expected: Vec<_> = expected.iter().map(|(name, truth)| ((*name).to_owned(), *truth)).collect();
    assert_eq!(
        leaders(on, said_by, recorded_by),
        expected,
        "on {on}, said by {said_by}, recorded by {recorded_by:?}"
    );
}

#[test]
fn the_answer_depends_on_all_three_clocks() {
    const SURE: Truth = Truth::Certainly;
    for recorded_by in [None, Some(4)] {
        check("2014-01-01", "2015-07-29", recorded_by, &[("Omar", SURE)]);
        check("2014-01-01", "2015-07-30", recorded_by, &[]);
        check("2014-01-01", "2015-07-31", recorded_by, &[("Mansour", Truth::Possibly)]);
        check("2012-01-01", "2015-07-31", recorded_by, &[("Omar", SURE), ("Mansour", Truth::Possibly)]);
        check("2015-07-31", "", recorded_by, &[("Mansour", SURE)]);
    }
    // Before the admission was recorded nobody could know, whenever it was said.
    check("2014-01-01", "2015-07-31", Some(2), &[("Omar", SURE)]);
    check("2014-01-01", "2015-07-31", Some(3), &[]);
    check("2014-01-01", "2011-05-11", None, &[]);
}

#[test]
fn the_end_cites_its_rule_and_what_was_said_later_contradicts() {
    let case = case(HISTORY);
    let episodes = episodes(&case, "leadership", "Omar", &clocks("", None));
    assert_eq!(
        shown(&case, &episodes),
        ["Omar > Taliban: starts 1996-01-01 to 1996-12-31, ends 2013-04-23 [die ends any(actor)]"]
    );
    assert_eq!(episodes[0].contradicted_by.len(), 1);
}
