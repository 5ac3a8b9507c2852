//! An answer that was given survives the end of the process: killed at every step, at random under load, and right
//! after it.

use accordant_faults::child::{Dies, Kill};
use accordant_faults::lives::{Expected, Lives, Load};
use accordant_faults::{Random, rounds};
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
    let folder = tempfile::tempdir().expect("a folder");
    let mut lives = lives(&folder, None);
    let mut random = Random::new(1);
    let rounds = rounds(6, 200);
    for round in 0..rounds {
        lives.live_at_random(&mut random);
        assert_eq!(lives.wrongs(), [""; 0], "round {round}");
    }
    println!("{rounds} lives, {} promises", lives.promises());
    assert!(lives.promises() > 0);
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
