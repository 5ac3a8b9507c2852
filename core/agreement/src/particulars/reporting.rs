//! What the parties report to each other, and by which working day.

use super::field::{child, citation, date, section, text, texts, values};
use super::{Citation, Days};
use crate::problem::{Problem, Problems, in_backticks};
use crate::shape::working_days;
use crate::shape::wrong::problem;
use crate::tree::{Entry, Node};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What the parties report to each other.
#[derive(Debug, Clone, Default)]
pub struct Reporting {
    /// The files that are owed for each month, in the author's order.
    pub returns: Vec<Return>,
    /// In how many working days a query is answered.
    pub answered_within: Option<u16>,
    /// Where that stands and what it cites.
    pub queries: Option<Citation>,
}

/// A file that parties owe for each month. Working days are counted from the last day of the month.
#[derive(Debug, Clone)]
pub struct Return {
    /// The parties, in the author's order.
    pub parties: Vec<String>,
    /// The kind of file, by its word.
    pub kind: String,
    /// In how many working days it is sent.
    pub within: Within,
    /// For which months: those whose first day lies within.
    pub days: Days,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// In how many working days after the end of the month a return is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Once.
    Once(u16),
    /// For the first time, where that is agreed, and for good.
    Stages {
        /// For the first time.
        flex: Option<u16>,
        /// For good.
        freeze: u16,
    },
}

pub(super) fn read(node: &Node) -> Reporting {
    let queries = child(node, "queries");
    Reporting {
        returns: values(node, "returns").into_iter().filter_map(one).collect(),
        answered_within: queries.and_then(|node| days(node, "answered_within")),
        queries: queries.map(|node| citation(&node.place, node)),
    }
}

fn one(node: &Node) -> Option<Return> {
    Some(Return {
        parties: texts(node, "party"),
        kind: text(node, "kind")?,
        within: match days(node, "within") {
            Some(within) => Within::Once(within),
            None => Within::Stages { flex: days(node, "flex"), freeze: days(node, "freeze")? },
        },
        days: Days { from: date(node, "from"), to: date(node, "to") },
        citation: citation(&node.place, node),
    })
}

fn days(node: &Node, key: &str) -> Option<u16> {
    working_days(child(node, key)?.as_text()?)
}

/// Tells of returns that are final before they are first sent, and of those that are owed twice.
pub(super) fn check(sections: &[Entry], reporting: &Reporting, problems: &mut Problems) {
    let written = section(sections, "reporting").map(|node| values(node, "returns")).unwrap_or_default();
    problems.extend(written.into_iter().filter_map(disorder));
    for (at, later) in reporting.returns.iter().enumerate() {
        let earlier = reporting.returns.iter().take(at);
        let same = |one: &&Return| one.kind == later.kind && one.days.meet(&later.days);
        let party = earlier
            .filter(same)
            .find_map(|one| later.parties.iter().find(|party| one.parties.contains(party)));
        problems.extend(party.map(|party| twice(party, later)));
    }
}

fn disorder(node: &Node) -> Option<Problem> {
    let flex = days(node, "flex")?;
    if child(node, "within").is_some() {
        let written = child(node, "flex")?;
        let what = "the return is sent once, and yet first as `flex`".to_string();
        let help = "say `freeze` in the place of `within`, or leave `flex` out".to_string();
        return Some(problem(
            "flex-of-once",
            &written.place,
            written.as_text().unwrap_or_default(),
            what,
            help,
        ));
    }
    let freeze = days(node, "freeze")?;
    if flex <= freeze {
        return None;
    }
    let written = child(node, "freeze")?;
    let what = format!("the return is final after {freeze} working days, and first sent after {flex}");
    let help = "correct the one or the other".to_string();
    Some(problem("freeze-before-flex", &written.place, written.as_text().unwrap_or_default(), what, help))
}

fn twice(party: &str, owed: &Return) -> Problem {
    let what = format!("{} owes the return `{}` twice for the same months", in_backticks(party), owed.kind);
    let help = "leave the party out of one of the two, or say `from` and `to`".to_string();
    problem("return-twice", &owed.citation.place, party, what, help)
}
