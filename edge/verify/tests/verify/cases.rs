//! Every committed bundle is judged as its maker says, by both verifiers alike.

use crate::bundle::{How, checked, folder, gather, named};
use crate::python::{Python, tools};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

/// A line of `cases.json`.
#[derive(Deserialize)]
struct Case {
    bundle: String,
    held: Vec<String>,
    require_witnesses: bool,
    exit: u64,
    named: Vec<(String, Option<usize>)>,
}

fn cases() -> Vec<Case> {
    serde_json::from_slice(&fs::read(folder().join("cases.json")).unwrap()).unwrap()
}

#[test]
fn every_bundle_is_judged_as_its_maker_says_by_both_verifiers() {
    let mut python = Python::start();
    for case in cases() {
        let held: Vec<&str> = case.held.iter().map(String::as_str).collect();
        let path = folder().join(&case.bundle);
        let mut expected: Vec<_> =
            case.named.iter().map(|(file, line)| (file.clone(), line.unwrap_or(0))).collect();
        expected.sort();

        let how = How { held: &held, confirmed: case.require_witnesses, without: None };
        let ours = match checked(&path, &how) {
            Ok(report) => (u64::from(!report.is_verified()), named(&report)),
            Err(_) => (3, Vec::new()),
        };
        let theirs = python.check(&path, &held, case.require_witnesses);
        let about = format!("{} with {held:?}", case.bundle);
        assert_eq!(ours, (case.exit, expected), "{about}");
        assert_eq!(theirs, ours, "{about}, in Python");
    }
}

#[test]
fn good_and_bad_bundles_are_both_there() {
    let (good, bad): (Vec<Case>, Vec<Case>) = cases().into_iter().partition(|case| case.exit == 0);
    assert!(good.len() >= 15 && bad.len() >= 60, "{} good, {} bad", good.len(), bad.len());
}

#[test]
fn the_maker_gives_the_committed_bundles_again_byte_for_byte() {
    let made = tempfile::tempdir().unwrap();
    let mut command = Command::new("python3");
    let done = command.arg("-B").arg(tools().join("make_fixture_bundle.py")).arg(made.path()).status();
    assert!(done.unwrap().success(), "install python3-cryptography");
    let (mut committed, mut again) = (BTreeMap::new(), BTreeMap::new());
    gather(&folder(), "", &mut committed);
    gather(made.path(), "", &mut again);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&again), names(&committed));
    for (name, content) in again {
        assert!(committed.get(&name) == Some(&content), "{name} differs: make the bundles again");
    }
}
