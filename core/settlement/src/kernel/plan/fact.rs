//! How the facts of rows are held.

use super::least_multiple;
use crate::kernel::lanes::bits;
use crate::sources::{Source, SourceValue};
use accordant_agreement::terms::{Input, InputKind};
use accordant_money::{Batch, Exact, Number};

/// How the quantity of a fact is held.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SlotPlan {
    /// The denominator of every row.
    pub scale: i128,
    /// Half of how closely it is known, over that denominator; 0 for what is exactly known.
    pub half: i128,
    /// Its stated numerator lies below two to this power.
    pub bits: u32,
}

/// Decimal places that money and percentages are mostly given with, beyond their units.
const SCALE_OF_RATIOS: i128 = 10_000;
/// Room for a million million pounds in pence.
const BITS_OF_MONEY: u32 = 48;
/// Room for a hundred times the whole.
const BITS_OF_RATIOS: u32 = 20;
const BITS_OF_OTHERS: u32 = 40;

impl SlotPlan {
    /// The plan of an input, or of the opening balance of a pool, with what serves where a row gives nothing.
    pub fn new(input: Option<&Input>, source: &Source) -> SlotPlan {
        let unit = input.and_then(|input| match &input.kind {
            InputKind::Quantity(unit) => Some(unit),
            InputKind::Choice(_) => None,
        });
        let currency = unit.and_then(|unit| unit.currency());
        let (of_unit, most) = match (unit, currency) {
            (_, Some(currency)) => (10_i128.pow(currency.minor_digits()), BITS_OF_MONEY),
            (Some(unit), None) if unit.is_ratio() => (SCALE_OF_RATIOS, BITS_OF_RATIOS),
            _ => (1, BITS_OF_OTHERS),
        };
        let half =
            |known_to: &Exact| Batch::from_exact(&known_to.divided_by(&Exact::from_i128(2)).ok()?).ok();
        let vague =
            input.and_then(|input| input.known_to.as_ref()).filter(|known_to| !known_to.sign().is_eq());
        let half_of_row = vague.and_then(half);
        let mut scale = half_of_row.map_or(of_unit, |half| half.denominator());
        let stated = match &source.value {
            Some(SourceValue::Number(number)) => Batch::from_exact(number).ok(),
            _ => None,
        };
        for other in stated.into_iter().chain(source.known_to.as_ref().and_then(half)) {
            scale = least_multiple(scale, other.denominator()).unwrap_or(scale);
        }
        let half = match half_of_row {
            None if vague.is_none() => Some(0),
            None => None,
            Some(half) => half.numerator().checked_mul(scale / half.denominator()),
        };
        match half.filter(|half| bits(*half) < most) {
            Some(half) => SlotPlan { scale, half, bits: most },
            // So vague a fact is none for rows that are ordinary.
            None => SlotPlan { scale: 1, half: 0, bits: 0 },
        }
    }
}
