//! How the record stands: how much of it is signed, and which party holds a matching copy. Every signature in it was
//! checked just now; what no known key signed is not spoken of.

use crate::{Alliance, HostProblem, MatchingCopy};
use accordant_record::{Checkpoint, Instant};
use std::collections::BTreeMap;

/// How the record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How many entries it has.
    pub size: u64,
    /// When the last was recorded.
    pub last_at: Option<Instant>,
    /// What was last signed of it; its three lines are what is printed.
    pub checkpoint: Option<Checkpoint>,
    /// How many entries that covers: of the whole record, also where it was continued under a new name.
    pub signed: u64,
    /// When the last of these entries was recorded.
    pub signed_at: Option<Instant>,
    /// The latest matching copy of each party that holds one, by party.
    pub copies: Vec<MatchingCopy>,
}

impl Alliance {
    /// How the record stands, with every signature checked.
    ///
    /// # Errors
    /// When the store fails, or a signature by a known key does not fit what it stands under.
    pub fn standing(&self) -> Result<Standing, HostProblem> {
        let state = self.state()?;
        let from = state.kept().log_from;
        let head = self.store().head(self.origin())?;
        let checkpoints = self.signed()?;
        let mut copies: BTreeMap<String, MatchingCopy> = BTreeMap::new();
        for signed in &checkpoints {
            for copy in signed.copies(&state)? {
                let size = from.saturating_add(copy.size);
                copies.insert(copy.party.clone(), MatchingCopy { size, ..copy });
            }
        }
        let checkpoint = checkpoints.into_iter().next_back().map(|signed| signed.checkpoint);
        let last = checkpoint.as_ref().and_then(|checkpoint| checkpoint.size.checked_sub(1));
        let signed_at = match last {
            Some(last) => {
                let events = self.store().read_range(self.origin(), last..last.saturating_add(1))?;
                events.first().map(|event| event.header.at)
            }
            None => None,
        };
        Ok(Standing {
            size: state.kept().size,
            last_at: head.and_then(|head| head.last_at),
            signed: checkpoint.as_ref().map_or(0, |checkpoint| from.saturating_add(checkpoint.size)),
            checkpoint,
            signed_at,
            copies: copies.into_values().collect(),
        })
    }
}
