//! From a formula's tree to a condition.

use super::Resolver;
use super::scope::Scope;
use crate::formula::{Comparison, NameAt, Term, TermKind, words};
use crate::problem::nearest;
use crate::terms::{At, Condition, ConditionKind, Subject};
use crate::resolve::declare::Named;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Resolver<'_> {
    /// The condition that a term means; `None` if a problem has been reported.
    pub(super) fn condition(&mut self, term: &Term, scope: &Scope) -> Option<Condition> {
        let kind = match &term.kind {
            TermKind::Both(left, right) => {
                let (left, right) = self.two(left, right, scope)?;
                ConditionKind::Both(left, right)
            }
            TermKind::Either(left, right) => {
                let (left, right) = self.two(left, right, scope)?;
                ConditionKind::Either(left, right)
            }
            TermKind::Not(inner) => ConditionKind::Not(Box::new(self.condition(inner, scope)?)),
            TermKind::IsOneOf(subject, choices) => self.word(subject, choices, scope)?,
            TermKind::Compare(Comparison::Is, subject, word) => self.word(subject, &name_at(word), scope)?,
            TermKind::Compare(Comparison::IsNot, subject, word) => {
                let kind = self.word(subject, &name_at(word), scope)?;
                ConditionKind::Not(Box::new(self.described(subject, scope, kind)))
            }
            TermKind::Compare(comparison, left, right) => {
                let (a, b) = (self.expr(left, scope), self.expr(right, scope));
                let (a, b) = (a?, b?);
                self.same_unit(term, &[(left, &a), (right, &b)], "compared", scope)?;
                ConditionKind::Compare(*comparison, Box::new(a), Box::new(b))
            }
            _ => {
                let what = format!("`{}` is a quantity; a condition is expected here", words(term));
                self.formula_problem(term, scope, what, Some("such as: saving >= 2% of benchmark".to_string()));
                return None;
            }
        };
        Some(self.described(term, scope, kind))
    }

    fn described(&self, term: &Term, scope: &Scope, kind: ConditionKind) -> Condition {
        Condition { place: scope.place(term.span), words: words(term), kind }
    }

    fn two(&mut self, left: &Term, right: &Term, scope: &Scope) -> Option<(Box<Condition>, Box<Condition>)> {
        let (left, right) = (self.condition(left, scope), self.condition(right, scope));
        Some((Box::new(left?), Box::new(right?)))
    }

    /// A choice, the current element, or the responsible provider, compared with words.
    fn word(&mut self, subject: &Term, choices: &[NameAt], scope: &Scope) -> Option<ConditionKind> {
        let TermKind::Name { name, at } = &subject.kind else {
            let what = format!("`{}` is no choice of words", words(subject));
            self.formula_problem(subject, scope, what, Some("compare quantities with =, <, <=, > or >=".to_string()));
            return None;
        };
        if name == "responsible" {
            return self.responsible(subject, at, choices, scope);
        }
        if let Some(index) = self.index(name).filter(|index| scope.by.contains(index)) {
            let elements = self.indexes.get(index.0)?.elements.iter().map(|element| element.name.clone()).collect();
            self.known_words(choices, elements, name, scope)?;
            return Some(ConditionKind::Element(index, texts(choices)));
        }
        let Some(named) = self.names.get(name).copied() else {
            return self.unknown(subject.span, name, scope);
        };
        let Some(allowed) = self.choice(named) else {
            let what = format!("`{name}` is a quantity, not a choice of words");
            self.formula_problem(subject, scope, what, Some("compare quantities with =, <, <=, > or >=".to_string()));
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

    fn responsible(&mut self, subject: &Term, at: &[NameAt], choices: &[NameAt], scope: &Scope) -> Option<ConditionKind> {
        let service = self.index("service")?;
        let place = self.elements(subject, &[service], at, scope)?;
        let providers = self.around.providers.iter().map(|provider| provider.name.clone()).collect();
        self.known_words(choices, providers, "responsible", scope)?;
        let at: At = place.into_iter().next()?;
        Some(ConditionKind::Responsible(at, texts(choices)))
    }

    fn known_words(&mut self, choices: &[NameAt], allowed: Vec<String>, name: &str, scope: &Scope) -> Option<()> {
        let mut known = Some(());
        for choice in choices.iter().filter(|choice| !allowed.contains(&choice.name)) {
            let what = format!("`{name}` is never `{}`", choice.name);
            let help = match nearest(&choice.name, allowed.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it is one of {}", allowed.join(", ")),
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
