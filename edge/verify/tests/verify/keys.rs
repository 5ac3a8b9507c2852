//! The auditor's own file of keys says exactly what it should, or nothing is checked at all.

use crate::bundle::folder;
use crate::python::Python;
use accordant_verify::Pinned;
use std::fs;

const FINE: &str = "fine";

fn check(alter: impl Fn(&mut Vec<String>), expected: &str) {
    let text = fs::read_to_string(folder().join("pinned.txt")).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    alter(&mut lines);
    let said =
        Pinned::read(&lines.join("\n")).map_or_else(|problem| problem.to_string(), |_| FINE.to_string());
    assert_eq!(said, expected);

    let folder_of_keys = tempfile::tempdir().unwrap();
    let path = folder_of_keys.path().join("keys.txt");
    fs::write(&path, lines.join("\n")).unwrap();
    let (exit, _) = Python::start().check_with(&path, &folder().join("good"), &[], false);
    assert_eq!(exit, if expected == FINE { 0 } else { 2 }, "in Python: {expected}");
}

#[test]
fn comments_empty_lines_and_space_say_nothing() {
    check(|lines| lines.insert(1, String::new()), FINE);
    check(|lines| lines[2] = lines[2].replace(' ', "  \t ") + " ", FINE);
}

#[test]
fn the_log_is_named_first_and_once_and_has_a_key() {
    let first = "the first line says `origin <origin>`, and every other one names a key";
    check(|lines| lines.swap(1, 2), &format!("line 2: {first}"));
    check(|lines| lines.push("origin another".to_string()), &format!("line 6: {first}"));
    check(
        |lines| drop(lines.remove(2)),
        "no key of the log is named: add `origin <origin>` and `log <vkey>`",
    );
    check(Vec::clear, "no key of the log is named: add `origin <origin>` and `log <vkey>`");
}

#[test]
fn a_key_that_was_mistyped_or_is_for_another_use_is_refused() {
    check(
        |lines| lines[3] = lines[3].replace("witness.icb", "witness.icc"),
        "line 4: the number of the key is not that of its name and bytes",
    );
    check(
        |lines| lines[3] = lines[3].replace("commissioner", "log"),
        "line 4: this is not the kind of key that a `log` has: ask its holder again",
    );
    check(
        |lines| lines[3] = lines[3].replace("commissioner", "auditor"),
        "line 4: `auditor` is none of `log`, `commissioner` and `provider`: begin the line with one",
    );
    check(
        |lines| lines[3] = "provider key".to_string(),
        "line 4: a key is a name, a number of 8 digits and base64, joined by +",
    );
}

#[test]
fn one_holder_never_counts_as_two_parties() {
    check(
        |lines| lines.push(lines[3].replace("commissioner", "provider")),
        "line 6: the key of `witness.icb.example` stands twice, so its holder would count as two",
    );
}
