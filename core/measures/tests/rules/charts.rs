//! What a chart says where programs differ, and what it says instead of nonsense.

use crate::made::{exact, month, rebase, series, target};
use accordant_measures::spc::{
    AssuranceIcon, Baseline, Boundary, Chart, Conflict, Direction, Flags, Hit, Outcome, PointType, Profile,
    Rule, Series, SpcProblem, TargetFrom, Third, Towards, TwoOfThree, VariationIcon, chart,
};

fn read(series: &Series, profile: &Profile) -> Chart {
    chart(series, profile).unwrap()
}

/// The label of each point: `a` astronomical, `t` trend, `2` two of three, `s` shift, in capitals towards high.
fn labels(chart: &Chart) -> String {
    let letter = |hit: Hit| {
        let (low, high) = match hit.rule {
            Rule::Astronomical => ('a', 'A'),
            Rule::Trend => ('t', 'T'),
            Rule::TwoOfThree => ('2', '²'),
            Rule::Shift => ('s', 'S'),
        };
        if hit.towards == Towards::High { high } else { low }
    };
    chart.points.iter().map(|point| point.label.map_or('.', letter)).collect()
}

fn check(values: &str, profile: &Profile, expected: &str) {
    assert_eq!(labels(&read(&series(values), profile)), expected, "{values} by {}", profile.name);
}

// spec: X2
#[test]
fn limits_are_exact_fractions_of_the_decimals_as_written() {
    let chart = read(&series("10 12 10 12 10 12 10 12 10 12 10 12 10"), &Profile::mdc());
    let phase = &chart.phases[0];
    assert_eq!(phase.mean.as_ref().unwrap().fraction(), "142/13");
    assert_eq!(phase.average_range, Some(exact("2")));
    assert_eq!(phase.limits.as_ref().unwrap().upper.fraction(), "5279/325");
}

#[test]
fn a_flat_line_has_no_variation_and_is_held_against_the_target_by_what_it_is() {
    for (value, icon) in
        [("98", AssuranceIcon::Pass), ("95", AssuranceIcon::Pass), ("93", AssuranceIcon::Fail)]
    {
        let flat = Series { targets: target("95"), ..series(&[value; 20].join(" ")) };
        let chart = read(&flat, &Profile::mdc());
        assert_eq!(chart.phases[0].outcome, Outcome::NoVariation);
        assert_eq!(chart.phases[0].limits, None);
        assert_eq!(labels(&chart), ".".repeat(20));
        assert_eq!(chart.assurance.unwrap().icon, icon);
        let by_ptd = read(&flat, &Profile::ptd());
        assert_eq!(by_ptd.phases[0].outcome, Outcome::NoVariation);
        assert_eq!(by_ptd.assurance.unwrap().icon, AssuranceIcon::HitOrMiss);
    }
}

#[test]
fn a_flat_line_of_tenths_is_flat() {
    let chart = read(&series(&["0.7"; 20].join(" ")), &Profile::powerbi());
    assert_eq!(labels(&chart), ".".repeat(20));
    assert_eq!(chart.variation.unwrap().icon, VariationIcon::CommonCause);
}

// spec: X8
#[test]
fn limits_without_meaning_are_called_so_by_every_profile() {
    let values = "5 5 5 5 5 5 5 5 5 5 5 5 5 5 5 6 6 6 6 6";
    let chart = read(&series(values), &Profile::ptd());
    assert_eq!(chart.phases[0].outcome, Outcome::LimitsNotMeaningful);
    assert_eq!(labels(&chart), "aaaaaaaaaaaaaaaAAAAA", "as its program does");
    let guarded = Profile { screening: Profile::ptd().screening, ..Profile::mdc() };
    let chart = read(&Series { targets: target("5"), ..series(values) }, &guarded);
    assert_eq!(chart.phases[0].outcome, Outcome::LimitsNotMeaningful);
    assert_eq!(chart.phases[0].limits, None);
    assert_eq!(labels(&chart), "sssssssssssssss.....", "shifts need no limits");
    assert_eq!(chart.assurance, None);
}

// spec: X9
#[test]
fn below_thirteen_points_mdc_gives_neither_limits_nor_icons() {
    let twelve = Series { targets: target("50"), ..series("10 11 9 10 11 10 9 10 11 9 10 90") };
    let chart = read(&twelve, &Profile::mdc());
    assert_eq!(chart.phases[0].outcome, Outcome::TooFewPoints);
    assert_eq!((chart.variation, chart.assurance.is_none()), (None, true));
    assert_eq!(labels(&chart), "............");
    let ptd = read(&twelve, &Profile::ptd());
    assert!(ptd.phases[0].trial && ptd.variation.is_some());
}

// spec: X4 X6
#[test]
fn a_gap_breaks_a_run_and_the_icon_rests_on_the_last_value() {
    let values = "10 12 9 11 8 12 10 9 15 14 16 - 15 14 16 15 -";
    let chart = read(&series(values), &Profile::mdc());
    assert_eq!(chart.points[11].kind, PointType::NotJudged);
    assert!(!labels(&chart).contains('S'));
    assert_eq!(chart.variation.unwrap().rests_on, month(15));
    assert_eq!(read(&series(values), &Profile::ptd()).variation.unwrap().rests_on, month(16));
    let closed = read(&series(values), &Profile::powerbi());
    assert_eq!(
        &labels(&closed)[8..17],
        "SSS.SSSS.",
        "a program that takes missing values out closes the run"
    );
}

// spec: X4
#[test]
fn a_ghosted_point_moves_nothing_and_forms_no_range() {
    let with = read(&series("10 12 9 11 8 12 10 9 (90) 11 10 12 9 10 11"), &Profile::mdc());
    let phase = &with.phases[0];
    assert_eq!((phase.baseline, phase.points), (14, 14));
    assert_eq!(
        phase.average_range.as_ref().unwrap().fraction(),
        "25/12",
        "closed over the ghost it would be 27/13"
    );
    assert_eq!(with.points[8].kind, PointType::NotJudged);
    assert_eq!(with.points[8].side, None);
}

// spec: X3
#[test]
fn nothing_is_carried_over_a_rebase() {
    let mut cut = series("48 52 49 51 40 41 42 43 44 45 46 47 52 48 49 51 50 52");
    assert!(labels(&read(&cut, &Profile::ptd())).contains('T'));
    cut.rebases.push(rebase(month(8)));
    let chart = read(&cut, &Profile::ptd());
    assert!(!labels(&chart).contains('T'));
    assert_eq!(chart.phases[1].reason.as_deref(), Some("a second theatre opened"));
    assert_eq!(chart.points[8].phase, 1);
}

// spec: X3 X4
#[test]
fn a_series_that_cannot_be_read_says_all_that_is_wrong() {
    let mut wrong = series("10 12 11");
    wrong.points[2].date = month(1);
    wrong.rebases.push(rebase(jiff::civil::date(2021, 4, 2)));
    wrong.rebases[0].reason = " ".to_owned();
    wrong.baseline = Baseline::First(3);
    let problems = chart(&wrong, &Profile::ptd()).unwrap_err();
    let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expected = [
        "the point of `2021-05-01` does not come after the one before it",
        "the new phase from `2021-04-02` has no reason",
        "there is no point on `2021-04-02`, where a new phase is to begin; the next is on `2021-05-01`",
        "the limits are to rest on the first 3 points, and the profile asks for at least 12",
    ];
    assert_eq!(words, expected);
    assert!(problems.iter().all(|problem: &SpcProblem| !problem.help().is_empty()));
}

#[test]
fn two_of_three_is_what_the_profile_says() {
    // The mean is 20.3 and the limits are 15.8 and 24.7: 24 is near the upper one.
    let base = Profile { least_points: Profile::ptd().least_points, ..Profile::mdc() };
    let rule = |change: TwoOfThree| Profile { two_of_three: change, ..base.clone() };
    let values = "20 21 19 20 21 19 20 21 19 20 24 24 18 20 19 21 20 19 20";
    let mdc = base.two_of_three;
    let anywhere = TwoOfThree { third: Third::Anywhere, ..mdc };
    let window = TwoOfThree { flags: Flags::WholeWindow, ..anywhere };
    let at = |profile: &Profile| labels(&read(&series(values), profile))[9..13].to_owned();
    assert_eq!(at(&rule(mdc)), "....", "the points beside the two lie below the mean");
    assert!(labels(&read(&series(values), &rule(anywhere))).contains('²'));
    let marks = |profile: &Profile| labels(&read(&series(values), profile)).matches('²').count();
    assert!(marks(&rule(window)) > marks(&rule(anywhere)));
}

#[test]
fn a_value_on_a_near_limit_is_near_where_the_profile_says_so() {
    // The mean is 11 and the average range 2: at this width 10 and 12 lie on the near limits.
    let values = "10 12 10 12 10 12 10 12 10 12 10 12 10 12";
    let near = |third, boundary| {
        let two_of_three = TwoOfThree { third, boundary, ..Profile::mdc().two_of_three };
        let profile = Profile { half_width: exact("0.75"), two_of_three, ..Profile::mdc() };
        labels(&read(&series(values), &profile))
    };
    let none = "..............";
    assert_eq!(near(Third::Anywhere, Boundary::Inclusive), "2²2²2²2²2²2²2²");
    assert_eq!(near(Third::Anywhere, Boundary::Strict), none);
    assert_eq!(near(Third::NotNearOpposite, Boundary::Inclusive), none);
    assert_eq!(near(Third::SameSideOfMean, Boundary::Inclusive), none);
}

#[test]
fn a_ghosted_point_keeps_its_place_whatever_a_missing_value_does() {
    for profile in [Profile::ptd(), Profile::mdcspc(), Profile::powerbi()] {
        let ghosted = series("10 12 9 11 8 12 10 9 (90) 11 10 12 9 10 (11)");
        let chart = read(&ghosted, &profile);
        assert_eq!(chart.phases[0].average_range.as_ref().unwrap().fraction(), "24/11", "{}", profile.name);
        assert_eq!(chart.variation.unwrap().rests_on, month(13), "{}", profile.name);
    }
    let mut unknown = series("10 12 9 11 8 12 10 9 8 15 14 16 (15) 15 14 16 15");
    let with_value = read(&unknown, &Profile::powerbi());
    unknown.points[12].value = None;
    assert_eq!(read(&unknown, &Profile::powerbi()), with_value);
    assert!(!labels(&with_value).contains('S'));
}

// spec: X5 X6
#[test]
fn where_rules_disagree_the_profile_decides_what_is_shown() {
    let falling = series("40 42 38 41 39 40 42 38 41 39 40 41 39 58 56 54 52 50 48 46");
    let base = Series { baseline: Baseline::First(13), ..falling };
    let last = |conflict: Conflict| {
        let profile = Profile { conflict, ..Profile::mdc() };
        let chart = read(&base, &profile);
        (chart.points[19].label.unwrap().rule, chart.variation.unwrap().icon, chart.variation.unwrap().also)
    };
    let order = |profile: Profile| Profile {
        label_order: [Rule::Trend, Rule::Shift, Rule::TwoOfThree, Rule::Astronomical],
        ..profile
    };
    assert_eq!(last(Conflict::ImprovementWins).1, VariationIcon::ImprovementHigh);
    let both = read(&base, &order(Profile { conflict: Conflict::Both, ..Profile::mdc() })).variation.unwrap();
    assert_eq!((both.icon, both.also), (VariationIcon::ConcernLow, Some(VariationIcon::ImprovementHigh)));
    let first =
        read(&base, &order(Profile { conflict: Conflict::FirstLabel, ..Profile::mdc() })).variation.unwrap();
    assert_eq!((first.icon, first.also), (VariationIcon::ConcernLow, None));
    let wins = read(&base, &order(Profile::mdc()));
    assert_ne!(wins.points[19].label.unwrap().rule, Rule::Trend, "the label and the icon say the same");
}

// spec: X7
#[test]
fn the_target_is_the_one_that_stood_on_the_day_of_the_icon() {
    let mut moved = series("50 54 50 54 50 46 50 54 50 46 50 46 50");
    moved.targets = vec![
        TargetFrom { from: month(0), value: exact("10") },
        TargetFrom { from: month(12), value: exact("90") },
        TargetFrom { from: month(13), value: exact("10") },
    ];
    let assurance = read(&moved, &Profile::mdc()).assurance.unwrap();
    assert_eq!((assurance.icon, assurance.target), (AssuranceIcon::Fail, exact("90")));
    assert_eq!(assurance.rests_on, month(12));
}

#[test]
fn a_target_on_a_limit_is_hit_or_miss_where_the_profile_is_strict() {
    // The average range is 4 and the mean 50: 60.64 is the upper limit at 2.66.
    let on = |direction| Series {
        targets: target("60.64"),
        direction,
        ..series("50 54 50 54 50 46 50 54 50 46 50 46 50")
    };
    let icon = |direction, profile: &Profile| {
        read(&on(direction), profile).assurance.map(|assurance| assurance.icon)
    };
    assert_eq!(icon(Direction::Increase, &Profile::ptd()), Some(AssuranceIcon::HitOrMiss));
    assert_eq!(icon(Direction::Increase, &Profile::mdc()), Some(AssuranceIcon::Fail));
    assert_eq!(icon(Direction::Decrease, &Profile::mdc()), Some(AssuranceIcon::Pass));
    assert_eq!(icon(Direction::Neutral, &Profile::mdc()), None);
}

#[test]
fn a_tie_neither_continues_a_rise_nor_hides_one() {
    check("46 47 48 49 50 51 52 52 49 46 52 48", &Profile::ptd(), "TTTTTTT.....");
    check("46 47 48 49 49 50 51 52 49 46 52 48", &Profile::ptd(), "............");
}

#[test]
fn every_named_profile_is_found_by_its_name() {
    for name in Profile::NAMES {
        assert_eq!(Profile::named(name).unwrap().name, name);
    }
    assert_eq!(Profile::named("excel"), None);
}

#[test]
fn an_empty_series_has_no_phase_and_no_icon() {
    let chart = read(&series(""), &Profile::ptd());
    assert!(chart.phases.is_empty() && chart.points.is_empty() && chart.variation.is_none());
}
