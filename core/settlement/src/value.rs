//! A value: exactly known, or known within bounds (S6-S9).

use accordant_money::{Number, NumberProblem, Rounding};
use core::cmp::Ordering;

/// What is known of a quantity.
#[derive(Debug, Clone)]
pub enum Value<N> {
    /// It is exactly this.
    Exact(N),
    /// It lies within bounds.
    Loose(Loose<N>),
}

/// A quantity that is known within bounds only.
#[derive(Debug, Clone)]
pub struct Loose<N> {
    /// What it is if every fact is exactly as stated; nothing if a fact is not published.
    pub stated: Option<N>,
    /// The least it can be; nothing if there is no least.
    pub low: Option<N>,
    /// The most it can be; nothing if there is no most.
    pub high: Option<N>,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds for every possible value.
    Holds,
    /// It holds for none.
    Fails,
    /// The bounds do not decide it; what it is for the stated values, if they are known.
    Undecided(Option<Stated>),
}

/// What a condition is for the stated values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// It holds.
    Holds,
    /// It fails.
    Fails,
}

type Computed<N> = Result<Value<N>, NumberProblem>;

impl<N: Number> Value<N> {
    /// The stated value, if there is one.
    pub fn stated(&self) -> Option<&N> {
        match self {
            Value::Exact(value) => Some(value),
            Value::Loose(loose) => loose.stated.as_ref(),
        }
    }

    /// The least it can be.
    pub fn low(&self) -> Option<&N> {
        match self {
            Value::Exact(value) => Some(value),
            Value::Loose(loose) => loose.low.as_ref(),
        }
    }

    /// The most it can be.
    pub fn high(&self) -> Option<&N> {
        match self {
            Value::Exact(value) => Some(value),
            Value::Loose(loose) => loose.high.as_ref(),
        }
    }

    /// The same, held as reference numbers.
    pub fn to_exact(&self) -> Value<accordant_money::Exact> {
        self.held(N::to_exact)
    }

    /// The same in other numbers.
    pub(crate) fn held<M>(&self, how: impl Fn(&N) -> M) -> Value<M> {
        match self {
            Value::Exact(value) => Value::Exact(how(value)),
            Value::Loose(Loose { stated, low, high }) => Value::Loose(Loose {
                stated: stated.as_ref().map(&how),
                low: low.as_ref().map(&how),
                high: high.as_ref().map(&how),
            }),
        }
    }

    /// The value, if it is exactly known.
    pub fn exact(&self) -> Option<&N> {
        if let Value::Exact(value) = self { Some(value) } else { None }
    }

    /// A loose value whose bounds meet is exactly known.
    fn tightened(loose: Loose<N>) -> Computed<N> {
        if let (Some(low), Some(high)) = (&loose.low, &loose.high)
            && low.compare(high)? == Ordering::Equal
        {
            return Ok(Value::Exact(low.clone()));
        }
        Ok(Value::Loose(loose))
    }

    /// The sum.
    pub fn plus(&self, other: &Value<N>) -> Computed<N> {
        if let (Value::Exact(a), Value::Exact(b)) = (self, other) {
            return Ok(Value::Exact(a.plus(b)?));
        }
        let add = |a: Option<&N>, b: Option<&N>| a.zip(b).map(|(a, b)| a.plus(b)).transpose();
        Value::tightened(Loose {
            stated: add(self.stated(), other.stated())?,
            low: add(self.low(), other.low())?,
            high: add(self.high(), other.high())?,
        })
    }

    /// The difference.
    pub fn minus(&self, other: &Value<N>) -> Computed<N> {
        if let (Value::Exact(a), Value::Exact(b)) = (self, other) {
            return Ok(Value::Exact(a.minus(b)?));
        }
        let less = |a: Option<&N>, b: Option<&N>| a.zip(b).map(|(a, b)| a.minus(b)).transpose();
        Value::tightened(Loose {
            stated: less(self.stated(), other.stated())?,
            low: less(self.low(), other.high())?,
            high: less(self.high(), other.low())?,
        })
    }

    /// The same size with the other sign.
    pub fn negated(&self) -> Computed<N> {
        match self {
            Value::Exact(value) => Ok(Value::Exact(value.negated()?)),
            Value::Loose(loose) => Ok(Value::Loose(Loose {
                stated: loose.stated.as_ref().map(N::negated).transpose()?,
                low: loose.high.as_ref().map(N::negated).transpose()?,
                high: loose.low.as_ref().map(N::negated).transpose()?,
            })),
        }
    }

    /// The product: the least and the greatest of the four products of bounds.
    pub fn times(&self, other: &Value<N>) -> Computed<N> {
        if let (Value::Exact(a), Value::Exact(b)) = (self, other) {
            return Ok(Value::Exact(a.times(b)?));
        }
        match (self, other) {
            (Value::Loose(loose), Value::Exact(factor)) | (Value::Exact(factor), Value::Loose(loose)) => {
                return loose.scaled(factor);
            }
            _ => {}
        }
        let stated = self.stated().zip(other.stated()).map(|(a, b)| a.times(b)).transpose()?;
        if let (Some(one), Some(factor)) = (self.range(), other.range())
            && factor.is_positive()
        {
            // A bound that is below zero is furthest below it for the greatest factor.
            let low = one.low.times(if one.low.sign().is_lt() { factor.high } else { factor.low })?;
            let high = one.high.times(if one.high.sign().is_lt() { factor.low } else { factor.high })?;
            return Value::tightened(Loose { stated, low: Some(low), high: Some(high) });
        }
        let mut low = End::Above;
        let mut high = End::Below;
        for a in [End::low(self), End::high(self)] {
            for b in [End::low(other), End::high(other)] {
                let product = a.times(&b)?;
                low = low.least(product.clone())?;
                high = high.greatest(product)?;
            }
        }
        Value::tightened(Loose { stated, low: low.bound(), high: high.bound() })
    }

    /// The quotient; a divisor that may be zero is refused.
    pub fn divided_by(&self, other: &Value<N>) -> Computed<N> {
        if let (Value::Exact(a), Value::Exact(b)) = (self, other) {
            return Ok(Value::Exact(a.divided_by(b)?));
        }
        if other.may_be_zero() {
            return Err(NumberProblem::DivisionByZero);
        }
        if let (Some(one), Some(divisor)) = (self.range(), other.range())
            && divisor.is_positive()
        {
            let stated = self.stated().zip(other.stated()).map(|(a, b)| a.divided_by(b)).transpose()?;
            let low = one.low.divided_by(if one.low.sign().is_lt() { divisor.low } else { divisor.high })?;
            let high =
                one.high.divided_by(if one.high.sign().is_lt() { divisor.high } else { divisor.low })?;
            return Value::tightened(Loose { stated, low: Some(low), high: Some(high) });
        }
        let one = N::from_exact(&accordant_money::Exact::from_i128(1))?;
        let zero = N::from_exact(&accordant_money::Exact::zero())?;
        let over = |bound: Option<&N>| bound.map_or(Ok(zero.clone()), |bound| one.divided_by(bound));
        let reciprocal = match other {
            Value::Exact(value) => Value::Exact(one.divided_by(value)?),
            Value::Loose(loose) => Value::Loose(Loose {
                stated: loose.stated.as_ref().map(|value| one.divided_by(value)).transpose()?,
                low: Some(over(loose.high.as_ref())?),
                high: Some(over(loose.low.as_ref())?),
            }),
        };
        self.times(&reciprocal)
    }

    /// Both bounds, if there are two.
    fn range(&self) -> Option<Range<'_, N>> {
        Some(Range { low: self.low()?, high: self.high()? })
    }

    fn may_be_zero(&self) -> bool {
        let above = self.low().is_some_and(|low| low.sign() == Ordering::Greater);
        let below = self.high().is_some_and(|high| high.sign() == Ordering::Less);
        !above && !below
    }

    /// The smaller of the two.
    pub fn smaller(&self, other: &Value<N>) -> Computed<N> {
        if let (Value::Exact(a), Value::Exact(b)) = (self, other) {
            return Ok(Value::Exact(if a.compare(b)? == Ordering::Greater { b.clone() } else { a.clone() }));
        }
        // Where the bounds decide, the other need not be known.
        if self.is_never_above(other)? {
            return Ok(self.clone());
        }
        if other.is_never_above(self)? {
            return Ok(other.clone());
        }
        let stated = self.stated().zip(other.stated()).map(|(a, b)| least(a, b)).transpose()?;
        Value::tightened(Loose {
            stated,
            low: End::low(self).least(End::low(other))?.bound(),
            high: End::high(self).least(End::high(other))?.bound(),
        })
    }

    /// The larger of the two.
    pub fn larger(&self, other: &Value<N>) -> Computed<N> {
        if let (Value::Exact(a), Value::Exact(b)) = (self, other) {
            return Ok(Value::Exact(if a.compare(b)? == Ordering::Less { b.clone() } else { a.clone() }));
        }
        if self.is_never_above(other)? {
            return Ok(other.clone());
        }
        if other.is_never_above(self)? {
            return Ok(self.clone());
        }
        let stated = self.stated().zip(other.stated()).map(|(a, b)| greatest(a, b)).transpose()?;
        Value::tightened(Loose {
            stated,
            low: End::low(self).greatest(End::low(other))?.bound(),
            high: End::high(self).greatest(End::high(other))?.bound(),
        })
    }

    /// Whether this is at most the other, whatever the facts are.
    fn is_never_above(&self, other: &Value<N>) -> Result<bool, NumberProblem> {
        let order = self.high().zip(other.low()).map(|(high, low)| high.compare(low)).transpose()?;
        Ok(order.is_some_and(|order| order.is_le()))
    }

    /// The size without its sign.
    pub fn absolute(&self) -> Computed<N> {
        self.larger(&self.negated()?).and_then(|size| match size {
            Value::Exact(value) => Ok(Value::Exact(value)),
            // A range on both sides of zero comes within nothing of it, though neither end is zero.
            Value::Loose(loose) => {
                let zero = N::from_exact(&accordant_money::Exact::zero())?;
                let low = loose.low.filter(|low| low.sign() == Ordering::Greater).unwrap_or(zero);
                Value::tightened(Loose { stated: loose.stated, low: Some(low), high: loose.high })
            }
        })
    }

    /// Rounded to a multiple; both bounds are rounded too.
    pub fn rounded(&self, unit: &N, rule: Rounding) -> Computed<N> {
        match self {
            Value::Exact(value) => Ok(Value::Exact(value.rounded(unit, rule)?)),
            Value::Loose(loose) => {
                let round = |value: Option<&N>| value.map(|value| value.rounded(unit, rule)).transpose();
                Value::tightened(Loose {
                    stated: round(loose.stated.as_ref())?,
                    low: round(loose.low.as_ref())?,
                    high: round(loose.high.as_ref())?,
                })
            }
        }
    }

    /// Either of the two, not known which; `stated` is the one that follows the stated facts.
    pub fn either(&self, other: &Value<N>, stated: Option<&N>) -> Computed<N> {
        Value::tightened(Loose {
            stated: stated.cloned(),
            low: End::low(self).least(End::low(other))?.bound(),
            high: End::high(self).greatest(End::high(other))?.bound(),
        })
    }

    /// Whether this stands in that order to the other.
    ///
    /// # Errors
    /// When the numbers cannot be compared as they are held.
    pub fn compare(
        &self,
        other: &Value<N>,
        holds: impl Fn(Ordering) -> bool,
    ) -> Result<Truth, NumberProblem> {
        if let (Value::Exact(a), Value::Exact(b)) = (self, other) {
            return Ok(if holds(a.compare(b)?) { Truth::Holds } else { Truth::Fails });
        }
        let possible = self.possible_orders(other)?;
        let met = possible.iter().filter(|(is_possible, _)| *is_possible).map(|(_, order)| holds(*order));
        let (some, all) = met.fold((false, true), |(some, all), holds| (some | holds, all & holds));
        if all {
            return Ok(Truth::Holds);
        }
        if !some {
            return Ok(Truth::Fails);
        }
        let stated = self.stated().zip(other.stated()).map(|(a, b)| a.compare(b)).transpose()?;
        Ok(Truth::Undecided(stated.map(|order| if holds(order) { Stated::Holds } else { Stated::Fails })))
    }

    /// The orders in which values within the bounds may stand, each with whether it may.
    fn possible_orders(&self, other: &Value<N>) -> Result<[(bool, Ordering); 3], NumberProblem> {
        let compare = |a: Option<&N>, b: Option<&N>| a.zip(b).map(|(a, b)| a.compare(b)).transpose();
        let lowest = compare(self.low(), other.high())?;
        let highest = compare(self.high(), other.low())?;
        let below = lowest.is_none_or(|order| order == Ordering::Less);
        let above = highest.is_none_or(|order| order == Ordering::Greater);
        let touch = lowest.is_none_or(|order| order != Ordering::Greater)
            && highest.is_none_or(|order| order != Ordering::Less);
        Ok([(below, Ordering::Less), (touch, Ordering::Equal), (above, Ordering::Greater)])
    }
}

impl<N: Number> Loose<N> {
    /// Multiplied by a number that is exactly known; a negative one turns the bounds round.
    fn scaled(&self, factor: &N) -> Computed<N> {
        let scale = |value: &Option<N>| value.as_ref().map(|value| value.times(factor)).transpose();
        let stated = scale(&self.stated)?;
        let (low, high) = match factor.sign() {
            // Nothing times anything is nothing, even where there is no bound.
            Ordering::Equal => return Ok(Value::Exact(factor.clone())),
            Ordering::Greater => (scale(&self.low)?, scale(&self.high)?),
            Ordering::Less => (scale(&self.high)?, scale(&self.low)?),
        };
        Ok(Value::Loose(Loose { stated, low, high }))
    }
}

/// A quantity with a bound on both sides.
struct Range<'v, N> {
    low: &'v N,
    high: &'v N,
}

impl<N: Number> Range<'_, N> {
    fn is_positive(&self) -> bool {
        self.low.sign().is_gt()
    }
}

fn least<N: Number>(a: &N, b: &N) -> Result<N, NumberProblem> {
    Ok(if a.compare(b)? == Ordering::Greater { b.clone() } else { a.clone() })
}

fn greatest<N: Number>(a: &N, b: &N) -> Result<N, NumberProblem> {
    Ok(if a.compare(b)? == Ordering::Less { b.clone() } else { a.clone() })
}

/// One end of a range, which may have no bound.
#[derive(Clone)]
enum End<N> {
    Below,
    At(N),
    Above,
}

impl<N: Number> End<N> {
    fn low(value: &Value<N>) -> End<N> {
        value.low().map_or(End::Below, |low| End::At(low.clone()))
    }

    fn high(value: &Value<N>) -> End<N> {
        value.high().map_or(End::Above, |high| End::At(high.clone()))
    }

    fn bound(self) -> Option<N> {
        if let End::At(value) = self { Some(value) } else { None }
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match self {
            End::Below => -1,
            End::Above => 1,
            End::At(value) => value.sign() as i8,
        }
    }

    /// Nothing times no bound is nothing.
    fn times(&self, other: &End<N>) -> Result<End<N>, NumberProblem> {
        if let (End::At(a), End::At(b)) = (self, other) {
            return Ok(End::At(a.times(b)?));
        }
        match self.sign() * other.sign() {
            0 => Ok(End::At(N::from_exact(&accordant_money::Exact::zero())?)),
            1 => Ok(End::Above),
            _ => Ok(End::Below),
        }
    }

    fn least(self, other: End<N>) -> Result<End<N>, NumberProblem> {
        Ok(match (self, other) {
            (End::Below, _) | (_, End::Below) => End::Below,
            (End::Above, end) | (end, End::Above) => end,
            (End::At(a), End::At(b)) => End::At(least(&a, &b)?),
        })
    }

    fn greatest(self, other: End<N>) -> Result<End<N>, NumberProblem> {
        Ok(match (self, other) {
            (End::Above, _) | (_, End::Above) => End::Above,
            (End::Below, end) | (end, End::Below) => end,
            (End::At(a), End::At(b)) => End::At(greatest(&a, &b)?),
        })
    }
}
