//! Returns of measures and of costs, as the facts that an agreement asks for.
//!
//! What nothing names is told, never dropped. Start with [`measures`] and [`costs`].

use super::{Apart, CountingText};
use crate::fault::{Fault, said_twice};
use crate::names::Names;
use crate::period::{Period, read_period};
use crate::submission::{Cost, Found, MeasureValue, Standing};
use accordant_activity::{Rows, Scaled, TooLarge};
use accordant_agreement::terms::{InputKind, Terms};
use accordant_facts::{Days, Fact, FactValue, Facts, RowPlace, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The facts of a return, and what of it is in none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Returned {
    /// The facts.
    pub facts: Facts,
    /// The rows that are in none, and why.
    pub not_taken: Vec<NotTaken>,
}

/// A row that is in no fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// The row.
    pub row: u32,
    /// Why.
    pub why: String,
}

/// The facts of a return of measures. Values of one group of people are for looking at, and no fact of the agreement.
///
/// # Errors
/// When two rows say one fact otherwise: which of them holds cannot be known.
pub fn measures(
    file: &str,
    values: &[MeasureValue],
    text: &CountingText,
    terms: &Terms,
    periods: &[Period],
) -> Result<Returned, Fault> {
    let names = Names::new(terms);
    let mut returned = Returned::default();
    for value in values {
        match measure(file, value, text, &names, periods) {
            Ok(facts) => facts.into_iter().try_for_each(|fact| once(&mut returned.facts, fact))?,
            Err(why) => returned.not_taken.push(NotTaken { row: value.row, why }),
        }
    }
    Ok(returned)
}

/// Takes up a fact that no other row says otherwise.
fn once(facts: &mut Facts, fact: Fact) -> Result<(), Fault> {
    let Some(earlier) = facts.exact(&fact.name, &fact.of, fact.days) else {
        facts.replace(fact);
        return Ok(());
    };
    if earlier.agrees_with(&fact) {
        return Ok(());
    }
    Err(said_twice(earlier, &fact, "they differ; leave one of them out"))
}

fn measure(
    file: &str,
    value: &MeasureValue,
    text: &CountingText,
    names: &Names<'_>,
    periods: &[Period],
) -> Result<Vec<Fact>, String> {
    if value.group.is_some() || value.deprivation_fifth.is_some() {
        return Err("it is of one group of people".to_string());
    }
    let days = read_period(&value.period, periods).map_err(|fault| fault.what)?;
    let measured = text.measures.get(&value.measure).cloned();
    // A measure that bears the name of an input is that input.
    let named = measured.unwrap_or_else(|| super::Measured {
        value: names.asked(&value.measure).ok().map(|_| value.measure.clone()),
        ..super::Measured::default()
    });
    let of = value.party.as_deref().unwrap_or_default();
    let fact = |input: Option<String>, found: Said<'_>| -> Result<Option<Fact>, String> {
        let Some(input) = input else { return Ok(None) };
        let asked = names.asked(&input).map_err(|fault| fault.what)?;
        let found = match found {
            Said::Value(value)
                if matches!(asked.kind, InputKind::Choice(_)) && value != FactValue::NotPublished =>
            {
                return Err(format!("`{input}` is one of a few words, and a number was sent"));
            }
            Said::Value(value) => value,
            Said::Text(text) => asked.value(text).map_err(|fault| fault.what)?,
        };
        // Who sends a figure that is told apart by nothing answers for it, and it is still one figure.
        let elements =
            asked.of(if asked.indexes().is_empty() { "" } else { of }).map_err(|fault| fault.what)?;
        let rows = Rows::one(value.row);
        Ok(Some(said(
            (file, text.activity.status),
            (input, elements, days),
            found,
            &rows,
            value.party.clone(),
        )))
    };
    let facts = match &value.found {
        Found::Value(number) => vec![fact(named.value, Said::Value(FactValue::Number(number.clone())))?],
        Found::Word(word) => vec![fact(named.value, Said::Text(word))?],
        Found::Day(day) => vec![fact(named.value, Said::Text(&day.to_string()))?],
        Found::Rate { numerator, denominator } => vec![
            fact(named.numerator, Said::Value(FactValue::Number(numerator.to_exact())))?,
            fact(named.denominator, Said::Value(FactValue::Number(denominator.to_exact())))?,
        ],
        Found::NotPublished => [named.value, named.numerator, named.denominator]
            .into_iter()
            .map(|input| fact(input, Said::Value(FactValue::NotPublished)))
            .collect::<Result<Vec<_>, String>>()?,
    };
    let facts: Vec<Fact> = facts.into_iter().flatten().collect();
    if facts.is_empty() {
        return Err(format!("nothing says which input `{}` is", value.measure));
    }
    Ok(facts)
}

/// What a return says of an input.
enum Said<'a> {
    Value(FactValue),
    /// A word or a day, which the input itself reads.
    Text(&'a str),
}

/// A figure of the agreement: input, elements and days.
pub type Place = (String, Vec<String>, Days);

/// Costs that are added up.
#[derive(Default)]
struct Sum {
    amount: Scaled,
    rows: Rows,
    parties: BTreeSet<String>,
}

impl Sum {
    fn names(&mut self, line: &Cost) {
        self.rows.add(line.row);
        self.parties.insert(line.party.clone());
    }
}

/// The facts of a return of costs: allowable costs, added up. A cost of which the return does not say whether it may be
/// counted is counted; one that is disallowed is told with its reason.
///
/// # Errors
/// When a sum cannot be held.
pub fn costs(
    file: &str,
    lines: &[Cost],
    text: &CountingText,
    terms: &Terms,
    periods: &[Period],
) -> Result<Returned, TooLarge> {
    let names = Names::new(terms);
    let mut sums: BTreeMap<Place, Sum> = BTreeMap::new();
    // What a return names and disallows is known too: of a figure that it names in no other line, nothing is allowable.
    let mut disallowed: BTreeMap<Place, Sum> = BTreeMap::new();
    let mut returned = Returned::default();
    for line in lines {
        let placed = match &line.standing {
            Standing::Disallowed(reason) => {
                for place in places(line, text, &names, periods).unwrap_or_default() {
                    disallowed.entry(place).or_default().names(line);
                }
                Err(format!("it is disallowed: {reason}"))
            }
            Standing::Own => Err("it is a party's own cost of the alliance".to_string()),
            Standing::Allowable | Standing::Unsaid => places(line, text, &names, periods),
        };
        match placed {
            Ok(places) => {
                for place in places {
                    let sum = sums.entry(place).or_default();
                    sum.amount = sum.amount.plus(line.amount)?;
                    sum.names(line);
                }
            }
            Err(why) => returned.not_taken.push(NotTaken { row: line.row, why }),
        }
    }
    for (place, sum) in disallowed {
        sums.entry(place).or_insert(sum);
    }
    for (place, sum) in sums {
        let mut parties = sum.parties.into_iter();
        // Of several parties none answers for the sum.
        let one = parties.next().filter(|_| parties.next().is_none());
        returned.facts.replace(said(
            (file, text.activity.status),
            place,
            FactValue::Number(sum.amount.to_exact()),
            &sum.rows,
            one,
        ));
    }
    Ok(returned)
}

/// The figures that a line of costs adds to, whether it may be counted or not; or why there is none.
///
/// # Errors
/// Why the agreement has no figure for it.
pub fn cost_places(
    line: &Cost,
    text: &CountingText,
    terms: &Terms,
    periods: &[Period],
) -> Result<Vec<Place>, String> {
    places(line, text, &Names::new(terms), periods)
}

fn places(
    line: &Cost,
    text: &CountingText,
    names: &Names<'_>,
    periods: &[Period],
) -> Result<Vec<Place>, String> {
    let days = read_period(&line.period, periods).map_err(|fault| fault.what)?;
    if text.costs.is_empty() {
        return Err("nothing says which input costs add up to".to_string());
    }
    let party = text.activity.party(&line.party).unwrap_or(&line.party);
    let place = |costed: &super::Costed| -> Result<Place, String> {
        let element = |apart: &Apart| match apart {
            Apart::Party => party,
            Apart::Service => line.service.as_str(),
            Apart::Element => line.element.as_str(),
        };
        let of: Vec<&str> = costed.of.iter().map(element).collect();
        let asked = names.asked(&costed.input).map_err(|fault| fault.what)?;
        let elements = asked.of(&of.join("/")).map_err(|fault| fault.what)?;
        Ok((costed.input.clone(), elements, days))
    };
    // A cost is counted wherever its party, service or element is one that the agreement tells apart.
    let (placed, refused): (Vec<_>, Vec<_>) = text.costs.iter().map(place).partition(Result::is_ok);
    match refused.into_iter().next() {
        Some(Err(why)) if placed.is_empty() => Err(why),
        _ => Ok(placed.into_iter().flatten().collect()),
    }
}

pub(super) fn said(
    (file, status): (&str, Status),
    (name, of, days): Place,
    value: FactValue,
    rows: &Rows,
    owner: Option<String>,
) -> Fact {
    let first = rows.ranges().next().map_or(0, |range| u64::from(*range.start()));
    Fact {
        name,
        of,
        days,
        value,
        known_to: None,
        status,
        owner,
        source: Some(file.to_string()),
        row: Some(rows.to_string()),
        at: RowPlace { file: Arc::from(file), line: first },
    }
}
