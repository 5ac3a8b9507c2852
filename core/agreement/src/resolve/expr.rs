//! From a formula's tree to a quantity: names resolved, units checked (M5, M8, M10).

use super::Resolver;
use super::scope::Scope;
use super::value::day_number;
use crate::formula::{Aggregate, Function, NameAt, Operator, Term, TermKind, words};
use crate::problem::nearest;
use crate::shape::wrong::either;
use crate::terms::{Expr, ExprKind, IndexId};
use crate::unit::{Unit, in_words, kind_in_words};
use accordant_money::Exact;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Resolver<'_> {
    /// The quantity that a term means; `None` if a problem has been reported.
    pub(super) fn expr(&mut self, term: &Term, scope: &Scope) -> Option<Expr> {
        match &term.kind {
            TermKind::Number { value, unit, .. } => self.number(term, value, unit.as_deref(), scope),
            TermKind::Date(date) => {
                Some(self.made(term, scope, Some(Unit::date()), ExprKind::Number(day_number(*date))))
            }
            TermKind::Name { name, at } => self.reference(term, name, at, scope),
            TermKind::Calculation(..) => self.calculations(term, scope),
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

    pub(super) fn made(&self, term: &Term, scope: &Scope, unit: Option<Unit>, kind: ExprKind) -> Expr {
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

    /// A long sum is a deep tree that leans to the left; it is gone through without recursion.
    fn calculations(&mut self, term: &Term, scope: &Scope) -> Option<Expr> {
        let mut joined = Vec::new();
        let mut first = term;
        while let TermKind::Calculation(operator, left, right) = &first.kind {
            joined.push((first, *operator, left, right));
            first = left;
        }
        let mut so_far = self.expr(first, scope);
        for (join, operator, left, right) in joined.into_iter().rev() {
            let more = self.expr(right, scope);
            so_far = so_far
                .zip(more)
                .and_then(|(a, b)| self.calculation(join, operator, (left, a), (right, b), scope));
        }
        so_far
    }

    fn calculation(
        &mut self,
        term: &Term,
        operator: Operator,
        (left, a): (&Term, Expr),
        (right, b): (&Term, Expr),
        scope: &Scope,
    ) -> Option<Expr> {
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
        let mut open = alloc::vec![term];
        while let Some(term) = open.pop() {
            match &term.kind {
                TermKind::Name { name, at } => {
                    let by = self.names.get(name).map(|named| self.indexes_of(*named)).unwrap_or_default();
                    let lacks = |index: &IndexId| !at.iter().any(|part| self.has_element(*index, &part.name));
                    let lacking = by.into_iter().filter(lacks).filter(|index| !free.contains(index));
                    let lacking: Vec<IndexId> = lacking.collect();
                    free.extend(lacking);
                }
                TermKind::Calculation(_, left, right) => open.extend([right.as_ref(), left.as_ref()]),
                TermKind::Negative(inner) | TermKind::Rounded { of: inner, .. } => open.push(inner),
                TermKind::Function(_, arguments) => open.extend(arguments.iter().rev()),
                _ => {}
            }
        }
        free
    }

    /// Where one index serves another, the narrower alone is gone through.
    fn narrowest(&self, free: Vec<IndexId>) -> Vec<IndexId> {
        let wide = |index: &IndexId| free.iter().any(|other| other != index && self.serves(*other, *index));
        free.iter().filter(|index| !wide(index)).copied().collect()
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
