//! The schema, as the list of all its changes: forward only, each applied once, none ever edited.
//!
//! It will never know how a statement is run. Start with [`plan`].

use accordant_record::{Hash, sha256};

use crate::StoreProblem;

pub(crate) const RECORD_SQLITE: &[&str] =
    &[include_str!("migrations/record_1.sqlite.sql"), include_str!("migrations/record_2.sqlite.sql")];
pub(crate) const RECORD_POSTGRES: &[&str] =
    &[include_str!("migrations/record_1.postgres.sql"), include_str!("migrations/record_2.postgres.sql")];
pub(crate) const KEYS_SQLITE: &[&str] = &[include_str!("migrations/keys_1.sqlite.sql")];
pub(crate) const KEYS_POSTGRES: &[&str] = &[include_str!("migrations/keys_1.postgres.sql")];

/// A migration that is still to be applied.
pub(crate) struct Pending {
    pub(crate) number: u64,
    pub(crate) sha256: Hash,
    pub(crate) text: &'static str,
}

/// What is still to be applied, given the number and hash of each that was.
pub(crate) fn plan(known: &[&'static str], applied: &[(u64, Vec<u8>)]) -> Result<Vec<Pending>, StoreProblem> {
    let all =
        known.iter().zip(1..).map(|(text, number)| Pending { number, sha256: sha256(text.as_bytes()), text });
    let found = applied.iter().map(|(number, _)| *number).max().unwrap_or(0);
    let last_known = known.len() as u64;
    if found > last_known {
        return Err(StoreProblem::TooNew { found, known: last_known });
    }
    let mut pending = Vec::new();
    for migration in all {
        match applied.iter().find(|(number, _)| *number == migration.number) {
            None => pending.push(migration),
            Some((_, hash)) if hash.as_slice() == migration.sha256.as_bytes() => (),
            Some((number, _)) => return Err(StoreProblem::OtherHistory { migration: *number }),
        }
    }
    Ok(pending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_applied_is_not_applied_again() {
        let one = (1, sha256(b"one").as_bytes().to_vec());
        let numbers = |applied: &[(u64, Vec<u8>)]| -> Vec<u64> {
            plan(&["one", "two"], applied).unwrap().iter().map(|pending| pending.number).collect()
        };
        assert_eq!(numbers(&[]), [1, 2]);
        assert_eq!(numbers(&[one]), [2]);
    }

    #[test]
    fn a_database_that_is_newer_or_has_another_history_is_refused() {
        let newer = plan(&["one"], &[(2, vec![0; 32])]).err();
        assert_eq!(newer, Some(StoreProblem::TooNew { found: 2, known: 1 }));
        let other = plan(&["one"], &[(1, vec![0; 32])]).err();
        assert_eq!(other, Some(StoreProblem::OtherHistory { migration: 1 }));
    }
}
