//! Inputs and lines of every kind.

use super::formulas::RULES;
use super::{Choice, Maker, Quantity, Unit};
use crate::case::Section;

impl Maker {
    /// Some inputs of every unit, one choice at least, and an input that is carried.
    pub fn inputs(&mut self) {
        self.input(Unit::Money, Vec::new());
        for _ in 0..self.random.from_to(2, 7) {
            let (unit, by) = (self.some_unit(), self.some_indexes());
            self.input(unit, by);
        }
        if self.random.percent(30) {
            self.input(Unit::Date, Vec::new());
        }
        for _ in 0..self.random.from_to(1, 2) {
            self.choice();
        }
    }

    fn input(&mut self, unit: Unit, by: Vec<usize>) {
        let name = self.fresh("in");
        let words = match unit {
            Unit::Money => "GBP",
            Unit::Ratio => "ratio",
            Unit::Points => "points",
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Price => "GBP per week",
            Unit::Date => "date",
        };
        let mut text = format!("{name}:\n  unit: {words}\n{}", self.by_line(&by));
        if self.loose && unit != Unit::Date && self.random.percent(40) {
            text.push_str(self.random.one_of(&[
                "  known_to: 1\n",
                "  known_to: 0.01\n",
                "  at_least: 1\n",
                "  at_most: 100\n",
            ]));
        }
        if unit != Unit::Date && self.random.percent(20) {
            text.push_str(self.random.one_of(&[
                "  missing: 5\n",
                "  missing: not published\n",
                "  missing: last value\n",
                "  missing: refuse\n",
            ]));
        }
        if unit != Unit::Date && self.random.percent(if self.cut { 80 } else { 15 }) {
            text.push_str(self.random.one_of(&["  over: by days\n", "  over: same\n", "  over: as dated\n"]));
        }
        self.block(Section::Inputs, text);
        self.quantities.push(Quantity { name, unit, by });
    }

    fn choice(&mut self) {
        let name = self.fresh("ch");
        let by = if self.random.percent(20) { vec![self.some_index()] } else { Vec::new() };
        let mut text = format!("{name}:\n  one_of: [red, green, blue]\n{}", self.by_line(&by));
        if self.random.percent(40) {
            text.push_str(self.random.one_of(&["  missing: green\n", "  missing: last value\n"]));
        }
        if self.random.percent(50) {
            text.push_str("  over: same\n");
        }
        self.block(Section::Inputs, text);
        let words = ["red", "green", "blue"].map(str::to_owned).to_vec();
        self.choices.push(Choice { name, words, by });
    }

    /// One line, of some kind.
    pub fn line(&mut self) {
        let (unit, by) = (self.some_unit(), self.some_indexes());
        let name = self.fresh("ln");
        let gate = if self.random.percent(25) {
            let when = self.condition(&by, 1);
            let otherwise = if self.random.percent(50) { "  otherwise: because\n" } else { "" };
            format!("  when: \"{when}\"\n{otherwise}")
        } else {
            String::new()
        };
        let head = format!("{name}:\n{}{gate}", self.by_line(&by));
        let text = match self.random.below(10) {
            0..=3 => format!("{head}  is: \"{}\"\n", self.formula(unit, &by, 3)),
            4 | 5 => format!("{head}  choose:\n{}", self.branches(unit, &by)),
            6 | 7 => format!("{head}  steps:\n{}", self.steps(unit, &by)),
            _ => {
                let head = format!("{name}:\n{}", self.by_line(&by));
                format!("{head}  waterfall:\n{}", self.waterfall(unit, &by))
            }
        };
        self.block(Section::Lines, text);
        self.quantities.push(Quantity { name: name.clone(), unit, by: by.clone() });
        if by.is_empty() && self.random.percent(15) {
            self.carried(&name, unit);
        }
    }

    /// An input that takes the value of a line of the period before.
    fn carried(&mut self, line: &str, unit: Unit) {
        let words = match unit {
            Unit::Money => "GBP",
            Unit::Ratio => "ratio",
            Unit::Points => "points",
            Unit::Days | Unit::Date => "days",
            Unit::Weeks => "weeks",
            Unit::Price => "GBP per week",
        };
        let name = self.fresh("in");
        self.block(
            Section::Inputs,
            format!("{name}:\n  unit: {words}\n  carried_from: {line}\n  first: 7.5\n"),
        );
        self.quantities.push(Quantity { name, unit, by: Vec::new() });
    }

    fn branches(&mut self, unit: Unit, by: &[usize]) -> String {
        let mut text = String::new();
        for _ in 0..self.random.from_to(1, 3) {
            let (when, is) = (self.condition(by, 1), self.formula(unit, by, 1));
            text.push_str(&format!("    - when: \"{when}\"\n      is: \"{is}\"\n      says: this one\n"));
        }
        text.push_str(&format!("    - otherwise: \"{}\"\n", self.formula(unit, by, 1)));
        text
    }

    fn steps(&mut self, unit: Unit, by: &[usize]) -> String {
        let mut text = format!("    - \"{}\"\n", self.named_or_formula(unit, by));
        for _ in 0..self.random.from_to(1, 4) {
            let step = self.step(unit, by);
            if self.random.percent(30) {
                let when = self.condition(by, 0);
                text.push_str(&format!("    - step: \"{step}\"\n      when: \"{when}\"\n"));
            } else {
                text.push_str(&format!("    - \"{step}\"\n"));
            }
        }
        text
    }

    /// A start whose unit is certain: the literal 0 would leave it open.
    fn named_or_formula(&mut self, unit: Unit, by: &[usize]) -> String {
        let known: Vec<Quantity> = self.quantities.iter().filter(|one| one.unit == unit).cloned().collect();
        if known.is_empty() {
            return format!("12{}", unit.suffix());
        }
        let quantity = self.random.pick(&known).clone();
        self.named(&quantity.name, &quantity.by, by)
    }

    fn step(&mut self, unit: Unit, by: &[usize]) -> String {
        let share = self.random.pick(&["2%", "10%", "50%", "33.3%"]).to_string();
        match self.random.below(10) {
            0 => format!("less {}", self.formula(unit, by, 1)),
            1 => format!("plus {}", self.formula(unit, by, 1)),
            2 => format!("less {share}"),
            3 => format!("plus {share}"),
            4 => format!("times {share}"),
            5 => format!("divided by {}", self.random.pick(&["2", "3", "0.7"])),
            6 => format!("at most {}", self.edge(unit)),
            7 => format!("at least {}", self.edge(unit)),
            8 => format!("divided by {}", self.named_or_formula(Unit::Ratio, by)),
            _ => {
                let to = self.random.one_of(&["1", "0.01", "5"]);
                format!("rounded to {to}, {}", self.random.pick(&RULES))
            }
        }
    }

    fn waterfall(&mut self, unit: Unit, by: &[usize]) -> String {
        let of = self.formula(unit, by, 1);
        let floored = self.random.percent(80);
        let of = if floored { format!("max({of}, 0{})", unit.suffix()) } else { of };
        let mut text = format!("    of: \"{of}\"\n    from:\n");
        for _ in 0..self.random.from_to(1, 3) {
            let name = self.fresh("dr");
            let limit = if self.random.percent(50) { self.edge(unit) } else { self.leaf(unit, by) };
            text.push_str(&format!("      - {name}: \"{limit}\"\n"));
            self.quantities.push(Quantity { name, unit, by: by.to_vec() });
        }
        if self.random.percent(40) {
            let name = self.fresh("dr");
            text.push_str(&format!("      - {name}: the rest\n"));
            self.quantities.push(Quantity { name, unit, by: by.to_vec() });
        }
        text
    }
}
