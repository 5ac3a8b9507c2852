//! Rates by the definitions that published figures follow.

use crate::made::exact;
use accordant_measures::rates::{
    Cancellations, CodeRule, Forms, FriendsAndFamily, Outcomes, Rate, Reported, Session, agreeing, coded,
    gap, mean_gain, theatre_use_capped, theatre_use_uncapped,
};
use accordant_money::{Exact, Number, Rounding};

fn fraction(rate: Rate) -> (u64, u64) {
    (rate.numerator, rate.denominator)
}

fn percent(rate: Rate, places: u32) -> String {
    let percent = rate.value().unwrap().times(&Exact::from_i128(100)).unwrap();
    percent.decimal(places, Rounding::HalfAwayFromZero)
}

#[test]
fn did_not_attend_is_held_against_what_the_contract_says() {
    let outcomes = Outcomes::from([(0, 50), (2, 30), (3, 8), (4, 20), (5, 60), (6, 10), (7, 2)]);
    assert_eq!(fraction(coded(&outcomes, CodeRule::DID_NOT_ATTEND).unwrap()), (8, 78));
    assert_eq!(fraction(coded(&outcomes, CodeRule::DID_NOT_ATTEND_OR_LATE).unwrap()), (10, 80));
    assert_eq!(fraction(coded(&outcomes, CodeRule::DID_NOT_ATTEND_OF_BOOKED).unwrap()), (8, 130));
    let own = CodeRule { numerator: &[2, 4], denominator: &[2, 3, 4, 5, 6, 7] };
    assert_eq!(fraction(coded(&outcomes, own).unwrap()), (50, 130));
    assert_eq!(coded(&Outcomes::from([(3, u64::MAX), (5, 1)]), CodeRule::DID_NOT_ATTEND), None);
}

#[test]
fn cancelled_operations_give_the_published_rates_of_the_third_quarter_of_2014_15() {
    // Both counts and both rates are as published; the activity is one that fits, for it was not at hand.
    let quarter =
        Cancellations { last_minute: 19_471, not_treated_in_28_days: 1_230, elective_activity: 1_947_100 };
    assert_eq!(percent(quarter.breach_rate(), 1), "6.3");
    assert_eq!(percent(quarter.last_minute_rate(), 1), "1.0");
}

#[test]
fn do_not_know_is_an_answer() {
    let answers =
        FriendsAndFamily { very_good: 70, good: 15, neither: 5, poor: 3, very_poor: 2, do_not_know: 5 };
    assert_eq!(answers.positive().unwrap().value(), Some(exact("0.85")));
    assert_eq!(answers.negative().unwrap().value(), Some(exact("0.05")));
}

#[test]
fn theatre_use_is_capped_where_touch_time_leaves_the_session() {
    // Planned from 540 to 780; one patient before it begins and until after, one into the overrun.
    let sessions = [
        Session { begins: 540, ends: 780, touch: &[(530, 650), (670, 800)] },
        Session { begins: 540, ends: 660, touch: &[(700, 720)] },
    ];
    assert_eq!(theatre_use_uncapped(&sessions).map(fraction), Some((270, 360)));
    assert_eq!(theatre_use_capped(&sessions).map(fraction), Some((220, 360)));
    let overrun = [Session { begins: 0, ends: 100, touch: &[(0, 130)] }];
    assert_eq!(theatre_use_uncapped(&overrun).unwrap().value(), Some(exact("1.3")));
    assert_eq!(theatre_use_capped(&overrun).unwrap().value(), Some(exact("1")));
}

#[test]
fn the_gain_is_after_less_before_and_its_mean_is_exact() {
    let reported = |before: &str, after: &str| Reported { before: exact(before), after: exact(after) };
    let answers = [reported("18", "40"), reported("20", "35"), reported("22", "21")];
    assert_eq!(mean_gain(&answers).unwrap(), Some(exact("12")));
    assert_eq!(mean_gain(&answers[..2]).unwrap(), Some(exact("18.5")));
    assert_eq!(mean_gain(&[]), Ok(None));
}

#[test]
fn participation_can_pass_the_whole() {
    let forms = Forms { eligible: 80, before: 84, sent_after: 70, returned_after: 49 };
    assert_eq!(forms.participation().value(), Some(exact("1.05")));
    assert_eq!(forms.response().value(), Some(exact("0.7")));
}

#[test]
fn a_statement_counts_those_who_agree_of_those_to_whom_it_applies() {
    let answers = [("agree", 30), ("strongly agree", 20), ("disagree", 25), ("does not apply", 40)].into();
    let rate =
        agreeing(&answers, &["agree", "strongly agree", "does not apply"], &["does not apply"]).unwrap();
    assert_eq!(fraction(rate), (50, 75));
}

#[test]
fn nobody_has_no_rate_and_the_rate_of_all_is_no_mean_of_rates() {
    let rate = |numerator, denominator| Rate { numerator, denominator };
    assert_eq!(rate(0, 0).value(), None);
    assert_eq!(Rate::of_all([rate(1, 2), rate(1, 8)]), Some(rate(2, 10)));
    assert_eq!(gap(rate(1, 2), rate(1, 8)).unwrap(), Some(exact("0.375")));
    assert_eq!(gap(rate(1, 2), rate(0, 0)).unwrap(), None);
    assert_eq!(rate(1, u64::MAX).plus(rate(0, 1)), None);
}
