//! What an agreement says beside money and measures, as typed values: who, why, where, under which contracts.
//!
//! It is read from a text whose form has been checked: what is badly written there is left out here without a
//! word, since a problem already tells of it. What is told here is what does not go together.
//! Start with [`read`].

mod advice;
mod alliance;
mod contracts;
mod dates;
mod field;
mod governance;
mod parties;
mod reporting;
mod services;

pub use alliance::{Alliance, BusinessDays, Every, LocalWord, Settles, Term};
pub use contracts::{Contract, ContractKind, Costs, Document, Investment};
pub use governance::{Body, BodyKind, Governance};
pub use parties::{Group, Held, Hosts, InHouse, Member, Party, Role};
pub use reporting::{Reporting, Return, Within};
pub use services::{AllocationRow, Landlord, Lease, Service, Site};

use crate::problem::{Place, Problems};
use crate::tree::{Entry, Node};
use alloc::string::String;
use alloc::vec::Vec;
use field::{named, section};
use jiff::civil::Date;

/// All that an agreement says beside money and measures.
#[derive(Debug, Clone)]
pub struct Particulars {
    /// What the alliance is and when it settles.
    pub alliance: Alliance,
    /// Those who sign, in the author's order.
    pub parties: Vec<Party>,
    /// Groups that speak with a single voice.
    pub groups: Vec<Group>,
    /// Why the parties form the alliance.
    pub purpose: Option<Sentence>,
    /// How they will work together.
    pub principles: Vec<Sentence>,
    /// What they want to achieve.
    pub objectives: Vec<Sentence>,
    /// The services in scope.
    pub services: Vec<Service>,
    /// Which provider is responsible for which service, when.
    pub allocation: Vec<AllocationRow>,
    /// Where services are delivered.
    pub sites: Vec<Site>,
    /// On which terms sites are used.
    pub leases: Vec<Lease>,
    /// The contracts beneath this agreement.
    pub contracts: Vec<Contract>,
    /// Which document wins, the strongest first.
    pub precedence: Vec<Document>,
    /// Who bears the costs of taking part.
    pub costs: Option<Costs>,
    /// What parties must recover, and over how many years.
    pub investments: Vec<Investment>,
    /// How the parties decide.
    pub governance: Governance,
    /// What they report to each other.
    pub reporting: Reporting,
}

/// What nearly every term carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Where the term is written.
    pub place: Place,
    /// The clause of the signed document.
    pub clause: Option<String>,
    /// What the term says, in one line.
    pub says: Option<String>,
    /// How far its figures can be relied on, in the author's word.
    pub status: Option<String>,
}

/// A sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its short name; for a section that is one sentence, the name of the section.
    pub name: String,
    /// The sentence.
    pub text: String,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// The days on which something holds, both included; an end that is not stated is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Days {
    /// Whether it holds on that day.
    pub fn include(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether there is a day on which both hold.
    pub fn meet(&self, other: &Days) -> bool {
        let precedes =
            |to: Option<Date>, from: Option<Date>| to.zip(from).is_some_and(|(to, from)| to < from);
        !precedes(self.to, other.from) && !precedes(other.to, self.from)
    }
}

/// Reads the particulars, and adds problems and warnings about what does not go together.
///
/// Of a text whose form has problems it is read as far as that goes, so that other problems are told in the same run.
pub fn read(sections: &[Entry], problems: &mut Problems) -> Particulars {
    let alliance = alliance::read(sections.iter().find(|entry| entry.key == "alliance"));
    let particulars = Particulars {
        alliance,
        parties: named(sections, "parties", parties::party),
        groups: named(sections, "groups", parties::group),
        purpose: sections.iter().find(|entry| entry.key == "purpose").and_then(field::sentence),
        principles: named(sections, "principles", field::sentence),
        objectives: named(sections, "objectives", field::sentence),
        services: named(sections, "services", services::service),
        allocation: listed(sections, "work_allocation", services::allocation_row),
        sites: named(sections, "sites", services::site),
        leases: named(sections, "leases", services::lease),
        contracts: named(sections, "contracts", contracts::contract),
        precedence: listed(sections, "precedence", contracts::document),
        costs: section(sections, "costs").map(contracts::costs),
        investments: named(sections, "investments", contracts::investment),
        governance: section(sections, "governance").map(governance::read).unwrap_or_default(),
        reporting: section(sections, "reporting").map(reporting::read).unwrap_or_default(),
    };
    parties::check(sections, &particulars, problems);
    dates::check(sections, &particulars, problems);
    services::check(&particulars, problems);
    reporting::check(sections, &particulars.reporting, problems);
    contracts::check(sections, &particulars, problems);
    advice::check(&particulars, problems);
    particulars
}

fn listed<T>(sections: &[Entry], key: &str, read: impl Fn(&Node) -> Option<T>) -> Vec<T> {
    let nodes = section(sections, key).and_then(Node::as_list).unwrap_or_default();
    nodes.iter().filter_map(read).collect()
}
