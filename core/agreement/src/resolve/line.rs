//! Lines: from what is written to a rule (M11-M15).

use super::Resolver;
use super::declare::{Draft, Head, text};
use super::scope::Scope;
use crate::formula::{Function, words};
use crate::problem::Place;
use crate::terms::{At, Branch, Expr, ExprKind, Line, LineId, Otherwise, Rule, Subject};
use crate::tree::{Entry, Node};
use crate::unit::{Unit, in_words};
use accordant_money::Exact;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A rule with the unit of its value and its words.
pub(super) struct Ruled {
    pub rule: Rule,
    pub unit: Option<Unit>,
    pub words: String,
}

impl<'a> Resolver<'a> {
    /// Resolves the line of this number; `None` if there was a problem in it.
    pub(super) fn line(&mut self, id: LineId) -> Option<Line> {
        let head = self.heads.get(id.0)?.clone();
        let draft = self.drafts.get(id.0)?.clone();
        let ruled = match draft {
            Draft::Line(node) => self.written(node, &head),
            Draft::Draw(node, number, before) => self.draw(node, number, &before, &head),
            Draft::Waterfall(node, draws) => self.waterfall(node, &draws, &head),
            Draft::Column(table, number) => self.column(table, number, &head),
            Draft::Bands(table) => self.bands(table, &head),
            Draft::Curve(table) => self.curve(table, &head),
            Draft::Dated(table) => self.dated(table, &head),
            Draft::Value(entry, input) => self.measured_value(id, entry, input, &head),
            Draft::Score(entry, of) => self.measure_score(entry, of),
            Draft::Mean(place, parts) => self.mean(&place, &parts),
            Draft::Unread => None,
        }?;
        Some(Line {
            name: head.name,
            says: head.says,
            clause: head.clause,
            place: head.place,
            by: head.by,
            unit: ruled.unit,
            origin: head.origin,
            table: head.table,
            soft_landing: head.soft_landing,
            rule: ruled.rule,
            words: ruled.words,
        })
    }

    fn written(&mut self, node: &'a Node, head: &Head) -> Option<Ruled> {
        if node.as_map().is_none() {
            return self.formula_rule(node, head);
        }
        let inner = match ["is", "choose", "steps"]
            .into_iter()
            .filter_map(|key| node.entry(key))
            .collect::<Vec<_>>()
            .as_slice()
        {
            [one] => self.rule_of(one, head),
            // The check of the form tells of a line without a rule or with two.
            _ => None,
        };
        match node.entry("when") {
            Some(when) => self.gate(node, when, inner, head),
            None => inner,
        }
    }

    fn rule_of(&mut self, entry: &'a Entry, head: &Head) -> Option<Ruled> {
        match entry.key.as_str() {
            "choose" => self.choose(&entry.value, head),
            "steps" => self.steps(&entry.value, head),
            _ => self.formula_rule(&entry.value, head),
        }
    }

    fn formula_rule(&mut self, node: &Node, head: &Head) -> Option<Ruled> {
        let term = self.formula(node)?;
        let expr = self.expr(&term, &Scope::of(node, &head.by))?;
        Some(Ruled { unit: expr.unit.clone(), rule: Rule::Formula(expr), words: words(&term) })
    }

    fn gate(&mut self, node: &Node, when: &Entry, inner: Option<Ruled>, head: &Head) -> Option<Ruled> {
        let term = self.formula(&when.value)?;
        let condition = self.condition(&term, &Scope::of(&when.value, &head.by));
        let (condition, inner) = (condition?, inner?);
        let rule = Rule::Gate {
            when: condition,
            words: words(&term),
            otherwise: text(node, "otherwise"),
            then: Box::new(inner.rule),
        };
        Some(Ruled { rule, unit: inner.unit, words: format!("{}, when {}", inner.words, words(&term)) })
    }

    fn choose(&mut self, node: &Node, head: &Head) -> Option<Ruled> {
        let rows = node.as_list()?;
        let mut branches = Vec::new();
        let mut otherwise = None;
        let mut sound = true;
        let mut said = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let last = number + 1 == rows.len();
            match (row.entry("when"), row.entry("is"), row.entry("otherwise")) {
                (Some(when), Some(is), None) => match self.branch(row, when, is, head) {
                    Some((branch, text)) => {
                        said.push(text);
                        branches.push(branch);
                    }
                    None => sound = false,
                },
                (None, None, Some(value)) if last => {
                    let term = self.formula(&value.value);
                    let is = term.and_then(|term| {
                        said.push(format!("otherwise {}", words(&term)));
                        self.expr(&term, &Scope::of(&value.value, &head.by))
                    });
                    otherwise = is.map(|is| Otherwise { is, says: text(row, "says") });
                    sound &= otherwise.is_some();
                }
                (None, None, Some(early)) => {
                    let help = "put it last: it is what holds when no case before it does".to_string();
                    let what = "`otherwise` stands before other cases".to_string();
                    self.problem("choose", early.key_place.clone(), &early.key, what, Some(help));
                    sound = false;
                }
                _ => sound = false,
            }
        }
        if otherwise.is_none() && sound {
            let what = format!("the choice of `{}` does not say what holds when no case does", head.name);
            let help = Some("end it with a case `{ otherwise: .. }`".to_string());
            self.problem("choose", head.place.clone(), &head.name, what, help);
            sound = false;
        }
        let otherwise = otherwise.filter(|_| sound)?;
        let unit = self.branches_unit(&branches, &otherwise)?;
        Some(Ruled { rule: Rule::Choose(branches, otherwise), unit, words: said.join("; ") })
    }

    fn branch(&mut self, row: &Node, when: &Entry, is: &Entry, head: &Head) -> Option<(Branch, String)> {
        let (condition, value) = (self.formula(&when.value), self.formula(&is.value));
        let when =
            condition.as_ref().and_then(|term| self.condition(term, &Scope::of(&when.value, &head.by)));
        let expr = value.as_ref().and_then(|term| self.expr(term, &Scope::of(&is.value, &head.by)));
        let (condition, value) = (words(&condition?), words(&value?));
        let said = format!("{value} if {condition}");
        Some((Branch { when: when?, words: condition, is: expr?, says: text(row, "says") }, said))
    }

    fn branches_unit(&mut self, branches: &[Branch], otherwise: &Otherwise) -> Option<Option<Unit>> {
        let all = branches.iter().map(|branch| &branch.is).chain(core::iter::once(&otherwise.is));
        self.one_unit(all.collect())
    }

    /// The one unit of quantities of which one is taken.
    pub(super) fn one_unit(&mut self, all: Vec<&Expr>) -> Option<Option<Unit>> {
        let mut known: Option<&Unit> = None;
        for expr in all {
            match (&expr.unit, known) {
                (Some(unit), Some(before)) if unit != before => {
                    let what =
                        format!("this is {}, and the one before it {}", in_words(unit), in_words(before));
                    let help = Some("give all values of which one is taken the same unit".to_string());
                    self.problem("unit", expr.place.clone(), "", what, help);
                    return None;
                }
                (Some(unit), _) => known = Some(unit),
                (None, _) => {}
            }
        }
        Some(known.cloned())
    }

    /// What a waterfall draws from one source: up to its limit, and never more than is left.
    fn draw(&mut self, node: &Node, number: usize, before: &[LineId], head: &Head) -> Option<Ruled> {
        let left = self.left_over(node, before, head)?;
        let sources = node.entry("from")?.value.as_list()?;
        let source = sources.get(number)?.as_map()?.first()?;
        if source.value.as_text() == Some("the rest") {
            if number + 1 < sources.len() {
                let help = Some("put it last: it leaves nothing for those after it".to_string());
                self.problem_at(
                    "waterfall",
                    &source.value,
                    "`the rest` stands before other sources".to_string(),
                    help,
                );
            }
            return Some(Ruled {
                unit: left.unit.clone(),
                rule: Rule::Formula(left),
                words: "all that is left".to_string(),
            });
        }
        let term = self.formula(&source.value)?;
        let limit = self.expr(&term, &Scope::of(&source.value, &head.by))?;
        let unit = self.one_unit(alloc::vec![&left, &limit])?;
        let place = limit.place.clone();
        let floor = call(Function::Max, alloc::vec![limit, zero(&place)], unit.clone(), &place);
        let drawn = call(Function::Min, alloc::vec![floor, left], unit.clone(), &place);
        let said = format!("what is left to cover, up to {}", words(&term));
        Some(Ruled { rule: Rule::Formula(drawn), unit, words: said })
    }

    /// A waterfall itself is what no source covered.
    fn waterfall(&mut self, node: &Node, draws: &[LineId], head: &Head) -> Option<Ruled> {
        let left = self.left_over(node, draws, head)?;
        let of = self.formula(&node.entry("of")?.value)?;
        let names =
            draws.iter().filter_map(|id| self.heads.get(id.0)).map(|head| head.name.replace('_', " "));
        let said = format!("what is left of {} after {}", words(&of), names.collect::<Vec<_>>().join(", "));
        Some(Ruled { unit: left.unit.clone(), rule: Rule::Formula(left), words: said })
    }

    fn left_over(&mut self, node: &Node, draws: &[LineId], head: &Head) -> Option<Expr> {
        let of = node.entry("of")?;
        let term = self.formula(&of.value)?;
        let of = self.expr(&term, &Scope::of(&of.value, &head.by))?;
        let (unit, place, words) = (of.unit.clone(), of.place.clone(), of.words.clone());
        let mut left = Expr { unit, place, words, kind: ExprKind::NotNegative(Box::new(of)) };
        for draw in draws {
            if !self.ensure(*draw, Some(&head.place)) {
                return None;
            }
            let at: Vec<At> = head.by.iter().map(|index| At::Index(*index)).collect();
            let name = self.heads.get(draw.0).map(|head| head.name.replace('_', " ")).unwrap_or_default();
            let drawn = Expr {
                unit: left.unit.clone(),
                place: left.place.clone(),
                words: name.clone(),
                kind: ExprKind::Reference(Subject::Line(*draw), at),
            };
            let (unit, place) = (left.unit.clone(), left.place.clone());
            let words = format!("{} − {name}", left.words);
            left = Expr { unit, place, words, kind: ExprKind::Minus(Box::new(left), Box::new(drawn)) };
        }
        Some(left)
    }
}

/// The number zero, which fits every unit.
pub(super) fn zero(place: &Place) -> Expr {
    Expr { unit: None, place: place.clone(), words: "0".to_string(), kind: ExprKind::Number(Exact::zero()) }
}

fn call(function: Function, arguments: Vec<Expr>, unit: Option<Unit>, place: &Place) -> Expr {
    let parts: Vec<&str> = arguments.iter().map(|argument| argument.words.as_str()).collect();
    let words = format!(
        "the {} of ({})",
        if function == Function::Min { "smaller" } else { "larger" },
        parts.join(") and (")
    );
    Expr { unit, place: place.clone(), words, kind: ExprKind::Function(function, arguments) }
}
