//! What a name stands for and what a formula comes to, by name and element.

use crate::outcomes;
use crate::range::Range;
use crate::rounding::number;
use crate::{Context, Facts, Figure, OracleFact, OracleFactValue, Refusal, Value, both, elements, every};
use accordant_agreement::formula::{Aggregate, Function};
use accordant_agreement::terms::{
    At, Expr, ExprKind, IndexId, Input, InputId, LineId, Missing, Subject, Terms,
};
use accordant_facts::Days;
use accordant_money::Rounding;
use dashu_ratio::RBig;
use std::collections::BTreeMap;

/// The elements that are meant, the innermost last.
pub(crate) type Elements = Vec<(IndexId, String)>;

/// Everything that is looked at, and what has come out so far.
pub(crate) struct Evaluator<'a> {
    pub terms: &'a Terms,
    pub around: &'a Context,
    facts: &'a Facts<'a>,
    known: BTreeMap<(usize, Vec<String>), Result<Value, Refusal>>,
}

impl<'a> Evaluator<'a> {
    pub fn new(terms: &'a Terms, around: &'a Context, facts: &'a Facts<'a>) -> Evaluator<'a> {
        Evaluator { terms, around, facts, known: BTreeMap::new() }
    }

    /// Every figure that was asked for and has a value.
    pub fn known(&self) -> BTreeMap<Figure, Value> {
        let named = |(line, of): &(usize, Vec<String>)| (self.terms.lines[*line].name.clone(), of.clone());
        self.known.iter().filter_map(|(key, value)| Some((named(key), value.clone().ok()?))).collect()
    }

    /// The value of a line at its elements, evaluated once and when asked for (S4).
    pub fn line(&mut self, id: LineId, of: &[String]) -> Result<Value, Refusal> {
        let key = (id.0, of.to_vec());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let line = &self.terms.lines[id.0];
        let at: Elements = line.by.iter().copied().zip(of.iter().cloned()).collect();
        let value = self.rule(&line.rule, &at);
        self.known.insert(key, value.clone());
        value
    }

    /// The value of a formula.
    pub fn number(&mut self, expr: &Expr, at: &Elements) -> Result<Range, Refusal> {
        match &expr.kind {
            ExprKind::Number(value) => Ok(Range::exact(number(value))),
            ExprKind::Reference(subject, of) => self.reference(*subject, of, at),
            ExprKind::Plus(left, right) => {
                let (left, right) = self.two(left, right, at)?;
                left.plus(&right)
            }
            ExprKind::Minus(left, right) => {
                let (left, right) = self.two(left, right, at)?;
                left.minus(&right)
            }
            ExprKind::Times(left, right) => {
                let (left, right) = self.two(left, right, at)?;
                left.times(&right)
            }
            ExprKind::DividedBy(left, right) => {
                let (left, right) = self.two(left, right, at)?;
                self.divided(&left, &right)
            }
            ExprKind::Negative(inner) => Ok(self.number(inner, at)?.negative()),
            ExprKind::NotNegative(inner) => {
                let value = self.number(inner, at)?;
                if value.is_below(&Range::whole(0)).certain == Some(true) {
                    self.met("waterfall: below zero, refused");
                    return Err(Refusal::forbids("what a waterfall draws is below zero"));
                }
                Ok(value.max(&Range::whole(0)))
            }
            ExprKind::Function(function, arguments) => {
                let arguments = every(arguments.iter().map(|one| self.number(one, at)))?;
                self.note_function(*function, &arguments);
                apply(*function, &arguments)
            }
            ExprKind::Aggregate(how, over, inner) => self.aggregate(*how, over, inner, at),
            ExprKind::Rounded(inner, unit, rule) => {
                let value = self.number(inner, at)?;
                self.rounded(&value, &number(unit), *rule)
            }
        }
    }

    /// Tells of an outcome.
    pub fn met(&self, outcome: &'static str) {
        (self.facts.met)(outcome);
    }

    pub fn divided(&self, value: &Range, divisor: &Range) -> Result<Range, Refusal> {
        value.divided_by(divisor).inspect_err(|_| self.met("division by zero, refused"))
    }

    pub fn rounded(&self, value: &Range, unit: &RBig, rule: Rounding) -> Result<Range, Refusal> {
        let rounded = value.rounded(unit, rule)?;
        if let (Some(before), Some(after)) = (&value.stated, &rounded.stated) {
            self.met(outcomes::rounding(before, unit, after));
        }
        Ok(rounded)
    }

    fn note_function(&self, function: Function, arguments: &[Range]) {
        match (function, arguments) {
            (Function::Clamp, [_, low, high]) if high.is_below(low).certain == Some(true) => {
                self.met("clamp: crossed, refused");
            }
            (Function::Clamp, [amount, low, _]) if amount.is_below(low).certain == Some(true) => {
                self.met("clamp: held low");
            }
            (Function::Clamp, [amount, _, high]) if high.is_below(amount).certain == Some(true) => {
                self.met("clamp: held high");
            }
            (Function::Clamp, _) => self.met("clamp: untouched"),
            (Function::Cliff | Function::Deductible | Function::Deadband, [amount, threshold]) => {
                let size = if function == Function::Deadband { amount.abs() } else { amount.clone() };
                let below_zero = threshold.is_below(&Range::whole(0)).certain == Some(true);
                match (below_zero, size.equals(threshold).certain, size.is_below(threshold).certain) {
                    (true, ..) => self.met("threshold: below zero, refused"),
                    (_, Some(true), _) => self.met("threshold: at it"),
                    (_, _, Some(true)) => self.met("threshold: below it"),
                    _ => self.met("threshold: beyond it"),
                }
            }
            _ => {}
        }
    }

    pub fn two(&mut self, left: &Expr, right: &Expr, at: &Elements) -> Result<(Range, Range), Refusal> {
        let left = self.number(left, at);
        both(left, self.number(right, at))
    }

    fn reference(&mut self, subject: Subject, of: &[At], at: &Elements) -> Result<Range, Refusal> {
        match self.subject(subject, of, at)? {
            Value::Number(range) => Ok(range),
            Value::Word(word) => Err(Refusal::forbids(format!("`{word}` is a word, not a quantity"))),
        }
    }

    /// What a name stands for at the elements that are meant (M10).
    pub fn subject(&mut self, subject: Subject, of: &[At], at: &Elements) -> Result<Value, Refusal> {
        let (period, part) = (self.around.period, self.around.part);
        let number = match subject {
            Subject::Input(id) => return self.input(id, &named(of, at)),
            Subject::Line(id) => return self.line(id, &named(of, at)),
            Subject::Opening(pool) => Range::exact(self.opening(pool)?),
            Subject::DaysInPeriod => Range::whole(period.count()),
            Subject::DaysInPart => Range::whole(part.count()),
            Subject::TermYear => Range::whole(term_year(self.around.term, part)),
            Subject::PeriodStart => Range::whole(day_number(part).0),
            Subject::PeriodEnd => Range::whole(day_number(part).1),
        };
        Ok(Value::Number(number))
    }

    /// A fact, or what its absence means (S5, S6, S8, M24).
    pub fn input(&self, id: InputId, of: &[String]) -> Result<Value, Refusal> {
        let input = &self.terms.inputs[id.0];
        if let Some(carried) = self.around.carried.get(&(input.name.clone(), of.to_vec())) {
            return Ok(carried.clone());
        }
        if let Some(fact) = (self.facts.now)(&input.name, of) {
            let known_to = fact.known_to.is_some() || input.known_to.is_some();
            match fact.value {
                OracleFactValue::NotPublished => self.met("fact: not published"),
                OracleFactValue::Number(_) if known_to => self.met("fact: known to"),
                OracleFactValue::Unfit => self.met("fact: does not fit, refused"),
                _ => {}
            }
            return valued(input, of, fact);
        }
        if let Some(first) = input.carried.as_ref().and_then(|carried| carried.first.as_ref()) {
            self.met("fact: carried first value");
            return Ok(Value::Number(Range::exact(number(first))));
        }
        self.met(match &input.missing {
            Missing::Refuse => "fact: missing, refused",
            Missing::Number(_) => "fact: missing, a number",
            Missing::Word(_) => "fact: missing, a word",
            Missing::NotPublished => "fact: missing, not published",
            Missing::LastValue => "fact: last value",
        });
        match &input.missing {
            Missing::Refuse => Err(Refusal::missing(&input.name, of)),
            Missing::Number(value) => Ok(Value::Number(Range::exact(number(value)))),
            Missing::Word(word) => Ok(Value::Word(word.clone())),
            Missing::NotPublished => Ok(unpublished(input)),
            Missing::LastValue => (self.facts.before)(&input.name, of)
                .ok_or_else(|| Refusal::missing(&input.name, of))
                .and_then(|fact| valued(input, of, fact)),
        }
    }

    /// What a pool opens with: what it closed with, else its fact, else what the agreement says (M24).
    pub fn opening(&self, pool: usize) -> Result<RBig, Refusal> {
        let pool = &self.terms.pools[pool];
        if let Some(closed) = self.around.openings.get(&pool.name) {
            return Ok(closed.clone());
        }
        let of = [pool.name.clone()];
        match ((self.facts.now)("opening", &of).map(|fact| fact.value), &pool.opening) {
            (Some(OracleFactValue::Number(fact)), _) => {
                self.met("opening: fact");
                Ok(fact)
            }
            (Some(OracleFactValue::Unfit), _) => Err(Refusal::missing("opening", &of)),
            (_, Some(stated)) => {
                self.met("opening: stated");
                Ok(number(stated))
            }
            (_, None) => Err(Refusal::missing("opening", &of)),
        }
    }

    /// All elements of a quantity put together (M8). Counting looks at no value.
    fn aggregate(
        &mut self,
        how: Aggregate,
        over: &[IndexId],
        inner: &Expr,
        at: &Elements,
    ) -> Result<Range, Refusal> {
        let mut places: Vec<Elements> = vec![at.clone()];
        for index in over {
            let names = elements(self.terms, *index, self.around);
            let extended = |place: &Elements| {
                let place = place.clone();
                names.clone().into_iter().map(move |name| [place.clone(), vec![(*index, name)]].concat())
            };
            places = places.iter().flat_map(extended).collect();
        }
        if how == Aggregate::Count {
            return Ok(Range::whole(places.len() as i128));
        }
        let values = every(places.iter().map(|place| self.number(inner, place)))?;
        match (how, values.split_first()) {
            (Aggregate::Sum, _) => values.iter().try_fold(Range::whole(0), |sum, value| sum.plus(value)),
            (Aggregate::Largest, Some((first, rest))) => {
                Ok(rest.iter().fold(first.clone(), |best, one| best.max(one)))
            }
            (Aggregate::Smallest, Some((first, rest))) => {
                Ok(rest.iter().fold(first.clone(), |best, one| best.min(one)))
            }
            _ => Err(Refusal::forbids("there is no element of which one could be the largest or smallest")),
        }
    }
}

/// The elements that are meant, by name.
fn named(of: &[At], at: &Elements) -> Vec<String> {
    of.iter().map(|one| element(one, at)).collect()
}

/// The element that is meant.
pub(crate) fn element(one: &At, at: &Elements) -> String {
    match one {
        At::Named(name) => name.clone(),
        At::Index(index) => {
            let found = at.iter().rev().find(|(other, _)| other == index);
            found.map(|(_, name)| name.clone()).expect("the checker has found an element for every index")
        }
    }
}

fn valued(input: &Input, of: &[String], fact: OracleFact) -> Result<Value, Refusal> {
    match fact.value {
        OracleFactValue::Number(value) => {
            Ok(match fact.known_to.or_else(|| input.known_to.as_ref().map(number)) {
                Some(precision) => Value::Number(Range::known_to(value, &precision)),
                None => Value::Number(Range::exact(value)),
            })
        }
        OracleFactValue::Word(word) => Ok(Value::Word(word)),
        OracleFactValue::NotPublished => Ok(unpublished(input)),
        OracleFactValue::Unfit => Err(Refusal::missing(&input.name, of)),
    }
}

fn unpublished(input: &Input) -> Value {
    let (least, most) = (input.at_least.as_ref().map(number), input.at_most.as_ref().map(number));
    Value::Number(Range::unpublished(least, most))
}

fn apply(function: Function, arguments: &[Range]) -> Result<Range, Refusal> {
    let zero = Range::whole(0);
    match (function, arguments) {
        (Function::Min, [first, rest @ ..]) => Ok(rest.iter().fold(first.clone(), |best, one| best.min(one))),
        (Function::Max, [first, rest @ ..]) => Ok(rest.iter().fold(first.clone(), |best, one| best.max(one))),
        (Function::Abs, [amount]) => Ok(amount.abs()),
        (Function::Clamp, [amount, low, high]) => {
            if low.is_at_most(high).certain == Some(false) {
                return Err(Refusal::forbids("the low of a clamp is above its high"));
            }
            Ok(amount.min(high).max(low))
        }
        (Function::Cliff, [amount, threshold]) => cliff(amount, threshold),
        (Function::Deductible, [amount, threshold]) => {
            not_negative(threshold)?;
            Ok(amount.minus(threshold)?.max(&zero))
        }
        (Function::Deadband, [amount, threshold]) => {
            not_negative(threshold)?;
            let above = amount.minus(threshold)?.max(&zero);
            let below = amount.plus(threshold)?.min(&zero);
            above.plus(&below)
        }
        _ => Err(Refusal::forbids("a function has the wrong number of arguments")),
    }
}

/// All of it once the threshold is reached, else nothing (M9).
fn cliff(amount: &Range, threshold: &Range) -> Result<Range, Refusal> {
    not_negative(threshold)?;
    let reached = threshold.is_at_most(amount);
    Ok(match reached.certain {
        Some(true) => amount.clone(),
        Some(false) => Range::whole(0),
        None => Range::either(reached, amount, &Range::whole(0)),
    })
}

fn not_negative(threshold: &Range) -> Result<(), Refusal> {
    match threshold.is_below(&Range::whole(0)).certain {
        Some(true) => Err(Refusal::forbids("a threshold is below zero")),
        _ => Ok(()),
    }
}

/// The first and the last day, as days since 1970-01-01.
fn day_number(days: Days) -> (i128, i128) {
    let epoch = Days::parse("1970-01-01..1970-01-01").expect("1970 had a first day").from();
    let number = |day| match Days::new(epoch, day) {
        Some(since) => since.count() - 1,
        None => 1 - Days::new(day, epoch).map_or(1, Days::count),
    };
    (number(days.from()), number(days.to()))
}

/// 1 in the first twelve months of the term, then 2 (M10); that of the first day of the part.
fn term_year(term: Days, part: Days) -> i128 {
    let (first, day) = (term.from(), part.from());
    let reached = (day.month(), day.day()) >= (first.month(), first.day());
    i128::from(day.year()) - i128::from(first.year()) + i128::from(reached)
}
