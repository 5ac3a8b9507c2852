//! A later submission supersedes an earlier one for the same provider, month and commissioner, and for no other.

use crate::made::{any_lines, cells, fixed, line, month, said, scaled, scope};
use accordant_activity::{Difference, Latest, Line, Side, Submission};
use proptest::prelude::*;

/// Receives it, and says what differs from before.
fn difference(latest: &mut Latest, submission: Submission) -> Difference {
    let before = latest.clone();
    latest.receive(submission);
    before.difference(latest)
}

fn submission(source: &str, lines: &[Line<'_>]) -> Submission {
    Submission::new(source, cells(lines))
}

#[test]
fn a_later_submission_supersedes_its_own_months_and_leaves_the_others() {
    let mut latest = Latest::none();
    let april = Line { actual: said("8 100"), ..line() };
    let may = Line { month: month("2014-15/2"), actual: said("9 200"), ..line() };
    latest.receive(submission("flex", &[april, may]));
    let gone = Line { point_of_delivery: "EL", actual: said("1 50"), ..line() };
    latest.receive(submission("april again", &[Line { actual: said("7 90"), ..line() }, gone]));
    assert_eq!(latest.source(&scope("RWE", "2014-15/1", "04V")), Some("april again"));
    assert_eq!(latest.source(&scope("RWE", "2014-15/2", "04V")), Some("flex"));
    assert_eq!(latest.cells().total().unwrap().actual.price.known(), Some(scaled("340")));
}

#[test]
fn another_commissioners_lines_are_not_superseded() {
    let mut latest = Latest::none();
    latest.receive(submission("one", &[Line { actual: said("8"), ..line() }]));
    latest.receive(submission("two", &[Line { commissioner: "03W", actual: said("3"), ..line() }]));
    assert_eq!(latest.cells().total().unwrap().actual.activity.known(), Some(scaled("11")));
}

#[test]
fn what_a_submission_is_sent_for_and_says_nothing_of_is_withdrawn() {
    let mut latest = Latest::none();
    latest.receive(submission("one", &[Line { actual: said("8"), ..line() }]));
    let empty = submission("two", &[]).also_for(scope("RWE", "2014-15/1", "04V"));
    let difference = difference(&mut latest, empty);
    assert_eq!(difference.went.len(), 1);
    assert!(latest.cells().is_empty());
    assert_eq!(latest.source(&scope("RWE", "2014-15/1", "04V")), Some("two"));
}

#[test]
fn the_difference_names_what_came_went_and_changed() {
    let mut latest = Latest::none();
    let went = Line { point_of_delivery: "EL", actual: said("1 50"), ..line() };
    let kept = Line { function: Some("100"), actual: said("4 40"), ..line() };
    latest.receive(submission("flex", &[Line { actual: said("8 100"), ..line() }, went, kept]));
    let came = Line { point_of_delivery: "OPPROC", actual: said("2 30"), ..line() };
    let freeze = submission("freeze", &[kept, Line { actual: said("7 90"), ..line() }, came]);
    let difference = difference(&mut latest, freeze);
    assert_eq!(
        difference.came.iter().map(|cell| &*cell.key.point_of_delivery).collect::<Vec<_>>(),
        ["OPPROC"]
    );
    assert_eq!(difference.went.iter().map(|cell| &*cell.key.point_of_delivery).collect::<Vec<_>>(), ["EL"]);
    let [changed] = &difference.changed[..] else { panic!("one cell changed: {difference:?}") };
    assert_eq!(changed.before.rows.to_string(), "2");
    assert_eq!(changed.after.rows.to_string(), "3");
    assert_eq!(difference.price(Side::Actual), Ok(scaled("-30")));
    assert_eq!(difference.activity(Side::Actual), Ok(scaled("0")));
}

proptest! {
    #![proptest_config(fixed(200))]

    #[test]
    fn the_same_submission_twice_changes_nothing(first in any_lines(), second in any_lines()) {
        let mut latest = Latest::none();
        latest.receive(submission("first", &first));
        latest.receive(submission("second", &second));
        let before = latest.clone();
        latest.receive(submission("second", &second));
        prop_assert_eq!(latest, before);
    }

    #[test]
    fn the_difference_is_what_the_totals_differ_by(first in any_lines(), second in any_lines()) {
        let mut latest = Latest::none();
        latest.receive(submission("first", &first));
        let before = latest.clone();
        latest.receive(submission("second", &second));
        let difference = before.difference(&latest);
        let price = |latest: &Latest, side| {
            latest.cells().total().unwrap().side(side).price.said().unwrap_or_default()
        };
        for side in [Side::Planned, Side::Actual] {
            let moved = price(&latest, side).minus(price(&before, side)).unwrap();
            prop_assert_eq!(difference.price(side).unwrap(), moved);
        }
        prop_assert!(Difference::between(&latest.cells(), &latest.cells()).is_empty());
    }

    #[test]
    fn submissions_for_different_months_may_come_in_any_order(lines in any_lines()) {
        let at = |number: u8| -> Vec<Line<'static>> {
            lines.iter().copied().filter(|line| line.month.number() == number).collect()
        };
        let (one, another) = (submission("file", &at(1)), submission("file", &at(2)));
        let (mut forth, mut back) = (Latest::none(), Latest::none());
        forth.receive(one.clone());
        forth.receive(another.clone());
        back.receive(another);
        back.receive(one);
        prop_assert_eq!(forth, back);
    }
}

#[test]
fn mended_rows_add_to_what_was_taken_and_are_cited_beside_it() {
    let mut latest = Latest::none();
    latest.receive(submission("april", &[Line { actual: said("8 100"), ..line() }]));
    let mended = cells(&[Line { actual: said("2 30"), ..line() }]);
    let before = latest.clone();
    latest.receive_mended("mended", mended).unwrap();
    assert_eq!(before.difference(&latest).activity(Side::Actual), Ok(scaled("2")));
    assert_eq!(latest.cells().total().unwrap().actual.activity.known(), Some(scaled("10")));
    assert_eq!(latest.source(&scope("RWE", "2014-15/1", "04V")), Some("april and mended"));
}

#[test]
fn only_what_is_held_for_the_months_that_are_asked_is_left() {
    let mut latest = Latest::none();
    let may = Line { month: month("2014-15/2"), ..line() };
    latest.receive(submission("april", &[line()]));
    latest.receive(submission("both", &[Line { commissioner: "03W", ..line() }, may]));
    let only = latest.only(&[month("2014-15/2")].into());
    assert_eq!(only.scopes().collect::<Vec<_>>(), [(&scope("RWE", "2014-15/2", "04V"), "both")]);
}
