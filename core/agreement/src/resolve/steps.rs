//! Steps: the order of operations as the author wrote it (M14).

use super::Resolver;
use super::declare::{Head, text};
use super::line::Ruled;
use super::scope::Scope;
use crate::formula::{TermKind, words};
use crate::shape::wrong::either;
use crate::terms::{Act, Expr, Rule, Step};
use crate::tree::Node;
use crate::unit::{Unit, in_words};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most steps that a line may have after its first.
const STEPS_MAX: usize = 200;

/// The words that begin a step, longest first.
const BEGINNINGS: &[&str] = &["divided by", "at most", "at least", "rounded to", "less", "plus", "times"];

impl Resolver<'_> {
    pub(super) fn steps(&mut self, node: &Node, head: &Head) -> Option<Ruled> {
        let Some((first, rest)) = node.as_list()?.split_first() else {
            let help =
                Some("begin with a formula, and write what is done to it on the lines below".to_string());
            self.problem_at("steps", node, format!("`{}` has no steps", head.name), help);
            return None;
        };
        if rest.len() > STEPS_MAX {
            let what = format!("`{}` has {} steps; the most is {STEPS_MAX}", head.name, rest.len() + 1);
            let help = Some("divide it into several lines".to_string());
            self.problem("too-large", head.place.clone(), &head.name, what, help);
            return None;
        }
        let start_node = first.entry("step").map_or(first, |entry| &entry.value);
        let term = self.formula(start_node);
        let start = term.as_ref().and_then(|term| self.expr(term, &Scope::of(start_node, &head.by)));
        let mut unit = start.as_ref().and_then(|start| start.unit.clone());
        let mut said = alloc::vec![term.as_ref().map(words).unwrap_or_default()];
        let mut steps = Some(Vec::new());
        for row in rest {
            let step = self.step(row, &mut unit, head);
            said.extend(step.as_ref().map(|step| step.words.clone()));
            match (&mut steps, step) {
                (Some(steps), Some(step)) => steps.push(step),
                _ => steps = None,
            }
        }
        Some(Ruled { rule: Rule::Steps(start?, steps?), unit, words: said.join(", then ") })
    }

    fn step(&mut self, row: &Node, unit: &mut Option<Unit>, head: &Head) -> Option<Step> {
        let node = row.entry("step").map_or(row, |entry| &entry.value);
        let written = node.as_text()?;
        let when = match row.entry("when") {
            Some(when) => {
                let term = self.formula(&when.value)?;
                Some(self.condition(&term, &Scope::of(&when.value, &head.by))?)
            }
            None => None,
        };
        let Some(beginning) = BEGINNINGS.iter().find(|word| begins(written, word)) else {
            let help = format!("a step begins with {}", either(BEGINNINGS.iter().copied()));
            self.problem_at("step", node, format!("`{written}` is not a step"), Some(help));
            return None;
        };
        let (act, said) = self.act(beginning, written, node, unit, head)?;
        let said = when.as_ref().map_or(said.clone(), |when| format!("{said} (when {})", when.words));
        Some(Step { act, when, says: text(row, "says"), clause: text(row, "clause"), words: said })
    }

    fn act(
        &mut self,
        beginning: &str,
        written: &str,
        node: &Node,
        unit: &mut Option<Unit>,
        head: &Head,
    ) -> Option<(Act, String)> {
        let rest = written.get(beginning.len()..).unwrap_or_default();
        let scope = Scope::of(node, &head.by);
        if beginning == "rounded to" {
            return self.rounding_step(written, unit.as_ref(), &scope);
        }
        let scope = scope.later(isize::try_from(beginning.chars().count()).unwrap_or(0));
        let term = self.formula_text(rest, &scope)?;
        let expr = self.expr(&term, &scope)?;
        let said = format!("{beginning} {}", words(&term));
        let share = expr.unit.as_ref().is_some_and(Unit::is_ratio)
            && unit.as_ref().is_some_and(|unit| !unit.is_ratio());
        let act = match (beginning, share) {
            ("less", true) => Act::LessShare(expr),
            ("plus", true) => Act::PlusShare(expr),
            ("times", _) => {
                *unit = unit.as_ref().zip(expr.unit.as_ref()).map(|(a, b)| a.times(b));
                Act::Times(expr)
            }
            ("divided by", _) => {
                *unit = unit.as_ref().zip(expr.unit.as_ref()).map(|(a, b)| a.divided_by(b));
                Act::DividedBy(expr)
            }
            _ => {
                self.agrees(&expr, unit, rest.trim())?;
                match beginning {
                    "less" => Act::Less(expr),
                    "plus" => Act::Plus(expr),
                    "at most" => Act::AtMost(expr),
                    _ => Act::AtLeast(expr),
                }
            }
        };
        Some((act, said))
    }

    fn agrees(&mut self, expr: &Expr, unit: &mut Option<Unit>, written: &str) -> Option<()> {
        match (&expr.unit, &unit) {
            (Some(found), Some(so_far)) if found != so_far => {
                let what =
                    format!("`{written}` is {}; the result so far is {}", in_words(found), in_words(so_far));
                let help = Some(format!(
                    "write it in {so_far}, or bring the result into {found} with `times` first"
                ));
                self.problem("unit", expr.place.clone(), written, what, help);
                None
            }
            (Some(found), None) => {
                *unit = Some(found.clone());
                Some(())
            }
            _ => Some(()),
        }
    }

    /// The formula language rounds a whole formula, so a step is read as the rounding of nothing.
    fn rounding_step(
        &mut self,
        written: &str,
        so_far: Option<&Unit>,
        scope: &Scope,
    ) -> Option<(Act, String)> {
        let scope = &scope.clone().later(-2);
        let term = self.formula_text(&format!("0 {written}"), scope)?;
        let TermKind::Rounded { to, unit, rule, .. } = &term.kind else { return None };
        let named = unit.as_deref().and_then(Unit::parse);
        if let (Some(named), Some(so_far)) = (&named, so_far)
            && named != so_far
        {
            let what = format!("the result so far is {}, not {}", in_words(so_far), in_words(named));
            self.formula_problem(&term, scope, what, Some(format!("round it to a multiple in {so_far}")));
            return None;
        }
        let said: String = words(&term).trim_start_matches("0, ").to_string();
        Some((Act::Rounded(to.clone(), *rule), said))
    }
}

fn begins(written: &str, word: &str) -> bool {
    written.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))
}
