//! Values as large as any plan allows, and beyond: in a build with checks, what does not fit stops the test.

use crate::{check_left, check_rows, rows};

/// Pence of 46 to 49 bits, the same below zero, and some that are larger by far.
const LARGE: [&str; 9] = [
    "703687441776.63",
    "1407374883553.27",
    "1407374883553.28",
    "2814749767106.55",
    "-703687441776.63",
    "-1407374883553.27",
    "-1407374883553.28",
    "-2814749767106.55",
    "737869762948382064.63",
];
/// Ten-thousandths of 19 and 20 bits, and some that are larger by far.
const SHARES: [&str; 5] = ["52.4287", "52.4288", "-52.4287", "-52.4288", "54975581.3887"];

// spec: S2, F9
#[test]
fn the_largest_facts_of_a_plan_fit_whatever_is_computed_of_them() {
    let money = "
  inputs: { a: { unit: GBP }, b: { unit: GBP }, r: { unit: ratio } }
  tables:
    scale: { of: r, points: { -100: a, 100: b }, between: linear }
    stairs: { of: r, points: { -100: a, 50: b, 60: a - b }, between: step }
  lines:
    share: { is: a / b }
    most: { when: share > r, is: a, otherwise: it is less }
    fine: { is: \"(a rounded to 0.0001, half even) - (b * r rounded to 0.01, up)\" }
";
    let all = rows(&[("a", &LARGE), ("b", &LARGE), ("r", &SHARES)]);
    let posted = [
        "a * r * r * r + b * r * r * r",
        "a / r",
        "most",
        "fine",
        "scale",
        "scale / 3",
        "stairs * r * r",
        "deadband(a * r, 5 GBP) + deductible(b, 7 GBP)",
        "abs(a - b) + max(a, b, 0) - clamp(a, 0, 1000000000000 GBP)",
        "-(a / b * 1 GBP)",
        "a / 999999999989 + b / 999999999961",
        "a / 0.000001 / 79228162514264337593543950335",
    ];
    check_rows(money, &all, &posted);
    // One factor more, and no plan can tell that it fits.
    let left = [
        "(a / 999999999989 / 999999999961 + b / 999999999937) / 999999999899",
        "a * r * r * r * r",
        "a / (share * share)",
        "a * 79228162514264337593543950335 + b",
    ];
    check_left(money, &all, &left);
}

// spec: S7, S11
#[test]
fn bounds_that_are_too_large_to_be_compared_are_known_all_the_same() {
    let money = "
  inputs:
    a: { unit: GBP, known_to: 2 }
    b: { unit: GBP, known_to: 2 }
    c: { unit: GBP, known_to: 2 }
    d: { unit: GBP, known_to: 2 }
  lines:
    share: { is: (a / b) / (c / d) }
    paid: { when: share > 0, is: a }
";
    let values: &[&str] = &["70368744177651", "70368744177653", "12345"];
    check_rows(money, &rows(&[("a", values), ("b", values), ("c", values), ("d", values)]), &["paid"]);
}
