//! Steps that may be duplicate or unnecessary: how many at most, what they cost, and which rows say so.

use crate::books::{book, particulars};
use crate::made::{cells, line, said, scaled};
use accordant_activity::{
    Key, Kind, Line, MarketForces, Overlaps, Particulars, Shelf, Side, Step, Valued, follow_ups_beyond,
    mixes, overlaps, price,
};
use accordant_money::Exact;

fn appointment(
    provider: &'static str,
    point_of_delivery: &'static str,
    planned: &str,
    actual: &str,
) -> Line<'static> {
    let currency = Some(if point_of_delivery == "DAIMG" { "RD20A" } else { "WF01" });
    Line { provider, point_of_delivery, currency, planned: said(planned), actual: said(actual), ..line() }
}

fn step(key: &Key) -> Option<Step> {
    match &*key.point_of_delivery {
        "OPFASPCL" => Some(Step::First),
        "OPFUPSPCL" => Some(Step::FollowUp),
        "DAIMG" => Some(Step::Diagnostic),
        _ => None,
    }
}

/// First appointments cost 200, follow-ups 90 and tests 75.
fn check(lines: &[Line<'static>], checks: impl FnOnce(&Valued<'_>)) {
    let particulars =
        Particulars { market_forces: MarketForces::Within, ..particulars("2014-15", Kind::NationalTariff) };
    let prices = ["WF01 OPFASPCL 200", "WF01 OPFUPSPCL 90", "RD20A DAIMG 75"];
    let (cells, shelf) = (cells(lines), Shelf::new(vec![book(particulars, &prices)], vec![]).unwrap());
    checks(&price(&cells, &shelf, Side::Actual).valued());
}

fn found<'a>(valued: &Valued<'a>, of: Step) -> Overlaps<'a> {
    overlaps(valued, of, step).unwrap()
}

#[test]
fn each_provider_and_function_has_its_mix_of_first_and_follow_up_appointments() {
    let lines = [
        appointment("RWE", "OPFASPCL", "-", "40"),
        appointment("RWE", "OPFUPSPCL", "-", "90"),
        appointment("RT5", "OPFASPCL", "-", "10"),
        Line { function: Some("100"), ..appointment("RWE", "OPFUPSPCL", "-", "5") },
        appointment("RWE", "DC", "-", "1000"),
    ];
    check(&lines, |valued| {
        let mixes = mixes(valued, step).unwrap();
        let told: Vec<_> =
            mixes.iter().map(|mix| (&*mix.provider, mix.function.as_deref(), mix.ratio())).collect();
        let expected = [
            ("RT5", Some("130"), Some(Exact::zero())),
            ("RWE", Some("100"), None),
            ("RWE", Some("130"), Exact::ratio(9, 4)),
        ];
        assert_eq!(told, expected);
    });
}

#[test]
fn follow_ups_beyond_what_was_agreed_are_counted_and_cost_what_follow_ups_cost() {
    let lines = [
        appointment("RWE", "OPFASPCL", "-", "40"),
        appointment("RWE", "OPFUPSPCL", "-", "90"),
        appointment("RT5", "OPFASPCL", "-", "10"),
        appointment("RT5", "OPFUPSPCL", "-", "15"),
    ];
    check(&lines, |valued| {
        let mixes = mixes(valued, step).unwrap();
        let all = follow_ups_beyond(&mixes, |_| Some(scaled("1.5")));
        let [beyond] = &all.beyond[..] else { panic!("only at RWE: {all:?}") };
        // 90 - 40 x 1.5, each at 90
        assert_eq!((beyond.count(), beyond.cost()), (Exact::from_i128(30), Some(Exact::from_i128(2_700))));
        assert_eq!(beyond.mix.follow_ups.cells()[0].rows.to_string(), "3");
    });
}

#[test]
fn without_an_agreed_ratio_or_a_number_nothing_is_beyond_and_it_is_said() {
    let lines = [
        appointment("RWE", "OPFASPCL", "-", "-"),
        appointment("RWE", "OPFUPSPCL", "-", "90"),
        appointment("RT5", "OPFUPSPCL", "-", "90"),
    ];
    check(&lines, |valued| {
        let mixes = mixes(valued, step).unwrap();
        let all = follow_ups_beyond(&mixes, |mix| (&*mix.provider == "RWE").then(|| scaled("1")));
        assert_eq!((all.beyond.len(), all.unstated.len(), all.unsaid.len()), (0, 1, 1));
    });
}

#[test]
fn first_appointments_above_plan_at_two_organisations_may_be_the_same_patients_twice() {
    let lines = [
        appointment("RWE", "OPFASPCL", "100", "130"),
        appointment("RT5", "OPFASPCL", "40", "52"),
        appointment("NT226", "OPFASPCL", "20", "24"),
    ];
    check(&lines, |valued| {
        let all = found(valued, Step::First);
        let [overlap] = &all.found[..] else { panic!("one overlap: {all:?}") };
        // 12 and 4, but not the 30 of the organisation with the most
        assert_eq!(
            (overlap.at_most(), overlap.cost()),
            (Some(Exact::from_i128(16)), Some(Exact::from_i128(3_200)))
        );
        assert_eq!((&*overlap.what, overlap.at.len()), ("130", 3));
        assert_eq!(overlap.at["RT5"].cells()[0].rows.to_string(), "3");
    });
}

#[test]
fn above_plan_at_one_organisation_only_is_no_overlap() {
    let lines = [appointment("RWE", "OPFASPCL", "100", "130"), appointment("RT5", "OPFASPCL", "40", "40")];
    check(&lines, |valued| assert!(found(valued, Step::First).found.is_empty()));
    let other_commissioner = Line { commissioner: "03W", ..appointment("RT5", "OPFASPCL", "40", "52") };
    let other_function = Line { function: Some("100"), ..appointment("NT226", "OPFASPCL", "40", "52") };
    check(&[lines[0], other_commissioner, other_function], |valued| {
        assert!(found(valued, Step::First).found.is_empty());
    });
}

#[test]
fn tests_are_repeated_where_two_organisations_do_more_of_the_same_than_planned() {
    let lines = [
        appointment("RWE", "DAIMG", "10", "15"),
        Line { function: None, ..appointment("RT5", "DAIMG", "10", "12") },
        Line { currency: Some("RD30Z"), ..appointment("NT226", "DAIMG", "10", "99") },
    ];
    check(&lines, |valued| {
        let all = found(valued, Step::Diagnostic);
        let [overlap] = &all.found[..] else { panic!("one overlap: {all:?}") };
        assert_eq!((&*overlap.what, overlap.at_most()), ("RD20A", Some(Exact::from_i128(2))));
        assert_eq!(overlap.cost(), Some(Exact::from_i128(150)));
    });
}

#[test]
fn what_cannot_be_judged_is_told_and_what_has_no_price_has_no_cost() {
    let lines = [appointment("RWE", "OPFASPCL", "-", "130"), appointment("RT5", "OPFASPCL", "40", "52")];
    check(&lines, |valued| {
        let all = found(valued, Step::First);
        assert_eq!((all.found.len(), all.unsaid.len()), (0, 1));
        assert_eq!((all.unsaid[0].at_most(), all.unsaid[0].cost()), (None, None));
    });
    let unnamed = Line { function: None, ..lines[1] };
    check(&[unnamed], |valued| assert_eq!(found(valued, Step::First).unnamed.len(), 1));
    let unpriced = Line { currency: Some("WF02"), ..appointment("RT5", "OPFASPCL", "40", "52") };
    check(&[appointment("RWE", "OPFASPCL", "1", "99"), unpriced], |valued| {
        let overlap = &found(valued, Step::First).found[0];
        assert_eq!((overlap.at_most(), overlap.cost()), (Some(Exact::from_i128(12)), None));
    });
}
