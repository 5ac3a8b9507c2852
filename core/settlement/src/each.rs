//! The same terms settled for one row of facts after another: the graph is compiled once (F9).
//!
//! A row is read with [`Batch`](accordant_money::Batch) numbers; where one does not fit, or money is divided among
//! several payees, the caller reads the row again with [`Exact`]. Both readings give equal values and equal text.

use crate::compile::{Setting, compile};
use crate::computed::Computed;
use crate::evaluate::{Evaluator, SlotValue, Stop};
use crate::graph::{AmountPlan, Asks, ConditionId, Graph, NodeId, PostingPlan, SharePlan, SlotId};
use crate::posting::postings;
use crate::reason::{Looked, looked_at, zero_of};
use crate::refusal::Refusal;
use crate::sources::{Brought, Source, sources};
use crate::value::{Loose, Truth, Value};
use accordant_agreement::terms::{Account, Direction, InputId, Terms};
use accordant_facts::Facts;
use accordant_money::{Exact, Number, NumberProblem, Rounding};
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
    evaluator: Evaluator<'e, N>,
    defaults: Vec<SlotValue<N>>,
    halves: Vec<Option<N>>,
    from_row: Vec<bool>,
    unit: Option<(N, Rounding)>,
}

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
        Ok(EachRow { terms, graph, sources, simple, shares, shape })
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

    /// A reader that holds numbers in one way.
    ///
    /// # Errors
    /// When a constant of the terms does not fit it.
    pub fn reader<N: Number>(&self) -> Result<RowReader<'_, N>, NumberProblem> {
        let mut evaluator = Evaluator::new(&self.graph)?;
        let mut defaults = Vec::new();
        let mut halves = Vec::new();
        let two = Exact::from_i128(2);
        for (at, (slot, source)) in self.graph.slots.iter().zip(&self.sources).enumerate() {
            let input = match slot.asks {
                Asks::Input(id) => self.terms.inputs.get(id.0),
                Asks::Opening(_) => None,
            };
            let value: SlotValue<N> = source.slot(input)?;
            evaluator.give(at, value.clone());
            defaults.push(value);
            let known_to =
                input.and_then(|input| input.known_to.as_ref()).filter(|known_to| !known_to.sign().is_eq());
            halves.push(known_to.map(|known_to| N::from_exact(&known_to.divided_by(&two)?)).transpose()?);
        }
        let rounding = self.terms.rounding.as_ref();
        let unit = rounding.map(|rounding| Ok((N::from_exact(&rounding.to)?, rounding.rule))).transpose()?;
        let from_row = alloc::vec![false; defaults.len()];
        Ok(RowReader { each: self, evaluator, defaults, halves, from_row, unit })
    }
}

impl<'e, N: Number> RowReader<'e, N> {
    /// Begins a row.
    pub fn begin(&mut self) {
        self.evaluator.begin();
    }

    /// Gives a quantity of the row; how closely it is known is what the input says.
    ///
    /// # Errors
    /// When its bounds do not fit this way of holding numbers.
    pub fn number(&mut self, slot: usize, number: N) -> Result<(), NumberProblem> {
        let value = match self.halves.get(slot) {
            Some(Some(half)) => Value::Loose(Loose {
                low: Some(number.minus(half)?),
                high: Some(number.plus(half)?),
                stated: Some(number),
            }),
            _ => Value::Exact(number),
        };
        self.give(slot, SlotValue::Number(value));
        Ok(())
    }

    /// Gives a word of the row, by its number in the choice.
    pub fn word(&mut self, slot: usize, word: u16) {
        self.give(slot, SlotValue::Word(word));
    }

    /// Says that the row does not give this: what the agreement or the facts say holds.
    pub fn absent(&mut self, slot: usize) {
        if let Some(value) = self.defaults.get(slot) {
            self.evaluator.give(slot, value.clone());
        }
        if let Some(from_row) = self.from_row.get_mut(slot) {
            *from_row = false;
        }
    }

    fn give(&mut self, slot: usize, value: SlotValue<N>) {
        self.evaluator.give(slot, value);
        if let Some(from_row) = self.from_row.get_mut(slot) {
            *from_row = true;
        }
    }

    /// Whether the row gave the value of this slot; else it is what the agreement or the facts say.
    pub fn is_from_row(&self, slot: usize) -> bool {
        self.from_row.get(slot) == Some(&true)
    }

    /// Says that the row has a value that is not published.
    pub fn not_published(&mut self, slot: usize, low: Option<N>, high: Option<N>) {
        self.give(slot, SlotValue::Number(Value::Loose(Loose { stated: None, low, high })));
    }

    /// What has been refused for this row.
    pub fn refusals(&self) -> &[Refusal] {
        self.evaluator.refusals()
    }

    /// Whether a condition was left undecided by the bounds.
    pub fn undecided(&self) -> impl Iterator<Item = &str> {
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
        if self.each.shape == Shape::Splits {
            return self.split(amounts);
        }
        let mut stop = None;
        for simple in &self.each.simple {
            match self.evaluator.value(simple.amount) {
                Ok(value) => {
                    let amount = row_amount(value, self.unit.as_ref()).map_err(|_| Stop::TooLarge)?;
                    amounts.push(amount);
                }
                Err(found) => stop = stop.or(Some(found)),
            }
        }
        stop.map_or(Ok(()), Err)
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
    pub fn because(&self, number: usize) -> Option<String> {
        let node = self.each.shares.get(number)?.node?;
        zero_of(&self.each.graph, self, node)
    }
}

impl<N: Number> Computed for RowReader<'_, N> {
    type Number = N;

    fn graph(&self) -> &Graph {
        &self.each.graph
    }

    fn known(&self, id: NodeId) -> Option<Cow<'_, Value<N>>> {
        self.evaluator.known(id).map(Cow::Borrowed)
    }

    fn truth(&self, id: ConditionId) -> Option<Truth> {
        self.evaluator.truth(id)
    }

    fn given(&self, id: SlotId) -> Option<Cow<'_, SlotValue<N>>> {
        self.evaluator.slot(id).map(Cow::Borrowed)
    }
}

fn row_amount<N: Number>(
    value: &Value<N>,
    unit: Option<&(N, Rounding)>,
) -> Result<RowAmount<N>, NumberProblem> {
    let posted = match (value, unit) {
        (Value::Exact(value), Some((unit, rule))) => Some(value.rounded(unit, *rule)?),
        _ => None,
    };
    Ok(RowAmount { exact: value.clone(), posted, leftover: 0 })
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
