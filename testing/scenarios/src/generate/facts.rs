//! Facts for every input and measure: often exactly on an edge, sometimes loose, missing or not published.

use super::{BEFORE, Maker, PARTS, PERIOD, Unit};
use crate::case::{FactRow, Section};

impl Maker {
    /// A fact for every element of every input, and for every measure.
    pub fn all_facts(&mut self) {
        for quantity in self.quantities.clone() {
            if !(quantity.name.starts_with("in") || quantity.name.starts_with("we")) {
                continue;
            }
            let nothing = quantity.name.starts_with("we") && self.random.percent(5);
            for of in self.places(&quantity.by) {
                let value = match nothing {
                    true => "0".to_owned(),
                    false => self.value(quantity.unit, quantity.name.starts_with("we")),
                };
                let exact = quantity.name.starts_with("we") || quantity.unit == Unit::Date;
                self.fact(&quantity.name, of, value, exact);
            }
        }
        for choice in self.choices.clone().iter().filter(|choice| choice.name.starts_with("ch")) {
            for of in self.places(&choice.by) {
                let word = self.random.pick(&choice.words).clone();
                self.fact(&choice.name, of, word, true);
            }
        }
        self.measure_facts();
        if self.random.percent(90) {
            self.fact("payment_day", Vec::new(), "2014-12-01".to_owned(), true);
        }
    }

    fn measure_facts(&mut self) {
        let areas: Vec<String> = self
            .blocks
            .iter()
            .filter(|block| block.section == Section::Areas)
            .flat_map(|block| block.text.split("    me").skip(1).map(str::to_owned).collect::<Vec<_>>())
            .collect();
        for text in areas {
            let name = format!("me{}", text.split(':').next().unwrap_or_default());
            let value = if text.contains("kind: judged") {
                (self.random.one_of(&["poor", "base", "good", "best"])).to_owned()
            } else if text.contains("kind: milestone") {
                (self.random.one_of(&["met", "late", "missed"])).to_owned()
            } else if text.contains(" is: ") {
                continue;
            } else {
                self.value(Unit::Weeks, false)
            };
            if !self.random.percent(8) {
                let exact = text.contains("kind: ");
                self.fact(&name, Vec::new(), value, exact);
            }
        }
    }

    /// Every combination of elements.
    fn places(&self, by: &[usize]) -> Vec<Vec<String>> {
        by.iter().fold(vec![Vec::new()], |places, index| {
            let elements = &self.indexes[*index].elements;
            let longer = |place: &Vec<String>| {
                let place = place.clone();
                elements.iter().map(move |element| [place.clone(), vec![element.clone()]].concat())
            };
            places.iter().flat_map(longer).collect()
        })
    }

    /// A value that often lies exactly where something turns.
    fn value(&mut self, unit: Unit, weight: bool) -> String {
        if unit == Unit::Date {
            return (self.random.one_of(&["2014-06-30", "2014-07-01", "2014-10-01", "2015-03-31"]))
                .to_owned();
        }
        if weight {
            let heavy = ["1", "1", "2", "3", "0", "5", "0.5"];
            let weight = if self.random.percent(2) { "-1" } else { *self.random.pick(&heavy) };
            return weight.to_owned();
        }
        let edges = self.edges.get(&unit).cloned().unwrap_or_default();
        let value = if !edges.is_empty() && self.random.percent(50) {
            self.random.pick(&edges).clone()
        } else {
            let tie = ["0.125", "2.5", "1000000", "99.995", "1/3", "4", "250.255"];
            if self.random.percent(40) { (*self.random.pick(&tie)).to_owned() } else { self.plain(unit) }
        };
        if self.random.percent(20) && !value.starts_with('-') { format!("-{value}") } else { value }
    }

    fn fact(&mut self, name: &str, of: Vec<String>, value: String, exact: bool) {
        let loose = self.loose && !exact;
        if self.gaps && self.random.percent(12) {
            if self.random.percent(50) {
                self.row(name, &of, BEFORE, &value, None);
            }
            return;
        }
        let value = if loose && self.random.percent(12) { "not published".to_owned() } else { value };
        let known_to =
            (loose && self.random.percent(15)).then(|| (self.random.one_of(&["1", "0.01", "10"])).to_owned());
        let parted = self.cut && self.random.percent(35);
        for days in if parted { &PARTS[..] } else { &[PERIOD] } {
            self.row(name, &of, days, &value, known_to.clone());
        }
    }

    fn row(&mut self, name: &str, of: &[String], days: &str, value: &str, known_to: Option<String>) {
        let (name, days, value) = (name.to_owned(), days.to_owned(), value.to_owned());
        self.facts.push(FactRow { name, of: of.to_vec(), days, value, known_to });
    }
}
