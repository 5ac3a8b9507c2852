//! Conditions. What the agreement alone decides, such as which element is meant, is decided here.

use super::{Bound, Compiler, meant};
use crate::graph::{self, ConditionId, ConditionOp, Decided};
use accordant_agreement::terms::{
    At, Cell, Condition, ConditionKind, InputId, InputKind, LineId, Rule, Subject,
};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

impl Compiler<'_> {
    /// The condition, at the elements of the surroundings.
    pub(super) fn condition(&mut self, condition: &Condition, bound: &Bound) -> ConditionId {
        let op = match &condition.kind {
            ConditionKind::Compare(comparison, a, b) => {
                let (a, b) = (self.expr(a, bound), self.expr(b, bound));
                ConditionOp::Compare(*comparison, a, b)
            }
            ConditionKind::Word(subject, at, words) => self.word(*subject, &meant(at, bound), words),
            ConditionKind::Element(index, names) => {
                let here = meant(&[At::Index(*index)], bound);
                known(here.first().is_some_and(|element| names.contains(element)))
            }
            ConditionKind::Responsible(at, parties) => {
                let service = meant(core::slice::from_ref(at), bound).into_iter().next().unwrap_or_default();
                let responsible = self.responsible(&service);
                known(responsible.is_some_and(|party| parties.contains(&party)))
            }
            ConditionKind::Both(a, b) => {
                let (a, b) = (self.condition(a, bound), self.condition(b, bound));
                ConditionOp::Both(a, b)
            }
            ConditionKind::Either(a, b) => {
                let (a, b) = (self.condition(a, bound), self.condition(b, bound));
                ConditionOp::Either(a, b)
            }
            ConditionKind::Not(a) => ConditionOp::Not(self.condition(a, bound)),
        };
        let column = match &condition.kind {
            ConditionKind::Word(Subject::Line(id), at, _) => Some((*id, meant(at, bound))),
            _ => None,
        };
        self.push_condition(graph::Condition { op, words: condition.words.clone(), column })
    }

    fn word(&mut self, subject: Subject, elements: &[String], words: &[String]) -> ConditionOp {
        match subject {
            Subject::Input(id) => {
                let codes = self.codes(id, words);
                ConditionOp::Word(self.input_slot(id, elements.to_vec()), codes, Vec::new())
            }
            Subject::Line(id) => self.column_word(id, elements, words),
            _ => known(false),
        }
    }

    /// A column of words is asked through its key: which rows hold one of the words?
    fn column_word(&mut self, id: LineId, elements: &[String], words: &[String]) -> ConditionOp {
        let rule = self.terms.lines.get(id.0).map(|line| line.rule.clone());
        match rule {
            Some(Rule::PickByElement(_, cells, others)) => {
                let here = elements.first().cloned().unwrap_or_default();
                let cell =
                    cells.iter().find(|(row, _)| *row == here).map(|(_, cell)| cell).or(others.as_ref());
                match cell {
                    Some(Cell::None(_)) => ConditionOp::Never(format!("the table has no value for `{here}`")),
                    cell => known(cell.is_some_and(|cell| is_word(cell, words))),
                }
            }
            Some(Rule::PickByWord(input, cells, others)) => {
                let rows = self.rows_with(input, &cells, others.as_ref(), |cell| is_word(cell, words));
                let empty =
                    self.rows_with(input, &cells, others.as_ref(), |cell| matches!(cell, Cell::None(_)));
                let (codes, empty) = (self.codes(input, &rows), self.codes(input, &empty));
                ConditionOp::Word(self.input_slot(input, Vec::new()), codes, empty)
            }
            _ => known(false),
        }
    }

    fn rows_with(
        &self,
        input: InputId,
        cells: &[(String, Cell)],
        others: Option<&Cell>,
        wanted: impl Fn(&Cell) -> bool,
    ) -> Vec<String> {
        let keys = self.choices(input);
        keys.into_iter()
            .filter(|key| {
                let cell = cells.iter().find(|(row, _)| row == key).map(|(_, cell)| cell).or(others);
                cell.is_some_and(&wanted)
            })
            .collect()
    }

    /// The words of a choice, in its order.
    pub(super) fn choices(&self, input: InputId) -> Vec<String> {
        match self.terms.inputs.get(input.0).map(|input| &input.kind) {
            Some(InputKind::Choice(words)) => words.clone(),
            _ => Vec::new(),
        }
    }

    fn codes(&self, input: InputId, words: &[String]) -> Vec<u16> {
        let choices = self.choices(input);
        let code = |word: &String| {
            choices.iter().position(|known| known == word).and_then(|at| u16::try_from(at).ok())
        };
        words.iter().filter_map(code).collect()
    }

    /// The responsible provider of a service on the first day of the part.
    pub(super) fn responsible(&self, service: &str) -> Option<String> {
        let day = self.setting.part.from();
        let row = self.terms.responsible.iter().find(|row| {
            row.service == service
                && row.from.is_none_or(|from| from <= day)
                && row.to.is_none_or(|to| to >= day)
        });
        row.map(|row| row.party.clone())
    }
}

fn is_word(cell: &Cell, words: &[String]) -> bool {
    matches!(cell, Cell::Word(word) if words.contains(word))
}

fn known(holds: bool) -> ConditionOp {
    ConditionOp::Known(if holds { Decided::Holds } else { Decided::Fails })
}
