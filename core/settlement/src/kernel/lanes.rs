//! A numerator three times: as stated, at least and at most.
//!
//! No operation here is checked as it runs: the plan knows beforehand that every result fits.

use core::cmp::Ordering;

/// What a quantity is if every fact is as stated, the least and the most it can be, over one denominator.
///
/// What is exactly known has all three alike.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lanes {
    pub stated: i128,
    pub low: i128,
    pub high: i128,
}

/// The size of a number in bits: its magnitude lies below two to this power.
pub(super) fn bits(number: i128) -> u32 {
    i128::BITS - number.unsigned_abs().leading_zeros()
}

/// A product of which the plan knows that it fits.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn product(a: i128, b: i128) -> i128 {
    debug_assert!(a.checked_mul(b).is_some(), "the plan says that {a} times {b} fits");
    a.wrapping_mul(b)
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn sum(a: i128, b: i128) -> i128 {
    debug_assert!(a.checked_add(b).is_some(), "the plan says that {a} plus {b} fits");
    a.wrapping_add(b)
}

impl Lanes {
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub const fn of(number: i128) -> Lanes {
        Lanes { stated: number, low: number, high: number }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn plus(self, other: Lanes) -> Lanes {
        Lanes {
            stated: sum(self.stated, other.stated),
            low: sum(self.low, other.low),
            high: sum(self.high, other.high),
        }
    }

    /// Multiplied by a number that is exactly known; a negative one turns the bounds round.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn times(self, factor: i128) -> Lanes {
        if factor == 1 {
            return self;
        }
        let (low, high) = (product(self.low, factor), product(self.high, factor));
        let stated = product(self.stated, factor);
        if factor < 0 { Lanes { stated, low: high, high: low } } else { Lanes { stated, low, high } }
    }

    /// The product: the least and the greatest of the products of bounds.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn multiplied(self, other: Lanes) -> Lanes {
        if other.is_exact() {
            return if self.is_exact() {
                Lanes::of(product(self.low, other.low))
            } else {
                self.times(other.low)
            };
        }
        if self.is_exact() {
            return other.times(self.low);
        }
        let products = [
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ];
        let [first, rest @ ..] = products;
        Lanes {
            stated: product(self.stated, other.stated),
            low: rest.into_iter().fold(first, i128::min),
            high: rest.into_iter().fold(first, i128::max),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn smaller(self, other: Lanes) -> Lanes {
        Lanes {
            stated: self.stated.min(other.stated),
            low: self.low.min(other.low),
            high: self.high.min(other.high),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn larger(self, other: Lanes) -> Lanes {
        Lanes {
            stated: self.stated.max(other.stated),
            low: self.low.max(other.low),
            high: self.high.max(other.high),
        }
    }

    /// The size without its sign. A range on both sides of zero comes within nothing of it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn absolute(self) -> Lanes {
        let size = self.larger(self.times(-1));
        Lanes { low: size.low.max(0), ..size }
    }

    /// Whether this stands in that order to the other; nothing if the bounds do not decide it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn compare(self, other: Lanes, holds: impl Fn(Ordering) -> bool) -> Option<bool> {
        decided(self.low.cmp(&other.high), self.high.cmp(&other.low), holds)
    }
}

/// Whether a comparison holds, by how the least of one stands to the most of the other and the reverse.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn decided(lowest: Ordering, highest: Ordering, holds: impl Fn(Ordering) -> bool) -> Option<bool> {
    let possible = [
        (lowest.is_lt(), Ordering::Less),
        (lowest.is_le() && highest.is_ge(), Ordering::Equal),
        (highest.is_gt(), Ordering::Greater),
    ];
    let met = possible.into_iter().filter(|(is_possible, _)| *is_possible).map(|(_, order)| holds(order));
    let (some, all) = met.fold((false, true), |(some, all), holds| (some | holds, all & holds));
    (some == all).then_some(all)
}
