//! What is kept beside the log: names behind references, and states that were worked out. Both are encrypted as
//! parts are, each under a key of its own.
//!
//! It will never know whose name it is, nor a state of what. Start with `put_behind`.

use accordant_record::Hash;

use super::{Kept, log_of};
use crate::engine::{Ending, Engine, Locked, LogNumber, RawSnapshot, SnapshotRow, View, With};
use crate::keys::{Found, Key, KeyName};
use crate::vault::{self, Place};
use crate::{Snapshot, StoreProblem};

impl<E: Engine> Kept<E> {
    pub(super) fn put_behind(&self, reference: &str, bytes: &[u8]) -> Result<(), StoreProblem> {
        let (name, ciphertext) = self.lock(Place::Directory { reference }, bytes)?;
        let old = self.change("keeping a name", None, |change| {
            let old = change.directory(reference)?;
            change.write_directory(reference, name, &ciphertext)?;
            Ok((Ending::Commit, old))
        })?;
        self.forget(old)
    }

    pub(super) fn get_behind(&self, reference: &str) -> Result<Option<Vec<u8>>, StoreProblem> {
        let Some(locked) = self.look(|view| view.directory(reference))? else { return Ok(None) };
        let place = Place::Directory { reference };
        match self.key_of(&locked)? {
            Found::Destroyed => Ok(None),
            Found::Missing => Err(StoreProblem::KeyMissing { of: place.in_words() }),
            Found::Key(key) => match vault::unlock(&key, place, &locked.ciphertext) {
                Some(bytes) => Ok(Some(bytes)),
                None => Err(StoreProblem::Failed {
                    doing: "reading",
                    why: format!("{} was altered: it cannot be decrypted", place.in_words()),
                }),
            },
        }
    }

    pub(super) fn remove_behind(&self, reference: &str) -> Result<(), StoreProblem> {
        self.stop.writing_goes_on()?;
        let old = self.look(|view| view.directory(reference))?;
        let keys: Vec<Vec<u8>> = old.into_iter().map(|locked| locked.key).collect();
        self.destroy(&keys)?;
        self.change("removing a name", None, |change| {
            change.delete_directory(reference)?;
            Ok((Ending::Commit, ()))
        })?;
        self.clear()
    }

    pub(super) fn read_snapshot(&self, log: &str, name: &str) -> Result<Option<Snapshot>, StoreProblem> {
        let found = self.look(|view| {
            let (number, head) = log_of(view, log)?;
            let raw = view.snapshot(number, name)?;
            let Some(raw) = raw.filter(|raw| raw.size <= head.size) else { return Ok(None) };
            let leaf_hash = leaf_before(view, number, raw.size)?;
            Ok((leaf_hash.as_deref() == Some(raw.leaf_hash.as_slice())).then_some(raw))
        })?;
        let Some(raw) = found else { return Ok(None) };
        // It is a cache: one that cannot be read is none.
        let Found::Key(key) = self.key_of(&raw.locked)? else { return Ok(None) };
        Ok(unlocked(log, name, &key, raw))
    }

    pub(super) fn write_snapshot(&self, log: &str, snapshot: &Snapshot) -> Result<(), StoreProblem> {
        let place = Place::Snapshot { log, name: &snapshot.name };
        let (key, ciphertext) = self.lock(place, &snapshot.bytes)?;
        let old = self.change("keeping a snapshot", Some(log), |change| {
            let (number, _) = log_of(change, log)?;
            let old = change.snapshot(number, &snapshot.name)?;
            change.write_snapshot(number, &SnapshotRow { snapshot, key, ciphertext: &ciphertext })?;
            Ok((Ending::Commit, old.map(|raw| raw.locked)))
        })?;
        self.forget(old)
    }

    /// Nothing, unless there is a part whose key was never in this store of keys.
    pub(super) fn keys_belong(&self) -> Result<(), StoreProblem> {
        let last = self.look(|view| view.last_key())?;
        let Some(name) = last.as_deref().and_then(KeyName::read) else { return Ok(()) };
        match self.keys.keys().find(name)? {
            Found::Missing => Err(StoreProblem::KeyMissing { of: "the last part".to_owned() }),
            Found::Key(_) | Found::Destroyed => Ok(()),
        }
    }

    fn lock(&self, place: Place<'_>, bytes: &[u8]) -> Result<(KeyName, Vec<u8>), StoreProblem> {
        self.stop.writing_goes_on()?;
        let (name, key) = self.written(self.keys.draw(&self.switches))?;
        let ciphertext = vault::lock(&key, place, bytes)
            .ok_or_else(|| StoreProblem::Unfit { why: format!("{} is too long", place.in_words()) })?;
        Ok((name, ciphertext))
    }

    fn key_of(&self, locked: &Locked) -> Result<Found, StoreProblem> {
        match KeyName::read(&locked.key) {
            Some(name) => self.keys.keys().find(name),
            None => Ok(Found::Missing),
        }
    }

    /// Destroys what was replaced. It comes after the commit, or a crash between would lose both; what such a crash
    /// leaves behind in the files is cleared with the next thing that is erased.
    fn forget(&self, old: Option<Locked>) -> Result<(), StoreProblem> {
        let Some(old) = old else { return Ok(()) };
        self.destroy(&[old.key])?;
        self.clear()
    }
}

/// The stored hash of the last of the first `size` events; zeros when there is none.
fn leaf_before(view: &mut dyn View, number: LogNumber, size: u64) -> Result<Option<Vec<u8>>, StoreProblem> {
    let Some(last) = size.checked_sub(1) else { return Ok(Some(Hash::ZERO.as_bytes().to_vec())) };
    let raw = view.events(number, last..size, With::HeadersAlone)?.pop();
    Ok(raw.map(|raw| raw.hash))
}

fn unlocked(log: &str, name: &str, key: &Key, raw: RawSnapshot) -> Option<Snapshot> {
    let bytes = vault::unlock(key, Place::Snapshot { log, name }, &raw.locked.ciphertext)?;
    Some(Snapshot {
        name: name.to_owned(),
        code_version: raw.code_version,
        size: raw.size,
        leaf_hash: crate::engine::hash(&raw.leaf_hash).ok()?,
        state_hash: crate::engine::hash(&raw.state_hash).ok()?,
        bytes,
    })
}
