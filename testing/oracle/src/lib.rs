//! The settlement a second time, written from `docs/spec` alone: a mistake would have to be made twice.
//!
//! It is slow and plain on purpose. Every figure is evaluated by its name and element, when something asks for it;
//! every number is an unbounded fraction; rounding and splitting are its own. From the house it takes the checked
//! terms, the days, and the text of numbers, and nothing that computes.
//!
//! This crate will never know how the real settlement works, explain a figure, or be fast.
//!
//! Start with [`settle`]; then [`range`] for what bounds do, and `evaluate` for what each rule means.

mod condition;
mod evaluate;
mod outcomes;
mod postings;
pub mod range;
mod rounding;
mod rules;
mod tables;

pub use dashu_ratio::RBig;
pub use outcomes::OUTCOMES;
pub use range::{End, Range};

use accordant_agreement::terms::{Element, IndexId, LineId, Terms};
use accordant_facts::Days;
use std::collections::{BTreeMap, BTreeSet};

/// What a figure is addressed by: its name and the elements of its indexes.
pub type Figure = (String, Vec<String>);

/// What is settled.
#[derive(Debug, Clone)]
pub struct Context {
    /// The whole period.
    pub period: Days,
    /// The part of it that is settled by itself; an uncut period is its own only part.
    pub part: Days,
    /// The term; where it has no end, any last day after the period.
    pub term: Days,
    /// The values of carried inputs from the period before; none in the first period (M24).
    pub carried: BTreeMap<Figure, Value>,
    /// What each pool closed with in the period before, in major units; none in the first period (M24).
    pub openings: BTreeMap<String, RBig>,
}

/// Where facts come from: by name and elements, for the part that is settled (S20).
pub struct Facts<'a> {
    /// The fact of the part.
    pub now: &'a dyn Fn(&str, &[String]) -> Option<OracleFact>,
    /// The latest fact of an earlier period.
    pub before: &'a dyn Fn(&str, &[String]) -> Option<OracleFact>,
    /// Told of every one of [`OUTCOMES`] that is met.
    pub met: &'a dyn Fn(&'static str),
}

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OracleFact {
    /// Its value.
    pub value: OracleFactValue,
    /// The true value lies within half of this; that of the input, if absent.
    pub known_to: Option<RBig>,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OracleFactValue {
    /// A quantity; a day counts from 1970-01-01.
    Number(RBig),
    /// A word of a closed list.
    Word(String),
    /// There is one, but it is not known.
    NotPublished,
    /// There are rows, and they do not fit the days.
    Unfit,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A quantity with its bounds.
    Number(Range),
    /// A word, of a column of words or a choice.
    Word(String),
}

/// Why there is no statement (S1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// Every fact that is missing (S5).
    pub missing: BTreeSet<Figure>,
    /// What a rule forbids, in words.
    pub forbidden: BTreeSet<String>,
}

/// All that changes hands, and the figures that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OracleStatement {
    /// What changes hands, in the author's order.
    pub postings: Vec<OraclePosting>,
    /// Every figure that a posting asked for, itself or through others.
    pub figures: BTreeMap<Figure, Value>,
    /// What each pool closes with, in major units; a pool whose opening is not known is left out.
    pub closings: BTreeMap<String, RBig>,
}

/// Money that changes hands between two accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OraclePosting {
    /// The share's name, or the posting's.
    pub figure: String,
    /// The element of the posting, then that of the payee, where they have one.
    pub of: Vec<String>,
    /// Who pays: a party, a pool, or `outside`.
    pub from: String,
    /// Who receives.
    pub to: String,
    /// How much.
    pub amount: PostedAmount,
}

/// How much changes hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostedAmount {
    /// Minor units of the currency; negative where money goes the other way.
    Posted(i128),
    /// Nothing: the amount lies somewhere within these bounds (S10).
    Bounds(Range),
}

/// Settles one part of a period (S1).
///
/// # Errors
/// Every missing fact, and what a rule forbids.
pub fn settle(terms: &Terms, around: &Context, facts: &Facts<'_>) -> Result<OracleStatement, Refusal> {
    let mut evaluator = evaluate::Evaluator::new(terms, around, facts);
    let (postings, closings) = postings::all(&mut evaluator)?;
    Ok(OracleStatement { postings, figures: evaluator.known(), closings })
}

/// Every line at every combination of its elements, as a reader asks for it (S4); each has its value or is refused.
pub fn figures(
    terms: &Terms,
    around: &Context,
    facts: &Facts<'_>,
) -> BTreeMap<Figure, Result<Value, Refusal>> {
    let mut evaluator = evaluate::Evaluator::new(terms, around, facts);
    let mut all = BTreeMap::new();
    for (number, line) in terms.lines.iter().enumerate() {
        let mut places: Vec<Vec<String>> = vec![Vec::new()];
        for index in &line.by {
            let names = elements(terms, *index, around);
            let longer = |place: &Vec<String>| {
                let place = place.clone();
                names.clone().into_iter().map(move |name| [place.clone(), vec![name]].concat())
            };
            places = places.iter().flat_map(longer).collect();
        }
        for of in places {
            let value = evaluator.line(LineId(number), &of);
            all.insert((line.name.clone(), of), value);
        }
    }
    all
}

/// Every element of an index that belongs to it on the first day of the part (M2).
pub(crate) fn elements(terms: &Terms, index: IndexId, around: &Context) -> Vec<String> {
    let day = around.part.from();
    let belongs = |element: &&Element| {
        element.from.is_none_or(|from| from <= day) && element.to.is_none_or(|to| day <= to)
    };
    let mut names: Vec<String> = Vec::new();
    for element in terms.indexes[index.0].elements.iter().filter(belongs) {
        if !names.contains(&element.name) {
            names.push(element.name.clone());
        }
    }
    names
}

impl Refusal {
    pub(crate) fn missing(name: &str, of: &[String]) -> Refusal {
        Refusal { missing: BTreeSet::from([(name.to_owned(), of.to_vec())]), forbidden: BTreeSet::new() }
    }

    pub(crate) fn forbids(what: impl Into<String>) -> Refusal {
        Refusal { missing: BTreeSet::new(), forbidden: BTreeSet::from([what.into()]) }
    }

    pub(crate) fn and(mut self, other: Refusal) -> Refusal {
        self.missing.extend(other.missing);
        self.forbidden.extend(other.forbidden);
        self
    }
}

/// Both values, or the refusals of both together: all missing facts are named in one run (S5).
pub(crate) fn both<A, B>(one: Result<A, Refusal>, other: Result<B, Refusal>) -> Result<(A, B), Refusal> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(one), Err(other)) => Err(one.and(other)),
        (Err(refusal), Ok(_)) | (Ok(_), Err(refusal)) => Err(refusal),
    }
}

/// All values, or the refusals of all together.
pub(crate) fn every<T>(results: impl IntoIterator<Item = Result<T, Refusal>>) -> Result<Vec<T>, Refusal> {
    let mut all = Ok(Vec::new());
    for result in results {
        all = both(all, result).map(|(mut values, value)| {
            values.push(value);
            values
        });
    }
    all
}
