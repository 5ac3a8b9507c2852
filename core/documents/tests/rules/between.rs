//! Two periods side by side, place by place.

use accordant_documents::chart::{Between, PlaceBetween, between};
use accordant_money::Exact;

fn place(name: &str, before: Option<i128>, after: Option<i128>, aside: Option<&str>) -> PlaceBetween {
    let [before, after] = [before, after].map(|value| value.map(Exact::from_i128));
    PlaceBetween { name: name.to_string(), before, after, aside: aside.map(str::to_string) }
}

fn picture(places: &[PlaceBetween]) -> Option<String> {
    between(&Between {
        finding: "30 moved",
        about: "Eye clinics",
        notes: "Every line names its site.",
        places,
    })
}

#[test]
fn every_place_is_drawn_and_said_with_both_numbers() {
    let drawn = picture(&[
        place("Hospital", Some(100), Some(70), None),
        place("Clinic", Some(20), None, Some("a break, no shift")),
    ])
    .unwrap();
    assert!(drawn.contains("<desc id=\"between-description\">Eye clinics."), "{drawn}");
    assert!(drawn.contains("Hospital: 100 before, 70 after."), "{drawn}");
    assert!(drawn.contains("Clinic: 20 before, not published after: a break, no shift."), "{drawn}");
    // Two ends and a line of the hospital, one end of the clinic; 100 lies at the right end, 20 a fifth along.
    assert_eq!(drawn.matches("a70 70 0 1 0").count(), 2 * 3, "{drawn}");
    assert!(drawn.contains("M6830 1460a70"), "{drawn}");
    assert!(drawn.contains("M3830 1880a70"), "{drawn}");
}

#[test]
fn where_no_place_has_a_number_nothing_is_drawn() {
    assert_eq!(picture(&[place("Hospital", None, None, None)]), None);
    assert_eq!(picture(&[]), None);
}

#[test]
fn a_place_where_nothing_was_done_stands_at_nothing_and_not_at_the_edge_of_others() {
    let drawn = picture(&[place("Hospital", Some(100), Some(0), None)]).unwrap();
    assert!(drawn.contains("M3080 1460a70"), "{drawn}");
}
