//! Cells become the facts that an agreement asks for, each with the rows that it rests on.

use crate::made::{cells, line, month, said, scaled};
use accordant_activity::counting::{Counted, Counting, Dimension, Figure, Fits, Unnamed};
use accordant_activity::{
    Book, Factor, FactorList, Item, Kind, Latest, Line, MarketForces, Months, Particulars, Price, Providers,
    Shelf, Side, Submission, Why,
};
use accordant_facts::{FactValue, Facts, Status};
use std::collections::BTreeMap;

fn counting() -> Counting {
    let listed = |codes: &[&str]| codes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let party = |(code, party): (&str, &str)| (code.to_string(), party.to_string());
    Counting {
        status: Status::Real,
        organisations: [("RWE", "hospital"), ("RT5", "community"), ("04V", "owner")].map(party).into(),
        services: vec![
            (
                "day_eyes".to_string(),
                Fits { functions: listed(&["130"]), points_of_delivery: listed(&["DC"]), ..Fits::default() },
            ),
            ("eyes".to_string(), Fits { functions: listed(&["130"]), ..Fits::default() }),
        ],
        inputs: vec![
            counted("activity", &[Dimension::Service], Figure::Activity),
            counted("paid", &[Dimension::Service, Dimension::Provider], Figure::Price),
        ],
        plans: vec![],
    }
}

fn counted(input: &str, of: &[Dimension], figure: Figure) -> Counted {
    Counted { input: input.to_string(), of: of.to_vec(), side: Side::Actual, figure }
}

fn latest(submissions: &[(&str, &[Line<'_>])]) -> Latest {
    let mut latest = Latest::none();
    for (file, lines) in submissions {
        latest.receive(Submission::new(file, cells(lines)));
    }
    latest
}

/// `activity[day_eyes] 2014-04 = 3 (acm.csv 2)`, one line for each fact.
fn shown(facts: &Facts) -> Vec<String> {
    let one = |fact: &accordant_facts::Fact| {
        let value = match &fact.value {
            FactValue::Number(number) => number.terminating().unwrap(),
            other => format!("{other:?}"),
        };
        let place = [fact.source.as_deref(), fact.row.as_deref()].map(|text| text.unwrap_or("none"));
        let (of, owner) = (fact.of.join("/"), fact.owner.as_deref().unwrap_or("nobody"));
        format!("{}[{of}] {} = {value} of {owner} ({})", fact.name, fact.days.from(), place.join(": "))
    };
    facts.iter().map(one).collect()
}

#[test]
fn the_first_service_that_fits_takes_a_cell_and_every_fact_names_its_rows() {
    let lines = [
        Line { actual: said("3 300"), ..line() },
        Line { actual: said("1 90.5"), point_of_delivery: "EL", ..line() },
        Line { actual: said("2 200"), ..line() },
    ];
    let worked =
        counting().facts(&Latest::none(), &latest(&[("acm.csv", &lines)]), &Shelf::default()).unwrap();
    assert_eq!(
        shown(&worked.facts),
        [
            "activity[day_eyes] 2014-04-01 = 5 of hospital (acm.csv: 2, 4)",
            "activity[eyes] 2014-04-01 = 1 of hospital (acm.csv: 3)",
            "paid[day_eyes/hospital] 2014-04-01 = 500 of hospital (acm.csv: 2, 4)",
            "paid[eyes/hospital] 2014-04-01 = 90.5 of hospital (acm.csv: 3)",
        ]
    );
    assert_eq!(worked.uncounted, []);
}

#[test]
fn a_sum_over_two_providers_names_both_files_and_no_owner() {
    let one = [Line { actual: said("3 300"), ..line() }];
    let other = [Line { actual: said("4 400"), provider: "RT5", ..line() }];
    let now = latest(&[("host.csv", &one), ("community.csv", &other)]);
    let worked = counting().facts(&Latest::none(), &now, &Shelf::default()).unwrap();
    assert_eq!(
        shown(&worked.facts)[0],
        "activity[day_eyes] 2014-04-01 = 7 of nobody (community.csv; host.csv: community.csv 2; host.csv 2)"
    );
}

#[test]
fn what_a_later_submission_leaves_out_is_none() {
    let first = [
        Line { actual: said("3 300"), ..line() },
        Line { actual: said("1 90"), point_of_delivery: "EL", ..line() },
    ];
    let before = latest(&[("first.csv", &first)]);
    let now = latest(&[("first.csv", &first), ("second.csv", &first[..1])]);
    let worked = counting().facts(&before, &now, &Shelf::default()).unwrap();
    assert_eq!(shown(&worked.facts)[1], "activity[eyes] 2014-04-01 = 0 of nobody (second.csv: none)");
}

#[test]
fn a_price_that_some_line_does_not_say_is_not_published() {
    let lines = [Line { actual: said("3 300"), ..line() }, Line { actual: said("3 -"), ..line() }];
    let worked =
        counting().facts(&Latest::none(), &latest(&[("acm.csv", &lines)]), &Shelf::default()).unwrap();
    assert!(shown(&worked.facts)[1].starts_with("paid[day_eyes/hospital] 2014-04-01 = NotPublished"));
}

#[test]
fn cells_that_nothing_names_are_told_once_with_their_rows_and_sums() {
    let lines = [
        Line { actual: said("3 300"), function: Some("999"), ..line() },
        Line { actual: said("4 400"), provider: "XXX", ..line() },
    ];
    let worked =
        counting().facts(&Latest::none(), &latest(&[("acm.csv", &lines)]), &Shelf::default()).unwrap();
    let told: Vec<_> = worked
        .uncounted
        .iter()
        .map(|left| {
            (left.code.clone(), left.rows[0].1.to_string(), left.activity.to_string(), left.price.to_string())
        })
        .collect();
    let text = |text: &str| text.to_string();
    assert_eq!(
        told,
        [
            (Unnamed::Organisation(text("XXX")), text("3"), text("4"), text("400")),
            (
                Unnamed::Service(text("function 999, point of delivery DC, currency BZ34C")),
                text("2"),
                text("3"),
                text("300")
            ),
        ]
    );
    assert_eq!(month("2014-15/1").number(), 1);
}

#[test]
fn codes_are_parties_only_where_the_text_says_so() {
    let counting = Counting { organisations: BTreeMap::new(), ..counting() };
    assert_eq!(counting.party("RWE"), None);
}

/// A book for April 2014 in which a day case of eyes costs so much, with the factor on top; and a list in which the
/// hospital's factor is 1.1.
fn priced_at(pounds: &str) -> Shelf {
    let april = Months::new(month("2014-15/1"), month("2014-15/1")).unwrap();
    let particulars = Particulars {
        name: "tariff 2014-15".to_string(),
        kind: Kind::NationalTariff,
        months: april,
        providers: Providers::Every,
        market_forces: MarketForces::OnTop,
        status: Status::Assumed,
        source: "a letter".to_string(),
        hash: String::new(),
    };
    let item = Item { currency: "BZ34C".into(), point_of_delivery: "DC".into(), function: None };
    let book = Book::new(particulars, [(item, Price { unit: scaled(pounds), line: 7 })]).unwrap();
    let factors = FactorList {
        name: "factors".to_string(),
        months: april,
        status: Status::Real,
        source: "a letter".to_string(),
        hash: String::new(),
        factors: BTreeMap::from([("RWE".into(), Factor { value: scaled("1.1"), line: 3 })]),
    };
    Shelf::new(vec![book], vec![factors]).unwrap()
}

fn valued() -> Counting {
    Counting { inputs: vec![counted("worth", &[Dimension::Service], Figure::Value)], ..counting() }
}

#[test]
fn a_value_is_activity_times_price_times_factor_and_names_rows_and_lines_of_books() {
    let lines = [Line { actual: said("3 1"), ..line() }, Line { actual: said("2 1"), ..line() }];
    let now = latest(&[("acm.csv", &lines)]);
    let worked = valued().facts(&Latest::none(), &now, &priced_at("10.25")).unwrap();
    assert_eq!(
        shown(&worked.facts),
        ["worth[day_eyes] 2014-04-01 = 56.375 of hospital (acm.csv; factors; tariff 2014-15: \
             acm.csv 2-3; factors line 3; tariff 2014-15 line 7)"]
    );
    let status = worked.facts.iter().next().map(|fact| fact.status);
    assert_eq!((status, worked.unpriced), (Some(Status::Assumed), vec![]), "as far as the weakest of them");
}

#[test]
fn a_value_of_which_a_cell_has_no_price_is_not_published_and_the_cell_is_told() {
    let lines = [
        Line { actual: said("3 1"), ..line() },
        Line { actual: said("4 1"), currency: Some("BZ99Z"), ..line() },
        Line { actual: said("5 1"), month: month("2014-15/2"), ..line() },
    ];
    let now = latest(&[("acm.csv", &lines)]);
    let worked = valued().facts(&Latest::none(), &now, &priced_at("10")).unwrap();
    assert!(worked.facts.iter().all(|fact| fact.value == FactValue::NotPublished));
    let told = worked.unpriced.iter().map(|left| (left.cell.rows.to_string(), left.file.as_str(), left.why));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [("3".to_string(), "acm.csv", Why::NotInTheBooks), ("4".to_string(), "acm.csv", Why::NoBook)]
    );
}

#[test]
fn of_a_new_book_only_values_are_asked_again() {
    let counting = Counting { inputs: [counting().inputs, valued().inputs].concat(), ..counting() };
    assert_eq!(counting.of_values(), valued());
}
