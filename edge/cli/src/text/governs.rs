//! An agreement without money terms: what it governs.

use super::json::{self, Json};
use super::sheet::{Fact, Sheet};
use super::statement::cited;
use crate::load::Alliance;
use accordant_agreement::particulars::Citation;
use accordant_documents::view::sentence_case;

/// What the agreement governs, in the order in which people negotiate it.
pub fn governs(alliance: &Alliance) -> Sheet {
    let about = &alliance.agreement.particulars.alliance;
    let mut sheet = Sheet::default();
    if let Some(notice) = &about.notice {
        sheet.text(notice.clone());
    }
    sheet.heading(format!("{}: governance only", about.name));
    sheet.text(
        "The agreement has no money terms: it governs how the parties work together, and nothing is settled.",
    );
    for (title, terms) in sections(alliance) {
        if !terms.is_empty() {
            sheet.heading(sentence_case(title));
        }
        for (text, clause) in terms {
            sheet.fact(Fact { label: text, clause: cited(clause.as_deref()), ..Fact::default() });
        }
    }
    sheet
}

/// The same as JSON.
pub fn as_json(alliance: &Alliance) -> Json {
    let lists = sections(alliance).into_iter().map(|(title, terms)| {
        let term = |(text, clause): Said| {
            Json::Map(vec![("says", Json::Text(text)), ("clause", Json::maybe(clause))])
        };
        (title, Json::List(terms.into_iter().map(term).collect()))
    });
    let name = Json::text(alliance.agreement.particulars.alliance.name.as_str());
    let head = [("alliance", name), ("governance_only", Json::Flag(true))];
    json::folder(&alliance.path, head.into_iter().chain(lists).collect())
}

/// What a term says, and its clause.
type Said = (String, Option<String>);

fn sections(alliance: &Alliance) -> Vec<(&'static str, Vec<Said>)> {
    let particulars = &alliance.agreement.particulars;
    let said = |text: &str, citation: &Citation| (text.to_string(), citation.clause.clone());
    let bodies = &particulars.governance.bodies;
    vec![
        ("parties", particulars.parties.iter().map(|one| said(&one.title, &one.citation)).collect()),
        ("principles", particulars.principles.iter().map(|one| said(&one.text, &one.citation)).collect()),
        ("objectives", particulars.objectives.iter().map(|one| said(&one.text, &one.citation)).collect()),
        ("services", particulars.services.iter().map(|one| said(&one.title, &one.citation)).collect()),
        ("bodies", bodies.iter().map(|one| said(&one.title, &one.citation)).collect()),
        ("contracts", particulars.contracts.iter().map(|one| said(&one.name, &one.citation)).collect()),
    ]
}
