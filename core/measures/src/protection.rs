//! Small numbers: what may be shown of a rate by group, so that no few people can be recognised.
//!
//! A rate that rests on fewer people than a stated number is protected. Where the total is shown, one protected group
//! could be had by taking the others away from it; so further groups are protected, the smallest first, until at least
//! two are and together they are as many people as the number asks for. If that cannot be, the total is protected.
//! What is protected looks the same whatever the reason: the reason would tell the size.
//!
//! This module will never know which number of people is right: the parties state it. Start with [`protect`].

use crate::rates::{Rate, gap};
use accordant_money::{Exact, NumberProblem};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// One group of people, such as a fifth by deprivation or a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its rate; the denominator is the people on whom it rests.
    pub rate: Rate,
}

/// What may be shown of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Rate(Rate),
    /// Nothing: it rests on few people, or would disclose one that does.
    Protected,
    /// There is nobody in it.
    Nobody,
}

impl Shown {
    /// The rate, where it may be shown.
    #[must_use]
    pub fn rate(self) -> Option<Rate> {
        match self {
            Self::Rate(rate) => Some(rate),
            Self::Protected | Self::Nobody => None,
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate(rate) => write!(formatter, "{} of {}", rate.numerator, rate.denominator),
            Self::Protected => formatter.write_str("protected: few people"),
            Self::Nobody => formatter.write_str("nobody"),
        }
    }
}

/// A rate by group, as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// The groups, in their order.
    pub groups: Vec<(String, Shown)>,
    /// All of them together.
    pub total: Shown,
}

impl Breakdown {
    /// How far the rate of one group lies above that of another; nothing where either may not be shown.
    ///
    /// # Errors
    /// When a number grows larger than is computed with.
    pub fn gap(&self, one: &str, other: &str) -> Result<Option<Exact>, NumberProblem> {
        let find = |name: &str| self.groups.iter().find(|(each, _)| each == name)?.1.rate();
        match (find(one), find(other)) {
            (Some(one), Some(other)) => gap(one, other),
            _ => Ok(None),
        }
    }

    /// The gap between the most deprived and the least deprived: the first group and the last, where the groups are
    /// fifths in that order.
    ///
    /// # Errors
    /// When a number grows larger than is computed with.
    pub fn gap_from_first_to_last(&self) -> Result<Option<Exact>, NumberProblem> {
        match (self.groups.first(), self.groups.last()) {
            (Some((_, Shown::Rate(first))), Some((_, Shown::Rate(last)))) => gap(*first, *last),
            _ => Ok(None),
        }
    }
}

/// A single rate, protected where it rests on fewer people than the least.
#[must_use]
pub fn alone(rate: Rate, least: u64) -> Shown {
    match rate.denominator {
        0 => Shown::Nobody,
        people if people < least => Shown::Protected,
        _ => Shown::Rate(rate),
    }
}

/// The rates of groups and of all of them together; nothing when they cannot be counted.
#[must_use]
pub fn protect(groups: &[Group], least: u64) -> Option<Breakdown> {
    let together = Rate::of_all(groups.iter().map(|group| group.rate))?;
    let mut shown: Vec<Shown> = groups.iter().map(|group| alone(group.rate, least)).collect();
    let total_hides = loop {
        if is_safe(groups, &shown, least) {
            break false;
        }
        let smallest = shown
            .iter_mut()
            .filter(|each| each.rate().is_some())
            .min_by_key(|each| each.rate().map(|rate| rate.denominator));
        match smallest {
            Some(group) => *group = Shown::Protected,
            None => break true,
        }
    };
    let total = if total_hides { Shown::Protected } else { alone(together, least) };
    let names = groups.iter().map(|group| group.name.clone());
    Some(Breakdown { groups: names.zip(shown).collect(), total })
}

/// Whether taking all that is shown away from the total leaves nobody, or so many people that no group of them is known.
fn is_safe(groups: &[Group], shown: &[Shown], least: u64) -> bool {
    let hidden = groups.iter().zip(shown).filter(|(_, shown)| **shown == Shown::Protected);
    let people = hidden.map(|(group, _)| group.rate.denominator);
    let (count, sum) =
        people.fold((0_u64, 0_u64), |(count, sum), people| (count + 1, sum.saturating_add(people)));
    // The first hidden group alone has fewer people than the least, so with so many there are two. And with one
    // person in each of them their sum would tell each.
    count == 0 || (sum >= least && sum > count)
}
