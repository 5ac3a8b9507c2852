//! Warnings about particulars: what experience with alliances advises against.

use super::{Alliance, Group, Investment, Particulars};
use crate::problem::{Problem, Problems, in_backticks};
use crate::shape::wrong::warning;
use alloc::format;
use alloc::string::ToString;
use jiff::ToSpan;

/// Adds the warnings `no-signatories`, `no-precedence` and `short-term`.
pub(super) fn check(particulars: &Particulars, problems: &mut Problems) {
    problems.extend(particulars.groups.iter().filter_map(no_signatories));
    problems.extend(no_precedence(particulars));
    let alliance = &particulars.alliance;
    problems.extend(particulars.investments.iter().filter_map(|investment| short_term(investment, alliance)));
}

fn no_signatories(group: &Group) -> Option<Problem> {
    if group.legal_entity != Some(false) || !group.signatories.is_empty() {
        return None;
    }
    let what = format!(
        "{} is no legal entity, and nobody is named who signs for its members",
        in_backticks(&group.name)
    );
    Some(warning(
        "no-signatories",
        &group.citation.place,
        &group.name,
        what,
        "add `signatories: [...]`, one for each member that is bound".to_string(),
        "LH Alliances, questions and answers: a single voice that is no legal entity needs several signatories",
    ))
}

fn no_precedence(particulars: &Particulars) -> Option<Problem> {
    let first = particulars.contracts.iter().find(|contract| contract.kind.is_services_contract())?;
    if !particulars.precedence.is_empty() {
        return None;
    }
    Some(warning(
        "no-precedence",
        &first.citation.place,
        &first.name,
        "there are services contracts, but no order of precedence".to_string(),
        "add `precedence:` with a list of the documents, the one that wins first".to_string(),
        "NHS England, Template Alliance Agreement overview (2017): say which wording takes precedence in a conflict",
    ))
}

fn short_term(investment: &Investment, alliance: &Alliance) -> Option<Problem> {
    let years = investment.repaid_over_years?;
    let (from, to) = (alliance.term.from, alliance.term.to?);
    let repaid = from.checked_add(i64::from(years).years()).ok().and_then(|day| day.yesterday().ok());
    if repaid.is_some_and(|day| day <= to) {
        return None;
    }
    let what = format!(
        "{} is repaid over {years} years, longer than the term from {from} to {to}",
        in_backticks(&investment.name)
    );
    Some(warning(
        "short-term",
        &investment.citation.place,
        &investment.name,
        what,
        "lengthen the term, or say who bears what is not yet recovered at its end".to_string(),
        "LH Alliances, questions and answers: in a shorter term providers must load up the cost of what they invest",
    ))
}
