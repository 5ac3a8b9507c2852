//! What a name in a formula stands for, and which element of it is meant (M10).

use super::Resolver;
use super::declare::{Draft, Named};
use super::scope::Scope;
use crate::formula::{NameAt, Span, Term, TermKind};
use crate::problem::nearest;
use crate::shape::wrong::either;
use crate::terms::{At, Expr, ExprKind, IndexId, Input, InputId, InputKind, LineId, Subject};
use crate::unit::Unit;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Of the elements that could be meant, no more are listed in a message.
const LISTED_MAX: usize = 8;

/// Built-in quantities and their units.
const BUILT_IN: &[(&str, Subject)] = &[
    ("days_in_period", Subject::DaysInPeriod),
    ("days_in_part", Subject::DaysInPart),
    ("term_year", Subject::TermYear),
    ("period_start", Subject::PeriodStart),
    ("period_end", Subject::PeriodEnd),
];

impl Resolver<'_> {
    /// What a name is indexed by.
    pub(super) fn indexes_of(&self, named: Named) -> Vec<IndexId> {
        match named {
            Named::Input(id) => self.inputs.get(id.0).map(|input| input.by.clone()).unwrap_or_default(),
            Named::Line(id) => self.heads.get(id.0).map(|head| head.by.clone()).unwrap_or_default(),
        }
    }

    /// The value of a name.
    pub(super) fn reference(
        &mut self,
        term: &Term,
        name: &str,
        at: &[NameAt],
        scope: &Scope,
    ) -> Option<Expr> {
        if let Some((_, subject)) = BUILT_IN.iter().find(|(word, _)| *word == name) {
            return Some(self.made(
                term,
                scope,
                Some(built_in_unit(*subject)),
                ExprKind::Reference(*subject, Vec::new()),
            ));
        }
        if let Some(whole) = self.bracketed(name, at) {
            return self.named(term, whole, &[], scope);
        }
        match name {
            "opening" => self.opening(term, at, scope),
            "payment_day" => {
                let day = self.payment_day(term, scope);
                Some(self.made(
                    term,
                    scope,
                    Some(Unit::date()),
                    ExprKind::Reference(Subject::Input(day), Vec::new()),
                ))
            }
            _ if self.ambiguous.contains(name) => None,
            _ => match self.names.get(name).copied() {
                Some(named) => self.named(term, named, at, scope),
                None => self.unknown(term.span, name, scope),
            },
        }
    }

    /// `score[safety]` and `value[weeks_late]` are names as a whole.
    fn bracketed(&self, name: &str, at: &[NameAt]) -> Option<Named> {
        let [part] = at else { return None };
        matches!(name, "score" | "value")
            .then(|| self.names.get(&format!("{name}[{}]", part.name)).copied())?
    }

    fn opening(&mut self, term: &Term, at: &[NameAt], scope: &Scope) -> Option<Expr> {
        let pool = at.first().and_then(|part| self.pools.iter().position(|pool| pool.name == part.name));
        let Some(pool) = pool else {
            let known: Vec<String> =
                self.pools.iter().map(|pool| format!("opening[{}]", pool.name)).collect();
            let help = match known.is_empty() {
                true => "declare the pool under `pools`".to_string(),
                false => format!("write {}", either(known.iter().map(String::as_str))),
            };
            self.formula_problem(
                term,
                scope,
                "`opening` needs a pool of this agreement".to_string(),
                Some(help),
            );
            return None;
        };
        let unit = Unit::money(self.around.currency);
        Some(self.made(term, scope, Some(unit), ExprKind::Reference(Subject::Opening(pool), Vec::new())))
    }

    /// The day on which the period is paid: a fact that exists as soon as a term asks for it.
    pub(super) fn payment_day(&mut self, term: &Term, scope: &Scope) -> InputId {
        if let Some(Named::Input(id)) = self.names.get("payment_day") {
            return *id;
        }
        let id = InputId(self.inputs.len());
        let kind = InputKind::Quantity(Unit::date());
        let says = Some("The day on which the period is paid".to_string());
        self.inputs.push(Input { says, ..Input::plain("payment_day", scope.place(term.span), kind) });
        self.names.insert("payment_day".to_string(), Named::Input(id));
        id
    }

    fn named(&mut self, term: &Term, named: Named, at: &[NameAt], scope: &Scope) -> Option<Expr> {
        let (subject, unit) = match named {
            Named::Input(id) => (Subject::Input(id), self.input_unit(term, id, scope)?),
            Named::Line(id) => (Subject::Line(id), self.line_unit(term, id, scope)?),
        };
        let at = self.elements(term, &self.indexes_of(named), at, scope)?;
        Some(self.made(term, scope, unit, ExprKind::Reference(subject, at)))
    }

    /// Whether too little is known of a name to say anything of what uses it.
    pub(super) fn is_unsure(&self, named: Named) -> bool {
        match named {
            Named::Input(id) => self.unsure.contains(&id),
            Named::Line(id) => matches!(self.drafts.get(id.0), Some(Draft::Unread)),
        }
    }

    fn input_unit(&mut self, term: &Term, id: InputId, scope: &Scope) -> Option<Option<Unit>> {
        if self.unsure.contains(&id) {
            return None;
        }
        match &self.inputs.get(id.0)?.kind {
            InputKind::Quantity(unit) => Some(Some(unit.clone())),
            InputKind::Choice(_) => self.choice_as_quantity(term, scope),
        }
    }

    fn line_unit(&mut self, term: &Term, id: LineId, scope: &Scope) -> Option<Option<Unit>> {
        if self.heads.get(id.0)?.words.is_some() {
            return self.choice_as_quantity(term, scope);
        }
        let place = scope.place(term.span);
        if !self.ensure(id, Some(&place)) {
            return None;
        }
        Some(self.lines.get(id.0)?.as_ref()?.unit.clone())
    }

    fn choice_as_quantity(&mut self, term: &Term, scope: &Scope) -> Option<Option<Unit>> {
        let written = scope.written(term.span);
        let what = format!("`{written}` is a choice of words, not a quantity");
        let help = format!("choose by it: `when: {written} is ..` in a line with `choose`");
        self.formula_problem(term, scope, what, Some(help));
        None
    }

    /// Which element of each index is meant: one in brackets, or the one that the surroundings are at.
    pub(super) fn elements(
        &mut self,
        term: &Term,
        by: &[IndexId],
        at: &[NameAt],
        scope: &Scope,
    ) -> Option<Vec<At>> {
        let mut left: Vec<&NameAt> = at.iter().collect();
        let mut found = Vec::new();
        for index in by {
            let named = left.iter().position(|part| {
                self.has_element(*index, &part.name)
                    || self.index(&part.name).is_some_and(|other| self.serves(other, *index))
            });
            let current = scope
                .by
                .iter()
                .rev()
                .find(|current| *current == index)
                .or_else(|| scope.by.iter().rev().find(|current| self.serves(**current, *index)));
            match (named.map(|position| left.remove(position)), current) {
                (Some(part), current) => match (self.index(&part.name), current) {
                    (Some(_), Some(current)) => found.push(At::Index(*current)),
                    _ => found.push(At::Named(part.name.clone())),
                },
                (None, Some(current)) => found.push(At::Index(*current)),
                (None, None) if left.is_empty() => return self.no_element(term, *index, scope),
                (None, None) => {}
            }
        }
        match left.first() {
            Some(strange) => self.unknown_element(term, strange, by, scope),
            None => Some(found),
        }
    }

    fn no_element(&mut self, term: &Term, index: IndexId, scope: &Scope) -> Option<Vec<At>> {
        let (name, index) = (scope.written(term.span), self.index_name(index));
        let what = format!("`{name}` is indexed by {index}, and here no {index} is meant");
        let help = if name == "responsible" {
            format!("name one in brackets, or give the line `by: {index}`")
        } else {
            format!("write `sum of {name}`, name one in brackets, or give the line `by: {index}`")
        };
        self.formula_problem(term, scope, what, Some(help));
        None
    }

    fn unknown_element(
        &mut self,
        term: &Term,
        strange: &NameAt,
        by: &[IndexId],
        scope: &Scope,
    ) -> Option<Vec<At>> {
        if self.names_lost {
            return None;
        }
        let name = if let TermKind::Name { name, .. } = &term.kind { name.as_str() } else { "" };
        if by.is_empty() || by.iter().any(|index| self.has_element(*index, &strange.name)) {
            let indexes: Vec<String> = by.iter().map(|index| self.index_name(*index)).collect();
            let (what, help) = match indexes.is_empty() {
                true => (format!("`{name}` is not indexed"), "leave the brackets out".to_string()),
                false => (
                    format!("`{}` is one element too many", strange.name),
                    format!("`{name}` is indexed by {}: name one for each", indexes.join(" and ")),
                ),
            };
            self.problem("unknown-element", scope.place(strange.span), &strange.name, what, Some(help));
            return None;
        }
        let known: Vec<String> = by
            .iter()
            .filter_map(|index| self.indexes.get(index.0))
            .flat_map(|index| index.elements.iter().map(|element| element.name.clone()))
            .collect();
        let index = by.first().map_or_else(|| "element".to_string(), |index| self.index_name(*index));
        let what = format!("unknown {index} `{}`", strange.name);
        let help = match nearest(&strange.name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", either(known.iter().map(String::as_str).take(LISTED_MAX))),
        };
        self.problem("unknown-element", scope.place(strange.span), &strange.name, what, Some(help));
        None
    }

    pub(super) fn unknown<T>(&mut self, span: Span, name: &str, scope: &Scope) -> Option<T> {
        if self.names_lost {
            return None;
        }
        let built_in = BUILT_IN.iter().map(|(word, _)| *word);
        let known: Vec<&str> = self.names.keys().map(String::as_str).chain(built_in).collect();
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a name stands for an input, a line, a column of a table or a measure".to_string(),
        };
        self.problem("unknown-name", scope.place(span), name, format!("unknown name `{name}`"), Some(help));
        None
    }
}

fn built_in_unit(subject: Subject) -> Unit {
    match subject {
        Subject::DaysInPeriod | Subject::DaysInPart => Unit::days(),
        Subject::PeriodStart | Subject::PeriodEnd => Unit::date(),
        Subject::Input(_) | Subject::Line(_) | Subject::Opening(_) | Subject::TermYear => Unit::ratio(),
    }
}
