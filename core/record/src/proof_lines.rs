//! The hashes of a proof, each on a line in base64, up to an empty line: as requests and proof files have them.

use crate::{ExchangeProblem, Hash};
use alloc::vec::Vec;
use core::fmt;

/// A proof in the largest tree that can be has no more hashes.
const HASHES_MAX: usize = 63;

/// The hashes before the empty line, and all that comes after it. The first line is numbered `number`.
pub(crate) fn read_lines(text: &str, number: usize) -> Result<(Vec<Hash>, &str), ExchangeProblem> {
    let mut hashes = Vec::new();
    let mut rest = text;
    loop {
        let (line, after) = rest.split_once('\n').ok_or(ExchangeProblem::Cut)?;
        if line.is_empty() {
            return Ok((hashes, after));
        }
        if hashes.len() == HASHES_MAX {
            return Err(ExchangeProblem::TooManyHashes);
        }
        let number = number + hashes.len();
        hashes.push(Hash::from_base64(line).ok_or(ExchangeProblem::Line { number })?);
        rest = after;
    }
}

pub(crate) fn write_lines(formatter: &mut fmt::Formatter<'_>, hashes: &[Hash]) -> fmt::Result {
    hashes.iter().try_for_each(|hash| writeln!(formatter, "{}", hash.to_base64()))
}
