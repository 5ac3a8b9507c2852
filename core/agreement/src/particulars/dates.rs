//! Whether days lie in order and, where they must, within the term.

use super::field::{child, entries, named_nodes, section, values};
use super::{Days, Particulars};
use crate::problem::{Problem, Problems, in_backticks};
use crate::shape::scalar_date;
use crate::shape::wrong::problem;
use crate::tree::{Entry, Node};
use alloc::format;
use alloc::string::{String, ToString};
use jiff::civil::Date;

/// Tells of last days before first days, and of what lies outside the term.
///
/// Leases, contracts and memberships of a group may begin before the term and outlive it; parties, roles, services,
/// allocation and returns may not.
pub(super) fn check(sections: &[Entry], particulars: &Particulars, problems: &mut Problems) {
    let term = particulars.alliance.term.days();
    if let Some(written) = section(sections, "alliance").and_then(|alliance| child(alliance, "term")) {
        problems.extend(disorder("the term", &Dated::read(written)));
    }
    let mut within = |name: &str, node: &Node| {
        let dated = Dated::read(node);
        let found = disorder(name, &dated).or_else(|| outside(name, &dated, &term));
        problems.extend(found);
    };
    for (name, party) in named_nodes(sections, "parties") {
        within(name, party);
        values(party, "role").into_iter().for_each(|held| within(name, held));
    }
    named_nodes(sections, "services").for_each(|(name, service)| within(name, service));
    for row in section(sections, "work_allocation").and_then(Node::as_list).unwrap_or_default() {
        within(child(row, "service").and_then(Node::as_text).unwrap_or("the row"), row);
    }
    for owed in section(sections, "reporting").map(|node| values(node, "returns")).unwrap_or_default() {
        within("the return", owed);
    }
    check_order(sections, problems);
}

/// What may lie outside the term must still lie in order.
fn check_order(sections: &[Entry], problems: &mut Problems) {
    for (name, term) in named_nodes(sections, "leases").chain(named_nodes(sections, "contracts")) {
        problems.extend(disorder(name, &Dated::read(term)));
    }
    for group in entries(section(sections, "groups")) {
        for member in child(&group.value, "members").and_then(Node::as_list).unwrap_or_default() {
            let name = child(member, "name").and_then(Node::as_text).unwrap_or("the member");
            problems.extend(disorder(name, &Dated::read(member)));
        }
    }
}

/// The first and the last day of something, each where it is written.
struct Dated<'text> {
    from: Option<(Date, &'text Node)>,
    to: Option<(Date, &'text Node)>,
}

impl<'text> Dated<'text> {
    fn read(node: &'text Node) -> Dated<'text> {
        let day = |key: &str| {
            let written = child(node, key)?;
            Some((scalar_date(written.as_text()?)?, written))
        };
        Dated { from: day("from"), to: day("to") }
    }
}

fn disorder(name: &str, dated: &Dated<'_>) -> Option<Problem> {
    let ((from, _), (to, written)) = dated.from.zip(dated.to).filter(|((from, _), (to, _))| to < from)?;
    let what = format!("{} ends on {to}, before it begins on {from}", shown(name));
    let help = "correct the one or the other day".to_string();
    Some(problem("ends-before-it-begins", &written.place, words(written), what, help))
}

fn outside(name: &str, dated: &Dated<'_>, term: &Days) -> Option<Problem> {
    let is_outside = |(day, _): &(Date, &Node)| !term.include(*day);
    let (day, written) = dated.from.filter(is_outside).or_else(|| dated.to.filter(is_outside))?;
    let what = format!("{day}, a day of {}, lies outside the term", shown(name));
    let help = format!("the term is {}; correct the day, or the term", in_words(term));
    Some(problem("outside-the-term", &written.place, words(written), what, help))
}

fn words(written: &Node) -> &str {
    written.as_text().unwrap_or_default()
}

fn in_words(term: &Days) -> String {
    let first = term.from.map(|from| format!("from {from}"));
    let last = term.to.map(|to| format!(" to {to}"));
    first.into_iter().chain(last).collect()
}

/// Our own words stand without backticks.
fn shown(name: &str) -> String {
    if name.starts_with("the ") { name.to_string() } else { in_backticks(name) }
}
