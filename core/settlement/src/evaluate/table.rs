//! Bands, curves and levels (M17, M18, M21).

mod beyond;

use super::{Evaluator, Stop};
use crate::graph::{ConstantId, NodeId};
use crate::value::{Loose, Truth, Value};
use accordant_agreement::terms::{Better, Between, Beyond};
use accordant_money::{Number, NumberProblem};
use alloc::string::ToString;
use alloc::vec::Vec;
use beyond::Side;

/// Points of a curve in rising order, X and the bounds of Y.
type Points<'v, N> = Vec<Point<'v, N>>;
type Point<'v, N> = (&'v N, &'v Value<N>);

impl<N: Number> Evaluator<'_, N> {
    /// The sum, over the bands, of the part within the band times its rate; a negative amount is its mirror.
    pub(super) fn bands(
        &mut self,
        id: NodeId,
        of: NodeId,
        from: Option<NodeId>,
        bands: &[(NodeId, NodeId)],
        beyond: Option<NodeId>,
    ) -> Result<Value<N>, Stop> {
        let mut needed = alloc::vec![of];
        needed.extend(from.iter().chain(beyond.iter()));
        needed.extend(bands.iter().flat_map(|(to, rate)| [*to, *rate]));
        self.all(&needed)?;
        let zero = Value::Exact(self.zero.clone());
        let above = self.at(of)?.larger(&zero);
        let above = self.number(id, above)?;
        let below = self.at(of)?.smaller(&zero).and_then(|below| below.negated());
        let below = self.number(id, below)?;
        let gain = self.one_sided(id, &above, from, bands, beyond)?;
        let pain = self.one_sided(id, &below, from, bands, beyond)?;
        self.number(id, gain.minus(&pain))
    }

    fn one_sided(
        &mut self,
        id: NodeId,
        amount: &Value<N>,
        from: Option<NodeId>,
        bands: &[(NodeId, NodeId)],
        beyond: Option<NodeId>,
    ) -> Result<Value<N>, Stop> {
        let zero = Value::Exact(self.zero.clone());
        let mut edge = match from {
            Some(from) => self.at(from)?.clone(),
            None => zero.clone(),
        };
        let mut sum = zero.clone();
        for (to, rate) in bands {
            let fallen = self.at(*to)?.compare(&edge, |order| order.is_lt());
            if self.number(id, fallen)? == Truth::Holds {
                return Err(self.refuse(id, "a band ends below where it begins".to_string(), None));
            }
            let portion = self.portion(amount, &edge, Some(self.at(*to)?), &zero);
            let portion = self.number(id, portion)?;
            let share = portion.times(self.at(*rate)?).and_then(|share| sum.plus(&share));
            sum = self.number(id, share)?;
            edge = self.at(*to)?.clone();
        }
        let portion = self.portion(amount, &edge, None, &zero);
        let portion = self.number(id, portion)?;
        let past = portion.compare(&zero, |order| order.is_gt());
        match (beyond, self.number(id, past)?) {
            (Some(rate), _) => {
                let share = portion.times(self.at(rate)?).and_then(|share| sum.plus(&share));
                self.number(id, share)
            }
            (None, Truth::Fails) => Ok(sum),
            (None, _) => Err(self.refuse(
                id,
                "the amount lies past the last band".to_string(),
                Some("add a last band `{ beyond: .. }`".to_string()),
            )),
        }
    }

    /// How much of an amount lies between two edges.
    fn portion(
        &self,
        amount: &Value<N>,
        from: &Value<N>,
        to: Option<&Value<N>>,
        zero: &Value<N>,
    ) -> Result<Value<N>, NumberProblem> {
        let past = amount.minus(from)?.larger(zero)?;
        match to {
            Some(to) => past.smaller(&to.minus(from)?),
            None => Ok(past),
        }
    }

    pub(super) fn curve(
        &mut self,
        id: NodeId,
        of: NodeId,
        points: &[(ConstantId, NodeId)],
        between: Between,
        below: Beyond,
        above: Beyond,
    ) -> Result<Value<N>, Stop> {
        self.ensure(of)?;
        let x = self.at(of)?.clone();
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Err(Stop::Refused) };
        let ends = (first.0, last.0);
        let (first, last) = (self.constant(ends.0)?.clone(), self.constant(ends.1)?.clone());
        let under = x.compare(&Value::Exact(first), |order| order.is_lt());
        let over = x.compare(&Value::Exact(last), |order| order.is_gt());
        let (under, over) = (self.number(id, under)?, self.number(id, over)?);
        let side = match (below, above) {
            (Beyond::Refuse, _) if under != Truth::Fails => Some(Side::Below),
            (_, Beyond::Refuse) if over != Truth::Fails => Some(Side::Above),
            _ => None,
        };
        if let Some(side) = side {
            self.refusals.push(beyond::refusal(self.graph, id, of, &x.to_exact(), ends, side));
            return Err(Stop::Refused);
        }
        let reached = self.reached(id, &x, points, between)?;
        for (_, y) in reached {
            self.ensure(*y)?;
        }
        let whole = self.whole_enough(&x, between);
        if !self.number(id, whole)? {
            return Err(self.refuse(id, "this table is for whole numbers only".to_string(), None));
        }
        let point = |(x, y): &(ConstantId, NodeId)| Ok((self.constant(*x)?, self.at(*y)?));
        let known = reached.iter().map(point).collect::<Result<Points<'_, N>, Stop>>()?;
        let value = self.read_off(&x, &known, between);
        self.number(id, value)
    }

    /// The points that a value, or a range of values, can depend on; the others are not asked for.
    fn reached<'p>(
        &mut self,
        id: NodeId,
        x: &Value<N>,
        points: &'p [(ConstantId, NodeId)],
        between: Between,
    ) -> Result<&'p [(ConstantId, NodeId)], Stop> {
        let mut from = 0;
        let mut to = points.len().saturating_sub(1);
        for (index, (at, _)) in points.iter().enumerate() {
            let at = self.constant(*at)?;
            let stands = |end: Option<&N>| end.map(|end| at.compare(end)).transpose();
            let (to_low, to_high) = (stands(x.low()), stands(x.high()));
            if self.number(id, to_low)?.is_some_and(|order| order.is_le()) {
                from = index;
            }
            match self.number(id, to_high)? {
                Some(order) if order.is_eq() => {
                    to = index;
                    break;
                }
                Some(order) if order.is_gt() => {
                    to = if between == Between::Step { index.saturating_sub(1) } else { index };
                    break;
                }
                _ => {}
            }
        }
        Ok(points.get(from..=to.max(from)).unwrap_or(points))
    }

    fn whole_enough(&self, x: &Value<N>, between: Between) -> Result<bool, NumberProblem> {
        match (between, x) {
            (Between::LinearToLastWhole, Value::Exact(x)) => {
                let whole = x.rounded(&self.one, accordant_money::Rounding::Down)?;
                Ok(whole.compare(x)?.is_eq())
            }
            _ => Ok(true),
        }
    }

    /// The value at a point, or the range of values over a range of points.
    fn read_off(
        &self,
        x: &Value<N>,
        points: &[Point<'_, N>],
        between: Between,
    ) -> Result<Value<N>, NumberProblem> {
        if let Value::Exact(x) = x {
            return self.read_at(x, points, between);
        }
        let stated = x.stated().map(|x| self.read_at(x, points, between)).transpose()?;
        let stated = stated.as_ref().and_then(Value::stated).cloned();
        let low = x.low().or(points.first().map(|(x, _)| *x));
        let high = x.high().or(points.last().map(|(x, _)| *x));
        let (Some(low), Some(high)) = (low, high) else { return Err(NumberProblem::TooLarge) };
        let mut range = self
            .read_at(low, points, between)?
            .either(&self.read_at(high, points, between)?, stated.as_ref())?;
        for (index, (at, y)) in points.iter().enumerate() {
            if at.compare(low)?.is_ge() && at.compare(high)?.is_le() {
                range = range.either(y, stated.as_ref())?;
                // Where the next band begins the value may jump: what it approaches from below counts too.
                if between != Between::Linear
                    && at.compare(low)?.is_gt()
                    && let Some((_, before)) = index.checked_sub(1).and_then(|at| points.get(at))
                {
                    let reaches = if between == Between::Step { before } else { y };
                    range = range.either(reaches, stated.as_ref())?;
                }
            }
        }
        match range {
            Value::Exact(value) => Ok(Value::Exact(value)),
            Value::Loose(loose) => Ok(Value::Loose(Loose { stated, ..loose })),
        }
    }

    fn read_at(&self, x: &N, points: &[Point<'_, N>], between: Between) -> Result<Value<N>, NumberProblem> {
        let mut before: Option<Point<'_, N>> = None;
        for point in points.iter().copied() {
            let order = point.0.compare(x)?;
            if order.is_gt() {
                return match before {
                    None => Ok(point.1.clone()),
                    Some(before) if between == Between::Step => Ok(before.1.clone()),
                    Some(before) => self.between(x, before, point, between),
                };
            }
            before = Some(point);
        }
        before.map(|(_, y)| y.clone()).ok_or(NumberProblem::TooLarge)
    }

    /// A straight line between two points; to the last whole number, it reaches the second one before it.
    fn between(
        &self,
        x: &N,
        a: Point<'_, N>,
        b: Point<'_, N>,
        between: Between,
    ) -> Result<Value<N>, NumberProblem> {
        let mut run = b.0.minus(a.0)?;
        if between == Between::LinearToLastWhole {
            run = run.minus(&self.one)?;
        }
        if run.sign().is_eq() {
            return Ok(a.1.clone());
        }
        let way = x.minus(a.0)?.divided_by(&run)?;
        let part = self.one.minus(&way)?;
        a.1.times(&Value::Exact(part))?.plus(&b.1.times(&Value::Exact(way))?)
    }

    /// The points of a measured value; the levels stand from the worst to the best.
    pub(super) fn levels(
        &mut self,
        id: NodeId,
        of: NodeId,
        levels: &[(ConstantId, ConstantId)],
        between: Between,
        better: Better,
    ) -> Result<Value<N>, Stop> {
        self.ensure(of)?;
        let mut points: Vec<(N, Value<N>)> = Vec::with_capacity(levels.len());
        for (at, score) in levels {
            // With lower better, both axes are turned round, so that X rises.
            let at = self.constant(*at)?.clone();
            let at = if better == Better::Higher { Ok(at) } else { at.negated() };
            points.push((self.number(id, at)?, Value::Exact(self.constant(*score)?.clone())));
        }
        let x = if better == Better::Higher { Ok(self.at(of)?.clone()) } else { self.at(of)?.negated() };
        let x = self.number(id, x)?;
        if points.is_empty() {
            return Err(self.refuse(id, "the measure has no levels".to_string(), None));
        }
        let points: Points<'_, N> = points.iter().map(|(x, y)| (x, y)).collect();
        let score = self.read_off(&x, &points, between);
        self.number(id, score)
    }
}
