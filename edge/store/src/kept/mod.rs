//! The store on any engine: what holds on every one of them.
//!
//! It will never know a statement, a lock or a file. Start with [`Kept`]; then `append`.

mod answer;
mod append;
mod backup;
mod besides;
mod erase;
mod examine;
mod fit;
mod locked;
mod read;
mod seal;

use std::ops::Range;
use std::path::Path;

use accordant_record::{Hash, Last, Tip};

use crate::engine::{Change, Checkpoints, Ending, Engine, LogNumber, View};
use crate::keys::KeyRing;
use crate::stop::{Heeded, Stop};
use crate::switches::Switches;
use crate::{
    Backup, Finding, Head, Outcome, Sealed, Sign, Snapshot, Store, StoreProblem, StoredCheckpoint,
    StoredEvent, StoredHeader, Submission,
};

use read::Reading;

/// An engine, its keys, and whether writing goes on.
pub(crate) struct Kept<E> {
    engine: E,
    keys: KeyRing,
    switches: Switches,
    stop: Stop,
}

impl<E: Engine> Kept<E> {
    /// The store on this engine, unless the keys are not those of its parts.
    pub(crate) fn new(engine: E, keys: KeyRing, switches: Switches) -> Result<Kept<E>, StoreProblem> {
        let kept = Kept { engine, keys, switches, stop: Stop::default() };
        kept.keys_belong()?;
        Ok(kept)
    }

    /// Reads from one consistent view. That something was altered stops writing too.
    fn look<T>(
        &self,
        mut look: impl FnMut(&mut dyn View) -> Result<T, StoreProblem>,
    ) -> Result<T, StoreProblem> {
        let mut found = None;
        let result = self.engine.look(&mut |view| {
            found = Some(look(view)?);
            Ok(())
        });
        if let Err(problem @ StoreProblem::Altered { .. }) = &result {
            self.heed(problem);
        }
        result?;
        found.ok_or(StoreProblem::Failed { doing: "reading", why: "nothing was read".to_owned() })
    }

    /// Changes something in one transaction, if writing goes on, and stops writing if that fails.
    fn change<T>(
        &self,
        doing: &'static str,
        log: Option<&str>,
        mut work: impl FnMut(&mut dyn Change) -> Result<(Ending, T), StoreProblem>,
    ) -> Result<T, StoreProblem> {
        self.stop.writing_goes_on()?;
        let mut done = None;
        let result = self.engine.change(doing, log, &mut |change| {
            // Another may have failed while this one waited for the lock.
            self.stop.writing_goes_on()?;
            let (ending, value) = work(change)?;
            done = Some(value);
            Ok(ending)
        });
        self.written(result)?;
        done.ok_or(StoreProblem::Failed { doing, why: "nothing was done".to_owned() })
    }

    /// Stops writing if this was a failure to write.
    fn written<T>(&self, result: Result<T, StoreProblem>) -> Result<T, StoreProblem> {
        if let Err(problem) = &result {
            self.heed(problem);
        }
        result
    }

    fn heed(&self, problem: &StoreProblem) {
        if self.stop.heed(problem, &self.switches) == Heeded::Stopped {
            self.engine.stopped();
        }
    }

    fn reading<'a>(&'a self, log: &'a str) -> Reading<'a> {
        Reading { log, keys: &self.keys, switches: &self.switches }
    }
}

/// The number and the end of a log that must be there.
fn log_of(view: &mut dyn View, log: &str) -> Result<(LogNumber, Head), StoreProblem> {
    view.head(log)?.ok_or_else(|| StoreProblem::NoLog { log: log.to_owned() })
}

impl<E: Engine> Store for Kept<E> {
    fn append(&self, log: &str, queue: &mut [Submission<'_>]) -> Result<Vec<Outcome>, StoreProblem> {
        self.append_queue(log, queue)
    }

    fn logs(&self) -> Result<Vec<String>, StoreProblem> {
        self.look(|view| view.logs())
    }

    fn head(&self, log: &str) -> Result<Option<Head>, StoreProblem> {
        self.look(|view| Ok(view.head(log)?.map(|(_, head)| head)))
    }

    fn close(&self, log: &str) -> Result<(), StoreProblem> {
        self.change("closing", Some(log), |change| {
            let (number, mut head) = log_of(change, log)?;
            head.closed = true;
            change.write_head(number, &head)?;
            Ok((Ending::Commit, ()))
        })
    }

    fn read_range(&self, log: &str, range: Range<u64>) -> Result<Vec<StoredEvent>, StoreProblem> {
        self.look(|view| {
            let (number, head) = log_of(view, log)?;
            self.reading(log).events(view, number, range.start..range.end.min(head.size))
        })
    }

    fn read_headers(&self, log: &str, range: Range<u64>) -> Result<Vec<StoredHeader>, StoreProblem> {
        self.look(|view| {
            let (number, head) = log_of(view, log)?;
            self.reading(log).headers(view, number, range.start..range.end.min(head.size))
        })
    }

    fn hashes(&self, log: &str, level: u8, from: u64, count: u64) -> Result<Vec<Hash>, StoreProblem> {
        self.look(|view| {
            let (number, head) = log_of(view, log)?;
            self.reading(log).hashes(view, number, &head, level, from..from.saturating_add(count))
        })
    }

    fn seal(&self, log: &str, sign: &mut Sign<'_>) -> Result<Sealed, StoreProblem> {
        self.seal_log(log, sign)
    }

    fn checkpoints(&self, log: &str) -> Result<Vec<StoredCheckpoint>, StoreProblem> {
        self.look(|view| {
            let (number, _) = log_of(view, log)?;
            let all = view.checkpoints(number, Checkpoints::All)?;
            Ok(all.iter().map(seal::merged).collect())
        })
    }

    fn add_cosignature(&self, log: &str, size: u64, line: &str) -> Result<(), StoreProblem> {
        self.cosign(log, size, line)
    }

    fn erase(&self, log: &str, index: u64, part: u64) -> Result<(), StoreProblem> {
        self.erase_part(log, index, part)
    }

    fn snapshot(&self, log: &str, name: &str) -> Result<Option<Snapshot>, StoreProblem> {
        self.read_snapshot(log, name)
    }

    fn keep_snapshot(&self, log: &str, snapshot: &Snapshot) -> Result<(), StoreProblem> {
        self.write_snapshot(log, snapshot)
    }

    fn directory_put(&self, reference: &str, bytes: &[u8]) -> Result<(), StoreProblem> {
        self.put_behind(reference, bytes)
    }

    fn directory_get(&self, reference: &str) -> Result<Option<Vec<u8>>, StoreProblem> {
        self.get_behind(reference)
    }

    fn directory_references(&self) -> Result<Vec<String>, StoreProblem> {
        self.look(|view| view.references())
    }

    fn directory_remove(&self, reference: &str) -> Result<(), StoreProblem> {
        self.remove_behind(reference)
    }

    fn check(&self) -> Result<Vec<Finding>, StoreProblem> {
        self.examine()
    }

    fn backup(&self, to: &Path, keys_to: &Path) -> Result<Backup, StoreProblem> {
        self.copy_and_check(to, keys_to)
    }
}

/// The end of a log as the next header must fit to it.
fn tip_of(log: &str, head: &Head) -> Result<Tip, StoreProblem> {
    let last = head.last_at.map(|at| Last { hash: head.last_hash, at });
    Tip::at(log, head.frontier.clone(), last).ok_or_else(|| StoreProblem::Altered {
        log: log.to_owned(),
        index: head.size,
        part: None,
        why: "the head of the log does not fit together".to_owned(),
    })
}
