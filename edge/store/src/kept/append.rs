//! Appending, step by step, in one transaction for the whole queue.
//!
//! It will never know what is decided. Start with `append_queue`.

use std::ops::Range;

use accordant_record::Hash;

use super::fit::{Fitted, Fitting, NotFitted};
use super::read::Reading;
use super::{Kept, answer};
use crate::engine::{Change, Ending, Engine, KeptRequest, LogNumber};
use crate::switches::{Mechanism, Step};
use crate::{Decided, Head, Locked, Outcome, Refused, StoreProblem, StoredEvent, Submission};

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
            let mut appending = Appending { kept: self, change, log, number, head, early: &early };
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
        let known = match self.switches.holds(Mechanism::RequestInTransaction) {
            true => None,
            false => Some(self.look(|view| {
                let Some((number, _)) = view.head(log)? else { return Ok(Vec::new()) };
                let mut known = Vec::new();
                for submission in queue {
                    if view.request(number, &submission.request)?.is_some() {
                        known.push(submission.request);
                    }
                }
                Ok(known)
            })?),
        };
        Ok(Early { head, known })
    }
}

struct Early {
    head: Option<Head>,
    /// The requests that had been answered then.
    known: Option<Vec<Hash>>,
}

struct Appending<'a, E> {
    kept: &'a Kept<E>,
    change: &'a mut dyn Change,
    log: &'a str,
    number: LogNumber,
    head: Head,
    early: &'a Early,
}

impl<E: Engine> Appending<'_, E> {
    fn submit(&mut self, submission: &mut Submission<'_>) -> Result<Outcome, StoreProblem> {
        let kept = self.lookup(&submission.request)?;
        self.step(Step::RequestLookedUp)?;
        if let Some(kept) = kept {
            // Before anything is compared with it: an altered fingerprint would make another request of this one.
            let answer = self.kept.reading(self.log).answer(&submission.request, &kept)?;
            return Ok(if kept.fingerprint == submission.fingerprint.as_bytes() {
                Outcome::Repeated { events: kept.events, answer }
            } else {
                Outcome::OtherRequest
            });
        }
        let decided = match (submission.decide)(&mut self.locked()) {
            Ok(decided) => decided,
            Err(Refused::Decision) => return Ok(Outcome::Refused),
            Err(Refused::Problem(problem)) => return Err(problem),
        };
        self.step(Step::Decided)?;
        if let Some(moved) = self.moved(&decided)? {
            return Ok(moved);
        }
        let fitting = Fitting {
            log: self.log,
            request: &submission.request,
            keys: &self.kept.keys,
            switches: &self.kept.switches,
        };
        let (change, number) = (&mut *self.change, self.number);
        let mut version_of = |stream: &str| change.stream_version(number, stream);
        let fitted = match fitting.fit(&self.head, decided.events, &mut version_of) {
            Ok(fitted) => fitted,
            Err(NotFitted::Unfit { index, why }) => return Ok(Outcome::Unfit { index, why }),
            Err(NotFitted::Problem(problem)) => return Err(problem),
        };
        self.step(Step::Compared)?;
        let events = self.head.size..fitted.head.size;
        self.write(fitted)?;
        self.answer(submission, &events, &decided.answer)?;
        Ok(Outcome::Appended { events, answer: decided.answer })
    }

    fn lookup(&mut self, request: &Hash) -> Result<Option<KeptRequest>, StoreProblem> {
        match &self.early.known {
            Some(known) if !known.contains(request) => Ok(None),
            _ => self.change.request(self.number, request),
        }
    }

    fn locked(&mut self) -> LockedLog<'_> {
        LockedLog {
            reading: self.kept.reading(self.log),
            change: &mut *self.change,
            number: self.number,
            head: &self.head,
        }
    }

    fn moved(&mut self, decided: &Decided) -> Result<Option<Outcome>, StoreProblem> {
        if !self.kept.switches.holds(Mechanism::ExpectedVersion) {
            return Ok(None);
        }
        for (stream, expected) in &decided.expected {
            let found = self.change.stream_version(self.number, stream)?;
            if found != *expected {
                return Ok(Some(Outcome::Moved { stream: stream.clone(), expected: *expected, found }));
            }
        }
        Ok(None)
    }

    fn write(&mut self, fitted: Fitted) -> Result<(), StoreProblem> {
        self.change.write_events(self.number, &fitted.events)?;
        self.step(Step::EventsWritten)?;
        self.change.write_parts(self.number, &fitted.parts)?;
        self.step(Step::PartsWritten)?;
        self.change.write_streams(self.number, &fitted.streams)?;
        self.step(Step::StreamsWritten)?;
        self.change.write_nodes(self.number, &fitted.nodes)?;
        self.step(Step::NodesWritten)?;
        self.head = fitted.head;
        Ok(())
    }

    fn answer(
        &mut self,
        submission: &Submission<'_>,
        events: &Range<u64>,
        answer: &[u8],
    ) -> Result<(), StoreProblem> {
        let late = self.early.known.is_some();
        if late && self.change.request(self.number, &submission.request)?.is_some() {
            return Ok(());
        }
        let (request, fingerprint) = (&submission.request, &submission.fingerprint);
        let kept = answer::kept(self.log, request, fingerprint, events.clone(), answer);
        self.change.write_request(self.number, request, &kept)?;
        self.step(Step::RequestWritten)
    }

    /// Writes the head once for all, or undoes the transaction when there is nothing to keep.
    fn finish(self, outcomes: Vec<Outcome>) -> Result<(Ending, Vec<Outcome>), StoreProblem> {
        let any = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Appended { .. }));
        if !any {
            return Ok((Ending::RollBack, outcomes));
        }
        self.change.write_head(self.number, &self.head)?;
        self.kept.switches.at(Step::HeadWritten)?;
        Ok((Ending::Commit, outcomes))
    }

    fn step(&mut self, step: Step) -> Result<(), StoreProblem> {
        self.kept.switches.at(step)?;
        if !self.kept.switches.holds(Mechanism::OneTransaction) {
            self.change.split()?;
        }
        Ok(())
    }
}

/// What a decision may look at.
struct LockedLog<'a> {
    reading: Reading<'a>,
    change: &'a mut dyn Change,
    number: LogNumber,
    head: &'a Head,
}

impl Locked for LockedLog<'_> {
    fn head(&self) -> &Head {
        self.head
    }

    fn read_range(&mut self, range: Range<u64>) -> Result<Vec<StoredEvent>, StoreProblem> {
        let range = range.start..range.end.min(self.head.size);
        self.reading.events(self.change, self.number, range)
    }

    fn stream_version(&mut self, stream: &str) -> Result<u64, StoreProblem> {
        self.change.stream_version(self.number, stream)
    }
}
