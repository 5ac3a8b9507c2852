//! A year's plan is spread over its months to the last digit, and stands against what was done.

use crate::made::{cells, fixed, line, month, months, said, scaled};
use accordant_activity::counting::{Counted, Counting, Dimension, Figure, PlanLine, YearPlan};
use accordant_activity::{
    Code, Latest, Line, Phased, PhasingProblem, Plan, Scaled, Shelf, Side, Total, Year, group,
};
use accordant_facts::{Days, FactValue};
use accordant_money::{Exact, Number};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// The working days of 2014-15 in England, April first.
const DAYS: [u32; 12] = [20, 20, 21, 23, 20, 22, 23, 20, 21, 21, 20, 22];

fn year() -> Year {
    Year::parse("2014-15").unwrap()
}

fn by_days(total: &str) -> Phased {
    let days = |month: accordant_activity::Month| DAYS.get(usize::from(month.number()) - 1).copied();
    Phased::by_working_days(year(), scaled(total), days).unwrap()
}

#[test]
fn a_plan_is_spread_by_the_working_days_of_each_month() {
    let phased = by_days("2530");
    assert_eq!(phased.month(month("2014-15/1")), Some(Exact::from_i128(200)));
    assert_eq!(phased.month(month("2014-15/4")), Some(Exact::from_i128(230)));
    assert_eq!(phased.month(month("2015-16/1")), None);
    assert_eq!(phased.to_the_hundredth(month("2015-16/1")), Ok(None));
    assert_eq!(phased.months(months("2014-15/1", "2014-15/3")), Exact::from_i128(610));
}

#[test]
fn a_plan_is_spread_by_a_stated_profile() {
    let mut weights = [Scaled::ZERO; 12];
    weights[0] = scaled("1");
    weights[11] = scaled("2");
    let phased = Phased::by_profile(year(), scaled("100"), weights).unwrap();
    assert_eq!(phased.month(month("2014-15/12")), Exact::ratio(200, 3));
    // a third is 33.33, and the rest goes on
    assert_eq!(phased.to_the_hundredth(month("2014-15/1")), Ok(Some(scaled("33.33"))));
    assert_eq!(phased.to_the_hundredth(month("2014-15/12")), Ok(Some(scaled("66.67"))));
    assert_eq!(phased.month(month("2014-15/2")), Some(Exact::zero()));
}

#[test]
fn a_plan_that_cannot_be_spread_is_refused() {
    let no_calendar =
        Phased::by_working_days(year(), scaled("1"), |month| (month.number() < 6).then_some(20));
    assert_eq!(no_calendar, Err(PhasingProblem::NoWorkingDays(month("2014-15/6"))));
    let nothing = Phased::by_profile(year(), scaled("1"), [Scaled::ZERO; 12]);
    assert_eq!(nothing, Err(PhasingProblem::NoWeight));
    let mut weights = [scaled("1"); 12];
    weights[2] = scaled("-1");
    assert_eq!(
        Phased::by_profile(year(), scaled("1"), weights),
        Err(PhasingProblem::BelowNothing(month("2014-15/3")))
    );
    let other = Phased::by_profile(Year::parse("2015-16").unwrap(), scaled("1"), [scaled("1"); 12]).unwrap();
    assert_eq!(Plan::new(year(), [("eyes", other)].into()), None);
}

#[test]
fn what_was_done_stands_against_the_plan_of_its_service_to_date() {
    let plan = Plan::new(year(), [("eyes", by_days("2530")), ("pain", by_days("253"))].into()).unwrap();
    let may = Line { month: month("2014-15/2"), actual: said("190"), ..line() };
    let june = Line { month: month("2014-15/3"), actual: said("1000"), ..line() };
    let hernia = Line { function: Some("100"), actual: said("7"), ..line() };
    let cells = cells(&[Line { actual: said("210"), ..line() }, may, june, hernia]);
    let service = |key: &accordant_activity::Key| match key.function.as_deref() {
        Some("130") => Some("eyes"),
        Some("100") => Some("hernia"),
        _ => None,
    };
    let against = plan.against(&cells, months("2014-15/1", "2014-15/2"), service).unwrap();
    let eyes = &against["eyes"];
    assert_eq!((eyes.planned.clone(), eyes.variance()), (Some(Exact::from_i128(400)), Some(Exact::zero())));
    assert_eq!(eyes.cells.iter().map(|cell| cell.rows.to_string()).collect::<Vec<_>>(), ["2", "3"]);
    assert_eq!((against["pain"].actual, against["pain"].variance()), (Total::default(), None));
    assert_eq!((against["hernia"].planned.clone(), against["hernia"].variance()), (None, None));
}

#[test]
fn planned_stands_against_actual_by_whatever_is_asked() {
    let cells = cells(&[
        Line { planned: said("10 100"), actual: said("8 80"), ..line() },
        Line { provider: "RT5", site: Some("RT5YD"), planned: said("5 50"), actual: said("9 90"), ..line() },
        Line { point_of_delivery: "EL", planned: said("1 10"), actual: said("- 0"), ..line() },
    ]);
    let by_provider = group(&cells, |key| key.provider.clone()).unwrap();
    assert_eq!(by_provider[&Code::from("RT5")].activity_variance(), Some(scaled("4")));
    assert_eq!(by_provider[&Code::from("RWE")].activity_variance(), None, "one line does not say how much");
    assert_eq!(by_provider[&Code::from("RWE")].price_variance(), Some(scaled("-30")));
    let by_setting = group(&cells, |key| key.site.as_deref().map(|site| site.starts_with("RT5"))).unwrap();
    assert_eq!(by_setting[&Some(true)].price_variance(), Some(scaled("40")));
}

proptest! {
    #![proptest_config(fixed(300))]

    #[test]
    fn the_months_of_a_plan_sum_to_the_year(
        total in -10_i128.pow(16)..10_i128.pow(16), weights in prop::array::uniform12(0_i128..10_i128.pow(12)),
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let total = Scaled::from_units(total);
        let phased = Phased::by_profile(year(), total, weights.map(Scaled::from_units)).unwrap();
        let written = year().months().map(|month| phased.to_the_hundredth(month).unwrap().unwrap());
        prop_assert_eq!(Scaled::sum(written), Ok(total));
        let parts = year().months().map(|month| phased.month(month).unwrap());
        let sum = parts.fold(Exact::zero(), |all, part| all.plus(&part).unwrap());
        prop_assert_eq!(sum, total.to_exact());
    }
}

#[test]
fn a_plan_gives_the_facts_of_its_months_within_the_agreement_and_of_no_other() {
    let line = |service: &str, party: Option<&str>, total: &str| PlanLine {
        service: service.to_owned(),
        party: party.map(str::to_owned),
        phased: by_days(total),
    };
    let plan = YearPlan {
        year: year(),
        stated_in: "schedule 2B".to_owned(),
        within: Days::new(date(2014, 5, 1), date(2015, 2, 14)).unwrap(),
        lines: vec![
            line("eyes", Some("hospital"), "2530"),
            line("eyes", Some("community"), "253"),
            line("pain", None, "253"),
        ],
    };
    let input = |input: &str, of: &[Dimension]| Counted {
        input: input.to_owned(),
        of: of.to_vec(),
        side: Side::Planned,
        figure: Figure::PhasedPlan,
    };
    let inputs = vec![
        input("planned", &[Dimension::Service]),
        input("each", &[Dimension::Service, Dimension::Provider]),
    ];
    let counting = Counting { inputs, plans: vec![plan], ..Counting::default() };
    let shelf = Shelf::new(vec![], vec![]).unwrap();
    let facts = counting.facts(&Latest::none(), &Latest::none(), &shelf).unwrap().facts;
    let months: std::collections::BTreeSet<Date> = facts.iter().map(|fact| fact.days.from()).collect();
    assert_eq!((months.len(), months.first()), (9, Some(&date(2014, 5, 1))), "May to January");
    let may = |name: &str, of: &[&str]| {
        let of: Vec<String> = of.iter().map(ToString::to_string).collect();
        facts.exact(name, &of, month("2014-15/2").days().unwrap()).cloned()
    };
    let eyes = may("planned", &["eyes"]).unwrap();
    assert_eq!(
        (eyes.value, eyes.source.as_deref()),
        (FactValue::Number(Exact::from_i128(220)), Some("schedule 2B"))
    );
    assert_eq!(eyes.owner, None, "two parties are to provide it");
    let each = may("each", &["eyes", "community"]).unwrap();
    assert_eq!(each.source.as_deref(), Some("schedule 2B: 20 of 253 working days of 253"));
    assert_eq!(each.owner.as_deref(), Some("community"));
    assert_eq!(may("each", &["pain", "hospital"]), None, "the plan does not say who provides it");
}
