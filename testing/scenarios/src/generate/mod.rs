//! A small agreement of every kind of term, with facts that often lie exactly on its edges.

mod facts;
mod formulas;
mod lines;
mod measures;
mod postings;
mod tables;

use crate::case::{Block, Case, FactRow, Section};
use crate::random::Random;
use std::collections::BTreeMap;

/// What a quantity is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Money,
    Ratio,
    Points,
    Days,
    Weeks,
    Price,
    Date,
}

/// Something indexes are made of.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    pub word: &'static str,
    pub elements: Vec<String>,
    pub of_parties: bool,
}

/// Something with a name and a value.
#[derive(Debug, Clone)]
pub(crate) struct Quantity {
    pub name: String,
    pub unit: Unit,
    /// Numbers of indexes.
    pub by: Vec<usize>,
}

/// A choice of words.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub name: String,
    pub words: Vec<String>,
    pub by: Vec<usize>,
}

/// What has been made so far.
pub(crate) struct Maker {
    pub random: Random,
    pub parties: Vec<String>,
    pub indexes: Vec<Index>,
    pub quantities: Vec<Quantity>,
    pub choices: Vec<Choice>,
    pub pools: Vec<String>,
    pub blocks: Vec<Block>,
    pub facts: Vec<FactRow>,
    /// Values on which something turns, by unit.
    pub edges: BTreeMap<Unit, Vec<String>>,
    pub loose: bool,
    pub gaps: bool,
    pub cut: bool,
    count: usize,
}

/// The whole period that is settled.
pub const PERIOD: &str = "2014-04-01..2015-03-31";
/// The two parts of a period that is cut.
pub const PARTS: [&str; 2] = ["2014-04-01..2014-09-30", "2014-10-01..2015-03-31"];
/// The term.
pub const TERM: &str = "2013-04-01..2017-03-31";
/// The period before.
pub const BEFORE: &str = "2013-04-01..2014-03-31";

const PARTIES: [&str; 4] = ["ann", "bob", "cyd", "dee"];
const SERVICES: [&str; 3] = ["hips", "eyes", "feet"];

/// The case of a seed.
pub fn case(seed: u64) -> Case {
    let mut random = Random::new(seed);
    let (loose, gaps, cut) = (random.percent(25), random.percent(18), random.percent(12));
    let mut maker = Maker {
        random,
        parties: Vec::new(),
        indexes: Vec::new(),
        quantities: Vec::new(),
        choices: Vec::new(),
        pools: Vec::new(),
        blocks: Vec::new(),
        facts: Vec::new(),
        edges: BTreeMap::new(),
        loose,
        gaps,
        cut,
        count: 0,
    };
    let head = maker.head();
    maker.inputs();
    maker.measures();
    for _ in 0..maker.random.from_to(2, 7) {
        if maker.random.percent(40) { maker.table() } else { maker.line() }
    }
    maker.pools();
    for _ in 0..maker.random.from_to(1, 4) {
        maker.posting();
    }
    maker.all_facts();
    let Maker { mut random, mut blocks, facts, .. } = maker;
    // A line may use lines written after it.
    random.shuffle(&mut blocks);
    let pools_in_order = blocks.iter().position(|block| block.section == Section::Postings);
    if pools_in_order.is_some() {
        blocks.sort_by_key(|block| block.section);
    }
    Case { seed, head, blocks, facts }
}

impl Maker {
    /// A name that is not taken.
    pub fn fresh(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}{}", self.count)
    }

    pub fn block(&mut self, section: Section, text: String) {
        self.blocks.push(Block { section, text });
    }

    fn head(&mut self) -> String {
        let count = self.random.from_to(1, 4);
        self.parties = PARTIES[..count].iter().map(|name| (*name).to_owned()).collect();
        let mut text = String::from(
            "accordant: 1\nalliance: { name: Generated, term: { from: 2013-04-01, to: 2017-03-31 }, settles: { every: year, from: 1 April, currency: GBP } }\nparties:\n",
        );
        let (mut providers, mut commissioners) = (Vec::new(), Vec::new());
        for (number, name) in self.parties.clone().into_iter().enumerate() {
            // The first party is always both or a provider, so that no index of roles is always empty.
            let role = match (number, self.random.below(4)) {
                (0, 0..=2) => "[commissioner, provider]",
                (0, _) | (_, 0 | 1) => "provider",
                (_, 2) => "commissioner",
                _ => "[commissioner, provider]",
            };
            let joins = self.cut && number + 1 == count && number > 0 && role == "provider";
            let from = if joins { ", from: 2014-10-01" } else { "" };
            text.push_str(&format!("  {name}: {{ name: Party {name}, role: {role}{from} }}\n"));
            if role.contains("provider") {
                providers.push(name.clone());
            }
            if role.contains("commissioner") {
                commissioners.push(name);
            }
        }
        text.push_str("services:\n");
        let services: Vec<String> =
            SERVICES[..self.random.from_to(1, 3)].iter().map(|s| (*s).to_owned()).collect();
        for service in &services {
            text.push_str(&format!("  {service}: {{ name: Service {service} }}\n"));
        }
        let allocated: Vec<&String> = services.iter().filter(|_| !self.random.percent(15)).collect();
        if !allocated.is_empty() {
            text.push_str("work_allocation:\n");
            for service in allocated {
                let party = self.random.pick(&providers);
                text.push_str(&format!("  - {{ service: {service}, responsible: {party} }}\n"));
            }
        }
        self.index("party", self.parties.clone(), true);
        self.index("provider", providers.clone(), true);
        self.index("commissioner", commissioners, true);
        self.index("service", services, false);
        if self.random.percent(50) {
            self.index("wards", vec!["north".to_owned(), "south".to_owned()], false);
            self.block(Section::Lists, "wards: [north, south]".to_owned());
        }
        if self.random.percent(30) {
            self.index("lot", providers.clone(), true);
            self.block(Section::Lists, format!("lot: [{}]", providers.join(", ")));
        }
        text
    }

    fn index(&mut self, word: &'static str, elements: Vec<String>, of_parties: bool) {
        self.indexes.push(Index { word, elements, of_parties });
    }

    /// Indexes that quantities may have: those with an element.
    pub fn some_index(&mut self) -> usize {
        loop {
            let index = self.random.below(self.indexes.len());
            if !self.indexes[index].elements.is_empty() {
                return index;
            }
        }
    }

    /// None, one or two indexes, of which at most one is of parties.
    pub fn some_indexes(&mut self) -> Vec<usize> {
        let count = *self.random.pick(&[0, 0, 0, 0, 1, 1, 1, 2]);
        let mut found: Vec<usize> = Vec::new();
        for _ in 0..count {
            let index = self.some_index();
            let parties = |one: usize| self.indexes[one].of_parties;
            let clashes = |one: &usize| *one == index || (parties(index) && parties(*one));
            if !found.iter().any(clashes) {
                found.push(index);
            }
        }
        found
    }

    /// `by: ...` for these indexes, as a line of a block; empty for none.
    pub fn by_line(&self, by: &[usize]) -> String {
        let words: Vec<&str> = by.iter().map(|index| self.indexes[*index].word).collect();
        match words.as_slice() {
            [] => String::new(),
            [one] => format!("  by: {one}\n"),
            _ => format!("  by: [{}]\n", words.join(", ")),
        }
    }
}
