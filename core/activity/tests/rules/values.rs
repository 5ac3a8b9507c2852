//! Decimals, months and rows: what is read is what is shown.

use crate::made::{fixed, month, months, scaled};
use accordant_activity::{Month, Months, Rows, Scaled, Stated, TooLarge, Total, Year};
use accordant_money::Exact;
use jiff::civil::date;
use proptest::prelude::*;

#[test]
fn a_decimal_is_held_to_eight_places_and_shown_as_short_as_it_is() {
    for (read, shown) in [
        ("1.028343", "1.028343"),
        ("-0.50", "-0.5"),
        ("+12", "12"),
        ("0012.00000000", "12"),
        ("0.00000001", "0.00000001"),
        ("1.500000000000", "1.5"),
        ("999999999999999999.99999999", "999999999999999999.99999999"),
        ("-0", "0"),
    ] {
        assert_eq!(scaled(read).to_string(), shown);
    }
}

#[test]
fn what_is_no_plain_decimal_or_has_too_many_digits_is_not_read() {
    for text in [
        "",
        "-",
        ".5",
        "5.",
        "1,234",
        "1e3",
        "TBC",
        " 1",
        "0.000000001",
        "1000000000000000000",
        "--1",
        "1.2.3",
    ] {
        assert_eq!(Scaled::parse(text), None, "{text}");
    }
}

#[test]
fn a_decimal_is_exactly_what_it_says() {
    assert_eq!(scaled("1.028343").to_exact(), Exact::parse_decimal("1.028343").unwrap());
}

#[test]
fn a_sum_that_cannot_be_held_is_refused() {
    assert_eq!(Scaled::from_units(i128::MAX).plus(Scaled::from_units(1)), Err(TooLarge));
    assert_eq!(Scaled::from_units(i128::MIN).minus(Scaled::from_units(1)), Err(TooLarge));
}

#[test]
fn the_first_month_of_a_financial_year_is_april_and_the_last_is_march() {
    assert_eq!(Month::of_day(date(2014, 4, 1)), Some(month("2014-15/1")));
    assert_eq!(Month::of_day(date(2015, 3, 31)), Some(month("2014-15/12")));
    assert_eq!(Month::of_day(date(2015, 1, 1)), Some(month("2014-15/10")));
    assert_eq!(month("2015-16/11").days().unwrap().to_string(), "2016-02-01..2016-02-29");
    for month in Year::parse("2014-15").unwrap().months() {
        let days = month.days().unwrap();
        assert_eq!((Month::of_day(days.from()), Month::of_day(days.to())), (Some(month), Some(month)));
    }
}

#[test]
fn there_is_no_month_0_or_13_and_a_year_ends_in_the_next() {
    let year = Year::parse("2014-15").unwrap();
    assert_eq!((Month::new(year, 0), Month::new(year, 13)), (None, None));
    assert_eq!(Year::parse("1999-00").unwrap().to_string(), "1999-00");
    for text in ["2014-16", "2014-2015", "201415", "2014-1", "2014/15", "+014-15"] {
        assert_eq!(Year::parse(text), None, "{text}");
    }
}

#[test]
fn months_run_over_the_end_of_a_year() {
    let span = months("2014-15/11", "2015-16/2");
    let each: Vec<String> = span.each().map(|month| month.to_string()).collect();
    assert_eq!(each, ["2014-15 month 11", "2014-15 month 12", "2015-16 month 1", "2015-16 month 2"]);
    assert_eq!(span.count(), 4);
    assert!(span.contains(month("2015-16/1")) && !span.contains(month("2015-16/3")));
}

#[test]
fn rows_are_shown_as_ranges() {
    let rows: Rows = (2..=31).chain([40, 42, 41, 90, 40]).collect();
    assert_eq!(rows.to_string(), "2-31, 40-42, 90");
    assert_eq!(rows.count(), 34);
    assert!(rows.contains(2) && rows.contains(31) && rows.contains(90));
    assert!(!rows.contains(1) && !rows.contains(32) && !rows.contains(91));
}

#[test]
fn ranges_that_touch_are_one() {
    let mut rows: Rows = [2, 3].into_iter().collect();
    rows.add_all(&[4, 5].into_iter().collect());
    assert_eq!(rows.to_string(), "2-5");
}

#[test]
fn rows_may_lie_at_either_end_and_far_apart() {
    let ends = [0, 1, 127, 129, 16_384, 3_000_000, 3_000_001, u32::MAX - 1, u32::MAX];
    let rows: Rows = ends.into_iter().collect();
    assert_eq!(rows.to_string(), "0-1, 127, 129, 16384, 3000000-3000001, 4294967294-4294967295");
    assert_eq!(rows.count(), ends.len() as u64);
    assert!(ends.into_iter().all(|row| rows.contains(row)));
    let mut joined = Rows::one(u32::MAX);
    joined.add_all(&rows);
    assert_eq!((&joined, Rows::parse(&joined.to_string()).as_ref()), (&rows, Some(&rows)));
}

#[test]
fn rows_are_read_only_as_they_are_shown() {
    for text in ["2-", "3-2", "2-2", "2,3", "2, 3", "3, 2", "02", "2-5, 5-9", "x", "2, ", "-1", "+2"] {
        assert_eq!(Rows::parse(text), None, "{text}");
    }
    assert_eq!(Rows::parse(""), Some(Rows::none()));
}

#[test]
fn a_total_is_known_only_when_every_line_says_it() {
    let said = Total::of(Some(scaled("3")));
    assert_eq!(said.plus(&said).unwrap().known(), Some(scaled("6")));
    let part = said.plus(&Total::of(None)).unwrap();
    assert_eq!((part.known(), part.said(), part.unsaid()), (None, Some(scaled("3")), 1));
    assert_eq!(Total::default().known(), None);
}

#[test]
fn a_factor_is_never_added_up() {
    let (one, another) = (Stated::of(Some(scaled("1.02"))), Stated::of(Some(scaled("1.03"))));
    assert_eq!(one.joined(&one).one(), Some(scaled("1.02")));
    assert_eq!(one.joined(&another).one(), None);
    assert_eq!(another.joined(&one).ends(), Some((scaled("1.02"), scaled("1.03"))));
    assert_eq!(one.joined(&Stated::default()).one(), Some(scaled("1.02")));
}

proptest! {
    #![proptest_config(fixed(400))]

    #[test]
    fn a_decimal_read_again_is_the_same(units in -10_i128.pow(25)..10_i128.pow(25)) {
        let value = Scaled::from_units(units);
        prop_assert_eq!(Scaled::parse(&value.to_string()), Some(value));
        prop_assert_eq!(Exact::parse_decimal(&value.to_string()), Some(value.to_exact()));
    }

    #[test]
    fn rows_do_not_depend_on_the_order_in_which_they_are_added(
        rows in prop::collection::vec(0_u32..60, 0..40), cut in 0_usize..40,
    ) {
        let gathered: Rows = rows.iter().copied().collect();
        let mut added = Rows::none();
        rows.iter().for_each(|row| added.add(*row));
        prop_assert_eq!(&added, &gathered);
        let (one, another) = rows.split_at(cut.min(rows.len()));
        let mut joined: Rows = another.iter().copied().collect();
        joined.add_all(&one.iter().copied().collect());
        prop_assert_eq!(&joined, &gathered);
        prop_assert_eq!(Rows::parse(&gathered.to_string()), Some(gathered.clone()));
        for row in 0..61 {
            prop_assert_eq!(gathered.contains(row), rows.contains(&row));
        }
    }
}

#[test]
fn months_are_read_as_they_are_shown() {
    for (text, first, last) in [
        ("2025-04", "2025-26/1", "2025-26/1"),
        ("2026-03", "2025-26/12", "2025-26/12"),
        ("2025-04..2025-09", "2025-26/1", "2025-26/6"),
        ("2011-12", "2011-12/9", "2011-12/9"),
    ] {
        let read = Months::parse(text).unwrap();
        assert_eq!((read.first(), read.last()), (month(first), month(last)), "{text}");
        assert_eq!(read.calendar(), text);
    }
    assert_eq!(Months::parse("2025-26").unwrap().calendar(), "2025-04..2026-03");
    for text in ["2025-00", "2025-13", "25-04", "2025-4", "2025-09..2025-04", "2025-04..", "2025-+4"] {
        assert_eq!(Months::parse(text), None, "{text}");
    }
}
