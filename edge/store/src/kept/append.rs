//! Appending, step by step, in one transaction for the whole queue.
//!
//! It will never know what is decided. Start with `append_queue`.

use std::collections::BTreeMap;
use std::ops::Range;

use accordant_record::Hash;

use super::fit::{Fitted, Fitting, NotFitted};
use super::locked::LockedLog;
use super::{Kept, answer};
use crate::engine::{Ending, Engine, KeptRequest};
use crate::switches::{Mechanism, Step};
use crate::{Decided, Head, Locked, Outcome, Refused, StoreProblem, Submission};

impl<E: Engine> Kept<E> {
    pub(super) fn append_queue(
        &self,
        log: &str,
        queue: &mut [Submission<'_>],
    ) -> Result<Vec<Outcome>, StoreProblem> {
        let early = self.read_too_early(log, queue)?;
        let outcomes = self.change("appending", Some(log), |change| {
            self.switches.at(Step::Locked)?;
            let begun = match change.head(log)? {
                Some(begun) => begun,
                None => (change.begin_log(log)?, Head::before_the_first()),
            };
            let (number, head) = match &early.head {
                Some(head) => (begun.0, head.clone()),
                None => begun,
            };
            self.switches.at(Step::HeadRead)?;
            if head.closed {
                return Err(StoreProblem::Closed { log: log.to_owned() });
            }
            let answered = match &early.answered {
                Some(answered) => answered.clone(),
                None => change.requests(number, &requests_of(queue))?,
            };
            let locked = LockedLog::new(self.reading(log), change, number, head);
            let mut appending = Appending { kept: self, locked, answered, early: &early };
            let mut outcomes = Vec::with_capacity(queue.len());
            for submission in queue.iter_mut() {
                outcomes.push(appending.submit(submission)?);
            }
            appending.finish(outcomes)
        })?;
        self.switches.at(Step::Committed)?;
        Ok(outcomes)
    }

    /// What is read before the lock is held: nothing, unless a test has switched the mechanism off.
    fn read_too_early(&self, log: &str, queue: &[Submission<'_>]) -> Result<Early, StoreProblem> {
        let head = match self.switches.holds(Mechanism::LockBeforeReading) {
            true => None,
            false => self.look(|view| Ok(view.head(log)?.map(|(_, head)| head)))?,
        };
        let answered = match self.switches.holds(Mechanism::RequestInTransaction) {
            true => None,
            false => Some(self.look(|view| {
                let Some((number, _)) = view.head(log)? else { return Ok(BTreeMap::new()) };
                view.requests(number, &requests_of(queue))
            })?),
        };
        Ok(Early { head, answered })
    }
}

fn requests_of(queue: &[Submission<'_>]) -> Vec<Hash> {
    queue.iter().map(|submission| submission.request).collect()
}

struct Early {
    head: Option<Head>,
    /// The requests that had been answered then.
    answered: Option<BTreeMap<Hash, KeptRequest>>,
}

struct Appending<'a, E> {
    kept: &'a Kept<E>,
    locked: LockedLog<'a>,
    /// Those of the queue's requests that were answered before, or are answered by it.
    answered: BTreeMap<Hash, KeptRequest>,
    early: &'a Early,
}

impl<E: Engine> Appending<'_, E> {
    fn submit(&mut self, submission: &mut Submission<'_>) -> Result<Outcome, StoreProblem> {
        self.step(Step::RequestLookedUp)?;
        if let Some(kept) = self.answered.get(&submission.request) {
            // Before anything is compared with it: an altered fingerprint would make another request of this one.
            let answer = self.locked.reading.answer(&submission.request, kept)?;
            return Ok(if kept.fingerprint == submission.fingerprint.as_bytes() {
                Outcome::Repeated { events: kept.events.clone(), answer }
            } else {
                Outcome::OtherRequest
            });
        }
        let decided = match (submission.decide)(&mut self.locked) {
            Ok(decided) => decided,
            Err(Refused::Decision) => return Ok(Outcome::Refused),
            Err(Refused::Problem(problem)) => return Err(problem),
        };
        self.step(Step::Decided)?;
        if let Some(moved) = self.moved(&decided)? {
            return Ok(moved);
        }
        let fitting = Fitting {
            log: self.locked.reading.log,
            request: &submission.request,
            keys: &self.kept.keys,
            switches: &self.kept.switches,
        };
        let head = self.locked.head.clone();
        let mut version_of = |stream: &str| self.locked.stream_version(stream);
        let fitted = match fitting.fit(&head, decided.events, &mut version_of) {
            Ok(fitted) => fitted,
            Err(NotFitted::Unfit { index, why }) => return Ok(Outcome::Unfit { index, why }),
            Err(NotFitted::Problem(problem)) => return Err(problem),
        };
        self.step(Step::Compared)?;
        let events = head.size..fitted.head.size;
        self.write(fitted)?;
        self.answer(submission, &events, &decided.answer)?;
        Ok(Outcome::Appended { events, answer: decided.answer })
    }

    fn moved(&mut self, decided: &Decided) -> Result<Option<Outcome>, StoreProblem> {
        if !self.kept.switches.holds(Mechanism::ExpectedVersion) {
            return Ok(None);
        }
        for (stream, expected) in &decided.expected {
            let found = self.locked.stream_version(stream)?;
            if found != *expected {
                return Ok(Some(Outcome::Moved { stream: stream.clone(), expected: *expected, found }));
            }
        }
        Ok(None)
    }

    fn write(&mut self, fitted: Fitted) -> Result<(), StoreProblem> {
        let number = self.locked.number;
        self.locked.appended(&fitted.streams, fitted.stored, fitted.head);
        self.locked.change.write_events(number, fitted.events)?;
        self.step(Step::EventsWritten)?;
        self.locked.change.write_parts(number, fitted.parts)?;
        self.step(Step::PartsWritten)?;
        self.locked.change.write_streams(number, fitted.streams)?;
        self.step(Step::StreamsWritten)?;
        self.locked.change.write_nodes(number, fitted.nodes)?;
        self.step(Step::NodesWritten)
    }

    fn answer(
        &mut self,
        submission: &Submission<'_>,
        events: &Range<u64>,
        answer: &[u8],
    ) -> Result<(), StoreProblem> {
        let (request, number) = (submission.request, self.locked.number);
        let late = self.early.answered.is_some();
        if late && !self.locked.change.requests(number, &[request])?.is_empty() {
            return Ok(());
        }
        let log = self.locked.reading.log;
        let kept = answer::kept(log, &request, &submission.fingerprint, events.clone(), answer);
        self.answered.insert(request, kept.clone());
        self.locked.change.write_request(number, request, kept)?;
        self.step(Step::RequestWritten)
    }

    /// Writes the head once for all, or undoes the transaction when there is nothing to keep.
    fn finish(self, outcomes: Vec<Outcome>) -> Result<(Ending, Vec<Outcome>), StoreProblem> {
        let any = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Appended { .. }));
        if !any {
            return Ok((Ending::RollBack, outcomes));
        }
        self.locked.change.write_head(self.locked.number, &self.locked.head)?;
        self.kept.switches.at(Step::HeadWritten)?;
        Ok((Ending::Commit, outcomes))
    }

    fn step(&mut self, step: Step) -> Result<(), StoreProblem> {
        self.kept.switches.at(step)?;
        if !self.kept.switches.holds(Mechanism::OneTransaction) {
            self.locked.change.split()?;
        }
        Ok(())
    }
}
