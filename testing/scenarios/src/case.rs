//! One generated agreement with its facts, in blocks that can be left out one by one.

use std::fmt::Write;

/// An agreement in blocks, and facts.
#[derive(Debug, Clone)]
pub struct Case {
    /// The seed that it comes of.
    pub seed: u64,
    /// All before the sections that are made of blocks.
    pub head: String,
    /// The terms, each under its section.
    pub blocks: Vec<Block>,
    /// What is known.
    pub facts: Vec<FactRow>,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The section that it stands in.
    pub section: Section,
    /// Its lines, beginning with its name, not indented.
    pub text: String,
}

/// Where a block stands, in the order of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// `performance.areas`
    Areas,
    /// `money.lists`
    Lists,
    /// `money.inputs`
    Inputs,
    /// `money.tables`
    Tables,
    /// `money.lines`
    Lines,
    /// `money.pools`
    Pools,
    /// `money.postings`
    Postings,
}

/// One fact, as a row of a file of facts says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// Its name.
    pub name: String,
    /// The elements of its indexes.
    pub of: Vec<String>,
    /// The days that it is about.
    pub days: String,
    /// Its value as written.
    pub value: String,
    /// How closely it is known, as written.
    pub known_to: Option<String>,
}

const PERFORMANCE: &str = "performance:\n  levels: { poor: -50, base: 0, good: 50, best: 100 }\n  areas:\n";

impl Case {
    /// The text of `alliance.yaml`.
    pub fn text(&self) -> String {
        let mut text = self.head.clone();
        let mut begun = None;
        let sections = [
            (Section::Areas, PERFORMANCE),
            (Section::Lists, "  lists:\n"),
            (Section::Inputs, "  inputs:\n"),
            (Section::Tables, "  tables:\n"),
            (Section::Lines, "  lines:\n"),
            (Section::Pools, "  pools:\n"),
            (Section::Postings, "  postings:\n"),
        ];
        for (section, heading) in sections {
            let mut blocks = self.blocks.iter().filter(|block| block.section == section).peekable();
            if blocks.peek().is_none() {
                continue;
            }
            if section != Section::Areas && begun.is_none() {
                begun = Some(());
                text.push_str("money:\n  rounding: ");
                text.push_str(self.rounding());
                text.push('\n');
            }
            text.push_str(heading);
            for line in blocks.flat_map(|block| block.text.lines()) {
                let _ = writeln!(text, "    {line}");
            }
        }
        text
    }

    fn rounding(&self) -> &'static str {
        const RULES: [&str; 9] = [
            "pennies, half away from zero",
            "pennies, half even",
            "pennies, half up",
            "pennies, half down",
            "pennies, away from zero",
            "pennies, toward zero",
            "pennies, up",
            "pennies, down",
            "whole pounds, half even",
        ];
        RULES[(self.seed % 9) as usize]
    }

    /// The facts as a file would say them.
    pub fn facts_text(&self) -> String {
        let mut text = String::from("fact,of,period,value,known_to\n");
        for FactRow { name, of, days, value, known_to } in &self.facts {
            let known_to = known_to.as_deref().unwrap_or_default();
            let _ = writeln!(text, "{name},{},{days},{value},{known_to}", of.join("/"));
        }
        text
    }

    /// The smallest case found by leaving out blocks and facts that still does what `fails` looks for.
    pub fn shrunk(&self, fails: &dyn Fn(&Case) -> bool) -> Case {
        let mut smallest = self.clone();
        loop {
            let before = smallest.blocks.len() + smallest.facts.len();
            for place in (0..smallest.blocks.len()).rev() {
                let mut less = smallest.clone();
                less.blocks.remove(place);
                if fails(&less) {
                    smallest = less;
                }
            }
            for place in (0..smallest.facts.len()).rev() {
                let mut less = smallest.clone();
                less.facts.remove(place);
                if fails(&less) {
                    smallest = less;
                }
            }
            if smallest.blocks.len() + smallest.facts.len() == before {
                return smallest;
            }
        }
    }
}
