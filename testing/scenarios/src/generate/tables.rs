//! Tables: columns, bands, curves, dated values.

use super::{Choice, Maker, Quantity, Unit};
use crate::case::Section;

impl Maker {
    /// One table, of some kind.
    pub fn table(&mut self) {
        match self.random.below(10) {
            0..=3 => self.columns(),
            4 | 5 => self.bands(),
            6..=8 => self.curve(),
            _ => self.dated(),
        }
    }

    fn columns(&mut self) {
        let unindexed: Vec<Choice> = self
            .choices
            .iter()
            .filter(|choice| choice.by.is_empty() && choice.name.starts_with("ch"))
            .cloned()
            .collect();
        let (key, rows, by) = if !unindexed.is_empty() && self.random.percent(55) {
            let choice = self.random.pick(&unindexed).clone();
            (choice.name, choice.words, Vec::new())
        } else {
            let index = self.some_index();
            (self.indexes[index].word.to_owned(), self.indexes[index].elements.clone(), vec![index])
        };
        let unit = self.some_unit();
        let (table, number, bare, word) =
            (self.fresh("tb"), self.fresh("co"), self.fresh("co"), self.fresh("co"));
        let mut text = format!("{table}:\n  by: {key}\n  columns: [{number}, {bare}, {word}]\n");
        text.push_str("  units: [ratio, points, ratio]\n");
        let others = self.random.percent(40);
        let written = if others { rows.len().saturating_sub(1) } else { rows.len() };
        let names = rows[..written].iter().cloned().chain(others.then(|| "others".to_owned()));
        for (place, row) in names.enumerate() {
            let refused = place > 0 && self.random.percent(12);
            let formula = if refused { "none".to_owned() } else { self.cell(unit, &by) };
            let points = self.random.pick(&["1", "-2", "50", "0"]).to_string();
            let colour = if place == 0 { "up" } else { self.random.one_of(&["up", "down", "down", "none"]) };
            text.push_str(&format!("  {row}: [\"{formula}\", \"{points}\", {colour}]\n"));
        }
        let down = text.contains("down");
        self.block(Section::Tables, text);
        self.quantities.push(Quantity { name: number, unit, by: by.clone() });
        self.quantities.push(Quantity { name: bare, unit: Unit::Points, by: by.clone() });
        let words = if down { vec!["up".to_owned(), "down".to_owned()] } else { vec!["up".to_owned()] };
        self.choices.push(Choice { name: word, words, by });
    }

    /// A cell whose unit is certain.
    fn cell(&mut self, unit: Unit, by: &[usize]) -> String {
        let number = self.random.pick(&["1", "2.5", "40", "12"]).to_string();
        let literal = format!("{number}{}", unit.suffix());
        if self.random.percent(50) { literal } else { format!("{literal} + {}", self.leaf(unit, by)) }
    }

    fn bands(&mut self) {
        let (unit, by) = (*self.random.pick(&[Unit::Money, Unit::Money, Unit::Weeks]), self.some_indexes());
        let name = self.fresh("tb");
        let of = if self.random.percent(70) { self.leaf(unit, &by) } else { self.formula(unit, &by, 2) };
        let mut text = format!("{name}:\n{}  of: \"{of}\"\n  bands:\n", self.by_line(&by));
        let edges = [["2", "5", "100"], ["10", "12.34", "33.33"], ["0.5", "1", "3"]];
        let edges = *self.random.pick(&edges);
        let count = self.random.from_to(1, 3);
        for (place, edge) in edges[..count].iter().enumerate() {
            self.edges.entry(unit).or_default().push((*edge).to_owned());
            let from = match place {
                0 if self.random.percent(25) => format!("from: \"0.25{}\", ", unit.suffix()),
                _ => String::new(),
            };
            let rate = self.rate(&by);
            text.push_str(&format!("    - {{ {from}to: \"{edge}{}\", rate: \"{rate}\" }}\n", unit.suffix()));
        }
        if self.random.percent(70) {
            text.push_str(&format!("    - {{ beyond: \"{}\" }}\n", self.rate(&by)));
        }
        self.block(Section::Tables, text);
        self.quantities.push(Quantity { name, unit, by });
    }

    fn rate(&mut self, by: &[usize]) -> String {
        if self.random.percent(75) { self.literal(Unit::Ratio) } else { self.leaf(Unit::Ratio, by) }
    }

    fn curve(&mut self) {
        let (unit, by) = (*self.random.pick(&[Unit::Money, Unit::Weeks, Unit::Points]), self.some_indexes());
        let result = *self.random.pick(&[Unit::Ratio, Unit::Money, Unit::Points]);
        let name = self.fresh("tb");
        let between = self.random.one_of(&["linear", "step", "linear to the last whole number"]);
        let of = match between {
            // What is known within bounds is rounded, so that its bounds are whole.
            "linear to the last whole number" if self.loose || self.random.percent(80) => {
                format!("({} rounded to 1, half even)", self.leaf(unit, &by))
            }
            _ => self.leaf(unit, &by),
        };
        let mut text = format!("{name}:\n{}  of: \"{of}\"\n  points:\n", self.by_line(&by));
        for x in [["0", "2", "5", "100"], ["1", "3", "10", "33"]][self.random.below(2)] {
            self.edges.entry(unit).or_default().push(x.to_owned());
            let y = self.random.pick(&["1", "5", "12.5", "50", "100"]).to_string();
            let y = format!("{y}{}", result.suffix());
            let y = if self.random.percent(80) { y } else { format!("{y} + {}", self.leaf(result, &by)) };
            text.push_str(&format!("    {x}: \"{y}\"\n"));
        }
        text.push_str(&format!("  between: {between}\n"));
        text.push_str(self.random.one_of(&["  below: first\n", "  below: first\n", "  below: refuse\n", ""]));
        text.push_str(self.random.one_of(&["  above: last\n", "  above: refuse\n", ""]));
        self.block(Section::Tables, text);
        self.quantities.push(Quantity { name, unit: result, by });
    }

    fn dated(&mut self) {
        let inputs: Vec<String> =
            self.quantities.iter().filter(|one| one.unit == Unit::Date).map(|one| one.name.clone()).collect();
        let key = match (inputs.first(), self.random.below(3)) {
            (Some(input), 0 | 1) => input.clone(),
            (_, 2) => "payment_day".to_owned(),
            _ => "period".to_owned(),
        };
        let (name, unit) = (self.fresh("tb"), self.some_unit());
        let first = self.random.one_of(&["2013-01-01", "2013-01-01", "2014-07-01"]);
        let mut text = format!("{name}:\n  dated: {key}\n  from:\n");
        for (day, number) in [(first, "2"), ("2014-10-01", "3"), ("2015-01-01", "4")] {
            text.push_str(&format!("    {day}: \"{number}{}\"\n", unit.suffix()));
        }
        self.block(Section::Tables, text);
        self.quantities.push(Quantity { name, unit, by: Vec::new() });
    }
}
