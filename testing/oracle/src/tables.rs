//! Bands, curves and the levels of a measure (M17 to M19, M21).

use crate::evaluate::{Elements, Evaluator};
use crate::range::{End, Range};
use crate::rounding::number;
use crate::{Refusal, both, every};
use accordant_agreement::terms::{Band, Better, Between, Beyond, Curve, Expr, Ladder, Level};
use accordant_money::Exact;
use dashu_ratio::RBig;
use std::cmp::Ordering;

/// A band whose edges and rate are known.
struct Known {
    from: Range,
    to: Range,
    rate: Range,
}

impl Evaluator<'_> {
    /// The marginal share of an amount; a negative amount is the mirror of the positive one (M17).
    pub fn bands(
        &mut self,
        of: &Expr,
        bands: &[Band],
        beyond: Option<&Expr>,
        at: &Elements,
    ) -> Result<Range, Refusal> {
        let amount = self.number(of, at);
        let known = self.known_bands(bands, at);
        let beyond = beyond.map(|rate| self.number(rate, at)).transpose();
        let (amount, (known, beyond)) = both(amount, both(known, beyond))?;
        for band in &known {
            if band.from.is_at_most(&band.to).certain == Some(false) {
                return Err(Refusal::forbids("the edges of the bands fall"));
            }
        }
        self.note_bands(&amount, &known);
        let zero = Range::whole(0);
        let one_way = |amount: Range| {
            share(&amount.max(&zero), &known, beyond.as_ref())
                .inspect_err(|_| self.met("band: past the last edge, refused"))
        };
        let gain = one_way(amount.clone())?;
        let pain = one_way(amount.negative())?;
        gain.minus(&pain)
    }

    fn note_bands(&self, amount: &Range, bands: &[Known]) {
        let size = amount.abs();
        if amount.is_below(&Range::whole(0)).certain == Some(true) {
            self.met("band: negative amount");
        }
        if bands.iter().any(|band| size.equals(&band.to).certain == Some(true)) {
            self.met("band: on an edge");
        }
        if bands.last().is_some_and(|band| band.to.is_below(&size).certain == Some(true)) {
            self.met("band: beyond the last edge");
        }
    }

    /// The points of a measured value on its levels (M21).
    pub fn score(&self, value: &Range, ladder: &Ladder) -> Result<Range, Refusal> {
        // Less is better is the mirror of more is better.
        let mirrored = match ladder.better {
            Better::Higher => value.clone(),
            Better::Lower => value.negative(),
        };
        if let Some(value) = &value.stated {
            let reached = |level: &Level| number(&level.at).cmp(value);
            let orders: Vec<_> = ladder.levels.iter().map(reached).collect();
            let all = |order: Ordering| orders.iter().all(|one| *one == order);
            let (worst, best) = match ladder.better {
                Better::Higher => (Ordering::Greater, Ordering::Less),
                Better::Lower => (Ordering::Less, Ordering::Greater),
            };
            self.met(match () {
                () if orders.contains(&Ordering::Equal) => "level: at a threshold",
                () if all(worst) => "level: beyond the worst",
                () if all(best) => "level: beyond the best",
                () => "level: between two",
            });
        }
        let at = |end: &End| points(end, ladder);
        let stated = mirrored.stated.clone().map(|stated| at(&End::At(stated)));
        Ok(Range::around(stated, [End::At(at(&mirrored.low)), End::At(at(&mirrored.high))]))
    }

    fn known_bands(&mut self, bands: &[Band], at: &Elements) -> Result<Vec<Known>, Refusal> {
        let first = bands.first().and_then(|band| band.from.as_ref());
        let mut from = first.map_or(Ok(Range::whole(0)), |from| self.number(from, at));
        let mut known = Vec::new();
        for band in bands {
            let to = self.number(&band.to, at);
            let rate = self.number(&band.rate, at);
            known.push(both(from, both(to.clone(), rate)).map(|(from, (to, rate))| Known { from, to, rate }));
            from = to;
        }
        every(known)
    }

    /// The value read off the points of a curve (M18).
    pub fn curve(&mut self, curve: &Curve, at: &Elements) -> Result<Range, Refusal> {
        let x = self.number(&curve.of, at)?;
        if let Some(x) = x.only() {
            return self.read_off(curve, &End::At(x.clone()), at);
        }
        self.met("curve: over a range");
        self.within_curve(curve, &x)?;
        // Between its ends a curve may rise and fall, but it turns only at its points.
        let mut places = vec![x.low.clone(), x.high.clone()];
        places.extend(x.stated.clone().map(End::At));
        let points = curve.points.iter().map(|(point, _)| End::At(number(point)));
        places.extend(points.filter(|point| x.low < *point && *point < x.high));
        let values = every(places.iter().map(|place| self.read_off(curve, place, at)))?;
        let stated = if x.stated.is_some() { values[2].stated.clone() } else { None };
        Ok(Range::around(stated, values.into_iter().flat_map(|value| [value.low, value.high])))
    }

    /// Refused where the value may lie where the curve gives nothing.
    fn within_curve(&self, curve: &Curve, x: &Range) -> Result<(), Refusal> {
        let end = |point: Option<&(Exact, Expr)>| point.map(|(point, _)| End::At(number(point)));
        if curve.below == Beyond::Refuse && end(curve.points.first()).is_some_and(|first| x.low < first) {
            self.met("curve: below, refused");
            return Err(Refusal::forbids("it may lie below the first point"));
        }
        if curve.above == Beyond::Refuse && end(curve.points.last()).is_some_and(|last| last < x.high) {
            self.met("curve: above, refused");
            return Err(Refusal::forbids("it may lie past the last point"));
        }
        Ok(())
    }

    fn read_off(&mut self, curve: &Curve, x: &End, at: &Elements) -> Result<Range, Refusal> {
        let points: Vec<(RBig, &Expr)> = curve.points.iter().map(|(x, y)| (number(x), y)).collect();
        let reached = points.iter().filter(|(point, _)| End::At(point.clone()) <= *x).count();
        let place = match x {
            End::At(place) => place,
            End::Below | End::Above => &RBig::ZERO,
        };
        // Only whole values have a last whole number before the next point.
        if curve.between == Between::LinearToLastWhole && RBig::from(place.floor()) != *place {
            self.met("curve: not whole, refused");
            return Err(Refusal::forbids("what is looked up must be whole"));
        }
        let (next, last) = (points.get(reached), reached.checked_sub(1).map(|last| &points[last]));
        match (last, next) {
            (None, _) if curve.below == Beyond::Refuse => {
                self.met("curve: below, refused");
                Err(Refusal::forbids("below the first point"))
            }
            (None, Some((_, y))) => {
                self.met("curve: below, held");
                self.number(y, at)
            }
            (Some((point, y)), None) => {
                if curve.above == Beyond::Refuse && End::At(point.clone()) != *x {
                    self.met("curve: above, refused");
                    return Err(Refusal::forbids("past the last point"));
                }
                self.met(if End::At(point.clone()) == *x {
                    "curve: on a point"
                } else {
                    "curve: above, held"
                });
                self.number(y, at)
            }
            (Some((low, y)), Some((high, next))) => {
                self.met(if low == place { "curve: on a point" } else { "curve: between points" });
                if curve.between == Between::Step || low == place {
                    return self.number(y, at);
                }
                // The line reaches the next value one before the next point.
                let early = if curve.between == Between::LinearToLastWhole { RBig::ONE } else { RBig::ZERO };
                let way = (place - low) / (high - early - low);
                let (y, next) = self.two(y, next, at)?;
                y.times(&Range::exact(RBig::ONE - &way))?.plus(&next.times(&Range::exact(way))?)
            }
            (None, None) => Err(Refusal::forbids("the curve has no points")),
        }
    }
}

/// The sum, over the bands, of the part of the amount within the band times its rate.
fn share(amount: &Range, bands: &[Known], beyond: Option<&Range>) -> Result<Range, Refusal> {
    let zero = Range::whole(0);
    let mut sum = zero.clone();
    for band in bands {
        let within = amount.min(&band.to).minus(&band.from)?.max(&zero);
        sum = sum.plus(&within.times(&band.rate)?)?;
    }
    let Some(last) = bands.last() else { return Ok(sum) };
    match beyond {
        Some(rate) => sum.plus(&amount.minus(&last.to)?.max(&zero).times(rate)?),
        None if amount.is_at_most(&last.to).certain == Some(true) => Ok(sum),
        None => Err(Refusal::forbids("past the last band")),
    }
}

/// The points at one place, where more is better; held at the ends.
fn points(place: &End, ladder: &Ladder) -> RBig {
    let threshold = |level: &Level| match ladder.better {
        Better::Higher => number(&level.at),
        Better::Lower => -number(&level.at),
    };
    let worst = &ladder.levels[0];
    let mut reached = worst;
    for level in &ladder.levels {
        if End::At(threshold(level)) <= *place {
            reached = level;
            continue;
        }
        let above = |place: &RBig| *place >= threshold(reached);
        let between = place.value().filter(|place| ladder.between != Between::Step && above(place));
        return match between {
            Some(place) => {
                let way = (place - threshold(reached)) / (threshold(level) - threshold(reached));
                number(&reached.points) + way * (number(&level.points) - number(&reached.points))
            }
            None => number(&reached.points),
        };
    }
    number(&reached.points)
}
