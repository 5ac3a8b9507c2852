//! Before the first row: the denominator and the greatest size of every value, so that rows need only numerators.
//!
//! What cannot be planned is left to the evaluator, and so is every row that reaches it.

mod arithmetic;
mod condition;
mod fact;
mod held;
mod step;

pub(crate) use fact::SlotPlan;
pub(super) use held::{Below, Operand, Shape, growth, least_multiple};
pub(super) use step::{Choose, Meaning, Rounded, Step, Test};

use super::lanes::{bits, product};
use super::table;
use crate::evaluate::constants;
use crate::graph::{ConstantId, Graph, NodeId, Op, SlotId};
use accordant_money::{Batch, Number};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What is done for each operation, condition and fact, by their numbers.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(super) steps: Vec<Step>,
    pub(super) shapes: Vec<Shape>,
    pub(super) tests: Vec<Test>,
    pub(super) slots: Vec<SlotPlan>,
    /// A name has the value of what it names; anything else has its own.
    pub(super) bodies: Vec<usize>,
    /// Whether a value is the same in every row, and counts as computed in each of them.
    pub(super) always: Vec<bool>,
}

impl Plan {
    /// Plans a graph for facts that are held like this.
    pub fn new(graph: &Graph, slots: Vec<SlotPlan>, bodies: &[NodeId]) -> Plan {
        let constants = constants(graph, bodies);
        let bodies = bodies.iter().map(|body| body.0 as usize).collect();
        let (steps, shapes, tests, always) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut planner = Planner { graph, plan: Plan { steps, shapes, tests, slots, bodies, always } };
        for (node, is_constant) in graph.nodes.iter().zip(constants) {
            let planned = planner.step(&node.op).filter(|(_, shape)| shape.fits());
            let planned =
                if is_constant { planned.and_then(|planned| planner.once(planned)) } else { planned };
            planner.plan.always.push(is_constant && planned.is_some());
            let (step, shape) = planned.unwrap_or((Step::Left, Shape { below: Below::Fixed(1), bits: 0 }));
            planner.plan.steps.push(step);
            planner.plan.shapes.push(shape);
        }
        let tests = graph.conditions.iter();
        planner.plan.tests =
            tests.map(|condition| planner.test(&condition.op).unwrap_or(Test::Left)).collect();
        planner.plan
    }
}

pub(in crate::kernel) struct Planner<'g> {
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
                Some((Step::Clamp(Box::new(operands.try_into().ok()?)), shape))
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
                Some((Step::Table(Box::new(table)), shape))
            }
        }
    }

    /// What is computed of constants is one.
    fn once(&self, (step, shape): (Step, Shape)) -> Planned {
        let constant = |at: usize| match self.plan.steps.get(at)? {
            Step::Constant(number) => Some(*number),
            _ => None,
        };
        let above = match &step {
            Step::Constant(number) => *number,
            Step::Total(parts) => {
                let mut parts = parts.iter().map(|part| Some(product(constant(part.at)?, part.times)));
                parts.try_fold(0, |total, part| part.map(|part| total + part))?
            }
            Step::Product(a, b) => product(constant(*a)?, constant(*b)?),
            _ => return None,
        };
        Some((Step::Constant(above), Shape { bits: bits(above), ..shape }))
    }

    /// What is done for an operation that takes the value of one of several others.
    fn branch(&self, op: &Op) -> Planned {
        match op {
            Op::Gate(when, then, _) => {
                let (shape, mut operands) = self.one_of(&[*then])?;
                Some((Step::Gate(*when, Box::new(operands.pop()?)), shape))
            }
            Op::Step(when, after, before) => {
                let (shape, operands) = self.one_of(&[*after, *before])?;
                Some((Step::When(*when, Box::new(operands.try_into().ok()?)), shape))
            }
            Op::Choose(branches, otherwise, _) => {
                let nodes: Vec<NodeId> =
                    branches.iter().map(|(_, branch, _)| *branch).chain([*otherwise]).collect();
                let (shape, mut operands) = self.one_of(&nodes)?;
                let otherwise = operands.pop()?;
                let branches = branches.iter().map(|(when, ..)| *when).zip(operands).collect();
                Some((Step::Choose(Box::new(Choose { branches, otherwise })), shape))
            }
            Op::Pick(slot, cells) => {
                let (shape, operands) = self.one_of(cells)?;
                Some((Step::Pick(slot.0 as usize, operands), shape))
            }
            _ => None,
        }
    }

    fn judged(&self, slot: SlotId, points: &[ConstantId]) -> Planned {
        let points = points.iter().map(|id| self.constant(*id)).collect::<Option<Vec<Batch>>>()?;
        let below = points.iter().try_fold(1, |common, point| least_multiple(common, point.denominator()))?;
        let over = |point: &Batch| point.numerator().checked_mul(below / point.denominator());
        let points = points.iter().map(over).collect::<Option<Vec<i128>>>()?;
        let most = points.iter().map(|point| bits(*point)).max()?;
        Some((Step::Judged(slot.0 as usize, points), Shape::fixed(below, most)))
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
}
