//! What can be told from noise, and how many patients a threshold is away.

use crate::made::{exact, series};
use accordant_measures::rates::Rate;
use accordant_measures::signal::{
    Adding, Patients, Position, Question, Side, SignalProblem, Tail, Threshold, Verdict, patients_to_lose,
    patients_to_reach, reading, tail,
};
use accordant_measures::spc::{Direction, Profile, chart};
use accordant_money::{Exact, Number};
use proptest::prelude::*;
use proptest::test_runner::Config;

fn rate(numerator: u64, denominator: u64) -> Rate {
    Rate { numerator, denominator }
}

fn exactly(numerator: u64, denominator: u64, level: &str, side: Side) -> Exact {
    match tail(rate(numerator, denominator), &exact(level), side).unwrap() {
        Tail::Exact(value) => value,
        Tail::Between { .. } => panic!("bounds only"),
    }
}

fn bounds(numerator: u64, denominator: u64, level: &str, side: Side) -> (Exact, Exact) {
    match tail(rate(numerator, denominator), &exact(level), side).unwrap() {
        Tail::Between { low, high } => (low, high),
        Tail::Exact(_) => panic!("exact"),
    }
}

// spec: X13
#[test]
fn the_tail_of_few_is_an_exact_fraction() {
    assert_eq!(exactly(8, 10, "0.5", Side::SoManyOrMore).fraction(), "7/128");
    assert_eq!(exactly(2, 10, "0.5", Side::SoManyOrFewer).fraction(), "7/128");
    assert_eq!(exactly(0, 10, "0.1", Side::SoManyOrFewer), exact("0.3486784401"));
    assert_eq!(exactly(0, 10, "0.1", Side::SoManyOrMore), exact("1"));
    assert_eq!(exactly(3, 5, "1", Side::SoManyOrFewer), exact("0"));
    assert_eq!(exactly(3, 5, "0", Side::SoManyOrFewer), exact("1"));
}

#[test]
fn the_bounds_of_many_contain_what_is_known_exactly() {
    // Of an odd number at one half, half of all cases lie above the middle.
    let (low, high) = bounds(501, 1_001, "0.5", Side::SoManyOrMore);
    assert!(low <= exact("0.5") && exact("0.5") <= high);
    let (low, high) = bounds(500_000, 999_999, "0.5", Side::SoManyOrMore);
    assert!(
        low <= exact("0.5")
            && exact("0.5") <= high
            && high.minus(&low).unwrap() < exact("0.00000000000000000001")
    );
}

#[test]
fn the_bounds_for_one_more_than_is_computed_exactly_contain_what_follows_from_it() {
    for (count, level) in
        [(360, "0.92"), (368, "0.92"), (380, "0.92"), (401, "0.92"), (300, "0.5"), (3, "0.02")]
    {
        let at_400 = |count| exactly(count, 400, level, Side::SoManyOrMore);
        // So many of 401 are so many of 400, or one fewer of 400 and then this one.
        let above = if count > 400 { Exact::zero() } else { at_400(count) };
        let just_below = at_400(count - 1).minus(&above).unwrap();
        let known = above.plus(&just_below.times(&exact(level)).unwrap()).unwrap();
        let (low, high) = bounds(count, 401, level, Side::SoManyOrMore);
        assert!(low <= known && known <= high, "{count} at {level}");
        assert!(high.minus(&low).unwrap() < exact("0.000000000000000000000001"));
    }
}

#[test]
fn both_tails_together_are_everything() {
    for (count, people) in [(900, 1_000), (921, 1_000), (5_300, 6_000), (1, 450), (450, 450)] {
        let more = bounds(count, people, "0.92", Side::SoManyOrMore);
        let fewer = bounds(count - 1, people, "0.92", Side::SoManyOrFewer);
        assert!(more.0.plus(&fewer.0).unwrap() <= exact("1") && exact("1") <= more.1.plus(&fewer.1).unwrap());
    }
}

#[test]
fn what_is_all_but_impossible_or_certain_is_bounded_by_nothing_and_one() {
    let all_but = exact("0.000000000000000000000001");
    for (count, side) in [(990, Side::SoManyOrMore), (3, Side::SoManyOrFewer)] {
        let (low, high) = bounds(count, 1_000, "0.5", side);
        assert!(low == Exact::zero() && high > low && high < all_but, "{count}");
    }
    for (count, side) in [(3, Side::SoManyOrMore), (990, Side::SoManyOrFewer)] {
        let (low, high) = bounds(count, 1_000, "0.5", side);
        assert!(high == exact("1") && low < high && exact("1").minus(&low).unwrap() < all_but, "{count}");
    }
}

#[test]
fn a_level_of_many_places_is_bounded_and_not_refused() {
    let long = "0.912345678901234567890123456789";
    assert!(matches!(tail(rate(360, 400), &exact(long), Side::SoManyOrFewer), Ok(Tail::Between { .. })));
}

#[test]
fn what_is_no_proportion_has_no_tail() {
    let of =
        |numerator, denominator, level| tail(rate(numerator, denominator), &exact(level), Side::SoManyOrMore);
    assert_eq!(of(5, 4, "0.5"), Err(SignalProblem::NotAProportion));
    assert_eq!(of(1, 4, "92"), Err(SignalProblem::NotAShare));
    assert_eq!(of(1, 1_000_001, "0.5"), Err(SignalProblem::TooManyPeople { people: 1_000_001 }));
}

#[test]
fn bounds_around_the_significance_decide_nothing() {
    let between = Tail::Between { low: exact("0.04"), high: exact("0.06") };
    let verdicts = ["0.06", "0.05", "0.03"].map(|level| between.against(&exact(level)));
    assert_eq!(verdicts, [Verdict::Distinguishable, Verdict::Undecided, Verdict::MayBeNoise]);
}

fn reach(rate: Rate, threshold: &str, direction: Direction, adding: Adding) -> Patients {
    patients_to_reach(rate, &exact(threshold), direction, adding).unwrap()
}

// spec: X14
#[test]
fn the_next_threshold_is_so_many_whole_patients_away() {
    let (up, down) = (Direction::Increase, Direction::Decrease);
    let (within, on_top) = (Adding::MovesWithin, Adding::ComesOnTop);
    assert_eq!(reach(rate(900, 1_000), "0.92", up, within), Patients::Number(20));
    assert_eq!(reach(rate(900, 1_000), "0.92", up, on_top), Patients::Number(250));
    assert_eq!(reach(rate(920, 1_000), "0.92", up, within), Patients::Number(0));
    assert_eq!(reach(rate(80, 1_000), "0.0505", down, within), Patients::Number(30));
    assert_eq!(reach(rate(80, 1_000), "0.05", down, on_top), Patients::Number(600));
    assert_eq!(reach(rate(9, 10), "1.01", up, within), Patients::NoNumber);
    assert_eq!(reach(rate(9, 10), "1", up, on_top), Patients::NoNumber);
    assert_eq!(reach(rate(9, 10), "1", up, within), Patients::Number(1));
    assert_eq!(reach(rate(10, 10), "1", up, on_top), Patients::Number(0));
    let lose = |numerator, threshold| {
        patients_to_lose(rate(numerator, 1_000), &exact(threshold), up, within).unwrap()
    };
    assert_eq!(
        (lose(920, "0.92"), lose(925, "0.92"), lose(900, "0.92")),
        (Patients::Number(1), Patients::Number(6), Patients::Number(0))
    );
    assert_eq!(lose(900, "0"), Patients::NoNumber);
}

#[test]
fn a_reading_puts_all_of_it_beside_the_value() {
    let past = series("0.90 0.91 0.92 0.90 0.91 0.92 0.90 0.91 0.92 0.90 0.91 0.92 0.91");
    let chart = chart(&past, &Profile::mdc()).unwrap();
    let (poor, met, stretch) = (exact("0.85"), exact("0.92"), exact("0.95"));
    let thresholds = [
        Threshold { name: "poor", value: &poor },
        Threshold { name: "minimum conditions of satisfaction", value: &met },
        Threshold { name: "stretch", value: &stretch },
    ];
    let question = Question {
        rate: rate(930, 1_000),
        before: Some(&exact("0.91")),
        phase: chart.phases.last(),
        agreed: Some(&met),
        significance: &exact("0.05"),
        thresholds: &thresholds,
        direction: Direction::Increase,
        adding: Adding::MovesWithin,
    };
    let read = reading(&question).unwrap();
    assert_eq!(read.change, Some(exact("0.02")));
    assert_eq!(read.position, Position::Within);
    assert_eq!(read.chance.unwrap().verdict, Verdict::MayBeNoise);
    let (next, last) = (read.next.unwrap(), read.last.unwrap());
    assert_eq!((next.name, next.distance, next.patients), ("stretch", exact("0.02"), Patients::Number(20)));
    assert_eq!((last.name, last.patients), ("minimum conditions of satisfaction", Patients::Number(11)));
    let higher = reading(&Question { rate: rate(960, 1_000), ..question }).unwrap();
    assert_eq!((higher.position, higher.next), (Position::Above, None));
    assert_eq!(higher.chance.unwrap().verdict, Verdict::Distinguishable);
    assert_eq!(reading(&Question { rate: rate(0, 0), ..question }), Err(SignalProblem::Nobody));
    let falling = Question { rate: rate(850, 1_000), direction: Direction::Decrease, ..question };
    assert_eq!(
        reading(&falling).unwrap().last.unwrap().name,
        "poor",
        "a value on a threshold reaches it either way"
    );
    let neutral = reading(&Question { direction: Direction::Neutral, ..question }).unwrap();
    assert_eq!((neutral.next, neutral.last), (None, None));
}

proptest! {
    #![proptest_config(Config { cases: 400, ..Config::default() })]

    #[test]
    fn the_number_of_patients_is_the_smallest_that_crosses(numerator in 0_u64..200, more in 0_u64..200, percent in 1_i128..100, down: bool, on_top: bool) {
        let rate = rate(numerator, numerator + more + 1);
        let threshold = Exact::ratio(percent, 100).unwrap();
        let direction = if down { Direction::Decrease } else { Direction::Increase };
        let adding = if on_top { Adding::ComesOnTop } else { Adding::MovesWithin };
        let reached = |patients: u64, better: bool| {
            let grows = better != down;
            let numerator = match (on_top, grows) {
                (true, true) | (false, true) => rate.numerator + patients,
                (true, false) => rate.numerator,
                (false, false) => rate.numerator - patients,
            };
            let value = Rate { numerator, denominator: rate.denominator + if on_top { patients } else { 0 } }.value().unwrap();
            if down { value <= threshold } else { value >= threshold }
        };
        if let Patients::Number(needed) = patients_to_reach(rate, &threshold, direction, adding).unwrap() {
            prop_assert!(reached(needed, true));
            prop_assert!(needed == 0 || !reached(needed - 1, true));
        } else {
            prop_assert!(false, "below one it can be reached");
        }
        if let Patients::Number(needed) = patients_to_lose(rate, &threshold, direction, adding).unwrap() {
            prop_assert!(!reached(needed, false));
            prop_assert!(needed == 0 || reached(needed - 1, false));
        }
    }

    #[test]
    fn a_tail_shrinks_as_more_is_asked(people in 1_u64..60, one in 0_u64..60, two in 0_u64..60, percent in 1_i128..100) {
        let level = Exact::ratio(percent, 100).unwrap();
        let at = |count: u64| match tail(rate(count.min(people), people), &level, Side::SoManyOrMore).unwrap() {
            Tail::Exact(value) => value,
            Tail::Between { .. } => unreachable!("few people"),
        };
        prop_assert!(at(one.min(two)) >= at(one.max(two)));
        prop_assert!(at(one) <= Exact::from_i128(1) && at(one) > Exact::zero());
    }
}
