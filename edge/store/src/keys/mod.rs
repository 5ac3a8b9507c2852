//! The keys of parts, in a store of their own.
//!
//! A key is durable before it is first used, and is used once: keys are drawn in batches, so that an append
//! costs one durable commit and not two, and what is left of a batch is never used by another process. A key is
//! known by sixteen random bytes, so that no restored store of keys can give a name twice. It will never know what
//! a key opens. Start with [`KeyRing`].

pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::sync::{Mutex, PoisonError};

use crate::switches::{Step, Switches};
use crate::{Randomness, StoreProblem};

const NAME_BYTES: usize = 16;
const KEY_BYTES: usize = 32;
/// The first batch is small, for a program that appends one event and ends; each further one is twice as large.
const BATCH_FIRST: usize = 16;
const BATCH_MAX: usize = 1_024;

/// By what a key is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyName([u8; NAME_BYTES]);

impl KeyName {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<KeyName> {
        bytes.try_into().ok().map(KeyName)
    }
}

/// A key; it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key([u8; KEY_BYTES]);

impl Key {
    #[cfg(test)]
    pub(crate) fn from_bytes(bytes: [u8; KEY_BYTES]) -> Key {
        Key(bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    fn read(bytes: &[u8]) -> Option<Key> {
        bytes.try_into().ok().map(Key)
    }
}

/// What became of a key.
pub(crate) enum Found {
    Key(Key),
    Destroyed,
    /// It was never in this store of keys.
    Missing,
}

/// Where keys are kept.
pub(crate) trait Keys: Send + Sync {
    /// Keeps new keys; when it returns they are durable.
    fn keep(&self, batch: &[(KeyName, Key)]) -> Result<(), StoreProblem>;

    /// What became of a key.
    fn find(&self, name: KeyName) -> Result<Found, StoreProblem>;

    /// Destroys a key, if it is there; when it returns, nothing of it is left in any file.
    fn destroy(&self, name: KeyName) -> Result<(), StoreProblem>;

    /// Hands every key, or that it was destroyed, to the caller.
    fn each(
        &self,
        take: &mut dyn FnMut(KeyName, Option<Key>) -> Result<(), StoreProblem>,
    ) -> Result<(), StoreProblem>;

    /// What the engine itself finds wrong.
    fn check(&self) -> Result<Vec<String>, StoreProblem>;
}

/// The keys that are kept, and those that are ready for use.
pub(crate) struct KeyRing {
    keys: Box<dyn Keys>,
    randomness: Randomness,
    ready: Mutex<Ready>,
}

struct Ready {
    keys: Vec<(KeyName, Key)>,
    batch: usize,
}

impl KeyRing {
    pub(crate) fn new(keys: Box<dyn Keys>, randomness: Randomness) -> KeyRing {
        KeyRing { keys, randomness, ready: Mutex::new(Ready { keys: Vec::new(), batch: BATCH_FIRST }) }
    }

    /// A key that was never used and never will be again.
    pub(crate) fn draw(&self, switches: &Switches) -> Result<(KeyName, Key), StoreProblem> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = ready.keys.pop() {
            return Ok(key);
        }
        let mut batch = Vec::with_capacity(ready.batch);
        for _ in 0..ready.batch {
            batch.push((KeyName(self.random()?), Key(self.random()?)));
        }
        self.keys.keep(&batch)?;
        switches.at(Step::KeysDrawn)?;
        ready.batch = (ready.batch * 2).min(BATCH_MAX);
        ready.keys = batch;
        // A batch holds at least one key.
        ready.keys.pop().ok_or(StoreProblem::NoRandomness { why: "no key was drawn".to_owned() })
    }

    pub(crate) fn keys(&self) -> &dyn Keys {
        self.keys.as_ref()
    }

    pub(crate) fn randomness(&self) -> Randomness {
        Randomness::clone(&self.randomness)
    }

    fn random<const BYTES: usize>(&self) -> Result<[u8; BYTES], StoreProblem> {
        let mut bytes = [0; BYTES];
        (self.randomness)(&mut bytes).map_err(|why| StoreProblem::NoRandomness { why })?;
        Ok(bytes)
    }
}
