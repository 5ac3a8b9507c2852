//! What can happen while settling that a full run of generated agreements must have met at least once.

use crate::range::Truth;
use dashu_ratio::RBig;
use std::cmp::Ordering;

/// Every outcome that is told to [`crate::Facts::met`].
pub const OUTCOMES: &[&str] = &[
    "band: beyond the last edge",
    "band: negative amount",
    "band: on an edge",
    "band: past the last edge, refused",
    "bounds: posting shown, not posted",
    "cell: none, refused",
    "cell: others",
    "cell: row",
    "choose: a branch",
    "choose: otherwise",
    "clamp: crossed, refused",
    "clamp: held high",
    "clamp: held low",
    "clamp: untouched",
    "condition: by an unpublished value",
    "condition: second not looked at",
    "condition: undecided",
    "condition: on the edge",
    "curve: above, held",
    "curve: above, refused",
    "curve: below, held",
    "curve: below, refused",
    "curve: between points",
    "curve: not whole, refused",
    "curve: on a point",
    "curve: over a range",
    "division by zero, refused",
    "fact: carried first value",
    "fact: does not fit, refused",
    "fact: known to",
    "fact: last value",
    "fact: missing, a number",
    "fact: missing, a word",
    "fact: missing, not published",
    "fact: missing, refused",
    "fact: not published",
    "gate: fails",
    "gate: holds",
    "gate: undecided",
    "level: at a threshold",
    "level: between two",
    "level: beyond the best",
    "level: beyond the worst",
    "level: judged",
    "mean: everything left out",
    "mean: left out",
    "mean: zero points",
    "nobody is responsible, refused",
    "opening: fact",
    "opening: stated",
    "pool: overdrawn, refused",
    "rest: negative total",
    "rest: of nothing",
    "rest: turned, refused",
    "rest: positive total",
    "rounding: a tie",
    "rounding: a tie below zero",
    "rounding: down",
    "rounding: nothing to round",
    "rounding: up",
    "shares: not the whole, refused",
    "split: a tie",
    "split: nothing left over",
    "split: of a negative total",
    "split: units left over",
    "step: done",
    "step: passed over",
    "step: undecided",
    "threshold: at it",
    "threshold: below it",
    "threshold: below zero, refused",
    "threshold: beyond it",
    "waterfall: below zero, refused",
    "weights: all zero, nothing to share",
    "weights: all zero, refused",
    "weights: negative, refused",
];

/// Where a condition came out, in the words of a branch.
pub(crate) fn branch(
    truth: Truth,
    holds: &'static str,
    fails: &'static str,
    undecided: &'static str,
) -> &'static str {
    match truth.certain {
        Some(true) => holds,
        Some(false) => fails,
        None => undecided,
    }
}

/// What a rounding met.
pub(crate) fn rounding(value: &RBig, unit: &RBig, rounded: &RBig) -> &'static str {
    let (from, half) = (value - rounded, unit / RBig::from(2));
    let size = if from < RBig::ZERO { -&from } else { from.clone() };
    match (from.cmp(&RBig::ZERO), size == half) {
        (Ordering::Equal, _) => "rounding: nothing to round",
        (_, true) if *value < RBig::ZERO => "rounding: a tie below zero",
        (_, true) => "rounding: a tie",
        (Ordering::Less, _) => "rounding: up",
        (Ordering::Greater, _) => "rounding: down",
    }
}
