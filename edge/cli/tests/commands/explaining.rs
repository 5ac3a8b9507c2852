//! `explain`: down to clause, fact and source row.

use crate::{CAPITAL_WORKS, check, run};

#[test]
fn a_posting_leads_to_its_clause_its_split_and_its_facts() {
    let example = "eight_under_with_a_stretch";
    check("explain-posting", &["explain", CAPITAL_WORKS, "provider_gain[builder]", "--example", example], 0);
    check(
        "explain-plain",
        &["explain", CAPITAL_WORKS, "provider_gain[builder]", "--example", example, "--plain"],
        0,
    );
}

#[test]
fn pennies_left_over_are_accounted_for() {
    check(
        "explain-pennies",
        &["explain", CAPITAL_WORKS, "owner_gain", "--example", "pennies_that_do_not_divide"],
        0,
    );
}

#[test]
fn a_zero_says_why() {
    check("explain-zero", &["explain", CAPITAL_WORKS, "2016-17/pool_earned"], 0);
}

#[test]
fn the_period_may_stand_before_the_figure_or_beside_it() {
    let before = run(&["explain", CAPITAL_WORKS, "2015-16/pain"]);
    let beside = run(&["explain", CAPITAL_WORKS, "pain", "--period", "2015-16"]);
    assert_eq!((before.code, before.out), (0, beside.out));
    let both = run(&["explain", CAPITAL_WORKS, "2015-16/pain", "--period", "2014-15"]);
    assert_eq!(both.code, 2, "{}", both.err);
}

#[test]
fn options_may_stand_anywhere() {
    let example = ["--example", "eight_under_with_a_stretch"];
    let ways: [&[&str]; 3] = [
        &[&["explain", CAPITAL_WORKS, "pool"], &example[..]].concat(),
        &[&["explain", CAPITAL_WORKS], &example[..], &["pool"]].concat(),
        &[&["explain"], &example[..], &[CAPITAL_WORKS, "pool"]].concat(),
    ];
    let ran = ways.map(run);
    assert!(ran.iter().all(|one| one.code == 0 && one.out == ran[0].out), "{}", ran[1].err);
}

#[test]
fn a_fact_says_where_it_comes_from_and_what_uses_it() {
    check("explain-fact", &["explain", CAPITAL_WORKS, "2015-16/margin[builder]"], 0);
}

#[test]
fn a_fact_leads_to_the_lines_of_our_own_files_and_to_the_rows_of_its_source() {
    check("explain-fact-of-rows", &["explain", "agreements/leicester", "2014-15/day_cases[host]"], 0);
    check("explain-fact-of-sum", &["explain", "agreements/harbour", "2025-26/activity[dermatology]"], 0);
}

#[test]
fn a_cell_leads_to_its_row_of_the_table() {
    check("explain-table-row", &["explain", "agreements/harbour", "2025-26/under_rate[falls_prevention]"], 0);
}

#[test]
fn a_pool_shows_what_went_in_and_out() {
    check("explain-pool", &["explain", "agreements/leicester", "fund"], 0);
}

#[test]
fn a_name_without_element_stands_for_all_of_them() {
    let ran = run(&["explain", CAPITAL_WORKS, "provider_pain"]);
    assert!(ran.out.contains("2016-17/provider_pain[builder]\n"), "{}", ran.out);
    assert!(ran.out.contains("2016-17/provider_pain[designer]\n"), "{}", ran.out);
}

#[test]
fn plain_text_has_no_lines_of_a_tree() {
    let ran = run(&["explain", CAPITAL_WORKS, "owner_gain", "--plain"]);
    assert!(!ran.out.contains(['│', '├', '└', '─']), "{}", ran.out);
}

#[test]
fn a_figure_is_explained_in_json_with_its_exact_value() {
    let ran = run(&["explain", CAPITAL_WORKS, "2014-15/pool_earned", "--json"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("\"exact\":\"5845124673/10000\""), "{}", ran.out);
}

#[test]
fn a_figure_of_a_worked_example_is_explained_in_json_too() {
    let ran = run(&[
        "explain",
        CAPITAL_WORKS,
        "provider_gain[builder]",
        "--example",
        "eight_under_with_a_stretch",
        "--json",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.starts_with("{\"explains\":[\"2014-15/provider_gain[builder]\"],\"postings\":["),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("\"amount\":\"2000000.00\""), "{}", ran.out);
    assert!(ran.out.contains("\"source\":\"example \\\"eight under with a stretch\\\"\""), "{}", ran.out);
}

#[test]
fn a_long_figure_is_broken_within_the_page() {
    let ran = run(&["explain", "agreements/lambeth", "2016-17/provider_gain"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    crate::check_width(&ran);
}
