//! Whether days lie in order and, where they must, within the term.

use super::{Days, Particulars};
use crate::problem::{Place, Problem, Problems, in_backticks};
use crate::shape::wrong::problem;
use alloc::format;
use alloc::string::{String, ToString};
use jiff::civil::Date;

/// Tells of last days before first days, and of what lies outside the term.
///
/// Leases, contracts and memberships of a group may begin before the term and outlive it; parties, roles, services
/// and allocation may not.
pub(super) fn check(particulars: &Particulars, problems: &mut Problems) {
    let term = &particulars.alliance.term;
    let whole = term.days();
    problems.extend(disorder("the term", &whole, &term.citation.place));
    let mut within = |name: &str, days: Days, place: &Place| {
        let disorder = disorder(name, &days, place);
        let outside = if disorder.is_none() { outside(name, &days, &whole, place) } else { None };
        problems.extend(disorder.into_iter().chain(outside));
    };
    for party in &particulars.parties {
        within(&party.name, party.days, &party.citation.place);
        party.roles.iter().for_each(|held| within(&party.name, held.days, &held.place));
    }
    for service in &particulars.services {
        within(&service.name, service.days, &service.citation.place);
    }
    for row in &particulars.allocation {
        within(&row.service, row.days(), &row.citation.place);
    }
    check_order(particulars, problems);
}

/// What may lie outside the term must still lie in order.
fn check_order(particulars: &Particulars, problems: &mut Problems) {
    for lease in &particulars.leases {
        problems.extend(disorder(&lease.name, &lease.days, &lease.citation.place));
    }
    for contract in &particulars.contracts {
        problems.extend(disorder(&contract.name, &contract.days, &contract.citation.place));
    }
    for member in particulars.groups.iter().flat_map(|group| &group.members) {
        problems.extend(disorder(&member.name, &member.days, &member.place));
    }
}

fn disorder(name: &str, days: &Days, place: &Place) -> Option<Problem> {
    let (from, to) = days.from.zip(days.to).filter(|(from, to)| to < from)?;
    let what = format!("{} ends on {to}, before it begins on {from}", shown(name));
    Some(problem("ends-before-it-begins", place, name, what, "correct the one or the other day".to_string()))
}

fn outside(name: &str, days: &Days, term: &Days, place: &Place) -> Option<Problem> {
    let is_outside = |day: &Date| !term.include(*day);
    let day = days.from.filter(is_outside).or_else(|| days.to.filter(is_outside))?;
    let what = format!("{day}, a day of {}, lies outside the term", shown(name));
    let help = format!("the term is {}; correct the day, or the term", in_words(term));
    Some(problem("outside-the-term", place, name, what, help))
}

fn in_words(term: &Days) -> String {
    let first = term.from.map(|from| format!("from {from}"));
    let last = term.to.map(|to| format!(" to {to}"));
    first.into_iter().chain(last).collect()
}

/// `the term` is our own word and stands without backticks.
fn shown(name: &str) -> String {
    if name == "the term" { name.to_string() } else { in_backticks(name) }
}
