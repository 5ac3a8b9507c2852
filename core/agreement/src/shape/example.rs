//! One line that shows how a value of a form is written.

use super::{Key, Presence, Record, Shape};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The line `key: value`, as it would stand in a text.
pub(super) fn line(key: &str, shape: &Shape) -> String {
    format!("{key}: {}", value(shape))
}

/// A value of the form, written in one line.
pub(super) fn value(shape: &Shape) -> String {
    match shape {
        Shape::Text => "some words".to_string(),
        Shape::Name | Shape::Label | Shape::Figure => "a_name".to_string(),
        Shape::Formula => "25% of under_run".to_string(),
        Shape::Weight => "by margin".to_string(),
        Shape::Value => "5m".to_string(),
        Shape::Date => "2026-04-01".to_string(),
        Shape::DayOfYear => "1 April".to_string(),
        Shape::WorkingDays => "10 working days".to_string(),
        Shape::YesNo => "yes".to_string(),
        Shape::Percent => "60%".to_string(),
        Shape::Edition => "1".to_string(),
        Shape::Currency => "GBP".to_string(),
        Shape::Word(words) => words.first().copied().unwrap_or_default().to_string(),
        Shape::Reference(reference) => match reference.kinds.first() {
            Some(kind) => format!("the_{}", kind.word().replace(' ', "_")),
            None => reference.words.first().copied().unwrap_or_default().to_string(),
        },
        Shape::List(item) => format!("[{}]", value(item)),
        Shape::OneOrMany(item) => value(item),
        Shape::Named(item) | Shape::Single(item) => format!("{{ {} }}", line("a_name", item)),
        Shape::Keyed(key, item) => format!("{{ {} }}", line(&value(key), item)),
        Shape::Record(record) => of_record(record),
        Shape::Either(shapes) => shapes.first().map(value).unwrap_or_default(),
    }
}

/// The keys that must be there, or the first one; with one of those of which exactly one must be.
fn of_record(record: &Record) -> String {
    let is_shown =
        |key: &&Key| key.presence == Presence::Required || record.exactly_one.first() == Some(&key.name);
    let mut shown: Vec<String> =
        record.keys.iter().filter(is_shown).map(|key| line(key.name, &key.shape)).collect();
    if shown.is_empty() {
        shown.extend(record.keys.first().map(|key| line(key.name, &key.shape)));
    }
    format!("{{ {} }}", shown.join(", "))
}
