//! Terms as deep as the limits allow are settled within the stack of a thread.
#![expect(clippy::expect_used, reason = "a test stops at its first surprise")]

use accordant_agreement::calendar::periods;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_facts::Facts;
use accordant_money::{Batch, Exact, Number};
use accordant_settlement::{EachRow, series, whole};
use std::fmt::Write as _;

const HEAD: &str = "accordant: 1\n\
    alliance: { name: A, term: { from: 2014-04-01, to: 2015-03-31 }, settles: { every: year, currency: GBP } }\n\
    parties: { owner: { name: O, role: commissioner }, builder: { name: B, role: provider } }\n\
    money:\n  rounding: pennies, half up\n  inputs: { a: { unit: GBP, missing: 1 GBP } }\n  lines:\n    x0: { is: a }\n";

/// A chain of lines, each a formula of that many terms, the line before it deepest.
fn chain(lines: usize, terms: usize, formula: impl Fn(&str, usize) -> String) -> Agreement {
    let mut text = String::from(HEAD);
    for number in 1..=lines {
        let formula = formula(&format!("x{}", number - 1), terms);
        writeln!(text, "    x{number}: {{ is: \"{formula}\" }}").expect("it is written");
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

/// The same terms for one row, by the kernel and by the evaluator.
fn a_row_is_settled(agreement: &Agreement) {
    let first = periods(&agreement.particulars.alliance).next().expect("it settles every year");
    let setting = whole(agreement, &first).expect("a year has days");
    let terms = agreement.terms.as_ref().expect("it has money terms");
    let each = EachRow::new(terms, &setting, &Facts::new()).expect("it has no pool");
    let readers =
        [each.quick_reader(), each.reader::<Batch>()].map(|reader| reader.expect("its constants fit"));
    for (mut reader, by_kernel) in readers.into_iter().zip([true, false]) {
        reader.begin();
        reader.number(0, Batch::whole(7));
        let mut amounts = Vec::new();
        reader.settle(&mut amounts).expect("it lacks nothing");
        let exact = amounts.first().and_then(|amount| amount.exact.exact()).map(|exact| exact.to_exact());
        assert_eq!(exact, Some(Exact::from_i128(7)));
        assert_eq!(reader.is_settled_by_kernel(), by_kernel);
    }
}

/// spec: L3
#[test]
fn long_chains_of_lines_with_long_formulas_are_settled() {
    let added = |x: &str, terms: usize| format!("{x}{}", "+0".repeat(terms));
    is_settled(&chain(255, 1, added));
    is_settled(&chain(70, 10, added));
    is_settled(&chain(1, 499, added));
}

/// The stack of the threads that settle rows.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// spec: L3
#[test]
fn rows_of_long_chains_are_settled_by_the_kernel() {
    let least = |x: &str, terms: usize| format!("{}{x}{}", "min(".repeat(terms), ", a)".repeat(terms));
    let settled = move || {
        a_row_is_settled(&chain(255, 1, least));
        a_row_is_settled(&chain(30, 30, least));
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(settled);
    thread.expect("there is room for a thread").join().expect("every row is settled");
}
