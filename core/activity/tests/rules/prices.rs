//! What a cell comes to, from which book and line, and what has no price.

use crate::books::{book, factor, factors, musculoskeletal, national, particulars, priced};
use crate::made::{any_lines, cells, fixed, line, month, said};
use accordant_activity::{
    Book, Cells, Code, FactorList, Kind, Line, MarketForces, Particulars, Providers, Scaled, Shelf, Side,
    Standing, Tariff, Why, price, reprice,
};
use accordant_facts::Status;
use accordant_money::{Exact, Number};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn exact(text: &str) -> Exact {
    Exact::parse_decimal(text).unwrap()
}

fn shelf(books: Vec<Book>, factors: Vec<FactorList>) -> Shelf {
    Shelf::new(books, factors).unwrap()
}

/// Hernia repair in 2018-19 with so many done.
fn hernia(point: &'static str, activity: &str) -> Line<'static> {
    Line {
        month: month("2018-19/1"),
        currency: Some("FZ18K"),
        function: Some("100"),
        point_of_delivery: point,
        actual: said(activity),
        ..line()
    }
}

fn within(year: &str, kind: Kind) -> Particulars {
    Particulars { market_forces: MarketForces::Within, ..particulars(year, kind) }
}

fn local(standing: Standing) -> Particulars {
    Particulars { name: "local prices".to_owned(), ..within("2018-19", Kind::Local(standing)) }
}

/// The price that applies to one line.
fn unit(line: Line<'static>, shelf: &Shelf) -> Result<String, Why> {
    shelf.find(&line.key()).map(|applied| applied.price.unit.to_string())
}

#[test]
fn hernia_pays_more_as_a_day_case_than_as_an_ordinary_elective_in_2018_19() {
    let shelf = shelf(vec![national("2018-19")], vec![factors("2018-19")]);
    assert_eq!(unit(hernia("DC", "1"), &shelf), Ok("1373".to_owned()));
    assert_eq!(unit(hernia("EL", "1"), &shelf), Ok("1237".to_owned()));
}

#[test]
fn twenty_one_groups_pay_a_day_case_and_an_ordinary_elective_differently_and_the_others_alike() {
    let book = national("2018-19");
    let at = |point: &str| -> BTreeMap<Code, Scaled> {
        let prices = book.prices().filter(|(item, _)| &*item.point_of_delivery == point);
        prices.map(|(item, price)| (item.currency.clone(), price.unit)).collect()
    };
    let (day, ordinary) = (at("DC"), at("EL"));
    assert_eq!((day.len(), ordinary.len(), at("NEL").len()), (2_297, 2_297, 2_297));
    assert_eq!(day.iter().filter(|(currency, unit)| ordinary.get(*currency) != Some(unit)).count(), 21);
}

#[test]
fn a_figure_is_activity_times_price_times_factor_and_says_where_each_stands() {
    let shelf = shelf(vec![national("2018-19")], vec![factors("2018-19")]);
    let cells = cells(&[hernia("DC", "12"), hernia("DC", "3")]);
    let priced = price(&cells, &shelf, Side::Actual);
    let [figure] = &priced.figures[..] else { panic!("one figure: {priced:?}") };
    // 15 x 1,373 x 1.028343
    assert_eq!(figure.amount(), exact("21178.724085"));
    assert_eq!(priced.whole(), Some(exact("21178.724085")));
    assert_eq!(
        figure.to_string(),
        "15 of `FZ18K` at `DC` at 1373 (`prices 2018-19` line 719) times 1.028343 (`market forces factors 2026-27` \
         line 19), rows 2-3"
    );
    assert_eq!(figure.status(), Status::Illustrative, "the factor is of another year");
}

#[test]
fn each_year_is_priced_from_its_own_book() {
    let shelf = shelf(vec![national("2017-18"), national("2018-19"), musculoskeletal()], vec![]);
    let knee = |year: &str| Line { month: month(year), currency: Some("HN22C"), ..line() };
    assert_eq!(unit(knee("2025-26/12"), &shelf), Err(Why::NoFactor));
    let list = [factor("2017-18", "RWE", "1"), factor("2018-19", "RWE", "1"), factor("2025-26", "RWE", "1")];
    let shelf = Shelf::new(shelf.books().to_vec(), list.to_vec()).unwrap();
    assert_eq!(unit(knee("2025-26/12"), &shelf), Ok("8054".to_owned()));
    assert_ne!(unit(knee("2017-18/1"), &shelf), unit(knee("2018-19/1"), &shelf));
    assert_eq!(unit(knee("2019-20/1"), &shelf), Err(Why::NoBook));
}

#[test]
fn what_has_no_price_is_named_and_is_never_nothing() {
    let shelf = shelf(vec![national("2018-19")], vec![factors("2018-19")]);
    let cells = cells(&[
        hernia("DC", "1"),
        Line { currency: None, ..hernia("BLOCK", "1") },
        hernia("COMM", "4"),
        hernia("DC", "-"),
        Line { provider: "NT226", ..hernia("EL", "2") },
        Line { month: month("2019-20/1"), ..hernia("DC", "1") },
        Line { tariff: Tariff::Local, ..hernia("EL", "1") },
    ]);
    let priced = price(&cells, &shelf, Side::Actual);
    let mut why: Vec<Why> = priced.unpriced.iter().map(|unpriced| unpriced.why).collect();
    why.sort();
    let expected = [
        Why::ActivityUnsaid,
        Why::CurrencyUnsaid,
        Why::NoBook,
        Why::NoBook,
        Why::NotInTheBooks,
        Why::NoFactor,
    ];
    assert_eq!(why, expected);
    assert_eq!((priced.whole(), priced.sum()), (None, Exact::zero()));
    let said: Vec<String> = priced.unpriced.iter().map(ToString::to_string).collect();
    assert!(
        said.contains(
            &"`FZ18K` at `COMM` of `RWE` in 2018-19 month 1: no price book that holds names it, rows 4"
                .to_owned()
        ),
        "{said:?}"
    );
}

#[test]
fn a_local_price_goes_before_a_national_one_only_where_its_book_says_so() {
    let national = book(within("2018-19", Kind::NationalTariff), &["FZ18K DC 1373"]);
    let prices = ["FZ18K DC 1500", "FZ18K EL 900"];
    let first = shelf(vec![national.clone(), book(local(Standing::BeforeNational), &prices)], vec![]);
    assert_eq!(unit(hernia("DC", "1"), &first), Ok("1500".to_owned()));
    let last = shelf(vec![national, book(local(Standing::WhereNoneIsNational), &prices)], vec![]);
    assert_eq!(unit(hernia("DC", "1"), &last), Ok("1373".to_owned()));
    assert_eq!(unit(hernia("EL", "1"), &last), Ok("900".to_owned()));
    let locally_agreed = Line { tariff: Tariff::Local, ..hernia("DC", "1") };
    assert_eq!(unit(locally_agreed, &last), Ok("1500".to_owned()), "no national price is for such a line");
}

#[test]
fn a_price_for_the_function_goes_before_a_price_for_each() {
    let shelf = shelf(
        vec![book(within("2018-19", Kind::NationalTariff), &["FZ18K DC 1373", "FZ18K DC 100 1400"])],
        vec![],
    );
    assert_eq!(unit(hernia("DC", "1"), &shelf), Ok("1400".to_owned()));
    assert_eq!(unit(Line { function: Some("171"), ..hernia("DC", "1") }, &shelf), Ok("1373".to_owned()));
    assert_eq!(unit(Line { function: None, ..hernia("DC", "1") }, &shelf), Ok("1373".to_owned()));
}

#[test]
fn a_book_for_some_providers_prices_no_other() {
    let only = Particulars {
        providers: Providers::Only([Code::from("RT5")].into()),
        ..local(Standing::BeforeNational)
    };
    let shelf = shelf(vec![book(only, &["FZ18K DC 1500"])], vec![]);
    assert_eq!(unit(hernia("DC", "1"), &shelf), Err(Why::NoBook));
    assert_eq!(unit(Line { provider: "RT5", ..hernia("DC", "1") }, &shelf), Ok("1500".to_owned()));
}

#[test]
fn a_book_with_two_lines_for_one_item_or_a_price_below_nothing_is_refused() {
    let lines = [priced("FZ18K DC 1373", 2), priced("FZ18K EL -1", 3), priced("FZ18K DC 1373", 4)];
    let problems = Book::new(within("2018-19", Kind::NationalTariff), lines).unwrap_err();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "line 3: the price of `FZ18K` at `EL` is `-1`, below nothing",
            "line 4: `FZ18K` at `DC` has a price on line 2"
        ]
    );
}

#[test]
fn a_shelf_whose_books_or_lists_contradict_each_other_is_refused() {
    let one = book(within("2018-19", Kind::NationalTariff), &["FZ18K DC 1373"]);
    let again = Particulars { name: "pay award".to_owned(), ..within("2018-19", Kind::PaymentScheme) };
    let again = book(again, &["FZ18K EL 1237", "FZ18K DC 1390"]);
    let lists = vec![factor("2018-19", "RWE", "1.02"), factor("2018-19", "RWE", "1.03")];
    let problems = Shelf::new(vec![one.clone(), again], lists).unwrap_err();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "`FZ18K` at `DC` stands in `prices 2018-19` line 2 and in `pay award` line 3",
            "the factor of `RWE` stands in `factors 2018-19` line 2 and in `factors 2018-19` line 2"
        ]
    );
    let next_year = book(within("2019-20", Kind::NationalTariff), &["FZ18K DC 1390"]);
    let elsewhere =
        Particulars { providers: Providers::Only([].into()), ..within("2018-19", Kind::NationalTariff) };
    let beside = book(local(Standing::BeforeNational), &["FZ18K DC 1500"]);
    assert!(Shelf::new(vec![one, next_year, book(elsewhere, &["FZ18K DC 1"]), beside], vec![]).is_ok());
}

#[test]
fn nothing_is_rounded_however_small() {
    let tiny = shelf(vec![book(within("2018-19", Kind::NationalTariff), &["FZ18K DC 0.00000001"])], vec![]);
    let cells = cells(&[hernia("DC", "0.001")]);
    assert_eq!(price(&cells, &tiny, Side::Actual).whole(), Some(exact("0.00000000001")));
}

#[test]
fn the_plan_is_priced_as_what_was_done_is() {
    let shelf = shelf(vec![book(within("2018-19", Kind::NationalTariff), &["FZ18K DC 1373"])], vec![]);
    let cells = cells(&[Line { planned: said("10.5"), ..hernia("DC", "8") }]);
    assert_eq!(price(&cells, &shelf, Side::Planned).whole(), Some(exact("14416.5")));
    assert_eq!(price(&cells, &shelf, Side::Actual).whole(), Some(exact("10984")));
}

#[test]
fn a_back_dated_award_is_a_difference_by_provider_service_and_month() {
    let before = shelf(
        vec![book(within("2018-19", Kind::NationalTariff), &["FZ18K DC 1373", "FZ18K EL 1237"])],
        vec![],
    );
    let after = shelf(
        vec![book(within("2018-19", Kind::NationalTariff), &["FZ18K DC 1400.5", "FZ18K NEL 9"])],
        vec![],
    );
    let lines = [
        hernia("DC", "10"),
        Line { month: month("2018-19/2"), ..hernia("DC", "4") },
        hernia("EL", "2"),
        hernia("NEL", "1"),
        hernia("COMM", "1"),
    ];
    let cells = cells(&lines);
    let repriced = reprice(&cells, Side::Actual, &before, &after);
    assert_eq!(repriced.total().difference(), exact("385"));
    let places = repriced.by_place(|_| Some("hernia"));
    let differences: Vec<(u8, Exact)> =
        places.iter().map(|(place, delta)| (place.month.number(), delta.difference())).collect();
    assert_eq!(differences, [(1, exact("275")), (2, exact("110"))]);
    assert_eq!(repriced.only_before[0].after.why, Why::NotInTheBooks);
    assert_eq!(&*repriced.only_after[0].cell.key.point_of_delivery, "NEL");
    assert_eq!(&*repriced.neither[0].cell.key.point_of_delivery, "COMM");
}

/// A shelf for the codes of the made lines.
fn made_shelf(day: &str, factor_value: &str) -> Shelf {
    let local =
        Particulars { name: "local".to_owned(), ..within("2014-15", Kind::Local(Standing::BeforeNational)) };
    shelf(
        vec![
            book(
                particulars("2014-15", Kind::NationalTariff),
                &[&format!("BZ34C DC {day}"), "FZ18K EL 1237.01"],
            ),
            book(local, &["FZ18K DC 100 12.34567891"]),
        ],
        vec![factor("2014-15", "RWE", factor_value)],
    )
}

fn total(cells: &Cells, shelf: &Shelf) -> Exact {
    price(cells, shelf, Side::Actual).sum()
}

proptest! {
    #![proptest_config(fixed(150))]

    #[test]
    fn every_cell_is_priced_or_named_and_the_parts_sum_to_the_whole(lines in any_lines()) {
        let (cells, shelf) = (cells(&lines), made_shelf("672.13", "1.028343"));
        let priced = price(&cells, &shelf, Side::Actual);
        prop_assert_eq!(priced.figures.len() + priced.unpriced.len(), cells.len());
        let parts = priced.by(|key| (key.provider.clone(), key.month)).into_values();
        prop_assert_eq!(parts.fold(Exact::zero(), |all, part| all.plus(&part).unwrap()), priced.sum());
    }

    #[test]
    fn a_difference_of_prices_sums_over_its_places_to_the_difference_of_totals(lines in any_lines()) {
        let cells = cells(&lines);
        let (before, after) = (made_shelf("672.13", "1.028343"), made_shelf("690", "1.03"));
        let repriced = reprice(&cells, Side::Actual, &before, &after);
        prop_assert!(repriced.only_before.is_empty() && repriced.only_after.is_empty());
        let difference = total(&cells, &after).minus(&total(&cells, &before)).unwrap();
        prop_assert_eq!(repriced.total().difference(), difference.clone());
        let places = repriced.by_place(|key| key.function.clone()).into_values();
        let parts = places.fold(Exact::zero(), |all, delta| all.plus(&delta.difference()).unwrap());
        prop_assert_eq!(parts, difference);
    }
}
