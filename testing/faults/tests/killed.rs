//! An answer that was given survives the end of the process: killed at every step, and at random under load.

use std::path::Path;
use std::time::Duration;

use accordant_faults::child::{Dies, Kill, Orders, run};
use accordant_faults::work::{Answer, Opening, opened_wrongs};
use accordant_faults::{Random, rounds};
use accordant_store::{Mechanism, Step};

const WRITER: &str = env!("CARGO_BIN_EXE_writer");

/// A store that lives again and again, with all that it has ever promised.
struct Lives {
    place: String,
    off: Option<Mechanism>,
    life: u64,
    promised: Vec<Answer>,
}

impl Lives {
    fn new(place: &str, off: Option<Mechanism>) -> Lives {
        Lives { place: place.to_owned(), off, life: 0, promised: Vec::new() }
    }

    /// One life and its end; whether it stood still at its step.
    fn live(&mut self, threads: u64, requests: u64, dies: Dies, kill: Kill) -> bool {
        self.life += 1;
        let orders =
            Orders { place: self.place.clone(), life: self.life, threads, requests, dies, off: self.off };
        let ended = run(Path::new(WRITER), &orders, kill);
        assert_eq!(ended.complaint, "", "life {}", self.life);
        self.promised.extend(ended.answers);
        ended.stood_still
    }

    fn wrongs(&self) -> Vec<String> {
        opened_wrongs(Opening::new(&self.place).open(), &self.promised)
    }
}

/// Killed at every step, at its first and at a later time; the wrongs of the first store that has any.
fn killed_at_every_step() -> Vec<String> {
    for step in Step::ALL {
        let folder = tempfile::tempdir().expect("a folder");
        let mut lives = Lives::new(&folder.path().to_string_lossy(), None);
        for nth in 1..=rounds(2, 12) {
            let stood_still = lives.live(1, 40, Dies::At(step, nth), Kill::Never);
            assert!(stood_still, "{step:?} was never come to for the {nth}. time");
            let wrongs = lives.wrongs();
            if !wrongs.is_empty() {
                return wrongs;
            }
        }
    }
    Vec::new()
}

/// Killed at random while several work at once; the wrongs of the first round that has any.
fn killed_at_random(place: &str, rounds: u64) -> Vec<String> {
    let mut random = Random::new(1);
    let mut lives = Lives::new(place, None);
    for _ in 0..rounds {
        let kill = match random.coin() {
            true => Kill::AfterAnswers(1 + random.below(60)),
            false => Kill::After(Duration::from_millis(random.below(300))),
        };
        lives.live(4, 1000, Dies::Nowhere, kill);
        let wrongs = lives.wrongs();
        if !wrongs.is_empty() {
            return wrongs;
        }
    }
    assert!(!lives.promised.is_empty(), "there was nothing to keep");
    println!("{rounds} lives, {} promises", lives.promised.len());
    Vec::new()
}

#[test]
fn on_sqlite_every_answer_survives_a_kill_at_every_step() {
    assert_eq!(killed_at_every_step(), [""; 0]);
}

#[test]
fn on_sqlite_every_answer_survives_a_kill_at_random() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(killed_at_random(&folder.path().to_string_lossy(), rounds(6, 200)), [""; 0]);
}

/// Killed right after the last answer.
fn killed_after_an_answer(place: &str, off: Option<Mechanism>) -> Vec<String> {
    let mut lives = Lives::new(place, off);
    assert!(lives.live(1, 3, Dies::AfterWork, Kill::Never), "it never came to the end of its work");
    lives.wrongs()
}

#[test]
fn on_sqlite_an_answer_survives_a_kill_right_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(killed_after_an_answer(&folder.path().to_string_lossy(), None), [""; 0]);
}

#[test]
fn on_sqlite_an_answer_before_the_commit_is_caught() {
    let folder = tempfile::tempdir().expect("a folder");
    let off = Some(Mechanism::AcknowledgeAfterCommit);
    let wrongs = killed_after_an_answer(&folder.path().to_string_lossy(), off);
    assert!(wrongs.iter().any(|wrong| wrong.contains("promised")), "{wrongs:?}");
}
