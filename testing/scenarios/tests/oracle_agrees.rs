//! The settlement and the oracle agree on generated agreements, and the run meets everything that there is to meet.

use accordant_scenarios::agree::{Compared, compare};
use accordant_scenarios::case::Case;
use accordant_scenarios::coverage::Coverage;
use accordant_scenarios::generate::case;
use std::cell::RefCell;

#[test]
fn settlement_and_oracle_agree_to_the_penny() {
    let deep = std::env::var("ACCORDANT_DEEP").is_ok_and(|deep| deep == "1");
    let only = std::env::var("ACCORDANT_SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
    let seeds = match only {
        Some(seed) => seed..seed + 1,
        None => 0..if deep { 10_000 } else { 500 },
    };
    let coverage = RefCell::new(Coverage::default());
    let mut failures = Vec::new();
    for seed in seeds {
        if let Compared::Differ(difference) = compare(&case(seed), &coverage) {
            eprintln!("seed {seed}: {difference}");
            failures.push(seed);
        }
    }
    let never = coverage.borrow().never_met();
    eprintln!("{}\nnever met: {never:?}", coverage.borrow());
    if let Some(first) = failures.first() {
        let (smallest, difference) = shrunk(&case(*first));
        panic!(
            "{} cases differ, the first of seed {first}: {difference}\n{}\n{}",
            failures.len(),
            smallest.text(),
            smallest.facts_text()
        );
    }
    assert!(only.is_some() || never.is_empty(), "never met: {never:?}");
}

fn shrunk(case: &Case) -> (Case, String) {
    let ignored = RefCell::new(Coverage::default());
    let differs = |case: &Case| matches!(compare(case, &ignored), Compared::Differ(_));
    let smallest = case.shrunk(&differs);
    match compare(&smallest, &ignored) {
        Compared::Differ(difference) => (smallest, difference),
        other => (smallest, format!("{other:?}")),
    }
}
