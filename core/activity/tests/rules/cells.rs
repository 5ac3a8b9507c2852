//! Lines with the same key are one cell, and nothing of them is lost.

use crate::made::{any_lines, cells, fixed, key, line, said, scaled};
use accordant_activity::{Cells, Code, Key, Line, Scaled, Side};
use proptest::prelude::*;

#[test]
fn lines_with_the_same_key_add_up_to_one_cell_with_their_rows() {
    let cells = cells(&[
        Line { planned: said("10 6910.46 1.028343"), actual: said("8 5528.37 1.028343"), ..line() },
        Line { point_of_delivery: "EL", actual: said("1 700"), ..line() },
        Line { planned: said("5 3455.23 1.028343"), actual: said("6 4146.28 1.028343"), ..line() },
    ]);
    let cell = cells.get(&key()).unwrap();
    assert_eq!(cells.len(), 2);
    assert_eq!(cell.rows.to_string(), "2, 4");
    assert_eq!(cell.amounts.planned.activity.known(), Some(scaled("15")));
    assert_eq!(cell.amounts.actual.price.known(), Some(scaled("9674.65")));
    assert_eq!(cell.amounts.actual.market_forces_factor.one(), Some(scaled("1.028343")));
}

#[test]
fn every_part_of_the_key_tells_cells_apart() {
    let lines = [
        line(),
        Line { provider: "RT5", ..line() },
        Line { month: crate::made::month("2014-15/2"), ..line() },
        Line { commissioner: "03W", ..line() },
        Line { site: None, ..line() },
        Line { function: None, ..line() },
        Line { point_of_delivery: "EL", ..line() },
        Line { currency: None, ..line() },
        Line { tariff: accordant_activity::Tariff::Local, ..line() },
    ];
    assert_eq!(cells(&lines).len(), lines.len());
}

#[test]
fn what_a_line_does_not_say_is_counted_and_not_taken_for_nothing() {
    let cells =
        cells(&[Line { actual: said("8 5528.37"), ..line() }, Line { actual: said("- 10"), ..line() }]);
    let actual = cells.total().unwrap().actual;
    assert_eq!((actual.activity.known(), actual.activity.unsaid()), (None, 1));
    assert_eq!(actual.price.known(), Some(scaled("5538.37")));
    assert_eq!(cells.total().unwrap().planned.activity.said(), None);
}

#[test]
fn a_cell_is_one_line_of_json_with_its_decimals_as_text() {
    let cells = cells(&[
        Line { planned: said("10.5 6910.46 1.028343"), actual: said("8 - 1"), ..line() },
        Line { planned: said("1 1 1.028343"), actual: said("8 3 1.028343"), ..line() },
        Line { site: None, currency: None, planned: said("1 1"), actual: said("- 2"), ..line() },
    ]);
    let expected = concat!(
        r#"{"provider":"RWE","year":"2014-15","month":1,"commissioner":"04V","function":"130","#,
        r#""point_of_delivery":"DC","tariff":"national","planned":{"activity":"1","price":"1"},"#,
        r#""actual":{"activity":{"unsaid":1},"price":"2"},"rows":"4"}"#,
        "\n",
        r#"{"provider":"RWE","year":"2014-15","month":1,"commissioner":"04V","site":"RWEAA","function":"130","#,
        r#""point_of_delivery":"DC","currency":"BZ34C","tariff":"national","#,
        r#""planned":{"activity":"11.5","price":"6911.46","market_forces_factor":"1.028343"},"#,
        r#""actual":{"activity":"16","price":{"said":"3","unsaid":1},"#,
        r#""market_forces_factor":{"least":"1","greatest":"1.028343"}},"rows":"2-3"}"#,
        "\n",
    );
    assert_eq!(String::from_utf8(cells.to_json_lines()).unwrap(), expected);
    assert_eq!(Cells::from_json_lines(expected.as_bytes()), Ok(cells));
}

#[test]
fn json_that_is_not_what_is_written_is_refused_with_its_line() {
    let good = cells(&[Line { actual: said("8 5528.37 1"), ..line() }]).to_json_lines();
    let good = String::from_utf8(good).unwrap();
    let refused = |text: &str| Cells::from_json_lines(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(refused(&format!("{good}{good}")), "line 2: cells are not in order, or one stands twice");
    for (part, other, says) in [
        ("2014-15", "2014-16", "`year` is not written as `2025-26`"),
        (r#""month":1"#, r#""month":13"#, "`month` is not from 1 to 12"),
        ("national", "nationwide", "`tariff` is neither `national` nor `local`"),
        (r#""rows":"2""#, r#""rows":"2-2""#, "`rows` are not written as `2-31, 40`"),
        (r#""8""#, r#""8.0""#, "a number is no plain decimal with eight places or fewer"),
    ] {
        assert_eq!(refused(&good.replace(part, other)), format!("line 1: {says}"));
    }
    assert!(refused(&good.replace("tariff", "tarif")).starts_with("line 1: unknown field `tarif`"));
    assert!(refused(&good.replace(r#""8""#, "8")).starts_with("line 1: "));
}

#[test]
fn codes_of_any_letters_are_written_and_read() {
    let odd = Line { provider: "R\"\\\u{7}é", currency: Some("a/b/c, d"), actual: said("1"), ..line() };
    let cells = cells(&[odd]);
    assert_eq!(Cells::from_json_lines(&cells.to_json_lines()), Ok(cells));
}

#[test]
fn a_sum_larger_than_any_line_may_state_is_read_again() {
    let large = Scaled::parse("999999999999999999.99999999").unwrap();
    let most = accordant_activity::Said { price: Some(large), ..said("1") };
    let cells = cells(&[Line { actual: most, ..line() }, Line { actual: most, ..line() }]);
    assert_eq!(Cells::from_json_lines(&cells.to_json_lines()), Ok(cells));
}

/// What all lines say of one side's price, without any cell.
fn prices(lines: &[Line<'_>], side: Side) -> Scaled {
    Scaled::sum(lines.iter().filter_map(|line| line.said(side).price)).unwrap()
}

proptest! {
    #![proptest_config(fixed(200))]

    #[test]
    fn nothing_is_lost_in_cells(lines in any_lines()) {
        let cells = cells(&lines);
        for side in [Side::Planned, Side::Actual] {
            let total = cells.total().unwrap().side(side).price;
            prop_assert_eq!(total.said().unwrap_or_default(), prices(&lines, side));
            let unsaid = lines.iter().filter(|line| line.said(side).price.is_none()).count();
            prop_assert_eq!(total.unsaid(), unsaid as u64);
        }
        prop_assert_eq!(cells.rows(), lines.len() as u64);
        prop_assert!(cells.iter().zip(cells.iter().skip(1)).all(|(one, next)| one.key < next.key));
    }

    #[test]
    fn cells_merge_in_any_order_to_what_one_reading_gives(lines in any_lines(), cut in 0_usize..40) {
        let numbered: Vec<(u32, Line<'_>)> = (2..).zip(lines.iter().copied()).collect();
        let (one, another) = numbered.split_at(cut.min(numbered.len()));
        let part = |part: &[(u32, Line<'static>)]| Cells::gather(part.iter().copied()).unwrap();
        let whole = part(&numbered);
        prop_assert_eq!(part(one).merge(part(another)).unwrap(), whole.clone());
        prop_assert_eq!(part(another).merge(part(one)).unwrap(), whole);
    }

    #[test]
    fn cells_read_again_are_the_same(lines in any_lines()) {
        let cells = cells(&lines);
        let bytes = cells.to_json_lines();
        let again = Cells::from_json_lines(&bytes).unwrap();
        prop_assert_eq!(&again, &cells);
        prop_assert_eq!(again.to_json_lines(), bytes);
    }

    #[test]
    fn broken_bytes_are_refused_and_never_more(lines in any_lines(), at in 0_usize..4_000, byte in 0_u8..=255) {
        let mut bytes = cells(&lines).to_json_lines();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        if let Ok(read) = Cells::from_json_lines(&bytes) {
            prop_assert_eq!(Cells::from_json_lines(&read.to_json_lines()), Ok(read));
        }
    }

    #[test]
    fn only_those_that_are_wanted_stay(lines in any_lines()) {
        let cells = cells(&lines);
        let wanted = |key: &Key| key.provider == Code::from("RWE");
        let (some, others) = (cells.only(wanted), cells.only(|key| !wanted(key)));
        prop_assert!(some.iter().all(|cell| wanted(&cell.key)));
        prop_assert_eq!(some.merge(others).unwrap(), cells);
    }
}
