//! Whole numbers of 128 bits, worked in 64 where they fit: the processor does those many times faster.

/// The product, or `None` when it does not fit.
#[inline]
pub(crate) fn product(one: i128, other: i128) -> Option<i128> {
    match (i64::try_from(one), i64::try_from(other)) {
        // Two numbers of 64 bits always have a product within 128, so nothing can wrap.
        (Ok(one), Ok(other)) => Some(i128::from(one).wrapping_mul(i128::from(other))),
        _ => one.checked_mul(other),
    }
}

/// Quotient and remainder; the divisor is not zero.
#[inline]
pub(crate) fn divide(value: u128, divisor: u128) -> (u128, u128) {
    match (u64::try_from(value), u64::try_from(divisor)) {
        (Ok(value), Ok(divisor)) => (u128::from(value / divisor), u128::from(value % divisor)),
        _ => {
            let quotient = value / divisor;
            // One long division is enough: what it leaves is found by multiplying back.
            (quotient, value.wrapping_sub(quotient.wrapping_mul(divisor)))
        }
    }
}

/// The greatest common divisor; that of nothing and a number is the number.
#[inline]
pub(crate) fn common_divisor(one: u128, other: u128) -> u128 {
    let (smaller, larger) = if one < other { (one, other) } else { (other, one) };
    if smaller == 0 {
        return larger;
    }
    match (u64::try_from(smaller), u64::try_from(larger)) {
        // Mostly the smaller divides the larger, and one division tells.
        (Ok(smaller), Ok(larger)) => match larger % smaller {
            0 => u128::from(smaller),
            rest => u128::from(small_divisor(smaller, rest)),
        },
        // One long division brings the larger down to the size of the smaller.
        (Ok(small), Err(_)) => match u64::try_from(larger % smaller) {
            Ok(rest) if rest != 0 => u128::from(small_divisor(small, rest)),
            _ => smaller,
        },
        _ => large_divisor(smaller, larger),
    }
}

/// The binary method, on two numbers that are not zero.
#[inline]
fn small_divisor(mut one: u64, mut other: u64) -> u64 {
    let twos = (one | other).trailing_zeros();
    one >>= one.trailing_zeros();
    while other != 0 {
        other >>= other.trailing_zeros();
        (one, other) = if one < other { (one, other - one) } else { (other, one - other) };
    }
    one << twos
}

/// The binary method until both fit 64 bits.
#[cold]
fn large_divisor(mut one: u128, mut other: u128) -> u128 {
    let twos = (one | other).trailing_zeros();
    one >>= one.trailing_zeros();
    while other != 0 {
        other >>= other.trailing_zeros();
        if let (Ok(one), Ok(other)) = (u64::try_from(one), u64::try_from(other)) {
            return u128::from(small_divisor(one, other)) << twos;
        }
        (one, other) = if one < other { (one, other - one) } else { (other, one - other) };
    }
    one << twos
}

/// Ten to this power, or `None` when it does not fit.
#[inline]
pub(crate) fn power_of_ten(places: u32) -> Option<u128> {
    match 10_u64.checked_pow(places) {
        Some(power) => Some(u128::from(power)),
        None => 10_u128.checked_pow(places),
    }
}
