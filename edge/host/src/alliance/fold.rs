//! From the stored events to the state.

use super::Alliance;
use super::pace::{Pace, weight};
use crate::HostProblem;
use crate::as_at::{AsAt, end_of, zone_of};
use accordant_alliance::State;
use accordant_alliance::event::{Continued, EventProblem, Read};
use accordant_alliance::state::Recorded;
use accordant_record::{Hash, Instant, sha256};
use accordant_store::{Snapshot, Store, StoreProblem, StoredEvent, StoredPart};
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

/// So many readings wait for the state at most.
const CHUNKS_AHEAD: usize = 2;
/// A cache is kept when so many events were folded since the last, or so many bytes.
const CACHED_AFTER: u64 = 2_048;
const CACHED_AFTER_BYTES: u64 = 16 << 20;
/// The name of the cache in the store.
const CACHE: &str = "alliance";
/// Caches of another version of the code are not used. To be raised whenever what is remembered changes.
const CACHE_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+9");

impl Alliance {
    /// The state now.
    ///
    /// # Errors
    /// When the record cannot be read or understood.
    pub fn state(&self) -> Result<Arc<State>, HostProblem> {
        let mut cache = self.cached();
        let mut state = match cache.take() {
            Some(state) => state,
            None => Arc::new(self.begun()?),
        };
        self.catch_up(Arc::make_mut(&mut state))?;
        *cache = Some(Arc::clone(&state));
        Ok(state)
    }

    /// The state as it was known at a point of the record.
    ///
    /// # Errors
    /// When the record cannot be read or understood, or had not begun.
    pub fn state_at(&self, as_at: AsAt) -> Result<Arc<State>, HostProblem> {
        let until = match as_at {
            AsAt::Now => return self.state(),
            AsAt::Entry(entry) => Until::Entry(entry),
            AsAt::Instant(instant) => Until::Instant(instant),
            AsAt::Day(day) => {
                let zone = zone_of(self.state()?.as_ref())?;
                Until::Instant(end_of(day, &zone)?)
            }
        };
        let cached = self.at_cache()?.filter(|state| until.is_not_before(state));
        let mut state = cached.unwrap_or_default();
        for log in self.logs_after(&state.kept().origin) {
            let from = seen(&state, log);
            let end = fold(self.store.as_ref(), log, from, &mut state, &mut |event, state| match until {
                Until::Entry(entry) if state.kept().size > entry => ControlFlow::Break(()),
                Until::Instant(instant) if event.header.at > instant => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            })?;
            if end.is_break() {
                break;
            }
        }
        if state.kept().size == 0 {
            return Err(accordant_alliance::Refusal::rule("nothing had been recorded by then")
                .help("the alliance was founded later; `accordant log` shows when")
                .into());
        }
        Ok(Arc::new(state))
    }

    /// The state worked out from the first event, without any cache, with its hash: what the cache must equal.
    ///
    /// # Errors
    /// When the record cannot be read or understood.
    pub fn state_from_the_first(&self) -> Result<State, HostProblem> {
        let mut state = State::new();
        for log in &self.logs {
            fold_all(self.store.as_ref(), log, 0, &mut state)?;
        }
        Ok(state)
    }

    /// Whether the cache that is kept equals the state worked out anew; nothing if none is kept.
    ///
    /// # Errors
    /// When the record cannot be read or understood.
    pub fn cache_is_right(&self) -> Result<Option<bool>, HostProblem> {
        let Some(snapshot) = self.kept_snapshot()? else { return Ok(None) };
        let mut state = State::new();
        for log in &self.logs {
            let _end = fold(self.store.as_ref(), log, 0, &mut state, &mut |_, state| {
                let in_last = log == self.origin();
                let reached = state.kept().size.saturating_sub(state.kept().log_from) >= snapshot.size;
                if in_last && reached && state.kept().origin == *log {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })?;
        }
        let bytes = state.to_cache().map_err(|error| HostProblem::Fault(error.to_string()))?;
        Ok(Some(sha256(&bytes) == snapshot.state_hash && sha256(&snapshot.bytes) == snapshot.state_hash))
    }

    /// The state at a cache, or before the first event of the log that takes new entries.
    pub(super) fn begun(&self) -> Result<State, HostProblem> {
        if let Some(state) = self.at_cache()? {
            return Ok(state);
        }
        let mut state = State::new();
        for log in self.logs.iter().take(self.logs.len().saturating_sub(1)) {
            fold_all(self.store.as_ref(), log, 0, &mut state)?;
        }
        Ok(state)
    }

    /// The state at the cache, if a whole one is kept.
    fn at_cache(&self) -> Result<Option<State>, HostProblem> {
        let snapshot = self.kept_snapshot()?.filter(|kept| sha256(&kept.bytes) == kept.state_hash);
        Ok(snapshot.and_then(|snapshot| State::from_cache(&snapshot.bytes).ok()))
    }

    /// Lets go of the cache: it may remember what was erased from an earlier log.
    pub(crate) fn drop_cache(&self) -> Result<(), HostProblem> {
        if self.store.snapshot(self.origin(), CACHE)?.is_none() {
            return Ok(());
        }
        let nothing = Snapshot {
            name: CACHE.to_string(),
            code_version: String::new(),
            size: 0,
            leaf_hash: Hash::ZERO,
            state_hash: sha256(&[]),
            bytes: Vec::new(),
        };
        Ok(self.store.keep_snapshot(self.origin(), &nothing)?)
    }

    fn kept_snapshot(&self) -> Result<Option<Snapshot>, HostProblem> {
        // A log that is about to begin has none.
        if self.store.head(self.origin())?.is_none() {
            return Ok(None);
        }
        let snapshot = self.store.snapshot(self.origin(), CACHE)?;
        Ok(snapshot.filter(|snapshot| snapshot.code_version == CACHE_VERSION))
    }

    /// Folds what the state has not seen yet.
    pub(super) fn catch_up(&self, state: &mut State) -> Result<(), HostProblem> {
        let (mut events, mut bytes) = (0, 0);
        for log in self.logs_after(&state.kept().origin) {
            let from = seen(state, log);
            let _end = fold(self.store.as_ref(), log, from, state, &mut |event, _| {
                events += 1;
                bytes += weight(event);
                ControlFlow::Continue(())
            })?;
        }
        if events >= CACHED_AFTER || bytes >= CACHED_AFTER_BYTES {
            self.keep_cache(state)?;
        }
        Ok(())
    }

    /// The log of that origin, and those after it; all of them before any event was seen.
    fn logs_after(&self, origin: &str) -> &[String] {
        let at = self.logs.iter().position(|log| log == origin).unwrap_or(0);
        self.logs.get(at..).unwrap_or_default()
    }

    fn keep_cache(&self, state: &State) -> Result<(), HostProblem> {
        let kept = state.kept();
        let size = kept.size.saturating_sub(kept.log_from);
        let header = self.store.read_headers(self.origin(), size.saturating_sub(1)..size)?;
        let Some(last) = header.first() else { return Ok(()) };
        let bytes = state.to_cache().map_err(|error| HostProblem::Fault(error.to_string()))?;
        let snapshot = Snapshot {
            name: CACHE.to_string(),
            code_version: CACHE_VERSION.to_string(),
            size,
            leaf_hash: last.hash,
            state_hash: sha256(&bytes),
            bytes,
        };
        match self.store.keep_snapshot(self.origin(), &snapshot) {
            // A cache that cannot be kept is done without, and readers of a stopped store go on.
            Ok(()) | Err(StoreProblem::Stopped { .. }) => Ok(()),
            Err(problem) => Err(problem.into()),
        }
    }
}

#[derive(Clone, Copy)]
enum Until {
    Entry(u64),
    Instant(Instant),
}

impl Until {
    /// Whether all that a state has seen had happened by then.
    fn is_not_before(self, state: &State) -> bool {
        let kept = state.kept();
        match self {
            Until::Entry(entry) => kept.size <= entry.saturating_add(1),
            Until::Instant(instant) => kept.last_at.parse::<Instant>().is_ok_and(|last| last <= instant),
        }
    }
}

/// How many events of that log the state has seen.
pub(super) fn seen(state: &State, log: &str) -> u64 {
    let kept = state.kept();
    if kept.origin == log { kept.size.saturating_sub(kept.log_from) } else { 0 }
}

/// Folds the events of a log from an index to its end.
fn fold_all(store: &dyn Store, log: &str, from: u64, state: &mut State) -> Result<(), HostProblem> {
    fold(store, log, from, state, &mut |_, _| ControlFlow::Continue(())).map(drop)
}

/// Folds the events of a log from an index, until told to stop before one. In a long log events are fetched and read
/// ahead, on a thread of their own; what that thread leaves unread when the state runs out of work, the state's reads.
fn fold(
    store: &dyn Store,
    log: &str,
    from: u64,
    state: &mut State,
    goes_on: &mut dyn FnMut(&StoredEvent, &State) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, HostProblem> {
    let (mut events, next) = Taken::next(store, log, Pace::from(from), || false)?;
    let Some(next) = next else { return remember(state, events, goes_on) };
    let waiting = AtomicUsize::new(1);
    thread::scope(|scope| {
        let (ahead, chunks) = mpsc::sync_channel(CHUNKS_AHEAD);
        let reader = ReadAhead { store, log, waiting: &waiting };
        scope.spawn(move || reader.run(next, &ahead));
        while remember(state, events, goes_on)?.is_continue() {
            waiting.fetch_sub(1, Ordering::Relaxed);
            let Ok(chunk) = chunks.recv() else { return Ok(ControlFlow::Continue(())) };
            events = chunk?;
        }
        Ok(ControlFlow::Break(()))
    })
}

/// An event that was fetched, and perhaps read, ahead of the state that is to remember it.
struct Taken {
    event: StoredEvent,
    read: Option<Result<Read, EventProblem>>,
}

impl Taken {
    /// The next events of a log, each read as long as there is time to, and what comes after them.
    fn next(
        store: &dyn Store,
        log: &str,
        pace: Pace,
        has_time: impl Fn() -> bool,
    ) -> Result<(Vec<Taken>, Option<Pace>), StoreProblem> {
        let events = store.read_range(log, pace.range())?;
        let next = pace.after(&events);
        let taken = |event| {
            let read = has_time().then(|| read(&event));
            Taken { event, read }
        };
        Ok((events.into_iter().map(taken).collect(), next))
    }
}

fn read(event: &StoredEvent) -> Result<Read, EventProblem> {
    let parts = super::reading::as_read(&event.header, &event.parts);
    Recorded { header: &event.header, parts: &parts }.read()
}

/// The thread that goes ahead in a log.
struct ReadAhead<'a> {
    store: &'a dyn Store,
    log: &'a str,
    /// How many chunks the state has still to remember.
    waiting: &'a AtomicUsize,
}

impl ReadAhead<'_> {
    /// Goes to the end of the log, as far as somebody still takes what was fetched.
    fn run(&self, first: Pace, ahead: &mpsc::SyncSender<Result<Vec<Taken>, StoreProblem>>) {
        let mut pace = Some(first);
        while let Some(at) = pace.take() {
            // One chunk always lies ready beside the one at work, so that the state never waits to be woken.
            let has_time = || self.waiting.load(Ordering::Relaxed) > 1;
            let chunk = Taken::next(self.store, self.log, at, has_time).map(|(chunk, next)| {
                pace = next;
                chunk
            });
            self.waiting.fetch_add(1, Ordering::Relaxed);
            if ahead.send(chunk).is_err() {
                return;
            }
        }
    }
}

fn remember(
    state: &mut State,
    events: Vec<Taken>,
    goes_on: &mut dyn FnMut(&StoredEvent, &State) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, HostProblem> {
    for Taken { event, read: ahead } in events {
        if goes_on(&event, state).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        state.remember(&event.header, ahead.unwrap_or_else(|| read(&event)))?;
    }
    Ok(ControlFlow::Continue(()))
}

/// Folds events that were read under the lock.
pub(super) fn evolve_range(
    state: &mut State,
    range: Range<u64>,
    read: &mut dyn FnMut(Range<u64>) -> Result<Vec<StoredEvent>, StoreProblem>,
) -> Result<(), HostProblem> {
    let mut pace = Some(Pace::from(range.start));
    while let Some(at) = pace.filter(|at| at.range().start < range.end) {
        let events = read(at.range().start..at.range().end.min(range.end))?;
        for event in &events {
            let parts = super::reading::as_read(&event.header, &event.parts);
            state.evolve(Recorded { header: &event.header, parts: &parts })?;
        }
        pace = at.after(&events);
    }
    Ok(())
}

/// The logs of a record, the first first: each later one names the one that it continues.
pub(super) fn logs(store: &dyn Store, origin: &str) -> Result<Vec<String>, HostProblem> {
    let mut logs = vec![origin.to_string()];
    let mut current = origin.to_string();
    while let Some(earlier) = continued(store, &current)? {
        if logs.contains(&earlier) {
            return Err(HostProblem::Altered { what: format!("`{earlier}` continues itself") });
        }
        logs.push(earlier.clone());
        current = earlier;
    }
    logs.reverse();
    Ok(logs)
}

/// The origin of the log that this one continues.
fn continued(store: &dyn Store, log: &str) -> Result<Option<String>, HostProblem> {
    if store.head(log)?.is_none() {
        return Ok(None);
    }
    let first = store.read_range(log, 0..1)?;
    let Some(event) = first.first().filter(|event| event.header.kind == "record_continued") else {
        return Ok(None);
    };
    let Some(StoredPart::Present { bytes, .. }) = event.parts.first() else { return Ok(None) };
    let body: Continued = serde_json::from_slice(bytes).map_err(|error| HostProblem::Altered {
        what: format!("what `{log}` continues cannot be read: {error}"),
    })?;
    Ok(Some(body.origin))
}
