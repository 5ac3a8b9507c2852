//! One alliance on its record: what it is, what is asked of it, what is signed of it.
//!
//! Start with [`Alliance::submit`] for what changes it and [`Alliance::state`] for what it is.

mod fold;
mod pace;
mod reading;
mod sealing;
mod submit;

pub use reading::Entry;

use crate::folder::{Marker, PERSON, read_if_there, write_durably};
use crate::queue::Queue;
use crate::request::{Answer, Request};
use crate::signing::Signing;
use crate::world::World;
use crate::{HostProblem, Person, people};
use accordant_alliance::State;
use accordant_store::Store;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The record of one alliance, open.
pub struct Alliance {
    world: World,
    store: Arc<dyn Store>,
    folder: PathBuf,
    marker: Marker,
    /// The logs of the record, the first first; the last takes new entries.
    logs: Vec<String>,
    signing: Signing,
    queue: Queue<Request, Result<Answer, HostProblem>>,
    /// The state as it was last worked out. It is a cache: nothing is lost with it.
    cache: Mutex<Option<Arc<State>>>,
    /// Why nothing new is taken, if it is not.
    read_only: Option<(String, String)>,
    /// Why what is erased could not all be destroyed when the record was opened, if it was so.
    not_destroyed: Option<HostProblem>,
}

impl Alliance {
    pub(crate) fn open(
        world: World,
        store: Arc<dyn Store>,
        folder: PathBuf,
        marker: Marker,
    ) -> Result<Alliance, HostProblem> {
        let logs = fold::logs(store.as_ref(), &marker.origin)?;
        Alliance::open_logs(world, store, folder, marker, logs)
    }

    /// Opens these logs, of which the last takes new entries; it need not have been begun.
    pub(crate) fn open_logs(
        world: World,
        store: Arc<dyn Store>,
        folder: PathBuf,
        marker: Marker,
        logs: Vec<String>,
    ) -> Result<Alliance, HostProblem> {
        let signing = Signing::read(&folder, &marker.origin)?;
        let mut alliance = Alliance {
            world,
            store,
            folder,
            marker,
            logs,
            signing,
            queue: Queue::new(),
            cache: Mutex::new(None),
            read_only: None,
            not_destroyed: None,
        };
        alliance.read_only = alliance.why_read_only()?;
        Ok(alliance)
    }

    /// The origin of the log that takes new entries.
    pub fn origin(&self) -> &str {
        &self.marker.origin
    }

    /// The folder in which its key and settings lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its store.
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// Why nothing new is taken and what to do about it, if it is so.
    pub fn read_only(&self) -> Option<(&str, &str)> {
        self.read_only.as_ref().map(|(why, help)| (why.as_str(), help.as_str()))
    }

    /// Erases again what may have come back with a backup. A record for which that fails is still opened: whoever reads
    /// it is told what cannot be read, and the doctor tells what was not destroyed.
    pub(crate) fn erase_on_opening(&mut self) {
        self.not_destroyed = self.erase_again().err();
    }

    /// Why what is erased could not all be destroyed when the record was opened, if it was so.
    pub(crate) const fn not_destroyed(&self) -> Option<&HostProblem> {
        self.not_destroyed.as_ref()
    }

    /// Refuses what would write to a record that takes nothing new.
    fn takes_entries(&self) -> Result<(), HostProblem> {
        match &self.read_only {
            None => Ok(()),
            Some((why, help)) => Err(HostProblem::ReadOnly { why: why.clone(), help: help.clone() }),
        }
    }

    /// Everyone in the directory, by reference.
    ///
    /// # Errors
    /// When the store fails.
    pub fn people(&self) -> Result<BTreeMap<String, Person>, HostProblem> {
        let mut found = BTreeMap::new();
        for reference in self.store.directory_references()? {
            if let Some(person) = people::get(self.store.as_ref(), &reference)? {
                found.insert(reference, person);
            }
        }
        Ok(found)
    }

    /// Keeps who stands behind a reference.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_person(&self, reference: &str, person: &Person) -> Result<(), HostProblem> {
        people::put(self.store.as_ref(), reference, person)
    }

    /// Forgets who stands behind a reference; the record goes on with the reference alone.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_person(&self, reference: &str) -> Result<(), HostProblem> {
        Ok(self.store.directory_remove(reference)?)
    }

    /// The reference of the person who asks from this folder, if it keeps one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn person_here(&self) -> Result<Option<String>, HostProblem> {
        let kept = read_if_there(&self.folder.join(PERSON))?;
        Ok(kept.map(|reference| reference.trim_end().to_string()))
    }

    /// Keeps in the folder who asks from it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_person_here(&self, reference: &str) -> Result<(), HostProblem> {
        write_durably(&self.folder.join(PERSON), &format!("{reference}\n"))
    }

    /// The logs of the record, the first first; the last takes new entries.
    pub(crate) fn logs(&self) -> &[String] {
        &self.logs
    }

    /// Which record the folder is of.
    pub(crate) fn marker(&self) -> &Marker {
        &self.marker
    }

    /// The same record with another origin for what comes next.
    pub(crate) fn going_on(&self, origin: &str) -> Result<Alliance, HostProblem> {
        let marker = Marker { origin: origin.to_string(), restored: false, ..self.marker.clone() };
        let mut logs = self.logs.clone();
        logs.push(origin.to_string());
        let (world, store) = (self.world.clone(), Arc::clone(&self.store));
        Alliance::open_logs(world, store, self.folder.clone(), marker, logs)
    }

    /// What it takes from the world beside its store.
    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// Lets go of the state that was worked out: what it remembers may have been erased.
    pub(crate) fn forget_state(&self) {
        *self.cached() = None;
    }

    fn cached(&self) -> MutexGuard<'_, Option<Arc<State>>> {
        // What the lock protects is a whole state or none, also after a panic.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
