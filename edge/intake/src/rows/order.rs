//! Chunks worked on by several threads, their results in order, none far ahead of what was delivered.

use super::RowsProblem;
use super::source::Source;
use std::collections::BTreeMap;
use std::io::Read;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Why the work ended before its time.
#[derive(Debug)]
pub enum Stopped<E> {
    /// The file cannot be read on.
    Rows(RowsProblem),
    /// Whoever takes the results takes no more.
    Sink(E),
}

/// The stack of a worker.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// The number of a chunk with its result.
type Numbered<T> = (u64, Result<T, RowsProblem>);

pub(super) fn in_order<R: Read + Send, T: Send, E>(
    source: Source<R>,
    threads: NonZeroUsize,
    work: impl Fn(u64, &[u8]) -> T + Sync,
    sink: impl FnMut(T) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let ahead = threads.get() as u64 * 2 + 2;
    let queue = Queue {
        state: Mutex::new(State { source, taken: 0, delivered: 0, is_over: false }),
        moved: Condvar::new(),
        ahead,
    };
    let (sender, results) = channel();
    thread::scope(|scope| {
        // If the sink panics, the workers must not wait for it for ever.
        let _end = OverAtEnd(&queue);
        let mut started = 0;
        for _ in 0..threads.get() {
            let (queue, work, sender) = (&queue, &work, sender.clone());
            // Work of any depth that a limit allows fits this stack. Without a thread, the others do its share.
            let builder = thread::Builder::new().stack_size(STACK_BYTES);
            let spawned = builder.spawn_scoped(scope, move || queue.serve(work, &sender));
            started += usize::from(spawned.is_ok());
        }
        assert!(started > 0, "no thread can be started");
        drop(sender);
        queue.deliver(&results, sink)
    })
}

struct Queue<R> {
    state: Mutex<State<R>>,
    moved: Condvar,
    /// How many chunks may be taken before the first of them is delivered.
    ahead: u64,
}

struct State<R> {
    source: Source<R>,
    taken: u64,
    delivered: u64,
    is_over: bool,
}

impl<R: Read> Queue<R> {
    fn serve<T>(&self, work: &impl Fn(u64, &[u8]) -> T, sender: &Sender<Numbered<T>>) {
        // If the work panics, the other workers and the sink must not wait for it for ever.
        let _end = OverOnPanic(self);
        let mut bytes = Vec::new();
        while let Some((number, line)) = self.take(&mut bytes) {
            let result = line.map(|line| work(line, &bytes));
            if sender.send((number, result)).is_err() {
                return;
            }
        }
    }

    /// The next chunk: its number, and the line on which it begins.
    fn take(&self, bytes: &mut Vec<u8>) -> Option<(u64, Result<u64, RowsProblem>)> {
        let is_ahead = |state: &mut State<R>| !state.is_over && state.taken >= state.delivered + self.ahead;
        let mut state = self.moved.wait_while(self.state(), is_ahead).unwrap_or_else(PoisonError::into_inner);
        if state.is_over {
            return None;
        }
        let filled = state.source.fill(bytes).transpose();
        state.is_over = !matches!(filled, Some(Ok(_)));
        if state.is_over {
            self.moved.notify_all();
        }
        let number = state.taken;
        state.taken += 1;
        filled.map(|line| (number, line))
    }

    fn deliver<T, E>(
        &self,
        results: &Receiver<Numbered<T>>,
        mut sink: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), Stopped<E>> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, result) in results {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                sink(result.map_err(Stopped::Rows)?).map_err(Stopped::Sink)?;
                next += 1;
                self.state().delivered = next;
                self.moved.notify_all();
            }
        }
        Ok(())
    }
}

impl<R> Queue<R> {
    /// No panic can leave the state half changed, so a poisoned lock is a lock like any other.
    fn state(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) {
        self.state().is_over = true;
        self.moved.notify_all();
    }
}

struct OverAtEnd<'a, R>(&'a Queue<R>);

impl<R> Drop for OverAtEnd<'_, R> {
    fn drop(&mut self) {
        self.0.end();
    }
}

struct OverOnPanic<'a, R>(&'a Queue<R>);

impl<R> Drop for OverOnPanic<'_, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end();
        }
    }
}
