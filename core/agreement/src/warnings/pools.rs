//! `no-year-end`: a pool whose balance has no agreed way over the end of a year, where other pools have one.

use super::advise;
use crate::problem::{Problem, in_backticks};
use crate::terms::Terms;
use alloc::format;
use alloc::vec::Vec;

/// An agreement that says it of no pool has left year ends to the accountants, and a year end is refused there; one
/// that says it of some has forgotten the others.
pub(super) fn without_year_end(terms: &Terms) -> Vec<Problem> {
    if terms.pools.iter().all(|pool| pool.year_end.is_none()) {
        return Vec::new();
    }
    let forgotten = terms.pools.iter().filter(|pool| pool.year_end.is_none());
    forgotten
        .map(|pool| {
            advise(
                "no-year-end",
                (&pool.name, &pool.place),
                format!(
                    "the pool {} does not say how its balance crosses the end of a year, as others do",
                    in_backticks(&pool.name)
                ),
                "add `year_end:` with `deferred income`, `accrual` or `return to contributors`",
                "Better Care Fund agreements: an underspend stays in the pool, is carried forward by each body's rules, or goes back in proportion",
            )
        })
        .collect()
}
