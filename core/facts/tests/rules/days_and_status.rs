//! Days of the calendar, and how far a fact can be relied on.

use super::days;
use accordant_facts::{Days, Status};
use jiff::civil::date;

#[test]
fn both_ends_count() {
    assert_eq!(days("2014-04-01..2014-04-01").count(), 1);
    assert_eq!(days("2015-04-01..2016-03-31").count(), 366);
    assert_eq!(days("0001-01-01..9999-12-31").count(), 3_652_059);
}

#[test]
fn days_are_read_in_one_form_only() {
    for text in
        ["2014-04-02..2014-04-01", "2014-04-01", "2014-4-1..2014-05-01", "2014-02-30..2014-03-01", "..", ""]
    {
        assert_eq!(Days::parse(text), None, "{text}");
    }
    assert_eq!(days("2014-04-01..2014-09-30").to_string(), "2014-04-01..2014-09-30");
}

#[test]
fn a_month_ends_on_its_last_day() {
    assert_eq!(Days::month(2016, 2), Some(days("2016-02-01..2016-02-29")));
    assert_eq!(Days::month(2015, 2), Some(days("2015-02-01..2015-02-28")));
    assert_eq!(Days::month(2015, 13), None);
}

#[test]
fn one_shared_day_is_an_overlap_and_covering_needs_them_all() {
    let april = days("2014-04-01..2014-04-30");
    assert!(
        april.overlaps(days("2014-04-30..2014-05-31")) && !april.overlaps(days("2014-05-01..2014-05-31"))
    );
    assert!(april.covers(april) && !april.covers(days("2014-04-30..2014-05-01")));
    assert!(
        april.contains(date(2014, 4, 1))
            && april.contains(date(2014, 4, 30))
            && !april.contains(date(2014, 5, 1))
    );
}

#[test]
fn cuts_leave_every_day_in_one_part() {
    let year = days("2014-04-01..2015-03-31");
    let cuts = [date(2015, 1, 1), date(2014, 7, 1), date(2014, 7, 1), date(2014, 4, 1), date(2015, 4, 1)];
    let wanted = ["2014-04-01..2014-06-30", "2014-07-01..2014-12-31", "2015-01-01..2015-03-31"].map(days);
    assert_eq!(year.cut(cuts), wanted);
    assert_eq!(year.cut([]), [year]);
}

#[test]
fn a_figure_is_as_weak_as_its_weakest_fact() {
    // spec: S13
    assert_eq!(Status::weakest([Status::Real, Status::Assumed, Status::Derived]), Status::Assumed);
    assert_eq!(Status::weakest(Status::ALL), Status::Illustrative);
    assert_eq!(Status::weakest([]), Status::Real);
}

#[test]
fn every_status_is_read_by_its_word() {
    // spec: F7
    assert!(Status::ALL.into_iter().all(|status| Status::parse(status.word()) == Some(status)));
    assert_eq!(Status::parse("Real"), None);
}
