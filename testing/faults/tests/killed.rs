//! An answer that was given survives the end of the process: killed at every step, at random under load, and right
//! after it.

use accordant_faults::child::{Dies, Kill};
use accordant_faults::lives::{Expected, Lives, Load, ended_at_random};
use accordant_faults::rounds;
use accordant_store::{Mechanism, Step};

const WRITER: &str = env!("CARGO_BIN_EXE_writer");

fn lives(folder: &tempfile::TempDir, off: Option<Mechanism>) -> Lives {
    Lives::new(WRITER, &folder.path().to_string_lossy(), off)
}

#[test]
fn every_answer_survives_a_kill_at_every_step() {
    for step in Step::ALL {
        let folder = tempfile::tempdir().expect("a folder");
        let mut lives = lives(&folder, None);
        for round in 0..rounds(2, 12) {
            let nth = 1 + round % 3;
            let load = Load { threads: 1, requests: 40 };
            let stood_still = lives.live(load, Dies::At(step, nth), Kill::Never, Expected::NoComplaint);
            assert!(stood_still, "{step:?} was not come to so often: {nth}");
            assert_eq!(lives.wrongs(), [""; 0], "{step:?}, time {nth}");
        }
    }
}

#[test]
fn every_answer_survives_a_kill_at_random() {
    let mut folders = Vec::new();
    let begin = || {
        folders.push(tempfile::tempdir().expect("a folder"));
        lives(&folders[folders.len() - 1], None)
    };
    assert_eq!(ended_at_random(begin, rounds(6, 200)), [""; 0]);
}

/// Killed right after the last answer, with the store still open.
fn killed_after_an_answer(off: Option<Mechanism>) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut lives = lives(&folder, off);
    let load = Load { threads: 1, requests: 3 };
    let stood_still = lives.live(load, Dies::AfterWork, Kill::Never, Expected::NoComplaint);
    assert!(stood_still, "it never came to the end of its work");
    lives.wrongs()
}

#[test]
fn an_answer_survives_a_kill_right_after_it() {
    assert_eq!(killed_after_an_answer(None), [""; 0]);
}

#[test]
fn an_answer_before_the_commit_is_caught() {
    let wrongs = killed_after_an_answer(Some(Mechanism::AcknowledgeAfterCommit));
    assert!(wrongs.iter().any(|wrong| wrong.contains("promised")), "{wrongs:?}");
}
