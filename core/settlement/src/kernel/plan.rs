//! Before the first row: the denominator and the greatest size of every value, so that rows need only numerators.
//!
//! What cannot be planned is left to the evaluator, and so is every row that reaches it.

use super::lanes::bits;
use super::table::{self, Table};
use crate::graph::{ConditionId, ConditionOp, ConstantId, Graph, NodeId, Op, SlotId};
use crate::sources::{Source, SourceValue};
use accordant_agreement::formula::Comparison;
use accordant_agreement::terms::{Input, InputKind};
use accordant_money::{Batch, Exact, Number, Rounding};
use alloc::vec::Vec;

/// No value may need more bits than this: one is for the sign, and one is to spare.
const BITS_MAX: u32 = 126;

/// What is done for each operation, condition and fact, by their numbers.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(super) steps: Vec<Step>,
    pub(super) shapes: Vec<Shape>,
    pub(super) tests: Vec<Test>,
    pub(super) slots: Vec<SlotPlan>,
    /// A name has the value of what it names; anything else has its own.
    pub(super) bodies: Vec<usize>,
}

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

/// How a value is held.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub below: Below,
    /// The numerator lies below two to this power.
    pub bits: u32,
}

/// What stands below the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    /// The same denominator in every row.
    Fixed(i128),
    /// One of the row's own, below two to this power.
    Free(u32),
}

/// The value of another operation, brought over the denominator of this one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand {
    pub at: usize,
    pub times: i128,
    /// The denominator that it is given where that is the row's own; 0 where it brings its own.
    pub below: i128,
}

/// What is done for one operation.
#[derive(Debug)]
pub(super) enum Step {
    /// It is the same in every row.
    Constant(i128),
    Fact(usize),
    Total(Vec<Operand>),
    Product(usize, usize),
    /// The numerators of fractions whose denominators are the row's own.
    FreeProduct(Operand, Operand),
    /// Each numerator is first multiplied by the denominator of the other.
    Quotient(Operand, Operand),
    Smallest(Vec<Operand>),
    Largest(Vec<Operand>),
    Absolute(usize),
    Clamp(Operand, Operand, Operand),
    Threshold(Meaning, Operand, Operand),
    Rounded {
        of: usize,
        below: i128,
        to: Batch,
        rule: Rounding,
    },
    Gate(ConditionId, Operand),
    /// The second if the condition holds, else the third, which is needed in any case.
    When(ConditionId, Operand, Operand),
    Choose(Vec<(ConditionId, Operand)>, Operand),
    Pick(usize, Vec<Operand>),
    Judged(usize, Vec<i128>),
    Table(Table),
    /// The evaluator does it.
    Left,
}

/// What a threshold means (M8).
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    Cliff,
    Deductible,
    Deadband,
}

/// How a condition is decided.
#[derive(Debug)]
pub(super) enum Test {
    Known(bool),
    /// Numerators over one denominator.
    Fixed(Comparison, Operand, Operand),
    /// Each numerator is multiplied by the denominator of the other.
    Free(Comparison, Operand, Operand),
    /// The words for which it holds, and those for which there is no answer, one bit for each.
    Word(usize, u128, u128),
    Both(ConditionId, ConditionId),
    Either(ConditionId, ConditionId),
    Not(ConditionId),
    Left,
}

impl Plan {
    /// Plans a graph for facts that are held like this.
    pub fn new(graph: &Graph, slots: Vec<SlotPlan>, bodies: &[NodeId]) -> Plan {
        let bodies = bodies.iter().map(|body| body.0 as usize).collect();
        let mut planner = Planner {
            graph,
            plan: Plan { steps: Vec::new(), shapes: Vec::new(), tests: Vec::new(), slots, bodies },
        };
        for node in &graph.nodes {
            let (step, shape) = planner
                .step(&node.op)
                .filter(|(_, shape)| shape.fits())
                .unwrap_or((Step::Left, Shape { below: Below::Fixed(1), bits: 0 }));
            planner.plan.steps.push(step);
            planner.plan.shapes.push(shape);
        }
        let tests = graph.conditions.iter();
        planner.plan.tests =
            tests.map(|condition| planner.test(&condition.op).unwrap_or(Test::Left)).collect();
        planner.plan
    }
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
        let half_of_row = input.and_then(|input| half(input.known_to.as_ref()?));
        let mut scale = half_of_row.map_or(of_unit, |half| half.denominator());
        let stated = match &source.value {
            Some(SourceValue::Number(number)) => Batch::from_exact(number).ok(),
            _ => None,
        };
        for other in stated.into_iter().chain(source.known_to.as_ref().and_then(half)) {
            scale = least_multiple(scale, other.denominator()).unwrap_or(scale);
        }
        let half = match half_of_row {
            None => Some(0),
            Some(half) => half.numerator().checked_mul(scale / half.denominator()),
        };
        match half.filter(|half| bits(*half) < most) {
            Some(half) => SlotPlan { scale, half, bits: most },
            // So vague a fact is none for rows that are ordinary.
            None => SlotPlan { scale: 1, half: 0, bits: 0 },
        }
    }
}

impl Shape {
    fn fits(&self) -> bool {
        let below = match self.below {
            Below::Fixed(below) => bits(below),
            Below::Free(below) => below,
        };
        self.bits <= BITS_MAX && below <= BITS_MAX
    }

    pub(super) fn below_bits(&self) -> u32 {
        match self.below {
            Below::Fixed(below) => bits(below),
            Below::Free(bits) => bits,
        }
    }

    fn fixed(below: i128, bits: u32) -> Shape {
        Shape { below: Below::Fixed(below), bits }
    }

    fn fixed_below(&self) -> Option<i128> {
        if let Below::Fixed(below) = self.below { Some(below) } else { None }
    }
}

pub(super) struct Planner<'g> {
    graph: &'g Graph,
    plan: Plan,
}

type Planned = Option<(Step, Shape)>;

impl Planner<'_> {
    /// What is done for an operation; nothing if it is left.
    fn step(&self, op: &Op) -> Planned {
        match op {
            Op::Number(id) => {
                let value = self.constant(*id)?;
                let shape = Shape::fixed(value.denominator(), bits(value.numerator()));
                Some((Step::Constant(value.numerator()), shape))
            }
            Op::Fact(slot) => {
                let plan = self.plan.slots.get(slot.0 as usize)?;
                Some((Step::Fact(slot.0 as usize), Shape::fixed(plan.scale, plan.bits + 1)))
            }
            // What is asked for is what it names.
            Op::Figure(..) | Op::Never(_) | Op::Mean(_) | Op::Bands { .. } | Op::Levels { .. } => None,
            Op::Plus(a, b) => self.total(&[(*a, 1), (*b, 1)]),
            Op::Minus(a, b) => self.total(&[(*a, 1), (*b, -1)]),
            Op::Negative(a) => self.negative(*a),
            Op::Sum(all) => self.total(&all.iter().map(|part| (*part, 1)).collect::<Vec<_>>()),
            Op::Times(a, b) => self.times(*a, *b),
            Op::DividedBy(a, b) => self.divided(*a, *b),
            Op::Smallest(all) => self.best(all, Step::Smallest),
            Op::Largest(all) => self.best(all, Step::Largest),
            Op::Absolute(a) => {
                let shape = self.shape(*a)?;
                shape.fixed_below()?;
                Some((Step::Absolute(self.body(*a)), shape))
            }
            Op::Clamp(a, low, high) => {
                let (shape, operands) = self.together(&[*a, *low, *high])?;
                let [a, low, high] = operands.try_into().ok()?;
                Some((Step::Clamp(a, low, high), shape))
            }
            Op::Cliff(a, b) => self.threshold(*a, *b, Meaning::Cliff),
            Op::Deductible(a, b) => self.threshold(*a, *b, Meaning::Deductible),
            Op::Deadband(a, b) => self.threshold(*a, *b, Meaning::Deadband),
            Op::Rounded(a, to, rule) => self.rounded(*a, *to, *rule),
            Op::Gate(..) | Op::Step(..) | Op::Choose(..) | Op::Pick(..) => self.branch(op),
            Op::Judged(slot, points) => self.judged(*slot, points),
            Op::Curve { of, points, between, below, above } => {
                let table = table::plan(self, *of, points, *between, (*below, *above))?;
                let shape = table.shape();
                Some((Step::Table(table), shape))
            }
        }
    }

    /// What is done for an operation that takes the value of one of several others.
    fn branch(&self, op: &Op) -> Planned {
        match op {
            Op::Gate(when, then, _) => {
                let (shape, mut operands) = self.one_of(&[*then])?;
                Some((Step::Gate(*when, operands.pop()?), shape))
            }
            Op::Step(when, after, before) => {
                let (shape, operands) = self.one_of(&[*after, *before])?;
                let [after, before] = operands.try_into().ok()?;
                Some((Step::When(*when, after, before), shape))
            }
            Op::Choose(branches, otherwise, _) => {
                let nodes: Vec<NodeId> =
                    branches.iter().map(|(_, branch, _)| *branch).chain([*otherwise]).collect();
                let (shape, mut operands) = self.one_of(&nodes)?;
                let otherwise = operands.pop()?;
                let branches = branches.iter().map(|(when, ..)| *when).zip(operands).collect();
                Some((Step::Choose(branches, otherwise), shape))
            }
            Op::Pick(slot, cells) => {
                let (shape, operands) = self.one_of(cells)?;
                Some((Step::Pick(slot.0 as usize, operands), shape))
            }
            _ => None,
        }
    }

    pub(super) fn body(&self, id: NodeId) -> usize {
        self.plan.bodies.get(id.0 as usize).copied().unwrap_or(id.0 as usize)
    }

    /// How an operand is held; nothing if it is left.
    pub(super) fn shape(&self, id: NodeId) -> Option<Shape> {
        let at = self.body(id);
        if matches!(self.plan.steps.get(at)?, Step::Left) { None } else { self.plan.shapes.get(at).copied() }
    }

    pub(super) fn constant(&self, id: ConstantId) -> Option<Batch> {
        Batch::from_exact(self.graph.constants.get(id.0 as usize)?).ok()
    }

    /// Fractions with fixed denominators, each brought over the least that all share.
    fn together(&self, nodes: &[NodeId]) -> Option<(Shape, Vec<Operand>)> {
        let shapes = nodes.iter().map(|id| self.shape(*id)).collect::<Option<Vec<Shape>>>()?;
        let belows = shapes.iter().map(Shape::fixed_below).collect::<Option<Vec<i128>>>()?;
        let below = belows.iter().try_fold(1, |common, below| least_multiple(common, *below))?;
        let mut most = 0;
        let mut operands = Vec::new();
        for ((id, shape), own) in nodes.iter().zip(&shapes).zip(&belows) {
            let times = below / own;
            most = most.max(shape.bits + growth(times));
            operands.push(Operand { at: self.body(*id), times, below: 0 });
        }
        let shape = Shape::fixed(below, most);
        shape.fits().then_some((shape, operands))
    }

    /// One of several, of which some may be left: whoever takes one of those leaves the row.
    pub(super) fn one_of(&self, nodes: &[NodeId]) -> Option<(Shape, Vec<Operand>)> {
        let planned: Vec<NodeId> = nodes.iter().copied().filter(|id| self.shape(*id).is_some()).collect();
        if planned.is_empty() {
            return None;
        }
        let shape = match self.together(&planned) {
            Some((shape, _)) => shape,
            None => {
                let shapes = || planned.iter().filter_map(|id| self.shape(*id));
                let below = shapes().map(|shape| shape.below_bits()).max()?;
                Shape { below: Below::Free(below), bits: shapes().map(|shape| shape.bits).max()? }
            }
        };
        let operand = |id: &NodeId| {
            let at = self.body(*id);
            let own = self.shape(*id).and_then(|shape| shape.fixed_below());
            match (shape.below, own) {
                (Below::Fixed(below), Some(own)) => Operand { at, times: below / own, below: 0 },
                (Below::Free(_), Some(own)) => Operand { at, times: 1, below: own },
                (_, None) => Operand { at, times: 1, below: 0 },
            }
        };
        Some((shape, nodes.iter().map(operand).collect()))
    }

    fn total(&self, parts: &[(NodeId, i128)]) -> Planned {
        if parts.is_empty() {
            return Some((Step::Constant(0), Shape::fixed(1, 0)));
        }
        let nodes: Vec<NodeId> = parts.iter().map(|(id, _)| *id).collect();
        let (shape, mut operands) = self.together(&nodes)?;
        for (operand, (_, sign)) in operands.iter_mut().zip(parts) {
            operand.times *= sign;
        }
        let carried = usize::BITS - parts.len().leading_zeros();
        Some((Step::Total(operands), Shape { bits: shape.bits + carried, ..shape }))
    }

    /// The negative of a fraction is one of the same size, whatever stands below it.
    fn negative(&self, a: NodeId) -> Planned {
        let shape = self.shape(a)?;
        match shape.below {
            Below::Fixed(_) => self.total(&[(a, -1)]),
            Below::Free(_) => {
                let one = Operand { at: self.body(a), times: -1, below: 0 };
                Some((Step::Total(alloc::vec![one]), shape))
            }
        }
    }

    fn times(&self, a: NodeId, b: NodeId) -> Planned {
        let (one, other) = (self.shape(a)?, self.shape(b)?);
        let bits = one.bits + other.bits;
        if let (Some(below), Some(other_below)) = (one.fixed_below(), other.fixed_below()) {
            let shape = Shape::fixed(below.checked_mul(other_below)?, bits);
            return Some((Step::Product(self.body(a), self.body(b)), shape));
        }
        let shape = Shape { below: Below::Free(one.below_bits() + other.below_bits()), bits };
        Some((Step::FreeProduct(self.whole(a), self.whole(b)), shape))
    }

    /// An operand as it stands, with its fixed denominator beside it.
    fn whole(&self, id: NodeId) -> Operand {
        let below = self.shape(id).and_then(|shape| shape.fixed_below()).unwrap_or(0);
        Operand { at: self.body(id), times: 1, below }
    }

    fn divided(&self, a: NodeId, b: NodeId) -> Planned {
        let (one, other) = (self.shape(a)?, self.shape(b)?);
        if let (Step::Constant(number), Some(below), Some(own)) =
            (self.plan.steps.get(self.body(b))?, other.fixed_below(), one.fixed_below())
            && *number != 0
        {
            let operand = Operand { at: self.body(a), times: below * number.signum(), below: 0 };
            let shape = Shape::fixed(own.checked_mul(number.checked_abs()?)?, one.bits + growth(below));
            return Some((Step::Total(alloc::vec![operand]), shape));
        }
        let (above, below) = (one.bits + other.below_bits(), one.below_bits() + other.bits);
        let shape = Shape { below: Below::Free(below), bits: above };
        Some((Step::Quotient(self.whole(a), self.whole(b)), shape))
    }

    fn best(&self, all: &[NodeId], how: fn(Vec<Operand>) -> Step) -> Planned {
        let (shape, operands) = self.together(all)?;
        (!operands.is_empty()).then(|| (how(operands), shape))
    }

    fn threshold(&self, a: NodeId, b: NodeId, meaning: Meaning) -> Planned {
        let (shape, operands) = self.together(&[a, b])?;
        let [a, b] = operands.try_into().ok()?;
        Some((Step::Threshold(meaning, a, b), Shape { bits: shape.bits + 2, ..shape }))
    }

    fn rounded(&self, a: NodeId, to: ConstantId, rule: Rounding) -> Planned {
        let (shape, to) = (self.shape(a)?, self.constant(to)?);
        let below = shape.fixed_below()?;
        // The nearest multiple lies less than one unit away.
        let most = shape.bits.max(bits(to.numerator())) + bits(to.denominator()) + 1;
        let step = Step::Rounded { of: self.body(a), below, to, rule };
        Some((step, Shape::fixed(to.denominator(), most)))
    }

    fn judged(&self, slot: SlotId, points: &[ConstantId]) -> Planned {
        let points = points.iter().map(|id| self.constant(*id)).collect::<Option<Vec<Batch>>>()?;
        let below = points.iter().try_fold(1, |common, point| least_multiple(common, point.denominator()))?;
        let over = |point: &Batch| point.numerator().checked_mul(below / point.denominator());
        let points = points.iter().map(over).collect::<Option<Vec<i128>>>()?;
        let most = points.iter().map(|point| bits(*point)).max()?;
        Some((Step::Judged(slot.0 as usize, points), Shape::fixed(below, most)))
    }

    fn test(&self, op: &ConditionOp) -> Option<Test> {
        Some(match op {
            ConditionOp::Known(decided) => Test::Known(*decided == crate::graph::Decided::Holds),
            ConditionOp::Compare(comparison, a, b) => return self.compare(*comparison, *a, *b),
            ConditionOp::Word(slot, words, empty) => Test::Word(slot.0 as usize, mask(words)?, mask(empty)?),
            ConditionOp::Never(_) => return None,
            ConditionOp::Both(a, b) => Test::Both(*a, *b),
            ConditionOp::Either(a, b) => Test::Either(*a, *b),
            ConditionOp::Not(a) => Test::Not(*a),
        })
    }

    fn compare(&self, comparison: Comparison, a: NodeId, b: NodeId) -> Option<Test> {
        if let Some((_, operands)) = self.together(&[a, b]) {
            let [a, b] = operands.try_into().ok()?;
            return Some(Test::Fixed(comparison, a, b));
        }
        let (one, other) = (self.shape(a)?, self.shape(b)?);
        let most = (one.bits + other.below_bits()).max(other.bits + one.below_bits());
        (most <= BITS_MAX).then(|| Test::Free(comparison, self.whole(a), self.whole(b)))
    }
}

/// By how many bits a product with this number may be larger than the other factor.
pub(super) fn growth(times: i128) -> u32 {
    bits(times.abs() - 1)
}

/// One bit for each of these words; nothing if there are too many.
fn mask(words: &[u16]) -> Option<u128> {
    words.iter().try_fold(0, |mask, word| Some(mask | 1_u128.checked_shl(u32::from(*word))?))
}

/// The least number that both of these positive numbers divide; nothing if it does not fit.
pub(super) fn least_multiple(one: i128, other: i128) -> Option<i128> {
    let (mut divisor, mut rest) = (one, other);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    one.checked_mul(other / divisor)
}
