//! Many ask at once, one asks the store: whoever comes first takes all who wait into one transaction, and each is
//! answered after its commit.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// How many wait for one commit at most, so that none waits for long.
const TOGETHER_MAX: usize = 64;

/// A queue of asked things `A`, each answered by a `B`.
pub(crate) struct Queue<A, B> {
    waiting: Mutex<Waiting<A, B>>,
}

struct Waiting<A, B> {
    asked: VecDeque<(A, Arc<Slot<B>>)>,
    busy: bool,
}

struct Slot<B> {
    answer: Mutex<State<B>>,
    changed: Condvar,
}

enum State<B> {
    Waits,
    /// Nobody serves the queue: this one is to do it.
    Serve,
    Answered(B),
    Taken,
}

impl<A, B> Queue<A, B> {
    pub(crate) fn new() -> Queue<A, B> {
        Queue { waiting: Mutex::new(Waiting { asked: VecDeque::new(), busy: false }) }
    }

    /// Asks, and waits for the answer; `serve` answers several at once, in order, and is called by one at a time.
    ///
    /// Nothing if the one that served did not come to an answer, as after a panic.
    pub(crate) fn ask(&self, asked: A, serve: impl Fn(Vec<A>) -> Vec<B>) -> Option<B> {
        let slot = Arc::new(Slot { answer: Mutex::new(State::Waits), changed: Condvar::new() });
        {
            let mut waiting = locked(&self.waiting);
            waiting.asked.push_back((asked, Arc::clone(&slot)));
            if !waiting.busy {
                waiting.busy = true;
                *locked(&slot.answer) = State::Serve;
            }
        }
        loop {
            let mut answer = locked(&slot.answer);
            match std::mem::replace(&mut *answer, State::Taken) {
                State::Answered(answer) => return Some(answer),
                State::Taken => return None,
                State::Serve => {
                    *answer = State::Waits;
                    drop(answer);
                    self.serve_all(&slot, &serve);
                }
                State::Waits => {
                    *answer = State::Waits;
                    drop(slot.changed.wait(answer).unwrap_or_else(PoisonError::into_inner));
                }
            }
        }
    }

    /// Serves those who wait, and hands the serving on to one who came meanwhile.
    fn serve_all(&self, own: &Arc<Slot<B>>, serve: &impl Fn(Vec<A>) -> Vec<B>) {
        let together: Vec<(A, Arc<Slot<B>>)> = {
            let mut waiting = locked(&self.waiting);
            let count = waiting.asked.len().min(TOGETHER_MAX);
            waiting.asked.drain(..count).collect()
        };
        let (asked, slots): (Vec<A>, Vec<Arc<Slot<B>>>) = together.into_iter().unzip();
        let handing_on = HandingOn { queue: self, slots };
        let answers = serve(asked);
        for (slot, answer) in handing_on.slots.iter().zip(answers) {
            give(slot, State::Answered(answer));
        }
        drop(handing_on);
        debug_assert!(!matches!(*locked(&own.answer), State::Waits), "whoever serves is served");
    }
}

/// Hands on the serving when dropped, also after a panic: those who were taken and not answered are told so.
struct HandingOn<'a, A, B> {
    queue: &'a Queue<A, B>,
    slots: Vec<Arc<Slot<B>>>,
}

impl<A, B> Drop for HandingOn<'_, A, B> {
    fn drop(&mut self) {
        for slot in &self.slots {
            let is_waiting = matches!(*locked(&slot.answer), State::Waits);
            if is_waiting {
                give(slot, State::Taken);
            }
        }
        let mut waiting = locked(&self.queue.waiting);
        match waiting.asked.front() {
            Some((_, next)) => give(next, State::Serve),
            None => waiting.busy = false,
        }
    }
}

fn give<B>(slot: &Slot<B>, state: State<B>) {
    *locked(&slot.answer) = state;
    slot.changed.notify_all();
}

/// What a lock protects here stays whole after a panic: every change is one assignment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
