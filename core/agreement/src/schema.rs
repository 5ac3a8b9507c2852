//! The JSON Schema of the language, for editors that complete and check while people write.
//!
//! It is made from the table that the checker reads. It says less than the checker: nothing about names that must
//! be declared, formulas or figures. Start with [`json_schema`].

mod json;

use crate::shape::{AGREEMENT, Key, Outsiders, Presence, RESERVED_WORDS, Record, Reference, Shape};
use alloc::vec;
use alloc::vec::Vec;
use json::Json;

const NAME: &str = "^[A-Za-z_][A-Za-z0-9_]*$";
const FIGURE: &str = "^[A-Za-z_][A-Za-z0-9_]*(\\[[A-Za-z0-9_, ]+\\])?$";
const COMMENT: &str = "Made by `accordant schema` from the table that the checker reads. Accordant keeps every \
    scalar as it was written, so every scalar is a string here. Where an editor's YAML reader turns one into a \
    number, or yes and no into true and false, that is allowed too. The keys of one agreement may stand in \
    several files; this schema describes them together.";

/// The schema (draft 2020-12) as a document that ends with a line feed. The same program always gives the same.
pub fn json_schema() -> alloc::string::String {
    let mut entries = vec![
        ("$schema", Json::text("https://json-schema.org/draft/2020-12/schema")),
        ("title", Json::text("Accordant: an alliance agreement, edition 1")),
        ("$comment", Json::text(COMMENT)),
    ];
    entries.extend(of_record(&AGREEMENT));
    Json::Map(entries).print()
}

type Entries = Vec<(&'static str, Json)>;

fn of_shape(shape: &Shape) -> Entries {
    match shape {
        Shape::Text | Shape::Formula | Shape::Value => {
            vec![("type", Json::texts(["string", "number", "boolean"]))]
        }
        Shape::Name => {
            let reserved = Json::texts(RESERVED_WORDS.iter().copied());
            with(pattern(NAME), "not", Json::Map(vec![("enum", reserved)]))
        }
        Shape::Label => vec![("type", Json::texts(["string", "boolean"])), ("pattern", Json::text(NAME))],
        Shape::Figure => pattern(FIGURE),
        Shape::Weight => pattern("^by "),
        Shape::Date => pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        Shape::DayOfYear => pattern("^[0-9]{1,2} [A-Za-z]+$"),
        Shape::WorkingDays => pattern("^[0-9]{1,3} working days?$"),
        Shape::YesNo => vec![("enum", yes_or_no())],
        Shape::Percent => {
            vec![
                ("type", Json::texts(["string", "number"])),
                ("pattern", Json::text("^[0-9]+(\\.[0-9]+)? ?%?$")),
            ]
        }
        Shape::Edition => vec![("enum", Json::List(vec![Json::text("1"), Json::Whole(1)]))],
        Shape::Currency => {
            vec![("enum", Json::texts(accordant_money::Currency::ALL.map(|known| known.code())))]
        }
        Shape::Word(words) => vec![("enum", Json::texts(words.iter().copied()))],
        Shape::Reference(reference) => of_reference(reference),
        Shape::List(item) => list_of(item),
        Shape::OneOrMany(item) => any_of(vec![of_shape(item), list_of(item)]),
        Shape::Named(item) => map_of(&Shape::Name, item),
        Shape::Keyed(key, item) => map_of(key, item),
        Shape::Single(item) => {
            let entries = with(map_of(&Shape::Name, item), "minProperties", Json::Whole(1));
            with(entries, "maxProperties", Json::Whole(1))
        }
        Shape::Record(record) => of_record(record),
        Shape::Either(shapes) => any_of(shapes.iter().map(of_shape).collect()),
    }
}

fn of_reference(reference: &Reference) -> Entries {
    if reference.outsiders == Outsiders::ByTitle {
        return vec![("type", Json::text("string"))];
    }
    let is_yes_or_no = reference.words.contains(&"yes");
    if is_yes_or_no { any_of(vec![vec![("enum", yes_or_no())], pattern(NAME)]) } else { pattern(NAME) }
}

fn of_record(record: &Record) -> Entries {
    let properties = record.all_keys().map(|key| (key.name, Json::Map(of_key(key)))).collect();
    let required = record.keys.iter().filter(|key| key.presence == Presence::Required).map(|key| key.name);
    let others = record.others.map_or(Json::Flag(false), |other| Json::Map(of_shape(other)));
    let mut entries = vec![
        ("type", Json::text("object")),
        ("properties", Json::Map(properties)),
        ("required", Json::texts(required)),
        ("additionalProperties", others),
    ];
    if !record.exactly_one.is_empty() {
        let needs = |name: &&str| Json::Map(vec![("required", Json::texts([*name]))]);
        entries.push(("oneOf", Json::List(record.exactly_one.iter().map(needs).collect())));
    }
    entries
}

fn of_key(key: &Key) -> Entries {
    let mut entries = vec![("description", Json::text(key.says))];
    entries.extend(of_shape(&key.shape));
    entries
}

fn map_of(key: &Shape, item: &Shape) -> Entries {
    vec![
        ("type", Json::text("object")),
        ("propertyNames", Json::Map(of_shape(key))),
        ("additionalProperties", Json::Map(of_shape(item))),
    ]
}

fn list_of(item: &Shape) -> Entries {
    vec![("type", Json::text("array")), ("items", Json::Map(of_shape(item)))]
}

fn any_of(forms: Vec<Entries>) -> Entries {
    vec![("anyOf", Json::List(forms.into_iter().map(Json::Map).collect()))]
}

fn pattern(pattern: &str) -> Entries {
    vec![("type", Json::text("string")), ("pattern", Json::text(pattern))]
}

fn with(mut entries: Entries, key: &'static str, value: Json) -> Entries {
    entries.push((key, value));
    entries
}

fn yes_or_no() -> Json {
    Json::List(vec![Json::text("yes"), Json::text("no"), Json::Flag(true), Json::Flag(false)])
}
