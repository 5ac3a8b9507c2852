//! What may be shown of few people, tried as someone would who wants to know.

use crate::made::exact;
use accordant_measures::protection::{Breakdown, Group, Shown, alone, protect};
use accordant_measures::rates::Rate;
use proptest::prelude::*;
use proptest::test_runner::Config;

fn groups(counts: &[(u64, u64)]) -> Vec<Group> {
    let group = |(place, (numerator, denominator)): (usize, &(u64, u64))| Group {
        name: format!("fifth {}", place + 1),
        rate: Rate { numerator: *numerator, denominator: *denominator },
    };
    counts.iter().enumerate().map(group).collect()
}

/// The breakdown in a line: `n/d`, `*` for protected and `-` for nobody; the total after a bar.
fn line(breakdown: &Breakdown) -> String {
    let word = |shown: Shown| match shown {
        Shown::Rate(rate) => format!("{}/{}", rate.numerator, rate.denominator),
        Shown::Protected => "*".to_owned(),
        Shown::Nobody => "-".to_owned(),
    };
    let words: Vec<String> = breakdown.groups.iter().map(|(_, shown)| word(*shown)).collect();
    format!("{} | {}", words.join(" "), word(breakdown.total))
}

fn check(counts: &[(u64, u64)], least: u64, expected: &str) {
    assert_eq!(line(&protect(&groups(counts), least).unwrap()), expected);
}

#[test]
fn a_rate_of_few_people_is_protected() {
    let rate = Rate { numerator: 1, denominator: 4 };
    assert_eq!(alone(rate, 5), Shown::Protected);
    assert_eq!(alone(rate, 4), Shown::Rate(rate));
    assert_eq!(alone(Rate { numerator: 0, denominator: 0 }, 5), Shown::Nobody);
}

// spec: X12
#[test]
fn one_protected_group_protects_the_smallest_other_one() {
    check(&[(3, 4), (20, 40), (9, 12), (30, 60), (11, 13)], 5, "* 20/40 * 30/60 11/13 | 73/129");
    check(&[(8, 10), (20, 40), (9, 12)], 5, "8/10 20/40 9/12 | 37/62");
}

#[test]
fn two_protected_groups_are_enough_where_together_they_are_many() {
    check(&[(1, 3), (2, 4), (9, 12)], 5, "* * 9/12 | 12/19");
    check(&[(1, 1), (2, 2), (9, 12), (7, 20)], 5, "* * * 7/20 | 19/35");
}

#[test]
fn the_total_is_protected_where_nothing_else_helps() {
    check(&[(1, 3), (0, 0)], 5, "* - | *");
    check(&[(3, 4), (9, 12)], 5, "* * | 12/16");
    check(&[(1, 1), (1, 1)], 2, "* * | *");
}

#[test]
fn a_gap_is_given_where_both_ends_may_be_shown() {
    let fifths = groups(&[(40, 50), (30, 50), (30, 50), (20, 50), (10, 50)]);
    let shown = protect(&fifths, 5).unwrap();
    assert_eq!(shown.gap_from_first_to_last().unwrap(), Some(exact("0.6")));
    assert_eq!(shown.gap("fifth 2", "fifth 4").unwrap(), Some(exact("0.2")));
    assert_eq!(shown.gap("fifth 2", "fifth 9").unwrap(), None);
    let few = groups(&[(2, 3), (30, 50), (30, 50), (20, 50), (10, 50)]);
    assert_eq!(protect(&few, 5).unwrap().gap_from_first_to_last().unwrap(), None);
}

#[test]
fn protected_looks_the_same_whatever_the_reason() {
    let breakdown = protect(&groups(&[(3, 4), (20, 40), (9, 12)]), 5).unwrap();
    assert_eq!(breakdown.groups[0].1, breakdown.groups[2].1);
    assert_eq!(breakdown.groups[0].1.to_string(), "protected: few people");
}

proptest! {
    #![proptest_config(Config { cases: 500, ..Config::default() })]

    #[test]
    fn nothing_protected_can_be_had_by_taking_away(people in prop::collection::vec(0_u64..14, 0..7), least in 0_u64..9) {
        let counts: Vec<(u64, u64)> = people.iter().map(|people| (people / 2, *people)).collect();
        let breakdown = protect(&groups(&counts), least).unwrap();
        let mut hidden = Vec::new();
        for ((_, shown), people) in breakdown.groups.iter().zip(&people) {
            match shown {
                Shown::Rate(rate) => prop_assert!(rate.denominator >= least && rate.denominator == *people),
                Shown::Protected => hidden.push(*people),
                Shown::Nobody => prop_assert_eq!(*people, 0),
            }
        }
        if let Shown::Rate(total) = breakdown.total {
            let shown: u64 = breakdown.groups.iter().filter_map(|(_, shown)| shown.rate()).map(|rate| rate.denominator).sum();
            let left = total.denominator - shown;
            prop_assert_eq!(left, hidden.iter().sum::<u64>());
            if !hidden.is_empty() {
                // So that each hidden group could be of at least two sizes, as far as anyone can tell.
                prop_assert!(hidden.len() >= 2 && left >= least && left > u64::try_from(hidden.len()).unwrap());
            }
        }
        if people.iter().all(|people| *people >= least) {
            prop_assert!(hidden.is_empty());
        }
    }
}
