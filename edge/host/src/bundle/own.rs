//! The record of a folder, checked where it lies: everything that is stored, and every signature under it.
//!
//! Start with [`Alliance::verified`].

use crate::alliance::Alliance;
use crate::signed::Signed;
use crate::signing::Signing;
use crate::{HostProblem, MatchingCopy};
use std::collections::BTreeMap;

/// What checking the record came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What is wrong; nothing if the record is what was signed.
    pub problems: Vec<String>,
    /// How many entries it has.
    pub entries: u64,
    /// How many entries of the log that takes new ones are signed.
    pub signed: u64,
    /// How many it has.
    pub size: u64,
    /// Whether it continues the state that is held outside the store; nothing if none is held.
    pub continues_held: Option<u64>,
    /// The latest matching copy of each party that holds one, by party: of how many entries of that log.
    pub copies: Vec<MatchingCopy>,
}

impl Alliance {
    /// Checks everything that is stored, with every signature of the host and of those who hold matching copies.
    ///
    /// # Errors
    /// When the store or the key of a log cannot be read.
    pub fn verified(&self) -> Result<Verified, HostProblem> {
        let state = self.state()?;
        let store = self.store();
        let mut problems: Vec<String> = store.check()?.iter().map(ToString::to_string).collect();
        let mut last_signed = 0;
        let mut copies = BTreeMap::new();
        for origin in self.logs() {
            let key = Signing::read(self.folder(), origin)?.verifier();
            for stored in store.checkpoints(origin)? {
                match Signed::read(&stored, &key).and_then(|signed| signed.copies(&state)) {
                    // What is wrong with one state never hides what is wrong with another.
                    Err(HostProblem::Altered { what }) => problems.push(format!("`{origin}`: {what}")),
                    Err(other) => return Err(other),
                    Ok(_) if origin != self.origin() => {}
                    Ok(found) => {
                        last_signed = stored.size;
                        copies.extend(found.into_iter().map(|copy| (copy.party.clone(), copy)));
                    }
                }
            }
        }
        let mut continues_held = None;
        if let Some(held) = self.held()? {
            let size = held.checkpoint.size;
            if self.continues(&held)? {
                continues_held = Some(size);
            } else {
                problems
                    .push(format!("the record does not continue the {size} entries that were signed before"));
            }
        }
        Ok(Verified {
            problems,
            entries: state.kept().size,
            signed: last_signed,
            size: store.head(self.origin())?.map_or(0, |head| head.size),
            continues_held,
            copies: copies.into_values().collect(),
        })
    }
}
