//! The published schema, read by a validator that is not ours: it accepts every shipped agreement, and refuses what
//! is wrong in form.
//!
//! The validator is Python's `jsonschema`. It is no dependency of the workspace: its Rust namesake takes minutes to
//! build. Where it is absent the test fails, and says what to install.

use crate::folder;
use accordant_agreement::problem::Problems;
use accordant_agreement::schema::json_schema;
use accordant_agreement::tree::{self, Node, NodeKind};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

const NEEDED: &str =
    "python3 with the package `jsonschema` (on Debian: python3-jsonschema) reads the schema in this test";

/// Reads `[schema, [document, ..]]` and writes one line for each document: what is wrong with it, or nothing.
const VALIDATOR: &str = "
import json, sys
from jsonschema import Draft202012Validator
schema, documents = json.load(sys.stdin)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for document in documents:
    wrong = sorted(validator.iter_errors(document), key=lambda error: list(map(str, error.absolute_path)))
    print('; '.join('/'.join(map(str, error.absolute_path)) + ': ' + error.message.replace(chr(10), ' ')[:200] for error in wrong))
";

/// What the validator says of each document; nothing of one that is right.
fn said(documents: &[String]) -> Vec<String> {
    let input = format!("[{}, [{}]]", json_schema(), documents.join(", "));
    let mut validator = Command::new("python3")
        .args(["-c", VALIDATOR])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{NEEDED}: {error}"));
    validator.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = validator.wait_with_output().unwrap();
    assert!(output.status.success(), "{NEEDED}");
    let lines: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_string).collect();
    assert_eq!(lines.len(), documents.len());
    lines
}

/// The files of an agreement as one document, every scalar a string.
fn document(files: &[(String, Vec<u8>)]) -> String {
    let mut problems = Problems::new();
    let mut entries = Vec::new();
    for (name, bytes) in files {
        let node = tree::read(name, bytes, &mut problems);
        entries.extend(node.unwrap().as_map().unwrap().iter().cloned());
    }
    assert!(problems.is_empty(), "{}", folder::told(&problems.sorted()));
    let mut text = String::new();
    let place = entries[0].key_place.clone();
    write_node(&Node { place, kind: NodeKind::Map(entries) }, &mut text);
    text
}

fn write_node(node: &Node, out: &mut String) {
    match &node.kind {
        NodeKind::Scalar { text, .. } => write_text(text, out),
        NodeKind::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                write_node(item, out);
            }
            out.push(']');
        }
        NodeKind::Map(entries) => {
            out.push('{');
            for (at, entry) in entries.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                write_text(&entry.key, out);
                out.push_str(": ");
                write_node(&entry.value, out);
            }
            out.push('}');
        }
        NodeKind::Refused => panic!("a refused value in a text without problems"),
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            control if control < ' ' => write!(out, "\\u{:04x}", u32::from(control)).unwrap(),
            other => out.push(other),
        }
    }
    out.push('"');
}

// spec: L21, L1
#[test]
fn every_shipped_agreement_fits_the_schema() {
    let names = folder::shipped();
    let of = |name: &String| {
        let files = folder::files(name).agreement.into_iter().map(|file| (file.name, file.bytes));
        document(&files.collect::<Vec<_>>())
    };
    let documents: Vec<String> = names.iter().map(of).collect();
    let wrong: Vec<String> = names
        .iter()
        .zip(said(&documents))
        .filter(|(_, said)| !said.is_empty())
        .map(|(name, said)| format!("{name}: {said}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const RIGHT: &str = "
accordant: 1
alliance:
  name: A small alliance
  term: { from: 2014-04-01, to: 2016-03-31 }
  settles: { every: year, from: 1 April, currency: GBP }
parties:
  owner: { name: The owner, role: commissioner }
  builder: { name: The builder, role: provider }
money:
  inputs: { cost: { unit: GBP, kind: data } }
  rounding: pennies, half even
  lines:
    half: { is: 50% of cost }
    decided: { choose: [ { when: cost > half, is: half }, { otherwise: cost } ] }
  postings:
    paid: { of: half, from: owner, to: builder }
";

/// One edit, and a part of what the validator must say of it.
const WRONG: [(&str, &str, &str); 10] = [
    ("accordant: 1", "accordant: 2", "accordant: "),
    ("alliance:", "aliance:", "'aliance' was unexpected"),
    (
        "parties:\n  owner: { name: The owner, role: commissioner }\n  builder: { name: The builder, role: provider }",
        "purpose: None",
        "'parties' is a required property",
    ),
    ("role: provider }", "rôle: provider }", "'rôle' was unexpected"),
    ("role: commissioner", "role: comissioner", "parties/owner"),
    ("every: year", "every: fortnight", "alliance/settles/every"),
    ("currency: GBP", "currency: pounds", "alliance/settles/currency"),
    ("from: 2014-04-01", "from: 1 April 2014", "alliance/term/from"),
    ("kind: data", "kind: guess", "money/inputs/cost"),
    ("is: 50% of cost", "is: 50% of cost, steps: [ cost ]", "money/lines/half"),
];

// spec: L21
#[test]
fn what_is_wrong_in_form_is_refused() {
    let one = |text: &str| document(&[("alliance.yaml".to_string(), text.as_bytes().to_vec())]);
    let mut documents = vec![one(RIGHT)];
    for (find, replace, _) in WRONG {
        assert!(RIGHT.contains(find), "`{find}`");
        documents.push(one(&RIGHT.replacen(find, replace, 1)));
    }
    let said = said(&documents);
    assert_eq!(said[0], "", "the agreement that the others are twins of");
    for ((_, replace, part), said) in WRONG.iter().zip(&said[1..]) {
        assert!(said.contains(part), "`{replace}`: {said:?}");
    }
}

/// The schema says less than the checker, never more: what it refuses, the checker refuses.
// spec: L21
#[test]
fn what_the_schema_refuses_the_checker_refuses() {
    let accepted = |text: &str| {
        let bytes = text.as_bytes();
        accordant_agreement::check(&[accordant_agreement::SourceFile { name: "alliance.yaml", bytes }])
            .agreement
            .is_some()
    };
    assert!(accepted(RIGHT));
    for (find, replace, _) in WRONG {
        assert!(!accepted(&RIGHT.replacen(find, replace, 1)), "`{replace}`");
    }
}
