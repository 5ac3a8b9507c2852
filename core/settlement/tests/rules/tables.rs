//! Tables of columns, bands, curves and dates.

use crate::check;

// spec: M16
#[test]
fn a_row_is_chosen_by_a_word_and_a_cell_may_have_no_value() {
    let money = "
        inputs:
          mode: { one_of: [live, off, other] }
          a: { unit: GBP }
        tables:
          terms:
            by: mode
            columns: [ share, cap ]
            live: [ 50%, 10 GBP ]
            off: [ 0%, none ]
            others: [ 25%, none ]
        lines:
          shared: { is: share * a }
          capped: { is: \"min(a, cap)\" }
    ";
    check(
        money,
        "
        mode 2014-15 = live
        a 2014-15 = 100
        mode 2015-16 = off
        a 2015-16 = 100
        mode 2016-17 = other
        a 2016-17 = 100
        ",
        "
        2014-15
          shared = 50
          capped = 10
        2015-16
          shared = 0, because the table gives 0 for this mode
          cap is open: `cap` has no value for `off`: none
          capped is open: it needs a figure that cannot be given
        2016-17
          shared = 25
          cap is open: `cap` has no value for `other`: none
          capped is open: it needs a figure that cannot be given
        ",
    );
}

// spec: M17
#[test]
fn a_band_shares_only_what_lies_within_it() {
    let money = "
        inputs: { a: { unit: GBP } }
        tables:
          shared:
            of: a
            bands: [ { to: 100 GBP, rate: 0% }, { to: 200 GBP, rate: 50% }, { beyond: 80% } ]
        lines: { found: { is: shared } }
    ";
    check(
        money,
        "
        a 2014-15 = 200
        a 2015-16 = 250
        a 2016-17 = -150
        ",
        "
        2014-15
          found = 50
        2015-16
          found = 90
        2016-17
          found = -25
        ",
    );
}

/// A curve of people, at three counts.
fn curve(between: &str, beyond: &str, counts: [&str; 3], expected: [&str; 3]) {
    let money = format!(
        "
        inputs: {{ people: {{ unit: people }} }}
        tables:
          rate: {{ of: people, points: {{ 100: 10%, 200: 20% }}, between: {between}{beyond} }}
        lines:
          found: {{ is: rate }}
        "
    );
    let years = ["2014-15", "2015-16", "2016-17"];
    let facts: String =
        years.iter().zip(counts).map(|(year, count)| format!("people {year} = {count}\n")).collect();
    let told = |found: &str| match found.strip_prefix("is refused: ") {
        Some(why) => {
            format!("  rate is open: {why}\n  found is open: it needs a figure that cannot be given\n")
        }
        None => format!("  found {found}\n"),
    };
    let wanted: String =
        years.iter().zip(expected).map(|(year, found)| format!("{year}\n{}", told(found))).collect();
    check(&money, &facts, &wanted);
}

// spec: M18
#[test]
fn a_curve_is_read_between_its_points_as_it_says() {
    curve("linear", "", ["100", "150", "300"], ["= 0.1", "= 0.15", "= 0.2"]);
    curve("step", "", ["100", "199", "200"], ["= 0.1", "= 0.1", "= 0.2"]);
    curve("linear to the last whole number", "", ["100", "199", "200"], ["= 0.1", "= 0.2", "= 0.2"]);
}

// spec: M18
#[test]
fn beyond_its_points_a_curve_holds_or_refuses() {
    let beyond = |people: &str| {
        format!(
            "is refused: the table `rate` has no value where people is {people} people: its points run from 100 people to 200 people"
        )
    };
    curve("linear", "", ["99", "200", "201"], [&beyond("99"), "= 0.2", "= 0.2"]);
    curve(
        "linear",
        ", below: first, above: refuse",
        ["99", "200", "201"],
        ["= 0.1", "= 0.2", &beyond("201")],
    );
}

// spec: M18
#[test]
fn between_whole_numbers_there_is_no_last_whole_number() {
    curve(
        "linear to the last whole number",
        "",
        ["100", "150.5", "200"],
        ["= 0.1", "is refused: this table is for whole numbers only: read off the table at people", "= 0.2"],
    );
}

// spec: M19
#[test]
fn a_dated_table_takes_the_last_date_that_has_come() {
    check(
        "
        inputs: { a: { unit: GBP } }
        tables:
          cut: { dated: payment_day, from: { 2015-04-01: 2%, 2016-04-01: 1% } }
          share: { dated: period, from: { 2014-04-01: 50%, 2016-04-01: 60% } }
        lines:
          paid: { is: share * a - cut * a }
        ",
        "
        a 2014-15 = 100
        payment_day 2014-15 = 2015-03-31
        a 2015-16 = 100
        payment_day 2015-16 = 2016-03-31
        a 2016-17 = 100
        payment_day 2016-17 = 2016-04-01
        ",
        "
        2014-15
          cut is open: the table `cut` has no value where payment day is 2015-03-31: its dates run from 2015-04-01 to 2016-04-01
          paid is open: it needs a figure that cannot be given
        2015-16
          paid = 48
        2016-17
          paid = 59
        ",
    );
}

// spec: M20
#[test]
fn a_table_may_have_an_index_of_its_own() {
    check(
        "
        inputs: { spent: { unit: GBP, by: service } }
        tables:
          tapered: { by: service, of: spent, bands: [ { to: 10 GBP, rate: 100% }, { beyond: 50% } ], says: Half past ten pounds, clause: \"7\" }
        lines:
          all: { is: sum of tapered }
        ",
        "
        spent[hips] 2014-15 = 30
        spent[eyes] 2014-15 = 8
        ",
        "
        2014-15
          all = 28
        ",
    );
}
