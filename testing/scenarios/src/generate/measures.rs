//! Key result areas and measures of every kind.

use super::{Maker, Quantity, Unit};
use crate::case::Section;

impl Maker {
    /// Up to three areas of up to three measures, in most agreements.
    pub fn measures(&mut self) {
        if self.random.percent(40) {
            return;
        }
        let weighted = self.random.percent(50);
        for _ in 0..self.random.from_to(1, 3) {
            self.area(weighted);
        }
        self.quantities.push(Quantity { name: "score".to_owned(), unit: Unit::Points, by: Vec::new() });
    }

    fn area(&mut self, weighted: bool) {
        let name = self.fresh("ar");
        let weight = if weighted { self.weight() } else { String::new() };
        let mut text = format!("{name}:\n{weight}  measures:\n");
        let weighted = self.random.percent(50);
        for place in 0..self.random.from_to(1, 3) {
            let measure = self.fresh("me");
            let weight = if weighted { self.weight() } else { String::new() };
            let mut said = self.measure(&measure);
            said.push_str(&weight);
            if place > 0 && self.random.percent(10) {
                said.push_str("  pays: no\n");
            }
            if self.random.percent(50) {
                let missing = ["leave out", "zero points", "refuse", "last value"];
                said.push_str(&format!("  missing: {}\n", self.random.pick(&missing)));
            }
            text.push_str(&format!("    {measure}:\n"));
            said.lines().for_each(|line| text.push_str(&format!("    {line}\n")));
        }
        self.block(Section::Areas, text);
        self.quantities.push(Quantity { name: format!("score[{name}]"), unit: Unit::Points, by: Vec::new() });
    }

    fn weight(&mut self) -> String {
        format!("  weight: {}\n", self.random.pick(&["60%", "40%", "25%", "100%"]))
    }

    fn measure(&mut self, name: &str) -> String {
        self.quantities.push(Quantity { name: format!("score[{name}]"), unit: Unit::Points, by: Vec::new() });
        match self.random.below(6) {
            0 => "  kind: judged\n".to_owned(),
            1 => "  kind: milestone\n  levels: { met: good, late: base, missed: poor }\n".to_owned(),
            kind => {
                let value = Quantity { name: format!("value[{name}]"), unit: Unit::Weeks, by: Vec::new() };
                let is = match self.quantities.iter().find(|one| one.unit == Unit::Weeks && one.by.is_empty())
                {
                    Some(one) if kind == 2 => format!("  is: \"{}\"\n", one.name),
                    _ => String::new(),
                };
                self.quantities.push(value);
                self.measured(&is)
            }
        }
    }

    fn measured(&mut self, is: &str) -> String {
        let lower = self.random.percent(50);
        let (better, thresholds) =
            if lower { ("lower", ["10", "5", "2", "-1"]) } else { ("higher", ["-1", "2", "5", "10"]) };
        self.edges.entry(Unit::Weeks).or_default().extend(thresholds.map(str::to_owned));
        let [poor, base, good, best] = thresholds;
        let levels = if self.random.percent(70) {
            format!("{{ poor: {poor}, base: {base}, good: {{ at: {good}, says: well done }}, best: {best} }}")
        } else {
            format!("{{ base: {base}, best: {best} }}")
        };
        let mut text = format!("  unit: weeks\n{is}  better: {better}\n  levels: {levels}\n");
        text.push_str(self.random.one_of(&["  between: linear\n", "  between: step\n", ""]));
        text.push_str(self.random.one_of(&[
            "",
            "  precision: 1\n",
            "  precision: 0.1\n",
            "  precision: 0.5\n",
        ]));
        if self.random.percent(20) {
            text.push_str("  points: { base: 10, best: 120 }\n");
        }
        text
    }
}
