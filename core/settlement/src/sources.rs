//! From facts to the slots of a graph: which row serves, what its absence means, where it came from (S5-S8, S20).

mod cited;

use crate::compile::Setting;
use crate::evaluate::{SlotValue, within};
use crate::graph::{Asks, Graph, Slot};
use crate::value::{Loose, Value};
use accordant_agreement::terms::{Input, InputKind, Missing, Over, Terms};
use accordant_facts::{Days, Fact, FactValue, Facts, Picked, RowPlace, Spread, Status};
use accordant_money::{Exact, Number, NumberProblem};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cited::{Cited, cited, is_row_of_source};

/// The note of an opening balance that the period before handed on.
pub const CLOSING_BALANCE: &str = "closing balance of the period before";

/// What a slot was filled with, and where that came from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The value; nothing if it is missing.
    pub value: Option<SourceValue>,
    /// How closely it is known.
    pub known_to: Option<Exact>,
    /// How far it can be relied on; nothing for what the agreement itself says.
    pub status: Option<Status>,
    /// The party answerable for it.
    pub owner: Option<String>,
    /// File, publication or letter; our own file where the facts name none.
    pub source: Option<String>,
    /// The row in the source.
    pub row: Option<String>,
    /// How it was made of the rows, or why there is none; and on which lines of our own files they stand, where the
    /// source is another.
    pub note: Option<String>,
    /// The dated facts that it is the sum of, in order; none where it is no sum.
    pub summed: Vec<Summand>,
}

/// A dated fact of a sum.
#[derive(Debug, Clone)]
pub struct Summand {
    /// Its days.
    pub days: Days,
    /// Its value; nothing where it is not published.
    pub value: Option<Exact>,
    /// File, publication or letter; our own file where the fact names none.
    pub source: Option<String>,
    /// The row in the source.
    pub row: Option<String>,
    /// Where it was read.
    pub at: RowPlace,
}

/// A value before it is put into a slot.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceValue {
    /// A quantity.
    Number(Exact),
    /// A word.
    Word(String),
    /// There is a value, but it is not published; the least and the most that it can be.
    NotPublished(Option<Exact>, Option<Exact>),
}

/// Values that earlier periods hand on: carried lines by input name, and closing balances by pool name.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    /// Inputs that carry a line forward, by name and elements; nothing for a line that has no value.
    pub inputs: BTreeMap<(String, Vec<String>), Option<SourceValue>>,
    /// Pools, by name.
    pub pools: BTreeMap<String, Exact>,
}

impl Source {
    fn plain(value: Option<SourceValue>, note: &str) -> Source {
        let note = Some(note.to_string());
        Source {
            value,
            known_to: None,
            status: None,
            owner: None,
            source: None,
            row: None,
            note,
            summed: Vec::new(),
        }
    }

    /// Whether it is a sum of rows of files that were sent, of more than one of them.
    pub fn is_of_files_sent(&self) -> bool {
        let is_sent = |one: &Summand| is_row_of_source(one.source.as_deref(), one.row.as_deref(), &one.at);
        let first = self.summed.first().and_then(|first| first.source.as_deref());
        self.summed.iter().all(is_sent) && self.summed.iter().any(|one| one.source.as_deref() != first)
    }

    /// The same, saying first how it was made of the facts.
    fn made(self, how: &str) -> Source {
        let note = match self.note {
            Some(read_at) => format!("{how}; {read_at}"),
            None => how.to_string(),
        };
        Source { note: Some(note), ..self }
    }

    /// The value as a slot takes it.
    ///
    /// # Errors
    /// When the number does not fit this way of holding it.
    pub fn slot<N: Number>(&self, input: Option<&Input>) -> Result<SlotValue<N>, NumberProblem> {
        match &self.value {
            None => Ok(SlotValue::Absent),
            Some(SourceValue::Word(word)) => Ok(code(input, word).map_or(SlotValue::Absent, SlotValue::Word)),
            Some(SourceValue::NotPublished(low, high)) => {
                let bound = |bound: &Option<Exact>| bound.as_ref().map(N::from_exact).transpose();
                Ok(SlotValue::Number(Value::Loose(Loose {
                    stated: None,
                    low: bound(low)?,
                    high: bound(high)?,
                })))
            }
            Some(SourceValue::Number(number)) => {
                let number = N::from_exact(number)?;
                match &self.known_to {
                    Some(known_to) if !known_to.sign().is_eq() => {
                        Ok(SlotValue::Number(within(&number, &N::from_exact(known_to)?)?))
                    }
                    _ => Ok(SlotValue::Number(Value::Exact(number))),
                }
            }
        }
    }
}

/// The number of a word in the choice of an input.
pub fn code(input: Option<&Input>, word: &str) -> Option<u16> {
    match &input?.kind {
        InputKind::Choice(words) => {
            words.iter().position(|known| known == word).and_then(|at| u16::try_from(at).ok())
        }
        InputKind::Quantity(_) => None,
    }
}

/// Finds what serves each slot of a graph.
pub fn sources(
    terms: &Terms,
    graph: &Graph,
    setting: &Setting,
    facts: &Facts,
    brought: &Brought,
) -> Vec<Source> {
    graph.slots().iter().map(|slot| source(terms, slot, setting, facts, brought)).collect()
}

pub(crate) fn source(
    terms: &Terms,
    slot: &Slot,
    setting: &Setting,
    facts: &Facts,
    brought: &Brought,
) -> Source {
    match slot.asks {
        Asks::Input(id) => match terms.inputs.get(id.0) {
            Some(input) => of_input(input, slot, setting, facts, brought),
            None => Source::plain(None, "no such input"),
        },
        Asks::Opening(pool) => {
            let Some(pool) = terms.pools.get(pool) else { return Source::plain(None, "no such pool") };
            if let Some(balance) = brought.pools.get(&pool.name) {
                return Source::plain(Some(SourceValue::Number(balance.clone())), CLOSING_BALANCE);
            }
            match picked("opening", &slot.of, setting, facts, None, None) {
                Ok(source) => source,
                Err(unserved) => match (&pool.opening, unserved) {
                    (Some(opening), Unserved::Absent(_)) => {
                        Source::plain(Some(SourceValue::Number(opening.clone())), "the agreement")
                    }
                    (_, Unserved::Absent(note) | Unserved::Unfit(note)) => Source::plain(None, &note),
                },
            }
        }
    }
}

fn of_input(input: &Input, slot: &Slot, setting: &Setting, facts: &Facts, brought: &Brought) -> Source {
    if input.carried.is_some()
        && let Some(value) = brought.inputs.get(&(input.name.clone(), slot.of.clone()))
    {
        let note = match value {
            Some(SourceValue::NotPublished(..)) => {
                "carried from the period before, where it is known within bounds only"
            }
            Some(_) => "carried from the period before",
            None => "the line that it carries forward has no value in the period before",
        };
        return Source::plain(value.clone(), note);
    }
    let spread = input.over.map(|over| match over {
        Over::ByDays => Spread::ByDays,
        Over::Same => Spread::Same,
        Over::AsDated => Spread::AsDated,
    });
    match picked(&input.name, &slot.of, setting, facts, spread, input.known_to.as_ref()) {
        Ok(source) => completed(source, input),
        Err(Unserved::Absent(note)) => absent(input, slot, setting, facts, &note),
        Err(Unserved::Unfit(note)) => Source::plain(None, &note),
    }
}

/// What a fact lacks, the input says.
fn completed(mut source: Source, input: &Input) -> Source {
    if source.value == Some(SourceValue::NotPublished(None, None)) {
        source.value = Some(SourceValue::NotPublished(input.at_least.clone(), input.at_most.clone()));
    }
    if source.owner.is_none() {
        source.owner = input.owner.clone();
    }
    source
}

/// What the agreement says of a missing fact.
fn absent(input: &Input, slot: &Slot, setting: &Setting, facts: &Facts, note: &str) -> Source {
    if let Some(first) = input.carried.as_ref().and_then(|carried| carried.first.clone()) {
        return Source::plain(Some(SourceValue::Number(first)), "the agreement, for the first period");
    }
    let from_agreement = |value| Source::plain(Some(value), "no fact; the agreement says what is taken then");
    match &input.missing {
        Missing::Number(value) => from_agreement(SourceValue::Number(value.clone())),
        Missing::Word(word) => from_agreement(SourceValue::Word(word.clone())),
        Missing::NotPublished => {
            from_agreement(SourceValue::NotPublished(input.at_least.clone(), input.at_most.clone()))
        }
        Missing::LastValue => match facts.latest_before(&input.name, &slot.of, setting.part.from()) {
            Some(fact) => {
                let mut source = completed(of_fact(fact, input.known_to.as_ref()), input);
                source = source.made(&format!("no fact for this period; the last one, of {}", fact.days));
                source
            }
            None => Source::plain(None, note),
        },
        Missing::Refuse => Source::plain(None, note),
    }
}

/// What serves a slot, or why nothing does.
type Found = Result<Source, Unserved>;

/// Why no fact serves a slot.
enum Unserved {
    /// There is none: the agreement decides what is taken then.
    Absent(String),
    /// There are some that do not fit the days: what is known is never set aside for what the agreement says of nothing.
    Unfit(String),
}

/// The fact that serves. How closely it is known is what it says, else what the input says (`known_to`).
fn picked(
    name: &str,
    of: &[String],
    setting: &Setting,
    facts: &Facts,
    spread: Option<Spread>,
    known_to: Option<&Exact>,
) -> Found {
    match facts.pick(name, of, setting.part, setting.period, spread) {
        Picked::Row(fact) => Ok(of_fact(fact, known_to)),
        Picked::Sum(rows) => summed(&rows, known_to),
        Picked::Share { fact, days, of_days } => shared(of_fact(fact, known_to), &fact.at, days, of_days),
        Picked::Absent => Err(Unserved::Absent(format!("there is no fact for {}", setting.label))),
        Picked::SpansCut(fact) => Err(Unserved::Unfit(format!(
            "the fact of {} reaches beyond {}; give one for each part, or say with `over` how it is spread",
            fact.days, setting.part
        ))),
        Picked::Gap { days, .. } => {
            Err(Unserved::Unfit(format!("the dated facts leave out {days}; give those too")))
        }
        Picked::Twice(a, b) => {
            Err(Unserved::Unfit(format!("the facts at {} and {} cover the same days", a.at, b.at)))
        }
    }
}

fn of_fact(fact: &Fact, known_to: Option<&Exact>) -> Source {
    let value = match &fact.value {
        FactValue::Number(number) => SourceValue::Number(number.clone()),
        FactValue::Word(word) => SourceValue::Word(word.clone()),
        FactValue::NotPublished => SourceValue::NotPublished(None, None),
    };
    let Cited { source, row, read_at } = cited(&[fact]);
    Source {
        value: Some(value),
        known_to: fact.known_to.as_ref().or(known_to).cloned(),
        status: Some(fact.status),
        owner: fact.owner.clone(),
        source,
        row,
        note: read_at,
        summed: Vec::new(),
    }
}

fn summand(fact: &Fact) -> Summand {
    let Cited { source, row, .. } = cited(&[fact]);
    let value = match &fact.value {
        FactValue::Number(number) => Some(number.clone()),
        FactValue::Word(_) | FactValue::NotPublished => None,
    };
    Summand { days: fact.days, value, source, row, at: fact.at.clone() }
}

/// Dated facts added. Where one is not published, neither is the sum.
fn summed(rows: &[&Fact], each_known_to: Option<&Exact>) -> Found {
    let mut total = Exact::zero();
    let mut known_to: Option<Exact> = None;
    let mut is_published = true;
    for row in rows {
        match &row.value {
            FactValue::Number(number) => {
                total =
                    total.plus(number).map_err(|_| Unserved::Unfit("the sum is too large".to_string()))?;
            }
            FactValue::NotPublished => is_published = false,
            FactValue::Word(_) => {
                let what = format!("the fact at {} is not a number and cannot be added", row.at);
                return Err(Unserved::Unfit(what));
            }
        }
        let wider = row
            .known_to
            .as_ref()
            .or(each_known_to)
            .map(|one| known_to.as_ref().map_or(Ok(one.clone()), |so_far| so_far.plus(one)));
        known_to = wider.and_then(Result::ok).or(known_to);
    }
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Err(Unserved::Absent("there is no fact".to_string()));
    };
    let how = format!("the sum of {} values, {} to {}", rows.len(), first.days.from(), last.days.to());
    let Cited { source, row, read_at } = cited(rows);
    let owned_alike = rows.iter().all(|row| row.owner == first.owner);
    let value = if is_published { SourceValue::Number(total) } else { SourceValue::NotPublished(None, None) };
    let sum = Source {
        value: Some(value),
        known_to,
        status: rows.iter().map(|row| row.status).max(),
        // Of several owners none answers for the sum.
        owner: first.owner.clone().filter(|_| owned_alike),
        source,
        row,
        note: read_at,
        summed: rows.iter().copied().map(summand).collect(),
    };
    Ok(sum.made(&how))
}

fn shared(whole: Source, at: &RowPlace, days: i128, of_days: i128) -> Found {
    let share = Exact::ratio(days, of_days).unwrap_or_else(Exact::zero);
    let Some(SourceValue::Number(number)) = &whole.value else {
        return Err(Unserved::Unfit(format!("the fact at {at} is not a number and cannot be spread")));
    };
    let part = number.times(&share);
    let known_to = whole.known_to.as_ref().map(|known_to| known_to.times(&share)).transpose();
    match (part, known_to) {
        (Ok(part), Ok(known_to)) => {
            let how = format!("{days} of the {of_days} days of the period's figure");
            Ok(Source { value: Some(SourceValue::Number(part)), known_to, ..whole }.made(&how))
        }
        _ => Err(Unserved::Unfit("the share is too large a number".to_string())),
    }
}
