//! Rows by the kernel, by the evaluator in batches and by the reference: alike in all that is told of them.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

mod edges;
mod generated;
mod sizes;

use accordant_agreement::calendar::periods;
use accordant_agreement::{Agreement, SourceFile, check};
use accordant_facts::Facts;
use accordant_money::{Exact, Number};
use accordant_scenarios::rows::{Counts, Given, Readers};
use accordant_settlement::{EachRow, whole};

const HEAD: &str = "
accordant: 1
alliance:
  name: A small alliance
  term: { from: 2014-04-01, to: 2015-03-31 }
  settles: { every: year, currency: GBP }
parties:
  owner: { name: The owner, role: commissioner }
  builder: { name: The builder, role: provider }
money:
  rounding: pennies, half away from zero
";

/// A reader that leaves so many rows more than it settles asks the kernel no more.
const ROWS_OF_A_READER: usize = 40;

/// Settles rows by money terms both ways, for each amount that is posted. The kernel settles some of them.
///
/// A row is written `a = 5, b = 1/3, word = live`; what it leaves out is absent.
fn check_rows(money: &str, rows: &[impl AsRef<str>], posted: &[&str]) {
    for amount in posted {
        let counts = counted(money, rows, amount);
        assert!(counts.by_kernel > 0, "the kernel leaves every row of `{amount}`: {counts:?}");
    }
}

/// The same for amounts that are planned to be left to the evaluator.
fn check_left(money: &str, rows: &[impl AsRef<str>], posted: &[&str]) {
    for amount in posted {
        let counts = counted(money, rows, amount);
        assert_eq!(counts.by_kernel, 0, "the kernel settles rows of `{amount}`: {counts:?}");
    }
}

fn counted(money: &str, rows: &[impl AsRef<str>], amount: &str) -> Counts {
    let agreement = paying(money, amount);
    let each = compiled(&agreement);
    let mut counts = Counts::default();
    for rows in rows.chunks(ROWS_OF_A_READER) {
        let mut readers = Readers::new(&each).unwrap();
        for row in rows {
            let row = given(&each, &agreement, row.as_ref());
            readers
                .compare(&row, &mut counts)
                .unwrap_or_else(|difference| panic!("`{amount}`: {difference}"));
        }
    }
    counts
}

/// Every way in which the names take one each of their values.
fn rows(values: &[(&str, &[&str])]) -> Vec<String> {
    let mut rows = vec![String::new()];
    for (name, values) in values {
        let longer =
            |row: &String| values.iter().map(|value| format!("{row}{name} = {value}, ")).collect::<Vec<_>>();
        rows = rows.iter().flat_map(longer).collect();
    }
    rows.iter().map(|row| row.trim_end_matches(", ").to_owned()).collect()
}

/// An agreement by which one amount is posted to one payee.
fn paying(money: &str, amount: &str) -> Agreement {
    let posting = format!("  postings: {{ pay: {{ of: \"{amount}\", from: owner, to: builder }} }}\n");
    agreement(&format!("{HEAD}{money}{posting}"))
}

fn compiled(agreement: &Agreement) -> EachRow<'_> {
    let first = periods(&agreement.particulars.alliance).next().unwrap();
    EachRow::new(agreement.terms.as_ref().unwrap(), &whole(agreement, &first).unwrap(), &Facts::new())
        .unwrap()
}

/// A checked agreement; a problem stops the test.
fn agreement(text: &str) -> Agreement {
    let checked = check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
    checked.agreement.unwrap_or_else(|| panic!("{:#?}", checked.findings))
}

fn given(each: &EachRow<'_>, agreement: &Agreement, row: &str) -> Vec<Given> {
    let facts: Vec<(&str, &str)> = row.split(", ").filter_map(|fact| fact.split_once(" = ")).collect();
    let terms = agreement.terms.as_ref().unwrap();
    let known: Vec<&str> = each.graph().slots().iter().map(|slot| slot.address.as_str()).collect();
    assert!(facts.iter().all(|(name, _)| known.contains(name)), "{row}: {known:?}");
    let slots = each.graph().slots().iter().map(|slot| {
        let Some((_, value)) = facts.iter().find(|(name, _)| *name == slot.address) else {
            return Given::Absent;
        };
        if let Some(word) = accordant_settlement::code(slot.input(terms), value) {
            return Given::Word(word);
        }
        Given::Number(number(value))
    });
    slots.collect()
}

fn number(text: &str) -> Exact {
    let decimal = |text: &str| Exact::parse_decimal(text).unwrap();
    match text.split_once('/') {
        Some((above, below)) => decimal(above).divided_by(&decimal(below)).unwrap(),
        None => decimal(text),
    }
}
