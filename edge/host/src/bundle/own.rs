//! The record of a folder, checked where it lies: everything that is stored, and every signature under it.
//!
//! Start with [`Alliance::verified`].

use super::notes::{copies, of_one_line_each, signed};
use crate::HostProblem;
use crate::alliance::Alliance;
use crate::signing::Signing;
use accordant_record::Instant;
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
    /// Which party holds a matching copy of how many entries of the log, and when it said so.
    pub copies: BTreeMap<String, (u64, Instant)>,
}

impl Alliance {
    /// Checks everything that is stored, with every signature of the host and of those who hold matching copies.
    ///
    /// # Errors
    /// When the store or the key of a log cannot be read.
    pub fn verified(&self) -> Result<Verified, HostProblem> {
        let state = self.state()?;
        let store = self.store();
        let size = store.head(self.origin())?.map_or(0, |head| head.size);
        let mut verified = Verified {
            problems: store.check()?.iter().map(ToString::to_string).collect(),
            entries: state.kept().size,
            signed: 0,
            size,
            continues_held: None,
            copies: BTreeMap::new(),
        };
        for origin in self.logs() {
            let key = Signing::read(self.folder(), origin)?.verifier();
            for stored in of_one_line_each(store, origin)? {
                let found = signed(&stored, &key).and_then(|_| copies(&stored, &state));
                match found {
                    Err(what) => verified.problems.push(format!("`{origin}`: {what}")),
                    Ok(_) if origin != self.origin() => {}
                    Ok(found) => {
                        verified.signed = stored.size;
                        verified
                            .copies
                            .extend(found.into_iter().map(|copy| (copy.party, (copy.size, copy.at))));
                    }
                }
            }
        }
        if let Some(held) = self.held()? {
            if self.continues(&held)? {
                verified.continues_held = Some(held.checkpoint.size);
            } else {
                let size = held.checkpoint.size;
                verified
                    .problems
                    .push(format!("the record does not continue the {size} entries that were signed before"));
            }
        }
        Ok(verified)
    }
}
