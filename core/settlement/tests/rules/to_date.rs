//! Periods settled to a day that lies in them.

use crate::{HEAD, agreement, dedented, facts_of, printed, with_head};
use accordant_settlement::{SettledPeriod, series, series_to_date};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Settles to that day, and compares what is printed.
fn check(text: &str, day: Date, facts: &str, expected: &str) {
    let found = dedented(&printed(&to_date(text, day, facts)));
    let expected = dedented(expected);
    assert!(found == expected, "found:\n{found}\n\nexpected:\n{expected}\n");
}

fn to_date(text: &str, day: Date, facts: &str) -> Vec<SettledPeriod> {
    series_to_date(&agreement(text), &facts_of(text, facts), day)
}

/// The designer leaves on that day.
fn leaving(money: &str, day: Date) -> String {
    let stays = "designer: { name: The designer, role: provider }";
    let leaves = format!("designer: {{ name: The designer, role: provider, to: {day} }}");
    with_head(&HEAD.replace(stays, &leaves), money)
}

/// The end of June is the 91st of 365 days.
// spec: S28, S20
#[test]
fn a_quarter_of_a_year_to_date_is_what_a_pencil_finds() {
    check(
        &with_head(
            HEAD,
            "
            inputs:
              budget: { unit: GBP, over: by days }
              price: { unit: GBP per visit, over: same }
              visits: { unit: visits, over: as dated }
            lines:
              earned: { is: visits * price }
              saved: { is: budget - earned }
              days: { is: days_in_part / days_in_period }
            postings:
              paid: { of: earned, from: owner, to: builder }
              shared: { of: saved, from: owner, to: { builder_gain: { to: builder, is: 25% of saved }, owner_gain: { to: outside, is: the rest } } }
            ",
        ),
        date(2014, 6, 30),
        "
        budget 2014-15 = 365
        price 2014-15 = 2
        visits 2014-04 = 10
        visits 2014-05 = 11
        visits 2014-06 = 12
        visits 2014-07 = 1000
        ",
        "
        2014-04-01..2014-06-30
          earned = 66
          saved = 25
          days = 91/365
          paid: owner -> builder 66
          builder_gain: owner -> builder 6.25
          owner_gain: owner -> outside 18.75
        ",
    );
}

// spec: S28
#[test]
fn a_month_that_is_not_over_has_no_figure_yet() {
    check(
        &with_head(
            HEAD,
            "
            inputs: { visits: { unit: visits, over: as dated } }
            lines: { seen: { is: visits } }
            ",
        ),
        date(2014, 5, 20),
        "
        visits 2014-04 = 10
        visits 2014-05 = 11
        ",
        "
        2014-04-01..2014-05-20
          seen is open: the fact `visits` is missing: the dated facts leave out 2014-05-01..2014-05-20; give those too
        ",
    );
}

/// What is known is not set aside for what the agreement says of nothing known.
// spec: S28, S5
#[test]
fn a_known_figure_that_does_not_fit_is_not_replaced_by_what_is_taken_for_a_missing_one() {
    let inputs = "
        inputs: { grant: { unit: GBP, missing: 0 }, fines: { unit: GBP, over: as dated, missing: 0 } }
        lines: { granted: { is: grant }, fined: { is: fines } }
        ";
    let text = with_head(HEAD, inputs);
    let day = date(2014, 5, 31);
    check(
        &text,
        day,
        "",
        "\n        2014-04-01..2014-05-31\n          granted = 0, because grant is 0\n          fined = 0, because fines is 0\n        ",
    );
    let rows = "\n        grant 2014-15 = 500\n        fines 2014-04 = 7\n        ";
    check(
        &text,
        day,
        rows,
        "
        2014-04-01..2014-05-31
          granted is open: the fact `grant` is missing: the fact of 2014-04-01..2015-03-31 reaches beyond 2014-04-01..2014-05-31; give one for each part, or say with `over` how it is spread
          fined is open: the fact `fines` is missing: the dated facts leave out 2014-05-01..2014-05-31; give those too
        ",
    );
}

/// The fact of the year would say what nobody knows yet of its first days.
// spec: S28, S20
#[test]
fn a_fact_of_the_year_that_nothing_spreads_is_refused_by_name() {
    let text = with_head(
        HEAD,
        "
        inputs: { budget: { unit: GBP }, spent: { unit: GBP } }
        postings: { paid: { of: budget - spent, from: owner, to: builder } }
        ",
    );
    let settled = to_date(
        &text,
        date(2014, 6, 30),
        "
        budget 2014-15 = 365
        spent 2014-04-01..2014-06-30 = 80
        ",
    );
    let refusals: Vec<&str> =
        settled.iter().flat_map(SettledPeriod::refusals).map(|refusal| refusal.what.as_str()).collect();
    let [refusal] = refusals.as_slice() else { panic!("{refusals:?}") };
    assert!(
        refusal.starts_with("the fact `budget` is missing: the fact of 2014-04-01..2015-03-31 "),
        "{refusal}"
    );
}

// spec: S28, S19
#[test]
fn a_change_before_the_day_cuts_what_is_settled_and_one_after_it_does_not() {
    let money = "
        inputs: { budget: { unit: GBP, over: by days } }
        lines: { there: { by: provider, is: 1 } }
        postings: { paid: { of: budget, from: owner, to: { providers: by there } } }
    ";
    let text = leaving(money, date(2014, 9, 30));
    check(
        &text,
        date(2014, 12, 31),
        "budget 2014-15 = 730",
        "
        2014-04-01..2014-09-30
          there[builder] = 1
          there[designer] = 1
          paid[builder]: owner -> builder 183
          paid[designer]: owner -> designer 183
        2014-10-01..2014-12-31
          there[builder] = 1
          paid[builder]: owner -> builder 184
        ",
    );
    check(
        &text,
        date(2014, 9, 30),
        "budget 2014-15 = 730",
        "
        2014-04-01..2014-09-30
          there[builder] = 1
          there[designer] = 1
          paid[builder]: owner -> builder 183
          paid[designer]: owner -> designer 183
        ",
    );
    check(
        &text,
        date(2014, 6, 30),
        "budget 2014-15 = 730",
        "
        2014-04-01..2014-06-30
          there[builder] = 1
          there[designer] = 1
          paid[builder]: owner -> builder 91
          paid[designer]: owner -> designer 91
        ",
    );
}

// spec: S28, S21
#[test]
fn balances_come_from_the_year_before() {
    check(
        &with_head(
            HEAD,
            "
            inputs:
              result: { unit: GBP, over: as dated }
              deficit: { unit: GBP, carried_from: still_owed, first: 10 }
            pools: { fund: { opening: 1 } }
            lines:
              recovered: { is: \"min(result, deficit)\" }
              still_owed: { is: deficit - recovered }
            postings:
              kept: { of: recovered, from: builder, to: fund }
            ",
        ),
        date(2015, 4, 30),
        "
        result 2014-15 = 4
        result 2015-04 = 2
        result 2015-05 = 3
        ",
        "
        2014-15
          recovered = 4
          still_owed = 6
          kept: builder -> fund 4
          pool fund: 5
        2015-04-01..2015-04-30
          recovered = 2
          still_owed = 4
          kept: builder -> fund 2
          pool fund: 7
        ",
    );
}

/// A milestone, and a measure of rows that are there each month; a fact of the milestone if one is given.
fn scored(missing: &str, milestone: &str, expected: &str) {
    let head = format!(
        "{HEAD}performance:
  levels: {{ poor: -50, base: 0, best: 100 }}
  areas:
    waits:
      measures:
        opened: {{ kind: milestone, levels: {{ met: best, late: base, missed: poor }}, missing: {missing} }}
        late: {{ is: weeks_late, unit: weeks, better: lower, levels: {{ poor: 8, base: 4, best: 0 }} }}
"
    );
    let money = "
        inputs: { weeks_late: { unit: weeks, over: as dated } }
        lines: { scored: { is: score } }
    ";
    let facts = format!("weeks_late 2014-04 = 8\nweeks_late 2014-05 = 100\n{milestone}");
    check(&with_head(&head, money), date(2014, 4, 30), &facts, expected);
}

// spec: S28, M21
#[test]
fn a_measure_of_the_year_serves_its_first_days_and_goes_by_its_own_rule_until_it_is_known() {
    scored("refuse", "opened 2014-15 = met", "2014-04-01..2014-04-30\n  scored = 25");
    scored(
        "leave out",
        "",
        "
        2014-04-01..2014-04-30
          scored = -50
          score[opened] takes no part: the fact `opened` is missing: there is no fact for 2014-04-01..2014-04-30; left out, as the agreement says
        ",
    );
    scored(
        "refuse",
        "",
        "
        2014-04-01..2014-04-30
          score[opened] is open: the fact `opened` is missing: there is no fact for 2014-04-01..2014-04-30
          score[waits] is open: it needs a figure that cannot be given
          score is open: it needs a figure that cannot be given
          scored is open: it needs a figure that cannot be given
        ",
    );
}

/// One of everything that a day may touch: a share of days, dated rows, prices, a pool, a carried balance, a party that
/// is counted.
const MIXED: &str = "
    inputs:
      budget: { unit: GBP, over: by days }
      price: { unit: GBP per visit, over: same }
      visits: { unit: visits, over: as dated }
      advance: { unit: GBP, carried_from: advance_left, first: 50 }
    pools: { fund: { opening: 7 } }
    lines:
      there: { by: provider, is: 1 }
      earned: { is: visits * price }
      repaid: { is: \"min(advance, 10% of earned)\" }
      advance_left: { is: advance - repaid }
    postings:
      paid: { of: earned, from: owner, to: { providers: by there } }
      kept: { of: budget / 3, from: owner, to: fund }
      returned: { of: repaid, from: builder, to: owner }
";

/// Facts of three years, each with a row for each day or each month; other values for each seed.
fn mixed_facts(seed: i64, rows: i32) -> String {
    let mut facts = String::new();
    let mut value = seed;
    let mut next = || {
        value = (value * 1_103_515_245 + 12_345) % 2_147_483_648;
        value % 10_000
    };
    for year in 2014..2017 {
        let label = format!("{year}-{:02}", (year + 1) % 100);
        facts.push_str(&format!("budget {label} = {}\nprice {label} = {}.5\n", next(), next() % 40));
        let mut day = date(year, 4, 1);
        while day < date(year + 1, 4, 1) {
            let last = if rows == 12 { day.last_of_month() } else { day };
            facts.push_str(&format!("visits {day}..{last} = {}\n", next() % 100));
            day = last.tomorrow().unwrap();
        }
    }
    facts
}

// spec: S28
#[test]
fn to_its_last_day_a_period_is_settled_as_it_is_whole() {
    for seed in 0..25 {
        let facts = mixed_facts(seed, 12);
        for left in [date(2014, 9, 30), date(2016, 1, 31), date(2017, 3, 31)] {
            let text = leaving(MIXED, left);
            let (agreement, facts) = (agreement(&text), facts_of(&text, &facts));
            for last in [date(2015, 3, 31), date(2016, 3, 31), date(2017, 3, 31)] {
                let whole = series(&agreement, &facts, last);
                assert!(!whole.is_empty() && whole.iter().all(|period| period.refusals().next().is_none()));
                let to_date = series_to_date(&agreement, &facts, last);
                assert_eq!(format!("{whole:?}"), format!("{to_date:?}"), "seed {seed}, to {last}");
            }
        }
    }
}

/// Whether a period ends on a day or is cut there makes no difference to what went before.
// spec: S28, S19
#[test]
fn what_is_settled_to_a_day_is_the_part_that_a_change_on_that_day_would_cut_off() {
    let facts = mixed_facts(1, 365);
    let stays = with_head(HEAD, MIXED);
    let (agreement_before, facts_before) = (agreement(&stays), facts_of(&stays, &facts));
    let mut day = date(2015, 4, 1);
    while day < date(2016, 3, 31) {
        let cut = series(&agreement(&leaving(MIXED, day)), &facts_before, day);
        let to_date = series_to_date(&agreement_before, &facts_before, day);
        let parts = |settled: &[SettledPeriod]| {
            let parts: Vec<_> = settled.iter().flat_map(|period| period.parts.iter().take(1)).collect();
            format!("{parts:?}")
        };
        assert_eq!(to_date.last().unwrap().parts.len(), 1);
        assert_eq!(parts(&to_date), parts(&cut), "to {day}");
        day = day.checked_add(3.days()).unwrap();
    }
}
