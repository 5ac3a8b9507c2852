//! A value with its bounds, and what every operation does to them (S6 to S9).

use crate::Refusal;
use crate::rounding::round;
use accordant_money::Rounding;
use dashu_int::ops::BitTest;
use dashu_ratio::RBig;
use std::cmp::Ordering;

/// The most bits of a numerator or denominator (S2).
const BITS_MAX: usize = 4_096;

/// A stated value, if there is one, and the least and the most that the true value can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The value computed from the values as given.
    pub stated: Option<RBig>,
    /// The least.
    pub low: End,
    /// The most.
    pub high: End,
}

/// An end of a range. A low end is never `Above`, a high end never `Below`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// No bound on this side.
    Below,
    /// This.
    At(RBig),
    /// No bound on this side.
    Above,
}

/// Whether a condition holds: by the bounds, and by the stated values (S9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// What holds for every possible value; nothing if the bounds do not decide.
    pub certain: Option<bool>,
    /// What holds for the stated values.
    pub stated: Option<bool>,
}

impl Range {
    /// A value that is known exactly.
    pub fn exact(value: RBig) -> Range {
        Range { stated: Some(value.clone()), low: End::At(value.clone()), high: End::At(value) }
    }

    /// A whole number that is known exactly.
    pub fn whole(value: i128) -> Range {
        Range::exact(RBig::from(value))
    }

    /// A value known to a precision: the true one lies within half of it (S6).
    pub fn known_to(value: RBig, precision: &RBig) -> Range {
        let half = precision / RBig::from(2);
        Range { low: End::At(&value - &half), high: End::At(&value + &half), stated: Some(value) }
    }

    /// A value that is not published (S8).
    pub fn unpublished(at_least: Option<RBig>, at_most: Option<RBig>) -> Range {
        let low = at_least.map_or(End::Below, End::At);
        let high = at_most.map_or(End::Above, End::At);
        Range { stated: None, low, high }.settled()
    }

    /// The one value, where the bounds leave no other.
    pub fn only(&self) -> Option<&RBig> {
        match (&self.low, &self.high) {
            (End::At(low), End::At(high)) if low == high => Some(low),
            _ => None,
        }
    }

    /// Where the bounds leave one value, it is the stated one too (S8).
    fn settled(mut self) -> Range {
        if self.stated.is_none() {
            self.stated = self.only().cloned();
        }
        self
    }

    /// Refused where a number has grown past the limit (S2).
    fn bounded(self) -> Result<Range, Refusal> {
        let ends = [&self.low, &self.high].into_iter().filter_map(End::value);
        let too_long =
            |value: &RBig| value.numerator().bit_len() > BITS_MAX || value.denominator().bit_len() > BITS_MAX;
        if ends.chain(self.stated.as_ref()).any(too_long) {
            return Err(Refusal::forbids("a number passes 4,096 bits"));
        }
        Ok(self.settled())
    }

    /// A sum.
    pub fn plus(&self, other: &Range) -> Result<Range, Refusal> {
        let stated = self.stated.as_ref().zip(other.stated.as_ref()).map(|(a, b)| a + b);
        Range { stated, low: self.low.plus(&other.low), high: self.high.plus(&other.high) }.bounded()
    }

    /// A difference.
    pub fn minus(&self, other: &Range) -> Result<Range, Refusal> {
        self.plus(&other.negative())
    }

    /// The same size with the other sign.
    pub fn negative(&self) -> Range {
        Range {
            stated: self.stated.as_ref().map(|value| -value),
            low: self.high.negative(),
            high: self.low.negative(),
        }
    }

    /// A product: the least and the greatest of the four products of the ends (S7).
    pub fn times(&self, other: &Range) -> Result<Range, Refusal> {
        let stated = self.stated.as_ref().zip(other.stated.as_ref()).map(|(a, b)| a * b);
        let products = [
            self.low.times(&other.low),
            self.low.times(&other.high),
            self.high.times(&other.low),
            self.high.times(&other.high),
        ];
        Range::around(stated, products).bounded()
    }

    /// A quotient; refused where the divisor may be zero (S3, S7).
    pub fn divided_by(&self, other: &Range) -> Result<Range, Refusal> {
        let zero = End::At(RBig::ZERO);
        if other.low <= zero && zero <= other.high {
            return Err(Refusal::forbids("a divisor may be zero"));
        }
        let stated = other.stated.as_ref().map(|value| RBig::ONE / value);
        let inverse = Range::around(stated, [other.low.inverse(), other.high.inverse()]);
        self.times(&inverse)
    }

    /// The smaller.
    pub fn min(&self, other: &Range) -> Range {
        let stated = match (&self.stated, &other.stated) {
            (Some(one), Some(two)) => Some(one.min(two).clone()),
            _ if self.high <= other.low => self.stated.clone(),
            _ if other.high <= self.low => other.stated.clone(),
            _ => None,
        };
        let low = (&self.low).min(&other.low).clone();
        Range { stated, low, high: (&self.high).min(&other.high).clone() }.settled()
    }

    /// The larger.
    pub fn max(&self, other: &Range) -> Range {
        self.negative().min(&other.negative()).negative()
    }

    /// The size without its sign.
    pub fn abs(&self) -> Range {
        let larger = self.max(&self.negative());
        let nothing = End::At(RBig::ZERO);
        Range { stated: self.stated.as_ref().map(rbig_abs), low: larger.low.max(nothing), high: larger.high }
            .settled()
    }

    /// Each end through a function that never falls where its argument rises.
    pub fn rising(&self, map: impl Fn(&RBig) -> RBig) -> Result<Range, Refusal> {
        let end = |end: &End| match end {
            End::At(value) => End::At(map(value)),
            other => other.clone(),
        };
        Range { stated: self.stated.as_ref().map(&map), low: end(&self.low), high: end(&self.high) }.bounded()
    }

    /// To a multiple of the unit; a rounding rounds both bounds (S7).
    pub fn rounded(&self, unit: &RBig, rule: Rounding) -> Result<Range, Refusal> {
        self.rising(|value| round(value, unit, rule))
    }

    /// From the lowest of two branches to the highest; stated as the stated condition says (S9).
    pub fn either(truth: Truth, then: &Range, otherwise: &Range) -> Range {
        let stated = match truth.stated {
            Some(true) => then.stated.clone(),
            Some(false) => otherwise.stated.clone(),
            None => None,
        };
        let low = (&then.low).min(&otherwise.low).clone();
        Range { stated, low, high: (&then.high).max(&otherwise.high).clone() }.settled()
    }

    /// From the least to the greatest of these ends.
    pub fn around(stated: Option<RBig>, ends: impl IntoIterator<Item = End>) -> Range {
        let mut sorted: Vec<End> = ends.into_iter().collect();
        sorted.sort();
        let low = sorted.first().cloned().unwrap_or(End::Below);
        Range { stated, low, high: sorted.pop().unwrap_or(End::Above) }.settled()
    }

    /// Whether it is below the other.
    pub fn is_below(&self, other: &Range) -> Truth {
        self.compared(other, Ordering::is_lt, self.high < other.low, self.low >= other.high)
    }

    /// Whether it is at most the other.
    pub fn is_at_most(&self, other: &Range) -> Truth {
        self.compared(other, Ordering::is_le, self.high <= other.low, self.low > other.high)
    }

    /// Whether it equals the other.
    pub fn equals(&self, other: &Range) -> Truth {
        let holds = self.only().is_some() && self.only() == other.only();
        self.compared(other, Ordering::is_eq, holds, self.high < other.low || other.high < self.low)
    }

    fn compared(&self, other: &Range, is: fn(Ordering) -> bool, holds: bool, fails: bool) -> Truth {
        let certain = if holds || fails { Some(holds) } else { None };
        let by_value = self.stated.as_ref().zip(other.stated.as_ref()).map(|(a, b)| is(a.cmp(b)));
        Truth { certain, stated: certain.or(by_value) }
    }
}

impl Truth {
    /// Something that is known.
    pub fn known(holds: bool) -> Truth {
        Truth { certain: Some(holds), stated: Some(holds) }
    }

    /// Whether both hold: false as soon as one is false.
    pub fn and(self, other: Truth) -> Truth {
        Truth { certain: and(self.certain, other.certain), stated: and(self.stated, other.stated) }
    }

    /// Whether it does not hold.
    pub fn negated(self) -> Truth {
        Truth { certain: self.certain.map(|holds| !holds), stated: self.stated.map(|holds| !holds) }
    }
}

fn and(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

impl End {
    /// The number, where there is one.
    pub fn value(&self) -> Option<&RBig> {
        if let End::At(value) = self { Some(value) } else { None }
    }

    fn negative(&self) -> End {
        match self {
            End::Below => End::Above,
            End::At(value) => End::At(-value),
            End::Above => End::Below,
        }
    }

    /// Low ends are added to low ends and high ends to high ends, so no two sides without bound ever meet.
    fn plus(&self, other: &End) -> End {
        match (self, other) {
            (End::At(one), End::At(two)) => End::At(one + two),
            (End::At(_), endless) | (endless, _) => endless.clone(),
        }
    }

    fn sign(&self) -> Ordering {
        self.cmp(&End::At(RBig::ZERO))
    }

    /// Nothing times anything is nothing, however large.
    fn times(&self, other: &End) -> End {
        if let (End::At(one), End::At(two)) = (self, other) {
            return End::At(one * two);
        }
        match (self.sign(), other.sign()) {
            (Ordering::Equal, _) | (_, Ordering::Equal) => End::At(RBig::ZERO),
            (one, two) if one == two => End::Above,
            _ => End::Below,
        }
    }

    /// One divided by it, for an end that is not zero; past all bounds it comes to nothing.
    fn inverse(&self) -> End {
        End::At(self.value().map_or(RBig::ZERO, |value| RBig::ONE / value))
    }
}

fn rbig_abs(value: &RBig) -> RBig {
    if *value < RBig::ZERO { -value } else { value.clone() }
}
