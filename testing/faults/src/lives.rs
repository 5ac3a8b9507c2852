//! A store that lives again and again, each time in another process, with all that it has ever promised.
//!
//! It will never know how a life ends. Start with [`Lives::live`].

use std::path::PathBuf;
use std::time::Duration;

use accordant_store::Mechanism;

use crate::Random;
use crate::child::{Dies, Kill, Orders, run};
use crate::work::{Answer, Opening, opened_wrongs};

/// The lives of one store.
#[derive(Debug)]
pub struct Lives {
    program: PathBuf,
    place: String,
    off: Option<Mechanism>,
    life: u64,
    promised: Vec<Answer>,
}

/// So many lives with an end at random, in stores that `begin` begins: what is wrong with the first that has any wrongs.
///
/// # Panics
/// When nothing was promised in any of them, and when a life complains.
pub fn ended_at_random(mut begin: impl FnMut() -> Lives, rounds: u64) -> Vec<String> {
    let mut random = Random::new(rounds);
    let mut promises = 0;
    for store in 0..rounds.div_ceil(LIVES_OF_A_STORE) {
        let mut lives = begin();
        for _ in 0..LIVES_OF_A_STORE.min(rounds - store * LIVES_OF_A_STORE) {
            lives.live_at_random(&mut random);
            let wrongs = lives.wrongs();
            if !wrongs.is_empty() {
                return wrongs;
            }
        }
        promises += lives.promises();
    }
    println!("{rounds} lives, {promises} promises");
    assert!(promises > 0, "there was nothing to keep");
    Vec::new()
}

/// The whole of a store is looked at after each life, so a test with one store of many lives would spend its time there.
const LIVES_OF_A_STORE: u64 = 10;

/// How hard a life is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// How many work at once.
    pub threads: u64,
    /// How many requests each makes.
    pub requests: u64,
}

/// What is expected of a life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The store does all it is asked until the end.
    NoComplaint,
    /// The ground is taken from under it, and it may say so.
    Complaint,
}

impl Lives {
    /// The store at this place, which the program works for, without one mechanism where one is given.
    pub fn new(program: &str, place: &str, off: Option<Mechanism>) -> Lives {
        Lives { program: program.into(), place: place.to_owned(), off, life: 0, promised: Vec::new() }
    }

    /// One life and its end; whether it stood still where it was to die.
    ///
    /// # Panics
    /// When it complains although nobody expected it.
    pub fn live(&mut self, load: Load, dies: Dies, kill: Kill, expected: Expected) -> bool {
        self.life += 1;
        let Load { threads, requests } = load;
        let orders =
            Orders { place: self.place.clone(), life: self.life, threads, requests, dies, off: self.off };
        let ended = run(&self.program, &orders, kill);
        if expected == Expected::NoComplaint {
            assert_eq!(ended.complaint, "", "life {}", self.life);
        }
        self.promised.extend(ended.answers);
        ended.stood_still
    }

    /// A life of several at once, with an end at random.
    fn live_at_random(&mut self, random: &mut Random) {
        let kill = match random.coin() {
            true => Kill::AfterAnswers(1 + random.below(60)),
            false => Kill::After(Duration::from_millis(random.below(300))),
        };
        self.live(Load { threads: 4, requests: 1000 }, Dies::Nowhere, kill, Expected::NoComplaint);
    }

    /// Everything that is wrong with the store now.
    pub fn wrongs(&self) -> Vec<String> {
        opened_wrongs(Opening::new(&self.place).open(), &self.promised)
    }

    /// How many promises there are to be kept.
    pub fn promises(&self) -> usize {
        self.promised.len()
    }
}
