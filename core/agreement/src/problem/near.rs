//! Which known name an author probably meant.

use alloc::vec;
use alloc::vec::Vec;

/// A name longer than this is never taken for a slip of the pen.
const NAME_CHARACTERS_MAX: usize = 64;

/// The candidate that differs least from `name`, if the difference is small enough to be a slip.
///
/// One slip is allowed for every three characters: one missing, added or changed, or two neighbours swapped.
/// Letter case is no slip. Of equally near candidates the first is taken.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = characters(name)?;
    let slips_allowed = written.len().div_ceil(3);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((slips(&written, &characters(candidate)?)?, candidate)))
        .filter(|(slips, _)| *slips <= slips_allowed)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

fn characters(name: &str) -> Option<Vec<char>> {
    let characters: Vec<char> =
        name.chars().flat_map(char::to_lowercase).take(NAME_CHARACTERS_MAX + 1).collect();
    (characters.len() <= NAME_CHARACTERS_MAX).then_some(characters)
}

/// The number of slips that turn one name into the other (optimal string alignment); always `Some`.
fn slips(written: &[char], meant: &[char]) -> Option<usize> {
    let mut before_last: Vec<usize> = vec![0; meant.len() + 1];
    let mut last: Vec<usize> = (0..=meant.len()).collect();
    let mut written_previous = None;
    for (row, &w) in written.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut meant_previous = None;
        for (column, &m) in meant.iter().enumerate() {
            let changed = last.get(column)? + usize::from(w != m);
            let missing = current.get(column)? + 1;
            let added = last.get(column + 1)? + 1;
            let swapped = if meant_previous == Some(w) && written_previous == Some(m) {
                before_last.get(column.checked_sub(1)?)? + 1
            } else {
                changed
            };
            current.push(changed.min(missing).min(added).min(swapped));
            meant_previous = Some(m);
        }
        before_last = core::mem::replace(&mut last, current);
        written_previous = Some(w);
    }
    last.last().copied()
}
