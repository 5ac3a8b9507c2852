//! The value of an operation, from the values of its operands; each at most once, and only when asked for (S4).

mod branch;
mod condition;
mod constant;
mod mean;
mod table;
mod threshold;

pub(crate) use constant::constants;

use crate::graph::{ConditionId, ConstantId, FigureId, Graph, NodeId, Op, SlotId};
use crate::refusal::{Refusal, RefusalKind};
use crate::value::{Loose, Truth, Value};
use accordant_money::{Exact, Number, NumberProblem};
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

/// What a fact is, once it has been found.
#[derive(Debug, Clone)]
pub enum SlotValue<N> {
    /// A quantity.
    Number(Value<N>),
    /// A word, by its number in the choice.
    Word(u16),
    /// It is missing, and the agreement gives nothing in its place.
    Absent,
}

impl<N: Number> SlotValue<N> {
    /// The same, held as reference numbers.
    pub(crate) fn to_exact(&self) -> SlotValue<Exact> {
        match self {
            SlotValue::Number(value) => SlotValue::Number(value.to_exact()),
            SlotValue::Word(word) => SlotValue::Word(*word),
            SlotValue::Absent => SlotValue::Absent,
        }
    }
}

/// Why an operation has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Facts are missing, and nothing else is wrong.
    Missing,
    /// The number does not fit the way in which it is held.
    TooLarge,
    /// A rule forbids it.
    Refused,
}

/// What an operation comes to.
enum Found<N> {
    /// A value of its own.
    New(Value<N>),
    /// The value of another operation, which has been computed.
    Of(NodeId),
}

/// Evaluates a graph for one set of facts after another.
pub struct Evaluator<'g, N> {
    graph: &'g Graph,
    constants: Vec<N>,
    zero: N,
    one: N,
    slots: Vec<SlotValue<N>>,
    values: Vec<Option<Value<N>>>,
    /// A name has the value of what it names; anything else has its own.
    bodies: Vec<NodeId>,
    /// Whose value it has in this round: a choice has that of the branch it took, without a copy.
    holders: Vec<NodeId>,
    /// The round in which a value was computed; `ALWAYS` for what no fact can change.
    stamps: Vec<u32>,
    stops: Vec<Option<Stop>>,
    truths: Vec<(u32, Truth)>,
    /// How many conditions the bounds left open in this round: mostly none, and then none need be looked for.
    open: usize,
    stamp: u32,
    /// What has no value in this round, in the order in which that was found.
    failed: Vec<NodeId>,
    pub(crate) refusals: Vec<Refusal>,
}

impl<'g, N: Number> Evaluator<'g, N> {
    /// An evaluator with no facts yet.
    ///
    /// # Errors
    /// When a constant of the terms does not fit this way of holding numbers.
    pub fn new(graph: &'g Graph) -> Result<Evaluator<'g, N>, NumberProblem> {
        let constants = graph.constants.iter().map(N::from_exact).collect::<Result<Vec<N>, _>>()?;
        let mut evaluator = Evaluator {
            graph,
            constants,
            zero: N::from_exact(&Exact::zero())?,
            one: N::from_exact(&Exact::from_i128(1))?,
            slots: alloc::vec![SlotValue::Absent; graph.slots.len()],
            values: alloc::vec![None; graph.nodes.len()],
            holders: bodies(graph),
            bodies: bodies(graph),
            stamps: alloc::vec![0; graph.nodes.len()],
            stops: alloc::vec![None; graph.nodes.len()],
            truths: alloc::vec![(0, Truth::Fails); graph.conditions.len()],
            open: 0,
            stamp: 1,
            failed: Vec::new(),
            refusals: Vec::new(),
        };
        evaluator.settle_constants();
        Ok(evaluator)
    }

    /// Forgets every value, so that new facts can be given.
    pub fn begin(&mut self) {
        self.stamp = if self.stamp >= ALWAYS - 1 { self.forget() } else { self.stamp + 1 };
        self.open = 0;
        self.refusals.clear();
        self.failed.clear();
    }

    /// After four thousand million rounds their numbers begin again.
    #[cold]
    fn forget(&mut self) -> u32 {
        self.stamps.iter_mut().filter(|stamp| **stamp != ALWAYS).for_each(|stamp| *stamp = 0);
        self.truths.iter_mut().for_each(|(stamp, _)| *stamp = 0);
        1
    }

    /// Gives a fact.
    pub fn give(&mut self, slot: usize, value: SlotValue<N>) {
        if let Some(place) = self.slots.get_mut(slot) {
            *place = value;
        }
    }

    /// The value of a figure.
    ///
    /// # Errors
    /// Why it has none; [`Evaluator::refusals`] tells more.
    pub fn figure(&mut self, id: FigureId) -> Result<&Value<N>, Stop> {
        let node = self.graph.named(id).map(|figure| figure.node).ok_or(Stop::Refused)?;
        self.ensure(node)?;
        self.at(node)
    }

    /// The value of an operation, computed if it has not been.
    pub(crate) fn value(&mut self, id: NodeId) -> Result<&Value<N>, Stop> {
        self.ensure(id)?;
        self.at(id)
    }

    /// The graph that it evaluates.
    pub(crate) fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// What has been refused since [`Evaluator::begin`].
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// The value of an operation that has been computed in this round.
    pub(crate) fn known(&self, id: NodeId) -> Option<&Value<N>> {
        let id = self.body(id);
        let stamped =
            self.stamps.get(id.0 as usize).is_some_and(|stamp| *stamp == self.stamp || *stamp == ALWAYS);
        if stamped { self.held(id) } else { None }
    }

    /// What a condition turned out to be, if it was looked at in this round.
    pub(crate) fn truth(&self, id: ConditionId) -> Option<Truth> {
        self.truths.get(id.0 as usize).filter(|(stamp, _)| *stamp == self.stamp).map(|(_, truth)| *truth)
    }

    /// What was given for a slot.
    pub(crate) fn slot(&self, id: SlotId) -> Option<&SlotValue<N>> {
        self.slots.get(id.0 as usize)
    }

    /// The conditions that the bounds did not decide.
    pub(crate) fn undecided(&self) -> impl Iterator<Item = ConditionId> + '_ {
        let open = |(at, (stamp, truth)): (usize, &(u32, Truth))| {
            (*stamp == self.stamp && matches!(truth, Truth::Undecided(_)))
                .then(|| u32::try_from(at).ok().map(ConditionId))?
        };
        let looked_at = if self.open == 0 { &[] } else { self.truths.as_slice() };
        looked_at.iter().enumerate().filter_map(open)
    }

    #[inline]
    fn body(&self, id: NodeId) -> NodeId {
        self.bodies.get(id.0 as usize).copied().unwrap_or(id)
    }

    fn ensure(&mut self, id: NodeId) -> Result<(), Stop> {
        let id = self.body(id);
        let at = id.0 as usize;
        if self.stamps.get(at).is_some_and(|stamp| *stamp == self.stamp || *stamp == ALWAYS) {
            return match self.stops.get(at) {
                Some(Some(stop)) => Err(*stop),
                _ => Ok(()),
            };
        }
        let (holder, stop) = match self.compute(id) {
            Ok(Found::New(found)) => {
                self.hold(at, Some(found));
                (id, None)
            }
            Ok(Found::Of(other)) => (self.holder(other), None),
            Err(stop) => {
                self.hold(at, None);
                self.failed.push(id);
                (id, Some(stop))
            }
        };
        if let (Some(stamp), Some(place), Some(held)) =
            (self.stamps.get_mut(at), self.stops.get_mut(at), self.holders.get_mut(at))
        {
            *stamp = self.stamp;
            *place = stop;
            *held = holder;
        }
        stop.map_or(Ok(()), Err)
    }

    #[inline]
    fn hold(&mut self, at: usize, found: Option<Value<N>>) {
        if let Some(value) = self.values.get_mut(at) {
            *value = found;
        }
    }

    #[inline]
    fn at(&self, id: NodeId) -> Result<&Value<N>, Stop> {
        self.held(self.body(id)).ok_or(Stop::Refused)
    }

    #[inline]
    fn held(&self, body: NodeId) -> Option<&Value<N>> {
        let holder = self.holders.get(body.0 as usize)?;
        self.values.get(holder.0 as usize)?.as_ref()
    }

    /// Whose value an operation has that has been computed in this round.
    fn holder(&self, id: NodeId) -> NodeId {
        let body = self.body(id);
        self.holders.get(body.0 as usize).copied().unwrap_or(body)
    }

    /// Has the value of another operation.
    fn same_as(&mut self, other: NodeId) -> Result<Found<N>, Stop> {
        self.ensure(other)?;
        Ok(Found::Of(other))
    }

    #[inline]
    fn constant(&self, id: ConstantId) -> Result<&N, Stop> {
        self.constants.get(id.0 as usize).ok_or(Stop::Refused)
    }

    fn compute(&mut self, id: NodeId) -> Result<Found<N>, Stop> {
        let graph = self.graph;
        match &graph.node(id).ok_or(Stop::Refused)?.op {
            Op::Figure(_, body) => self.same_as(*body),
            Op::Gate(when, then, _) => self.gate(id, *when, *then),
            Op::Step(when, after, before) => self.step(id, *when, *after, *before),
            Op::Choose(branches, otherwise, _) => self.choose(id, branches, *otherwise),
            Op::Pick(slot, cells) => {
                let word = self.word(*slot)?;
                self.same_as(cells.get(usize::from(word)).copied().ok_or(Stop::Refused)?)
            }
            op => self.worked_out(id, op).map(Found::New),
        }
    }

    /// The value of an operation that has one of its own.
    fn worked_out(&mut self, id: NodeId, op: &'g Op) -> Result<Value<N>, Stop> {
        match op {
            Op::Number(constant) => Ok(Value::Exact(self.constant(*constant)?.clone())),
            Op::Fact(slot) => self.fact(*slot),
            Op::Plus(a, b) => self.two(id, *a, *b, Value::plus),
            Op::Minus(a, b) => self.two(id, *a, *b, Value::minus),
            Op::Times(a, b) => self.two(id, *a, *b, Value::times),
            Op::DividedBy(a, b) => self.two(id, *a, *b, Value::divided_by),
            Op::Negative(a) => self.one(id, *a, Value::negated),
            Op::Absolute(a) => self.one(id, *a, Value::absolute),
            Op::Smallest(all) => self.many(id, all, Value::smaller),
            Op::Largest(all) => self.many(id, all, Value::larger),
            Op::Sum(all) if all.is_empty() => Ok(Value::Exact(self.zero.clone())),
            Op::Sum(all) => self.many(id, all, Value::plus),
            Op::Clamp(a, low, high) => self.clamp(id, *a, *low, *high),
            Op::Cliff(a, threshold) => self.cliff(id, *a, *threshold),
            Op::Deductible(a, threshold) => self.deductible(id, *a, *threshold),
            Op::Deadband(a, threshold) => self.deadband(id, *a, *threshold),
            Op::Rounded(a, to, rule) => {
                self.ensure(*a)?;
                let rounded = self.at(*a)?.rounded(self.constant(*to)?, *rule);
                self.number(id, rounded)
            }
            Op::Never(why) => Err(self.refuse(id, why.clone(), None)),
            // These have been taken by `compute`, for they may have the value of another operation.
            Op::Figure(..) | Op::Gate(..) | Op::Step(..) | Op::Choose(..) | Op::Pick(..) => {
                Err(Stop::Refused)
            }
            Op::Bands { of, from, bands, beyond } => self.bands(id, *of, *from, bands, *beyond),
            Op::Curve { of, points, between, below, above } => {
                self.curve(id, *of, points, *between, *below, *above)
            }
            Op::Levels { of, levels, between, better, .. } => self.levels(id, *of, levels, *between, *better),
            Op::Judged(slot, points) => {
                let word = self.word(*slot)?;
                let points = points.get(usize::from(word)).copied().ok_or(Stop::Refused)?;
                Ok(Value::Exact(self.constant(points)?.clone()))
            }
            Op::Mean(parts) => self.mean(id, parts),
        }
    }

    fn one(
        &mut self,
        id: NodeId,
        a: NodeId,
        how: impl Fn(&Value<N>) -> Result<Value<N>, NumberProblem>,
    ) -> Result<Value<N>, Stop> {
        self.ensure(a)?;
        let value = how(self.at(a)?);
        self.number(id, value)
    }

    /// Both operands are computed even if the first has no value, so that all that is missing is named.
    fn two(
        &mut self,
        id: NodeId,
        a: NodeId,
        b: NodeId,
        how: impl Fn(&Value<N>, &Value<N>) -> Result<Value<N>, NumberProblem>,
    ) -> Result<Value<N>, Stop> {
        self.all(&[a, b])?;
        let value = how(self.at(a)?, self.at(b)?);
        self.number(id, value)
    }

    fn many(
        &mut self,
        id: NodeId,
        all: &[NodeId],
        how: impl Fn(&Value<N>, &Value<N>) -> Result<Value<N>, NumberProblem>,
    ) -> Result<Value<N>, Stop> {
        self.all(all)?;
        let mut rest = all.iter();
        let mut so_far = self.at(*rest.next().ok_or(Stop::Refused)?)?.clone();
        for next in rest {
            let value = how(&so_far, self.at(*next)?);
            so_far = self.number(id, value)?;
        }
        Ok(so_far)
    }

    /// Computes all of these, even if some have no value, so that all that is missing is named.
    pub(crate) fn all(&mut self, all: &[NodeId]) -> Result<(), Stop> {
        let mut worst: Option<Stop> = None;
        for id in all {
            if let Err(stop) = self.ensure(*id) {
                worst = Some(if matches!(worst, None | Some(Stop::Missing)) {
                    stop
                } else {
                    worst.unwrap_or(stop)
                });
            }
        }
        worst.map_or(Ok(()), Err)
    }

    fn fact(&mut self, id: SlotId) -> Result<Value<N>, Stop> {
        match self.slot(id) {
            Some(SlotValue::Number(value)) => Ok(value.clone()),
            _ => Err(self.absent(id)),
        }
    }

    fn word(&mut self, id: SlotId) -> Result<u16, Stop> {
        match self.slot(id) {
            Some(SlotValue::Word(word)) => Ok(*word),
            _ => Err(self.absent(id)),
        }
    }

    /// A missing fact is named once.
    fn absent(&mut self, id: SlotId) -> Stop {
        if !self.refusals.iter().any(|refusal| refusal.kind == RefusalKind::Missing(id)) {
            let address = self.graph.slot(id).map(|slot| slot.address.clone()).unwrap_or_default();
            let what = format!("the fact `{address}` is missing");
            self.refusals.push(Refusal { kind: RefusalKind::Missing(id), what, place: None, help: None });
        }
        Stop::Missing
    }

    /// A result, or what to tell of it.
    #[inline]
    fn number<T>(&mut self, id: NodeId, result: Result<T, NumberProblem>) -> Result<T, Stop> {
        result.map_err(|problem| self.no_number(id, problem))
    }

    #[cold]
    fn no_number(&mut self, id: NodeId, problem: NumberProblem) -> Stop {
        match problem {
            NumberProblem::DivisionByZero => {
                let what = "this divides by zero, or by what may be zero".to_string();
                let help = "say with `choose` what holds when the divisor is zero".to_string();
                self.refuse(id, what, Some(help))
            }
            NumberProblem::TooLarge => {
                let help =
                    "round it where it is computed, such as `(x rounded to 0.01, half up)`".to_string();
                self.refuse(id, "a number here would pass 4,096 bits".to_string(), Some(help));
                Stop::TooLarge
            }
        }
    }

    fn refuse(
        &mut self,
        id: NodeId,
        what: alloc::string::String,
        help: Option<alloc::string::String>,
    ) -> Stop {
        let node = self.graph.node(id);
        let words = node.map(|node| node.words.clone()).unwrap_or_default();
        let place = node.map(|node| node.place.clone());
        let what = if words.is_empty() { what } else { format!("{what}: {words}") };
        self.refusals.push(Refusal { kind: RefusalKind::Rule, what, place, help });
        Stop::Refused
    }
}

/// The stamp of a value that no fact can change.
const ALWAYS: u32 = u32::MAX;

/// What each operation's value is computed by: a name leads to what it names.
pub(crate) fn bodies(graph: &Graph) -> Vec<NodeId> {
    let mut bodies: Vec<NodeId> = Vec::with_capacity(graph.nodes.len());
    for (at, node) in graph.nodes.iter().enumerate() {
        // What is named has a lower number, so its own body is known already.
        let body = match node.op {
            Op::Figure(_, body) => bodies.get(body.0 as usize).copied().unwrap_or(body),
            _ => NodeId(u32::try_from(at).unwrap_or(u32::MAX)),
        };
        bodies.push(body);
    }
    bodies
}

/// A value known to lie within half of `known_to` of what is stated (S6).
///
/// # Errors
/// When the numbers do not fit.
pub fn within<N: Number>(stated: &N, known_to: &N) -> Result<Value<N>, NumberProblem> {
    let two = N::from_exact(&Exact::from_i128(2))?;
    let half = known_to.divided_by(&two)?;
    Ok(Value::Loose(Loose {
        stated: Some(stated.clone()),
        low: Some(stated.minus(&half)?),
        high: Some(stated.plus(&half)?),
    }))
}
