//! Waiting times in weekly bands, as they are published: totals, long waiters, and percentiles by a named rule.
//!
//! Referral-to-treatment bands are closed on the right: a wait of 126 days is within 18 weeks, one of 365 is over 52.
//! Diagnostic bands are closed on the left: a wait of 42 days is not within 6 weeks. A percentile of a sum is not a mean
//! of percentiles, so bands are added first ([`Bands::plus`]).
//!
//! This module will never know who waits or what for, nor which target is agreed. Start with [`Bands`].

use crate::numbers::whole;
use accordant_money::{Exact, Number, NumberProblem};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// How many wait how long: a band for each week, and an open one at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    closed: Closed,
    weeks: Vec<u64>,
    beyond: u64,
}

/// To which band a wait of whole weeks belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// To the earlier one: 7 days are within the first week (referral to treatment).
    Right,
    /// To the later one: 7 days are in the second week (diagnostics).
    Left,
}

/// How a percentile is read from bands, and below how many people none is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PercentileRule {
    /// Its name, as it is printed beside the figure.
    pub name: String,
    /// The rank of the median.
    pub median: Rank,
    /// The rank of every other percentile.
    pub others: Rank,
    /// With fewer people than this nothing is given.
    pub least: u64,
}

/// Whose wait a percentile is. Never rounded: it is interpolated inside its band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// The share of the total.
    OfTotal,
    /// The share of one more than the total.
    OfTotalAndOne,
}

/// A percentile, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Percentile {
    /// So many weeks.
    Weeks(Exact),
    /// Somewhere in the open band, beyond so many weeks.
    Beyond(u64),
    /// Fewer people than the rule asks for.
    TooFew {
        /// What the rule asks for.
        least: u64,
    },
}

/// What can be wrong with bands or with what is asked of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BandsProblem {
    /// More people than can be counted.
    TooMany,
    /// Bands of different kinds or numbers cannot be added.
    Unlike,
    /// The bands do not tell waits below and above so many weeks apart.
    NoSuchWeek {
        /// The week that was asked for.
        weeks: usize,
        /// How many weeks have a band.
        bands: usize,
    },
    /// There is nobody, so there is no share.
    Nobody,
    /// A percentile stands between 0 and 1.
    NotAShare,
    /// A number grew larger than is computed with.
    Number(NumberProblem),
}

impl BandsProblem {
    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::TooMany => "check the counts: no list is as long as that",
            Self::Unlike => "add up files of one publication and one period only",
            Self::NoSuchWeek { .. } => "ask for a week in which the published bands divide",
            Self::Nobody => "say that nobody waited; nothing of nobody is no percentage",
            Self::NotAShare => "write the 92nd percentile as 0.92",
            Self::Number(_) => "write the share with fewer decimal places",
        }
    }
}

impl fmt::Display for BandsProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany => formatter.write_str("the bands hold more people than can be counted"),
            Self::Unlike => formatter.write_str("these bands are of different kinds or numbers"),
            Self::NoSuchWeek { weeks, bands } => {
                write!(formatter, "the bands end at {bands} weeks and say nothing of {weeks}")
            }
            Self::Nobody => formatter.write_str("nobody is in these bands"),
            Self::NotAShare => formatter.write_str("a percentile stands above 0 and not above 1"),
            Self::Number(problem) => problem.fmt(formatter),
        }
    }
}

impl core::error::Error for BandsProblem {}

impl From<NumberProblem> for BandsProblem {
    fn from(problem: NumberProblem) -> BandsProblem {
        BandsProblem::Number(problem)
    }
}

impl Bands {
    /// So many in each week, and so many in the open band.
    ///
    /// # Errors
    /// `TooMany` when their total cannot be counted.
    pub fn new(closed: Closed, weeks: Vec<u64>, beyond: u64) -> Result<Bands, BandsProblem> {
        let total = weeks.iter().try_fold(beyond, |sum, count| sum.checked_add(*count));
        total.map(|_| Bands { closed, weeks, beyond }).ok_or(BandsProblem::TooMany)
    }

    /// The bands of waits in days, with so many weeks of their own.
    #[must_use]
    pub fn of_days(closed: Closed, weeks: usize, days: impl IntoIterator<Item = u32>) -> Bands {
        let mut bands = Bands { closed, weeks: alloc::vec![0; weeks], beyond: 0 };
        for wait in days {
            let week = match closed {
                Closed::Right => wait.saturating_sub(1) / 7,
                Closed::Left => wait / 7,
            };
            let band = usize::try_from(week).ok().and_then(|week| bands.weeks.get_mut(week));
            *band.unwrap_or(&mut bands.beyond) += 1;
        }
        bands
    }

    /// Everybody.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.weeks.iter().sum::<u64>() + self.beyond
    }

    /// How many weeks have a band of their own.
    #[must_use]
    pub fn weeks(&self) -> usize {
        self.weeks.len()
    }

    /// To which band a wait of whole weeks belongs.
    #[must_use]
    pub fn closed(&self) -> Closed {
        self.closed
    }

    /// How many are within so many weeks: for referral to treatment 18 weeks are up to 126 days, for diagnostics 6 weeks
    /// are up to 41.
    ///
    /// # Errors
    /// `NoSuchWeek` where the bands do not divide there.
    pub fn within(&self, weeks: usize) -> Result<u64, BandsProblem> {
        let bands = self.weeks.get(..weeks);
        bands
            .map(|bands| bands.iter().sum())
            .ok_or(BandsProblem::NoSuchWeek { weeks, bands: self.weeks.len() })
    }

    /// How many are not within so many weeks: for referral to treatment over 52 weeks is from 365 days on.
    ///
    /// # Errors
    /// `NoSuchWeek` where the bands do not divide there.
    pub fn over(&self, weeks: usize) -> Result<u64, BandsProblem> {
        Ok(self.total() - self.within(weeks)?)
    }

    /// The share that is within so many weeks, exactly.
    ///
    /// # Errors
    /// `NoSuchWeek` where the bands do not divide there, or `Nobody`.
    pub fn share_within(&self, weeks: usize) -> Result<Exact, BandsProblem> {
        let within = self.within(weeks)?;
        if self.total() == 0 {
            return Err(BandsProblem::Nobody);
        }
        Ok(whole(within).divided_by(&whole(self.total()))?)
    }

    /// Both lists as one.
    ///
    /// # Errors
    /// `Unlike` for bands of another kind or number, or `TooMany`.
    pub fn plus(&self, other: &Bands) -> Result<Bands, BandsProblem> {
        if self.closed != other.closed || self.weeks.len() != other.weeks.len() {
            return Err(BandsProblem::Unlike);
        }
        let sum = |one: u64, two: u64| one.checked_add(two).ok_or(BandsProblem::TooMany);
        let weeks = self.weeks.iter().zip(&other.weeks).map(|(one, two)| sum(*one, *two));
        Bands::new(self.closed, weeks.collect::<Result<_, _>>()?, sum(self.beyond, other.beyond)?)
    }

    /// The median, by the rule.
    ///
    /// # Errors
    /// `Number` when a number grows too large.
    pub fn median(&self, rule: &PercentileRule) -> Result<Percentile, BandsProblem> {
        let half = whole(1).divided_by(&whole(2))?;
        self.at_rank(rule, rule.median, &half)
    }

    /// Another percentile, by the rule: 0.92 for the 92nd.
    ///
    /// # Errors
    /// `NotAShare` for one that is not above 0 and up to 1.
    pub fn percentile(&self, rule: &PercentileRule, share: &Exact) -> Result<Percentile, BandsProblem> {
        if *share <= Exact::zero() || *share > whole(1) {
            return Err(BandsProblem::NotAShare);
        }
        self.at_rank(rule, rule.others, share)
    }

    fn at_rank(&self, rule: &PercentileRule, rank: Rank, share: &Exact) -> Result<Percentile, BandsProblem> {
        let total = self.total();
        if total == 0 || total < rule.least {
            return Ok(Percentile::TooFew { least: rule.least.max(1) });
        }
        let rank = match rank {
            Rank::OfTotal => share.times(&whole(total))?,
            Rank::OfTotalAndOne => share.times(&whole(total).plus(&whole(1))?)?.min(whole(total)),
        };
        let mut below = 0;
        for (week, count) in (0_u64..).zip(&self.weeks) {
            if rank <= whole(below + count) {
                let into = rank.minus(&whole(below))?.divided_by(&whole(*count))?;
                return Ok(Percentile::Weeks(whole(week).plus(&into)?));
            }
            below += count;
        }
        Ok(Percentile::Beyond(u64::try_from(self.weeks.len()).unwrap_or(u64::MAX)))
    }
}

impl PercentileRule {
    /// As the files of 2026 are published: the share of the total for every percentile, nothing below 20 people.
    #[must_use]
    pub fn rtt_2026() -> PercentileRule {
        PercentileRule {
            name: "RTT 2026".to_owned(),
            median: Rank::OfTotal,
            others: Rank::OfTotal,
            least: 20,
        }
    }

    /// As the files of 2014 and 2015 were: the median of one more than the total, nothing below 50 people.
    #[must_use]
    pub fn rtt_2015() -> PercentileRule {
        PercentileRule {
            name: "RTT 2015".to_owned(),
            median: Rank::OfTotalAndOne,
            others: Rank::OfTotal,
            least: 50,
        }
    }
}

impl fmt::Display for Percentile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weeks(weeks) => {
                let places = accordant_money::Rounding::HalfAwayFromZero;
                write!(formatter, "{} weeks", weeks.decimal(1, places))
            }
            Self::Beyond(weeks) => write!(formatter, "over {weeks} weeks"),
            Self::TooFew { least } => write!(formatter, "not given for fewer than {least}"),
        }
    }
}
