//! Founding: every party once, on a text without problems, once.

use crate::story::words::{found, founding};
use crate::story::{AGREEMENT, Story};
use accordant_alliance::Command;
use accordant_alliance::command::Found;

#[test]
fn the_parties_found_an_alliance_once() {
    let mut story = Story::founded();
    let kept = story.state.kept();
    let founding = kept.founding.as_ref().expect("it is founded");
    assert_eq!((founding.entry, founding.alliance.as_str()), (0, "Ferry Lane Alliance"));
    let copies: Vec<&str> = founding.signed_copies.iter().map(|(party, _)| party.as_str()).collect();
    assert_eq!(copies, ["board", "council", "hospital", "community"]);
    assert_eq!(kept.mandates.values().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1, 1]);
    assert_eq!(kept.texts.len(), 1);
    assert_eq!(
        story.refused("board", found()),
        "`Ferry Lane Alliance` was founded here by entry 0\nfound another alliance in another folder"
    );
}

#[test]
fn nothing_is_done_before_the_founding() {
    let mut story = Story::new();
    let command = Command::OpenPeriod { period: "2025-26".to_string() };
    assert_eq!(
        story.refused("board", command),
        "no alliance has been founded here\n`accordant found` founds one"
    );
}

#[test]
fn a_text_with_problems_is_not_adopted() {
    let broken = AGREEMENT.replace("role: provider", "role: supplier");
    check(
        |found| *found = founding(&broken),
        "the agreement has 2 problems, so it cannot be adopted\n`accordant check` tells each with its place",
    );
}

#[test]
fn every_party_signs() {
    check(
        |found| found.signatories.truncate(2),
        "nobody signs for `hospital`; nobody signs for `community`\n\
         each of these signs once: board, council, hospital, community",
    );
}

#[test]
fn no_party_signs_twice() {
    check(
        |found| found.signatories.extend(found.signatories.first().cloned()),
        "`board` is signed for twice\neach of these signs once: board, council, hospital, community",
    );
}

#[test]
fn nobody_signs_for_a_party_that_is_none() {
    check(
        |found| found.signatories.iter_mut().for_each(|one| one.party = one.party.replace("board", "bored")),
        "nobody signs for `board`; `bored` is no party of the agreement\n\
         each of these signs once: board, council, hospital, community",
    );
}

#[test]
fn each_signature_rests_on_a_signed_copy() {
    check(
        |found| found.signatories.iter_mut().skip(3).for_each(|one| one.signed_copy = " ".to_string()),
        "no signed copy is named for `community`\n\
         each of these signs once: board, council, hospital, community",
    );
}

#[test]
fn a_signed_copy_that_is_handed_in_is_kept_beside_the_founding() {
    let mut founding = founding(AGREEMENT);
    let copy = ("signed.pdf".to_string(), b"signed and sealed".to_vec());
    founding.signatories.iter_mut().skip(2).take(1).for_each(|one| one.document = Some(copy.clone()));
    let mut story = Story::new();
    story.does("nobody", Command::Found(founding));
    let first = story.held.first().expect("it was recorded");
    let names: Vec<&str> = first.header.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["body", "text", "document"]);
    assert_eq!(first.parts.last().map(Vec::as_slice), Some(&b"signed and sealed"[..]));
}

/// What is said of a founding that is changed so.
fn check(change: impl FnOnce(&mut Found), expected: &str) {
    let mut found = founding(AGREEMENT);
    change(&mut found);
    assert_eq!(Story::new().refused("nobody", Command::Found(found)), expected);
}
