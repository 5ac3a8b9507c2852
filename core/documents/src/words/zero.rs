//! Why a figure or a posting is zero, with the value that made it so.

use super::plain;
use crate::figures::shown_value;
use crate::view::PartView;
use accordant_settlement::{FigureUsed, Reason, Statement, Working};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

const ABOVE: &str = "and only what is above 0 counts";
const BELOW: &str = "and only what is below 0 counts";
const MINUS: char = '\u{2212}';

/// Why a figure is zero: `it is zero: target cost − actual cost is −£18,400,000.00, and only what is above 0 counts`.
pub fn zero_of_figure(reason: &Reason, part: &PartView<'_>) -> Option<String> {
    because(reason.because.as_deref()?, &[reason], &reason.uses, part)
}

/// Why nothing is posted.
pub fn zero_of_posting(statement: &Statement, part: &PartView<'_>) -> Option<String> {
    because(statement.because.as_deref()?, &[], &statement.uses, part)
}

fn because(words: &str, own: &[&Reason], uses: &[FigureUsed], part: &PartView<'_>) -> Option<String> {
    let bounds = [(" is not above 0", ABOVE), (" is not below 0", BELOW)];
    let bound = bounds.iter().find_map(|(end, held)| Some((words.strip_suffix(end)?, held)));
    let turned = bound.and_then(|(what, held)| turned(what.strip_prefix(MINUS)?, held, own, uses, part));
    let valued = turned.or_else(|| {
        bound.and_then(|(what, held)| {
            let value = value_of(&plain(what), own, uses, part)?;
            Some(format!("{} is {value}, {held}", plain(what)))
        })
    });
    Some(format!("it is zero: {}", valued.unwrap_or_else(|| crate::view::within_sentence(&plain(words)))))
}

/// Of `−a is not above 0` a reader is told that `a` is not below it.
fn turned(
    what: &str,
    held: &str,
    own: &[&Reason],
    uses: &[FigureUsed],
    part: &PartView<'_>,
) -> Option<String> {
    let name = what.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | ' '));
    let value = value_of(&plain(what), own, uses, part).filter(|_| name)?;
    let other = if held == ABOVE { BELOW } else { ABOVE };
    Some(format!("{} is {value}, {other}", plain(what)))
}

/// The value of what is so called among all that lies behind; nothing where several differ.
fn value_of(what: &str, own: &[&Reason], uses: &[FigureUsed], part: &PartView<'_>) -> Option<String> {
    let used = uses.iter().filter_map(|used| part.figure(&used.address));
    let behind = part.behind(used.map(|reason| reason.address.as_str()).collect());
    let behind = behind.into_iter().filter_map(|address| part.figure(address));
    let reasons: Vec<&Reason> = own.iter().copied().chain(behind).collect();
    let figures = reasons.iter().filter(|reason| plain(&reason.address) == what);
    let figures = figures.map(|reason| shown_value(&reason.value, reason.unit.as_ref()));
    let workings = reasons.iter().flat_map(|reason| &reason.workings);
    let workings = workings.filter(|working| plain(&working.words) == what).map(value);
    let mut found: Vec<String> = figures.chain(workings).collect();
    found.dedup();
    match found.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

fn value(working: &Working) -> String {
    shown_value(&working.value, working.unit.as_ref())
}
