//! `settle`: statements, refusals, and agreements without money.

use crate::{CAPITAL_WORKS, Folder, TINY, check, check_in, run};

// spec: S26, S27
#[test]
fn a_statement_says_who_pays_whom_and_on_what_it_rests() {
    check("settle-2014-15", &["settle", CAPITAL_WORKS, "--period", "2014-15"], 0);
    check("settle-plain", &["settle", CAPITAL_WORKS, "--period", "2014-15", "--plain"], 0);
    check("settle-party", &["settle", CAPITAL_WORKS, "--period", "2015-16", "--party", "builder"], 0);
}

#[test]
fn the_latest_period_with_facts_is_settled() {
    let ran = run(&["settle", CAPITAL_WORKS]);
    assert!(ran.out.contains("statement for 2016-17"), "{}", ran.out);
}

#[test]
fn a_pool_says_whether_its_opening_is_agreed_or_brought_forward() {
    for (period, expected) in [
        ("2014-15", "as the agreement says"),
        ("2015-16", "brought forward, the closing balance of the period before"),
    ] {
        let ran = run(&["settle", "agreements/symphony", "--period", period]);
        assert!(ran.out.contains(expected), "{period}: {}", ran.out);
    }
}

#[test]
fn facts_come_on_standard_input() {
    let folder = Folder::new().with("alliance.yaml", TINY);
    let facts = "fact,of,period,value\ncost,,2021-22,\"1,000.01\"\n";
    check_in(&folder.0, "settle-stdin", &["settle", "--facts", "-"], facts, 0);
}

#[test]
fn a_problem_on_standard_input_shows_its_line() {
    let folder = Folder::new().with("alliance.yaml", TINY);
    let facts = "fact,of,period,value\ncost,,2021-22,much\n";
    check_in(&folder.0, "settle-stdin-wrong", &["settle", "--facts", "-"], facts, 3);
}

#[test]
fn a_missing_fact_is_a_refusal_that_names_it() {
    let folder = Folder::new().with("alliance.yaml", TINY);
    folder.check("settle-missing", &["settle"], 1);
}

#[test]
fn an_agreement_without_money_says_what_it_governs() {
    check("settle-governance", &["settle", "agreements/worked-m54-governance-only"], 0);
}

#[test]
fn the_notice_comes_first_even_in_front_of_the_heading() {
    let ran = run(&["settle", "agreements/leicester"]);
    assert!(
        ran.out.starts_with("No contract value, cost or result of this alliance is published."),
        "{}",
        ran.out
    );
}

#[test]
fn an_agreement_without_money_says_so_in_json_too() {
    let ran = run(&["settle", "agreements/worked-m54-governance-only", "--json"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("\"governance_only\": true"), "{}", ran.out);
}

#[test]
fn a_statement_in_json_carries_the_hashes_of_what_it_rests_on() {
    let ran = run(&["settle", CAPITAL_WORKS, "--json"]);
    assert_eq!(ran.code, 0);
    let hash = ran.out.split("\"agreement_sha256\":\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(hash.map(str::len), Some(64), "{}", ran.out);
}

#[test]
fn the_page_is_written_and_holds_every_posting() {
    let folder = Folder::new();
    let page = folder.0.join("statement.html");
    let ran = run(&["settle", CAPITAL_WORKS, "--html", page.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let text = std::fs::read_to_string(page).unwrap();
    assert!(text.starts_with("<!DOCTYPE html>") && text.contains("5,200,000.00"));
}

#[test]
fn the_page_leads_from_a_sum_to_each_row() {
    let folder = Folder::new();
    let page = folder.0.join("statement.html");
    let ran = run(&["settle", "agreements/harbour", "--period", "2025-26", "--html", page.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let text = std::fs::read_to_string(&page).unwrap();
    let each =
        text.split("Each of the 12 values</summary>").nth(1).and_then(|after| after.split_once("</ul>"));
    let (each, _) = each.expect("a sum of twelve months");
    assert_eq!(each.matches("<li>").count(), 12, "{each}");
    for said in ["2025-04", "month 1, row 2", "2026-03", "month 12, row 2"] {
        assert!(each.contains(said), "{said}\n{each}");
    }
}

#[test]
fn where_no_payment_turns_on_a_score_what_was_measured_may_still_decide_one() {
    for command in ["settle", "measure score"] {
        let arguments: Vec<&str> = command.split(' ').chain([CAPITAL_WORKS]).collect();
        let said = run(&arguments).out.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = "Another score would change no payment of this period. What was measured may: each payment says \
            what it rests on.";
        assert!(said.contains(plain), "{said}");
    }
}
