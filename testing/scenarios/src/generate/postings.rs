//! Pools and postings of every kind.

use super::{Maker, Quantity, Unit};
use crate::case::{FactRow, Section};
use crate::generate::PERIOD;

impl Maker {
    /// Up to two pools; one of them with its opening as a fact.
    pub fn pools(&mut self) {
        for place in 0..self.random.from_to(0, 2) {
            let name = self.fresh("po");
            let opening = self.random.one_of(&["1m", "1m", "20", "0"]);
            let stated = place == 0 || self.random.percent(50);
            let text = if stated {
                format!("{name}: {{ opening: {opening}, in_books_of: ann }}")
            } else {
                format!("{name}: {{ in_books_of: ann }}")
            };
            if !stated || self.random.percent(20) {
                let of = vec![name.clone()];
                let days = PERIOD.to_owned();
                let value = "500".to_owned();
                self.facts.push(FactRow { name: "opening".to_owned(), of, days, value, known_to: None });
            }
            self.block(Section::Pools, text);
            self.pools.push(name);
        }
    }

    /// One posting, of some kind.
    pub fn posting(&mut self) {
        let name = self.fresh("pp");
        let text = match self.random.below(10) {
            0 | 1 => self.whole(),
            2..=4 => self.named_shares(),
            5 => self.without_total(),
            6 => self.weighted("to"),
            7 => self.weighted("from"),
            8 => self.by_party(),
            _ => self.by_service(),
        };
        self.block(Section::Postings, format!("{name}:\n{text}"));
    }

    /// An account on each side, which are not one and the same.
    fn two_accounts(&mut self) -> (String, String) {
        loop {
            let (one, other) = (self.account(), self.account());
            if one != other {
                return (one, other);
            }
        }
    }

    fn account(&mut self) -> String {
        let mut known = vec!["outside".to_owned()];
        known.extend(self.parties.iter().cloned());
        known.extend(self.pools.iter().cloned());
        self.random.pick(&known).clone()
    }

    fn amount(&mut self, by: &[usize]) -> String {
        let depth = *self.random.pick(&[0, 1, 2]);
        let formula = self.formula(Unit::Money, by, depth);
        if self.random.percent(30) { format!("max({formula}, 0)") } else { formula }
    }

    fn whole(&mut self) -> String {
        let (from, to) = self.two_accounts();
        format!("  of: \"{}\"\n  from: {from}\n  to: {to}\n", self.amount(&[]))
    }

    /// An index of parties, how a posting names all of it, and a weight by it.
    fn several(&mut self) -> (String, String) {
        let options: Vec<usize> = (0..self.indexes.len())
            .filter(|index| self.indexes[*index].of_parties && !self.indexes[*index].elements.is_empty())
            .collect();
        let index = *self.random.pick(&options);
        let word = match self.indexes[index].word {
            "party" => "parties",
            "provider" => "providers",
            "commissioner" => "commissioners",
            other => other,
        };
        let known = |one: &&Quantity| one.name.starts_with('w') && one.by == [index];
        if let Some(weight) = self.quantities.iter().find(known) {
            return (word.to_owned(), weight.name.clone());
        }
        let name = self.fresh("we");
        let over = if self.cut { "  over: same\n" } else { "" };
        let text = format!("{name}:\n  unit: ratio\n{over}{}", self.by_line(&[index]));
        self.block(Section::Inputs, text);
        self.quantities.push(Quantity { name: name.clone(), unit: Unit::Ratio, by: vec![index] });
        (word.to_owned(), name)
    }

    fn weighted(&mut self, side: &str) -> String {
        let (word, weight) = self.several();
        let other = if side == "to" { "from" } else { "to" };
        format!(
            "  of: \"{}\"\n  {side}: {{ {word}: by {weight} }}\n  {other}: {}\n",
            self.amount(&[]),
            self.account()
        )
    }

    fn named_shares(&mut self) -> String {
        let of = self.amount(&[]);
        let pot = self.account();
        let mut text = format!("  of: \"{of}\"\n  from: {pot}\n  to:\n");
        let (first, second, third) = (self.fresh("sh"), self.fresh("sh"), self.fresh("sh"));
        let share = self.random.one_of(&["25%", "33.3%", "50%", "100%", "110%"]);
        let to = self.payee(&pot);
        text.push_str(&format!("    {first}: {{ is: \"{share} * ({of})\", {to} }}\n"));
        if self.random.percent(60) {
            let to = self.payee(&pot);
            let is = if self.random.percent(80) { format!("10% * ({of})") } else { self.amount(&[]) };
            text.push_str(&format!("    {second}: {{ is: \"{is}\", {to} }}\n"));
            if self.random.percent(20) && !text.contains("110%") {
                return text;
            }
        } else if self.random.percent(25) {
            let to = self.payee(&pot);
            text.push_str(&format!("    {second}: {{ is: \"({of}) - {share} * ({of})\", {to} }}\n"));
            return text;
        }
        text.push_str(&format!("    {third}: {{ is: the rest, {} }}\n", self.payee(&pot)));
        text
    }

    /// A payee that is not the pot.
    fn payee(&mut self, pot: &str) -> String {
        let account = self.account();
        if account != pot && self.random.percent(50) {
            return format!("to: {account}");
        }
        let (word, weight) = self.several();
        format!("to: {word}, by: {weight}")
    }

    fn without_total(&mut self) -> String {
        let (first, second) = (self.fresh("sh"), self.fresh("sh"));
        let (one, two) = (self.amount(&[]), self.amount(&[]));
        let pot = self.account();
        let mut text = format!("  from: {pot}\n  to:\n");
        text.push_str(&format!("    {first}: {{ is: \"{one}\", {} }}\n", self.payee(&pot)));
        text.push_str(&format!("    {second}: {{ is: \"{two}\", {} }}\n", self.payee(&pot)));
        text
    }

    fn by_party(&mut self) -> String {
        let roles: Vec<usize> = (0..3).filter(|index| !self.indexes[*index].elements.is_empty()).collect();
        let index = *self.random.pick(&roles);
        let word = self.indexes[index].word;
        let (of, other) = (self.amount(&[index]), self.account());
        let sides = if self.random.percent(50) {
            format!("  from: {word}\n  to: {other}\n")
        } else {
            format!("  from: {other}\n  to: {word}\n")
        };
        format!("  by: {word}\n  of: \"{of}\"\n{sides}")
    }

    fn by_service(&mut self) -> String {
        let (of, other) = (self.amount(&[3]), self.account());
        let sides = if self.random.percent(50) {
            format!("  from: responsible\n  to: {other}\n")
        } else {
            format!("  from: {other}\n  to: responsible\n")
        };
        format!("  by: service\n  of: \"{of}\"\n{sides}")
    }
}
