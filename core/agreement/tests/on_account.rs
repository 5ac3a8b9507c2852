//! What is paid before a period is settled: what is read, and what cannot be.

use accordant_agreement::particulars::Every;
use accordant_agreement::problem::{Problem, Severity};
use accordant_agreement::terms::OnAccount;
use accordant_agreement::{Checked, SourceFile};
use accordant_money::Exact;

const POSTINGS: &str = "
  postings:
    saving: { of: saved, from: owner, to: builder }
    price: { of: saved, from: owner, to: builder }";

fn checked(settles: &str, money: &str) -> Checked {
    let text = format!(
        "accordant: 1
alliance: {{ name: A, term: {{ from: 2014-04-01 }}{settles} }}
parties: {{ owner: {{ name: O, role: commissioner }}, builder: {{ name: B, role: provider }} }}
money:
  inputs: {{ saved: {{ unit: GBP }} }}
  rounding: pennies, half away from zero{money}
"
    );
    accordant_agreement::check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }])
}

/// The term of an agreement that settles so often and posts a saving and a price.
fn term(settles: &str, on_account: &str) -> OnAccount {
    let settles = format!(", settles: {{ every: {settles} }}");
    let found = checked(&settles, &format!("{POSTINGS}\n  on_account: {on_account}"));
    let told = format!("{:?}", found.findings);
    found.agreement.and_then(|agreement| agreement.terms?.on_account).unwrap_or_else(|| panic!("{told}"))
}

/// Checks the problems, each with what to do, of a term in an agreement that settles so often.
fn check(settles: &str, on_account: &str, expected: &[&str]) {
    let settles = format!(", settles: {{ every: {settles} }}");
    assert_eq!(told(&checked(&settles, &format!("{POSTINGS}\n  on_account: {on_account}"))), expected);
}

fn told(checked: &Checked) -> Vec<String> {
    let problems = checked.findings.iter().filter(|found| found.severity == Severity::Problem);
    let said = |found: &Problem| format!("{} > {}", found.what, found.help.clone().unwrap_or_default());
    problems.map(said).collect()
}

// spec: M25
#[test]
fn the_term_says_how_often_what_is_kept_back_and_of_which_postings() {
    let found = term(
        "year",
        "{ every: month, retention: 10%, retained_from: [saving], paid_within: 20 business days, clause: \"4.14\" }",
    );
    assert_eq!(found.every, Every::Month);
    assert_eq!(Some(found.retention), Exact::parse_decimal("0.1"));
    assert_eq!(found.retained_from, ["saving"]);
    assert_eq!(found.paid_within.as_deref(), Some("20 business days"));
    assert_eq!((found.clause.as_deref(), found.place.line), (Some("4.14"), 10));
}

// spec: M25
#[test]
fn one_posting_needs_no_brackets_and_nothing_need_be_kept_back() {
    assert_eq!(
        term("year", "{ every: quarter, retention: 5%, retained_from: saving }").retained_from,
        ["saving"]
    );
    assert_eq!(term("quarter", "{ every: month, retention: 0% }").retained_from, [""; 0]);
}

// spec: M25
#[test]
fn what_is_paid_on_account_is_paid_more_often_than_it_is_settled() {
    check(
        "month",
        "{ every: month, retention: 0% }",
        &[
            "each month is settled for good, so nothing is paid on account > leave `on_account` out, or settle a longer period",
        ],
    );
    check(
        "quarter",
        "{ every: quarter, retention: 0% }",
        &[
            "each quarter is settled for good, so nothing is paid on account of one > write `every: month`, or leave `on_account` out",
        ],
    );
    assert_eq!(
        told(&checked("", &format!("{POSTINGS}\n  on_account: {{ every: month, retention: 0% }}"))),
        [
            "the agreement does not say when it settles > add `settles: { every: year, from: 1 April }` under `alliance`"
        ]
    );
}

// spec: M25
#[test]
fn less_than_all_is_kept_back() {
    let problem = |written: &str| {
        format!(
            "`{written}` is not below 100% > write a share such as `10%`, or `0%` where nothing is kept back"
        )
    };
    for written in ["100%", "10"] {
        let term = format!("{{ every: month, retention: {written}, retained_from: saving }}");
        check("year", &term, &[&problem(written)]);
    }
    check(
        "year",
        "{ every: month, retention: -5%, retained_from: saving }",
        &["`-5%` is not a percentage > write it like `60%`"],
    );
    assert_eq!(
        Some(term("year", "{ every: month, retention: 99.9%, retained_from: saving }").retention),
        Exact::parse_decimal("0.999")
    );
}

// spec: M25
#[test]
fn what_is_kept_back_is_kept_back_of_postings_that_exist() {
    check(
        "year",
        "{ every: month, retention: 10% }",
        &[
            "a share is kept back, and of no posting > add `retained_from:` with the postings whose shares are gain, or write `retention: 0%`",
        ],
    );
    check(
        "year",
        "{ every: month, retention: 10%, retained_from: [saving, price, saving, profit] }",
        &[
            "`saving` is named twice > name each posting once",
            "unknown posting `profit` > declare it first, or write `saving` or `price`",
        ],
    );
    assert_eq!(
        told(&checked(", settles: { every: year }", "\n  on_account: { every: month, retention: 0% }")),
        ["money is paid on account, and nothing is posted > add `postings:`, or leave this out"]
    );
}
