//! The same terms settled for one row of facts after another: the graph is compiled once (F9).
//!
//! A row is read with [`Batch`] numbers, first by the kernel, whose denominators are planned beforehand, and by the
//! evaluator where the row is out of the ordinary. Where a number does not fit, or money is divided among several
//! payees, the caller reads the row again with [`Exact`]. All readings give equal values and equal text.

use crate::compile::{Setting, compile};
use crate::computed::Computed;
use crate::evaluate::{Evaluator, SlotValue, Stop, bodies};
use crate::graph::{AmountPlan, Asks, ConditionId, Graph, NodeId, PostingPlan, SharePlan, SlotId};
use crate::kernel::{Kernel, Plan, SlotPlan};
use crate::posting::postings;
use crate::reason::{Looked, looked_at, zero_of};
use crate::refusal::Refusal;
use crate::sources::{Brought, Source, sources};
use crate::value::{Loose, Truth, Value};
use accordant_agreement::terms::{Account, Direction, InputId, Terms};
use accordant_facts::Facts;
use accordant_money::{Batch, Exact, Number, NumberProblem, Rounding};
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Terms compiled for rows.
pub struct EachRow<'t> {
    terms: &'t Terms,
    graph: Graph,
    sources: Vec<Source>,
    simple: Vec<Simple>,
    shares: Vec<EachShare>,
    shape: Shape,
    plan: Plan,
}

/// A posting of one amount to one payee.
struct Simple {
    amount: NodeId,
}

/// Whether every posting is of one amount to one payee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Simple,
    Splits,
}

/// What a row comes to under one posted figure.
#[derive(Debug, Clone)]
pub struct RowAmount<N> {
    /// The exact amount, or its bounds.
    pub exact: Value<N>,
    /// What is posted; nothing if the amount is known within bounds only, or nothing rounds money.
    pub posted: Option<N>,
    /// How many minor units came of the remainder, where money was divided.
    pub leftover: i128,
}

/// One posted figure of every row: who pays whom, and by which rule.
#[derive(Debug, Clone)]
pub struct EachShare {
    /// Its address within the period.
    pub address: String,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// The rule in words.
    pub words: String,
    /// Who pays.
    pub from: Account,
    /// Who receives.
    pub to: Account,
    /// What its amount is computed by; nothing for what other shares leave.
    node: Option<NodeId>,
}

/// One row's facts and figures.
pub struct RowReader<'e, N> {
    each: &'e EachRow<'e>,
    kernel: Option<Kernel<'e>>,
    evaluator: Evaluator<'e, N>,
    defaults: Vec<SlotValue<N>>,
    halves: Vec<Option<N>>,
    given: Vec<Given<N>>,
    unit: Option<(N, Rounding)>,
    settled_by: By,
    /// How many rows the kernel has left to the evaluator beyond those that it settled.
    left: i32,
}

/// What a row gives for a fact.
#[derive(Debug, Clone)]
enum Given<N> {
    /// Nothing: what the agreement or the facts say holds.
    Default,
    Number(N),
    Word(u16),
    NotPublished(Option<N>, Option<N>),
}

/// Who has settled the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Kernel,
    Evaluator,
}

/// After so many rows more left than settled, the kernel is no longer asked: it would only be in the way.
const LEFT_MAX: i32 = 64;

/// Why rows cannot be settled one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EachProblem {
    /// A posting touches a pool, whose balance belongs to a series of periods and not to a row.
    Pool,
}

impl<'t> EachRow<'t> {
    /// Compiles the terms for a setting. The facts serve what a row does not give.
    ///
    /// # Errors
    /// When the terms cannot be settled row by row.
    pub fn new(terms: &'t Terms, setting: &Setting, facts: &Facts) -> Result<EachRow<'t>, EachProblem> {
        let graph = compile(terms, setting);
        let sources = sources(terms, &graph, setting, facts, &Brought::default());
        let mut simple = Vec::new();
        let mut shares = Vec::new();
        let mut shape = Shape::Simple;
        for plan in &graph.postings {
            let accounts =
                plan.shares.iter().flat_map(|share| share.payees.iter().map(|payee| &payee.account));
            if accounts.chain([&plan.pot]).any(|account| matches!(account, Account::Pool(_))) {
                return Err(EachProblem::Pool);
            }
            shares.extend(plan.shares.iter().flat_map(|share| each_share(plan, share)));
            match (plan.of, plan.shares.as_slice()) {
                (Some(amount), [share])
                    if matches!(share.amount, AmountPlan::Whole) && share.payees.len() == 1 =>
                {
                    simple.push(Simple { amount });
                }
                _ => shape = Shape::Splits,
            }
        }
        let plan = plan(terms, &graph, &sources);
        Ok(EachRow { terms, graph, sources, simple, shares, shape, plan })
    }

    /// The compiled terms.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// What each slot is where a row does not give it.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The posted figures, in the order of the results.
    pub fn shares(&self) -> &[EachShare] {
        &self.shares
    }

    /// The slot of an input, if the terms ask for it.
    pub fn slot(&self, input: InputId, of: &[String]) -> Option<usize> {
        self.graph.slots.iter().position(|slot| slot.asks == Asks::Input(input) && slot.of == of)
    }

    /// A reader that settles as many rows as it can by the kernel, the others by the evaluator.
    ///
    /// # Errors
    /// When a constant of the terms does not fit a batch.
    pub fn quick_reader(&self) -> Result<RowReader<'_, Batch>, NumberProblem> {
        let mut reader = self.reader::<Batch>()?;
        if self.shape == Shape::Simple {
            let mut kernel = Kernel::new(&self.plan);
            for (slot, value) in reader.defaults.iter().enumerate() {
                kernel.default_to(slot, value);
            }
            reader.kernel = Some(kernel);
        }
        Ok(reader)
    }

    /// A reader that holds numbers in one way and settles every row by the evaluator.
    ///
    /// # Errors
    /// When a constant of the terms does not fit it.
    pub fn reader<N: Number>(&self) -> Result<RowReader<'_, N>, NumberProblem> {
        let evaluator = Evaluator::new(&self.graph)?;
        let mut defaults = Vec::new();
        let mut halves = Vec::new();
        let two = Exact::from_i128(2);
        for (slot, source) in self.graph.slots.iter().zip(&self.sources) {
            let input = slot.input(self.terms);
            defaults.push(source.slot(input)?);
            let known_to =
                input.and_then(|input| input.known_to.as_ref()).filter(|known_to| !known_to.sign().is_eq());
            halves.push(known_to.map(|known_to| N::from_exact(&known_to.divided_by(&two)?)).transpose()?);
        }
        let rounding = self.terms.rounding.as_ref();
        let unit = rounding.map(|rounding| Ok((N::from_exact(&rounding.to)?, rounding.rule))).transpose()?;
        let given = alloc::vec![Given::Default; defaults.len()];
        let (kernel, settled_by, left) = (None, By::Evaluator, 0);
        Ok(RowReader { each: self, kernel, evaluator, defaults, halves, given, unit, settled_by, left })
    }
}

impl<'e, N: Number> RowReader<'e, N> {
    /// Begins a row.
    pub fn begin(&mut self) {
        self.settled_by = By::Evaluator;
        self.evaluator.begin();
        if let Some(kernel) = &mut self.kernel {
            kernel.begin();
        }
    }

    /// Gives a quantity of the row; how closely it is known is what the input says.
    pub fn number(&mut self, slot: usize, number: N) {
        if let Some(kernel) = &mut self.kernel {
            match number.to_batch() {
                Some(batch) => kernel.number(slot, batch.numerator(), batch.denominator()),
                None => kernel.left(slot),
            }
        }
        self.give(slot, Given::Number(number));
    }

    /// Gives a word of the row, by its number in the choice.
    pub fn word(&mut self, slot: usize, word: u16) {
        if let Some(kernel) = &mut self.kernel {
            kernel.word(slot, word);
        }
        self.give(slot, Given::Word(word));
    }

    /// Says that the row does not give this: what the agreement or the facts say holds.
    pub fn absent(&mut self, slot: usize) {
        if let Some(kernel) = &mut self.kernel {
            kernel.default(slot);
        }
        self.give(slot, Given::Default);
    }

    /// Says that the row has a value that is not published.
    pub fn not_published(&mut self, slot: usize, low: Option<N>, high: Option<N>) {
        if let Some(kernel) = &mut self.kernel {
            kernel.left(slot);
        }
        self.give(slot, Given::NotPublished(low, high));
    }

    #[inline]
    fn give(&mut self, slot: usize, given: Given<N>) {
        if let Some(place) = self.given.get_mut(slot) {
            *place = given;
        }
    }

    /// Whether the row gave the value of this slot; else it is what the agreement or the facts say.
    pub fn is_from_row(&self, slot: usize) -> bool {
        !matches!(self.given.get(slot), Some(Given::Default) | None)
    }

    /// The value of a slot in this row.
    fn slot_value(&self, slot: usize) -> Result<SlotValue<N>, NumberProblem> {
        let number = match self.given.get(slot) {
            Some(Given::Word(word)) => return Ok(SlotValue::Word(*word)),
            Some(Given::Number(number)) => number,
            Some(Given::NotPublished(low, high)) => {
                let (low, high) = (low.clone(), high.clone());
                return Ok(SlotValue::Number(Value::Loose(Loose { stated: None, low, high })));
            }
            Some(Given::Default) | None => {
                return Ok(self.defaults.get(slot).cloned().unwrap_or(SlotValue::Absent));
            }
        };
        Ok(SlotValue::Number(match self.halves.get(slot) {
            Some(Some(half)) => Value::Loose(Loose {
                stated: Some(number.clone()),
                low: Some(number.minus(half)?),
                high: Some(number.plus(half)?),
            }),
            _ => Value::Exact(number.clone()),
        }))
    }

    /// What has been refused for this row.
    pub fn refusals(&self) -> &[Refusal] {
        self.evaluator.refusals()
    }

    /// Whether a condition was left undecided by the bounds.
    pub fn undecided(&self) -> impl Iterator<Item = &str> {
        // A row with such a condition is never settled by the kernel, and the evaluator has then decided nothing.
        self.evaluator
            .undecided()
            .filter_map(|id| self.each.graph.condition(id).map(|condition| condition.words.as_str()))
    }

    /// Settles the row: one amount for each of [`EachRow::shares`].
    ///
    /// # Errors
    /// `TooLarge` when it must be read again with [`Exact`]; else why it cannot be settled.
    pub fn settle(&mut self, amounts: &mut Vec<RowAmount<N>>) -> Result<(), Stop> {
        amounts.clear();
        if self.settled_by_kernel(amounts) {
            return Ok(());
        }
        amounts.clear();
        for slot in 0..self.given.len() {
            let value = self.slot_value(slot).map_err(|_| Stop::TooLarge)?;
            self.evaluator.give(slot, value);
        }
        if self.each.shape == Shape::Splits {
            return self.split(amounts);
        }
        let mut stop = None;
        for simple in &self.each.simple {
            match self.evaluator.value(simple.amount) {
                Ok(value) => {
                    let amount = row_amount(value.clone(), self.unit.as_ref());
                    amounts.push(amount.map_err(|_| Stop::TooLarge)?);
                }
                Err(found) => stop = stop.or(Some(found)),
            }
        }
        stop.map_or(Ok(()), Err)
    }

    /// Settles the row by the kernel, if it is an ordinary one.
    fn settled_by_kernel(&mut self, amounts: &mut Vec<RowAmount<N>>) -> bool {
        let Some(kernel) = &mut self.kernel else { return false };
        for simple in &self.each.simple {
            let amount = kernel.compute(simple.amount).and_then(|()| kernel.known(simple.amount));
            match amount.and_then(|amount| row_amount(held(&amount), self.unit.as_ref()).ok()) {
                Some(amount) => amounts.push(amount),
                None => {
                    self.left += 1;
                    if self.left > LEFT_MAX {
                        self.kernel = None;
                    }
                    return false;
                }
            }
        }
        self.left = self.left.saturating_sub(1).max(-LEFT_MAX);
        self.settled_by = By::Kernel;
        true
    }

    /// Money divided among several payees is divided by the reference alone.
    fn split(&mut self, amounts: &mut Vec<RowAmount<N>>) -> Result<(), Stop> {
        let mut reference: Evaluator<'_, Exact> =
            Evaluator::new(&self.each.graph).map_err(|_| Stop::TooLarge)?;
        for slot in 0..self.each.graph.slots.len() {
            let id = u32::try_from(slot).map(SlotId).map_err(|_| Stop::TooLarge)?;
            if let Some(value) = self.evaluator.slot(id) {
                reference.give(slot, value.to_exact());
            }
        }
        let terms = self.each.terms;
        let made =
            postings(&self.each.graph.postings, &mut reference, terms.currency, terms.rounding.as_ref());
        self.evaluator.refusals.extend(reference.refusals().iter().cloned());
        for plan in &self.each.graph.postings {
            // The reasons of the row are told from this reader, so it computes the same amounts.
            let nodes =
                plan.of.into_iter().chain(plan.shares.iter().filter_map(|share| match share.amount {
                    AmountPlan::Exact(node) => Some(node),
                    AmountPlan::Whole | AmountPlan::Rest => None,
                }));
            for node in nodes {
                self.evaluator.value(node)?;
            }
        }
        for share in made.map_err(|(_, stop)| stop)? {
            let held = |value: &Exact| N::from_exact(value).map_err(|_| Stop::TooLarge);
            let bound = |value: Option<&Exact>| value.map(held).transpose();
            let exact = match &share.exact {
                Value::Exact(value) => Value::Exact(held(value)?),
                Value::Loose(loose) => Value::Loose(Loose {
                    stated: bound(loose.stated.as_ref())?,
                    low: bound(loose.low.as_ref())?,
                    high: bound(loose.high.as_ref())?,
                }),
            };
            let posted = share.posted.map(|posted| held(&posted.to_exact())).transpose()?;
            amounts.push(RowAmount { exact, posted, leftover: share.leftover });
        }
        Ok(())
    }

    /// What the amount of this number was computed from, as far as the next named figures.
    pub fn behind(&self, number: usize) -> Looked {
        let nodes: Vec<NodeId> =
            self.each.shares.get(number).and_then(|share| share.node).into_iter().collect();
        looked_at(&self.each.graph, self, &nodes)
    }

    /// Why the amount of this number among [`EachRow::shares`] is zero, if it is.
    pub fn because(&self, number: usize) -> Option<Cow<'e, str>> {
        let node = self.each.shares.get(number)?.node?;
        zero_of(&self.each.graph, self, node)
    }
}

impl<'e, N: Number> RowReader<'e, N> {
    /// The kernel, if it has settled the row.
    #[inline]
    fn kernel(&self) -> Option<&Kernel<'e>> {
        self.kernel.as_ref().filter(|_| self.settled_by == By::Kernel)
    }
}

impl<N: Number> Computed for RowReader<'_, N> {
    type Number = N;

    fn graph(&self) -> &Graph {
        &self.each.graph
    }

    fn known(&self, id: NodeId) -> Option<Cow<'_, Value<N>>> {
        match self.kernel() {
            Some(kernel) => kernel.known(id).map(|value| Cow::Owned(held(&value))),
            None => self.evaluator.known(id).map(Cow::Borrowed),
        }
    }

    fn truth(&self, id: ConditionId) -> Option<Truth> {
        match self.kernel() {
            Some(kernel) => kernel.truth(id),
            None => self.evaluator.truth(id),
        }
    }

    fn given(&self, id: SlotId) -> Option<Cow<'_, SlotValue<N>>> {
        match self.kernel() {
            Some(_) => self.slot_value(id.number()).ok().map(Cow::Owned),
            None => self.evaluator.slot(id).map(Cow::Borrowed),
        }
    }

    fn is_known(&self, id: NodeId) -> bool {
        match self.kernel() {
            Some(kernel) => kernel.is_known(id),
            None => self.evaluator.known(id).is_some(),
        }
    }

    fn is_zero(&self, id: NodeId) -> bool {
        match self.kernel() {
            Some(kernel) => kernel.is_zero(id),
            None => self.evaluator.known(id).and_then(Value::exact).is_some_and(|value| value.sign().is_eq()),
        }
    }

    fn word(&self, id: SlotId) -> Option<u16> {
        match self.given.get(id.number())? {
            Given::Word(word) => Some(*word),
            Given::Default => match self.defaults.get(id.number())? {
                SlotValue::Word(word) => Some(*word),
                SlotValue::Number(_) | SlotValue::Absent => None,
            },
            Given::Number(_) | Given::NotPublished(..) => None,
        }
    }
}

/// A value of the kernel in the numbers of the reader.
fn held<N: Number>(value: &Value<Batch>) -> Value<N> {
    match value {
        Value::Exact(value) => Value::Exact(N::from_batch(value)),
        Value::Loose(Loose { stated, low, high }) => Value::Loose(Loose {
            stated: stated.as_ref().map(N::from_batch),
            low: low.as_ref().map(N::from_batch),
            high: high.as_ref().map(N::from_batch),
        }),
    }
}

/// The figures that the kernel of many rows gives for the facts that serve a period, for whoever checks that all
/// readings agree; nothing for a figure that it leaves to the evaluator.
pub fn kernel_figures(
    terms: &Terms,
    graph: &Graph,
    sources: &[Source],
) -> Result<Vec<Option<Value<Batch>>>, NumberProblem> {
    let plan = plan(terms, graph, sources);
    let mut kernel = Kernel::new(&plan);
    for (number, (slot, source)) in graph.slots.iter().zip(sources).enumerate() {
        kernel.default_to(number, &source.slot(slot.input(terms))?);
    }
    let figures = graph.figures.iter().map(|figure| {
        kernel.begin();
        kernel.compute(figure.node).and_then(|()| kernel.known(figure.node))
    });
    Ok(figures.collect())
}

/// How the kernel holds the facts of rows.
fn plan(terms: &Terms, graph: &Graph, sources: &[Source]) -> Plan {
    let slots =
        graph.slots.iter().zip(sources).map(|(slot, source)| SlotPlan::new(slot.input(terms), source));
    Plan::new(graph, slots.collect(), &bodies(graph))
}

fn row_amount<N: Number>(
    exact: Value<N>,
    unit: Option<&(N, Rounding)>,
) -> Result<RowAmount<N>, NumberProblem> {
    let posted = match (&exact, unit) {
        (Value::Exact(value), Some((unit, rule))) => Some(value.rounded(unit, *rule)?),
        _ => None,
    };
    Ok(RowAmount { exact, posted, leftover: 0 })
}

fn each_share<'p>(plan: &'p PostingPlan, share: &'p SharePlan) -> impl Iterator<Item = EachShare> + 'p {
    let node = match share.amount {
        AmountPlan::Exact(node) => Some(node),
        AmountPlan::Whole => plan.of,
        AmountPlan::Rest => None,
    };
    share.payees.iter().map(move |payee| {
        let (from, to) = match plan.direction {
            Direction::PotPays => (plan.pot.clone(), payee.account.clone()),
            Direction::PotReceives => (payee.account.clone(), plan.pot.clone()),
        };
        EachShare {
            address: payee.address.clone(),
            says: share.says.clone().or_else(|| plan.says.clone()),
            clause: share.clause.clone().or_else(|| plan.clause.clone()),
            words: share.words.clone(),
            from,
            to,
            node,
        }
    })
}
