//! The command: what it prints and how it ends.

use crate::bundle::{Files, folder};
use crate::python::tools;
use serde_json::Value;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accordant-verify"));
    told(command.current_dir(folder()).args(arguments).output().unwrap())
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn check(arguments: &[&str], exit: i32, expected: &str) {
    let (code, out, error) = run(arguments);
    assert_eq!((code, out + &error), (exit, expected.trim_start().to_string()));
}

#[test]
fn a_good_bundle_is_told_in_plain_words() {
    check(
        &["good", "--keys", "pinned.txt", "--checkpoint", "held_3.txt"],
        0,
        "
The record of records.harbour.example/log/1: 7 events, recorded on 3 May 2026.
7 parts shown, 1 withheld, 1 erased.
Verified. Nothing has been altered since 3 May 2026; Harbour Integrated Care Board and Harbour University Hospitals hold a matching copy.
It continues the state that you have kept.
A record cannot show what was never entered in it.
",
    );
}

#[test]
fn what_is_not_yet_signed_or_confirmed_is_said_plainly() {
    check(
        &["good_with_unsigned_end", "--keys", "pinned.txt"],
        0,
        "
note: headers.jsonl:7: this last event is recorded, not yet signed

The record of records.harbour.example/log/1: 7 events, recorded on 3 May 2026.
7 parts shown, 1 withheld, 1 erased.
Verified. Nothing in the first 6 events has been altered since 3 May 2026; Harbour Integrated Care Board and Harbour University Hospitals hold a matching copy.
You compared it with no earlier state of your own.
A record cannot show what was never entered in it.
",
    );
    check(
        &["good_signed_by_the_host_alone", "--keys", "pinned.txt"],
        0,
        "
note: checkpoints.txt:8: no commissioner and provider on whose keys you rely confirm this state
  help: ask a commissioner and a provider whether they hold a matching copy

The record of records.harbour.example/log/1: 7 events, recorded on 3 May 2026.
7 parts shown, 1 withheld, 1 erased.
Verified. Nothing contradicts the host's signature, but no party confirms that it holds a matching copy.
You compared it with no earlier state of your own.
A record cannot show what was never entered in it.
",
    );
}

#[test]
fn a_bad_bundle_names_every_place_and_what_to_do() {
    check(
        &["last_event_dropped", "--keys", "pinned.txt"],
        1,
        "
problem: checkpoints.txt:10: 7 events were signed, and 6 are here: the end was taken away
  help: ask another party for its copy, and since when it has held it
problem: parts.jsonl:7: part `body` of event 6 is listed by no event

The record of records.harbour.example/log/1: 6 events, recorded on 3 May 2026.
6 parts shown, 1 withheld, 1 erased.
NOT VERIFIED: 2 problems. Do not rely on this bundle until they are explained.
A record cannot show what was never entered in it.
",
    );
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_cannot_pass_for_a_line_of_the_verdict() {
    let bundle = tempfile::tempdir().unwrap();
    Files::of("good").write(bundle.path());
    std::fs::write(bundle.path().join("a\nVerified. \u{1b}[2J\u{202e}"), b"").unwrap();
    let (exit, out, _) = run(&[bundle.path().to_str().unwrap(), "--keys", "pinned.txt"]);
    assert_eq!(exit, 1);
    let first = out.lines().next().unwrap();
    assert_eq!(
        first,
        "problem: a\\u{a}Verified. \\u{1b}[2J\\u{202e}: the file was put in: `manifest.txt` does not list it"
    );
}

#[test]
fn wrong_use_ends_with_2_and_a_folder_that_is_no_bundle_with_3() {
    for wrong in [
        &["good"][..],
        &["--keys", "pinned.txt"],
        &["good", "--keys"],
        &["good", "--keys", "nowhere.txt"],
        &["good", "--keys", "cases.json"],
        &["good", "good", "--keys", "pinned.txt"],
        &["good", "--keys", "pinned.txt", "--loud"],
        &["good", "--keys", "pinned.txt", "--checkpoint", "nowhere.txt"],
    ] {
        let (code, out, error) = run(wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}");
        assert!(error.starts_with("wrong use: "), "{error}");
    }
    for no_bundle in ["nowhere", "headers_missing", "pinned.txt"] {
        assert_eq!(run(&[no_bundle, "--keys", "pinned.txt"]).0, 3, "{no_bundle}");
    }
    assert_eq!(run(&["--help"]).0, 0);
}

#[test]
fn both_verifiers_print_the_same_json_but_for_their_words() {
    for (bundle, exit) in [
        ("good", 0),
        ("good_with_unsigned_end", 0),
        ("two_events_swapped", 1),
        ("page_altered", 1),
        ("first_event_with_one_before", 1),
    ] {
        let arguments = [bundle, "--keys", "pinned.txt", "--json"];
        let python = Command::new("python3")
            .current_dir(folder())
            .arg("-B")
            .arg(tools().join("verify_bundle.py"))
            .args(arguments)
            .output();
        let (ours, theirs) = (run(&arguments), told(python.unwrap()));
        assert_eq!((ours.0, theirs.0), (exit, exit), "{bundle}: {}", theirs.2);
        assert_eq!(without_words(&ours.1), without_words(&theirs.1), "{bundle}");
    }
}

/// What one program says in its own words is left out, and what it says twice of one place stands once.
fn without_words(json: &str) -> Value {
    let mut value: Value = serde_json::from_str(json).unwrap();
    for list in ["problems", "notes"] {
        let places = crate::python::places(&value[list]);
        value[list] = serde_json::to_value(places).unwrap();
    }
    value
}

#[test]
fn no_word_of_the_trade_stands_on_the_face() {
    let mut said = run(&["--help"]).1;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let (_, out, error) = run(&[&name, "--keys", "pinned.txt"]);
        said += &(out + &error).to_lowercase();
    }
    for word in ["merkle", "leaf", "leaves", "seal", "fold ", "folded", "cosign"] {
        assert!(!said.contains(word), "`{word}` is said");
    }
}
