//! Terms as deep as the limits allow are settled within the stack of a plain thread.
#![expect(clippy::expect_used, reason = "a test stops at its first surprise")]

use accordant_agreement::calendar::periods;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_facts::Facts;
use accordant_settlement::series;
use std::fmt::Write as _;

const HEAD: &str = "accordant: 1\n\
    alliance: { name: A, term: { from: 2014-04-01, to: 2015-03-31 }, settles: { every: year, currency: GBP } }\n\
    parties: { owner: { name: O, role: commissioner }, builder: { name: B, role: provider } }\n\
    money:\n  rounding: pennies, half up\n  lines:\n    x0: { is: 1 GBP }\n";

/// A chain of lines, each of which adds up that many terms, the line before it deepest.
fn chain(lines: usize, terms: usize) -> Agreement {
    let mut text = String::from(HEAD);
    for number in 1..=lines {
        writeln!(text, "    x{number}: {{ is: x{}{} }}", number - 1, "+0".repeat(terms))
            .expect("it is written");
    }
    writeln!(text, "  postings: {{ pay: {{ of: x{lines}, from: owner, to: builder }} }}")
        .expect("it is written");
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    checked.agreement.unwrap_or_else(|| panic!("{:?}", checked.findings))
}

fn is_settled(agreement: &Agreement) {
    let first = periods(&agreement.particulars.alliance).next().expect("it settles every year");
    let settled = series(agreement, &Facts::new(), first.from);
    assert_eq!(settled.iter().flat_map(|period| period.refusals()).count(), 0);
    assert_eq!(settled.len(), 1);
}

/// spec: L3
#[test]
fn long_chains_of_lines_with_long_formulas_are_settled() {
    is_settled(&chain(255, 1));
    is_settled(&chain(70, 10));
    is_settled(&chain(1, 499));
}
