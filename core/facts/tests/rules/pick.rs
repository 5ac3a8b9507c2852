//! S20: which facts serve a part. spec: S20

use super::{days, facts, shown};
use accordant_facts::{Picked, Spread};

const YEAR: &str = "2014-04-01..2015-03-31";
const FIRST_HALF: &str = "2014-04-01..2014-09-30";

fn check(given: &str, part: &str, spread: Option<Spread>, wanted: &str) {
    let facts = facts(given);
    let picked = facts.pick("cost", &[], days(part), days(YEAR), spread);
    let found = match picked {
        Picked::Row(fact) => format!("row: {}", shown(fact)),
        Picked::Sum(rows) => format!("sum: {}", rows.into_iter().map(shown).collect::<Vec<_>>().join(", ")),
        Picked::Share { fact, days, of_days } => format!("{days}/{of_days} of {}", shown(fact)),
        Picked::Absent => "absent".to_string(),
        Picked::SpansCut(fact) => format!("spans the cut: {}", shown(fact)),
        Picked::Gap { days, rows, across } => {
            let across = across.map_or("nothing".to_string(), shown);
            format!("gap {days} in {} rows, across it {across}", rows.len())
        }
        Picked::Twice(a, b) => format!("twice: {}, {}", shown(a), shown(b)),
    };
    assert_eq!(found, wanted);
}

const WHOLE_YEAR: &str = "cost 2014-04-01..2015-03-31 12";
const QUARTERS: &str = "
    cost 2014-04-01..2014-06-30 1
    cost 2014-07-01..2014-09-30 2
    cost 2014-10-01..2014-12-31 3
    cost 2015-01-01..2015-03-31 4";

#[test]
fn a_fact_of_exactly_the_part_serves_it_whatever_the_spread() {
    let given = format!("{WHOLE_YEAR}\n{QUARTERS}\ncost {FIRST_HALF} 7");
    for spread in [None, Some(Spread::ByDays), Some(Spread::Same), Some(Spread::AsDated)] {
        check(&given, FIRST_HALF, spread, "row: cost 2014-04-01..2014-09-30 7");
    }
}

#[test]
fn without_a_spread_a_fact_that_spans_a_cut_is_missing() {
    check(WHOLE_YEAR, FIRST_HALF, None, "spans the cut: cost 2014-04-01..2015-03-31 12");
    check(QUARTERS, FIRST_HALF, None, "absent");
}

#[test]
fn by_days_takes_the_share_of_the_days() {
    check(WHOLE_YEAR, FIRST_HALF, Some(Spread::ByDays), "183/365 of cost 2014-04-01..2015-03-31 12");
    check(WHOLE_YEAR, YEAR, Some(Spread::ByDays), "row: cost 2014-04-01..2015-03-31 12");
}

#[test]
fn by_days_divides_a_fact_of_the_period_and_of_nothing_longer() {
    let given = "cost 2014-04-01..2016-03-31 24";
    check(given, FIRST_HALF, Some(Spread::ByDays), "spans the cut: cost 2014-04-01..2016-03-31 24");
    check(QUARTERS, FIRST_HALF, Some(Spread::ByDays), "absent");
}

#[test]
fn the_same_value_serves_every_part() {
    check(WHOLE_YEAR, FIRST_HALF, Some(Spread::Same), "row: cost 2014-04-01..2015-03-31 12");
    check(QUARTERS, FIRST_HALF, Some(Spread::Same), "absent");
}

#[test]
fn dated_rows_within_the_part_are_added() {
    let halves = "sum: cost 2014-04-01..2014-06-30 1, cost 2014-07-01..2014-09-30 2";
    check(QUARTERS, FIRST_HALF, Some(Spread::AsDated), halves);
}

#[test]
fn dated_rows_serve_an_uncut_period_too() {
    let all = "sum: cost 2014-04-01..2014-06-30 1, cost 2014-07-01..2014-09-30 2, \
               cost 2014-10-01..2014-12-31 3, cost 2015-01-01..2015-03-31 4";
    check(QUARTERS, YEAR, Some(Spread::AsDated), all);
}

#[test]
fn dated_rows_must_leave_out_no_day() {
    let first = "cost 2014-07-01..2014-09-30 2";
    check(
        first,
        FIRST_HALF,
        Some(Spread::AsDated),
        "gap 2014-04-01..2014-06-30 in 1 rows, across it nothing",
    );
    let between = "cost 2014-04-01..2014-06-30 1\ncost 2014-07-02..2014-09-30 2";
    check(
        between,
        FIRST_HALF,
        Some(Spread::AsDated),
        "gap 2014-07-01..2014-07-01 in 2 rows, across it nothing",
    );
    let last = "cost 2014-04-01..2014-09-29 1";
    check(last, FIRST_HALF, Some(Spread::AsDated), "gap 2014-09-30..2014-09-30 in 1 rows, across it nothing");
}

#[test]
fn a_row_that_crosses_the_cut_is_named_with_the_gap() {
    let wanted = "gap 2014-07-01..2014-08-15 in 1 rows, across it cost 2014-07-01..2014-09-30 2";
    check(QUARTERS, "2014-04-01..2014-08-15", Some(Spread::AsDated), wanted);
}

#[test]
fn dated_rows_must_cover_no_day_twice() {
    let wanted = "twice: cost 2014-04-01..2014-06-30 1, cost 2014-06-30..2014-09-30 2";
    let given = "cost 2014-04-01..2014-06-30 1\ncost 2014-06-30..2014-09-30 2";
    check(given, FIRST_HALF, Some(Spread::AsDated), wanted);
    let nested =
        "cost 2014-04-01..2014-09-29 1\ncost 2014-05-01..2014-05-31 2\ncost 2014-09-30..2014-09-30 3";
    let wanted = "twice: cost 2014-04-01..2014-09-29 1, cost 2014-05-01..2014-05-31 2";
    check(nested, FIRST_HALF, Some(Spread::AsDated), wanted);
}

#[test]
fn a_yearly_row_is_no_dated_row_of_a_part() {
    check(WHOLE_YEAR, FIRST_HALF, Some(Spread::AsDated), "spans the cut: cost 2014-04-01..2015-03-31 12");
    check("", FIRST_HALF, Some(Spread::AsDated), "absent");
}

#[test]
fn other_names_and_elements_never_serve() {
    let given = "price 2014-04-01..2015-03-31 1\ncost/builder 2014-04-01..2015-03-31 2";
    for spread in [None, Some(Spread::ByDays), Some(Spread::Same), Some(Spread::AsDated)] {
        check(given, YEAR, spread, "absent");
    }
}
