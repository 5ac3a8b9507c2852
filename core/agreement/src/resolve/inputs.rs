//! Facts that the terms ask for: `money.inputs` (M1).

use super::Resolver;
use super::declare::{Named, text};
use super::value::{Given, read_value};
use crate::problem::{Place, nearest};
use crate::shape::wrong::either;
use crate::terms::{Carried, Cause, Input, InputId, InputKind, LineId, Missing, Over, TotalCost};
use crate::tree::{Entry, Node};
use crate::unit::{Unit, in_words, kind_in_words, unit_help};
use accordant_money::Exact;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Input {
    /// An input of which nothing but its kind is said.
    pub(crate) fn plain(name: &str, place: Place, kind: InputKind) -> Input {
        Input {
            name: name.to_string(),
            says: None,
            clause: None,
            place,
            kind,
            by: Vec::new(),
            cause: Cause::Data,
            known_to: None,
            at_least: None,
            at_most: None,
            missing: Missing::Refuse,
            over: None,
            owner: None,
            carried: None,
            total_cost: TotalCost::NotSaid,
        }
    }
}

impl<'a> Resolver<'a> {
    /// Declares one input.
    pub(super) fn declare_input(&mut self, entry: &'a Entry) {
        let node = &entry.value;
        let id = InputId(self.inputs.len());
        self.name(&entry.key, &entry.key_place, Named::Input(id));
        let kind = self.input_kind(entry);
        let by = self.by(node.entry("by"));
        if by.is_none() || kind.is_none() || node.is_refused() {
            self.unsure.insert(id);
        }
        let kind = kind.unwrap_or(InputKind::Quantity(Unit::ratio()));
        let total = text(node, "total_cost_to").as_deref() == Some("commissioners");
        let input = Input {
            says: text(node, "says"),
            clause: text(node, "clause"),
            by: by.unwrap_or_default(),
            cause: cause(text(node, "kind").as_deref()),
            known_to: self.quantity(id, node.entry("known_to"), &kind),
            at_least: self.quantity(id, node.entry("at_least"), &kind),
            at_most: self.quantity(id, node.entry("at_most"), &kind),
            missing: self.missing(id, node.entry("missing"), &kind),
            over: over(text(node, "over").as_deref()),
            owner: text(node, "owner"),
            total_cost: if total { TotalCost::ToCommissioners } else { TotalCost::NotSaid },
            ..Input::plain(&entry.key, entry.key_place.clone(), kind)
        };
        if let Some(from) = node.entry("carried_from") {
            let first = self.quantity(id, node.entry("first"), &input.kind);
            self.carried_from.push((id.0, &from.value, first));
        }
        self.inputs.push(input);
    }

    /// A quantity or a choice; nothing if it cannot be read. The check of the form tells of an input that is neither.
    fn input_kind(&mut self, entry: &Entry) -> Option<InputKind> {
        if let Some(words) = entry.value.entry("one_of") {
            let words = words.value.as_list()?;
            return words
                .iter()
                .map(|word| word.as_text().map(ToString::to_string))
                .collect::<Option<_>>()
                .map(InputKind::Choice);
        }
        self.unit_of(&entry.value.entry("unit")?.value).map(InputKind::Quantity)
    }

    /// The unit that a scalar names.
    pub(super) fn unit_of(&mut self, node: &Node) -> Option<Unit> {
        let written = node.as_text()?;
        let Some(unit) = Unit::parse(written) else {
            let help = Some("such as: GBP, ratio, weeks, GBP per attendance".to_string());
            self.problem_at("unit", node, format!("`{written}` is not a unit"), help);
            return None;
        };
        let ours = self.around.currency;
        if let Some(other) = unit.currencies().find(|currency| *currency != ours) {
            let what = format!("this agreement is in {}, not {}", ours.code(), other.code());
            self.problem_at("unit", node, what, Some("an agreement has one currency".to_string()));
            return None;
        }
        Some(unit)
    }

    /// A value in the unit of an input.
    fn quantity(&mut self, id: InputId, entry: Option<&Entry>, kind: &InputKind) -> Option<Exact> {
        let entry = entry.filter(|_| !self.unsure.contains(&id))?;
        match kind {
            InputKind::Quantity(unit) => self.value_in(&entry.value, unit),
            InputKind::Choice(_) => {
                let what = format!("`{}` makes no sense for a choice of words", entry.key);
                let help = Some("leave it out: only a quantity has it".to_string());
                self.problem("unit", entry.key_place.clone(), &entry.key, what, help);
                None
            }
        }
    }

    fn missing(&mut self, id: InputId, entry: Option<&Entry>, kind: &InputKind) -> Missing {
        let Some(entry) = entry.filter(|entry| !self.unsure.contains(&id) && !entry.value.is_refused())
        else {
            return Missing::Refuse;
        };
        let written = entry.value.as_text().unwrap_or_default();
        match (written, kind) {
            ("refuse", _) => Missing::Refuse,
            ("last value", _) => Missing::LastValue,
            ("not published", InputKind::Quantity(_)) => Missing::NotPublished,
            (word, InputKind::Choice(words)) => {
                if words.iter().any(|known| known == word) {
                    return Missing::Word(word.to_string());
                }
                let help = match nearest(word, words.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "write {}, or `refuse` or `last value`",
                        either(words.iter().map(String::as_str))
                    ),
                };
                let what = format!("`{word}` is not one of the words of this input");
                self.problem_at("unknown-word", &entry.value, what, Some(help));
                Missing::Refuse
            }
            (_, InputKind::Quantity(unit)) => {
                let unit = unit.clone();
                self.value_in(&entry.value, &unit).map_or(Missing::Refuse, Missing::Number)
            }
        }
    }

    /// A number on its own, in this unit; without a unit it is taken to be in it.
    pub(super) fn value_in(&mut self, node: &Node, unit: &Unit) -> Option<Exact> {
        let written = node.as_text()?;
        match read_value(written) {
            Some(Given::Number(value, None)) => Some(value),
            Some(Given::Number(value, Some(found))) if found == *unit => Some(value),
            Some(Given::Number(_, Some(found))) => {
                let what =
                    format!("`{written}` is {}; here {} is needed", in_words(&found), kind_in_words(unit));
                let help = Some(unit_help(written, unit));
                self.problem_at("unit", node, what, help);
                None
            }
            _ => {
                let help = if unit.is_date() {
                    "write year, month and day, such as `2026-04-01`"
                } else {
                    "write a number such as 12, 0.5, 40%, 2.5m or \"1,250.50\""
                };
                self.problem_at(
                    "number",
                    node,
                    format!("`{written}` is not a number"),
                    Some(help.to_string()),
                );
                None
            }
        }
    }

    /// An amount of money on its own.
    pub(super) fn money_value(&mut self, node: &Node) -> Option<Exact> {
        self.value_in(node, &Unit::money(self.around.currency))
    }

    /// Joins inputs to the lines that they carry forward; needs all lines resolved.
    pub(super) fn carried(&mut self) {
        for (id, from, first) in core::mem::take(&mut self.carried_from) {
            let name = from.as_text().unwrap_or_default();
            let line: Option<LineId> = self.names.get(name).and_then(Named::line);
            // The check of the references tells of a line that is not declared.
            let Some(line) = line else { continue };
            let unit = self.lines.get(line.0).and_then(Option::as_ref).and_then(|line| line.unit.clone());
            let Some(input) = self.inputs.get_mut(id) else { continue };
            input.carried = Some(Carried { from: line, first });
            let wanted = input.kind.clone();
            if let (Some(unit), InputKind::Quantity(needed)) = (unit, wanted)
                && unit != needed
                && !self.unsure.contains(&InputId(id))
            {
                let what = format!("`{name}` is {}; this input is {}", in_words(&unit), in_words(&needed));
                let help = Some("carry forward a line in the unit of the input".to_string());
                self.problem_at("unit", from, what, help);
            }
        }
    }
}

fn cause(word: Option<&str>) -> Cause {
    match word {
        Some("price") => Cause::Price,
        Some("activity") => Cause::Activity,
        Some("value") => Cause::Value,
        _ => Cause::Data,
    }
}

fn over(word: Option<&str>) -> Option<Over> {
    match word {
        Some("by days") => Some(Over::ByDays),
        Some("same") => Some(Over::Same),
        Some("as dated") => Some(Over::AsDated),
        _ => None,
    }
}
