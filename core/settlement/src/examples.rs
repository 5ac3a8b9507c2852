//! Worked examples, run as tests of the terms (L18).

use crate::series::whole;
use crate::settle::{Settlement, Statement, settle};
use crate::sources::Brought;
use crate::value::Value;
use accordant_agreement::Agreement;
use accordant_agreement::calendar::{Period, parse_period, periods};
use accordant_agreement::examples::{Example, Expected, Outcome};
use accordant_agreement::resolve::Given;
use accordant_agreement::unit::Unit;
use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::Exact;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What running an example gave.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The settlement; nothing if the agreement has no money terms or the period does not exist.
    pub settlement: Option<Settlement>,
    /// Each expected figure with what was found.
    pub compared: Vec<Compared>,
}

/// An expected figure beside the one found.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The figure.
    pub figure: String,
    /// What the example expects, as written.
    pub expected: String,
    /// What was found, in words.
    pub found: String,
    /// Whether they agree.
    pub verdict: Verdict,
}

/// Whether an expected figure was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was.
    Holds,
    /// It was not.
    DoesNotHold,
}

impl Ran {
    /// Whether every expected figure was found.
    pub fn holds(&self) -> bool {
        self.compared.iter().all(|one| one.verdict == Verdict::Holds)
    }
}

/// Runs an example: settles what it gives and compares what it expects.
pub fn run_example(agreement: &Agreement, example: &Example) -> Ran {
    let settlement = settle_example(agreement, example);
    let compared = example.expect.iter().map(|expected| compare(expected, settlement.as_ref())).collect();
    Ran { settlement, compared }
}

/// Settles the facts of an example for its whole period, without cutting it.
pub fn settle_example(agreement: &Agreement, example: &Example) -> Option<Settlement> {
    let terms = agreement.terms.as_ref()?;
    let period = period(agreement, example)?;
    let setting = whole(agreement, &period)?;
    let facts = example_facts(example, setting.period);
    Some(settle(terms, &setting, &facts, &Brought::default()))
}

/// The period of an example: the one it names, or the first of the term.
pub fn period(agreement: &Agreement, example: &Example) -> Option<Period> {
    let alliance = &agreement.particulars.alliance;
    match &example.period {
        Some(name) => parse_period(alliance, name),
        None => periods(alliance).next(),
    }
}

/// The facts that an example gives for these days; they are exact unless it says how closely they are known.
pub fn example_facts(example: &Example, days: Days) -> Facts {
    let mut facts = Facts::new();
    for given in &example.given {
        let value = match &given.value {
            Given::Number(value, _) => FactValue::Number(value.clone()),
            Given::Word(word) => FactValue::Word(word.clone()),
            Given::NotPublished => FactValue::NotPublished,
        };
        let fact = Fact {
            name: given.name.clone(),
            of: given.of.clone(),
            days,
            value,
            known_to: Some(given.known_to.clone().unwrap_or_else(Exact::zero)),
            status: Status::Illustrative,
            owner: None,
            source: Some(format!("example \"{}\"", example.name.replace('_', " "))),
            row: None,
            at: RowPlace { file: Arc::from(given.place.file.as_str()), line: u64::from(given.place.line) },
        };
        // The text cannot give one fact twice, so nothing is lost here.
        let _earlier = facts.insert(fact);
    }
    facts
}

fn compare(expected: &Expected, settlement: Option<&Settlement>) -> Compared {
    let found = settlement.map_or(Found::Nothing, |settlement| find(settlement, &expected.figure));
    let holds = match (&expected.outcome, &found) {
        (Outcome::Refused, found) => found.refused(settlement, &expected.figure),
        (Outcome::Undecided, Found::Value(Value::Loose(_), ..)) => {
            settlement.is_some_and(|one| !one.undecided.is_empty())
        }
        (
            Outcome::Is(Given::Number(value, unit), _, because),
            Found::Value(Value::Exact(actual), actual_unit, why),
        ) => {
            let units = unit.is_none() || *unit == **actual_unit || actual_unit.is_none();
            actual == value && units && (because.is_none() || because == why)
        }
        (Outcome::Bounds(Given::Number(from, _), Given::Number(to, _)), Found::Value(value, ..)) => {
            value.low() == Some(from) && value.high() == Some(to)
        }
        _ => false,
    };
    Compared {
        figure: expected.figure.clone(),
        expected: wanted(&expected.outcome),
        found: found.words(settlement),
        verdict: if holds { Verdict::Holds } else { Verdict::DoesNotHold },
    }
}

enum Found<'s> {
    Value(Value<Exact>, &'s Option<Unit>, Option<String>),
    Nothing,
}

/// A figure that is posted is compared as posted; any other exactly as computed.
fn find<'s>(settlement: &'s Settlement, figure: &str) -> Found<'s> {
    if let Some(statement) = settlement.shares.iter().find(|statement| statement.share.address == figure) {
        return Found::Value(posted_or_bounds(statement), &None, statement.because.clone());
    }
    if let Some(reason) = settlement.reasons.iter().find(|reason| reason.address == figure) {
        return Found::Value(reason.value.clone(), &reason.unit, reason.because.clone());
    }
    if let Some(pool) = settlement.pools.iter().find(|pool| pool.pool == figure) {
        return Found::Value(Value::Exact(pool.closing.to_exact()), &None, None);
    }
    Found::Nothing
}

fn posted_or_bounds(statement: &Statement) -> Value<Exact> {
    match statement.share.posted {
        Some(posted) => Value::Exact(posted.to_exact()),
        None => statement.share.exact.clone(),
    }
}

fn wanted(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Is(_, written, None) => written.clone(),
        Outcome::Is(_, written, Some(because)) => format!("{written}, because {because}"),
        Outcome::Bounds(from, to) => format!("from {} to {}", number(from), number(to)),
        Outcome::Refused => "refused".to_string(),
        Outcome::Undecided => "undecided".to_string(),
    }
}

fn number(given: &Given) -> String {
    match given {
        Given::Number(value, _) => plain(value),
        Given::Word(word) => word.clone(),
        Given::NotPublished => "not published".to_string(),
    }
}

/// The exact decimal if there is one, else the fraction.
fn plain(value: &Exact) -> String {
    value.terminating().unwrap_or_else(|| value.fraction())
}

impl Found<'_> {
    /// A settlement that is refused posts nothing, though some of its figures are known.
    fn refused(&self, settlement: Option<&Settlement>, figure: &str) -> bool {
        let posted = settlement.is_some_and(|one| {
            !one.refusals.is_empty() && one.shares.iter().any(|statement| statement.share.address == figure)
        });
        matches!(self, Found::Nothing) || posted
    }

    fn words(&self, settlement: Option<&Settlement>) -> String {
        match self {
            Found::Value(Value::Exact(value), unit, because) => {
                let unit = unit
                    .as_ref()
                    .filter(|unit| !unit.is_ratio())
                    .map(|unit| format!(" {unit}"))
                    .unwrap_or_default();
                let because =
                    because.as_ref().map(|because| format!(", because {because}")).unwrap_or_default();
                format!("{}{unit}{because}", plain(value))
            }
            Found::Value(value, ..) => {
                let end = |bound: Option<&Exact>| bound.map_or_else(|| "no bound".to_string(), plain);
                format!("from {} to {}", end(value.low()), end(value.high()))
            }
            Found::Nothing => {
                let why: Vec<String> = settlement
                    .map(|one| one.refusals.iter().map(|refusal| refusal.what.clone()).collect())
                    .unwrap_or_default();
                if why.is_empty() {
                    "no such figure".to_string()
                } else {
                    format!("refused: {}", why.join("; "))
                }
            }
        }
    }
}
