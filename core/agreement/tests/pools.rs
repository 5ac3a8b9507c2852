//! What an agreement says of its pools over the years, and who agrees balances (M26, L10, L20).
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use accordant_agreement::terms::{Contributors, Pool, YearEnd};
use accordant_agreement::{Checked, SourceFile, check};

/// An agreement with these pools.
fn agreement(pools: &str) -> Checked {
    let text = format!(
        "accordant: 1\nalliance: {{ name: A, term: {{ from: 2025-04-01, to: 2028-03-31 }}, settles: {{ every: year, currency: GBP }} }}\n\
         parties:\n  owner: {{ name: O, role: commissioner }}\n  charity: {{ name: C, role: provider, agreement_of_balances: no }}\n\
         money:\n  inputs:\n    saved: {{ unit: GBP }}\n  pools:{pools}\n  rounding: pennies, half up\n  \
         postings:\n    kept: {{ of: saved, from: owner, to: fund }}\n"
    );
    check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }])
}

fn pools(text: &str) -> Vec<Pool> {
    agreement(text).agreement.unwrap().terms.unwrap().pools
}

fn year_ends_forgotten(text: &str) -> Vec<String> {
    let warnings = agreement(text).findings.into_iter().filter(|problem| problem.code == "no-year-end");
    warnings.map(|warning| warning.words).collect()
}

// spec: M26
#[test]
fn a_pool_says_in_whose_books_under_which_code_and_how_it_crosses_the_year_end() {
    let pools = pools(
        "\n    fund: { opening: 0, in_books_of: owner, ledger_code: \"A 4711\", year_end: deferred income }",
    );
    let fund = pools.first().unwrap();
    assert_eq!(fund.in_books_of.as_deref(), Some("owner"));
    assert_eq!(fund.ledger_code.as_deref(), Some("A 4711"));
    assert_eq!(fund.year_end, Some(YearEnd::DeferredIncome));
}

// spec: M26
#[test]
fn a_year_end_is_one_of_five_words() {
    for (word, meant) in [
        ("deferred income", YearEnd::DeferredIncome),
        ("accrual", YearEnd::Accrual),
        ("return to contributors", YearEnd::Return(Contributors::Parties)),
        ("return to commissioners", YearEnd::Return(Contributors::Commissioners)),
        ("return to providers", YearEnd::Return(Contributors::Providers)),
    ] {
        let pools = pools(&format!("\n    fund: {{ opening: 0, in_books_of: owner, year_end: {word} }}"));
        assert_eq!(pools.first().unwrap().year_end, Some(meant), "{word}");
    }
}

// spec: M26
#[test]
fn a_pool_without_a_year_end_is_told_of_where_another_has_one() {
    let told = "\n    fund: { opening: 0, in_books_of: owner, year_end: accrual }\n    reserve: { opening: 0, in_books_of: owner }";
    assert_eq!(year_ends_forgotten(told), ["reserve"]);
    let none_says_it = "\n    fund: { opening: 0, in_books_of: owner }\n    reserve: { opening: 0 }";
    assert!(year_ends_forgotten(none_says_it).is_empty());
}

// spec: L10
#[test]
fn a_party_agrees_balances_unless_it_says_no() {
    let checked = agreement("\n    fund: { opening: 0 }");
    let parties = checked.agreement.unwrap().particulars.parties;
    let agrees: Vec<_> = parties.iter().map(|party| (party.name.as_str(), party.agrees_balances)).collect();
    assert_eq!(agrees, [("owner", true), ("charity", false)]);
}
