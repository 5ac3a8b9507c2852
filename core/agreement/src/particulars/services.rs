//! Services, who is responsible for them from when, and where they are delivered.

use super::field::{child, citation, date, days, text, texts, values};
use super::{Citation, Days, Particulars};
use crate::problem::{Problem, Problems, in_backticks};
use crate::shape::wrong::problem;
use crate::tree::{Entry, Node};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

/// A service in scope.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its short name in the agreement.
    pub name: String,
    /// Its full name.
    pub title: String,
    /// From when to when it is in scope.
    pub days: Days,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// Who is responsible for a service, and who does what for it.
#[derive(Debug, Clone)]
pub struct AllocationRow {
    /// The service.
    pub service: String,
    /// The provider responsible.
    pub responsible: String,
    /// The party that delivers, where that is another.
    pub delivers: Option<String>,
    /// Where it is delivered.
    pub site: Option<String>,
    /// In which setting.
    pub setting: Option<String>,
    /// The party that counts and codes the activity.
    pub counts: Option<String>,
    /// The party that employs the staff.
    pub employs: Option<String>,
    /// The party that holds the registration of the regulator.
    pub registered: Option<String>,
    /// The first day; without one, the first of the term.
    pub from: Option<Date>,
    /// The last day; without one, the last of the term.
    pub to: Option<Date>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// Where services are delivered.
#[derive(Debug, Clone)]
pub struct Site {
    /// Its short name in the agreement.
    pub name: String,
    /// Its full name.
    pub title: String,
    /// The code of the Organisation Data Service.
    pub ods: Option<String>,
    /// Who owns it.
    pub owner: Option<Landlord>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// One that owns or lets a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landlord {
    /// A party, by its short name.
    Party(String),
    /// One who is no party, by full name.
    ThirdParty(String),
}

/// On which terms sites are used.
#[derive(Debug, Clone)]
pub struct Lease {
    /// Its short name in the agreement.
    pub name: String,
    /// The sites that are let.
    pub sites: Vec<String>,
    /// Who lets them; if none is named, the owners of the sites.
    pub landlords: Vec<Landlord>,
    /// The party that signs as tenant.
    pub signed_by: String,
    /// The parties for which it signs as agent.
    pub as_agent_for: Vec<String>,
    /// The party that signs for the landlord.
    pub for_landlord_signed_by: Option<String>,
    /// From when to when it runs.
    pub days: Days,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

impl AllocationRow {
    /// The days on which it holds.
    pub fn days(&self) -> Days {
        Days { from: self.from, to: self.to }
    }
}

/// Tells of rows that give one service, setting and site to two at a time.
pub(super) fn check(particulars: &Particulars, problems: &mut Problems) {
    let mut of_line: BTreeMap<_, Vec<&AllocationRow>> = BTreeMap::new();
    for row in &particulars.allocation {
        of_line.entry((&row.service, &row.setting, &row.site)).or_default().push(row);
    }
    for rows in of_line.values_mut() {
        rows.sort_by_key(|row| row.from);
        problems.extend(overlaps(rows));
    }
}

/// Compares each row with the one before it that lasts longest.
fn overlaps(rows: &[&AllocationRow]) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut longest: Option<&AllocationRow> = None;
    for row in rows {
        let Some(before) = longest else {
            longest = Some(row);
            continue;
        };
        if before.days().meet(&row.days()) {
            found.push(overlap(before, row));
        }
        let lasts_longer = before.to.is_some_and(|end| row.to.is_none_or(|to| end < to));
        longest = Some(if lasts_longer { row } else { before });
    }
    found
}

fn overlap(first: &AllocationRow, next: &AllocationRow) -> Problem {
    let what = format!(
        "{} is allocated twice at the same time, in one setting and site: also on line {}",
        in_backticks(&next.service),
        first.citation.place.line
    );
    let help = "end the one row on the day before the other begins, or give them different settings or sites";
    problem("overlapping-allocation", &next.citation.place, &next.service, what, help.to_string())
}

pub(super) fn service(entry: &Entry) -> Option<Service> {
    let node = &entry.value;
    Some(Service {
        name: entry.key.clone(),
        title: text(node, "name").unwrap_or_default(),
        days: days(node),
        citation: citation(&entry.key_place, node),
    })
}

pub(super) fn allocation_row(node: &Node) -> Option<AllocationRow> {
    Some(AllocationRow {
        service: text(node, "service")?,
        responsible: text(node, "responsible")?,
        delivers: text(node, "delivers"),
        site: text(node, "site"),
        setting: text(node, "setting"),
        counts: text(node, "counts"),
        employs: text(node, "employs"),
        registered: text(node, "registered"),
        from: date(node, "from"),
        to: date(node, "to"),
        citation: citation(&child(node, "service")?.place, node),
    })
}

pub(super) fn site(entry: &Entry) -> Option<Site> {
    let node = &entry.value;
    Some(Site {
        name: entry.key.clone(),
        title: text(node, "name")?,
        ods: text(node, "ods"),
        owner: child(node, "owner").and_then(landlord),
        citation: citation(&entry.key_place, node),
    })
}

pub(super) fn lease(entry: &Entry) -> Option<Lease> {
    let node = &entry.value;
    Some(Lease {
        name: entry.key.clone(),
        sites: texts(node, "sites"),
        landlords: values(node, "landlord").into_iter().filter_map(landlord).collect(),
        signed_by: text(node, "signed_by")?,
        as_agent_for: texts(node, "as_agent_for"),
        for_landlord_signed_by: text(node, "for_landlord_signed_by"),
        days: days(node),
        citation: citation(&entry.key_place, node),
    })
}

fn landlord(node: &Node) -> Option<Landlord> {
    match node.as_text() {
        Some(party) => Some(Landlord::Party(party.to_string())),
        None => text(node, "third_party").map(Landlord::ThirdParty),
    }
}
