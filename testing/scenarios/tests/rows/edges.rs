//! Values on the very edge of what decides, and what was not reached.

use crate::{check_left, check_rows, compiled, counted, paying, rows};
use accordant_money::{Batch, Number};

// spec: S4, S11
#[test]
fn a_point_of_a_table_that_is_not_reached_is_not_looked_at() {
    let money = "
  inputs: { people: { unit: people }, a: { unit: GBP } }
  tables:
    rate: { of: people, points: { 100: 1 GBP + 2 GBP, 200: a + 1 GBP, 300: third, 400: fourth }, between: step }
  lines:
    third: { is: 5 GBP - 1 GBP }
    fourth: { is: 6 GBP }
    paid: { is: rate }
";
    check_rows(
        money,
        &["people = 100", "people = 200, a = 3", "people = 300", "people = 400", "people = 100"],
        &["paid"],
    );
    let agreement = paying(money, "paid");
    let each = compiled(&agreement);
    let mut reader = each.quick_reader().unwrap();
    reader.begin();
    let people = each.graph().slots().iter().position(|slot| slot.address == "people").unwrap();
    reader.number(people, Batch::whole(100));
    reader.settle(&mut Vec::new()).unwrap();
    use accordant_settlement::{Computed, Looked};
    let rate = each.graph().figure("rate").unwrap();
    let mut looked = Looked::default();
    reader.look_into(rate, &mut looked);
    assert_eq!((looked.figures.len(), looked.slots.len(), looked.workings.len()), (0, 1, 1), "{looked:?}");
}

// spec: F9
#[test]
fn a_curve_is_read_at_its_ends_at_its_points_and_between_them() {
    let people: Vec<String> = (-10..26).map(|half| format!("people = {half}/2, a = 7")).collect();
    let settled = |between: &str, beyond: &str| {
        let money = format!(
            "
  inputs: {{ people: {{ unit: people }}, a: {{ unit: GBP, known_to: 2 }} }}
  tables:
    rate: {{ of: people, points: {{ -3: 1 GBP, 2: a, 3: -2 GBP, 10: 5 GBP }}, between: {between}{beyond} }}
"
        );
        check_rows(&money, &people, &["rate", "rate / 3", "-rate"]);
    };
    settled("linear", "");
    settled("step", "");
    settled("linear to the last whole number", "");
    settled("linear", ", below: refuse, above: refuse");
    settled("step", ", below: refuse, above: refuse");
}

// spec: M18
#[test]
fn the_value_at_an_end_is_held_without_leaving_the_kernel() {
    for between in ["linear", "step", "linear to the last whole number"] {
        let money = format!(
            "
  inputs: {{ people: {{ unit: people }} }}
  tables: {{ rate: {{ of: people, points: {{ 2: 7 GBP, 5: 9 GBP }}, between: {between}, below: first }} }}
"
        );
        let people =
            ["people = 1", "people = 2", "people = 4", "people = 5", "people = 6", "people = -70000"];
        let counts = counted(&money, &people, "rate");
        assert_eq!(counts.by_kernel, people.len(), "{between}: {counts:?}");
    }
}

// spec: S7
#[test]
fn products_of_bounds_of_every_sign_agree() {
    let money = "
  inputs: { a: { unit: GBP, known_to: 2 }, r: { unit: ratio, known_to: 0.5 } }
";
    let all = rows(&[
        ("a", &["-7", "-1", "-0.5", "0", "0.5", "1", "3"]),
        ("r", &["-2", "-0.25", "0", "0.25", "0.1", "5"]),
    ]);
    check_rows(money, &all, &["a * r", "r * a * r", "-a * (1 - r)"]);
}

// spec: S7, S9
#[test]
fn bounds_that_touch_decide_as_the_reference_does() {
    let money = "
  inputs: { a: { unit: GBP, known_to: 2 }, b: { unit: GBP, known_to: 2 }, c: { unit: GBP } }
  lines:
    below: { when: a < b, is: c, otherwise: a is not below b }
    reached: { when: a >= c, is: b, otherwise: a does not reach c }
    same: { when: c = 5 GBP, is: a }
    other: { when: not (a = c), is: c, otherwise: it is not other }
    either: { when: a < c or b < c, is: b }
";
    let all = rows(&[
        ("a", &["-1", "0", "1", "4", "5", "6"]),
        ("b", &["-1", "0", "1", "5", "7"]),
        ("c", &["-2", "0", "1", "5"]),
    ]);
    let posted = [
        "below",
        "reached",
        "same",
        "other",
        "either",
        "clamp(a, c, b)",
        "clamp(a, b, c)",
        "cliff(a, c)",
        "cliff(c, b)",
        "deductible(a, b)",
        "deadband(a, b)",
        "abs(a - b)",
        "min(a, b, c) - max(a, b, c)",
        "-(a - b) * -50%",
        "(a rounded to 3, half even) - (b rounded to 3, up)",
    ];
    check_rows(money, &all, &posted);
}

// spec: S7
#[test]
fn quotients_of_bounds_of_every_sign_agree() {
    let money = "
  inputs: { a: { unit: GBP, known_to: 2 }, b: { unit: GBP, known_to: 2 }, c: { unit: GBP } }
  lines:
    share: { is: a / b }
    turned: { is: -share }
    part: { is: c / (c + 3 GBP) }
    more: { when: turned < share, is: a, otherwise: it is not more }
    less: { when: -turned <= 50%, is: a, otherwise: it is not less }
    below_90: { when: share < 90%, is: a }
    above_90: { when: 90% < share, is: a }
    from_30: { when: 30% <= share, is: a }
    up_to_1: { when: 1 >= share, is: a }
    nearer: { when: share < part, is: a }
    as_much: { when: part = 40%, is: a, otherwise: it is not as much }
    one_or_other: { choose: [ { when: c > 3 GBP, is: part }, { when: c < 0 GBP, is: share }, { otherwise: 1/3 } ] }
    ";
    let all = rows(&[
        ("a", &["-7", "-1", "0", "1", "3"]),
        ("b", &["-3", "0", "1", "2", "5"]),
        ("c", &["-4", "-3", "-2", "0", "2", "4"]),
    ]);
    let posted = [
        "c / share",
        "-(c / turned)",
        "part * 3 GBP",
        "more",
        "less",
        "below_90",
        "above_90",
        "from_30",
        "up_to_1",
        "nearer",
        "as_much",
        "c / one_or_other",
        "-one_or_other * c",
        "a / -7",
    ];
    check_rows(money.trim_end_matches(' '), &all, &posted);
    check_left(money.trim_end_matches(' '), &all, &["c / b * c", "share * c"]);
}

// spec: F9
#[test]
fn the_first_row_is_settled_even_where_nobody_began_it() {
    let agreement = paying("\n  inputs: { a: { unit: GBP } }\n", "a * 2");
    let each = compiled(&agreement);
    let mut reader = each.quick_reader().unwrap();
    reader.number(0, Batch::whole(7));
    let mut amounts = Vec::new();
    reader.settle(&mut amounts).unwrap();
    assert_eq!(amounts[0].exact.exact().unwrap().to_exact().fraction(), "14/1");
}
