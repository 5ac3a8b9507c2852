//! From a formula's tree to a condition.

use super::Resolver;
use super::scope::Scope;
use crate::formula::{Comparison, NameAt, Term, TermKind, words};
use crate::problem::nearest;
use crate::resolve::declare::Named;
use crate::shape::wrong::either;
use crate::terms::{At, Condition, ConditionKind, Subject};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How quantities are compared.
const QUANTITIES: &str = "compare quantities with =, <, <=, > or >=";

impl Resolver<'_> {
    /// The condition that a term means; `None` if a problem has been reported.
    pub(super) fn condition(&mut self, term: &Term, scope: &Scope) -> Option<Condition> {
        let kind = match &term.kind {
            TermKind::Both(..) | TermKind::Either(..) => return self.joined(term, scope),
            TermKind::Not(inner) => ConditionKind::Not(Box::new(self.condition(inner, scope)?)),
            TermKind::IsOneOf(subject, choices) => self.word(subject, choices, scope)?,
            TermKind::Compare(Comparison::Is, subject, word) => self.word(subject, &name_at(word), scope)?,
            TermKind::Compare(Comparison::IsNot, subject, word) => {
                let kind = self.word(subject, &name_at(word), scope)?;
                ConditionKind::Not(Box::new(self.described(subject, scope, kind)))
            }
            TermKind::Compare(comparison, left, right) => {
                if let Some(choice) = [left, right].into_iter().find(|side| self.is_choice(side)) {
                    self.choice_compared(term, choice, left, right, scope);
                    return None;
                }
                let (a, b) = (self.expr(left, scope), self.expr(right, scope));
                let (a, b) = (a?, b?);
                self.same_unit(term, &[(left, &a), (right, &b)], "compared", scope)?;
                ConditionKind::Compare(*comparison, Box::new(a), Box::new(b))
            }
            _ => {
                let written = scope.written(term.span);
                let (what, help) = if self.is_choice(term) {
                    (
                        format!("`{written}` is a choice of words; a condition is expected here"),
                        self.is_help(term, &written),
                    )
                } else {
                    // What is wrong within is told instead.
                    self.expr(term, scope)?;
                    let help = format!("compare it with another, such as `{written} > 0`");
                    (format!("`{written}` is a quantity; a condition is expected here"), help)
                };
                self.formula_problem(term, scope, what, Some(help));
                return None;
            }
        };
        Some(self.described(term, scope, kind))
    }

    /// Whether a term is the name of a choice of words.
    fn is_choice(&self, term: &Term) -> bool {
        let TermKind::Name { name, .. } = &term.kind else { return false };
        self.names.get(name).copied().is_some_and(|named| self.choice(named).is_some())
    }

    fn choice_compared(&mut self, term: &Term, choice: &Term, left: &Term, right: &Term, scope: &Scope) {
        let written = scope.written(choice.span);
        let other = if choice == left { right } else { left };
        let what = format!("`{written}` is a choice of words, not a quantity");
        let help = format!("write `{written} is {}`", scope.written(other.span));
        self.formula_problem(term, scope, what, Some(help));
    }

    /// How a choice is compared with one of its words.
    fn is_help(&self, term: &Term, written: &str) -> String {
        let named =
            if let TermKind::Name { name, .. } = &term.kind { self.names.get(name).copied() } else { None };
        let first = named.and_then(|named| self.choice(named)).and_then(|words| words.first().cloned());
        format!("compare it with one of its words: `{written} is {}`", first.unwrap_or_default())
    }

    fn described(&self, term: &Term, scope: &Scope, kind: ConditionKind) -> Condition {
        Condition { place: scope.place(term.span), words: words(term), kind }
    }

    /// A long row of `and` or `or` is a deep tree that leans to the left; it is gone through without recursion.
    fn joined(&mut self, term: &Term, scope: &Scope) -> Option<Condition> {
        let mut joined = Vec::new();
        let mut first = term;
        while let TermKind::Both(left, right) | TermKind::Either(left, right) = &first.kind {
            joined.push((first, right));
            first = left;
        }
        let mut so_far = self.condition(first, scope);
        for (join, right) in joined.into_iter().rev() {
            let more = self.condition(right, scope);
            so_far = so_far.zip(more).map(|(a, b)| {
                let (a, b) = (Box::new(a), Box::new(b));
                let kind = match &join.kind {
                    TermKind::Both(..) => ConditionKind::Both(a, b),
                    _ => ConditionKind::Either(a, b),
                };
                self.described(join, scope, kind)
            });
        }
        so_far
    }

    /// A choice, the current element, or the responsible provider, compared with words.
    fn word(&mut self, subject: &Term, choices: &[NameAt], scope: &Scope) -> Option<ConditionKind> {
        let TermKind::Name { name, at } = &subject.kind else {
            let what = format!("`{}` is no choice of words", scope.written(subject.span));
            self.formula_problem(subject, scope, what, Some(QUANTITIES.to_string()));
            return None;
        };
        if name == "responsible" {
            return self.responsible(subject, at, choices, scope);
        }
        if let Some(index) = self.index(name) {
            if !scope.by.contains(&index) {
                let what = format!("no {name} is meant here");
                let help = format!("give the line `by: {name}`, so that there is one for each");
                self.formula_problem(subject, scope, what, Some(help));
                return None;
            }
            let elements =
                self.indexes.get(index.0)?.elements.iter().map(|element| element.name.clone()).collect();
            self.known_words(choices, elements, name, scope)?;
            return Some(ConditionKind::Element(index, texts(choices)));
        }
        if self.ambiguous.contains(name) {
            return None;
        }
        let Some(named) = self.names.get(name).copied() else {
            return self.unknown(subject.span, name, scope);
        };
        if self.is_unsure(named) {
            return None;
        }
        let Some(allowed) = self.choice(named) else {
            let what = format!("`{name}` is a quantity, not a choice of words");
            self.formula_problem(subject, scope, what, Some(QUANTITIES.to_string()));
            return None;
        };
        self.known_words(choices, allowed, name, scope)?;
        let at = self.elements(subject, &self.indexes_of(named), at, scope)?;
        let subject = match named {
            Named::Input(id) => Subject::Input(id),
            Named::Line(id) => {
                self.ensure(id, None);
                Subject::Line(id)
            }
        };
        Some(ConditionKind::Word(subject, at, texts(choices)))
    }

    fn responsible(
        &mut self,
        subject: &Term,
        at: &[NameAt],
        choices: &[NameAt],
        scope: &Scope,
    ) -> Option<ConditionKind> {
        let service = self.index("service")?;
        let place = self.elements(subject, &[service], at, scope)?;
        let providers = self.around.providers.iter().map(|provider| provider.name.clone()).collect();
        self.known_words(choices, providers, "responsible", scope)?;
        let at: At = place.into_iter().next()?;
        Some(ConditionKind::Responsible(at, texts(choices)))
    }

    fn known_words(
        &mut self,
        choices: &[NameAt],
        allowed: Vec<String>,
        name: &str,
        scope: &Scope,
    ) -> Option<()> {
        let mut known = Some(());
        for choice in choices.iter().filter(|choice| !allowed.contains(&choice.name)) {
            let what = format!("`{name}` is never `{}`", choice.name);
            let help = match nearest(&choice.name, allowed.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if allowed.is_empty() => format!("there is no {name} in this agreement"),
                None => format!("it is {}", either(allowed.iter().map(String::as_str))),
            };
            self.problem("unknown-word", scope.place(choice.span), &choice.name, what, Some(help));
            known = None;
        }
        known
    }
}

fn texts(choices: &[NameAt]) -> Vec<String> {
    choices.iter().map(|choice| choice.name.to_string()).collect()
}

fn name_at(term: &Term) -> Vec<NameAt> {
    match &term.kind {
        TermKind::Name { name, .. } => alloc::vec![NameAt { name: name.clone(), span: term.span }],
        _ => Vec::new(),
    }
}
