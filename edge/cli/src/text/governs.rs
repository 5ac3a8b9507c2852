//! An agreement without money terms: what it governs.

use super::clause;
use super::sheet::{Fact, Sheet};
use crate::load::Alliance;

/// What the agreement governs, in the order in which people negotiate it.
pub fn governs(alliance: &Alliance) -> Sheet {
    let particulars = &alliance.agreement.particulars;
    let about = &particulars.alliance;
    let mut sheet = Sheet::default();
    if let Some(notice) = &about.notice {
        sheet.text(notice.clone());
    }
    sheet.heading(format!("{}: governance only", about.name));
    sheet.text("The agreement has no money terms: it governs how the parties work together, and nothing is settled.");
    section(&mut sheet, "Parties", particulars.parties.iter().map(|one| fact(&one.title, &one.citation.clause)));
    section(&mut sheet, "Principles", particulars.principles.iter().map(|one| fact(&one.text, &one.citation.clause)));
    section(&mut sheet, "Objectives", particulars.objectives.iter().map(|one| fact(&one.text, &one.citation.clause)));
    section(&mut sheet, "Services", particulars.services.iter().map(|one| fact(&one.title, &one.citation.clause)));
    let bodies = &particulars.governance.bodies;
    section(&mut sheet, "Bodies", bodies.iter().map(|one| fact(&one.title, &one.citation.clause)));
    section(&mut sheet, "Contracts", particulars.contracts.iter().map(|one| fact(&one.name, &one.citation.clause)));
    sheet
}

fn section(sheet: &mut Sheet, title: &str, facts: impl Iterator<Item = Fact>) {
    let facts: Vec<Fact> = facts.collect();
    if !facts.is_empty() {
        sheet.heading(title);
    }
    facts.into_iter().for_each(|fact| sheet.fact(fact));
}

fn fact(text: &str, cited: &Option<String>) -> Fact {
    Fact { label: text.to_string(), clause: clause(cited.as_deref()), ..Fact::default() }
}
