//! Measures: from what was measured to points.

use crate::{HEAD, check_text, with_head};

/// Measures in two areas, and a line of money for each hundred points.
fn scored(areas: &str, facts: &str, expected: &str) {
    let head = format!(
        "{HEAD}performance:\n  levels: {{ poor: -50, base: 0, good: 50, best: 100 }}\n  areas:\n{}",
        crate::dedented(areas).lines().map(|line| format!("    {line}\n")).collect::<String>()
    );
    check_text(&with_head(&head, "lines: { scored: { is: score } }"), facts, expected);
}

// spec: M21
#[test]
fn a_step_measure_has_the_points_of_the_best_level_reached() {
    let areas = "
        waits: { measures: { late: { unit: weeks, better: lower, precision: 1, levels: { poor: 8, base: 4, good: 2, best: 0 } } } }
    ";
    let facts = "
        late 2014-15 = 2
        late 2015-16 = 3
        late 2016-17 = 99
    ";
    scored(
        areas,
        facts,
        "
        2014-15
          scored = 50
        2015-16
          scored = 0, because value[late] is at the level worth 0 points
        2016-17
          scored = -50
    ",
    );
}

// spec: M21
#[test]
fn a_linear_measure_is_rounded_to_its_precision_before_it_is_compared() {
    let areas = "
        waits: { measures: { seen: { better: higher, precision: 1%, levels: { poor: 80%, base: 90%, good: 95%, best: 100% }, between: linear } } }
    ";
    let facts = "
        seen 2014-15 = 91.5%
        seen 2015-16 = 91.4%
        seen 2016-17 = 12%
    ";
    scored(
        areas,
        facts,
        "
        2014-15
          scored = 20
        2015-16
          scored = 10
        2016-17
          scored = -50
    ",
    );
}

// spec: M21
#[test]
fn judged_and_milestone_measures_take_the_points_of_their_level() {
    let areas = "
        works:
          measures:
            spirit: { kind: judged }
            opened: { kind: milestone, levels: { met: best, late: base, missed: poor } }
    ";
    let facts = "
        spirit 2014-15 = good
        opened 2014-15 = met
        spirit 2015-16 = poor
        opened 2015-16 = missed
    ";
    scored(
        areas,
        facts,
        "
        2014-15
          scored = 75
        2015-16
          scored = -50
    ",
    );
}

// spec: M21
#[test]
fn a_mean_divides_by_the_weights_that_take_part() {
    let areas = "
        waits:
          weight: 60%
          measures:
            first: { kind: judged, weight: 3, missing: leave out }
            second: { kind: judged, weight: 1, missing: zero points }
        safety: { weight: 20%, measures: { falls: { kind: judged, missing: last value } } }
    ";
    let facts = "
        first 2014-15 = best
        second 2014-15 = base
        falls 2014-15 = good
        second 2015-16 = good
    ";
    scored(
        areas,
        facts,
        "
        2014-15
          scored = 68.75
        2015-16
          scored = 50
          score[first] takes no part: the fact `first` is missing: there is no fact for 2015-16; left out, as the agreement says
    ",
    );
}
