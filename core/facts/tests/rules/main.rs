//! What facts keep, what they find, and which of them serve a part of a period.

mod collection;
mod days_and_status;
mod pick;

use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::Exact;

/// `2014-04-01..2014-09-30`.
fn days(text: &str) -> Days {
    Days::parse(text).unwrap()
}

/// One fact for each line `name/of days value`; rows count from 1.
fn facts(text: &str) -> Facts {
    let mut facts = Facts::new();
    for (row, line) in text.lines().filter(|row| !row.trim().is_empty()).zip(1..) {
        facts.insert(fact(row, line)).unwrap();
    }
    facts
}

fn fact(row: &str, line: u64) -> Fact {
    let words: Vec<&str> = row.split_whitespace().collect();
    let mut names = words[0].split('/').map(String::from);
    Fact {
        name: names.next().unwrap(),
        of: names.collect(),
        days: days(words[1]),
        value: FactValue::Number(Exact::parse_decimal(words[2]).unwrap()),
        known_to: None,
        status: Status::Real,
        owner: None,
        source: None,
        row: None,
        at: RowPlace { file: "facts.csv".into(), line },
    }
}

/// A fact as it was given to [`facts`].
fn shown(fact: &Fact) -> String {
    let FactValue::Number(value) = &fact.value else { panic!("only numbers are given here") };
    let name: Vec<&str> = std::iter::once(&fact.name).chain(&fact.of).map(String::as_str).collect();
    format!("{} {} {}", name.join("/"), fact.days, value.terminating().unwrap())
}
