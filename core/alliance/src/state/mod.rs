//! What the alliance is after so many events. Nothing here decides; [`State::evolve`] only remembers.
//!
//! What is remembered is made of the bodies of events ([`Kept`]), so that it can be written down as a cache and read
//! back; agreements, facts and ledgers are worked out from it. Start with [`State`].

mod booking;
mod charts;
mod evolve;
mod kept;
mod queries;
mod readings;
mod values;

pub(crate) use booking::{OUTSIDE, amount, currency, day, movement};
pub use charts::RebaseEntry;
use evolve::take_up;
pub use evolve::{FoldProblem, Recorded};
pub use kept::{
    AccountEntry, Batch, BookEntry, ChallengeEntry, Founding, InForce, Kept, Mandate, PeriodEntry, Pick,
    Progress, SettledEntry, UnseenEntry, WitnessEntry,
};
pub use queries::{Closing, QueryEntry, Reply};
pub use readings::{OnDay, Paid};
pub(crate) use values::repriced_with;

use accordant_agreement::Agreement;
use accordant_facts::Facts;
use accordant_ledger::Ledger;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// The alliance as its record tells it, up to some event.
#[derive(Debug, Clone, Default)]
pub struct State {
    kept: Kept,
    /// The agreements of [`Kept::texts`], in the same order.
    agreements: Vec<Arc<Agreement>>,
    /// What happened, as far as it is known.
    facts: Facts,
    /// What is expected.
    forecast: Facts,
    /// The pools; nothing before an agreement with money terms is adopted.
    ledger: Option<Ledger>,
}

impl State {
    /// Nothing has happened yet.
    pub fn new() -> State {
        State::default()
    }

    /// What is remembered.
    pub const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// What is remembered, written down as a cache: JSON with every key in its order.
    ///
    /// # Errors
    /// Never, as far as is known; a cache that cannot be written is done without.
    pub fn to_cache(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&self.kept)
    }

    /// The state again from its cache: agreements, facts and ledgers are worked out anew.
    ///
    /// # Errors
    /// When the cache is not one of this program's, or does not hold together.
    pub fn from_cache(bytes: &[u8]) -> Result<State, FoldProblem> {
        let wrong = |what: String| FoldProblem { entry: 0, what };
        let kept: Kept = serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
        let mut state = State::new();
        for text in kept.texts.clone() {
            state.adopt(text).map_err(wrong)?;
        }
        state.kept.unseen.clone_from(&kept.unseen);
        state.book_again(&kept).map_err(wrong)?;
        kept.unseen.iter().for_each(|unseen| state.close_books(&unseen.kind));
        state.kept = kept;
        state.know_again().map_err(|problem| wrong(problem.to_string()))?;
        Ok(state)
    }
}
