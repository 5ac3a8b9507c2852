//! The table behind a figure, with what of it was used: bands, points of a curve, levels of a measure.
//!
//! A reader who has only the statement can recompute the figure from it.

use super::Background;
use crate::evaluate::Evaluator;
use crate::graph::{ConstantId, Figure, NodeId, Op};
use crate::value::Value;
use accordant_agreement::terms::{Between, Ladder, Rule};
use accordant_agreement::unit::Unit;
use accordant_money::{Exact, NumberProblem};
use alloc::string::String;
use alloc::vec::Vec;

/// A table that a figure was read off.
#[derive(Debug, Clone)]
pub enum Scale {
    /// Marginal bands: the share of each part of an amount.
    Bands {
        /// What was divided over the bands, in words.
        of: String,
        /// Its unit.
        unit: Option<Unit>,
        /// The bands in which some of it lies, from the first.
        rows: Vec<BandRow>,
    },
    /// Points, from the lowest; or levels, from the worst.
    Points {
        /// What was looked up, in words.
        of: String,
        /// Its unit.
        unit: Option<Unit>,
        /// What it was.
        at: Value<Exact>,
        /// The unit of the value at each point.
        value_unit: Option<Unit>,
        /// What lies between points.
        between: Between,
        /// The points whose value was needed; of a measure, all levels.
        rows: Vec<PointRow>,
    },
}

/// The part of an amount that lies in one band.
#[derive(Debug, Clone)]
pub struct BandRow {
    /// Where the band begins.
    pub from: Value<Exact>,
    /// Where it ends; nothing for the last, which has no end.
    pub to: Option<Value<Exact>>,
    /// The share within it.
    pub rate: Value<Exact>,
    /// How much of the amount lies in it.
    pub portion: Value<Exact>,
    /// That times the rate.
    pub share: Value<Exact>,
}

/// One point of a curve, or one level of a measure.
#[derive(Debug, Clone)]
pub struct PointRow {
    /// The name of the level.
    pub name: Option<String>,
    /// What the level means in one line.
    pub says: Option<String>,
    /// Where it stands.
    pub at: Exact,
    /// The value there.
    pub value: Value<Exact>,
}

/// The table that a figure was read off, if it was.
pub(super) fn scale(
    background: Background<'_>,
    evaluator: &Evaluator<'_, Exact>,
    figure: &Figure,
    body: NodeId,
) -> Option<Scale> {
    let reader = Reader { background, evaluator };
    match &background.graph.node(body)?.op {
        Op::Bands { of, from, bands, beyond } => reader.bands(*of, *from, bands, *beyond),
        Op::Curve { of, points, between, .. } => reader.curve(*of, points, *between, figure),
        Op::Levels { of, .. } => reader.levels(*of, figure),
        _ => None,
    }
}

struct Reader<'r> {
    background: Background<'r>,
    evaluator: &'r Evaluator<'r, Exact>,
}

impl Reader<'_> {
    fn bands(
        &self,
        of: NodeId,
        from: Option<NodeId>,
        bands: &[(NodeId, NodeId)],
        beyond: Option<NodeId>,
    ) -> Option<Scale> {
        let amount = self.evaluator.known(of)?.absolute().ok()?;
        let mut edge = match from {
            Some(from) => self.evaluator.known(from)?.clone(),
            None => Value::Exact(Exact::zero()),
        };
        let mut rows = Vec::new();
        for (to, rate) in bands {
            let to = self.evaluator.known(*to)?.clone();
            rows.push(row(&amount, &edge, Some(&to), self.evaluator.known(*rate)?).ok()?);
            edge = to;
        }
        if let Some(rate) = beyond {
            rows.push(row(&amount, &edge, None, self.evaluator.known(rate)?).ok()?);
        }
        let node = self.background.graph.node(of)?;
        Some(Scale::Bands { of: node.words.clone(), unit: node.unit.clone(), rows })
    }

    fn curve(
        &self,
        of: NodeId,
        points: &[(ConstantId, NodeId)],
        between: Between,
        figure: &Figure,
    ) -> Option<Scale> {
        let at = self.evaluator.known(of)?.clone();
        let mut rows = Vec::new();
        for (x, y) in points {
            let x = self.background.graph.constants.get(x.0 as usize)?;
            if self.is_near(&at, x, points)
                && let Some(value) = self.evaluator.known(*y)
            {
                rows.push(PointRow { name: None, says: None, at: x.clone(), value: value.clone() });
            }
        }
        let node = self.background.graph.node(of)?;
        let (words, unit) = (node.words.clone(), node.unit.clone());
        Some(Scale::Points { of: words, unit, at, value_unit: figure.unit.clone(), between, rows })
    }

    /// Whether a point is the last not above the value, or the first above it.
    fn is_near(&self, at: &Value<Exact>, x: &Exact, points: &[(ConstantId, NodeId)]) -> bool {
        let constants = &self.background.graph.constants;
        let all = || points.iter().filter_map(|(x, _)| constants.get(x.0 as usize));
        let (Some(low), Some(high)) = (at.low(), at.high()) else { return true };
        let first = all().rfind(|x| *x <= low).or_else(|| all().next());
        let last = all().find(|x| *x > high).or_else(|| all().next_back());
        first.is_none_or(|first| first <= x) && last.is_none_or(|last| x <= last)
    }

    fn levels(&self, of: NodeId, figure: &Figure) -> Option<Scale> {
        let ladder = self.ladder(&figure.address)?;
        let rows = ladder.levels.iter().map(|level| PointRow {
            name: Some(level.name.clone()),
            says: level.says.clone(),
            at: level.at.clone(),
            value: Value::Exact(level.points.clone()),
        });
        let node = self.background.graph.node(of)?;
        Some(Scale::Points {
            of: node.words.clone(),
            unit: node.unit.clone(),
            at: self.evaluator.known(of)?.clone(),
            value_unit: figure.unit.clone(),
            between: ladder.between,
            rows: rows.collect(),
        })
    }

    fn ladder(&self, address: &str) -> Option<&Ladder> {
        let line = self.background.terms.lines.iter().find(|line| line.name == address)?;
        if let Rule::Levels(_, ladder) = &line.rule { Some(ladder) } else { None }
    }
}

fn row(
    amount: &Value<Exact>,
    from: &Value<Exact>,
    to: Option<&Value<Exact>>,
    rate: &Value<Exact>,
) -> Result<BandRow, NumberProblem> {
    let past = amount.minus(from)?.larger(&Value::Exact(Exact::zero()))?;
    let portion = match to {
        Some(to) => past.smaller(&to.minus(from)?)?,
        None => past,
    };
    let share = portion.times(rate)?;
    Ok(BandRow { from: from.clone(), to: to.cloned(), rate: rate.clone(), portion, share })
}
