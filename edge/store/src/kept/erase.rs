//! Erasing: first the key, for good; then the bytes; then what both have left behind in the files.
//!
//! After any interruption the same call ends it. It will never know why something is erased. Start with `erase_part`.

use super::{Kept, log_of};
use crate::StoreProblem;
use crate::engine::{Ending, Engine};
use crate::keys::KeyName;
use crate::switches::{Mechanism, Step};

impl<E: Engine> Kept<E> {
    pub(super) fn erase_part(&self, log: &str, index: u64, part: u64) -> Result<(), StoreProblem> {
        self.stop.writing_goes_on()?;
        let (number, raw, mut names) = self.look(|view| {
            let (number, _) = log_of(view, log)?;
            let raw = view.part(number, index, part)?;
            Ok((number, raw, view.snapshot_keys(number)?))
        })?;
        let raw = raw.ok_or_else(|| StoreProblem::NoPart { log: log.to_owned(), index, part })?;
        names.push(raw.key);
        self.destroy(&names)?;
        self.switches.at(Step::KeyDestroyed)?;
        self.change("erasing", Some(log), |change| {
            change.erase_part(number, index, part, &raw.content)?;
            change.delete_snapshots(number)?;
            Ok((Ending::Commit, ()))
        })?;
        self.switches.at(Step::PartDeleted)?;
        self.clear()
    }

    /// Destroys keys by their stored names.
    pub(super) fn destroy(&self, names: &[Vec<u8>]) -> Result<(), StoreProblem> {
        if !self.switches.holds(Mechanism::DestroyAndDelete) {
            return Ok(());
        }
        for name in names.iter().filter_map(|name| KeyName::read(name)) {
            self.written(self.keys.keys().destroy(name))?;
        }
        Ok(())
    }

    /// Clears what deleted rows have left behind.
    pub(super) fn clear(&self) -> Result<(), StoreProblem> {
        if !self.switches.holds(Mechanism::DestroyAndDelete) {
            return Ok(());
        }
        self.written(self.engine.clear_deleted())
    }
}
