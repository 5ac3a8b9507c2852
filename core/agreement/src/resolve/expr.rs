//! From a formula's tree to a quantity: names resolved, units checked (M5, M8, M10).

use super::Resolver;
use super::declare::{Draft, Named};
use super::scope::Scope;
use super::value::day_number;
use crate::formula::{Aggregate, Function, NameAt, Operator, Span, Term, TermKind, words};
use crate::problem::nearest;
use crate::shape::wrong::either;
use crate::terms::{At, Expr, ExprKind, IndexId, Input, InputId, InputKind, LineId, Subject};
use crate::unit::{Unit, in_words, kind_in_words};
use accordant_money::Exact;
use alloc::boxed::Box;
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
    /// The quantity that a term means; `None` if a problem has been reported.
    pub(super) fn expr(&mut self, term: &Term, scope: &Scope) -> Option<Expr> {
        match &term.kind {
            TermKind::Number { value, unit, .. } => self.number(term, value, unit.as_deref(), scope),
            TermKind::Date(date) => {
                Some(self.made(term, scope, Some(Unit::date()), ExprKind::Number(day_number(*date))))
            }
            TermKind::Name { name, at } => self.reference(term, name, at, scope),
            TermKind::Calculation(operator, left, right) => {
                self.calculation(term, *operator, left, right, scope)
            }
            TermKind::Negative(inner) => {
                let inner = self.expr(inner, scope)?;
                Some(self.made(term, scope, inner.unit.clone(), ExprKind::Negative(Box::new(inner))))
            }
            TermKind::Function(function, arguments) => self.function(term, *function, arguments, scope),
            TermKind::Aggregate { how, of, over } => self.aggregate(term, *how, of, over.as_ref(), scope),
            TermKind::Rounded { of, to, unit, rule } => {
                let inner = self.expr(of, scope)?;
                self.rounding_unit(term, unit.as_deref(), &inner, scope)?;
                let unit = inner.unit.clone();
                Some(self.made(term, scope, unit, ExprKind::Rounded(Box::new(inner), to.clone(), *rule)))
            }
            TermKind::Compare(..)
            | TermKind::IsOneOf(..)
            | TermKind::Both(..)
            | TermKind::Either(..)
            | TermKind::Not(_) => {
                let help =
                    "a condition stands in `when`; a quantity that depends on one is written with `choose`";
                self.formula_problem(
                    term,
                    scope,
                    "a quantity is expected here, not a condition".to_string(),
                    Some(help.to_string()),
                );
                None
            }
        }
    }

    /// A formula that must be a quantity in this unit.
    pub(super) fn expr_in(&mut self, term: &Term, scope: &Scope, unit: &Unit) -> Option<Expr> {
        let expr = self.expr(term, scope)?;
        match &expr.unit {
            Some(found) if found != unit => {
                let written = scope.written(term.span);
                let what = format!(
                    "`{written}` is {}; here {} is needed",
                    described(found, &written),
                    kind_in_words(unit)
                );
                let help = self.in_unit_help(term, &written, found, unit);
                self.formula_problem(term, scope, what, Some(help));
                None
            }
            _ => Some(expr),
        }
    }

    /// How a quantity in one unit becomes one in another: a bare number lacks its unit, all else its formula.
    fn in_unit_help(&self, term: &Term, written: &str, found: &Unit, needed: &Unit) -> String {
        let is_number = matches!(&term.kind, TermKind::Number { unit: None, .. });
        match (is_number, found.is_ratio() && needed.is_money(), needed.is_ratio()) {
            (true, _, _) if written.ends_with('%') => format!("say of what, such as `{written} of saving`"),
            (true, _, _) => format!("write it with its unit: `{written} {needed}`"),
            (false, true, _) => "multiply it by the amount of which it is a share".to_string(),
            (false, _, true) => "write a percentage, or divide it by a quantity in the same unit".to_string(),
            _ if needed.is_date() => "name an input with `unit: date`, or write a day".to_string(),
            _ => format!("write a quantity that comes out in {needed}"),
        }
    }

    fn made(&self, term: &Term, scope: &Scope, unit: Option<Unit>, kind: ExprKind) -> Expr {
        Expr { unit, place: scope.place(term.span), words: words(term), kind }
    }

    fn number(&mut self, term: &Term, value: &Exact, unit: Option<&str>, scope: &Scope) -> Option<Expr> {
        let unit = match unit {
            Some(words) => Some(self.unit(words, term, scope)?),
            None if *value == Exact::zero() => None,
            None => Some(Unit::ratio()),
        };
        Some(self.made(term, scope, unit, ExprKind::Number(value.clone())))
    }

    fn unit(&mut self, text: &str, term: &Term, scope: &Scope) -> Option<Unit> {
        let unit = Unit::parse(text)?;
        if let Some(other) = unit.currencies().find(|currency| *currency != self.around.currency) {
            let (ours, theirs) = (self.around.currency.code(), other.code());
            let what = format!("this agreement is in {ours}, not {theirs}");
            self.formula_problem(term, scope, what, Some("an agreement has one currency".to_string()));
            return None;
        }
        Some(unit)
    }

    fn rounding_unit(&mut self, term: &Term, unit: Option<&str>, inner: &Expr, scope: &Scope) -> Option<()> {
        let (Some(written), Some(found)) = (unit.map(|text| self.unit(text, term, scope)), &inner.unit)
        else {
            return Some(());
        };
        let written = written?;
        if written == *found {
            return Some(());
        }
        let what = format!("a quantity in {found} cannot be rounded to a multiple in {written}");
        self.formula_problem(
            term,
            scope,
            what,
            Some(format!("write a multiple in {found}, or without a unit")),
        );
        None
    }

    fn calculation(
        &mut self,
        term: &Term,
        operator: Operator,
        left: &Term,
        right: &Term,
        scope: &Scope,
    ) -> Option<Expr> {
        let (a, b) = (self.expr(left, scope), self.expr(right, scope));
        let (a, b) = (a?, b?);
        let (unit, kind) = match operator {
            Operator::Times | Operator::Of => (product(&a, &b), ExprKind::Times(Box::new(a), Box::new(b))),
            Operator::DividedBy => (quotient(&a, &b), ExprKind::DividedBy(Box::new(a), Box::new(b))),
            Operator::Plus => {
                let unit = self.sum_unit(term, (left, &a), (right, &b), operator, scope)?;
                (unit, ExprKind::Plus(Box::new(a), Box::new(b)))
            }
            Operator::Minus => {
                let unit = self.sum_unit(term, (left, &a), (right, &b), operator, scope)?;
                (unit, ExprKind::Minus(Box::new(a), Box::new(b)))
            }
        };
        Some(self.made(term, scope, unit, kind))
    }

    /// The unit of a sum or difference; days may be added to a date, and dates taken from one another.
    fn sum_unit(
        &mut self,
        term: &Term,
        left: (&Term, &Expr),
        right: (&Term, &Expr),
        operator: Operator,
        scope: &Scope,
    ) -> Option<Option<Unit>> {
        if let (Some(a), Some(b)) = (&left.1.unit, &right.1.unit) {
            let difference = operator == Operator::Minus;
            if a.is_date() && b.is_date() && difference {
                return Some(Some(Unit::days()));
            }
            if a.is_date() && *b == Unit::days() {
                return Some(Some(Unit::date()));
            }
            if a.is_date() && b.is_date() {
                let help =
                    "one date can be taken from another, which gives days; days can be added to a date";
                self.formula_problem(
                    term,
                    scope,
                    "two dates cannot be added".to_string(),
                    Some(help.to_string()),
                );
                return None;
            }
        }
        let how = if operator == Operator::Plus { "added" } else { "taken from one another" };
        self.same_unit(term, &[left, right], how, scope)
    }

    /// The one unit of quantities that meet; a problem if they are unlike.
    pub(super) fn same_unit(
        &mut self,
        term: &Term,
        parts: &[(&Term, &Expr)],
        how: &str,
        scope: &Scope,
    ) -> Option<Option<Unit>> {
        let mut known: Option<(&Term, &Unit)> = None;
        for (part, expr) in parts {
            let Some(unit) = &expr.unit else { continue };
            match known {
                Some((first, before)) if before != unit => {
                    let (a, b) = (scope.written(first.span), scope.written(part.span));
                    let (a_is, b_is) = (described(before, &a), described(unit, &b));
                    let what = format!("`{a}` is {a_is} and `{b}` is {b_is}: they cannot be {how}");
                    let help = unlike_help((before, first, &a), (unit, part, &b));
                    self.formula_problem(term, scope, what, Some(help));
                    return None;
                }
                Some(_) => {}
                None => known = Some((part, unit)),
            }
        }
        Some(known.map(|(_, unit)| unit.clone()))
    }

    fn function(
        &mut self,
        term: &Term,
        function: Function,
        arguments: &[Term],
        scope: &Scope,
    ) -> Option<Expr> {
        let resolved: Vec<Option<Expr>> =
            arguments.iter().map(|argument| self.expr(argument, scope)).collect();
        let resolved: Vec<Expr> = resolved.into_iter().collect::<Option<_>>()?;
        let parts: Vec<(&Term, &Expr)> = arguments.iter().zip(&resolved).collect();
        let unit = self.same_unit(term, &parts, "compared", scope)?;
        Some(self.made(term, scope, unit, ExprKind::Function(function, resolved)))
    }

    fn aggregate(
        &mut self,
        term: &Term,
        how: Aggregate,
        of: &Term,
        over: Option<&NameAt>,
        scope: &Scope,
    ) -> Option<Expr> {
        let free = self.free_indexes(of);
        let bound = match over {
            None => self.narrowest(free),
            Some(_) if free.is_empty() => Vec::new(),
            Some(name) => alloc::vec![self.over(name, &free, scope)?],
        };
        if bound.is_empty() {
            // What is wrong within is told instead.
            self.expr(of, scope)?;
            let written = scope.written(of.span);
            let what = format!("`{written}` is one quantity: there is no {} of it", how.name());
            let help = format!("write `{written}` alone, or give it `by:` where it is declared");
            self.formula_problem(term, scope, what, Some(help));
            return None;
        }
        let inner = self.expr(of, &scope.within(&bound))?;
        let unit = if how == Aggregate::Count { Some(Unit::ratio()) } else { inner.unit.clone() };
        Some(self.made(term, scope, unit, ExprKind::Aggregate(how, bound, Box::new(inner))))
    }

    fn over(&mut self, name: &NameAt, free: &[IndexId], scope: &Scope) -> Option<IndexId> {
        let index = self.index(&name.name);
        if let Some(index) = index.filter(|index| free.iter().any(|needed| self.serves(*index, *needed))) {
            return Some(index);
        }
        let names: Vec<String> = free.iter().map(|index| self.index_name(*index)).collect();
        let what = format!("nothing here is indexed by `{}`", name.name);
        let help = match nearest(&name.name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => "leave `over` out".to_string(),
            None => format!("write {}, or leave `over` out", either(names.iter().map(String::as_str))),
        };
        self.problem("unknown-index", scope.place(name.span), &name.name, what, Some(help));
        None
    }

    /// The indexes that the names in a term still lack.
    fn free_indexes(&self, term: &Term) -> Vec<IndexId> {
        let mut free: Vec<IndexId> = Vec::new();
        let mut add = |more: Vec<IndexId>| {
            for index in more {
                if !free.contains(&index) {
                    free.push(index);
                }
            }
        };
        match &term.kind {
            TermKind::Name { name, at } => {
                let by = self.names.get(name).map(|named| self.indexes_of(*named)).unwrap_or_default();
                let lacking =
                    by.iter().filter(|index| !at.iter().any(|part| self.has_element(**index, &part.name)));
                add(lacking.copied().collect());
            }
            TermKind::Calculation(_, left, right) => {
                add(self.free_indexes(left));
                add(self.free_indexes(right));
            }
            TermKind::Negative(inner) | TermKind::Rounded { of: inner, .. } => add(self.free_indexes(inner)),
            TermKind::Function(_, arguments) => arguments.iter().for_each(|one| add(self.free_indexes(one))),
            _ => {}
        }
        free
    }

    /// Where one index serves another, the narrower alone is gone through.
    fn narrowest(&self, free: Vec<IndexId>) -> Vec<IndexId> {
        let wide = |index: &IndexId| free.iter().any(|other| other != index && self.serves(*other, *index));
        free.iter().filter(|index| !wide(index)).copied().collect()
    }

    /// What a name is indexed by.
    pub(super) fn indexes_of(&self, named: Named) -> Vec<IndexId> {
        match named {
            Named::Input(id) => self.inputs.get(id.0).map(|input| input.by.clone()).unwrap_or_default(),
            Named::Line(id) => self.heads.get(id.0).map(|head| head.by.clone()).unwrap_or_default(),
        }
    }

    fn reference(&mut self, term: &Term, name: &str, at: &[NameAt], scope: &Scope) -> Option<Expr> {
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

    pub(super) fn formula_problem(&mut self, term: &Term, scope: &Scope, what: String, help: Option<String>) {
        let place = scope.place(term.span);
        self.problem("formula", place, &scope.written(term.span), what, help);
    }
}

fn product(a: &Expr, b: &Expr) -> Option<Unit> {
    Some(a.unit.as_ref()?.times(b.unit.as_ref()?))
}

fn quotient(a: &Expr, b: &Expr) -> Option<Unit> {
    Some(a.unit.as_ref()?.divided_by(b.unit.as_ref()?))
}

fn built_in_unit(subject: Subject) -> Unit {
    match subject {
        Subject::DaysInPeriod | Subject::DaysInPart => Unit::days(),
        Subject::PeriodStart | Subject::PeriodEnd => Unit::date(),
        Subject::Input(_) | Subject::Line(_) | Subject::Opening(_) | Subject::TermYear => Unit::ratio(),
    }
}

/// What a quantity is, in the words of its unit.
fn described(unit: &Unit, written: &str) -> String {
    if unit.is_ratio() && written.ends_with('%') { "a percentage".to_string() } else { in_words(unit) }
}

/// The commonest slip: a percentage where a share of the amount is meant, or a number without its unit.
fn unlike_help(a: (&Unit, &Term, &str), b: (&Unit, &Term, &str)) -> String {
    let (number, amount) = match (a.0.is_ratio(), b.0.is_ratio()) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ => return "bring both into one unit first".to_string(),
    };
    let is_bare = matches!(&number.1.kind, TermKind::Number { unit: None, .. });
    match is_bare && !number.2.ends_with('%') {
        true => format!("did you mean `{} {}`? a number has its unit after it", number.2, amount.0),
        false => format!("did you mean `{} of {}`?", number.2, amount.2),
    }
}
