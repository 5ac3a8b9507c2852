//! The published schema, which editors read.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use accordant_agreement::schema::json_schema;
use accordant_agreement::shape::{AGREEMENT, Presence, Record, Shape};

/// Checks that the schema holds these lines, one after another, however far they are indented.
fn check(expected: &str) {
    let lines = |text: &str| {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    assert!(lines(&json_schema()).contains(&lines(expected)), "not in the schema:\n{expected}");
}

/// Every record that can be reached from a form.
fn records(shape: &Shape, found: &mut Vec<&'static Record>) {
    match shape {
        Shape::List(item) | Shape::OneOrMany(item) | Shape::Named(item) | Shape::Single(item) => {
            records(item, found)
        }
        Shape::Keyed(key, item) => [key, item].iter().for_each(|part| records(part, found)),
        Shape::Either(shapes) => shapes.iter().for_each(|part| records(part, found)),
        Shape::Record(record) => {
            found.push(record);
            record.all_keys().for_each(|key| records(&key.shape, found));
            record.others.iter().for_each(|other| records(other, found));
        }
        _ => {}
    }
}

// spec: L21
#[test]
fn every_key_has_one_sentence_of_documentation_and_stands_once() {
    let mut found = Vec::new();
    records(&Shape::Record(&AGREEMENT), &mut found);
    assert!(found.len() > 40, "{}", found.len());
    for record in found {
        let mut names: Vec<&str> = record.keys.iter().map(|key| key.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), record.keys.len(), "{}", record.says);
        for key in record.all_keys() {
            assert!(key.says.ends_with('.') && key.says.len() > 5, "{}: {}", record.says, key.name);
        }
        let named = record.signs.iter().chain(record.exactly_one);
        named.for_each(|name| assert!(record.key(name).is_some(), "{}: {name}", record.says));
    }
}

// spec: L8
#[test]
fn the_top_level_stands_in_the_order_of_the_language() {
    let required = |key: &&accordant_agreement::shape::Key| key.presence == Presence::Required;
    let names: Vec<&str> = AGREEMENT.keys.iter().filter(required).map(|key| key.name).collect();
    assert_eq!(names, ["accordant", "alliance", "parties"]);
    let schema = json_schema();
    let positions =
        AGREEMENT.keys.iter().map(|key| schema.find(&format!("\n    \"{}\": {{", key.name)).unwrap());
    assert!(positions.collect::<Vec<_>>().is_sorted());
}

// spec: L21
#[test]
fn other_keys_than_those_of_a_record_are_refused() {
    check(
        "
        \"required\": [
          \"accordant\",
          \"alliance\",
          \"parties\"
        ],
        \"additionalProperties\": false
        ",
    );
}

// spec: L7
#[test]
fn a_day_is_a_text_of_year_month_and_day() {
    check(
        "
        \"description\": \"The first day in scope.\",
        \"type\": \"string\",
        \"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"
        ",
    );
}
