//! Arithmetic that several of the measures share. It will never round.

use accordant_money::{Exact, Number, NumberProblem};
use core::cmp::Ordering;

/// A whole number of people, days or events.
pub fn whole(count: u64) -> Exact {
    Exact::from_i128(i128::from(count))
}

/// A number of things in a list.
pub fn counted(count: usize) -> Exact {
    Exact::from_i128(i128::try_from(count).unwrap_or(i128::MAX))
}

/// The mean of the values; nothing where there are none.
pub fn average<'a>(values: impl IntoIterator<Item = &'a Exact>) -> Result<Option<Exact>, NumberProblem> {
    let mut sum = Exact::zero();
    let mut count = 0_usize;
    for value in values {
        sum = sum.plus(value)?;
        count += 1;
    }
    if count == 0 {
        return Ok(None);
    }
    sum.divided_by(&counted(count)).map(Some)
}

/// The value without its sign.
pub fn magnitude(value: &Exact) -> Result<Exact, NumberProblem> {
    if value.sign() == Ordering::Less { value.negated() } else { Ok(value.clone()) }
}
