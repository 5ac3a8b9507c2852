//! The same terms settled for one row of facts after another: the graph is compiled once (F9).
//!
//! A row is read with [`Batch`] numbers, first by the kernel, whose denominators are planned beforehand, and by the
//! evaluator where the row is out of the ordinary. Where a number does not fit, or money is divided among several
//! payees, the caller reads the row again with [`Exact`]. All readings give equal values and equal text.

mod by_kernel;
mod divided;
mod reader;

pub use by_kernel::kernel_figures;
pub use reader::RowReader;

use crate::compile::{Setting, compile};
use crate::evaluate::{Evaluator, bodies};
use crate::graph::{AmountPlan, Asks, Graph, NodeId, PostingPlan, SharePlan};
use crate::kernel::{Kernel, Plan, SlotPlan};
use crate::sources::{Brought, Source, sources};
use crate::value::Value;
use accordant_agreement::terms::{Account, Direction, InputId, Terms};
use accordant_facts::Facts;
use accordant_money::{Batch, Exact, Number, NumberProblem};
use alloc::string::String;
use alloc::vec::Vec;
use reader::{By, Given};

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

/// How the kernel holds the facts of rows.
pub(crate) fn plan(terms: &Terms, graph: &Graph, sources: &[Source]) -> Plan {
    let slots =
        graph.slots.iter().zip(sources).map(|(slot, source)| SlotPlan::new(slot.input(terms), source));
    Plan::new(graph, slots.collect(), &bodies(graph))
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
