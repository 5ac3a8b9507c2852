//! Bands of waits, from days to percentiles.

use crate::made::exact;
use accordant_measures::waits::{Bands, BandsProblem, Closed, Percentile, PercentileRule, Rank};
use accordant_money::Exact;
use proptest::prelude::*;
use proptest::test_runner::Config;

fn weeks(text: &str) -> Percentile {
    Percentile::Weeks(exact(text))
}

// spec: X10
#[test]
fn the_last_day_of_a_week_is_within_it_for_treatment_and_not_for_diagnostics() {
    let over = |closed, bands, week, days: u32| Bands::of_days(closed, bands, [days]).over(week).unwrap();
    assert_eq!((over(Closed::Right, 104, 18, 126), over(Closed::Right, 104, 18, 127)), (0, 1));
    assert_eq!((over(Closed::Right, 104, 52, 364), over(Closed::Right, 104, 52, 365)), (0, 1));
    assert_eq!((over(Closed::Right, 104, 65, 455), over(Closed::Right, 104, 65, 456)), (0, 1));
    assert_eq!((over(Closed::Right, 104, 78, 546), over(Closed::Right, 104, 78, 547)), (0, 1));
    assert_eq!((over(Closed::Right, 104, 104, 728), over(Closed::Right, 104, 104, 729)), (0, 1));
    assert_eq!((over(Closed::Left, 13, 6, 41), over(Closed::Left, 13, 6, 42)), (0, 1));
    assert_eq!(Bands::of_days(Closed::Right, 2, [0, 7, 8]).within(1), Ok(2), "the first week has eight days");
}

#[test]
fn a_percentile_is_interpolated_inside_its_band() {
    let rule = PercentileRule::rtt_2026();
    let bands = Bands::new(Closed::Right, vec![10, 10, 5], 0).unwrap();
    assert_eq!(bands.median(&rule), Ok(weeks("1.25")));
    assert_eq!(bands.percentile(&rule, &exact("0.92")), Ok(weeks("2.6")));
    assert_eq!(
        bands.percentile(&rule, &exact("0.8")),
        Ok(weeks("2")),
        "on the edge of a band it is the edge"
    );
}

#[test]
fn the_older_rule_takes_the_median_of_one_more() {
    let bands = Bands::new(Closed::Right, vec![20, 20, 10], 0).unwrap();
    assert_eq!(bands.median(&PercentileRule::rtt_2015()), Ok(weeks("1.275")));
    assert_eq!(bands.median(&PercentileRule::rtt_2026()), Ok(weeks("1.25")));
    let of_one_more = PercentileRule { others: Rank::OfTotalAndOne, ..PercentileRule::rtt_2015() };
    assert_eq!(bands.percentile(&of_one_more, &exact("1")), Ok(weeks("3")), "nobody comes after the last");
}

#[test]
fn nothing_is_given_below_the_least_number_of_people() {
    let rule = PercentileRule::rtt_2026();
    let nineteen = Bands::new(Closed::Right, vec![19], 0).unwrap();
    assert_eq!(nineteen.median(&rule), Ok(Percentile::TooFew { least: 20 }));
    assert!(matches!(
        nineteen.plus(&Bands::of_days(Closed::Right, 1, [3])).unwrap().median(&rule),
        Ok(Percentile::Weeks(_))
    ));
    let nobody = Bands::of_days(Closed::Right, 1, []);
    assert_eq!(nobody.median(&PercentileRule { least: 0, ..rule }), Ok(Percentile::TooFew { least: 1 }));
    assert_eq!(nobody.share_within(1), Err(BandsProblem::Nobody));
}

// spec: X11
#[test]
fn a_percentile_in_the_open_band_is_beyond_its_beginning() {
    let bands = Bands::of_days(Closed::Right, 104, [800; 30]);
    let percentile = bands.percentile(&PercentileRule::rtt_2026(), &exact("0.92")).unwrap();
    assert_eq!(percentile, Percentile::Beyond(104));
    assert_eq!(percentile.to_string(), "over 104 weeks");
}

#[test]
fn bands_say_nothing_of_weeks_that_they_do_not_divide() {
    let bands = Bands::of_days(Closed::Right, 52, [10]);
    let problem = bands.over(65).unwrap_err();
    assert_eq!(problem.to_string(), "the bands end at 52 weeks and say nothing of 65");
    assert_eq!(bands.plus(&Bands::of_days(Closed::Left, 52, [])), Err(BandsProblem::Unlike));
    assert_eq!(bands.percentile(&PercentileRule::rtt_2026(), &exact("92")), Err(BandsProblem::NotAShare));
}

proptest! {
    #![proptest_config(Config { cases: 200, ..Config::default() })]

    #[test]
    fn percentiles_rise_with_their_share_and_never_leave_the_bands(counts in prop::collection::vec(0_u64..40, 1..30), one in 1_i128..100, two in 1_i128..100) {
        let length = Exact::from_i128(i128::try_from(counts.len()).unwrap());
        let bands = Bands::new(Closed::Right, counts, 0).unwrap();
        let rule = PercentileRule { least: 1, ..PercentileRule::rtt_2026() };
        let at = |percent: i128| bands.percentile(&rule, &Exact::ratio(percent, 100).unwrap()).unwrap();
        if let (Percentile::Weeks(low), Percentile::Weeks(high)) = (at(one.min(two)), at(one.max(two))) {
            prop_assert!(low <= high && high <= length && low > Exact::zero());
        } else {
            prop_assert_eq!(bands.total(), 0);
        }
    }

    #[test]
    fn adding_bands_adds_everyone(days in prop::collection::vec(0_u32..900, 0..60), more in prop::collection::vec(0_u32..900, 0..60), week in 0_usize..105) {
        let of = |days: &[u32]| Bands::of_days(Closed::Right, 104, days.iter().copied());
        let both: Vec<u32> = days.iter().chain(&more).copied().collect();
        let sum = of(&days).plus(&of(&more)).unwrap();
        prop_assert_eq!(&sum, &of(&both));
        let within = both.iter().filter(|wait| usize::try_from(**wait).unwrap() <= 7 * week && (week > 0)).count();
        prop_assert_eq!(sum.within(week).unwrap(), u64::try_from(within).unwrap());
    }
}
