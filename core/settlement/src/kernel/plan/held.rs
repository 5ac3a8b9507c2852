//! How values are held: what stands below the line, and how large what stands above it can be.

use crate::kernel::lanes::bits;

/// No value may need more bits than this: one is for the sign, and one is to spare.
pub(super) const BITS_MAX: u32 = 126;

/// How a value is held.
#[derive(Debug, Clone, Copy)]
pub(in crate::kernel) struct Shape {
    pub below: Below,
    /// The numerator lies below two to this power.
    pub bits: u32,
}

/// What stands below the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::kernel) enum Below {
    /// The same denominator in every row.
    Fixed(i128),
    /// One of the row's own, below two to this power.
    Free(u32),
}

/// The value of another operation, brought over the denominator of this one.
#[derive(Debug, Clone, Copy)]
pub(in crate::kernel) struct Operand {
    pub at: usize,
    pub times: i128,
    /// The denominator that it is given where that is the row's own; 0 where it brings its own.
    pub below: i128,
}

impl Shape {
    pub(super) fn fits(&self) -> bool {
        let below = match self.below {
            Below::Fixed(below) => bits(below),
            Below::Free(below) => below,
        };
        self.bits <= BITS_MAX && below <= BITS_MAX
    }

    pub(in crate::kernel) fn below_bits(&self) -> u32 {
        match self.below {
            Below::Fixed(below) => bits(below),
            Below::Free(bits) => bits,
        }
    }

    pub(super) fn fixed(below: i128, bits: u32) -> Shape {
        Shape { below: Below::Fixed(below), bits }
    }

    pub(super) fn fixed_below(&self) -> Option<i128> {
        if let Below::Fixed(below) = self.below { Some(below) } else { None }
    }
}

/// By how many bits a product with this number may be larger than the other factor.
pub(in crate::kernel) fn growth(times: i128) -> u32 {
    bits(times.abs() - 1)
}

/// The least number that both of these positive numbers divide; nothing if it does not fit.
pub(in crate::kernel) fn least_multiple(one: i128, other: i128) -> Option<i128> {
    let (mut divisor, mut rest) = (one, other);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    one.checked_mul(other / divisor)
}
