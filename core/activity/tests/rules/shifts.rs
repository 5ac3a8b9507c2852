//! What moved from hospital to the community, and what only looks so.

use crate::books::{book, particulars};
use crate::made::{cells, line, month, months, said, scaled};
use accordant_activity::{
    Aside, Cells, Code, Kind, Line, MarketForces, Months, Moved, Particulars, Period, Scaled, Setting, Shelf,
    Shift, ShiftRefusal, Side, StatedBreak, StrandedTerm, Valued, price, shift,
};
use accordant_money::Exact;

/// Cataracts in June of a year at a site, under the code of a provider.
fn cataracts(
    year: &'static str,
    provider: &'static str,
    site: Option<&'static str>,
    activity: &str,
) -> Line<'static> {
    Line { month: month(&format!("{year}/3")), provider, site, actual: said(activity), ..line() }
}

fn june(year: &str) -> Months {
    months(&format!("{year}/3"), &format!("{year}/3"))
}

/// One price in both years: a cataract costs 700 as a day case and 500 in clinic.
fn shelf() -> Shelf {
    let both = Particulars {
        months: months("2013-14/1", "2014-15/12"),
        market_forces: MarketForces::Within,
        ..particulars("2013-14", Kind::NationalTariff)
    };
    let books = vec![book(both, &["BZ34C DC 700", "BZ34C OPPROC 500"])];
    Shelf::new(books, vec![]).unwrap()
}

fn setting(site: &str) -> Option<Setting> {
    match site {
        "RWEAA" => Some(Setting::Hospital),
        "RT5YD" => Some(Setting::Community),
        "C82010" => Some(Setting::PrimaryCare),
        _ => None,
    }
}

/// Checks the shift of ophthalmology from June 2013 to June 2014.
fn check(lines: &[Line<'static>], stated: &[StatedBreak], checks: impl FnOnce(&Shift<'_>)) {
    let (cells, shelf) = (cells(lines), shelf());
    let valued = price(&cells, &shelf, Side::Actual).valued();
    let before = Period { months: june("2013-14"), valued: &valued };
    let after = Period { months: june("2014-15"), valued: &valued };
    let eyes = |key: &accordant_activity::Key| key.function.as_deref() == Some("130");
    checks(&shift(before, after, eyes, setting, stated).unwrap());
}

fn moved(activity: &str) -> Moved {
    Moved::Whole(scaled(activity))
}

#[test]
fn what_the_hospital_loses_and_the_community_gains_has_moved() {
    let clinic = |year, activity| Line {
        point_of_delivery: "OPPROC",
        ..cataracts(year, "RWE", Some("RT5YD"), activity)
    };
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        clinic("2013-14", "20"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "70"),
        clinic("2014-15", "55"),
    ];
    check(&lines, &[], |shift| {
        assert_eq!(shift.moved(), Ok(moved("30")), "five more are growth");
        let money = shift.moved_money().unwrap();
        // 30 at 700 and at 500
        assert_eq!(
            (money.left, money.arrived),
            (Some(Exact::from_i128(21_000)), Some(Exact::from_i128(15_000)))
        );
        let settings = shift.settings().unwrap();
        assert_eq!(settings[&Setting::Community].change(), Ok(scaled("35")));
        assert_eq!(settings[&Setting::Hospital].money_after, Some(Exact::from_i128(49_000)));
        let hospital = shift.sites.iter().find(|site| &*site.site == "RWEAA").unwrap();
        assert_eq!(hospital.before.cells()[0].rows.to_string(), "2");
    });
}

#[test]
fn the_hosts_code_says_nothing_of_where_it_was_done() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "60"),
        cataracts("2014-15", "RWE", Some("C82010"), "40"),
    ];
    check(&lines, &[], |shift| assert_eq!(shift.moved(), Ok(moved("40"))));
}

#[test]
fn growth_in_the_community_is_no_shift_and_neither_is_a_fall_at_the_hospital_alone() {
    let grown = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "110"),
        cataracts("2014-15", "RWE", Some("RT5YD"), "30"),
    ];
    check(&grown, &[], |shift| assert_eq!(shift.moved(), Ok(moved("0"))));
    let fallen = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2013-14", "RWE", Some("RT5YD"), "30"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "50"),
        cataracts("2014-15", "RWE", Some("RT5YD"), "20"),
    ];
    check(&fallen, &[], |shift| assert_eq!(shift.moved(), Ok(moved("0"))));
}

#[test]
fn lines_without_a_site_are_not_published_and_the_shift_is_then_not_whole() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2013-14", "RWE", None, "12"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "60"),
        cataracts("2014-15", "RWE", Some("RT5YD"), "45"),
    ];
    check(&lines, &[], |shift| {
        assert_eq!(shift.moved(), Ok(Moved::AmongCompared(scaled("40"))));
        assert_eq!((shift.not_published_before.rows, shift.not_published_after.rows), (1, 0));
        assert_eq!(shift.not_published_before.activity.known(), Some(scaled("12")));
    });
}

#[test]
fn a_change_of_host_is_a_break_and_no_shift() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2013-14", "RT5", Some("RT5YD"), "20"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "100"),
        cataracts("2014-15", "RWE", Some("RT5YD"), "60"),
        // Both send something in both years, so neither is silent.
        Line { function: Some("100"), ..cataracts("2014-15", "RT5", Some("RT5YD"), "1") },
    ];
    check(&lines, &[], |shift| {
        let [aside] = &shift.aside[..] else { panic!("one site: {shift:?}") };
        let host = Aside::Host { before: [Code::from("RT5")].into(), after: [Code::from("RWE")].into() };
        assert_eq!((&*aside.site.site, &aside.why), ("RT5YD", &vec![host]));
        assert_eq!(aside.why[0].to_string(), "counted by `RT5` before and by `RWE` after");
        assert_eq!(aside.site.change(), Some(scaled("40")), "its figures are shown all the same");
        assert_eq!(shift.moved(), Ok(Moved::AmongCompared(Scaled::ZERO)));
    });
}

#[test]
fn a_change_of_counting_is_a_break_and_no_shift() {
    let clinic = Line { point_of_delivery: "OPPROC", ..cataracts("2014-15", "RWE", Some("RWEAA"), "40") };
    let lines = [cataracts("2013-14", "RWE", Some("RWEAA"), "100"), clinic];
    check(&lines, &[], |shift| {
        let counting =
            Aside::Counting { went: [Code::from("DC")].into(), came: [Code::from("OPPROC")].into() };
        assert_eq!(counting.to_string(), "counted at `DC` before only and at `OPPROC` after only");
        assert_eq!(shift.aside[0].why, [counting]);
    });
    let also = [lines[0], lines[1], cataracts("2014-15", "RWE", Some("RWEAA"), "60")];
    check(&also, &[], |shift| assert!(shift.aside.is_empty(), "a point of delivery more is no break"));
}

#[test]
fn a_break_that_the_parties_know_of_is_one_only_between_the_two_ways_of_counting() {
    let lines =
        [cataracts("2013-14", "RWE", Some("RWEAA"), "100"), cataracts("2014-15", "RWE", Some("RWEAA"), "60")];
    let from = |text: &str| StatedBreak {
        code: Code::from("RWE"),
        from: month(text),
        why: "a new patient administration system".to_owned(),
    };
    check(&lines, &[from("2014-15/1")], |shift| {
        assert_eq!(shift.aside[0].why, [Aside::Stated(from("2014-15/1"))]);
    });
    check(&lines, &[from("2014-15/3")], |shift| {
        assert_eq!(shift.aside.len(), 1, "the last month is counted so")
    });
    for outside in ["2013-14/3", "2014-15/4"] {
        check(&lines, &[from(outside)], |shift| assert!(shift.aside.is_empty(), "{outside}"));
    }
    let other = StatedBreak { code: Code::from("RT5"), ..from("2014-15/1") };
    check(&lines, &[other], |shift| assert!(shift.aside.is_empty()));
}

#[test]
fn a_break_of_a_site_is_no_break_of_another() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "60"),
        cataracts("2013-14", "RWE", Some("RT5YD"), "10"),
        cataracts("2014-15", "RWE", Some("RT5YD"), "50"),
    ];
    let stated = StatedBreak {
        code: Code::from("RT5YD"),
        from: month("2014-15/1"),
        why: "sessions are counted otherwise".to_owned(),
    };
    check(&lines, &[stated], |shift| {
        assert_eq!((shift.sites.len(), shift.aside.len()), (1, 1));
        assert_eq!(&*shift.aside[0].site.site, "RT5YD");
    });
}

#[test]
fn money_is_what_files_state_where_no_book_is_asked() {
    let lines = [
        Line { actual: said("100 5000"), ..cataracts("2013-14", "RWE", Some("RWEAA"), "1") },
        Line { actual: said("60 3000"), ..cataracts("2014-15", "RWE", Some("RWEAA"), "1") },
        Line { actual: said("40 1600"), ..cataracts("2014-15", "RWE", Some("RT5YD"), "1") },
        Line {
            actual: said("1 -"),
            function: Some("100"),
            ..cataracts("2014-15", "RWE", Some("RT5YD"), "1")
        },
    ];
    let cells = cells(&lines);
    let valued = Valued::as_stated(&cells, Side::Actual);
    let (before, after) = (
        Period { months: june("2013-14"), valued: &valued },
        Period { months: june("2014-15"), valued: &valued },
    );
    let of = |function: &'static str| {
        let is_of_it = move |key: &accordant_activity::Key| key.function.as_deref() == Some(function);
        shift(before, after, is_of_it, setting, &[]).unwrap()
    };
    let money = of("130").moved_money().unwrap();
    // 40 at 50 and at 40
    assert_eq!((money.left, money.arrived), (Some(Exact::from_i128(2_000)), Some(Exact::from_i128(1_600))));
    assert_eq!(of("100").sites[0].after.money(), None, "a line that states no price has none");
}

#[test]
fn a_provider_of_which_nothing_is_held_has_not_done_nothing() {
    let lines =
        [cataracts("2013-14", "RWE", Some("RWEAA"), "100"), cataracts("2014-15", "RT5", Some("RT5YD"), "60")];
    check(&lines, &[], |shift| {
        let silent = |provider: &str, text: &str| {
            vec![Aside::Silent { provider: Code::from(provider), months: vec![month(text)] }]
        };
        let why: Vec<&Vec<Aside>> = shift.aside.iter().map(|aside| &aside.why).collect();
        assert_eq!(why, [&silent("RT5", "2013-14/3"), &silent("RWE", "2014-15/3")]);
        assert_eq!(why[0][0].to_string(), "nothing at all is held of `RT5` for 2013-14 month 3");
    });
}

#[test]
fn a_site_without_a_setting_or_a_line_without_a_number_is_put_aside() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "-"),
        cataracts("2013-14", "RWE", Some("RWEZZ"), "1"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "60"),
    ];
    check(&lines, &[], |shift| {
        let why: Vec<&Vec<Aside>> = shift.aside.iter().map(|aside| &aside.why).collect();
        assert_eq!(why, [&vec![Aside::ActivityUnsaid], &vec![Aside::SettingUnsaid]]);
    });
}

#[test]
fn other_services_and_other_months_do_not_count() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "70"),
        cataracts("2014-15", "RWE", Some("RT5YD"), "30"),
        Line { function: Some("100"), ..cataracts("2014-15", "RWE", Some("RWEAA"), "999") },
        Line { month: month("2014-15/4"), ..cataracts("2014-15", "RWE", Some("RT5YD"), "999") },
    ];
    check(&lines, &[], |shift| assert_eq!(shift.moved(), Ok(moved("30"))));
}

#[test]
fn without_a_price_the_moved_activity_has_no_money() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "70"),
        Line { currency: None, ..cataracts("2014-15", "RWE", Some("RT5YD"), "30") },
    ];
    check(&lines, &[], |shift| {
        assert_eq!(shift.moved(), Ok(moved("30")));
        let money = shift.moved_money().unwrap();
        assert_eq!((money.left, money.arrived), (Some(Exact::from_i128(21_000)), None));
        assert_eq!(shift.settings().unwrap()[&Setting::Community].money_after, None);
    });
}

#[test]
fn the_hospital_that_loses_keeps_its_fixed_cost() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "70"),
        cataracts("2013-14", "RWE", Some("RT5YD"), "10"),
        cataracts("2014-15", "RWE", Some("RT5YD"), "5"),
    ];
    check(&lines, &[], |shift| {
        let share = StrandedTerm::FixedShare { unit_cost: scaled("650.5"), share: scaled("0.4") };
        let stranded = shift.stranded(|_| Some(share));
        assert_eq!(stranded.costs.len(), 1, "only of the hospital");
        // 30 x 650.50 x 40%
        assert_eq!(stranded.whole(), Some(Exact::from_i128(7_806)));
        let stated = shift.stranded(|_| Some(StrandedTerm::Stated(scaled("5000"))));
        assert_eq!(stated.whole(), Some(Exact::from_i128(5_000)));
        let unstated = shift.stranded(|_| None);
        assert_eq!((unstated.whole(), unstated.unstated), (None, vec![Code::from("RWEAA")]));
    });
}

#[test]
fn a_hospital_that_loses_nothing_strands_nothing() {
    let lines = [
        cataracts("2013-14", "RWE", Some("RWEAA"), "100"),
        cataracts("2014-15", "RWE", Some("RWEAA"), "100"),
    ];
    check(&lines, &[], |shift| {
        let stranded = shift.stranded(|_| None);
        assert_eq!((stranded.whole(), stranded.unstated.len()), (Some(Exact::zero()), 0));
    });
}

#[test]
fn only_the_same_months_of_different_years_are_compared() {
    let (cells, shelf) = (Cells::none(), shelf());
    let valued = |side: Side| price(&cells, &shelf, side).valued();
    let (done, plan) = (valued(Side::Actual), valued(Side::Planned));
    let compare = |before: Months, after: Months, plan_after: bool| {
        let after = Period { months: after, valued: if plan_after { &plan } else { &done } };
        shift(Period { months: before, valued: &done }, after, |_| true, setting, &[]).map(|_| ())
    };
    let spring = |year: &str| months(&format!("{year}/1"), &format!("{year}/3"));
    assert_eq!(compare(spring("2013-14"), spring("2014-15"), false), Ok(()));
    for (before, after) in [
        (spring("2013-14"), june("2014-15")),
        (june("2013-14"), months("2014-15/4", "2014-15/4")),
        (june("2014-15"), june("2014-15")),
        (june("2014-15"), june("2013-14")),
    ] {
        assert_eq!(compare(before, after, false), Err(ShiftRefusal::NotTheSameMonths(before, after)));
    }
    assert_eq!(compare(june("2013-14"), june("2014-15"), true), Err(ShiftRefusal::PlanAgainstActual));
}
