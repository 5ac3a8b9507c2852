//! The rules of rounding that an agreement may name. There is no default.

use core::cmp::Ordering;

/// Which of the two nearest multiples is taken for a value that lies between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rounding {
    /// To the nearest; a tie goes away from zero.
    HalfAwayFromZero,
    /// To the nearest; a tie goes to the even multiple.
    HalfEven,
    /// To the nearest; a tie goes up, toward plus infinity.
    HalfUp,
    /// To the nearest; a tie goes down, toward minus infinity.
    HalfDown,
    /// Always to the larger magnitude.
    AwayFromZero,
    /// Always to the smaller magnitude.
    TowardZero,
    /// Always up, toward plus infinity.
    Up,
    /// Always down, toward minus infinity.
    Down,
}

impl Rounding {
    /// Every rule, in the order in which help lists them.
    pub const ALL: [Rounding; 8] = [
        Rounding::HalfAwayFromZero,
        Rounding::HalfEven,
        Rounding::HalfUp,
        Rounding::HalfDown,
        Rounding::AwayFromZero,
        Rounding::TowardZero,
        Rounding::Up,
        Rounding::Down,
    ];

    /// The rule that an agreement names with these words, or `None`.
    #[must_use]
    pub fn parse(words: &str) -> Option<Rounding> {
        Rounding::ALL.into_iter().find(|rounding| rounding.words() == words)
    }

    /// The words with which an agreement names this rule.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::HalfAwayFromZero => "half away from zero",
            Self::HalfEven => "half even",
            Self::HalfUp => "half up",
            Self::HalfDown => "half down",
            Self::AwayFromZero => "away from zero",
            Self::TowardZero => "toward zero",
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// Whether a value strictly between two multiples takes the one of larger magnitude.
    ///
    /// This is the only place that decides a rounding, so every way of holding a number rounds alike.
    #[inline]
    pub(crate) fn takes_larger(self, between: Between) -> bool {
        let tie = match self {
            Self::AwayFromZero => return true,
            Self::TowardZero => return false,
            Self::Up => return !between.negative,
            Self::Down => return between.negative,
            Self::HalfAwayFromZero => true,
            Self::HalfEven => between.smaller_is_odd,
            Self::HalfUp => !between.negative,
            Self::HalfDown => between.negative,
        };
        match between.against_half {
            Ordering::Less => false,
            Ordering::Equal => tie,
            Ordering::Greater => true,
        }
    }
}

/// Where a value lies that is no multiple of the unit.
#[derive(Clone, Copy)]
pub(crate) struct Between {
    /// Whether the value is below zero.
    pub(crate) negative: bool,
    /// The distance from the multiple of smaller magnitude, against half a unit.
    pub(crate) against_half: Ordering,
    /// Whether the multiple of smaller magnitude is an odd one.
    pub(crate) smaller_is_odd: bool,
}
