//! Those who sign, and the groups that speak with a single voice.

use super::field::{child, citation, days, entries, flag, text, texts, values};
use super::{Citation, Days, Particulars};
use crate::problem::{Place, Problems, in_backticks};
use crate::shape::wrong::problem;
use crate::tree::{Entry, Node};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use jiff::civil::Date;

/// One that signs the agreement.
#[derive(Debug, Clone)]
pub struct Party {
    /// Its short name in the agreement.
    pub name: String,
    /// Its full name.
    pub title: String,
    /// The roles that it holds; two for a commissioner that also provides.
    pub roles: Vec<Held>,
    /// From when to when it is a party.
    pub days: Days,
    /// Scheme and identifier, the code of the Organisation Data Service as `ods`.
    pub identifiers: Vec<(String, String)>,
    /// What kind of body it is in law.
    pub legal_form: Option<String>,
    /// Whether it takes part in the agreement of balances between bodies of one group of accounts.
    pub agrees_balances: bool,
    /// What it hosts for the alliance.
    pub hosts: Vec<Hosts>,
    /// Whether it is an in-house team.
    pub in_house: InHouse,
    /// Whether it signs, but is neither commissioner nor provider.
    pub third_party: bool,
    /// Whether the author says that it stands to lose activity.
    pub loses_activity: bool,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// A role with the days on which it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The role.
    pub role: Role,
    /// From when to when, within the days of the party.
    pub days: Days,
    /// Where it is written.
    pub place: Place,
}

/// What a party is in the alliance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It buys services.
    Commissioner,
    /// It provides services.
    Provider,
}

/// What a party hosts for the alliance, which is no legal entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hosts {
    /// The registration of the regulator.
    Registration,
    /// The activity, which it counts and codes.
    Activity,
    /// The staff.
    Employment,
    /// The books.
    Books,
}

/// Whether a provider is an in-house team of a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InHouse {
    /// It is not.
    No,
    /// It is; the agreement does not say whose.
    Yes,
    /// It is a team of this party.
    Of(String),
}

/// A group that speaks with a single voice.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its short name in the agreement.
    pub name: String,
    /// Its full name.
    pub title: String,
    /// The parties for which it speaks.
    pub speaks_for: Vec<String>,
    /// Whether it can sign for itself; nothing if the agreement does not say.
    pub legal_entity: Option<bool>,
    /// Who signs.
    pub signatories: Vec<String>,
    /// Its members.
    pub members: Vec<Member>,
    /// The share or number of practices for which it stands, as written.
    pub practices: Option<String>,
    /// The share or number of registered patients, as written.
    pub registered_patients: Option<String>,
    /// Where it stands and what it cites.
    pub citation: Citation,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// The code of the Organisation Data Service.
    pub ods: Option<String>,
    /// From when to when it is a member.
    pub days: Days,
    /// Where it is written.
    pub place: Place,
}

impl Party {
    /// Whether it holds the role on that day.
    pub fn holds(&self, role: Role, day: Date) -> bool {
        let held = |held: &Held| held.role == role && held.days.include(day);
        self.days.include(day) && self.roles.iter().any(held)
    }

    /// Whether it ever holds the role.
    pub fn ever_holds(&self, role: Role) -> bool {
        self.roles.iter().any(|held| held.role == role)
    }
}

/// Tells of parties without a role, unless they say that they are third parties, and of no parties at all.
pub(super) fn check(sections: &[Entry], particulars: &Particulars, problems: &mut Problems) {
    let is_empty =
        |entry: &&Entry| entry.key == "parties" && entry.value.as_map().is_some_and(<[Entry]>::is_empty);
    problems.extend(sections.iter().find(is_empty).map(|entry| {
        let help = "add those who sign, such as `builder: { name: The builder, role: provider }`";
        let what = "nobody is a party to this agreement".to_string();
        problem("missing-key", &entry.key_place, &entry.key, what, help.to_string())
    }));
    let without = particulars.parties.iter().filter(|party| party.roles.is_empty() && !party.third_party);
    problems.extend(without.map(|party| {
        let what = format!("{} has no `role`", in_backticks(&party.name));
        let help =
            "add `role: provider` or `role: commissioner`; one that is neither says `third_party: yes`";
        problem("missing-key", &party.citation.place, &party.name, what, help.to_string())
    }));
}

pub(super) fn party(entry: &Entry) -> Option<Party> {
    let node = &entry.value;
    let mut identifiers: Vec<(String, String)> =
        text(node, "ods").map(|code| ("ods".to_string(), code)).into_iter().collect();
    let others = entries(child(node, "identifiers")).iter();
    identifiers
        .extend(others.filter_map(|known| Some((known.key.clone(), known.value.as_text()?.to_string()))));
    Some(Party {
        name: entry.key.clone(),
        title: text(node, "name").unwrap_or_default(),
        roles: roles(entry),
        days: days(node),
        identifiers,
        legal_form: text(node, "legal_form"),
        agrees_balances: flag(node, "agreement_of_balances") != Some(false),
        hosts: texts(node, "host").iter().filter_map(|word| hosts(word)).collect(),
        in_house: in_house(text(node, "in_house_team")),
        third_party: flag(node, "third_party") == Some(true),
        loses_activity: flag(node, "loses_activity") == Some(true),
        citation: citation(&entry.key_place, node),
    })
}

/// A party whose role cannot be read, which is told elsewhere, is taken to be whatever it is said to be.
fn roles(entry: &Entry) -> Vec<Held> {
    let written = values(&entry.value, "role");
    if !entry.value.is_refused() && written.iter().all(|node| !node.is_refused()) {
        return written.into_iter().filter_map(held).collect();
    }
    let days = Days { from: None, to: None };
    [Role::Commissioner, Role::Provider]
        .into_iter()
        .map(|role| Held { role, days, place: entry.key_place.clone() })
        .collect()
}

pub(super) fn group(entry: &Entry) -> Option<Group> {
    let node = &entry.value;
    let covers = |key: &str| text(child(node, "covers")?, key);
    Some(Group {
        name: entry.key.clone(),
        title: text(node, "name")?,
        speaks_for: texts(node, "speaks_for"),
        legal_entity: flag(node, "legal_entity"),
        signatories: texts(node, "signatories"),
        members: values(node, "members").into_iter().filter_map(member).collect(),
        practices: covers("practices"),
        registered_patients: covers("registered_patients"),
        citation: citation(&entry.key_place, node),
    })
}

fn held(node: &Node) -> Option<Held> {
    let word = node.as_text().map(ToString::to_string).or_else(|| text(node, "role"))?;
    let role = match word.as_str() {
        "commissioner" => Role::Commissioner,
        "provider" => Role::Provider,
        _ => return None,
    };
    Some(Held { role, days: days(node), place: node.place.clone() })
}

fn member(node: &Node) -> Option<Member> {
    let name = node.as_text().map(ToString::to_string).or_else(|| text(node, "name"))?;
    Some(Member { name, ods: text(node, "ods"), days: days(node), place: node.place.clone() })
}

fn hosts(word: &str) -> Option<Hosts> {
    match word {
        "registration" => Some(Hosts::Registration),
        "activity" => Some(Hosts::Activity),
        "employment" => Some(Hosts::Employment),
        "books" => Some(Hosts::Books),
        _ => None,
    }
}

fn in_house(word: Option<String>) -> InHouse {
    match word {
        None => InHouse::No,
        Some(word) if word == "no" => InHouse::No,
        Some(word) if word == "yes" => InHouse::Yes,
        Some(party) => InHouse::Of(party),
    }
}
