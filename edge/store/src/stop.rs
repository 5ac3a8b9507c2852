//! After a failed write, nothing more is written: the next one could seem to succeed on what was lost.
//!
//! It will never know what was written. Start with [`Stop::heed`].

use std::sync::{Mutex, PoisonError};

use crate::StoreProblem;
use crate::switches::{Mechanism, Switches};

/// Why writing has stopped, once it has.
#[derive(Default)]
pub(crate) struct Stop {
    why: Mutex<Option<String>>,
}

impl Stop {
    /// Whether anything may still be written.
    pub(crate) fn writing_goes_on(&self) -> Result<(), StoreProblem> {
        match &*self.why.lock().unwrap_or_else(PoisonError::into_inner) {
            None => Ok(()),
            Some(why) => Err(StoreProblem::Stopped { why: why.clone() }),
        }
    }

    /// Stops writing if this failure was one of writing, or showed that what is stored was altered. Whether it has.
    pub(crate) fn heed(&self, problem: &StoreProblem, switches: &Switches) -> Heeded {
        let fatal = matches!(
            problem,
            StoreProblem::Failed { .. } | StoreProblem::Full { .. } | StoreProblem::Altered { .. }
        );
        if !fatal || !switches.holds(Mechanism::StopAfterFailure) {
            return Heeded::GoesOn;
        }
        let mut why = self.why.lock().unwrap_or_else(PoisonError::into_inner);
        why.get_or_insert_with(|| problem.to_string());
        Heeded::Stopped
    }
}

/// What a failure led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heeded {
    Stopped,
    GoesOn,
}
