//! A clock and a chance that are the same in every run.
#![allow(dead_code, reason = "each test binary uses some of it")]

use accordant_host::{Clock, Randomness};
use accordant_record::{Instant, sha256};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// A clock that goes on by so many microseconds whenever it is asked.
pub struct Ticking {
    next: AtomicI64,
    step: i64,
}

impl Ticking {
    /// A clock that shows this at first, in microseconds since 1970.
    pub fn from(begin: i64, step: i64) -> Ticking {
        Ticking { next: AtomicI64::new(begin), step }
    }
}

impl Clock for Ticking {
    fn now(&self) -> Result<Instant, String> {
        let micros = self.next.fetch_add(self.step, Ordering::SeqCst);
        Instant::from_micros(micros).ok_or_else(|| "no such time".to_string())
    }
}

/// Bytes that are the same in every run.
pub struct Drawn(AtomicU64);

impl Drawn {
    /// Bytes that are others for each seed.
    pub fn from(seed: u64) -> Drawn {
        Drawn(AtomicU64::new(seed))
    }
}

impl Randomness for Drawn {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String> {
        for chunk in bytes.chunks_mut(32) {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            let drawn = sha256(format!("drawn {number}").as_bytes());
            chunk.copy_from_slice(&drawn.as_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
