//! What the host itself could do, who holds every key of the log, and what stops it (G7).

use crate::bundle::{Files, How, checked, folder};
use accordant_record::Chain;
use accordant_verify::{Mechanism, OfState, What, face};

const REWRITTEN: &str = "rewritten_by_the_host";

/// Whether it is found out that the host has written the whole record again.
fn rewriting_is_found(held: &[&str], without: Option<Mechanism>) -> bool {
    let report = checked(&folder().join(REWRITTEN), &How { held, confirmed: false, without }).unwrap();
    report.problems.iter().any(|found| matches!(found.what, What::State(OfState::OtherHistory { .. })))
}

#[test]
fn g7_no_history_that_an_auditor_has_seen_can_change_unnoticed() {
    assert!(rewriting_is_found(&["held_7.txt"], None));
    assert!(rewriting_is_found(&["held_on_paper.txt"], None), "three lines of the minutes are enough");
}

#[test]
fn g7_is_caught_when_its_mechanism_is_switched_off() {
    assert!(!rewriting_is_found(&["held_7.txt"], Some(Mechanism::HeldStates)));
}

#[test]
fn a_rewritten_record_is_in_order_in_itself_so_a_check_of_its_order_alone_passes_it() {
    let headers = Files::of(REWRITTEN).0["headers.jsonl"].clone();
    let mut chain = Chain::new("records.harbour.example/log/1");
    for line in headers.strip_suffix(b"\n").unwrap().split(|byte| *byte == b'\n') {
        chain.follow(line).unwrap();
    }
    assert_eq!(chain.tip().frontier().size(), 7);
    let report = checked(&folder().join(REWRITTEN), &How::default()).unwrap();
    assert!(report.is_verified(), "nobody else's copy was asked for");
}

#[test]
fn a_rewritten_record_is_never_said_to_be_confirmed() {
    let report = checked(&folder().join(REWRITTEN), &How::default()).unwrap();
    let said = face::in_words(&report, crate::bundle::pinned());
    assert!(said.contains("no party confirms that it holds a matching copy"), "{said}");
    assert!(said.contains("You compared it with no earlier state of your own."), "{said}");
    assert!(report.confirmations.is_empty() && report.witnessed_size.is_none());
}

#[test]
fn keys_that_the_bundle_brings_are_never_used() {
    let files = Files::of("root_signed_by_a_key_of_the_bundle");
    let claimed = String::from_utf8(files.0["keys.txt"].clone()).unwrap();
    let report = checked(&folder().join("root_signed_by_a_key_of_the_bundle"), &How::default()).unwrap();
    assert_eq!(claimed.lines().count(), 4, "the stranger's key stands there");
    assert!(report.problems.iter().all(|found| found.what == What::State(OfState::NotSignedByLog)));
    assert_eq!(report.signed_size, None, "no root was used");
}

#[test]
fn an_unknown_format_says_what_to_install() {
    let report = checked(&folder().join("header_of_an_unknown_format"), &How::default()).unwrap();
    let help = report.problems[0].what.help().unwrap();
    assert_eq!(help, "install a version of this program that reads headers of format 2");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_bundle_is_told_and_not_followed() {
    let bundle = tempfile::tempdir().unwrap();
    Files::of("good").write(bundle.path());
    std::os::unix::fs::symlink("/", bundle.path().join("more")).unwrap();
    let report = checked(bundle.path(), &How::default()).unwrap();
    assert_eq!(crate::bundle::named(&report), [("more".to_string(), 0)]);
    let (exit, named) = crate::python::Python::start().check(bundle.path(), &[], false);
    assert_eq!((exit, named), (1, vec![("more".to_string(), 0)]));
}
