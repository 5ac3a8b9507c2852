//! How the program is called: help, wrong use, and a reader that goes away.

use crate::{CAPITAL_WORKS, COLUMNS, check, check_width, program, run};
use std::io::{BufRead, BufReader};

#[test]
fn help_begins_with_examples() {
    check("help", &["--help"], 0);
    for command in ["check", "settle", "explain", "examples", "init", "schema", "completions"] {
        let ran = run(&[command, "--help"]);
        check_width(&ran);
        assert_eq!(ran.code, 0);
        let second = ran.out.lines().find(|line| line.ends_with(':')).unwrap();
        assert_eq!(second, "Examples:", "{command}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(run(&["--version"]).out, format!("accordant {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_licences_of_vendored_data_are_shown() {
    let ran = run(&["--licences"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("Open Government Licence"), "{}", ran.out);
}

#[test]
fn the_schema_is_json() {
    let ran = run(&["schema"]);
    assert_eq!((ran.code, ran.out.starts_with('{')), (0, true));
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let ran = run(&["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("explain"), "{shell}");
    }
}

#[test]
fn wrong_use_ends_with_2() {
    let wrong: [&[&str]; 7] = [
        &[],
        &["setle"],
        &["settle", CAPITAL_WORKS, "--period", "2013-14"],
        &["settle", CAPITAL_WORKS, "--party", "bilder"],
        &["settle", CAPITAL_WORKS, "--json", "--plain"],
        &["explain", CAPITAL_WORKS, "owner_gian"],
        &["explain", CAPITAL_WORKS, "pool", "--example", "eight_under"],
    ];
    for arguments in wrong {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
        check_width(&ran);
    }
}

#[test]
fn a_slip_of_the_pen_is_answered_with_the_nearest_name() {
    let ran = run(&["explain", CAPITAL_WORKS, "owner_gian"]);
    assert!(ran.err.contains("did you mean `owner_gain`?"), "{}", ran.err);
}

#[test]
fn a_plain_folder_has_no_past() {
    check("as-at", &["settle", CAPITAL_WORKS, "--as-at", "2015-05-01"], 2);
    check("on", &["explain", CAPITAL_WORKS, "pool", "--on", "2015-05-01"], 2);
}

#[test]
fn no_input_changes_nothing() {
    assert_eq!(run(&["check", CAPITAL_WORKS, "--no-input"]).out, run(&["check", CAPITAL_WORKS]).out);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = program(&["settle", "agreements/harbour"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

#[test]
fn every_shipped_agreement_fits_the_page() {
    let folders = std::fs::read_dir(crate::root().join("agreements")).unwrap();
    for folder in folders {
        let path = folder.unwrap().path();
        for command in ["check", "settle", "examples"] {
            let ran = run(&[command, path.to_str().unwrap()]);
            for line in ran.out.lines().filter(|line| !line.contains("accordant explain")) {
                assert!(line.chars().count() <= COLUMNS, "{}: {line}", path.display());
            }
        }
    }
}
