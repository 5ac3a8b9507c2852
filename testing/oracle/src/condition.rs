//! Whether a condition holds, by the bounds and by the stated values (S9).

use crate::evaluate::{Elements, Evaluator, element};
use crate::range::{Range, Truth};
use crate::{Refusal, Value, both};
use accordant_agreement::formula::Comparison;
use accordant_agreement::terms::{At, Condition, ConditionKind, Responsibility};

impl Evaluator<'_> {
    /// Whether a condition holds. The second of two is not evaluated where the first decides.
    pub fn holds(&mut self, condition: &Condition, at: &Elements) -> Result<Truth, Refusal> {
        match &condition.kind {
            ConditionKind::Compare(comparison, left, right) => {
                let (left, right) = self.two(left, right, at)?;
                let truth = compare(*comparison, &left, &right);
                match truth {
                    Truth { certain: None, .. } => self.met("condition: undecided"),
                    _ if left.equals(&right).certain == Some(true) => self.met("condition: on the edge"),
                    _ if left.stated.is_none() || right.stated.is_none() => {
                        self.met("condition: by an unpublished value");
                    }
                    _ => {}
                }
                Ok(truth)
            }
            ConditionKind::Word(subject, of, words) => match self.subject(*subject, of, at)? {
                Value::Word(word) => Ok(Truth::known(words.contains(&word))),
                Value::Number(_) => Err(Refusal::forbids("which word it is, is not published")),
            },
            ConditionKind::Element(index, names) => {
                Ok(Truth::known(names.contains(&element(&At::Index(*index), at))))
            }
            ConditionKind::Responsible(service, names) => {
                let responsible = self.responsible(&element(service, at));
                Ok(Truth::known(responsible.is_some_and(|party| names.contains(&party))))
            }
            ConditionKind::Both(left, right) => self.joined(left, right, at, |one, other| one.and(other)),
            ConditionKind::Either(left, right) => {
                self.joined(left, right, at, |one, other| one.negated().and(other.negated()).negated())
            }
            ConditionKind::Not(inner) => Ok(self.holds(inner, at)?.negated()),
        }
    }

    fn joined(
        &mut self,
        left: &Condition,
        right: &Condition,
        at: &Elements,
        join: fn(Truth, Truth) -> Truth,
    ) -> Result<Truth, Refusal> {
        let left = self.holds(left, at)?;
        let unknown = Truth { certain: None, stated: None };
        if join(left, unknown).certain.is_some() {
            self.met("condition: second not looked at");
            return Ok(join(left, unknown));
        }
        Ok(join(left, self.holds(right, at)?))
    }

    /// Who is responsible for a service on the first day of the part, if anybody is (M10).
    pub fn responsible(&self, service: &str) -> Option<String> {
        let day = self.around.part.from();
        let in_force = |row: &&Responsibility| {
            row.service == service
                && row.from.is_none_or(|from| from <= day)
                && row.to.is_none_or(|to| day <= to)
        };
        let row = self.terms.responsible.iter().find(in_force);
        row.map(|row| row.party.clone())
    }

    /// One of two values; both, from the lowest to the highest, where the condition is undecided (S9).
    pub fn chosen(
        &mut self,
        truth: Truth,
        then: &mut dyn FnMut(&mut Self) -> Result<Range, Refusal>,
        otherwise: &mut dyn FnMut(&mut Self) -> Result<Range, Refusal>,
    ) -> Result<Range, Refusal> {
        match truth.certain {
            Some(true) => then(self),
            Some(false) => otherwise(self),
            None => {
                let then = then(self);
                let (then, otherwise) = both(then, otherwise(self))?;
                Ok(Range::either(truth, &then, &otherwise))
            }
        }
    }
}

fn compare(comparison: Comparison, left: &Range, right: &Range) -> Truth {
    match comparison {
        Comparison::Below => left.is_below(right),
        Comparison::AtMost => left.is_at_most(right),
        Comparison::Above => right.is_below(left),
        Comparison::AtLeast => right.is_at_most(left),
        Comparison::Equal | Comparison::Is => left.equals(right),
        Comparison::IsNot => left.equals(right).negated(),
    }
}
